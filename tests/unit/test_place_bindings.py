"""A name of yarnnn.yaml means the channel or page that bore it when it first landed, whatever that is called later."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pytest

from yarnnn_pipelines.cli.views.state import warnings
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.context.agency_tables import write_agency_tables
from yarnnn_pipelines.context.raw_tables import ensure_raw_tables
from yarnnn_pipelines.project import settings_of
from yarnnn_pipelines.sources.examination import examine
from yarnnn_pipelines.sources.registry import platform_of
from yarnnn_pipelines.sources.shared.bindings import Bindings, bind_places
from yarnnn_pipelines.stores.ledger.rows import Landing

FIRST = datetime(2026, 11, 16, 6, tzinfo=UTC)
ACME, GLOBEX, OTHER = "a" * 32, "b" * 32, "c" * 32


class World:
    """An agency and what has landed for it, landing by landing."""

    def __init__(self) -> None:
        self.con = duckdb.connect()
        self.con.execute("set TimeZone = 'UTC'")
        ensure_raw_tables(self.con)
        self.landings = 0
        self.last: dict[str, dict[str, Any]] = {}

    def land(self, table: str, *rows: dict[str, Any]) -> None:
        self.landings += 1
        for row in rows:
            full = {"version": f"v{self.landings}", "is_deleted": False, "text": "", "payload": "{}"} | row
            full["observed_at"] = FIRST + timedelta(hours=self.landings)
            names = ", ".join(full)
            marks = ", ".join("?" for _ in full)
            self.con.execute(f"insert into {table} ({names}) values ({marks})", list(full.values()))

    def channels(self, **names: str) -> None:
        self.land(
            "slack.channels", *({"item_id": f"slack:T1:{its_id}", "text": name} for its_id, name in names.items())
        )

    def pages(self, *ways: list[tuple[str, str]]) -> None:
        """ways: (title, id) of all that leads down to a page, itself last; '' for what has no id."""
        self.land(
            "notion.pages",
            *(
                {
                    "item_id": f"notion:{way[-1][1]}",
                    "container_id": next(
                        (f"notion:{its_id}" for _, its_id in way[-2::-1] if its_id), "notion:workspace"
                    ),
                    "payload": json.dumps({"path": [title for title, _ in way], "ids": [its_id for _, its_id in way]}),
                }
                for way in ways
            ),
        )

    def bind(self, platform: str, settings: Settings, *, recorded: bool = True) -> Bindings:
        """As a landing does; `recorded`: with a report that the next one knows."""
        bindings = bind_places(self.con, platform_of(platform), settings, self.last.get(platform))
        if recorded:
            observed_until = (FIRST + timedelta(hours=self.landings)).isoformat()
            self.last[platform] = {"places": bindings.remembered, "observed_until": observed_until}
        return bindings


@pytest.fixture
def world() -> World:
    return World()


def agency(
    acme: dict[str, Any], globex: dict[str, Any] | None = None, sources: dict[str, Any] | None = None
) -> Settings:
    clients = [{"id": "acme", "name": "Acme Corp", **acme}, {"id": "globex", "name": "Globex", **(globex or {})}]
    studio = {"name": "Northlight", "time_zone": "UTC", "domains": ["northlight.example"], "start": "2026-W41"}
    return settings_of({"agency": studio, "sources": sources or {}, "clients": clients})


SHARED = agency({"slack": {"shared": ["client-acme"]}}, {"slack": {"internal": ["globex-internal"]}})
ROOTED = agency({"notion": {"roots": ["Acme Corp"], "shared": True}})


def test_a_channel_that_takes_the_name_of_a_shared_one_is_not_it(world):
    world.channels(C1="client-acme", C4="globex-internal")
    world.bind("slack", SHARED)
    world.channels(C1="acme-old", C4="client-acme")
    bindings = world.bind("slack", SHARED)
    assert bindings.ids() == {"client-acme": "slack:T1:C1", "globex-internal": "slack:T1:C4"}
    acme, globex = bindings.renamings
    assert "C1, which is called 'acme-old' now; C4 bears the name by now, and nothing of it is told" in acme.what
    assert acme.mend == "write C1 instead of the name in yarnnn.yaml, or C4 if that is what you mean"
    assert "C4, which is called 'client-acme' now, and is read as before" in globex.what


@pytest.mark.parametrize("recorded", [True, False])
def test_two_channels_that_swap_their_names_keep_their_clients(world, recorded):
    """Also in a home whose landings have not remembered it: the raw versions tell who bore a name first."""
    settings = agency({"slack": {"shared": ["client-acme"]}}, {"slack": {"shared": ["client-globex"]}})
    world.channels(C1="client-acme", C2="client-globex")
    world.bind("slack", settings, recorded=recorded)
    world.channels(C1="client-globex", C2="client-acme")
    assert world.bind("slack", settings).ids() == {"client-acme": "slack:T1:C1", "client-globex": "slack:T1:C2"}


def test_a_renamed_channel_is_read_on_and_its_new_name_or_id_ends_the_warning(world):
    world.channels(C1="client-acme")
    world.bind("slack", SHARED)
    world.channels(C1="acme-live")
    assert "is read as before" in world.bind("slack", SHARED).renamings[0].what
    for mended in ("C1", "#acme-live", "slack:T1:C1"):
        bindings = world.bind("slack", agency({"slack": {"shared": [mended]}}))
        assert (bindings.ids(), bindings.renamings) == ({mended: "slack:T1:C1"}, ())


def test_a_place_that_is_written_by_its_new_name_can_be_written_by_the_old_one_again(world):
    world.channels(C1="client-acme", C4="globex-internal", C9="launch")
    world.bind("slack", SHARED)
    world.channels(C1="acme-live", C9="launch-old")
    assert world.bind("slack", agency({"slack": {"shared": ["acme-live"]}})).not_found == ()
    again = world.bind("slack", SHARED)
    assert (again.ids()["client-acme"], again.not_found) == ("slack:T1:C1", ())
    # One that was never meant by yarnnn.yaml is not taken for what a name may still come to mean.
    assert world.bind("slack", agency({"slack": {"shared": ["launch"]}})).ids() == {}


def test_a_name_that_is_configured_late_means_who_bears_it_then(world):
    """A channel that bore it long ago, and was never anybody's, is not what the user means."""
    world.channels(C9="launch", C4="globex-internal")
    world.bind("slack", SHARED)
    world.channels(C9="launch-old", C10="launch")
    world.bind("slack", SHARED)
    late = agency({"slack": {"shared": ["launch"]}})
    assert world.bind("slack", late, recorded=False).ids() == {"launch": "slack:T1:C10"}
    assert world.bind("slack", late).ids() == {"launch": "slack:T1:C10"}


def test_a_name_is_remembered_when_it_was_out_of_the_file_for_a_while(world):
    world.channels(C1="client-acme", C4="globex-internal")
    world.bind("slack", SHARED)
    world.bind("slack", agency({"slack": {"shared": ["something-else"]}}))
    world.channels(C1="acme-old", C4="client-acme")
    world.bind("slack", agency({"slack": {"shared": ["something-else"]}}))
    assert world.bind("slack", SHARED).ids()["client-acme"] == "slack:T1:C1"


def test_a_channel_that_was_anothers_first_stays_there_and_is_told(world):
    world.channels(C4="globex-internal")
    world.channels(C4="client-acme")
    bindings = world.bind("slack", SHARED)
    assert bindings.ids() == {"globex-internal": "slack:T1:C4"}
    assert bindings.not_found == (
        "acme: the Slack channel 'client-acme' is the one that yarnnn.yaml calls 'globex-internal' as well, and it "
        "belongs there. Mend: take one of the two out of yarnnn.yaml",
    )


def test_a_direct_message_is_no_channel(world):
    row = {"item_id": "slack:T1:D1", "text": "client-acme", "payload": '{"kind": "im"}'}
    world.land("slack.channels", row)
    assert world.bind("slack", SHARED).ids() == {}


def test_a_root_is_a_page_at_the_top_and_never_one_of_its_title_below_another(world):
    world.pages([("Private", OTHER)], [("Private", OTHER), ("Acme Corp", ACME)])
    bindings = world.bind("notion", ROOTED)
    assert bindings.ids() == {}
    assert bindings.not_found == (
        "acme: no Notion page 'Acme Corp' has landed that lies at the top, where a title is looked for; one lies below "
        f"another page. Mend: share or export the page itself, or write its id if it is meant: {ACME}",
    )
    by_id = agency({"notion": {"roots": [f"https://www.notion.so/Acme-{ACME}"]}})
    assert list(world.bind("notion", by_id).ids().values()) == [f"notion:{ACME}"]


@pytest.mark.parametrize(
    "way",
    [
        [("Acme Corp", ACME)],
        [("Teamspace", ""), ("Acme Corp", ACME)],
        [("Acme Corp", ACME), ("A row of the database", OTHER)],
    ],
)
def test_a_root_lies_at_the_top_or_in_a_teamspace_and_may_be_a_database(world, way):
    world.pages(way)
    assert world.bind("notion", ROOTED).ids() == {"Acme Corp": f"notion:{ACME}"}


def test_a_teamspace_is_a_root_by_its_title(world):
    world.pages([("Acme Corp", ""), ("Plan", OTHER)])
    assert world.bind("notion", ROOTED).ids() == {"Acme Corp": "notion:top:acme corp"}


@pytest.mark.parametrize(
    "ways",
    [
        # the folder is that of two pages of one title, and tells not whose
        [[("Private", OTHER)], [("Private", GLOBEX)], [("Private", ""), ("Acme Corp", ACME)]],
        # two folders without a page: only the outer one can be a teamspace
        [[("Team", ""), ("Private", ""), ("Acme Corp", ACME)]],
        # two of the title
        [[("Acme Corp", ACME)], [("Acme Corp", OTHER)]],
    ],
)
def test_what_may_be_another_page_is_no_root(world, ways):
    world.pages(*ways)
    bindings = world.bind("notion", ROOTED)
    assert bindings.ids() == {}
    assert ACME in bindings.not_found[0]


def test_a_page_below_another_that_is_exported_alone_is_not_at_the_top(world):
    world.pages([("Private", OTHER)], [("Private", OTHER), ("Acme Corp", ACME)])
    world.pages([("Acme Corp", ACME)])
    assert world.bind("notion", ROOTED).ids() == {}


def test_a_page_that_takes_a_roots_title_is_not_that_root(world):
    world.pages([("Acme Corp", ACME)], [("Salaries", OTHER)])
    world.bind("notion", ROOTED)
    world.pages([("Acme (old)", ACME)], [("Acme Corp", OTHER)])
    bindings = world.bind("notion", ROOTED)
    assert bindings.ids() == {"Acme Corp": f"notion:{ACME}"}
    assert OTHER in bindings.renamings[0].mend


@pytest.mark.parametrize("recorded", [True, False])
def test_a_page_that_takes_a_roots_title_before_any_bore_it_is_that_root_from_then_on(world, recorded):
    world.pages([("Salaries", OTHER)])
    world.bind("notion", ROOTED, recorded=recorded)
    world.pages([("Acme Corp", OTHER)])
    since = (FIRST + timedelta(hours=2)).isoformat()
    for _ in range(2):
        bindings = world.bind("notion", ROOTED, recorded=recorded)
        (place,) = bindings.places
        assert (place.container_id, place.borne_since) == (f"notion:{OTHER}", since)
        (told,) = platform_of("notion").withheld_by_name(world.con, ROOTED, bindings.places)
        assert "had another title before 16 November 2026" in told.what
        assert OTHER in told.mend
    by_id = agency({"notion": {"roots": [OTHER], "shared": True}})
    assert world.bind("notion", by_id, recorded=recorded).places[0].borne_since is None


def test_a_root_that_is_renamed_with_yarnnn_yaml_is_that_root_as_before(world):
    world.pages([("Acme Corp", ACME)])
    world.bind("notion", ROOTED)
    world.pages([("Acme", ACME)])
    assert world.bind("notion", ROOTED).places[0].borne_since is None
    (place,) = world.bind("notion", agency({"notion": {"roots": ["Acme"], "shared": True}})).places
    assert (place.container_id, place.borne_since) == (f"notion:{ACME}", None)


def test_what_landed_while_a_place_was_anothers_or_closed_is_known(world):
    """So that an earlier value of it is not told to those who may read there by now."""
    closed = agency({"notion": {"roots": ["Acme Corp"]}})
    anothers = agency({}, {"notion": {"roots": ["Acme Corp"], "shared": True}})
    world.pages([("Acme Corp", ACME)])
    for before, after in ((closed, ROOTED), (ROOTED, anothers)):
        assert world.bind("notion", before).places[0].stated_after is None or before is ROOTED
        until = world.last["notion"]["observed_until"]
        world.pages([("Acme Corp", ACME), ("News", OTHER)])
        (place,) = world.bind("notion", after).places
        assert place.stated_after == until
        assert world.bind("notion", after).places[0].stated_after == until


def test_the_tables_of_the_agency_hold_what_names_mean(world):
    world.channels(C1="client-acme", C4="globex-internal")
    world.bind("slack", SHARED)
    world.channels(C1="acme-old", C4="client-acme")
    write_agency_tables(world.con, SHARED, {"slack": Landing(FIRST, world.last["slack"])})
    rows = world.con.execute("select client_id, container, container_id from agency.client_containers order by all")
    assert rows.fetchall() == [
        ("acme", "client-acme", "slack:T1:C1"),
        ("globex", "globex-internal", "slack:T1:C4"),
    ]


def test_status_tells_a_change_of_name_with_its_mend():
    renamed = {
        "written": "client-acme",
        "what": "acme: the slack channel 'client-acme' is called otherwise",
        "mend": "write its id",
    }
    report = {"renamed": [renamed], "skipped": {}, "skipped_examples": []}
    assert warnings(SHARED, {"slack": (FIRST, report)}) == [f"{renamed['what']}. Mend: write its id"]


def test_doctor_names_a_channel_that_has_not_landed_with_the_nearest_that_has(world, tmp_path):
    (tmp_path / "channels.json").write_text("[]")
    settings = agency({"slack": {"shared": ["client-acmee"]}}, sources={"slack": {"export": [str(tmp_path)]}})
    world.channels(C1="client-acme")
    report = {"not_found": list(world.bind("slack", settings).not_found)}
    (slack,) = examine(settings, {"slack": Landing(FIRST, report)})
    told = [finding for finding in slack.findings if "client-acmee" in finding.text]
    assert [(one.check, "'client-acme'" in one.text, one.mend[:7]) for one in told] == [
        ("Slack channel client-acmee", True, "correct")
    ]


@pytest.mark.parametrize("globex", [{}, {"slack": {"shared": ["client-old"]}}])
def test_doctor_tells_of_no_place_that_yarnnn_yaml_no_longer_names(tmp_path, globex):
    """Nor what was said of it while it was another client's."""
    (tmp_path / "channels.json").write_text(json.dumps([{"id": "C1", "name": "client-old"}]))
    settings = agency({}, globex, sources={"slack": {"export": [str(tmp_path)]}})
    missing = "acme: no Slack channel 'client-old' has landed. Mend: correct its name in yarnnn.yaml"
    renamed = {"written": "client-old", "what": "acme: the Slack channel 'client-old' is C1", "mend": "write C1"}
    (slack,) = examine(settings, {"slack": Landing(FIRST, {"not_found": [missing], "renamed": [renamed]})})
    assert [finding.text for finding in slack.findings if "client-old" in finding.text] == []


def test_doctor_names_a_place_once_though_it_is_the_nearest_of_another(world, tmp_path):
    (tmp_path / "channels.json").write_text("[]")
    names = {"shared": ["client-acme"], "internal": ["client-acmee"]}
    settings = agency({"slack": names}, sources={"slack": {"export": [str(tmp_path)]}})
    world.channels(C1="client-acme")
    report = {"not_found": list(world.bind("slack", settings).not_found)} | world.last["slack"]
    (slack,) = examine(settings, {"slack": Landing(FIRST, report)})
    checks = [finding.check for finding in slack.findings if "client-acme" in finding.text]
    assert checks == ["Slack channel client-acmee"]

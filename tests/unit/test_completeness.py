"""What keeps a deliverable back: a source of its week that was not read, or not to the week's end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.deliverables.render.render import INCOMPLETE
from yarnnn_pipelines.project import Project, settings_of
from yarnnn_pipelines.sources.shared.envelope import microseconds
from yarnnn_pipelines.stages.publish import refuse_incomplete, refuse_without_note
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.opening import open_ledger
from yarnnn_pipelines.stores.ledger.rows import NewVersion
from yarnnn_pipelines.supervision.completeness import all_holes, gaps, gaps_by_client

WEEK = "2026-W46"  # 9 to 15 November
KEY = DeliverableKey("acme", WEEK, "client_update")
NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def agency(**sources) -> Settings:
    return settings_of(
        {
            "agency": {
                "name": "Northlight",
                "time_zone": "Europe/Lisbon",
                "domains": ["northlight.example"],
                "start": "2026-W40",
            },
            "sources": {"slack": {"token_env": "SLACK_TOKEN"}, **sources},
            "clients": [
                {"id": "acme", "name": "Acme", "slack": {"shared": ["#client-acme"], "internal": ["acme-internal"]}},
                {"id": "estuary", "name": "Estuary", "slack": {"shared": ["C0ESTUARY"]}},
            ],
        }
    )


def account(name: str, channel: str = "C1", read_until=NOW - MINUTE, unread=(), **more):
    spans = [[microseconds(low), microseconds(high)] for low, high in unread]
    return {
        "container_id": f"slack:T1:{channel}",
        "name": name,
        "said": 3,
        "landed": 3,
        "read_until": microseconds(read_until),
        "unread": spans,
        "whole_at": None,
        "problem": "",
        "mend": "",
        **more,
    }


def landed(*accounts, trouble=None):
    return {"slack": (NOW, {"is_live": True, "trouble": trouble, "accounts": list(accounts)})}


def told(landings, client="acme", week=WEEK, settings=None, now=NOW):
    settings = settings or agency()
    return [gap.what for gap in gaps(settings, landings, settings.client(client), week, now)]


def test_a_week_of_which_everything_was_read_lacks_nothing():
    assert told(landed(account("client-acme"), account("acme-internal"))) == []


def test_a_source_that_never_landed_is_missing():
    assert told({}) == ["nothing has landed yet"]


def test_a_channel_that_cant_be_read_is_missing_with_its_mend():
    refused = account("client-acme", problem="not_in_channel", mend="invite the app: /invite @yarnnn in that channel")
    (gap,) = gaps(agency(), landed(refused), agency().client("acme"), WEEK, NOW)
    assert gap.where == "Slack #client-acme"
    assert "/invite" in gap.mend


def test_what_belongs_to_one_client_does_not_keep_another_back():
    landings = landed(account("client-acme", problem="is_archived"), account("estuary", "C0ESTUARY"))
    assert told(landings, "acme")
    assert told(landings, "estuary") == []


def test_what_is_nobodys_in_particular_keeps_all_back():
    assert told(landed(account("Dana Reyes", problem="channel_not_found")), "estuary")


def test_a_week_is_not_complete_before_it_was_read_to_its_end():
    sunday = datetime(2026, 11, 15, 20, tzinfo=UTC)
    assert told(landed(account("client-acme", read_until=sunday))) == ["it was last read before the week had ended"]
    assert told(landed(account("client-acme", read_until=datetime(2026, 11, 16, 0, 1, tzinfo=UTC)))) == []


def test_a_source_that_has_not_been_read_for_long_is_stale():
    later = NOW + timedelta(days=3)
    assert told(landed(account("client-acme")), now=later) == ["it was last read on 16 November, 08:59 UTC"]
    patient = agency(stale_after_hours=100)
    assert told(landed(account("client-acme")), settings=patient, now=later) == []


def test_only_the_weeks_that_unread_history_touches_are_incomplete():
    old = (datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 9, tzinfo=UTC))
    landings = landed(account("client-acme", unread=[old]))
    assert told(landings) == []
    assert told(landings, week="2026-W41") == ["the week is not all read yet"]
    assert told(landings, week="2026-W42") == []


def test_an_item_that_was_said_and_did_not_land_is_told():
    assert told(landed(account("client-acme", said=5, landed=4))) == ["5 items were there and 4 landed"]


def test_an_account_that_ends_in_the_middle_of_trouble_is_told():
    trouble = {"what": "the token was revoked", "where": "sources: slack", "mend": "install the app again"}
    (gap,) = gaps(agency(), landed(account("client-acme"), trouble=trouble), None, None, NOW)
    assert str(gap) == "Slack: the token was revoked. install the app again"


def test_the_trouble_of_a_landing_of_an_earlier_version_is_told_just_so():
    old = landed(account("client-acme"), trouble="the token was revoked. install the app again")
    (gap,) = gaps(agency(), old, None, None, NOW)
    assert (gap.what, gap.mend) == ("the token was revoked", "install the app again")
    assert told(landed(account("client-acme"), trouble="")) == []


def test_nothing_is_sent_of_an_incomplete_week_unless_the_settings_say_so(tmp_path: Path):
    refused = landed(account("client-acme", problem="not_in_channel", mend="invite the app"))
    with pytest.raises(UserError, match="client-acme") as caught:
        refuse_incomplete(Project(Home(tmp_path), agency()), refused, KEY)
    assert "when_incomplete: warn" in caught.value.mend
    refuse_incomplete(Project(Home(tmp_path), agency(when_incomplete="warn")), refused, KEY)


def test_an_export_is_what_it_is():
    settings = agency(slack={"export": ["slack.zip"]})
    assert told({}, settings=settings) == []


def hole(name: str, day: str, channel: str = "C1") -> dict[str, str]:
    what = "it is not JSON; what is missing in this channel around that day does not count as deleted"
    told = {"name": name, "day": day, "where": f"s.zip, {name}/{day}.json", "what": what, "mend": "export again"}
    return {"container_id": f"slack:T1:{channel}", **told}


def test_a_day_that_an_export_does_not_show_is_missing_for_the_client_whose_channel_it_is():
    settings = agency(slack={"export": ["s.zip"]})
    of_acme = [
        hole("client-acme", "2026-11-09"),
        hole("acme-internal", "2026-11-15"),
        hole("client-acme", "2026-11-08"),
    ]
    others = [hole("somewhere", "2026-11-10", "C0ESTUARY"), hole("random", "2026-11-10"), hole("client-acme", "")]
    landings = {"slack": (NOW, {"holes": [*of_acme, *others]})}
    told = gaps(settings, landings, settings.client("acme"), WEEK, NOW)
    assert [(one.where, one.what.partition(":")[0]) for one in told] == [
        ("Slack #client-acme", "s.zip, client-acme/2026-11-09.json"),
        ("Slack #acme-internal", "s.zip, acme-internal/2026-11-15.json"),
        ("Slack #client-acme", "s.zip, client-acme/.json"),
    ]
    assert all("does not count as deleted" in one.what for one in told)
    assert [one.where for one in gaps(settings, landings, settings.client("estuary"), WEEK, NOW)] == [
        "Slack #somewhere"
    ]
    assert len(all_holes(settings, landings)) == 6
    assert gaps(settings, landings, None, None, NOW) == []  # that a week lacks something is asked of a week
    by_client = gaps_by_client(settings, landings, WEEK, NOW)
    assert {client: len(missing) for client, missing in by_client.items()} == {"acme": 3, "estuary": 1}


def test_a_part_of_an_export_that_may_be_anybodys_keeps_all_back_in_the_weeks_that_it_may_be_of():
    settings = agency(slack={"export": ["s.zip"]}, gmail={"export": ["m.mbox"]})
    anybodys = {"container_id": "", "name": "", "where": "m.mbox, mail 3", "what": "it is too large", "mend": "look"}

    def weeks(day: str, last_day: str = "") -> list[str]:
        landings = {"gmail": (NOW, {"holes": [anybodys | {"day": day, "last_day": last_day}]})}
        touched = ("2026-W44", "2026-W45", WEEK, "2026-W47")
        clients = {
            one.id: [week for week in touched if gaps(settings, landings, one, week, NOW)] for one in settings.clients
        }
        assert clients["acme"] == clients["estuary"]
        return clients["acme"]

    assert weeks("") == ["2026-W44", "2026-W45", WEEK, "2026-W47"]
    assert weeks("2026-11-15") == [WEEK]
    assert weeks("2026-11-07", "2026-11-09") == ["2026-W45", WEEK]
    landings = {"gmail": (NOW, {"holes": [anybodys | {"day": "2026-11-10"}]})}
    assert str(gaps(settings, landings, settings.client("acme"), WEEK, NOW)[0]).startswith("Mail: m.mbox, mail 3")
    assert gaps(agency(), landings, settings.client("acme"), WEEK, NOW)[0].platform == "slack"  # no source any more


def test_nothing_is_sent_of_a_week_of_which_an_export_has_a_day_that_cant_be_read(tmp_path: Path):
    exports = {"slack": {"export": ["s.zip"]}}
    landings = {"slack": (NOW, {"holes": [hole("client-acme", "2026-11-12"), hole("client-acme", "2026-11-13")]})}
    with pytest.raises(
        UserError, match=r"client-acme/2026-11-12\.json: it is not JSON.*1 more, see `yarnnn status --all`"
    ) as e:
        refuse_incomplete(Project(Home(tmp_path), agency(**exports)), landings, KEY)
    assert e.value.mend.startswith("export again; ")
    refuse_incomplete(Project(Home(tmp_path), agency(**exports, when_incomplete="warn")), landings, KEY)
    refuse_incomplete(Project(Home(tmp_path), agency(**exports)), landings, KEY._replace(week="2026-W45"))
    of_weeks = gaps(agency(**exports), landings, agency().client("acme"), "2026-W48", NOW, since=WEEK)
    assert len(of_weeks) == 2  # a deliverable that tells of several weeks


def test_what_is_missing_is_told_of_those_clients_whose_it_is():
    unread = account("client-acme", read_until=NOW - timedelta(days=3))
    by_client = gaps_by_client(agency(), landed(unread, account("estuary", "C0ESTUARY")), WEEK, NOW)
    assert [gap.where for gap in by_client["acme"]] == [
        gap.where for gap in gaps(agency(), landed(unread), None, WEEK, NOW)
    ]
    assert "estuary" not in by_client
    assert set(gaps_by_client(agency(), {}, WEEK, NOW)) == {"acme", "estuary"}


def test_an_export_that_landed_before_the_week_had_ended_can_not_hold_its_last_days():
    exports = agency(slack={"export": "slack.zip"})
    early = {"slack": (datetime(2026, 11, 13, tzinfo=UTC), {})}
    (gap,) = gaps_by_client(exports, early, WEEK, NOW)["acme"]
    assert "before the week had ended" in gap.what
    assert gaps_by_client(exports, early, WEEK, datetime(2026, 11, 14, tzinfo=UTC)) == {}
    assert gaps_by_client(exports, {"slack": (NOW, {})}, WEEK, NOW) == {}


def test_what_may_be_of_any_week_keeps_back_only_what_would_go_out_by_itself(tmp_path: Path):
    project = Project(Home(tmp_path), agency(slack={"export": ["s.zip"]}))
    landings = {"slack": (NOW, {"holes": [hole("client-acme", "")]})}
    refuse_incomplete(project, landings, KEY)
    with pytest.raises(UserError, match="has not been read in full"):
        refuse_incomplete(project, landings, KEY, by_itself=True)


def test_a_text_that_was_drafted_without_the_note_is_not_sent_of_an_incomplete_week(tmp_path: Path):
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    landings = {"slack": (NOW, {"holes": [hole("client-acme", "2026-11-12")]})}
    project = Project(Home(tmp_path), agency(slack={"export": ["s.zip"]}, when_incomplete="warn"))
    new = NewVersion(*KEY, "drafted", "h", "h", "# Acme\n", {"sections": []})
    (without,) = ledger.save_versions([new]).values()
    with pytest.raises(UserError, match="version 1 does not say that a source") as caught:
        refuse_without_note(project, landings, without)
    assert "`yarnnn run --week 2026-W46`" in caught.value.mend
    refuse_without_note(project, {"slack": (NOW, {})}, without)
    noted = replace(new, content_hash="h2", markdown=f"# Acme\n\n*{INCOMPLETE}*\n")
    (version,) = ledger.save_versions([noted]).values()
    refuse_without_note(project, landings, version)

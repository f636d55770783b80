"""The order in which exports were made: an older one, listed or landed late, takes nothing back from a newer one."""

from __future__ import annotations

import itertools
import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.line.landing_line import (
    DAY,
    SAM,
    USERS,
    WEEK,
    Landings,
    agency,
    channel_id,
    edited,
    export_files,
    said,
    shown,
    write_files,
)
from yarnnn_pipelines.sources.landing import land
from yarnnn_pipelines.sources.shared.pipeline import LandingPipeline

PLAN = said("The plan is final.", DAY)
PRICE = said("The price is €900.", 2 * DAY)
SECRET = said("The price list leaked.", 3 * DAY)
LAST = said("See you on Monday.", 4 * DAY)
OLD = {"general": [PLAN, PRICE, SECRET, LAST]}
NEW = {"general": [PLAN, edited(PRICE, "The price is €950.", 8 * DAY), LAST, said("Good morning.", 7 * DAY)]}


@pytest.fixture
def landings(tmp_path: Path) -> Landings:
    return Landings(tmp_path / "home")


def renamed(channels: Mapping[str, Any], name: str) -> dict[str, bytes]:
    """An export in which #general is called otherwise, and Sam is called Samuel."""
    files = export_files(
        {name: channels["general"]}, [USERS[0], {**USERS[1], "profile": {"real_name": "Samuel Okoye"}}]
    )
    listed = [{**json.loads(files["channels.json"])[0], "id": channel_id("general")}]
    return files | {"channels.json": json.dumps(listed).encode()}


def names(landings: Landings) -> list[str]:
    """What the channel and Sam are called now."""
    return [
        landings.rows("select arg_max(text, observed_at) from slack.channels")[0][0],
        landings.rows("select arg_max(text, observed_at) from slack.users where item_id like ?", f"%{SAM}")[0][0],
    ]


@pytest.mark.parametrize("kind", ["", pytest.param(".zip", marks=pytest.mark.long)])
def test_an_older_export_landed_after_a_newer_one_brings_back_neither_words_nor_names(
    landings: Landings, tmp_path: Path, kind: str
) -> None:
    old, new = write_files(tmp_path / f"old{kind}", export_files(OLD)), tmp_path / f"new{kind}"
    write_files(new, renamed(NEW, "all-hands"))
    landings.slack(new)
    before = landings.versions(), landings.versions("slack.channels"), landings.versions("slack.users")
    report = landings.slack(old)
    assert (landings.versions(), landings.versions("slack.channels"), landings.versions("slack.users")) == before
    assert report.skipped == {"older_than_what_landed": 1}
    assert f"list new{kind} after it" in report.skipped_examples[0]
    assert landings.slack(old).skipped == report.skipped, "it is told as long as the older one is listed alone"
    assert landings.slack(old, new).skipped == {}


@pytest.mark.parametrize("at_once", [True, pytest.param(False, marks=pytest.mark.long)])
def test_exports_listed_in_reversed_order_are_read_in_the_order_in_which_they_were_made(
    landings: Landings, tmp_path: Path, at_once: bool
) -> None:
    old, new = write_files(tmp_path / "a.zip", export_files(OLD)), write_files(tmp_path / "b.zip", renamed(NEW, "all"))
    if not at_once:
        landings.slack(new)
    report = landings.slack(new, old)
    assert landings.current() == shown(NEW)
    assert report.skipped == {"listed_out_of_order": 1}
    assert "list a.zip before b.zip" in report.skipped_examples[0]
    if at_once:
        assert landings.history(SECRET) == ["The price list leaked.", "(deleted)"]
        assert [export["path"] for export in report.exports] == ["a.zip", "b.zip"]
    again = landings.slack(new, old)
    assert [export["state"] for export in again.exports] == ["unchanged", "unchanged"]
    assert again.skipped == report.skipped


@pytest.mark.long
def test_landing_known_sets_in_any_order_adds_nothing(landings: Landings, tmp_path: Path) -> None:
    same_end = {"general": [PLAN, PRICE, LAST]}
    a, b, c = (
        write_files(tmp_path / name, export_files(state))
        for name, state in (("a", OLD), ("b", same_end), ("c.zip", NEW))
    )
    landings.slack(a, b, c)
    known = landings.versions()
    for length in (1, 2, 3):
        for exports in itertools.permutations((a, b, c), length):
            assert landings.slack(*exports).tables["slack.messages"]["total"] == len(known), exports
    assert landings.versions() == known


def test_what_no_newer_export_has_looked_at_lands_from_an_older_one(landings: Landings, tmp_path: Path) -> None:
    january = {"general": [said("Before.", -5 * WEEK), PLAN], "random": [said("Elsewhere.", DAY)]}
    landings.slack(write_files(tmp_path / "new", export_files({"general": [PRICE, LAST]})))
    landings.slack(write_files(tmp_path / "old", export_files(january)))
    assert landings.current() == shown({"general": [*january["general"], PRICE, LAST], "random": january["random"]})


def landed_keeping(kept: Collection[str], landings: Landings, export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Land an export of which the state keeps these keys alone."""
    load = LandingPipeline.load

    def load_less(self: Any, tables: Any, new_state: Any, before_load: Any) -> None:
        load(self, tables, lambda: {key: new for key, new in new_state().items() if key in kept}, before_load)

    with monkeypatch.context() as then:
        then.setattr(LandingPipeline, "load", load_less)
        landings.slack(export)


def test_a_home_of_an_earlier_version_knows_what_is_older_than_what_it_holds(
    landings: Landings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = write_files(tmp_path / "new", renamed(NEW, "all"))
    landed_keeping(["landed", "skipped", "last"], landings, new, monkeypatch)
    before = landings.versions(), names(landings)
    landings.slack(write_files(tmp_path / "old", export_files(OLD)))
    assert (landings.versions(), names(landings)) == before


def test_what_the_api_has_answered_is_later_than_an_export_from_before(
    landings: Landings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    landed_keeping([], landings, write_files(tmp_path / "new", renamed(NEW, "all")), monkeypatch)
    before = landings.history(PRICE), names(landings)
    until = landings.rows("select max(observed_at) from slack.messages")[0][0].isoformat()
    settings = agency(slack={"export": [str(write_files(tmp_path / "old", export_files(OLD)))]})
    land("slack", settings, landings.home, last={"is_live": True, "observed_until": until})
    assert (landings.history(PRICE), names(landings)) == before

"""Slack exports as workspaces write them: Enterprise Grid, canvases, names packed by a Mac, people of elsewhere."""

from __future__ import annotations

import json
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.line.landing_line import DAY, MIA, SAM, TEAM, USERS, Landings, export_files, said, write_files
from yarnnn_pipelines.sources.shared.archive import ExportFiles
from yarnnn_pipelines.sources.shared.export_reader import ReadOptions
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.slack.export import SlackExport

FIRST, SECOND, THIRD = said("First."), said("Second.", DAY), said("Third.", 2 * DAY)
CANVAS = json.dumps([{"id": "F0CANVAS01", "created": 1_794_000_000, "filetype": "quip", "title": "Plan"}]).encode()


@pytest.fixture
def landings(tmp_path: Path) -> Landings:
    return Landings(tmp_path / "home")


def read(path: Path, table: str = "messages") -> tuple[list[dict[str, Any]], Skips]:
    """The rows of one table of an export, and what was left out."""
    skips = Skips()
    with ExportFiles(path, skips) as files:
        reader = SlackExport(files, skips, ReadOptions("Europe/Lisbon"))
        return [row for batch in reader.read(table, lambda *_: None) for row in batch.to_pylist()], skips


def nested(levels: int) -> Any:
    value: Any = "deep"
    for _ in range(levels):
        value = [value]
    return value


# --- people -----------------------------------------------------------------------------------------------------------


def test_the_people_of_an_enterprise_grid_are_known(tmp_path: Path) -> None:
    files = export_files({"general": [FIRST, said("Mine.", DAY, user=SAM)]})
    files["org_users.json"] = files.pop("users.json")
    path = write_files(tmp_path / "grid.zip", files)
    assert {row["text"] for row in read(path, "users")[0]} == {"Mia Duarte", "Sam Okoye"}
    messages, skips = read(path)
    assert {row["author_id"] for row in messages} == {f"slack:{TEAM}:{MIA}", f"slack:{TEAM}:{SAM}"}
    assert not skips.counts


def test_people_of_both_lists_are_known_once(tmp_path: Path) -> None:
    files = export_files({"general": [FIRST]}, USERS[:1]) | {"org_users.json": json.dumps(USERS).encode()}
    assert len(read(write_files(tmp_path / "grid.zip", files), "users")[0]) == 2


def test_whoever_is_in_no_list_has_the_name_that_their_messages_carry(tmp_path: Path) -> None:
    profile = {"real_name": "Kim Vale", "display_name": "kim", "team": "T0GLOBEX01"}
    hers = said("Hello.", DAY, user="U0000GUEST", user_profile=profile, user_team="T0GLOBEX01")
    messages = {"general": [FIRST, hers, said("<@U0000GUEST>?", 2 * DAY)]}
    path = write_files(tmp_path / "shared.zip", export_files(messages))
    users = {row["item_id"].rpartition(":")[2]: row for row in read(path, "users")[0]}
    assert users["U0000GUEST"]["text"] == "Kim Vale"
    assert json.loads(users["U0000GUEST"]["payload"])["is_stranger"] is True
    rows, skips = read(path)
    assert "@Kim Vale?" in {row["text"] for row in rows}
    assert not skips.counts


def test_a_colleague_in_no_list_is_no_stranger(tmp_path: Path) -> None:
    theirs = said("Hello.", DAY, user="U00000TEAM", user_profile={"real_name": "Ann", "team": TEAM})
    users, _ = read(write_files(tmp_path / "own.zip", export_files({"general": [FIRST, theirs]})), "users")
    assert [json.loads(row["payload"])["is_stranger"] for row in users if row["text"] == "Ann"] == [False]


# --- files that hold no messages --------------------------------------------------------------------------------------


MORE_FILES = ["list_in_the_conversation.json", "notes.json"]


@pytest.mark.parametrize(
    "name", ["canvas_in_the_conversation.json", *(pytest.param(name, marks=pytest.mark.long) for name in MORE_FILES)]
)
def test_a_canvas_in_a_channel_keeps_no_deletion_from_being_seen(landings: Landings, tmp_path: Path, name: str) -> None:
    canvas = {f"general/{name}": CANVAS}
    landings.slack(write_files(tmp_path / "1.zip", export_files({"general": [FIRST, SECOND, THIRD]}) | canvas))
    report = landings.slack(write_files(tmp_path / "2.zip", export_files({"general": [FIRST, THIRD]}) | canvas))
    assert report.tables["slack.messages"]["tombstones"] == 1
    assert report.skipped == {"no_message": 1}


PLAN: dict[str, Any] = {"id": "F0CANVAS01", "filetype": "quip", "title": "Plan"}
SHARED_PLAN = {**PLAN, "shares": {"public": {"C0GENERAL01": [{"ts": "1794300000.000100", "reply_count": 0}]}}}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("canvas_in_the_conversation.json", json.dumps(PLAN).encode()),
        ("notes.json", json.dumps(SHARED_PLAN).encode()),
        ("notes.json", b"null"),
        ("notes.json", b"{}"),
        ("canvas_in_the_conversation.json", b"[{"),
        ("list_in_the_conversation.json", b"[" + b" " * 30_000_000 + b"]"),
        ("logo.png", b" " * 30_000_000),
    ],
    ids=["a canvas", "a shared one", "nothing", "an empty object", "a damaged one", "a refused list", "a picture"],
)
def test_what_holds_no_message_makes_no_hole_in_what_is_seen_of_its_channel(
    landings: Landings, tmp_path: Path, name: str, data: bytes
) -> None:
    canvas = {f"general/{name}": data}
    landings.slack(write_files(tmp_path / "1.zip", export_files({"general": [FIRST, SECOND, THIRD]}) | canvas))
    report = landings.slack(write_files(tmp_path / "2.zip", export_files({"general": [FIRST, THIRD]}) | canvas))
    assert report.tables["slack.messages"]["tombstones"] == 1
    assert sum(report.skipped.values()) == 1


@pytest.mark.parametrize("data", [b"[{", json.dumps({"ok": True, "messages": [SECOND]}).encode()])
def test_what_may_hold_messages_and_can_not_be_read_keeps_its_channel_from_losing_any(
    landings: Landings, tmp_path: Path, data: bytes
) -> None:
    landings.slack(write_files(tmp_path / "1.zip", export_files({"general": [FIRST, SECOND, THIRD]})))
    files = export_files({"general": [FIRST, THIRD]}) | {"general/more.json": data}
    report = landings.slack(write_files(tmp_path / "2.zip", files))
    assert report.tables["slack.messages"]["tombstones"] == 0
    assert "does not count as deleted" in report.skipped_examples[0]


def test_a_message_in_a_file_that_no_day_names_lands(tmp_path: Path) -> None:
    files = export_files({"general": [FIRST]}) | {"general/more.json": json.dumps([SECOND]).encode()}
    assert {row["text"] for row in read(write_files(tmp_path / "x.zip", files))[0]} == {"First.", "Second."}


def test_what_can_not_be_read_says_where_deletions_are_off(landings: Landings, tmp_path: Path) -> None:
    files = export_files({"general": [FIRST, THIRD], "other": [FIRST, THIRD]}) | {"general/2026-11-10.json": b"[{"}
    whole = {"general": [FIRST, SECOND, THIRD], "other": [FIRST, SECOND, THIRD]}
    landings.slack(write_files(tmp_path / "1.zip", export_files(whole)))
    report = landings.slack(write_files(tmp_path / "2.zip", files))
    assert report.tables["slack.messages"]["tombstones"] == 1  # of the other channel
    (example,) = report.skipped_examples
    assert "does not count as deleted" in example
    assert "general/2026-11-10.json" in example


def test_a_refused_day_file_makes_a_hole_of_its_own_day(landings: Landings, tmp_path: Path) -> None:
    whole = {"general": [FIRST, SECOND, said("Fourth.", 9 * DAY), said("Fifth.", 10 * DAY)]}
    landings.slack(write_files(tmp_path / "1.zip", export_files(whole)))
    files = export_files({"general": [FIRST, said("Fifth.", 10 * DAY)]})
    files["general/2026-11-10.json"] = b"[" + b" " * 30_000_000 + b"]"
    report = landings.slack(write_files(tmp_path / "2.zip", files))
    assert report.tables["slack.messages"]["tombstones"] == 1  # the fourth; the second may be in the refused file
    assert report.skipped == {"zip_bomb_entry": 1}


# --- odd records ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("levels", [300, 990])
def test_a_message_nested_too_deeply_costs_itself_alone(landings: Landings, tmp_path: Path, levels: int) -> None:
    files = export_files({"general": [FIRST, THIRD]})
    deep = json.dumps(said("Odd.", DAY)).replace("}", ', "blocks": ' + "[" * levels + "]" * levels + "}")
    files["general/2026-11-10.json"] = f"[{deep}, {json.dumps(said('Second.', DAY + 1))}]".encode()
    report = landings.slack(write_files(tmp_path / "deep.zip", files))
    assert set(landings.current().values()) == {"First.", "Second.", "Third."}
    assert report.skipped == {"odd_message": 1}


def test_a_person_nested_too_deeply_costs_themselves_alone(tmp_path: Path) -> None:
    odd = {"id": "U00000ODD1", "team_id": TEAM, "name": "odd", "more": nested(300)}
    users, skips = read(write_files(tmp_path / "x.zip", export_files({"general": [FIRST]}, [*USERS, odd])), "users")
    assert len(users) == 2
    assert skips.counts == {"odd_list_entry": 1}


# --- names ------------------------------------------------------------------------------------------------------------

NAME = "cliente-ação"


class Unflagged(zipfile.ZipInfo):
    """An entry whose name is UTF-8 and does not say so, as in the zips of Slack itself."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode(), self.flag_bits & ~0x800


def with_channel(name_in_list: str, folder: str) -> dict[str, bytes]:
    listed = [{"id": "C0ACAO00001", "name": name_in_list}]
    return {
        "users.json": json.dumps(USERS).encode(),
        "channels.json": json.dumps(listed, ensure_ascii=False).encode(),
        f"{folder}/2026-11-09.json": json.dumps([FIRST]).encode(),
    }


@pytest.mark.parametrize("listed", ["NFC", "NFD"])
@pytest.mark.parametrize("packed", ["NFC", "NFD"])
@pytest.mark.parametrize("kind", ["folder", "zip", "zip without the UTF-8 flag"])
def test_a_channel_is_the_one_of_the_list_however_its_name_was_packed(
    tmp_path: Path, listed: str, packed: str, kind: str
) -> None:
    files = with_channel(unicodedata.normalize(listed, NAME), unicodedata.normalize(packed, NAME))
    path = tmp_path / ("export.zip" if kind != "folder" else "export")
    if kind == "zip without the UTF-8 flag":
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in files.items():
                archive.writestr(Unflagged(name), data)
    else:
        write_files(path, files)
    rows, skips = read(path)
    assert [row["container_id"] for row in rows] == [f"slack:{TEAM}:C0ACAO00001"]
    assert not skips.counts
    (channel,) = read(path, "channels")[0]
    assert channel["text"] == NAME


@pytest.mark.parametrize("comes_first", [True, False])
def test_of_two_people_of_one_id_the_one_with_an_address_counts_and_the_other_is_told(tmp_path, comes_first: bool):
    other = {"id": USERS[0]["id"], "team_id": TEAM, "name": "mia2", "real_name": "Someone Else"}
    addressed = USERS[0] | {"profile": {"real_name": "Mia Stone", "email": "mia@us.example"}}
    people = [addressed, other] if comes_first else [other, addressed]
    files = export_files({"general": [FIRST]}, [*people, *USERS[1:], USERS[1]])
    users, skips = read(write_files(tmp_path / "x.zip", files), "users")
    assert [json.loads(user["payload"])["name"] for user in users].count("mia2") == 0
    assert len(users) == len(USERS)
    assert skips.counts == {"odd_list_entry": 1}
    assert "mia2" in skips.examples[0]
    assert "has the id of another entry" in skips.examples[0]


def test_of_two_people_of_one_id_without_an_address_the_first_counts(tmp_path):
    people = [{"id": "U9", "team_id": TEAM, "name": name} for name in ("first", "second")]
    users, skips = read(write_files(tmp_path / "x.zip", export_files({"general": [FIRST]}, [*USERS, *people])), "users")
    assert "first" in users[-1]["payload"]
    assert skips.counts == {"odd_list_entry": 1}

"""Damaged, hostile and empty Slack exports and zips: a clear error or a counted skip, never the cost of the rest."""

from __future__ import annotations

import io
import json
import os
import random
import socket
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.line.landing_line import (
    DAY,
    HOUR,
    MIA,
    MONDAY,
    TEAM,
    Landings,
    agency,
    channel_id,
    export_files,
    said,
    shown,
    write_files,
    write_slack,
)
from yarnnn_pipelines.config.sources import Source
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.landing import land
from yarnnn_pipelines.sources.shared import archive, export_doctor
from yarnnn_pipelines.sources.shared.archive import ExportFiles, UnreadableEntry
from yarnnn_pipelines.sources.shared.export_reader import ReadOptions
from yarnnn_pipelines.sources.shared.skips import MAX_EXAMPLES, MAX_EXAMPLES_PER_REASON, Skips
from yarnnn_pipelines.sources.slack.export import SlackExport
from yarnnn_pipelines.sources.slack.platform import SLACK

FIRST, SECOND, THIRD = said("First."), said("Second.", DAY), said("Third.", 2 * DAY)
WHOLE = {"general": [FIRST, SECOND, THIRD]}
SECOND_DAY = "general/2026-11-10.json"


@pytest.fixture
def landings(tmp_path):
    return Landings(tmp_path / "home")


def told(report, reason: str, *words: str) -> None:
    """The report counts one such skip and says where and how to mend it."""
    assert report.skipped == {reason: 1}
    (example,) = report.skipped_examples
    assert "Mend: " in example
    for word in words:
        assert word in example


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b'[{"type": "message", "ts": ', id="cut off"),
        pytest.param(b"<html>Sign in</html>", id="a page", marks=pytest.mark.long),
        pytest.param(b"", id="nothing", marks=pytest.mark.long),
        pytest.param(b'{"ok": false}', id="no list"),
        pytest.param(b"\xff\xfe\x00", id="no text", marks=pytest.mark.long),
        pytest.param(b"[" * 100_000, id="nested without end"),
    ],
)
def test_a_day_file_that_is_no_list_of_messages_costs_its_day_alone_and_deletes_nothing(landings, tmp_path, content):
    landings.slack(write_slack(tmp_path / "older.zip", WHOLE))
    files = export_files({"general": [*WHOLE["general"], said("Fourth.", 3 * DAY)]}) | {SECOND_DAY: content}
    report = landings.slack(write_files(tmp_path / "newer.zip", files))
    told(report, "unreadable_day_file", f"newer.zip, {SECOND_DAY}")
    assert landings.current() == shown({"general": [*WHOLE["general"], said("Fourth.", 3 * DAY)]})


CHANNELS = [f"client-{number}" for number in range(8)]


def test_of_many_channels_with_a_day_that_cant_be_read_each_is_kept_until_a_later_export_shows_it(landings, tmp_path):
    said_in_all = dict.fromkeys(CHANNELS, WHOLE["general"])
    older = write_slack(tmp_path / "older.zip", said_in_all)
    files = export_files({channel: [*WHOLE["general"], said("Fourth.", 3 * DAY)] for channel in CHANNELS})
    files |= {f"{channel}/2026-11-10.json": b"<html>" for channel in CHANNELS}
    newer = write_files(tmp_path / "newer.zip", files)
    for _ in range(2):
        holes = landings.slack(older, newer).holes
        assert [(hole["name"], hole["day"]) for hole in holes] == [(channel, "2026-11-10") for channel in CHANNELS]
        assert all("it is not JSON" in hole["what"] and "does not count as deleted" in hole["what"] for hole in holes)
    fifth = [*WHOLE["general"], said("Fourth.", 3 * DAY), said("Fifth.", 4 * DAY)]
    files = export_files(dict.fromkeys(CHANNELS, fifth)) | {"client-3/2026-11-10.json": b"<html>"}
    newest = write_files(tmp_path / "newest.zip", files)
    holes = landings.slack(older, newer, newest).holes
    assert {(hole["name"], hole["where"].partition(",")[0]) for hole in holes} <= {
        ("client-3", "newer.zip"),
        ("client-3", "newest.zip"),
    }
    assert ("client-3", "newest.zip") in {(hole["name"], hole["where"].partition(",")[0]) for hole in holes}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("general/2026-11-10.JSON", marks=pytest.mark.long),
        pytest.param("General/2026-11-10.json", marks=pytest.mark.long),
        "GENERAL/2026-11-10.Json",
    ],
)
def test_names_are_read_whatever_their_case(landings, tmp_path, name):
    landings.slack(write_slack(tmp_path / "older.zip", WHOLE))
    files = export_files({"general": [*WHOLE["general"], said("Fourth.", 3 * DAY)]})
    files[name] = files.pop(SECOND_DAY)
    files |= {"Users.JSON": files.pop("users.json"), "CHANNELS.JSON": files.pop("channels.json")}
    report = landings.slack(write_files(tmp_path / "newer.zip", files))
    assert report.skipped == {}
    assert landings.current() == shown({"general": [*WHOLE["general"], said("Fourth.", 3 * DAY)]})


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_day_file_that_stands_in_a_zip_twice_with_different_contents_deletes_nothing_and_that_is_told(
    landings, tmp_path
):
    landings.slack(write_slack(tmp_path / "older.zip", WHOLE))
    newer = write_slack(tmp_path / "newer.zip", {"general": [*WHOLE["general"], said("Fourth.", 3 * DAY)]})
    with zipfile.ZipFile(newer, "a") as packed:
        packed.writestr(
            "general/2026-11-09.json", packed.read("general/2026-11-09.json")
        )  # the same again is no matter
        packed.writestr(SECOND_DAY, "[]")
    told(landings.slack(newer), "name_twice", f"newer.zip, {SECOND_DAY}", "does not count as deleted")
    assert landings.current() == shown({"general": [*WHOLE["general"], said("Fourth.", 3 * DAY)]})


@pytest.mark.parametrize("inside", [pytest.param("", marks=pytest.mark.long), "note.txt"])
@pytest.mark.parametrize("newer", ["newer.zip", "newer"])
def test_a_folder_in_place_of_a_day_file_deletes_nothing_of_that_day_and_that_is_told(
    landings, tmp_path, newer, inside
):
    landings.slack(write_slack(tmp_path / "older.zip", WHOLE))
    files = export_files({"general": [FIRST, THIRD]}) | {f"{SECOND_DAY}/{inside}": b""}
    told(landings.slack(write_files(tmp_path / newer, files)), "unreadable_day_file", SECOND_DAY, "it is a folder")
    assert landings.current() == shown(WHOLE)


def test_a_folder_in_place_of_the_only_day_file_makes_no_empty_channel(landings, tmp_path):
    landings.slack(write_slack(tmp_path / "older.zip", WHOLE | {"random": [SECOND]}))
    files = export_files({"general": WHOLE["general"], "random": [SECOND]}) | {
        "random/": b"",
        "random/2026-11-10.json/": b"",
    }
    del files["random/2026-11-10.json"]
    report = landings.slack(write_files(tmp_path / "newer.zip", files))
    assert report.skipped == {"unreadable_day_file": 1, "deletions_not_seen": 1}
    assert landings.current() == shown(WHOLE | {"random": [SECOND]})


def test_messages_without_a_usable_ts_are_counted_and_the_others_land(landings, tmp_path):
    files = export_files(WHOLE)
    broken = [
        {"type": "message", "text": "lost"},
        {**FIRST, "ts": "yesterday"},
        {**FIRST, "ts": None},
        "no object",
        None,
    ]
    files[SECOND_DAY] = json.dumps([*broken, SECOND]).encode()
    report = landings.slack(write_files(tmp_path / "slack.zip", files))
    assert report.skipped == {"message_without_ts": 5}
    assert SECOND_DAY in report.skipped_examples[0]
    assert landings.current() == shown(WHOLE)


ENDLESS = ["9" * 6000, "-" + "9" * 6000, "9" * 400, "1e9999", "NaN", "-Infinity"]


@pytest.mark.parametrize("number", ENDLESS, ids=lambda number: number[:9])
def test_a_number_without_end_costs_only_the_message_that_it_identifies(landings, tmp_path, number):
    odd = [said("Lost.", 7, ts="#"), said("Kept.", 8, edited={"user": MIA, "ts": "#"}, reply_count="#", files=["#"])]
    day = json.dumps([FIRST, *odd]).replace('"#"', number).encode()
    report = landings.slack(write_files(tmp_path / "slack.zip", export_files(WHOLE) | {"general/2026-11-09.json": day}))
    told(report, "message_without_ts", "general/2026-11-09.json")
    assert landings.current() == shown({"general": [*WHOLE["general"], said("Kept.", 8)]})


@pytest.mark.parametrize("number", ENDLESS, ids=lambda number: number[:9])
def test_a_number_without_end_in_a_list_costs_no_name(landings, tmp_path, number):
    files = export_files(WHOLE)
    for name, field in (("users.json", "updated"), ("channels.json", "created")):
        listed = [{**entry, field: "#"} for entry in json.loads(files[name])]
        files[name] = json.dumps(listed).replace('"#"', number).encode()
    assert landings.slack(write_files(tmp_path / "slack.zip", files)).skipped == {}
    assert landings.current() == shown(WHOLE)


def test_a_ts_that_an_exporter_wrote_as_a_number_is_taken(landings, tmp_path):
    files = export_files(WHOLE) | {SECOND_DAY: json.dumps([{**SECOND, "ts": float(SECOND["ts"])}]).encode()}
    assert landings.slack(write_files(tmp_path / "slack.zip", files)).skipped == {}
    assert landings.current() == shown(WHOLE)


def test_a_message_of_somebody_unlisted_lands_under_the_id(landings, tmp_path):
    message = said("Hello from outside, <@U000000077>.", user="U000000099")
    report = landings.slack(
        write_slack(tmp_path / "slack.zip", {"general": [message, said("again", 60, "U000000099")]})
    )
    told(report, "unknown_user", "users.json", "U000000099")
    assert landings.rows("select author_id, text from slack.messages order by occurred_at")[0] == (
        "slack:T0NORTH001:U000000099",
        "Hello from outside, @U000000077.",
    )


def test_a_bot_and_slackbot_are_nobody_unknown(landings, tmp_path):
    bot = {"type": "message", "subtype": "bot_message", "bot_id": "B000000001", "text": "up", "ts": f"{MONDAY}.000001"}
    report = landings.slack(write_slack(tmp_path / "slack.zip", {"general": [bot, said("hi", 1, "USLACKBOT")]}))
    assert report.skipped == {}


@pytest.mark.parametrize("content", [b"[{", b'"text"'])
def test_a_list_that_cannot_be_read_costs_names_and_no_message(landings, tmp_path, content):
    landings.slack(write_slack(tmp_path / "older.zip", {"general": [FIRST]}))
    report = landings.slack(write_files(tmp_path / "users.zip", export_files(WHOLE) | {"users.json": content}))
    assert report.skipped == {"unreadable_list": 1, "unknown_user": 1}
    assert landings.current() == shown(WHOLE)
    report = landings.slack(write_files(tmp_path / "channels.zip", export_files(WHOLE) | {"channels.json": content}))
    assert report.skipped == {"unreadable_list": 1, "channel_not_listed": 1}
    assert landings.current() == shown(WHOLE)


LISTS_ARE_DAMAGED = {"channels.json": b"[{"}


@pytest.mark.parametrize("damaged", [LISTS_ARE_DAMAGED, {"channels.json": b"[]"}], ids=["damaged", "without it"])
def test_a_channel_that_only_a_damaged_list_names_is_known_by_its_folder_and_what_is_gone_is_deleted(
    landings, tmp_path, damaged
):
    landings.slack(write_slack(tmp_path / "older.zip", WHOLE))
    landings.slack(write_files(tmp_path / "newer.zip", export_files({"general": [FIRST, THIRD]}) | damaged))
    assert landings.current() == shown({"general": [FIRST, THIRD]})
    assert landings.history(SECOND) == ["Second.", "(deleted)"]


def test_a_name_that_may_have_gone_over_to_another_channel_deletes_nothing_and_that_is_told(landings, tmp_path):
    landings.slack(write_slack(tmp_path / "older.zip", WHOLE))
    files = export_files({"general": [said("New.", HOUR), said("Newer.", 3 * DAY)]}) | LISTS_ARE_DAMAGED
    report = landings.slack(write_files(tmp_path / "newer.zip", files))
    assert report.skipped == {"unreadable_list": 1, "channel_not_listed": 1, "deletions_not_seen": 1}
    (told_of_deletions,) = [
        example for example in report.skipped_examples if "whether" in example and "item" in example
    ]
    assert "folder general" in told_of_deletions
    assert "2 items" in told_of_deletions
    assert landings.history(SECOND) == ["Second."]


def test_an_empty_folder_that_only_a_damaged_list_names_deletes_nothing_and_that_is_told(landings, tmp_path):
    landings.slack(write_slack(tmp_path / "older.zip", WHOLE | {"random": [said("Hi.", DAY + 1)]}))
    files = export_files(WHOLE) | LISTS_ARE_DAMAGED | {"random/": b""}
    report = landings.slack(write_files(tmp_path / "newer.zip", files))
    assert report.skipped["deletions_not_seen"] == 1
    assert any("folder random" in example and "1 item" in example for example in report.skipped_examples)


def test_a_channel_that_bears_another_name_in_a_readable_list_is_not_taken_for_a_folder_of_its_old_name(
    landings, tmp_path
):
    landings.slack(write_slack(tmp_path / "older.zip", WHOLE))
    files = export_files({"general": [SECOND]})
    files["groups.json"] = json.dumps([{"id": channel_id("general"), "name": "archive"}]).encode()
    files |= LISTS_ARE_DAMAGED
    landings.slack(write_files(tmp_path / "newer.zip", files))
    assert ("general", SECOND["ts"]) in landings.current()


def test_an_export_that_cannot_tell_whose_workspace_it_is_is_refused(landings, tmp_path):
    files = export_files(WHOLE) | {"users.json": b"[{"}
    with pytest.raises(UserError, match="whose workspace"):
        landings.slack(write_files(tmp_path / "slack.zip", files))
    files[SECOND_DAY] = json.dumps([SECOND | {"team": TEAM}]).encode()
    assert landings.slack(write_files(tmp_path / "slack.zip", files)).tables["slack.messages"]["added"] == 3


def test_channels_that_no_list_names_land_under_their_folders_name(landings, tmp_path):
    files = export_files(WHOLE) | {"channels.json": b"[]"}
    report = landings.slack(write_files(tmp_path / "slack.zip", files))
    told(report, "channel_not_listed", "slack.zip, general")
    assert {channel for channel, _ in landings.current()} == {"general"}


def test_values_of_the_wrong_kind_break_nothing(landings, tmp_path):
    wild = {
        "text": 7,
        "user": ["U1"],
        "edited": "yes",
        "files": {"id": 1},
        "blocks": [{"type": "rich_text", "elements": "none"}, 3],
        "attachments": "none",
        "thread_ts": 12,
        "subtype": {"a": 1},
        "huge": 10**30,
    }
    messages = [said("", number) | {key: value} for number, (key, value) in enumerate(wild.items())]
    report = landings.slack(
        write_slack(tmp_path / "slack.zip", {"general": [*messages, FIRST | {"ts": f"{MONDAY}.9"}]})
    )
    assert report.tables["slack.messages"]["added"] == len(wild) + 1
    assert report.skipped == {}


def test_half_an_emoji_nul_and_a_byte_order_mark_cost_no_day(landings, tmp_path):
    day = b'\xef\xbb\xbf[{"user": "U000000001", "ts": "1794214800.000100", "text": "a\\ud83d\\u0000b"}]'
    report = landings.slack(write_files(tmp_path / "slack.zip", export_files(WHOLE) | {SECOND_DAY: day}))
    assert report.skipped == {}
    assert landings.rows("select text from slack.messages where item_id like '%1794214800.000100'") == [("a?b",)]


def test_a_truncated_zip_is_refused_with_the_mend(landings, tmp_path):
    path = write_slack(tmp_path / "slack.zip", WHOLE)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(UserError) as refused:
        landings.slack(path)
    assert "zip" in refused.value.what
    assert "slack.zip" in refused.value.where
    assert "download" in refused.value.mend


def test_a_damaged_entry_costs_itself_alone_and_deletes_nothing(landings, tmp_path):
    path = write_slack(tmp_path / "older.zip", WHOLE)
    landings.slack(path)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as zipped:
        info = zipped.getinfo(SECOND_DAY)
    start = info.header_offset + 30 + len(SECOND_DAY)
    for position in range(start + 5, start + info.compress_size - 5):
        content[position] ^= 0xFF
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(content)
    report = landings.slack(damaged)
    told(report, "unreadable_day_file", f"damaged.zip, {SECOND_DAY}")
    assert report.tables["slack.messages"]["seen"] == 2
    assert landings.current() == shown(WHOLE)


def test_an_encrypted_zip_is_refused_and_says_why(landings, tmp_path):
    path = write_slack(tmp_path / "slack.zip", WHOLE)
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flags of a local and of a central header
        position = content.find(mark)
        while position >= 0:
            content[position + offset] |= 1
            position = content.find(mark, position + 4)
    path.write_bytes(content)
    with pytest.raises(UserError, match="encrypted"):
        landings.slack(path)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("../outside.json", marks=pytest.mark.long),
        "/etc/outside.json",
        "x/../../outside.json",
        pytest.param("C:\\outside.json", marks=pytest.mark.long),
    ],
)
def test_an_entry_outside_the_export_is_left_out_and_nothing_is_deleted(landings, tmp_path, name):
    landings.slack(write_slack(tmp_path / "older.zip", WHOLE))
    files = export_files({"general": [FIRST, THIRD]}) | {name: json.dumps([said("planted", HOUR)]).encode()}
    report = landings.slack(write_files(tmp_path / "newer.zip", files))
    told(report, "entry_outside_export", "newer.zip", "outside.json")
    assert landings.current() == shown(WHOLE)
    assert not list(tmp_path.parent.rglob("outside.json"))


def test_an_entry_without_a_name_is_left_out(landings, tmp_path):
    path = write_files(tmp_path / "slack.zip", export_files(WHOLE) | {"~": b"[]"})
    path.write_bytes(path.read_bytes().replace(b"~", b"\0"))
    report = landings.slack(path)
    told(report, "entry_outside_export", "slack.zip", "has no name")
    assert landings.current() == shown(WHOLE)


def test_a_link_that_leads_out_of_a_folder_is_left_out(landings, tmp_path):
    (tmp_path / "secret.json").write_text(json.dumps([said("secret", HOUR)]))
    folder = write_slack(tmp_path / "export", WHOLE)
    os.symlink(tmp_path / "secret.json", folder / "general" / "2026-11-12.json")
    report = landings.slack(folder)
    told(report, "entry_outside_export", "2026-11-12.json")
    assert landings.current() == shown(WHOLE)


def test_a_bomb_in_the_zip_is_not_unpacked_and_the_rest_lands(landings, tmp_path):
    files = export_files(WHOLE) | {"general/2026-11-12.json": b"[" + b" " * 30_000_000 + b"]"}
    report = landings.slack(write_files(tmp_path / "slack.zip", files))
    told(report, "zip_bomb_entry", "slack.zip, general/2026-11-12.json", "times its size")
    assert landings.current() == shown(WHOLE)


def test_a_bomb_that_lies_about_its_size_is_not_unpacked_either(tmp_path):
    path = write_files(tmp_path / "slack.zip", export_files(WHOLE) | {"general/2026-11-12.json": b" " * 30_000_000})
    content = path.read_bytes().replace(struct.pack("<L", 30_000_000), struct.pack("<L", 900_000))
    path.write_bytes(content)
    with ExportFiles(path, Skips()) as files, pytest.raises(UnreadableEntry):
        files.read("general/2026-11-12.json")


def test_an_export_that_unpacks_to_more_than_is_taken_is_refused(landings, tmp_path, monkeypatch):
    path = write_slack(tmp_path / "slack.zip", WHOLE)
    monkeypatch.setattr(archive, "MAX_UNPACKED", 500)
    with pytest.raises(UserError, match="unpacks to"):
        landings.slack(path)


def test_a_file_larger_than_is_read_at_once_is_counted(landings, tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MAX_ENTRY", 2_000)
    files = export_files(WHOLE)
    files[SECOND_DAY] = json.dumps([said("x" * 3_000, DAY)]).encode()
    told(landings.slack(write_files(tmp_path / "slack.zip", files)), "unreadable_day_file", "one file")


BESIDE = b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        " + bytes(60)


@pytest.mark.parametrize("container", [pytest.param("newer", marks=pytest.mark.long), "newer.zip"])
@pytest.mark.parametrize(
    "junk",
    [
        {"general/._2026-11-10.json": BESIDE, "._channels.json": BESIDE, "._general": BESIDE},
        {"__MACOSX/general/._2026-11-10.json": BESIDE, "__MACOSX/x.json": b"{"},
        {"general/.DS_Store": b"Bud1", "general/.ds_store": b"Bud1", "general/Thumbs.db": b"", "Desktop.ini": b""},
        {"general/@eaDir/2026-11-10.json/SYNO.json": b"{"},
    ],
    ids=["beside", "macosx", "folders", "synology"],
)
def test_what_systems_leave_in_folders_is_no_part_of_an_export(landings, tmp_path, container, junk):
    older = landings.slack(write_slack(tmp_path / "older.zip", WHOLE))
    assert older.skipped == {}
    report = landings.slack(write_files(tmp_path / container, export_files({"general": [FIRST, THIRD]}) | junk))
    assert report.skipped == {}
    assert landings.history(SECOND) == ["Second.", "(deleted)"]


def test_what_a_mac_leaves_beside_the_files_of_a_folder_makes_no_other_export(tmp_path):
    folder = write_files(tmp_path / "export", export_files(WHOLE))
    before = archive.fingerprint(folder)
    write_files(tmp_path / "junk", {"general/._2026-11-10.json": BESIDE})
    (tmp_path / "junk/general/._2026-11-10.json").rename(folder / "general/._2026-11-10.json")
    assert archive.fingerprint(folder) == before


def test_a_name_that_only_looks_like_what_a_mac_leaves_is_read(tmp_path):
    path = write_files(tmp_path / "notion.zip", {"._Plan 0123456789abcdef0123456789abcdef.md": b"# ._Plan"})
    with ExportFiles(path, Skips()) as files:
        assert len(files.entries) == 1


def test_zips_within_a_zip_are_opened_once_and_no_deeper(tmp_path):
    content: bytes = b"innermost"
    for name in ("a.txt", "b.zip", "c.zip"):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as zipped:
            zipped.writestr(name, content)
        content = buffer.getvalue()
    path = tmp_path / "nested.zip"
    path.write_bytes(content)
    with ExportFiles(path, Skips()) as files:
        assert list(files.entries) == ["b.zip"]


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(path))


NO_FILES = {
    "pipe": (os.mkfifo, "a named pipe"),
    "socket": (make_socket, "a socket"),
    "device": (lambda path: path.symlink_to(os.devnull), "a device"),
    "circle": (lambda path: path.symlink_to(path), "symbolic links"),
    "lost": (lambda path: path.symlink_to(path.with_name("gone")), "gone, which is not there"),
}


@pytest.mark.parametrize("kind", NO_FILES)
def test_what_is_no_file_is_named_as_what_it_is_by_sync_and_doctor_and_never_waited_for(landings, tmp_path, kind):
    make, named = NO_FILES[kind]
    make(tmp_path / "slack")
    path = write_slack(tmp_path / "slack.zip", WHOLE)
    report = landings.slack(tmp_path / "slack", path)
    told(report, "unreadable_export", str(tmp_path / "slack"), named)
    assert landings.current() == shown(WHOLE)
    source = Source(export=[tmp_path / "slack"])
    (finding,) = export_doctor.examine(SLACK, source, agency(slack={"export": ["slack"]}))
    assert (finding.state, named in finding.text) == ("problem", True)


@pytest.mark.parametrize(
    "kind", ["lost", "pipe", *(pytest.param(kind, marks=pytest.mark.long) for kind in ("circle", "socket"))]
)
def test_within_a_folder_what_is_no_file_costs_its_day_alone_and_deletes_nothing_of_it(landings, tmp_path, kind):
    make, named = NO_FILES[kind]
    landings.slack(write_slack(tmp_path / "older.zip", WHOLE))
    folder = write_slack(tmp_path / "newer", {"general": [FIRST, THIRD]})
    make(folder / SECOND_DAY)
    told(landings.slack(folder), "unreadable_entry", SECOND_DAY, named)
    assert landings.current() == shown(WHOLE)


def test_a_link_that_may_not_be_followed_costs_its_day_alone(landings, tmp_path, monkeypatch):
    landings.slack(write_slack(tmp_path / "older.zip", WHOLE))
    folder, followed = write_slack(tmp_path / "newer", {"general": [FIRST, THIRD]}), os.path.realpath
    (folder / SECOND_DAY).symlink_to("elsewhere")

    def refused(path, **options):
        if str(path).endswith(SECOND_DAY):
            raise PermissionError(13, "Permission denied", str(path))
        return followed(path, **options)

    monkeypatch.setattr(os.path, "realpath", refused)
    told(landings.slack(folder), "unreadable_entry", SECOND_DAY, "can't be read (Permission denied)")
    assert landings.current() == shown(WHOLE)


def test_a_folder_that_may_not_be_read_deletes_nothing(landings, tmp_path, monkeypatch):
    landings.slack(write_slack(tmp_path / "older.zip", {**WHOLE, "other": [THIRD]}))
    folder, listed = write_slack(tmp_path / "newer", {**WHOLE, "other": [FIRST]}), os.scandir

    def refused(path):
        if str(path).endswith("/other"):
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", refused)
    told(landings.slack(folder), "unreadable_entry", "newer/other", "Permission denied")
    assert landings.current() == shown({**WHOLE, "other": [THIRD]})


def test_a_missing_export_says_which_and_where_to_mend_it(landings, tmp_path):
    with pytest.raises(UserError) as refused:
        landings.slack(tmp_path / "gone.zip")
    assert str(tmp_path / "gone.zip") in refused.value.where
    assert "sources" in refused.value.mend


def test_one_export_that_cannot_be_read_does_not_cost_the_others(landings, tmp_path):
    (tmp_path / "notes.txt").write_text("not an export")
    path = write_slack(tmp_path / "slack.zip", WHOLE)
    report = landings.slack(tmp_path / "gone.zip", path, tmp_path / "notes.txt")
    assert [export["state"] for export in report.exports] == ["unreadable", "landed", "unreadable"]
    assert report.skipped == {"unreadable_export": 2}
    assert landings.current() == shown(WHOLE)
    again = landings.slack(tmp_path / "gone.zip", path, tmp_path / "notes.txt")
    assert [export["state"] for export in again.exports] == ["unreadable", "unchanged", "unreadable"]


def test_a_file_that_is_no_slack_export_is_refused(landings, tmp_path):
    for name, content in (("notes.txt", b"hello"), ("empty.json", b"")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(UserError, match="not a Slack export"):
            landings.slack(tmp_path / name)


def test_a_platform_without_a_source_says_what_to_add(landings, tmp_path):
    with pytest.raises(UserError, match="no source for gmail"):
        land("gmail", agency(slack={"export": [str(tmp_path)]}), landings.home)


def test_a_thousand_skips_are_counted_and_a_few_are_told():
    skips = Skips()
    for number in range(1_000):
        skips.add(f"reason_{number % 10}", where=str(number), what="it is broken", mend="mend it")
    assert sum(skips.counts.values()) == 1_000
    assert len(skips.examples) == MAX_EXAMPLES
    assert sum(example.startswith(tuple("05")) for example in skips.examples) <= 2 * MAX_EXAMPLES_PER_REASON


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_no_damage_to_a_zip_raises_anything_but_a_clear_error(tmp_path_factory, seed, hits):
    folder = tmp_path_factory.getbasetemp()
    path = write_files(folder / f"{os.getpid()}.zip", export_files(WHOLE))
    chance, content = random.Random(seed), bytearray(path.read_bytes())
    for _ in range(hits):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path.write_bytes(content[: chance.choice([len(content), chance.randrange(len(content))])])
    read_whole(path)


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(FIRST),
        lambda inner: st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from([*FIRST, "edited", "files", "blocks", "subtype", "elements"]), inner, max_size=5
        ),
        max_leaves=12,
    )
)
def test_no_json_in_a_day_file_raises_anything(tmp_path_factory, content):
    files = export_files(WHOLE) | {SECOND_DAY: json.dumps([content, content]).encode(), "channels.json": b"[{}, 3]"}
    rows = read_whole(write_files(tmp_path_factory.getbasetemp() / f"day-{os.getpid()}.zip", files))
    assert {FIRST["ts"], THIRD["ts"]} <= {row["item_id"].rpartition(":")[2] for row in rows}


def read_whole(path: Path) -> list[dict]:
    """Every message of an export; none if it is refused with a clear error."""
    try:
        with ExportFiles(path, Skips()) as files:
            reader = SlackExport(files, Skips(), ReadOptions("Europe/Lisbon"))
            return [
                row
                for table in reader.tables
                for batch in reader.read(table, lambda done, total: None)
                for row in batch.to_pylist()
            ]
    except UserError as error:
        if not (error.what and error.where and error.mend):
            raise AssertionError("an error must say what, where and the mend") from error
        return []

"""What of an export can't be read is kept with the days that it may be of, whatever the platform."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest

from tests.line.landing_line import Landings, export_files, said, write_files
from tests.unit.test_calendar_export import REVIEW, Project, ics
from tests.unit.test_mail_export import export, mail, mbox, multipart, read, takeout
from tests.unit.test_notion_export import ACME, NOTES, PLAN, WORKSPACE, Agency
from yarnnn_pipelines.sources.gmail import mbox as mbox_file
from yarnnn_pipelines.sources.shared.skips import MAX_HOLES, Skips


def days(holes: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    """Of each where it lies, without the export, and its first and last day; its mend is never empty."""
    assert all(hole["mend"] and hole["what"] for hole in holes)
    return [(hole["where"].partition(", ")[2], hole["day"], hole.get("last_day", "")) for hole in holes]


def test_a_day_file_of_slack_is_kept_though_another_entry_of_the_export_was_refused(tmp_path: Path) -> None:
    """An entry that points outside keeps anything from counting as deleted, and says nothing of what can't be read."""
    files = export_files({"general": [said("First.")]}) | {"../evil/2026-11-09.json": b"[]"}
    path = write_files(tmp_path / "slack.zip", files | {"general/2026-11-10.json": b"[]"})
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("general/2026-11-10.json", b"[ ]")  # another content of the same name
    holes = Landings(tmp_path / "home").slack(path).holes
    assert days(holes) == [("general/2026-11-10.json", "2026-11-10", "")]


def test_a_mail_that_cant_be_read_is_of_the_days_around_its_separators_or_of_any(tmp_path: Path, monkeypatch) -> None:
    undated = mail("We approved it.", id="a2@acme.example", date=None)
    _, skips = read(export(tmp_path / "emls", {"1.eml": mail(), "2.eml": undated}))
    assert days(skips.holes) == [("2.eml", "", "")]

    monkeypatch.setattr(mbox_file, "MAX_MAIL", 5_000)
    large = takeout(7, mail("x" * 9_000, id="a3@acme.example"), at="Thu Nov 12 09:05:00 +0000 2026")
    _, skips = read(export(tmp_path / "takeout", {"mail.mbox": takeout(6, mail()) + large}))
    assert days(skips.holes) == [("mail.mbox, mail 2", "2026-11-11", "2026-11-13")]


def test_a_mailbox_that_is_cut_off_may_lack_mails_of_any_week(tmp_path: Path) -> None:
    content = mbox(mail(), mail(id="a2@acme.example", **multipart("Content-Type: text/plain\n\nAll of it.\n")))
    _, skips = read(export(tmp_path, {"mail.mbox": content[: content.index(b"of it")]}))
    assert days(skips.holes) == [("mail.mbox, mail 2", "", "")]


def test_a_calendar_that_is_cut_off_may_lack_meetings_of_any_week_until_a_whole_one_lands(tmp_path: Path) -> None:
    project = Project(tmp_path)
    (hole,) = project.land(ics(REVIEW)[:-60]).holes
    assert (hole["container_id"], hole["name"], hole["day"]) == ("", "", "")
    assert "it ends in the middle" in hole["what"]
    assert hole["mend"] == "export the calendar again"
    assert project.land(ics(REVIEW)).holes == []


def test_a_page_that_cant_be_read_may_be_of_any_week_until_a_later_export_shows_it(tmp_path: Path) -> None:
    agency = Agency(tmp_path)
    path = agency.zip(WORKSPACE)
    damage_entry(path, f"Acme {ACME}/Plan {PLAN}.md")
    holes = agency.land(path).holes
    assert days(holes) == [(f"Acme {ACME}/Plan {PLAN}.md", "", "")]
    assert [hole["name"] for hole in holes] == [""]
    assert agency.land(WORKSPACE | {f"Acme {ACME}/Notes {NOTES}.md": "# Notes\n\nNew.\n"}, day=13).holes == []


def damage_entry(path: Path, name: str) -> None:
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(name)
    content = bytearray(path.read_bytes())
    begin = info.header_offset + 30 + len(name.encode())
    content[begin : begin + info.compress_size] = random.Random(1).randbytes(info.compress_size)
    path.write_bytes(content)


def test_an_export_that_cant_be_read_beside_others_is_a_part_that_was_not_read(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not an export")
    landings = Landings(tmp_path / "home")
    whole = write_files(tmp_path / "slack.zip", export_files({"general": [said("First.")]}))
    (hole,) = landings.slack(whole, tmp_path / "notes.txt").holes
    assert (hole["container_id"], hole["day"]) == ("", "")
    assert "notes.txt" in hole["where"]
    assert landings.slack(whole).holes == []


def test_parts_beyond_those_that_are_kept_may_be_of_any_channel_and_week() -> None:
    skips = Skips()
    of = {"container_id": "slack:T1:C1", "name": "client-acme", "what": "it is not JSON", "mend": "export again"}
    for number in range(MAX_HOLES + 5):
        skips.add_hole(**of, day="2026-11-09", where=f"{number}.json")
    assert len(skips.holes) == MAX_HOLES
    assert [(hole["container_id"], hole["day"]) for hole in skips.holes[-2:]] == [
        ("slack:T1:C1", "2026-11-09"),
        ("", ""),
    ]

"""Notion exports land as pages with their words, places and times, and each newer export as what it changed."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.project import load_settings
from yarnnn_pipelines.sources.landing import LandingReport, land
from yarnnn_pipelines.sources.notion.dates import instant_of
from yarnnn_pipelines.sources.notion.text import clean_line, clean_markdown
from yarnnn_pipelines.stores.home import Home

DEMO = Path(__file__).parents[2] / "demo"

ACME, PLAN, NOTES, RISKS, FEED, MUSEUM = (f"{digit}" * 32 for digit in "abcdef")
WORKSPACE = {
    f"Acme {ACME}.md": f"# Acme\n\nAll about *Acme*.\n\n[Plan](Acme%20{ACME}/Plan%20{PLAN}.md)\n",
    f"Acme {ACME}/Plan {PLAN}.md": "# Plan\n\nBudget: €42,000\n",
    f"Acme {ACME}/Notes {NOTES}.md": "# Notes\n\nFinal check.\n",
    f"Acme {ACME}/Risks {RISKS}.csv": "Name,Status\nFeed late,Open\n",
    f"Acme {ACME}/Risks {RISKS}_all.csv": "Name,Status,Due\nFeed late,Open,2026-11-20\nPixel,Closed,\n",
    f"Acme {ACME}/Risks {RISKS}/Feed late {FEED}.md": "# Feed late\n\nStatus: Open\nDue: 2026-11-20\n\nNo prices.\n",
    f"Museum {MUSEUM}.md": "# Museum\n\nTides of Light.\n",
}


class Agency:
    """A home, its settings, and the exports that it lands one after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = Home(folder / "home")
        self.exports: list[Path] = []

    def zip(self, files: dict[str, str | bytes], day: int = 12) -> Path:
        path = self.folder / f"export-{len(self.exports)}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(zipfile.ZipInfo(name, (2026, 11, day, 9, 30, 0)), content)
        return path

    def land(self, files: dict[str, str | bytes] | Path, day: int = 12) -> LandingReport:
        self.exports.append(files if isinstance(files, Path) else self.zip(files, day))
        config = self.folder / "yarnnn.yaml"
        config.write_text(
            json.dumps(
                {
                    "agency": {
                        "name": "Northlight",
                        "time_zone": "Europe/Berlin",
                        "domains": ["northlight.example"],
                        "start": "2026-W41",
                    },
                    "sources": {"notion": {"export": [str(path) for path in self.exports]}},
                    "writer": {"kind": "extractive"},
                    "clients": [{"id": "acme", "name": "Acme Corp"}],
                }
            )
        )
        return land("notion", load_settings(config), self.home)

    def rows(self, page_id: str | None = None) -> list[dict[str, Any]]:
        with duckdb.connect(str(self.home.warehouse)) as con:
            con.execute("set timezone = 'UTC'")
            found = con.execute("select * from notion.pages order by observed_at, item_id").to_arrow_table().to_pylist()
        return [row for row in found if page_id is None or row["item_id"] == f"notion:{page_id}"]

    def titled(self, title: str) -> list[dict[str, Any]]:
        return [row for row in self.rows() if json.loads(row["payload"]).get("title") == title]


@pytest.fixture
def agency(tmp_path: Path) -> Agency:
    return Agency(tmp_path)


def added(report: LandingReport) -> tuple[int, int]:
    counts = report.tables["notion.pages"]
    return counts["added"], counts["tombstones"]


# --- one export --------------------------------------------------------------------------------------------------


def test_a_page_lands_with_its_words_its_place_and_its_address(agency: Agency) -> None:
    agency.land(WORKSPACE)
    [page] = agency.rows(FEED)
    assert page["text"] == "Status: Open\nDue: 2026-11-20\nNo prices."
    assert page["container_id"] == f"notion:{RISKS}"
    assert page["permalink"] == f"https://www.notion.so/{FEED}"
    assert json.loads(page["payload"]) == {
        "title": "Feed late",
        "path": ["Acme", "Risks", "Feed late"],
        "properties": {"Status": "Open", "Due": "2026-11-20"},
        "database": "Risks",
        "ids": [ACME, RISKS, FEED],
        "file": f"Acme {ACME}/Risks {RISKS}/Feed late {FEED}.md",
        "whole": True,
    }
    [root] = agency.rows(ACME)
    assert (root["container_id"], root["text"]) == ("notion:workspace", "All about Acme.\nPlan")


def test_a_page_without_a_time_of_its_own_has_its_file_s_on_the_agency_s_clock(agency: Agency) -> None:
    agency.land(WORKSPACE)
    assert agency.rows(PLAN)[0]["occurred_at"] == datetime(2026, 11, 12, 8, 30, tzinfo=UTC)


def test_a_row_s_time_and_author_are_those_of_its_last_edit_and_a_due_date_is_not_its_time(agency: Agency) -> None:
    row = (
        "# Feed late\n\nStatus: Open\nDue: November 20, 2026\nCreated by: Ana Reis\nLast edited by: Sofia Marques\n"
        "Last edited time: November 10, 2026 9:14 AM\n"
    )
    columns = "Name,Status,Due,Created by,Last edited by,Last edited time\n"
    agency.land(
        {**WORKSPACE, f"Acme {ACME}/Risks {RISKS}_all.csv": columns, f"Acme {ACME}/Risks {RISKS}/Feed {FEED}.md": row}
        | {f"Acme {ACME}/Risks {RISKS}/Feed late {FEED}.md": row}
    )
    [page] = agency.rows(FEED)
    assert page["occurred_at"] == page["edited_at"] == datetime(2026, 11, 10, 8, 14, tzinfo=UTC)
    assert page["author_id"] == "notion:person:Sofia Marques"


def test_a_row_that_only_the_table_has_lands_and_keeps_its_id_when_its_values_change(agency: Agency) -> None:
    agency.land(WORKSPACE)
    table = f"Acme {ACME}/Risks {RISKS}_all.csv"
    agency.land({**WORKSPACE, table: WORKSPACE[table].replace("Closed", "Open again")})
    before, after = agency.titled("Pixel")
    assert before["item_id"] == after["item_id"]
    assert (before["text"], after["text"]) == ("Status: Closed", "Status: Open again")
    assert before["container_id"] == f"notion:{RISKS}"
    assert before["permalink"] == f"https://www.notion.so/{RISKS}"  # there is no page to open but the table
    assert len(agency.titled("Feed late")) == 1


def test_a_row_whose_title_is_struck_is_one_item_of_that_title(agency: Agency) -> None:
    table = "Name,Status\n~~Feed~~,Done\n~~Pixel~~,Open\n"
    folder = f"Acme {ACME}/Risks {RISKS}"
    page = "# ~~Feed~~\n\nStatus: Done\n\nIt is done.\n"
    agency.land({f"Acme {ACME}.md": "# Acme\n", f"{folder}_all.csv": table, f"{folder}/~~Feed~~ {FEED}.md": page})
    assert sorted(json.loads(row["payload"])["title"] for row in agency.rows()) == ["Acme", "Feed", "Pixel"]


def test_a_linked_view_of_a_database_does_not_land_its_rows_again(agency: Agency) -> None:
    view = f"Museum {MUSEUM}/Our risks {NOTES[::-1][:31]}1"
    table = "Name,Status\nFeed late,Open\n"
    agency.land({**WORKSPACE, f"Acme {ACME}/Risks {RISKS}_all.csv": table, f"{view}_all.csv": table})
    assert len(agency.titled("Feed late")) == 1


def test_newer_exports_whose_folders_carry_no_id_give_the_same_items(agency: Agency) -> None:
    agency.land(WORKSPACE)
    plain = {}
    for name, text in WORKSPACE.items():
        *folders, file = name.split("/")
        folders = ["Export-1234", *(folder.rpartition(" ")[0] for folder in folders)]
        plain["/".join([*folders, file])] = text.replace(f"%20{ACME}/", "/") if isinstance(text, str) else text
    assert added(agency.land(plain)) == (0, 0)
    assert agency.rows(FEED)[0]["container_id"] == f"notion:{RISKS}"


def test_a_zip_of_zips_and_an_unpacked_folder_land_alike(agency: Agency) -> None:
    outer = agency.folder / "outer.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(agency.zip(WORKSPACE), "Export-1-Part-1.zip")
    assert added(agency.land(outer)) == (6, 0)
    folder = agency.folder / "unpacked"
    with zipfile.ZipFile(agency.zip(WORKSPACE)) as archive:
        archive.extractall(folder)
    assert added(agency.land(folder)) == (0, 0)


def test_the_demo_s_two_exports_land_whole(agency: Agency) -> None:
    exports = sorted((DEMO / "exports").glob("notion-*.zip"))
    for export in exports:
        report = agency.land(export)
        assert report.skipped == {}
    texts = [row["text"] for row in agency.titled("Funnel")]
    assert [text.splitlines()[0] for text in texts] == [
        "Drop-off at the identity step: 24% (61 patients)",
        "Drop-off at the identity step: 21% (148 patients)",
    ]


# --- one export after another ------------------------------------------------------------------------------------


def test_exporting_again_changes_nothing_though_files_are_new_and_links_are_signed_anew(agency: Agency) -> None:
    signed = "![a](https://files.example.amazonaws.com/x/a.png?X-Amz-Date={}&X-Amz-Signature=ff)\n"
    note = f"Acme {ACME}/Notes {NOTES}.md"
    agency.land({**WORKSPACE, note: WORKSPACE[note] + signed.format(1)}, day=12)
    assert added(agency.land({**WORKSPACE, note: WORKSPACE[note] + signed.format(2)}, day=13)) == (0, 0)


def test_an_edited_number_is_a_second_version_and_a_removed_page_a_tombstone(agency: Agency) -> None:
    agency.land(WORKSPACE)
    newer = dict(WORKSPACE)
    newer[f"Acme {ACME}/Plan {PLAN}.md"] = "# Plan\n\nBudget: €48,000\n"
    del newer[f"Acme {ACME}/Notes {NOTES}.md"]
    assert added(agency.land(newer)) == (1, 1)
    assert [row["text"] for row in agency.rows(PLAN)] == ["Budget: €42,000", "Budget: €48,000"]
    gone = agency.rows(NOTES)[-1]
    assert (gone["version"], gone["is_deleted"], gone["text"]) == ("deleted", True, "")
    assert gone["container_id"] == f"notion:{ACME}"


def test_words_that_come_back_are_a_third_version(agency: Agency) -> None:
    plan = f"Acme {ACME}/Plan {PLAN}.md"
    for number in (42, 48, 42):
        agency.land({**WORKSPACE, plan: f"# Plan\n\nBudget: €{number},000\n"})
    first, second, third = (row["version"] for row in agency.rows(PLAN))
    assert third == f"{first}.2" != second


def moved(name: str, to: str, files: dict[str, Any] = WORKSPACE) -> dict[str, Any]:
    """The export with a page elsewhere, all its words the same."""
    return {(f"{to}{key.rpartition('/')[2]}" if name in key else key): text for key, text in files.items()}


@pytest.mark.parametrize(
    "to",
    [
        f"Museum {MUSEUM}/",
        pytest.param(f"Acme {ACME}/Notes {NOTES}/", marks=pytest.mark.long),
        "",
        pytest.param("Museum space/", marks=pytest.mark.long),
    ],
)
def test_a_page_that_was_moved_lands_again_though_it_says_the_same(agency: Agency, to: str) -> None:
    agency.land(WORKSPACE)
    assert added(agency.land(moved(PLAN, to), day=13)) == (1, 0)
    first, second = agency.rows(PLAN)
    assert (second["version"], second["text"]) == (f"{first['version']}.2", first["text"])
    assert json.loads(second["payload"])["path"] != json.loads(first["payload"])["path"]
    assert added(agency.land(moved(PLAN, to), day=14)) == (0, 0)
    assert added(agency.land(WORKSPACE, day=15)) == (1, 0)


def test_a_page_that_only_moved_lies_elsewhere_from_the_export_on_that_shows_it_there(agency: Agency) -> None:
    """Its week is that of its edit; it was read there by who could open it then, whatever became of it since."""
    row = "# Feed late\n\nStatus: Open\nLast edited time: November 3, 2026 10:00 AM\n\nNo prices.\n"
    table = {f"Acme {ACME}/Risks {RISKS}_all.csv": "Name,Status,Last edited time\n"}
    files = {**WORKSPACE, **table, f"Acme {ACME}/Risks {RISKS}/Feed late {FEED}.md": row}
    agency.land(files)
    for day, to in ((13, "Museum"), (15, "Acme")):
        there = f"{to} {MUSEUM if to == 'Museum' else ACME}/Risks"
        agency.land({key.replace(f"Acme {ACME}/Risks", there): text for key, text in files.items()}, day=day)
    rows = agency.rows(FEED)
    assert [f"{row['occurred_at']:%d %B}" for row in rows] == ["03 November", "13 November", "15 November"]
    assert len({(row["text"], row["edited_at"]) for row in rows}) == 1


def test_what_lies_below_a_page_that_was_moved_lands_again_with_it(agency: Agency) -> None:
    agency.land(WORKSPACE)
    files = {key.replace(f"Acme {ACME}/Risks", f"Museum {MUSEUM}/Risks"): text for key, text in WORKSPACE.items()}
    assert added(agency.land(files, day=13)) == (2, 0)


def test_a_page_in_another_teamspace_lies_elsewhere_and_a_renamed_page_above_it_moves_nothing(agency: Agency) -> None:
    spaces = {f"Acme space/{key}": text for key, text in WORKSPACE.items()}
    agency.land(spaces)
    there = {key.replace("Acme space/Museum", "Museum space/Museum"): text for key, text in spaces.items()}
    assert added(agency.land(there, day=13)) == (1, 0)
    renamed = {key.replace("Acme a", "Acme Corp a"): text for key, text in there.items()}
    assert added(agency.land(renamed, day=14)) == (0, 0)


def test_an_export_of_one_page_tells_that_another_lies_below_it_now(agency: Agency) -> None:
    agency.land(WORKSPACE)
    museum = {key: text for key, text in moved(PLAN, f"Museum {MUSEUM}/").items() if "Acme" not in key}
    assert added(agency.land(museum, day=13)) == (1, 0)
    assert len(agency.rows(PLAN)) == 2


@pytest.mark.parametrize("shown", [[PLAN], [NOTES, PLAN]])
def test_exporting_single_pages_deletes_nothing_else(agency: Agency, shown: list[str]) -> None:
    agency.land(WORKSPACE)
    top, *below = ((name.rpartition("/")[2], text) for name, text in WORKSPACE.items() if name[-35:-3] in shown)
    pages = dict([top, *((f"{top[0].removesuffix('.md')}/{name}", text) for name, text in below)])
    assert added(agency.land(pages))[1] == 0


def test_exporting_one_root_shows_what_is_gone_below_it_and_nothing_of_the_others(agency: Agency) -> None:
    agency.land(WORKSPACE)
    acme = {name: text for name, text in WORKSPACE.items() if name.startswith("Acme")}
    del acme[f"Acme {ACME}/Notes {NOTES}.md"]
    assert added(agency.land(acme)) == (0, 1)
    assert agency.rows(NOTES)[-1]["is_deleted"]


def test_a_root_that_a_whole_workspace_no_longer_has_is_deleted_with_all_below_it(agency: Agency) -> None:
    roots = {f"Client {n} {n:032x}.md": f"# Client {n}\n\nWords.\n" for n in range(1, 7)}
    agency.land(roots | {f"Client 6 {6:032x}/Page {66:032x}.md": "# Page\n\nWords.\n"})
    assert added(agency.land({name: text for name, text in roots.items() if "Client 6" not in name})) == (0, 2)


def test_exporting_a_few_roots_of_many_deletes_nothing_of_the_others(agency: Agency) -> None:
    roots = {f"Client {n} {n:032x}.md": f"# Client {n}\n\nWords.\n" for n in range(1, 7)}
    agency.land(roots)
    assert added(agency.land(dict(list(roots.items())[:3]))) == (0, 0)


# --- bad input ---------------------------------------------------------------------------------------------------


def test_a_truncated_zip_is_refused_with_the_mend_and_deletes_nothing(agency: Agency) -> None:
    agency.land(WORKSPACE)
    whole = agency.zip(WORKSPACE)
    whole.write_bytes(whole.read_bytes()[:-200])
    report = agency.land(whole)
    assert report.exports[-1]["state"] == "unreadable"
    assert "download the export again" in report.skipped_examples[0]
    assert not any(row["is_deleted"] for row in agency.rows())


def test_a_zip_without_a_notion_page_is_refused_by_name(agency: Agency) -> None:
    with pytest.raises(UserError, match="not a Notion export"):
        agency.land({"readme.md": "# Hello\n", "data.csv": "a,b\n"})


def test_a_page_whose_bytes_are_damaged_costs_no_other_and_is_not_deleted(agency: Agency) -> None:
    agency.land(WORKSPACE)
    export = agency.zip(WORKSPACE)
    with zipfile.ZipFile(export) as archive:
        info = archive.getinfo(f"Acme {ACME}/Plan {PLAN}.md")
    data = bytearray(export.read_bytes())
    start = info.header_offset + 30 + len(info.filename)
    data[start : start + 8] = b"\xff" * 8
    export.write_bytes(bytes(data))
    report = agency.land(export)
    assert report.skipped == {"unreadable_page": 1}
    assert f"Plan {PLAN}.md" in report.skipped_examples[0]
    assert added(report) == (0, 0)


@pytest.mark.parametrize(
    "table",
    [
        "Name,Status\nCafé,Open\n".encode("latin-1"),  # saved by another program
        "Name,Status\nCafé,Open\n".encode() + b"Feed\xff,Open\n",  # one byte is damaged
    ],
)
def test_a_table_with_a_broken_encoding_lands_and_is_counted(agency: Agency, table: bytes) -> None:
    report = agency.land({**WORKSPACE, f"Acme {ACME}/Risks {RISKS}_all.csv": table})
    assert report.skipped == {"undecodable_text": 1}
    assert agency.titled("Café")[0]["text"] == "Status: Open"


def test_a_page_without_an_id_is_counted_and_an_attached_table_is_no_database(agency: Agency) -> None:
    report = agency.land(
        {**WORKSPACE, f"Acme {ACME}/attached.md": "# Notes of somebody\n", f"Acme {ACME}/numbers.csv": "a,b\n1,2\n"}
    )
    assert report.skipped == {"page_without_id": 1}
    assert added(report) == (6, 0)


# --- dates -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("November 10, 2026 9:14 AM", datetime(2026, 11, 10, 8, 14, tzinfo=UTC)),
        ("November 10, 2026 9:14 AM (GMT+3)", datetime(2026, 11, 10, 6, 14, tzinfo=UTC)),
        ("July 1, 2026 12:05 AM", datetime(2026, 6, 30, 22, 5, tzinfo=UTC)),
        ("2026-11-10", datetime(2026, 11, 9, 23, tzinfo=UTC)),
        ("2026-11-10T09:14:00.000Z", datetime(2026, 11, 10, 9, 14, tzinfo=UTC)),
        ("Nov 10, 2026 → Nov 12, 2026", datetime(2026, 11, 9, 23, tzinfo=UTC)),
        ("13/11/2026 18:00", datetime(2026, 11, 13, 17, tzinfo=UTC)),
        ("11/13/2026", datetime(2026, 11, 12, 23, tzinfo=UTC)),
        ("10/11/2026", None),
        ("February 30, 2026", None),
        ("next Tuesday", None),
    ],
)
def test_a_date_is_read_only_where_it_can_mean_one_day(text: str, instant: datetime | None) -> None:
    assert instant_of(text, ZoneInfo("Europe/Berlin")) == instant


@settings(deadline=None)
@given(st.text() | st.from_regex(r"[0-9/.: A-Za-z+-]{0,40}"))
def test_whatever_stands_in_a_date_s_place_never_raises(text: str) -> None:
    instant_of(text, ZoneInfo("Europe/Berlin"))


# --- Markdown ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "lines"),
    [
        ("## Goal\nMake **it** *work*, `now`", ["Goal", "Make it work, now"]),
        ("- one\n    - [two](Two%20abc.md)\n    - ![x](x.png)\n- three", ["one", "two", "three"]),
        ("- [x] Sent\n- [ ] Signed", ["☑ Sent", "☐ Signed"]),
        ("1. one\n1. two\n\n2026. A good year", ["one", "two", "2026. A good year"]),
        ("| Item | Amount |\n| --- | --- |\n| Budget | **€42,000** |", ["Item: Amount", "Budget: €42,000"]),
        ("<aside>\n💡 Mind *this*: a < b\n\n</aside>", ["💡 Mind this: a < b"]),
        ("        deeply *indented*", ["deeply indented"]),
        ("[TODO]: call Dana", ["[TODO]: call Dana"]),
        ("The shop is ~~live~~ late\n\n- ~~**All** [done](x.md)~~\n- <s>signed</s> sent", ["The shop is late", "sent"]),
        ("snake_case and 3*4*5 \\*stay\\*", ["snake_case and 3*4*5 *stay*"]),
        ("```python\nx = *1*\n```", ["x = *1*"]),
    ],
)
def test_markdown_becomes_the_lines_that_a_reader_sees(markdown: str, lines: list[str]) -> None:
    assert clean_markdown(markdown).split("\n") == lines


_WORD = st.from_regex(r"[a-zà-öø-ÿ]{1,8}|[1-9][0-9]{0,3}", fullmatch=True)
_MARKED = st.tuples(_WORD, st.sampled_from(["{}", "**{}**", "*{}*", "`{}`", "[{}](x%20y.md)", "_{}_"])).map(
    lambda pair: (pair[0], pair[1].format(pair[0]))
)
_BLOCK = st.tuples(
    st.lists(_MARKED, min_size=1, max_size=6),
    st.sampled_from(["{}", "# {}", "- {}", "    - {}", "> {}", "- [x] {}", "* {}", "<aside>\n{}\n</aside>", "| {} |"]),
)


@settings(deadline=None)
@given(st.lists(_BLOCK, max_size=8), st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_cleaning_keeps_every_word_in_its_order(blocks: list[Any], between: str) -> None:
    markdown = between.join(frame.format(" ".join(text for _, text in words)) for words, frame in blocks)
    cleaned = clean_markdown(markdown).replace("☑", " ").replace("|", " ").split()
    assert [word for word in cleaned if word.isalnum()] == [word for words, _ in blocks for word, _ in words]


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab1 \t\n*_~`[]()!<>|#-+.:\\&;/\x00\ud83d\u2028"), max_size=200) | st.text())
def test_cleaning_never_raises_and_leaves_no_empty_line(text: str) -> None:
    lines = clean_markdown(text)
    assert lines == "" or all(line.strip() for line in lines.split("\n"))
    assert "\n" not in clean_line(text)


@pytest.mark.parametrize("text", ["> " * 5_000 + "x", "- " * 5_000 + "x", "[" * 30_000 + "x", "*a " * 9_000 + "x"])
def test_a_page_that_is_built_to_hurt_still_shows_its_last_word(text: str) -> None:
    assert clean_markdown(text).endswith("x")

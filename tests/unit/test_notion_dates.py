"""When a page was edited, whatever language its workspace has; and what is said where that can't be told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.line.landing_line import agency, write_files
from yarnnn_pipelines.sources.landing import land
from yarnnn_pipelines.sources.notion.dates import instant_of
from yarnnn_pipelines.stores.home import Home

MORNING = datetime(2026, 10, 6, 7, 14, tzinfo=UTC)
AFTERNOON = datetime(2026, 10, 6, 19, 14, tzinfo=UTC)
DATABASE = "Tasks 2aaaaa00000000000000000000000000"
PAGE = "Delta daaaaa00000000000000000000000000"


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("6. Oktober 2026 09:14", MORNING),
        ("6. Okt. 2026 um 09:14 Uhr", MORNING),
        ("6 octobre 2026 09:14", MORNING),
        ("6 oct. 2026 à 09:14", MORNING),
        ("1er octobre 2026", datetime(2026, 9, 30, 22, tzinfo=UTC)),
        ("6 de octubre de 2026 9:14", MORNING),
        ("6 de octubre de 2026 9:14 p. m.", AFTERNOON),
        ("6 de outubro de 2026 às 09:14", MORNING),
        ("6 ottobre 2026 alle 09:14", MORNING),
        ("6 oktober 2026 om 09:14", MORNING),
        ("6. oktober 2026 kl. 09.14", MORNING),
        ("6. lokakuuta 2026 klo 9.14", MORNING),
        ("6 października 2026 09:14", MORNING),
        ("6. října 2026 9:14", MORNING),
        ("6 октября 2026 г. в 09:14", MORNING),
        ("6 Ekim 2026 09:14", MORNING),
        ("2026. október 6. 9:14", MORNING),
        ("2026年10月6日 9:14", MORNING),
        ("2026年10月6日 午後9:14", AFTERNOON),
        ("2026年10月6日下午9:14", AFTERNOON),
        ("2026년 10월 6일 오전 9:14", MORNING),
        ("6 tháng 10, 2026 09:14", MORNING),
        ("6 Smarch 2026 09:14", None),
        ("octobre 2026", None),
        ("6 lipca lub 7 lipca 2026", None),
    ],
)
def test_a_date_is_read_in_the_language_of_its_workspace(text: str, instant: datetime | None) -> None:
    assert instant_of(text, ZoneInfo("Europe/Berlin")) == instant


def landed_week(folder: Path, column: str, value: str) -> tuple[list[str], list[str]]:
    """The weeks that an export of one page with this column touches, and what was said of it."""
    page = f"# Delta\n\n{column}: {value}\n\nThe booklet was printed.\n"
    files = {
        f"{DATABASE}_all.csv": f'Name,{column}\nDelta,"{value}"\n'.encode(),
        f"{DATABASE.rpartition(' ')[0]}/{PAGE}.md": page.encode(),
    }
    export = write_files(folder / "notion.zip", files)
    report = land("notion", agency(notion={"export": [str(export)]}), Home(folder / "home"))
    return report.touched_weeks, report.skipped_examples


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Last edited time", "2026年10月6日 9:14"),
        ("Zuletzt bearbeitet", "6. Oktober 2026 09:14"),
        ("Dernière modification", "6 octobre 2026 09:14"),
        ("Última edición", "6 de octubre de 2026 9:14"),
        ("Última edição", "6 de outubro de 2026 09:14"),
        ("Laatst bewerkt", "6 oktober 2026 09:14"),
        ("最終更新日時", "2026年10月6日 9:14"),
        ("최종 편집 일시", "2026년 10월 6일 오전 9:14"),
        ("上次编辑时间", "2026年10月6日 9:14"),
        ("Erstellt", "6. Oktober 2026 09:14"),
    ],
)
def test_a_page_lies_in_the_week_of_its_last_edit_in_any_language(tmp_path: Path, column: str, value: str) -> None:
    weeks, said = landed_week(tmp_path, column, value)
    assert (weeks, said) == (["2026-W41"], [])


@pytest.mark.parametrize(
    ("column", "value"),
    [("Last edited time", "the day after the fair"), ("Bearbeitungszeitpunkt", "6. Oktober 2026 09:14")],
)
def test_a_time_that_can_not_be_told_is_said_with_the_mend(tmp_path: Path, column: str, value: str) -> None:
    weeks, said = landed_week(tmp_path, column, value)
    assert weeks == ["2026-W47"]
    assert column in said[0]
    assert "Mend: call the column `Last edited time`" in said[0]


def test_a_date_without_a_clock_is_a_plan_and_nothing_is_said_of_it(tmp_path: Path) -> None:
    assert landed_week(tmp_path, "Due", "October 6, 2026") == (["2026-W47"], [])

"""What a user writes in place of an export or a week: several exports in one, a day, a range with a dash."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.line.landing_line import Landings, agency, export_files, said, write_files
from yarnnn_pipelines.cli.init import init
from yarnnn_pipelines.config.sources import Source
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.weeks import parse_weeks
from yarnnn_pipelines.sources.notion.platform import NOTION
from yarnnn_pipelines.sources.shared import export_doctor
from yarnnn_pipelines.sources.shared.archive import ExportFiles
from yarnnn_pipelines.sources.shared.export_reader import ReadOptions
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.slack.platform import SLACK

ONE = export_files({"general": [said("Hello.")]})
PAGE = "Plan 0123456789abcdef0123456789abcdef.md"


@pytest.mark.parametrize("kind", ["", ".zip"])
@pytest.mark.parametrize("folders", [("old/", "new/"), ("", "old/"), ("a/", "a/b/")])
def test_several_slack_exports_in_one_are_refused_by_name(tmp_path: Path, folders: tuple[str, str], kind: str) -> None:
    path = write_files(
        tmp_path / f"all{kind}", {f"{folder}{name}": data for folder in folders for name, data in ONE.items()}
    )
    with pytest.raises(UserError) as caught:
        Landings(tmp_path / "home").slack(path)
    assert "several Slack exports" in caught.value.what
    assert all(f"all{kind}/{folder}".rstrip("/") in caught.value.what for folder in folders)
    assert "the oldest first" in caught.value.mend
    (finding,) = export_doctor.examine(SLACK, Source(export=[path]), agency(slack={"export": [str(path)]}))
    assert (finding.state, "several Slack exports" in finding.text) == ("problem", True)


def test_a_folder_of_zips_says_to_list_the_zips(tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    for name in ("a.zip", "b.zip"):
        write_files(folder / name, ONE)
    with pytest.raises(UserError) as caught:
        Landings(tmp_path / "home").slack(folder)
    assert ("a.zip, b.zip" in caught.value.what, "list the zips" in caught.value.mend) == (True, True)


def test_several_notion_exports_in_one_are_refused_and_parts_of_one_are_not(tmp_path: Path) -> None:
    def read(files: dict[str, bytes]) -> None:
        with ExportFiles(write_files(tmp_path / "notion", files), Skips()) as opened:
            NOTION.export_reader()(opened, Skips(), ReadOptions("Europe/Lisbon"))

    other = PAGE.replace("0123", "9999")
    read({f"Part-1/{PAGE}": b"# Plan\n", f"Part-2/{other}": b"# Plan\n"})
    with pytest.raises(UserError, match="several Notion exports: notion/new, notion/old"):
        read({f"old/{PAGE}": b"# Plan\n", f"new/{PAGE}": b"# Plan\n\nMore.\n"})


@pytest.mark.parametrize(
    ("written", "mend"),
    [
        ("2026-W45-2026-W46", "2026-W45..2026-W46"),
        ("2026-W45 to 2026-W46", "2026-W45..2026-W46"),
        ("2026-W45\u20132026-w46", "2026-W45..2026-W46"),
        ("2026-11-09", "2026-W46"),
        ("2026 week 46", "2026-W46"),
        ("2026W46", "2026-W46"),
        ("next", "write it as 2026-W46"),
    ],
)
def test_a_week_that_is_written_otherwise_is_mended_by_the_week_that_is_meant(written: str, mend: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_weeks(written)
    assert mend in caught.value.mend


def test_a_settings_file_that_is_replaced_is_kept_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "yarnnn.yaml"
    path.write_text("mine")
    init(tmp_path, force=True)
    starter = path.read_text()
    init(tmp_path, force=True)
    assert (tmp_path / "yarnnn.yaml.before").read_text() == "mine"
    assert (tmp_path / "yarnnn.yaml.before1").read_text() == starter == path.read_text()

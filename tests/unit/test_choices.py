"""What a yarnnn.yaml chooses by name is there: its types, its writer, its destinations, ours or a package's."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.registry import Registry
from yarnnn_pipelines.project import load_settings

SETTINGS = """\
agency: {name: Northlight, time_zone: Europe/Lisbon, domains: [northlight.example], start: 2026-W40}
sources: {}
writer:
  kind: extractive
clients:
  - id: acme
    name: Acme Corp
    deliverables:
      - type: client_update
        destinations: [files]
"""
SHIPPED = Path(__file__).parents[2] / "yarnnn_pipelines/config/deliverable_types/client_update.yaml"


def check(folder: Path, text: str) -> None:
    path = folder / "yarnnn.yaml"
    path.write_text(text, encoding="utf-8")
    load_settings(path)


def test_what_ships_is_there(tmp_path: Path) -> None:
    check(tmp_path, SETTINGS)


@pytest.mark.parametrize(
    ("right", "wrong", "line", "what", "mend"),
    [
        ("kind: extractive", "kind: quill", 4, "no writer 'quill'", "extractive"),
        ("[files]", "[files, fax]", 10, "no destination 'fax'", "files"),
        ("type: client_update", "type: ../../x", 9, "no deliverable type '../../x'", "client_update"),
    ],
)
def test_a_name_that_nothing_stands_for_is_told_with_its_line_and_the_mend(
    tmp_path: Path, right: str, wrong: str, line: int, what: str, mend: str
) -> None:
    with pytest.raises(UserError, match=what) as caught:
        check(tmp_path, SETTINGS.replace(right, wrong))
    assert caught.value.where.endswith(f"yarnnn.yaml, line {line}")
    assert mend in caught.value.mend


def test_a_type_of_the_users_own_is_there(tmp_path: Path) -> None:
    (tmp_path / "deliverable_types").mkdir()
    own = SHIPPED.read_text(encoding="utf-8").replace("id: client_update", "id: board_letter", 1)
    (tmp_path / "deliverable_types/board_letter.yaml").write_text(own, encoding="utf-8")
    check(tmp_path, SETTINGS.replace("type: client_update", "type: board_letter"))


# --- packages --------------------------------------------------------------------------------------------------------


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installed package that registers a destination, and one of a name that ships."""
    (tmp_path / "pigeons.py").write_text("class Pigeons:\n    def deliver(self, delivery): return ['roof']\n")
    info = tmp_path / "pigeons-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: pigeons\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[test.destinations]\npigeons = pigeons:Pigeons\nfiles = pigeons:Pigeons\nlost = pigeons:Lost\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    sys.modules.pop("pigeons", None)


@pytest.fixture
def registry(package: Path) -> Registry:
    return Registry("destination", "test.destinations", {"files": "collections:OrderedDict"})


def test_an_installed_package_adds_its_own(registry: Registry) -> None:
    assert "pigeons" in registry
    assert registry.make("pigeons").deliver(None) == ["roof"]
    assert registry.names() == ["files", "lost", "pigeons"]


def test_no_package_takes_the_place_of_what_ships(registry: Registry) -> None:
    assert type(registry.make("files")).__name__ == "OrderedDict"


def test_an_entry_that_can_not_be_loaded_is_told_with_the_mend(registry: Registry) -> None:
    with pytest.raises(UserError, match="'lost' can't be loaded") as caught:
        registry.make("lost")
    assert "pigeons:Lost" in caught.value.where

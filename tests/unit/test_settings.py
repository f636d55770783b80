"""yarnnn.yaml: what a user may write, and how a mistake is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from yarnnn_pipelines.errors import UserError
from yarnnn_pipelines.settings import load_settings

WHOLE = """\
agency:
  name: Northlight Studio
  time_zone: Europe/Lisbon
  domains: [northlight.example]
  start: 2026-W40
sources:
  slack: {export: exports/slack.zip}
  gmail: {export: [exports/old.mbox, exports/new.mbox]}
writer: {kind: extractive}
clients:
  - id: acme
    name: Acme Corp
    aliases: [Acme]
    domains: [acme.example]
    slack: {shared: [client-acme], internal: [acme-internal]}
    notion: {roots: ["Acme Corp"]}
    contacts:
      - {name: Dana Reyes, email: Dana@Acme.example, role: Head of Marketing}
    deliverables:
      - type: client_update
        recipients: [dana@acme.example]
        destinations: [files]
        autonomy: approve
  - id: harbor
    name: Harbor Line
    domains: [harbor.example]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "yarnnn.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_export_paths_are_relative_to_the_file_and_keep_their_order(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, WHOLE))
    assert settings.sources.gmail.export == [tmp_path / "exports/old.mbox", tmp_path / "exports/new.mbox"]
    assert list(settings.sources.configured()) == ["slack", "gmail"]


def test_an_address_counts_in_any_case(tmp_path: Path) -> None:
    assert load_settings(written(tmp_path, WHOLE)).client("acme").contacts[0].email == "dana@acme.example"


def test_a_client_gets_a_weekly_update_unless_told_otherwise(tmp_path: Path) -> None:
    assert [d.type for d in load_settings(written(tmp_path, WHOLE)).client("harbor").deliverables] == ["client_update"]


@pytest.mark.parametrize(
    ("right", "wrong", "line", "what", "mend"),
    [
        ("aliases:", "alias:", 13, "unknown key 'alias'", "did you mean 'aliases'?"),
        ("slack: {export", "slak: {export", 7, "unknown key 'slak'", "did you mean 'slack'?"),
        ("Europe/Lisbon", "Europe/Lissabon", 3, "not a time zone", "Europe/Lisbon"),
        ("2026-W40", "2026-W60", 5, "not an ISO week", "2026-W46"),
        ("  name: Northlight Studio\n", "", 1, "agency.name is missing", "add `name:`"),
        (
            "domains: [harbor.example]",
            "domains: [acme.example]",
            26,
            "belongs to both client 'acme' and client",
            "one of",
        ),
        ("domains: [harbor.example]", "domains: [northlight.example]", 26, "both the agency and", "one of"),
        (
            "domains: [harbor.example]",
            "slack: {shared: [acme-internal]}",
            26,
            "Slack channel 'acme-internal'",
            "one of",
        ),
        ("id: harbor", "id: acme", 24, "client id 'acme' belongs to both", "one of"),
        ("destinations: [files]", "destinations: [fax]", 22, "'files'", "yarnnn init"),
        ("name: Acme Corp", "name: [Acme Corp", 13, "not YAML", "quotes"),
        ("    name: Harbor Line", "    name: Harbor Line\n    name: Harbor", 26, "stands twice", "keep one"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_mend(
    tmp_path: Path, right: str, wrong: str, line: int, what: str, mend: str
) -> None:
    assert right in WHOLE
    with pytest.raises(UserError) as caught:
        load_settings(written(tmp_path, WHOLE.replace(right, wrong, 1)))
    assert what in caught.value.what
    assert caught.value.where.endswith(f"yarnnn.yaml, line {line}")
    assert mend in caught.value.mend


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    text = WHOLE.replace("aliases:", "alias:").replace("2026-W40", "soon")
    with pytest.raises(UserError) as caught:
        load_settings(written(tmp_path, text))
    assert "alias" in str(caught.value)
    assert "soon" in str(caught.value)


def test_a_missing_file_names_the_command_that_writes_one(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such file") as caught:
        load_settings(tmp_path / "yarnnn.yaml")
    assert "yarnnn init" in caught.value.mend


def test_an_unknown_client_is_answered_with_the_nearest_one(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        load_settings(written(tmp_path, WHOLE)).client("harbour")
    assert "'harbor'" in caught.value.mend

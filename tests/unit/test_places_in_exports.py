"""`yarnnn doctor` compares the names of yarnnn.yaml with what the exports hold before anything has landed."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from yarnnn_pipelines.project import load_settings, settings_of
from yarnnn_pipelines.sources.examination import examine
from yarnnn_pipelines.sources.shared.findings import Finding
from yarnnn_pipelines.sources.unused_domains import examine_domains
from yarnnn_pipelines.stores.ledger.rows import Landing

ACME, PLAN = "a" * 32, "b" * 32
SLACK = {
    "slack/users.json": json.dumps([{"id": "U1", "team_id": "T1", "name": "mia"}]),
    "slack/channels.json": json.dumps([{"id": "C1", "name": "client-acme"}, {"id": "C2", "name": "acme-internal"}]),
    "slack/client-acme/2026-11-10.json": "[]",
    "slack/acme-internal/2026-11-10.json": "[]",
}
NOTION = {
    f"notion/Acme Corp {ACME}.md": "# Acme Corp\n\nAll of it.\n",
    f"notion/Acme Corp {ACME}/Plan {PLAN}.md": "# Plan\n\nOne.\n",
    "notion/Team space/Handbook cccccccccccccccccccccccccccccccc.md": "# Handbook\n\nTwo.\n",
}
CALENDAR = {"calendar/team.ics": "BEGIN:VCALENDAR\nX-WR-CALNAME:Acme meetings\nEND:VCALENDAR\n"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    for name, text in {**SLACK, **NOTION, **CALENDAR}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def warned(folder: Path, client: str, landings: dict[str, Landing] | None = None) -> list[Finding]:
    """What doctor says of the names that a client's keys give; `comments` is said of every export of Notion."""
    path = folder / "yarnnn.yaml"
    path.write_text(
        "agency: {name: Northlight, time_zone: Europe/Lisbon, domains: [northlight.example], start: 2026-W40}\n"
        "sources: {slack: {export: slack}, notion: {export: notion}, calendar: {export: calendar}}\n"
        f"clients:\n  - {{id: acme, name: Acme Corp, {client}}}\n"
    )
    findings = [finding for one in examine(load_settings(path), landings or {}) for finding in one.findings]
    return [finding for finding in findings if finding.state != "ok" and finding.check != "comments"]


@pytest.mark.parametrize(
    "client",
    [
        "slack: {shared: ['#Client-Acme'], internal: [C2]}",
        f"notion: {{roots: [acme corp, {PLAN}, Team space]}}",
        f"notion: {{roots: ['https://www.notion.so/Plan-{PLAN}']}}",
        "calendars: [Acme meetings]",
    ],
)
def test_a_place_is_in_the_exports_by_its_name_or_its_id(folder: Path, client: str) -> None:
    assert warned(folder, client) == []


@pytest.mark.parametrize(
    ("client", "said"),
    [
        (
            "slack: {shared: [client-acne]}",
            "no Slack channel 'client-acne' is in the exports; did you mean 'client-acme'?",
        ),
        ("slack: {internal: [C9]}", "no Slack channel 'C9' is in the exports"),
        ("notion: {roots: [Acme Crop]}", "no Notion page 'Acme Crop' is in the exports; did you mean 'Acme Corp'?"),
        ("notion: {roots: [Plan]}", "no Notion page 'Plan' is in the exports"),
        ("calendars: [Acme meeting]", "no calendar 'Acme meeting' is in the exports; did you mean 'Acme meetings'?"),
    ],
)
def test_a_place_that_no_export_shows_is_told_with_the_nearest_name(folder: Path, client: str, said: str) -> None:
    (finding,) = warned(folder, client)
    assert finding.text == f"acme: {said}"
    assert "correct its name" in finding.mend


def test_a_domain_at_which_nobody_has_landed_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    settings = settings_of(
        {
            "agency": {
                "name": "N",
                "time_zone": "Europe/Lisbon",
                "domains": ["northlight.example"],
                "start": "2026-W41",
            },
            "sources": {},
            "clients": [
                {"id": "acme", "name": "Acme Corp", "domains": ["acne.example", "acme.example"]},
                {"id": "globex", "name": "Globex", "domains": ["globexx.example"]},
            ],
        }
    )
    with duckdb.connect() as con:
        con.execute("create schema slack")
        columns = "item_id varchar, payload json, observed_at timestamptz, is_deleted bool, text varchar"
        con.execute(f"create table slack.users ({columns})")
        assert examine_domains(settings, con) == []
        for number, address in enumerate(("mia@northlight.example", "dana@eu.acme.example", "gus@globex.example")):
            payload = json.dumps({"id": f"U{number}", "profile": {"email": address}})
            con.execute(
                "insert into slack.users values (?, ?, now(), false, '')", [f"slack:T1:user:U{number}", payload]
            )
        (examined,) = examine_domains(settings, con)
    assert [(each.check, "globex.example" in each.text) for each in examined.findings] == [
        ("acme domain acne.example", False),
        ("globex domain globexx.example", True),
    ]


def test_a_clients_domain_that_lies_below_our_own_is_told(folder: Path) -> None:
    (finding,) = warned(folder, "domains: [acme.northlight.example]")
    assert "your own northlight.example" in finding.text


@pytest.mark.parametrize(
    ("account", "is_theirs"),
    [("dana@acme.example", True), ("kim@mail.acme.example", True), ("mia@northlight.example", False)],
)
def test_a_mailbox_said_to_be_ours_that_is_a_clients_is_a_problem(
    account: str, is_theirs: bool, tmp_path: Path
) -> None:
    (tmp_path / "mail.mbox").write_text("")
    export = {"export": [str(tmp_path / "mail.mbox")], "account": account}
    named = {"name": "Northlight", "time_zone": "Europe/Lisbon", "domains": ["northlight.example"], "start": "2026-W40"}
    clients = [{"id": "acme", "name": "Acme", "domains": ["acme.example"]}]
    examined = examine(settings_of({"agency": named, "sources": {"gmail": export}, "clients": clients}), {})
    told = [finding for one in examined for finding in one.findings if finding.check == f"gmail account {account}"]
    assert [finding.state for finding in told] == (["problem"] if is_theirs else [])
    assert all("client 'acme'" in finding.text for finding in told)

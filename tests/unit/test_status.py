"""What `yarnnn status` says of live sources, and of what was sent and is no longer true."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from tests.unit.test_completeness import account, agency
from yarnnn_pipelines.cli.views import state
from yarnnn_pipelines.cli.views.coverage import coverage_figures, coverage_table
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.deliverables.render.render import html_page
from yarnnn_pipelines.publishing.outbox import publish_version
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.stores.ledger.opening import open_ledger
from yarnnn_pipelines.stores.ledger.rows import NewVersion, WeekCoverage
from yarnnn_pipelines.supervision.corrections import to_correct
from yarnnn_pipelines.supervision.standings import state_counts, states_line


def shown(*accounts, everything: bool = False) -> str:
    console = Console(width=200, record=True)
    report = {"is_live": True, "trouble": "", "accounts": list(accounts)}
    console.print(state.completeness(agency(), {"slack": (datetime.now(UTC), report)}, everything))
    return console.export_text()


def test_a_source_of_which_all_is_read_is_one_line():
    now = datetime.now(UTC)
    text = shown(account("client-acme", read_until=now - timedelta(minutes=5)), account("general", read_until=now))
    assert "slack, 2 in all" in text
    assert "5 minutes ago" in text
    assert "client-acme" not in text
    assert "client-acme" in shown(account("client-acme"), everything=True)


def test_what_has_a_problem_or_is_unread_or_did_not_land_has_a_line_of_its_own():
    unread = account("old", unread=[(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 5, tzinfo=UTC))])
    text = shown(account("closed", problem="not_in_channel"), unread, account("short", said=5, landed=4))
    assert "Slack #closed" in text
    assert "not in channel" in text
    assert "2026-01-01 to 2026-03-05" in text
    assert "Slack #short" in text


def test_an_agency_of_exports_has_no_account():
    assert state.completeness(agency(slack={"export": ["slack.zip"]}), {}) is None


def with_sources(words: str, *places: tuple[str, int]) -> NewVersion:
    """A version whose only sentence rests on the words from each place of each event on."""
    evidence = [{"event_id": event, "version": "v1", "start": start, "end": start + 9} for event, start in places]
    document = {"title": "Acme", "sections": [{"id": "moved", "claims": [{"text": words, "evidence": evidence}]}]}
    return NewVersion("acme", "2026-W46", "client_update", "drafted", words, words, words, document)


@pytest.mark.parametrize(
    ("newer", "lines"),
    [
        (with_sources("It was launched.", ("e1", 0)), 0),  # the same words of the same message, told otherwise
        (with_sources("It was launched.", ("e1", 0), ("e2", 4)), 1),
        (with_sources("It is late.", ("e2", 4)), 1),
        (dataclasses.replace(with_sources(""), outcome="abstained"), 1),
    ],
)
def test_what_was_sent_is_to_be_corrected_where_its_sources_differ(tmp_path, newer, lines):
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    ledger.save_versions([with_sources("It launched.", ("e1", 0))])
    publish_version(ledger, ledger.approve("acme", "2026-W46", "client_update", "dana"), ["files"], tmp_path, html_page)
    assert to_correct(ledger, ledger.standings()) == []
    ledger.save_versions([newer])
    told = state.corrections(to_correct(ledger, ledger.standings()))
    assert [line.startswith("acme 2026-W46: version 1 was sent") for line in told] == [True] * lines


def test_of_a_place_that_yarnnn_yaml_no_longer_names_nothing_is_told():
    missing = "acme: no channel '#client-{}' has landed. Mend: correct its name in yarnnn.yaml, or land what holds it"
    renamed = {"written": "client-old", "what": "acme: the channel 'client-old' is C1", "mend": "write C1"}
    report = {"not_found": [missing.format("old"), missing.format("acme")], "renamed": [renamed], "skipped": {}}
    assert state.warnings(agency(), {"slack": (datetime.now(UTC), report)}) == [missing.format("acme")]


def test_times_are_those_of_the_agencys_clock():
    report = {"tables": {}, "skipped": {}, "newest_item_at": "2026-07-14T23:30:00+00:00"}
    console = Console(width=200, record=True)
    settings = agency(slack={"export": ["slack.zip"]})
    console.print(state.sources_table(settings, {"slack": (datetime.now(UTC), report)}))
    assert settings.agency.time_zone == "Europe/Lisbon"
    assert "2026-07-15 00:30" in console.export_text()


def table_of(settings, **reports) -> str:
    console = Console(width=120, record=True)
    now = datetime.now(UTC)
    console.print(state.sources_table(settings, {name: (now, report) for name, report in reports.items()}))
    return console.export_text()


def landed(there: int, added: int, tombstones: int = 0) -> dict[str, int]:
    return {"seen": there, "added": added, "tombstones": tombstones, "total": there + 40}


def test_of_each_source_what_is_counted_is_what_its_export_shows_and_the_rest_has_its_own_words():
    tables = {"slack.users": landed(7, 7), "slack.channels": landed(1, 1), "slack.messages": landed(48, 3, 2)}
    there = {"slack.users": 7, "slack.channels": 1, "slack.messages": 48}
    shown = table_of(agency(slack={"export": ["s.zip"]}), slack={"tables": tables, "there": there, "skipped": {}})
    (row,) = (line for line in shown.splitlines() if line.startswith("slack "))
    assert row.split()[-5:] == ["48", "messages", "3", "2", "0"]
    assert "Also there: slack 7 users, 1 channel." in shown


def test_when_a_series_began_is_not_shown_as_how_new_a_calendar_is():
    report = {"tables": {"calendar.events": landed(2, 2)}, "there": {"calendar.events": 2}, "skipped": {}}
    shown = table_of(
        agency(calendar={"export": ["c.ics"]}), calendar=report | {"newest_item_at": "2026-07-14T23:30:00+00:00"}
    )
    assert "2 events" in shown
    assert "2026-07" not in shown


def test_of_each_reason_for_leaving_something_out_an_example_is_told() -> None:
    skips = Skips()
    for number in range(30):
        skips.add("odd_message", where=f"export {number}", what="nested", mend="nothing")
    skips.add("unreadable_export", where="slack-2.zip", what="there is no such export", mend="check the path")
    report = {"skipped": dict(skips.counts), "skipped_examples": skips.examples}
    told = "\n".join(state.warnings(agency(), {"slack": (datetime(2026, 11, 16, tzinfo=UTC), report)}))
    assert "export 0: nested" in told
    assert "slack-2.zip: there is no such export. Mend: check the path" in told


@pytest.mark.parametrize(
    ("reason", "count", "words"),
    [
        ("unreadable_day_file", 1, "1 unreadable day file"),
        ("unreadable_day_file", 3, "3 unreadable day files"),
        ("unreadable_entry", 2, "2 unreadable entries"),
        ("message_without_ts", 2, "2 messages without ts"),
        ("source_not_read", 2, "2 sources not read"),
        ("damaged_headers", 2, "2 damaged headers"),
        ("mail_unreadable", 2, "2 mails unreadable"),
        ("no_message", 2, "2 no message"),
        ("older_than_what_landed", 2, "2 older than what landed"),
    ],
)
def test_what_was_left_out_is_counted_in_words(reason: str, count: int, words: str) -> None:
    report = {"skipped": {reason: count}, "skipped_examples": ["there"]}
    assert state.warnings(agency(), {"slack": (datetime(2026, 11, 16, tzinfo=UTC), report)}) == [
        f"slack: skipped {words} (for instance: there)"
    ]


def test_mails_that_cant_be_read_are_counted_as_mails_and_each_is_named_when_everything_is_asked_for() -> None:
    holes = [
        {"container_id": "gmail:mia@us.example", "name": "mia@us.example", "day": "2026-11-10"}
        | {"where": f"mail.mbox, mail {number}", "what": "nothing of its words can be read", "mend": "read it"}
        for number in range(2)
    ]
    report = {"skipped": {"unread_mail": 2}, "skipped_examples": ["there"], "holes": holes}
    landings = {"gmail": (datetime(2026, 11, 16, tzinfo=UTC), report)}
    settings = agency(gmail={"export": ["mail.mbox"]})
    first, more = state.warnings(settings, landings)
    assert "skipped 2 unread mails" in first
    assert "2 mails of 1 mailbox can't be read: `" in more
    told = "\n".join(state.gaps_told(settings, landings, everything=True))
    assert all(f"mail.mbox, mail {number}: nothing of its words can be read" in told for number in range(2))


def test_each_part_of_an_export_that_cant_be_read_is_named_when_everything_is_asked_for() -> None:
    holes = [
        {"container_id": f"slack:T1:C{number}", "name": f"client-{number}", "day": "2026-11-09"}
        | {"where": f"s.zip, {number}.json", "what": "it is not JSON", "mend": "export again"}
        for number in range(8)
    ]
    report = {"skipped": {"unreadable_day_file": 8}, "skipped_examples": ["there"], "holes": holes}
    landings = {"slack": (datetime(2026, 11, 16, tzinfo=UTC), report)}
    settings = agency(slack={"export": ["s.zip"]})
    _, more = state.warnings(settings, landings)
    assert "8 parts of 8 channels can't be read" in more
    assert "yarnnn status --all" in more
    assert state.gaps_told(settings, landings) == []
    told = state.gaps_told(settings, landings, everything=True)
    assert told[7] == "Slack #client-7: s.zip, 7.json: it is not JSON. export again"
    assert len(told) == 8


def test_a_removed_version_is_called_forgotten_and_says_nothing_else(tmp_path: Path) -> None:
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    ledger.save_versions([with_sources("It launched.", ("e1", 0))])
    publish_version(ledger, ledger.approve("acme", "2026-W46", "client_update", "dana"), ["files"], tmp_path, html_page)
    ledger.save_versions([with_sources("It is late.", ("e2", 4))])
    (standing,) = ledger.standings()
    gone = dataclasses.replace(standing, state="forgotten")
    (line,) = state.corrections([gone])
    assert line == (
        "acme 2026-W46: version 1 was sent; version 2 was removed with `yarnnn forget`: "
        "`uv run yarnnn run --week 2026-W46 --type client_update` drafts it anew"
    )
    shown = coverage_shown(counted(landed=0, used=0), forgotten={standing.key})
    assert shown.split() == ["2026-W46", "acme", "forgotten", "until", "the", "next", "run"]


def test_a_quiet_week_is_not_called_so_beside_a_text_that_tells_of_earlier_ones() -> None:
    assert "acme (quiet)" in coverage_shown(counted(landed=0, used=0), quiet=True)
    assert "quiet" not in coverage_shown(counted(landed=9, used=7), quiet=True)


def test_what_went_out_stays_counted_once_it_is_drafted_anew(tmp_path: Path) -> None:
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    ledger.save_versions([with_sources("It launched.", ("e1", 0))])
    publish_version(ledger, ledger.approve("acme", "2026-W46", "client_update", "dana"), ["files"], tmp_path, html_page)
    assert states_line(ledger.standings()) == "1 published"
    ledger.save_versions([with_sources("It is late.", ("e2", 4))])
    assert states_line(ledger.standings()) == "1 drafted; 1 of them was published in another version"
    assert state_counts(ledger.standings()) == {"drafted": 1, "published_before": 1}


def counted(landed: int, used: int) -> dict[str, Any]:
    return {"landed": landed, "used": used, "offered": 0, "ignored": {}, "unassigned": 0}


def coverage_shown(counts: dict[str, Any], quiet: bool = False, forgotten: Collection[DeliverableKey] = ()) -> str:
    """The one row of the table."""
    row = WeekCoverage("acme", "2026-W46", quiet, counts, datetime(2026, 11, 16, tzinfo=UTC))
    figures = coverage_figures([row], {DeliverableKey("acme", "2026-W46", "client_update"): counts}, forgotten)
    console = Console(width=120, record=True)
    console.print(coverage_table(figures))
    return console.export_text().splitlines()[1]

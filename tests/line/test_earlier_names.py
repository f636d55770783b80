"""What is withheld because its channel had a name then that yarnnn.yaml does not list is told, with the mend."""

from __future__ import annotations

from dataclasses import asdict

import duckdb
import pytest

from tests.line.context_line import Line, agency, at
from yarnnn_pipelines.cli.views import state
from yarnnn_pipelines.sources.examination import examine
from yarnnn_pipelines.sources.registry import platform_of
from yarnnn_pipelines.sources.shared.report import Landed, report_of
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.stores.ledger.rows import Landing

WEEK = "2026-W46"


def line_with(tmp_path, shared: list[str], former: str = "pitch-acme", internal: tuple[str, ...] = ()) -> Line:
    settings = agency()
    acme = settings.clients[0]
    channels = acme.slack.model_copy(update={"shared": shared, "internal": list(internal)})
    clients = [acme.model_copy(update={"slack": channels}), *settings.clients[1:]]
    sources = settings.sources.model_validate({"slack": {"export": "slack.zip"}})
    line = Line(tmp_path, settings.model_copy(update={"clients": clients, "sources": sources}))
    line.channel("C7", "client-acme")
    line.user("U1", "Mia Duarte", "mia@northlight.example")
    line.message("2026-11-09 09:00", "C7", "U1", "The first campaign launched this morning.")
    line.message("2026-11-09 10:00", "C7", "U1", "The second campaign launched this morning.")
    gone = line.message("2026-11-09 11:00", "C7", "U1", "The third campaign launched this morning.")
    line.land("slack.messages", gone, container_id="slack:T1:C7", occurred_at=at("2026-11-09 11:00"), is_deleted=True)
    line.message(
        "2026-11-11 09:00", "C7", "U1", f'Mia has renamed the channel from "{former}" to "client-acme"',
        payload={"subtype": "channel_name", "old_name": former},
    )  # fmt: skip
    line.message("2026-11-12 09:00", "C7", "U1", "The fourth campaign launched this morning.")
    return line


def told(line: Line) -> list[str]:
    """What `status` and `doctor` say of the landing's report."""
    with duckdb.connect(line.home.warehouse, read_only=True) as con:
        report = report_of(con, platform_of("slack"), line.settings, Landed(line.landing, None, {}, Skips()))
    landings = {"slack": Landing(line.landing, asdict(report))}
    lines = state.warnings(line.settings, landings)
    findings = [found for one in examine(line.settings, landings) for found in one.findings if found.mend]
    assert [line for line in lines if "was called" in line] == [
        f"{found.text}. Mend: {found.mend}" for found in findings if "was called" in found.text
    ]
    return [line for line in lines if "was called" in line]


def test_messages_from_before_a_renaming_are_counted_with_their_channel_the_name_and_the_mend(tmp_path):
    line = line_with(tmp_path, ["client-acme"])
    assert told(line) == [
        "acme: the channel 'client-acme' was called #pitch-acme until 11 November 2026, a name that is not listed, so "
        "that no update tells of the 2 messages that were said there before. Mend: if the client could read it then, "
        "add pitch-acme under `slack: shared:` of acme, or write C7 instead of client-acme"
    ]
    line.build(WEEK)
    withheld = line.rows(
        "select count(*) from context.events"
        " where audience = 'internal' and platform = 'slack' and ignored_reason is null"
    )
    assert withheld == [(2,)]


@pytest.mark.parametrize(
    ("shared", "internal", "former"),
    [
        (["client-acme", "pitch-acme"], (), "pitch-acme"),
        (["client-acme", "#Pitch-Acme"], (), "pitch-acme"),
        (["C7"], (), "pitch-acme"),
        (["client-acme"], ("acme-internal",), "acme-internal"),  # meant to stay with us
        (["client-acme"], (), "client-globex"),  # another client's
        ([], ("client-acme",), "pitch-acme"),  # nobody outside reads it today either
    ],
)
def test_of_names_that_are_listed_and_of_internal_channels_nothing_is_said(tmp_path, shared, internal, former):
    assert told(line_with(tmp_path, shared, former, internal)) == []


def line_seen_as(tmp_path, *names: str, shared: list[str], told_as: str | None = None) -> Line:
    """A channel that each landing shows under the next of these names, with a message landed under the first."""
    settings = agency()
    acme = settings.clients[0]
    client = acme.model_copy(update={"slack": acme.slack.model_copy(update={"shared": shared})})
    sources = settings.sources.model_validate({"slack": {"export": "slack.zip"}})
    line = Line(tmp_path, settings.model_copy(update={"clients": [client, *settings.clients[1:]], "sources": sources}))
    line.user("U1", "Mia Duarte", "mia@northlight.example")
    line.channel("C7", names[0])
    line.message("2026-11-09 09:00", "C7", "U1", "The first campaign launched this morning.")
    for name in names[1:]:
        line.channel("C7", name)
    if told_as is not None:
        line.message(
            "2026-11-10 09:00", "C7", "U1", f'Mia has renamed the channel from "{told_as}" to "{names[-1]}"',
            payload={"subtype": "channel_name", "old_name": told_as},
        )  # fmt: skip
    line.message("2026-11-12 09:00", "C7", "U1", "The second campaign launched this morning.")
    return line


def audiences(line: Line) -> list[str]:
    line.build(WEEK)
    rows = line.rows("select audience from context.events where ignored_reason is null order by occurred_at")
    return [audience for (audience,) in rows]


@pytest.mark.parametrize("told_as", [None, "random-acme"])
def test_a_channel_that_was_seen_under_a_name_that_is_not_listed_is_closed_until_it_was_seen_under_its_own(
    tmp_path, told_as
):
    line = line_seen_as(tmp_path, "staff-acme", "client-acme", shared=["client-acme"], told_as=told_as)
    said = "2 messages that were" if told_as is None else "1 message that was"  # the others under the name before
    assert told(line)[-1] == (
        "acme: the channel 'client-acme' was called #staff-acme until 16 November 2026 at the latest, a name that is "
        f"not listed, so that no update tells of the {said} said there before. Mend: if the client could read "
        "it then, add staff-acme under `slack: shared:` of acme, or write C7 instead of client-acme"
    )
    assert audiences(line) == ["internal", "internal"]


@pytest.mark.parametrize(
    ("names", "shared", "told_as", "read_by"),
    [
        (("client-acme", "acme-main"), ["client-acme"], None, ["client", "client"]),  # bound under its first name
        pytest.param(
            *(("acme-web", "client-acme"), ["client-acme", "acme-web"], None, ["client", "client"]),
            marks=pytest.mark.long,
        ),
        (("staff-acme", "client-acme"), ["C7"], None, ["client", "client"]),
        pytest.param(
            *(("client-acme", "acme-main", "client-acme-2"), ["client-acme"], None, ["client", "client"]),
            marks=pytest.mark.long,
        ),
        (("staff-acme", "client-acme"), ["client-acme"], "staff-acme", ["internal", "client"]),  # since the message
        pytest.param(
            *(("Client-Acme", "client-acme"), ["client-acme"], None, ["client", "client"]), marks=pytest.mark.long
        ),
    ],
)
def test_names_seen_that_are_listed_and_renamings_that_a_message_dates_leave_the_rest_open(
    tmp_path, names, shared, told_as, read_by
):
    assert audiences(line_seen_as(tmp_path, *names, shared=shared, told_as=told_as)) == read_by

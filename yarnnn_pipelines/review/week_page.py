"""The week at a glance: what the page shows of many clients' last weeks, and the queue of one week.

Asks the ledger for the clients and weeks that are shown and for no other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.core.weeks import add_weeks, current_week, monday_of, weeks_between
from yarnnn_pipelines.publishing.addressees import addressed_if_any
from yarnnn_pipelines.review.risks import Judged, Risks
from yarnnn_pipelines.review.several import Choice, Looked, bound_to
from yarnnn_pipelines.review.words import MARKS, Mark, href, in_words, mark_of
from yarnnn_pipelines.stages.autonomy import standings_of
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Snooze, Standing
from yarnnn_pipelines.supervision.effort import Effort, efforts
from yarnnn_pipelines.supervision.renamed import Renamed, renamed_clients
from yarnnn_pipelines.supervision.standings import awake, states_line, waiting

WEEKS, CLIENTS, QUEUED = 8, 50, 50  # shown at once


class Cell(NamedTuple):
    """One deliverable of a client's week in the grid."""

    mark: Mark
    type: str
    href: str


class Row(NamedTuple):
    """A client in the grid, with the deliverables of each shown week."""

    client: str
    name: str
    weeks: Sequence[Sequence[Cell]]


class Queued(NamedTuple):
    """A draft that waits for a person, and what makes it risky. recipients: whom it goes to, in words; level:
    how far it goes by itself, in words; choice: what a
    form sends to approve it with others, '' where it is to be read first; is_looked_at: the visitor has had it open."""

    client: str
    type: str
    href: str
    mark: Mark
    judged: Judged
    recipients: str
    choice: str
    is_looked_at: bool
    effort: Effort = Effort()
    level: str = ""


class PutOff(NamedTuple):
    """A draft that somebody snoozed."""

    client: str
    type: str
    href: str
    snooze: Snooze


class Asked(NamedTuple):
    """What a visitor wants to see. week: '' for the newest; everything: of the queue, which is else cut off."""

    week: str = ""
    page: int = 1
    everything: bool = False


@dataclass(frozen=True)
class Glance:
    """Everything on the page. weeks: newest first. waits_in: of the other weeks that are shown the newest in which
    something waits, '' where nothing does; waits_elsewhere: how much waits in all of them. pages: how many pages of
    clients there are; page counts from 1."""

    week: str
    weeks: Sequence[str]
    rows: Sequence[Row]
    queue: Sequence[Queued]
    queued: int
    waits_in: str
    waits_elsewhere: int
    later: Sequence[PutOff]
    states: str
    page: int
    pages: int
    earlier: str
    later_weeks: str
    renamed: Sequence[Renamed]


def glance(settings: Settings, risks: Risks, asked: Asked, visitor: str, looked: Looked) -> Glance:
    """What is shown to this visitor. `UserError` for a week that is none."""
    ledger = risks.ledger
    newest = ledger.newest_week() or current_week(settings.agency.time_zone)
    chosen = asked.week or newest
    last = _last_shown(chosen, newest)
    weeks = weeks_between(add_weeks(last, 1 - WEEKS), last)[::-1]
    names = {client.id: client.name for client in settings.clients}
    pages = max(1, -(-len(names) // CLIENTS))
    page = min(max(1, asked.page), pages)
    shown = list(names)[(page - 1) * CLIENTS : page * CLIENTS]
    in_grid = ledger.standings_of(shown, weeks)
    put_off = _put_off_among(ledger, in_grid)
    elsewhere = [one.week for one in awake(in_grid, put_off) if one.week != chosen]
    of_week = ledger.standings_of(list(names), [chosen])
    snoozes = ledger.snoozed(list(names), [chosen])
    queue = _queue(awake(of_week, snoozes), names, risks.of(awake(of_week, snoozes), settings))
    shown_of_queue = queue if asked.everything else queue[:QUEUED]
    in_queue = sorted({one.client for one, _ in shown_of_queue})
    effort = efforts(ledger, [one.key for one, _ in shown_of_queue])
    levels = {(one.client, one.type): one.level_in_words for one in standings_of(settings, ledger, in_queue)}
    return Glance(
        week=chosen,
        weeks=weeks,
        rows=_rows(in_grid, put_off, names, shown, weeks),
        queue=[
            _queued(one, judged, settings, looked.has(visitor, one))._replace(
                effort=effort[one.key], level=levels.get((one.client, one.type), "")
            )
            for one, judged in shown_of_queue
        ],
        queued=len(queue),
        waits_in=max(elsewhere, key=monday_of, default=""),
        waits_elsewhere=len(elsewhere),
        later=[_put_off(one, snoozes[one.key], names) for one in waiting(of_week) if one.key in snoozes],
        states=states_line(of_week),
        page=page,
        pages=pages,
        earlier=add_weeks(weeks[-1], -1),
        later_weeks=add_weeks(last, WEEKS) if last < newest else "",
        renamed=renamed_clients(settings, ledger),
    )


def _last_shown(chosen: str, newest: str) -> str:
    """The last week of the page of weeks that holds the chosen one; the pages are counted back from the newest."""
    apart = (monday_of(newest) - monday_of(chosen)).days // 7
    return chosen if apart < 0 else add_weeks(newest, -(apart // WEEKS) * WEEKS)


def _put_off_among(ledger: Ledger, standings: Sequence[Standing]) -> Collection[DeliverableKey]:
    waits = waiting(standings)
    return ledger.snoozed(sorted({one.client for one in waits}), sorted({one.week for one in waits}))


def _rows(
    standings: Sequence[Standing],
    put_off: Collection[DeliverableKey],
    names: dict[str, str],
    shown: Sequence[str],
    weeks: Sequence[str],
) -> list[Row]:
    cells: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for standing in sorted(standings, key=lambda one: one.type):
        is_put_off = standing.key in put_off and mark_of(standing) == MARKS["to_review"]
        mark = MARKS["put_off"] if is_put_off else mark_of(standing)
        cells[standing.client, standing.week].append(Cell(mark, in_words(standing.type), href(standing)))
    return [Row(client, names[client], [cells[client, week] for week in weeks]) for client in shown]


def _queue(
    standings: Sequence[Standing], names: dict[str, str], judged: Mapping[DeliverableKey, Judged]
) -> list[tuple[Standing, Judged]]:
    """The riskiest first; of equals, by the clients' names."""
    queue = [(one, judged[one.key]) for one in standings if one.key in judged]
    return sorted(queue, key=lambda one: (one[1].risk.order, names[one[0].client], one[0].type))


def _put_off(one: Standing, snooze: Snooze, names: dict[str, str]) -> PutOff:
    return PutOff(names[one.client], in_words(one.type), href(one), snooze)


def _queued(one: Standing, judged: Judged, settings: Settings, is_looked_at: bool) -> Queued:
    addressed = addressed_if_any(settings, one.key)
    can_be_chosen = one.state == "drafted" and addressed is not None and not judged.risk.wants_a_reader
    return Queued(
        client=settings.client(one.client).name,
        type=in_words(one.type),
        href=href(one),
        mark=mark_of(one),
        judged=judged,
        recipients=", ".join(addressed.recipients) if addressed else "",
        choice=str(Choice(one.key, one.version, bound_to(one, addressed))) if addressed and can_be_chosen else "",
        is_looked_at=is_looked_at,
    )

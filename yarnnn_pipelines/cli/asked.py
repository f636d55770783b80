"""What a command was asked for: weeks and types, checked against the agency, with the mend where they can't be had."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from yarnnn_pipelines.config.deliverable_types import DeliverableType, deliverable_type
from yarnnn_pipelines.config.settings import takers_of, types_taken
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import ClientWeek, DeliverableKey
from yarnnn_pipelines.core.spans import weeks_due, why_not_due
from yarnnn_pipelines.core.weeks import current_week, monday_of, parse_weeks, week_of, weeks_between
from yarnnn_pipelines.project import Project, agency_ledger
from yarnnn_pipelines.sources.registry import is_schedule


def checked_week(week: str) -> str:
    monday_of(week)
    return week


def types_wanted(project: Project, type_id: str | None) -> list[DeliverableType]:
    """The type asked for, or every type that a client gets."""
    if type_id is not None:
        checked_type(project, type_id)
    taken = types_taken(project.settings)
    return [deliverable_type(one, project.settings.path) for one in taken if type_id in (None, one)]


def weeks_due_of(project: Project, kind: DeliverableType, weeks: Sequence[str]) -> list[str]:
    """Those of the weeks in which a deliverable of this type is due."""
    return weeks_due(kind.tells_of, weeks, project.settings.agency.start)


def refuse_undue(project: Project, kind: DeliverableType, weeks: Sequence[str]) -> None:
    """`UserError` where none of the weeks is one in which a deliverable of this type is due."""
    if weeks and not weeks_due_of(project, kind, weeks):
        raise why_not_due(kind.id, weeks[-1], project.settings.agency.start)


def weeks_to_build(project: Project, kinds: Sequence[DeliverableType], weeks: Sequence[str]) -> list[str]:
    """The weeks, and those of the spans that end in them which have never been built."""
    settings = project.settings
    spans = [span for kind in kinds for week in weeks if (span := kind.span_in(week, settings.agency.start))]
    earlier = {week for span in spans for week in span.weeks} - set(weeks)
    earlier = {week for week in earlier if monday_of(week) >= monday_of(settings.agency.start)}
    keys = [ClientWeek(client.id, week) for client in settings.clients for week in earlier]
    built = {key.week for key in agency_ledger(project).built_at(keys)} if keys else set()
    return sorted({*weeks, *(earlier - built)}, key=monday_of)


def weeks_asked(week: str | None, weeks: str | None) -> list[str] | None:
    """The weeks that `--week` or `--weeks` names, None where neither is given. `UserError` for what names none."""
    if week is not None and weeks is not None:
        raise UserError("--week and --weeks are both given", mend="give one of them")
    option, written = ("--weeks", weeks) if week is None else ("--week", week)
    if written is None:
        return None
    try:
        return parse_weeks(written)
    except UserError as error:
        raise UserError(error.what, where=error.where or option, mend=error.mend) from None


def checked_type(project: Project, type_id: str) -> None:
    known = sorted(types_taken(project.settings))
    if type_id not in known:
        raise UserError(
            f"no client gets a deliverable of type {type_id!r}",
            where=str(project.settings.path),
            mend=f"there is {', '.join(known)}",
        )


def producible(project: Project, weeks: list[str]) -> list[str]:
    """The weeks asked for; `UserError` for one before the agency's first or after the one that runs now."""
    agency = project.settings.agency
    if monday_of(weeks[0]) < monday_of(agency.start):
        raise UserError(
            f"{weeks[0]} lies before the first week that is produced, {agency.start}",
            where=str(project.settings.path),
            mend=f"set agency.start to {weeks[0]} or earlier",
        )
    if monday_of(weeks[-1]) > monday_of(current_week(agency.time_zone)):
        raise UserError(f"{weeks[-1]} has not begun", mend=f"this week is {current_week(agency.time_zone)}")
    return weeks


def refuse_never_made(project: Project, key: DeliverableKey) -> None:
    """`UserError` where no run makes this deliverable: the client gets none, or none is due in that week."""
    producible(project, [key.week])
    kind = deliverable_type(key.type_id, project.settings.path)
    refuse_undue(project, kind, [key.week])
    if key.client_id not in takers_of(project.settings, key.type_id):
        raise UserError(
            f"{key.client_id} gets no {key.type_id}",
            where=str(project.settings.path),
            mend="add it under the client's `deliverables`",
        )


def not_made_yet(project: Project, key: DeliverableKey) -> UserError:
    """Why a deliverable has no version, with the run that makes one where any does."""
    refuse_never_made(project, key)
    of_type = key.type_option
    return UserError(
        "there is no deliverable",
        where=f"{key.client_id} {key.week}{of_type}",
        mend=f"make it: `yarnnn run --week {key.week}{of_type}`",
    )


def checked_moment(written: str, time_zone: str) -> datetime:
    """A moment as it was asked for: ISO 8601, on the agency's clock where it names no zone; a day alone is its end.

    `UserError` for what is no time, or lies in the future.
    """
    zone, now = ZoneInfo(time_zone), datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(written.strip())
    except ValueError:
        raise UserError(
            f"{written!r} is no time",
            where="--as-of",
            mend="write it as 2026-11-13T14:30, as 2026-11-13T14:30+01:00, or as a day alone, 2026-11-13, for its end",
        ) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if moment > now:
        raise UserError(f"{written} lies in the future", where="--as-of", mend="give a time that has passed")
    is_a_day = re.search(r"[T ]", written.strip()) is None
    return min(datetime.combine(moment.date() + timedelta(days=1), time(), zone), now) if is_a_day else moment


def landed_weeks(project: Project, landings: Mapping[str, tuple[datetime, dict[str, Any]]]) -> list[str]:
    """The agency's weeks up to the newest in which something was said. Appointments don't count: a calendar knows of
    weeks that have not begun."""
    zone = project.settings.agency.time_zone
    newest = [
        datetime.fromisoformat(report["newest_item_at"])
        for platform, (_, report) in landings.items()
        if report.get("newest_item_at") and not is_schedule(platform)
    ]
    if not newest:
        return []
    last = week_of(min(max(newest), datetime.now(UTC)), zone)
    first = project.settings.agency.start
    return weeks_between(first, last) if monday_of(first) <= monday_of(last) else []

"""What `yarnnn who` shows of a person: each conclusion with the events that it rests on, and what was removed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from yarnnn_pipelines.cli.views import command
from yarnnn_pipelines.cli.views.deliverable import source_line
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.counts import counted

if TYPE_CHECKING:
    from yarnnn_pipelines.context.stakeholders.records import Conclusion, Evidence, Part, Person
    from yarnnn_pipelines.stores.ledger.rows import RemovedConclusion

EVIDENCE_SHOWN = 3  # of a conclusion; --json has all
_US = "(us)"  # no client's id, which has no parentheses


@dataclass(frozen=True)
class Profile:
    person: Person
    parts: Sequence[Part]
    removed: Sequence[RemovedConclusion]
    settings: Settings

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.agency.time_zone)


def show_people(console: Console, people: Sequence[Person], settings: Settings) -> None:
    """Everybody by client, then us, then those who belong to none."""
    names = {client.id: client.name for client in settings.clients}
    for group, title in [*names.items(), (_US, settings.agency.name), (None, "Of no one client")]:
        if listed := [person for person in people if _group(person, names) == group]:
            console.print(Text(title, style="bold cyan"), soft_wrap=True)
            for person in sorted(listed, key=str):
                console.print(Text(f"  {person}{f', {person.role}' if person.role else ''}"), soft_wrap=True)
    console.print(Text(f"\nWhat is known of one of them: {command('who PERSON')}", style="dim"), soft_wrap=True)


def _group(person: Person, clients: Collection[str]) -> str | None:
    if person.is_us:
        return _US
    return person.client_id if person.client_id in clients else None


def people_as_json(people: Sequence[Person]) -> list[dict[str, Any]]:
    """{id, name, email, slack_id, is_us, client, role} each; client: null for whoever is no one client's."""
    return [{**_person_as_json(one), "is_us": one.is_us, "client": one.client_id, "role": one.role} for one in people]


def _person_as_json(person: Person) -> dict[str, Any]:
    return {"id": person.person_id, "name": person.name, "email": person.email, "slack_id": person.slack_id}


def show(console: Console, profile: Profile) -> None:
    person, (identity, *parts) = profile.person, profile.parts
    console.print(Text(str(person), style="bold"), soft_wrap=True)
    for conclusion in identity.conclusions:
        _conclusion(console, conclusion, profile.zone)
    for part in parts:
        client = profile.settings.client(part.client_id).name
        read = f"{client}: {counted(part.written, 'item')} of theirs"
        days = f", of what was read from {part.first} to {part.last}" if part.first else ""
        console.print(Text.assemble("\n", (read, "bold cyan"), (days, "dim")), soft_wrap=True)
        for conclusion in part.conclusions:
            _conclusion(console, conclusion, profile.zone)
    if not parts:
        console.print(Text("\nNothing of theirs is in any client's weeks that have been built.", style="dim"))
    if profile.removed:
        names = dict.fromkeys(each.conclusion for each in profile.removed)
        console.print(Text(f"\nRemoved, and no longer concluded: {', '.join(names)}", style="yellow"), soft_wrap=True)
    how = command(f"who '{person.email or person.name}' --remove CONCLUSION")
    console.print(Text(f"\nConclude something no more: {how}", style="dim"), soft_wrap=True)


def _conclusion(console: Console, conclusion: Conclusion, zone: ZoneInfo) -> None:
    words = Text(conclusion.says, style="" if conclusion.is_known else "dim")
    console.print(Text.assemble("  ", (f"{conclusion.name:<15}", "bold"), " ", words), soft_wrap=True)
    if conclusion.because:
        console.print(Text(f"    {conclusion.because}", style="dim"), soft_wrap=True)
    for evidence in conclusion.evidence[:EVIDENCE_SHOWN]:
        line = Text.assemble("    ", (f"{evidence.shows}: " if evidence.shows else "", "dim"))
        line.append_text(source_line(_row(evidence, zone)))
        line.append(" (internal)" if evidence.event.audience == "internal" else "", style="yellow")
        console.print(line, soft_wrap=True)
        if evidence.event.permalink:
            console.print(Text(f"      {evidence.event.permalink}", style="dim"), soft_wrap=True)
    if (more := len(conclusion.evidence) - EVIDENCE_SHOWN) > 0:
        console.print(Text(f"    and {more} more: --json lists them", style="dim"))


def as_json(profile: Profile) -> dict[str, Any]:
    """person: {id, name, email, slack_id}; identity: conclusions from yarnnn.yaml; clients: {client, name, written,
    from, to, conclusions} each; removed: {client, conclusion, removed_at}.

    A conclusion: {kind, name, is_known, says, value, because, evidence}; its evidence: {event_id, version, platform,
    author, occurred_at, audience, permalink, quote, shows}.
    """
    person, (identity, *parts), zone = profile.person, profile.parts, profile.zone
    return {
        "person": _person_as_json(person),
        "identity": [_as_json(conclusion, zone) for conclusion in identity.conclusions],
        "clients": [
            {
                "client": part.client_id,
                "name": profile.settings.client(part.client_id).name,
                "written": part.written,
                "from": part.first,
                "to": part.last,
                "conclusions": [_as_json(conclusion, zone) for conclusion in part.conclusions],
            }
            for part in parts
        ],
        "removed": [
            {"client": each.client or None, "conclusion": each.conclusion, "removed_at": each.removed_at.isoformat()}
            for each in profile.removed
        ],
    }


def _as_json(conclusion: Conclusion, zone: ZoneInfo) -> dict[str, Any]:
    return {**vars(conclusion), "evidence": [_row(evidence, zone) for evidence in conclusion.evidence]}


def _row(evidence: Evidence, zone: ZoneInfo) -> dict[str, Any]:
    event = evidence.event
    return {
        "event_id": event.event_id,
        "version": event.version,
        "platform": event.platform,
        "author": event.author_name,
        "occurred_at": event.occurred_at.astimezone(zone).isoformat(),
        "audience": event.audience,
        "permalink": event.permalink,
        "quote": evidence.quote,
        "shows": evidence.shows,
    }

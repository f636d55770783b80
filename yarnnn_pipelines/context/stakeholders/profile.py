"""Stakeholders: what is known of a person, from yarnnn.yaml and from one client's stored events.

Events in, conclusions out, each with the events that it rests on. Where those are too few it is not known; what
somebody is like is never concluded. Reading the warehouse is `reading`, which conclusions a user removed the ledger's,
how they are shown the command line's.
"""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from yarnnn_pipelines.config.mail_domains import PUBLIC_MAIL_DOMAINS
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.context.stakeholders.habits import habits
from yarnnn_pipelines.context.stakeholders.matters import matters
from yarnnn_pipelines.context.stakeholders.records import Conclusion, Person, Promise, Read, known, unknown
from yarnnn_pipelines.context.week_events import WeekEvent


def identity(person: Person, settings: Settings) -> tuple[Conclusion, ...]:
    """What yarnnn.yaml says of somebody: role, organisation and side."""
    domain = (person.email or "").rpartition("@")[2]
    of_address = f"the address is of {domain}" if domain else "no address is known"
    if person.role:
        role = known("role", person.role, person.role, because=f"{settings.path}: contacts of {person.client_id}")
    else:
        role = unknown("role", "yarnnn.yaml gives none")
    if person.is_us:
        side = known("side", "ours", "us", because=f"{of_address}, one of the agency's in {settings.path}")
        organisation = known("organisation", settings.agency.name, settings.agency.name, because=side.because)
    elif client := next((client for client in settings.clients if client.id == person.client_id), None):
        is_contact = person.email in {contact.email for contact in client.contacts}
        why = f"{'a contact' if is_contact else f'{of_address}, one'} of {client.id} in {settings.path}"
        side = known("side", f"the client {client.name}", client.id, because=why)
        organisation = known("organisation", client.name, client.name, because=why)
    else:
        side = unknown("side", f"{of_address}, which yarnnn.yaml gives to no single client")
        is_own = domain and domain not in PUBLIC_MAIL_DOMAINS
        organisation = (
            known("organisation", domain, domain, because="the domain of the address")
            if is_own
            else unknown("organisation", of_address)
        )
    return role, organisation, side


def conclusions(
    person: Person, client_id: str, events: Sequence[WeekEvent], promises: Sequence[Promise], time_zone: str
) -> tuple[Conclusion, ...]:
    """What the events of one client show of a person; promises: those that this person made there."""
    of = Read(person, client_id, tuple(sorted(events, key=lambda event: (event.occurred_at, event.event_id))))
    return *habits(of, ZoneInfo(time_zone)), *matters(of, promises)

"""The readers of a client's week as its brief may know them: less who was forgotten, and what a user removed.

What somebody asked is `deliverables.brief.readers`, what they are `context.stakeholders`; neither knows the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.context.stakeholders.matters import name_of_sentence
from yarnnn_pipelines.context.stakeholders.profile import identity
from yarnnn_pipelines.context.stakeholders.records import NO_CLIENT, Person
from yarnnn_pipelines.deliverables.brief.readers import Reader, addresses_of_readers, asked_lately
from yarnnn_pipelines.deliverables.week.client_week import WeekContext
from yarnnn_pipelines.forgetting.marks import Forgotten, Marker
from yarnnn_pipelines.forgetting.register import read_forgotten
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import RemovedConclusion


class Readers:
    """Of one batch of client weeks. people: everybody that is known, from the context tables."""

    def __init__(self, people: Iterable[Person], settings: Settings, ledger: Ledger) -> None:
        self._by_address = {person.email: person for person in people if person.email}
        self._settings = settings
        self._ledger = ledger

    def of(self, week: WeekContext, kind: DeliverableType) -> tuple[Reader, ...]:
        """Whom a deliverable of this type goes to, in the order of yarnnn.yaml; who was forgotten is none of them."""
        readers = []
        for address in addresses_of_readers(week.client, kind):
            person = self._by_address.get(address)
            if person is not None and not self._forgotten.holds(address):
                readers.append(self._reader(person, week, kind))
        return tuple(readers)

    def _reader(self, person: Person, week: WeekContext, kind: DeliverableType) -> Reader:
        removed = self._removed(person)
        who = {
            drawn.kind: drawn.value
            for drawn in identity(person, self._settings)
            if drawn.is_known and not {drawn.kind, drawn.name} & _names(removed, person.client_id or NO_CLIENT)
        }
        names = _names(removed, week.client.id)
        asked = () if "asked" in names else asked_lately(person, week, kind)
        kept = [one for one in asked if name_of_sentence("asked", *one.key) not in names]
        return Reader(person.person_id, person.name, who.get("role"), who.get("organisation"), tuple(kept))

    def _removed(self, person: Person) -> list[RemovedConclusion]:
        return self._removed_by_mark.get(self._marker(person.person_id), []) if self._marker else []

    @cached_property
    def _removed_by_mark(self) -> dict[str, list[RemovedConclusion]]:
        return self._ledger.removed_by_person()

    @cached_property
    def _marker(self) -> Marker | None:
        key = self._ledger.forgotten_key()
        return Marker(key) if key else None

    @cached_property
    def _forgotten(self) -> Forgotten:
        return read_forgotten(self._ledger)


def _names(removed: Iterable[RemovedConclusion], client_id: str) -> set[str]:
    return {each.conclusion for each in removed if each.client == client_id}

"""The names that a yarnnn.yaml chooses among: deliverable types, writers, destinations.

A registry holds names and where their entries are, and imports no entry: so settings know nothing of the rooms that
word and send. What an entry must be able to do is said there, in the protocols.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yarnnn_pipelines.config.deliverable_types import deliverable_types
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.config.yaml_lines import Lines
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.registry import Registry

# Entries follow deliverables/writers/protocol.py.
WRITERS = Registry(
    "writer",
    "yarnnn_pipelines.writers",
    {
        "extractive": "yarnnn_pipelines.deliverables.writers.extractive:Extractive",
        "openai": "yarnnn_pipelines.deliverables.writers.model.writer:ModelWriter",
    },
)
# Entries follow publishing/destinations/protocol.py.
DESTINATIONS = Registry(
    "destination",
    "yarnnn_pipelines.destinations",
    {"files": "yarnnn_pipelines.publishing.destinations.files:Files"},
)

Location = tuple[int | str, ...]


@dataclass(frozen=True)
class _Unknown:
    """A name that nothing stands for: where it is written, what it should name, and what may be written there."""

    location: Location
    noun: str
    name: str
    mend: str


def refuse_unknown_names(settings: Settings, lines: Lines) -> None:
    """`UserError` with the line of the first name that nothing stands for."""
    for unknown in _unknown_names(settings):
        where = lines.where(unknown.location)
        raise UserError(f"no {unknown.noun} {unknown.name!r}", where=where, mend=unknown.mend)


def _unknown_names(settings: Settings) -> Iterator[_Unknown]:
    yield from _unregistered(WRITERS, settings.writer.kind, ("writer", "kind"))
    types = sorted(deliverable_types(settings.path))
    for number, client in enumerate(settings.clients):
        for position, wanted in enumerate(client.deliverables):
            location = ("clients", number, "deliverables", position)
            if wanted.type not in types:
                mend = f"the types are {', '.join(types)}"
                yield _Unknown((*location, "type"), "deliverable type", wanted.type, mend)
            for place, name in enumerate(wanted.destinations):
                yield from _unregistered(DESTINATIONS, name, (*location, "destinations", place))


def _unregistered(registry: Registry, name: str, location: Location) -> Iterator[_Unknown]:
    if name not in registry:
        yield _Unknown(location, registry.noun, name, registry.mend)

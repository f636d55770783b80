"""What the house knows a platform by: one object in each platform's folder, and nothing about it anywhere else.

Light to import: parsers, HTTP clients and the warehouse come with what a method does, not with the object. Which
platforms there are is said by `registry`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal

from yarnnn_pipelines.config.places import Place, Places
from yarnnn_pipelines.config.settings import Client, Settings
from yarnnn_pipelines.config.sources import Source
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.shared.identity import Identity

if TYPE_CHECKING:
    import duckdb

    from yarnnn_pipelines.sources.shared.export_reader import Reader, ReadOptions
    from yarnnn_pipelines.sources.shared.findings import Finding
    from yarnnn_pipelines.sources.shared.opening import LiveRun, Opened
    from yarnnn_pipelines.sources.shared.place_names import BoundPlace, PlaceName, Renaming
    from yarnnn_pipelines.sources.shared.slices import LiveSource

Holds = Literal["items", "names", "memory"]


@dataclass(frozen=True)
class RawTable:
    """A table of item versions in the platform's schema.

    holds: `items`, what was said or happened; `names`, who and what there is; `memory`, what the live source itself
    must remember, which nobody else reads.
    """

    name: str
    description: str
    holds: Holds = "items"


@dataclass(frozen=True)
class Repetitions:
    """For items that happen more than once: when they do, and the bounds within which that is asked.

    instants: (payloads, first, last) -> when, besides `occurred_at`, what these payloads speak of happens.
    """

    instants: Callable[[Iterable[str], datetime, datetime], set[datetime]]
    first: datetime
    last: datetime


class Platform(ABC):
    """One platform.

    id: as in `sources:`, and the warehouse's schema. label: for people, one spelling everywhere. tables: the main one
    first. source: its settings under `sources:`; places: those under a client, None where nothing is configured there.
    """

    id: ClassVar[str]
    label: ClassVar[str]
    icon: ClassVar[
        str
    ]  # Dagster's name of the platform's picture, https://docs.dagster.io/guides/build/assets/metadata-and-tags/kind-tags
    tables: ClassVar[tuple[RawTable, ...]]
    source: ClassVar[type[Source]]
    places: ClassVar[type[Places] | None] = None

    # Whether dbt/ has models for its items. Where it has none, the envelope is enough: an item is an event of the
    # client in whose configured place it lies.
    has_models: ClassVar[bool] = False
    # Whether its items are appointments, which lie in weeks that have not begun: that they are there says nothing of
    # what has been said.
    is_schedule: ClassVar[bool] = False
    link_hosts: ClassVar[tuple[str, ...]] = ()  # of its own pages, to which a deliverable may link
    sent_by: ClassVar[str] = ""  # "by mail", where a sentence should say how something was said
    # Whether an item names, besides its author, who takes part in it, by address and all over its payload: then it is
    # as much theirs.
    has_parties: ClassVar[bool] = False
    # Whether texts speak of people by the last part of their accounts (`<@U0123ABCD>`).
    speaks_by_account: ClassVar[bool] = False
    # SQL over `shown_keys` and `known`: whether what an export shows is older than what landed, as far as the
    # platform's own clock tells. '' where it doesn't.
    is_older: ClassVar[str] = ""
    # SQL over a payload: where its item lies, whatever it says; and over `place` of `shown_keys` and `known`: whether
    # an item that says the same was moved, and so has another audience. '' where its id tells where it lies.
    place: ClassVar[str] = ""
    is_moved: ClassVar[str] = ""
    # (check, what, mend) for doctor: what no export of it holds and its API has; None where that is nothing.
    not_in_exports: ClassVar[tuple[str, str, str] | None] = None

    # --- what landed -------------------------------------------------------------------------------------------------

    @property
    def main_table(self) -> str:
        return self.tables[0].name

    def tables_of(self, *holds: Holds) -> tuple[str, ...]:
        return tuple(table.name for table in self.tables if table.holds in holds)

    @property
    def shared_tables(self) -> tuple[RawTable, ...]:
        """Those that others read: what the live source remembers is its own."""
        return tuple(table for table in self.tables if table.holds != "memory")

    # --- reading -----------------------------------------------------------------------------------------------------

    @abstractmethod
    def export_reader(self) -> type[Reader]:
        """What reads its exports."""

    def read_options(self, source: Source, time_zone: str) -> ReadOptions:
        """What an export doesn't carry and the settings say."""
        from yarnnn_pipelines.sources.shared.export_reader import ReadOptions

        return ReadOptions(time_zone=time_zone)

    def live_source(self) -> type[LiveSource]:
        """The class that reads its API."""
        raise self._exports_only()

    def open_live(self, run: LiveRun) -> Opened:
        """Its API, ready to be read. `UserError` where the token is missing."""
        raise self._exports_only()

    def examine_live(self, settings: Settings, bound: Mapping[str, str]) -> Iterator[Finding]:
        """Whether its API can be read, as whom, with which rights; `UserError` and the errors of `Api` end it.

        bound: {name as written: container_id} of the places that names of yarnnn.yaml mean, as far as they have landed.
        """
        raise self._exports_only()

    def _exports_only(self) -> UserError:
        return UserError(f"{self.label} is read from exports alone", mend=f"name them: sources: {self.id}: export:")

    def repetitions(self, settings: Settings) -> Repetitions | None:
        """When its items happen besides `occurred_at`; None where they happen once."""
        return None

    # --- whose it is -------------------------------------------------------------------------------------------------

    def places_of(self, client: Client) -> list[Place]:
        """The client's places here."""
        return list(client.of(self.places).listed()) if self.places else []

    def place_label(self, name: str) -> str:
        """How a person knows a container: `Slack #client-acme`, `Notion “Acme Corp”`."""
        return f"{self.label} “{name}”"

    def place_names(self, con: duckdb.DuckDBPyConnection) -> list[PlaceName] | None:
        """Every name of every place that something has landed from; None where nothing landed at all.

        Unless a platform says otherwise, its containers are named `<id>:<name>`, and never renamed.
        """
        from yarnnn_pipelines.sources.shared.lookup import named_containers

        return named_containers(con, self.id, self.main_table)

    def withheld_by_name(
        self, con: duckdb.DuckDBPyConnection, settings: Settings, places: Sequence[BoundPlace]
    ) -> list[Renaming]:
        """What no client is told of, since its place had a name then that yarnnn.yaml does not list."""
        return []

    def is_id_of(self, container_id: str, written: str) -> bool:
        """Whether what a user wrote is this place's id, and not a name."""
        return written.strip().casefold() == container_id.casefold()

    def identities(self, con: duckdb.DuckDBPyConnection) -> list[Identity]:
        """Everybody whom what landed names. Unless a platform says otherwise: the authors, with the name that an
        item's payload gives them."""
        from yarnnn_pipelines.sources.shared.lookup import authors

        return authors(con, self.id, self.tables_of("items"))

    def is_everybodys(self, item_id: str, author_id: str) -> bool:
        """Whether an item is no more its author's than others', such as a channel of whoever made it."""
        return False

    def id_end_of(self, link: str) -> str | None:
        """How the id of the item ends that a link leads to, where the platform's own links name it."""
        return None

    def held_in(self, con: duckdb.DuckDBPyConnection, written: Collection[str]) -> tuple[set[str], set[str]]:
        """(item ids, container ids) of what landed in the places with these names or ids, in any letter case.

        What lies in these containers need not be among the items.
        """
        return set(), {f"{self.id}:{name.strip()}" for name in written}

"""Which channel, page or calendar each name of yarnnn.yaml means, and whether it still bears that name.

A place is known by its id. A name that a user writes is bound to the place that bore it when it first landed under that
name, and stays bound whatever the place is called later: else a channel of another client, or an internal one, would be
read by the client as soon as it took the name. What was bound is remembered in the report of each landing, which the
ledger keeps; a home without such a report is bound by what has landed.

How a platform's places are called is each platform's (`Platform.place_names`); what a place says of an item is dbt's.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb

from yarnnn_pipelines.config.places import Place
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.sources.platform import Platform
from yarnnn_pipelines.sources.shared.place_names import BoundPlace, PlaceName, Renaming

_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Bindings:
    """places: in the order of yarnnn.yaml; earlier: what was bound and is no longer in it, as the reports have it."""

    places: tuple[BoundPlace, ...]
    renamings: tuple[Renaming, ...]
    not_found: tuple[str, ...]
    earlier: tuple[dict[str, Any], ...] = ()

    @property
    def remembered(self) -> list[dict[str, Any]]:
        """For the report of a landing: see `bind_places`."""
        bound = [dataclasses.asdict(place) for place in self.places if place.container_id]
        return [*bound, *self.earlier]

    def ids(self) -> dict[str, str]:
        """{as written: container_id} of what is bound."""
        return {place.written: place.container_id for place in self.places if place.container_id}


def bind_places(
    con: duckdb.DuckDBPyConnection, platform: Platform, settings: Settings, last: Mapping[str, Any] | None
) -> Bindings:
    """What the places of all clients on a platform mean. last: the report of its last landing, None before the first.

    A name that has not been bound means the place that bore it at the end of the last landing, else the one that bore
    it first since. A home whose landings have not remembered that yet is searched from its beginning.
    """
    if platform.places is None:
        return Bindings((), (), ())
    names = platform.place_names(con)
    return _Binding(platform, settings, names or (), last or {}).bindings(has_landed=names is not None)


class _Binding:
    """One look at a platform's places."""

    def __init__(
        self, platform: Platform, settings: Settings, names: Sequence[PlaceName], last: Mapping[str, Any]
    ) -> None:
        self._platform = platform
        self._noun = platform.places.noun if platform.places else ""
        self._plain = platform.places.plain if platform.places else str
        self._wanted = [(client.id, place) for client in settings.clients for place in platform.places_of(client)]
        self._names = [dataclasses.replace(name, name=self._plain(name.name)) for name in names]
        self._shown = {self._plain(name.name): name.name.strip() for name in names}
        self._ids = {name.place_id for name in names}
        self._remembered: list[dict[str, Any]] = list(last.get("places") or ())
        observed = last.get("observed_until") if "places" in last else None
        self._landed_until = datetime.fromisoformat(observed) if observed else _ALWAYS
        self._bound: dict[str, str] = {}  # {plain name: container_id}
        self._taken: dict[str, str] = {}  # {plain name: as yarnnn.yaml calls the place that bears it}

    def bindings(self, *, has_landed: bool) -> Bindings:
        for _, place in self._wanted:
            plain = self._plain(place.written)
            if bound := self._by_id(place.written) or self._before(plain):
                self._bound[plain] = bound
        self._bind_new([self._plain(place.written) for _, place in self._wanted])
        places = tuple(self._stated(client, place) for client, place in self._wanted)
        written = {self._plain(place.written) for place in places}
        ids = {place.container_id for place in places}
        return Bindings(
            places,
            tuple(renaming for place in places if (renaming := self._renaming(place)) is not None),
            tuple(self._missing(place) for place in places if has_landed and place.container_id is None),
            tuple(
                one
                for one in self._remembered
                if self._plain(one["written"]) not in written and one["container_id"] not in ids
            ),
        )

    def _by_id(self, written: str) -> str | None:
        return next((place for place in self._ids if self._platform.is_id_of(place, written)), None)

    def _before(self, plain: str) -> str | None:
        bound = (one["container_id"] for one in self._remembered if self._plain(one["written"]) == plain)
        return next(bound, None)

    def _bind_new(self, wanted: Iterable[str]) -> None:
        """Names that were not bound: those first whose place has landed first, so that a place that yarnnn.yaml names
        twice, since it was renamed, stays with the name that it bore before."""
        bearers = {plain: self._bearers(plain) for plain in wanted if plain not in self._bound}
        in_order = sorted((found[0].since, plain) for plain, found in bearers.items() if found)
        named = {place: name for name, place in self._bound.items()}
        for _, plain in in_order:
            places = {name.place_id for name in bearers[plain]}
            if len(places) > 1:
                continue  # nobody can tell which was meant
            (place,) = places
            if (other := named.setdefault(place, plain)) != plain and not self._say_the_same(plain, other):
                self._taken[plain] = other
                continue
            self._bound[plain] = place

    def _bearers(self, plain: str) -> list[PlaceName]:
        """Who bore a name when the last landing had ended; else who bore it first since then; else whom yarnnn.yaml
        meant by another name, and who bore this one once."""
        named = [name for name in self._names if name.name == plain and not name.lies_deeper]
        if standing := [name for name in named if name.is_borne_at(self._landed_until)]:
            return standing
        later = [name for name in named if name.since > self._landed_until]
        first = min((name.since for name in later), default=None)
        meant = {one["container_id"] for one in self._remembered}
        return [name for name in later if name.since == first] or [name for name in named if name.place_id in meant]

    def _say_the_same(self, plain: str, other: str) -> bool:
        """Whether yarnnn.yaml says the same of both names: of whose they are, and who reads along."""
        said = [
            {(client, place.audience) for client, place in self._wanted if self._plain(place.written) == name}
            for name in (plain, other)
        ]
        return said[0] == said[1]

    def _stated(self, client: str, place: Place) -> BoundPlace:
        bound = self._bound.get(self._plain(place.written))
        before = [one for one in self._remembered if bound and one["container_id"] == bound]
        stated_after = max((one["stated_after"] for one in before if one["stated_after"]), default=None)
        if before and not any((one["client"], one["audience"]) == (client, place.audience) for one in before):
            stated_after = self._landed_until.isoformat()
        return BoundPlace(client, place.written, place.audience, bound, stated_after, self._borne_since(place, bound))

    def _borne_since(self, place: Place, bound: str | None) -> str | None:
        """See `BoundPlace`. A place that was meant by the name that it bore before is meant from then on."""
        if bound is None or self._platform.is_id_of(bound, place.written):
            return None
        meant = [one for one in self._remembered if one["container_id"] == bound and "borne_since" in one]
        if meant:
            return (
                None if any(one["borne_since"] is None for one in meant) else min(one["borne_since"] for one in meant)
            )
        plain = self._plain(place.written)
        names = [name for name in self._names if name.place_id == bound]
        since = min((name.since for name in names if name.name == plain and not name.lies_deeper), default=None)
        if since is None or all(name.name == plain or name.since >= since for name in names):
            return None
        return since.isoformat()

    # --- what is told of it ------------------------------------------------------------------------------------------

    def _renaming(self, place: BoundPlace) -> Renaming | None:
        """None of a place that is written by its id."""
        if place.container_id is None or self._platform.is_id_of(place.container_id, place.written):
            return None
        plain = self._plain(place.written)
        standing = [name for name in self._names if name.until is None]
        now = next((name.name for name in standing if name.place_id == place.container_id), plain)
        others = [
            _id(name.place_id)
            for name in standing
            if name.name == plain and name.place_id != place.container_id and not name.lies_deeper
        ]
        if now == plain and not others:
            return None
        own = _id(place.container_id)
        what = f"{place.client}: the {self._noun} {place.written!r} is {own}"
        what += f", which is called {self._shown.get(now, now)!r} now" if now != plain else ""
        mend = f"write {own} instead of the name in yarnnn.yaml"
        if others:
            bearing = " and ".join(others)
            what += (
                f"; {bearing} bears that name too, and nothing of it is told"
                if now == plain
                else (f"; {bearing} bears the name by now, and nothing of it is told")
            )
            mend += f", or {' or '.join(others)} if that is what you mean"
        else:
            what += ", and is read as before"
        return Renaming(place.written, what, mend)

    def _missing(self, place: BoundPlace) -> str:
        plain = self._plain(place.written)
        begin = f"{place.client}: no {self._noun} {place.written!r} has landed"
        if other := self._taken.get(plain):
            return (
                f"{place.client}: the {self._noun} {place.written!r} is the one that yarnnn.yaml calls {other!r} as "
                f"well, and it belongs there. Mend: take one of the two out of yarnnn.yaml"
            )
        named = [name for name in self._names if name.name == plain]
        ids = list(dict.fromkeys(_id(name.place_id) for name in named if not name.lies_deeper))
        if len(ids) == 1:
            return f"{begin} since it bears another name. Mend: write its id if it is meant: {ids[0]}"
        if ids:
            return (
                f"{place.client}: several are called {place.written!r}, so none is taken for the {self._noun}. "
                f"Mend: write the id of the one that is meant: {' or '.join(ids)}"
            )
        if named:
            return (
                f"{begin} that lies at the top, where a title is looked for; one lies below another page. Mend: share "
                f"or export the page itself, or write its id if it is meant: {_id(named[0].place_id)}"
            )
        close = difflib.get_close_matches(plain, self._shown, n=1)
        meant = f"; did you mean {self._shown[close[0]]!r}?" if close else "."
        return f"{begin}{meant} Mend: correct its name in yarnnn.yaml, or land what holds it"


def _id(container_id: str) -> str:
    return container_id.rpartition(":")[2]

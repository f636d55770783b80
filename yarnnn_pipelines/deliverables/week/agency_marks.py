"""Whose the marks are that tell of a client: made once for an agency, and for each client less what is its own.

How a mark is found in a text is `other_clients`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property, partial

from yarnnn_pipelines.config.settings import Client, Settings
from yarnnn_pipelines.deliverables.week.common_words import EVERYDAY
from yarnnn_pipelines.deliverables.week.other_clients import Folded, Mark, MarkIndex, marks_of
from yarnnn_pipelines.deliverables.week.people_in_part import PeopleInPart
from yarnnn_pipelines.deliverables.week.spelling import words_of

Person = tuple[str, bool, str | None]  # name, is one of us, client id


class AgencyMarks:
    """What tells of any client of an agency: made once, and asked for each of them.

    people: everybody with a name, or nobody where only what yarnnn.yaml says is wanted. internal_channels: names of
    channels that landed and that no client reads along. seen_with: names of those of neither side who wrote in one
    client's places alone, each with that client.
    """

    def __init__(
        self,
        settings: Settings,
        people: Iterable[Person] = (),
        internal_channels: Iterable[str] = (),
        seen_with: Iterable[tuple[str, str]] = (),
    ) -> None:
        self._of_client = {client.id: _marks(client) for client in settings.clients}
        self._of_agency = {Mark("name", settings.agency.name).folded}
        self._people: dict[str, list[Person]] = defaultdict(list)  # by client id
        self._us: list[Person] = []
        for person in people:
            name, is_us, client_id = person
            if is_us:
                self._us.append(person)
                self._of_agency.add(Mark("person", name).folded)
            elif client_id in self._of_client:
                self._people[client_id].append(person)
        marks = [mark for of_client in self._of_client.values() for mark in of_client]
        marks += [Mark("person", name) for of_client in self._people.values() for name, _, _ in of_client]
        self._internal = {Mark("tag", name.strip().lstrip("#")) for name in internal_channels}
        self._internal |= {
            mark for client in settings.clients for mark in _channels(client, {"internal"}) if len(mark.text) > 1
        }
        self._shared = {client.id: {mark.text for mark in _channels(client, {"client"})} for client in settings.clients}
        self._marks = tuple(dict.fromkeys(marks))
        self._contacts = [(contact.name, client.id) for client in settings.clients for contact in client.contacts]
        self._seen_with = tuple(seen_with)

    def people_of(self, client_id: str) -> list[Person]:
        """Ours and this client's."""
        return [*self._us, *self._people.get(client_id, ())]

    def others_of(self, client_id: str) -> OtherClients:
        """All that tells of the others, less what is this client's, the agency's or one of their people's too."""
        own = {mark.folded for mark in self._of_client[client_id]}
        own |= {Mark("person", name).folded for name, _, _ in self._people.get(client_id, ())}
        shared = frozenset(
            Mark(mark.kind, mark.text).folded for mark in self._internal if mark.text in self._shared[client_id]
        )
        return OtherClients(
            self._marks,
            frozenset(own | self._of_agency),
            lambda: self.index,
            lambda: (self.internal_index, shared),
            lambda text, own_words: self.people_in_part.perhaps_in(text, client_id, own_words),
        )

    def prepare(self) -> None:
        """Make the index; else the first that looks something up does."""
        _ = self.index, self.internal_index, self.people_in_part

    @cached_property
    def index(self) -> MarkIndex:
        return marks_of(self._marks)

    @cached_property
    def internal_index(self) -> MarkIndex:
        return marks_of(tuple(sorted(self._internal, key=lambda mark: (mark.text, mark.kind))))

    @cached_property
    def people_in_part(self) -> PeopleInPart:
        known = [(name, client_id) for client_id, of_client in self._people.items() for name, _, _ in of_client]
        return PeopleInPart([*self._contacts, *known, *self._seen_with])


class OtherClients:
    """What tells of a client's others: the marks of its agency without its `own`, which are folded."""

    def __init__(
        self,
        marks: tuple[Mark, ...] = (),
        own: frozenset[Folded] = frozenset(),
        index: Callable[[], MarkIndex] | None = None,
        internal: Callable[[], tuple[MarkIndex, frozenset[Folded]]] | None = None,
        in_part: Callable[[str, Collection[str]], tuple[str, str] | None] | None = None,
    ) -> None:
        """index: gives the marks' index, where it is made for several clients; internal: that of internal channels,
        and those of them that this client reads along; in_part: `PeopleInPart.perhaps_in` for this client."""
        self._marks = marks
        self._own = own
        self._index = index or partial(marks_of, marks)
        self._internal = internal
        self._in_part = in_part

    def __iter__(self) -> Iterator[Mark]:
        return (mark for mark in self._marks if mark.folded not in self._own)

    def named_in(self, text: str, own_names: Iterable[str] = ()) -> str | None:
        """What in the text tells of another client; a part of one of this client's own, longer names does not."""
        return self._index().named_in(text, own_names, self._own)

    def internal_channel_in(self, text: str) -> str | None:
        """A channel that the text speaks of and this client does not read, be it of its own work."""
        if self._internal is None:
            return None
        index, shared = self._internal()
        return index.channel_in(text, shared)

    def perhaps_in(self, text: str, own_words: Collection[str]) -> tuple[str, str] | None:
        """A word that may call somebody of another client by a part of the name, and that name. own_words: folded
        words that mean somebody else here."""
        return self._in_part(text, own_words) if self._in_part else None


def names_of_others(settings: Settings, client_id: str, people: Iterable[Person] = ()) -> OtherClients:
    return AgencyMarks(settings, people).others_of(client_id)


def _marks(client: Client) -> list[Mark]:
    return [
        *(Mark("name", name) for name in (client.name, *client.aliases)),
        *(Mark("domain", domain) for domain in client.domains),
        *_channels(client, {"client", "internal"}),
        *(Mark("page", title) for title in _places(client, "title")),
        *(Mark("person", contact.name) for contact in client.contacts),
    ]


def _channels(client: Client, audiences: Collection[str]) -> list[Mark]:
    return [_channel(name.strip().lstrip("#"), client) for name in _places(client, "tag", audiences)]


def _places(client: Client, spoken_of_as: str, audiences: Collection[str] = ("client", "internal")) -> list[str]:
    return [
        place.written
        for places in client.places()
        if places.spoken_of_as == spoken_of_as
        for place in places.listed()
        if place.audience in audiences
    ]


def _channel(name: str, client: Client) -> Mark:
    """ "client-beta" tells of Beta anywhere; "updates" and "web-design" do so only after a #."""
    words = {word.folded for word in words_of(name, whole=True)}
    client_words = {word.folded for own in (client.name, *client.aliases) for word in words_of(own, whole=True)}
    tells_anywhere = len(words) > 1 and (words - EVERYDAY or words & client_words)
    return Mark("channel" if tells_anywhere else "tag", name)

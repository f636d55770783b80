"""The frame that every claim of a deliverable stands in, and the sources that a wording looks at.

For whom, of which days, on which clock, and who has which name: the same for the writer and for the gate. What is
worded from a source is `slots`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from yarnnn_pipelines.config.settings import Client
from yarnnn_pipelines.core.spans import Span, week_span
from yarnnn_pipelines.deliverables.claims import Evidence
from yarnnn_pipelines.deliverables.week.agency_marks import OtherClients
from yarnnn_pipelines.deliverables.week.client_week import Event, Person, WeekContext
from yarnnn_pipelines.english.signed_names import name_in_text, signer
from yarnnn_pipelines.english.voice import Voice, given_name

_NOTHING_OF_OTHERS = OtherClients()


@dataclass(frozen=True)
class Frame:
    """What holds for every claim of a deliverable: for whom, which week, on which clock, and who has which name."""

    client_id: str
    client_name: str  # as it stands in a sentence
    week: str
    time_zone: str
    namesakes: frozenset[str] = frozenset()  # first names that two people share
    names: frozenset[str] = frozenset()  # first names of our people and the client's
    people: frozenset[str] = frozenset()  # their full names
    ours: frozenset[str] = frozenset()  # full names of our people alone
    colleagues: frozenset[str] = frozenset()  # their first names, folded, that none of the client's people has
    other_clients: OtherClients = _NOTHING_OF_OTHERS  # what tells of other clients and may not stand here
    own_names: tuple[str, ...] = ()  # of which another client's name may be a part
    span: Span | None = None  # None: the week
    roles: tuple[tuple[str, str], ...] = ()  # of the client's contacts: name, role

    @property
    def days(self) -> Span:
        """The days that the deliverable tells of."""
        return self.span or week_span(self.week)

    @property
    def week_start(self) -> date:
        """From when on a weekday alone names a day: the week's Monday; of a longer span each day has its date."""
        return self.days.first if self.days.is_a_week else date.max

    @property
    def first_names_of_sides(self) -> dict[bool, frozenset[str]]:
        """Folded, by whether they are our people's."""
        return {True: _first_names(self.ours), False: _first_names(self.people - self.ours)}

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(ZoneInfo(self.time_zone))

    def day(self, instant: datetime) -> date:
        return self.local(instant).date()


def short_name(client: Client) -> str:
    """The client as it stands in a sentence: its shortest alias that is a word of its name, else the name."""
    fitting = [alias for alias in client.aliases if alias and alias.split()[0] in client.name.split()]
    return min(fitting, key=len) if fitting else client.name


def frame_of(
    client: Client,
    week: str,
    time_zone: str,
    people: Iterable[Person] = (),
    other_clients: OtherClients = _NOTHING_OF_OTHERS,
    span: Span | None = None,
) -> Frame:
    people = tuple(people)
    names = {name for name, is_us, client_id in people if is_us or client_id == client.id}
    ours = frozenset(name for name, is_us, _ in people if is_us)
    first = Counter(given_name(name) for name in names if name.strip())
    namesakes = frozenset(name for name, count in first.items() if count > 1)
    own_names = (client.name, *client.aliases)
    return Frame(
        client_id=client.id,
        client_name=short_name(client),
        week=week,
        time_zone=time_zone,
        namesakes=namesakes,
        names=frozenset(first),
        people=frozenset(names),
        ours=ours,
        colleagues=_first_names(ours) - _first_names(names - ours),
        other_clients=other_clients,
        own_names=own_names,
        span=span,
        roles=tuple((contact.name, contact.role) for contact in client.contacts if contact.role),
    )


def _first_names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(given_name(name).casefold() for name in names if name.strip())


def frame_for(week: WeekContext) -> Frame:
    return frame_of(week.client, week.week, week.time_zone, week.people, week.other_clients, week.span)


@dataclass(frozen=True)
class Source:
    """One piece of evidence with the event it was read from: all that a slot may look at.

    start: where the quote begins in the event's text.
    """

    quote: str
    event: Event
    start: int = 0

    @property
    def before(self) -> str:
        """The words of the event before the quote."""
        return self.event.text[: self.start]


def evidence_of(frame: Frame, event: Event, start: int, end: int) -> Evidence:
    return Evidence(
        event_id=event.event_id,
        version=event.version,
        start=start,
        end=end,
        quote=event.text[start:end],
        platform=event.platform,
        kind=event.kind,
        occurred_at=frame.local(event.occurred_at).isoformat(),
        author=event.author_name,
        permalink=event.permalink,
    )


def voice_of(frame: Frame, event: Event) -> Voice:
    author, is_anothers = speaker(frame, event)
    return Voice(
        author=author,
        is_anothers=is_anothers,
        colleagues=frame.colleagues,
        is_us=event.author_is_us,
        is_client=event.author_client_id == frame.client_id,
        namesakes=frame.namesakes,
        people=frame.people,
        first_names=frame.names,
        occurred_at=event.occurred_at,
        time_zone=frame.time_zone,
        client_name=frame.client_name,
        week_start=frame.week_start,
    )


def speaker(frame: Frame, event: Event) -> tuple[str | None, bool]:
    """The full name of whoever speaks in an event: its author, or the colleague who signed it; and whether it is signed
    by somebody who is not known."""
    below = name_in_text(event.text, frame.names, is_mail=event.kind == "mail")
    side = frame.ours if event.author_is_us else frame.people - frame.ours
    return signer(event.author_name, event.fields.get("signed_by") or below, side)

"""A client's weeks made from facts: what happened first, then the messages that tell it, in many wordings.

Each message is one act of one story, so what a claim tells is known by the message that it quotes. Counting is
`benchmarks.simulator`; the wordings are `seen` and `unseen`, and `fresh` for what overtakes an earlier word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Literal
from zoneinfo import ZoneInfo

from benchmarks.simulated import fresh, seen, unseen
from yarnnn_pipelines.deliverables.week.client_week import Event, Meeting

ZONE = ZoneInfo("Europe/Lisbon")
MONDAY = datetime(2026, 11, 9, tzinfo=ZONE)
WEEKS = ("2026-W46", "2026-W47")
CLIENT, RIVAL = "Acme", "Globex"
US = ("Mia Duarte", "Jonas Weber")
THEM = ("Dana Reyes", "Tom Ilves")

# current: telling it tells the fact as it stands when the week ends. stale: a later act has overtaken it, and a claim
# that quotes no later act tells what is no longer so. leak: not for this reader. plain: right, but not what matters.
Standing = Literal["current", "stale", "leak", "plain"]
# Which wordings a story is told in; of the fresh ones its first words are seen or unseen ones.
Half = Literal["seen", "unseen", "fresh", "fresh, German"]
HALVES: tuple[Half, ...] = ("seen", "unseen", "fresh", "fresh, German")


@dataclass(frozen=True)
class Act:
    """One message of a story. wording: key of the wordings; after: hours since the act before, as (least, most)."""

    wording: str
    by_us: bool
    standing: Standing
    internal: bool = False
    after: tuple[int, int] = (1, 30)


@dataclass(frozen=True)
class Kind:
    """A kind of story. must: an update should tell it, or at least offer it."""

    name: str
    acts: tuple[Act, ...]
    must: bool = True


KINDS = (
    Kind("done", (Act("done", True, "current"),)),
    Kind("done, taken back", (Act("done", True, "stale"), Act("undone", True, "current")), must=False),
    Kind("decided", (Act("decided", False, "current"),)),
    Kind("decided, then otherwise", (Act("decided", False, "stale"), Act("undecided", False, "current"))),
    Kind("number", (Act("number", True, "current"),)),
    Kind("number, then a newer one", (Act("number", True, "stale"), Act("number_newer", True, "current"))),
    Kind("problem, open", (Act("reported", False, "current"),)),
    Kind("problem, cause found", (Act("reported", False, "current"), Act("cause", True, "plain"))),
    Kind("problem, fixed", (Act("reported", False, "stale"), Act("cause", True, "plain"), Act("fix", True, "current"))),
    Kind(
        "problem, fixed and confirmed",
        (Act("reported", False, "stale"), Act("fix", True, "current"), Act("confirmed", False, "current")),
    ),
    Kind(
        "problem, fixed and back",
        (Act("reported", False, "plain"), Act("fix", True, "stale"), Act("back", False, "current")),
    ),
    Kind("date", (Act("date", True, "current"),)),
    Kind("date, moved", (Act("date", True, "stale"), Act("moved", True, "current"))),
    Kind("asked of them, open", (Act("ask", True, "current"),)),
    Kind("asked of them, answered", (Act("ask", True, "stale"), Act("answer", False, "plain")), must=False),
    Kind("asked of us, answered", (Act("client_asks", False, "plain"), Act("we_answer", True, "current"))),
    Kind("promised, open", (Act("promise", True, "current"),)),
    Kind("promised, kept", (Act("promise", True, "stale"), Act("kept", True, "current"))),
    Kind("promised to us, open", (Act("their_promise", False, "current"),)),
    Kind(
        "promised to us, kept",
        (Act("their_promise", False, "stale"), Act("their_kept", False, "plain")),
        must=False,
    ),
    Kind("meeting", ()),
    Kind("meeting, called off in words", (Act("meeting_off", False, "current"),), must=False),
    Kind("internal", (Act("internal", True, "leak", internal=True),), must=False),
    Kind("of another client", (Act("of_another", True, "leak"),), must=False),
    Kind("small talk", (Act("small_talk", True, "leak"),), must=False),
)

_OVERTAKES_NOTHING = ("cause",)
_OVERTAKEN = tuple(
    kind
    for kind in KINDS
    if any(act.standing == "stale" for act in kind.acts) or any(act.wording == "meeting_off" for act in kind.acts)
)
_IN_GERMAN = tuple(kind for kind in _OVERTAKEN if kind.acts and all(act.wording in fresh.GERMAN for act in kind.acts))
_SHARES: Mapping[Half, int] = {"seen": 3, "unseen": 3, "fresh": 3, "fresh, German": 1}
_NAMES_A_THING = re.compile(r"\{(?:thing|measure|material|meeting)", re.IGNORECASE)

_THINGS = (
    "landing page", "booking form", "newsletter", "price list", "spring banner", "product feed", "cookie notice",
    "size guide", "voucher page", "store finder", "order tracker", "winter catalogue", "team page", "returns form",
    "gift card shop", "member area", "press kit", "job board", "loyalty app", "checkout",
)  # fmt: skip
_OPTIONS = (
    "the blue version",
    "the short text",
    "the second layout",
    "the green photo",
    "the larger font",
    "the video",
)
_MEASURES = ("newsletter sign-ups", "online orders", "page views", "downloads", "bookings", "new followers")
_MATERIALS = ("the logo files", "the photos", "the text", "the translations", "the product data", "the legal notice")
_MEETINGS = ("budget review", "design workshop", "launch call", "content planning")


@dataclass(frozen=True)
class Told:
    """An act as its message. fact: number of its story within the weeks."""

    fact: int
    act: Act
    event: Event


@dataclass(frozen=True)
class Story:
    fact: int
    kind: Kind
    half: Half
    acts: tuple[Told, ...]
    meeting: Meeting | None = None


@dataclass(frozen=True)
class SimulatedWeek:
    """Stories as far as they went in this week, standing as they did when it ended."""

    week: str
    stories: tuple[Story, ...]

    @property
    def events(self) -> tuple[Event, ...]:
        events = [told.event for story in self.stories for told in story.acts]
        return tuple(sorted(events, key=lambda event: (event.occurred_at, event.event_id)))

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        return tuple(story.meeting for story in self.stories if story.meeting)


def simulated_weeks(seed: int, halves: Sequence[Half] = HALVES) -> Iterator[SimulatedWeek]:
    """Two weeks in a row of one client; some stories of the first go on in the second."""
    random = Random(seed)
    things = iter(random.sample(_THINGS, len(_THINGS)))
    german_things = iter(random.sample(fresh.GERMAN_THINGS, len(fresh.GERMAN_THINGS)))
    stories = []
    for fact in range(random.randint(6, 14)):
        half = random.choices(halves, [_SHARES[half] for half in halves])[0]
        if half == "fresh, German" and (thing := next(german_things, None)) is not None:
            stories.append(_story(random, fact, random.choice(_IN_GERMAN), thing, seed, half))
        else:
            half = "fresh" if half == "fresh, German" else half
            kind = random.choice(_OVERTAKEN if half == "fresh" else KINDS)
            stories.append(_story(random, fact, kind, next(things), seed, half))
    monday_after = (MONDAY + timedelta(days=7)).astimezone(UTC)
    for place, week in enumerate(WEEKS):
        parts = [_in_week(story, place, monday_after) for story in stories]
        yield SimulatedWeek(week, tuple(part for part in parts if part is not None))


def _in_week(story: Story, place: int, monday_after: datetime) -> Story | None:
    """What of the story is said in the week; what only a later week overtakes still stands in this one."""
    acts = [told for told in story.acts if (told.event.occurred_at >= monday_after) == bool(place)]
    if story.meeting is not None and not story.acts:
        return None if place else story
    if not acts:
        return None
    for number, told in enumerate(acts):
        is_overtaken = any(later.act.wording not in _OVERTAKES_NOTHING for later in acts[number + 1 :])
        if told.act.standing == "stale" and not is_overtaken:
            acts[number] = replace(told, act=replace(told.act, standing="current"))
    meeting = None if place else story.meeting
    return replace(story, acts=tuple(acts), meeting=meeting)


def _story(random: Random, fact: int, kind: Kind, thing: str, seed: int, half: Half) -> Story:
    wordings = _wordings(random, half)
    values = _values(random, thing)
    at = MONDAY + timedelta(days=random.randint(0, 4), hours=random.randint(8, 17), minutes=random.randint(0, 59))
    on_mail, threaded = random.random() < 0.35, random.random() < 0.6
    subject = random.choice(("Update", "This week", thing.capitalize(), "Hello"))
    chosen = [random.choice(wordings[act.wording]) for act in kind.acts]
    # Words that name nothing stand below what they speak of.
    threaded = threaded or (half.startswith("fresh") and not all(map(_NAMES_A_THING.search, chosen)))
    acts: list[Told] = []
    for number, (act, wording) in enumerate(zip(kind.acts, chosen, strict=True)):
        if number:
            at += timedelta(hours=random.randint(*act.after), minutes=random.randint(0, 59))
            if random.random() < 0.12:
                at += timedelta(days=7)
        values["n"] = str(random.randint(21, 980))
        author = random.choice(US if act.by_us else THEM)
        reader = random.choice(THEM if act.by_us else US).split()[0]
        text = _worded(random, wording, values, reader, on_mail)
        event = Event(
            event_id=f"sim:{seed}:{fact}:{number}",
            version=f"v{number}",
            platform="gmail" if on_mail and not act.internal else "slack",
            kind="mail" if on_mail and not act.internal else "message",
            occurred_at=at.astimezone(UTC),
            author_name=author,
            author_is_us=act.by_us,
            container_id="gmail:mailbox" if on_mail else "slack:T1:C1",
            thread_id=f"sim:{seed}:{fact}:0" if threaded or on_mail else None,
            title=subject if on_mail else None,
            text=text,
            permalink=None,
            audience="internal" if act.internal else "client",
            author_client_id=None if act.by_us else "acme",
        )
        acts.append(Told(fact, act, event))
    meeting = _meeting(random, seed, fact, values) if "meeting" in kind.name else None
    return Story(fact, kind, half, tuple(acts), meeting)


def _wordings(random: Random, half: Half) -> Mapping[str, tuple[str, ...]]:
    if half == "fresh, German":
        return fresh.GERMAN
    if half == "fresh":
        return random.choice((seen.WORDINGS, unseen.WORDINGS)) | fresh.WORDINGS
    return seen.WORDINGS if half == "seen" else unseen.WORDINGS


def _values(random: Random, thing: str) -> dict[str, str]:
    option, other = random.sample(_OPTIONS, 2)
    first = random.randint(18, 24)
    days = [MONDAY.replace(day=day) for day in (first, first + random.randint(1, 4))]
    day_a, day_b = (f"{day:%A} {day.day} November" if random.random() < 0.5 else f"{day.day} November" for day in days)
    measure, material = random.choice(_MEASURES), random.choice(_MATERIALS)
    values = {
        "thing": f"the {thing}", "option": option, "other": other, "measure": f"the {measure}", "material": material,
        "day_a": day_a, "day_b": day_b,
    }  # fmt: skip
    values |= {name.capitalize(): words[0].upper() + words[1:] for name, words in values.items()}
    return values | {
        "be": "are" if material.endswith("s") else "is", "measure_bare": measure, "thing_bare": thing,
        "meeting": random.choice(_MEETINGS), "client": CLIENT, "rival": RIVAL,
    }  # fmt: skip


def _worded(random: Random, wording: str, values: Mapping[str, str], reader: str, on_mail: bool) -> str:
    """The wording in one of several registers: as it stands, terse, with a slip of the fingers, with a greeting."""
    register = random.random()
    if register < 0.12:
        wording = _with_a_typo(random, wording)
    text = wording.format(**values)
    if on_mail:
        return f"Hi {reader},\n\n{text}" if random.random() < 0.7 else text
    if register > 0.8:
        return text[0].lower() + text[1:].rstrip(".")
    if register > 0.7:
        return f"hey {reader}, {text[0].lower()}{text[1:]}" if not text.startswith("I") else f"Hey {reader}, {text}"
    return text


def _with_a_typo(random: Random, wording: str) -> str:
    """Two letters within a longer word change places; names and numbers stay."""
    words = list(re.finditer(r"(?<![{\w'])[a-z]{6,}(?![}\w'])", wording))
    if not words:
        return wording
    at = random.choice(words).start() + 2
    return f"{wording[:at]}{wording[at + 1]}{wording[at]}{wording[at + 2 :]}"


def _meeting(random: Random, seed: int, fact: int, values: Mapping[str, str]) -> Meeting:
    starts = MONDAY + timedelta(days=random.randint(7, 11), hours=random.randint(9, 16))
    title = values["meeting"].capitalize()
    event = Event(
        event_id=f"sim:{seed}:{fact}:m", version="v0", platform="calendar", kind="meeting",
        occurred_at=starts.astimezone(UTC), author_name=US[0], author_is_us=True, container_id="calendar:c",
        thread_id=None, title=title, text=title, permalink=None, audience="client", author_client_id=None,
        fields={"starts_at": starts.astimezone(UTC).isoformat(), "all_day": False, "status": "confirmed"},
    )  # fmt: skip
    return Meeting(event, "coming")

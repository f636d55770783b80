"""A preference: one thing that people who review a deliverable want of it, as data, and in words.

Only the form of a preference belongs here. What it does to a type is `shaped_type`'s, to a sentence `wording`'s, to the
sent copy `form`'s; how one comes about is `supervision.learning`'s.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from yarnnn_pipelines.core.counts import counted
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.english.details import DETAILS
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.written_forms import DAY_FORMS, SHARE_FORMS, STOP_FORMS, THOUSANDS_FORMS

PreferenceKind = Literal[
    "section_order",  # value: section ids, first to last
    "section_title",  # subject: a section's id; value: its title
    "section_added",  # subject: its id (`added_section`); value: its title, "" for none
    "section_left_out",  # subject: a section's id, also the opening's or `status`
    "section_most",  # subject: a section's id; value: how many sentences at the most
    "length",  # value: how many sentences below the opening in all, at the most
    "layout",  # value: bullets | prose
    "greeting",  # value: the line above everything else; "" for none
    "sign_off",  # value: the lines below everything else; "" for none
    "days",  # value: one of DAY_FORMS
    "thousands",  # value: one of THOUSANDS_FORMS
    "shares",  # value: one of SHARE_FORMS
    "stops",  # value: one of STOP_FORMS
    "wording",  # subject: words, in small letters; value: what stands in their place, "" for nothing
    "leaves_out",  # subject: a kind of sentence (`kinds_of_sentence`)
    "detail",  # subject: one of DETAILS; value: without | with
    "filed",  # subject: words that a source has together, in small letters; value: the id of a section that was added
    "topic",  # subject: words that a source has together, in small letters; value: left out | first
]
# Kinds of which the value is one of a few, as a person writes them.
CHOICES: Mapping[str, Iterable[str]] = {
    "layout": ("bullets", "prose"),
    "days": DAY_FORMS,
    "thousands": THOUSANDS_FORMS,
    "shares": SHARE_FORMS,
    "stops": STOP_FORMS,
    "section_left_out": ("yes", "no"),
    "leaves_out": ("yes", "no"),
    "topic": ("left out", "first"),
    "detail": ("without", "with"),
}
# Of these the value, or what it is about, is somebody's own words, which may speak of their client: no other client's
# text takes them over.
OF_OWN_WORDS: frozenset[PreferenceKind] = frozenset(
    ("section_title", "section_added", "greeting", "sign_off", "wording", "topic", "filed")
)
_ABOUT_A_SECTION = ("section_title", "section_left_out", "section_most")
_ABOUT_SOMETHING = (*_ABOUT_A_SECTION, "wording", "leaves_out", "topic", "detail", "filed")
_ADDED = "added_"
_LONGEST = 200  # characters of a greeting, sign-off, title or wording


@dataclass(frozen=True)
class Preference:
    """kind and subject name it: of two with the same name one holds. scope: whose it is, in words."""

    kind: PreferenceKind
    subject: str
    value: Any
    scope: str = ""

    @property
    def name(self) -> tuple[PreferenceKind, str]:
        return self.kind, self.subject

    @property
    def id(self) -> str:
        """By what it is called in commands; the same for the same preference of the same scope."""
        words = json.dumps([self.kind, self.subject, self.value, self.scope], ensure_ascii=False)
        return "p" + hashlib.sha256(words.encode()).hexdigest()[:6]

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "kind": self.kind, "subject": self.subject, "value": self.value, "scope": self.scope}


@dataclass(frozen=True)
class Preferences:
    """Those that shape one deliverable: of each name one."""

    each: tuple[Preference, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.each)

    def value(self, kind: PreferenceKind, subject: str = "") -> Any:
        """None where nobody prefers anything."""
        return next((one.value for one in self.each if one.name == (kind, subject)), None)

    def of(self, kind: PreferenceKind) -> dict[str, Any]:
        """By subject the value."""
        return {one.subject: one.value for one in self.each if one.kind == kind}

    def with_(self, *others: Preference) -> Preferences:
        """These, each of the others in the place of the one that it is called as."""
        names = {one.name for one in others}
        return Preferences((*(one for one in self.each if one.name not in names), *others))

    def leaves_out(self, section: str, platform: str, told_as: str) -> bool:
        kinds = self.of("leaves_out")
        return any(kind in kinds for kind in kinds_of_sentence(section, platform, told_as))

    def as_json(self) -> list[dict[str, Any]]:
        return [one.as_json() for one in self.each]


def preferences_from_json(rows: Iterable[Mapping[str, Any]]) -> Preferences:
    return Preferences(tuple(Preference(row["kind"], row["subject"], row["value"], row["scope"]) for row in rows))


def added_section(title: str) -> str:
    """The id of a section that a person adds under this title; the same for the same words."""
    return _ADDED + "_".join(re.findall(r"\w+", title.casefold()))


def is_added(section: str) -> bool:
    return section.startswith(_ADDED)


def kinds_of_sentence(section: str, platform: str, told_as: str) -> tuple[str, str]:
    """The kinds that a sentence is of, by its section and the platform of its source, and by its section and slot.

    told_as: its slot, or `quote` or `rewrite`.
    """
    return f"{section} from {platform}", f"{section} as {told_as}"


# --- in words --------------------------------------------------------------------------------------------------------


def in_words(preference: Preference, titles: Mapping[str, str]) -> str:
    """ "at most 4 in What moved"; titles: of sections, by id."""
    return _WORDS[preference.kind](preference, titles)


def _title(section: str, titles: Mapping[str, str]) -> str:
    return titles.get(section, section)


def _of_order(one: Preference, titles: Mapping[str, str]) -> str:
    return f"sections in this order: {', '.join(_title(section, titles) for section in one.value)}"


def _of_kind(one: Preference, titles: Mapping[str, str]) -> str:
    section, _, kind = one.subject.partition(" ")
    link, _, what = kind.partition(" ")
    source = {"from": f"what comes from {what}", "as": f"what is told as {what.replace('_', ' ')}"}.get(link, kind)
    verb = "leaves out of" if one.value else "keeps in"
    return f"{verb} {_title(section, titles)} {source}"


def _of_words(one: Preference, titles: Mapping[str, str]) -> str:
    return f"“{one.value}” for “{one.subject}”" if one.value else f"without “{one.subject}”"


_DETAILS_IN_WORDS: Mapping[str, str] = {
    "brackets": "what stands in brackets",
    "day of a quote": "the day on which somebody said what is quoted",
    "time of day": "the time of day",
    "sum of money": "sums of money",
    "reason": "reasons (“because …”)",
    "aside": "asides (“, which …”)",
    "doer": "who did it (“by Mia”)",
    "further sentences": "more than one sentence an item",
}
_WORDS: Mapping[PreferenceKind, Callable[[Preference, Mapping[str, str]], str]] = {
    "section_order": _of_order,
    "section_title": lambda one, titles: f"{_title(one.subject, titles)} is called “{one.value}”",
    "section_added": lambda one, _: (
        f"a section “{one.value}” of its reviewer's own" if one.value else f"no section {one.subject}"
    ),
    "section_left_out": lambda one, titles: (
        f"{'leaves out' if one.value else 'keeps'} the section {_title(one.subject, titles)}"
    ),
    "section_most": lambda one, titles: f"at most {one.value} in {_title(one.subject, titles)}",
    "length": lambda one, _: f"at most {counted(one.value, 'sentence')} in all",
    "layout": lambda one, _: "in paragraphs" if one.value == "prose" else "in bullets",
    "greeting": lambda one, _: f"greets with “{one.value}”" if one.value else "no greeting",
    "sign_off": lambda one, _: f"signs off with “{' / '.join(one.value.splitlines())}”" if one.value else "no sign-off",
    "days": lambda one, _: f"days as {one.value}",
    "thousands": lambda one, _: f"thousands as {one.value}",
    "shares": lambda one, _: f"shares as {one.value}",
    "stops": lambda one, _: f"sentences {one.value} a full stop",
    "wording": _of_words,
    "leaves_out": _of_kind,
    "detail": lambda one, _: f"{'without' if one.value == 'without' else 'with'} {_DETAILS_IN_WORDS[one.subject]}",
    "filed": lambda one, titles: f"what is about “{one.subject}” stands under {_title(one.value, titles)}",
    "topic": lambda one, _: (
        f"what is about “{one.subject}” {'is left out' if one.value == 'left out' else 'comes first'}"
    ),
}


# --- as somebody sets it ---------------------------------------------------------------------------------------------


def checked(kind: str, subject: str, value: str) -> Preference:
    """A preference as a person writes it in a command; `UserError` with what may stand there otherwise."""
    known = get_args(PreferenceKind)
    if kind not in known:
        raise UserError(f"no preference is called {kind!r}", where="the preference", mend=f"one of {', '.join(known)}")
    wants_subject = kind in _ABOUT_SOMETHING
    if wants_subject != bool(subject):
        what = "needs what it is about" if wants_subject else f"is about nothing, not {subject!r}"
        raise UserError(
            f"{kind} {what}", where="the preference", mend=f"`yarnnn preferences CLIENT --set {_EXAMPLES[kind]}`"
        )
    if kind == "detail" and subject not in DETAILS:
        raise UserError(f"{subject!r} is no detail", where=kind, mend=f"one of {', '.join(DETAILS)}")
    if kind in ("topic", "filed") and not content_words(subject):
        raise UserError(f"the words {subject!r} stand in any text", where=kind, mend="name what it is about")
    if len(value) > _LONGEST:
        raise UserError(f"{len(value)} characters", where=kind, mend=f"at most {_LONGEST}")
    if kind == "section_added":  # the command names its title alone
        return Preference("section_added", added_section(value), value.strip())
    subject = subject.lower() if kind in ("wording", "topic", "filed") else subject
    return Preference(kind, subject, _value(kind, value))  # type: ignore[arg-type]


def _value(kind: str, value: str) -> Any:
    if kind in CHOICES and value not in CHOICES[kind]:
        raise UserError(f"{value!r} is no value of {kind}", where=kind, mend=f"one of {', '.join(CHOICES[kind])}")
    if kind == "filed":
        return added_section(value)
    if kind in ("section_left_out", "leaves_out"):
        return value == "yes"
    if kind == "section_order":
        return [section.strip() for section in value.split(",") if section.strip()]
    if kind in ("section_most", "length"):
        if not value.isdecimal() or int(value) < 1:
            raise UserError(f"{value!r} is no number of sentences", where=kind, mend="a number from 1")
        return int(value)
    return value.strip()


_EXAMPLES: Mapping[str, str] = {
    "section_order": "section_order=risks,moved,next",
    "section_title": 'section_title:moved="This week"',
    "section_added": 'section_added="Budget"',
    "filed": 'filed:invoice="Budget"',
    "section_left_out": "section_left_out:numbers=yes",
    "section_most": "section_most:moved=4",
    "length": "length=8",
    "layout": "layout=prose",
    "greeting": 'greeting="Hi Dana,"',
    "sign_off": 'sign_off="Best, Mia"',
    "days": 'days="Nov 12"',
    "thousands": "thousands=1200",
    "shares": 'shares="12 percent"',
    "stops": "stops=without",
    "wording": "wording:shipped=released",
    "leaves_out": '"leaves_out:coming from calendar=yes"',
    "detail": '"detail:time of day=without"',
    "topic": '"topic:hosting invoice=left out"',
}
EXAMPLES = tuple(_EXAMPLES.values())

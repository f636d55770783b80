"""People who review drafts, made by chance: what each of them wants of a text, and the text that they make of a draft.

A wish of a known kind is a preference; beside these each has one that nothing in the product can express. What they do
is done to words, by nothing of what the product learns with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from yarnnn_pipelines.deliverables.claims import Claim, Section
from yarnnn_pipelines.deliverables.preferences.form import form_of
from yarnnn_pipelines.deliverables.preferences.preference import Preference, Preferences, kinds_of_sentence

_ORDERS = (
    ["moved", "decided", "numbers", "risks", "changed", "waiting", "next", "coming"],
    ["waiting", "moved", "decided", "numbers", "changed", "risks", "next", "coming"],
    ["moved", "numbers", "decided", "changed", "risks", "coming", "waiting", "next"],
    ["risks", "waiting", "moved", "decided", "numbers", "changed", "next", "coming"],
)
_TITLES = (("moved", "This week"), ("moved", "Done"), ("waiting", "From you, please"), ("next", "What comes next"),
           ("risks", "Worries"), ("coming", "In the calendar"), ("decided", "Agreed"))  # fmt: skip
_GREETINGS = ("Hi Dana,", "Hello Omar,", "Dear all,", "Hi team,")
_SIGN_OFFS = ("Best,\nMia", "Let me know if anything is unclear.\n\nMia", "Kind regards,\nJonas", "Cheers,\nTom")
_WORDINGS = (("could you", "can you"), ("reported on", "wrote on"), ("asked on", "open since"),
             ("works again", "is back"), ("decided to", "chose to"), ("is live", "is online"),
             ("cancelled", "called off"))  # fmt: skip
_LEFT_OUT = ("numbers", "coming", "changed", "in_short", "status")
_TOPICS = ("landing page", "checkout", "newsletter", "spring banner", "voucher page", "loyalty app")
_DETAILS = {
    "brackets": re.compile(r" \([^)]*\)"),
    "time of day": re.compile(r", \d\d:\d\d"),
    "day of a quote": re.compile(r",? on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?=: $)"),
}
_KINDS = (("coming", "calendar", "coming_meeting"), ("waiting", "slack", "asked"), ("numbers", "slack", "reported"))


@dataclass(frozen=True)
class Reviewer:
    """wishes: what they want, as preferences; odd: what nothing can learn. noise: the share of sentences that they
    change by chance, or forget to."""

    wishes: Preferences
    odd: Callable[[str], str]
    noise: float


def reviewer(seed: int, noise: float) -> Reviewer:
    random = Random(f"reviewer {seed}")
    wishes = Preferences((*_wishes(random), *_wishes_for_less(Random(f"reviewer for less {seed}"))))
    return Reviewer(wishes, random.choice(_ODD), noise)


def _wishes(random: Random) -> list[Preference]:
    wishes = [
        Preference("greeting", "", random.choice(_GREETINGS)),
        Preference("sign_off", "", random.choice(_SIGN_OFFS)),
    ]
    wishes = [one for one in wishes if random.random() < 0.7]
    if random.random() < 0.6:
        wishes.append(Preference("section_order", "", list(random.choice(_ORDERS))))
    wishes += [Preference("section_title", section, title) for section, title in random.sample(_TITLES, 2)]
    if random.random() < 0.3:
        wishes.append(Preference("stops", "", "without"))
    elif random.random() < 0.3:
        wishes.append(Preference("layout", "", "prose"))
    if random.random() < 0.6:
        wishes.append(Preference("days", "", random.choice(["12 Nov", "November 12", "Nov 12", "12th November"])))
    wishes += [Preference("wording", before, after) for before, after in random.sample(_WORDINGS, 3)]
    left_out = random.choice(_LEFT_OUT)
    wishes.append(Preference("section_left_out", left_out, True))
    section, platform, told_as = random.choice([kind for kind in _KINDS if kind[0] != left_out])
    if random.random() < 0.5:
        wishes.append(Preference("leaves_out", random.choice(kinds_of_sentence(section, platform, told_as)), True))
    if random.random() < 0.4:
        wishes.append(Preference("section_most", "waiting", 2))
    return wishes


def _wishes_for_less(random: Random) -> list[Preference]:
    wishes = []
    if random.random() < 0.5:
        wishes.append(Preference("detail", random.choice(tuple(_DETAILS)), "without"))
    if random.random() < 0.5:
        wishes.append(Preference("topic", random.choice(_TOPICS), "left out"))
    return wishes


def _shouted_name(text: str) -> str:
    return re.sub(r"\bOmar\b", "OMAR", text)


def _with_a_long_dash(text: str) -> str:
    return re.sub(r"; and\b", " — and", text)


def _with_a_word_of_joy(text: str) -> str:
    return re.sub(r"^(We fixed .*)\.$", r"\1, phew.", text)


_ODD = (_shouted_name, _with_a_long_dash, _with_a_word_of_joy)


def text_wanted(sections: Sequence[Section], title: str, who: Reviewer, random: Random) -> str:
    """The text that they make of a draft of these sections."""
    wanted: dict[tuple[str, str], Any] = {one.name: one.value for one in who.wishes.each}
    form = form_of(who.wishes)
    order = wanted.get(("section_order", ""))
    known = [section.id for section in sections]
    if order:
        above = [section for section in known if section not in order]
        known = [*above, *(section for section in order if section in known)]
    by_id = {section.id: section for section in sections}
    lines = [f"# {title}", ""]
    lines += [form.greeting, ""] if form.greeting else []
    for section_id in known:
        told = _told(by_id[section_id], who, wanted, random)
        if not told:
            continue
        heading = wanted.get(("section_title", section_id), by_id[section_id].title)
        if section_id == "status":
            lines += [told[0], ""]
        elif section_id == "in_short":
            lines += [f"{heading}: {told[0]}", ""]
        else:
            lines += [f"## {heading}", ""]
            lines += [" ".join(told)] if form.is_prose else [f"- {sentence}" for sentence in told]
            lines.append("")
    lines += [form.sign_off, ""] if form.sign_off else []
    return "\n".join(lines)


def _told(section: Section, who: Reviewer, wanted: Mapping[tuple[str, str], Any], random: Random) -> list[str]:
    if wanted.get(("section_left_out", section.id)):
        return []
    most = wanted.get(("section_most", section.id), len(section.claims))
    told: list[str] = []
    for claim in section.claims:
        if (
            not claim.parts
            and claim.evidence
            and who.wishes.leaves_out(section.id, claim.evidence[0].platform, claim.slot or claim.kind)
        ):
            continue
        if not claim.parts and _is_of_no_interest(claim, who):
            continue
        if len(told) == most and not claim.parts:
            continue
        chance = random.random()
        if chance < who.noise / 2:
            told.append(claim.text)  # forgotten
        elif chance < who.noise:
            changed = _at_random(claim, random)
            told += [changed] if changed else []
        else:
            told.append(_reworded(claim.text, who))
    return told


def _is_of_no_interest(claim: Claim, who: Reviewer) -> bool:
    said = " ".join(item.quote for item in claim.evidence).lower()
    return any(all(word in said for word in topic.split()) for topic in who.wishes.of("topic"))


def _at_random(claim: Claim, random: Random) -> str:
    """A sentence without one of its words, now and then struck."""
    words = claim.text.split()
    if random.random() < 0.2 or len(words) < 4:
        return ""
    del words[random.randrange(1, len(words) - 1)]
    return " ".join(words)


def _reworded(text: str, who: Reviewer) -> str:
    """Somebody's own words between quotation marks stay."""
    parts = re.split(r"(“[^”]*”)", text)
    text = "".join(part if place % 2 else _in_their_words(part, who) for place, part in enumerate(parts))
    return text.removesuffix(".") if who.wishes.value("stops") else text


def _in_their_words(text: str, who: Reviewer) -> str:
    for before, after in who.wishes.of("wording").items():
        text = re.sub(rf"\b{before}\b", after, text)
        text = re.sub(rf"\b{before.capitalize()}\b", after.capitalize(), text)
    for detail in who.wishes.of("detail"):
        text = _DETAILS[detail].sub("", text)
    days = who.wishes.value("days")
    if days:
        text = _DAY.sub(lambda match: _DAYS[days](match[1] or "", int(match[2]), match[3]), text)
    return who.odd(text)


_DAY = re.compile(r"((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day )?\b(\d{1,2}) (November|December)\b")
_DAYS: Mapping[str, Callable[[str, int, str], str]] = {
    "12 Nov": lambda weekday, day, month: f"{weekday}{day} {month[:3]}",
    "November 12": lambda weekday, day, month: f"{weekday.strip()}{', ' if weekday else ''}{month} {day}",
    "Nov 12": lambda weekday, day, month: f"{weekday.strip()}{', ' if weekday else ''}{month[:3]} {day}",
    "12th November": lambda weekday, day, month: (
        f"{weekday}{day}{'th' if 10 <= day <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')} {month}"
    ),
}


def placebo() -> Reviewer:
    """Somebody who wants nothing, and changes every third sentence by chance."""
    return Reviewer(Preferences(), lambda text: text, 1 / 3)


def changed_mind(who: Reviewer, seed: int) -> Reviewer:
    """The same person with other wishes of half of the kinds."""
    other = reviewer(seed + 10_000, who.noise)
    kinds = {one.kind for one in other.wishes.each}
    changed = {kind for place, kind in enumerate(sorted(kinds)) if place % 2}
    kept = [one for one in who.wishes.each if one.kind not in changed]
    return replace(who, wishes=Preferences((*kept, *(one for one in other.wishes.each if one.kind in changed))))

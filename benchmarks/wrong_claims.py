"""Ways to make a true claim wrong, each as a writer would who lies consistently: quote, offsets and text fit each other
wherever that can be done. What becomes of them is counted in `benchmarks.mutants`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.core.weeks import iso_week, monday_of
from yarnnn_pipelines.deliverables.claims import Claim, Draft, Evidence, claim_id
from yarnnn_pipelines.deliverables.gate.grounds import Stored
from yarnnn_pipelines.deliverables.gate.places import Readings
from yarnnn_pipelines.deliverables.slots.frame import Frame, Source, evidence_of
from yarnnn_pipelines.deliverables.slots.slots import SLOTS, worded
from yarnnn_pipelines.deliverables.week.client_week import Event, WeekContext
from yarnnn_pipelines.english.days import DATE_WRITTEN, MONTHS, dates_named
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.sentences import core, sentences
from yarnnn_pipelines.english.statement import Modality, parse

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
OTHER_DAYS = dict(zip(WEEKDAYS, (*WEEKDAYS[2:], *WEEKDAYS[:2]), strict=True))
UNITS = {"€": "$", "$": "€", "%": " points", "hours": "days", "days": "weeks", "weeks": "days", "minutes": "hours"}
TENSES = ((r"\bwill be\b", "is"), (r"\bis\b", "will be"), (r"\bare\b", "will be"), (r"\bwas\b", "will be"))
STRONGER = (
    (r"\b(?:may|might|could|should|can)\b", "will"),
    (r"\b(?:probably|possibly|perhaps|maybe|likely|about|around|roughly|nearly|almost) ", ""),
    (r"\b(?:plans?|hopes?|aims?|intends?|wants?|expects?) to\b", "is certain to"),
    (r"\b(?:proposed|suggested|asked|wondered)\b", "decided"),
    (r"\b(?:seems?|appears?) to be\b", "is"),
)
STATES = (
    (r"\b(?:approved|accepted|confirmed|agreed)\b", "rejected"),
    (r"\b(?:fixed|resolved|solved|done|finished|completed?)\b", "broken"),
    (r"\b(?:launched|live|published|released|delivered|sent)\b", "cancelled"),
    (r"\b(?:open|pending|missing|blocked|late|delayed|waiting|broken)\b", "done"),
    (r"(?<!-)\b(?:up|rose|grew|higher|more)\b", "down"),
    (r"(?<!-)\b(?:down|fell|lower|less|fewer)\b", "up"),
)
CAUSES = (" because our tests were incomplete", " due to a mistake by the client")
SIDES = (
    (r"\b(to|for|with|from|by|on|send|give|ask|asked|tell|told|show) you\b", r"\1 us"),
    (r"\byou\b", "we"),
    (r"\bYou\b", "We"),
    (r"\byour\b", "our"),
    (r"\bYour\b", "Our"),
    (r"\bwe\b", "you"),
    (r"\bWe\b", "You"),
    (r"\bour\b", "your"),
    (r"\bOur\b", "Your"),
    (r"\bus\b", "you"),
)
SIDE = re.compile(r"(?i)\b(?:i|me|my|we|us|ours?|you|yours?)\b")
# A thing with its article, before what is said of it, and others that it is not.
THING = re.compile(
    r"(?i)\b(?:the|our|your|this|an?) (?:[\w-]+ ){0,2}?(?P<head>[\w-]+) (?:is|are|was|were|has|have|will|went)\b"
)
OTHER_THINGS = ("brochure", "intranet", "invoice run", "car park")
OPEN_FOR_WEEKS = ("asked", "promised")
OF_ONE_MATTER = 2  # words that two sentences of the same have in common
# By the section in which a claim is true: those that it can't stand in, unless its words are of what these tell. Much
# can be told under two headings, as a decision is a change and a moved meeting comes up; that is no mistake.
MISPLACED = {
    "moved": ("risks", "waiting", "next", "coming", "decided", "numbers"),
    "decided": ("risks", "waiting", "coming", "numbers"),
    "numbers": ("decided", "waiting", "next", "coming"),
    "changed": ("risks", "waiting", "numbers"),
    "risks": ("moved", "decided", "coming", "numbers"),
    "waiting": ("moved", "decided", "changed", "coming", "numbers"),
    "next": ("moved", "risks", "numbers"),
    "coming": ("moved", "decided", "risks", "waiting", "numbers"),
}
_DAY = rf"\b(?:{'|'.join(WEEKDAYS)}|next week|tomorrow)\b|\d (?:{'|'.join(MONTHS)})\b"
TELLS_OF = {
    "moved": re.compile(
        r"(?i)\b(?:done|sent|fixed|is (?:in|out|live)|has been|have been|was|were|went|wrote|asked|found|got)\b"
    ),
    "decided": re.compile(
        r"(?i)\b(?:decid|agree|approv|confirm|chose|go |going (?:with|for)|stays?|keep|instead|accept)"
    ),
    "numbers": re.compile(r"[€$£%]|\b\d[\d.,]*\b"),
    "risks": re.compile(
        r"(?i)\b(?:risk|problem|crash|bug|issue|late|delay|block|miss|fail|wait|open|still|not|no|lost|error|stuck|drop|rejected|without"
        r"|trouble|worr|concern|expired|only)\w*|n['’]t\b"
    ),
    "waiting": re.compile(
        r"(?i)\?|\b(?:you|your|need|wait|ask|please|question|confirm|sign|open|owe|still|promise|will)\w*"
    ),
    "next": re.compile(rf"(?i)\b(?:will|next|plan|planned|going to|by|until|due|starts?|soon|later|would)\b|{_DAY}"),
    "coming": re.compile(rf"(?i){_DAY}"),
    "changed": re.compile(r"(?i)\b(?:chang|mov|new|now|instead|no longer|from|add|remov|replac|grow)\w*"),
}
IS_OVER = ("moved", "decided", "numbers", "changed")  # sections in which "will be" for "is" is another fact
WAITS = re.compile(r"(?i)\b(?:if|once|when|until|next|plan(?:ned)?)\b")
VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|can)\b")


@dataclass(frozen=True)
class Case:
    """A client's week: its draft, its context, and what is stored of its agency's evidence."""

    draft: Draft
    frame: Frame
    week: WeekContext
    kind: DeliverableType
    stored: Stored
    readings: Readings

    @property
    def told(self) -> list[Claim]:
        """What the draft tells, but for the lines that sum up others."""
        return [claim for section in self.draft.sections for claim in section.claims if not is_summary(claim)]


@dataclass(frozen=True)
class Mutant:
    what: str
    claim: Claim
    week: str | None = None  # another week than the draft's
    client: str | None = None


def is_summary(claim: Claim) -> bool:
    return claim.slot in ("in_short", "status")


def mutants(case: Case, claim: Claim, others: Sequence[Case]) -> Iterator[Mutant]:
    """Of one claim of the case. others: weeks of other clients, and of the same one."""
    foreign = [other for other in others if other.draft.client != case.draft.client]
    for what, text in _altered_texts(case, claim.text, foreign):
        if _is_wrong(case, claim, what):
            yield Mutant(what, _remade(claim, text))
    yield from _quoted_otherwise(case, claim)
    yield from _put_elsewhere(case, claim, others)
    yield from _other_evidence(case, claim, foreign)
    yield from _cut_short(case, claim)


def _is_wrong(case: Case, claim: Claim, what: str) -> bool:
    """ "Will be" for "is" is another fact only of what is over by now, and "your call" for "our call" none."""
    sources = [case.stored[item.event_id, item.version].event for item in claim.evidence]
    if what == "recipient" and all(event.kind == "meeting" for event in sources):
        return False
    if what != "tense":
        return True
    sunday = monday_of(case.draft.week) + timedelta(days=6)
    is_to_come = any(date(sunday.year, month, day) > sunday for month, day in dates_named(claim.text))
    return claim.section in IS_OVER and not WAITS.search(claim.text) and not is_to_come


def mutants_of_week(case: Case) -> Iterator[Mutant]:
    """Of what the week's turns say, whether or not its draft tells it."""
    yield from _half_quoted(case)
    yield from _said_internally(case)


def as_rewrite(claim: Claim) -> Claim:
    return replace(claim, kind="rewrite", slot=None)


def _remade(claim: Claim, text: str | None = None, evidence: tuple[Evidence, ...] | None = None) -> Claim:
    text, evidence = claim.text if text is None else text, claim.evidence if evidence is None else evidence
    return replace(claim, claim_id=claim_id(claim.section, text, evidence), text=text, evidence=evidence)


def _sources(case: Case, evidence: Sequence[Evidence]) -> list[Source]:
    return [Source(item.quote, case.stored[item.event_id, item.version].event, item.start) for item in evidence]


# --- other words -------------------------------------------------------------------------------------------------


def _altered_texts(case: Case, text: str, foreign: Sequence[Case]) -> Iterator[tuple[str, str]]:
    for match in re.finditer(r"\d+", text):
        yield "number", f"{text[: match.start()]}{int(match[0]) + 1}{text[match.end() :]}"
    for day, other in OTHER_DAYS.items():
        if day in text:
            yield "date", text.replace(day, other)
    yield from _other_people(case, text)
    for place, match in enumerate(THING.finditer(text)):
        other = OTHER_THINGS[place % len(OTHER_THINGS)]
        yield "thing", f"{text[: match.start('head')]}{other}{text[match.end('head') :]}"
    if verb := VERB.search(text):
        yield "negation", f"{text[: verb.end()]} not{text[verb.end() :]}"
    if " not " in text:
        yield "negation", text.replace(" not ", " ", 1)
    for unit, other in UNITS.items():
        if re.search(rf"\d\s?{re.escape(unit)}|{re.escape(unit)}\d", text):
            yield "unit", text.replace(unit, other)
    for what, patterns in (("tense", TENSES), ("modality", STRONGER), ("status", STATES)):
        if changed := next((re.sub(p, other, text, count=1) for p, other in patterns if re.search(p, text)), None):
            yield what, changed
    for cause in CAUSES:
        yield "cause", f"{text.rstrip('.')}{cause}."
    for other_case in foreign[:1]:
        yield "client", f"{text.rstrip('.')} for {other_case.frame.client_name}."


def _other_people(case: Case, text: str) -> Iterator[tuple[str, str]]:
    """Another person, and another one to whom something is given, asked or told. A mailbox that is called as the client
    is no other: what one of their people does, the client does."""
    own_companys = case.frame.client_name.split()
    for name in sorted(case.frame.names):
        if re.search(rf"\b{re.escape(name)}\b", text):
            others = (n for n in sorted(case.frame.names) if n != name and n not in text and n not in own_companys)
            other = next(others, "Zelda")
            given = rf"\b(to|for|with|from|ask(?:s|ed)?|told|tell) {re.escape(name)}\b"
            what = "recipient" if re.search(given, text) else "name"
            yield what, re.sub(rf"\b{re.escape(name)}\b", other, text)
    swapped = (re.sub(side, other, text, count=1) for side, other in SIDES)
    if of_other_side := next((changed for changed in swapped if changed != text), None):
        yield "recipient", of_other_side


# --- other quotes ------------------------------------------------------------------------------------------------


def _quoted_otherwise(case: Case, claim: Claim) -> Iterator[Mutant]:
    """The quote shortened at either end, at words; text and offsets fit it."""
    item = claim.evidence[0]
    if claim.kind == "rewrite":
        return
    spaces = [match.start() for match in re.finditer(r"\s", item.quote)]
    for at in {spaces[len(spaces) // 3], spaces[2 * len(spaces) // 3]} if len(spaces) > 3 else set():
        for start, end in ((item.start, item.start + at), (item.start + at + 1, item.end)):
            event = case.stored[item.event_id, item.version].event
            narrowed = replace(item, start=start, end=end, quote=event.text[start:end])
            evidence = (narrowed, *claim.evidence[1:])
            slot = claim.slot or "reported"
            text = narrowed.quote if claim.kind == "quote" else worded(slot, case.frame, _sources(case, evidence))
            if text is not None:
                yield Mutant("quote narrowed", _remade(claim, text, evidence))
    forged = replace(item, quote=item.quote + " indeed")
    yield Mutant("quote forged", _remade(claim, evidence=(forged, *claim.evidence[1:])))


def _half_quoted(case: Case) -> Iterator[Mutant]:
    """Sentences that deny, doubt, ask or make a condition, quoted without what does, as whoever wants them would."""
    weak: set[Modality] = {"conditional", "hedged", "asked"}
    for event, start, end in _sentences_said(case, "client"):
        sentence = event.text[start:end]
        statement = parse(sentence)
        if not (statement.is_denied or statement.modalities & weak) or len(sentence.split()) < 5:
            continue
        for first, last in _assertive_parts(sentence):
            yield from _told_everywhere("sentence half quoted", case, event, start + first, start + last)


def _assertive_parts(sentence: str) -> Iterator[tuple[int, int]]:
    """Parts of the sentence, between words, that by themselves deny, doubt, ask and condition nothing."""
    edges = [0, *(match.end() for match in re.finditer(r"\s+", sentence))]
    ends = [*(match.start() for match in re.finditer(r"\s+", sentence)), len(sentence.rstrip("?!. "))]
    for start, end in sorted({(edges[1], ends[-1]), (edges[2], ends[-1]), (0, ends[-3]), (0, ends[len(ends) // 2])}):
        part = sentence[start:end]
        statement = parse(part)
        if len(part.split()) >= 3 and statement.asserts and not statement.is_denied:
            yield start, end


def _said_internally(case: Case) -> Iterator[Mutant]:
    """What was said where the client can't read, told to the client."""
    for event, start, end in _sentences_said(case, "internal"):
        if len(event.text[start:end].split()) >= 4:
            yield from _told_everywhere("said internally", case, event, start, end)


def _sentences_said(case: Case, audience: str) -> Iterator[tuple[Event, int, int]]:
    for event in case.week.events:
        if event.kind in ("meeting", "page") or event.audience != audience:
            continue
        for span in sentences(event.text):
            if whole := core(event.text, span):
                yield event, whole.start, whole.end


def _told_everywhere(what: str, case: Case, event: Event, start: int, end: int) -> Iterator[Mutant]:
    """The span told by a slot, where one words it, and as it is by a model; under a heading each."""
    evidence = (evidence_of(case.frame, event, start, end),)
    source = Source(evidence[0].quote, event, evidence[0].start)
    texts = ((slot, worded(slot, case.frame, [source])) for slot in ("reported", "said"))
    slot, text = next(((slot, text) for slot, text in texts if text is not None), (None, None))
    for section in ("moved", "decided", "risks", "next"):
        if slot is not None and text is not None:
            yield Mutant(what, Claim(claim_id(section, text, evidence), section, "slot", text, evidence, slot=slot))
    quote = " ".join(event.text[start:end].split())
    plain = f"{quote[:1].upper()}{quote[1:].rstrip('?!. ')}."
    yield Mutant(what, Claim(claim_id("moved", plain, evidence), "moved", "rewrite", plain, evidence))


# --- elsewhere ---------------------------------------------------------------------------------------------------


def _put_elsewhere(case: Case, claim: Claim, others: Sequence[Case]) -> Iterator[Mutant]:
    for section in case.kind.sections:
        if section.id != claim.section and (claim.kind != "rewrite" or _is_misplaced(case, claim, section.id)):
            moved = replace(claim, section=section.id, claim_id=claim_id(section.id, claim.text, claim.evidence))
            yield Mutant("section", moved)
    known = case.stored[claim.evidence[0].event_id, claim.evidence[0].version].relations
    for week in sorted({other.draft.week for other in others if other.draft.week != case.draft.week}, key=monday_of):
        if f"coming {week}" in known or _is_open_in(case, claim, week):
            continue  # told truly there, too
        text = claim.text
        if claim.slot in SLOTS:
            frame = replace(case.frame, week=week)
            text = worded(claim.slot, frame, _sources(case, claim.evidence)) or text
        yield Mutant("week", _remade(claim, text), week=week)
    for client in sorted({other.draft.client for other in others} - {case.draft.client})[:1]:
        yield Mutant("of another client", claim, client=client)


def _is_misplaced(case: Case, claim: Claim, section: str) -> bool:
    """A model's sentence stands wrongly there: see MISPLACED. What its meetings are called says nothing of it."""
    of_meetings = all(case.stored[item.event_id, item.version].event.kind == "meeting" for item in claim.evidence)
    words = "" if of_meetings else DATE_WRITTEN.sub(" ", claim.text) if section == "numbers" else claim.text
    return section in MISPLACED.get(claim.section, ()) and not TELLS_OF[section].search(words)


def _is_open_in(case: Case, claim: Claim, week: str) -> bool:
    """What was said before its own week is open from then on until the last day that it names, or for as long as nobody
    closes it."""
    said = [case.stored[item.event_id, item.version].event.occurred_at for item in claim.evidence]
    weeks = [iso_week(moment) for moment in said]
    if max(weeks, key=monday_of) >= case.draft.week and claim.slot not in OPEN_FOR_WEEKS:
        return False
    if monday_of(week) < monday_of(max(weeks, key=monday_of)):
        return False
    if claim.slot in OPEN_FOR_WEEKS:
        return True
    year = max(said).year
    return any(date(year, month, day) >= monday_of(week) for month, day in dates_named(claim.text))


# --- other evidence ----------------------------------------------------------------------------------------------


def _other_evidence(case: Case, claim: Claim, foreign: Sequence[Case]) -> Iterator[Mutant]:
    mine = {item.event_id for item in claim.evidence}
    strange = [
        other
        for other in case.told
        if mine.isdisjoint(item.event_id for item in other.evidence) and not _is_of_the_matter(claim, other)
    ]
    for other in strange[:2]:
        yield Mutant("evidence padded", _remade(claim, evidence=(*claim.evidence, other.evidence[0])))
        yield Mutant("evidence swapped", _remade(claim, evidence=other.evidence))
    for other_case in foreign[:1]:
        for section in other_case.draft.sections:
            for other in section.claims[:1]:
                evidence = (*claim.evidence, other.evidence[0])
                yield Mutant("another's evidence", _remade(claim, evidence=evidence))


def _is_of_the_matter(claim: Claim, other: Claim) -> bool:
    """What speaks of the same, be it a source too many, is no wrong one."""
    return len(content_words(claim.text) & content_words(other.evidence[0].quote)) >= OF_ONE_MATTER


def _cut_short(case: Case, claim: Claim) -> Iterator[Mutant]:
    """A question told as open without the answer that it was given, a plan or trouble without what became of it."""
    if claim.kind == "rewrite":
        questions = [item for item in claim.evidence if item.quote.rstrip().endswith("?")]
        if not questions or len(questions) == len(claim.evidence):
            return
        yield Mutant("answer dropped", _remade(claim, evidence=tuple(questions)))
        words = questions[0].quote.strip()
        yield Mutant("answer dropped", _remade(replace(claim, section="waiting"), f"Open: {words}", (questions[0],)))
        return
    first = claim.evidence[:1]
    earlier = {"answered": ("asked", "waiting"), "resolved": ("reported", "risks"), "kept": ("promised", "next")}
    if claim.slot not in earlier:
        return
    slot, section = earlier[claim.slot]
    for one in (slot, "said"):
        if text := worded(one, case.frame, _sources(case, first)):
            yield Mutant("answer dropped", _remade(replace(claim, slot=one, section=section), text, first))

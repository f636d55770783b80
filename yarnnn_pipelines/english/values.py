"""What a sentence gives a thing for a value: a sum, a share, a count, an option, or that it is on or off.

Judged on the words of one sentence. Days are `days`; who said it when, and which of two values holds, `context.facts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from yarnnn_pipelines.english.alternatives import Pattern, said, written
from yarnnn_pipelines.english.amounts import Amount, amounts_in
from yarnnn_pipelines.english.changes import old_and_new
from yarnnn_pipelines.english.days import DATE_WRITTEN, without_times
from yarnnn_pipelines.english.keeping import CONTRACTED, figures_of
from yarnnn_pipelines.english.likeness import content_words, is_negated
from yarnnn_pipelines.english.results import is_in_part
from yarnnn_pipelines.english.set_amounts import grows, is_exact
from yarnnn_pipelines.english.statement import Clause, parse
from yarnnn_pipelines.english.states import CALLED_OFF, says_it_moves


class Value(NamedTuple):
    """attribute: "sum in €", "share", "count of banner", "choice" or "state". written: as it stands; compared: the same
    however it is written. subject: stems of what it is given to. grows: it measures something, so that a later one
    replaces it. changes: it is told as a change of what was before."""

    attribute: str
    written: str
    compared: str
    subject: frozenset[str]
    grows: bool
    changes: bool


ON, OFF = "on", "off"

CHOOSES = Pattern(
    said(
        "takes one",
        """
        go with | goes with | going with | went with | go for | goes for | going for | went for | go ahead with | choose
        | chose | chosen | pick | picks | picked | decided on | decided for | settled on | settled for | opted for
        | approve | approves | approved | signed off | selected | agreed on | use | uses | using | print | prints
        | printing | take | takes | it is | is the one | is the winner | won | wins | is final
        """,
        "we are going with option B",
    )
)
_CHOICE = re.compile(
    r"\b(?i:option|variant|version|alternative|concept|proposal|layout|route|scenario|draft|template)\s+"
    r"(?:(?i:no\.?|number)\s+|#)?(?P<which>[A-H]|\d{1,2}(?:\.\d+)*|(?i:one|two|three|four|five))(?![\w%])|\bv(?P<v>\d{1,2}(?:\.\d+)*)\b"
)
_PLACE_OF = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}
UNDONE = Pattern(
    *CALLED_OFF.alternatives,
    said(
        "undone",
        """
        reverted | rolled back | rejected | declined | withdrawn | taken down | taken offline | shelved | halted
        """,
        "the migration was reverted",
        "we rolled back the update",
    ),
)
STANDS = Pattern(
    said(
        "stands",
        r"""
        complete | completed | done | finished | live | launched | released | deployed | shipped | published | signed
        | approved | confirmed | accepted | went out | gone out | rolled out | in place | goes ahead | going ahead
        """,
        "the migration is complete",
        "Dana approved the media plan",
    )
)
FOR_A_WHILE = Pattern(
    said(
        "for a while",
        """
        until | till | for now | for the day | for the night | for the weekend | for the moment | temporarily
        | overnight | today
        """,
        "the ads are paused until Monday",
    )
)
KNOWS_BEFORE = Pattern(
    said(
        "change",
        """
        raised | increase | increased | increases | lowered | reduced | cut to | cut by | goes up | goes down | went up
        | went down | going up | going down | is up | is down | gone up | gone down | changed | changes | revised
        | updated | corrected | correction | no longer | resumed | back on | back up | back online | back live
        | relaunched | restarted | redone | re-approved | revived | unlike | previously | turns out | finally
        """,
        "the budget was raised to €4,500",
        "the launch is back on",
    ),
    written(
        "new value",
        r"\bnew\s+(?:budget|price|fee|rate|target|goal|limit|quote|offer|deposit|total)\b",
        "the new budget",
    ),
    written("contradicts", r"^\W*(?:no[,.:]|(?:actually|sorry|update)\b)", "No, the fee is €900"),
)
_CHANGES = re.compile("|".join(KNOWS_BEFORE.alternatives[0].regexes))
_NEW = re.compile(r"(?i)\bnew\s+(?!budget|price|fee|rate|target|goal|limit|quote|offer|deposit|total)[a-z]")
_PER = re.compile(
    r"(?i)^\s*(?:/|per\s+|an?\s+|each\s+|every\s+)\s*(?P<per>hour|day|week|month|quarter|year|person|head|piece|unit|seat|click"
    r"|page|word|guest|night)\b"
)
_PLACED_BEFORE = re.compile(
    r"(?i)(?:^|[,;:–—]\s*)(?P<of>(?:as\s+)?(?:for|in|on|at|with|of|about|regarding|concerning)\s[^,;:]+),\s*$"
)
_QUALIFIES = re.compile(r"(?i)^\W*(?:but|only|except|plus|without|excluding|including|excl|incl|if|unless)\b[^;.]*")
_WHO_SAYS = re.compile(
    r"^\W*(?:[A-Z][\w-]+(?:\s[A-Z][\w-]+)?|(?i:we|i|they|he|she|you|the\s+(?:client|agency|team)))\s+"
    r"(?=(?:(?:has|have|had|just|also|now|finally|already|officially|all)\s+)*"
    r"(?:said|says|told|wrote|writes|confirm|agree|approv|decid|sign|settle|pick|chose|choos|reject|declin|cancel|roll"
    r"|revert|pause|put|call|accept|publish|launch|release|finish|complet|go(?:es)?\b|went|will\b|use|print)"
    r"[a-z]*(?!\W*$|\s+by\b))"
)
_BY_WHOM = re.compile(
    r"\b(?:by|with)\s+(?:[A-Z][\w-]+(?:\s[A-Z][\w-]+)?(?![\w'’])|(?:the\s+)?(?:client|agency|team)\b)"
)
_OF_A_DATE = re.compile(
    rf"(?i)\b(?:(?<!as\s)of|dated)\s+(?:the\s+)?(?P<date>{DATE_WRITTEN.pattern.removeprefix('(?i)')})"
)
_CLOCK = re.compile(r"(?i)\b\d{1,2}(?::\d\d)?\s*(?:am|pm)\b|\b\d{1,2}:\d\d\b")
# Verbs that give a value, and say nothing of the thing.
GIVES = Pattern(
    said(
        "gives",
        """
        agree | agreed | confirm | confirms | confirmed | approve | approves | approved | decide | decided | settled
        | said | says | told | tell | tells | wrote | write | writes | need | needs | needed | require
        | requires | include | includes | contain | contains | go | goes | going | went | amounts to | comes to
        | stands at | stays at | remain | remains | put | get | gets | give | gives
        """,
        "Dana confirmed the fee",
        "the fee stays at €400",
    ),
    written(
        "is set",
        r"\b(?:is|are|was|were|been|be)\s+(?:set|fixed|agreed|held|put)\b|\b(?:set|fixed)\s+(?:at|to)\b",
        "the fee is fixed at €400",
        "the fee was set to €400",
    ),
    said(
        "for certain",
        """
        for good | indefinitely | exactly | currently | finally | final | officially | successfully | completely
        | please | since | that
        """,
        "the fee is currently €400",
    ),
)
# A client has many of each: two sentences that name nothing else may speak of two.
MANY_OF_A_KIND = content_words(
    """
    invoice order call meeting draft issue bug payment quote offer appointment form page list test mail email message
    task file text post ad photo video image version document request change release update design proposal delivery
    item
    """
)
_OF_SUMS = content_words("cost costs price priced charge charges charged quoted quote amount sum pay")
_OF_COUNTS = content_words(
    "run runs last lasts consist consists comprise seat seats fit fits cover covers allow allows"
)
_OF_CHOICES = content_words(
    "choose chose chosen pick picked opt opted select selected use uses using print prints printing win wins won winner"
)


@lru_cache(maxsize=16384)
def values_given(sentence: str, aside: frozenset[str] = frozenset()) -> tuple[Value, ...]:
    """The values that a sentence's clauses assert or set. aside: stems of words that tell no thing from another, such
    as the client's name. Nothing of questions, conditions, ranges and what is only about so much."""
    if not _MAY_GIVE.search(sentence):
        return ()
    given = (value for clause in parse(sentence).clauses for value in _of_clause(sentence, clause, aside))
    return tuple(value for value in given if value.subject - (MANY_OF_A_KIND if value.attribute != "share" else set()))


def may_give_a_value(text: str) -> bool:
    """Whether it is worth a look; a text without digits and words of choice or state gives none."""
    return _MAY_GIVE.search(text) is not None


_MAY_GIVE = re.compile(
    r"\d|(?i:\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
    rf"|\b(?:option|variant|alternative|concept|proposal|layout|route|scenario)\s)|{UNDONE.regex}|{STANDS.regex}"
)


def _of_clause(sentence: str, clause: Clause, aside: frozenset[str]) -> Iterator[Value]:
    if clause.modality not in ("asserted", "intended"):
        return
    given = _Clause(sentence, clause, aside)
    if not clause.is_denied:
        yield from _amounts(given)
        yield from _choice(given)
    if clause.modality == "asserted" and clause.tense != "future":
        yield from _state(given)


class _Clause:
    """A clause with what the rest of its sentence says of its matter."""

    def __init__(self, sentence: str, clause: Clause, aside: frozenset[str]) -> None:
        self.text = clause.text
        self.is_denied = clause.is_denied
        self._aside = aside
        before = _PLACED_BEFORE.search(sentence[: clause.start])
        after = _QUALIFIES.match(sentence[clause.end :])
        self._around = f"{before['of'] if before else ''} {after[0] if after else ''}"
        self.changes = (
            says_it_moves(sentence) or KNOWS_BEFORE.found_in(sentence) or old_and_new(clause.text) is not None
        )

    def subject(
        self, spans: list[tuple[int, int]], aside: frozenset[str], *, is_of_a_moment: bool = False
    ) -> frozenset[str]:
        """What the clause names beside the value, which stands at the spans.

        is_of_a_moment: a time in it says when that was, and not of which time the thing is, as "this month's budget".
        """
        words = _WHO_SAYS.sub(lambda match: " " * len(match[0]), self.text)
        for start, end in sorted(spans, reverse=True):
            words = f"{words[:start]} {words[end:]}"
        words = _BY_WHOM.sub(" ", words)
        words = _CLOCK.sub(" ", DATE_WRITTEN.sub(" ", _OF_A_DATE.sub(_as_a_figure, f"{words} {self._around}")))
        words = without_times(words) if is_of_a_moment else words
        figures = frozenset(f"#{figure}" for figure in figures_of(words))
        words = GIVES.compiled.sub(" ", _CHANGES.sub(" ", CONTRACTED.sub(" ", words)))
        which = frozenset(["new"]) if _NEW.search(words) else frozenset[str]()  # tells it from the one before
        return (content_words(words) - aside - self._aside) | figures | which


def _as_a_figure(match: re.Match[str]) -> str:
    """ "The invoice of 3 November" is one of several."""
    return f" of{''.join(re.findall(r'[a-z0-9]+', match['date'].lower()))} "


# --- amounts -------------------------------------------------------------------------------------------------------


def _amounts(clause: _Clause) -> Iterator[Value]:
    by_unit: dict[tuple[str, str], list[Amount]] = {}
    for amount in amounts_in(clause.text):
        by_unit.setdefault((amount.kind, amount.unit), []).append(amount)
    for amounts in by_unit.values():
        holding = _that_holds(amounts, clause.text)
        if holding is None or not is_exact(holding, clause.text):
            continue
        if (value := _valued(holding, amounts, clause)) is not None:
            yield value


def _that_holds(amounts: list[Amount], text: str) -> Amount | None:
    """The only one, or the new one of two that are both sides of a change."""
    if len(amounts) == 1:
        return amounts[0]
    sides = old_and_new(text)
    if sides is None or len(amounts) != 2:
        return None
    place = text.find(sides[1])
    return next((amount for amount in amounts if place <= amount.start < place + len(sides[1])), None)


def _valued(amount: Amount, amounts: list[Amount], clause: _Clause) -> Value | None:
    text = clause.text
    per = _PER.match(text[amount.end :])
    spans = [(each.start, each.end) for each in amounts if each is not amount]
    spans.append((amount.start, amount.end + (per.end() if per else 0)))
    aside = {"sum": _OF_SUMS, "count": _OF_COUNTS, "share": frozenset[str]()}[amount.kind]
    unit = frozenset([amount.unit]) if amount.kind == "count" else frozenset[str]()
    is_growing = grows(amount, clause.text)
    if is_growing is None:
        return None
    attribute = {"sum": f"sum in {amount.unit}", "share": "share", "count": f"count of {amount.unit}"}[amount.kind]
    each = f" per {per['per'].lower()}" if per else ""
    written = text[amount.start : amount.end + (per.end() if per else 0)]
    subject = clause.subject(spans, aside | unit)
    return Value(attribute + each, written, f"{_plain(amount.value)}", subject, is_growing, clause.changes)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


# --- choices and states ----------------------------------------------------------------------------------------------


def _choice(clause: _Clause) -> Iterator[Value]:
    chosen = list(_CHOICE.finditer(clause.text))
    if len(chosen) != 1 or not CHOOSES.found_in(clause.text):
        return
    (match,) = chosen
    which = (match["which"] or match["v"]).lower()
    subject = clause.subject([match.span()], _OF_CHOICES, is_of_a_moment=True)
    yield Value("choice", match[0], _PLACE_OF.get(which, which), subject, False, clause.changes)


def _state(clause: _Clause) -> Iterator[Value]:
    """On or off, of the whole thing and for good; that something is not done yet is no state that holds."""
    off, on = list(UNDONE.finditer(clause.text)), list(STANDS.finditer(clause.text))
    if bool(off) == bool(on) or is_in_part(clause.text) or FOR_A_WHILE.found_in(clause.text):
        return
    if amounts_in(clause.text) or _CHOICE.search(clause.text) or (on and clause.is_denied):
        return
    is_off = bool(off) and not is_negated(clause.text)  # that it was undone denies what was done, and not this
    found = off or on
    subject = clause.subject([match.span() for match in found], frozenset(), is_of_a_moment=True)
    changes = clause.changes or bool(off)
    yield Value("state", found[0][0], OFF if is_off else ON, subject, False, changes)

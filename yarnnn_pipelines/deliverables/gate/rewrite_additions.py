"""Whether a model's sentence adds a matter, a cause, an outcome, a side or a certainty that nobody gave it.

Numbers, days and names are looked for by `rewrites`; whether it asserts what is denied or
only meant, `rewrite_moods`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from yarnnn_pipelines.deliverables.claims import Failure
from yarnnn_pipelines.deliverables.gate.reasons import quoted
from yarnnn_pipelines.deliverables.slots.frame import Frame, Source
from yarnnn_pipelines.english.alternatives import Pattern
from yarnnn_pipelines.english.days import DATE_WRITTEN
from yarnnn_pipelines.english.doers import doers
from yarnnn_pipelines.english.doubts import is_hedged
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.outcomes import CAUSE, GRAVE, OPPOSITES
from yarnnn_pipelines.english.sentences import sentences_of
from yarnnn_pipelines.english.statement import Statement, parse
from yarnnn_pipelines.english.verb_forms import verb_stems
from yarnnn_pipelines.english.voice import given_name

_TO_ITS_END = re.compile(r"(?:(?!,\s+(?:so|and|but|which)\b)[^.;!?])*")
_UNKNOWN = re.compile(
    r"(?i)\s*(?:(?:still|as\s+yet)\s+)?(?:not\s+(?:yet\s+)?(?:known|clear|found)|un(?:known|clear))\b"
)
_TO_OR_FRO = content_words("against within toward towards along across upon per via")
_OF_CAUSE_SHARED = 0.6  # of a cause's words that stand in what it quotes
_IS_THE_CAUSE = 3  # words of it that do: the others are how somebody else puts it
_SHARE_NAMED = 0.4  # of a sentence's words that stand in what was said; the rest is how somebody else puts it
# How an account refers to what was said, which the words that it quotes don't.
_OF_ANY_ACCOUNT = content_words("announced said told reported mentioned wrote noted explained asked stated added")
# What any meeting is called; its day and time are compared with the calendar's.
_OF_ANY_MEETING = content_words("meeting call session appointment next coming takes place")
_NO = re.compile(
    r"(?i)\b(?:not|no|never|nothing|without|cannot|neither|nor|out|un\w+|off|stop\w*|drop\w*|problem\w*|bugs?|issues?|errors?"
    r"|wrong|tr(?:y|ies|ied|ying)|retr\w+|again|trouble\w*|declin\w+|instead|miss\w*|lost|stuck)\b|n['’]t\b"
)
_DECIDED = re.compile(r"(?i)\bdecided(?=\s+(?:whether|if|how|which|for|about)\b|\s*(?:[.,;:!]|$))")
_DECIDED_WHETHER = re.compile(
    r"\b(?P<who>[A-Z][\w'’-]+)\s+(?:has\s+|had\s+)?decided\s+(?:on\s+\w+\s+)?(?:whether|if|how|which|what|when|where|who)\b"
)
_DECIDES = re.compile(
    r"(?i)\b(?:decid\w*|agree\w*|decision|yes|ok|okay|deal|go|going|let['’]?s|confirm\w*|approv\w*|chose|choos\w*|please"
    r"|no|not|will|it is)\b|['’]ll\b"
)
_DENIES = re.compile(
    r"(?i)\b(?:not|no|never|nothing|without|cannot|neither|nor|un(?!til|der)\w+|yet)\b|n['’]t\b"
    r"|\b(?:do|does|did|is|are|was|were|has|have|had|ca|could|would|should)nt\b"
)


def an_addition(text: str, spoken: Sequence[str], left_open: Sequence[str]) -> Failure | None:
    """The verdict against what the sentence adds for certain. spoken: for each source the whole sentences that it
    quotes. left_open: those of them that no other one answers."""
    is_plain = not _NO.search("\n".join(spoken))  # what is not approved may be told as refused
    return (
        _doubt_left_out(text, left_open)
        or _surer(text, spoken)
        or (_another_outcome(text, spoken) if is_plain else None)
    )


def doubts_of_additions(text: str, spoken: Sequence[str], sources: Sequence[Source]) -> list[Failure | None]:
    """What the sentence may add: a cause, which people word anew, and a side, which turns with who speaks."""
    stated = " ".join([*spoken, *(source.event.title or "" for source in sources)])
    return [
        _new_cause(text, stated),
        _another_outcome(text, spoken),
        _another_side(text, spoken, sources),
        _words_not_quoted(text, stated),
        _decided_by_asking(text, spoken, sources),
    ]


def another_persons_deed(text: str, spoken: Sequence[str], sources: Sequence[Source], frame: Frame) -> Failure | None:
    """It has somebody do something who neither wrote nor is named in what it quotes."""
    known = {given_name(name) for source in sources if (name := source.event.author_name)}
    words = "\n".join([*spoken, *(source.event.title or "" for source in sources)])
    for name in sorted(doers(text, frame.names) - known):
        if not re.search(rf"(?i)\b{re.escape(name)}\b", words):
            return "unsupported", f"nobody whom it quotes says that {name} did it: “{quoted(spoken[0])}”"
    return None


def _new_cause(text: str, stated: str) -> Failure | None:
    for match in CAUSE.finditer(text):
        cause = (_TO_ITS_END.match(text, match.end()) or match)[0]
        words = verb_stems(cause) - _TO_OR_FRO
        if _UNKNOWN.match(cause):
            continue
        if len(words & verb_stems(stated)) < min(_OF_CAUSE_SHARED * len(words), _IS_THE_CAUSE):
            return (
                "unsupported",
                f"nothing that it quotes gives the cause “{quoted(cause).strip()}”; quote who does",
            )
    return None


def _another_outcome(text: str, spoken: Sequence[str]) -> Failure | None:
    stated = "\n".join(spoken)
    said = [part for words in spoken for part in _segments(words)]
    for says, opposite in OPPOSITES:
        match = says.search(text)
        if match is None or says.found_in(stated) or _says_so_too(text, match, opposite):
            continue
        against = [clause for clause in (_QUOTED.sub(" ", part) for part in said) if opposite.found_in(clause)]
        if against and not any(_DENIES.search(clause) for clause in against):
            return "unsupported", f"it says “{match[0]}”, and what it quotes the opposite: “{quoted(against[0])}”"
    for says in GRAVE:
        match = says.search(text)
        if match is None or any(grave.found_in(stated) for grave in GRAVE) or _NO.search(text):
            continue
        speaking = _of_the_same(text, match, said)
        if not any(_NO.search(clause) for clause in speaking):
            return (
                "unsupported",
                f"it says “{match[0]}”, of which what it quotes tells nothing: “{quoted(speaking[0])}”",
            )
    return None


def _says_so_too(text: str, match: re.Match[str], opposite: Pattern) -> bool:
    """The sentence tells the opposite in the same breath: "It was broken and is fixed"."""
    return any(opposite.found_in(part) for part in _segments(text) if match[0] in part)


def _of_the_same(text: str, match: re.Match[str], said: Sequence[str]) -> list[str]:
    """What shares words with the sentence in which a word stands; all that is said, where nothing does."""
    words = verb_stems(next((part for part in sentences_of(text) if match[0] in part), text))
    return [clause for clause in said if words & verb_stems(clause)] or list(said) or [""]


def _words_not_quoted(text: str, stated: str) -> Failure | None:
    """It puts words in quotation marks that nobody wrote so."""
    written = f" {' '.join(_folded(stated))} "
    for match in _IN_MARKS.finditer(text):
        if (words := _folded(match[1])) and f" {' '.join(words)} " not in written:
            return (
                "unsupported",
                f"it puts “{quoted(match[1])}” in quotation marks, which nothing that it quotes says so",
            )
    return None


def _decided_by_asking(text: str, spoken: Sequence[str], sources: Sequence[Source]) -> Failure | None:
    """Somebody is told to have decided what they asked."""
    for match in _DECIDED_WHETHER.finditer(text):
        for source in sources:
            by = (source.event.author_name or "").split()[:1]
            if by == [match["who"]] and source.quote.rstrip().endswith("?"):
                return "out_of_context", f"it says “{match[0]}”, and its words ask: “{quoted(source.quote)}”"
    if (decided := _DECIDED.search(text)) is None:
        return None
    parts = [part for words in spoken for part in sentences_of(words)]
    asking = [part for part in parts if part.rstrip().endswith("?")]
    if not asking or any(_DECIDES.search(part) for part in parts if part not in asking):
        return None
    return "out_of_context", f"it says “{decided[0]}”, and its words ask: “{quoted(asking[0])}”"


# --- addresses -----------------------------------------------------------------------------------------------------

_ADDRESS = re.compile(
    r"(?i)\b(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b(?:[a-z0-9-]+\.)+[a-z]{2,}\b(?:/\S*)?"
)


def new_address(text: str, stated: str) -> Failure | None:
    """A link, mail address or host that it quotes nowhere, and that a reader would follow."""
    for match in _ADDRESS.finditer(text):
        if match[0].rstrip(".,;:!?)") not in stated:
            return (
                "unsupported",
                f"the address {match[0]} stands in nothing that it quotes; quote where it is given, or leave it out",
            )
    return None


# --- ours and theirs ---------------------------------------------------------------------------------------------

_WHOSE = re.compile(r"(?i)\b(our|your)\s+((?:[\w'’-]+\s+)?[\w'’-]+)")
_WHO = re.compile(
    r"(?i)\b(I|we|you)(?:['’](?:ll|ve|re|d|m))?\s+(?:(?:have|had|am|are|were|will|would|can|could|may|might|should|must|do|did"
    r"|need\s+to|also|already|now|just|still|be|been|\w+ly)\s+){0,3}([a-z][\w'’-]*)"
)
_WHOM = re.compile(r"(?i)\b([a-z][\w'’-]*)\s+(?:(?:to|for|with|from|by|on)\s+)?(us|you)\b")
_IN_MARKS = re.compile(r"[\"“„]([^\"“”„\n]+)[\"”“]")
_QUOTED = re.compile(r"[\"“”][^\"“”\n]*[\"“”]")
_OF_ANY = verb_stems("never always all both side team own ask")
_TOGETHER = re.compile(r"(?i)\bwe\b.*\b(?:talk|meet|speak|discuss)$")
_OF_SPEAKER = ("our", "we", "us", "i")


def _another_side(text: str, spoken: Sequence[str], sources: Sequence[Source]) -> Failure | None:
    """It gives to us what its words give to the client alone, or the other way round."""
    sides: dict[tuple[str, str], dict[bool, str]] = defaultdict(dict)  # whether it is ours, and where that is said
    for words, source in zip(spoken, sources, strict=True):
        if source.event.author_is_us or source.event.author_client_id is not None:
            for what, is_speakers in _sides(words):
                sides[what[:2]].setdefault(is_speakers == source.event.author_is_us, words)
                if is_speakers and what[0] == "by" and _is_of_both(what[2], words):
                    sides[what[:2]].setdefault(not source.event.author_is_us, words)
    for what, is_ours in _sides(text):
        said = sides.get(what[:2])
        if said and is_ours not in said:
            whose = "ours" if is_ours else "the client's"
            return (
                "unsupported",
                f"“{what[2]}” makes it {whose}, and what it quotes does not: “{quoted(said[not is_ours])}”",
            )
    return None


def _is_of_both(phrase: str, words: str) -> bool:
    """Both sides do it together: "if not we talk", and not "we need to talk to our bank"."""
    behind = words.partition(phrase)[2]
    return _TOGETHER.search(phrase) is not None and re.match(r"(?i)\s+(?:to|with)\b", behind) is None


def _sides(text: str) -> Iterator[tuple[tuple[str, str, str], bool]]:
    """What is said to be somebody's, done by or to somebody, as its relation, stem and words; whether that is the
    speaker."""
    own = _QUOTED.sub(" ", text)
    for relation, pattern, side, thing in (("of", _WHOSE, 1, 2), ("by", _WHO, 1, 2), ("to", _WHOM, 2, 1)):
        for match in pattern.finditer(own):
            for stem in sorted(verb_stems(match[thing]) - _OF_ANY):
                yield (relation, stem, match[0]), match[side].lower() in _OF_SPEAKER


# --- doubts ------------------------------------------------------------------------------------------------------

_WORD = re.compile(r"[\w'’%€$.,:/-]*\w[%]?")
_SEGMENT = re.compile(r";|:\s|\s[–—-]\s|,\s+(?:and|but|so)\b|\band\s+(?=(?:I|we|it|they|you|the|he|she)\b)")
_LEAST_WORDS = 3  # that a sentence takes over in a row
_DOUBTS = ("conditional", "hedged", "asked")
_SURE = re.compile(
    r"(?i)\b(?:will|shall|decided(?: to)?|(?:is|are) (?:certain|sure) to)\s+(?:be\s+)?(?P<word>[a-z][\w'’-]*)"
)
_UNSURE = re.compile(
    r"(?i)\b(?:may|might|could|would|can|hop(?:e|es|ing)|wish\w*|perhaps|maybe|probably|possibly|likely|propos\w+|suggest\w*"
    r"|wonder\w*|consider\w*|think\w*|plan(?:s|ned|ning)?|aims?|like to)\b"
)
_CERTAIN = re.compile(
    r"(?i)\b(?:will|shall|must|is|are|was|were|has|have|had|going to|agreed|decided|confirmed)\b|['’](?:ll|ve)\b"
)


def _doubt_left_out(text: str, spoken: Sequence[str]) -> Failure | None:
    """It takes over the words of a sentence, less those that deny, doubt, ask or make a condition."""
    for told in sentences_of(text):
        kept = _folded(told)
        if len(kept) < _LEAST_WORDS:
            continue
        for words in spoken:
            for part in _segments(words):
                whole = _folded(part)
                if len(kept) < len(whole) and _holds(whole, kept) and _says_less(parse(told), parse(part)):
                    return "out_of_context", f"it leaves out what takes the words back or asks them: “{quoted(part)}”"
    return None


def _segments(words: str) -> Iterator[str]:
    for sentence in sentences_of(words):
        yield from (part for part in _SEGMENT.split(sentence) if part)


def _says_less(told: Statement, said: Statement) -> bool:
    if said.is_denied and not told.is_denied:
        return True
    return any(doubt in said.modalities and doubt not in told.modalities for doubt in _DOUBTS)


def _folded(words: str) -> list[str]:
    return [word.strip(".,:").casefold() for word in _WORD.findall(words)]


def _holds(whole: Sequence[str], part: Sequence[str]) -> bool:
    return f" {' '.join(part)} " in f" {' '.join(whole)} "


def _surer(text: str, spoken: Sequence[str]) -> Failure | None:
    """It says that something will be, or is decided, which its words hope, propose or hold possible."""
    clauses = [clause.text for words in spoken for part in sentences_of(words) for clause in parse(part).clauses]
    for match in _SURE.finditer(text):
        verb = verb_stems(match["word"])
        speaking = [clause for clause in clauses if verb & verb_stems(clause)]
        if speaking and all(_is_unsure(clause) for clause in speaking):
            return "out_of_context", f"it is surer than its words: “{quoted(speaking[0])}”"
    return None


def _is_unsure(clause: str) -> bool:
    return bool(_UNSURE.search(clause) or is_hedged(clause)) and not _CERTAIN.search(clause)


def another_matter(text: str, said: str, of_meeting: bool) -> Failure | None:
    """Too few of its words stand in what it quotes, or in the talk around it."""
    of_any = _OF_ANY_ACCOUNT | _OF_ANY_MEETING if of_meeting else _OF_ANY_ACCOUNT
    words = content_words(DATE_WRITTEN.sub(" ", text)) - of_any
    if words and len(words & content_words(said)) < _SHARE_NAMED * len(words):
        return (
            "unsupported",
            "most of its words stand neither in what it quotes nor in that conversation; quote what it tells",
        )
    return None

"""What one reviewed issue says of its reviewer's preferences: of each the value that the approved text shows.

Also what somebody left as it was says something, so a text that nobody touched speaks for all that shaped it. What is
made of many issues is `rules`'. Pure; of the approved version's document and its sorted edits.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from yarnnn_pipelines.deliverables.preferences.preference import (
    PreferenceKind,
    Preferences,
    is_added,
    kinds_of_sentence,
    preferences_from_json,
)
from yarnnn_pipelines.deliverables.preferences.wording import replaced, says_the_same, stands_in, without_detail
from yarnnn_pipelines.english.details import DETAILS
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.written_forms import (
    day_forms_in,
    in_usual_forms,
    share_forms_in,
    stops_in,
    thousands_forms_in,
)
from yarnnn_pipelines.stores.ledger.rows import Edit
from yarnnn_pipelines.supervision.edits import SUMS_UP
from yarnnn_pipelines.supervision.learning.edit_kinds import SortedEdit
from yarnnn_pipelines.supervision.learning.topics import fates

_MOST_WORDS = 4  # of a wording that stands for another
_ALIKE = 0.5  # likeness of a sentence and its rewording from which words of one stand for words of the other
_ONE_OF_ITS_KIND = 0.5  # the weight of one sentence that was struck: it may have been about that one
_NO_WORDS = re.compile(r"[^\w\s'’-]")
_FORMS: Mapping[PreferenceKind, Callable[[str], Iterable[str]]] = {
    "days": day_forms_in,
    "thousands": thousands_forms_in,
    "shares": share_forms_in,
    "stops": stops_in,
}


class Observed(NamedTuple):
    """was_said: a person made it so; else it was so and they left it."""

    kind: PreferenceKind
    subject: str
    value: Any
    weight: float
    was_said: bool

    def as_json(self) -> list[Any]:
        return list(self)


class _Told(NamedTuple):
    """A sentence of the writer's, whether a person struck it as not worth a line, and the words of its sources."""

    section: str
    kinds: tuple[str, str]
    was_struck: bool
    words: str


def observed(document: Mapping[str, Any], edits: Sequence[SortedEdit], in_force: Iterable[Edit]) -> list[Observed]:
    """Everything that this issue says; in_force: its edits, of which `edits` are sorted."""
    found = list(_of_shapes(document, in_force))
    found += _of_forms(document, edits)
    found += _of_wordings(document, edits)
    found += _of_details(document, edits)
    found += _of_what_is_left_out(document, edits)
    return found


# --- shapes ----------------------------------------------------------------------------------------------------------


def _of_shapes(document: Mapping[str, Any], in_force: Iterable[Edit]) -> Iterator[Observed]:
    """Of what shaped the version: what was wanted of it and was not let in is not there."""
    wanted = [edit.target for edit in in_force if edit.action == "shape" and edit.target]
    said = {(target["kind"], target["subject"]) for target in wanted}
    yield from _of_added_sections(document, said)
    shown = [section["id"] for section in document["sections"] if section["claims"]]
    for one in preferences_from_json(document.get("preferences", ())).each:
        if one.kind not in ("section_order", "section_title", "layout", "greeting", "sign_off"):
            continue
        if one.kind == "section_title" and one.subject not in shown:
            continue
        seen = [section for section in shown if section in one.value] if one.kind == "section_order" else one.value
        yield Observed(one.kind, one.subject, seen, 1.0, one.name in said)


def _of_added_sections(document: Mapping[str, Any], said: Collection[tuple[str, str]]) -> Iterator[Observed]:
    """One that a person added may have been for that issue; one that nobody put anything under may not be wanted."""
    filled = {section["id"]: bool(section["claims"]) for section in document["sections"]}
    for one in preferences_from_json(document.get("preferences", ())).each:
        if one.kind == "section_added":
            title = one.value if filled.get(one.subject) else ""
            weight = 1.0 if title and one.name not in said else _ONE_OF_ITS_KIND
            yield Observed(one.kind, one.subject, title, weight, one.name in said and bool(title))


# --- forms and wordings ----------------------------------------------------------------------------------------------


def _reworded(edits: Iterable[SortedEdit]) -> list[SortedEdit]:
    return [edit for edit in edits if edit.kind in ("wording", "fact_fix") and edit.before and edit.after]


def _left_as_it_was(document: Mapping[str, Any]) -> list[str]:
    return [claim["text"] for section in document["sections"] for claim in section["claims"] if not claim.get("by")]


def _of_forms(document: Mapping[str, Any], edits: Sequence[SortedEdit]) -> Iterator[Observed]:
    for kind, forms_in in _FORMS.items():
        said: Counter[str] = Counter()
        for edit in _reworded(edits):
            before, after = set(forms_in(edit.before)), set(forms_in(edit.after))
            said.update(after - before if before else ())
        if said:
            yield Observed(kind, "", said.most_common(1)[0][0], 1.0, True)
            continue
        left = Counter(form for text in _left_as_it_was(document) for form in forms_in(text))
        if left:
            yield Observed(kind, "", left.most_common(1)[0][0], 1.0, False)


def _of_wordings(document: Mapping[str, Any], edits: Sequence[SortedEdit]) -> Iterator[Observed]:
    """Of words that stand for others: in how many sentences somebody put them there, and in how many not."""
    said: Counter[tuple[str, str]] = Counter()
    for edit in edits:
        if edit.kind == "wording" and edit.is_proven:
            said.update(set(wordings(edit.before, edit.after)))
    left = _left_as_it_was(document)
    for (before, after), times in said.items():
        kept = sum(stands_in(before, text) for text in left)
        if times > kept:  # what is gone once may have been too much there; what stands for it is chosen
            yield Observed("wording", before, after, 1.0 if after else _weight(times), True)
        else:
            yield Observed("wording", before, before, 1.0, False)
    for subject, value in preferences_from_json(document.get("preferences", ())).of("wording").items():
        if all(subject != before for before, _ in said) and any(stands_in(value, text) for text in left):
            yield Observed("wording", subject, value, 1.0, False)
        if any((value, subject) == pair for pair in said):
            yield Observed("wording", subject, subject, 1.0, True)


def wordings(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Words of one sentence that stand for words of the other, in small letters, where the rest is the same and both
    say the same."""
    before, after = in_usual_forms(before), in_usual_forms(after)
    old, new = _words(before), _words(after)
    folded, other = ([word.casefold() for word in words] for words in (old, new))
    matcher = SequenceMatcher(None, folded, other, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return
    for tag, low, high, new_low, new_high in matcher.get_opcodes():
        if tag not in ("replace", "delete") or max(high - low, new_high - new_low) > _MOST_WORDS:
            continue
        words, others = " ".join(old[low:high]).strip(",;:").casefold(), " ".join(new[new_low:new_high]).strip(",;:.")
        if low == 0:  # its capital is the sentence's
            others = others[:1].casefold() + others[1:]
        if _NO_WORDS.search(words) or not (content_words(words) or high - low > 1):
            continue
        changed = replaced(before, words, others)
        if changed != before and says_the_same(before, changed):
            yield words, others


def _words(text: str) -> list[str]:
    return text.strip().rstrip(".!").split()


def _of_details(document: Mapping[str, Any], edits: Sequence[SortedEdit]) -> Iterator[Observed]:
    """Of what a sentence tells beside its matter: in how many somebody took it out, and in how many they left it. Where
    it is not told already, a sentence that has it is one that can't do without."""
    proven = [edit for edit in edits if edit.kind == "wording" and edit.is_proven and edit.before and edit.after]
    in_force = preferences_from_json(document.get("preferences", ())).of("detail")
    left = _left_as_it_was(document)
    for detail in DETAILS:
        cut = sum(_has(edit.before, detail) and not _has(edit.after, detail) for edit in proven)
        put_back = sum(_has(edit.after, detail) and not _has(edit.before, detail) for edit in proven)
        is_cut = in_force.get(detail) == "without"
        kept = 0 if is_cut else sum(_has(text, detail) for text in left)
        if put_back > cut:
            yield Observed("detail", detail, "with", _weight(put_back), True)
        elif cut > kept:
            yield Observed("detail", detail, "without", _weight(cut), True)
        elif kept:
            yield Observed("detail", detail, "with", 1.0, False)
        elif is_cut:
            yield Observed("detail", detail, "without", 1.0, False)


def _has(text: str, detail: str) -> bool:
    return without_detail(text, detail) != text


# --- what is left out ------------------------------------------------------------------------------------------------


def _of_what_is_left_out(document: Mapping[str, Any], edits: Sequence[SortedEdit]) -> Iterator[Observed]:
    told = _told(document, edits)
    yield from _of_lines_above(document, edits)
    by_section: dict[str, list[_Told]] = defaultdict(list)
    for sentence in told:
        by_section[sentence.section].append(sentence)
    taken_in = Counter(
        str(edit.target["section"]) for edit in edits if edit.kind == "omission" and edit.target.get("offer_id")
    )
    preferences = preferences_from_json(document.get("preferences", ()))
    struck_for_no_kind = 0
    for section, sentences in by_section.items():
        struck = sum(sentence.was_struck for sentence in sentences)
        if struck == len(sentences):
            yield Observed("section_left_out", section, True, _weight(struck), True)
            for kind in dict.fromkeys(kind for sentence in sentences for kind in sentence.kinds):  # or for these
                yield Observed("leaves_out", kind, True, _ONE_OF_ITS_KIND, True)
            continue
        yield Observed("section_left_out", section, False, 1.0, False)
        kinds = {kind: _all_struck(kind, sentences) for sentence in sentences for kind in sentence.kinds}
        for kind, times in kinds.items():
            yield Observed("leaves_out", kind, times > 0, _weight(times) if times else 1.0, times > 0)
        others = sum(s.was_struck and not any(kinds[kind] for kind in s.kinds) for s in sentences)
        kept = len(sentences) - struck
        struck_for_no_kind += others
        if others:
            yield Observed("section_most", section, kept, _weight(others), True)
        elif not struck and preferences.value("section_most", section) == kept:
            yield Observed("section_most", section, kept, 1.0, False)
    yield from _of_topics(document, edits, by_section, preferences)
    yield from _of_length(told, struck_for_no_kind, sum(taken_in.values()), preferences.value("length"))
    for one in preferences.each:
        section = one.subject.partition(" ")[0]
        if one.kind in ("section_left_out", "leaves_out") and section not in by_section and one.value:
            back = taken_in[section] > 0
            yield Observed(one.kind, one.subject, not back, 1.0, back)


def _of_lines_above(document: Mapping[str, Any], edits: Sequence[SortedEdit]) -> Iterator[Observed]:
    """The line that sums up and the one that says how things stand are wanted, or are not."""
    for edit in edits:
        if edit.kind == "removal" and edit.target.get("slot") in SUMS_UP:
            yield Observed("section_left_out", edit.target["section"], True, 1.0, True)
    for section in document["sections"]:
        if any(claim.get("slot") in SUMS_UP for claim in section["claims"]):
            yield Observed("section_left_out", section["id"], False, 1.0, False)


def _of_topics(
    document: Mapping[str, Any],
    edits: Iterable[SortedEdit],
    by_section: Mapping[str, Sequence[_Told]],
    preferences: Preferences,
) -> Iterator[Observed]:
    """What became of which words: of a sentence struck with others of its section or kind these say nothing."""
    struck = [
        sentence.words
        for sentences in by_section.values()
        for sentence in sentences
        if sentence.was_struck and not _was_struck_with_others(sentence, sentences)
    ]
    taken = [_quoted(edit.target) for edit in edits if edit.kind == "omission" and edit.target.get("offer_id")]
    kept = [one.words for sentences in by_section.values() for one in sentences if not one.was_struck]
    left = [_quoted(offer) for offer in document.get("offers", ())]
    filed = {
        section["id"]: [_quoted(claim) for claim in section["claims"] if claim.get("evidence")]
        for section in document["sections"]
        if is_added(section["id"]) and section["claims"]
    }
    if struck or taken or kept or filed:
        in_force = [topic for topic, value in preferences.of("topic").items() if value == "left out"]
        said = fates(struck, taken, kept, left, in_force, filed)
        yield Observed("topic", "", said._asdict(), 1.0, bool(struck or taken or filed))


def _was_struck_with_others(sentence: _Told, of_its_section: Sequence[_Told]) -> bool:
    if len(of_its_section) > 1 and all(other.was_struck for other in of_its_section):
        return True
    return any(_all_struck(kind, of_its_section) > 1 for kind in sentence.kinds)


def _of_length(told: Sequence[_Told], struck: int, taken_in: int, wanted: int | None) -> Iterator[Observed]:
    """Several sentences that are struck, and not all of a kind, may have been too many, or not worth a line; so it
    takes two issues of one length to make a rule. struck: for no kind of theirs."""
    kept = sum(not sentence.was_struck for sentence in told)
    if struck > 1 and kept:
        yield Observed("length", "", kept, _ONE_OF_ITS_KIND, True)
    elif wanted is not None and taken_in:
        yield Observed("length", "", kept + taken_in, 1.0, True)
    elif wanted is not None and not struck and kept == wanted:
        yield Observed("length", "", kept, 1.0, False)


def _weight(struck: int) -> float:
    return 1.0 if struck > 1 else _ONE_OF_ITS_KIND


def _all_struck(kind: str, sentences: Iterable[_Told]) -> int:
    """How many of the kind were struck, 0 where one was kept."""
    fates = [sentence.was_struck for sentence in sentences if kind in sentence.kinds]
    return len(fates) if all(fates) else 0


def _told(document: Mapping[str, Any], edits: Iterable[SortedEdit]) -> list[_Told]:
    """Every sentence that the writer told and that the approved text has, or that somebody struck for no fault."""
    struck = {edit.number: edit for edit in edits if edit.kind in ("removal", "sensitive")}
    kept = [claim for section in document["sections"] for claim in section["claims"]]
    told = [(claim, False) for claim in kept if not claim.get("by")]
    told += [(edit.target, False) for edit in _reworded(edits)]
    told += [(edit.target, True) for edit in struck.values()]
    return [
        _Told(claim["section"], _kinds(claim), was_struck, _quoted(claim))
        for claim, was_struck in told
        if claim.get("evidence") and claim.get("slot") not in SUMS_UP
    ]


def _quoted(claim: Mapping[str, Any]) -> str:
    return " ".join(item["quote"] for item in claim["evidence"])


def _kinds(claim: Mapping[str, Any]) -> tuple[str, str]:
    told_as = claim.get("slot") or claim.get("kind") or "quote"
    return kinds_of_sentence(claim["section"], claim["evidence"][0]["platform"], told_as)

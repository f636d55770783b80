"""A sentence that stands, in the words and forms that its reviewer prefers.

Other words are judged as a model's would be, against the same sources, and only taken where they stand without a new
doubt; a day or number in another form says the same. What may be preferred is `preferences`'.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.deliverables.claims import Claim, Draft, Failure
from yarnnn_pipelines.deliverables.gate.others import why_not_named
from yarnnn_pipelines.deliverables.gate.sensitive import why_instruction, why_sensitive
from yarnnn_pipelines.deliverables.preferences.preference import (
    OF_OWN_WORDS,
    Preference,
    Preferences,
    is_added,
    preferences_from_json,
)
from yarnnn_pipelines.deliverables.preferences.shaped_type import shaped
from yarnnn_pipelines.deliverables.preferences.wording import in_its_forms, in_other_words, without_detail
from yarnnn_pipelines.deliverables.slots.frame import Frame

_UNNAMED = "More"  # a section that a person added under a title that may not be read


def in_preferred_words(judged: Claim, preferences: Preferences, judge: Callable[[Claim], Claim]) -> Claim:
    """The claim as it is to be read; one that a person worded stays as they did."""
    if not preferences or judged.by:
        return judged
    text = judged.text
    changes = [partial(in_other_words, preferences=preferences)]
    changes += [
        partial(without_detail, detail=one) for one, is_so in preferences.of("detail").items() if is_so == "without"
    ]
    for change in changes:
        changed = change(text)
        if changed != text and _stands(replace(judged, text=changed), judge):
            text = changed
    return replace(judged, text=in_its_forms(text, preferences))


def _stands(worded: Claim, judge: Callable[[Claim], Claim]) -> bool:
    """Whether its sources carry these words too, and none of them is doubted that was not."""
    tried = judge(replace(worded, kind="rewrite", slot=None, verdict=None, reasons=(), doubts=()))
    return tried.verdict == "supported" and not set(tried.doubts) - set(worded.doubts)


def summed_up_in_preferred_words(line: Claim, preferences: Preferences, below: Iterable[tuple[Claim, Claim]]) -> Claim:
    """The opening or status line, with other words where they stand in a sentence below too.

    below: each sentence before and after it was put in preferred words.
    """
    if not preferences:
        return line
    taken = {
        before
        for told, preferred in below
        for before in preferences.of("wording")
        if before in told.text.casefold() and before not in preferred.text.casefold()
    }
    kept = tuple(
        one for one in preferences.each if one.kind != "stops" and (one.kind != "wording" or one.subject in taken)
    )
    allowed = Preferences(kept)
    return replace(line, text=in_its_forms(in_other_words(line.text, allowed), allowed))


def allowed(preferences: Preferences, frame: Frame, audience: str) -> Preferences:
    """Without those whose own words may stand in no text for this reader: another client's name, a secret."""
    return Preferences(tuple(one for one in preferences.each if _why_not_allowed(one, frame, audience) is None))


def with_allowed(draft: Draft, kind: DeliverableType, frame: Frame) -> tuple[Draft, tuple[Claim, ...]]:
    """The draft with what is preferred of it as far as it may be, and what may not, as a reviewer reads it."""
    wanted = preferences_from_json(draft.preferences)
    kept = allowed(wanted, frame, kind.audience)
    if kept == wanted:
        return draft, ()
    fallen = []
    for one in wanted.each:
        if failure := _why_not_allowed(one, frame, kind.audience):
            fallen.append(Claim(one.id, one.kind, "rewrite", str(one.value), ()).judged(*failure))
    titles = {section.id: section.title for section in shaped(kind, kept).sections}
    titles[kind.opening.id] = kind.opening.title
    sections = tuple(
        replace(section, title=titles.get(section.id, _UNNAMED if is_added(section.id) else section.title))
        for section in draft.sections
    )
    return replace(draft, preferences=tuple(kept.as_json()), sections=sections), tuple(fallen)


def _why_not_allowed(one: Preference, frame: Frame, audience: str) -> Failure | None:
    if one.kind not in OF_OWN_WORDS or not one.value:
        return None
    words = str(one.value)
    if failure := why_not_named(words, frame, audience):
        return failure
    if reason := why_sensitive(words):
        return "sensitive", reason
    reason = why_instruction(words)
    return ("instruction", reason) if reason else None

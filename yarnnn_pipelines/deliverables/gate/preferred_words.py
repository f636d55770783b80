"""A sentence that stands, in the words and forms that its reviewer prefers.

Other words are judged as a model's would be, against the same sources, and only taken where they stand without a new
doubt; a day or number in another form says the same. What may be preferred is `preferences`'.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from yarnnn_pipelines.deliverables.claims import Claim
from yarnnn_pipelines.deliverables.gate.others import why_not_named
from yarnnn_pipelines.deliverables.gate.sensitive import why_instruction, why_sensitive
from yarnnn_pipelines.deliverables.preferences.preference import OF_OWN_WORDS, Preference, Preferences
from yarnnn_pipelines.deliverables.preferences.wording import in_its_forms, in_other_words
from yarnnn_pipelines.deliverables.slots.frame import Frame


def in_preferred_words(judged: Claim, preferences: Preferences, judge: Callable[[Claim], Claim]) -> Claim:
    """The claim as it is to be read; one that a person worded stays as they did."""
    if not preferences or judged.by:
        return judged
    text = in_other_words(judged.text, preferences)
    if text != judged.text:
        tried = judge(replace(judged, kind="rewrite", slot=None, text=text, verdict=None, reasons=(), doubts=()))
        if tried.verdict != "supported" or set(tried.doubts) - set(judged.doubts):
            text = judged.text
    return replace(judged, text=in_its_forms(text, preferences))


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

    def is_allowed(one: Preference) -> bool:
        if one.kind not in OF_OWN_WORDS or not one.value:
            return True
        words = str(one.value)
        return not (why_not_named(words, frame, audience) or why_sensitive(words) or why_instruction(words))

    return Preferences(tuple(filter(is_allowed, preferences.each)))

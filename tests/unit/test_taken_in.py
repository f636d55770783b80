"""What a person takes into a draft word for word is proven by the source that says it: the gate doubts at most where it
was put."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.test_gate_rewrites import TYPE
from tests.unit.weekly import at, client_week, message, stored, write
from yarnnn_pipelines.deliverables.claims import Claim, Section, claim_id
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.slots.frame import evidence_of, frame_for


def taken_in(section: str, words: str, text: str | None = None, by: str | None = "mia") -> Claim:
    """A quote of those words, judged; text: all that its author wrote."""
    source = message("Mia Duarte", at(12), text or words)
    week = client_week(source)
    start = source.text.index(words)
    evidence = (evidence_of(frame_for(week), source, start, start + len(words)),)
    claim = Claim(claim_id(section, words, evidence), section, "quote", words, evidence, by=by)
    draft = replace(write(week, TYPE), sections=(Section(section, "", (claim,)),), set_aside=(), offers=())
    gated = judge(draft, frame_for(week), TYPE, stored(week), week.events)
    (judged,) = (*gated.claims, *gated.withheld)
    return judged


@pytest.mark.parametrize(
    ("section", "words", "text"),
    [
        ("risks", "We could not move the domain yet, the registrar has not sent the transfer code.", None),
        ("numbers", "37 online bookings in the first two days.", None),
        (
            "moved",
            "attached are the texts of Anna, Kim and Jutta.",
            "Dear Tess,\n\nattached are the texts of Anna, Kim and Jutta.\n",
        ),
    ],
)
def test_a_whole_sentence_stands_in_its_own_words(section: str, words: str, text: str | None) -> None:
    judged = taken_in(section, words, text)
    assert (judged.verdict, judged.reasons, judged.doubts) == ("supported", (), ())
    assert taken_in(section, words, text, by=None).verdict == "out_of_context"


def test_a_part_of_a_sentence_or_one_that_its_author_took_back_needs_the_persons_word() -> None:
    whole = "We could not move the domain yet, the registrar has not sent the transfer code."
    cut = taken_in("risks", "the registrar has not sent the transfer code.", whole)
    taken_back = taken_in("moved", "The new page is live.", "The new page is live. Never mind, that was the old one.")
    for judged in (cut, taken_back):
        assert judged.verdict == "to_vouch"
        assert "leave it out" not in "; ".join(judged.reasons)


def test_words_that_another_section_tells_are_only_doubted() -> None:
    judged = taken_in("decided", "The checkout is broken on phones.")
    assert judged.verdict == "supported"
    assert len(judged.doubts) == 1
    assert "it fits “Risks”" in judged.doubts[0]

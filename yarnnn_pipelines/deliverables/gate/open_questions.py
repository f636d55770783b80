"""Whether a question that a model's sentence tells as open has its answer. What a slot asks of one is `standing`."""

from __future__ import annotations

from collections.abc import Mapping

from yarnnn_pipelines.deliverables.claims import Claim, Failure
from yarnnn_pipelines.deliverables.gate.reasons import first_words, named
from yarnnn_pipelines.deliverables.gate.standing import Standing
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.answers import answers


def answered_since(
    claim: Claim, standing: Standing, events: Mapping[str, Event], frame: Frame, audience: str
) -> Failure | None:
    """The verdict against a rewrite that rests on questions alone, of which a later turn of the conversation answers
    one. events: of the week or span, by id. A turn that only follows in the thread may speak of something else.
    """
    if claim.kind != "rewrite" or not all(item.quote.rstrip().endswith("?") for item in claim.evidence):
        return None
    for item in claim.evidence:
        answer = events.get(standing.answer_to(item) or "")
        if answer is not None and answers(answer.text, item.quote):
            is_readable = audience == "internal" or answer.audience == "client"
            words = f": “{first_words(answer.text)}”" if is_readable else ", where the client can't read"
            return "stale", f"{named(answer, frame)} answers “{first_words(item.quote)}”{words}; quote the answer, too"
    return None

"""The status line worked out again from the claims that stand and the stored week.

The rule is `slots.status_line`'s, what in a week speaks against "on track" `brief.against_on_track`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from yarnnn_pipelines.config.deliverable_types import CandidateKind, DeliverableType
from yarnnn_pipelines.deliverables.brief.against_on_track import against_on_track
from yarnnn_pipelines.deliverables.claims import Claim, Failure
from yarnnn_pipelines.deliverables.gate.places import Places
from yarnnn_pipelines.deliverables.gate.reasons import first_words
from yarnnn_pipelines.deliverables.gate.spans import stated_in_texts
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.slots.status_line import Status, is_on_track, says_the_same_status, status_of
from yarnnn_pipelines.deliverables.week.client_week import Event, StoredEvidence


class StatusRule:
    """The rule for one draft. known: the events of its week or span, read again, and of
    the weeks before a week that may look back."""

    def __init__(
        self,
        kind: DeliverableType,
        frame: Frame,
        places: Places,
        stored: Mapping[tuple[str, str], StoredEvidence],
        known: Sequence[Event],
    ) -> None:
        self._kind = kind
        self._frame = frame
        self._places = places
        self._stored = stored
        self._known = known

    def judge(
        self,
        claim: Claim,
        passed: Sequence[Claim],
        withheld: Sequence[Claim],
        words_judged: Callable[[Claim], Claim],
    ) -> tuple[Claim | None, Claim | None]:
        """The line that may be shown, and the one that is withheld: it falls with any claim that it rests on. Where the
        claims that stand say the same of how things are, they give a line by the same rule; never a better one. Where a
        person struck or worded what it rests on, or put more beside it, it is the line that the rule gives for what
        they left, whatever it says, but for "on track". What is in doubt of a claim that it rests on is in doubt of the
        line.

        words_judged: whether the words of a line may stand in this text.
        """
        line = self._line(passed)
        again = words_judged(line).doubted(*_doubts_of_parts(line, passed)) if line else None
        if again is not None and again.verdict == "supported" and again.text == claim.text:
            return again, None  # the same line, if only on what of its evidence is told
        fallen = claim.judged(*self._why_not(claim, again, passed, withheld))
        stands = (
            again is not None
            and again.verdict == "supported"
            and (
                says_the_same_status(again.text, claim.text)
                or (_is_a_persons_choice(claim, passed, withheld) and not is_on_track(again.text))
            )
        )
        return (again if stands else None), fallen

    def _line(self, passed: Sequence[Claim]) -> Claim | None:
        """The line that the claims which stand carry; None where there is none."""
        status = status_of(self._frame, self._kind, passed, self._read_as)
        return None if status is None or self._against(status) else status.claim

    def _why_not(
        self, claim: Claim, again: Claim | None, passed: Sequence[Claim], withheld: Sequence[Claim]
    ) -> Failure:
        """The verdict against a line that is not the one that the claims carry. again: that one, judged."""
        told = {standing.claim_id for standing in passed}
        for part in claim.parts:
            if part.claim_id in told:
                continue
            fallen = next((other for other in withheld if other.claim_id == part.claim_id), None)
            verdict = fallen.verdict if fallen and fallen.verdict else "unsupported"
            return verdict, f"it rests on “{first_words(part.text)}”, which is not told"
        if again is not None:
            if again.verdict != "supported" and again.verdict is not None:
                return again.verdict, "; ".join(again.reasons)
            return "unsupported", f"what is told gives another status: {again.text!r}"
        status = status_of(self._frame, self._kind, passed, self._read_as)
        return "unsupported", (status and self._against(status)) or "what is told carries no status"

    def _read_as(self, claim: Claim) -> CandidateKind | None:
        item = claim.evidence[0]
        return self._places.read_as(item, self._stored[item.event_id, item.version])

    def _against(self, status: Status) -> str | None:
        if status.name != "on_track":
            return None
        rests_on = {item.event_id for item in status.claim.evidence}
        return against_on_track(self._known, stated_in_texts(self._known), self._frame, rests_on)


def _is_a_persons_choice(line: Claim, passed: Sequence[Claim], withheld: Sequence[Claim]) -> bool:
    """A person put something into the text, or took out what the line rests on: the gate did not."""
    judged = {claim.claim_id for claim in (*passed, *withheld)}
    return any(claim.by for claim in passed) or any(part.claim_id not in judged for part in line.parts)


def _doubts_of_parts(line: Claim, passed: Sequence[Claim]) -> list[str]:
    rests_on = {part.claim_id for part in line.parts}
    return [doubt for claim in passed if claim.claim_id in rests_on for doubt in claim.doubts]

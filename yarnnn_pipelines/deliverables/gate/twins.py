"""Whether two claims of one text tell the same. What is done with the second is `gate`'s."""

from __future__ import annotations

from collections.abc import Sequence

from yarnnn_pipelines.deliverables.claims import Claim
from yarnnn_pipelines.deliverables.slots.opening_line import WITH_A_DAY
from yarnnn_pipelines.english.identifiers import speak_of_two
from yarnnn_pipelines.english.likeness import tells_the_same


def twin_of(claim: Claim, passed: Sequence[Claim]) -> Claim | None:
    """A claim already passed that tells the same."""
    for other in passed:
        if speak_of_two(claim.evidence[0].quote, other.evidence[0].quote):
            continue  # the link or number by which they differ may stand at the end, where the text leaves it out
        plain = is_plain(claim) and is_plain(other)
        if other.text == claim.text or (plain and tells_the_same(_sentence(claim), _sentence(other))):
            return other
    return None


def is_plain(claim: Claim) -> bool:
    """Sentences can tell the same; meetings and asks are told apart by their fields."""
    return claim.slot in (None, "reported", "said", *WITH_A_DAY)


def _sentence(claim: Claim) -> str:
    return claim.evidence[0].quote if claim.slot in WITH_A_DAY else claim.text

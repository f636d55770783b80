"""A model's answer made claims: each quote found again in the stored text, or its claim dropped.

What the model says is taken as a proposal. Nothing of it but the sentence and the place of its quotes is kept; whether
the claim stands is the gate's.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yarnnn_pipelines.deliverables.claims import Claim, Evidence, claim_id
from yarnnn_pipelines.deliverables.slots.frame import Frame, evidence_of
from yarnnn_pipelines.deliverables.week.client_week import Event

SHORTEST_QUOTE = 3  # characters; less proves nothing


class UnreadableAnswer(ValueError):
    """The answer is not the JSON that was asked for; says what is wrong with it."""


@dataclass(frozen=True)
class Answer:
    """dropped: how many claims were dropped, by reason."""

    claims: tuple[Claim, ...]
    dropped: Mapping[str, int]


def read_answer(text: str, turns: Mapping[str, Event], sections: Sequence[str], frame: Frame) -> Answer:
    """The claims whose every quote stands in the turn that it names; `UnreadableAnswer` for what has not the form."""
    claims: list[Claim] = []
    dropped: Counter[str] = Counter()
    for proposal in _proposals(text):
        claim = _claim(proposal, turns, sections, frame)
        if isinstance(claim, Claim):
            claims.append(claim)
        else:
            dropped[claim] += 1
    return Answer(tuple(claims), dict(dropped))


def json_in(text: str) -> Any:
    """The JSON that a model wrote, also between fences; `ValueError` or `RecursionError` where it is none."""
    fenced = re.fullmatch(r"\s*```(?:json)?\s*\n(?P<json>.*)\n\s*```\s*", text, re.DOTALL)
    return json.loads(fenced["json"] if fenced else text)


def _proposals(text: str) -> list[Any]:
    try:
        answer = json_in(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableAnswer(f"not JSON: {error}") from None
    if not isinstance(answer, dict) or not isinstance(answer.get("claims"), list):
        raise UnreadableAnswer('not an object with a list "claims"')
    proposals: list[Any] = answer["claims"]
    return proposals


def _claim(proposal: Any, turns: Mapping[str, Event], sections: Sequence[str], frame: Frame) -> Claim | str:
    """The claim, or why there is none."""
    match proposal:
        case {"section": str(section), "text": str(text), "evidence": [*quoted]} if text.strip() and quoted:
            pass
        case _:
            return "malformed"
    if section not in sections:
        return "unknown_section"
    evidence = [_evidence(item, turns, frame) for item in quoted]
    found = tuple(dict.fromkeys(item for item in evidence if item is not None))
    if len(found) == 0 or None in evidence:
        return "quote_not_found"
    sentence = " ".join(text.split())
    return Claim(
        claim_id=claim_id(section, sentence, found),
        section=section,
        kind="rewrite",
        text=sentence,
        evidence=found,
    )


def _evidence(item: Any, turns: Mapping[str, Event], frame: Frame) -> Evidence | None:
    match item:
        case {"id": str(turn), "quote": str(quote)} if turn.strip("[] ") in turns:
            event = turns[turn.strip("[] ")]
        case _:
            return None
    span = find_quote(quote, event.text)
    return evidence_of(frame, event, *span) if span else None


def find_quote(quote: str, text: str) -> tuple[int, int] | None:
    """Where the words stand in the text: exactly, else with white space and quotation marks folded; None: nowhere."""
    words = quote.strip()
    if len(words) < SHORTEST_QUOTE:
        return None
    start = text.find(words)
    if start >= 0:
        return start, start + len(words)
    pattern = r"\s+".join(_folded(word) for word in words.split())
    match = re.search(pattern, text)
    return match.span() if match else None


_MARKS = {mark: group for group in ("'’‘`", '"“”„', "-–—‑") for mark in group}


def _folded(word: str) -> str:
    return "".join(f"[{re.escape(_MARKS[letter])}]" if letter in _MARKS else re.escape(letter) for letter in word)

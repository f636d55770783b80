"""What a capable reader answered to the demo's prompts, played again, as it was or as a bad model would have it.

The answers in recordings/ were written from the prompts alone. They name a turn by its header (when, who, side), so
that they stay good while turns get other numbers; a claim whose words the prompt no longer has is left as it was, and
the writer drops it. No test belongs here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.unit.model_server import says

Claims = list[dict[str, Any]]
Turns = Mapping[str, tuple[str, str]]  # header and words by id

RECORDINGS = Path(__file__).with_name("recordings")
_TURN = re.compile(
    r"(?m)^\[(?P<id>[ot]\d+)\] (?P<header>\w{3} \d\d \w{3} \d\d:\d\d "
    r"(?:meeting \(\w+\)|.+?\((?:us|client|other)\)(?: meeting)?))(?:, [^:\n]+)?: (?P<words>.*(?:\n  .*)*)"
)


@cache
def recorded() -> Mapping[tuple[str, str], Claims]:
    """The claims by the client's name and the week's Monday, as the prompt writes them."""
    files = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(RECORDINGS.glob("*.json"))]
    return {(file["client"], monday): claims for file in files for monday, claims in file["weeks"].items()}


def reading(request: dict[str, Any], spoilt: Callable[[Claims, Turns, str], Claims] | None = None) -> dict[str, Any]:
    """The recorded answer to this request. spoilt: what becomes of its claims, given the turns and the client."""
    prompt = request["messages"][1]["content"]
    (client,) = re.findall(r"(?m)^Client: (.+?)\. Reader", prompt)
    (monday,) = re.findall(r"(?m)^The week begins on (.+?)\. Times", prompt)
    turns = {match["id"]: (match["header"], " ".join(match["words"].split())) for match in _TURN.finditer(prompt)}
    claims = [
        {**claim, "evidence": [{"id": _id_of(item, turns), "quote": item["quote"]} for item in claim["evidence"]]}
        for claim in recorded()[client, monday]
    ]
    return says(*(spoilt(claims, turns, client) if spoilt else claims))


def _id_of(item: Mapping[str, str], turns: Turns) -> str:
    said = " ".join(item["quote"].split())
    return next((turn for turn, (header, words) in turns.items() if header == item["turn"] and said in words), "t0")

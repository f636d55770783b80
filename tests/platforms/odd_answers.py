"""Answers in which one record is not what the vendor's reference promises, for the tests of odd records.

What a platform must make of them is each test's matter.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hypothesis import strategies as st

from tests.platforms.loopback import Answer, LoopbackServer, Request

GONE = object()  # in place of a value: the key is missing
DEEP, DEEPER = 300, 3_000  # levels: beyond what can be stored, and beyond what can be parsed

Path = tuple[str | int, ...]  # keys and indexes down to a value
Is = Callable[[Mapping[str, Any]], bool]


def nested(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = [value]
    return value


_MARK = "nested without end"
ODD_VALUES: dict[str, Any] = {
    **{"missing": GONE, "null": None, "a number": 7, "a huge number": 9_999_999_999_999, "minus one": -1},
    **{"not a number": float("nan"), "a word": "abc", "a list": [], "nulls": [None], "a list of numbers": [1, 2]},
    **{"an object": {}, "true": True, "the year 0": "0000-00-00T00:00:00Z", "half an emoji": "\ud83d", "NUL": "a\x00b"},
    **{"deep": nested(DEEP), "deeper": _MARK},
}
odd_values = st.sampled_from(sorted(ODD_VALUES))


def paths_in(value: Any, before: Path = ()) -> Iterator[Path]:
    """The way to each value within a record."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield (*before, key)
        yield from paths_in(inner, (*before, key))


def make_odd(server: LoopbackServer, is_record: Is, path: Path, odd: str) -> None:
    """From now on each answer shows the record with the odd value at this place, wherever the record has it."""
    usual = server.answer

    def answer(request: Request) -> Answer:
        given = usual(request)
        if isinstance(given.body, bytes):
            return given
        body = json.loads(json.dumps(given.body))
        for record in [record for record in _records(body) if is_record(record)]:
            _put(record, path, ODD_VALUES[odd])
        text = json.dumps(body).replace(json.dumps(_MARK), "[" * DEEPER + "]" * DEEPER)
        return Answer(text.encode(), given.status, given.headers)

    server.answer = answer  # type: ignore[method-assign]


def _records(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _records(inner)


def _put(record: Any, path: Path, odd: Any) -> None:
    *way, last = path
    for key in way:
        try:
            record = record[key]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(record, dict):
        if odd is GONE:
            record.pop(last, None)
        elif last in record or len(path) == 1:
            record[last] = odd
    elif isinstance(record, list) and isinstance(last, int) and last < len(record):
        record[last] = None if odd is GONE else odd

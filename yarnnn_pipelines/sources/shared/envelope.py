"""The envelope that every platform's items land in: its columns, the version of an item, ids that all readers share.

What a platform's fields mean belongs to its reader; whether a row is new belongs to `known`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple, overload

import orjson
import pyarrow as pa

INSTANT = pa.timestamp("us", tz="UTC")

# What a reader knows of an item. `landing` adds when it was observed.
OBSERVED = pa.schema(
    [
        pa.field("item_id", pa.string(), nullable=False),
        pa.field("version", pa.string(), nullable=False),
        pa.field("container_id", pa.string()),
        pa.field("thread_id", pa.string()),
        pa.field("author_id", pa.string()),
        pa.field("occurred_at", INSTANT),
        pa.field("edited_at", INSTANT),
        pa.field("is_deleted", pa.bool_(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
        pa.field("permalink", pa.string()),
        pa.field("payload", pa.string()),
    ]
)
ITEM_VERSION = OBSERVED.insert(7, pa.field("observed_at", INSTANT, nullable=False))

TOMBSTONE = "deleted"
BATCH_ROWS = 10_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_DEEPEST = 400  # levels of JSON; parsers recurse, and nothing beyond 254 can be stored
_LONGEST_NUMBER = 20  # characters of a whole number of 64 bits, with its sign
_JSON_PARTS = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)


def content_version(*seen: Any) -> str:
    """16 hex digits of SHA-256 over what a reader would see and the platform's own edit stamp.

    It is taken over the platform's raw words, before cleaning: neither a better cleaner nor a renamed colleague makes
    a new version of every message. `ValueError` where it is nested too deeply.
    """
    return hashlib.sha256(as_json(seen).encode()).hexdigest()[:16]


def as_json(payload: Any) -> str:
    """A platform's own JSON as text; integers past 64 bits become text. `ValueError` where it is nested too deeply."""
    try:
        return orjson.dumps(payload, option=orjson.OPT_NON_STR_KEYS).decode()
    except (TypeError, RecursionError):
        try:
            return orjson.dumps(_plain(payload)).decode()
        except (TypeError, RecursionError):
            raise ValueError("nested too deeply") from None


def parse_json(data: bytes) -> Any:
    """JSON as a platform writes it; `ValueError` where it is none.

    Stricter parsers refuse a byte-order mark, a lone surrogate (half an emoji, written as \\ud83d), NaN and a number
    of thousands of digits; real exports hold them, and a whole day must not be lost for one. Nor for a record that is
    nested too deeply for any parser: beyond `_DEEPEST` levels it is cut, and as it is still too deep for `as_json`,
    that record alone is refused.
    """
    try:
        if b"\\u0000" not in data:  # which no text of PostgreSQL holds
            return orjson.loads(data)
    except orjson.JSONDecodeError:
        pass
    try:
        return _plain(json.loads(data, parse_int=_integer))
    except RecursionError:
        return _plain(json.loads(_cut(data), parse_int=_integer))


def _integer(digits: str) -> int | str:
    """A whole number; one past 64 bits as text, since Python refuses to read those with thousands of digits."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


def _cut(data: bytes) -> bytes:
    """JSON with null for what lies deeper than `_DEEPEST` levels."""
    kept: list[bytes] = []
    depth = start = 0
    for part in _JSON_PARTS.finditer(data):
        if part[0] in b"[{":
            depth += 1
            if depth == _DEEPEST + 1:
                kept.append(data[start : part.start()])
        elif part[0] in b"]}":
            if depth == _DEEPEST + 1:
                kept.append(b"null")
                start = part.end()
            depth -= 1
    return b"".join([*kept, data[start:]]) if depth == 0 else b""


def readable(text: str) -> str:
    """`text` as UTF-8 and a database can carry it: without lone surrogates and NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


def _plain(value: Any) -> Any:
    """JSON values that every writer of JSON takes."""
    if isinstance(value, str):
        return readable(value)
    if isinstance(value, dict):
        return {readable(str(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, (bool, float)) or (isinstance(value, int) and -(2**63) <= value < 2**64):
        return value
    return readable(str(value))


@overload
def microseconds(instant: datetime) -> int: ...
@overload
def microseconds(instant: None) -> None: ...
@overload
def microseconds(instant: datetime | None) -> int | None: ...
def microseconds(instant: datetime | None) -> int | None:
    """Whole microseconds since 1970 of an aware `instant`, exactly."""
    if instant is None:
        return None
    return (instant - _EPOCH) // timedelta(microseconds=1)


class Observed(NamedTuple):
    """One item as an export shows it, in the order of the `OBSERVED` columns; instants in microseconds since 1970."""

    item_id: str
    version: str  # `content_version`, or TOMBSTONE where the platform itself says that the item was deleted
    container_id: str | None
    thread_id: str | None
    author_id: str | None
    occurred_at: int | None
    edited_at: int | None
    is_deleted: bool
    text: str
    permalink: str | None
    payload: str


def as_table(items: Sequence[Observed]) -> pa.Table:
    """The items as one table of `OBSERVED` columns."""
    columns = zip(*items, strict=True) if items else ((),) * len(OBSERVED)
    arrays = [
        pa.array(values, pa.int64()).cast(INSTANT) if column.type == INSTANT else pa.array(values, column.type)
        for column, values in zip(OBSERVED, columns, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=OBSERVED)


def in_batches(items: Iterable[Observed]) -> Iterator[pa.Table]:
    """The items as tables of at most `BATCH_ROWS`."""
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH_ROWS)):
        yield as_table(batch)

"""JSON as platforms write it, into what a warehouse can hold."""

from __future__ import annotations

import pytest

from yarnnn_pipelines.sources.shared.envelope import as_json, parse_json


@pytest.mark.parametrize("levels", [300, 1_500, 100_000])
@pytest.mark.parametrize(("begin", "end"), [(b"[", b"]"), (b'{"b":', b"}")], ids=["lists", "objects"])
def test_a_record_nested_without_end_can_not_be_kept_and_its_neighbours_can(levels: int, begin: bytes, end: bytes):
    deep = b'{"n":2,"x":' + begin * levels + b"1" + end * levels + b"}"
    first, odd, last = parse_json(b'[{"n":1,"s":"]}\\"[{"},' + deep + b',{"n":3}]')
    assert (first, odd["n"], last) == ({"n": 1, "s": ']}"[{'}, 2, {"n": 3})
    with pytest.raises(ValueError, match="nested too deeply"):
        as_json(odd)


@pytest.mark.parametrize("data", [b"[" * 100_000, b'{"a":' * 5_000, b"]" * 9, b"", b"\xff", b"[1] x"])
def test_what_is_no_json_is_refused(data: bytes):
    with pytest.raises(ValueError):  # noqa: PT011
        parse_json(data)


def test_half_an_emoji_nul_and_nan_are_made_what_a_database_holds():
    assert as_json(parse_json(b'{"a": "\\ud83d", "b": "x\\u0000y", "c": NaN}')) == '{"a":"?","b":"xy","c":null}'

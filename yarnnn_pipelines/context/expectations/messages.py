"""What is said between a run and the process of Great Expectations: a request is a line of JSON and an Arrow stream.

The answer is a line of JSON. Nothing that is read is executed, as a pickle would be.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any

import pyarrow as pa


def write_request(stream: IO[bytes], request: Mapping[str, Any], rows: pa.Table) -> None:
    buffer = pa.BufferOutputStream()
    with pa.ipc.new_stream(buffer, rows.schema) as writer:
        writer.write_table(rows)
    arrow = buffer.getvalue()
    stream.write(json.dumps({**request, "arrow_bytes": arrow.size}).encode() + b"\n")
    stream.write(arrow)
    stream.flush()


def read_request(stream: IO[bytes]) -> tuple[dict[str, Any], pa.Table] | None:
    """A request and its rows; None where the stream has ended."""
    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    request: dict[str, Any] = json.loads(line)
    arrow = stream.read(request.pop("arrow_bytes"))
    return request, pa.ipc.open_stream(arrow).read_all()

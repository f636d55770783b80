"""What fault runs share: a live source read over and over from a loopback server, with crashes and error answers
between any two requests, and a warehouse in memory that commits slices as the real one does.

Thousands of syncs have to fit into minutes, so requests reach the server's `handle` without a socket, and slices are
compared and kept without DuckDB and dlt; the source, the HTTP client with its retries, and the server are the real
ones. Sockets, dlt and a killed process have tests of their own. Histories, and what must have landed at their end, are
each platform's.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson
from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter
from requests.exceptions import ChunkedEncodingError, ConnectionError
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPResponse

from tests.platforms.loopback import Fault, LoopbackServer, Request
from yarnnn_pipelines.sources.shared.coverage import Coverage
from yarnnn_pipelines.sources.shared.envelope import TOMBSTONE, microseconds
from yarnnn_pipelines.sources.shared.http import Api
from yarnnn_pipelines.sources.shared.scope import Concerned
from yarnnn_pipelines.sources.shared.slices import LiveSource, Slice

TALLY: Counter[str] = Counter()  # syncs, requests, faults and kills since the process began

Row = dict[str, Any]  # the columns of an item version


class Killed(BaseException):
    """The process ends here, as by `kill -9`: nothing that it held in memory is left."""


class Line:
    """The way to a server without a socket.

    kill_at: the number of requests after which the process is killed, before the answer to the last of them arrives;
        None: never.
    faults: {number of a request: (what it meets, how many requests from it on meet that)}.
    """

    def __init__(
        self,
        server: LoopbackServer,
        kill_at: int | None = None,
        faults: Mapping[int, tuple[Fault, int]] | None = None,
    ) -> None:
        self._server = server
        self._kill_at = kill_at
        self._faults = [(first, first + times, fault) for first, (fault, times) in (faults or {}).items()]
        self.requests = 0
        self.faults_met = 0

    def connect(self, api: Api) -> Api:
        """Let an Api whose base_url is the server's ask it over this line."""
        api.session.mount(self._server.url, _Adapter(self))
        return api

    def handle(self, request: PreparedRequest) -> Response:
        self.requests += 1
        TALLY["requests"] += 1
        for first, end, fault in self._faults:
            if first <= self.requests < end:
                TALLY["faults"] += 1
                self._server.fail(fault)
                self.faults_met += 1
                break
        answer, dropped = self._server.handle(_request_of(request))
        if self._kill_at is not None and self.requests >= self._kill_at:
            TALLY["kills"] += 1
            raise Killed
        content = answer.encoded()
        if dropped:
            raise ChunkedEncodingError("ended early") if dropped.share else ConnectionError("no answer")
        response = Response()
        response.status_code = answer.status
        response.headers = CaseInsensitiveDict({"Content-Type": "application/json; charset=utf-8", **answer.headers})
        response.url = request.url or ""
        response.request = request
        response.raw = HTTPResponse(io.BytesIO(content), status=answer.status, preload_content=False)
        response._content = content
        return response


class _Adapter(BaseAdapter):
    def __init__(self, line: Line) -> None:
        super().__init__()
        self._line = line

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        return self._line.handle(request)

    def close(self) -> None:
        pass


def _request_of(prepared: PreparedRequest) -> Request:
    split = urlsplit(prepared.url or "")
    content = prepared.body or b""
    content = content.encode() if isinstance(content, str) else content
    kind = prepared.headers.get("Content-Type", "")
    return Request(
        method=prepared.method or "GET",
        path=split.path,
        query=parse_qs(split.query, keep_blank_values=True),
        headers={name.lower(): value for name, value in prepared.headers.items()},
        form=parse_qs(content.decode(), keep_blank_values=True) if "urlencoded" in kind else {},
        body=json.loads(content) if content and "json" in kind else None,
    )


class MemoryWarehouse:
    """One platform's tables and state in memory, compared and committed by the rules of `sources.known`, in Python.

    That both keep to the same rules is stated by test_faults.py.
    """

    def __init__(self, platform: str, tables: tuple[str, ...]) -> None:
        self.platform = platform
        self.tables = tables
        self.clear()

    def clear(self) -> None:
        self.state: Mapping[str, Any] = {}
        self._rows: dict[str, dict[str, list[Row]]] = {table: {} for table in self.tables}
        self._observations = 0

    def commit(self, one: Slice) -> list[Row]:
        """Land a slice; the rows that it added."""
        rows = self._rows[one.table]
        self._observations += 1
        known = {item: versions[-1] for item, versions in rows.items() if _concerns(one.concerned, versions)}
        added = []
        for item in one.items:
            current = known.get(item.item_id)
            if current is None:
                added.append(self._row(item._asdict(), item.version))
            elif item.version != _base(current["version"]):
                if item.version == TOMBSTONE:
                    added.append(self._tombstone(rows[item.item_id]))
                else:
                    earlier = sum(_base(row["version"]) == item.version for row in rows[item.item_id])
                    name = f"{item.version}.{earlier + 1}" if earlier else item.version
                    added.append(self._row(item._asdict(), name))
        shown = {item.item_id for item in one.items}
        assert len(shown) == len(one.items), f"an item twice in a slice: {one.stage}"
        for item, current in known.items() if one.coverage else ():
            if item not in shown and not current["is_deleted"] and _covers(one.coverage, current):
                added.append(self._tombstone(rows[item]))
        for row in added:
            rows.setdefault(row["item_id"], []).append(row)
        self.state = json.loads(json.dumps(one.state))
        return added

    def _row(self, columns: Row, version: str) -> Row:
        return {**columns, "version": version, "observed_at": self._observations}

    def _tombstone(self, versions: list[Row]) -> Row:
        times = sum(row["is_deleted"] for row in versions)
        gone = {"edited_at": None, "is_deleted": True, "text": "", "payload": "{}"}
        return self._row({**versions[-1], **gone}, f"{TOMBSTONE}.{times + 1}" if times else TOMBSTONE)

    def run(self, make: Callable[[Mapping[str, Any]], LiveSource]) -> LiveSource:
        """One sync: the source is made from the state that is committed, and all its slices are committed.

        What stops it (`Killed`, `UserError`, `ApiError`) is raised; what was committed before stays.
        """
        TALLY["syncs"] += 1
        source = make(json.loads(json.dumps(self.state)))
        for one in source.slices():
            self.commit(one)
        return source

    def current(self, table: str) -> dict[str, Row]:
        """{item_id: its current version's columns} of what is not deleted. Instants are microseconds since 1970."""
        found = {item: versions[-1] for item, versions in self._rows[table].items()}
        return {item: row for item, row in found.items() if not row["is_deleted"]}

    def history(self, table: str) -> dict[str, list[Row]]:
        """{item_id: its versions' columns, the oldest first}."""
        return {item: list(versions) for item, versions in self._rows[table].items()}


def _base(version: str) -> str:
    return version.partition(".")[0]


def _concerns(concerned: Concerned, versions: list[Row]) -> bool:
    return any(_concerns_row(concerned, row) for row in versions)


def _concerns_row(concerned: Concerned, row: Row) -> bool:
    if row["item_id"] in concerned.items:
        return True
    if row["container_id"] not in concerned.containers:
        return False
    at = row["occurred_at"]
    within = any(at is not None and low <= at and (high is None or at <= high) for low, high in concerned.spans)
    return within or row["thread_id"] in concerned.threads


def _covers(coverage: Coverage, row: Row) -> bool:
    assert not coverage.holes, "only exports have holes"
    assert not coverage.choose_groups, "only exports have groups"
    if coverage.containers is not None and row["container_id"] not in coverage.containers:
        return False
    for bound, is_beyond in ((coverage.first, int.__lt__), (coverage.last, int.__gt__)):
        if bound is not None and (row["occurred_at"] is None or is_beyond(row["occurred_at"], microseconds(bound))):
            return False
    return coverage.judge is None or coverage.judge(orjson.loads(row["payload"]))

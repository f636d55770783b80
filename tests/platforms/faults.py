"""What fault runs share: a live source read over and over from a loopback server, with crashes and error answers
between any two requests, and a warehouse in memory that commits slices as the real one does.

Thousands of syncs have to fit into minutes, so requests reach the server's `handle` without a socket and rows reach
DuckDB without dlt; comparing, the HTTP client with its retries, the source and the server are the real ones. Sockets,
dlt and a killed process have tests of their own. Histories, and what a platform must have landed, are each platform's.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import duckdb
import pyarrow as pa
from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter
from requests.exceptions import ChunkedEncodingError, ConnectionError
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPResponse

from tests.platforms.loopback import LoopbackServer, Request
from yarnnn_pipelines.sources.envelope import ITEM_VERSION
from yarnnn_pipelines.sources.live.commits import held, news_of
from yarnnn_pipelines.sources.live.http import Api
from yarnnn_pipelines.sources.live.slices import LiveSource, Slice


class Killed(BaseException):
    """The process ends here, as by `kill -9`: nothing that it held in memory is left."""


class Line:
    """The way to a server without a socket. `kill_at`: the number of requests after which the process is killed, before
    the answer to the last of them arrives; None: never."""

    def __init__(self, server: LoopbackServer, kill_at: int | None = None) -> None:
        self._server = server
        self._kill_at = kill_at
        self.requests = 0

    def connect(self, api: Api) -> Api:
        """Let an Api whose base_url is the server's ask it over this line."""
        api.session.mount(self._server.url, _Adapter(self))
        return api

    def handle(self, request: PreparedRequest) -> Response:
        self.requests += 1
        answer, dropped = self._server.handle(_request_of(request))
        if self._kill_at is not None and self.requests >= self._kill_at:
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
    """One platform's tables and state in memory. A slice is committed whole, as by `Commits`."""

    def __init__(self, platform: str, tables: tuple[str, ...]) -> None:
        self.platform = platform
        self.tables = tables
        self.state: Mapping[str, Any] = {}
        self.con = duckdb.connect()
        self.con.execute("set threads = 1; set timezone = 'UTC'")
        self.con.register("no_rows", ITEM_VERSION.empty_table())
        self.con.execute(f"create schema {platform}")
        for table in tables:
            self.con.execute(f"create table {platform}.{table} as select * from no_rows")

    def ask(self, query: str, values: Any) -> list[tuple[Any, ...]]:
        return self.con.execute(query, list(values)).fetchall()

    def clear(self) -> None:
        """As new: making a database anew for each history costs more than the history."""
        self.state = {}
        for table in self.tables:
            self.con.execute(f"truncate {self.platform}.{table}")

    def commit(self, one: Slice) -> None:
        rows, gone = news_of(self.con, self.platform, self.tables, one)
        for news in (rows, gone):
            if len(news):
                self._append(one.table, news)
        said = len(one.items)
        assert held(self.con, self.platform, one, rows) == said, f"{said} said, not all landed: {one.stage}"
        self.state = json.loads(json.dumps(one.state))

    def _append(self, table: str, rows: pa.Table) -> None:
        self.con.register("news", rows)
        self.con.execute(f"insert into {self.platform}.{table} by name select * from news")
        self.con.unregister("news")

    def run(self, make: Callable[[Mapping[str, Any]], LiveSource]) -> LiveSource:
        """One sync: the source is made from the state that is committed, and all its slices are committed.

        What stops it (`Killed`, `UserError`, `ApiError`) is raised; what was committed before stays.
        """
        source = make(json.loads(json.dumps(self.state)))
        for one in source.slices():
            self.commit(one)
        return source

    def current(self, table: str) -> dict[str, dict[str, Any]]:
        """{item_id: its current version's columns} of what is not deleted."""
        rows = self.con.execute(
            f"""
            select * from {self.platform}.{table}
            qualify row_number() over (partition by item_id order by observed_at desc) = 1
            """
        ).to_arrow_table()
        return {row["item_id"]: row for row in rows.to_pylist() if not row["is_deleted"]}

    def history(self, table: str) -> dict[str, list[dict[str, Any]]]:
        """{item_id: its versions' columns, the oldest first}."""
        rows = self.con.execute(f"select * from {self.platform}.{table} order by item_id, observed_at").to_arrow_table()
        found: dict[str, list[dict[str, Any]]] = {}
        for row in rows.to_pylist():
            found.setdefault(row["item_id"], []).append(row)
        return found

"""The UI's webserver answers its own pages and this machine's programs, and no page of another site.

A real server with nothing but a home's runs, asked over a socket as a browser would.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote

import dagster as dg
import pytest

from yarnnn_pipelines.dagster_home.instance import open_instance
from yarnnn_pipelines.dagster_home.settings import write_instance_settings
from yarnnn_pipelines.stores.home import Home

LISTENING_WITHIN_SECONDS = 300
JSON = {"Content-Type": "application/json"}
DELETED = "DeletePipelineRunSuccess"


@dataclass(frozen=True)
class Server:
    port: int
    runs: Iterator[str]

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, str]:
        """Status and text of the answer. Keywords are headers, `_` for `-`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def handshake(self, **headers: str) -> str:
        """The first line of the answer to a WebSocket's handshake."""
        lines = {
            "Host": self.host,
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Protocol": "graphql-ws",
            **headers,
        }
        request = "GET /graphql HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            connection.sendall(f"{request}\r\n".encode())
            return connection.recv(4096).decode("latin-1").splitlines()[0]


def deletion(run_id: str) -> str:
    return f'mutation {{deleteRun(runId: "{run_id}") {{__typename}}}}'


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The webserver of a home in which runs have ended, and their ids."""
    folder = tmp_path_factory.mktemp("ui")
    home = Home(folder / "home")
    with open_instance(home) as instance:
        run_ids = [instance.create_run_for_job(_nothing, status=dg.DagsterRunStatus.SUCCESS).run_id for _ in range(12)]
    workspace = folder / "workspace.yaml"
    workspace.write_text("load_from: []\n", encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = [f"--workspace={workspace}", "--host=127.0.0.1", f"--port={port}", "--allowed-host=127.0.0.1"]
    process = subprocess.Popen(
        [sys.executable, "-m", "yarnnn_pipelines.dagster_home.webserver", *arguments],
        env=os.environ | {"DAGSTER_HOME": str(write_instance_settings(home))},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_listening(port, process)
        yield Server(port, iter(run_ids))
    finally:
        process.kill()
        process.wait()


@dg.job
def _nothing() -> None:
    pass


def _wait_until_listening(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + LISTENING_WITHIN_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return
        time.sleep(0.1)
    pytest.fail("the webserver is not listening")


pytestmark = pytest.mark.long  # the webserver takes seconds to import


def test_its_own_page_and_a_program_of_this_machine_may_delete_a_run(server):
    own = {"Origin": f"http://{server.host}", "Sec-Fetch-Site": "same-origin"}
    for headers in (own, {}):
        status, text = server.ask(
            "POST", "/graphql", json.dumps({"query": deletion(next(server.runs))}), **JSON, **headers
        )
        assert (status, DELETED in text) == (200, True), text


def test_the_page_graphiql_and_what_they_are_made_of_are_served(server):
    for path in ("/", "/runs", "/graphql", "/server_info", "/vendor/graphiql/graphiql.min.js"):
        assert server.ask("GET", path, Accept="text/html")[0] == 200, path


@pytest.mark.parametrize("host", ["rebound.example", "rebound.example:3000", "127.0.0.1.rebound.example", ""])
def test_another_name_that_leads_to_this_machine_is_not_answered(server, host):
    question = json.dumps({"query": "{version}"})
    assert server.ask("POST", "/graphql", question, **JSON, Host=host)[0] == 400
    assert server.ask("GET", "/server_info", Host=host)[0] == 400
    assert not server.handshake(Host=host).startswith("HTTP/1.1 101")


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Accept": "image/*"}])
def test_a_mutation_in_an_address_changes_nothing(server, headers):
    run = next(server.runs)
    for method in ("GET", "HEAD"):
        assert server.ask(method, f"/graphql?query={quote(deletion(run))}", **headers)[0] == 403
    assert (
        server.ask("GET", f"/graphql?query={quote(deletion(run))}", Accept="text/html")[1].lstrip().startswith("<!--")
    )
    assert DELETED in server.ask("POST", "/graphql", json.dumps({"query": deletion(run)}), **JSON)[1]  # was still there


@pytest.mark.parametrize(
    "posted", ["application/json", "text/plain", "text/plain; a=application/json", "application/x-www-form-urlencoded"]
)
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "http://localhost"])
def test_a_page_of_another_site_can_post_nothing(server, origin, posted):
    body = json.dumps({"query": "{version}"})
    answer = server.ask("POST", "/graphql?query={version}", body, Origin=origin, **{"Content-Type": posted})
    assert answer == (403, "Refused: it comes from another site.\n")


def test_a_form_can_post_nothing_even_where_a_browser_leaves_its_origin_out(server):
    for posted in ("text/plain", "text/plain; a=application/json", "multipart/form-data; boundary=x"):
        assert server.ask("POST", "/graphql?query={version}", "{}", **{"Content-Type": posted})[0] == 403
    assert server.ask("POST", "/graphql?query={version}")[0] == 403


def test_a_websocket_is_opened_by_its_own_page_alone(server):
    assert server.handshake(Origin=f"http://{server.host}").startswith("HTTP/1.1 101")
    for headers in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        assert server.handshake(**headers).startswith("HTTP/1.1 403")


def test_a_link_of_another_site_opens_a_page_and_nothing_else(server):
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert server.ask("GET", "/runs", **link)[0] == 200
    assert server.ask("GET", "/runs", **link | {"Sec-Fetch-Dest": "iframe"})[0] == 403
    assert server.ask("GET", "/graphql", **link, Accept="text/html")[0] == 403
    assert server.ask("GET", "/runs", **{"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"})[0] == 403

"""The processes behind `yarnnn ui`: the code server, the webserver and the daemon, begun together and ended together.

`dagster dev` begins the same three one after the other and says that it is ready before it is. Here the webserver is
imported while the code server loads the line, and the daemon follows when the UI can be used. Nothing of Dagster is
imported in this process: it waits, keeps the log, and passes on what somebody should see.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, Any

import yaml

from yarnnn_pipelines.core.address import Address
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.progress import Progress
from yarnnn_pipelines.dagster_home.postgres import refuse_postgres_of_another, refuse_unusable_postgres
from yarnnn_pipelines.dagster_home.settings import CODE_LOCATION, MODULE, write_instance_settings
from yarnnn_pipelines.project import CONFIG_VARIABLE, Project, claim_home, claimant
from yarnnn_pipelines.stores.home import DAGSTER_POSTGRES_VARIABLE, HOME_VARIABLE

STAGE = "Opening the UI"
WEBSERVER = "yarnnn_pipelines.dagster_home.webserver"  # logs in JSON by itself
JSON_LOG = ("--log-format", "json")
READY_WITHIN_SECONDS = 600.0
ENDED_WITHIN_SECONDS = 15.0
LOOK_EVERY_SECONDS = 0.3
SHOWN = ("warning", "error", "critical")
# A daemon that begins says for each kind of event that it has seen none yet.
NOT_SHOWN = ("dagster.daemon.EventLogConsumerDaemon",)

_UNREACHABLE = "DagsterUserCodeUnreachableError"  # the code server is not up yet
_LOADED = """
{workspaceOrError {
  ... on Workspace {locationEntries {locationOrLoadError {__typename ... on PythonError {className message}}}}
}}
"""


class Services:
    """The three processes of one home. Call `start`, then `watch`, and `stop` in any case.

    tell: called with each line that the person at the terminal should see.
    """

    def __init__(self, project: Project, address: Address, tell: Callable[[str], object]) -> None:
        self.log = project.home.root / "ui.log"
        self._project = project
        self._address = address
        self._tell = tell
        self._processes: dict[str, subprocess.Popen[str]] = {}
        self._readers: list[threading.Thread] = []
        self._written = threading.Lock()
        self._is_ready = False
        self._folder = Path(mkdtemp(prefix="yarnnn-ui-"))  # a socket's path must be short, and a home's may not be

    def start(self, progress: Progress) -> None:
        """Begin all of them; returns when the UI shows the line. `UserError` if the port is taken or one ends."""
        progress(STAGE, 0, 1, "preparing the home")
        claim_home(self._project)
        refuse_unusable_postgres(self._project.home)
        refuse_postgres_of_another(claimant(self._project))
        dagster = write_instance_settings(self._project.home)
        self._refuse_taken_port()
        self.log.write_text("", encoding="utf-8")
        code_socket, workspace = self._folder / "code.sock", self._folder / "workspace.yaml"
        server = {"socket": str(code_socket), "location_name": CODE_LOCATION}
        workspace.write_text(yaml.safe_dump({"load_from": [{"grpc_server": server}]}), encoding="utf-8")
        environment = os.environ | {
            "DAGSTER_HOME": str(dagster),
            HOME_VARIABLE: str(self._project.home.root),
            CONFIG_VARIABLE: str(self._project.settings.path),
            "DAGSTER_IS_DEV_CLI": "1",
        }
        code = ["code-server", "start", "--socket", str(code_socket), "-m", MODULE, "--location-name", CODE_LOCATION]
        self._make_storage()
        self._begin("code server", ["dagster", *code, *JSON_LOG], environment)
        listening = [f"--host={self._address.host}", f"--port={self._address.port}"]
        names = [f"--allowed-host={name}" for name in self._address.hosts]
        self._begin("webserver", [WEBSERVER, f"--workspace={workspace}", *listening, *names], environment)
        progress(STAGE, 0, 1, "loading the line")
        self._wait_until_loaded()
        self._is_ready = True
        self._begin("daemon", ["dagster._daemon", "run", "-w", str(workspace), *JSON_LOG], environment)
        progress(STAGE, 1, 1)

    def watch(self) -> None:
        """Return never; `UserError` if one of the processes ends by itself."""
        while True:
            self._refuse_ended()
            time.sleep(LOOK_EVERY_SECONDS)

    def stop(self) -> None:
        """End all of them, with whatever they have started; a run that is going on is marked by the next command."""
        for process in self._processes.values():
            process.terminate()  # not its group: each ends in order what it has started
        until = time.monotonic() + ENDED_WITHIN_SECONDS
        for process in self._processes.values():
            with suppress(subprocess.TimeoutExpired):  # it is ended with its group, below
                process.wait(timeout=max(0.0, until - time.monotonic()))
            _kill_what_is_left(process)
            process.wait()
        for reader in self._readers:
            reader.join(timeout=1)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _make_storage(self) -> None:
        """Of a new home, by one process: those that follow would make it at once, and fail on each other."""
        home = self._project.home
        if not os.environ.get(DAGSTER_POSTGRES_VARIABLE) and any(home.dagster.rglob("*.db")):
            return
        program = [sys.executable, "-m", "yarnnn_pipelines.dagster_home.make_storage", str(home.root)]
        made = subprocess.run(program, check=False, capture_output=True, text=True)
        if made.returncode:
            self.log.write_text(made.stderr, encoding="utf-8")
            what = (made.stderr.strip().splitlines() or ["it does not say why"])[-1]
            raise UserError(f"Dagster's storage can't be made: {what}", where=str(self.log), mend="that log says why")

    def _refuse_taken_port(self) -> None:
        address = self._address
        family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
        with socket.socket(family) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((address.host, address.port))
            except OSError as error:
                raise UserError(
                    f"the UI can't listen there: {error.strerror}",
                    where=str(address),
                    mend="end the program that does, or name another port: `yarnnn ui --port 3001`",
                ) from None

    def _begin(self, name: str, arguments: list[str], environment: Mapping[str, str]) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            env=dict(environment),
            cwd=environment["DAGSTER_HOME"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # Ctrl-C reaches this process alone, which then ends them in order
        )
        assert process.stdout is not None
        self._processes[name] = process
        reader = threading.Thread(target=self._keep, args=(name, process.stdout), daemon=True)
        reader.start()
        self._readers.append(reader)

    def _keep(self, name: str, lines: IO[str]) -> None:
        """Write what a process says to the log, and show what somebody should see."""
        for line in lines:
            record = _record(line)
            text = f"{record['timestamp']} {name} {record['level']} {record['event']}" if record else line
            with self._written, self.log.open("a", encoding="utf-8") as log:
                log.write("\n".join([text.rstrip(), *record.get("exception", "").splitlines()]) + "\n")
            # Before, the webserver warns that the code server is not there yet.
            if self._is_ready and record.get("level") in SHOWN and record.get("logger") not in NOT_SHOWN:
                self._tell(f"{name}, {record['level']}: {record['event'].strip()}")

    def _wait_until_loaded(self) -> None:
        until = time.monotonic() + READY_WITHIN_SECONDS
        while not self._is_loaded():
            self._refuse_ended()
            if time.monotonic() > until:
                raise UserError(f"the UI is not up after {READY_WITHIN_SECONDS:.0f} s", where=str(self.log))
            time.sleep(LOOK_EVERY_SECONDS)

    def _is_loaded(self) -> bool:
        """Whether the webserver answers and shows the line; `UserError` where the line can't be loaded."""
        question = urllib.request.Request(
            f"{self._address.url}/graphql",
            data=json.dumps({"query": _LOADED}).encode(),
            headers={"content-type": "application/json"},
        )
        try:
            with _NO_PROXY.open(question, timeout=30) as answer:
                entries = json.load(answer)["data"]["workspaceOrError"]["locationEntries"]
        except (urllib.error.URLError, OSError):
            return False  # not listening yet
        for location in (entry["locationOrLoadError"] for entry in entries):
            if location and location["__typename"] == "PythonError" and location["className"] != _UNREACHABLE:
                what = location["message"].strip().splitlines()[0]
                raise UserError(f"Dagster can't load the line: {what}", where=str(self.log))
        return any((entry["locationOrLoadError"] or {}).get("__typename") == "RepositoryLocation" for entry in entries)

    def _refuse_ended(self) -> None:
        for name, process in self._processes.items():
            if process.poll() is not None:
                raise UserError(
                    f"the {name} ended by itself, with exit code {process.returncode}",
                    where=str(self.log),
                    mend="the end of that log says why",
                )


_NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _record(line: str) -> dict[str, Any]:
    """A line of Dagster's JSON log: timestamp, level, event, logger; empty for a line of another kind."""
    if not line.startswith("{"):
        return {}
    try:
        record = json.loads(line)
    except ValueError:
        return {}
    return record if {"timestamp", "level", "event"} <= record.keys() else {}


def _kill_what_is_left(process: subprocess.Popen[str]) -> None:
    """The process and all that it has started, if they did not end in order."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)

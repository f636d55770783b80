"""Starting runs from the command line: the line's stages one by one.

Every run is one of the code location's own jobs, executed in this process and recorded in the home, so the UI shows
what the command line did. Importing Dagster takes seconds, so only commands that run something come here. How a result
is told to the user is cli's.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import uuid
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import dagster as dg
from dagster._core.definitions.job_base import InMemoryJob
from dagster._core.execution.api import execute_run_iterator
from dagster_shared.error import SerializableErrorInfo

from assets.automation.jobs import BUILD_CONTEXT, LAND
from assets.partitions import client_week_key, range_tags, register_clients, week_runs
from yarnnn_pipelines.core.account import account_name
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.progress import STARTING, Progress
from yarnnn_pipelines.core.stopping import asked_to_stop
from yarnnn_pipelines.dagster_home.code_location import job_origin
from yarnnn_pipelines.dagster_home.instance import no_run_going_on, open_instance, reap_dead_runs
from yarnnn_pipelines.dagster_home.partition_keys import week_key
from yarnnn_pipelines.dagster_home.run_locks import alive
from yarnnn_pipelines.definitions import build_definitions
from yarnnn_pipelines.forgetting.other_homes import forget_here_too
from yarnnn_pipelines.forgetting.receipt import Receipt
from yarnnn_pipelines.project import Project, agency_ledger, claim_home
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.troubles import trouble_in_words

_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
_BY_HAND = {"dagster/max_retries": "0"}  # whoever started it sees that it failed


@dataclass(frozen=True)
class RunResult:
    """One Dagster run: what it is called in the UI, and for each asset and partition the metadata of what it made."""

    run_id: str
    job: str
    materialized: Mapping[tuple[str, str | None], Mapping[str, Any]]


class RunFailed(Exception):
    """A run failed at one or more steps; what the others made is there."""

    def __init__(self, errors: list[UserError]) -> None:
        super().__init__("; ".join(error.what for error in errors))
        self.errors = errors


class Line:
    """The stages of one agency's line, each as a run. Make it with `open_line`.

    forgotten: receipts of what another home had forgotten, and was removed from this one when the line was opened.
    """

    def __init__(
        self, project: Project, instance: dg.DagsterInstance, definitions: dg.Definitions, forgotten: list[Receipt]
    ) -> None:
        self.project = project
        self.forgotten = forgotten
        self._instance = instance
        self._definitions = definitions

    def land(self) -> RunResult:
        """Land every configured platform. One that fails does not cost the others, and is told at the end."""
        return self._run(LAND, {})

    def build_context(self, weeks: Sequence[str]) -> list[RunResult]:
        return [self._run(BUILD_CONTEXT, range_tags(week_key(a), week_key(b))) for a, b in week_runs(weeks)]

    def produce(self, type_id: str, clients: Sequence[str], weeks: Sequence[str]) -> list[RunResult]:
        """Draft and judge a type for every one of the clients in every one of the weeks."""
        return [
            self._run(type_id, range_tags(client_week_key(first, a), client_week_key(last, b)))
            for first, last in self._neighbours(clients)
            for a, b in week_runs(weeks)
        ]

    def _neighbours(self, clients: Sequence[str]) -> list[tuple[str, str]]:
        """(first, last) of each stretch of clients that stand together in Dagster's order, which is what a range of
        partitions runs along."""
        stretches: list[tuple[str, str]] = []
        ended = True
        for client in self._instance.get_dynamic_partitions("clients"):
            if client in clients:
                stretches = [*stretches, (client, client)] if ended else [*stretches[:-1], (stretches[-1][0], client)]
            ended = client not in clients
        return stretches

    def _run(self, job: str, tags: Mapping[str, str]) -> RunResult:
        run_id = str(uuid.uuid4())
        home = self.project.home
        with alive(home, run_id), _kept_open(home, run_id), _own_terminal():
            definition = self._definitions.resolve_job_def(job)
            run = self._instance.create_run_for_job(
                definition,
                run_id=run_id,
                run_config=_QUIET,
                tags={**definition.run_tags, **tags, **_BY_HAND, "user": account_name()},
                remote_job_origin=job_origin(job),
            )
            events = []
            for event in execute_run_iterator(InMemoryJob(definition), run, self._instance):
                events.append(event)
                if asked_to_stop():  # the exception of Dagster's own handler may have been lost on its way
                    raise KeyboardInterrupt
        if not any(event.event_type == dg.DagsterEventType.RUN_SUCCESS for event in events):
            raise RunFailed(_errors(run_id, events, home))
        return RunResult(run_id, job, _materialized(events))


@contextmanager
def open_line(project: Project, progress: Progress) -> Iterator[Line]:
    """Everything a command needs to run stages: the home claimed, dead runs given up, clients registered.

    progress: told of each step of starting as a part of `STARTING`, which the caller ends, and then of the stages.
    """
    progress(STARTING, 0, 1, "opening the home")
    home_id = claim_home(project)
    forgotten = _forget_here_too(project, home_id)
    with open_instance(project.home) as instance:
        reap_dead_runs(instance, project.home)
        register_clients(instance, project.settings)
        progress(STARTING, 0, 1, "reading dbt's models")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            definitions = build_definitions(project, progress)
            yield Line(project, instance, definitions, forgotten)


def _forget_here_too(project: Project, home_id: str) -> list[Receipt]:
    """What other homes of the ledger forgot, removed before anything is made of it."""
    ledger = agency_ledger(project)
    if not ledger.forgotten_elsewhere(home_id):
        return []
    with no_run_going_on(project.home):
        return forget_here_too(project, ledger, home_id)


def _materialized(events: Sequence[dg.DagsterEvent]) -> dict[tuple[str, str | None], Mapping[str, Any]]:
    """The metadata of each materialization, by asset and partition."""
    made: dict[tuple[str, str | None], Mapping[str, Any]] = {}
    for event in events:
        if event.is_step_materialization:
            materialization = event.step_materialization_data.materialization
            values = {name: value.value for name, value in materialization.metadata.items()}
            made[materialization.asset_key.to_user_string(), materialization.partition] = values
    return made


def _errors(run_id: str, events: Sequence[dg.DagsterEvent], home: Home) -> list[UserError]:
    """One error for each failed step, for the user; a stack trace stays in the run's own log.

    Ctrl-C, which Dagster records as a failure of the step that ran, is a KeyboardInterrupt again.
    """
    errors = [_step_error(run_id, event, home) for event in events if event.is_step_failure]
    return errors or [UserError("the run failed", where=f"run {run_id}", mend="`yarnnn ui` shows its log under Runs")]


def _step_error(run_id: str, event: dg.DagsterEvent, home: Home) -> UserError:
    data = event.step_failure_data
    if data.error is not None and data.error.cls_name == "DagsterExecutionInterruptedError":
        raise KeyboardInterrupt
    failure = data.user_failure_data
    said = {name: str(value.value) for name, value in failure.metadata.items()} if failure else {}
    if "what" in said:  # a `UserError` of the step
        return UserError(said["what"], where=said.get("where", ""), mend=said.get("mend", ""))
    if trouble := _store_trouble(data.error, home):
        return trouble
    error = data.error.cause or data.error if data.error is not None else None
    what = (failure.description if failure else None) or (error.message.strip() if error is not None else "no reason")
    return UserError(
        f"the step {event.step_key} failed: {what}",
        where=f"run {run_id}",
        mend=f"`yarnnn ui` shows its log under Runs, {run_id[:8]}",
    )


def _store_trouble(error: SerializableErrorInfo | None, home: Home) -> UserError | None:
    """Of an error that Dagster has turned into words: what a disk did to a store, outside what the step looks after."""
    while error is not None:
        if trouble := trouble_in_words(error.message, home):
            return trouble
        error = error.cause
    return None


@contextmanager
def _kept_open(home: Home, run_id: str) -> Iterator[None]:
    """Hold the two SQLite files that Dagster writes a run's events to.

    It opens and closes both for every event, and whoever closes a file as the last one writes its whole log back to
    disk: a third of the time of a run with many partitions.
    """
    with ExitStack() as stack:
        for name in ("index", run_id):
            path = home.dagster / "history" / "runs" / f"{name}.db"
            if path.parent.exists():  # not on PostgreSQL
                held = sqlite3.connect(path)
                stack.callback(held.close)
                held.execute("pragma journal_mode=wal")
                held.execute("select count(*) from sqlite_master").fetchone()
        yield


@contextmanager
def _own_terminal() -> Iterator[None]:
    """What libraries print during a run goes to the run's log and not to the terminal.

    Dagster captures file descriptors 1 and 2 and passes on what it captured; here both lead nowhere meanwhile. The
    command line holds a descriptor of its own.
    """
    logging.getLogger().setLevel(logging.CRITICAL)
    saved = os.dup(1), os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        yield
    finally:
        for number, descriptor in enumerate(saved, start=1):
            os.dup2(descriptor, number)
            os.close(descriptor)
        os.close(nowhere)

"""The home's Dagster instance: its settings, how it is opened, and what is done with runs whose process is gone.

The locks by which a dead run is told from a living one are run_locks.py's, forgetting in the instance's storage is
run_history.py's, and starting runs is launch.py's.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
import yaml

from yarnnn_pipelines.core.counts import counted, verb
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.dagster_home.run_locks import died, forget
from yarnnn_pipelines.stores.home import DAGSTER_POSTGRES_VARIABLE, Home

UNFINISHED = [
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


def instance_settings(home: Home) -> dict[str, Any]:
    """dagster.yaml of a home. The checkout's own dagster.yaml says the same for `dagster dev -w workspace.yaml`."""
    if os.environ.get(DAGSTER_POSTGRES_VARIABLE):
        storage: dict[str, Any] = {"postgres": {"postgres_url": {"env": DAGSTER_POSTGRES_VARIABLE}}}
    else:
        storage = {"sqlite": {"base_dir": str(home.dagster)}}
    return {
        "telemetry": {"enabled": False},
        "nux": {"enabled": False},  # no pop-up that asks for an address
        "storage": storage,
        # Steps that open the warehouse share the pool `warehouse`; with granularity `run`, two steps of one run would
        # not wait for each other.
        "concurrency": {"pools": {"granularity": "op", "default_limit": 1}, "runs": {"max_concurrent_runs": 4}},
        "run_monitoring": {"enabled": True, "start_timeout_seconds": 180, "free_slots_after_run_end_seconds": 60},
        # A run that was killed is tried again; one that failed at a step is not, for it would fail again.
        "run_retries": {"enabled": True, "max_retries": 2, "retry_on_asset_or_op_failure": False},
        "freshness": {"enabled": True},
    }


def write_instance_settings(home: Home) -> Path:
    """Write the home's dagster.yaml if it would say something else; returns the folder that is DAGSTER_HOME."""
    home.dagster.mkdir(parents=True, exist_ok=True)
    text = "# Written by yarnnn at each start; what you change here is lost.\n" + yaml.safe_dump(
        instance_settings(home), sort_keys=False
    )
    path = home.dagster / "dagster.yaml"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        scratch = path.with_name(f"dagster.yaml.{os.getpid()}")
        scratch.write_text(text, encoding="utf-8")
        scratch.replace(path)
    return home.dagster


@contextmanager
def open_instance(home: Home) -> Iterator[dg.DagsterInstance]:
    """The home's Dagster instance; `UserError` where its PostgreSQL can't be reached."""
    folder = write_instance_settings(home)
    with ExitStack() as stack:
        try:
            instance = stack.enter_context(dg.DagsterInstance.from_config(str(folder)))
            instance.get_runs_count()
        except Exception as error:
            if os.environ.get(DAGSTER_POSTGRES_VARIABLE):
                raise UserError(
                    f"Dagster's storage can't be reached: {str(error).strip().splitlines()[0]}",
                    where=DAGSTER_POSTGRES_VARIABLE,
                    mend="check that the server is up and the address right",
                ) from None
            raise
        yield instance


def reap_dead_runs(instance: dg.DagsterInstance, home: Home) -> list[str]:
    """Give up the runs whose process was killed: mark them failed and free their place in the pool.

    Returns their ids. A run of another machine, or one that has not begun, is left alone.
    """
    dead = []
    for record in instance.get_run_records(dg.RunsFilter(statuses=UNFINISHED)):
        run = record.dagster_run
        if died(home, run.run_id):
            instance.report_run_failed(run, "The process of this run is gone: it was killed, or the machine stopped.")
            dead.append(run.run_id)
    for run_id in instance.event_log_storage.get_concurrency_run_ids():
        holder = instance.get_run_by_id(run_id)
        if run_id in dead or holder is None or holder.is_finished:
            instance.event_log_storage.free_concurrency_slots_for_run(run_id)
    for run_id in dead:
        forget(home, run_id)
    return dead


@contextmanager
def no_run_going_on(home: Home) -> Iterator[None]:
    """`UserError` if a run of this home has not ended: it may hold in memory what is about to be forgotten."""
    with open_instance(home) as instance:
        reap_dead_runs(instance, home)
        if going := instance.get_runs(dg.RunsFilter(statuses=UNFINISHED)):
            raise UserError(
                f"{counted(len(going), 'run')} {verb(len(going), 'has', 'have')} not ended",
                where=f"run {going[0].run_id}",
                mend="let them finish or end them in `yarnnn ui`, then run this again",
            )
        yield

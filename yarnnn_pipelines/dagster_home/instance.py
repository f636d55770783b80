"""The home's Dagster instance: how it is opened, and what is done with runs whose process is gone.

Its settings are settings.py's, the locks by which a dead run is told from a living one run_locks.py's, forgetting in
its storage forgetting/run_history.py's, and starting runs launch.py's.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import dagster as dg

from yarnnn_pipelines.core.counts import counted, verb
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.dagster_home.postgres import (
    claim_postgres,
    refuse_postgres_of_another,
    refuse_unusable_postgres,
)
from yarnnn_pipelines.dagster_home.run_locks import died, forget
from yarnnn_pipelines.dagster_home.settings import write_instance_settings
from yarnnn_pipelines.project import recorded_claimant
from yarnnn_pipelines.stores.addresses import mend_of
from yarnnn_pipelines.stores.home import DAGSTER_POSTGRES_VARIABLE, Home
from yarnnn_pipelines.stores.locks import being_made
from yarnnn_pipelines.stores.troubles import store_trouble

UNFINISHED = [
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


@contextmanager
def open_instance(home: Home) -> Iterator[dg.DagsterInstance]:
    """The home's Dagster instance; `UserError` where its storage can't be used or is another agency's."""
    refuse_unusable_postgres(home)
    claimant = recorded_claimant(home)
    if claimant:
        refuse_postgres_of_another(claimant)
    folder = write_instance_settings(home)
    with ExitStack() as stack:
        try:
            with being_made(home):
                instance = stack.enter_context(dg.DagsterInstance.from_config(str(folder)))
                _make_storage(instance)
        except Exception as error:
            if os.environ.get(DAGSTER_POSTGRES_VARIABLE):
                raise UserError(
                    f"Dagster's storage can't be used: {str(error).strip().splitlines()[0]}",
                    where=DAGSTER_POSTGRES_VARIABLE,
                    mend=mend_of(DAGSTER_POSTGRES_VARIABLE),
                ) from None
            raise store_trouble(error, home) or error from error
        if claimant:
            claim_postgres(claimant)
        yield instance


def _make_storage(instance: dg.DagsterInstance) -> None:
    """Ask each of its storages for something, whereupon Dagster makes the tables that it lacks.

    Two processes that make them at once leave two heads in Dagster's migrations, and nothing opens them again.
    """
    instance.get_runs_count()
    instance.get_dynamic_partitions("clients")
    instance.all_instigator_state()


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

"""Weeks and clients as Dagster partitions, and which of them a run was asked for.

How a key is written is dagster_home/partition_keys.py's, what a week is core/weeks.py's. Which clients there are is
said by yarnnn.yaml and registered by automation/sensors.py.
"""

from collections.abc import Iterable

import dagster as dg

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.weeks import add_weeks, current_week, monday_of, weeks_between
from yarnnn_pipelines.dagster_home.partition_keys import WEEK_KEY_FORMAT, client_week_of, week_key, week_of_key

CLIENTS_NAME = "clients"
CLIENTS = dg.DynamicPartitionsDefinition(name=CLIENTS_NAME)

RANGE_START, RANGE_END = "dagster/asset_partition_range_start", "dagster/asset_partition_range_end"


def weekly(settings: Settings) -> dg.TimeWindowPartitionsDefinition:
    """Every week from the agency's first to the one that runs now, Monday to Monday on the agency's clock."""
    return dg.TimeWindowPartitionsDefinition(
        start=week_key(settings.agency.start),
        fmt=WEEK_KEY_FORMAT,
        cron_schedule="0 0 * * 1",
        timezone=settings.agency.time_zone,
        end_offset=1,  # the week that runs now can be drafted too
    )


def client_weekly(settings: Settings) -> dg.MultiPartitionsDefinition:
    """Every client in every week."""
    return dg.MultiPartitionsDefinition({"client": CLIENTS, "week": weekly(settings)})


def client_week_key(client_id: str, week: str) -> dg.MultiPartitionKey:
    return dg.MultiPartitionKey({"client": client_id, "week": week_key(week)})


def week_runs(weeks: Iterable[str]) -> list[tuple[str, str]]:
    """(first, last) of each stretch of weeks without a gap, oldest first: what one run can take as a range."""
    stretches: list[tuple[str, str]] = []
    for week in sorted(set(weeks), key=monday_of):
        if stretches and add_weeks(stretches[-1][1], 1) == week:
            stretches[-1] = (stretches[-1][0], week)
        else:
            stretches.append((week, week))
    return stretches


def range_tags(first: str, last: str) -> dict[str, str]:
    """The run tags by which Dagster hands one run a range of partitions."""
    return {RANGE_START: first, RANGE_END: last}


def weeks_of(context: dg.AssetExecutionContext | dg.AssetCheckExecutionContext, settings: Settings) -> list[str]:
    """The weeks that this run was asked for, oldest first; without partitions, the one that runs now.

    Read off the run's tags, for Dagster gives partition keys to no check and to no step without a partitioned output.
    """
    tags = context.run.tags
    first = tags.get(RANGE_START) or tags.get("dagster/partition")
    last = tags.get(RANGE_END) or first
    if first is None or last is None:
        return [current_week(settings.agency.time_zone)]
    return weeks_between(week_of_key(first), week_of_key(last))


def client_weeks_of(context: dg.AssetExecutionContext) -> list[tuple[str, str]]:
    """The (client id, week) pairs that this run was asked for.

    The range comes first: a backfill of a job that is launched in the UI tags its run with the range and, beside it,
    with the range's first key, and Dagster's own `partition_keys` is then that first key alone.
    """
    tags = context.run.tags
    if RANGE_START not in tags:
        return [client_week_of(key) for key in context.partition_keys]
    partitions = context.assets_def.partitions_def
    first, last = (partitions.get_partition_key_from_str(tags[tag]) for tag in (RANGE_START, RANGE_END))
    keys = partitions.get_partition_keys_in_range(
        dg.PartitionKeyRange(first, last), dynamic_partitions_store=context.instance
    )
    return [client_week_of(key) for key in keys]


def register_clients(instance: dg.DagsterInstance, settings: Settings) -> tuple[list[str], list[str]]:
    """Make the clients of yarnnn.yaml the partitions there are; returns those added and those taken away.

    What was made for a client that is gone stays in the ledger and in Dagster's history.
    """
    wanted = [client.id for client in settings.clients]
    known = set(instance.get_dynamic_partitions(CLIENTS_NAME))
    added = [client for client in wanted if client not in known]
    gone = sorted(known - set(wanted))
    if added:
        instance.add_dynamic_partitions(CLIENTS_NAME, added)
    for client in gone:
        instance.delete_dynamic_partition(CLIENTS_NAME, client)
    return added, gone

"""When a deliverable is made without being asked for. What else starts a run is schedules.py's and sensors.py's."""

from collections.abc import Collection
from datetime import timedelta
from typing import cast

import dagster as dg

from yarnnn_pipelines.dagster_home.partition_keys import client_week_of

# How far back automation makes what is not there: the week that runs now and the one before it. An older week is made
# by somebody's decision (a backfill). What has been made is made anew however old it is, when late data changes it: an
# unsent draft is replaced, and beside what was sent there is then a version that says what is to be corrected.
RECENT = timedelta(weeks=2)


class OfClients(dg.AutomationCondition[dg.AssetKey]):
    """True of the partitions of these clients.

    A type's assets have the partitions of all clients, and a run makes nothing for one that does not get the type:
    asked for all the same, its partition is never made, and the backfill that holds it ends as failed.
    """

    def __init__(self, client_ids: Collection[str]) -> None:
        self._client_ids = frozenset(client_ids)

    @property
    def name(self) -> str:
        return "of clients that get it"

    def evaluate(self, context: dg.AutomationContext[dg.AssetKey]) -> dg.AutomationResult[dg.AssetKey]:
        asked = context.candidate_subset
        keys = {key for key in asked.expensively_compute_partition_keys() if self._takes(key)}
        return dg.AutomationResult(context, asked.compute_intersection_with_partition_keys(keys))

    def _takes(self, partition: str) -> bool:
        return client_week_of(partition)[0] in self._client_ids


def when_the_week_changed(takers: Collection[str]) -> dg.AutomationCondition[dg.AssetKey]:
    """Make a client's deliverable when that client's week changed, and no other client's. takers: the ids of the
    clients that get one.

    `client_context` carries its hash as its data version, so a week that was built again with the same content starts
    nothing.

    The condition has no memory and does not wait for a run in progress. With Dagster's usual
    `changed.since(newly_requested | newly_updated)` a change that comes between a request and the next tick, or while
    that run goes on, is marked as handled and lost; here it is one more run, which finds either news or nothing to do.

    A failure is no reason to try again: `execution_failed` turns true anew after every try, so a client week that
    always fails would run without end. A run that was killed, and so told nothing, is tried again by Dagster's run
    retries.
    """
    condition = dg.AutomationCondition
    changed = condition.any_deps_match(condition.data_version_changed())
    recent = condition.in_latest_time_window(RECENT) & (changed | condition.newly_missing())
    made_before = changed & ~condition.missing()
    asked = (recent | made_before) & ~condition.any_deps_missing() & OfClients(takers)
    return asked.with_label("the client's week changed")


def when_something_was_published(looked_back: timedelta) -> dg.AutomationCondition[dg.AssetKey]:
    """Count a week's reviews again once one of its deliverables was sent. looked_back: of older weeks nothing is
    learned."""
    condition = dg.AutomationCondition
    changed = condition.any_deps_match(condition.data_version_changed())
    published = condition.in_latest_time_window(looked_back) & changed
    return cast(dg.AutomationCondition[dg.AssetKey], published.with_label("something was published"))

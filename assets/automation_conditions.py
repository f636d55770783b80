"""When a deliverable is made without being asked for. Schedules and sensors are in automation.py."""

from datetime import timedelta

import dagster as dg

# How far back automation goes: the week that runs now and the one before it. An older week is somebody's decision
# (a backfill): its deliverable has been sent.
RECENT = timedelta(weeks=2)


def when_the_week_changed() -> dg.AutomationCondition:
    """Make a client's deliverable when that client's week changed, and no other client's.

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
    return (
        condition.in_latest_time_window(RECENT)
        & (condition.any_deps_match(condition.data_version_changed()) | condition.newly_missing())
        & ~condition.any_deps_missing()
    ).with_label("the client's week changed")

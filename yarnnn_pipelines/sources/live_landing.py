"""Land one platform through its API: slices are committed one by one, until everything is read or the budget is spent.

What is asked for is the platforms' matter, comparing and writing `commits`'.
"""

from __future__ import annotations

from datetime import UTC, datetime

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.progress import PERCENT
from yarnnn_pipelines.sources.shared.bindings import bind_places
from yarnnn_pipelines.sources.shared.commits import Commits
from yarnnn_pipelines.sources.shared.differences import latest_observation
from yarnnn_pipelines.sources.shared.opening import LiveRun, Opened
from yarnnn_pipelines.sources.shared.report import Counts, Landed, LandingReport, LiveReading, report_of
from yarnnn_pipelines.sources.shared.request import LandingRequest
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.stores.warehouse import write_warehouse


def land_live(request: LandingRequest) -> LandingReport:
    """Land what is new, and go on with what earlier runs have left. See `sources.landing.land`.

    A source that can't be read is a report with its `trouble`, since what landed before counts all the same;
    `UserError` where it has never been read.
    """
    platform, settings, home = request.platform, request.settings, request.home
    started = datetime.now(UTC)
    request.progress(platform.label, 0, PERCENT)
    skips = Skips()
    kind = platform.live_source()
    commits = Commits(platform.id, home, kind.main_table, kind.tables, skips, request.admission)
    with write_warehouse(home) as con:
        latest = latest_observation(con, platform.id, kind.tables)
        bound = bind_places(con, platform, settings, request.last).ids()
    opened: Opened | None = None
    trouble: UserError | None = None
    try:
        opened = platform.open_live(LiveRun(settings, home, commits, skips, bound))
        for piece in opened.source.slices():
            commits.commit(piece)
            request.progress(platform.label, int(piece.share * PERCENT), PERCENT, piece.stage or piece.table)
    except UserError as error:
        if latest is None and not any(commits.added.values()):
            raise
        trouble = error
        skips.add("source_not_read", where=error.where, what=error.what, mend=error.mend)
    commits.finish()
    request.progress(platform.label, PERCENT, PERCENT)
    counts = {
        table: Counts(commits.seen[table], commits.added[table], commits.tombstones[table])
        for table in kind.tables
        if table not in kind.own_tables
    }
    live = LiveReading(
        commits.accounts(opened.source) if opened else [], opened.api.budget.spent if opened else 0, trouble
    )
    with write_warehouse(home) as con:
        landed = Landed(started, request.since or latest, counts, skips, request.last, live=live)
        return report_of(con, platform, settings, landed)

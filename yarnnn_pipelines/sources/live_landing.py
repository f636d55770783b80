"""Land one platform through its API: slices are committed one by one, until everything is read or the budget is spent.

What is asked for is the platforms' matter, comparing and writing `commits`'.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import duckdb

from yarnnn_pipelines.config.settings import Platform, Settings
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.forgetting.marks import Forgotten
from yarnnn_pipelines.sources.shared.commits import Commits
from yarnnn_pipelines.sources.shared.differences import latest_observation
from yarnnn_pipelines.sources.shared.opening import Opened, open_source, source_of
from yarnnn_pipelines.sources.shared.report import Counts, LandingReport, report_of
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.stores.home import Home

Progress = Callable[[str, int, int], None]

_PARTS = 100  # of which progress is told


def land_live(
    platform: Platform,
    settings: Settings,
    home: Home,
    since: datetime | None,
    progress: Progress,
    forgotten: Forgotten,
) -> LandingReport:
    """Land what is new, and go on with what earlier runs have left. See `sources.landing.land`.

    A source that can't be read is a report with its `trouble`, since what landed before counts all the same;
    `UserError` where it has never been read.
    """
    started = datetime.now(UTC)
    name = platform.capitalize()
    progress(name, 0, _PARTS)
    skips = Skips()
    kind = source_of(platform)
    commits = Commits(platform, home, kind.main_table, kind.tables, skips, forgotten)
    with duckdb.connect(str(home.warehouse)) as con:
        latest = latest_observation(con, platform, kind.tables)
    opened: Opened | None = None
    trouble = ""
    try:
        opened = open_source(platform, settings, home, commits, skips)
        for one in opened.source.slices():
            commits.commit(one)
            progress(f"{name}: {one.stage or one.table}", int(one.share * _PARTS), _PARTS)
    except UserError as error:
        if latest is None and not any(commits.added.values()):
            raise
        trouble = f"{error.what}. {error.mend}"
        skips.add("source_not_read", where=error.where, what=error.what, mend=error.mend)
    commits.finish()
    progress(name, _PARTS, _PARTS)
    with home.warehouse_lock(), duckdb.connect(str(home.warehouse)) as con:
        return report_of(
            con,
            platform,
            settings,
            started=started,
            since=since or latest,
            main_table=kind.main_table,
            counts={
                table: Counts(commits.seen[table], commits.added[table], commits.tombstones[table])
                for table in kind.tables
                if table not in kind.own_tables
            },
            skips=skips,
            is_live=True,
            accounts=commits.accounts(opened.source) if opened else [],
            requests=opened.api.budget.spent if opened else 0,
            trouble=trouble,
        )

"""From yarnnn.yaml to a live source: what all platforms' openings have in common.

Each platform's address, token and options are its own matter (`<platform>/opening.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from requests.auth import AuthBase

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.config.sources import Source
from yarnnn_pipelines.core.weeks import week_bounds
from yarnnn_pipelines.sources.shared.commits import Commits
from yarnnn_pipelines.sources.shared.envelope import microseconds
from yarnnn_pipelines.sources.shared.http import Api, Budget
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.shared.slices import LiveSource
from yarnnn_pipelines.stores.home import Home

CONCURRENCY = 8  # requests under way at once, where a platform allows bursts
BACKOFF_SECONDS = 1.0  # before the second try, and longer before each that follows


@dataclass(frozen=True)
class LiveRun:
    """What a landing through an API works with.

    bound: {name as written: container_id} of the places that names of yarnnn.yaml mean, as far as they have landed.
    """

    settings: Settings
    home: Home
    commits: Commits
    skips: Skips
    bound: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Opened:
    source: LiveSource
    api: Api


def api_of(source: Source, auth: AuthBase, **more: Any) -> Api:
    """The platform's API, asked for no more than one run may cost. more: see `Api`."""
    budget = Budget(source.requests_per_run, source.seconds_per_run)
    return Api(source.api_address, auth=auth, budget=budget, backoff_seconds=BACKOFF_SECONDS, **more)


def since(settings: Settings) -> int:
    """Where history begins that is wanted, in microseconds since 1970."""
    return microseconds(week_bounds(settings.agency.start, settings.agency.time_zone)[0]) or 0

"""What a landing is asked for, handed on whole from `landing` to whoever reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.progress import Progress
from yarnnn_pipelines.sources.platform import Platform
from yarnnn_pipelines.sources.shared.admission import Admission
from yarnnn_pipelines.stores.home import Home


@dataclass(frozen=True)
class LandingRequest:
    """See `sources.landing.land`."""

    platform: Platform
    settings: Settings
    home: Home
    since: datetime | None
    progress: Progress
    admission: Admission

"""What a landing is asked for, handed on whole from `landing` to whoever reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

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
    last: Mapping[str, Any] | None
    progress: Progress
    admission: Admission

    @property
    def since(self) -> datetime | None:
        """The weeks of what was observed after it are told by this landing; None: of what it observes itself."""
        if self.last is None:
            return None
        told = self.last.get("observed_until")
        return datetime.fromisoformat(told) if told else datetime(1970, 1, 1, tzinfo=UTC)

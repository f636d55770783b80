"""How an examination asks a platform. What it says of what it found is `findings`."""

from __future__ import annotations

from typing import Any

from yarnnn_pipelines.sources.shared.http import Api, Budget

SECONDS = 90.0  # for one source
BACKOFF_SECONDS = 0.1


def asking(base_url: str, **options: Any) -> Api:
    """The client with which an examination asks: it gives up sooner than a landing, since somebody waits."""
    return Api(base_url, budget=Budget(seconds=SECONDS), backoff_seconds=BACKOFF_SECONDS, **options)

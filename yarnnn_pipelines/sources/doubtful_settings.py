"""What stands in yarnnn.yaml as it may be meant and seldom is: told by `yarnnn doctor`, and refused by nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from yarnnn_pipelines.config.settings import ModelEndpoint, Settings
from yarnnn_pipelines.core.weeks import monday_of
from yarnnn_pipelines.sources.shared.findings import Examined, Finding, warning

_SOON = timedelta(weeks=4)  # an agency that begins next month is set up now


def examine_settings(settings: Settings, today: date) -> list[Examined]:
    """A warning for each; nothing where there is none."""
    findings = [*_start(settings, today), *_endpoints(settings)]
    return [Examined("settings", "settings", findings)] if findings else []


def _start(settings: Settings, today: date) -> Iterator[Finding]:
    start = settings.agency.start
    if monday_of(start) > today + _SOON:
        what = f"the first week is {start}, which is far ahead: until then nothing is made"
        yield warning("agency.start", what, "write the first week that is wanted")


def _endpoints(settings: Settings) -> Iterator[Finding]:
    asked: list[tuple[str, ModelEndpoint | None]] = [
        ("writer", settings.writer if settings.writer.model else None),
        ("judge", settings.judge),
    ]
    for name, endpoint in asked:
        if endpoint is not None and endpoint.base_url is None:
            yield warning(
                f"{name}.base_url",
                f"the {name} names no endpoint: what clients said would go to OpenAI's, with the key that its own "
                "programs take from the environment"
                if endpoint.api_key_env is None
                else f"the {name} names no endpoint: what clients said goes to OpenAI's",
                f"add `base_url:` to `{name}:`; https://api.openai.com/v1 if that one is meant",
            )

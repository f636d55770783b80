"""Every source of yarnnn.yaml examined, side by side: what stops one stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from yarnnn_pipelines.config.settings import Platform, Settings, Source
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.calendar import doctor as calendar
from yarnnn_pipelines.sources.gmail import doctor as gmail
from yarnnn_pipelines.sources.notion import doctor as notion
from yarnnn_pipelines.sources.shared import export_doctor as exports
from yarnnn_pipelines.sources.shared.findings import Examined, Finding, problem
from yarnnn_pipelines.sources.shared.http import ApiError, BudgetSpent
from yarnnn_pipelines.sources.slack import doctor as slack

_LIVE: dict[Platform, Callable[[Settings], Iterator[Finding]]] = {
    "slack": slack.examine,
    "gmail": gmail.examine,
    "notion": notion.examine,
    "calendar": calendar.examine,
}


def examine(settings: Settings) -> list[Examined]:
    """In the order of the line; empty where no source is configured."""
    sources = settings.sources.configured()
    with ThreadPoolExecutor(max(1, len(sources))) as pool:
        return list(pool.map(lambda item: _examined(settings, *item), sources.items()))


def _examined(settings: Settings, platform: Platform, source: Source) -> Examined:
    examined = Examined(platform, "live" if source.is_live else "export")
    try:
        for finding in _LIVE[platform](settings) if source.is_live else exports.examine(source):
            examined.findings.append(finding)
    except UserError as error:
        examined.findings.append(problem("access", error.what, error.mend))
    except ApiError as error:
        examined.findings.append(problem("access", f"{platform} answered {error}", "run it again in some minutes"))
    except BudgetSpent:
        examined.findings.append(problem("access", f"{platform} took too long to answer", "run it again later"))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        text = f"{platform} gave an answer that is not its own ({type(error).__name__})"
        examined.findings.append(problem("access", text, "check `base_url`: is it this platform's API?"))
    return examined

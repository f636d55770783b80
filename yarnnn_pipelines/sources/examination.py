"""Every source of yarnnn.yaml examined, side by side: what stops one stops no other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.config.sources import Source
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.registry import platform_of
from yarnnn_pipelines.sources.shared import export_doctor
from yarnnn_pipelines.sources.shared.findings import Examined, problem, warning
from yarnnn_pipelines.sources.shared.http import ApiError, BudgetSpent


def examine(settings: Settings) -> list[Examined]:
    """In the order of the line; empty where no source is configured."""
    sources = settings.sources.configured()
    with ThreadPoolExecutor(max(1, len(sources))) as pool:
        return list(pool.map(lambda item: _examined(settings, *item), sources.items()))


def _examined(settings: Settings, platform_id: str, source: Source) -> Examined:
    platform = platform_of(platform_id)
    label = platform.label
    examined = Examined(platform_id, "live" if source.is_live else "export")
    try:
        for finding in platform.examine_live(settings) if source.is_live else export_doctor.examine(source):
            examined.findings.append(finding)
        if platform.not_in_exports and not source.is_live:
            examined.findings.append(warning(*platform.not_in_exports))
    except UserError as error:
        examined.findings.append(problem("access", error.what, error.mend))
    except ApiError as error:
        examined.findings.append(problem("access", f"{label} answered {error}", "run it again in some minutes"))
    except BudgetSpent:
        examined.findings.append(problem("access", f"{label} took too long to answer", "run it again later"))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        text = f"{label} gave an answer that is not its own ({type(error).__name__})"
        examined.findings.append(problem("access", text, "check `base_url`: is it this platform's API?"))
    return examined

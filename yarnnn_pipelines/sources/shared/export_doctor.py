"""Whether export files are there and can be opened; what they hold is told by `yarnnn sync`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from yarnnn_pipelines.config.sources import Source
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.platform import Platform
from yarnnn_pipelines.sources.shared.archive import ExportFiles, unreadable
from yarnnn_pipelines.sources.shared.export_reader import ReadOptions
from yarnnn_pipelines.sources.shared.findings import Finding, ok, problem, warning
from yarnnn_pipelines.sources.shared.skips import Skips


def examine(platform: Platform, source: Source, time_zone: str) -> Iterator[Finding]:
    """Each export by itself, as far as its reader goes before it reads the items."""
    options = platform.read_options(source, time_zone)
    for path in source.export:
        finding = _file(path)
        yield _export(platform, path, options) if finding.state == "ok" else finding


def _export(platform: Platform, path: Path, options: ReadOptions) -> Finding:
    """Whether the platform's reader takes it, in the words that landing uses."""
    check, skips = f"export {path.name}", Skips()
    try:
        with ExportFiles(path, skips) as files:
            platform.export_reader()(files, skips, options)
    except UserError as error:
        return problem(check, f"{path}: {error.what}", error.mend)
    if path.is_file() and not path.stat().st_size:
        return warning(check, f"{path} is empty: nothing lands from it, nothing counts as deleted", "export it again")
    return ok(check, f"{path} can be read")


def _file(path: Path) -> Finding:
    check = f"export {path.name}"
    if trouble := unreadable(path):
        return problem(check, f"{path}: {trouble.what}", trouble.mend)
    if path.is_dir():
        if not os.listdir(path):
            return problem(check, f"{path} is an empty folder", "put the export there")
        return ok(check, f"{path} is a folder that can be read")
    return ok(check, f"{path} can be read")

"""Whether export files are there and can be opened; what they hold is told by `yarnnn sync`."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

from yarnnn_pipelines.config.sources import Source
from yarnnn_pipelines.sources.shared.findings import Finding, ok, problem


def examine(source: Source) -> Iterator[Finding]:
    for path in source.export:
        yield _file(path)


def _file(path: Path) -> Finding:
    check = f"export {path.name}"
    try:
        if path.is_dir():
            if not os.listdir(path):
                return problem(check, f"{path} is an empty folder", "put the export there")
            return ok(check, f"{path} is a folder that can be read")
        with path.open("rb") as file:
            if not file.read(1):
                return problem(check, f"{path} is empty", "export it again")
    except FileNotFoundError:
        return problem(check, f"{path} is not there", "put the export there, or write in yarnnn.yaml where it is")
    except OSError as error:
        return problem(check, f"{path} can't be read: {error.strerror}", "give yourself the right to read it")
    if path.suffix.lower() == ".zip" and not zipfile.is_zipfile(path):
        return problem(check, f"{path} is no whole zip file", "download the export again")
    return ok(check, f"{path} can be read")

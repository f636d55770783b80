"""Whether export files are there and can be opened, and show the places that yarnnn.yaml names; what else they hold is
told by `yarnnn sync`."""

from __future__ import annotations

import difflib
import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.config.sources import Source
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.platform import Platform
from yarnnn_pipelines.sources.shared.archive import ExportFiles, unreadable
from yarnnn_pipelines.sources.shared.export_reader import ReadOptions
from yarnnn_pipelines.sources.shared.findings import Finding, ok, place_check, problem, warning
from yarnnn_pipelines.sources.shared.skips import Skips


def examine(platform: Platform, source: Source, settings: Settings, landed: Collection[str] = ()) -> Iterator[Finding]:
    """Each export by itself, as far as its reader goes before it reads the items; then the clients' places.

    landed: places as yarnnn.yaml writes them of which the last landing has told what they mean, or that they mean
    nothing.
    """
    options = platform.read_options(source, settings.agency.time_zone)
    shown: dict[str, str] = {}
    states = set()
    for path in source.export:
        finding = _file(path, settings)
        finding = _export(platform, path, options, shown) if finding.state == "ok" else finding
        states.add(finding.state)
        yield finding
    if "problem" not in states:  # what can't be opened may show them
        yield from _not_shown(platform, settings, shown, landed)


def _export(platform: Platform, path: Path, options: ReadOptions, shown: dict[str, str]) -> Finding:
    """Whether the platform's reader takes it, in the words that landing uses; its places are added to those `shown`."""
    check, skips = f"export {path.name}", Skips()
    try:
        with ExportFiles(path, skips) as files:
            shown |= platform.export_reader()(files, skips, options).place_names()
    except UserError as error:
        return problem(check, f"{path}: {error.what}", error.mend)
    if path.is_file() and not path.stat().st_size:
        return warning(check, f"{path} is empty: nothing lands from it, nothing counts as deleted", "export it again")
    return ok(check, f"{path} can be read")


def _not_shown(
    platform: Platform, settings: Settings, shown: Mapping[str, str], landed: Collection[str]
) -> Iterator[Finding]:
    """The clients' places that no export shows, each with the nearest name that there is.

    shown: {container_id: name}, see `Reader.place_names`.
    """
    if platform.places is None:
        return
    plain, noun = platform.places.plain, platform.places.noun
    names = {plain(name): name for name in shown.values() if name}
    for client in settings.clients:
        for place in platform.places_of(client):
            written = place.written
            if written in landed or plain(written) in names or any(platform.is_id_of(one, written) for one in shown):
                continue
            close = difflib.get_close_matches(plain(written), names, n=1)
            meant = f"; did you mean {names[close[0]]!r}?" if close else ""
            yield warning(
                place_check(noun, written),
                f"{client.id}: no {noun} {written!r} is in the exports{meant}",
                "correct its name in yarnnn.yaml, or export what holds it",
            )


def _file(path: Path, settings: Settings) -> Finding:
    check = f"export {path.name}"
    if trouble := unreadable(path):
        return problem(check, f"{path}: {trouble.what}", trouble.mend)
    if path.is_dir():
        if not os.listdir(path):
            return problem(check, f"{path} is an empty folder", "put the export there")
        if settings.path.resolve().is_relative_to(path.resolve()):
            what = f"{path} is the folder of yarnnn.yaml itself, or one around it: all that lies in it would be read"
            return warning(check, what, "name the export's own file or folder")
        return ok(check, f"{path} is a folder that can be read")
    return ok(check, f"{path} can be read")

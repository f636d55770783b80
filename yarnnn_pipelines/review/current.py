"""yarnnn.yaml as it stands now, for a page that stays open while somebody edits it."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, field
from pathlib import Path

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.project import Project, agency_ledger, open_project

_Stamp = tuple[int, int, int] | None  # when it was written, its size, which file it is; None: there is none


@dataclass
class CurrentProject:
    """The project with the settings that its yarnnn.yaml says now, read again where the file changed.

    trouble: why the file as it stands can't be read; what it said before holds until it is mended.
    """

    _project: Project
    trouble: UserError | None = None
    _stamp: _Stamp = field(init=False)
    _reading: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._stamp = _stamp_of(self._project.settings.path)

    def now(self) -> Project:
        with self._reading:
            path = self._project.settings.path
            if (stamp := _stamp_of(path)) != self._stamp or self.trouble is not None:
                self._read(path)
                if self.trouble is None:  # else it is read again: what was in the way may pass
                    self._stamp = stamp
            return self._project

    def _read(self, path: Path) -> None:
        try:
            project = open_project(path, home=self._project.home)
            agency_ledger(project)  # a client that it gives another id keeps what was kept under the old one
            self._project = project
            self.trouble = None
        except UserError as error:
            self.trouble = error


def _stamp_of(path: Path) -> _Stamp:
    try:
        stat = os.stat(path)
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino

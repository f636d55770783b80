"""The files destination: the sent copy as Markdown and HTML in a folder per client and week.

A file's name holds the version, and a file once written is never changed: publishing again finds the same bytes there
and is done. Which text may be published is decided before this.
"""

from __future__ import annotations

import os
from pathlib import Path

from yarnnn_pipelines.core.errors import UserError


def write_atomically(path: Path, text: str) -> None:
    """The whole text or nothing, also when killed between two writes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    with scratch.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(path)


def publish_files(folder: Path, name: str, contents: dict[str, str]) -> list[Path]:
    """Write `name` with each suffix of `contents` into `folder`; `UserError` if another text stands there."""
    written = []
    for suffix, text in contents.items():
        path = folder / f"{name}{suffix}"
        if path.exists():
            if path.read_text(encoding="utf-8") != text:
                raise UserError(
                    "a published file was changed by hand, and is not overwritten",
                    where=str(path),
                    mend="move it away, then approve again",
                )
        else:
            write_atomically(path, text)
        written.append(path)
    return written

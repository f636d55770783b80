"""The rendered drafts of a home: written, and known again where somebody edited one by hand.

Beside the files of each deliverable lies a record of what was written into them, as hashes. A file that says something
else was edited: its words are proven by nothing, so they are never published, and never lost. What the files say is
the renderer's, and whether a text may be approved the review's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from yarnnn_pipelines.core.files import write_atomically
from yarnnn_pipelines.core.keys import DeliverableKey

_EDITED = "edited"  # `client_update.edited.md` is what somebody made of `client_update.md`


@dataclass(frozen=True)
class DraftFiles:
    """The files of one deliverable. drafts: the home's folder of them."""

    drafts: Path
    key: DeliverableKey

    @property
    def folder(self) -> Path:
        return self.drafts / self.key.client_id / self.key.week

    @property
    def _record(self) -> Path:
        return self.folder / f".{self.key.type_id}.written"

    def write(self, contents: Mapping[str, str | None]) -> dict[str, Path]:
        """Make each file, by name, hold its text, or be gone where that is None; what was edited is moved aside first.

        Returns where the edited ones lie now, by the name that they had. One that holds its text already is not
        written again.
        """
        written = self._written()
        new = {name: [_digest(text.encode())] for name, text in contents.items() if text is not None}
        moved: dict[str, Path] = {}
        outdated = [name for name, text in contents.items() if not _holds(self.folder / name, text)]
        for name in outdated:
            path = self.folder / name
            if path.is_file() and _digest(path.read_bytes()) not in (*written.get(name, ()), *new.get(name, ())):
                moved[name] = _free_name(path)
                path.rename(moved[name])
        if outdated:  # killed between two writes, both what was there and what comes is known as not edited
            self._note({name: [*written.get(name, ()), *new.get(name, ())] for name in (*written, *new)})
            for name in outdated:
                text = contents[name]
                if text is None:
                    (self.folder / name).unlink(missing_ok=True)
                else:
                    write_atomically(self.folder / name, text)
        if new != written:
            self._note(new)
        return moved

    def edited(self, markdown: str) -> list[Path]:
        """The files that say something else than was written into them; white space at the ends of lines is nothing.

        markdown: the sent copy, for a home in which an earlier yarnnn wrote the files and no record of it.
        """
        sent_copy = {f"{self.key.type_id}.md": [_digest(markdown.encode())]}
        return [
            path
            for name, digests in sorted((self._written() or sent_copy).items())
            if (path := self.folder / name).is_file() and _digest(path.read_bytes()) not in digests
        ]

    def moved_aside(self) -> list[Path]:
        """What was edited in earlier drafts and lies beside the newest."""
        return sorted(self.folder.glob(f"{self.key.type_id}.*{_EDITED}*"))

    def _written(self) -> dict[str, list[str]]:
        """By file name the hashes of what was written; none where there is no record, or one that can't be read."""
        try:
            written: dict[str, list[str]] = json.loads(self._record.read_bytes())
        except (FileNotFoundError, ValueError):
            return {}
        return written

    def _note(self, written: Mapping[str, list[str]]) -> None:
        write_atomically(self._record, json.dumps(written, sort_keys=True))


def is_edited_copy(path: Path) -> bool:
    """Whether it is what somebody edited, moved aside."""
    return f".{_EDITED}" in path.name


def _holds(path: Path, text: str | None) -> bool:
    if text is None:
        return not path.is_file()
    return path.is_file() and path.read_bytes() == text.encode()


def _free_name(path: Path) -> Path:
    """`client_update.edited.md`, or `client_update.edited-2.md` where that is taken."""
    stem, dot, suffix = path.name.rpartition(".")
    number = 1
    while True:
        name = path.with_name(f"{stem}.{_EDITED}{f'-{number}' if number > 1 else ''}{dot}{suffix}")
        if not name.exists():
            return name
        number += 1


def _digest(content: bytes) -> str:
    """Of the words: an editor that ends lines its own way, or adds one at the end, has edited nothing."""
    lines = content.decode("utf-8", "surrogateescape").removeprefix("\ufeff").splitlines()
    text = "\n".join(line.rstrip() for line in lines).rstrip("\n")
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()

"""Forgetting in rendered files: drafts go, published files stay, for they were sent.

Which drafts are concerned is said by the caller; the ledger's part is `documents`'.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from html import escape
from pathlib import Path

from yarnnn_pipelines.stores.draft_files import is_edited_copy


def draft_files(folder: Path, keys: Iterable[tuple[str, str, str]]) -> list[Path]:
    """The rendered drafts of each (client, week, type), edited copies and the record of them included."""
    return [
        path
        for client, week, type_id in sorted(keys)
        for path in sorted((folder / client / week).glob(f"*{type_id}.*"))
        if path.name.lstrip(".").startswith(f"{type_id}.")
    ]


def review_copies(folder: Path, keys: Iterable[tuple[str, str, str]]) -> list[Path]:
    """Those that list every item of the week; the next run makes them again."""
    return [path for path in draft_files(folder, keys) if ".review." in path.name and not is_edited_copy(path)]


def drafts_holding(folder: Path, words: Collection[str]) -> list[Path]:
    """Rendered drafts that hold one of these words, in lower case; what was moved aside as edited is somebody's own."""
    rendered = (path for path in sorted(folder.rglob("*")) if path.is_file() and not is_edited_copy(path))
    return [path for path in rendered if words and _holds(path, words)]


def _holds(path: Path, words: Collection[str]) -> bool:
    text = path.read_text(encoding="utf-8", errors="ignore").lower()
    return any(word in text or escape(word) in text for word in words)


def client_drafts(folder: Path, client_id: str) -> list[Path]:
    return sorted(path for path in (folder / client_id).rglob("*") if path.is_file())


def remove_files(folder: Path, paths: Iterable[Path]) -> None:
    """Remove the files and the folders that are empty then, up to `folder`."""
    for path in paths:
        path.unlink(missing_ok=True)
        for parent in path.parents:
            if parent == folder or not parent.is_dir() or any(parent.iterdir()):
                break
            parent.rmdir()

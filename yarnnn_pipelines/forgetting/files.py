"""Forgetting in rendered files: drafts go, published files stay, for they were sent.

Which drafts are concerned is said by the caller; the ledger's part is `documents`'.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def draft_files(folder: Path, keys: Iterable[tuple[str, str, str]]) -> list[Path]:
    """The rendered drafts of each (client, week, type), edited copies and the record of them included."""
    return [
        path
        for client, week, type_id in sorted(keys)
        for path in sorted((folder / client / week).glob(f"*{type_id}.*"))
        if path.name.lstrip(".").startswith(f"{type_id}.")
    ]


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

"""What is said of draft files that somebody edited by hand. Which they are is `stores.draft_files`'."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from yarnnn_pipelines.core.counts import counted, verb
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.stores.draft_files import DraftFiles


def edited_line(drafts: Path, keys: Iterable[DeliverableKey]) -> str:
    """One line for the edited files that lie beside the newest draft; empty where there are none."""
    paths = [path for key in keys for path in DraftFiles(drafts, key).moved_aside()]
    if not paths:
        return ""
    more = f" (and {len(paths) - 1} more)" if len(paths) > 1 else ""
    return (
        f"{counted(len(paths), 'draft file')} edited by hand {verb(len(paths), 'was', 'were')} kept beside the "
        f"draft, whose text has none of it: {paths[0]}{more}"
    )

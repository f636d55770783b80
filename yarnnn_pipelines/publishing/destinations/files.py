"""The files destination: the sent copy as Markdown and HTML in a folder per client and week.

A file's name holds the version, and a file once written is never changed: publishing again finds the same bytes there
and is done. Which text may be published is decided before this.
"""

from __future__ import annotations

from pathlib import Path

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.files import write_atomically
from yarnnn_pipelines.publishing.destinations.protocol import Delivery


class Files:
    """The destination `files`."""

    def deliver(self, delivery: Delivery) -> list[str]:
        """The paths of both files; `UserError` if another text stands in one of them."""
        folder = delivery.folder / delivery.key.client_id / delivery.key.week
        name = f"{delivery.key.type_id}.v{delivery.version}"
        contents = {folder / f"{name}.md": delivery.markdown, folder / f"{name}.html": delivery.html}
        for path, text in contents.items():
            _publish(path, text)
        return [str(path) for path in contents]


def _publish(path: Path, text: str) -> None:
    if not path.exists():
        write_atomically(path, text)
    elif path.read_bytes() != text.encode():
        raise UserError(
            "a published file was changed by hand, and is not overwritten",
            where=str(path),
            mend="move it away, then approve again",
        )

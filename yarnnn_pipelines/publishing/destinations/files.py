"""The files destination: the sent copy as Markdown and HTML in a folder per client and week.

A file's name holds the version, and a file once written is never changed: publishing again finds the same bytes there
and is done. Which text may be published is decided before this.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.files import write_atomically
from yarnnn_pipelines.core.keys import DeliverableKey
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


def refuse_unknown_files(folder: Path, key: DeliverableKey, version: int, is_known: Callable[[str], bool]) -> None:
    """`UserError` where a text lies published that the ledger has not approved: the week would be sent a second time.

    folder: where published files lie; version: of what is to be sent, whose own file is looked at as it is written;
    is_known: whether another text may lie there.
    """
    named = re.compile(re.escape(key.type_id) + r"\.v(\d+)\.md")
    for path in sorted((folder / key.client_id / key.week).glob("*")):
        match = named.fullmatch(path.name)
        if match is None or int(match[1]) == version:
            continue
        if not is_known(path.read_bytes().decode(errors="replace")):
            raise UserError(
                f"version {match[1]} was published from this home, and the ledger knows of no approval of its text: "
                "nothing is sent until you have seen whether that was this week's update",
                where=str(path),
                mend="put back the copy of the ledger that knows it; or read the file and, if the new text is to go "
                f"out as well, move it away (`mv {shlex.quote(str(path.with_suffix('')))}.* ELSEWHERE`), then approve",
            )


def _publish(path: Path, text: str) -> None:
    if not path.exists():
        write_atomically(path, text)
    elif path.read_bytes() != text.encode():
        raise UserError(
            "another text was published as this version, with another ledger or changed by hand since, and is not "
            "overwritten",
            where=str(path),
            mend="read it; put back the copy of the ledger that knows it, or move it away, then approve again",
        )

"""Which page or database each file of a Notion export is, and what lies below what: told by names alone.

A page is `Title <id>.md`, a database `Title <id>.csv` (the view that was open) and `Title <id>_all.csv` (every row),
maybe with a `Title <id>.md` beside them. What lies below it is in a folder `Title <id>` or, in newer exports, `Title`.
What the files say is `notion`'s work.
Format: https://www.notion.com/help/export-your-content
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

_HEX = r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_NAME = re.compile(rf"^(?P<title>.*?)[ _-]?(?<![0-9a-f])(?P<id>{_HEX})$", re.IGNORECASE | re.DOTALL)
# Folders that Notion or an unpacker puts around everything; a teamspace's folder is a title as any other.
_WRAPPER = re.compile(
    rf"^(?:Export(?:Block)?[-_ ].*|Private(?: & Shared)?|Shared|(?:.* )?Part-\d+|{_HEX})$", re.IGNORECASE
)


@dataclass
class Node:
    """A page or a database. Files are names in the export, None where it has no such file.

    page_id: 32 lower-case hex digits.
    name: the title as the file name has it, without what file systems don't take, cut after some fifty characters.
    folder: the folder in which it lies, '' at the top.
    """

    page_id: str
    name: str
    folder: str
    page_file: str | None = None
    view_file: str | None = None
    all_file: str | None = None

    @property
    def is_database(self) -> bool:
        return bool(self.view_file or self.all_file)

    @property
    def rows_file(self) -> str:
        """A database's rows: of all of them, else of a view."""
        return self.all_file or self.view_file or self.folder

    @property
    def file(self) -> str:
        return self.page_file or self.all_file or self.view_file or self.folder


@dataclass(frozen=True)
class Step:
    """One folder on the way to a page: the node it belongs to, or only a title where that can't be told."""

    title: str
    node: Node | None = None


class NotionTree:
    """The nodes of an export, in the order of their files.

    tops: those that lie below no other; without_id: files of pages that carry no id in their name;
    doubled: the outermost folders that hold the same page, each as it was at another time.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.nodes: dict[str, Node] = {}
        self.without_id: list[str] = []
        self.doubled: set[str] = set()
        for name in names:
            self._add(name)
        self._named: dict[tuple[str, str], list[Node]] = defaultdict(list)
        for node in self.nodes.values():
            self._named[node.folder, node.name].append(node)
        self._steps: dict[str, Step | None] = {}
        self._rows: dict[str, list[Node]] | None = None
        self.tops = [node for node in self.nodes.values() if not any(step.node for step in self.steps(node.folder))]

    def _add(self, name: str) -> None:
        folder, _, file = name.rpartition("/")
        stem, dot, suffix = file.rpartition(".")
        suffix = suffix.lower()
        if not dot or suffix not in ("md", "csv"):
            return
        shows_all = suffix == "csv" and stem.endswith("_all")
        found = split_name(stem.removesuffix("_all") if shows_all else stem)
        if found is None:
            # a .csv without an id is a file that somebody attached to a page
            if suffix == "md":
                self.without_id.append(name)
            return
        title, page_id = found
        node = self.nodes.setdefault(page_id, Node(page_id, title, folder))
        field = "page_file" if suffix == "md" else "all_file" if shows_all else "view_file"
        if getattr(node, field) is None:
            setattr(node, field, name)
        elif name.partition("/")[0] != getattr(node, field).partition("/")[0]:
            self.doubled |= {getattr(node, field).partition("/")[0], name.partition("/")[0]}

    def steps(self, folder: str) -> list[Step]:
        """The way from the top down to a folder; folders that stand around everything are no steps."""
        steps: list[Step] = []
        parent = ""
        for part in folder.split("/") if folder else ():
            path = f"{parent}/{part}" if parent else part
            if path not in self._steps:
                self._steps[path] = self._step(parent, part, outermost=not steps)
            if step := self._steps[path]:
                steps.append(step)
            parent = path
        return steps

    def _step(self, parent: str, part: str, outermost: bool) -> Step | None:
        if outermost and _WRAPPER.match(part):
            return None
        if found := split_name(part):
            title, page_id = found
            return Step(title, self.nodes.get(page_id) or Node(page_id, title, parent))
        # two pages of one name share a folder, and nothing tells what in it is whose
        owners = self._named.get((parent, part), [])
        return Step(part, owners[0] if len(owners) == 1 else None)

    def rows_of(self, database: Node) -> list[Node]:
        """The pages that lie directly in a database's folder."""
        if self._rows is None:
            self._rows = defaultdict(list)
            for node in self.nodes.values():
                steps = self.steps(node.folder)
                if steps and (parent := steps[-1].node):
                    self._rows[parent.page_id].append(node)
        return self._rows.get(database.page_id, [])


def split_name(stem: str) -> tuple[str, str] | None:
    """(title, id) of a file's or folder's name without its suffix; None if it has no id."""
    match = _NAME.match(stem.strip())
    return (match["title"].strip() or "Untitled", match["id"].replace("-", "").lower()) if match else None

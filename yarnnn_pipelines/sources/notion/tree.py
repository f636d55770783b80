"""Where Notion's pages lie, as far as this run knows: what has landed, and what it has read since.

Which page is read when, and what follows from its place, is `live`'s work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from yarnnn_pipelines.sources.notion.landed import parent_in
from yarnnn_pipelines.sources.notion.state import DatabaseRecord


class PageTree:
    """Pages by id, each in a page or database, '' for the workspace's top."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}
        self._last_parents: dict[str, str] = {}  # the same, and of deleted pages what they lay in
        self._children: dict[str, set[str]] = defaultdict(set)

    def __contains__(self, page_id: str | None) -> bool:
        return page_id in self._parents

    def __iter__(self) -> Iterator[str]:
        return iter(self._parents)

    def __len__(self) -> int:
        return len(self._parents)

    def put(self, page_id: str, container_id: str | None) -> None:
        """container_id: of the page, as it has landed."""
        parent = parent_in(container_id)
        if page_id in self._parents:
            self._children[self._parents[page_id]].discard(page_id)
        self._parents[page_id] = self._last_parents[page_id] = parent
        self._children[parent].add(page_id)

    def put_deleted(self, page_id: str, parent: str) -> None:
        """A deleted page is not in the tree, but tells below which root it was."""
        self._last_parents[page_id] = parent

    def remove(self, page_id: str) -> str:
        """Take a page out; what it lay in."""
        parent = self._parents.pop(page_id)
        self._children[parent].discard(page_id)
        return parent

    def parent(self, page_id: str) -> str | None:
        return self._parents.get(page_id)

    def children(self, parent: str) -> set[str]:
        """The pages that lie directly in a page or database."""
        return set(self._children.get(parent, ()))

    def root_above(self, its_id: str, roots: Collection[str], databases: Mapping[str, DatabaseRecord]) -> str | None:
        """The root below which a page or database has landed, or that it is itself."""
        seen: set[str] = set()
        above: str | None = its_id
        while above and above not in seen:
            if above in roots:
                return above
            seen.add(above)
            above = self._last_parents.get(above) or (databases[above].parent_id if above in databases else None)
        return None

"""What Notion's source remembers between runs: what is still to be read, the roots, and where databases lie.

How the state moves on is decided in `live` and `roots`. The keys of the JSON are those of the first version that synced
live, and stay so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from yarnnn_pipelines.sources.shared.stored import Stored, UnreadableState, as_list, as_text

PAGE, DATABASE, COMMENTS = "page", "database", "comments"


class Task(NamedTuple):
    """What is to be read: a page, a database, or the comments on the blocks of a page.

    kind: `PAGE`, `DATABASE` or `COMMENTS`; id: 32 hex digits, of the page where it is its comments.
    """

    kind: str
    id: str

    @classmethod
    def from_json(cls, value: Any) -> Task:
        kind, its_id = (as_text(element) for element in as_list(value, 2))
        if kind not in (PAGE, DATABASE, COMMENTS):
            raise UnreadableState(f"a task for a page, a database or comments was expected, not for {kind!r}")
        return cls(kind, its_id)

    def to_json(self) -> list[str]:
        return [self.kind, self.id]


@dataclass(frozen=True)
class RootRecord:
    """A configured root as it was last opened.

    id: None where it was never found; problem, mend: why it can't be read, '' where it can; read_until: all that
    happened below it up to this instant (microseconds since 1970) has been read, None: nothing yet.
    """

    id: str | None
    title: str = ""
    is_database: bool = False
    problem: str = ""
    mend: str = ""
    read_until: int | None = None

    @classmethod
    def from_json(cls, value: Any) -> RootRecord:
        stored = Stored(value)
        return cls(
            id=stored.optional_text("id"),
            title=stored.text("title"),
            is_database=stored.flag("is_database"),
            problem=stored.text("problem"),
            mend=stored.text("mend"),
            read_until=stored.optional_number("read_until"),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "is_database": self.is_database,
            "problem": self.problem,
            "mend": self.mend,
            "read_until": self.read_until,
        }


class DatabaseRecord(NamedTuple):
    """A database as it was last read. parent_id: what it lies in; fingerprint: hash of its title and place."""

    parent_id: str
    fingerprint: str

    @classmethod
    def from_json(cls, value: Any) -> DatabaseRecord:
        parent_id, fingerprint = as_list(value, 2)
        return cls(as_text(parent_id), as_text(fingerprint))

    def to_json(self) -> list[str]:
        return [self.parent_id, self.fingerprint]


@dataclass(frozen=True)
class Backfill:
    """The listing of everything. cursor: Notion's, of the page of search to go on with; None at its top."""

    cursor: str | None = None


@dataclass
class NotionState:
    """Instants are microseconds since 1970.

    roots: by how yarnnn.yaml writes them; turn: the number of the root that this run opens first.
    tasks: what is still to be read, in this order.
    read_at: when search was last listed, None before the first run.
    backfill: where the listing of everything stands, None when it is done.
    round_after: the id after which the next part of the round begins; whole_at: when the last round ended.
    comments_after: the page after which the round through comments on blocks goes on.
    asked_until: the block down to which a page's have been asked for their comments, of pages that are in the middle.
    databases: by id.
    unreadable: the roots whose record could not be read, which are found and listed again.
    """

    roots: dict[str, RootRecord] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)
    read_at: int | None = None
    backfill: Backfill | None = None
    round_after: str = ""
    whole_at: int | None = None
    comments_after: str = ""
    asked_until: dict[str, str] = field(default_factory=dict)
    databases: dict[str, DatabaseRecord] = field(default_factory=dict)
    turn: int = 0
    unreadable: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, value: Any) -> NotionState:
        """See `shared.stored` for what becomes of unknown and of broken parts: a root is one, the rest is the other."""
        try:
            stored = Stored(value)
            state, roots = cls._without_roots(stored), stored.entries("roots")
        except UnreadableState:
            return cls(unreadable=("all Notion pages",))
        for written, record in roots.items():
            try:
                state.roots[written] = RootRecord.from_json(record)
            except UnreadableState:
                state.unreadable += (f"Notion root {written!r}",)
        return state

    @classmethod
    def _without_roots(cls, stored: Stored) -> NotionState:
        backfill = stored.optional_object("backfill")
        return cls(
            tasks=[Task.from_json(task) for task in stored.elements("todo")],
            read_at=stored.optional_number("read_at"),
            backfill=None if backfill is None else Backfill(backfill.optional_text("cursor")),
            round_after=stored.text("round"),
            whole_at=stored.optional_number("whole_at"),
            comments_after=stored.text("comments_after"),
            asked_until={page: as_text(block) for page, block in stored.entries("asked_until").items()},
            databases={key: DatabaseRecord.from_json(record) for key, record in stored.entries("databases").items()},
            turn=stored.number("turn"),
        )

    def to_json(self) -> dict[str, Any]:
        comments = {"comments_after": self.comments_after, "asked_until": dict(self.asked_until)}
        return {
            **{key: value for key, value in comments.items() if value},  # which the first version did not store
            "roots": {written: record.to_json() for written, record in self.roots.items()},
            "todo": [task.to_json() for task in self.tasks],
            "read_at": self.read_at,
            "backfill": None if self.backfill is None else {"cursor": self.backfill.cursor},
            "round": self.round_after,
            "whole_at": self.whole_at,
            "databases": {database: record.to_json() for database, record in self.databases.items()},
            "turn": self.turn,
        }

"""Edits: what people changed of a deliverable, one after the other, whatever drafts come in between.

How a draft looks with them is `supervision`'s; nothing here knows what an edit means, but which one undoes which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, func, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.stores.ledger import tables
from yarnnn_pipelines.stores.ledger.rows import Decision, Edit, NewEdit
from yarnnn_pipelines.stores.ledger.statements import chunks, in_utc, now
from yarnnn_pipelines.stores.ledger.versions import newest_versions

_WORDS = ("text", "section", "before", "reason", "vouched", "undoes", "source")


def record(con: Connection, key: DeliverableKey, new: Sequence[NewEdit], by: Decision, after: int | None) -> list[Edit]:
    """See `Ledger.record_edits`."""
    newest = newest_versions(con, [key]).get(key)
    known = read(con, [key]).get(key, [])
    last = known[-1:]
    number = last[0].number if last else 0
    if newest is None:
        raise UserError("there is no draft", where=str(key.client_week), mend=f"`yarnnn run --week {key.week}`")
    kept = _kept_already(new, [edit for edit in known if edit.version == newest.version], by)
    if kept and len(kept) == len(new):
        return kept
    new = [edit for edit in new if not any(_is_the_same(edit, one) for one in kept)]
    if after is not None and after != number:
        raise _edited_meanwhile(key, last[0] if last else None)
    if by.seen is not None and by.seen != newest.version:
        raise UserError(
            f"version {newest.version} has come since version {by.seen}, which you edited: nothing was changed",
            where=str(key.client_week),
            mend=f"read it with `yarnnn show {key.client_week}`, then edit that one",
        )
    time = {} if by.seconds is None else {"seconds": by.seconds}
    rows = [
        {
            "client": key.client_id,
            "week": key.week,
            "type": key.type_id,
            "number": number + place,
            "version": newest.version,
            "action": edit.action,
            "target": edit.target,
            "words": {name: value for name in _WORDS if (value := getattr(edit, name))} | (time if place == 1 else {}),
            "editor": by.reviewer,
            "edited_at": now(),
        }
        for place, edit in enumerate(new, start=1)
    ]
    try:
        con.execute(insert(tables.edits), rows)
    except IntegrityError:  # by an instant: each number is given once
        raise _edited_meanwhile(key, None) from None
    return [*kept, *read(con, [key])[key][-len(rows) :]]


def _kept_already(new: Sequence[NewEdit], of_version: Sequence[Edit], by: Decision) -> list[Edit]:
    """Those that the same person made of the same version before: whoever was stopped before there was one that has
    them makes them again. One that something was done to since is none."""

    def are_the_same(edit: NewEdit, kept: Edit) -> bool:
        return kept.editor == by.reviewer and _is_the_same(edit, kept)

    last = of_version[-len(new) :]
    if len(last) == len(new) and all(map(are_the_same, new, last)):
        return list(last)
    kept = []
    for edit in new:
        since = [one for one in of_version if one.action == "undo" or one.target == edit.target]
        kept += [one for one in since[-1:] if edit.target is not None and are_the_same(edit, one)]
    return kept


def _is_the_same(edit: NewEdit, kept: NewEdit) -> bool:
    """In all but the reason, which may be left out the second time."""
    words = (name for name in _WORDS if name != "reason" or edit.reason)
    return (edit.action, edit.target) == (kept.action, kept.target) and all(
        (getattr(edit, name) or None) == (getattr(kept, name) or None) for name in words
    )


def _edited_meanwhile(key: DeliverableKey, last: Edit | None) -> UserError:
    who = f"{last.editor} edited this at {last.edited_at:%H:%M} UTC" if last else "somebody edited this"
    return UserError(
        f"{who}, after you opened it: nothing of yours was changed",
        where=str(key.client_week),
        mend=f"look at it with `yarnnn show {key.client_week}`, then make your edit again",
    )


def read(con: Connection, keys: Iterable[DeliverableKey]) -> dict[DeliverableKey, list[Edit]]:
    """All edits of each key in their order; a key that nobody edited is left out."""
    table, wanted = tables.edits, set(keys)
    found: dict[DeliverableKey, list[Edit]] = defaultdict(list)
    weeks = sorted({key.week for key in wanted})
    for clients in chunks(sorted({key.client_id for key in wanted})):
        for some in chunks(weeks):
            of_these = table.c.client.in_(clients) & table.c.week.in_(some)
            for row in con.execute(select(table).where(of_these).order_by(table.c.number)):
                if (key := DeliverableKey(row.client, row.week, row.type)) in wanted:
                    found[key].append(_edit(row))
    return dict(found)


def last_numbers(con: Connection, keys: Iterable[DeliverableKey]) -> dict[DeliverableKey, int]:
    """The number of each key's last edit; a key that nobody edited is left out."""
    table, wanted = tables.edits, set(keys)
    columns = (table.c.client, table.c.week, table.c.type)
    last = select(*columns, func.max(table.c.number).label("number")).group_by(*columns)
    numbers = {}
    for clients in chunks(sorted({key.client_id for key in wanted})):
        for weeks in chunks(sorted({key.week for key in wanted})):
            for row in con.execute(last.where(table.c.client.in_(clients), table.c.week.in_(weeks))):
                if (key := DeliverableKey(row.client, row.week, row.type)) in wanted:
                    numbers[key] = row.number
    return numbers


def _edit(row: Row[Any]) -> Edit:
    return Edit(
        action=row.action,
        target=row.target,
        **(row.words or {}),
        number=row.number,
        version=row.version,
        editor=row.editor,
        edited_at=in_utc(row.edited_at),
    )

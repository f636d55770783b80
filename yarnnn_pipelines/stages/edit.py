"""Edit: what a person changes of a deliverable, kept in the ledger, and the version that has it.

The edit is written down first: where the version can't be made at once, because a run holds the warehouse, the next one
has it. What an edit does is `supervision.edits`', whether the words stand the gate's.
"""

from __future__ import annotations

from collections.abc import Sequence

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.stages.autonomy import note_change
from yarnnn_pipelines.stages.gate import gate_batch
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Decision, NewEdit, Version
from yarnnn_pipelines.supervision.corrections import was_sent
from yarnnn_pipelines.supervision.edits import is_told_by

WAIT_SECONDS = 20.0  # for the warehouse: whoever edits sits before it


def edit(
    project: Project,
    ledger: Ledger,
    key: DeliverableKey,
    new: Sequence[NewEdit],
    by: Decision,
    after: int | None = None,
) -> Version:
    """Keep these edits, all or none, and make the version that has them; returns it.

    after: the number of the last edit that the editor knew of. `UserError` where somebody edited it since, or the
    version can't be made now, which loses nothing.
    """
    _refuse_empty(key, new)
    before = ledger.latest(*key)
    ledger.record_edits(key, _with_what_they_replaced(before, new), by, after)
    if before is not None and was_sent(before):
        note_change(project.settings, ledger, before)
    return apply_edits(project, ledger, key)


def apply_edits(project: Project, ledger: Ledger, key: DeliverableKey) -> Version:
    """The version that has every edit so far, made where there is none yet."""
    try:
        batch = gate_batch(project, ledger, key.type_id, [key.client_week], WAIT_SECONDS)
        if error := batch.failed.get(key.client_week):
            raise error
    except UserError as error:
        raise UserError(
            f"your edit is kept, and the version that has it could not be made yet: {error.what}",
            where=error.where or str(key.client_week),
            mend=f"{error.mend}; then `yarnnn edit {key.client_week}{key.type_option} --apply`, "
            "or the next run, makes it",
        ) from error
    return batch.done[key.client_week].version


def _with_what_they_replaced(before: Version | None, new: Sequence[NewEdit]) -> list[NewEdit]:
    """A sentence of a person's that is struck takes along those that were withheld since it tells them already: else
    they would stand in its place. The strike itself comes last, so that it is what `yarnnn undo` takes back first."""
    withheld = before.document["withheld"] if before is not None else ()
    found: list[NewEdit] = []
    for each in new:
        if each.action == "strike" and each.target is not None:
            told_by_it = [claim for claim in withheld if is_told_by(claim, each.target)]
            found += [NewEdit("strike", claim, reason=each.reason) for claim in told_by_it]
        found.append(each)
    return found


def _refuse_empty(key: DeliverableKey, new: Sequence[NewEdit]) -> None:
    for each in new:
        if each.action in ("reword", "write") and not (each.text or "").strip():
            raise UserError(
                "a sentence without words",
                where=str(key.client_week),
                mend="write it, or strike it with `yarnnn strike`",
            )

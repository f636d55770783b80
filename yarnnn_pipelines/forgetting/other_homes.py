"""What was forgotten in another home of the same ledger, removed from this one too.

A home's warehouse, drafts and history lie where no other home reaches. The ledger says which requests were carried out
where; the steps are `request`'s, and what is refused until then is said in `register`.
"""

from __future__ import annotations

from yarnnn_pipelines.forgetting.plan import plan_of_entry
from yarnnn_pipelines.forgetting.receipt import Receipt, receipt_of
from yarnnn_pipelines.forgetting.request import Step, carry_out
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.locks import warehouse_lock
from yarnnn_pipelines.stores.warehouse import connect


def forget_here_too(project: Project, ledger: Ledger, home_id: str, step: Step = lambda what: None) -> list[Receipt]:
    """Carry out what other homes forgot; returns a receipt of each request that had anything to remove here.

    The caller sees to it that no run of this home goes on. Killed anywhere, it is taken up by the next call.
    """
    receipts = []
    for entry in ledger.forgotten_elsewhere(home_id):
        with warehouse_lock(project.home):
            if project.home.warehouse.exists():
                with connect(project.home) as con:
                    plan = plan_of_entry(project, ledger, con, entry, ledger.make_forgotten_key())
                ledger.widen_entry(entry.id, plan.target.forgotten.marks.as_json())
                receipt = carry_out(project.home, ledger, plan, receipt_of(project, plan), step)
                receipts += [receipt] if receipt.removed or receipt.redacted else []
            ledger.note_forgotten_in(entry.id, home_id)
    return receipts

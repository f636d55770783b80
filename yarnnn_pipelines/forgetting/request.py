"""Forgetting a person, a message or a client: the order in which the stores are cleaned.

The order makes it safe to kill: what must not come back is written down first; every other store is cleaned while the
raw rows still say what to look for; raw and derived rows go in one transaction; then the files are written anew. The
same command again finishes it. The warehouse is held all the while, so nothing reads the old rows meanwhile. What
another home of the same ledger forgot, `other_homes` removes with the same steps.
docs/decisions/forgetting.md says why each store is treated as it is; what is found there is `plan`'s.
"""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.forgetting.derived_rows import remove_derived
from yarnnn_pipelines.forgetting.documents import purge, remove_documents
from yarnnn_pipelines.forgetting.files import remove_files
from yarnnn_pipelines.forgetting.plan import Plan, make_plan
from yarnnn_pipelines.forgetting.raw_rows import (
    amend_states,
    landed_tables,
    remove_loads,
    remove_rows,
    rewrite_warehouse,
)
from yarnnn_pipelines.forgetting.receipt import Receipt, receipt_of
from yarnnn_pipelines.forgetting.register import Request
from yarnnn_pipelines.forgetting.run_history import remove_events
from yarnnn_pipelines.project import Project, claim_home, home_id_of
from yarnnn_pipelines.sources.shared.report import items_there
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.forgotten import KEY_BYTES
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.locks import warehouse_lock
from yarnnn_pipelines.stores.warehouse import all_or_nothing, connect, require_landed

Step = Callable[[str], None]


def preview(project: Project, ledger: Ledger, request: Request) -> Receipt:
    """What would be removed. Nothing is changed, not even a key made."""
    key = ledger.forgotten_key() or secrets.token_bytes(KEY_BYTES)
    require_landed(project.home)
    with warehouse_lock(project.home):
        receipt = receipt_of(project, _plan(project, ledger, request, key))
    here = home_id_of(project.home)
    return replace(receipt, elsewhere=sorted(place for home, place in ledger.homes().items() if home != here))


def forget(project: Project, ledger: Ledger, request: Request, step: Step = lambda what: None) -> Receipt:
    """Remove it everywhere, remember it, and return the receipt that the ledger keeps.

    step: called with the name of each step before it begins. `UserError` if nobody and nothing is called so.
    """
    home = project.home
    require_landed(home)
    home_id = claim_home(project)
    with warehouse_lock(home):
        step("finding")
        plan = _plan(project, ledger, request, ledger.make_forgotten_key())
        receipt = receipt_of(project, plan)
        step("remembering")
        marks = plan.target.forgotten.marks.as_json()
        entry_id = ledger.begin_entry(request.kind, plan.mark, marks, receipt.as_json())
        receipt = replace(carry_out(home, ledger, plan, receipt, step), elsewhere=[])
        ledger.count_landed_anew(_there(home))
        ledger.finish_entry(entry_id, receipt.as_json(), home_id)
        _require_finished(ledger, entry_id)
    return replace(receipt, elsewhere=sorted(ledger.homes_without(entry_id).values()))


def carry_out(home: Home, ledger: Ledger, plan: Plan, receipt: Receipt, step: Step) -> Receipt:
    """Remove from every store what the plan holds; returns its receipt with the files that hold it all the same."""
    step("drafts")
    remove_files(home.drafts, plan.files)
    remove_documents(ledger, plan.documents, plan.target)
    step("history")
    remove_events(home, plan.history)
    step("folders")
    remove_loads(home)
    _remove_made_again(home, plan.searched)
    step("warehouse")
    _remove_from_warehouse(home, plan)
    step("rewriting")
    rewrite_warehouse(home)
    purge(ledger)
    step("looking")
    return replace(receipt, stays=receipt.stays | _still_held(home, plan))


def _there(home: Home) -> dict[str, int]:
    with connect(home) as con:
        return {f"{schema}.{table}": items_there(con, schema, table) for schema, table in landed_tables(con)}


def _require_finished(ledger: Ledger, entry_id: int) -> None:
    """`UserError` where the ledger does not hold the receipt: then the request is not done, whatever was removed."""
    if not any(entry.id == entry_id and entry.finished_at for entry in ledger.forgotten_entries()):
        raise UserError("the ledger does not hold the receipt of what was removed", mend="give the same command again")


def _plan(project: Project, ledger: Ledger, request: Request, key: bytes) -> Plan:
    with connect(project.home) as con:
        return make_plan(project, ledger, con, request, key)


def _remove_from_warehouse(home: Home, plan: Plan) -> None:
    with connect(home) as con, all_or_nothing(con):
        remove_derived(con, plan.raw.gone_items | plan.raw.changed_items, plan.target.words, plan.target.client_id)
        remove_rows(con, plan.raw)
        amend_states(con, plan.target.forgotten)


def _remove_made_again(home: Home, searched: Collection[str]) -> None:
    """Files that the next runs make again, where they hold it: dbt's target, the data docs, what steps printed."""
    folders = (home.dbt_target, home.data_docs, home.dagster / "storage")
    made = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    for path in holding(made, searched):
        path.unlink(missing_ok=True)


def _still_held(home: Home, plan: Plan) -> dict[str, str]:
    """Files of the home, but for what was sent, that still hold an address, a full name or a line of what went."""
    files = [path for path in home.root.rglob("*") if path.is_file() and home.published not in path.parents]
    held = {}
    for path in sorted(holding(files, plan.searched)):
        is_ledger = plan.documents.sent and path.name.startswith("ledger.db")
        held[str(path)] = (
            "the ledger keeps what was sent, with its sources"
            if is_ledger
            else "it repeats some of these words: look at it, and remove it if they are this one's"
        )
    return held


_LOOK = """
import json, sys
paths, words = json.load(sys.stdin)
found = []
for path in paths:
    try:
        with open(path, "rb") as file:
            text = file.read().decode("utf-8", "ignore").lower()
    except FileNotFoundError:
        continue
    except OSError as error:
        json.dump({"errno": error.errno, "path": path}, sys.stdout)
        break
    if any(word in text for word in words):
        found.append(path)
else:
    json.dump(found, sys.stdout)
"""


def holding(files: Iterable[Path], words: Collection[str]) -> set[Path]:
    """Those that hold one of these words, in lower case. They are read in a process of its own, since databases are
    among them: see `stores.ledger.opening` for what closing such a file does to its locks."""
    asked = json.dumps([[str(path) for path in files], list(words)])
    look = subprocess.run(
        [sys.executable, "-I", "-c", _LOOK], input=asked, stdout=subprocess.PIPE, text=True, check=True
    )
    return {Path(path) for path in json.loads(look.stdout)}

"""Refuses a ledger that knows nothing of what a home has sent: with it, all would be drafted and sent again.

A home knows its ledger by home.json. Where that is gone too, what lies in the home's folders says that it was used.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.stores.addresses import LEDGER_DRIVERS, read_address, shown, sqlite_file
from yarnnn_pipelines.stores.home import HOME_VARIABLE, LEDGER_VARIABLE, Home
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Agency

_BEGIN_ANEW = f"to begin anew without what it holds, name another folder in {HOME_VARIABLE}"


def refuse_missing_ledger(home: Home, record: Mapping[str, Any]) -> None:
    """`UserError` where the ledger's file is missing or empty and the home was used: before one is made in its place.

    record: what home.json says, empty where there is none.
    """
    file = sqlite_file(read_address(home.ledger_url, LEDGER_VARIABLE, LEDGER_DRIVERS))
    if file is None:
        return
    if not file.exists():
        state = "is missing"
    elif file.stat().st_size == 0:
        state = "is empty"
    else:
        return
    if "home_id" in record:
        raise _another_ledger(home, record, state)
    _refuse_used_home(home, state)


def refuse_another_ledger(home: Home, record: Mapping[str, Any], ledger: Ledger, agency: Agency | None) -> None:
    """`UserError` where it is not the ledger that this home was last used with.

    A home that an earlier yarnnn claimed keeps no id of its ledger, and is known by the homes that a ledger names.
    """
    used, home_id = record.get("ledger_id"), record.get("home_id")
    is_new = agency is None and not ledger.clients()
    is_same = agency is not None and agency.ledger_id == used if used else home_id is None or home_id in ledger.homes()
    if not is_same:
        raise _another_ledger(home, record, "holds nothing" if is_new else "is another one by now")
    if is_new and home_id is None:
        _refuse_used_home(home, "holds nothing")


def _another_ledger(home: Home, record: Mapping[str, Any], state: str) -> UserError:
    """state: of the ledger that is named now, as in `is missing`."""
    address = read_address(home.ledger_url, LEDGER_VARIABLE, LEDGER_DRIVERS)
    last = record.get("ledger")
    if last == shown(address):
        return UserError(
            f"the ledger of this home {state}: what was approved and sent is not known without it, and would be sent "
            "again",
            where=_place(home),
            mend=f"{_put_back(home)}; {_BEGIN_ANEW}",
        )
    return UserError(
        "this home was last used with another ledger"
        + (f", {last}" if last else "")
        + ": the one named now does not know what was approved and sent, and would send it again",
        where=f"{LEDGER_VARIABLE} is not set" if home.has_ledger_inside else LEDGER_VARIABLE,
        mend=f"name the ledger again in {LEDGER_VARIABLE}, or unset it if it was a file in the home; if its database "
        f"is lost, put its backup back; {_BEGIN_ANEW}",
    )


def _refuse_used_home(home: Home, state: str) -> None:
    """`UserError` where the home holds texts that its ledger, which is missing or new, can know nothing of."""
    left = next(filter(None, map(_first_file, (home.published, home.drafts))), None)
    if left is None:
        return
    kind = "published" if left.is_relative_to(home.published) else "drafted"
    raise UserError(
        f"{left} was {kind} from this home, and its ledger, {_place(home)}, {state}: what was approved and sent is "
        "not known without it, and would be sent again",
        where=str(left),
        mend=f"{_put_back(home)}; if it lies elsewhere, name it in {LEDGER_VARIABLE}; to begin anew without it, name "
        f"another folder in {HOME_VARIABLE}, or move {home.published} and {home.drafts} out of this one yourself",
    )


def _first_file(folder: Path) -> Path | None:
    return next((path for path in sorted(folder.rglob("*")) if path.is_file()), None)


def _place(home: Home) -> str:
    address = read_address(home.ledger_url, LEDGER_VARIABLE, LEDGER_DRIVERS)
    return str(sqlite_file(address) or shown(address))


def _put_back(home: Home) -> str:
    file = sqlite_file(read_address(home.ledger_url, LEDGER_VARIABLE, LEDGER_DRIVERS))
    if file is None:
        return "put the backup of that database back"
    aside = f"move {shlex.quote(str(file))}* aside, and " if os.path.lexists(file) else ""
    return f"{aside}put a copy of it back as {shlex.quote(str(file))}"

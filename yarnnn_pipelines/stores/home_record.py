"""home.json: what a home keeps of the agency, the settings file and the ledger that it was last used with.

Who may use a home is `project`'s to decide; here its record is read, and refused where it is not what yarnnn writes.
"""

from __future__ import annotations

import os
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.stores.home import LEDGER_VARIABLE, Home

HOME_RECORD = "home.json"


class _HomeRecord(BaseModel):
    """Earlier versions of yarnnn wrote the first two alone, or some of the others beside them."""

    model_config = ConfigDict(strict=True, extra="allow")

    agency: str
    config: str
    clients: list[str] = []
    formerly: list[str] = []
    agency_id: str = ""
    home_id: str = ""
    ledger_id: str | None = None
    ledger: str = ""


def read_home_record(home: Home) -> dict[str, Any] | None:
    """What home.json says, by the names of its fields; None where there is none. `UserError` where it can't be read, or
    is not what yarnnn writes."""
    path = home.root / HOME_RECORD
    try:
        return _HomeRecord.model_validate_json(path.read_bytes()).model_dump(exclude_unset=True)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise UserError(
            f"{HOME_RECORD} can't be read: {error.strerror}",
            where=str(path),
            mend="give yourself the right to read it, or put a copy of it back if it is no file any more",
        ) from None
    except ValidationError as error:
        raise UserError(_problem(error), where=str(path), mend=_mend(home)) from None


def _problem(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return f"{HOME_RECORD} is not JSON"
    field = ".".join(map(str, first["loc"])) or "the whole of it"
    return f"{HOME_RECORD} is not what yarnnn writes: {field}: {first['msg'][:1].lower()}{first['msg'][1:]}"


def _mend(home: Home) -> str:
    """The record can be made anew where the ledger knows what was sent, and only there."""
    named = f"{LEDGER_VARIABLE} names" if os.environ.get(LEDGER_VARIABLE) else f"{home.ledger_file} is"
    return (
        f"put a copy of it back. Without a copy, first see that {named} the ledger that this home was used with, which "
        f"knows what was sent; then rename the damaged file to {HOME_RECORD}.damaged, and run again with this agency's "
        "yarnnn.yaml: it is written anew"
    )

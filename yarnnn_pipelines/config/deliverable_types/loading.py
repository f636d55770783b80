"""Reading type files: those that ship beside this module, and a user's own beside their yarnnn.yaml.

What such a file may say is `models`; which types a client gets is yarnnn.yaml's.
"""

from __future__ import annotations

import difflib
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from yarnnn_pipelines.config.deliverable_types.models import DeliverableType, Opening, SectionType
from yarnnn_pipelines.config.mistakes import bare_value, none_of
from yarnnn_pipelines.config.values import REFUSED
from yarnnn_pipelines.config.yaml_lines import Lines, parsed
from yarnnn_pipelines.core.errors import UserError

SHIPPED = Path(__file__).parent
OWN = "deliverable_types"  # the folder beside yarnnn.yaml


def deliverable_types(config: Path | None = None) -> dict[str, DeliverableType]:
    """Every type by id: those that ship, and those of the user whose yarnnn.yaml is `config`, which may replace one."""
    types = _types_in(SHIPPED)
    if config is not None:
        types |= _types_in(config.parent / OWN)
    return types


def deliverable_type(type_id: str, config: Path | None = None) -> DeliverableType:
    types = deliverable_types(config)
    if type_id not in types:
        raise UserError(f"no deliverable type {type_id!r}", mend=f"the types are {', '.join(sorted(types))}")
    return types[type_id]


def load_type(path: Path) -> DeliverableType:
    """One type file; `UserError` names the line that is wrong and the mend."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"it can't be read: {error}", where=str(path), mend="save it as UTF-8 text") from None
    root, data = parsed(text, path)
    lines = Lines(path, root)
    try:
        kind = DeliverableType.model_validate(data)
    except ValidationError as error:
        # A key that is misspelt is missing too: the misspelling says more.
        problems = sorted(error.errors(), key=lambda problem: problem["type"] != "extra_forbidden")
        raise _explained(problems[0], lines) from None
    for contradiction in kind.contradictions():
        raise UserError(contradiction.what, where=lines.where(contradiction.location), mend=contradiction.mend)
    return kind


def _types_in(folder: Path) -> dict[str, DeliverableType]:
    files = sorted(folder.glob("*.yaml"))
    return {kind.id: kind for kind in (_cached(path, path.stat().st_mtime_ns) for path in files)}


@lru_cache(maxsize=64)
def _cached(path: Path, changed_at: int) -> DeliverableType:
    """Each run asks for the types many times; a file that has changed is read anew."""
    return load_type(path)


def _explained(problem: ErrorDetails, lines: Lines) -> UserError:
    location = problem["loc"]
    where = lines.where(location)
    if problem["type"] == "extra_forbidden":
        keys = list(_model_at(location[:-1]).model_fields)
        close = difflib.get_close_matches(str(location[-1]), keys, n=1)
        mend = f"did you mean {close[0]!r}?" if close else f"the keys are {', '.join(keys)}"
        return UserError(f"unknown key {location[-1]!r}", where=where, mend=mend)
    if bare := bare_value(problem, lines):
        return bare
    dotted = ".".join(map(str, location))
    if problem["type"] in ("literal_error", "enum"):
        return none_of(problem, dotted, where)
    if problem["type"] == "missing":
        return UserError(f"{dotted} is missing", where=where, mend=f"add `{location[-1]}:` here")
    if problem["type"] == REFUSED:
        context = problem["ctx"]
        return UserError(f"{dotted}: {context['what']}", where=where, mend=context["mend"])
    what = f"{dotted}: {problem['msg']}" if dotted else problem["msg"]
    return UserError(what, where=where, mend=f"compare it with {SHIPPED / 'client_update.yaml'}")


def _model_at(location: tuple[int | str, ...]) -> type[BaseModel]:
    below: dict[str, type[BaseModel]] = {"sections": SectionType, "opening": Opening, "in_short": Opening}
    return below.get(str(location[0]) if location else "", DeliverableType)

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
_ENDINGS = ("*.yaml", "*.yml")
_EVERY_SECOND_WEEK = (
    "; what is sent every second week is a weekly type with `span: all` and `last_weeks: 2` in each section"
)
# What is wrong with a value and the mend, by pydantic's name of the mistake
# (https://docs.pydantic.dev/latest/errors/validation_errors/); in braces, what it says beside.
_FORMS = {
    "list_type": ("a list belongs here", "write it in brackets: [done, decision]"),
    "int_type": ("a whole number belongs here", "write a number such as 5"),
    "int_parsing": ("a whole number belongs here", "write a number such as 5"),
    "int_from_float": ("a whole number belongs here", "write a number such as 5"),
    "bool_type": ("yes or no belongs here", "write true or false"),
    "bool_parsing": ("yes or no belongs here", "write true or false"),
    "model_type": ("keys with their values belong here", "write each as `key: value`"),
    "string_type": ("a text belongs here", "write it in quotes"),
    "string_too_short": ("it is empty", "write a text there"),
    "too_short": ("the list is empty", "write at least one into it"),
    "greater_than_equal": ("the number is too small", "write {ge} or more"),
    "string_pattern_mismatch": (
        "it is no id of a type",
        "write a small letter, then small letters, digits and _, such as board_letter",
    ),
}


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
    found = [UserError(one.what, where=lines.where(one.location), mend=one.mend) for one in kind.contradictions()]
    if found:
        first, *others = found  # from the second on, each is one more line of the mend
        raise UserError(first.what, where=first.where, mend="\n".join([first.mend, *map(str, others)]))
    return kind


def _types_in(folder: Path) -> dict[str, DeliverableType]:
    files = sorted(path for ending in _ENDINGS for path in folder.glob(ending))
    types: dict[str, tuple[DeliverableType, Path]] = {}
    for path in files:
        kind = _cached(path, path.stat().st_mtime_ns)
        if kind.id in types:
            what = f"the id {kind.id!r} is also that of {types[kind.id][1].name}"
            raise UserError(what, where=str(path), mend="give each type its own id, or take one file away")
        types[kind.id] = (kind, path)
    return {type_id: kind for type_id, (kind, _) in types.items()}


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
    dotted = ".".join(part for part in location if isinstance(part, str))
    if problem["type"] in ("literal_error", "enum"):
        wrong = none_of(problem, dotted, where)
        is_cadence = location == ("cadence",)
        return UserError(wrong.what, where=where, mend=wrong.mend + (_EVERY_SECOND_WEEK if is_cadence else ""))
    if problem["type"] == "missing":
        return UserError(f"{dotted} is missing", where=where, mend=f"add `{location[-1]}:` here")
    if problem["type"] == REFUSED:
        context = problem["ctx"]
        return UserError(f"{dotted}: {context['what']}", where=where, mend=context["mend"])
    if problem["type"] in _FORMS:
        what, form = _FORMS[problem["type"]]
        mend = form.format_map(problem.get("ctx", {}))
    else:
        what, mend = problem["msg"], f"compare it with {SHIPPED / 'client_update.yaml'}"
    return UserError(f"{dotted}: {what}" if dotted else f"the file: {what}", where=where, mend=mend)


def _model_at(location: tuple[int | str, ...]) -> type[BaseModel]:
    below: dict[str, type[BaseModel]] = {"sections": SectionType, "opening": Opening, "in_short": Opening}
    return below.get(str(location[0]) if location else "", DeliverableType)

"""What is wrong in a settings file, told to the person who wrote it: the line, the mistake, the mend.

Which values are right is said by the models themselves.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel, ValidationError

from yarnnn_pipelines.config.forms import form_wanted
from yarnnn_pipelines.config.mends import Trial, as_yaml
from yarnnn_pipelines.config.values import REFUSED
from yarnnn_pipelines.config.yaml_lines import Lines, commented_value
from yarnnn_pipelines.core.errors import UserError

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

_EXAMPLE = "`yarnnn init example` writes one to compare with, in a folder of its own"


def as_user_error(error: ValidationError, model: type[BaseModel], lines: Lines, data: Any) -> UserError:
    """All that the model found wrong; from the second mistake on, each is one more line of the mend. The same one in
    several places is told once, with all their lines. data: the file's values, in which each mend is tried."""
    trial = Trial(model, data)
    places: dict[tuple[str, str], list[str]] = {}
    for problem in error.errors():
        one = _explained(problem, model, lines, trial)
        places.setdefault((one.what, one.mend), []).append(one.where)
    first, *rest = [UserError(what, where=_joined(where), mend=mend) for (what, mend), where in places.items()]
    return UserError(first.what, where=first.where, mend=first.mend + "".join(f"\n{problem}" for problem in rest))


def _joined(places: list[str]) -> str:
    """`yarnnn.yaml, line 23, line 31`."""
    first, *others = dict.fromkeys(places)
    return ", ".join((first, *(other.rpartition(", ")[2] for other in others)))


def _explained(problem: ErrorDetails, model: type[BaseModel], lines: Lines, trial: Trial) -> UserError:
    location = tuple(problem["loc"])
    dotted = _dotted(location)
    where = lines.where(location)
    if problem["type"] == "extra_forbidden":
        keys = _keys_at(model, location[:-1])
        close = difflib.get_close_matches(str(location[-1]), keys, n=1)
        mend = f"did you mean {close[0]!r}?" if close else f"the keys known here are {', '.join(keys)}"
        return UserError(f"unknown key {location[-1]!r}", where=where, mend=mend)
    if problem["type"] == "missing":
        return UserError(f"{dotted} is missing", where=where, mend=_how_to_add(model, location, lines))
    if problem["type"] in ("literal_error", "enum"):
        return none_of(problem, dotted, where)
    is_needed = _is_needed(model, location)
    if bare := bare_value(problem, lines, is_needed=is_needed):
        return bare if lines.commented(location) else _mended(bare, location, lines, trial, is_needed=is_needed)
    if problem["type"] == "list_type":
        mend = f"write `{location[-1]}: [{_in_brackets(problem, model)}]`"
        return UserError(f"{dotted}: a list belongs here{_given(problem)}", where=where, mend=mend)
    if problem["type"] != REFUSED:
        what, mend = (
            _in_our_words(problem, model)
            or form_wanted(problem, _field_at(model, location))
            or (
                problem["msg"],
                _EXAMPLE,
            )
        )
        if problem["type"] == "string_type" and (within := _refused_there(trial, location, _inside(problem))):
            mend = _mend_of(within, location, trial, is_needed=is_needed)
        return UserError(f"{dotted}: {what}{_given(problem)}", where=where, mend=mend)
    context: dict[str, Any] = problem["ctx"]
    mend = _mend_of(problem, location, trial, is_needed=is_needed)
    if context["at"] is not None:
        return UserError(context["what"], where=lines.where(context["at"]), mend=mend)
    return UserError(f"{dotted}: {context['what']}{_given(problem)}", where=where, mend=mend)


def _mended(
    bare: UserError, location: tuple[int | str, ...], lines: Lines, trial: Trial, *, is_needed: bool
) -> UserError:
    """The mistake of a value without quotes with a mend that does not lead into the next: of what quotes would not
    make right, what to write."""
    value = lines.bare(location)
    within = _refused_there(trial, location, value.written if value else "")
    if within is None:
        return bare
    mend = _mend_of(within, location, trial, is_needed=is_needed)
    example = (within.get("ctx") or {}).get("example")
    if bare.mend.startswith("write a value there"):
        such = f", such as {trial.proposed(location, example)}" if example else ""
        mend = bare.mend.replace("write a value there", f"write a value there{such}", 1)
    return UserError(bare.what, where=bare.where, mend=mend)


def _refused_there(trial: Trial, location: tuple[int | str, ...], value: str) -> ErrorDetails | None:
    problem = trial.problem(location, value)
    return problem if problem is not None and problem["type"] == REFUSED else None


def _mend_of(problem: ErrorDetails, location: tuple[int | str, ...], trial: Trial, *, is_needed: bool) -> str:
    """The mend of a refused value: what it proposes is free, right and written as YAML reads it."""
    context: dict[str, Any] = problem["ctx"]
    mend, example = str(context["mend"]), context.get("example")
    if example:
        at = tuple(context["at"] or location)
        return mend.removesuffix(example) + trial.proposed(at, example)
    return mend.removesuffix(", or take it out") if is_needed else mend


def _in_our_words(problem: ErrorDetails, model: type[BaseModel]) -> tuple[str, str] | None:
    """What is wrong where another shape of value belongs, and how that is written there; None for other mistakes."""
    location = problem["loc"]
    key = next((part for part in reversed(location) if isinstance(part, str)), "")
    match problem["type"]:
        case "string_type":
            is_listed = isinstance(location[-1], int)
            written = f"{key}: [{_inside(problem)}]" if is_listed else f"{key}: {_inside(problem)}"
            return "one text belongs here", f"write `{written}`"
        case "path_type":
            return "a path belongs here", f"write `{key}: {_inside(problem)}`, or a list of paths"
        case "too_short":
            return "the list is empty", f"write at least {problem['ctx']['min_length']} below `{key}:`"
        case "model_type" | "model_attributes_type" | "dict_type":
            keys = _with_values(_keys_to_write(model, location), problem.get("input"))
            return "keys with their values belong here", f"write `{{{keys}}}`" if keys else _EXAMPLE
    return None


def _inside(problem: ErrorDetails) -> str:
    """The text that stands in brackets where it belongs alone."""
    given = problem.get("input")
    while isinstance(given, list | dict) and len(given) == 1:
        (given,) = given.values() if isinstance(given, dict) else given
    return as_yaml(given) if isinstance(given, str) and given and not _may_be_secret(problem) else "…"


def _keys_to_write(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """The keys that must stand there, else the one that says of what kind it is, else the first that may."""
    below = _model_at(model, location)
    if below is None:
        return []
    needed = [name for name, key in below.model_fields.items() if key.is_required()]
    return needed or [name for name in below.model_fields if name == "kind"] or list(below.model_fields)[:1]


def _with_values(keys: list[str], given: Any) -> str:
    """`id: acme, name: …`: a word that stands where these keys belong is its kind or its id, as far as it has one."""
    values = {keys[0]: as_yaml(given)} if keys and keys[0] in ("kind", "id") and _is_word(given) else {}
    return ", ".join(f"{key}: {values.get(key, '…')}" for key in keys)


def _is_word(given: Any) -> bool:
    return isinstance(given, str) and re.fullmatch(r"[a-z0-9][a-z0-9_-]*", given) is not None


def _in_brackets(problem: ErrorDetails, model: type[BaseModel]) -> str:
    """What stands where a list of it belongs."""
    given = problem.get("input")
    if below := _model_at(model, problem["loc"]):
        needed = _keys_to_write(model, problem["loc"])
        if isinstance(given, dict) and given:
            key, value = next(iter(given.items()))
            if key in below.model_fields:
                needed = needed if key in needed else [key]
                return f"{{{', '.join(f'{name}: …' for name in needed)}}}"
            if isinstance(value, dict):  # entries by their ids, where a list of them belongs
                return f"{{{_with_values(needed, key)}, …}}"
        if needed[0] == "id":
            return f"{{{_with_values(needed, given)}}}"
    return given if isinstance(given, str) and not _may_be_secret(problem) else "…"


def none_of(problem: ErrorDetails, dotted: str, where: str) -> UserError:
    """A value that is none of those which the key takes."""
    expected = re.findall(r"'([^']*)'|\b(\d+)\b", problem.get("ctx", {}).get("expected", ""))
    known = [text or number for text, number in expected]
    close = difflib.get_close_matches(str(problem.get("input")).casefold(), known, n=1)
    mend = f"did you mean {close[0]!r}? It" if close else "it"
    return UserError(f"{dotted}: no such value{_given(problem)}", where=where, mend=f"{mend} takes {', '.join(known)}")


def _how_to_add(model: type[BaseModel], location: tuple[int | str, ...], lines: Lines) -> str:
    """A missing key: to be added, or what stands in its place with another spelling."""
    close = difflib.get_close_matches(str(location[-1]), lines.keys_at(location[:-1]), n=1, cutoff=0.7)
    unknown = [key for key in close if key not in _keys_at(model, location[:-1])]
    return f"write `{location[-1]}:` instead of `{unknown[0]}:`" if unknown else f"add `{location[-1]}:` here"


def _dotted(location: tuple[int | str, ...]) -> str:
    """The keys down to a value, without the numbers of a list: its line says which."""
    return ".".join(part for part in location if isinstance(part, str))


def _field_at(model: type[BaseModel], location: tuple[int | str, ...]) -> FieldInfo | None:
    while location and isinstance(location[-1], int):
        location = location[:-1]
    above = _model_at(model, location[:-1]) if location else None
    return above.model_fields.get(str(location[-1])) if above else None


def _is_needed(model: type[BaseModel], location: tuple[int | str, ...]) -> bool:
    key = _field_at(model, location) if location and isinstance(location[-1], str) else None
    return key is not None and key.is_required()


def bare_value(problem: ErrorDetails, lines: Lines, *, is_needed: bool = False) -> UserError | None:
    """What is wrong, if a text is wanted and what stands there is none to YAML without quotes."""
    bare = lines.bare(problem["loc"])
    is_text = problem["type"] in ("string_type", "path_type", "list_type")
    if bare is None or not is_text or _may_be_secret(problem):
        return None
    dotted, where = _dotted(problem["loc"]), lines.where(problem["loc"])
    if commented := lines.commented(problem["loc"]):
        return commented_value(commented, where)
    if not bare.written or (bare.written == "~" and problem["loc"][-1] == "id"):  # which quotes make no id
        mend = "write a value there" if is_needed else "write a value there, or take the line out"
        return UserError(f"{dotted} is empty", where=where, mend=mend)
    return UserError(
        f"{dotted}: {bare.written} is read as {bare.read_as}, where a text belongs",
        where=where,
        mend=f'put it in quotes: "{bare.written}"',
    )


def _given(problem: ErrorDetails) -> str:
    """` (here: 'soon')`, where it is short and can't be a secret."""
    given = problem.get("input")
    is_shown = isinstance(given, (str, int, float, bool)) and not _may_be_secret(problem)
    return f" (here: {given!r})" if is_shown else ""


def _may_be_secret(problem: ErrorDetails) -> bool:
    return str(problem["loc"][-1] if problem["loc"] else "").endswith("_env")


def _keys_at(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """The keys that the model has at a location of the file."""
    below = _model_at(model, location)
    return [name for name, key in below.model_fields.items() if not key.exclude] if below else []


def _model_at(model: type[BaseModel], location: tuple[int | str, ...]) -> type[BaseModel] | None:
    for part in location:
        if isinstance(part, int):
            continue
        below = next(_models_in(model.model_fields[part].annotation), None)
        if below is None:
            return None
        model = below
    return model


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)

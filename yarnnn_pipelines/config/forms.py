"""What form of value a key takes, in words, from its own constraints: a number and its range, yes or no.

Which they are is said where the key is; how a mistake is told, by `mistakes`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

_OUT_OF_RANGE = ("greater_than", "greater_than_equal", "less_than", "less_than_equal")


def form_wanted(problem: ErrorDetails, field: FieldInfo | None) -> tuple[str, str] | None:
    """What is wrong with a number or a yes or no, and what is to be written; None for other values."""
    kinds = _kinds(field.annotation) if field is not None else set()
    key = next((part for part in reversed(problem["loc"]) if isinstance(part, str)), "")
    if bool in kinds:
        return "it is neither yes nor no", f"write `{key}: true` or `{key}: false`"
    if field is None or not kinds & {int, float}:
        return None
    is_off = problem["type"] in _OUT_OF_RANGE or problem["type"] == "finite_number"
    number = "a whole number" if float not in kinds else "a number"
    return ("it is out of range" if is_off else f"{number} belongs here"), f"write {number}{_range_of(field)}"


def _kinds(annotation: Any) -> set[Any]:
    """The plain types that an annotation is made of."""
    below = get_args(annotation)
    return set().union(*map(_kinds, below)) if below else {annotation}


def _range_of(field: FieldInfo) -> str:
    """` from 1 to 64`, ` above 0`, '' where it has no bounds."""
    bounds = {name: value for one in field.metadata for name in ("ge", "gt", "le", "lt")
              if (value := getattr(one, name, None)) is not None}  # fmt: skip
    low = f" from {bounds['ge']}" if "ge" in bounds else f" above {bounds['gt']}" if "gt" in bounds else ""
    if "le" in bounds:
        return f"{low}{' to' if 'ge' in bounds else ', at most' if low else ' of at most'} {bounds['le']}"
    if "lt" in bounds:
        return f"{low}{',' if low else ''} below {bounds['lt']}"
    return f"{low} on" if "ge" in bounds else low

"""Values that a mend may propose: each is tried in the file before it is told, so that no mend leads into a mistake.

What is wrong with a value is said by the models; how it is told, by `mistakes`.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from itertools import count, islice
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import BaseModel, ValidationError

from yarnnn_pipelines.config.values import ID_LETTERS

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Location = tuple[int | str, ...]
_TRIED = 50  # values before the last one is told as it is


class Trial:
    """A file's values, in which another one can be tried in a place."""

    def __init__(self, model: type[BaseModel], data: Any) -> None:
        self._model, self._data = model, data

    def problem(self, location: Location, value: Any) -> ErrorDetails | None:
        """What would be wrong there with this value; None where nothing is, as far as the rest of the file lets see."""
        changed = _with(copy.deepcopy(self._data), location, value)
        try:
            self._model.model_validate(changed)
        except ValidationError as error:
            for problem in error.errors():
                of_two = tuple((problem.get("ctx") or {}).get("at") or ())  # the second that has what the first has
                at = of_two or tuple(problem["loc"])
                if location[: len(at)] == at or at[: len(location)] == location or of_two[-1:] == location[-1:]:
                    return problem
        return None

    def proposed(self, location: Location, example: str) -> str:
        """The example as YAML has it written, or one like it that nothing else in the file has and that is right."""
        taken = {text.casefold() for text in _texts_in(self._data)}
        is_address = "@" in example
        for like in islice(self._like(location, example), _TRIED):
            if (is_address or like.casefold() not in taken) and self.problem(location, like) is None:
                return as_yaml(like)
        return as_yaml(example)

    def _like(self, location: Location, example: str) -> Iterator[str]:
        yield example
        if "@" in example:
            for domain in _as_list(self._client_at(location).get("domains")):
                yield f"{example.partition('@')[0]}@{domain}"
            yield "name@mail.example"
            return
        stem, dot, ending = example.partition(".")
        for number in count(2):
            yield f"{stem[: ID_LETTERS - 4]}-{number}{dot}{ending}"

    def _client_at(self, location: Location) -> dict[str, Any]:
        found = self._data
        for part in location[:2] if location[:1] == ("clients",) else ():
            try:
                found = found[part]
            except (KeyError, IndexError, TypeError):
                return {}
        return found if isinstance(found, dict) and location[:1] == ("clients",) else {}


def as_yaml(text: str) -> str:
    """The text as it is to be written: in quotes where YAML would take it for something else."""
    try:
        is_plain = re.fullmatch(r"[\w./@+-]+(?: [\w./@+-]+)*", text) is not None and yaml.safe_load(text) == text
    except (yaml.YAMLError, ValueError):
        is_plain = False
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _with(data: Any, location: Location, value: Any) -> Any:
    """The data with that value in the place, or in place of the one that stands for a list of it."""
    place = data
    for part, below in zip(location, (*location[1:], None), strict=True):
        try:
            inner = place[part]
        except (KeyError, IndexError, TypeError):
            return data
        if below is None or not isinstance(inner, dict | list):
            place[part] = value
            return data
        place = inner
    return data


def _texts_in(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _texts_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts_in(value)


def _as_list(value: Any) -> list[str]:
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]

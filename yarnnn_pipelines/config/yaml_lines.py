"""A YAML file whose every part knows its line, and what no file of ours may hold. What values mean is not known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from yarnnn_pipelines.core.errors import UserError


@dataclass(frozen=True)
class Bare:
    """A value without quotes: as it is written, and what YAML 1.1 takes that for."""

    written: str
    read_as: str


_READ_AS = {
    "tag:yaml.org,2002:bool": "yes or no",
    "tag:yaml.org,2002:int": "a number",
    "tag:yaml.org,2002:float": "a number",
    "tag:yaml.org,2002:timestamp": "a date",
    "tag:yaml.org,2002:null": "nothing",
}
_DAY = "tag:yaml.org,2002:timestamp"
_SIGNS = ("tag:yaml.org,2002:value", "tag:yaml.org,2002:merge")  # `=` and `<<`, which mean something to YAML


@dataclass(frozen=True)
class Lines:
    """Where each value of a file stands."""

    path: Path
    root: yaml.Node | None
    text: str = ""

    def where(self, location: tuple[int | str, ...]) -> str:
        """`yarnnn.yaml, line 12`, of the deepest part of the location that the file has."""
        return f"{self.path}, line {line_of(self.root, location)}"

    def bare(self, location: tuple[int | str, ...]) -> Bare | None:
        """The value there, or the one that stands for a list of it, if YAML reads it as something other than a text."""
        node = self._at(location)
        if not isinstance(node, yaml.ScalarNode) or node.tag not in _READ_AS:
            return None
        return Bare(node.value, _READ_AS[node.tag])

    def commented(self, location: tuple[int | str, ...]) -> str:
        """What stands in place of a value and is a comment to YAML: `#client-acme`; '' where no word follows its sign
        at once."""
        node = self._at(location)
        if not isinstance(node, yaml.ScalarNode) or node.value or node.style:
            return ""
        rest = self.text[node.start_mark.index :].partition("\n")[0]
        found = _COMMENTED.match(rest) or _COMMENTED.match(rest.lstrip("-: ,["))
        return found[0] if found else ""

    def keys_at(self, location: tuple[int | str, ...]) -> list[str]:
        """The keys that the file has there."""
        node = self._at(location)
        return [str(key.value) for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []

    def _at(self, location: tuple[int | str, ...]) -> yaml.Node | None:
        node = self.root
        for part in location:
            if isinstance(node, yaml.MappingNode):
                node = next((value for key, value in node.value if key.value == str(part)), None)
            elif isinstance(node, yaml.SequenceNode):
                node = node.value[part] if isinstance(part, int) and part < len(node.value) else None
        return node


def parsed(text: str, path: Path) -> tuple[yaml.Node | None, Any]:
    """The file's nodes, which know their lines, and its values."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        _refuse_what_can_not_be(root, path)
        return root, yaml.SafeLoader("").construct_document(root) if root else None
    except UserError:
        raise
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        if commented := _commented_in_brackets(text, error):
            raise commented_value(commented[1], f"{path}, line {commented[0] + 1}") from None
        where = f"{path}, line {mark.line + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or str(error)
        raise UserError(
            f"not YAML: {problem}", where=where, mend="check the indentation and the quotes there"
        ) from None
    except RecursionError:
        raise UserError(
            "it is nested too deeply", where=str(path), mend="check for brackets that are not closed"
        ) from None
    except Exception as error:  # the parser has many ways of failing on a value; none of them is the user's business
        raise UserError(
            f"it can't be read: {error}", where=str(path), mend="compare it with what `yarnnn init example` writes"
        ) from None


_COMMENTED = re.compile(r"#[^\s#,\[\]{}]+")


def commented_value(word: str, where: str) -> UserError:
    return UserError(f"`{word}` is not read: # begins a comment", where=where, mend=f'put it in quotes: "{word}"')


def _commented_in_brackets(text: str, error: yaml.YAMLError) -> tuple[int, str] | None:
    """The line, counted from 0, and the word of a list that a comment in it keeps from being closed: `[#client-acme]`.

    Looked for between where the list begins and where the reader found something else than its end."""
    start, mark = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    if start is None or mark is None:
        return None
    for number, line in enumerate(text.split("\n")[start.line : mark.line + 1], start.line):
        if found := re.search(r"[\[{,]\s*(?P<word>#[^\s#,\[\]{}]+)|^\s*(?P<whole>#[^\s#,\[\]{}]+)\s*,?$", line):
            return number, found["word"] or found["whole"]
    return None


def _refuse_what_can_not_be(root: yaml.Node | None, path: Path) -> None:
    """Keys that stand twice or are no words, values that hold themselves or can't be read: each with its line."""
    checked: set[yaml.Node] = set()  # nodes are compared by identity; an alias is its anchor's very node

    def check(node: yaml.Node | None, above: tuple[yaml.Node, ...]) -> None:
        if node is None or node in checked:
            return
        if node in above:
            raise UserError("it holds itself", where=_where(path, node), mend="write it out in place of the *")
        if isinstance(node, yaml.MappingNode):
            keys: set[str] = set()
            for key, value in node.value:
                keys.add(_key(key, keys, path))
                check(value, (*above, node))
        elif isinstance(node, yaml.SequenceNode):
            for value in node.value:
                check(value, (*above, node))
        elif node.tag != "tag:yaml.org,2002:str":
            _refuse_an_unreadable_value(node, path)
        checked.add(node)

    check(root, ())


def _key(node: yaml.Node, keys: set[str], path: Path) -> str:
    """The key's word, where it is one and none of those that stand before it."""
    if not isinstance(node, yaml.ScalarNode):
        raise UserError("a key that is no word", where=_where(path, node), mend="write a plain word before the colon")
    word = str(node.value)
    if node.tag in _READ_AS:
        raise UserError(
            f"the key {word!r} is read as {_READ_AS[node.tag]}",
            where=_where(path, node),
            mend="no key is called that: see `yarnnn init` for those that there are",
        )
    if word in keys:
        raise UserError(f"the key {word!r} stands twice", where=_where(path, node), mend="keep one of them")
    return word


def _refuse_an_unreadable_value(node: yaml.Node, path: Path) -> None:
    """A number or the like that is written as none. A day that no calendar has is text: its setting says what goes
    there."""
    try:
        yaml.SafeLoader("").construct_object(node)
    except Exception as error:
        if node.tag == _DAY:
            node.tag = "tag:yaml.org,2002:str"
            return
        if isinstance(error, yaml.YAMLError) and node.tag not in _SIGNS:
            raise  # it knows its line
        shown = node.value if len(node.value) < 60 else f"{node.value[:60]}…"
        raise UserError(
            f"{shown!r} can't be read as what it looks like",
            where=_where(path, node),
            mend="put it in quotes, or correct it",
        ) from None


def _where(path: Path, node: yaml.Node) -> str:
    return f"{path}, line {node.start_mark.line + 1}"


def line_of(node: yaml.Node | None, location: tuple[int | str, ...]) -> int:
    """The line of the deepest part of `location` that the file has."""
    line = 1
    for part in location:
        if isinstance(node, yaml.MappingNode):
            entry = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if entry is None:
                return line
            key, node = entry
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            return line
    return line

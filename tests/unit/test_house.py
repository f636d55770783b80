"""How the house is built: which room may import which, no circles, and nothing that does not fit on a screen.

The contracts themselves are pyproject.toml's, under `tool.importlinter`; `uv run lint-imports` tells them at length.
"""

from __future__ import annotations

import ast
import functools
import re
import tomllib
from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest
from importlinter.api import read_configuration
from importlinter.application import use_cases

CHECKOUT = Path(__file__).parents[2]
PACKAGES = ("yarnnn_pipelines", "assets")
LINES_OF_A_FILE, LINES_OF_A_FUNCTION, PARAMETERS = 400, 60, 6

# What is longer, and why. An entry whose reason has gone fails as well.
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
MANY_PARAMETERS: dict[str, str] = {
    "yarnnn_pipelines/deliverables/render/render.py::review_markdown": "a copy's parts, each from another place",
    "yarnnn_pipelines/sources/shared/http.py::Api.__init__": "an HTTP client's settings, each with its usual value",
}


# --- who imports whom -------------------------------------------------------------------------------------------------


@functools.cache
def graph() -> grimp.ImportGraph:
    """Every import, those inside functions too."""
    return grimp.build_graph(*PACKAGES)


def contracts() -> list[str]:
    options = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    return [contract["id"] for contract in options["contracts"]]


@pytest.mark.parametrize("contract", contracts())
def test_the_rooms_keep_their_contract(contract, monkeypatch, capsys):
    monkeypatch.chdir(CHECKOUT)
    keeps = use_cases.lint_imports(limit_to_contracts=(contract,), cache_dir=None)
    assert keeps, capsys.readouterr().out


def test_every_room_has_its_place_in_the_order():
    """A room that is in no layer could import what it likes."""
    layers = next(c["layers"] for c in read_configuration()["contracts_options"] if c["id"] == "order")
    placed = {room.strip("() ") for layer in layers for room in layer.split("|")}
    assert {"assets", *graph().find_children("yarnnn_pipelines")} - placed == set()


def test_no_module_imports_itself_by_way_of_others():
    """A late import, inside a function, only hides that two modules are one."""
    imports = {module: graph().find_modules_directly_imported_by(module) for module in graph().modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


# --- what fits on a screen --------------------------------------------------------------------------------------------


def sources() -> Iterator[tuple[str, str]]:
    for package in PACKAGES:
        for path in sorted((CHECKOUT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(CHECKOUT).as_posix(), path.read_text(encoding="utf-8")


@functools.cache
def functions() -> Sequence[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """(`file::Class.function`, its syntax tree), methods and functions inside functions too."""

    def below(node: ast.AST, name: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                full = f"{name}.{child.name}" if name else child.name
                if not isinstance(child, ast.ClassDef):
                    yield full, child
                yield from below(child, full)
            else:
                yield from below(child, name)

    return [(f"{path}::{name}", function) for path, text in sources() for name, function in below(ast.parse(text), "")]


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Without the functions inside it: one that makes assets holds them, and each is read by itself."""
    inside = [node for node in ast.walk(function) if isinstance(node, ast.FunctionDef) and node is not function]
    lines = set(range(function.lineno, (function.end_lineno or function.lineno) + 1))
    for node in inside:
        lines -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(lines)


def parameters_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Without `self`; those of a command are its options, of which a person needs no order."""
    if any(ast.unparse(decorator).split("(")[0].endswith(".command") for decorator in function.decorator_list):
        return 0
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return len([one for one in given if one.arg not in ("self", "cls")])


def check(sizes: dict[str, int], limit: int, excused: dict[str, str]) -> None:
    """Fails with what is larger than the limit and not excused, and with excuses that nothing needs any more."""
    over = {name: size for name, size in sizes.items() if size > limit}
    to_mend = [f"{name}: {size}, at most {limit}" for name, size in over.items() if name not in excused]
    to_mend += [f"{name}: no longer over {limit}, needs no excuse" for name in excused if name not in over]
    assert not to_mend, "\n".join(["to mend:", *to_mend])


def test_no_file_wants_a_wall():
    check({path: len(text.splitlines()) for path, text in sources()}, LINES_OF_A_FILE, LONG_FILES)


def test_every_function_fits_on_a_screen():
    check({name: lines_of(function) for name, function in functions()}, LINES_OF_A_FUNCTION, LONG_FUNCTIONS)


def test_no_function_asks_for_more_than_six_things():
    check({name: parameters_of(function) for name, function in functions()}, PARAMETERS, MANY_PARAMETERS)


# --- commands in messages ---------------------------------------------------------------------------------------------

COMMAND = re.compile(
    r"(?<!`)\byarnnn (?:init|demo|sync|run|show|approve|hold|autonomy|review|status|who|facts|ui|connect|doctor|forget"
    r"|--config)\b"
)


def texts_of(tree: ast.Module) -> Iterator[ast.Constant]:
    """Every text of a module but its docstrings and what `--help` shows."""
    apart = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg in ("epilog", "help")):
        apart |= {id(node) for node in ast.walk(call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart:
            yield node


def test_a_command_in_a_message_stands_in_backticks_by_which_it_is_shown_as_one_would_type_it():
    bare = [
        f"{path.relative_to(CHECKOUT)}:{text.lineno}: {text.value}"
        for path in (CHECKOUT / "yarnnn_pipelines").rglob("*.py")
        for text in texts_of(ast.parse(path.read_text(encoding="utf-8")))
        if COMMAND.search(text.value)
    ]
    assert bare == []

"""What the documents tell one to type: each command is one, with the options it is shown with, and README's run."""

from __future__ import annotations

import io
import re
import shlex
import sys
from pathlib import Path

import duckdb
import pytest
import typer

from tests.line.demo_line import copy_of_demo
from yarnnn_pipelines.cli.app import app
from yarnnn_pipelines.project import demo_config

CHECKOUT = Path(__file__).parents[2]
README = CHECKOUT / "README.md"
DOCUMENTS = [README, CHECKOUT / "CONTRIBUTING.md", *sorted((CHECKOUT / "docs").rglob("*.md"))]

# What README shows and the test below leaves out, and why.
NOT_RUN_HERE = {
    "demo": "the home that these commands run on is the demo's, made by the same steps; test_wheel.py runs it",
    "init": "it would begin another agency here; test_cli.py and test_wheel.py run it",
    "connect": "asks Google for its consent; test_connect.py runs it",
    "review": "does not end by itself; test_review_page.py asks its pages",
    "ui": "does not end by itself; test_wheel.py runs it",
}


def commands(document: Path) -> list[tuple[str, bool]]:
    """(what comes after `yarnnn`, whether it stands in a line of its own to be typed) of each mention."""
    pieces = re.findall(r"^ {4}(.+)$|`([^`\n]+)`", document.read_text(encoding="utf-8"), re.MULTILINE)
    parts = [(part, bool(typed)) for typed, named in pieces for part in re.split(r"&&|\s#", typed or named)]
    matches = [(re.fullmatch(r"\s*(?:uv run )?yarnnn (\w.*)", part), typed) for part, typed in parts]
    return [(match[1].strip(), typed) for match, typed in matches if match]


def mentions() -> list[tuple[str, bool]]:
    existing = [document for document in DOCUMENTS if document.exists()]
    return sorted({mention for document in existing for mention in commands(document)} - {("COMMAND --help", False)})


@pytest.mark.parametrize(("command", "typed"), mentions())
def test_a_command_of_the_documents_is_one(command: str, typed: bool) -> None:
    """Whole where it is to be typed; a sentence may name it without its arguments."""
    group, arguments = typer.main.get_command(app), shlex.split(command.split(" | ")[0])
    while hasattr(group, "commands") and arguments and "|" not in arguments[0]:
        assert arguments[0] in group.commands, f"there is no `yarnnn {command}`"
        group = group.commands[arguments.pop(0)]
    options = {option for parameter in group.params for option in (*parameter.opts, *parameter.secondary_opts)}
    assert {word for word in arguments if word.startswith("--")} - options - {"--help"} == set()
    if typed:
        group.make_context(group.name, arguments).close()


def test_every_command_that_the_readme_shows_is_run_or_has_a_reason_not_to_be() -> None:
    shown = {command.split()[0] for command, typed in commands(README) if typed}
    assert shown >= NOT_RUN_HERE.keys() | {"sync", "run", "show", "approve", "doctor", "status", "forget"}


@pytest.mark.long
def test_the_commands_of_the_readme_run_one_after_the_other(tmp_path, monkeypatch, capfd) -> None:
    project = copy_of_demo(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YARNNN_HOME", str(project.home.root))
    monkeypatch.setenv("YARNNN_CONFIG", str(demo_config()))
    with duckdb.connect(str(project.home.warehouse), read_only=True) as con:
        (link,) = con.execute("select any_value(permalink) from slack.messages where permalink is not null").fetchone()

    for command, typed in commands(README):
        arguments = [link if part.startswith("https://") else part for part in shlex.split(command)]
        if not typed or arguments[0] in NOT_RUN_HERE:
            continue
        monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))  # `forget` asks
        with pytest.raises(SystemExit) as end:
            app(arguments)
        assert not end.value.code, (command, capfd.readouterr())

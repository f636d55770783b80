"""`yarnnn init`: a yarnnn.yaml to start from."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Annotated

import typer

from yarnnn_pipelines.cli.terminal import out
from yarnnn_pipelines.cli.views import command
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.weeks import add_weeks, current_week
from yarnnn_pipelines.project import demo_config, set_demo_aside
from yarnnn_pipelines.stores.home import Home

app = typer.Typer()


@app.command(epilog="Example: yarnnn init && $EDITOR yarnnn.yaml && yarnnn run")
def init(
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help="Where to write it.")] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Replace a yarnnn.yaml that is there.")] = False,
) -> None:
    """Write a commented yarnnn.yaml to start from."""
    path = folder / "yarnnn.yaml"
    if path.exists() and not force:
        raise _there_already(path)
    first = add_weeks(current_week("UTC"), -4)
    template = Path(__file__).with_name("views") / "starter.yaml"
    folder.mkdir(parents=True, exist_ok=True)
    kept = _set_aside(path) if path.exists() else None
    try:
        with path.open("w" if force else "x", encoding="utf-8") as file:
            file.write(template.read_text(encoding="utf-8").replace("__START__", first))
    except FileExistsError:  # another wrote it meanwhile
        raise _there_already(path) from None
    if (moved := set_demo_aside(Home((folder / ".yarnnn").resolve()))) is not None:
        look = command("status", home=moved, config=demo_config())
        out.print(f"The demo's home is {moved} now. Look at it again with: {look}", soft_wrap=True)
    if kept is not None:
        out.print(f"What stood in {path} is {kept} now.", soft_wrap=True)
    out.print(
        f"Wrote {path}. Change what is yours, put your exports where it says, then: {command('run')}", soft_wrap=True
    )


def _set_aside(path: Path) -> Path:
    """Give a file that is replaced a name of its own beside it: it may hold a year of names and addresses."""
    names = (path.with_name(f"{path.name}.before{number or ''}") for number in itertools.count())
    kept = next(name for name in names if not name.exists())
    path.rename(kept)
    return kept


def _there_already(path: Path) -> UserError:
    return UserError("it is there already", where=str(path), mend="edit it, or replace it with --force")

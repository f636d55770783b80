"""Arguments and options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

ClientArgument = Annotated[str, typer.Argument(metavar="CLIENT", help="The client's id in yarnnn.yaml, such as acme.")]
WeekArgument = Annotated[str, typer.Argument(metavar="WEEK", help="An ISO week, such as 2026-W46.")]
TypeOption = Annotated[str, typer.Option("--type", metavar="TYPE", help="The type of deliverable.")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object, for other tools.")]

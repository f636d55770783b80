"""What `yarnnn doctor` shows: a table of findings for each source, and the same for other tools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from yarnnn_pipelines.cli.views import as_typed
from yarnnn_pipelines.sources.shared.findings import Examined

_STYLES = {"ok": "green", "warning": "yellow", "problem": "bold red"}


def show(console: Console, examined: Sequence[Examined]) -> None:
    for one in examined:
        console.print(Text(f"{one.source} ({one.kind})", style="bold"))
        table = Table(box=None, pad_edge=False, show_header=False)
        for _ in ("check", "state"):
            table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for finding in one.findings:
            state = Text(finding.state, style=_STYLES[finding.state])
            text = Text(as_typed(finding.text))
            if finding.mend:
                text.append(f"\nMend: {as_typed(finding.mend)}", style="dim")
            table.add_row(Text(f"  {finding.check}"), state, text)
        console.print(table)
    problems = sum(finding.state == "problem" for one in examined for finding in one.findings)
    warnings = sum(finding.state == "warning" for one in examined for finding in one.findings)
    to_look_at = f" {warnings} to look at, above." if warnings else ""
    console.print(f"\n{problems} to mend.{to_look_at}" if problems else f"\nEvery source can be read.{to_look_at}")


def as_json(examined: Sequence[Examined]) -> dict[str, Any]:
    """{ok, sources: [{source, kind, ok, findings: [{check, state, text, mend}]}]}."""
    return {
        "ok": all(one.is_well for one in examined),
        "sources": [asdict(one) | {"ok": one.is_well} for one in examined],
    }

"""What `yarnnn forget` shows: what goes, what stays, and what to do next. Counts and places, and no word of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from yarnnn_pipelines.cli.views import command
from yarnnn_pipelines.core.counts import counted


def show(console: Console, receipt: Mapping[str, Any], *, done: bool) -> None:
    """A receipt, or what it will be if `done` is false."""
    _counts(console, "Removed" if done else "Would be removed", receipt["removed"])
    _counts(console, "Redacted" if done else "Would be redacted", receipt["redacted"])
    if receipt["sent"]:
        console.print(Text("\nAlready sent, and can't be taken back", style="bold yellow"))
        for one in receipt["sent"]:
            line = f"{one['client']} {one['week']} {one['type']} version {one['version']}, sent {one['at']} UTC"
            console.print(Text(line))
    if receipt["stays"]:
        title = "Stays where it is: you decide" if done else "Would stay where it is"
        console.print(Text(f"\n{title}", style="bold yellow"))
        for place, why in receipt["stays"].items():
            console.print(Text.assemble((place, ""), (f"  {why}", "dim")), soft_wrap=True)
    if elsewhere := receipt.get("elsewhere"):
        title = "Not reached" if done else "Would not be reached"
        console.print(Text(f"\n{title}: the other homes of this ledger", style="bold yellow"))
        for place in elsewhere:
            console.print(Text(place), soft_wrap=True)
        console.print(Text("Each still holds it, and makes and sends nothing until this has been run there:"))
        console.print(Text(command("sync"), style="green"))
    if done and receipt["weeks"]:
        first, last = receipt["weeks"][0], receipt["weeks"][-1]
        weeks = f"--week {first}" if first == last else f"--weeks {first}..{last}"
        console.print(Text("\nThe weeks that it stood in are built and drafted again, without it, by"))
        console.print(Text(command(f"run {weeks}"), style="green"))


def listed(console: Console, entries: list[dict[str, Any]]) -> None:
    if not entries:
        console.print("Nothing was forgotten so far.")
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("receipt", "what", "begun (UTC)", "rows removed", "rows redacted", "sent before", "state"):
        table.add_column(column)
    for one in entries:
        receipt = one["receipt"]
        table.add_row(
            str(one["id"]),
            one["kind"],
            one["begun_at"][:16].replace("T", " "),
            str(sum(receipt["removed"].values())),
            str(sum(receipt["redacted"].values())),
            str(len(receipt["sent"])),
            _state(one),
        )
    console.print(table)
    if waiting := sorted({place for one in entries for place in one["receipt"]["elsewhere"]}):
        console.print(
            Text(f"\nStill to be removed, with `{command('sync')}` there: {', '.join(waiting)}"), soft_wrap=True
        )


def _state(entry: Mapping[str, Any]) -> str:
    if not entry["finished_at"]:
        return "stopped midway: run the same command again"
    elsewhere = entry["receipt"]["elsewhere"]
    return f"not yet in {counted(len(elsewhere), 'home')}" if elsewhere else "done"


def _counts(console: Console, title: str, counts: Mapping[str, int]) -> None:
    if not counts:
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("where")
    table.add_column("how many", justify="right")
    for name, count in counts.items():
        table.add_row(name, str(count))
    console.print(Text(f"\n{title}", style="bold"))
    console.print(table)

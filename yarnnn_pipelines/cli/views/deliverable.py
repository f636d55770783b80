"""A stored deliverable as a person reads it in a terminal: the text, beneath each sentence where it comes from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from yarnnn_pipelines.cli.views import command
from yarnnn_pipelines.sources.registry import label_of
from yarnnn_pipelines.stores.ledger.ledger import Version

_STATES = {
    "drafted": "a draft, waiting for approval",
    "in_review": "in review",
    "approved": "approved, not sent yet",
    "published": "published",
    "abstained": "nothing to send: the week held nothing that can be told",
    "blocked": "held back: nothing that the writer chose passed the gate",
    "rejected": "rejected",
    "forgotten": "removed with yarnnn forget: the next run makes it again without what was forgotten",
}


def show(console: Console, version: Version) -> None:
    document = version.document
    console.print(Text(document["title"], style="bold"))
    before = f" · version {version.published_before} was published" if version.published_before else ""
    console.print(Text(f"{_STATES[version.state]} · version {version.version}{before}", style="dim"))
    for line in document.get("incomplete", ()):
        console.print(Text(f"Not read: {line}", style="yellow"), soft_wrap=True)
    for section in document["sections"]:
        if section["claims"] or section.get("note"):
            console.print()
            console.print(Text(section["title"], style="bold cyan"))
        for claim in section["claims"]:
            console.print(Padding(Text(claim["text"]), (0, 0, 0, 2)))
            for item in claim["evidence"]:
                console.print(Padding(source_line(item), (0, 0, 0, 4)))
        if not section["claims"] and section.get("note"):
            console.print(Padding(Text(section["note"], style="italic"), (0, 0, 0, 2)))
    _changes(console, document["changes_since"])
    _withheld(console, document["withheld"])
    console.print()
    console.print(Text(coverage_line(document["coverage"]), style="dim"))
    if version.locations:
        console.print(Text("Published as " + ", ".join(version.locations), style="green"), soft_wrap=True)
    elif version.state == "drafted":
        approve = command(f"approve {version.client} {version.week} --version {version.version}")
        console.print(Text(f"Publish it with: {approve}", style="green"))


def source_line(item: dict[str, Any]) -> Text:
    """`Slack, Mia Duarte, 9 Nov 10:12: “the words”`, linked where the terminal can."""
    at = datetime.fromisoformat(item["occurred_at"])
    author = f", {item['author']}" if item["author"] else ""
    name = f"{label_of(item['platform'])}{author}, {at.day} {at:%b %H:%M}"
    line = Text(name, style=f"dim link {item['permalink']}" if item["permalink"] else "dim")
    return line.append(f": “{' '.join(item['quote'].split())}”", style="dim")


def coverage_line(coverage: dict[str, Any]) -> str:
    left_out = ", ".join(f"{count} {reason.replace('_', ' ')}" for reason, count in coverage["ignored"].items())
    return (
        f"{coverage['landed']} items landed, {coverage['used']} are told here"
        f"{f'; left out: {left_out}' if left_out else ''}. {coverage['unassigned']} of the week belong to no client."
    )


def _changes(console: Console, changes: dict[str, Any] | None) -> None:
    """What the version before said and this one does not, and the reverse."""
    if changes is None or not (changes["added"] or changes["removed"]):
        return
    console.print()
    console.print(Text(f"Since version {changes['version']}", style="bold"))
    for mark, style, texts in (("+", "green", changes["added"]), ("-", "red", changes["removed"])):
        for text in texts:
            console.print(Padding(Text(f"{mark} {text}", style=style), (0, 0, 0, 2)))


def _withheld(console: Console, claims: list[dict[str, Any]]) -> None:
    if not claims:
        return
    console.print()
    console.print(Text(f"Withheld ({len(claims)})", style="bold yellow"))
    for claim in claims:
        line = Text(claim["text"]).append(
            f"  {claim['verdict'].replace('_', ' ')}: {'; '.join(claim['reasons'])}", style="dim"
        )
        console.print(Padding(line, (0, 0, 0, 2)))

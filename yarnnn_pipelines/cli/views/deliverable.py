"""A stored deliverable as a person reads it in a terminal: the text, beneath each sentence where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from yarnnn_pipelines.cli.views import as_typed, command
from yarnnn_pipelines.core.counts import counted
from yarnnn_pipelines.deliverables.items import Row, by_fate, coverage_line, in_words
from yarnnn_pipelines.deliverables.lines import labelled
from yarnnn_pipelines.deliverables.preferences.preference import in_words as preference_in_words
from yarnnn_pipelines.deliverables.preferences.preference import preferences_from_json
from yarnnn_pipelines.deliverables.render.as_json import listed_items
from yarnnn_pipelines.deliverables.render.links import link_to
from yarnnn_pipelines.deliverables.render.offer_line import needs_line
from yarnnn_pipelines.deliverables.render.writer_line import judge_line, writer_line
from yarnnn_pipelines.english.clauses import as_a_sentence
from yarnnn_pipelines.sources.registry import label_of
from yarnnn_pipelines.stores.ledger.rows import Version

_STATES = {
    "drafted": "a draft, waiting for approval",
    "in_review": "in review",
    "approved": "approved, not sent yet",
    "published": "published",
    "abstained": "nothing to send: the week held nothing that can be told",
    "blocked": "held back: nothing that the writer chose passed the gate",
    "rejected": "rejected",
    "forgotten": "removed with `yarnnn forget`: the next run makes it again without what was forgotten",
}


def show(console: Console, version: Version, *, is_kept: bool = True) -> None:
    """is_kept: whether the ledger holds it, so that it has a state and can be approved."""
    document = version.document
    console.print(Text(document["title"], style="bold"))
    same = f", the same text as version {version.same_as}, which was {version.state}" if version.same_as else ""
    before = f" · version {version.published_before} was published" if version.published_before else ""
    standing = (
        f"{as_typed(_STATES[version.state])} · version {version.version}{same}{before}"
        if is_kept
        else "drafted anew, not kept"
    )
    console.print(Text(standing, style="dim"))
    if worded := writer_line(document.get("writer", {})):
        console.print(Text(worded, style="dim"), soft_wrap=True)
    if looked := judge_line(document.get("judge", {})):
        console.print(Text(looked, style="dim"), soft_wrap=True)
    for line in document.get("incomplete", ()):
        console.print(Text(f"Not read: {as_typed(line)}", style="yellow"), soft_wrap=True)
    labels = iter(labelled(document))
    for section in document["sections"]:
        if not section["claims"]:
            continue
        console.print()
        console.print(Text(section["title"], style="bold cyan"))
        for claim in section["claims"]:
            text = as_a_sentence(claim["text"]) if claim.get("parts") else claim["text"]
            console.print(Padding(_numbered(next(labels), text), (0, 0, 0, 2)))
            for item in claim["evidence"]:
                console.print(Padding(source_line(item), (0, 0, 0, 4)))
            for doubt in claim.get("doubts", ()):
                console.print(Padding(Text(f"Look at this: {doubt}", style="yellow"), (0, 0, 0, 4)))
            if said := person_line(claim):
                console.print(Padding(Text(said, style="yellow"), (0, 0, 0, 4)))
    _edits(console, document.get("edits", {}))
    _offers(console, document)
    _changes(console, document["changes_since"])
    _withheld(console, document["withheld"])
    _shaped_by(console, document)
    console.print()
    console.print(Text(coverage_line(document["coverage"]), style="dim"))
    if version.locations:
        console.print(Text("Published as " + ", ".join(version.locations), style="green"), soft_wrap=True)
    elif version.state == "drafted" and is_kept:
        of_type = version.key.type_option
        looked_at = " --looked-at" if version.in_doubt else ""
        approve = command(f"approve {version.client} {version.week}{of_type} --version {version.version}{looked_at}")
        console.print(Text(f"Publish it with: {approve}", style="green"))


def _numbered(label: str, text: str) -> Text:
    return Text(f"{label} ", style="dim").append(text, style="not dim")


def person_line(claim: Mapping[str, Any]) -> str:
    """What a reader has to know of a sentence that a person put there; empty of the writer's own."""
    if claim["verdict"] == "to_vouch":
        return f"Needs your word ({'; '.join(claim['reasons'])}): by {claim['by']}, nobody vouches for it yet"
    if claim["verdict"] == "vouched":
        return f"{claim['vouched_by']} vouches for this: no source proves it ({'; '.join(claim['reasons'])})"
    return f"By {claim['by']}" if claim.get("by") else ""


def _shaped_by(console: Console, document: Mapping[str, Any]) -> None:
    """The preferences that shaped the text, each with whose it is."""
    rules = preferences_from_json(document.get("preferences", ())).each
    titles = {section["id"]: section["title"] for section in document["sections"]}
    if rules:
        console.print(Text("\nShaped by", style="bold"))
    for rule in rules:
        says = preference_in_words(rule, titles)
        console.print(Padding(Text(says).append(f"  {rule.scope}", style="dim"), (0, 0, 0, 2)))


def _edits(console: Console, edits: Mapping[str, Any]) -> None:
    """What people struck, and what they changed that this draft has nothing for."""
    struck = edits.get("struck", ())
    if struck:
        console.print()
        console.print(Text(f"Struck ({counted(len(struck), 'sentence')})", style="bold"))
        for claim in struck:
            why = f": {claim['why']}" if claim["why"] else ""
            line = Text(claim["text"], style="strike").append(
                f"  by {claim['editor']}{why}; edit {claim['number']}", style="dim not strike"
            )
            console.print(Padding(line, (0, 0, 0, 2)))
    for number in edits.get("idle", ()):
        console.print(Text(f"Edit {number} is of a sentence that this draft does not tell.", style="yellow"))


def source_line(item: dict[str, Any]) -> Text:
    """`Slack, Mia Duarte, 9 Nov 10:12: “the words”`, linked where the terminal can."""
    name = _place(item["platform"], item["author"], item["occurred_at"])
    link = link_to(item["permalink"])
    line = Text(name, style=f"dim link {link}" if link else "dim")
    return line.append(f": “{' '.join(item['quote'].split())}”", style="dim")


def _place(platform: str, author: str | None, moment: str) -> str:
    at = datetime.fromisoformat(moment)
    return f"{label_of(platform)}{f', {author}' if author else ''}, {at.day} {at:%b %H:%M}"


def show_items(console: Console, version: Version) -> None:
    """Every item that landed for the week under what became of it, as many as the coverage counts."""
    document = version.document
    listed_items(version)
    titles = {section["id"]: section["title"] for section in document["sections"]}
    console.print(Text(document["title"], style="bold"))
    console.print(Text(coverage_line(document["coverage"]), style="dim"))
    for fate, rows in by_fate(document):
        if not rows:
            continue
        console.print()
        console.print(Text(f"{in_words(fate, len(rows)).capitalize()} ({len(rows)})", style="bold cyan"))
        for row in rows:
            console.print(Padding(_item_line(row), (0, 0, 0, 2)))
            if why := _why(row, titles):
                console.print(Padding(Text(why, style="dim"), (0, 0, 0, 4)))
            if row["permalink"]:
                # not padded: that would cut it off at the width of the terminal, or of none
                console.print(Text(f"    {row['permalink']}", style="dim"), soft_wrap=True)


def _item_line(row: Row) -> Text:
    line = Text(_place(row["platform"], row["author"], row["at"]), style="dim")
    return line.append(f": {row['words']}", style="not dim") if row["words"] else line


def _why(row: Row, titles: Mapping[str, str]) -> str:
    """Where it is told or would be, or why it was kept back; the other fates say it in their heading."""
    if row["fate"] in ("told", "offered"):
        return ("in " if row["fate"] == "told" else "for ") + ", ".join(
            titles.get(section, section) for section in row["sections"]
        )
    if row["fate"] == "withheld":
        return f"{row['verdict'].replace('_', ' ')}: {'; '.join(row['reasons'])}"
    return str(row.get("why", ""))


def _changes(console: Console, changes: dict[str, Any] | None) -> None:
    """What the version before said and this one does not, and the reverse."""
    if changes is None or not (changes["added"] or changes["removed"]):
        return
    console.print()
    console.print(Text(f"Since version {changes['version']}", style="bold"))
    for mark, style, texts in (("+", "green", changes["added"]), ("-", "red", changes["removed"])):
        for text in texts:
            console.print(Padding(Text(f"{mark} {text}", style=style), (0, 0, 0, 2)))


def _offers(console: Console, document: Mapping[str, Any]) -> None:
    """What else may be worth a line, best first; a version of an earlier yarnnn has no such list."""
    offers = document.get("offers", ())
    if not offers:
        return
    titles = {section["id"]: section["title"] for section in document["sections"]}
    console.print()
    console.print(Text(f"Worth a line? ({counted(len(offers), 'sentence')})", style="bold cyan"))
    for number, offer in enumerate(offers, start=1):
        line = _numbered(f"o{number}", offer["text"]).append(
            f"  {titles.get(offer['section'], offer['section'])}: {offer['reason']}", style="dim"
        )
        source = offer["evidence"][0]
        console.print(Padding(line, (0, 0, 0, 2)))
        where = _place(source["platform"], source["author"], source["occurred_at"])
        link = link_to(source["permalink"])
        console.print(Padding(Text(where, style=f"dim link {link}" if link else "dim"), (0, 0, 0, 4)))
        if said := needs_line(offer["text"], offer.get("needs", ())):
            console.print(Padding(Text(said, style="yellow"), (0, 0, 0, 4)))


def _withheld(console: Console, claims: list[dict[str, Any]]) -> None:
    if not claims:
        return
    console.print()
    console.print(Text(f"Withheld ({counted(len(claims), 'sentence')})", style="bold yellow"))
    for number, claim in enumerate(claims, start=1):
        line = _numbered(f"w{number}", claim["text"]).append(
            f"  {claim['verdict'].replace('_', ' ')}: {'; '.join(claim['reasons'])}", style="dim"
        )
        console.print(Padding(line, (0, 0, 0, 2)))

"""`yarnnn strike`, `edit`, `add`, `vouch`, `cite`, `undo` and `reject`: what a person changes of a draft.

Each answers with the version that it made. What an edit does is `supervision.edits`', whether words stand the gate's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import click
import typer

from yarnnn_pipelines.cli.arguments import ClientArgument, TypeOption, WeekArgument
from yarnnn_pipelines.cli.asked import checked_type, checked_week, not_made_yet
from yarnnn_pipelines.cli.terminal import out
from yarnnn_pipelines.cli.views.edit_told import tell_cited, tell_edited
from yarnnn_pipelines.core.account import account_name
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import CLIENT_UPDATE, DeliverableKey
from yarnnn_pipelines.deliverables.lines import is_label, sentence_of
from yarnnn_pipelines.project import Project, agency_ledger, open_project
from yarnnn_pipelines.stores.ledger.rows import Decision, NewEdit, Version

if TYPE_CHECKING:
    from yarnnn_pipelines.stages.cited import Cited
    from yarnnn_pipelines.stores.ledger.ledger import Ledger

app = typer.Typer()

LineArgument = Annotated[str, typer.Argument(metavar="LINE", help="The number that `yarnnn show` puts before it.")]
LinesArgument = Annotated[
    list[str], typer.Argument(metavar="LINE...", help="The numbers that `yarnnn show` puts there.")
]
VouchOption = Annotated[bool, typer.Option("--vouch", help="You stand by it, also where no source proves it.")]


@app.command(epilog="Examples: yarnnn strike acme 2026-W46 3 | yarnnn strike acme 2026-W46 3 5 --why 'they know'")
def strike(
    context: typer.Context,
    client: ClientArgument,
    week: WeekArgument,
    lines: LinesArgument,
    why: Annotated[str | None, typer.Option("--why", help="Why it is not worth saying; kept with the edit.")] = None,
    type_id: TypeOption = CLIENT_UPDATE,
) -> None:
    """Take sentences out of a draft, also out of every later draft of that week."""
    drafted = _Drafted(context, client, week, type_id)
    struck = [drafted.sentence(line, "1") for line in lines]
    drafted.edit([NewEdit("strike", sentence, reason=why) for sentence in struck])
    for sentence in struck:
        out.print(f"Struck: “{sentence['text']}”", soft_wrap=True)
    drafted.tell_version()


@app.command(
    epilog="Examples: yarnnn edit acme 2026-W46 3 'The homepage is live.' | yarnnn edit acme 2026-W46 | "
    "yarnnn edit acme 2026-W46 --apply"
)
def edit(
    context: typer.Context,
    client: ClientArgument,
    week: WeekArgument,
    line: Annotated[
        str | None, typer.Argument(metavar="LINE", help="The number that `yarnnn show` puts before it.")
    ] = None,
    text: Annotated[str | None, typer.Argument(metavar="TEXT", help="What it is to say.")] = None,
    vouch: VouchOption = False,
    apply: Annotated[bool, typer.Option("--apply", help="Make the version that has every edit so far.")] = False,
    type_id: TypeOption = CLIENT_UPDATE,
) -> None:
    """Word a sentence anew; without LINE and TEXT, edit the whole text in $EDITOR."""
    drafted = _Drafted(context, client, week, type_id)
    if apply:
        drafted.apply()
    elif line is not None and text is not None:
        sentence = drafted.sentence(line, "1")
        drafted.edit([NewEdit("reword", sentence, " ".join(text.split()), vouched=vouch)])
        out.print(f"Reworded: “{sentence['text']}”", soft_wrap=True)
    elif line is not None:
        raise UserError("what is it to say?", where=str(drafted.key), mend="write the text behind the line's number")
    elif not drafted.edit_as_text():
        out.print("Nothing was changed.")
        return
    drafted.tell_version()


@app.command(
    epilog="Examples: yarnnn add acme 2026-W46 o1 | yarnnn add acme 2026-W46 w2 --vouch | "
    "yarnnn add acme 2026-W46 'The contract is signed.' --section decisions --vouch"
)
def add(
    context: typer.Context,
    client: ClientArgument,
    week: WeekArgument,
    what: Annotated[
        str,
        typer.Argument(metavar="LINE|TEXT", help="The number of an offer (o1) or of what was withheld (w1); or words."),
    ],
    section: Annotated[str | None, typer.Option("--section", help="The id or heading of the section.")] = None,
    vouch: VouchOption = False,
    type_id: TypeOption = CLIENT_UPDATE,
) -> None:
    """Take an offer or what was withheld into a draft, or a sentence of your own."""
    drafted = _Drafted(context, client, week, type_id)
    into = drafted.section(section) if section else None
    if is_label(what):
        sentence = drafted.sentence(what, "ow")
        drafted.edit([NewEdit("take_in", sentence, section=into, vouched=vouch)])
        out.print(f"Taken in{' as a draft' if sentence.get('needs') else ''}: “{sentence['text']}”", soft_wrap=True)
    elif into is None:
        raise UserError(
            "which section is it to stand in?",
            where=str(drafted.key),
            mend=f"name it with --section: {', '.join(one['id'] for one in drafted.version.document['sections'])}",
        )
    else:
        drafted.edit([NewEdit("write", None, " ".join(what.split()), into, vouched=vouch)])
    drafted.tell_version()


@app.command(epilog="Example: yarnnn vouch acme 2026-W46 4")
def vouch(
    context: typer.Context,
    client: ClientArgument,
    week: WeekArgument,
    lines: LinesArgument,
    type_id: TypeOption = CLIENT_UPDATE,
) -> None:
    """Stand by sentences of a person's that no source proves. It is written down that you do."""
    drafted = _Drafted(context, client, week, type_id)
    sentences = [drafted.sentence(line, "1") for line in lines]
    for sentence in sentences:
        if sentence["verdict"] != "to_vouch":
            raise UserError(
                f"“{sentence['text']}” needs nobody to vouch for it",
                where=str(drafted.key),
                mend="vouch for what `yarnnn show` marks with “Needs your word”",
            )
    drafted.edit([NewEdit("vouch", sentence) for sentence in sentences])
    drafted.tell_version()


@app.command(epilog="Example: yarnnn cite acme 2026-W46 4 'the pixel fires again'")
def cite(
    context: typer.Context,
    client: ClientArgument,
    week: WeekArgument,
    line: LineArgument,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="Words of the message, mail, page or meeting.")],
    type_id: TypeOption = CLIENT_UPDATE,
) -> None:
    """Name one more source of a sentence of a person's, by words of an item that was read; those that it has stay."""
    drafted = _Drafted(context, client, week, type_id)
    sentence = drafted.sentence(line, "1")
    if not sentence.get("by"):
        raise UserError(
            f"“{sentence['text']}” has its sources already",
            where=str(drafted.key),
            mend="name one for a sentence that somebody wrote or reworded",
        )
    source = drafted.item(words)
    drafted.edit([NewEdit("cite", sentence, " ".join(words.split()), source=source.row["event_id"])])
    out.print(f"Named as a source: “{source.words}”", soft_wrap=True)
    tell_cited(drafted.version, str(sentence["claim_id"]))
    drafted.tell_version()


@app.command(epilog="Examples: yarnnn undo acme 2026-W46 | yarnnn undo acme 2026-W46 --edit 2")
def undo(
    context: typer.Context,
    client: ClientArgument,
    week: WeekArgument,
    number: Annotated[int | None, typer.Option("--edit", metavar="N", help="Which edit; else the last one.")] = None,
    type_id: TypeOption = CLIENT_UPDATE,
) -> None:
    """Take an edit back: the last one, or the one that you name."""
    from yarnnn_pipelines.supervision.edits import to_take_back

    drafted = _Drafted(context, client, week, type_id)
    edits = drafted.ledger.edits([drafted.key]).get(drafted.key, [])
    standing = {each.number: each for each in to_take_back(drafted.version, edits)}
    undone = standing.get(number) if number is not None else standing[max(standing)] if standing else None
    if undone is None:
        there = f"in force are {', '.join(map(str, standing))}" if standing else "nothing is edited"
        raise UserError(
            f"there is no such edit to take back: {there}",
            where=str(drafted.key),
            mend="name one of those" if standing else "leave it as it is, or edit it first: `yarnnn edit --help`",
        )
    drafted.edit([NewEdit("undo", undoes=undone.number)])
    words = undone.text or (undone.target or {}).get("text", "")
    out.print(f"Taken back: {undone.action.replace('_', ' ')} “{words}”, by {undone.editor}", soft_wrap=True)
    drafted.tell_version()


@app.command(
    epilog="Examples: yarnnn reject acme 2026-W46 --why 'wrong week' | yarnnn reject acme 2026-W46 --take-back"
)
def reject(
    context: typer.Context,
    client: ClientArgument,
    week: WeekArgument,
    why: Annotated[str | None, typer.Option("--why", help="The reason, which is kept.")] = None,
    take_back: Annotated[bool, typer.Option("--take-back", help="Let it be approved after all.")] = False,
    seen: Annotated[int | None, typer.Option("--version", metavar="N", help="The version that you read.")] = None,
    type_id: TypeOption = CLIENT_UPDATE,
) -> None:
    """Say that a draft is not to be sent, and why. The next draft of that week with other words waits again."""
    drafted = _Drafted(context, client, week, type_id)
    by = Decision(account_name(), seen)
    if take_back:
        version = drafted.ledger.reopen(drafted.key, by)
        out.print(f"Version {version.version} waits for approval again.")
        return
    if not (why or "").strip():
        raise UserError("a rejection needs its reason", where=str(drafted.key), mend="say it with --why 'REASON'")
    from yarnnn_pipelines.stages.decisions import reject as decide

    review = decide(drafted.project, drafted.ledger, drafted.version, by, (why or "").strip())
    out.print(f"Version {review.version} is rejected by {review.reviewer}: {review.reason}", soft_wrap=True)


class _Drafted:
    """The newest version of a deliverable, before somebody who changes it."""

    def __init__(self, context: typer.Context, client: str, week: str, type_id: str) -> None:
        self.project: Project = open_project(context.obj)
        checked_type(self.project, type_id)
        self.ledger: Ledger = agency_ledger(self.project)
        self.key = DeliverableKey(self.project.settings.client(client).id, checked_week(week), type_id)
        found = self.ledger.newest([self.key]).get(self.key)
        if found is None:
            raise not_made_yet(self.project, self.key)
        self.version: Version = found
        self._before = found
        self._after = self.ledger.last_edits([self.key]).get(self.key, 0)

    def sentence(self, label: str, kinds: str) -> dict[str, object]:
        return sentence_of(self.version.document, label, str(self.key.client_week), kinds)

    def section(self, named: str) -> str:
        """The id of the section that is called so, by its id or by its heading."""
        sections = self.version.document["sections"]
        asked = named.strip().casefold()
        found = next((one["id"] for one in sections if asked in (one["id"].casefold(), one["title"].casefold())), None)
        if found is None:
            known = ", ".join(one["id"] for one in sections)
            raise UserError(f"there is no section {named!r}", where=str(self.key), mend=f"name one of {known}")
        return str(found)

    def item(self, words: str) -> Cited:
        """The item with these words; `UserError` where none has them, or several have."""
        from yarnnn_pipelines.stages.cited import items_with
        from yarnnn_pipelines.supervision.items_like import items_like

        cited = items_with(self.project, self.version, words)
        if len(cited) == 1:
            return cited[0]
        found = [each.row for each in cited] or items_like(self.version.document, words)
        listed = "; ".join(f"“{row['words']}”" for row in found)
        raise UserError(
            f"{len(cited)} items have these words" if cited else "no item that was read has just these words",
            where=str(self.key),
            mend=f"give more words of the one that you mean: {listed}" if found else "give words of one of them",
        )

    def edit(self, new: list[NewEdit]) -> None:
        from yarnnn_pipelines.stages.edit import edit

        by = Decision(account_name(), self.version.version)
        self.version = edit(self.project, self.ledger, self.key, new, by, self._after)

    def apply(self) -> None:
        from yarnnn_pipelines.stages.edit import apply_edits

        self.version = apply_edits(self.project, self.ledger, self.key)

    def edit_as_text(self) -> bool:
        """Whether the text that came back from the editor says anything else."""
        from yarnnn_pipelines.supervision.text_edits import edits_of_text

        text = click.edit(self.version.markdown, extension=".md")
        new = edits_of_text(self.version.document, text, str(self.key.client_week)) if text is not None else []
        if new:
            self.edit(new)
        return bool(new)

    def tell_version(self) -> None:
        """Say which version has it, and of what it tells only what the one before did not say."""
        tell_edited(self.key, self._before.document, self.version)

"""What each kind of context is worth: `uv run python -m benchmarks.ladder [FOLDER] [--homes DIR] [--picture FILE.svg]`.

The same weeks of the worlds whose facts somebody wrote down (`benchmarks.weeks`) are produced four times: with nothing,
with the reader's profile and preferences alone, with this week's events, and with all that was accumulated, the weeks
before among it. Counted are the must facts that are told, or offered; the claims that the gate withheld; and
what a person still edits, in words: those of each fact that is neither told nor offered, those of each claim that
tells no fact, one for each offer that is taken in, and those of the form that their reader is used to.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table

from benchmarks import weeks
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.config.settings import Settings, read_settings
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.deliverables.brief.brief import make_brief
from yarnnn_pipelines.deliverables.claims import as_json
from yarnnn_pipelines.deliverables.gate.gate import Gated, judge
from yarnnn_pipelines.deliverables.preferences.form import form_of
from yarnnn_pipelines.deliverables.preferences.preference import Preference, Preferences
from yarnnn_pipelines.deliverables.preferences.shaped_type import shaped
from yarnnn_pipelines.deliverables.week.client_week import StoredEvidence, WeekContext
from yarnnn_pipelines.deliverables.week.spans import read_contexts
from yarnnn_pipelines.deliverables.writers.extractive import Extractive
from yarnnn_pipelines.project import agency_model
from yarnnn_pipelines.supervision.learning.edit_cost import distance, tokens

TYPE = deliverable_type("client_update")
# The form that the reader is used to.
FORM = Preferences(
    (
        Preference("greeting", "", "Hi Dana,"),
        Preference("sign_off", "", "Best,\nMia"),
        Preference("section_title", "moved", "Done this week"),
        Preference("section_title", "waiting", "From you, please"),
    )
)
RUNGS = ("nothing", "profile and preferences", "this week's events", "accumulated context")


@dataclass
class Rung:
    must: int = 0
    told: int = 0
    offered: int = 0
    withheld: int = 0
    words: int = 0

    def add(self, other: Rung) -> None:
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parent / "worlds")
    parser.add_argument("--homes", type=Path, help="where the worlds' homes are kept, for another look at them")
    parser.add_argument("--picture", type=Path, help="where to draw it")
    chosen = parser.parse_args(arguments)
    expected = json.loads((chosen.folder / "facts.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="yarnnn-ladder-") as scratch:
        homes = chosen.homes or Path(scratch)
        weeks.drafts(expected, chosen.folder, homes)
        rungs = ladder(expected, chosen.folder, homes)
    table = Table("produced with", "must facts told", "told or offered", "withheld by the gate", "words left to edit")
    for name, rung in rungs.items():
        shares = (f"{part / rung.must:.0%}" for part in (rung.told, rung.told + rung.offered))
        table.add_row(name, *shares, str(rung.withheld), str(rung.words))
    Console(width=110).print(table)
    if chosen.picture:
        chosen.picture.write_text(picture(rungs), encoding="utf-8")


def ladder(expected: Mapping[str, Any], folder: Path, homes: Path) -> dict[str, Rung]:
    total = {name: Rung() for name in RUNGS}
    for world in sorted({week["world"] for week in expected.values()}):
        settings = read_settings(folder / world / "yarnnn.yaml", agency_model())[0]
        of_world = {ClientWeek.parse(key): week for key, week in expected.items() if week["world"] == world}
        for key, context in _contexts(homes / world, settings, of_world).items():
            for name, rung in _rungs(of_world[key], context).items():
                total[name].add(rung)
    return total


def _contexts(home: Path, settings: Settings, keys: Mapping[ClientWeek, Any]) -> dict[ClientWeek, WeekContext]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        return read_contexts(con, settings, TYPE, list(keys))


def _rungs(week: Mapping[str, Any], context: WeekContext) -> dict[str, Rung]:
    form, formless = _form_words(FORM), _form_words(Preferences())
    nothing: Mapping[str, Any] = {"sections": []}
    return {
        RUNGS[0]: _rung(week, nothing, 0, formless),
        RUNGS[1]: _rung(week, nothing, 0, form),
        RUNGS[2]: _drafted(week, replace(context, before=None), formless, Preferences()),
        RUNGS[3]: _drafted(week, context, form, FORM),
    }


def _drafted(week: Mapping[str, Any], context: WeekContext, form_words: int, preferences: Preferences) -> Rung:
    kind = shaped(TYPE, preferences)
    brief = make_brief(context, kind)
    gated = judge(Extractive().write(brief, kind), brief.frame, kind, _stored(context), context.events)
    withheld = sum(claim.verdict in ("unsupported", "out_of_context") for claim in gated.withheld)
    return _rung(week, _shown(gated), withheld, form_words)


def _stored(context: WeekContext) -> dict[tuple[str, str], StoredEvidence]:
    weeks_of = [(context.week, context)] + ([(context.before.week, context.before)] if context.before else [])
    return {
        (event.event_id, event.version): StoredEvidence(
            event=event, client_id=context.client.id, week=week, current_version=event.version,
            previous_version=None, deleted=False, relations=frozenset(),
        )
        for week, read in reversed(weeks_of)
        for event in (*read.events, *(meeting.event for meeting in read.meetings))
    }  # fmt: skip


def _shown(gated: Gated) -> dict[str, Any]:
    return {
        "sections": [as_json(section) for section in gated.sections],
        "offers": [as_json(offer) for offer in gated.offers],
    }


def _rung(week: Mapping[str, Any], shown: Mapping[str, Any], withheld: int, form_words: int) -> Rung:
    counted = weeks.score(week, shown)
    claims = [claim for _, claim in weeks.told(shown)]
    said = [weeks.quotes(claim) for claim in claims]
    offers = [weeks.quotes(offer) for offer in shown.get("offers", ())]
    facts = [fact["evidence"] for fact in week["facts"]]
    untold = [
        fact
        for fact in week["facts"]
        if fact["weight"] == "must" and not any(weeks.overlap(quotes, fact["evidence"]) for quotes in said)
    ]
    to_type = [fact for fact in untold if not any(weeks.overlap(offer, fact["evidence"]) for offer in offers)]
    to_strike = [claim for claim in claims if not any(weeks.overlap(weeks.quotes(claim), fact) for fact in facts)]
    words = sum(tokens(fact["what"]) for fact in to_type) + sum(tokens(claim["text"]) for claim in to_strike)
    words += len(untold) - len(to_type) + form_words
    return Rung(counted.must, counted.must_told, counted.must_offered, withheld, words)


def _form_words(preferences: Preferences) -> int:
    """The words of the form that are still to be made."""
    return distance(_form_text(preferences), _form_text(FORM))


def _form_text(preferences: Preferences) -> str:
    form, kind = form_of(preferences), shaped(TYPE, preferences)
    return "\n".join([form.greeting, *(section.title for section in kind.sections), form.sign_off])


def picture(rungs: Mapping[str, Rung]) -> str:
    """Bars of what is told, and offered, and of what is left to edit."""
    most = max(rung.words for rung in rungs.values()) or 1
    lines = []
    for place, (name, rung) in enumerate(rungs.items()):
        y = 30 + 70 * place
        told, offered = (part / rung.must * 420 for part in (rung.told, rung.offered))
        lines += [
            f'<text x="10" y="{y}">{name}</text>',
            f'<rect x="10" y="{y + 8}" width="{told:.0f}" height="12" fill="#2f4fc9"/>',
            f'<rect x="{10 + told:.0f}" y="{y + 8}" width="{offered:.0f}" height="12" fill="#9db2ff"/>',
            f'<rect x="10" y="{y + 24}" width="{rung.words / most * 420:.0f}" height="12" fill="#a32020"/>',
            f'<text x="440" y="{y + 19}">{(rung.told + rung.offered) / rung.must:.0%} told or offered</text>',
            f'<text x="440" y="{y + 35}">{rung.words} words left to edit</text>',
        ]
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320" font-family="sans-serif" font-size="13">'
    return "\n".join([head, '<rect width="640" height="320" fill="#fff"/>', *lines, "</svg>"])


if __name__ == "__main__":
    main()

"""How much of what an account lead would tell the drafts tell: `uv run python -m benchmarks.weeks FOLDER`.

FOLDER holds a folder a world, each with a yarnnn.yaml and what it names, and facts.json, which somebody wrote down
before any draft was read. Four lie in `benchmarks/worlds`: made-up agencies with two clients and four weeks each, by
authors who had seen no rule.

    {"CLIENT WEEK": {"world": ..., "facts": [{"what", "weight": "must" | "nice", "evidence": [source words]}],
                     "stale": [source words that something later overtook]}}

Scored is by evidence: a claim tells a fact if the words that it quotes and those that the fact stands on overlap, which
is to say that the longer contains the shorter. That a claim misleads, words can't show: `--sentences FILE.csv` lists
every claim with an empty column `reading`; fill it in with one of the READINGS, give the same file again, and the
shares of those that were read are counted. Sentences that are new or worded anew are added to the file, unread.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

READINGS = ("good", "partly", "trivia", "unreadable", "misleads")
COLUMNS = ("client_week", "section", "text", "quotes", "reading")
SHORTEST = 9  # characters of quoted words that overlap can be told by


@dataclass
class Score:
    """Counts over client weeks. `*_told`: facts that some claim tells; `offered`: must facts that only an offer has."""

    must: int = 0
    must_told: int = 0
    must_offered: int = 0
    facts: int = 0
    facts_told: int = 0
    claims: int = 0
    claims_telling: int = 0
    claims_stale: int = 0

    def add(self, other: Score) -> None:
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--homes", type=Path, help="where the worlds' homes are kept, for another look at them")
    parser.add_argument("--sentences", type=Path, help="the claims as CSV, to be read and given again")
    parser.add_argument("--missed", action="store_true", help="list the must facts that no claim tells")
    chosen = parser.parse_args(arguments)
    expected = json.loads((chosen.folder / "facts.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="yarnnn-weeks-") as scratch:
        shown = drafts(expected, chosen.folder, chosen.homes or Path(scratch))
    total = Score()
    for client_week, week in expected.items():
        of_week = score(week, shown[client_week])
        print(line(client_week, of_week))
        for fact in missed(week, shown[client_week]) if chosen.missed else ():
            print(f"{'':22}  not told: {fact}")
        total.add(of_week)
    print(line("all", total))
    if chosen.sentences:
        read_by_eye(chosen.sentences, shown)


def drafts(expected: Mapping[str, Any], folder: Path, homes: Path) -> dict[str, dict[str, Any]]:
    """{"CLIENT WEEK": `show --json`} of every week that facts were written down for, drafted as of now."""
    yarnnn = Path(sys.executable).with_name("yarnnn")
    shown = {}
    for world in sorted({week["world"] for week in expected.values()}):
        keys = [client_week.split() for client_week, week in expected.items() if week["world"] == world]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("YARNNN_")}
        environment |= {
            "YARNNN_HOME": str(homes / world),
            "YARNNN_CONFIG": str((folder / world / "yarnnn.yaml").resolve()),
        }
        commands = [["sync"]]
        for client in sorted({client for client, _ in keys}):
            weeks = sorted(week for its, week in keys if its == client)
            commands.append(["run", "--no-sync", "--client", client, "--weeks", f"{weeks[0]}..{weeks[-1]}"])
        for command in commands:
            subprocess.run([yarnnn, *command], env=environment, check=True, stdout=subprocess.DEVNULL)
        for client, week in keys:
            printed = subprocess.run(
                [yarnnn, "show", client, week, "--json"], env=environment, check=True, stdout=subprocess.PIPE
            ).stdout
            shown[f"{client} {week}"] = json.loads(printed)
    return shown


def score(week: Mapping[str, Any], shown: Mapping[str, Any]) -> Score:
    claims = [quotes(claim) for _, claim in told(shown)]
    offers = [quotes(offer) for offer in shown.get("offers", ())]
    facts = [fact["evidence"] for fact in week["facts"]]
    must = [fact["evidence"] for fact in week["facts"] if fact["weight"] == "must"]
    must_told = [fact for fact in must if any(overlap(claim, fact) for claim in claims)]
    return Score(
        must=len(must),
        must_told=len(must_told),
        must_offered=sum(any(overlap(offer, fact) for offer in offers) for fact in must if fact not in must_told),
        facts=len(facts),
        facts_told=sum(any(overlap(claim, fact) for claim in claims) for fact in facts),
        claims=len(claims),
        claims_telling=sum(any(overlap(claim, fact) for fact in facts) for claim in claims),
        claims_stale=sum(overlap(claim, week.get("stale", ())) for claim in claims),
    )


def missed(week: Mapping[str, Any], shown: Mapping[str, Any]) -> Iterator[str]:
    claims = [quotes(claim) for _, claim in told(shown)]
    for fact in week["facts"]:
        if fact["weight"] == "must" and not any(overlap(claim, fact["evidence"]) for claim in claims):
            yield fact["what"]


def told(shown: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(section's id, claim) of each that the draft tells; the summary on top only repeats some of them."""
    for section in shown["sections"]:
        if section["id"] != "in_short":
            for claim in section["claims"]:
                yield section["id"], claim


def quotes(claim: Mapping[str, Any]) -> list[str]:
    return [evidence["quote"] or "" for evidence in claim["evidence"]]


def overlap(some: Iterable[str], others: Iterable[str]) -> bool:
    folded = [plain(text) for text in others]
    return any(
        len(text) >= SHORTEST and (text in other or other in text) for text in map(plain, some) for other in folded
    )


def plain(text: str) -> str:
    return re.sub(r"[\s*_`]+", " ", text.replace("’", "'").replace("&gt;", ">")).strip().lower()


def line(name: str, counted: Score) -> str:
    def share(part: int, whole: int) -> str:
        return f"{part}/{whole} ({part / whole:.2f})" if whole else "-"

    return (
        f"{name:<22} must facts told {share(counted.must_told, counted.must)}"
        f", told or offered {share(counted.must_told + counted.must_offered, counted.must)}"
        f"; all facts told {share(counted.facts_told, counted.facts)}"
        f"; claims that tell a fact {share(counted.claims_telling, counted.claims)}, overtaken {counted.claims_stale}"
    )


def read_by_eye(path: Path, shown: Mapping[str, Mapping[str, Any]]) -> None:
    """Count what a reader wrote into the file, and add to it what was not read."""
    reading: dict[tuple[str, ...], str] = {}
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["reading"] not in ("", *READINGS):
                    sys.exit(f"{path}: `{row['reading']}` is none of {', '.join(READINGS)}")
                reading[tuple(row[column] for column in COLUMNS[:4])] = row["reading"]
    rows = [
        (client_week, section, claim["text"], " / ".join(quotes(claim)))
        for client_week, week in shown.items()
        for section, claim in told(week)
    ]
    counted = Counter(reading[row] for row in rows if reading.get(row))
    print(", ".join(f"{counted[name]} {name}" for name in READINGS), f"of {counted.total()} read, of {len(rows)}")
    gone = {row: mark for row, mark in reading.items() if mark and row not in rows}  # another version may say it again
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows([*row, reading.get(row, "")] for row in rows)
        writer.writerows([*row, mark] for row, mark in gone.items())


if __name__ == "__main__":
    main()

"""How many mails of a corpus are cut to their author's words: `uv run python -m benchmarks.mail_replies FOLDER ...`.

The corpora are other projects' test fixtures and stay out of this one. A FOLDER holds mails (.eml, or the text of one
in .html or .txt) and an `expected.json`: {file: {"whole": [all of the text, another reading of it that is as good]} or
{"has": [...], "hasnt": [...]}}, parts that it must or must not hold. White space counts as one space. Each mail that
comes out otherwise is printed.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path
from typing import TypedDict

from yarnnn_pipelines.sources.gmail.parts import TextPart, parsed, parts_of
from yarnnn_pipelines.sources.gmail.quotes import Letterhead


class Expectation(TypedDict, total=False):
    """Either `whole`, or the other two."""

    whole: list[str]
    has: list[str]
    hasnt: list[str]


def words_of(file: Path) -> str:
    """What the author of this mail wrote; of bare text nothing is known of who sent it."""
    if file.suffix == ".eml":
        return parts_of(parsed(file.read_bytes())[0]).text("", Letterhead())
    mime = "text/html" if file.suffix == ".html" else "text/plain"
    return TextPart(mime, file.read_text("utf-8", "replace")).words("", Letterhead()).text


def faults(text: str, expected: Expectation) -> list[str]:
    """What is wrong with a text, a phrase each."""
    text = _folded(text)
    readings = [_folded(reading) for reading in expected.get("whole", ())]
    if readings:
        return [] if text in readings else [_difference(text, readings[0])]
    lost = [f"lost {part[:80]!r}" for part in expected.get("has", ()) if _folded(part) not in text]
    return lost + [f"holds {part[:80]!r}" for part in expected.get("hasnt", ()) if _folded(part) in text]


def _difference(text: str, expected: str) -> str:
    same = len(os.path.commonprefix([text, expected]))
    return f"goes on with {text[same:][:120]!r}, not with {expected[same:][:120]!r}"


def _folded(text: str) -> str:
    return " ".join(text.split())


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    for folder in parser.parse_args(arguments).folders:
        expectations: dict[str, Expectation] = json.loads((folder / "expected.json").read_text("utf-8"))
        began = time.perf_counter()
        texts = {name: words_of(folder / name) for name in expectations}
        seconds = time.perf_counter() - began
        wrong = {name: found for name, text in texts.items() if (found := faults(text, expectations[name]))}
        for name, found in wrong.items():
            print(f"  {name}: {'; '.join(found)}")
        print(f"{folder}: {len(texts) - len(wrong)} of {len(texts)} right, {seconds:.2f} s")


if __name__ == "__main__":
    main()

"""Every alternative of every pattern is there for a reason: a sentence that it alone reads."""

from __future__ import annotations

import importlib
import inspect
import os
import pkgutil
import re
from pathlib import Path

import polars as pl
import pytest

from yarnnn_pipelines import english
from yarnnn_pipelines.english.alternatives import Alternative, Pattern, said, written
from yarnnn_pipelines.english.readings import READINGS


def patterns_of(name: str) -> dict[str, Pattern]:
    """The patterns that a module of english/ makes, under their names; what it imports belongs to another."""
    module = importlib.import_module(f"{english.__name__}.{name}")
    source = inspect.getsource(module)
    patterns = {name: value for name, value in vars(module).items() if isinstance(value, Pattern)}
    return {f"{module.__name__.split('.')[-1]}.{name}": p for name, p in patterns.items() if f"\n{name} = " in source}


PATTERNS = {
    name: pattern
    for module in pkgutil.iter_modules(english.__path__)
    for name, pattern in patterns_of(module.name).items()
}
ALTERNATIVES = [
    pytest.param(pattern, alternative, id=f"{name}, {alternative.name}")
    for name, pattern in PATTERNS.items()
    for alternative in pattern.alternatives
]
PLAIN_WORDS = re.compile(r"(?:[^\W\d_]|[-€]|\\s\+|\['’\])+", re.IGNORECASE)


def reads(regexes: tuple[str, ...], text: str) -> bool:
    return any(re.search(regex, text) for regex in regexes)


def shown(phrase: str) -> str | None:
    """A phrase that is plain words shows itself."""
    return phrase.replace(r"\s+", " ").replace("['’]", "'") if PLAIN_WORDS.fullmatch(phrase) else None


def unshown(pattern: Pattern, alternative: Alternative) -> list[str]:
    """The phrases without an example that they read and no other phrase of the pattern does."""
    everything = [
        (other.name, phrase, regex)
        for other in pattern.alternatives
        for phrase, regex in zip(other.phrases, other.regexes, strict=True)
    ]
    missing = []
    for phrase, regex in zip(alternative.phrases, alternative.regexes, strict=True):
        rest = tuple(r for name, p, r in everything if (name, p) != (alternative.name, phrase))
        texts = [*alternative.examples, *filter(None, [shown(phrase)])]
        if not any(reads((regex,), text) and not reads(rest, text) for text in texts):
            missing.append(phrase)
    return missing


def test_the_library_has_patterns_to_show() -> None:
    assert len(PATTERNS) > 50


@pytest.mark.parametrize(("pattern", "alternative"), ALTERNATIVES)
def test_an_alternative_reads_its_examples_and_is_needed_for_them(pattern: Pattern, alternative: Alternative) -> None:
    assert alternative.examples
    for example in alternative.examples:
        assert reads(alternative.regexes, example), example
        assert pattern.found_in(example), example
    assert not [text for text in alternative.unlike if reads(alternative.regexes, text)]
    assert unshown(pattern, alternative) == []


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_alternatives_have_names_of_their_own(pattern: Pattern) -> None:
    names = [alternative.name for alternative in pattern.alternatives]
    assert len(names) == len(set(names))


def test_an_alternative_that_another_makes_needless_is_seen() -> None:
    pattern = Pattern(said("negation", "not | never", "not now"), said("refusal", "not now | no way", "not now"))
    assert unshown(pattern, pattern.alternatives[0]) == []
    assert unshown(pattern, pattern.alternatives[1]) == [r"not\s+now"]


def test_a_phrase_without_an_example_is_seen() -> None:
    pattern = Pattern(said("delay", "slips? | late", "it is late"), written("sign", r"!\?", "what!?"))
    assert unshown(pattern, pattern.alternatives[0]) == ["slips?"]
    assert unshown(pattern, pattern.alternatives[1]) == []


SNAPSHOT = Path(__file__).parent / "snapshots" / "english.txt"


def test_no_alternative_is_lost_unseen() -> None:
    """An example that went with its alternative is missed here; UPDATE_SNAPSHOTS=1 writes the file anew."""
    examples = [
        f"{name} | {alternative.name} | {example}"
        for name, pattern in PATTERNS.items()
        for alternative in pattern.alternatives
        for example in [*alternative.examples, *filter(None, map(shown, alternative.phrases))]
    ]
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOT.parent.mkdir(exist_ok=True)
        SNAPSHOT.write_text("\n".join(examples) + "\n")
    assert SNAPSHOT.read_text().split("\n")[:-1] == examples


@pytest.mark.parametrize("reading", READINGS)
def test_what_polars_reads_is_what_python_reads(reading: str) -> None:
    examples = [example for p in PATTERNS.values() for a in p.alternatives for example in a.examples]
    by_polars = pl.DataFrame({"text": examples}).filter(pl.col("text").str.contains(READINGS[reading]))["text"]
    assert by_polars.to_list() == [example for example in examples if re.search(READINGS[reading], example)]

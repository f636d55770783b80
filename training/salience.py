"""Fits the weights of `deliverables/brief/salience.py`: `uv run python -m training.salience [--check]`.

Reads `examples/*.txt` and writes `salience.json` beside that module. `--check` writes nothing and tells how well the
model judges conversations that it was not fitted to.

An example is a conversation: "[slack]" or "[mail] Subject", then turns, each opened by "us NAME" or "them NAME", with a
sentence a line, marked "+" if an account lead would want it told (a result, cause, decision, number, promise, blocker,
answer, or a question that waits for one) and "-" if not (thanks, chatter, appointments, steps of a how-to, logs,
newsletters, other people's news). All of it was made up for this purpose.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from yarnnn_pipelines.deliverables.brief.remarks import LEAST, LEAST_TOLD
from yarnnn_pipelines.deliverables.brief.salience import WEIGHTS, Setting, features
from yarnnn_pipelines.english.sentences import Span, core, is_heading
from yarnnn_pipelines.english.statement import parse

EXAMPLES = Path(__file__).with_name("examples")
FEWEST = 3  # examples that have a feature, for it to get a weight
INVERSE_PENALTY = 0.3  # what cross-validation found best of 0.03, 0.1, 0.3, 1
DIGITS = 3


@dataclass(frozen=True)
class Example:
    """sentence: without greeting. conversation: its number, so that none is split when the fit is checked."""

    sentence: str
    setting: Setting
    is_worth_a_line: bool
    conversation: int


@dataclass
class _Turn:
    by_us: bool
    sentences: list[tuple[str, bool]]


def examples() -> list[Example]:
    made: list[Example] = []
    conversations = [
        block for path in sorted(EXAMPLES.glob("*.txt")) for block in path.read_text(encoding="utf-8").split("\n\n")
    ]
    for number, block in enumerate(conversations):
        head, *lines = block.strip().split("\n")
        made += _of_conversation(number, head.startswith("[mail]"), _turns(lines))
    return made


def _turns(lines: Sequence[str]) -> list[_Turn]:
    turns: list[_Turn] = []
    for line in lines:
        mark, _, words = line.partition(" ")
        if mark in ("+", "-"):
            span = core(words, Span(0, len(words)))
            if span is not None and not is_heading(words):
                turns[-1].sentences.append((words[slice(*span)], mark == "+"))
        elif mark in ("us", "them"):
            turns.append(_Turn(mark == "us", []))
        else:
            raise ValueError(f"`{line}` begins with none of +, -, us, them")
    return turns


def _of_conversation(number: int, in_mail: bool, turns: Sequence[_Turn]) -> Iterator[Example]:
    for place, turn in enumerate(turns):
        before = turns[place - 1] if place else None
        answers = before is not None and before.by_us != turn.by_us and any(parse(s).asks for s, _ in before.sentences)
        setting = Setting(turn.by_us, in_mail, place, len(turns), 0, len(turn.sentences), answers)
        for position, (sentence, is_worth) in enumerate(turn.sentences):
            yield Example(sentence, replace(setting, place=position), is_worth, number)


def fit(made: Sequence[Example]) -> dict[str, float]:
    """Weights by feature, of the features that have one; "" is the bias."""
    names, table = _table(made)
    model = _model().fit(table, [example.is_worth_a_line for example in made])
    weights = {"": round(float(model.intercept_[0]), DIGITS)}
    weights |= {name: round(float(weight), DIGITS) for name, weight in zip(names, model.coef_[0], strict=True)}
    return {name: weight for name, weight in weights.items() if weight or not name}


def as_text(weights: dict[str, float]) -> str:
    return json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def _model() -> LogisticRegression:
    # Newton's method goes on to the exact optimum, so that rounding gives the same weights on every machine.
    return LogisticRegression(C=INVERSE_PENALTY, solver="newton-cholesky", tol=1e-10, max_iter=200)


def _table(made: Sequence[Example]) -> tuple[list[str], np.ndarray]:
    having = [features(example.sentence, example.setting) for example in made]
    counts = Counter(feature for of_example in having for feature in of_example)
    names = sorted(feature for feature, count in counts.items() if count >= FEWEST)
    return names, np.array([[float(name in of_example) for name in names] for of_example in having])


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="how well it judges what it was not fitted to")
    made = examples()
    if not parser.parse_args(arguments).check:
        WEIGHTS.write_text(as_text(fit(made)), encoding="utf-8")
        return
    _, table = _table(made)
    worth = np.array([example.is_worth_a_line for example in made])
    lengths = [len(example.sentence) for example in made]
    groups = [example.conversation for example in made]
    folds = GroupKFold(10)
    judged = cross_val_predict(_model(), table, worth, groups=groups, cv=folds, method="predict_proba")[:, 1]
    print(f"{len(made)} sentences of {len(set(groups))} conversations, {table.shape[1]} features")
    print(
        f"AUROC {roc_auc_score(worth, judged):.3f}; of the sentence's length alone {roc_auc_score(worth, lengths):.3f}"
    )
    for least in (LEAST, LEAST_TOLD, 0.8):
        above = judged >= least
        share, right = np.mean(above[worth]), np.mean(worth[above])
        print(f"from {least}: {share:.2f} of what is worth a line, and of what weighs as much {right:.2f} is")


if __name__ == "__main__":
    main()

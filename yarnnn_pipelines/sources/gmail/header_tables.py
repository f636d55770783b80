"""Headers of a quoted mail that have no colons: rows of a table, or each label above what it says.

    | From | Mia Duarte |        From | Date | Subject            Mia Duarte/Northlight
    | Sent | 2 Nov 2026 |        Mia Duarte | 2 Nov | Radio       02/11/2026 10:00
                                                                  To
                                                                  Dana Reyes

The third is Lotus Notes'. Written as `Label: value` lines they are what `quotes` judges; nothing is judged here.
"""

from __future__ import annotations

import re
from itertools import pairwise

from yarnnn_pipelines.sources.gmail.attributions import timed
from yarnnn_pipelines.sources.gmail.header_words import OTHER_LABELS, PERSON_LABELS

_LABELS = PERSON_LABELS | OTHER_LABELS
_RULE = re.compile(r"^[\s|+:=_┌┬┐├┼┤└┴┘─━—-]+$")
_DIVIDERS = re.compile(r"\s*[|│┃]\s*|\t+\s*|\s{2,}")
_WRITER = re.compile(r"^[^\W\d_a-zß-ÿ][^:：.!?;]{1,80}$")
_LINES_OF_A_TABLE, _LINES_OF_COLUMNS = 16, 24
_LONGEST_LINE, _LONGEST_MOMENT = 300, 40
_FEWEST_LABELS_IN_A_ROW = 3


def labelled(lines: list[str], index: int) -> list[str]:
    """The header that stands from this line on, as `Label: value` lines; [] where none without colons begins here."""
    line = lines[index].strip()
    if not line or len(line) > _LONGEST_LINE:
        return []
    if _DIVIDERS.search(line):
        cells = _cells(line)
        if len(cells) < 2 or not _is_label(cells[0]):
            return []
        below = list(map(str.strip, lines[index : index + _LINES_OF_A_TABLE]))
        return _headed_row(cells, below[1:]) or _rows(below)
    if ":" not in line and (_is_label(line) or _is_writer_at_a_time(lines, index)):
        return _columns([other.strip() for other in lines[index : index + _LINES_OF_COLUMNS]])
    return []


def _cells(line: str) -> list[str]:
    return _DIVIDERS.split(line.strip().strip("|│┃").strip())


def _is_label(words: str) -> bool:
    return _name_of(words) in _LABELS


def _name_of(label: str) -> str:
    return label.strip(" *_:：").casefold()


def _headed_row(labels: list[str], below: list[str]) -> list[str]:
    """Of a table's first row, with the labels, and the next one, with the values."""
    row = next((line for line in below[:2] if not _RULE.match(line)), "")
    values = _cells(row)
    if len(labels) < _FEWEST_LABELS_IN_A_ROW or len(values) != len(labels) or not all(map(_is_label, labels)):
        return []
    return [f"{_name_of(label)}: {value}" for label, value in zip(labels, values, strict=True)]


def _rows(lines: list[str]) -> list[str]:
    """Of rows with a label and a value."""
    out: list[str] = []
    for line in lines:
        if not line or _RULE.match(line):
            continue
        label, *values = _cells(line)
        if not _is_label(label) or len(values) > 1:
            break
        out.append(f"{_name_of(label)}: {' '.join(values)}")
    return out


def _is_writer_at_a_time(lines: list[str], index: int) -> bool:
    """A name above a day with a time of day, above a label, as Lotus Notes writes them."""
    below = [line.strip() for line in lines[index + 1 : index + 6] if line.strip()][:2]
    if len(below) < 2 or not _WRITER.match(lines[index].strip()):
        return False
    return len(below[0]) <= _LONGEST_MOMENT and timed(below[0]) and _is_label(_cells(below[1])[0])


def _columns(lines: list[str]) -> list[str]:
    """Of labels that stand above their values."""
    out: list[str] = []
    if not _is_label(lines[0]):
        moment = next(line for line in lines[1:] if line)
        out = [f"from: {lines[0]}", f"date: {moment}"]
        lines = lines[lines.index(moment, 1) + 1 :]
    is_value = False
    for line, below in pairwise([*lines, ""]):
        label, *values = _cells(line)
        if is_value:
            is_value = False
            continue
        if not line:
            continue
        if not _is_label(label) or len(values) > 1:
            break
        is_value = not values and bool(below) and not _is_label(_cells(below)[0])
        out.append(f"{_name_of(label)}: {' '.join(values) or (below if is_value else '')}")
    return out

"""A deliverable that somebody edited as a text, taken apart into edits of its sentences and of its form.

The lines of the sent copy are held against those that the text has now: what is left as it was, what stands elsewhere,
what was worded anew, what is gone, what came. How a text is read is `text_form`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from yarnnn_pipelines.deliverables.preferences.form import form_of
from yarnnn_pipelines.deliverables.preferences.preference import Preference, preferences_from_json
from yarnnn_pipelines.deliverables.preferences.shaped_type import in_order
from yarnnn_pipelines.stores.ledger.rows import NewEdit
from yarnnn_pipelines.supervision.text_form import REWORDED, Line, TextForm, likeness, lines_of, plain, read_text


def edits_of_text(document: Mapping[str, Any], markdown: str, where: str = "") -> list[NewEdit]:
    """The edits that make the version's sent copy this text; none where it says the same in the same form.

    `UserError` where a heading is none of the deliverable's sections.
    """
    lines, form = read_text(document, markdown, where)
    shapes = list(_shapes(document, form))
    before = lines_of(document)
    order = [shape.value for shape in shapes if shape.kind == "section_order"]
    if order:  # a section that stands elsewhere as a whole moves no sentence
        place = {section: position for position, section in enumerate(order[0])}
        before = sorted(before, key=lambda line: place.get(line.section, -1))
    return [*map(_as_edit, shapes), *_differences(before, lines)]


def _shapes(document: Mapping[str, Any], form: TextForm) -> Iterator[Preference]:
    """What the text wants of its form that the version does not have."""
    had = form_of(preferences_from_json(document.get("preferences", ())))
    if form.greeting != had.greeting:
        yield Preference("greeting", "", form.greeting)
    if form.sign_off != had.sign_off:
        yield Preference("sign_off", "", form.sign_off)
    if form.is_prose is not None and form.is_prose != had.is_prose:
        yield Preference("layout", "", "prose" if form.is_prose else "bullets")
    titles = {section["id"]: plain(section["title"]) for section in document["sections"]}
    added = [section for section in form.titles if section not in titles]
    for section in added:
        yield Preference("section_added", section, form.titles[section])
    titles |= {section: form.titles[section] for section in added}
    for section, title in form.titles.items():
        if title.casefold() != titles[section].casefold():
            yield Preference("section_title", section, title)
    all_of_them = [*(section["id"] for section in document["sections"]), *added]
    shown = [section for section in all_of_them if section in form.titles]
    if shown != list(form.titles):
        yield Preference("section_order", "", in_order(all_of_them, list(form.titles)))


def _as_edit(shape: Preference) -> NewEdit:
    return NewEdit("shape", {"kind": shape.kind, "subject": shape.subject, "value": shape.value})


def _differences(before: Sequence[Line], after: Sequence[Line]) -> Iterator[NewEdit]:
    matcher = SequenceMatcher(None, [line[:2] for line in before], [line[:2] for line in after], autojunk=False)
    gone: list[Line] = []
    came: list[tuple[int, Line]] = []
    for tag, low, high, new_low, new_high in matcher.get_opcodes():
        if tag != "equal":
            gone += before[low:high]
            came += [(at, after[at]) for at in range(new_low, new_high)]
    pairs = _pairs(gone, [line for _, line in came])
    for line in gone:
        if line not in [old for old, _ in pairs]:
            yield NewEdit("strike", _as_json(line))
    ids = {(line.section, line.text): (line.claim or {}).get("claim_id") for line in before}
    for at, line in came:
        following = next((ids.get(other[:2]) for other in after[at + 1 :] if other.section == line.section), None)
        old = next((one for one, new in pairs if new is line), None)
        if old is None:
            yield NewEdit("write", None, line.text, line.section, following)
            continue
        if old.section != line.section or old.text == line.text:
            yield NewEdit("move", _as_json(old), section=line.section, before=following)
        if old.text != line.text:
            yield NewEdit("reword", _as_json(old), line.text)


def _pairs(gone: Sequence[Line], came: Sequence[Line]) -> list[tuple[Line, Line]]:
    """Which line became which: the likest first, each once."""
    alike = [
        (likeness(old.text, new.text) + (0.1 if old.section == new.section else 0.0), one, other)
        for one, old in enumerate(gone)
        for other, new in enumerate(came)
    ]
    pairs: dict[int, int] = {}
    for share, one, other in sorted(alike, reverse=True):
        if share >= REWORDED and one not in pairs and other not in pairs.values():
            pairs[one] = other
    return [(gone[one], came[other]) for one, other in pairs.items()]


def _as_json(line: Line) -> dict[str, Any]:
    return dict(line.claim or {})

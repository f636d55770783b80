"""A deliverable type stands in its file alone: sections, their order, the opening line, what fills them."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from tests.unit.weekly import at, client_span, client_week, meeting, message, stored, write
from yarnnn_pipelines.config.deliverable_types import (
    CandidateKind,
    DeliverableType,
    deliverable_types,
    load_type,
)
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.render.render import sent_markdown
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.week.client_week import WeekContext

LETTER = """\
id: board_letter
name: Board letter
audience: client
cadence: weekly
title: "Letter on {client}, {week}"
opening: {id: glance, title: At a glance, most: 2, tells: [figures, choices]}
sections:
  - {id: dates, title: Dates, takes: [coming_meeting], most: 1, substance: false}
  - {id: figures, title: Figures, takes: [metric], most: 5}
  - {id: choices, title: Choices made, takes: [decision], most: 5}
"""


def own(folder: Path, text: str = LETTER) -> DeliverableType:
    path = folder / "letter.yaml"
    path.write_text(text, encoding="utf-8")
    return load_type(path)


WEEK = client_week(
    message("Mia Duarte", at(9, 10), "We decided to move the shoot to the second week of December."),
    message("Mia Duarte", at(10, 10), "The conversion rate rose from 2.1% to 2.8%."),
    message("Mia Duarte", at(11, 10), "The landing page is live in both languages."),
    meetings=(meeting("Mid-quarter review", at(19, 14), "coming"),),
)


def sent(week: WeekContext, kind: DeliverableType) -> str:
    gated = judge(write(week, kind), frame_for(week), kind, stored(week))
    assert gated.withheld == ()
    return sent_markdown(gated.draft.title, gated.sections, kind)


def test_a_type_of_ones_own_has_its_own_sections_in_its_own_order_and_its_own_opening_line(tmp_path: Path) -> None:
    assert sent(WEEK, own(tmp_path)) == (
        "# Letter on Acme Corp, 2026-W46\n\n"
        "At a glance: the conversion rate rose from 2.1% to 2.8% and we decided to move the shoot to the second week "
        "of December.\n\n"
        "## Dates\n\n- Mid-quarter review, Thursday 19 November, 14:00.\n\n"
        "## Figures\n\n- The conversion rate rose from 2.1% to 2.8%.\n\n"
        "## Choices made\n\n- We decided to move the shoot to the second week of December.\n"
    )


def test_the_opening_line_takes_its_clauses_in_the_order_that_the_type_names(tmp_path: Path) -> None:
    kind = own(tmp_path, LETTER.replace("tells: [figures, choices]", "tells: [choices, figures]"))
    assert "At a glance: we decided to move the shoot" in sent(WEEK, kind)
    assert "At a glance" not in sent(WEEK, own(tmp_path, LETTER.replace("[figures, choices]", "[figures, figures]")))


def test_what_no_section_of_a_type_takes_is_left_out_and_says_so(tmp_path: Path) -> None:
    draft = write(WEEK, own(tmp_path))
    (finished,) = (event for event in WEEK.events if "landing page" in event.text)
    assert draft.left_out[finished.event_id] == "of_no_section"


def test_a_retraction_of_what_no_section_takes_needs_no_section(tmp_path: Path) -> None:
    week = client_week(
        message("Mia Duarte", at(9), "The landing page is live in both languages."),
        message("Mia Duarte", at(10), "Scrap that: the landing page is not live."),
    )
    assert all(not section.claims for section in write(week, own(tmp_path)).sections)


def test_a_type_without_an_opening_line_opens_with_its_first_section(tmp_path: Path) -> None:
    kind = own(tmp_path, LETTER.replace("most: 2, tells: [figures, choices]", "most: 0"))
    assert "At a glance" not in sent(WEEK, kind)
    assert [section.id for section in write(WEEK, kind).sections] == ["dates", "figures", "choices"]


def test_an_opening_line_that_names_no_sections_sums_up_those_of_substance_in_their_order(tmp_path: Path) -> None:
    kind = own(tmp_path, LETTER.replace(", tells: [figures, choices]", ""))
    assert kind.opening_order == ["figures", "choices", "figures", "choices"]


def test_a_file_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    kind = own(tmp_path, LETTER.replace("opening: {id: glance, title: At a glance, most: 2, tells: [figures, choices]}",
                                        "in_short: {title: Summary, most: 2}"))  # fmt: skip
    assert (kind.opening.title, kind.opening.most) == ("Summary", 2)


def test_a_sentence_for_an_empty_section_in_a_file_of_an_earlier_version_is_sent_to_nobody(tmp_path: Path) -> None:
    of_before = own(tmp_path, LETTER.replace("takes: [decision],", "takes: [decision], required: true, empty: None.,"))
    assert of_before == own(tmp_path)
    silent = client_week(message("Mia Duarte", at(10, 10), "The conversion rate rose from 2.1% to 2.8%."))
    assert "Choices made" not in sent(silent, of_before)


def test_the_type_that_the_readme_shows_is_a_type_that_tells(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    kind = own(tmp_path, readme.partition("```yaml\n")[2].partition("```")[0])
    week = client_span(
        kind,
        message("Mia Duarte", at(8, 10, month=10), "We decided to move the shoot to the second week of December."),
        message("Mia Duarte", at(20, 10, month=10), "The conversion rate rose from 2.1% to 2.8%."),
    )
    assert sent(week, kind) == (
        "# Acme Corp in October 2026\n\n"
        "At a glance: the conversion rate rose from 2.1% to 2.8% "
        "and we decided to move the shoot to the second week of December.\n\n"
        "## Figures\n\n- The conversion rate rose from 2.1% to 2.8% (20 October).\n\n"
        "## Choices made\n\n- We decided to move the shoot to the second week of December (8 October).\n"
    )
    assert all(f"`{taken}`" in readme for taken in get_args(CandidateKind))


def test_every_kind_has_a_place_in_what_ships() -> None:
    taken = {kind for shipped in deliverable_types().values() for kind in shipped.section_of}
    assert taken == set(get_args(CandidateKind))


@pytest.mark.parametrize(
    ("right", "wrong", "line", "what", "mend"),
    [
        ("audience: client", "audiense: client", 3, "unknown key 'audiense'", "did you mean 'audience'?"),
        ("most: 1", "mots: 1", 8, "unknown key 'mots'", "did you mean 'most'?"),
        ("takes: [metric]", "takes: [metrics]", 9, "no such value (here: 'metrics')", "did you mean 'metric'?"),
        ("name: Board letter\n", "", 1, "name is missing", "add `name:`"),
        ("id: board_letter", "id: con", 1, "Windows refuses", "another"),
        ("id: board_letter", "id: 2026", 1, "2026 is read as a number", 'quotes: "2026"'),
        ("id: figures", "id: dates", 9, "the id 'dates' stands twice", "its own id"),
        ("id: figures", "id: glance", 9, "the id 'glance' stands twice", "its own id"),
        ("takes: [metric]", "takes: [decision]", 10, "decision is taken by 'figures' and by 'choices'", "one of them"),
        (
            "tells: [figures, choices]",
            "tells: [figures, numbers]",
            6,
            "no section 'numbers'",
            "dates, figures, choices",
        ),
        ("{client}", "{customer}", 5, "nothing fills {customer}", "{client}, {monday}, {week}"),
        ("{client}", "{client:>99}", 5, "a name alone", "write {client}"),
        ("name: Board letter", "name: [Board letter", 3, "not YAML", "quotes"),
        ("cadence: weekly", "cadence: fortnightly", 4, "'fortnightly'", "`span: all` and `last_weeks: 2`"),
        ("takes: [metric]", "takes: metric", 9, "sections.takes: a list belongs here", "in brackets"),
        ("takes: [metric]", "takes: []", 9, "the list is empty", "at least one"),
        ("most: 1", "most: 0", 8, "sections.most: the number is too small", "1 or more"),
        ("most: 1", "most: one", 8, "a whole number belongs here", "5"),
        ("substance: false", "substance: none", 8, "yes or no belongs here", "true or false"),
        ("title: Figures", 'title: " "', 9, "sections.title: it is empty", "write"),
        ("title: Figures", 'title: "Fig\\nures"', 9, "several lines", "on one"),
        ("id: board_letter", "id: Board letter", 1, "it is no id of a type", "such as board_letter"),
        (LETTER, "", 1, "the file: keys with their values belong here", "`key: value`"),
    ],
)
def test_a_mistake_in_a_type_file_is_told_with_its_line_and_the_mend(
    tmp_path: Path, right: str, wrong: str, line: int, what: str, mend: str
) -> None:
    assert right in LETTER
    with pytest.raises(UserError) as caught:
        own(tmp_path, LETTER.replace(right, wrong, 1))
    assert what in caught.value.what
    assert caught.value.where.endswith(f"letter.yaml, line {line}")
    assert mend in caught.value.mend


def test_what_does_not_go_with_a_cadence_is_told_at_once(tmp_path: Path) -> None:
    text = LETTER.replace("cadence: weekly", "cadence: weekly\nspan: month").replace("{week}", "{month}")
    with pytest.raises(UserError) as caught:
        own(tmp_path, text)
    told = str(caught.value)
    assert "line 5: a weekly deliverable can't tell of 'month'\nMend: write span: week or all\n" in told
    assert "line 6: title: nothing fills {month}\nMend: write one of {client}, {monday}, {week}, {day}" in told


def test_a_type_may_end_in_yml_and_two_of_one_id_are_refused(tmp_path: Path) -> None:
    config, folder = tmp_path / "yarnnn.yaml", tmp_path / "deliverable_types"
    folder.mkdir()
    (folder / "a.yml").write_text(LETTER, encoding="utf-8")
    assert "board_letter" in deliverable_types(config)
    (folder / "b.yaml").write_text(LETTER, encoding="utf-8")
    with pytest.raises(UserError, match=r"is also that of a\.yml"):
        deliverable_types(config)


def test_a_type_file_that_has_changed_is_read_anew(tmp_path: Path) -> None:
    config, folder = tmp_path / "yarnnn.yaml", tmp_path / "deliverable_types"
    folder.mkdir()
    own(folder)
    assert deliverable_types(config)["board_letter"].name == "Board letter"
    own(folder, LETTER.replace("name: Board letter", "name: Letter to the board"))
    assert deliverable_types(config)["board_letter"].name == "Letter to the board"

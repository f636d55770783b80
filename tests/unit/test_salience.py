"""What is worth a line outranks what is not, whichever words say it; the weights are those that the command makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.weekly import at, client_week, mail, message, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.brief.brief import make_brief
from yarnnn_pipelines.deliverables.brief.candidates import Piece
from yarnnn_pipelines.deliverables.brief.remarks import LEAST, MOST_WEIGHED, Remark
from yarnnn_pipelines.deliverables.brief.salience import WEIGHTS, Setting, salience
from yarnnn_pipelines.deliverables.brief.weighing import Weighing
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.sentences import is_heading

TYPE = deliverable_type("client_update")
OURS, THEIRS = Setting(by_us=True, in_mail=False), Setting(by_us=False, in_mail=False)

NEWS = [
    "The crash of the label printer is fixed in version 5.3.1.",
    "The cause was an expired key, it is renewed.",
    "The reading room opens on 4 May instead of 20 April.",
    "Visits rose from 4,100 to 5,600.",
    "No backup was written on Sunday, since the disk was full.",
    "We don't need the second brochure any more.",
]
NOISE = [
    "Thanks a lot for your help!",
    "Click on the gear and choose Export.",
    "Shall we meet at four?",
    "2027-01-04 10:11:12 ERROR worker stopped",
    "Have a great weekend everyone",
    "Unsubscribe from this newsletter",
    "I'm running ten minutes late, sorry.",
]


def remarks_of(*events: Event) -> tuple[Remark, ...]:
    return make_brief(client_week(*events), TYPE).remarks


@pytest.mark.parametrize("news", NEWS)
@pytest.mark.parametrize("noise", NOISE)
def test_news_of_the_work_outranks_noise(news: str, noise: str) -> None:
    assert salience(news, OURS) > 2 * salience(noise, OURS)


@pytest.mark.parametrize("noise", NOISE)
def test_noise_is_no_remark(noise: str) -> None:
    assert salience(noise, THEIRS) < 0.5
    assert not [remark for remark in remarks_of(message("Mia Duarte", at(10), noise)) if remark.score > 0.5]


def test_a_sentence_in_which_no_pattern_finds_anything_is_weighed_all_the_same() -> None:
    asked = message("Dana Reyes", at(10, 9), "Why do the labels come out blank?", thread_id="t")
    said = message("Mia Duarte", at(10, 10), "Hi Dana, an empty tray number makes the printer skip.", thread_id="t")
    week = client_week(asked, said)
    assert not [signal for signal in week.signals if signal.event == said]
    remark = next(remark for remark in make_brief(week, TYPE).remarks if remark.piece.event == said)
    assert remark.piece.quote == "an empty tray number makes the printer skip."
    assert remark.reason == "it answers the client's question"


def test_each_remark_says_in_words_why_and_stands_in_a_section_of_the_type() -> None:
    said = remarks_of(
        message("Mia Duarte", at(10, 9), "The catalogue is printed and 40 boxes are on their way to Porto."),
        message("Dana Reyes", at(10, 10), "Our shop in Faro can't print the price labels since the update."),
        mail("Mia Duarte", at(11), "Labels", "Which of the three printers do you use in the shop in Faro?"),
    )
    assert len(said) == 3
    for remark in said:
        assert remark.reason.startswith(("it ", "we ", "the client "))
        assert remark.section in {section.id for section in TYPE.sections}
        assert LEAST <= remark.score <= 1


def test_what_its_author_does_not_stand_by_is_no_remark() -> None:
    assert remarks_of(message("Mia Duarte", at(10), "To do:\n- The catalogue is printed and sent to the shops.")) == ()


@pytest.mark.parametrize("heading", ["Done today:", "*Next steps:*", "Here is what we did:"])
def test_a_heading_is_no_sentence_of_its_turn(heading: str) -> None:
    told = "The catalogue is printed."
    alone, below = message("Mia Duarte", at(10), told), message("Mia Duarte", at(11), f"{heading}\n{told}")
    assert is_heading(heading)
    weighing = Weighing([alone, below], "acme")
    start = below.text.index(told)
    assert weighing.setting(Piece(below, start, start + len(told))) == weighing.setting(Piece(alone, 0, len(told)))
    assert not is_heading(f"Result: {told}")


@pytest.mark.long
def test_of_an_endless_week_no_more_is_weighed_than_can_be_told() -> None:
    text = "\n".join(f"The page on tree number {n} is live and 12 % faster." for n in range(2 * MOST_WEIGHED))
    assert len(remarks_of(mail("Mia Duarte", at(10), "Trees", text))) <= MOST_WEIGHED


def test_what_leans_on_other_words_or_weighs_little_is_offered_and_not_told() -> None:
    """A pattern finds something in each of them."""
    doubtful = "Earlier, the label printer was broken."
    week = client_week(
        message("Mia Duarte", at(10), doubtful), message("Mia Duarte", at(11), "The catalogue is printed.")
    )
    assert {signal.text for signal in week.signals} == {doubtful, "The catalogue is printed."}
    draft = write(week, TYPE)
    assert [claim.text for section in draft.sections for claim in section.claims] == ["The catalogue is printed."]
    assert [offer.text for offer in draft.offers] == [doubtful]


@pytest.mark.long
def test_the_weights_are_those_that_the_command_makes() -> None:
    """If this fails: `uv run python -m training.salience`, since a pattern of `english/` or an example has changed."""
    from training.salience import as_text, examples, fit

    assert as_text(fit(examples())) == Path(WEIGHTS).read_text(encoding="utf-8")

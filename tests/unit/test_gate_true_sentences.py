"""True sentences that tell things as people do, which no doubt may meet, each beside a wrong one that one must."""

from __future__ import annotations

from tests.unit.test_gate_rewrites import MEETING, verdict
from tests.unit.weekly import at, mail, message
from yarnnn_pipelines.deliverables.week.client_week import Event


def mia(day: int, text: str, hour: int = 9, minute: int = 0) -> Event:
    return message("Mia Duarte", at(day, hour, minute), text)


def dana(day: int, text: str, hour: int = 10, minute: int = 0) -> Event:
    return message("Dana Reyes", at(day, hour, minute), text)


STRAY = mail("Dana Reyes", at(12), "Photos", "The photographs of the roof terrace hang in our hall, over the stairs.")


# --- a source too many --------------------------------------------------------------------------------------------


def test_the_day_on_which_a_source_was_said_is_a_part_in_the_sentence() -> None:
    asked = mia(9, "Who signs this off with you, is it the board or some lawyer in Porto?")
    again = mail("Mia Duarte", at(13), "Returns", "Who gives the final approval for the returns text?")
    text = "Please tell us who gives the final approval for the returns text, as Mia asked on 9 November and by mail."
    assert verdict("waiting", text, asked, again) == "supported"
    assert verdict("waiting", text, asked, again, STRAY) == "doubted"


def test_a_meeting_of_which_the_sentence_tells_day_and_title_is_no_source_too_many() -> None:
    asked = mail("Dana Reyes", at(12), "Call", "Could we move the Northlight call to Thursday 19 November?")
    text = "At your request the Northlight call moved to Thursday 19 November."
    assert verdict("changed", text, asked, MEETING.event) == "supported"
    assert verdict("changed", text, asked, MEETING.event, STRAY) == "doubted"


def test_a_turn_between_two_others_tells_how_they_went_on() -> None:
    asked = dana(9, "A firm offers me a widget that makes the site accessible, for 49 euros.", 14, 2)
    between = mia(9, "that is like buying a ramp made of paper", 14, 11)
    decided = dana(9, "we do not take the widget.", 14, 25)
    text = "A firm offered you a widget for 49 euros that makes the site accessible, and you decided not to take it."
    later = mia(9, "that is like buying a ramp made of paper", 17)
    assert verdict("decided", text, asked, between, decided) == "supported"
    assert verdict("decided", text, asked, later, decided) == "doubted"


def test_what_came_as_planned_may_quote_who_planned_it() -> None:
    planned = dana(9, "i look on wednesday with Frau Pohl")
    done = mail("Jo Kehl", at(11), "Doors", "The umlauts are now correct on all 96 doors.")
    checked = "as planned for Wednesday 11 November, and the umlauts are now correct on all 96 doors."
    assert verdict("moved", f"You looked {checked}", planned, done) == "supported"
    assert verdict("moved", f"You looked {checked}", STRAY, done) == "doubted"


def test_two_texts_of_another_language_do_not_share_its_articles() -> None:
    offer = mail("Mia Duarte", at(10), "Offer", "The audio description of Der Kirschgarten costs 1,400 euros.")
    stray = mail("Dana Reyes", at(11), "Texts", "Two are still not there: Nathan der Weise and Faust.")
    text = "The audio description of Der Kirschgarten costs 1,400 euros."
    assert verdict("numbers", text, offer) == "supported"
    assert verdict("numbers", text, offer, stray) == "doubted"

"""Whether a short message right below a statement, with no subject of its own, turns it, may turn it or leaves it."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.claims import Claim
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.harmless_negations import has_not_looked_yet
from yarnnn_pipelines.english.next_words import may_turn_it, turns_it

CLIENT_UPDATE = deliverable_type("client_update")
DANA, JONAS, MIA = "Dana Reyes", "Jonas Weber", "Mia Duarte"
FINDER = "The gift finder went live this morning."
FORM = "The booking form is fixed."
SIGNED = "The hosting contract was signed yesterday."
COUNTED = "We sent 3,500 invitations to the open day."

TURNING = [
    # it is undone, or back in the state before
    (FINDER, "aaand it's gone again"),
    (FINDER, "had to take it straight back offline"),
    (FINDER, "and reverted it ten minutes later"),
    (FINDER, "recalled it, logo was wrong"),
    (FINDER, "unpublished again, wrong audio"),
    (FINDER, "und schon wieder tot"),
    (FINDER, "wieder rausgeflogen"),
    (FORM, "back to broken"),
    (FORM, "nah, same as before"),
    (FORM, "for me it still spins forever"),
    (FORM, "leider immer noch kaputt"),
    (FORM, "nö, 404"),
    # only a part of it, or another number
    (FINDER, "well, half of it"),
    (COUNTED, "all but two tbh"),
    (FINDER, "only on staging"),
    (FINDER, "die Hälfte fehlt noch"),
    (SIGNED, "only the NDA was signed"),
    (SIGNED, "nur die NDA, sorry"),
    (COUNTED, "just 350, actually"),
    # it is denied, or a mistake
    (FINDER, "not quite, the kids' section is still on the old box"),
    (FINDER, "bei mir nicht"),
    (FINDER, "spoke too soon, the images hang on mobile"),
    (FINDER, "falscher Server, sorry"),
    (FINDER, "Kommando zurück, Dana will noch was ändern"),
    (COUNTED, "read the wrong column, it's 350"),
]
MAY_TURN = [
    ("The Spanish translation is done.", "sorry, Portuguese"),
    (FINDER, "she just called, wants to think it over again"),
    (FINDER, "argh, the images are missing"),
]
HARMLESS = [
    "not yet read it, will do",
    "haven't looked at it yet, will do tomorrow",
    "hab's noch nicht angeschaut, mach ich morgen",
    "I was wrong about the weather",
    "no problem at all",
    "no worries, thanks",
    "No, no questions from my side",
    "not bad!",
    "not a minute too late",
    "never doubted it",
    "can't wait to try it",
    "didn't expect that so early",
    "keine Einwände",
    "nicht schlecht",
    "Paul is back from holiday",
    "back in the office tomorrow",
    "my phone is down again",
    "had to take a long walk after that",
    "only took six hours",
    "just in time",
    "again without any trouble",
    "again many thanks to Paul",
    "and celebrated ten minutes later",
    "only 27 people came to the autumn party",
    "nobody noticed",
    "you are fast",
    "half the team is ill",
    "The invoice went to the wrong address",
    "Don't stop the gift finder ads!",
    "I won't be in on Friday but Tom can sign",
]


@pytest.mark.parametrize(("earlier", "later"), TURNING)
def test_words_without_a_subject_that_undo_deny_or_restrict_turn_what_stands_above(earlier: str, later: str) -> None:
    assert turns_it(later, earlier)


@pytest.mark.parametrize(("earlier", "later"), MAY_TURN)
def test_words_that_turn_but_say_more_may_turn_it(earlier: str, later: str) -> None:
    assert may_turn_it(later, earlier)
    assert not turns_it(later, earlier)


@pytest.mark.parametrize("later", HARMLESS)
def test_agreement_ones_own_attention_and_other_matters_leave_it(later: str) -> None:
    assert not may_turn_it(later, FINDER)


def test_that_nothing_has_arrived_is_not_a_word_of_ones_own_attention() -> None:
    assert not has_not_looked_yet("We never got it")
    assert not has_not_looked_yet("I have not seen it.")


def claims_of(*events: Event) -> list[Claim]:
    week = client_week(*events)
    gated = judge(write(week, CLIENT_UPDATE), frame_for(week), CLIENT_UPDATE, stored(week), week.events)
    return [claim for claim in gated.claims if not claim.parts]


IN_THREAD = {"thread_id": "slack:T1:C1:root"}


@pytest.mark.parametrize("place", [IN_THREAD, {}], ids=["in a thread", "loose in the channel"])
@pytest.mark.parametrize(("earlier", "later"), TURNING[:4])
def test_what_is_turned_right_below_is_not_told(earlier: str, later: str, place: dict[str, str]) -> None:
    above, below = message(MIA, at(10, 10), earlier, **place), message(MIA, at(10, 10, 4), later, **place)
    assert claims_of(above)
    assert not claims_of(above, below)


def test_what_may_be_turned_is_told_in_doubt() -> None:
    above = message(MIA, at(10, 10), FINDER)
    (told,) = claims_of(above, message(MIA, at(10, 11), "she just called, wants to think it over again"))
    assert "she just called" in told.doubts[0]
    (alone,) = claims_of(above, message(MIA, at(10, 11), "phew, lunch"))
    assert not alone.doubts


def test_below_another_matter_or_days_later_short_words_speak_of_something_else() -> None:
    above, other = (
        message(MIA, at(10, 10), FINDER),
        message(DANA, at(10, 10, 5), "The parking is closed today, I hear."),
    )
    for between in ((other, message(JONAS, at(10, 10, 9), "half of it")), (message(JONAS, at(14, 9), "half of it"),)):
        (told,) = claims_of(above, *between)
        assert not told.doubts


@pytest.mark.parametrize(
    ("asked", "in_doubt"), [("And the cards?", False), ("@Mia the cards?", False), ("Sure?", True)]
)
def test_below_a_question_on_another_thing_short_words_answer_that(asked: str, in_doubt: bool) -> None:
    above, question = message(MIA, at(10, 10), FINDER), message(DANA, at(10, 10, 5), asked)
    (told,) = claims_of(above, question, message(MIA, at(10, 10, 9), "she just called, wants to think it over again"))
    assert bool(told.doubts) == in_doubt


FIXED = "We fixed the checkout error on Tuesday."
TAKES_NOTHING_BACK = [
    "It was not your fault.",
    "It wasn't a big deal.",
    "It was not in your code, by the way.",
    "It was not a bug of yours.",
    "It was not the cache.",
    "It was not because of your plugin.",
    "It wasn't that complicated.",
]
TAKES_IT_BACK = [
    "It was not fixed.",
    "It was not a fix.",
    "It was not on production.",
    "It was not in my inbox.",
    "It wasn't a full rollout.",
    "It was not the checkout.",
    "It was not Tuesday.",
    "That was not us.",
]


@pytest.mark.parametrize("later", TAKES_NOTHING_BACK)
def test_whose_fault_it_was_not_and_whence_it_did_not_come_take_nothing_back(later: str) -> None:
    (told,) = claims_of(message(MIA, at(11, 9), FIXED), message(MIA, at(11, 11), later))
    assert not told.doubts


@pytest.mark.parametrize("later", TAKES_IT_BACK)
def test_that_it_was_not_what_was_claimed_takes_it_back(later: str) -> None:
    assert not claims_of(message(MIA, at(11, 9), FIXED), message(MIA, at(11, 11), later))


def test_a_trouble_of_the_week_before_speaks_against_no_fix() -> None:
    fixed = message(MIA, at(11, 9), FIXED)
    (told,) = claims_of(fixed, message(DANA, at(11, 11), "The error came up three times last week."))
    assert not told.doubts
    assert not claims_of(fixed, message(DANA, at(11, 11), "The error came up three times today."))


LASTS = [
    "On my side nothing has changed.",
    "I don't think so: orders still fail.",
    "Orders still fail.",
    "Hmm, are you sure? I get it again.",
    "Unfortunately I get the same message as before.",
    "Ça ne marche toujours pas.",
    "Ça ne marche pas chez moi.",
    "Sigue sin funcionar.",
    "Funziona ancora male, stesso errore.",
    "Het werkt nog steeds niet.",
    "Bei mir geht es nicht.",
    "Não funciona ainda.",
    "But I can't order anything.",
    "Det fungerar fortfarande inte.",
]
OWN_TURNS = ["Turns out that was the staging server.", "Actually that was Monday's plan, we start tomorrow."]
LEAVES_IT = [
    "It works on my side, thanks!",
    "Great, it works again!",
    "Thanks, but can you send the invoice again?",
    "Unfortunately I am away on Friday.",
    "Our parking is still closed.",
    "The invoice is still wrong.",
    "I still have to check it.",
    "We still love it.",
    "Still, great job!",
    "Can you do the same for the French shop?",
    "I will look again tomorrow.",
    "Perfect, I see no difference to the mockup.",
]


@pytest.mark.parametrize("place", [IN_THREAD, {}], ids=["in a thread", "loose in the channel"])
@pytest.mark.parametrize("later", LASTS)
def test_what_the_other_side_says_lasts_right_below_a_deed_leaves_it_in_doubt(
    later: str, place: dict[str, str]
) -> None:
    told = claims_of(message(MIA, at(11, 9), FIXED, **place), message(DANA, at(11, 11), later, **place))
    assert all(claim.doubts for claim in told if claim.evidence[0].quote == FIXED)


@pytest.mark.parametrize("later", OWN_TURNS)
def test_that_it_was_something_else_after_all_leaves_a_deed_in_doubt(later: str) -> None:
    assert all(claim.doubts for claim in claims_of(message(MIA, at(11, 9), FIXED), message(MIA, at(11, 11), later)))


@pytest.mark.parametrize("later", LEAVES_IT)
def test_praise_other_matters_and_what_is_still_to_do_leave_a_deed_as_it_is(later: str) -> None:
    assert any(
        claim.evidence[0].quote == FIXED and not claim.doubts
        for claim in claims_of(message(MIA, at(11, 9), FIXED), message(DANA, at(11, 11), later))
    )

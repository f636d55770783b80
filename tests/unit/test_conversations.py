"""An exchange is read as one, whatever the platform makes of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.weekly import at, mail, message
from yarnnn_pipelines.context.conversations import conversations
from yarnnn_pipelines.deliverables.week.client_week import Event

EXPORT_BREAKS = "The nightly export of the price list breaks on the last page."


def said(*events: Event) -> list[list[str]]:
    return [[event.text for event in conversation.events] for conversation in conversations(events)]


def test_a_thread_is_one_conversation_in_the_order_in_which_it_was_said() -> None:
    root = message("Dana Reyes", at(9, 9), "The export fails.", thread_id="T")
    answer = message("Mia Duarte", at(9, 12), "It is fixed.", thread_id="T")
    other = message("Mia Duarte", at(9, 10), "Lunch at one?", thread_id="U", container_id="slack:T1:C2")
    assert said(answer, other, root) == [["The export fails.", "It is fixed."], ["Lunch at one?"]]


def test_a_loose_message_answers_the_last_one_of_the_person_it_names() -> None:
    asked = message("Dana Reyes", at(9, 9), EXPORT_BREAKS)
    between = message("Jonas Weber", at(9, 10), "The photographer comes on Thursday with two assistants.")
    for answer in ("@Dana Reyes fixed now.", "Dana, that works again.", "Hey Dana! All good.", "Good news, Dana!"):
        replied = message("Mia Duarte", at(9, 15), answer)
        assert said(asked, between, replied) == [[asked.text, answer], [between.text]]


def test_what_is_said_a_moment_later_goes_on_with_ones_own_words() -> None:
    first = message("Mia Duarte", at(9, 9), EXPORT_BREAKS)
    more = message("Mia Duarte", at(9, 9, 4), "Only since the update.")
    later = message("Mia Duarte", at(9, 14), "Menu proofs are back.")
    assert said(first, more, later) == [[first.text, more.text], [later.text]]


def test_a_sure_thing_belongs_to_what_stands_right_above() -> None:
    asked = message("Mia Duarte", at(9, 9), "Please look at the crop marks of the poster.")
    agreed = message("Jonas Weber", at(9, 9, 3), "Sure thing, will do.")
    assert said(asked, agreed) == [[asked.text, agreed.text]]


def test_another_days_word_on_the_same_matter_is_found_by_its_words() -> None:
    asked = message("Dana Reyes", at(9, 9), EXPORT_BREAKS)
    between = message("Jonas Weber", at(9, 15), "The photographer comes on Thursday with two assistants.")
    fixed = message("Mia Duarte", at(10, 9), "The export of the price list no longer breaks on the last page.")
    assert said(asked, between, fixed) == [[asked.text, fixed.text], [between.text]]


def test_two_people_of_one_first_name_are_not_taken_for_each_other() -> None:
    one = message("Dana Reyes", at(9, 9), EXPORT_BREAKS)
    other = message("Dana Ortiz", at(9, 10), "The photographer comes on Thursday with two assistants.")
    answer = message("Mia Duarte", at(9, 15), "Dana, fixed.")
    assert [answer.text] in said(one, other, answer)


def test_the_subject_is_the_topic_of_a_mail_thread() -> None:
    (conversation,) = conversations(
        [mail("Dana Reyes", at(9), "Budget", "Is it signed?"), mail("Mia Duarte", at(10), "Budget", "It is.")]
    )
    assert (conversation.topic, len(conversation.events)) == ("Budget", 2)


WORDS = st.sampled_from(
    ["Dana, done.", "@Mia Duarte can you look?", "Sure thing", EXPORT_BREAKS, "ok", "", "Jonas - yes"]
)
MESSAGES = st.lists(
    st.tuples(
        st.sampled_from(["Dana Reyes", "Mia Duarte", "Jonas Weber", None]),
        st.integers(9, 15),
        st.integers(0, 23),
        WORDS,
        st.sampled_from([None, "T", "U"]),
    ),
    max_size=25,
)


@given(MESSAGES)
def test_every_message_is_one_turn_of_one_conversation(
    rows: list[tuple[str | None, int, int, str, str | None]],
) -> None:
    events = [
        message(str(who), at(day, hour), text, author_name=who, thread_id=thread)
        for who, day, hour, text, thread in rows
    ]
    found = conversations(events)
    told = [event.event_id for conversation in found for event in conversation.events]
    assert sorted(told) == sorted(event.event_id for event in events)
    for conversation in found:
        in_order = sorted(conversation.events, key=lambda event: (event.occurred_at, event.event_id))
        assert list(conversation.events) == in_order
        assert len(conversation.turns) == len(in_order)
        assert all(turn.answers is None or turn.answers < place for place, turn in enumerate(conversation.turns))
        assert all(place < len(in_order) for place in conversation.state.deciding)

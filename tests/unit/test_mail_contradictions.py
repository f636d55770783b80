"""What only the plain part of a mail says, where its reader sees the HTML, was not said."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from yarnnn_pipelines.sources.gmail.parts import parts_of
from yarnnn_pipelines.sources.gmail.quotes import Letterhead


def words_of(plain: str, html: str) -> str:
    mail = EmailMessage()
    mail.set_content(plain)
    mail.add_alternative(html, subtype="html")
    return parts_of(mail).text("Mia Berg", Letterhead())


@pytest.mark.parametrize(
    ("plain", "html"),
    [
        ("The report was delivered.", "<p>Lunch?</p>"),
        ("The report was delivered.", "<p>The report was not delivered.</p>"),
        ("The report was delivered.", "<p>It is not true that the report was delivered.</p>"),
        ("The report was delivered.", "<p>The report was delivered to nobody.</p>"),
        ("The report was delivered.", "<p>The report was delivered?</p>"),
        ("The report was delivered.", "<p style='display:none'>The report was delivered.</p><p>Hello.</p>"),
        ("The report was delivered.", "<p>The report was <s>delivered</s>.</p>"),
        ("The report was delivered.", "<img src=x>"),
        ("The budget is 5,000.", "<p>The budget is 50,000.</p>"),
    ],
)
def test_a_plain_sentence_that_the_html_does_not_show_was_not_said(plain: str, html: str) -> None:
    assert plain not in words_of(plain, html)


def test_where_the_html_shows_nothing_of_the_plain_part_the_html_is_read() -> None:
    assert (
        words_of("The report was delivered.", "<p>The report was not delivered.</p>") == "The report was not delivered."
    )


def test_the_other_sentences_of_its_line_were_said() -> None:
    html = "<p>Thanks all. We start on Monday.</p><p>Budget is fine.</p>"
    assert words_of("Thanks all. It was delivered. We start on Monday.\nBudget is fine.", html) == (
        "Thanks all. We start on Monday.\nBudget is fine."
    )


@pytest.mark.parametrize(
    ("plain", "html"),
    [
        ("Hi Jon,\n\nIt's live – see\nthe page.", "<div>Hi Jon,<br><br>It&#8217;s live &ndash; see the page.</div>"),
        ("It is *live* and _signed off_.", "<p>It is <b>live</b> and <i>signed off</i>.</p>"),
        (
            "See the plan <https://x.example/a?b=c> today.",
            "<p>See <a href='https://x.example/a?b=c'>the plan</a> today.</p>",
        ),
        ("See the plan (https://x.example/a) today.", "<p>See <a href='https://x.example/a'>the plan</a> today.</p>"),
        ("See the plan [1] today.", "<p>See <a href=x>the plan</a> today.</p>"),
        ("Write to jon@x.example<mailto:jon@x.example> today.", "<p>Write to <a href=x>jon@x.example</a> today.</p>"),
        ("It is at https://x.example/a now.", "<p>It is at <a href=x>https://x.example/a</a> now.</p>"),
        ("- Launch done\n- Budget fine", "<ul><li>Launch done</li><li>Budget fine</li></ul>"),
        ("1. Launch done\n2. Budget fine", "<ol><li>Launch done</li><li>Budget fine</li></ol>"),
        ("* Launch done\n* Budget fine", "<ul><li>Launch done<li>Budget fine</ul>"),
        ("LAUNCH\nDone on Monday", "<h1>Launch</h1><p>Done on Monday</p>"),
        ("Launch\nDone\nBudget\nFine", "<table><tr><td>Launch<td>Done<tr><td>Budget<td>Fine</table>"),
        ("Ist fertig, Grüße", "<p>Ist fertig, Gr&uuml;&szlig;e</p>"),
        ("Is it done? Yes.", "<p>Is it done? Yes.</p>"),
        ("Costs: 5,000 EUR (incl. VAT).", "<p>Costs: 5,000&nbsp;EUR (incl. VAT).</p>"),
    ],
)
def test_ordinary_mails_keep_their_words(plain: str, html: str) -> None:
    assert words_of(plain, html).split() == plain.split()


def test_a_mail_that_a_program_wrapped_keeps_its_words() -> None:
    broken = "We agreed with the\nprinters that the new\nbrochures come soon."
    assert words_of(broken, "<p>We agreed with the printers that the new brochures come soon.</p>") == broken

"""What of a mail's text its author wrote: quotes, signatures and hard wraps go, words stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yarnnn_pipelines.sources.gmail.text import clean_mail
from yarnnn_pipelines.sources.shared.html import html_to_text

QUOTED = "> Can we move the review?\n> \n> Mia\n"
ON_MIA_WROTE = "On Tue, 10 Nov 2026 at 10:12, Mia Duarte <mia@northlight.example> wrote:\n"


@pytest.mark.parametrize(
    ("body", "own"),
    [
        pytest.param(f"Thursday works.\n\n{ON_MIA_WROTE}{QUOTED}", "Thursday works.", id="Gmail"),
        pytest.param(
            f"Thursday works.\n\n{ON_MIA_WROTE.replace('Duarte ', chr(10))}\n{QUOTED}",
            "Thursday works.",
            id="Gmail, the line broken",
        ),
        pytest.param(
            "Thursday works.\n\n> On 10 Nov 2026, at 10.12, Mia Duarte <mia@northlight.example> wrote:\n> \n" + QUOTED,
            "Thursday works.",
            id="Apple",
        ),
        pytest.param(
            f"Thursday works.\n\n{'_' * 32}\nFrom: Mia Duarte <mia@x.example>\nSent: Tuesday, 10 November 2026\n"
            "To: Dana Reyes\nSubject: Review\n\nCan we move the review?\n",
            "Thursday works.",
            id="Outlook",
        ),
        pytest.param(
            "Thursday works.\n\n-----Original Message-----\nFrom: Mia\n\nCan we?\n", "Thursday works.", id="old Outlook"
        ),
        pytest.param(
            "Quinta serve.\n\nEm ter., 10 de nov. de 2026 às 10:12, Mia <mia@x.example> escreveu:\n> Pode ser?\n",
            "Quinta serve.",
            id="Portuguese",
        ),
        pytest.param(
            "Donnerstag passt.\n\nAm Di., 10. Nov. 2026 um 10:12 Uhr schrieb Mia <mia@x.example>:\n> Geht das?\n",
            "Donnerstag passt.",
            id="German",
        ),
        pytest.param("Fine.\n\nTom schrieb:\n\nThe page is live.", "Fine.", id="name alone, German"),
        pytest.param("Fine.\nTom Ode wrote:\n> Live.\n\nGood.", "Fine.\n\nGood.", id="name alone, quoted lines"),
        pytest.param("FYI\n\n---------- Forwarded message ---------\nFrom: x\nDate: y\n\nhello\n", "FYI", id="forward"),
    ],
)
def test_a_quoted_or_forwarded_mail_goes(body: str, own: str) -> None:
    assert clean_mail(body) == own


def test_answers_between_and_below_quoted_lines_stay() -> None:
    body = f"{ON_MIA_WROTE}> Can we move the review?\n\nYes, to Thursday.\n\n> And the budget?\n\nSigned off.\n"
    assert clean_mail(body) == "Yes, to Thursday.\n\nSigned off."


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nDana Reyes\nThe pixel is ours. Call us any time you like.",
        "--\nDana Reyes\nHead of Marketing",
        "Best,\nDana",
        "Best, Dana",
        "Thanks so much,\nDana Reyes\nHead of Marketing | Acme Corp\n+351 210 000 000",
        "Mit freundlichen Grüßen\nDana Reyes",
        "Mit freundlichen Grüßen / Kind regards",
        "Dana",
        "D",
        "Sent from my iPhone",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Best,\nDana\n\nThis e-mail and any attachments are confidential and intended solely for the addressee.",
    ],
)
def test_a_signature_goes(signature: str) -> None:
    assert (
        clean_mail(f"The review is on Thursday.\n\n{signature}\n", sender="Dana Reyes") == "The review is on Thursday."
    )


@pytest.mark.parametrize("closing", ["Thanks!", "Thank you,", "Best regards,", "Best,\nDana", "Thanks!\n\n--"])
@pytest.mark.parametrize(
    "sentence",
    [
        "The office move was approved by our board.",
        "The mobile site was approved by our board.",
        "the phone script was approved by our board",
        "The www.shop.example page was approved by our board.",
        "Tom (tom@acme.example) signed the contract today.",
        "Our launch stays on 2026-11-16.",
        "Wir haben das Angebot über 1.200.000 Euro angenommen.",
        "Budget approved.",
        "Our direct line moved to Porto.",
    ],
)
def test_a_sentence_below_a_closing_stays_whatever_it_is_about(closing: str, sentence: str) -> None:
    body = f"Hi Mia,\n\n{closing}\n\n{sentence}"
    assert clean_mail(body, sender="Dana Reyes").endswith(sentence)


@pytest.mark.parametrize(
    "contact",
    [
        "Office: +351 210 000 000",
        "Mobile +351 910 000 000",
        "www.acme.example",
        "dana@acme.example",
        "Head of Office Management",
        "Acme Ltd. | Porto",
        "Call 210 000 000.",
        "Direct phone 210 000 000",
    ],
)
def test_how_to_reach_somebody_is_no_sentence(contact: str) -> None:
    assert clean_mail(f"Agreed.\n\nBest regards,\nDana Reyes\n{contact}", sender="Dana Reyes") == "Agreed."


@pytest.mark.parametrize(
    "body",
    [
        "Thanks, that works for us.\n\nWe also need:\n- the logo\n- the copy deck",
        "Thanks,\nthe numbers look right to me",
        "Thank you! The launch is on Monday.\n\nOne thing is open: the label printer.",
        'On Monday we launched. Dana wrote:\n"the pixel fires".',
        "From: here on we count by week.\nAnd that is all.",
        ">5% growth this week, at last",
        "Summary\n--\nWe closed the gap on Thursday.\nThe report follows.",
        "Best,\nDana\n\nPS: the logo is due on Friday.",
        "From Lisbon to Porto in three hours.\n\nSent from my desk at the client's: the numbers are final now.",
    ],
)
def test_words_that_only_look_like_a_quote_or_a_signature_stay(body: str) -> None:
    assert clean_mail(body, sender="Dana Reyes") == body


def test_lines_that_a_program_broke_are_joined_and_the_authors_own_are_not() -> None:
    body = (
        "The revised budget is attached, and I would like to have your sign-off\n"
        "by Friday 13 November if that is at all possible. Otherwise we can only\n"
        "start in December.\n\nNumbers:\n- Spend: 12,400\n- Leads: 310\n"
    )
    assert clean_mail(body).split("\n") == [
        "The revised budget is attached, and I would like to have your sign-off by Friday 13 November if that is at all"
        " possible. Otherwise we can only start in December.",
        "",
        "Numbers:",
        "- Spend: 12,400",
        "- Leads: 310",
    ]


def test_flowed_text_goes_on_where_its_lines_end_in_a_space() -> None:
    assert clean_mail("The pixel \nfires again.\nDone.\n", wrapping="flowed") == "The pixel fires again.\nDone."


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "<div>All <b>good</b>&nbsp;now &amp; fixed.</div><ul><li>one</li><li>two</li></ul>",
            "All good now & fixed.\n\n- one\n- two",
        ),
        ('<p>Yes.</p><div class="gmail_quote">On x wrote:<blockquote>Can we?</blockquote></div>', "Yes."),
        ('<p>Yes.</p><div id="divRplyFwdMsg">From: Mia</div><div>Can we?</div>', "Yes."),
        ('<span style="display:none">Preview</span><p>Seen</p><style>p{}</style><script>x()</script>', "Seen"),
        ("<p>It is <s>fixed</s> in work<del>, done</del></p><strike>Live.</strike>", "It is in work"),
        ('<p style="text-decoration: line-through">Live.</p><p>No.</p>', "No."),
        ('<p style="color:#fff;font-size:0">Live.</p><p style="font-size:0.9em;opacity:0.5">No.</p>', "No."),
        (
            '<p style="visibility:hidden">Live.</p><p style="opacity:0">Live.</p><p style="color:white">Live.</p>No.',
            "No.",
        ),
        ('<td bgcolor="#222"><a style="color:#fff">Look</a></td>', "Look"),
        ("<p>No.</p><blockquote>The page is live.</blockquote>", "No.\n\n> The page is live."),
        ('<blockquote style="margin:0 0 0 40px;border:none">Mine.</blockquote>', "Mine."),
        ("<table><tr><td>Spend</td><td>12,400</td></tr></table>", "Spend 12,400"),
        ("a < b and <b>c</b> > d", "a < b and c > d"),
        ("<!-- never seen --><p>Seen<!-- nor this", "Seen"),
    ],
)
def test_html_becomes_the_lines_that_one_sees(html: str, text: str) -> None:
    assert html_to_text(html) == text


PIECES = st.sampled_from(
    [
        *"ab >-\n\r\t",
        "\n\n",
        "> ",
        "-- \n",
        "On ",
        "2026",
        " wrote:\n",
        "Best,\n",
        "Dana",
        "From: x\n",
        "To: y\n",
        "_" * 32,
    ]
)


def _is_within(part: str, whole: str) -> bool:
    letters = iter(whole)
    return all(letter in letters for letter in part)


@given(st.lists(PIECES | st.text(max_size=8), max_size=60).map("".join), st.sampled_from(["hard", "flowed", "none"]))
@settings(max_examples=300)
def test_cleaning_never_fails_adds_no_word_and_keeps_the_order(body, wrapping) -> None:
    """Every letter of the result stands in the mail, in that order."""
    cleaned = clean_mail(body, sender="Dana Reyes", wrapping=wrapping)
    assert _is_within("".join(cleaned.split()), body)


TAGS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div class=gmail_quote>",
        "</div>",
        "<blockquote type=cite>",
        "<br",
        ">",
        "<!--",
        "-->",
        "<![",
        "&",
        "&#x41;",
    ]
)


@given(st.lists(TAGS | st.text(max_size=8), max_size=60).map("".join))
@settings(max_examples=300)
def test_any_html_becomes_text(html) -> None:
    assert "<p>" not in html_to_text(html)


@pytest.mark.long
@pytest.mark.parametrize("mark", ["<a", "<!--", "<?", "</", "<a b='", "<div>", "&#", "<![CDATA["])
def test_half_a_megabyte_of_unclosed_marks_is_read_in_one_pass(mark) -> None:
    """The tokenizer alone would be at it for minutes: the suite's time limit is the assertion."""
    html_to_text(mark * (500_000 // len(mark)))


@pytest.mark.parametrize(
    "disclaimer",
    [
        "This message is confidential.",
        "This e-mail is confidential and for the addressee only",
        "This email is confidential and may be privileged.",
        "Confidentiality notice: this e-mail is for the addressee only.",
        "The content of this e-mail is confidential.",
        "Diese E-Mail ist vertraulich.",
        "Diese Nachricht ist nur für den Adressaten bestimmt.",
        "Ce message est confidentiel.",
        "Este correo es confidencial y va dirigido exclusivamente a su destinatario.",
        "Best\nDana\n\nThis e-mail is confidential.",
    ],
)
def test_of_a_mail_that_ends_in_a_short_disclaimer_only_that_goes(disclaimer: str) -> None:
    assert clean_mail(f"The banner went live.\n\n{disclaimer}", sender="Dana Reyes") == "The banner went live."


@pytest.mark.parametrize(
    "words",
    [
        "This mail is confidential: the budget is 20,000 euros.",
        "This e-mail is confidential, we launch on Monday.",
        "This communication plan is for the intended launch.",
        "The report on the confidential area is attached.",
    ],
)
def test_a_last_sentence_that_tells_more_than_a_disclaimer_stays(words: str) -> None:
    assert clean_mail(f"The banner went live.\n\n{words}") == f"The banner went live.\n\n{words}"


def test_a_signature_mark_with_nothing_above_it_cuts_no_sentence() -> None:
    text = clean_mail("-- \nHi Mia,\n\nThe plan was approved by our board.", sender="Dana Reyes")
    assert text.endswith("Hi Mia,\n\nThe plan was approved by our board.")
    assert clean_mail("-- \nDana Reyes\nHead of Marketing, Acme\n+351 210 000 000", sender="Dana Reyes") == ""
    below = "The plan was approved.\n-- \nDana Reyes\nWe build what lasts for you."
    assert clean_mail(below, sender="Dana Reyes") == "The plan was approved."

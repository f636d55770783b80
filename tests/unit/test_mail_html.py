"""What of an HTML mail was said: what its reader sees, and no quoted mail."""

from __future__ import annotations

import pytest

from tests.unit.test_mail_export import mail, only
from yarnnn_pipelines.sources.gmail.parts import parsed, parts_of
from yarnnn_pipelines.sources.gmail.quotes import letterhead
from yarnnn_pipelines.sources.shared.html import html_to_text
from yarnnn_pipelines.sources.shared.html_quotes import marks_a_quote

HIDING_STYLES = [
    "display:none",
    "display: none !important",
    "DISPLAY:NONE",
    "visibility:hidden",
    "visibility:collapse",
    "mso-hide:all",
    "opacity:0",
    "opacity:0.0",
    "opacity:.01",
    "opacity:0%",
    "filter:opacity(0)",
    "font-size:0",
    "font-size:0px;line-height:0",
    "font-size:1px",
    "font-size:.1em",
    "font:0/0 a",
    "font:1px/1px Arial",
    "max-height:0",
    "max-height:0px;overflow:hidden",
    "height:0;overflow:hidden",
    "height:1px;width:1px;overflow:hidden",
    "width:0;overflow:hidden",
    "max-width:0;overflow:hidden",
    "color:#fff",
    "color:#ffffff",
    "color:white",
    "color:#fefefe",
    "color:#fdfdfd;font-size:14px",
    "color:#f8f8f8",
    "color:whitesmoke",
    "color:rgb(255,255,255)",
    "color:rgb(254, 254, 253)",
    "color:rgb(100% 100% 100%)",
    "color:rgba(0,0,0,0)",
    "color:rgba(0,0,0,0.01)",
    "color:#00000000",
    "color:hsl(0,0%,100%)",
    "color:hsla(0, 0%, 0%, 0)",
    "color:transparent",
    "-webkit-text-fill-color:transparent",
    "color:#333;background:#333",
    "color:#333;background-color:#343434",
    "background:navy;color:#000080",
    "position:absolute;left:-9999px",
    "position:absolute;top:-9999px",
    "position:fixed;left:-100vw",
    "position:absolute;right:-5000px",
    "text-indent:-9999px",
    "text-indent:-999em",
    "margin-left:-9999px",
    "margin:-9999px 0 0 0",
    "clip:rect(0,0,0,0);position:absolute",
    "clip: rect(1px 1px 1px 1px)",
    "clip-path:inset(50%)",
    "clip-path:inset(100%)",
    "clip-path:circle(0)",
    "transform:scale(0)",
    "transform:translateX(-9999px)",
    "content-visibility:hidden",
    "zoom:0",
    "text-decoration:line-through",
]


@pytest.mark.parametrize("style", HIDING_STYLES)
@pytest.mark.parametrize("tag", ["p", "span", "div", "td"])
def test_words_that_their_style_hides_were_not_said(style: str, tag: str) -> None:
    page = f"<p>Seen.</p><table><tr><{tag} style='{style}'>Hid<b>den</b>.</{tag}></tr></table><p>Seen too.</p>"
    assert html_to_text(page).split() == ["Seen.", "Seen", "too."]


@pytest.mark.parametrize("style", HIDING_STYLES)
def test_nor_were_those_that_a_rule_for_their_class_hides(style: str) -> None:
    sheet = (
        f"<style>p{{color:#222}} .Preheader, .other {{ {style} }} @media print {{ .seen {{ display:none }} }}</style>"
    )
    page = f"<head>{sheet}</head><p class='seen'>Seen.</p><div class='a preheader'>Hidden.</div>"
    assert html_to_text(page) == "Seen."


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>Hidden.</p>",
        "<p hidden=''>Hidden.</p>",
        "<font color=white>Hidden.</font>",
        "<font color='#FEFEFE'>Hidden.</font>",
        "<div bgcolor='#eee' style='color:#eee'>Hidden.</div>",
        "<table><tr><td bgcolor='#003366'><span style='color:#003366'>Hidden.</span></td></tr></table>",
        "<div style='background:#222'><p><i style='color:#222'>Hidden.</i></p></div>",
        "<div style='background:url(x.png)'><div style='background:#fff;color:#fff'>Hidden.</div></div>",
        "<div style='opacity:0'><p style='opacity:1'>Hidden.</p></div>",
        "<div style='display:none'><p style='display:block'>Hidden.</p></div>",
        "<style>#x{display:none}</style><p id=x>Hidden.</p>",
        "<style>div.x span{display:none}</style><div class=x><span>Hidden.</span></div>",
        "<style>@media screen { .x { display:none } }</style><p class=x>Hidden.</p>",
        "<style>.x{display:none !important}</style><p class=x style='display:block'>Hidden.</p>",
        "<style><!-- .x{display:none} --></style><p class=x>Hidden.</p>",
        "<style>/* } */ .x{display:none}</style><p class=x>Hidden.</p>",
        "<template>Hidden.</template><noscript>Hidden.</noscript><script>Hidden.</script>",
        "<!--[if mso]>Hidden.<![endif]-->",
        "<p style='color:#fff'>Hidden.",
    ],
)
def test_other_ways_of_hiding_words(hidden: str) -> None:
    assert html_to_text(f"<p>Seen.</p>{hidden}") == "Seen."


@pytest.mark.parametrize(
    "page",
    [
        "<td bgcolor='#222'><a style='color:#fff' href=x>Seen.</a></td>",
        "<div style='background:#036'><p style='color:white'>Seen.</p></div>",
        "<div style='background-image:url(x.png);color:#fff'>Seen.</div>",
        "<table background='x.png'><tr><td style='color:#fff'>Seen.</td></tr></table>",
        "<body style='background:#000;color:#fff'><p>Seen.</p></body>",
        "<body bgcolor=black text=white><p>Seen.</p></body>",
        "<style>.dark{background:#111;color:#eee}</style><div class=dark>Seen.</div>",
        "<div style='font-size:0'><span style='font-size:16px'>Seen.</span></div>",
        "<div style='visibility:hidden'><span style='visibility:visible'>Seen.</span></div>",
        "<div style='color:#fff'><p style='color:#222'>Seen.</p></div>",
        "<p style='color:#999'>Seen.</p>",
        "<p style='color:#ccc'>Seen.</p>",
        "<p style='font-size:0.9em;opacity:0.5'>Seen.</p>",
        "<p style='font-size:8px'>Seen.</p>",
        "<p style='margin:-10px 0 0 -20px;text-indent:-18pt'>Seen.</p>",
        "<div style='position:absolute;left:50%;transform:translate(-50%,-50%)'>Seen.</div>",
        "<td style='max-width:0;overflow:hidden;text-overflow:ellipsis'>Seen.</td>",
        "<p style='color:var(--text)'>Seen.</p>",
        "<p style='color:windowtext;background:white'>Seen.</p>",
        "<style>@media (max-width:600px){.x{display:none}}</style><p class=x>Seen.</p>",
        "<style>.x{display:none}</style><p class=x style='display:block'>Seen.</p>",
        "<p style='overflow:hidden;max-height:40px'>Seen.</p>",
    ],
)
def test_words_that_can_be_seen_were_said(page: str) -> None:
    assert html_to_text(page).strip() == "Seen."


QUOTED = "<div>We decided to launch on Monday.</div>"


@pytest.mark.parametrize(
    "quote",
    [
        "<div class='gmail_quote gmail_quote_container'><div class=gmail_attr>On x wrote:</div>"
        f"<blockquote class=gmail_quote>{QUOTED}</blockquote></div>",
        f"<div class=gmail_quote>---------- Forwarded message ---------<br>From: Mia{QUOTED}</div>",
        f"<div id=appendonsend></div><hr><div id=divRplyFwdMsg><b>Från:</b> Mia</div>{QUOTED}",
        f"<div id='x_divRplyFwdMsg'><b>Fra:</b> Mia</div>{QUOTED}",
        f"<div class=moz-cite-prefix>Mia:</div><blockquote type=cite class=gmail_quote>{QUOTED}</blockquote>",
        f"<div id=yahoo_quoted_12 class='ydp1yahoo_quoted'>{QUOTED}</div>",
        f"<div class=zmail_extra_hr></div><div class=zmail_extra>{QUOTED}</div>",
        f"<div class=protonmail_quote>{QUOTED}</div>",
        f"<div class=tutanota_quote>{QUOTED}</div>",
        f"<div name=messageReplySection>{QUOTED}</div>",
        f"<hr id=stopSpelling>{QUOTED}",
        f"<hr id=zwchr data-marker='__DIVIDER__'>{QUOTED}",
        "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>"
        f"<p><b>Lähettäjä:</b> Mia</p></div>{QUOTED}",
    ],
)
def test_what_the_html_marks_as_quoted_was_not_said(quote: str) -> None:
    assert html_to_text(f"<div>Fine for us.</div>{quote}") == "Fine for us."


def test_answers_between_the_quotes_in_gmails_container_were_said() -> None:
    page = (
        "<div class=gmail_quote><div class=gmail_attr>On x wrote:</div>"
        "<blockquote class=gmail_quote>Can we?</blockquote><div>Yes, on Monday.</div>"
        "<blockquote class=gmail_quote>And the budget?</blockquote><div>Signed off.</div></div>"
    )
    assert html_to_text(page) == "Yes, on Monday.\nSigned off."


@pytest.mark.long
@pytest.mark.parametrize(
    "mark",
    [
        "<p style='color:#fff'>",
        "<td>",
        "<li>",
        "</p>",
        "<div class=gmail_quote>",
        "<style>.a{",
        "<blockquote>",
        "@media x{",
    ],
)
def test_half_a_megabyte_of_open_elements_is_read_in_one_pass(mark: str) -> None:
    """The suite's time limit is the assertion."""
    html_to_text("<p>" * 50_000 + mark * (500_000 // len(mark)) + "</p></td></div>" * 20_000)
    html_to_text("<style>" + mark * (500_000 // len(mark)) + "</style>" + mark)


@pytest.mark.parametrize(
    "opening",
    [
        *(
            f'<div class="{name}">'
            for name in ("replyForwardHeader", "isForwardContent", "airmail_quote", "superhuman_quote", "spark_quote")
        ),
        *(
            f'<div class="{name}">'
            for name in ("intercom-quote", "gorgias-quote", "ms-outlook-mobile-reference-message", "x_spark_quote")
        ),
        '<div id="ms-outlook-mobile-reference-message">',
        '<div id="isForwardContent">',
        '<div type="cite">',
        '<span class="ProtonMailQuote">',
        '<div style="border-left:2px solid #ccc; padding-left:8px">',
        '<div style="border:none;border-left:solid blue 1.5pt">',
        '<div class="mail-quote-collapse">',
        '<div class="acme_quotedText">',
        '<div id="originalMessage">',
        '<div class="qmbox">',
        "<includetail>",
        '<blockquote cite="mid:1@studio.example" style="border:none">',
        '<table style="border-left:3px solid gray">',
        '<table><tr><td style="border-left:2px solid #00f">',
    ],
)
def test_what_other_programs_wrap_is_quoted(opening: str) -> None:
    tag = opening[1:].partition(" ")[0]
    html = f"<p>Thanks.</p>{opening}The banner went live.</{tag}>"
    assert marks_a_quote(html) or tag == "span"
    own = [line for line in html_to_text(html).splitlines() if line and not line.startswith(">")]
    assert own == ["Thanks."]


def test_a_line_that_a_style_sheet_draws_beside_a_block_marks_a_quote_and_a_frame_does_not() -> None:
    block = "<p>Thanks.</p><div class=a><div>The banner went live.</div></div><p>More on Monday.</p>"
    assert html_to_text(f"<style>.a{{border-left:2px solid}}</style>{block}").splitlines()[2:] == [
        "> The banner went live.",
        "",
        "More on Monday.",
    ]
    assert ">" not in html_to_text(f"<style>.a{{border:1px solid;border-left:2px solid}}</style>{block}")


def test_a_line_between_the_columns_of_a_table_quotes_nothing() -> None:
    row = '<tr><td>Budget</td><td style="border-left:1px solid gray">20,000 euros</td></tr>'
    assert html_to_text(f"<table>{row}</table>") == "Budget 20,000 euros"


def test_qqs_box_around_a_mail_that_answers_none_is_its_authors() -> None:
    assert html_to_text('<div class="qmbox">The banner went live.</div>') == "The banner went live."


def test_words_in_a_quotation_stand_in_quotation_marks() -> None:
    for tag in ("q", "cite"):
        assert html_to_text(f"<p>You said <{tag}>it went live</{tag}>.</p>") == "You said “it went live”."


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<fieldset><legend>Priya wrote</legend>It went live.</fieldset>", ["Priya wrote", "It went live."]),
        ("<details open><summary>Priya wrote</summary>It went live.</details>", ["Priya wrote", "It went live."]),
        ("<table><caption>Priya wrote<tr><td>It went live.</table>", ["Priya wrote", "It went live."]),
    ],
)
def test_what_is_shown_on_a_line_of_its_own_ends_it(html: str, lines: list[str]) -> None:
    assert [line for line in html_to_text(html).splitlines() if line] == lines


@pytest.mark.parametrize("style", ["border-left:none", "border-left: 0", "border:1px solid", "border-top:1px solid"])
def test_a_block_without_a_line_at_its_left_is_the_authors(style: str) -> None:
    assert html_to_text(f'<div style="{style}">The banner went live.</div>') == "The banner went live."


@pytest.mark.parametrize(
    "introduction",
    [
        '<div class="moz-cite-prefix">On 10/11/2026 Priya wrote:<br></div>',
        '<p id="reply-intro">On 2026-11-10 10:00, Priya wrote:</p>',
        '<div class="gmail_attr">On Tue Priya wrote:</div>',
        '<div><div class="gmail_quote_attribution">Priya:</div></div>',
        '<div class="OutlookMessageHeader"><b>From:</b> Priya</div>',
        '<p class="MsoReplyHeader">From: Priya</p>',
        '<div class="quoted-header">Priya</div>',
    ],
)
def test_what_stands_below_a_marked_introduction_is_not_the_authors_without_a_mark_of_its_own(
    introduction: str,
) -> None:
    below = f"{introduction}<div>We decided to <b>raise</b> it.</div>"
    assert html_to_text(f"<p>Thanks.</p>{below}") == "Thanks."
    marked = f"{introduction}<br><blockquote type=cite>We decided to raise it.</blockquote><p>Fine.</p>"
    text = html_to_text(f"<p>Thanks.</p>{marked}")
    assert [line for line in text.splitlines() if line and not line.startswith(">")] == ["Thanks.", "Fine."]
    within = f'<div class="gmail_quote">{below}</div><p>Fine.</p>'
    assert "raise" not in html_to_text(within)
    assert html_to_text(within).endswith("Fine.")


def said(html: str, subject: str = "Re: Plan") -> str:
    """What is taken for the author's words in a mail of this HTML."""
    content = f"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{html}".encode()
    return parts_of(parsed(content)[0]).text(
        "Dana Reyes", letterhead(["Dana Reyes", "Mia Torres"], subject, answers=[])
    )


@pytest.mark.parametrize(
    "style",
    [
        "margin:0 0 0 40px;border:none;padding:0px",
        "margin:0px 0px 0px 40px;border:medium none;padding:0px",
        "margin:0px 0px 0px 40px; border:medium; padding:0px",
        "margin-left:40px",
        "margin: 0px 0px 0px 80px",
    ],
)
def test_what_an_editor_indents_is_the_authors(style: str) -> None:
    assert (
        said(f'<p>Hi.</p><blockquote style="{style}"><div>It went live.</div></blockquote>') == "Hi.\n\nIt went live."
    )


@pytest.mark.parametrize(
    ("opening", "line"),
    [
        ('class="webkit-indent-blockquote" style="margin:0 0 0 40px;border:none;padding:0px"', "It went live."),
        ('class="webkit-indent-blockquote"', "> It went live."),
    ],
)
def test_a_class_that_says_that_it_indents_makes_no_quote(opening: str, line: str) -> None:
    assert said(f"<p>Hi.</p><blockquote {opening}><div>It went live.</div></blockquote>") == f"Hi.\n\n{line}"


MAYBE_QUOTES = [
    "<blockquote>",
    '<blockquote style="margin-top:0;margin-bottom:0">',
    '<div style="border-left:3px solid red;padding-left:8px">',
    '<table><tr><td style="border-left:2px solid #00f">',
]


@pytest.mark.parametrize("opening", MAYBE_QUOTES)
@pytest.mark.parametrize("subject", ["Plan", "Re: Plan"])
def test_a_block_set_off_without_a_word_of_whose_it_is_is_kept_as_quoted(opening: str, subject: str) -> None:
    lines = said(f"<p>Hi.</p>{opening}It went live.</{opening[1:].partition(' ')[0].strip('>')}><p>Bye.</p>", subject)
    assert [line for line in lines.splitlines() if line] == ["Hi.", "> It went live.", "Bye."]


@pytest.mark.parametrize("opening", MAYBE_QUOTES)
@pytest.mark.parametrize(
    "introduction",
    ["<p>On Mon, 9 Nov 2026 at 10:00 Mia Torres wrote:</p>", '<div class="moz-cite-prefix">Mia Torres:</div>'],
)
def test_below_an_attribution_such_a_block_is_a_quote(opening: str, introduction: str) -> None:
    closing = f"</{opening[1:].partition(' ')[0].strip('>')}>"
    lines = said(f"<p>Hi.</p>{introduction}{opening}It went live.{closing}<p>Bye.</p>")
    assert [line for line in lines.splitlines() if line] == ["Hi.", "Bye."]


@pytest.mark.parametrize(
    "opening",
    [
        '<blockquote type="cite">',
        '<blockquote cite="mid:1@studio.example">',
        '<blockquote style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex">',
        '<blockquote class="acme_cite">',
    ],
)
def test_a_quote_that_programs_alone_mark_so_is_a_quote_by_itself(opening: str) -> None:
    assert said(f"<p>Hi.</p>{opening}It went live.</blockquote>") == "Hi."


@pytest.mark.parametrize(
    "reference",
    [
        '<div class="ms-outlook-mobile-reference-message skipProofing"><hr><b>From:</b> Mia Torres</div>',
        '<div class="x_ms-outlook-mobile-reference-message">From: Mia</div><div class="skipProofing"></div>',
        '<div id="ms-outlook-mobile-body-separator-line"><br></div><hr><div><b>Von:</b> Mia Torres</div>',
    ],
)
def test_from_outlooks_mark_on_a_telephone_on_all_is_the_mail_that_is_answered(reference: str) -> None:
    assert said(f"<p>Hi.</p>{reference}<div>It went live.</div><div>More.</div>") == "Hi."
    assert marks_a_quote(reference)


def test_an_introduction_without_words_introduces_nothing() -> None:
    assert html_to_text('<p>Thanks.</p><div class="moz-cite-prefix"><br></div><p>Fine.</p>') == "Thanks.\n\nFine."


@pytest.mark.parametrize(
    "mark", ['id="qt" style=""', 'class="elided-text"', 'name="quoted-content"', 'id="_originalContent"']
)
def test_marks_of_programs_say_that_an_element_is_quoted(mark: str) -> None:
    html = f"<p>Thanks.</p><div {mark}>We decided to raise it.</div>"
    assert html_to_text(html) == "Thanks."
    assert marks_a_quote(html)


def test_where_links_lead_and_what_is_struck_lands_beside_the_words(tmp_path) -> None:
    body = (
        '<p>We finished the <a class="x" href="https://globex.example/a?b=1&amp;c=2">icon <b>set</b></a> for '
        "<s>Globex</s> <a href='mailto:anna@globex.example'>Anna</a> and <a href=https://a.example>https://a.example</a>"
        ' <a href="#top">here</a> <del>or Initech</del></p>'
    )
    told = only(mail(body, Content_Type="text/html"), tmp_path)[0]["payload"]
    assert told["links"] == [
        "[icon set](https://globex.example/a?b=1&c=2)",
        "[Anna](mailto:anna@globex.example)",
    ]
    assert told["struck"] == ["Globex", "or Initech"]

"""Words that CSS hides by its less common means were not said; what ordinary programs send keeps all its words."""

from __future__ import annotations

import pytest

from yarnnn_pipelines.sources.shared.html import html_to_text

HIDING_STYLES = [
    "display:/**/none",
    "display:none/* block */",
    r"display:n\6fne",
    r"d\69splay:none",
    "display:none;display:bogus",
    "display:none;display:block none",
    "display:var(--x,none)",
    "color:white;color:bogus",
    "color:white;color:#12345",
    "visibility:hidden;visibility:shown",
    "opacity:0;opacity:full",
    "opacity:calc(0)",
    "opacity:min(0,1)",
    "font-size:0;font-size:readable",
    "--c:white;color:var(--c)",
    "color:var(--c,white)",
    "--a:var(--b);--b:#fff;color:var(--a)",
    "color:oklch(1 0 0)",
    "color:oklab(100% 0 0)",
    "color:lab(100 0 0)",
    "color:lch(100 0 0)",
    "color:hwb(0 100% 0%)",
    "color:color(srgb 1 1 1)",
    "color:color(display-p3 1 1 1)",
    "color:color-mix(in srgb, white, white)",
    "color:light-dark(white, black)",
    "color:Canvas",
    "color:Window",
    "color:rgb(from white r g b)",
    "color:rgb(calc(255) 255 255)",
    "color:#333;background:linear-gradient(#333,#333)",
    "color:#fff;background-image:linear-gradient(white,#fff)",
    "color:#fff;background:#fff url(x.png)",
    "scale:0",
    "scale:.01",
    "scale:1 0",
    "translate:-5000px",
    "translate:0 -100vh",
    "transform:matrix(0,0,0,0,0,0)",
    "transform:matrix3d(1,0,0,0,0,1,0,0,0,0,1,0,9999,0,0,1)",
    "transform:rotateX(90deg)",
    "transform:rotate3d(1,0,0,90deg)",
    "transform:scale(0.01)",
    "transform:translate(9999px,0)",
    "transform:perspective(1px) translateZ(2px)",
    "rotate:x 90deg",
    "zoom:.01",
    "zoom:1%",
    "letter-spacing:-1em",
    "letter-spacing:calc(-1em)",
    "line-height:0",
    "line-height:.01",
    "font:16px/0 Arial",
    "font-size:calc(0px)",
    "font-size:max(0px,1px)",
    "font-size:min(0px,16px)",
    "font-size:clamp(0px,1px,2px)",
    "font-size:calc(16px - 16px)",
    "font-size:0.01vw",
    "font-size:1e-3px",
    "font:calc(0px) Arial",
    "position:absolute;left:200vw",
    "position:absolute;bottom:9999px",
    "position:absolute;left:calc(-9999px)",
    "position:fixed;inset:-9999px auto auto auto",
    "position:absolute;inset-inline-start:-9999px",
    "margin-left:5000px",
    "padding-left:5000px",
    "mask:linear-gradient(transparent,transparent)",
    "-webkit-mask-image:url(x.png)",
    "position:relative;z-index:-1",
    "clip-path:polygon(0 0)",
    "clip-path:inset(0 100% 0 0)",
    "filter:blur(20px)",
    "filter:opacity(1%)",
    "mix-blend-mode:screen",
    "unicode-bidi:bidi-override;direction:rtl",
    "transform: translateX(-9999px)",
    "TRANSFORM:TRANSLATE3D(-9999PX,0,0)",
    "transform:matrix(1,0,0,1,-9999,0)",
    "-moz-transform:scale(0)",
    "transform:skewX(90deg)",
    "height:0;overflow:auto",
    "height:0;contain:strict",
    "height:calc(0px);overflow:hidden",
    "height:min(0px,100%);overflow:hidden",
    "block-size:0;overflow:hidden",
    "max-block-size:0;overflow-block:clip",
    "text-indent:100%;overflow:hidden",
    "text-indent:calc(-9999px)",
    "word-spacing:-9999px",
    "offset-path:path('M-9999,0')",
]


@pytest.mark.parametrize("style", HIDING_STYLES)
def test_words_that_their_style_hides_were_not_said(style: str) -> None:
    assert html_to_text(f"<p>Seen.</p><p style='{style}'>Hid<b>den</b>.</p>") == "Seen."


@pytest.mark.parametrize(
    "sheet",
    [
        "p:not(.v){display:none}",
        "p[title]{display:none}",
        "p[title^=no]{display:none}",
        ":is(.w){display:none}",
        ":where(p.w){display:none}",
        r".\77{display:none}",
        "div{p{display:none}}",
        "div{&>p{display:none}}",
        ".w{&[title]{display:none}}",
        "div > p{display:none}",
        "body .w{display:none}",
        "h1 + div p{display:none}",
        "p:last-child{display:none}",
        "p:first-of-type{display:none}",
        "p:nth-child(1){display:none}",
        "p:nth-child(1 of .w){display:none}",
        "div:has(p) p{display:none}",
        "@supports (display:block){.w{display:none}}",
        "@layer x{.w{display:none}}",
        "@container (min-width:1px){.w{display:none}}",
        "@media all and (min-width:1px){.w{display:none}}",
        "@media (min-width:1px) and (max-width:99999px){.w{display:none}}",
        "@media (width > 1px){.w{display:none}}",
        "@media not print{.w{display:none}}",
        "@media screen{@media all{.w{display:none}}}",
        "p::first-line{color:#fff}",
        "div{--c:#fff} p{color:var(--c)}",
        ".w{color:white;color:bogus}",
        ".w{display:none} .w:hover{display:block}",
        ".w{display:none} .other p{display:block}",
        '.w::before{content:"Not true: "}',
        ".w:after{content:' - NOT'}",
        ".w b::after{content:'un'}",
        "b:before{content:attr(title)}",
        ".w{content:'Gone.'}",
    ],
)
def test_words_that_a_rule_hides_or_rewords_were_not_said(sheet: str) -> None:
    page = f"<head><style>{sheet}</style></head><div><p class=w title=note>It was <b title=un>done</b>.</p></div>Seen."
    assert html_to_text(page) == "Seen."


@pytest.mark.parametrize(
    "hidden",
    [
        "<p style='display:none' style='display:block'>Hidden.</p>",
        "<link rel=stylesheet href='data:text/css,.x%7Bdisplay:none%7D'><p class=x>Hidden.</p>",
        "<link rel=stylesheet href='data:text/css;base64,Lnh7ZGlzcGxheTpub25lfQ=='><p class=x>Hidden.</p>",
        "<font color=fff>Hidden.</font>",
        "<font color=ffffff>Hidden.</font>",
        "<body link=white><a href=x>Hidden.</a></body>",
        "<div style='opacity:.3'><p style='opacity:.3'>Hidden.</p></div>",
        "<dialog>Hidden.</dialog>",
        "<div popover>Hidden.</div>",
        "<p hidden=until-found>Hidden.</p>",
        "<math><annotation>Hidden.</annotation></math>",
        "<math><semantics><mi>x</mi><annotation-xml><p>Hidden.</p></annotation-xml></semantics></math>",
        "<math><mphantom>Hidden.</mphantom></math>",
        "<m:math><m:annotation>Hidden.</m:annotation></m:math>",
        "<select><option>Hidden.</option></select>",
        "<datalist><option>Hidden.</option></datalist>",
        "<textarea>Hidden.</textarea>",
        "<iframe>Hidden.</iframe>",
        "<video>Hidden.</video><audio>Hidden.</audio><canvas>Hidden.</canvas>",
        "<noframes>Hidden.</noframes><ruby><rp>Hidden.</rp></ruby>",
        "<ruby><rt>Hidden.</rt></ruby>",
        "<details><p>Hidden.</p></details>",
        "<p style='display:none;--a:" + "(" * 300 + "'>Hidden.</p>",
        "<p><bdo dir=rtl>Hidden.</bdo></p>",
        "<p>It was \u202enot\u202c done.</p>",
        "<style>i::after{content:'Not true: '}</style><p><i></i>It was done.</p>",
        "<style>li{list-style-type:'Never: '}</style><ul><li>Hidden.</ul>",
    ],
)
def test_other_ways_of_hiding_or_rewording(hidden: str) -> None:
    assert html_to_text(f"<p>Seen.</p>{hidden}") == "Seen."


@pytest.mark.parametrize(
    "sheet",
    [
        ".x{display:none} a{--b:" + "(" * 300 + "}",
        "i{color:red}" * 2_500 + ".x{display:none}",
        ":not(" * 30 + "p" + ")" * 30 + "{display:none}",
        "p{" * 20 + "display:none" + "}" * 20,
    ],
    ids=["brackets", "rules", "selector", "nesting"],
)
def test_of_a_mail_with_a_sheet_beyond_all_measure_nothing_was_said(sheet: str) -> None:
    assert html_to_text(f"<style>{sheet}</style><p class=x>Hidden.</p>") == ""


OUTLOOK = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!--
/* Font Definitions */ @font-face {font-family:Calibri; panose-1:2 15 5 2 2 2 4 3 2 4;}
p.MsoNormal, li.MsoNormal, div.MsoNormal {margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif;
  mso-fareast-language:EN-US;}
a:link, span.MsoHyperlink {mso-style-priority:99; color:#0563C1; text-decoration:underline;}
span.EmailStyle18 {mso-style-type:personal-compose; font-family:"Calibri",sans-serif; color:windowtext;}
.MsoChpDefault {mso-style-type:export-only; font-size:10.0pt;}
@page WordSection1 {size:612.0pt 792.0pt; margin:72.0pt 72.0pt 72.0pt 72.0pt;}
div.WordSection1 {page:WordSection1;} @list l0:level1 {mso-level-text:\\F0B7; text-indent:-18.0pt;}
--></style></head><body lang=EN-GB link="#0563C1" vlink="#954F72" style='word-wrap:break-word'><div class=WordSection1>
<p class=MsoNormal><span style='font-size:11.0pt;color:windowtext;mso-fareast-language:EN-US'>The launch</span>
<span style='color:black;background:white'>went well.<o:p></o:p></span></p><p class=MsoListParagraph
style='margin-left:36.0pt;text-indent:-18.0pt;mso-list:l0 level1 lfo1'>Budget is signed off.</p></div></body></html>"""

GMAIL = """<div dir="ltr"><div class="gmail_default" style="font-family:arial,sans-serif;font-size:small;color:
rgb(34,34,34)">The launch</div><div style="font-size:large"><span style="background-color:transparent;white-space:
pre-wrap;font-variant-numeric:normal">went well.</span></div><p style="line-height:1.38;margin:0pt 0pt 0pt 36pt">
<span style="color:rgb(0,0,0);background-color:rgb(255,255,0);vertical-align:baseline">Budget is signed off.</span></p>
</div>"""

APPLE = """<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body style="
overflow-wrap: break-word; -webkit-nbsp-mode: space; line-break: after-white-space;" class="ApplePlainTextBody">The
launch <span style="caret-color: rgb(0, 0, 0); color: rgb(0, 0, 0); letter-spacing: normal; orphans: auto; text-indent:
0px; -webkit-text-stroke-width: 0px; -webkit-text-size-adjust: auto; display: inline !important; float: none;">went
well.</span><div style="font-size: -webkit-medium">Budget is signed off.</div></body></html>"""

NEWSLETTER = """<html><head><style>
:root{color-scheme:light dark;supported-color-schemes:light dark;--accent:#063}
#outlook a{padding:0} .ReadMsgBody{width:100%} .ExternalClass,.ExternalClass *{line-height:100%}
table,td{mso-table-lspace:0pt;border-collapse:collapse} img{-ms-interpolation-mode:bicubic;line-height:100%}
a[x-apple-data-detectors]{color:inherit !important;text-decoration:none !important}
u + #body a{color:inherit;font-size:inherit} #MessageViewBody a{color:inherit}
.mj-outlook-group-fix{width:100% !important} .clear:after{content:"";display:table;clear:both}
.item:before{content:"\\2022 "} .hero td{color:#fff} .hero{background:linear-gradient(90deg,#036,#0a5)}
.button:hover{color:#0a5 !important;opacity:.05} .desktop{display:block} .white td p{color:#fff}
@media only screen and (max-width:480px){.desktop{display:none !important} td[class=col]{width:100%}}
@media (prefers-color-scheme:dark){p{color:#fff !important} .light-img{display:none}}
@media screen and (min-width:481px){.col{width:50% !important;max-width:50%}}
@media screen yahoo{.x{display:none}} @media print{p{display:none}} [owa] .desktop{display:none}
[data-ogsc] .desktop{color:#fff} .moz-text-html .col{width:50%} @import url(https://fonts.example/css);
</style></head><body id=body style="margin:0;background-color:#f4f4f4"><table class=hero width="100%"><tr>
<td style="padding:20px;font-size:0;line-height:0"><div style="font-size:16px;line-height:1.5;display:inline-block;
max-width:300px">The launch</div></td></tr></table><div class=desktop style="-webkit-text-size-adjust:100%">went
<a class=button href=x style="background:#0a5;color:#ffffff;letter-spacing:-0.5px;transform:translateY(-2px);
border-radius:4px;position:relative;z-index:1">well.</a></div>
<td class=col style="width:calc(50% - 20px);font-size:clamp(14px, 2vw, 18px);color:var(--accent)"><p class="item clear"
style="margin:0 auto;left:-10px;filter:none;opacity:.9;overflow:hidden">Budget is signed off.</p></td></body></html>"""


@pytest.mark.parametrize("page", [OUTLOOK, GMAIL, APPLE, NEWSLETTER], ids=["outlook", "gmail", "apple", "newsletter"])
def test_ordinary_mail_keeps_all_its_words(page: str) -> None:
    assert html_to_text(page).split() == ["The", "launch", "went", "well.", "Budget", "is", "signed", "off."]


@pytest.mark.parametrize(
    "page",
    [
        "<p style='color:bogus'>Seen.</p>",
        "<p style='color:var(--missing)'>Seen.</p>",
        "<style>p:not(.v){display:none}</style><p class=v>Seen.</p>",
        "<style>div > p{display:none}</style><div><span><p>Seen.</p></span></div>",
        "<style>p:last-child{color:#fff}</style><p style='color:#222'>Seen.</p>",
        "<style>a:hover,a:visited{color:#fff}</style><a href=x>Seen.</a>",
        "<style>@media (min-width:5000px){p{display:none}}</style><p>Seen.</p>",
        "<style>p{color:white} p{color:#222}</style><p>Seen.</p>",
        "<style>p{color:#222 !important}</style><p style='color:#fff'>Seen.</p>",
        "<dialog open>Seen.</dialog>",
        "<details open>Seen.</details>",
        "<p style='transform:skewX(-8deg)'>Seen.</p>",
        "<p style='height:calc(100% - 20px);overflow:hidden;text-indent:2em'>Seen.</p>",
        "<p style='transform:rotate(-3deg) scale(1.1)'>Seen.</p>",
        "<p style='transform:none;mask:none;clip-path:none;filter:none;zoom:1;scale:1;rotate:none'>Seen.</p>",
        "<div style='line-height:0'><p style='line-height:20px'>Seen.</p></div>",
        "<p style='background:linear-gradient(#036,#0a5);color:#fff'>Seen.</p>",
        "<p style='*zoom:1;garbage;color:#222'>Seen.</p>",
        "<bdo dir=ltr>Seen.</bdo>",
    ],
)
def test_words_that_can_be_seen_were_said(page: str) -> None:
    assert html_to_text(page).strip() == "Seen."


@pytest.mark.long
@pytest.mark.parametrize(
    "mark", ["a{", "(", "[", ":is(", "a:not(", "{", "@media x{", "a{color:", "var(--", ".a .a ", "\\"]
)
def test_a_sheet_or_style_of_nothing_but_openings_is_read_in_one_pass(mark: str) -> None:
    """The suite's time limit is the assertion."""
    opened = mark * (50_000 // len(mark))
    assert html_to_text(f"<style>{opened}</style><p>Seen.</p>").strip() in ("", "Seen.")
    nested = "<style>.b .a .a .a .a .a .a{color:red}</style>" + "<div class=a>" * 300
    assert html_to_text(nested + "Seen.") == "Seen."
    html_to_text(f'<p style="color:{opened}">Seen.</p><style>p{{{opened}}}</style><p>Seen.</p>')


@pytest.mark.parametrize(
    "page",
    [
        "<style>body{color:#fff}</style><p>SECRET</p>",
        "<style>body{color:#fff}</style>SECRET",
        "<style>html{color:#fff}</style><p>SECRET</p>",
        "<html><style>body{display:none}</style><p>SECRET</p></html>",
        "<html><head><style>body{display:none}</style></head><div>SECRET</div></html>",
        "<style>tbody{color:#fff}</style><table><tr><td>SECRET</td></tr></table>",
        "<body style='color:#fff'></body></html><p>SECRET</p>",
    ],
)
def test_a_rule_for_an_element_that_a_browser_adds_holds_where_its_tag_is_not_written(page: str) -> None:
    assert "SECRET" not in html_to_text(page)


@pytest.mark.parametrize(
    "page",
    [
        "<p>SECRET</p><style>p{color:#fff}</style>",
        "<body><p>SECRET</p><style>p{display:none}</style></body>",
        "<p>SECRET</p><link rel=stylesheet href='data:text/css,p%7Bdisplay:none%7D'>",
        "<p>SECRET</p><style>body{color:#fff}</style>",
        "<p>SECRET</p><body style='color:#fff'>",
        "<body><p>SECRET</p></body><body text='#ffffff'>",
    ],
)
def test_a_style_below_words_holds_for_them_as_well(page: str) -> None:
    assert "SECRET" not in html_to_text(page)


@pytest.mark.parametrize(
    "page",
    [
        "<p>Thanks.</p><style>.preheader{display:none}</style>",
        "<style>body{font:14px Arial;color:#222}</style><p>Thanks.</p>",
        "<style>p{color:#333}</style><p>Thanks.</p><style>p{color:#000}</style>",
        "<p>Thanks.</p><blockquote><style>p{color:#fff}</style><body bgcolor='#000'></blockquote>",
        "<html><body bgcolor='#000' text='#fff'><p>Thanks.</p></body></html>",
        "Thanks.",
    ],
)
def test_words_that_no_style_hides_stay_wherever_it_stands(page: str) -> None:
    assert html_to_text(page) == "Thanks."

"""How mail programs mark in HTML what they quote: classes, ids, names, a line at the left of a block.

Marks that say that a whole element is quoted, that everything from an element on is, or that an element holds a quote
beside words of the author's. What is done with such an element is `html`'s matter, what a style hides
`html_visibility`'s.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_OF_PROGRAMS = (
    r"(?:x_)*(?:replyForwardHeader|isForwardContent|isReplyContent|ms-outlook-mobile-reference-message|ProtonMailQuote"
    r"|(?:airmail|superhuman|spark|intercom|gorgias|canary|mailbird|mailspring|newton|polymail|shortwave|zendesk|front|em"
    r"|freshdesk|helpscout|hubspot)[-_]quoted?)"
)
# Marks of Gmail, Thunderbird, Yahoo, Proton, Zoho, Front, Apple and others: the element holds nothing of the author's.
_QUOTE_CLASS = re.compile(
    r"(?<![\w-])(?:gmail_attr|gmail_signature(?:_prefix)?|moz-cite-prefix|moz-signature|moz-forward-container"
    r"|(?:ydp\w*|yiv\d+)?yahoo_quoted|protonmail_(?:quote|signature_block)|tutanota_quote|zmail_extra(?:_hr)?"
    r"|AppleOriginalContents|AppleMailSignature|front-blockquote|front-signature|sh-signature|cite-prefix"
    r"|OutlookMessageHeader|MsoReplyHeader|gmail_default_quote|hey-quote|sp_quote|replyHeader|gmail_quote_attribution"
    r"|missive_quote|missive_signature|hs_reply|elided-text|edo_quote|edo_signature|blue_quote|airmail_on|aqm-original"
    rf"|{_OF_PROGRAMS})(?![\w-])"
)
# The name that a program not listed gives to what it quotes: `mail-quote-collapse`, `quotedText`, `original-message`.
_QUOTE_NAMED = re.compile(
    r"(?<![^\s])(?!\S*(?:(?:un|no)quot|indent))(?!(?:x_)*gmail_quote)"
    r"(?:\S*(?:quote|quoted|citation)(?![a-z])\S*|\S*Quoted?(?![a-z])\S*|(?:\S*[-_])?(?:original|replied|forwarded|fwd|previous|quoted|cited|reference)"
    r"[-_]?(?:message|msg|mail|e-?mail|content|text|body|section|block|header|thread)s?(?:[-_]\S*)?)(?!\S)",
    re.IGNORECASE,
)
# Of these the ones that introduce what is quoted below them.
_INTRODUCTION = re.compile(
    r"(?<!\S)(?:gmail_attr|airmail_on|OutlookMessageHeader|LGEmailHeader|(?:\S*[-_])?(?:mso)?(?:original|repl(?:y|ied)|forward(?:ed)?|fwd|previous"
    r"|quoted?|cited?|reply_?forward)[-_]?(?:message|msg|mail)?[-_]?(?:header|intro|prefix|attribution|line)s?)(?!\S)",
    re.IGNORECASE,
)
# Gmail's, around what it quotes; answers between the quoted lines stand in it as well.
_QUOTE_CONTAINER = re.compile(r"(?<![\w-])(?:x_)*gmail_quote(?:_container)?(?![\w-])")
_QUOTE_ID = re.compile(
    r"^(?:x_)*(?:yahoo_quoted_\w+|yqt\w+|reply-intro|isReplyContent|bloop_sign|zwchr|ms-outlook-mobile-signature"
    r"|ymail_android_signature|AppleMailSignature|Signature|signature|composer_signature|CanaryBlockquote"
    r"|qt|_originalContent|LGEmailHeader|blockquote_zmail|Zm-_Id_-\w+|aqm-original"
    rf"|{_OF_PROGRAMS})$"
)
_QUOTE_NAME = frozenset(["messageReplySection", "messageSignatureSection", "quote", "quoted-content"])
# QQ's, around the mail that is answered, and around one that answers none.
_TAIL_TAG = "includetail"
_TAIL_CLASS = re.compile(r"(?<![\w-])qmbox(?![\w-])")
# Outlook's, Zimbra's, Hotmail's: from here on everything is the mail that is answered.
_REST_ID = re.compile(
    r"^(?:x_)*(?:divRplyFwdMsg|appendonsend|mail-editor-reference-message-container|stopSpelling|OLK_SRC_BODY_SECTION"
    r"|ms-outlook-mobile-body-separator-line|ms-outlook-mobile-reference-message)$"
)
# Outlook's on telephones, of the header above that mail.
_REST_CLASS = re.compile(r"(?<![\w-])(?:x_)*ms-outlook-mobile-reference-message(?![\w-])")
_REST_MARK = frozenset(["__DIVIDER__", "__QUOTED_TEXT__"])
# The line that Outlook draws above the header of the mail that is answered.
_REST_STYLE = re.compile(
    r"border(?:-\w+)?\s*:\s*none\s*;\s*border-top\s*:\s*(?:solid\s*)?#(?:e1e1e1|b5c4df)[^;]*;\s*padding\s*:\s*3(?:\.0)?pt",
    re.IGNORECASE,
)
# A line at the left of a block, as many programs draw it beside what they quote.
_QUOTE_BORDER = re.compile(
    r"border-left(?:-width)?\s*:(?!\s*(?:none|0|medium none|initial|unset))\s*[^;\s]", re.IGNORECASE
)
_BORDERED = frozenset(["div", "p", "section", "article", "pre"])
# Of these a line at the left alone, for a frame or a rule between columns has one there as well.
_LINED = frozenset(
    [
        *(*_BORDERED, "table", "tbody", "tr", "td", "th", "ul", "ol", "li", "dl", "dd", "center", "span", "font"),
        *("main", "aside", "figure", "header", "address"),
    ]
)
_SIDES = ("left", "right", "top", "bottom")
_NO_LINE = re.compile(r"(?<![\w.#-])(?:none|hidden|0(?:px|pt|em|rem|\.0pt)?|initial|unset|transparent)(?![\w.])")
_CITED = re.compile(r"^(?:mid|cid|message):", re.IGNORECASE)
_ANY_MARK = re.compile(
    rf"{_QUOTE_CONTAINER.pattern}|moz-cite-prefix|yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra|divRplyFwdMsg"
    r"|appendonsend|mail-editor-reference-message-container|ms-outlook-mobile-(?:body-separator|reference)|stopSpelling|OLK_SRC_BODY_SECTION|AppleOriginalContents"
    r"|messageReplySection|__QUOTED_TEXT__|front-blockquote|isReplyContent|OutlookMessageHeader|reply-intro"
    r"|moz-forward-container|gmail_quote_attribution|missive_quote|hs_reply|edo_quote|blue_quote|CanaryBlockquote"
    rf"|elided-text|id=.?qt\b|_originalContent|name=.?quote(?:d-content)?\b|<blockquote\b(?![^>]{{0,300}}border\s*:\s*(?:none|0))|{_REST_STYLE.pattern}"
    rf"|{_OF_PROGRAMS}(?![\w-])|type=.?cite\b|cite=.?mid:|<(?:div|section|table|td)\b[^>]{{0,300}}{_QUOTE_BORDER.pattern}"
    r"|<(?:div|table|section|p)\b[^>]{0,200}(?:class|id)=[^>]{0,100}(?:quote|original-?_?message)|qmbox|<includetail|aqm-original",
    re.IGNORECASE,
)


def marks_a_quote(html: str) -> bool:
    """Whether the HTML itself says which of its parts quotes another mail."""
    return bool(_ANY_MARK.search(html))


def is_quote(attributes: Mapping[str, str]) -> bool:
    """Whether an element's class, id or name says that nothing in it is the author's."""
    classes, identity = attributes.get("class", ""), attributes.get("id", "")
    if _QUOTE_CLASS.search(classes) or _QUOTE_ID.match(identity) or attributes.get("name") in _QUOTE_NAME:
        return True
    return bool(_QUOTE_NAMED.search(classes) or _QUOTE_NAMED.search(identity))


def introduces_a_quote(attributes: Mapping[str, str]) -> bool:
    """Whether an element's class or id says that it tells who wrote what stands below it."""
    return any(map(_INTRODUCTION.search, (attributes.get("class", ""), attributes.get("id", ""))))


def is_tail(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element below words of the author's holds the mail that they answer."""
    return tag == _TAIL_TAG or bool(_TAIL_CLASS.search(attributes.get("class", "")))


def is_container(classes: str) -> bool:
    """Whether a class is that of an element around a quote and maybe the answers to it."""
    return bool(_QUOTE_CONTAINER.search(classes))


def begins_rest(attributes: Mapping[str, str]) -> bool:
    """Whether everything from this element on is the mail that is answered."""
    if _REST_ID.match(attributes.get("id", "")) or attributes.get("data-marker") in _REST_MARK:
        return True
    return bool(_REST_CLASS.search(attributes.get("class", "")) or _REST_STYLE.search(attributes.get("style", "")))


def is_cited(tag: str, attributes: Mapping[str, str], is_lined: bool) -> bool:
    """Whether an element that is no `<blockquote>` is marked as cited, or has a line beside it.

    is_lined: whether its styles draw a line at one of its sides and at no other (`has_line_beside`).
    """
    if attributes.get("type", "").lower() == "cite" or _CITED.match(attributes.get("cite", "")):
        return True
    return (tag in _BORDERED and bool(_QUOTE_BORDER.search(attributes.get("style", "")))) or (
        tag in _LINED and is_lined
    )


def is_certain(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether only programs mark an element so that quote: a line beside a `<div>`, or a `<blockquote>` without any
    style, is what people set their own words off with as well."""
    if attributes.get("type", "").lower() == "cite" or _CITED.match(attributes.get("cite", "")):
        return True
    names = attributes.get("class", "")
    is_named = bool(names) and "indent" not in names.lower()
    return tag == "blockquote" and (is_named or bool(_QUOTE_BORDER.search(attributes.get("style", ""))))


def has_line_beside(style: Mapping[str, str]) -> bool:
    """Whether a style draws a line at the left or right and nowhere else. style: {property: value}, lower case."""
    if not any(name.startswith("border") for name in style):
        return False
    drawn = {side for side in _SIDES if _is_drawn(style, side)}
    return drawn in ({"left"}, {"right"})


def _is_drawn(style: Mapping[str, str], side: str) -> bool:
    logical = {"left": "inline-start", "right": "inline-end", "top": "block-start", "bottom": "block-end"}[side]
    whole = [value for name in (f"border-{side}", f"border-{logical}") if (value := style.get(name))]
    parts = [style.get(f"border-{side}-{part}", "") for part in ("width", "style")]
    if whole or any(parts):
        return not any(_NO_LINE.search(value) for value in (*whole, *parts))
    around = style.get("border", "")
    widths, styles = style.get("border-width", "").split(), style.get("border-style", "").split()
    if not around and not (widths and styles):
        return False
    place = {"top": 0, "right": 1, "bottom": 2, "left": 3}[side]
    of_side = [_of_four(values, place) for values in (widths, styles) if values]
    return not any(_NO_LINE.search(value) for value in (around, *of_side))


def _of_four(values: list[str], place: int) -> str:
    """CSS writes one value for all sides, two for top and sides, three for top, sides and bottom, or four."""
    if len(values) > place:
        return values[place]
    return values[place - 2] if place >= 2 and len(values) > place - 2 else values[0]

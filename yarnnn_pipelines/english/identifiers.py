"""What a sentence calls things by: numbers of issues and invoices, codes, letters, links. Two that differ are two.

How much a thing is, and of what, is `figures`; whether two sentences tell one fact is `likeness`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

_LINK = re.compile(r"(?i)\b(?:https?://|www\.)[^\s<>|)\]]+")
_NUMBERED = re.compile(
    r"(?i)(?:#|\b(?:issues?|tickets?|pr|prs|pull requests?|merge requests?|mr|bugs?|tasks?|stor(?:y|ies)|invoices?"
    r"|orders?|cases?|versions?|phases?|sprints?|batch|lot|milestone|wave|round|chapter|room|no\.?|number|card|page|draft|release)"
    r"\s+(?:no\.?\s+|number\s+)?#?|/(?:issues|pull|pulls|merge_requests|tickets?)/)(?P<number>\d+(?:\.\d+)*)\b"
)
_CODE = re.compile(
    r"\b(?:[A-Z][A-Z0-9]+-\d+|(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}|(?:[\w.-]+/)?[\w.-]*[A-Za-z][\w.-]*#\d+)\b"
)
# A letter or Roman number behind what it tells from its like: "template A", "Phase II". "A" and "I" are words as well.
_LETTERED = re.compile(
    r"\b(?P<noun>(?!(?:an?|the|is|are|was|were|am|be|been|of|in|on|at|to|for|from|with|by|as|and|or|but|not|no|if|so|than|that"
    r"|which|when|while|where|since|because|this|it|we|you|they|our|your|their|my|his|her|has|have|had|do|does|did|will"
    r"|would|can|could|should|may|might|must|about|into|over|after|before)\b)(?i:[a-z]{2,}))"
    r"\s+(?P<letter>[B-HJ-Z]|(?:I[IVX]|[VX]I)I{0,2}|A(?!\s+[A-Z])|I(?=\s+(?:is|are|has|goes|(?:went|came)\s+(?:live|out|in|on))\b))"
    r"(?![\w'’.&/+-]?\w|[&+/-])"
)
_VERB_BEFORE = re.compile(
    r"(?i)(?:\w+(?:ed|ing)|built|got|get|made|make|found|find|sent|send|need|want|wrote|write|took|take|gave|give|see|saw)$"
)

# Slack's own ids of people, groups, bots and channels: what a mention shows where nobody of that id is known.
_RAW_ID = re.compile(r"(?<!\w)[@#][UWBSCGD][A-Z0-9]{7,}\b")


def raw_ids(text: str) -> frozenset[str]:
    """The ids by which a text calls people and channels whose names are not known."""
    return frozenset(mention[0][1:] for mention in _RAW_ID.finditer(text))


@lru_cache(maxsize=16384)
def _identifiers(text: str) -> tuple[frozenset[str], ...]:
    """Links, numbers of things, codes and letters."""
    links = frozenset(link[0].rstrip(".,;:!?/").casefold() for link in _LINK.finditer(text))
    numbers = frozenset(match["number"].lstrip("0") for match in _NUMBERED.finditer(text))
    letters = frozenset(letter for _, letter in _lettered(text))
    return links, numbers, frozenset(code[0] for code in _CODE.finditer(_LINK.sub("", text))), letters


@lru_cache(maxsize=16384)
def _lettered(text: str) -> tuple[tuple[str, str], ...]:
    """Each noun that a letter tells from its like, with the letter: ("template", "A")."""
    return tuple(
        (match["noun"].casefold(), match["letter"])
        for match in _LETTERED.finditer(text)
        if not (match["letter"] == "A" and _VERB_BEFORE.match(match["noun"]))
    )


# An issue, pull request or ticket by its address.
_WORK_LINK = re.compile(
    r"(?i)\bhttps?://[^\s<>|)\]?]*?/(?:(?P<kind>issues?|pulls?|pull-requests|merge_requests|tickets?|work_items)/(?P<number>\d+)"
    r"|(?:browse|issue)/(?P<code>[A-Za-z][A-Za-z0-9]+-\d+))(?:[/?#][^\s<>|)\]]*)?(?<![.,;:!?])"
)
# With what a plain text has around it: "the issue <https://...>", "[issue](https://...)".
_WORK_WRITTEN = re.compile(
    r"(?P<before>(?i:\b(?:issue|ticket|bug|task|pr|pull request|mr|merge request))\s+)?(?P<opens>[<(\[])?"
    + _WORK_LINK.pattern.replace("(?i)", "", 1).join(("(?i:", ")"))
    + r"(?(opens)[>)\]])"
)
_MARKDOWN_LINK = re.compile(
    rf"\[(?P<label>[^\[\]\n]{{1,200}})\]\((?P<address>{_WORK_LINK.pattern.replace('(?i)', '(?i:', 1)}))\)"
)
_ITS_KIND = {"p": "pull request", "m": "merge request", "t": "ticket"}  # by the first letter, else an issue
_NAMES_A_KIND = re.compile(
    r"(?i)(?:the\s+|this\s+|that\s+)?(?:issue|ticket|bug|pr|pull request|mr|merge request|task|link|here)"
)


# Google's mails and calendars, and the programs that guard mails at Microsoft and Proofpoint, lead links through these.
_THROUGH = re.compile(
    r"(?i)https?://(?:(?:www\.google\.com/url|[\w.-]+\.safelinks\.protection\.outlook\.com/\S*?)\?(?:\S*?[&;])??"
    r"(?:url|q)=(?P<quoted>https?(?::|%3A)[^\s&]+)|urldefense\.com/v3/__(?P<whole>https?://\S+?)__;)"
)


def with_work_named(text: str) -> str:
    """The text with the number of an issue, pull request or ticket in place of its address; where it says the number
    anyway, the address stays."""
    text = _MARKDOWN_LINK.sub(lambda link: labelled_work(link["label"], link["address"]), text)
    return _WORK_WRITTEN.sub(
        lambda link: link[0] if _is_named(link, text[: link.start()]) else _in_place_of(link), text
    )


def _in_place_of(link: re.Match[str]) -> str:
    number = link["code"] or f"#{link['number']}"
    if link["before"]:
        return f"{link['before']}{number}"
    return f"({number})" if link["opens"] else _called(link)


def labelled_work(label: str, address: str) -> str:
    """What a link shows, with the number of the issue, pull request or ticket that it leads to: its label tells it from
    no other."""
    words = label.strip()
    link = _WORK_LINK.fullmatch(led_to(address.strip()))
    if not words or link is None or _is_named(link, words) or _WORK_LINK.search(words):
        return label
    worded = _called(link) if _NAMES_A_KIND.fullmatch(words) else f"{words} ({link['code'] or '#' + link['number']})"
    return label.replace(words, worded)


def led_to(address: str) -> str:
    """Where a link leads that a mail program or its guard leads through an address of its own."""
    through = _THROUGH.match(address)
    return (through["whole"] or unquote(through["quoted"])) if through else address


def _called(link: re.Match[str]) -> str:
    kind = _ITS_KIND.get((link["kind"] or "")[:1].lower(), "issue")
    return link["code"] or f"{kind} #{link['number']}"


def _is_named(link: re.Match[str], text: str) -> bool:
    return re.search(rf"(?i)(?<![\w/]){re.escape(link['code'] or link['number'])}(?!\w)", text) is not None


_DOCUMENT = re.compile(r"/d/([\w-]{20,})|([0-9a-f]{32})(?=\W|$)")  # Google's files, Notion's pages
_TRACKING = re.compile(r"(?i)(?<=[?&])(?:utm_\w+|usp|fbclid|gclid|pli)=[^&]*&?")
_WORK = re.compile(
    r"(?i)/(?P<path>issues|pulls?|merge_requests|tickets|browse)/(?P<of_path>[A-Z]*-?\d+)"
    r"|\b(?P<kind>issue|ticket|bug|case|pr|pull\s+request|merge\s+request|mr|invoice|order)\s+(?:(?:no|number)\b\.?\s*)?"
    r"#?(?P<number>[A-Z]{0,4}-?\d(?:[\d/-]*\d)?)\b"
)
_PULLED = re.compile(r"(?i)p(?:r|ull)|m(?:r|erge)")
_TICKET = re.compile(r"\b(?!UTF|ISO|COVID|RFC|SHA|MP|ID|DIN|EN|PHP|CSS|HTML|HTTP|Q)[A-Z]{2,8}-\d{1,6}\b(?![.,-]?\d)")
# Words that stand before a count as well: "order 2 chairs", "in case 3 people come".
_IS_A_NUMBER = re.compile(r"(?i)(?!(?:case|order|mr)\b)|.*(?:#|\b(?:no|number)\b|\d{3})")
_QUOTED = re.compile(r"[\"“„«](?P<words>[^\"“”„«»\n]{4,120})[\"”“»]")


@lru_cache(maxsize=4096)
def hard_keys(text: str) -> frozenset[tuple[str, str]]:
    """What a text names that two texts of different places can only mean as one: the kind of thing (document, link,
    ticket, pull request, invoice, order), and its link or number as it compares."""
    found = set()
    for link in _LINK.finditer(text):
        whole = re.sub(r"(?i)^https?://|^www\.", "", link[0]).partition("#")[0].rstrip(".,;:!?/'\"")
        if document := _DOCUMENT.search(whole):
            found.add(("document", (document[1] or document[2]).casefold()))
        elif "/" in whole and not _WORK.search(whole):
            found.add(("link", _TRACKING.sub("", whole).casefold().rstrip("/?&").removeprefix("www.")))
    for work in filter(lambda work: _IS_A_NUMBER.match(work[0]), _WORK.finditer(text)):
        named = work["kind"] or work["path"]
        number = (work["number"] or work["of_path"]).casefold()
        kind = named.casefold() if named.casefold() in ("invoice", "order") else "ticket"
        found.add(("pull request" if _PULLED.match(named) else kind, number.lstrip("0")))
    found |= {("ticket", code[0].casefold()) for code in _TICKET.finditer(_LINK.sub(" ", text))}
    return frozenset(found)


def quoted_titles(text: str) -> frozenset[str]:
    """What stands in a text between quotation marks, as titles compare."""
    return frozenset(" ".join(match["words"].split()).casefold().strip(" .,:;!?") for match in _QUOTED.finditer(text))


def names_a_link(text: str) -> bool:
    return _LINK.search(text) is not None


def kinds_of_identifiers(text: str) -> tuple[frozenset[str], ...]:
    """What `speak_of_two` compares, each kind with its own."""
    return _identifiers(text)


def speak_of_two(sentence: str, other: str) -> bool:
    """Both name a thing by the same kind of identifier, and each something that the other does not."""
    if any(
        a and b and not (a <= b or b <= a) for a, b in zip(_identifiers(sentence), _identifiers(other), strict=True)
    ):
        return True
    here, there = _by_noun(sentence), _by_noun(other)
    return any(here[noun].isdisjoint(there[noun]) for noun in here.keys() & there.keys())


def _by_noun(text: str) -> dict[str, set[str]]:
    letters: dict[str, set[str]] = {}
    for noun, letter in _lettered(text):
        letters.setdefault(noun, set()).add(letter)
    return letters

"""What a sentence calls things by: numbers of issues and invoices, codes, links. Two that differ are two things.

How much a thing is, and of what, is `figures`; whether two sentences tell one fact is `likeness`.
"""

from __future__ import annotations

import re
from functools import lru_cache

_LINK = re.compile(r"(?i)\b(?:https?://|www\.)[^\s<>|)\]]+")
_NUMBERED = re.compile(
    r"(?i)(?:#|\b(?:issues?|tickets?|pr|prs|pull requests?|merge requests?|mr|bugs?|tasks?|stor(?:y|ies)|invoices?"
    r"|orders?|cases?|versions?|phases?|sprints?|batch|lot|milestone|wave|round|chapter|room|no\.?|number|card|page|draft|release)"
    r"\s+(?:no\.?\s+|number\s+)?#?|/(?:issues|pull|pulls|merge_requests|tickets?)/)(?P<number>\d+(?:\.\d+)*)\b"
)
_CODE = re.compile(
    r"\b(?:[A-Z][A-Z0-9]+-\d+|(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}|(?:[\w.-]+/)?[\w.-]*[A-Za-z][\w.-]*#\d+)\b"
)

# Slack's own ids of people, groups, bots and channels: what a mention shows where nobody of that id is known.
_RAW_ID = re.compile(r"(?<!\w)[@#][UWBSCGD][A-Z0-9]{7,}\b")


def raw_ids(text: str) -> frozenset[str]:
    """The ids by which a text calls people and channels whose names are not known."""
    return frozenset(mention[0][1:] for mention in _RAW_ID.finditer(text))


@lru_cache(maxsize=16384)
def _identifiers(text: str) -> tuple[frozenset[str], ...]:
    """Links, numbers of things and codes."""
    links = frozenset(link[0].rstrip(".,;:!?/").casefold() for link in _LINK.finditer(text))
    numbers = frozenset(match["number"].lstrip("0") for match in _NUMBERED.finditer(text))
    return links, numbers, frozenset(code[0] for code in _CODE.finditer(_LINK.sub("", text)))


# An issue, pull request or ticket by its address.
_WORK_LINK = re.compile(
    r"(?i)\bhttps?://[^\s<>|)\]]*?/(?:(?P<kind>issues?|pulls?|pull-requests|merge_requests|tickets?|work_items)/(?P<number>\d+)"
    r"|(?:browse|issue)/(?P<code>[A-Za-z][A-Za-z0-9]+-\d+))(?:[/?#][^\s<>|)\]]*)?(?<![.,;:!?])"
)
_ITS_KIND = {"p": "pull request", "m": "merge request", "t": "ticket"}  # by the first letter, else an issue
_NAMES_A_KIND = re.compile(
    r"(?i)(?:the\s+|this\s+|that\s+)?(?:issue|ticket|bug|pr|pull request|mr|merge request|task|link|here)"
)


def with_work_named(text: str) -> str:
    """The text with the number of an issue, pull request or ticket in place of its address; where it says the number
    anyway, the address stays."""
    return _WORK_LINK.sub(lambda link: link[0] if _is_named(link, text[: link.start()]) else _called(link), text)


def labelled_work(label: str, address: str) -> str:
    """What a link shows, with the number of the issue, pull request or ticket that it leads to: its label tells it from
    no other."""
    link = _WORK_LINK.fullmatch(address)
    if not label or link is None or _is_named(link, label) or _WORK_LINK.search(label):
        return label
    if _NAMES_A_KIND.fullmatch(label):
        return _called(link)
    return f"{label} ({link['code'] or '#' + link['number']})"


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
    return any(
        a and b and not (a <= b or b <= a) for a, b in zip(_identifiers(sentence), _identifiers(other), strict=True)
    )

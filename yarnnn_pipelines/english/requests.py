"""What is asked of somebody: questions, requests, what they want to have; and what answers them."""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, any_of, opens, said, written
from yarnnn_pipelines.english.doubts import is_not_yet
from yarnnn_pipelines.english.results import is_in_part

ASK = Pattern(
    written("question mark", r"\?", "is it live?"),
    opens("someone", "(?:can|could|would|will) (?:you|someone|anyone)", "Could someone sign the budget"),
    said(
        "please",
        "please | let (?:me|us) know | (?:can|could|would) you",
        "let me know by Friday",
        "Dana, could you sign the budget",
    ),
)
NEEDED = Pattern(
    written(
        "needed of you",
        r"\b(?:need|waiting\s+(?:on|for)|missing|awaiting|pending)\b.*"
        r"\b(?:your|from\s+you|on\s+your\s+side|from\s+your\s+side)\b",
        "We still need the revised budget sign-off from you",
    ),
    written("open on your side", r"\b(?:open|missing)\s+(?:on|from)\s+your\s+side\s*:", "Open on your side: the logo"),
)
# A question that asks for something to be done, sent or settled, and is not just curious.
REQUEST = Pattern(
    opens("deed", "(?:can|could|would|will) (?:you|we) | may we | shall | should", "Can you send the logo"),
    opens("particular", "which | when | who | where | by when", "Which logo is it"),
    opens(
        "agreement",
        r"""
        do you want | do you agree | does (?:that|this|it|\w+day|the \w+) (?:work|suit|fit)
        | is (?:that|this|it|\w+day) (?:ok|okay|fine|all right) | are you (?:ok|okay|fine|happy)
        """,
        "Does Tuesday work",
        "Is Tuesday okay",
        "Are you happy with it",
    ),
    said(
        "please",
        """
        please | let (?:me|us) know | confirm | sign off | approve | decide
        | your (?:ok|okay|approval|feedback|decision)
        """,
        "let us know by Friday",
        "we need your approval",
    ),
)
# A question that wants no answer of the kind that a reader gives.
RHETORICAL = Pattern(
    opens(
        "small talk",
        "how are | how was | how is | what do you think | did you see | have you seen | do you know | any thoughts",
        "How was the weekend?",
    ),
    opens("checking back", "right | ok", "Right?"),
    opens(
        "exclamation",
        "(?:can|could|would) you (?:believe|please stop|all|imagine|tell your) | which of (?:these|those)",
        "Can you believe how bad their logo is?",
        "Which of these is worse?",
    ),
    written(
        "nothing to be done",
        r"\b(?:hesitate|do not reply|don['’]t|stop|remember to|no longer need)\b",
        "Please don't hesitate to contact us",
    ),
)
_TO_THE_READER = re.compile(r"(?i)\b(?:you|your|yours|you['’]\w+)\b")
_NAMED_PERSON = re.compile(r"@([A-Z][\w'’-]+)|^([A-Z][\w'’-]+),")

# --- answers -----------------------------------------------------------------------------------------------------
ANSWER = Pattern(
    written(
        "answer",
        r"^\W*"
        + any_of("""
        yes | yep | yeah | yup | sure | done | approved | agreed | confirmed | works | perfect | fine | here | attached
        | sent | of course | absolutely | sounds good | signed
        """)
        + r"\b",
        "Yes, go ahead",
        unlike=("Not yet",),
    )
)
BRINGS = Pattern(
    said(
        "settled or sent",
        "approved | signed | attached | sent | here (?:is|are) | done | confirmed | agreed",
        "here is the logo",
    )
)
HAS_COME = Pattern(
    said(
        "handed over",
        """
        uploaded | shared | delivered | submitted | sent | attached | in (?:the|your|our) (?:folder|drive|dropbox|inbox)
        | here (?:is|are)
        """,
        "the photos are in our drive",
        "here are the photos",
    ),
    said("settled", "signed | approved | done | ready | filled (?:in|out)", "the form is filled out"),
)
PUTS_OFF = Pattern(
    said("not now", "not yet | later | still | pending | i'll ask | we'll ask", "later this week"),
    said("refusal", "no | don't | do not | can't", "we can't"),
    written("another question", r"\?", "which budget?"),
)
WE_HAVE_IT = Pattern(
    said("it came", "approved | got | received | thanks for | signed | confirmed", "we got the sign-off"),
    said("no longer wanted", "no need | forget | solved", "no need for the sign-off"),
)
_NAME_OF_THING = re.compile(r"[^\W\d_][\w'’-]*")
_WORDS_BEFORE_A_THING = """
    the your our my these those all both of here are is we i has have now two three four five six seven eight nine ten
    uploaded sent shared attached delivered
    """
_BEFORE_A_THING = frozenset(_WORDS_BEFORE_A_THING.split())

# --- the thing that is asked for ---------------------------------------------------------------------------------
_PART = r"((?:[^,.;:?!()–—]|[.,](?=\d))+?)"
_NEEDED_THING = re.compile(
    r"\b(?:need|waiting\s+(?:on|for)|missing|awaiting|pending)\s+(?:for\s+)?(?:the\s+|your\s+|a\s+|an\s+)?"
    rf"{_PART}\s+(?:from\s+you|on\s+your\s+side|from\s+your\s+side)\b"
    rf"|\b(?:need|waiting\s+(?:on|for)|missing|awaiting)\s+your\s+{_PART}"
    r"(?=\s+(?:before|by|so|to|in\s+order|until|please|still|this|next|today|tomorrow)\b|[,.;:?!()–—](?!\d)|$)",
    re.IGNORECASE,
)
_OPEN_THING = re.compile(
    rf"(?i)\b(?:open|missing)\s+(?:on|from)\s+your\s+side\s*:\s*(?:the\s+|your\s+|a\s+|an\s+)?{_PART}(?=\s+by\b|[,.;]|$)"
)
_NOT_NEEDED = re.compile(r"(?i)\b(?:no\s+longer|not|don['’]t|do\s+not|doesn['’]t|do\s+you|got|have\s+you|no)\b")
_NO_THING = re.compile(
    r"(?i)^(?:it|this|that|these|those|they|them|something|anything|everything|nothing|to|by|you|us|until|list)\b"
)
_PERSON_TO = re.compile(r"[A-Z][a-z]+\s+to\b")
_BY_WHEN = re.compile(r"(?i)\bby\s+[^.,;?!()]+")


def needed_thing(text: str) -> str | None:
    """What is asked for: "the revised budget sign-off from you" gives "revised budget sign-off"."""
    if open_thing := _OPEN_THING.search(text):
        return None if _NO_THING.match(open_thing[1]) else open_thing[1].strip()
    needed = _NEEDED_THING.search(text)
    if needed is None or _NOT_NEEDED.search(text[: needed.end()]):
        return None
    thing: str = (needed[1] or needed[2]).strip()
    return None if _NO_THING.match(thing) or _PERSON_TO.match(thing) else thing


def needed_by(text: str) -> str | None:
    """The words of a request that say by when: "by Friday 20 November"."""
    by = _BY_WHEN.search(text)
    return by[0] if by else None


def is_rhetorical(text: str) -> bool:
    return RHETORICAL.found_in(text)


def is_a_request(text: str) -> bool:
    """It asks for something to be done, sent or settled, and not by the speaker."""
    return REQUEST.found_in(text) and not re.match(r"(?i)i\b", text)


def speaks_to_the_reader(text: str) -> bool:
    return _TO_THE_READER.search(text) is not None


def people_addressed(text: str) -> frozenset[str]:
    """First words of the names that a sentence calls, folded: "@Dana can you", "Dana, can you"."""
    return frozenset(word.casefold() for words in _NAMED_PERSON.findall(text) for word in words if word)


def people_greeted(text: str) -> frozenset[str]:
    """First words of the names that a message opens with, folded: "Hey Jonas, ...", "Leo, we need ..."."""
    greeting = _GREETED.match(text)
    return frozenset(re.findall(r"[^\W\d_][\w'’-]*", greeting["names"].casefold())) if greeting else frozenset()


_GREETED = re.compile(
    r"\s*(?:(?i:hi|hey|hello|dear|thanks|thank you|good (?:morning|afternoon|evening))[\s,]+)?"
    r"(?P<names>@?[A-Z][\w'’-]*(?:\s(?:and|&)\s@?[A-Z][\w'’-]*)?)\s*[,:!–-]"
)


def is_an_answer(text: str) -> bool:
    """The text begins as an answer does."""
    return ANSWER.match(text) is not None


def brings_something(text: str) -> bool:
    return BRINGS.found_in(text)


def puts_off(text: str) -> bool:
    """Not yet, no, or another question."""
    return PUTS_OFF.found_in(text)


def says_we_have_it(text: str) -> bool:
    return WE_HAVE_IT.found_in(text)


def says_something_has_come(text: str) -> bool:
    """The sentence says of something that it is there, whole."""
    return HAS_COME.found_in(text) and not (is_in_part(text) or puts_off(text) or is_not_yet(text))


def says_it_has_come(thing: str, text: str) -> bool:
    """The sentence says that the thing is there, whole: "photos are uploaded" for "product photos"."""
    words = _NAME_OF_THING.findall(thing)
    if not words or words[-1].casefold() not in text.casefold() or not says_something_has_come(text):
        return False
    qualifiers = {word.lower() for word in words[:-1]}
    for match in re.finditer(rf"(?i)((?:[\w'’-]+\s+){{0,3}}){re.escape(words[-1])}\b", text):
        before = set(match[1].lower().split()) - _BEFORE_A_THING
        if not before or before & qualifiers:
            return True
    return False

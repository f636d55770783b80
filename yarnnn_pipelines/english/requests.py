"""What is asked of somebody: questions, requests, what they want to have. What answers them is `answers`."""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, opens, said, written
from yarnnn_pipelines.english.by_when import WHEN
from yarnnn_pipelines.english.likeness import content_words

# A question also where it has no mark.
ASKS_BY_ITS_FORM = Pattern(
    opens(
        "verb before its subject",
        "(?:can|could|may|shall|should) (?:we|i) | (?:is|are|was|were|do|does|did|will|would) (?:we|they|there|anyone)",
        "Can we keep the blue logo",
        "Are they done with the page",
    ),
)
ASK = Pattern(
    written("question mark", r"\?", "is it live?"),
    opens("someone", "(?:can|could|would|will) (?:you|someone|anyone)", "Could someone sign the budget"),
    *ASKS_BY_ITS_FORM.alternatives,
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
# A question that leaves a decision to whoever is asked.
FOR_A_DECISION = Pattern(
    opens(
        "whether we may",
        r"""
        (?:so |and |ok |okay )?(?:should|shall) (?:we|I|it|they|the \w+)(?! have)(?! not have) | may we
        | can we (?!talk|speak|meet|call|chat|help|have a)
        | (?:are you|would it be) (?:ok|okay|fine|all right|alright|happy) (?:if|for us to|with us)
        """,
        "Should we add the second shop",
        "may we use the photo",
        "Can we print the flyer",
        "Would it be okay if we print the flyer",
    ),
    opens(
        "what they want",
        "do you (?:want|prefer|agree|approve) | would you (?:like|prefer|rather)",
        "Do you want the blue one",
        "Would you rather have the blue one",
    ),
    opens(
        "whether it suits",
        r"""
        (?:is|are) (?:that|this|it|these|\w+day|the (?:\w+ ){1,4}?)\s*(?:ok|okay|fine|all right|alright|good)
        | (?:does|do|would) (?:that|this|it|these|\w+day|the (?:\w+ ){1,4}?)\s*(?:work|suit|fit)
        | are you (?:ok|okay|fine|happy) with | do we have your
        """,
        "Is that OK for you",
        "Is the new menu fine",
        "Does the new menu work for you",
        "Are you happy with the flyer",
        "do we have your go-ahead",
    ),
    written(
        "which",
        r"^(?:so\s+|and\s+)?(?:which|what|when|where|who|how\s+(?:many|much))\b[^?]{0,80}\b(?:should|shall)\s+"
        r"(?:we|I|it|they|the\b|be\b)|^(?:which|what)\b[^?]{0,60}\b(?:do|would)\s+you\s+(?:\w+\s+)?(?:like|want|prefer|choose)",
        "Which of the drafts should we print",
        "Which of the two do you prefer",
    ),
)
_TO_THE_READER = re.compile(
    r"(?i)\b(?:you|your|yours|you['’]\w+)\b|\blet\s+(?:us|me)\s+know\b"
    r"|(?:^|[,;:–—]\s+)(?:please|kindly)\s+(?:also\s+|just\s+|then\s+|quickly\s+)?(?!do\b|don['’]t\b|be\b)[a-z]+"
)
_GIVING = """
    please kindly let know tell confirm send share provide upload give forward attach deliver submit return post add get
    bring need wait miss await pend use think want like able side ask question thing
    """
_DECIDING = content_words(
    "go ahead proceed start do ok okay fine good work suit fit prefer option one two three happy so"
)
_OF_SOMEBODY_BEFORE = re.compile(
    r"(?i)^(?!.*\b(?:people|team|customers|clients|guests|users|both)\b).*\b(?:to|with|of|about|for|from)\s+(?:them|him|her)\b"
)
# "Please try it with a few real names": what stands right behind the deed, with nothing before that it may stand for.
_OF_A_THING_BEFORE = re.compile(
    r"(?i)^(?:(?:please|kindly|can|could|would|will|you|someone|somebody|one\s+of\s+you|also|just|then|so|now|still|we|need"
    r"|(?:you|us)\s+to|all|both|quickly)\s+)*(?!make\b|makes\b|call\b|take\s+it\s+easy\b|is\b|does\b|do\b|would\b|will\b|should\b)"
    r"(?:(?:have|take|give)\s+(?:an?\s+)?(?:\w+\s+)?(?:look|try|go|read|think)|[a-z]+)\s+(?:(?:through|out|over|at|with|on|of|into)\s+)?"
    r"(?:(?:it|them)\b|(?:this|that|these|those)\b(?=\W*$|[,.;:]|\s+(?:by|before|until|today|tomorrow|with|on|in|at|from|and|to|as|so"
    r"|once|again|too|back|off)\b))(?!\s+(?:is|was|be|would|will|has|can)\b)"
)
_WHO_IS_CALLED = re.compile(
    r"^\W*(?:(?i:hi|hey|hello|dear)\s+)?(?:@?[A-Z][\w'’-]*(?:\s[A-Z][\w'’-]*)?\s*[,:!–-]\s*"
    r"|@[A-Z][\w'’-]*(?:\s[A-Z][\w'’-]*)?\s+)"
)
_ENDED = re.compile(r"\n|[.!?…]\s+")
_SENTENCE_BEGINS_WITHIN = 500  # characters before what is read
_GREETING = 200  # characters of a message in which it greets somebody
_NAMED_PERSON = re.compile(r"@([A-Z][\w'’-]+)|^([A-Z][\w'’-]+),")

# --- the thing that is asked for ---------------------------------------------------------------------------------
_PART = r"((?:[^,.;:?!()–—]|[.,](?=\d))+?)"
_BEYOND = (
    r"\s+(?:before|so|to|in\s+order|until|please|still|this|next|today|tomorrow)\b"
    rf"|\s+by\s+{WHEN}|[,.;:?!()–—](?!\d)|$"
)
# "decision on whether to go by train": all of it is the point
_OPEN_POINT = (
    r"((?:[\w-]+\s+){1,4}?(?:whether|if|how|when|where|which|what|who)\s(?:[^,.;:?!()–—]|[.,](?=\d))+?)"
    rf"(?=\s+by\s+{WHEN}|[,.;:?!()–—](?!\d)|$)"
)
_NEEDED_THING = re.compile(
    r"\b(?:need|waiting\s+(?:on|for)|missing|awaiting|pending)\s+(?:for\s+)?(?:the\s+|your\s+|a\s+|an\s+)?"
    rf"{_PART}\s+(?:from\s+you|on\s+your\s+side|from\s+your\s+side)\b"
    rf"|\b(?:need|waiting\s+(?:on|for)|missing|awaiting)\s+your\s+(?:{_OPEN_POINT}|{_PART}(?={_BEYOND}))",
    re.IGNORECASE,
)
_OPEN_THING = re.compile(
    rf"(?i)\b(?:open|missing)\s+(?:on|from)\s+your\s+side\s*:\s*(?:the\s+|your\s+|a\s+|an\s+)?{_PART}(?=\s+by\b|[,.;]|$)"
)
_NOT_NEEDED = re.compile(r"(?i)\b(?:no\s+longer|not|don['’]t|do\s+not|doesn['’]t|do\s+you|got|have\s+you|no)\b")
_NO_THING = re.compile(
    r"(?i)^(?:it|this|that|these|those|they|them|something|anything|everything|nothing|to|by|you|us|until|list)\b"
    r"|^(?:(?:a\s+)?few|a\s+couple\s+of|some|several|two|three|four|five|six|\d+)\s+(?:more\s+|other\s+|small\s+|quick\s+)*"
    r"(?:things?|points?|items?|bits?|answers?|questions?|details?)\b"
    r"|^(?:name|date|day|time|number|answer|reply|word|view|take)$"
)
_PERSON_TO = re.compile(r"[A-Z][a-z]+\s+to\b")


def needed_thing(text: str) -> str | None:
    """What is asked for: "the revised budget sign-off from you" gives "revised budget sign-off"."""
    if open_thing := _OPEN_THING.search(text):
        return None if _NO_THING.match(open_thing[1]) else open_thing[1].strip()
    needed = _NEEDED_THING.search(text)
    if needed is None or _NOT_NEEDED.search(text[: needed.end()]):
        return None
    thing: str = (needed[1] or needed[2] or needed[3]).strip()
    return None if _NO_THING.match(thing) or _PERSON_TO.match(thing) else thing


def asks_something(text: str) -> bool:
    return ASK.found_in(text) or NEEDED.found_in(text)


def is_a_request(text: str) -> bool:
    """It asks for something to be done, sent or settled, and not by the speaker."""
    words = without_who_is_called(text)
    return REQUEST.found_in(words) and not re.match(r"(?i)i\b", words)


def without_who_is_called(text: str) -> str:
    """The sentence without the name that it opens with: "Dana, which logo is it?" as "which logo is it?"."""
    return _WHO_IS_CALLED.sub("", text, count=1)


def asks_for_a_decision(text: str) -> bool:
    return FOR_A_DECISION.found_in(without_who_is_called(text)) and text.rstrip(" )\"”’'").endswith("?")


def names_what_it_asks(text: str) -> bool:
    """A reader who sees the question alone learns of what it is: "Should we go ahead?" does not say, nor does "May we
    send the apology to them?" or "Please try it by Friday"."""
    if _OF_SOMEBODY_BEFORE.search(text) or _OF_A_THING_BEFORE.match(without_who_is_called(text)):
        return False
    return bool(matter_of(text) - _DECIDING)


def matter_of(request: str) -> frozenset[str]:
    """Of what a request is, as stems: what is to be given, and not the giving. Empty for "Please let me know."."""
    return content_words(without_who_is_called(request)) - content_words(_GIVING)


def speaks_to_the_reader(text: str) -> bool:
    return _TO_THE_READER.search(text) is not None


def people_addressed(text: str) -> frozenset[str]:
    """First words of the names that a sentence calls, folded: "@Dana can you", "Dana, can you"."""
    return frozenset(word.casefold() for words in _NAMED_PERSON.findall(text) for word in words if word)


def people_greeted(text: str) -> frozenset[str]:
    """First words of the names that a message opens with, folded: "Hey Jonas, ...", "Leo, we need ..."."""
    greeting = _GREETED.match(text)
    return frozenset(re.findall(r"[^\W\d_][\w'’-]*", greeting["names"].casefold())) if greeting else frozenset()


def people_spoken_to(sentence: str, before: str) -> frozenset[str]:
    """First words of the names that a sentence or its message calls, folded. before: what stands before it there."""
    own = _begun(before) + sentence
    called = re.match(r"\s*@([^\W\d_][\w'’-]*)", own)
    mention = {called[1].casefold()} if called else frozenset()
    return people_addressed(own) | people_greeted(own) | people_greeted(before[:_GREETING]) | mention


def _begun(before: str) -> str:
    """What stands before a sentence since the last one ended, or its line began; one that began too far back to be read
    as opening with a name, is left out but for a while."""
    near = before[-_SENTENCE_BEGINS_WITHIN:]
    ends = [match.end() for match in _ENDED.finditer(near)]
    if ends or len(near) == len(before):
        return near[ends[-1] :] if ends else near
    return f"… {near}"


# "We go with B, can you send it?": what is asked for is to follow, and puts nothing in question.
_THEN_ASKS = re.compile(
    r"(?i)(?P<told>(?:i|we|let['’]?s|the|our|this|that|it)\b[^?;:]{4,200}?)(?:\s*,\s*|\s+[–—-]\s+)(?:so\s+|and\s+)?"
    r"(?:(?:can|could|would|will)\s+(?:you|someone|somebody|one\s+of\s+you)|when\s+(?:can|could|will)\s+you)\b(?P<asked>[^?]{2,200})\?\s*$"
)
_MAKES_IT_DEPEND = re.compile(
    r"(?i)\b(?:if|unless|when|once|until|till|maybe|perhaps|or|whether|but|should|could|would)\b"
)
_PUTS_IN_QUESTION = re.compile(
    r"(?i)\b(?:confirm|check|verify|agree|approve|reconsider|live\s+with|let\s+(?:me|us)|tell\s+(?:me|us)|say|double|make\s+sure"
    r"|test|try|see|look|review|think|wait|hold|first|before|ok(?:ay)?|accept|imagine|please\s+not)\b"
)


def end_of_statement(sentence: str) -> int | None:
    """Where what a sentence tells ends, of one that goes on to ask for what follows from it. None of others, and where
    what is asked may put it in question."""
    match = _THEN_ASKS.match(sentence)
    if match is None or _MAKES_IT_DEPEND.search(match["told"]) or _PUTS_IN_QUESTION.search(match["asked"]):
        return None
    return match.end("told")


_GREETED = re.compile(
    r"\s*(?:(?i:hi|hey|hello|dear|thanks|thank you|good (?:morning|afternoon|evening))[\s,]+)?"
    r"(?P<names>@?[A-Z][\w'’-]*(?:\s(?:and|&)\s@?[A-Z][\w'’-]*)?)\s*[,:!–-]"
)


REMINDS = Pattern(
    said("reminder", "reminder | remind(?:ing)?", "a reminder that the list is due", "to remind you of it"),
    said("need", "(?:we|I) (?:still )?need", "we still need the list"),
)


def reminds(text: str) -> bool:
    """It says that what was asked for or promised is still wanted."""
    return REMINDS.found_in(text)

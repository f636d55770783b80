"""What is asked of somebody: questions, requests, what they want to have. What answers them is `answers`."""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, opens, said, written
from yarnnn_pipelines.english.by_when import WHEN
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.vocabulary import DAY

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
# Something is to be left alone: there is nothing to give, to decide or to answer.
DISREGARDS = Pattern(
    written(
        "to be disregarded",
        r"^(?!.*[\w'’](?:,|\s)\s*(?:but|and|instead|rather|then)\s)\W*"
        r"(?:(?:and|but|so|also|then|ok|okay|sorry|no|hi|hey)[\s,!]+|(?:(?:hi|hey|dear)\s+)?@?[a-z][\w'’-]*[,!:]\s+){0,3}"
        r"(?:(?:please|kindly|just|simply|safely|feel\s+free\s+to|you\s+(?:can|may|could|should)"
        r"|(?:can|could|would)\s+you)[\s,]+){0,4}"
        r"(?:ignore|disregard|discard|forget(?!\s+to\b)|overlook|never\s*mind|pay\s+no\s+attention"
        r"|(?:don['’]?t|do\s+not)\s+(?:worry|bother|mind|look))\b",
        "Please ignore the 14 comments",
        "Dana, could you please disregard the invoice from Monday?",
        "You can forget the second reminder",
        "Feel free to ignore the comments on page 4",
        "Please don't look at the old deck",
        unlike=("Should we ignore the comments?", "Please don't forget the logo", "Please ignore it and send the logo"),
    )
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
        "help offered",
        r"^(?:please\s+)?(?:if|should|in\s+case|when(?:ever)?)\b.*\b(?:let|reach|contact|tell|ping|write|ask|message|call)\b"
        r"|\blet\s+(?:me|us)\s+know\b.*\b(?:if|should|in\s+case)\s+(?:you|there|it|this|that|any\w*)\b"
        r"(?!\s+(?:are\s+(?:ok|okay|fine|happy|good)|agree|want|prefer|would\s+like|approve)\b)"
        r"|\b(?:feel\s+free|happy\s+to\s+help|at\s+your\s+disposal|any\s+(?:further\s+|other\s+|more\s+)?"
        r"(?:questions?|issues?|problems?|trouble|doubts?))\b",
        "Please let us know if you need any help with it",
        "If it fails again please let us know",
        "Feel free to call",
        unlike=("Please let us know if you are happy with it", "Let us know if you want the blue one"),
    ),
    written(
        "kindness passed on",
        r"\b(?:please\s+)?(?:give|send|say|pass\s+on)\s+(?:my|our|him|her|them|everybody|everyone)?\s*"
        r"(?:\w+\s+)?(?:regards|best|love|thanks|greetings|hello|congratulations)\b"
        r"|\bplease\s+tell\s+.{1,40}?\b(?:that\s+)?(?:s?he|they)\s*(?:['’]s|['’]re|is|are|was|were|did|made)\s+(?:\w+\s+){0,3}?"
        r"(?:best|great|wonderful|amazing|brilliant|lovely|awesome|legends?|hero(?:es)?|stars?|champions?|fantastic)\b",
        "Please give our regards to the team",
        "Please tell Tom that he's the best quality control we've had this year",
        unlike=("Please tell Dana that the invoice is due",),
    ),
    written(
        "standing rule",  # nobody waits for what is to be done every Monday
        r"\bplease\b(?![^.?!]*\b(?:confirm|tell|let|say|decide|approve|check|agree|choose|pick)\b)[^.?!]*"
        rf"\b(?:(?:every|each)\s+(?:time|day|week|month|morning|evening|night|{DAY})|once\s+a\s+(?:day|week|month)|at\s+all\s+times)\b",
        "Please rinse the filter every Monday, it is five minutes",
        "Please somebody opens the vent once a week",
        unlike=("Please confirm that Tuesday works every week", "Please choose a time each week"),
    ),
    written(
        "pointer",
        r"\bplease\s+(?:find|see|note|refer|follow|check\s*out|bear|accept|excuse|forgive|be\s+(?:aware|advised|patient)"
        r"|have\s+a\s+look\s+at\s+(?:the|our|this)\s+(?:docs?|documentation|guide|article)|go\s+through\s+(?:the|our|this)"
        r"|(?:read|use|visit|click|join)\b)",
        "Please find the report attached",
        "please follow this guide",
        "Please check out our docs",
    ),
    written(
        "nothing to be done",
        r"\b(?:hesitate|do not reply|don['’]t|stop|remember to|no longer need)\b"
        r"|\bplease[\s,]+(?:do\s+)?(?:not|never)\b|\bplease\s+\w+\s+(?:(?:us|me)\s+)?no\s+(?:more|further|other)\b",
        "Please don't hesitate to contact us",
        "It is a trial, please do not build on it",
        "Please send no more balloons",
        unlike=("Please send no later than Friday the list",),
    ),
    written(
        "leave given",  # "Please do send it" asks all the same
        r"\bplease\s+do(?:\s*[,.!)]|\s*$|\s+(?!(?:not|never|the|an?|this|that|these|those|it|our|your|some|all|both|one|two"
        r"|another|send|give|let|tell|confirm|share|forward|provide|reply|answer|check|review|sign|approve|choose|pick"
        r"|decide|have|keep|make|write|bring|pay)\b)[a-z]+\b)",
        "Sure, please do mention our bakery",
        "Yes, please do.",
        unlike=("Please do send us the signed list", "Please do the first page by Friday"),
    ),
    written(
        "to be listened to",
        r"\bplease\s+(?:\w+\s+)?(?:listen|watch|taste|have\s+a\s+(?:listen|taste))\b"
        r"(?!.*\b(?:and|then)\s+(?:please\s+)?(?:tell|let|say|send|give|choose|pick|decide|confirm|approve|sign|write)\b)",
        "The song is in the folder, please listen to it at home",
        unlike=("Please listen to both and tell us which one you like",),
    ),
    *DISREGARDS.alternatives,
    written(
        "told, and to be disregarded",
        r",\s*(?:so\s+)?(?:please|pls|kindly)\s+(?:just\s+)?(?:ignore|disregard|discard|forget(?!\s+to\b)|excuse)\b"
        r"(?!.*[\w'’](?:,|\s)\s*(?:but|and|instead|rather|then)\s)",
        "The cat walked over my keyboard, please ignore the comments in the draft",
        unlike=("The old one is out, please ignore it and send the new one",),
    ),
    written(
        "how to come",  # and nothing to be given, decided or answered
        r"\bplease\s+(?:all\s+|both\s+|also\s+|just\s+|then\s+)?(?:bring\s+(?!(?:us|me)\b)|wear|come|arrive|be|stay|keep|mind"
        r"|remember|enjoy|treat|park|turn\s+up|show\s+up|sit|have\s+(?:fun|patience|a\s+(?:seat|good|nice|great|safe)))\b",
        "Please bring your red pens on Tuesday",
        "Please be there at nine",
        unlike=("Please bring us the signed list",),
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


def is_rhetorical(text: str) -> bool:
    return RHETORICAL.found_in(text)


def disregards(text: str) -> bool:
    """It asks to leave something alone."""
    return DISREGARDS.found_in(text)


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

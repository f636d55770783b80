"""What answers a question or a request: a yes or a no, a value of the kind asked for, the thing itself, a word on it.

A reply that only puts off answers nothing. What is asked is `requests`, which turns answer each other the caller's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yarnnn_pipelines.english.alternatives import Pattern, any_of, said, written
from yarnnn_pipelines.english.days import dates_named
from yarnnn_pipelines.english.doubts import is_hedged, is_not_yet
from yarnnn_pipelines.english.given_things import gives_what_is_asked, verb_asked
from yarnnn_pipelines.english.identifiers import names_a_link
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.putting_off import ONLY_WHEN, puts_off
from yarnnn_pipelines.english.requests import asks_for_a_decision, matter_of, without_who_is_called
from yarnnn_pipelines.english.results import is_in_part
from yarnnn_pipelines.english.rhetorical import is_rhetorical
from yarnnn_pipelines.english.sentences import core, sentences, sentences_of
from yarnnn_pipelines.english.statement import Statement, parse
from yarnnn_pipelines.english.vocabulary import CLAUSE_MARK

ANSWER = Pattern(
    written(
        "answer",
        r"^\W*"
        + any_of("""
        yes | yep | yeah | yup | sure | done | approved | agreed | confirmed | works | perfect | fine | here | attached
        | sent | of course | absolutely | sounds good | signed | ok | okay | go ahead | go for it | please do | correct
        | exactly | definitely | (?:looks|is) (?:good|fine|great) | good for me | fine by me | works for (?:me|us)
        | both | neither | it does | it is | we do | i do | they do
        """)
        + r"\b",
        "Yes, go ahead",
        unlike=("Not yet",),
    ),
    written("thumb", r"^\W*(?:\+1|👍|✅|👌|:\+1:|:thumbsup:|:white_check_mark:|:ok_hand:)", "👍"),
)
REFUSES = Pattern(
    written(
        "no",
        r"^\W*(?:(?:sorry|hm+|well|oh)\W+)*(?:no|nope|nah|unfortunately|not\s+possible|better\s+not|rather\s+not|neither)\b"
        r"(?!\s+(?:idea|clue|news|answer|word|reply|update|feedback|problem|worries)\b)",
        "No, we stay with the old one",
        "Unfortunately that is too late",
        unlike=("No idea", "No news from Rui"),
    ),
    said(
        "can't or won't",
        r"(?:we|i|they) (?:can't|cannot|won't|don't (?:want|need|have)|do not (?:want|need|have))",
        "we won't print them",
        "we don't need it",
    ),
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
        r"""
        uploaded | shared | delivered | submitted | sent | attached | in (?:the|your|our) (?:folder|drive|dropbox|inbox)
        | here (?:is|are|you (?:go|are)|it is|they are)
        | (?:is|are) (?:\w+ )?in(?=\W*(?:$|[,;.!]))
        """,
        "the logo is in, vector and all",
        "the photos are in our drive",
        "here are the photos",
    ),
    said("settled", "signed | approved | done | ready | filled (?:in|out)", "the form is filled out"),
)
BRINGS_NOTHING = Pattern(
    said("refusal", "no | don't | do not | can't", "we can't"),
    written("another question", r"\?", "which budget?"),
)
WE_HAVE_IT = Pattern(
    said("it came", "approved | got | received | thanks for | signed | confirmed", "we got the sign-off"),
    said("no longer wanted", "no need | forget | solved", "no need for the sign-off"),
    said(
        "found or given",
        """
        found (?:it|them|the) | (?:was|been|is|sign-off|approval|consent|go-ahead|feedback|okay) given
        | given (?:in the|on the|by|over the|during) | gave (?:us|the|their|his|her) | arrived | came (?:in|through)
        | (?:is|are) here
        """,
        "Never mind, found them",
        "Go-ahead given",
        "A yes from Dana, given in the call",
        "A yes from Dana, given on the phone",
        "Approval was given",
        "Dana gave her okay",
        "The photos came in",
        "They are here",
    ),
)
# A nod to what stands above, which need not be the thing itself.
_NODS = re.compile(
    r"(?i)^\W*(?:got\s+(?:it|that)|received|noted|thanks|thank\s+you|ok(?:ay)?|great|perfect)\W*(?:thanks|thank\s+you)?\W*$"
)
_NO_LONGER_WANTED = re.compile(
    r"(?i)^\W*(?:(?:ah|oh|ok(?:ay)?|sorry|actually|hi|hey|all\s+good|please)\W+)*(?:never\s*mind|no\s+(?:more\s+|longer\s+)?need(?:ed)?"
    r"|forget\s+(?:it|that|about\s+(?:it|that))|ignore\s+(?:that|this|it|my\s+(?:last\s+)?(?:message|question|request|mail|ask))"
    r"|scratch\s+that|disregard(?=\W*$|\s+(?:it|that|this|my)\b)|not\s+(?:needed|necessary)|(?:we|i)\s+(?:don['’]t|no\s+longer|do\s+not)\s+need\s+(?:it|that|this|them)"
    r"|(?:it['’]?s|that['’]?s)\s+(?:sorted|solved|settled)\s+(?:now|already)?|(?:just\s+)?found\s+(?:it|them)|(?:all\s+)?sorted"
    r"|(?:hat|ist)\s+sich\s+erledigt|laisse\s+tomber|esquece|olvídalo|lascia\s+stare)\b(?:\s+(?:any\s?more|any\s+longer))?\W*"
)
# "No need to call", "never mind the second logo": of what it says so, which may be another matter.
_OF_A_MATTER = re.compile(r"(?i)^(?:to|for|about|of|the|your|that|this|with)\b")
# "Dana confirmed": who did it is not what was asked for.
_WHO_DID_IT = re.compile(
    r"^\W*[A-Z][\w'’-]+(?=\s+(?:has\s+|just\s+|also\s+)*(?:approved|signed|confirmed|agreed|sent|gave)\b)"
)
_AT_LAST = re.compile(r"(?i)\b(?:all|just|now|finally|done|ready|today|this\s+morning|yesterday|you|also)\b")
_CARRIERS = content_words(
    """
    mail email post phone call chat slack dm inbox drive dropbox folder link file message meeting person hand
    thanks thank great perfect ok okay sorry just all never mind hi hello hey approved got received signed confirmed
    need forget solved found given gave arrived came come sent uploaded shared delivered submitted attached
    """
)
_ASKS_FOR_A_THING = re.compile(
    r"(?i)\b(?:send|share|provide|upload|give|forward|attach|deliver|submit|fill|return|supply|pay|transfer|prepare|write|"
    r"bring|post|add|get\s+(?:us|me)|need|waiting|missing|awaiting|pending)\b"
)
_ASKS_FOR_CONSENT = re.compile(r"(?i)\b(?:approve|approval|sign(?:[\s-]?off)?|green\s+light)\b")
_WHEN = re.compile(r"(?i)\b(?:when|what\s+(?:day|date|time)|which\s+(?:day|date|week)|how\s+(?:soon|long)|by\s+when)\b")
_HOW_MANY = re.compile(
    r"(?i)\bhow\s+(?:many|much|big|large|long|high|often|far)\b|\bwhat\s+(?:number|amount|budget|price)\b"
)
_WHO = re.compile(r"(?i)\bwho(?:m|se)?\b")
_WHERE = re.compile(r"(?i)\bwhere\b")
_WHICH = re.compile(r"(?i)\b(?:which|what|or|how|why)\b")
_DAY_OR_HOUR = re.compile(
    r"(?i)\b(?:today|tonight|tomorrow|noon|morning|afternoon|evening|(?:next|this|end\s+of)\s+(?:the\s+)?(?:week|month|day)"
    r"|eod|eow|\d{1,2}(?:st|nd|rd|th)|\d{1,2}(?::\d\d|\s*(?:am|pm))|in\s+(?:an?|one|two|three|\d+)\s+(?:hours?|days?|weeks?|months?))\b"
)
_NUMBER_WORDS = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand"
    r"|none|all|half|a\s+dozen|every)"
)
_NUMBER = re.compile(rf"(?i)\d|\b{_NUMBER_WORDS}\b")
_PERSON = re.compile(r"(?<![\w@])@?[A-Z][a-zà-ÿ'’-]+|\b(?:me|myself|us|I|everyone|everybody|nobody)\b")
_PLACE = re.compile(r"(?i)\b(?:in|at|on|under|behind|here|there)\b")
_COURTESY = re.compile(
    r"(?i)^\W*(?:thanks?|thank\s+you|thx|cheers|great|nice|got\s+it|noted|understood|will\s+do|hi|hey|hello|good\s+\w+|welcome"
    r"|no\s+(?:problem|worries)|you['’]re\s+welcome|np)\b[\w\s,'’]{0,40}\W*$"
)
_PROMISES = re.compile(r"(?i)\bwill\b|['’]ll\b|\bgoing\s+to\b")
_CHOOSES = re.compile(
    r"(?i)\b(?:take|go\s+with|prefer|like|choose|chose|pick|want|use|vote|(?:the\s+)?(?:first|second|third|last|other)|option|"
    r"better|one|because)\b"
)
# An answer that is told much later has to name the choice: "We prefer B", and not "We prefer to wait".
_MAKES_A_CHOICE = re.compile(
    r"(?i)\b(?:take|took|(?:go|went|going|stay|stick)\s+(?:with|for)|prefer(?:red)?|like|favou?r|chose|choose|pick(?:ed)?|decided\s+(?:on|for)|vote[ds]?\s+for"
    r"|want)\b(?!\s+(?:to|not|if|that\s+you)\b)"
)
_ASKS_TO_CHOOSE = re.compile(
    r"(?i)\bwhich(?:\s+(?:of|the|these|those|our|two|three|four|\d+|\w+er))*\s+(?P<thing>[a-z]+)|\b(?:do|would)\s+you\s+(?:prefer|rather|favou?r)\b"
)
_COUNTED = re.compile(r"(?i)\bhow\s+many\s+(?P<thing>[a-z]+)\b")
_ASKS_WHETHER = re.compile(r"(?i)\b(?:whether|(?:tell|let)\s+(?:me|us)(?:\s+know)?\s+if|confirm\s+if)\b")
_NO_MATTER = content_words("one ones next last many much option version whether if")
_CHOOSING = content_words(
    "take go stay stick prefer preferred like favour favor chose choose pick decided vote want need"
)
_STANDS_FOR_IT = re.compile(r"(?i)\b(?:it|them|they|all|everything|both|those)\b")
_FEWEST_WORDS, _FEWEST_TOLD = 3, 2  # that carry the matter, of a question and its answer that are told
_ASKS_FOR_A_DEED = re.compile(
    r"(?i)\b(?:can|could|would|will|may)\s+(?:you|we|i|someone|anyone)\b|\bplease\b|\bshall\b"
)
_TELLS_HOW = re.compile(r"(?i)\byou\s+(?:can|could|should|must|need|may|might|have\s+to|will)\b|\bplease\b")
_FEWEST_SHARED = 2  # words of the question in an answer that can be understood by itself
_LONGEST_QUESTION = 160  # characters
_LONGEST_VALUE, _LONGEST_BARE_VALUE = 8, 4  # words of a reply that gives a value, and of one that is nothing else
_NAME_OF_THING = re.compile(r"[^\W\d_][\w'’-]*")
_WORDS_BEFORE_A_THING = """
    the your our my these those all both of here are is we i has have now two three four five six seven eight nine ten
    uploaded sent shared attached delivered
    """
_BEFORE_A_THING = frozenset(_WORDS_BEFORE_A_THING.split())


def answers(reply: str, request: str) -> bool:
    """Whether a reply, said to whoever asked, answers a request: one of its sentences does, by itself."""
    return any(_answers(statement, request) for statement in _told(reply, request))


def says_yes_or_no(text: str) -> bool:
    """The sentence begins with it."""
    return (ANSWER.match(text) or REFUSES.match(text)) is not None


def tells_the_answer(sentence: str, question: str) -> bool:
    """The sentence answers the question as a statement that is worth telling beside it: no bare yes, no instruction, no
    promise to look. The question says enough of what it asks."""
    if len(content_words(question)) < _FEWEST_WORDS or len(question) > _LONGEST_QUESTION or not parse(question).asks:
        return False
    asks_for_a_deed = _ASKS_FOR_A_DEED.search(question) and not (
        any(dates_named(question)) and asks_for_a_decision(question)
    )
    if asks_for_a_deed or _TELLS_HOW.search(sentence) or _PROMISES.search(sentence):
        return False
    statement = parse(sentence)
    if len(content_words(sentence)) < _FEWEST_TOLD or statement.asks or not statement.asserts:
        return False
    return not is_rhetorical(question) and answers(sentence, question)


def names_its_matter(sentence: str, question: str) -> bool:
    """The answer names what it is about, in two words of the question, which asks outright, or by the day that it asks
    for: "Cupboard behind 120, red handle" tells its matter to those alone who were there."""
    if is_hedged(question):
        return False
    shared = content_words(sentence) & matter_of(question)
    return len(shared) >= _FEWEST_SHARED or gives_the_day_asked_for(sentence, question)


def gives_the_day_asked_for(sentence: str, question: str) -> bool:
    """Both name the same day: "Can we move the launch to 7 December?", "Yes, 7 December works for us."."""
    return not {*dates_named(question)}.isdisjoint(dates_named(sentence))


def says_something(reply: str, request: str) -> bool:
    """It holds more than thanks, a promise to look, or a question of its own."""
    return any(
        _COURTESY.match(statement.text) is None and _PROMISES.search(statement.text) is None
        for statement in _told(reply, request)
    )


def says_it_came_to_us(text: str, request: str, *, right_below_theirs: bool) -> bool:
    """Said by the side that asked: it is there, or no longer wanted: "Got them, thanks!", "Never mind, found them".

    It names what was asked for, or nothing at all. right_below_theirs: it stands below words of the other side that
    answer nothing, to which a bare "Got it" is a nod.
    """
    for sentence in sentences_of(text):
        words = _NO_LONGER_WANTED.sub("", sentence)
        if words != sentence and not _OF_A_MATTER.match(words) and not right_below_theirs:
            return True
        says_so = words != sentence or WE_HAVE_IT.found_in(words)
        if not says_so or parse(words).asks or puts_off(words) or is_not_yet(words):
            continue
        named = _named_beside_the_giving(words)
        if named & matter_of(request) or (not named and not (right_below_theirs and _NODS.match(words))):
            return True
    return False


def says_only_that_it_is_done(text: str) -> bool:
    """A sentence of it says that something is done or sent, and names nothing: "Done!", "Just sent it"."""
    return any(
        says_something_has_come(words) and not _named_beside_the_giving(_AT_LAST.sub("", without_who_is_called(words)))
        for words in sentences_of(text)
    )


def _named_beside_the_giving(sentence: str) -> frozenset[str]:
    """What a sentence names but how it came, and who did it."""
    return content_words(_WHO_DID_IT.sub("", sentence)) - _CARRIERS


def _told(reply: str, request: str) -> Iterator[Statement]:
    """The sentences of a reply that neither ask nor put off."""
    asks_when = _WHEN.search(request) is not None or asks_for_a_decision(request)
    for span in sentences(reply):
        words = reply[span.start : span.end]
        if puts_off(words) or (ONLY_WHEN.found_in(words) and not asks_when):
            continue
        matter = None if says_yes_or_no(words) else core(reply, span)  # which would take a yes for an opening
        statement = parse(reply[matter.start : matter.end] if matter else words)
        if not (statement.clauses and all(c.modality == "asked" for c in statement.clauses)):
            yield statement


def _answers(told: Statement, request: str) -> bool:
    asks_for_a_thing = _ASKS_FOR_A_THING.search(request) is not None
    shared = told.words & matter_of(request)
    if asks_for_a_thing and _PROMISES.search(told.text) and not _WHEN.search(request):
        return bool(shared and (told.weekdays or told.dates or _DAY_OR_HOUR.search(told.text)))
    if ANSWER.match(told.text) or REFUSES.found_in(told.text):
        return True
    if gives_what_is_asked(told.text, request):
        return True
    if names_a_link(told.text) or (shared and BRINGS.found_in(told.text)):
        return True
    if _COURTESY.match(told.text):
        return False
    if _is_a_value_asked_for(told, request):
        return True
    if asks_for_a_thing or _ASKS_FOR_CONSENT.search(request):
        names_it = shared or _STANDS_FOR_IT.search(told.text) or not _named_beside_the_giving(told.text)
        return bool(names_it) and says_something_has_come(told.text)
    things = shared - content_words(verb_asked(request) or "")
    return bool(things or _STANDS_FOR_IT.search(told.text)) and not told.asks


def settles_what_was_asked(reply: str, request: str, message: str) -> bool:
    """A statement of it gives the choice, day, number or yes that was asked for, and names of what: so it answers
    however much was said between. "We prefer logo B." settles "Please tell us which one you prefer.".

    message: the whole text that the request stands in, which says what "which one" is of.
    """
    asked = without_who_is_called(request)
    return any(
        not (is_hedged(told.text) or _PROMISES.search(told.text))
        and (_chooses(told, asked, message) or _tells_what_was_asked(told, asked))
        for told in _told(reply, request)
    )


def _chooses(told: Statement, asked: str, message: str) -> bool:
    """It names a choice of what it was to choose from, or, with the verb that was asked, nothing but its choice."""
    choice = _ASKS_TO_CHOOSE.search(asked)
    if choice is None or _WHEN.search(asked) or told.asks or not told.asserts or is_not_yet(told.text):
        return False
    if not _MAKES_A_CHOICE.search(told.text):
        return False
    ours = told.words - _CHOOSING - _NO_MATTER
    thing = content_words(choice["thing"] or "") - _NO_MATTER
    if ours & (thing or content_words(message) - _CHOOSING - _NO_MATTER):
        return True
    return bool(told.words & _CHOOSING & content_words(asked)) and len(ours) <= 1


def _tells_what_was_asked(told: Statement, asked: str) -> bool:
    if counted := _COUNTED.search(asked):
        number = rf"(?i)\b(?:\d+|{_NUMBER_WORDS})(?:\s+\w+)?\s+{counted['thing']}\b"
        return re.search(number, told.text) is not None
    if is_not_yet(told.text):
        return False
    matter = matter_of(asked) - _NO_MATTER
    shared = told.words & matter
    names_it = len(shared) >= _FEWEST_SHARED or (bool(shared) and shared == matter)
    if _WHEN.search(asked):
        return names_it and told.asserts and bool(told.weekdays or told.dates or _DAY_OR_HOUR.search(told.text))
    return _ASKS_WHETHER.search(asked) is not None and len(shared) >= _FEWEST_SHARED


def _is_a_value_asked_for(told: Statement, request: str) -> bool:
    """The reply gives a day to "when", a number to "how many", a person to "who", a choice to "which"; being short, it
    gives nothing else."""
    text, asked = told.text, without_who_is_called(request)
    if _WHEN.search(asked):
        return bool(told.weekdays or told.dates or _DAY_OR_HOUR.search(text))
    length = len(text.split())
    kinds = ((_HOW_MANY, _NUMBER), (_WHO, _PERSON), (_WHERE, _PLACE), (_WHICH, _CHOOSES))
    value = next((value for question, value in kinds if question.search(asked)), None)
    is_bare = length <= _LONGEST_BARE_VALUE and asked.rstrip().endswith("?") and not _ASKS_FOR_A_THING.search(asked)
    return is_bare or (value is not None and length <= _LONGEST_VALUE and value.search(text) is not None)


def brings_something(text: str) -> bool:
    return BRINGS.found_in(text) and not brings_nothing(text)


def brings_nothing(text: str) -> bool:
    """It puts off, says no, or asks back."""
    return puts_off(text) or BRINGS_NOTHING.found_in(text)


def says_we_have_it(text: str) -> bool:
    return WE_HAVE_IT.found_in(text)


def says_something_has_come(text: str) -> bool:
    """The sentence says of something that it is there, whole."""
    if is_in_part(text) or puts_off(text) or is_not_yet(text) or REFUSES.found_in(text) or text.rstrip().endswith("?"):
        return False
    return any(HAS_COME.found_in(part) and not BRINGS_NOTHING.found_in(part) for part in CLAUSE_MARK.split(text))


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

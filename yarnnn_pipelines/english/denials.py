"""Short sentences that deny, withdraw or silence whatever was said right before them, without naming it.

"Nope.", "It has not arrived here.", "Wrong channel!", "Please keep that internal." What was said before, and by
whom, is for the caller to see. Words that name what they take back are `retractions`.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, said, written
from yarnnn_pipelines.english.chat_corrections import may_correct_the_message_before
from yarnnn_pipelines.english.harmless_negations import has_not_looked_yet, without_assent
from yarnnn_pipelines.english.lettering import plain_letters
from yarnnn_pipelines.english.likeness import is_negated

LONGEST_DENIAL = 160  # characters; a longer sentence has a matter of its own,
_MOST_WORDS = 14  # and so has one of more words

_IT = r"(?:it|this|that|they|these|those|which)"
_PRONOUN = rf"(?:{_IT}|nothing|neither)"
_NOT = r"(?:(?:\w+n['’]?t|cannot|ain['’]?t)|\w+\s+(?:\w+\s+)?(?:not|never|no\s+longer))"
# What may stand before the denial itself and adds nothing to it.
_LEADING = re.compile(
    r"(?i)^(?:[\W_]+|(?:sorry|oops|ouch|ah|oh|but|actually|well|uh|um|hey|hi|hello|and|so|edit|update|correction|ps"
    r"|hm+|however|unfortunately|sadly|except|though|apologies|please|pls|then|yet|team|all)\b(?!['’]))+"
)
_NO = re.compile(r"(?i)^(?:(?:no|nope|nah)\b[,.!:;–—-]*\s+)+")
# The state that was told does not hold.
DENIAL = Pattern(
    written("bare no", r"^(?:no|nope|nah|negative|not|never|hardly|as\s+if|false|wrong|untrue|incorrect)\W*$", "Nope."),
    written(
        "no and more",
        r"^(?:(?:no|nope|nah|wait|hang\s+on|hold\s+on|stop)\b[,.!:;–—-]*\s+)+(?:(?:no|wait|it|this|that|they|not"
        r"|still|the|hold"
        r"|hang|stop|sorry|actually|never)\b(?!\W+there\b)|(?:i|we)\s+(?:(?:just|still|only|actually"
        r"|really)\s+)*(?:see|got"
        r"|get|did|didn['’]?t|had|never|(?:do|have|had|can)(?:n['’]?t|\s+not|['’]?t)\s+(?:\w+\s+)?(?:see|seen|saw"
        r"|find|open|load|get|got"
        r"|agree[d]?|approve[d]?|receive[d]?|reproduce|sign(?:ed)?))\b)",
        "No, wait.",
        "No it did not, I still see the old version.",
    ),
    written("wait", r"^(?:no\W+)?(?:wait|hold\s+on|hang\s+on|stop)\W*$", "Hold on!"),
    written(
        "not at the front",
        r"^(?:or\s+)?(?:not|never)\s+(?!.*,\s+(?:i|we)['’]?\s?(?:m|am|re|are|ll|will)\b)(?:\w+\W*){1,6}$",
        "Not approved by us.",
        unlike=("Not before Thursday, I am travelling.",),
    ),
    written("or not", r"^or\s+(?:not|maybe\s+not|so\s+(?:i|we)\s+(?:thought|hoped))\b", "Or so we hoped."),
    written(
        "it is not",
        rf"^{_PRONOUN}(?:\s+(?:\w+\s+)?{_NOT}|['’](?:s|re)\s+(?:\w+\s+)?(?:not|never|no\s+longer))\b",
        "It has not arrived here.",
        "That isn't so",
        "It's not fixed for us.",
    ),
    written(
        "it is wrong",
        rf"^{_IT}(?:['’]s|['’]re|\s+\w+)(?:\s+\w+){{0,2}}?\s+(?:wrong|false|untrue|incorrect|nonsense|rubbish|a\s+lie"
        r"|a\s+mistake|an\s+error|a\s+typo|a\s+bug|outdated|premature|too\s+early|too\s+soon|broken|down"
        r"|failing|offline"
        r"|dead|missing|cancelled|canceled|postponed|blocked|rejected|reverted|off\s+again|unpublished)\b",
        "This is wrong.",
        "It is already broken.",
    ),
    written(
        "it failed",
        rf"^{_IT}\s+(?:\w+\s+)?(?:crashe[ds]|broke|fail(?:ed|s)|bounced|died|burn(?:ed|t)\s+down|fell\s+(?:over"
        r"|through|apart)|collapsed|timed\s+out|errored)\b",
        "It failed at noon.",
    ),
    written(
        "not seen",
        r"^(?:i|we)\s+(?:(?:just|still|can|only)\s+)*(?:see|get|have|had"
        r"|got)\s+(?:\w+\s+){0,2}?(?:the\s+old|an?\s+error"
        r"|errors?|nothing|a\s+404|a\s+blank)\b"
        r"|^(?:i|we)\s+(?:(?:(?:do|could|did|have|had)n['’]?t|can['’]?t|cannot|\w+\s+not)|never)\s+(?:\w+\s+)?(?:see"
        r"|seen|saw|find|found"
        r"|open|receive[d]?|got|get|gotten|launch(?:ed)?|ship(?:ped)?|deliver(?:ed)?|approved?|sign(?:ed)?|agreed?"
        r"|confirm(?:ed)?|publish(?:ed)?|do|done|finish(?:ed)?|fix(?:ed)?|sen[dt]|reproduce|order(?:ed)?"
        r"|decided?)(?=\W*$|\s+(?:it|that|this|them|anything|any|yet|here)\b)",
        "I still see the old version.",
        "We never got it.",
    ),
    written("we did not", r"^(?:i|we|you|he|she|they)\s+\w+(?:n['’]t|\s+not)\W*$", "We did not."),
    said(
        "undone",
        r"""
        (?:roll(?:ed|ing)|took|tak(?:en|ing)|pull(?:ed|ing)|switch(?:ed|ing)|turn(?:ed|ing)|put)
        (?:(?:it|that|this|them|everything|all) )?(?:back|down|off|offline)
        | (?:reverted|undid|unpublished|withdrew|cancelled|canceled|stopped|paused|pulled|removed|deleted)
        (?:it|that|this|them)
        """,
        "Rolled it back just now, it crashed an hour later.",
        "We reverted it.",
        "Then we took it down.",
    ),
    written(
        "only a test",
        rf"^(?:{_PRONOUN}(?:['’]s|\s+\w+)\s+)?(?:only|just|merely)\s+(?:(?:on|in|for|the|an?|my|our)\s+)*(?:test\w*"
        rf"|staging|demo|draft|mock\w*|preview|beta|dev"
        r"|sandbox|prototype|dummy|example|placeholder|rehearsal|trial|simulation|dry\s+run|internal)\b",
        "That was only the test version.",
    ),
    written(
        "without leave",
        r"^(?:nobody|no\s+one|none\s+of\s+us)\s+(?:\w+\s+)?(?:approved|signed|agreed|confirmed|saw|asked"
        r"|told|got|decided)\b",
        "Nobody approved that.",
    ),
    written(
        "still open",
        rf"^(?:{_IT}(?:['’]s|['’]re|\s+\w+)\s+)?still\s+(?:not|broken|down|failing|pending|open|waiting|missing"
        rf"|the\s+old|happen\w*"
        r"|a\s+draft|being\s+\w+|under\s+review|in\s+(?:review|progress|qa|draft|test\w*)|on\s+(?:staging|hold"
        r"|the\s+test\s+\w+))\b",
        "Still down",
        "That's still in review",
    ),
    written(
        "the deed failed",
        r"^(?:(?:the|our|my|that|last|whole)\s+)*(?:deploy\w*|build|release|roll-?out|upload|launch|publishing"
        r"|publication|sending"
        r"|delivery|migration|import|push|job|pipeline|sync|transfer|payment)\s+(?:(?:has|have|had|just|then"
        r"|actually)\s+)*(?:failed|crashed"
        r"|broke|aborted|bounced|stopped|timed\s+out|got\s+\w+|fell\s+through|did\s*n['’]t|did\s+not|never"
        r"|was\s+(?:aborted|rolled\s+back|reverted|stopped|rejected))\b",
        "The deploy failed",
    ),
    written(
        "too early",
        r"^(?:(?:still|way|far|much|a|bit|little|that|this|it|was|is|sorry|admittedly)\s+)*(?:too\s+(?:early|soon)"
        r"|premature(?:ly)?)\b"
        r"(?!\s+to\b)",
        "Way too early!",
    ),
    written(
        "last message wrong",
        r"\bmy\s+(?:last|previous|earlier|first)\s+(?:\w+\s+)?(?:message|e-?mail|mail|post|note|update"
        r"|comment)\s+(?:was|is|had)\b"
        r".{0,40}\b(?:wrong|premature|too\s+early|mistake|error|outdated|incorrect|not)\b",
        "My last message was premature",
    ),
    written(
        "after all",
        r"^(?:i|we)\b.{0,80}\bafter\s+all\W*$|\bchanged\s+(?:my|our|their)\s+minds?\b",
        "We can only do 15k after all",
    ),
    written(
        "on reflection",
        r"^(?:on\s+(?:reflection|second\s+thoughts?)|thinking\s+about\s+it|having\s+thought\s+about\s+it)\b"
        r"|\b(?:i|we)(?:['’]d|\s+would)\s+rather\s+not\b|\bdecided\s+against\s+(?:it|that|this)\b",
        "On reflection, not",
        "We'd rather not",
        "we decided against it",
    ),
    written(
        "wavers",
        r"^(?:i|we)(?:['’](?:m|re)|\s+am|\s+are)\s+(?:(?:now|just|really|actually)\s+)*(?:no\s+longer|not\s+(?:(?:so|quite|really|entirely"
        r"|that)\s+)?)\s*(?:sure|certain|convinced)(?:\s+(?:about|of|by)\s+(?:it|this|that))?(?:\s+(?:any\s?more|any\s+longer|now|yet))?\W*$"
        r"|^(?:i|we)(?:['’](?:m|re)|\s+am|\s+are)\s+having\s+(?:second\s+thoughts|doubts)\b"
        r"|^(?:i|we)\s+(?:\w+\s+)?(?:need|have|want|would\s+like)\s+to\s+(?:reconsider|rethink|think\s+(?:it|this|that)\s+over"
        r"|(?:think|sleep)\s+(?:about|on|over)\s+(?:it|this|that)(?:\s+(?:again|over|more))?)\b",
        "We're no longer sure about this.",
        "We are having second thoughts",
        "I want to reconsider this",
    ),
    written("overruled", r"\b(?:over(?:rul|rid)\w+|overrode|veto(?:e[sd]|ing)?)\b", "I have to overrule Dana"),
    written(
        "sign",
        r"^\W*(?::(?:x|-1|thumbsdown|no_entry|no_entry_sign|no_good|negative_squared_cross_mark"
        r"|heavy_multiplication_x):|[❌✗✘👎🚫⛔🙅])\W*$",
        ":x:",
    ),
)
# The words themselves are taken back, or are not to be told.
WITHDRAWAL = Pattern(
    said(
        "joke",
        r"""
        (?:was|were|am|i'm|just|only|is) (?:kidding|joking|teasing) | (?:just|was|only|is) a joke | jk | april fools?
        | made (?:that|this|it|all of (?:that|this|it)) up | said (?:nobody|no one)(?: ever)? | yeah,? right
        | in my dreams | wishful thinking | if only | sarcasm | irony
        """,
        "I was joking.",
        "It is just a joke.",
        "April fool",
        "I made that up.",
        "Said nobody.",
        "Yeah right",
    ),
    written("joke mark", r"^\W*/[sj]\W*$", "/s"),
    said(
        "mistaken",
        """
        scratch that | scrap that | strike that | forget (?:that|this|it|i said) | never ?mind | nvm | false alarm
        | jumped the gun | (?:got|was) ahead of (?:myself|ourselves|things) | grain of salt | spoke prematurely
        | (?:scrap|scratch|strike|ignore|forget) (?:what|everything|all) (?:i|we) (?:just )?(?:wrote|said|sent|posted)
        | spoke too soon | my (?:mistake|bad) | i was wrong | i misread | mixed (?:it|that|this|them|things) up
        | (?:take|took) (?:that|this|it) back | stand corrected | not true | not what (?:i|we) (?:said|meant|agreed)
        """,
        "Forget it",
        "never mind",
        "nvm",
        "Scrap what I wrote earlier",
        "I jumped the gun",
        "I got ahead of myself",
        "take it with a grain of salt",
        "I spoke prematurely",
        "That was my bad",
        "I mixed it up",
        "We take it back",
        "That is not what I meant",
    ),
    said(
        "disregard",
        """
        disregard | please ignore | please delete
        | (?:ignore|delete|discard) (?:that|this|it|the above|above|my|the (?:last|previous)|all|everything)
        """,
        "Please disregard.",
        "Ignore the above",
    ),
    written(
        "wrong address",
        r"\bwrong\s+(?:\w+\s+)?(?:channel|client|customer|thread|chat|window|person|people|recipient|tab"
        r"|room|group|account"
        r"|project|list|place|address|company|team|mail|one|slack|workspace)\b"
        r"|\b(?:was|is|were|meant|that['’]s|intended)\s+(?:meant\s+|intended\s+)?for\s+(?:an?other|a\s+different"
        r"|some(?:one|body)\s+else|the\s+other)\b",
        "wrong channel, that was for another client!",
    ),
    written(
        "keep quiet",
        r"\b(?:keep|leave|hold|treat)\s+(?:(?:that|this|it|these|those|them|all|everything|of|the\s+\w+"
        r"|above)\s+){1,3}?"
        r"(?:\w+\s+){0,2}?(?:internal|quiet|between|confidential|private|secret|out|to\s+(?:y?ourselves"
        r"|yourself)|off|back"
        r"|under|in[\s-]house|away|unmentioned|from)\b",
        "Please keep that out of the update.",
        "keep this strictly internal",
    ),
    written(
        "do not tell",
        r"^(?:(?:and|please|so|but|we|you|i|should|must|would|rather|better|this|that|it|may|can)\s+){0,4}"
        r"(?:do\s+not|don['’]?t|never|not\s+to|must\s*n[o'’]t|mustn['’]?t|not|cannot|can['’]?t"
        r"|shouldn['’]?t)\s+(?:yet\s+)?"
        r"(?:be\s+)?(?:pass(?:ed)?|shared?|send|sent|forward(?:ed)?|tell|told|mention(?:ed)?"
        r"|publish(?:ed)?|post(?:ed)?|print"
        r"|quoted?|included?|put|announced?|communicated?|repeat(?:ed)?|spread|disclosed?|tweet|leak"
        r"|talk|say|use|report"
        r"|reveal|write|release|copy|go\s+out|leave\s+(?:this|the))\b",
        "Do not pass this on.",
        "Please don't share that",
    ),
    said(
        "secret",
        """
        embargo(?:ed)? | off the record | confidential | between (?:us|you and me|ourselves) | under wraps | hush
        | internal only | only internal(?:ly)? | for your eyes only | under nda | mum's the word | strictly internal
        | not a word | stays (?:internal|in-house) | secret | in confidence | for internal use
        """,
        "Embargo until Friday!",
        "This is between us",
        "It is only internally known",
        "It stays in-house",
    ),
    said(
        "not public",
        """
        (?:not|isn't|ain't) (?:yet )?(?:public|official|announced)
        | not (?:yet )?for (?:the )?(?:clients?|public|publication|sharing|release|update|outside|external|anyone|press)
        """,
        "it is not public yet",
        "not for the client",
    ),
)
# Whoever denied something grants it.
RELENTS = Pattern(
    said(
        "seen now",
        """
        (?:now i|i now|i can|now we|we now|we can|i do|i) (?:now )?(?:see|got|have|found) (?:it|them|that)(?: now)?
        | found (?:it|them)
        | got it now | works for me(?: too)? now
        """,
        "Yes, now I see it!",
        "Found it",
        "got it now",
        "works for me now",
    ),
    written(
        "there now",
        r"\b(?:it|they|that)(?:['’]s|['’]re|\s+is|\s+are|\s+was)\s+(?:(?:now|all|indeed|really|in\s+fact"
        r"|already)\s+)*(?:there|live|up|working"
        r"|here|fine|online|correct|right|true|fixed|my\s+(?:cache|browser|vpn))\b",
        "It's there now",
    ),
    written(
        "own doing",
        r"\b(?:just|only|was|it\s+was)\s+my\s+(?:cache|browser|phone|vpn|wifi|connection)\b",
        "was my cache",
    ),
)
# Words of which all that stands before them in the same text is taken back.
_OF_ALL = re.compile(
    r"(?i)\bwrong\s+(?:\w+\s+)?(?:channel|client|customer|thread|chat|window|recipient|room|group"
    r"|workspace)\b|\bembargo"
    r"|\b(?:all|any|everything|anything|none|whole|both)\b|\bthis\s+(?:message|mail|e-?mail|post|note"
    r"|thread)\b|\babove\b"
    r"|\bconfidential\b|\bfor\s+(?:an?other|a\s+different)\s+(?:client|customer)\b"
)
_POINTS_BACK = re.compile(
    rf"(?i)^{_IT}(?:['’]\w+|\s+\w)|\w\s+(?:it|that|this|them)\s*(?:[,.;:!–—-]|$|(?:back|down|off|please|again|sorry)\b)"
)
_LAST_MESSAGE = re.compile(
    r"(?i)\bmy\s+(?:last|previous|earlier|first|other)\s+(?:\w+\s+)?(?:message|e-?mail|mail|post|note|update|comment)\b"
)
_OWN_MESSAGE = re.compile(
    r"(?i)\b(?:my|mein\w{0,2}|mon|mes|mi|mis|minha|mia|mio|mijn|min|mitt)\s+(?:own\s+)?(?:[\w-]+\s+){0,2}?(?:messages?|(?:e-?)?mails?|posts?"
    r"|notes?|updates?|comments?|texts?|reply|replies|dms?|nachricht(?:en)?|mensajes?|mensage[mn]s?|mensagem|messaggi[oo]?|bericht|melding"
    r"|meddelande|besked|correo)\b|\bwhat\s+i\s+(?:just\s+|have\s+)?(?:wrote|written|sent|posted)\b"
)
_IN_BRACKETS = re.compile(r"\(([^()]{1,80})\)\W*$")
_AT_THE_END = re.compile(
    r"(?i)(?:[,;–—-]+|\s-)\s*(?:not|nope|or\s+not|jk|just\s+kidding|said\s+(?:nobody|no\s+one)|not\s+really)[\s.!]*$"
    r"|\s(?:edit|update|correction):\s+(?:not|it|this|that|no|never|wrong)\b[^:]*$"
    r"|\s(?:no,?\s+wait|(?:and\s+|but\s+)?then\s+(?:we\s+)?(?:took|rolled|pulled)\s+(?:it\s+)?(?:down|back|off))\W*$"
    r"|\s/[sj]\W*$"
)


def denies_what_was_said(text: str) -> bool:
    """It says, without naming it, that what was just told is not so: "It has not arrived here"."""
    return _is_short_statement(text) and not has_not_looked_yet(text) and _matches(DENIAL, text)


def withdraws_what_was_said(text: str) -> bool:
    """It takes words back or asks to keep them quiet, whether they are true or not: "Wrong channel!"."""
    return _is_short_statement(text) and _matches(WITHDRAWAL, text)


def withdraws_the_whole_text(text: str) -> bool:
    return withdraws_what_was_said(text) and _OF_ALL.search(text) is not None


def takes_itself_back(sentence: str) -> bool:
    """A sentence with its own denial at its end: "X was delivered (not true)", "X was delivered, not!"."""
    ending = sentence[-LONGEST_DENIAL:]
    if _AT_THE_END.search(ending):
        return True
    bracket = _IN_BRACKETS.search(ending)
    if bracket is None:
        return False
    is_correction = may_correct_the_message_before(bracket[1])
    return is_correction or denies_what_was_said(bracket[1]) or withdraws_what_was_said(bracket[1])


def points_back(text: str) -> bool:
    """A pronoun stands for what it speaks of, whatever else it names: "It isn't on my phone", "Ignore that, please"."""
    return _POINTS_BACK.search(_LEADING.sub("", plain_letters(text))) is not None


def relents(text: str) -> bool:
    """Whoever denied something says that it is so after all: "Yes, now I see it!"."""
    words = without_assent(plain_letters(text))
    return (
        _is_short_statement(text) and RELENTS.found_in(words) and not _matches(DENIAL, text) and not is_negated(words)
    )


def withdraws_the_last_message(text: str) -> bool:
    """It names its author's last message or mail as what is to be unsaid, wherever that stands."""
    return _LAST_MESSAGE.search(text) is not None and (withdraws_what_was_said(text) or denies_what_was_said(text))


def names_own_message(text: str) -> bool:
    """It speaks of a message of its speaker's, and so of nothing that another said: "Ignore my last message"."""
    return _OWN_MESSAGE.search(text[:LONGEST_DENIAL]) is not None


def _is_short_statement(text: str) -> bool:
    return len(text) <= LONGEST_DENIAL and len(text.split()) <= _MOST_WORDS and not text.rstrip(" )\"”’'").endswith("?")


def _matches(pattern: Pattern, text: str) -> bool:
    said = plain_letters(text)
    words = without_assent(said)
    if words != said and not _NO.sub("", f"{_LEADING.sub('', words).strip()} ").strip(" ,.!;:–—-"):
        return False  # "No, no questions"
    if pattern.match(words) or pattern.match(words.lstrip("([ ")):
        return True
    bare = _LEADING.sub("", words).strip()
    return bool(bare) and (pattern.found_in(bare) or pattern.found_in(_NO.sub("", bare)))

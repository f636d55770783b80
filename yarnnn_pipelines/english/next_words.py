"""Whether a short message right below another leaves in doubt what that one says.

Nobody repeats the matter of which a channel has just spoken: "had to roll back", "nope", "the 26th please". What can be
read as thanks, a nod, gladness, a question to know something, or a matter of its own leaves it as it is; of the rest it
is asked whether it turns. Which message stands right below is the caller's; words that name their matter are
`going_on`, sentences that take back for certain `bare_retractions` and `retractions`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from yarnnn_pipelines.english.alternatives import Pattern, written
from yarnnn_pipelines.english.chat_corrections import may_correct_the_message_before
from yarnnn_pipelines.english.days import dates_named, weekdays_named
from yarnnn_pipelines.english.dialogue import ASSENT, THANKS, asks, tells_trouble
from yarnnn_pipelines.english.doubts import CHATTER
from yarnnn_pipelines.english.going_on import (
    NODS,
    PRAISE,
    is_promised,
    is_trouble,
    is_wanted,
    tells_something_else,
    turns_back,
)
from yarnnn_pipelines.english.identifiers import speak_of_two
from yarnnn_pipelines.english.likeness import content_words, is_negated, numbers
from yarnnn_pipelines.english.results import is_in_part
from yarnnn_pipelines.english.retractions import excuses_the_speaker
from yarnnn_pipelines.english.spoken_of_again import HANDS_OVER
from yarnnn_pipelines.english.stumps import URL
from yarnnn_pipelines.english.things import things_named, things_spoken_of

_LONGEST = 140  # characters of a message that may speak of nothing but what stands above it
_MOST_WORDS = 18
_FEW_WORDS = 6  # of a message in which nothing is read
GLAD = Pattern(
    written(
        "glad",
        r"^\W*(?:wow|yay|whoo+|woo+hoo+|hur?rah?|hooray|finally|phew|at\s+last|brilliant|super|top|bravo|congrat\w*"
        r"|so\s+(?:good|happy|glad|nice|excited)|can['’]t\s+wait|looking\s+forward|what\s+a|well\s+done"
        r"|you(?:['’]re|\s+are)\s+the|made\s+my\s+(?:day|week)|big\s+(?:step|relief|day)|huge|impressive"
        r"|no\s+(?:questions|objections|worries|problem|rush)|(?:not\s+a\s+)?(?:moment|minute)\s+too\s+soon|not\s+bad"
        r"|more\s+(?:to\s+come|to\s+follow|soon|tomorrow|later|details)|cc)\b",
        "Wow",
        "Finally!",
        "So happy with it",
        "Not a moment too soon",
        "No questions from my side",
        "More tomorrow",
        unlike=("No sign of it yet", "Too soon"),
    ),
    written(
        "thanks and nods of other languages",
        r"^\W*(?:(?:ah|oh|ok|okay|ja|oui|s[ií]|sim)\W+)*(?:danke\w*|vielen\s+dank|passt|prima|toll|klasse|spitze|perfekt|alles\s+klar"
        r"|(?:sehr\s+)?gut|verstanden|gerne|freut\s+mich|merci|parfait|génial|d['’]accord|très\s+bien|entendu|bien\s+reçu"
        r"|gracias|perfecto|genial|vale|estupendo|muy\s+bien|obrigad[oa]|ótimo|perfeito|fixe|boa|muito\s+bem|combinado"
        r"|grazie|perfetto|ottimo|va\s+bene|molto\s+bene|bedankt|dank\s+je|dank\s+u|top|prima|goed|mooi)\b",
        "Danke!",
        "Vielen Dank, das freut uns",
        "Parfait",
        "Muito bem, obrigada",
    ),
)
_SHORT_CODE = re.compile(r":[a-z0-9_+'-]{2,40}:")
_MENTION = re.compile(r"@\w+(?:\s[A-Z]\w+)?")
_LETTER = re.compile(r"[^\W_]")
_OPENERS = (
    r"(?:(?:hi|hey|hello|sorry|hm+|ok|okay|well|actually|but|so|oh|ugh|argh|and|a+nd|yes|yep|unfortunately|sadly|wait|um+"
    r"|fyi|btw|by\s+the\s+way)\b\W*)*"
)
# The speaker's own attention: "not read it yet", "we haven't looked at it".
_NOT_SEEN_YET = re.compile(
    rf"(?i)^\W*{_OPENERS}(?:(?:i|we)\b\W*)?(?:(?:have\s*n[o']t|have\s+not|did\s*n[o']t|not|no|never|can['’]t|couldn['’]t)\b\W*)"
    r"(?:(?:yet|had|have|got|even|a|the|any|time|chance|moment|to|been|able|manage[d]?|get|around)\s+)*"
    r"(?:read(?!y)|look\w*|see|seen|check\w*|tr(?:y|ied)|open(?:ed)?|watch\w*|time|chance|moment|test\w*)\b"
)
_GOES_ON_WITH_A_DEED = re.compile(
    rf"(?i)^\W*{_OPENERS}(?:(?:i|we)(?:['’]ll|\s+will|['’]m\s+going|['’]d)?\s+)?(?:will|let\s+(?:me|us)|going\s+to|gonna|['’]ll)\b"
    rf"|^\W*{_OPENERS}(?:i|we)['’]ll\b"
)
# Of whom or what it speaks is to be found above.
_POINTS = re.compile(
    rf"(?i)^\W*{_OPENERS}(?:it|that|this|these|those|they|he|she|nothing|none|nobody|noone|no\s+one|neither|everything|only"
    r"|except|apart|all\s+but|but\s+for|without|half|part(?:ly)?|the\s+(?:first|other|second|same)\b|same)\b"
    r"|\b(?:it|them|that\s+one|there)\b|\bthe\s+(?:old|previous|wrong|same)\b"
)
_IN_PART = re.compile(
    r"(?i)\b(?:only|except|apart\s+from|but\s+not|all\s+but|half|partly|partially|almost|nearly|just\s+(?:discussed|talked|a))\b"
)
_ADMITS = re.compile(
    r"(?i)\b(?:wrong|mistaken?|mixed\s+(?:it\s+|them\s+|that\s+)?up|mix-?up|confused|misread|misspoke|misunder\w+|typo|my\s+(?:error|fault|bad)|in\s+error"
    r"|bogus|false|incorrect|premature(?:ly)?|too\s+(?:soon|early|optimistic)|jumped\s+the\s+gun|correction\b(?=\W*[:,])|edit\b(?=\s*:)|erratum"
    r"|should\s+(?:read|say|be|have))\b"
)
_ORDINAL = re.compile(r"(?i)\b\d{1,2}(?:st|nd|rd|th)\b")
_NONE = re.compile(
    rf"(?i)^\W*{_OPENERS}(?:nothing|none|nobody|no\s*one|neither|nowhere)\b(?=\s+(?:of|has|have|is|was|are|were|went|did|does)\b)"
)
# Whoever asks so does not believe it.
_DISBELIEVES = re.compile(
    rf"(?i)^\W*{_OPENERS}(?:really|seriously|for\s+real|are\s+you\s+sure|you\s+sure|says\s+who|since\s+when|huh"
    r"|(?:is|did|does|has|was|were|are|do|have)\s+(?:it|that|they|he|she|we|you))\W*\?+\W*$"
)
# It is undone, or was something else all along.
_UNDOES_IT = re.compile(
    r"(?i)\b(?:reject|refus|block|pull|cancel|stopp|declin|remov|revok|undo|undid|revert|bounc|return|withdr\w+|took|take)\w*"
    r"\s+(?:it|that|them|this)\b(?:\s+(?:down|off|back|offline))?"
    rf"|^\W*{_OPENERS}(?:that|it|this)(?:['’]s|\s+(?:was|is))\s+(?:only\s+|just\s+|still\s+)*(?:the|last|from|on)\b"
    r"|\bstill\s+(?:see\w*|get\w*|shows?|have|has|waiting|missing|need\w*|on|in|at)\b"
)
_WANTS_IT_SO = re.compile(r"(?i)\b(?:do|make|move|shift|push|switch|change|instead|rather|better|prefer|postpone)\b")
_FEWEST_WORDS = 4  # of a wish that has a verb
_SMILES = re.compile(r"[:;]-?[)D]\W*$")
_INSTEAD = re.compile(r"(?i)\b(?:instead|rather|earlier|later|another|different|other)\b")
_OWN_SUBJECT = re.compile(
    rf"(?i)^\W*{_OPENERS}(?:(?:the|an?|our|your|my|their|his|her|i|we|you|all|both|each|every|there\s+(?:is|are)"
    r"|der|die|eine?|unsere?|eure?|le|les|la|une?|notre|vos|el|los|las|nuestr[oa]s?|os|nossos?|nossas?|il|gli|de|het)\b"
    r"|[^\W\d_]+s?['’]s\s)"
)
_COUNTED = re.compile(r"\b\d[\d.,]*k?\s+(?P<what>[^\W\d_]{4,})")
_BECOMES = re.compile(
    r"(?i)^\W*[^\W\d_]{4,}(?:\s+#?\d+)?\s+(?:(?:is|are|was|were)\s+)?(?:[a-z]{3,}ed|paid|sent|done|tomorrow|tonight|later)\b"
)
_OWN_FACT = re.compile(r"(?i)^\W*(?:(?:i|we|you)\b|(?:i|we|you)['’])")


@lru_cache(maxsize=16384)
def leaves_it_in_doubt(text: str, earlier: str) -> bool:
    """text: a whole message; earlier: a sentence of the one that it stands right below."""
    words = _without_signs(text)
    if not _may_speak_of_above(words) or is_wanted(earlier) or is_promised(earlier) or is_trouble(earlier):
        return False
    if may_correct_the_message_before(text):
        return True
    is_another_value = _gives_another_value(words, earlier)
    if asks(words):
        return _DISBELIEVES.match(words) is not None or (
            is_another_value and _is_a_wish(words) and not _names_another(words, earlier)
        )
    if _is_harmless(words):
        return False
    if _names_another(words, earlier) or speak_of_two(text, earlier) or _counts_something_else(words, earlier):
        return False
    if (is_another_value and (_POINTS.search(words) or not _is_news(words))) or _turns(words, earlier):
        return True
    return len(words.split()) <= _FEW_WORDS and _is_unread(words)


@lru_cache(maxsize=16384)
def goes_on_about_it(text: str) -> bool:
    """A nod, thanks or a question: what stands below it may still speak of what stands above it."""
    words = _without_signs(text)
    return not _LETTER.search(words) or _nods(words) or (len(words) <= _LONGEST and asks(words))


def _is_a_wish(words: str) -> bool:
    return len(words.split()) <= _FEWEST_WORDS or _WANTS_IT_SO.search(words) is not None


def _without_signs(text: str) -> str:
    return _MENTION.sub(" ", _SHORT_CODE.sub(" ", URL.sub(" ", text))).strip()


def _may_speak_of_above(words: str) -> bool:
    return len(words) <= _LONGEST and len(words.split()) <= _MOST_WORDS and _LETTER.search(words) is not None


def _nods(words: str) -> bool:
    is_nod = any(pattern.match(words) for pattern in (THANKS, ASSENT, NODS, GLAD))
    return is_nod or PRAISE.found_in(words) or CHATTER.found_in(words)


def _is_harmless(words: str) -> bool:
    if GLAD.match(words) or excuses_the_speaker(words) or _NOT_SEEN_YET.search(words):
        return True
    if _nods(words) or words.rstrip().endswith("!") or _SMILES.search(words) or _GOES_ON_WITH_A_DEED.search(words):
        return not (turns_back(words) or _IN_PART.search(words) or _ADMITS.search(words) or tells_trouble(words))
    return False


def _names_another(words: str, earlier: str) -> bool:
    """It has a thing of its own and none of the earlier one's, and nothing in it points above."""
    words = _ORDINAL.sub(" ", words)
    own = things_spoken_of(words) or (things_named(words) if _OWN_SUBJECT.match(words) else ())
    named = frozenset(word for thing in own for word in (thing.noun, *thing.qualifiers))
    if not named or named & content_words(earlier) or _POINTS.search(words):
        return False
    return not (_IN_PART.search(words) or (numbers(words) & numbers(earlier)))


def _counts_something_else(words: str, earlier: str) -> bool:
    counted, others = ({match["what"].lower() for match in _COUNTED.finditer(one)} for one in (earlier, words))
    return bool(counted and others and not counted & others) and not any(dates_named(earlier))


def _turns(words: str, earlier: str) -> bool:
    if turns_back(words) or is_in_part(words) or _IN_PART.search(words) or _ADMITS.search(words):
        return True
    if _UNDOES_IT.search(words):
        return True
    return is_negated(words) or is_trouble(words) or _NONE.match(words) is not None


def _gives_another_value(words: str, earlier: str) -> bool:
    """A number or day where the earlier words have another of its kind."""
    days, other_days = ({*dates_named(one), *weekdays_named(one)} for one in (earlier, words))
    if days and (other_days - days or _ORDINAL.search(words)):
        return True
    if days and _INSTEAD.search(words) and asks(words):
        return True
    return bool(numbers(earlier) and numbers(words) - numbers(earlier))


def _is_unread(words: str) -> bool:
    """Neither whoever speaks nor a thing of its own is what it is about, and it tells no news that is read."""
    is_of_its_own = _OWN_FACT.match(words) or _OWN_SUBJECT.match(words) or things_spoken_of(words)
    return not (is_of_its_own or _is_news(words))


def _is_news(words: str) -> bool:
    """A thing by its bare name and what becomes of it: "invoice 4711 is paid", "numbers tomorrow"."""
    if _BECOMES.match(words) or HANDS_OVER.found_in(words) or tells_something_else(words):
        return True
    return any(weekdays_named(words))

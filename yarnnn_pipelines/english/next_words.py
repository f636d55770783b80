"""Short messages that turn what stands right above them and have no subject of their own: "aaand gone again", "half of
it", "only on staging", "nope, same as before", "bei mir nicht".

Nobody repeats the matter of which a channel has just spoken. So a clause turns only if it is made of nothing but small
words, words of the message above, and words that undo, deny or restrict: "had to take it straight back offline" does,
"had to take a long walk" has a matter of its own. What is less than that but does turn may speak of it: that is for a
person to see. Which message stands above is the caller's; sentences that deny are `denials` and `bare_retractions`, a
value put right is `chat_corrections`, words that name their matter are `going_on` and `retractions`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from yarnnn_pipelines.english.bare_retractions import takes_back_alone
from yarnnn_pipelines.english.days import weekdays_named
from yarnnn_pipelines.english.dialogue import ASSENT, THANKS, asks
from yarnnn_pipelines.english.doubts import CHATTER, VERB
from yarnnn_pipelines.english.going_on import is_promised, is_trouble, is_wanted
from yarnnn_pipelines.english.harmless_negations import denies_only_its_cause, has_not_looked_yet, without_assent
from yarnnn_pipelines.english.identifiers import speak_of_two
from yarnnn_pipelines.english.lettering import plain_letters
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.nods import NODS, PRAISE
from yarnnn_pipelines.english.overtaking import says_it_is_over
from yarnnn_pipelines.english.results import says_resolved
from yarnnn_pipelines.english.retractions import excuses_the_speaker
from yarnnn_pipelines.english.stumps import URL
from yarnnn_pipelines.english.things import things_named

_LONGEST = 120  # characters of a message that may speak of nothing but what stands above it
_MOST_WORDS = 16
_LONGEST_CLAUSE = 9  # words of the clause that turns; what is behind it gives a reason
_LONGEST_ALONE = 200  # characters of a text that are looked at for a clause that takes back alone


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_OPENERS = _listed("""
    and but so oh ah aha ach argh ugh uh um hm hmm well ok okay hey hi sorry oops whoops ups damn sigh sadly wait
    hang on hold unfortunately however actually edit update correction ps though except tbh btw fyi moment also huh
    leider und aber ja naja na mist oje tja halt stop
    """)
_SMALL = _OPENERS | _listed("""
    it its it's that that's this these those they they're them is are was were be been being am has have had having
    get gets got gotten to i i'm i've we we've we're us me my our ours you your for on at in here there of by with
    from as now then just already straight right away immediately soon later earlier before after minute minutes
    hour hours day days second seconds few couple today tonight morning afternoon evening night yesterday last week
    quite completely entirely totally fully really very all everything everywhere everyone both side end phone
    mobile desktop browser machine laptop computer screen ios android safari chrome firefox too either itself myself
    ourselves up out over so i'd we'd though must needed need one two three four five six seven eight nine ten other
    rest the a an
    es das die der sie dies ist sind war waren wird wurde wurden hat haben hab habe habs hatte hatten musste
    mussten muss nun jetzt gerade eben gleich sofort direkt bei mir uns hier da zuruck wir ich ihr er alles alle
    heute gestern morgen danach spater inzwischen wohl auch im auf dem den
    """)
_OWNED = _listed("the my our his her your their")
_LEFT = _listed("rest other others one ones")
_AGAIN = _listed(
    "again back still already straight immediately once more wieder schon noch immer zuruck nochmal erneut"
)
_NOT = _listed("not no never nope nah hardly nowhere nothing none nobody neither nicht kein keine nie nein ne no")
_NO = _listed("no nope nah nein ne")
_NOT_BEHIND = re.compile(r"(?:n't|(?:do|does|did|is|was|has|have|had|are|were|would|ca|wo)nt|cannot)$")
# What was there, or done, is not.
_UNDONE = _listed("""
    reverted undid undone unpublished recalled withdrew withdrawn retracted removed deleted cancelled canceled
    revoked rejected refused declined bounced crashed failed failing broke broken aborted paused blocked frozen
    froze hung hangs hanging dead died down offline stuck missing error errors timeout timeouts unavailable vanished
    disappeared vetoed overruled suspended disabled deactivated uninstalled shelved postponed returned lost reopened
    expired unsigned 401 403 404 410 500 502 503 504 fehlt fehlen tot kaputt abgelehnt abgesturzt hangt geloscht
    gestoppt storniert zuruckgenommen zuruckgezogen zuruckgerollt rausgeflogen fehlgeschlagen abgebrochen gesperrt
    widerrufen abgesagt verschwunden defekt gescheitert zuruckgestellt
    """)
# The same, where a word of return or haste stands beside it: "gone again", "and straight out again".
_UNDONE_AGAIN = _listed("gone out off locked closed stopped empty weg raus aus runter dicht")
_OF_TIME = _listed("minute minutes hour hours day days second seconds week weeks ago later before after")
_TAKES = re.compile(
    r"\b(?:take|took|taken|taking|pull|pulled|pulling|roll|rolled|rolling|switch|switched|turn|turned|bring|brought"
    r"|put)\s+"
    r"(?:(?:it|that|this|them|everything|all|straight|right|again|quickly|immediately)\s+)*(?P<where>back|down|off"
    r"|offline|out)\b"
)
_PART = _listed("""
    half halfway partly partially partway mostly almost nearly part parts some most few except allbut only solely
    merely least first second two-thirds third nur teilweise großtenteils halb halfte fast beinahe erst teil
    """)
# And not German for "almost".
_SPEEDY = re.compile(r"\b(?:am|are|is|was|were|be|so|very|too|really|pretty|super|how|\w+'(?:s|re|m))\s+fast\b|^fast$")
_PART_ALONE = _listed("first second least third last erst")  # no part by themselves
_SAME = re.compile(
    r"^(?:(?:it|it's|its|that's|this|is|looks|still|for|me|us|here|shows?|i|we|see|get|got|have|exactly|immer|noch"
    r"|bei|mir|uns)\s+)*"
    r"(?:(?:the\s+)?same(?!\s+(?:here|to)\b)(?:\s+(?:old|thing|issue|problem|error|story|one))*(?:\s+(?:as|like)\s+(?:before|ever"
    r"|always|yesterday|last\s+\w+))?"
    r"|(?:the|my)\s+old\s+(?:one|version|state)|unchanged|no\s+(?:change|difference|improvement)|wie\s+(?:vorher"
    r"|zuvor|gehabt|immer)"
    r"|unverandert|die\s+alte|der\s+alte|das\s+alte|kaputt)(?:\s+(?:for|with|on|in|here|me|us|my|our|bei|mir|uns"
    r"|again|still)\b(?:\s+\w+)?)*$"
)
_MISTAKEN = _listed(
    "read looked took used copied pasted checked clicked picked counted had did said meant spoke got saw"
)
_DO_NOT = re.compile(r"^(?:do\s+not|don't|never|please\s+don't)\b")
_ADMITS = re.compile(
    r"\b(?:typo|misread|misspoke|misunderstood|misheard|mistyped|mistaken|premature(?:ly)?|confused|too\s+(?:soon"
    r"|early|optimistic)"
    r"|mixed\s+(?:(?:it|that|them|things|those)\s+)?up|jumped\s+the\s+gun|or\s+so\s+(?:i|we)\s+(?:thought|hoped"
    r"|believed)"
    r"|zu\s+fruh(?:\s+gefreut)?|vertan|verwechselt|verlesen|verschrieben|vertippt|irrtum|denkste)\b"
    r"|\b(?:wrong|falsche[rsnm]?)\s+(?:\w+\s+)?(?!about\b|with\b)[a-z]\w+$|\b(?:got|had|read|have|did|said|saw|was"
    r"|were|i'm)\s+"
    r"(?:it|that|this|them|those)?\s*(?:all\s+)?wrong$"
)
_ONLY_OF_IT = re.compile(
    r"^(?:(?:it|that|this|it's|that's|es|das|well|but|was|is|are|were|ist|war)\s+)*(?:only|solely|merely|nur"
    r"|lediglich)\s+"
    r"(?:(?:live|done|ready|there|available|so\s+far|bisher)\s+)?"
    r"(?:the|our|my|a|an|for|on|in|to|with|half|part|one|two|three|\d+|die|der|das|den|ein|eine|fur|auf|im|am|bei)\b"
    r"(?!\s+(?:beginning|start|matter|question|best|good|first\s+step|one\s+more|minute|moment|hours?|days?|anfang"
    r"|frage))"
    r"|^(?:(?:it|that|this|it's|that's|well|but|was|is|are|were)\s+)*(?:for|on|in|the|an?)\s+(?:\w+\s+){1,3}only$"
)
_FOR_ONE = re.compile(
    r"^(?:(?:for|with|bei)\s+(?:me|us|mir|uns)|(?:on|in)\s+(?:my|our)\s+\w+|here|hier)\s+(?:(?:it|they|this|that|es"
    r"|sie)\s+)?(?:still|only|just|nothing|immer\s+noch)\b"
    r"(?!.*\b(?:work|run|load|look|hold|fine|good|great|gut)\w*)"
)
_IS_ANOTHER = re.compile(
    r"^(?:(?:as\s+)?it\s+turn(?:s|ed)\s+out\s+|turn(?:s|ed)\s+out\s+)?(?:(?:that|it|das|es)\s+)?(?:was|is|were|war|ist|waren)\s+"
    r"(?:(?:only|just|nur|still)\s+)*(?:the|die|der|das|from|for|vom|[a-z]+'s)\s+(?!\w+(?:est|ste)\b|last\b|first\b)\w+(?:\s+\w+)?$"
)
_IT_IS = re.compile(r"^(?:(?:it|that|this|es|das|well)(?:'s)?\s+)?(?:was|is|are|were|ist|war)\s+|^(?:it|that)'s\s+")
_OF_ONESELF = re.compile(r"^(?:i|we|ich|wir)(?:'\w+)?\b")
_POINTS = re.compile(r"\b(?:it|that|this|them|those|one|again|back|es|das|wieder)\b")
_DISMAY = re.compile(
    r"^(?:\W*(?:but|argh|ugh|oh\s+no|ach|hm|wait|nope|no|nah|however|except|damn|ne|nein|aber|halt|mist|sorry)\b)+"
)
_NOT_SO = re.compile(
    r"\b(?:never\s+again|not\s+(?:again|only|just|at\s+all|bad\w*)|no\s+more|if\s+not|why\s+not|or\s+not)\b"
)
_CLAUSES = re.compile(r"[,;:.!?…()\n]+\s*|\s+[-–—]+\s+|\s+(?:because|cause|cos|since|while|weil|denn)\s+")
_SIGNS = re.compile(r":[a-z0-9_+'-]{2,40}:|[:;]['’]?-?[()/|\\DP]|[^\w\s'’,;:.!?…()%€$£–—*/-]")
_MENTION = re.compile(r"@\w+(?:\s[A-Z]\w+)?")
_WORD = re.compile(r"[^\W_][\w'-]*")
_STRETCHED = re.compile(r"(\w)\1{2,}")
_HE_OR_SHE = re.compile(r"^(?:she|he|they|sie|er)\b|^(?:the\s+)?client\s+(?:just\s+)?(?:called|rang|wrote|says)\b")
_WANTS_OTHERWISE = re.compile(
    r"\b(?:again|over|back|otherwise|different(?:ly)?|instead|rather|change[ds]?|changing|after\s+all|wait|hold|new"
    r"|another"
    r"|doch|wieder|anders|lieber|andern)\b"
)
_TURNS_A_LITTLE = re.compile(
    r"\b(?:wrong|mistake|again|back\s+to|instead|rather|anymore|no\s+longer|yet|old|except|only|half|without|still"
    r"|doch|wieder|falsch\w*|statt|immer\s+noch|noch\s+nicht)\b"
)
_SORRY = re.compile(
    r"^(?:(?:oh|no|ah|nein|ach)\W+)*(?:sorry|oops|ups|pardon)\W+(?P<what>[^\W\d_]+(?:\s[^\W\d_]+)?)\W*$", re.IGNORECASE
)
_NO_CORRECTION = _listed("guys all everyone team folks both again sorry about for to that the i we was meine")


@lru_cache(maxsize=16384)
def turns_it(text: str, earlier: str) -> bool:
    """For certain. text: a whole message; earlier: a sentence of the one above it that tells a fact."""
    clause = _reads(text)
    if speak_of_two(text, earlier) or denies_only_its_cause(text, earlier):
        return False
    if clause is None or is_trouble(earlier) or is_wanted(earlier) or is_promised(earlier):
        return False
    above = frozenset(_words(earlier))
    if (_SAME.match(clause) or _FOR_ONE.match(clause)) and (says_it_is_over(earlier) or says_resolved(earlier)):
        return True
    rules = (_is_restricted, _is_undone, _is_denied, _is_counted_otherwise, _is_admitted)
    first = _CLAUSES.split(text[:_LONGEST_ALONE], maxsplit=1)[0]
    return any(rule(clause, above) for rule in rules) or takes_back_alone(first)


@lru_cache(maxsize=16384)
def may_turn_it(text: str, earlier: str) -> bool:
    """It turns, and names nothing that it could speak of beside what stands above it."""
    if turns_it(text, earlier):
        return True
    if speak_of_two(text, earlier) or denies_only_its_cause(text, earlier):
        return False
    plain = without_assent(_plain(text)).strip()
    if not _is_short(plain) or asks(text) or is_trouble(earlier) or is_wanted(earlier) or is_promised(earlier):
        return False
    if (sorry := _SORRY.match(text.strip())) is not None:
        return not {*_words(sorry["what"])} & _NO_CORRECTION and not content_words(text) <= content_words(earlier)
    if none_of_another := _NONE_OF.search(plain):
        return bool(content_words(none_of_another["what"]) & content_words(earlier))
    if has_not_looked_yet(plain) or excuses_the_speaker(plain) or _nods(plain) or text.rstrip().endswith("!"):
        return False
    first = _SPEEDY.sub(" ", _first_clause(plain))
    if _HE_OR_SHE.match(first):
        return _WANTS_OTHERWISE.search(plain) is not None or _denies(_words(plain))
    words = _words(first)
    if _IS_ANOTHER.match(first) or (_DISMAY.match(plain) and ({*words} & _UNDONE or _denies(words))):
        return True
    if _OF_ONESELF.match(first) and not _POINTS.search(first):
        return False
    things = {word for thing in things_named(first) for word in (thing.noun, *thing.qualifiers)}
    if things - content_words(earlier) - content_words(" ".join(_UNDONE | _PART)):
        return False
    return _denies(words) or bool({*words} & (_UNDONE | _PART)) or _TURNS_A_LITTLE.search(first) is not None


def speaks_of_undoing(text: str) -> bool:
    """A word of it tells of something that is gone, stopped or rejected: "Our CEO has vetoed blue"."""
    plain = _plain(text)
    return bool({*_words(plain)} & _UNDONE) or _TAKES.search(plain) is not None


@lru_cache(maxsize=4096)
def asks_whether_it_is_undone(text: str) -> bool:
    """It asks whether what was told is taken down, called off or dropped: "Did you take it down again?", "Were we not
    going to drop that?"; a "no" to it leaves things as they were told."""
    plain = _plain(text)
    if not text.rstrip().endswith("?") or not _is_short(plain):
        return False
    words = _words(plain)
    return bool({*words} & (_UNDONE | _UNDONE_AGAIN)) or _TAKES.search(plain) is not None or _denies(words)


# "No double booking since Tuesday": of what there was none, for a while.
_NONE_OF = re.compile(
    r"(?i)^(?:there\s+(?:was|were|is|are|has\s+been|have\s+been)\s+)?(?:no|zero)\s+(?P<what>(?:[a-z-]+\s+){1,4}?)"
    r"(?:since|so\s+far|any\s?more|all\s+(?:day|week)|this\s+(?:week|month)|during|over\s+the)\b"
)
_OF_ANOTHER = re.compile(r"(?i)(?:^(?:and|what\s+about|how\s+about)\b|@|\b(?:the|my|your|our)\b)")


def tells_of_none_since(text: str) -> bool:
    """It tells that something did not happen for a while: "No double booking since Tuesday"."""
    return _NONE_OF.search(text.lstrip()) is not None


@lru_cache(maxsize=16384)
def goes_on_about_it(text: str, earlier: str) -> bool:
    """Thanks, a nod or a question: what stands below it may still speak of what stands above it, unless the question
    brings another thing up, as "And the films?" does."""
    plain = _plain(text)
    if not _words(plain) or (_is_short(plain) and _nods(plain)):
        return True
    return _is_short(plain) and asks(text) and not _brings_up_another(plain, text, earlier)


def _brings_up_another(plain: str, text: str, earlier: str) -> bool:
    if VERB.found_in(plain) or not _OF_ANOTHER.search(text):
        return False
    named = {word for thing in things_named(plain) for word in (thing.noun, *thing.qualifiers)}
    return not named.isdisjoint(content_words(text) - content_words(earlier))


@lru_cache(maxsize=16384)
def _reads(text: str) -> str | None:
    """The first clause that says something, if the text may turn what stands above it."""
    plain = _plain(text)
    if not _is_short(plain) or text.rstrip(" )\"”’'").endswith("?") or has_not_looked_yet(plain):
        return None
    clause = _first_clause(without_assent(plain))
    return clause if 0 < len(_words(clause)) <= _LONGEST_CLAUSE else None


def _first_clause(plain: str) -> str:
    """Without what it opens with; a bare "no" goes before what it denies."""
    for clause in _CLAUSES.split(plain):
        words = _words(clause)
        while words and words[0] in _OPENERS:
            words = words[1:]
        if words and not {*words} <= _NO | _OPENERS:
            return " ".join(words)
    return ""


def _plain(text: str) -> str:
    plain = _STRETCHED.sub(r"\1", plain_letters(_MENTION.sub(" ", URL.sub(" ", text))).lower().replace("’", "'"))
    return re.sub(r"\ball\s+but\b|\balle\s+bis\s+auf\b", "allbut", " ".join(_SIGNS.sub(" ", plain).split()))


def _is_short(plain: str) -> bool:
    return 0 < len(plain) <= _LONGEST and len(plain.split()) <= _MOST_WORDS


def _words(clause: str) -> list[str]:
    return _WORD.findall(_STRETCHED.sub(r"\1", plain_letters(clause).lower().replace("’", "'")))


def _denies(words: list[str]) -> bool:
    return any(word in _NOT or _NOT_BEHIND.search(word) for word in words)


def _has_a_matter_of_its_own(words: list[str], above: frozenset[str], turning: frozenset[str]) -> bool:
    known = _SMALL | _AGAIN | _NOT | above | turning
    if len(words) > 2 and words[0] in _OWNED and words[1] not in above | _PART | _LEFT and words[1] in _SMALL:
        return True  # "my phone is down"
    return any(
        word not in known
        and not word[0].isdigit()
        and not _NOT_BEHIND.search(word)
        and (weekdays_named(word) or not content_words(word) <= _stems(above))
        for word in words
    )


def _stems(words: frozenset[str]) -> frozenset[str]:
    return content_words(" ".join(words))


def _is_undone(clause: str, above: frozenset[str]) -> bool:
    takes = _TAKES.search(clause)
    words = _words(clause)
    undoing = {*words} & _UNDONE - above
    again = {*words} & _AGAIN
    if takes is not None:
        words = _words(_TAKES.sub(" ", clause))
    elif not undoing and not (again and {*words} & _UNDONE_AGAIN - above):
        return False
    is_denied = _denies([word for word in words if word not in ("no", "nope", "nah")])
    return not is_denied and not _has_a_matter_of_its_own(words, above, _UNDONE | _UNDONE_AGAIN | frozenset(["pretty"]))


def _is_restricted(clause: str, above: frozenset[str]) -> bool:
    clause = _SPEEDY.sub(" ", clause)
    words = _words(clause)
    if _ONLY_OF_IT.search(clause) and not _tells_of_another(words, above):
        return True
    parts = ({*words} & _PART) - above - _PART_ALONE
    if not parts or {*words} >= {"only", "just"} or _NOT_SO.search(clause):
        return False
    if parts <= {"only", "nur", "solely", "merely"} and len(words) == 1:
        return False
    return not _has_a_matter_of_its_own(words, above, _PART | _UNDONE)


def _tells_of_another(words: list[str], above: frozenset[str]) -> bool:
    """It has a verb, and no word of what stands above it: "only 27 people came to the party"."""
    clause = _IT_IS.sub("", " ".join(words))
    words = _words(clause)
    is_told = VERB.found_in(clause) or any(word.isdigit() for word in words)
    return is_told and not content_words(clause) & _stems(above) and _has_a_matter_of_its_own(words, above, _PART)


def _is_denied(clause: str, above: frozenset[str]) -> bool:
    words = _words(clause)
    if not _denies(words) or _DO_NOT.match(clause) or _NOT_SO.search(clause) or {*words} & (_UNDONE | _UNDONE_AGAIN):
        return False
    return not _has_a_matter_of_its_own(
        words, above, frozenset(["yet", "true", "anymore", "longer", "any", "so", "doch", "leider"])
    )


def _is_counted_otherwise(clause: str, above: frozenset[str]) -> bool:
    """Another number, of what is counted above."""
    words = _words(clause)
    counted = {word for word in words if word[0].isdigit()}
    if not counted - above or not any(word[0].isdigit() for word in above) or {*words} & _OF_TIME or _denies(words):
        return False
    return not _has_a_matter_of_its_own(
        words, above, _PART | frozenset(["rather", "more", "like", "make", "should", "be"])
    )


def _is_admitted(clause: str, above: frozenset[str]) -> bool:
    admitted = _ADMITS.search(clause)
    if admitted is None or _denies(_words(clause)):
        return False
    around = _words(f"{clause[: admitted.start()]} {clause[admitted.end() :]}")
    return not _has_a_matter_of_its_own(around, above, _MISTAKEN)


def _nods(plain: str) -> bool:
    is_nod = any(pattern.match(plain) for pattern in (THANKS, ASSENT, NODS)) or PRAISE.found_in(plain)
    return is_nod or CHATTER.found_in(plain)

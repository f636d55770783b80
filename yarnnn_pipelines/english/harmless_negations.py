"""Negations that deny nothing of what was said before: agreement ("no problem", "can't wait", "nicht schlecht"), and
what whoever speaks has not looked at yet.

Negations that do deny are `denials` and `next_words`.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, written
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.vocabulary import DAY

_LONGEST = 200  # characters of a message that only excuses another one of its speaker's
_VERY = r"(?:(?:too|so|half|at\s+all|that|very|even|all\s+that)\s+)*"
AGREES_IN_A_NEGATIVE = Pattern(
    written(
        "no, it is fine",
        r"\b(?:no\b[\s,.!–—-]+)+(?:(?:it|this|that|they|these|those|all)(?:['’]s|['’]re|\s+(?:is|are|sounds?|looks?|works?))\s+"
        r"(?:(?:all|really|absolutely|totally|completely|perfectly|so|very|just|quite)\s+)*(?:perfect(?:ly)?|great|fine|good|okay|ok"
        r"|lovely|wonderful|excellent|brilliant|super|awesome|fantastic|amazing|cool|nice)\b)(?!\s+(?:but|except|if|as\s+long|for\s+now|in\s+theory))",
        "No, that's perfect.",
        "No, no, that's fine!",
        "No it sounds really good",
        unlike=("No, that's not good.", "No, that was great before."),
    ),
    written(
        "no trouble",
        r"\bno[\s,]+(?:(?:more|further|other|real|big|major)\s+)?(?:problems?|probs?|worries|doubts?|need|rush|pressure"
        r"|complaints?|objections?|issues?|questions?|changes?|comments?|notes?|thanks?|thank\s+you|stress|hurry"
        r"|biggie|hard"
        r"\s+feelings|further|wonder|surprises?|kidding|joke|regrets?|concerns?|feedback|remarks?|harm|downside"
        r"|hassle|drama"
        r"|sweat|brainer|more\s+\w+)\b",
        "No worries",
        "no further questions",
    ),
    written(
        "not bad",
        rf"\bnot\s+{_VERY}(?:bad|shabby|a\s+(?:problem|moment|minute|day|second|bad|single)|an\s+issue|as\s+\w+\s+as"
        rf"|easy|hard"
        r"|difficult|cheap|only|just|surpris\w+|all|at\s+all|to\s+worry|take\s+long|matter|hurt|mind|tragic|dramatic"
        r"|soon"
        r"|(?:our|my|your)\s+(?:problem|job|business|department)|in\s+(?:the\s+office|today|tomorrow)|for\s+long)\b",
        "Not bad at all",
        "not a minute too late",
        "not our problem any more",
    ),
    written(
        "why not",
        r"\bwhy\s+not\b|\bnothing\s+(?:to\s+(?:add|worry|complain|lose|say|do)|else|better|beats)\b",
        "Why not",
    ),
    written(
        "asks not to mind",
        r"\b(?:do|don['’]?t)\s*(?:not\s+)?(?:worry|mention\s+it\b(?!\s+to)|mind|forget|thank)\b",
        "Don't worry",
    ),
    written(
        "could not be better",
        rf"\b\w+n['’]?t\s+{_VERY}(?:bad|easy|hard|difficult|wait|believe|agree\s+more|be\s+(?:happier|better|prouder"
        rf"|more)"
        r"|take\s+long|matter|hurt|thank|complain|ask\s+for|mind|look\s+better|get\s+(?:any\s+)?better|go\s+better"
        r"|only|just"
        r"|have\s+gone\s+better|have\s+been\s+(?:better|easier|easy)|expect\w*|think|dare\w*|imagine\w*|hope\w*"
        r"|know\s+(?:that|you|we|it\s+was)|notice\w*|realis\w+|realiz\w+|see\s+that\s+coming|cost)\b",
        "Couldn't be happier",
        "didn't expect that so early",
    ),
    written(
        "not seen since",
        r"(?:\bnot|n['’]t|\bnever)\s+(?:seen|had|happened|noticed|occurred)\s+(?:(?:it|that|this|them"
        r"|any)\s+)?(?:since|again"
        r"|any\s?more)\b",
        "not seen it since",
    ),
    written("nobody minds", r"\b(?:nobody|no\s+one)\s+(?:has\s+)?(?:complain(?:ed|s)|minds)\b", "Nobody minds"),
    written(
        "not a day of trouble",
        rf"(?:\bnot|n['’]t)\s+(?:{DAY}|cheap|quick|simple|trivial|cold|warm|raining|christmas|the\s+weekend"
        rf"|in\s+vain|far"
        r"|nothing)\b",
        "It's not Friday",
    ),
    written(
        "never better",
        r"\bnever\s+(?:looked|been|felt|worked|ran|doubt\w*|regret\w*|thought|expected|imagined|a\s+(?:doubt|dull)"
        r"|again\s+so"
        r"|(?:seen|had|heard)\s+(?:\w+\s+)?(?:before|like|so|such|better))\b",
        "never doubted it",
        "never seen that before",
        unlike=("We never got it",),
    ),
    written(
        "not broken",
        r"\b(?:not|n['’]t|no\s+longer)\s+(?:\w+\s+)?(?:broken|down|failing|wrong|offline)\b",
        "no longer broken",
    ),
    written(
        "German",
        r"\bkeine?n?\s+(?:\w+\s+)?(?:problem\w*|sorgen?|eile|stress|fragen|einw[aä]nde|ursache|zweifel|ahnung|thema"
        r"|sache|hektik"
        r"|[aä]nderungen|anmerkungen|bedenken)\b"
        r"|\bnicht\s+(?:(?:so|ganz|gar|mal|allzu|die|zu|mehr)\s+)*(?:schlecht|schlimm|[uü]bel|wild|wahr|fassen"
        r"|glauben|schwer|n[oö]tig"
        r"|eilig|zu\s+toppen|b[oö]se|dumm|erwartet|gedacht|gerechnet|mitbekommen)\b|\bnichts\s+zu\s+(?:danken"
        r"|meckern)\b"
        r"|\bkann\s+(?:es\s+)?kaum\s+erwarten\b|\bwarum\s+nicht\b|\bwieso\s+nicht\b|\bgar\s+kein\w*\s+",
        "Kein Problem",
        "nicht schlecht",
        "nichts zu danken",
    ),
)
_OPENERS = (
    r"^\W*(?:(?:hi|hey|hello|sorry|hm+|ok|okay|well|actually|but|so|oh|and|yes|yep|no|nope|unfortunately|sadly"
    r"|thanks|thx|great|nice"
    r"|danke|super|nein|ja|leider|tut\s+mir\s+leid)\b\W*)*"
)
_LOOKS = (
    r"(?:read(?!y)|look(?:ed|ing)?|review(?:ed)?|tr(?:y|ied)|watch(?:ed)?|stud(?:y|ied)|g[eo](?:t"
    r"|ne)?\s+(?:a)?(?:round|through)|digest(?:ed)?"
    r"|processed|time|chance|moment|opportunity|bandwidth|headspace|think|thought|follow(?:ed)?|ca(?:tch|ught)\s+up"
    r"|listen(?:ed)?)"
)
_LOOKS_MYSELF = (
    r"(?:check(?:ed)?|test(?:ed)?|play(?:ed)?|us(?:e|ed)|click(?:ed)?|s(?:ay|een)|tell|judge"
    r"|comment(?:ed)?|open(?:ed)?)"
)
_BETWEEN = (
    r"(?:(?:yet|had|have|got|get|gotten|even|an?|the|any|time|chance|moment|to|been|able|manage[d]?|around|round"
    r"|really|properly|actually"
    r"|quite|myself|personally|much|fully)\s+)*"
)
_NOT_YET = (
    r"(?:have\s+not|haven['’]?t|has\s+not|hasn['’]?t|did\s+not|didn['’]?t|not|no|never|can['’]?t|cannot"
    r"|could\s*n['’]?t|had\s+no|have\s+no)"
)
ATTENTION = Pattern(
    written(
        "not looked at yet",
        rf"{_OPENERS}(?:(?:i|we)\b['’]?(?:ve|d)?\s+)?(?:(?:just|still|really|personally|honestly"
        rf"|simply)\s+)*{_NOT_YET}\b\W*"
        rf"{_BETWEEN}{_LOOKS}\b",
        "Not yet read it, will do",
        "haven't looked at it yet",
        "I have not had time for it",
        unlike=("We never got it", "It has not arrived"),
    ),
    written(
        "not tried myself",
        rf"{_OPENERS}(?:i|we)(?:\s+(?:just|still|really|personally))*\s+{_NOT_YET}\b\W*{_BETWEEN}{_LOOKS_MYSELF}\b"
        r"(?!\s+(?:it|that|this|them)\W*$)",
        "I have not tested it yet",
        "I can't say yet",
        unlike=("We have not seen it.",),
    ),
    written(
        "will look",
        rf"{_OPENERS}(?:(?:i|we)\b['’]?(?:ve|d)?\s+)?{_NOT_YET}\b[^.!?]{{0,40}}[,.;–—-]+\s*(?:but\s+)?(?:(?:i"
        rf"|we)(?:['’]ll|\s+will)|will|going\s+to"
        r"|let\s+me|on\s+my\s+list|later\s+today|tomorrow|tonight|mach\w?\s+ich|schau\w*|hole?\s+ich)\b",
        "haven't seen it yet, will do tomorrow",
    ),
    written(
        "German",
        r"^\W*(?:(?:sorry|ja|nein|danke|leider|oh)\b\W*)*(?:(?:ich|wir)\s+)?(?:(?:hab['’\w]*|hatten?|konnten?|bin"
        r"|komme)\s+)?(?:(?:es|sie|ich|wir|mir|das|ihn"
        r"|leider|nur)\s+)*(?:noch\s+(?:nicht|keine?n?)|nicht|keine?)\s+(?:\w+\s+){0,2}?(?:gelesen|angeschaut"
        r"|angesehen|anschauen|ansehen|angeguckt|gepr[uü]ft"
        r"|reingeschaut|zeit|dazu\s+gekommen|dazugekommen|durchgelesen|getestet|ausprobiert)\b",
        "hab's mir noch nicht angeschaut",
        "noch keine Zeit gehabt",
    ),
)


# What its speaker sent in the wrong place, or took for another, is the speaker's own message.
_PLACE = r"(?:channel|thread|chat|window|tab|room|group|slack|workspace|conversation)"
_SENT = r"(?:link|url|file|attachment|screenshot|picture|image|photo|pdf|deck|document|doc|sheet|emoji|gif)"
SENT_AMISS = Pattern(
    written(
        "sorry, wrong place",
        r"^\W*(?:(?:oh|oops|ah|ups|argh|whoops|ugh)\W+)*(?:sorry|apologies|my\s+bad|pardon)\b(?!.*\b(?:client|customer)s?\b).{0,20}?"
        rf"(?:\bwrong\s+(?:\w+\s+)?(?:{_PLACE}|{_SENT})\b"
        rf"|\b(?:was|is|meant|intended)\s+(?:meant\s+|intended\s+)?for\s+(?:an?other|a\s+different|the\s+other)\s+{_PLACE}\b)",
        "Sorry, wrong thread.",
        "Sorry, that was meant for another channel: see you at lunch.",
        unlike=("Sorry, wrong client.", "Oops, wrong channel, that was for another client!"),
    ),
    written(
        "the right one",
        rf"^\W*(?:\w+\W+)?wrong\s+{_SENT}\b.{{0,40}}\b(?:here|this|now)(?:['’]s|\s+(?:is|are|comes?))?\s+the\s+(?:right|correct|new|proper)\b",
        "Wrong file above, here is the right logo.",
    ),
)
# Whose it was not, what it did not come from, and that it was no great matter.
_WAS_NOT = (
    r"(?i)^\W*(?:(?:and|but|so|well|oh|actually|luckily|fortunately|btw|no|by\s+the\s+way)\b\W*)*(?:it|that|this|they|those)"
    r"(?:\s+(?:was|were)(?:\s+(?:\w+ly\s+)?not|n['’]?t)|\s+(?:is|are)(?:\s+not|n['’]?t)|['’](?:s|re)\s+not)\s+(?:(?:even|really|actually|just|only|all|at\s+all)\s+)*"
)
_WHOSE_FAULT = re.compile(
    rf"{_WAS_NOT}(?:(?:your|our|my|his|her|their|anybody['’]s|anyone['’]s|[A-Z]\w+['’]s)\s+(?:own\s+)?(?:\w+\s+)?(?:fault|mistake|error|bug|doing|blunder|oversight|problem)"
    r"|an?\s+(?:\w+\s+)?(?:fault|mistake|error|bug|blunder|oversight|problem)\s+(?:of|by|on)\s+(?:yours?|ours?|mine|theirs?|hers|his)\b"
    r"|(?:caused|triggered|broken)\s+by\b|(?:because\s+of|due\s+to|related\s+to|connected\s+(?:to|with))\b)"
)
_NO_GREAT_MATTER = re.compile(
    rf"{_WAS_NOT}(?:(?:such\s+)?an?\s+(?:(?:very|really|all\s+that|particularly|that)\s+)?(?:(?:big|huge|major|great|large|long|hard|difficult|complicated|serious|heavy|small|nice|fun)\s+)?"
    r"(?:deal|effort|job|matter|drama|disaster|catastrophe|emergency|surprise|coincidence|secret|biggie|hassle|headache)"
    r"|(?:much|a\s+lot)\s+(?:of\s+)?(?:\w+\s+)?(?:work|effort|trouble)|rocket\s+science|(?:that|very|too|so|all\s+that)\s+(?:complicated|complex|tricky|bad|serious|dramatic|much\s+work)|(?:complicated|complex|tricky|serious|dramatic)\W*$)\b"
)
# Where a trouble that is over did not come from: "It was not in your code", "It was not the cache".
_WHENCE = re.compile(
    r"(?i)^\W*(?:(?:and|but|so|well|oh|actually|luckily|btw|no)\b\W*)*(?:it|that|this)\s+was(?:\s+not|n['’]?t)\s+(?:(?:in|from)\s+(?:your|our|my|his|her|their)\s+"
    r"|(?:the|your|their)\s+)(?P<what>(?!(?:real|right|whole|full|complete|only|last|latest|new|old|live|actual|correct|final|entire|production|staging|case|same|inbox|hands?)\b)[\w-]+(?:\s+[\w-]+)?)"
)
_TROUBLE = re.compile(
    r"(?i)\b(?:errors?|bugs?|issues?|problems?|faults?|failures?|crash(?:es)?|outages?|troubles?|leaks?|defects?)\b"
)


def denies_only_its_cause(text: str, earlier: str) -> bool:
    """Of what was told above as done or mended: whose fault it was not, whence it did not come, or that it was easy;
    unless it names what the earlier sentence claims. "It was not a fix" takes "We fixed it" back."""
    said = re.split(r"[,;:–—]", text, maxsplit=1)[0]
    whence = _WHENCE.match(said) if _TROUBLE.search(earlier) else None
    found = _WHOSE_FAULT.match(said) or _NO_GREAT_MATTER.match(said) or whence
    if found is None:
        return False
    return whence is None or content_words(whence["what"]).isdisjoint(content_words(earlier))


def speaks_of_its_own_message(text: str) -> bool:
    """Its speaker excuses a message of their own, which says nothing of what another said before it."""
    return len(text) <= _LONGEST and SENT_AMISS.match(text) is not None


def without_assent(text: str) -> str:
    """The text with a blank for each word of agreement that has a negation in it."""
    return AGREES_IN_A_NEGATIVE.compiled.sub(" ", text)


def has_not_looked_yet(text: str) -> bool:
    """It tells of its speaker's own attention: what they have not looked at yet."""
    return ATTENTION.match(text) is not None

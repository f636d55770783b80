"""Whether a line of a text ends in the middle of a sentence, so that the line below goes on with it: "finished the icon
set for" above "Lisbon on Tuesday", "signed the plan" above "if legal agrees".

Where a sentence ends within its line is `sentences`; a word that a line's end breaks in two is the gate's matter.
"""

from __future__ import annotations

import re

_SEEN = 160  # characters of either line
# Words on which no sentence ends, and that a new one can't follow.
_NEVER_LAST = re.compile(
    r"(?i)\b(?:the|an?|our|my|your|his|her|their|its|and|or|nor|but|because|although|though|unless|whether|if|than|as|of"
    r"|from|until|without|between|among|during|despite|regarding|concerning|including|except|per|via|und|oder|aber"
    r"|weil|dass|wenn|ob|der|die|das|dem|den|des|ein|eine|einen|einer|für|mit|von|vom|zum|zur|beim|et|ou|mais|que|si|le"
    r"|la|les|une?|des|du|de|pour|avec|sans|chez|y|o|pero|porque|el|los|las|una?|del|con|sin|para|por|ou|mas|os|as|um"
    r"|uma|da|do|dos|das|com|sem|pela|pelo"
    r"|(?:true|sure|clear|certain|likely|unlikely|possible|false|wrong|known|said|says?|claims?|claimed|den(?:y|ies|ied)"
    r"|think|thought|believe[sd]?|hope[sd]?|know|knew|rumou?rs?|means?|meant|assume[sd]?|suppose[sd]?|agreed?|told|tell"
    r"|heard?|idea|fact|case|imagine|doubts?|fears?)\s+that)[ \t]*$"
)
# Words on which a sentence may end, though seldom.
_SELDOM_LAST = re.compile(
    r"(?i)\b(?:for|to|with|by|at|on|in|into|onto|about|after|before|since|towards?|against|through|under|over|is|are|was"
    r"|were|be|been|has|have|had|will|would|can|could|should|must|not|that|which|who|when|while|where)[ \t]*$"
)
_BEGINS_ANEW = re.compile(
    r"(?:I|We|You|They|He|She|It|The|This|That|These|Those|There|Our|Your|My|An?|And|But|So|Also|Please|Then|Thanks?|Let)"
    r"(?:['’]\w+)?(?=[\s,])"
)
# Words that go on with what stands above them.
_GOES_ON = (
    r"(?:if|unless|provided|providing|assuming|as|because|since|although|though|whereas|while|until|till|before|after|when"
    r"|once|which|who|whose|that|where|whether|but|or|nor|yet|except|only|not|never|rather|instead|than|for|from|to|with"
    r"|without|by|at|on|in|into|of|about|against|despite|depending|subject|pending|according|apparently|allegedly|supposedly"
    r"|falls|wenn|sofern|sobald|weil|wie|aber|oder|sondern|nicht|nur|für|mit|bei|von|laut|angeblich|si|comme|mais|ou|pour"
    r"|avec|selon|sauf|seulement|como|pero|para|con|según|salvo|solo|sólo|se|mas|com|conforme|apenas|segundo)"
)
_GOES_ON_SMALL = re.compile(rf"{_GOES_ON}\b(?!['’:])")
_GOES_ON_LARGE = re.compile(rf"(?i:{_GOES_ON})\b(?!['’:])")
_SMALL = re.compile(r"[^\W\d_]")
_ADDRESS = re.compile(r"https?:|www\.|\S+@\S+\.\w|#\w")
_LIST_ITEM = re.compile(r"[-*•–—+◦▪>]|\(?\d{1,2}[.)]\s|[a-z][.)]\s|\[.?\]|:\w+:")
# What a line is told by that has a matter of its own: who does something, or what is so.
_TELLS = re.compile(
    r"(?i)\b(?:i|we|you|they|he|she|it|wir|ich|nous|je|is|are|was|were|be|been|has|have|had|will|would|can|could|should|must|may|do|does|did|isn['’]t|wasn['’]t"
    r"|went|got|gets|goes|need|needs|looks?|works?|runs?|comes?|came|makes?|made|sent|put|sets?|cut|done|gone|live|ready"
    r"|[a-z]{2,}ed|\w+['’](?:s|re|ve|ll|d|m))\b"
)
# "The files you asked for": such an end is whole.
_ASKED_FOR = re.compile(r"(?i)\b(?:you|we|i|they|he|she|it)(?:['’]\w+)?(?:\s+\w+){1,3}[ \t]*$")
_SHORT = 2  # words of a line that stands for itself above others: "Hi Dana,", "Done today"


def goes_on_below(text: str, end: int, start: int) -> bool:
    """The line that ends at `end` is in the middle of a sentence with which the one that begins at `start`, right below
    it, goes on."""
    above, below = text[max(0, end - _SEEN) : end].rpartition("\n")[2].rstrip(), text[start : start + _SEEN]
    line = below.partition("\n")[0]
    if not above or above[-1] in ".!?…:;)" or not line or _LIST_ITEM.match(line) or _ADDRESS.match(line):
        return False
    if " " not in above:
        return False
    if _NEVER_LAST.search(above):
        return True
    is_small = _SMALL.match(line) is not None and line[0].islower()
    if _SELDOM_LAST.search(above):
        return is_small or _BEGINS_ANEW.match(line) is None
    if len(above.split()) <= _SHORT:
        return False
    if above.endswith(","):
        return _GOES_ON_LARGE.match(line) is not None or (is_small and _TELLS.search(above) is not None)
    if not is_small or not _TELLS.search(above):
        return False
    return _GOES_ON_SMALL.match(line) is not None or _TELLS.search(line) is None


def breaks_off(words: str) -> bool:
    """A sentence, below which another one stands, ends in the middle: "We finished the icon set for"."""
    if _NEVER_LAST.search(words[-_SEEN:]):
        return True
    return _SELDOM_LAST.search(words[-_SEEN:]) is not None and _ASKED_FOR.search(words[-_SEEN:]) is None

"""Words by which somebody says that they have it from others, or put it together from signs.

What else makes a sentence doubtful is `doubts`. Run in polars, so without look-around.
"""

from __future__ import annotations

_I_OR_WE = r"\b(?:i|we)(?:\s+(?:also|just|now|then))?\s+"
_SHAPES = (
    # "We hear you approved it", "I take it you signed", "We gather the shop went live"
    rf"{_I_OR_WE}hear\s",
    rf"{_I_OR_WE}take\s+it\s+(?:that|you|your|the|we|our)\b",
    rf"{_I_OR_WE}(?:gather|understand)\s+(?:that|you|it\s+(?:is|was|has))\b",
    rf"{_I_OR_WE}(?:gather|understand)\s+(?:the|your|a)\s+(?:\w+\s+){{1,2}}(?:is|are|was|were|has|have|went|got|\w+ed)\b",
    # "I see you launched it", "We saw on a fair's page that you launched it"
    rf"{_I_OR_WE}(?:see|saw|read|noticed)\s+(?:that\s+)?(?:you|they)\b",
    rf"{_I_OR_WE}(?:see|saw|read)\s+(?:on|in|at)\s+(?:\S+\s+){{1,4}}that\b",
    rf"{_I_OR_WE}read\s+that\b",
    # "I'm told it shipped", "We've been led to believe it"
    r"\b(?:i|we)(?:['’](?:m|re)|\s+(?:am|are)|(?:['’](?:ve|d)|\s+(?:have|had))\s+been)\s+(?:\w+ly\s+|just\s+|also\s+)?"
    r"(?:told|informed|advised|assured|led\s+to\s+believe|given\s+to\s+understand)\b",
    r"^(?:looks?|looking|sounds?|sounding)\s+(?:like|as\s+(?:if|though))\b",
    r"\b(?:good|great|nice|glad|happy|lovely|pleased|delighted)\s+to\s+(?:hear|read|learn)\b",
    r"\b(?:word\s+on\s+the\s+street|by\s+all\s+accounts|grapevine|evidently|judging\s+(?:by|from)"
    r"|(?:papers?|press|media|news)\s+reports?|from\s+what\s+(?:i|we)|(?:as|the\s+way)\s+(?:i|we)\s+understand)\b",
)
HEARD = "|".join(_SHAPES)

"""By when something is needed, apart from by what and by whom: "by Friday, 27 March", not "by email".

What is asked for is `requests`, which day the words mean `days`.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.vocabulary import DAY, MONTH

WHEN = (
    rf"(?:the\s+|your\s+|our\s+|this\s+|next\s+|early\s+|mid[\s-]|late\s+|close\s+of\s+|coming\s+)*(?:{DAY}|{MONTH}\b|\d"
    r"|tomorrow|today|tonight|noon|midday|midnight|morning|afternoon|evening|weekend|week|month|quarter|year|end\b|eod|eow"
    r"|cob|business|then|when|latest|deadline|(?:[\w-]+\s+)?(?:meeting|call|workshop|launch)\b|easter|christmas)"
)
_BY_WHEN = re.compile(rf"(?i)\bby\s+(?={WHEN})(?:[^.,;?!()]|,(?=\s*(?:the\s+)?(?:\d|{MONTH}\s+\d)))+")


def needed_by(text: str) -> str | None:
    """The words of a request that say by when: "by Friday 20 November"."""
    by = _BY_WHEN.search(text)
    return by[0] if by else None

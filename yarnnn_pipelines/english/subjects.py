"""What mail programs write before a subject, in their languages: that it answers ("Re:") or passes on ("Fwd:").

The one list of either. What such a mail is worth is `sources.gmail`'s and `deliverables`'; what a subject itself says,
of whoever asks.
"""

from __future__ import annotations

import re

# "VS:" is an answer in Finland and passes on in Denmark; "SV:", "TR:", "R:" and "I:" are as short elsewhere.
_ANSWERS = r"re|aw|antw|sv|svar|vs|odp|res|ref|rif|r|ynt|atb|bls|tl|vá|απ|σχετ|отв|回复|回覆|返信|답장|회신|השב|رد"
_PASSES_ON = (
    r"fwd?|fw|wg|wtr?l?|tr|rv|i|enc|doorst|vb|vl|pd|továbbítás|tovább|tov|i̇lt|ilt|ynlt|πρθ|redir|reenv|пересл|пер"
    r"|转发|轉寄|転送|전달|הועבר|إعادة توجيه|chuyển tiếp|trs"
)
_COUNTED = r"\s?(?:\[\d+\]|\(\d+\)|\^\d+)?\s*[:：]"  # "Re[2]:"
_MARK = rf"(?:{_ANSWERS}|{_PASSES_ON}){_COUNTED}"
_MARKED = re.compile(rf"\W*{_MARK}", re.IGNORECASE)
_MARKS = re.compile(rf"(?:\s*{_MARK})+\s*", re.IGNORECASE)
_PASSED_ON = re.compile(rf"\s*(?:\[[^\]]{{1,40}}\]\s*)?(?:{_PASSES_ON}){_COUNTED}", re.IGNORECASE)


def without_marks(subject: str) -> str:
    """ "Re: AW: The budget" as "The budget"; what stands in brackets before it stays."""
    return _MARKS.sub("", subject, count=1) if _MARKS.match(subject) else subject


def answers_or_passes_on(subject: str) -> bool:
    """It begins with such a mark."""
    return _MARKED.match(subject) is not None


def passes_on(subject: str) -> bool:
    """Its first mark, behind a list's name in brackets or not, is that of a mail passed on."""
    return _PASSED_ON.match(subject) is not None

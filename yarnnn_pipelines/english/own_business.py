"""What concerns us alone: what the work costs and earns us, and what we plan to do about or keep from a client.

Private matters of people and remarks on a client are `private_matters`.
"""

from __future__ import annotations

from yarnnn_pipelines.english.alternatives import Pattern, written, written_exactly

# What the work costs us and what we keep of it.
OUR_MONEY = Pattern(
    written(
        "cost to us",
        r"\bcosts?\s+us\b.{0,25}?(?:[€$£]\s?\d|\d\s?(?:k\b|€|eur\b|euros?\b|usd\b|dollars\b|pounds\b|hours\b))",
        "The job costs us only €200",
    ),
    written(
        "our own cost",
        r"\bour\s+(?:own\s+|real\s+|actual\s+|true\s+)?(?:internal|own|real|actual|true)\s+(?:costs?|price|rates?|hours|budget)\b",
        "Our internal cost is at 40 hours",
    ),
    written(
        "what we pay",
        r"\bwe\s+(?:only\s+)?(?:pay|paid)\s+(?:them|him|her|only|(?:the|our|a)\s+"
        r"(?:freelanc|design|develop|contract|subcontract|photograph|translat|print|suppli|vendo|intern)\w*)\b.{0,20}?\d",
        "We pay the freelancer 300 euros",
    ),
    written(
        "what we earn",
        r"\b(?:we|us)\s+(?:make|made|earn|earned|keep|kept|take)\s+(?:only\s+|just\s+|about\s+)?(?:[€$£]\s?\d|\d+\s?%)(?!\s+(?:off|less|more|longer))",
        "we keep about 30%",
    ),
    written(
        "quote and bill",
        r"\b(?:over|under)-?quoted\b|\bbill(?:ed|ing)?\s+(?:them|the\s+client)\b",
        "we underquoted the shop",
        "we billed the client twice",
    ),
    written(
        "share that we keep",
        r"\bwe(?:['’]ll|\s+will)?\s+(?:make|made|keep|kept|earn|earned|take|took|pocket(?:ed)?|retain)\s+"
        r"(?:about\s+|over\s+|only\s+)?"
        r"(?:half|(?:an?|one|two|three)[ -](?:thirds?|quarters?|fifths?|tenths?|half|cut|share))\s+(?:of|on|from)\b",
        "we keep a third of the budget",
        unlike=("we keep the October budget", "we made a list of pages"),
    ),
    written(
        "our cost",
        r"\bour\s+(?:own\s+)?costs?\s+(?:is|was|were|are|came|of|rose|fell|stays?)\b|\bcost\s+price\b",
        "our cost was 200 euros",
        unlike=("our cost calculator is live",),
    ),
    written(
        "our cut",
        r"\bour\s+(?:cut|take|share|commission|kick-?back|fee)\s+(?:is|was|stays|rose|at|of\s+the\s+(?:budget|fee|price|money|spend))\b"
        r"|\bkick-?backs?\b",
        "our cut is €9k",
        unlike=("our share of voice is up", "our cut of the film is final"),
    ),
    written(
        "loss",
        r"\bat\s+a\s+loss\b(?!\s+for\b)|\b(?:make|made|makes|making|run|took)\s+a\s+loss\b|\bwe(?:['’]re|\s+are|\s+have)?\s+los(?:e|t|ing)\s+money\b",
        "sold at a loss",
        unlike=("at a loss for words",),
    ),
    written(
        "hours billed and worked",
        r"\bbill(?:ed|ing)?\s+\w+\s+(?:hours?|days?)\s+(?:for|instead|but|although|though|when|and\s+worked)\b"
        r"|\bbill(?:ed|ing)?\s+more\s+(?:hours|days)\b",
        "we billed 20 hours for 4",
    ),
    written(
        "pay of a worker",
        r"\b(?:freelanc\w+|(?:sub)?contractors?|designers?|developers?|interns?|photographers?|translators?|illustrators?|copywriters?"
        r"|editors?|s?he)\s+(?:gets?|got|is\s+paid|was\s+paid|receives?|earns?|charges?|costs?|takes?)\s+(?:only\s+|about\s+|us\s+)?"
        r"(?:[€$£]\s?\d|\d[\d.,]*\s?(?:k\b|€|\$|£|eur|dollars|pounds|usd|gbp))|\bday\s+rates?\b",
        "the freelancer gets 300 euros a day",
        unlike=("the designer gets 3 mock-ups a day",),
    ),
)
_NOT_A_CLIENT = (
    r"(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|Google|Safari|Chrome|Firefox"
    r"|Instagram|Facebook|Mobile|Desktop|Monday|Tuesday|Wednesday|Thursday|Friday)\b)"
)
_CLIENT = rf"(?:(?:the|this|our)\s+(?:client|customer)|them|{_NOT_A_CLIENT}[A-Z]\w+)\b"
PLAN = Pattern(
    written_exactly(
        "hiding",
        rf"\b(?:[Hh]id(?:e|es|ing|den)?|[Cc]onceal\w*|[Cc]over(?:ed|ing)?\s+up|[Ww]ithh[eo]ld\w*)\b[^.!?]{{0,60}}?\bfrom\s+{_CLIENT}"
        rf"|\b[Kk](?:eep(?:ing)?|ept)\s+(?:it|this|that|quiet|(?:the|our)\s+(?:delay|mistake|error|problem|bug|costs?|overrun|issue|truth|news|price|loss))\s+from\s+{_CLIENT}",
        "We decided to hide the print delay from Acme",
        "we keep this from Acme",
        unlike=("the banner was hidden from October on", "we keep the photos from October"),
    ),
    written_exactly(
        "not telling",
        rf"\b(?:not|never|without|n['’]t)\s+(?:to\s+)?(?:tell(?:ing)?|inform(?:ing)?|mention(?:ing)?\s+(?:\w+\s+){{1,3}}to)\s+{_CLIENT}"
        rf"|\b[Ll](?:ie|ied|ying)\s+to\s+{_CLIENT}",
        "We decided not to tell Acme",
        unlike=("the form did not let users in",),
    ),
    written_exactly(
        "charging more",
        rf"\b(?:over)?(?:charg|bill|invoic)(?:e|ed|ing)?\s+{_CLIENT}\s+(?:double|twice|triple|extra|more|full|too|the\s+full)\b"
        r"|\bpad(?:ded|ding)?\s+the\s+(?:invoice|bill|hours)\b|\b(?:double|triple|twice)\s+the\s+(?:price|rate|fee)\b",
        "We decided to charge Acme double for the rush job",
    ),
    written_exactly(
        "getting them to pay",
        rf"\b(?:[Gg]et(?:ting)?|[Mm]ak(?:e|ing)|[Pp]ersuad(?:e|ing)|[Cc]onvinc(?:e|ing)|[Pp]ush(?:ing)?|[Tt]rick(?:ing)?|[Tt]alk(?:ing)?)\s+"
        rf"{_CLIENT}\s+(?:(?:to|into)\s+)?(?:pay|spend|buy)(?:ing)?\b"
        rf"|\b(?:[Ss]queez|[Mm]ilk|[Uu]psell)(?:e|ing)?\s+(?:more\s+out\s+of\s+)?{_CLIENT}",
        "How to get Acme to pay more",
        unlike=("how to get customers to pay online",),
    ),
)


def words_on_our_money(text: str) -> str | None:
    """The words that speak of what the work costs us or earns us, as written."""
    match = OUR_MONEY.search(text)
    return match[0].strip() if match else None


def words_on_our_plans(text: str) -> str | None:
    """The words that speak of what we mean to do about a client, or keep from them, as written."""
    match = PLAN.search(text)
    return match[0].strip() if match else None

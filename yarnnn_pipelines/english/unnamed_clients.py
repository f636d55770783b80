"""Other clients of ours that are spoken of without their name: "another client", "our bakery client's shop".

By name, domain or channel they are known elsewhere (`deliverables.week.other_clients`); here by the words alone, for no
reader of a client's text should learn that, or what, we do for somebody else.
"""

from __future__ import annotations

from yarnnn_pipelines.english.alternatives import Pattern, written

_NO_PERSON = (
    r"(?!\s+(?:apps?|applications?|librar(?:y|ies)|side|software|devices?|machines?|browsers?|versions?|code|sdks?|ids?"
    r"|certificates?|areas?|portals?|components?)\b)"
)
_NO_FIRM = (
    r"(?!(?:e-?mail|mail|api|http|rest|web|desktop|mobile|chat|git|ftp|sql|ssh|vpn|thin|native|android|ios|slack|own|only"
    r"|dear|favou?rite|new)\b)"
)
OTHER_CLIENTS = Pattern(
    written(
        "another client",
        rf"\b(?:another|an?\s+different|(?:the|an|some|every|any|our|your|my|of\s+our)\s+other|other|different)\s+"
        rf"(?:\w+\s+)?clients?(?:['’]s|s['’]|['’])?\b{_NO_PERSON}",
        "We raised the retainer of another client to €9,000",
        "The other client's page went live",
        unlike=("the other client library is out", "the client's other page went live"),
    ),
    written(
        "our client of a kind or place",
        rf"\b(?:our|my)\s+(?:{_NO_FIRM}[a-z-]+\s+){{1,2}}client['’]s\b|\bour\s+clients?\s+(?:in|from|at)\s+(?-i:[A-Z])\w+",
        "Our bakery client's page went live",
        "Same fix as for our client in Springfield",
        unlike=("our email client's cache is full", "our client area in the shop is live"),
    ),
    written(
        "money of another customer",
        r"\b(?:retainer|fees?|rates?|prices?|budgets?|charg(?:e[ds]?|ing)|bill(?:ed|s)?|invoice[ds]?|pays?|paid|contracts?|margin"
        r"|discount)\b[^.!?]{0,60}\b(?:another|an?\s+different|(?:the|an|our)\s+other|other)\s+customers?\b"
        r"|\b(?:another|an?\s+different|(?:the|our)\s+other)\s+customers?\b[^.!?]{0,60}"
        r"(?:\bwe\s+charge|\b(?:retainer|fee|rate|contract|discount|pays?|paid)\b|[€$£]\s?\d|\d\s?(?:k\b|€|euros?\b))",
        "For a different customer we charge €9,000 a month",
        "The retainer of another customer is 9k",
        unlike=("another customer signed up",),
    ),
    written(
        "in other languages",
        r"\b(?:ein(?:e[mnrs]?)?\s+)?andere[mnrs]?\s+kund(?:en?|in)\b|\b(?:un|d['’])\s?autres?\s+clients?\b"
        r"|\botr[oa]s?\s+clientes?\b|\boutr[oa]s?\s+clientes?\b|\b(?:un\s+)?altr[oi]\s+client[ei]\b|\bandere\s+klant(?:en)?\b"
        r"|\ben\s+ann(?:an|en)\s+kunde?\b|\bинн?(?:ой|ого)\s+клиент\w*|\bдруг(?:ой|ого|ому)\s+клиент\w*",
        "Für einen anderen Kunden machen wir das auch",
    ),
)


def words_on_other_clients(text: str) -> str | None:
    """The words that speak of a client of ours who is not named, as written."""
    match = OTHER_CLIENTS.search(text)
    return match[0].strip() if match else None

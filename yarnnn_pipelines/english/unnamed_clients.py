"""Other clients of ours that are spoken of without their name: "another client", "a bakery in Porto has the same".

By name, domain or channel they are known elsewhere (`deliverables.week.other_clients`); here by the words alone, for no
reader of a client's text should learn that, or what, we do for somebody else. `OTHER_CLIENTS` are never anybody else;
`OURS` and `YOURS` may be the reader's own, as a customer, a project or a competitor can.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, written
from yarnnn_pipelines.english.amounts import amounts_in

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

_FIRM = (
    r"(?:compan(?:y|ies)|firms?|business(?:es)?|brands?|retailers?|chains?|banks?|insurers?|hotels?|restaurants?|caf[ée]s?"
    r"|baker(?:y|ies)|brewer(?:y|ies)|winer(?:y|ies)|clinics?|hospitals?|dentists?|pharmac(?:y|ies)|start-?ups?|scale-?ups?"
    r"|fintechs?|universit(?:y|ies)|museums?|airlines?|utilit(?:y|ies)|charit(?:y|ies)|ngos?|non-?profits?|manufacturers?"
    r"|publishers?|organi[sz]ations?|enterprises?|corporations?|webshops?)"
)
_WORK = r"(?:projects?|engagements?|assignments?|mandates?)"
_FEW = r"(?:another(?:\s+one)?|one|two|three|some|several|many|most|all|both|others?|a\s+few|a\s+couple)"
_RANKED = r"(?:biggest|largest|oldest|newest|best|smallest|previous|former|most\s+\w+)"
# What follows a noun that is not only a part of the next: "a client in Porto", not "a client meeting".
_BY_ITSELF = (
    r"(?:['’]s\b|(?=\s*(?:[.,;:!?)]|$))|(?=\s+(?:of|in|from|at|near|on|with|for|who|whom|that|which|whose|where|we|i|too|also"
    r"|and|but|or|like|last|this|next|before|after|until|since|by|about|as|so|than|because|if|when|while|now|today|again|already"
    r"|had|has|have|is|was|are|were|will|would|wants?|wanted|asks?|asked|pays?|paid"
    r"|called|told|says?|said|reported|saw|sees|needs?|needed|went|did|does|got|gets|runs?|ran|uses?|used|moved|approved"
    r"|cancelled|complained|signed|bought|ordered|came|chose)\b))"
)
OURS = Pattern(
    written(
        "our other",
        rf"\b(?:our|my)\s+(?:other\s+(?:[\w-]+\s+)?(?:customers?|{_WORK}|{_FIRM})|{_RANKED}\s+(?:clients?|customers?))\b",
        "Our other customer had the same",
        "We use it in our other projects",
        "Our biggest client went live",
        unlike=("our other page is live", "our best offer"),
    ),
    written(
        "some of our",
        rf"\b{_FEW}\s+of\s+(?:our|my)\s+(?:(?!own\b)[\w-]+\s+){{0,2}}(?:clients?|customers?|accounts|{_WORK}|{_FIRM})\b",
        "One of our projects uses it",
        "Some of our fintech clients had this",
        unlike=("one of our pages is live",),
    ),
    written(
        "of ours",
        rf"\b(?:clients?|customers?|accounts?|prospects?|{_WORK}|{_FIRM})\s+of\s+(?:ours|mine)\b",
        "A customer of ours pays less",
        unlike=("a colleague of ours",),
    ),
    written(
        "whom we work for",
        rf"\b(?:some(?:body|one)|any(?:body|one)|others|people|clients?|customers?|{_FIRM})\s+(?:else\s+)?(?:(?:that|whom?)\s+)?"
        r"we(?:['’]re|['’]ve|\s+are|\s+have)?\s+(?:also\s+)?(?:work(?:ed|ing)?\s+(?:for|with)|serv(?:e[ds]?|ing)|look(?:ed)?\s+after)\b",
        "Others we work with had it",
        "A museum that we also work for did it",
    ),
    written(
        "we also work for",
        rf"\bwe(?:['’]re|['’]ve|\s+are|\s+have)?\s+(?:also\s+)?work(?:ed|ing)?\s+(?:for|with)\s+(?:an?|another|some|several|two|other)\s+"
        rf"(?:[\w-]+\s+){{0,2}}{_FIRM}\b",
        "We work with two museums",
    ),
    written(
        "somebody else",
        r"\b(?:for|at)\s+some(?:body|one)\s+else\b(?!\s+to\b|['’])|\bsome(?:body|one)\s+else['’]s\s+(?:shop|site|website|campaign|project"
        r"|budget|launch|page|contract)\b",
        "We built it for somebody else",
        "It was tried on someone else's site",
        unlike=("We wait for somebody else to approve it", "someone else's comment"),
    ),
    written(
        "a competitor we know",
        r"\b(?:for|at|with)\s+(?:an?|another|one\s+of|two|three|some|several)\s+(?:of\s+)?(?:[\w'’-]+\s+){0,2}(?:competitors?|rivals?)\b"
        r"|\b(?:competitors?|rivals?)\s+of\s+(?:yours|theirs)\b"
        r"|\b(?:competitors?|rivals?)\b[^.!?]{0,30}\b(?:asked|pays?|paid|came\s+to|hired|called|approached|told)\s+(?:us|me)\b",
        "We did it for a direct competitor",
        "A competitor of yours went live",
        "Your rival asked us too",
        unlike=("the competitor analysis is done", "the report on your competitors went out"),
    ),
    written(
        "a client",
        rf"\ban?\s+(?:{_NO_FIRM}[\w-]+\s+){{0,2}}?{_NO_FIRM}client(?!-){_NO_PERSON}{_BY_ITSELF}",
        "A client in Porto had the same",
        "We do it for a retail client.",
        unlike=("a client meeting is due", "a client-side fix", "an email client is slow", "a client id is set"),
    ),
    written(
        "clients",
        rf"\b(?:some|several|many|most|two|three|four|a\s+few|a\s+couple\s+of|our)\s+(?:{_NO_FIRM}[\w-]+\s+){{0,2}}?clients(?!-)\b"
        rf"{_NO_PERSON}",
        "Most clients like it",
        unlike=("many email clients cut it",),
    ),
    written(
        "another customer with the same",
        r"\b(?:another|an?\s+different|the\s+other|other|one\s+other)\s+customers?\b[^.!?]{0,40}\b(?:the\s+same|similar|too|as\s+well)\b",
        "Another customer has the same wish",
        unlike=("Another customer signed up",),
    ),
    written(
        "not the only one",
        rf"\bnot\s+(?:our|the)\s+only\s+(?:clients?|customers?|{_FIRM})\b",
        "you are not our only client",
    ),
    written(
        "another project",
        rf"\b(?:on|in|from|for|at|to|with)\s+(?:another|an?\s+(?:different|similar|previous|past|earlier|recent|unrelated|parallel))\s+"
        rf"(?:(?!of\b)[\w-]+\s+)?{_WORK}{_BY_ITSELF}|\b(?:in|on|from|with|for|by|across|to)\s+(?:all\s+)?(?:the\s+)?other\s+{_WORK}{_BY_ITSELF}",
        "Jonas moved to another project",
        "We know it from other projects",
        unlike=("in another project plan",),
    ),
    written(
        "another firm",
        rf"\b(?:another|(?:an?|the|some)\s+other|a\s+different)\s+(?:[\w-]+\s+)?{_FIRM}{_BY_ITSELF}",
        "We do this at another company",
        unlike=("another brand colour",),
    ),
    written(
        "a firm with the same",
        r"\b(?:the\s+same|something\s+similar|a\s+similar\s+\w+|this|that|it)\s+(?:\w+\s+)?(?:for|at|with)\s+"
        rf"(?:an?|two|three|some|several)\s+(?:[\w-]+\s+){{0,2}}{_FIRM}\b"
        rf"|\b(?:for|with)\s+an?\s+(?:[\w-]+\s+){{0,2}}{_FIRM}\s+(?:in|from|near|outside)\s+(?-i:[A-Z])\w"
        rf"|\ban?\s+(?:[\w-]+\s+){{0,2}}{_FIRM}\s+(?:(?:in|from|near|outside)\s+(?-i:[A-Z])\w+\s+)?"
        r"(?:has|had|have|pays?|paid|wants?|wanted|asked|uses?|saw)\b[^.!?]{0,40}\b(?:the\s+same|similar|too|as\s+well|us)\b",
        "We did the same for a bakery",
        "The page for a hotel in Porto is live",
        "A brewery asked for it too",
        unlike=("We booked a hotel in Porto",),
    ),
    written(
        "ours in other languages",
        r"\b(?:ein(?:e[mnrs]?)?|einige|mehrere|viele|ander\w+)\s+(?:unserer|von\s+unseren)\s+(?:[\w-]+\s+)?(?:kund(?:en|innen)|projekte)\b"
        r"|\bunser(?:e[mnrs]?)?\s+(?:ander|größt|neuest|wichtigst)\w+\s+(?:kund(?:en?|in)|projekte?n?)\b|\bkund(?:en?|in)\s+von\s+uns\b"
        r"|\bein(?:e[mnrs]?)?\s+kund(?:en?|in)\s+(?:in|aus|bei)\b"
        r"|\bein(?:e[mnrs]?)?\s+(?:ander|weiter|ähnlich)\w+\s+(?:kund(?:en?|in)|firma|unternehmens?|projekte?s?|auftraggeber\w*|mandant\w*)\b"
        r"|\b(?:für|bei|von|mit)\s+(?:ein(?:e[mnrs]?)?|eure[mnrs]?|ihre[mnrs]?)\s+(?:mitbewerber|wettbewerber|konkurrent)\w*\b"
        r"|\b(?:l['’])?une?\s+de\s+nos\s+(?:autres\s+)?(?:clients?|projets)\b|\bchez\s+un\s+(?:client|concurrent)\b|\bune\s+autre\s+entreprise\b"
        r"|\bun[oa]?\s+de\s+nuestr[oa]s\s+(?:otr[oa]s\s+)?(?:clientes|proyectos)\b|\bun\s+cliente\s+nuestro\b|\botra\s+empresa\b"
        r"|\bum\s+dos\s+nossos\s+(?:outros\s+)?(?:clientes|projetos)\b|\bum\s+cliente\s+nosso\b|\boutra\s+empresa\b"
        r"|\buno\s+dei\s+nostri\s+(?:altri\s+)?(?:clienti|progetti)\b|\bun['’]altra\s+azienda\b"
        r"|\b(?:een|één)\s+van\s+onze\s+(?:andere\s+)?(?:klanten|projecten)\b|\been\s+ander\s+bedrijf\b"
        r"|\b(?:para|per|pour|voor)\s+(?:une?|um|een)\s+(?:competidor|concorrente|concurrent)\b",
        "Einer unserer Kunden hatte das auch",
        "Wir machen das für einen Wettbewerber",
    ),
)
# The client speaks: what is "yours" is ours, and what is "ours" is theirs.
YOURS = Pattern(
    written(
        "your other",
        rf"\b(?:your\s+(?:other\s+(?:[\w-]+\s+)?(?:customers?|{_WORK}|{_FIRM})|{_RANKED}\s+(?:clients?|customers?))"
        rf"|{_FEW}\s+of\s+your\s+(?:[\w-]+\s+)?(?:clients?|customers?|{_WORK})|(?:clients?|customers?|accounts?|{_WORK})\s+of\s+yours)\b",
        "Your other customers pay less",
        "It works for a customer of yours",
    ),
    written(
        "yours in other languages",
        r"\b(?:ihr|euer|eure)(?:e[mnrs]?)?\s+ander\w+\s+(?:kund(?:en?|in|innen)|projekte?n?)\b|\b(?:ein(?:e[mnrs]?)?|einige)\s+(?:ihrer|eurer)\s+"
        r"(?:[\w-]+\s+)?(?:kund(?:en|innen)|projekte)\b|\bde\s+(?:vos|sus|seus)\s+(?:autres\s+|otros\s+|outros\s+)?client(?:s|es)\b",
        "Einer eurer Kunden zahlt weniger",
    ),
)
_THOUSANDS = re.compile(r"(?i)(?<!\w)\d[\d.,]*\s?(?:k|grand)\b")


def words_on_other_clients(text: str) -> str | None:
    """The words that speak of a client of ours who is not named, as written."""
    match = OTHER_CLIENTS.search(text)
    return match[0].strip() if match else None


def words_that_may_be_on_others(text: str, *, by_us: bool, by_client: bool) -> str | None:
    """The words that may speak of another client of ours, as written. Who says "our" and "your" decides whose they
    are; of somebody of neither side either may be meant."""
    patterns = [pattern for pattern, is_out in ((OURS, by_client), (YOURS, by_us)) if not is_out]
    match = next(filter(None, (pattern.search(text) for pattern in patterns)), None)
    return match[0].strip() if match else None


def gives_a_sum_or_share(text: str) -> bool:
    """Whether it says how much: "€4,000", "4k", "12%"."""
    return bool(_THOUSANDS.search(text)) or any(amount.kind != "count" for amount in amounts_in(text))

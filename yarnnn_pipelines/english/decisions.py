"""What was decided or approved, by whom, and what leaves it open."""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, any_of, said, written
from yarnnn_pipelines.english.likeness import content_words

DECISION = Pattern(
    said(
        "decided",
        "decided | agreed | have chosen | chose | opted | settled on | decision (?:is|was)",
        "the decision was to wait",
    ),
    said(
        "approved",
        "signed[- ]off | approved | gave the go[- ]ahead | green[- ]?lit | approve | signing off | go(?:es)? ahead",
        "legal signed-off the text",
        "Dana gave the go-ahead",
        "the board green-lit the plan",
        "the plan goes ahead",
    ),
    said(
        "going with",
        "(?:let's|we'll|we will|we|we're|we are|i'll|i will) (?:go|going|went|stick|sticking|keep) (?:ahead )?with",
        "we'll go with option B",
        "We stick with the blue logo",
    ),
    said(
        "agreed, as a state",
        "(?:is|are|was|were|been) (?:now )?(?:approved|agreed|confirmed|decided|signed off)",
        "the date was confirmed",
    ),
    written("label", r"\bdecision\s*:", "Decision: the newsletter stays monthly"),
)
# What somebody says yes or no to is decided, though it is told as their word.
RULED = Pattern(
    written(
        "yes or no to it",
        r"^(?:the\s+|our\s+|your\s+)?\w[\w'’-]*(?:\s+\w[\w'’-]*){0,3}?\s+(?:has\s+|have\s+)?said\s+[\"“]?(?:yes|no)[\"”]?\s+to\s",
        "The board said no to 1 December",
        unlike=("I think it is a no to 1 December",),
    ),
    written(
        "turned down",
        r"^(?:the\s+|our\s+|your\s+)?\w[\w'’-]*(?:\s+\w[\w'’-]*){0,3}?\s+(?:has\s+|have\s+)?"
        r"(?:turned\s+down|vetoed|voted\s+(?:for|against))\s",
        "The council has turned down the second design",
    ),
)

# An approval by somebody outside, neither of the house nor of its client, is a thing that happened.
_OUTSIDE = any_of("""
    (?:app|play|web) ?stores? | apple | google | meta | facebook | instagram | tiktok | linkedin | microsoft | amazon
    | paypal | visa | mastercard | regulators? | authorit(?:y|ies) | council | city | ministry | bank | insurer
    | landlord | court | customs | tax office | patent office | notary | registrar
""")
OUTSIDE_APPROVAL = Pattern(
    written(
        "approved by them",
        r"\b(?:approved|accepted|signed off|confirmed|green[- ]?lit)\s+by\s+(?:the\s+)?(?:[\w-]+\s+)?"
        rf"{_OUTSIDE}\b",
        "the app was approved by the App Store",
        "the plan was accepted by the city council",
    ),
    written(
        "they approved",
        rf"^(?:the\s+)?(?:[\w-]+\s+)?{_OUTSIDE}\s+(?:has\s+|have\s+)?(?:now\s+)?"
        r"(?:approved|accepted|signed off|confirmed|green[- ]?lit)\b",
        "Apple has approved the update",
    ),
)
UNDECIDED = Pattern(
    said(
        "waiting",
        "needs? | to be | please | waiting | pending | awaiting | yet",
        "it need be approved",
        "this is to be approved",
    ),
    # "We decided to drop it until spring" is decided; "nothing is agreed until all is agreed" is not.
    written(
        "until it is decided",
        r"\b(?:before|until|till)\b.*\b(?:decided|decision|agreed|approved?|confirmed|signed[- ]off|go[- ]ahead)\b",
        "the page stays offline until legal has approved it",
        "we keep the blue one before the decision is taken",
    ),
    written(
        "decided by then",
        r"\b(?:approved?|agreed?|decided?|confirmed?|signed[- ]off)\s+(?:\w+\s+)?(?:before|until|till)\b",
        "we want it approved before Friday",
    ),
    said("open question", "who | what | can | could | if | would | should", "who approved it"),
    said("not decided", "not | haven't | nobody | no one | neither | nothing | nearly | almost", "we haven't agreed"),
    said(
        "with a proviso",
        "subject to | provided | in principle | on condition | (?:un|dis|pre)-?approved | disagree",
        "approved subject to legal",
        "the unapproved text",
    ),
)

# A personal resolution is not the client's business.
PERSONAL = Pattern(
    written(
        "resolution",
        r"^i(?:\s+have|['’]ve)?\s+(?:decided|chose|chosen|opted|agreed\s+to)\b",
        "I have decided to hide from the accountant",
    ),
    written("assent", r"^(?:i\s+)?agreed?\s+with\b", "I agree with Jonas"),
)

# Somebody of the house or of its client speaks of what they do.
_SPEAKS_FOR_ITSELF = re.compile(r"(?i)\b(?:we|i|let['’]s|decision|decided)\b")

_BARE_VERDICT = re.compile(
    r"(?i)^(?:(?:it|this|that|they|these|those|all|everything|both|and|so|then|hereby|fully|officially|also|now|is|are"
    r"|i|we|happy|to|yes|ok|okay|consider|definitely|all|good)(?:['’](?:s|re|m))?\s+)*"
    r"(?:approved?|agreed?|confirmed?|decided|sign(?:ed)?[- ]off|go(?:es)?\s+ahead|green[- ]?lit)"
    r"(?:\s+(?:(?:by|from|for|as)\b.*|it|this|that|these|those|them|all|both|today|now|then|too))*$"
)
_PRAISE_FIRST = re.compile(
    r"(?i)^(?:looks?|looking|sounds?|seems?|works?|reads?|feels?|(?:i|we)\s+(?:love|like)\s+(?:it|this|that))\b"
)
_PRAISE = content_words(
    "looks look great good fine nice perfect love like lovely awesome excellent cool wow brilliant super works happy"
    " thanks thank sure yes all ok okay lgtm side"
)


def says_what_is_decided(text: str) -> bool:
    """The sentence names what it approves: "Looks great, approved." does not."""
    clauses = [clause.strip() for clause in re.split(r"[,;:.!–—]+(?:\s+|$)|\s+(?:and|so)\s+", text) if clause.strip()]
    others = [clause for clause in clauses if not _BARE_VERDICT.match(clause)]
    if len(others) == len(clauses):
        return True
    return any(content_words(clause) - _PRAISE and not _PRAISE_FIRST.match(clause) for clause in others)


def is_ours_to_decide(text: str) -> bool:
    """The sentence speaks of what its speaker decides: "we keep it", "let's keep it"."""
    return _SPEAKS_FOR_ITSELF.search(text) is not None

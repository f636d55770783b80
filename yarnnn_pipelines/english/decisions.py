"""What was decided or approved, by whom, and what leaves it open."""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, any_of, said, written

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
        "needs? | to be | please | waiting | pending | awaiting | before | yet | until",
        "it need be approved",
        "this is to be approved",
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


def is_ours_to_decide(text: str) -> bool:
    """The sentence speaks of what its speaker decides: "we keep it", "let's keep it"."""
    return _SPEAKS_FOR_ITSELF.search(text) is not None

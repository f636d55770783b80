"""Sentences that hold only for the moment in which they are said: what is waited for, half done, or so "for now".

Told in the week in which it was said such a sentence is news; told months later it is not true any more. What a later
word does to an earlier one is `retractions` and `states`.
"""

from __future__ import annotations

from yarnnn_pipelines.english.alternatives import Pattern, said, written

PASSING = Pattern(
    said(
        "waiting",
        "(?:wait|waits|waiting) (?:for|on) | awaiting (?:a|the|your|their) | pending | on hold"
        " | with (?:you|us|them|legal) (?:for|to) (?:test|testing|review|approval|approve|sign)",
        "we wait for legal on the wording",
        "the build is with you for testing",
        "awaiting the signature",
        "the order is on hold",
    ),
    said(
        "under way",
        "in progress | under way | underway | ongoing | working on"
        " | (?:half|nearly|almost|mostly) (?:done|finished|there)",
        "the migration is under way",
        "the page is almost done",
    ),
    written(
        "share of the work",
        r"\b(?:build|design|content|migration|copy|development|testing|work|setup|rollout)\s+(?:is|are)\s+(?:now\s+)?"
        r"(?:at\s+)?(?:about\s+)?\d{1,2}\s?%",
        "build is at 60%",
    ),
    said(
        "for the moment",
        "for now | for the moment | for the time being | at the moment | right now | currently | until further notice",
        "the old page stays for now",
    ),
    said("not yet", "not yet | still (?:missing|open|outstanding|to come)", "the captions are still missing"),
)


def tells_a_passing_state(sentence: str) -> bool:
    """Whether what the sentence says is likely over after a while, without a word that says so."""
    return PASSING.found_in(sentence)

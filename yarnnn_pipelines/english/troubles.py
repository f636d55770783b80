"""What went wrong, and what only sounds like it. What may yet go wrong is `fears`."""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, said, written
from yarnnn_pipelines.english.likeness import content_words

# What happened to people outside either side, and should not have: whatever they did, it is no result.
_THIRD_PERSONS = (
    r"^(?:\S+\s+){0,4}?(?:customers?|patients?|guests?|visitors?|users?|people|persons?|members?|buyers?|subscribers?|readers?"
    r"|shoppers?|families|parents|students?|tenants?|passengers?|somebody|someone|everyone|everybody)\s+(?:\w+\s+){0,2}?"
)
MISHAP = Pattern(
    written(
        "the same for two",
        rf"{_THIRD_PERSONS}(?:booked|reserved|bought|got|received|took|chose|were\s+(?:given|sold|sent))\s+"
        r"(?:(?:exactly|just|all|both|the|very)\s+){0,3}same\b",
        "Two patients booked the same 9:00 slot today",
        "Three of the guests were given the same room",
        unlike=("We booked the same hall as last year", "Two patients booked on the same day as last week"),
    ),
    written(
        "more often than once",
        rf"{_THIRD_PERSONS}(?:got|received|paid|booked|ordered|(?:were\s+)?(?:charged|billed|invited|mailed|sent))\b[^.;]{{0,60}}?"
        r"\b(?:twice|(?:two|three|several)\s+times|double|more\s+than\s+once)"
        r"(?:\W*$|[,.;:]|\s+(?:on|in|at|by|for|since|because|and|this|last|today|yesterday)\b)"
        r"|\b(?:is|are|was|were|been|got)\s+double[- ]?(?:booked|charged|billed)\b",
        "12 subscribers got the mail twice",
        "Some customers were charged twice",
        "The hall was double-booked",
        unlike=("We sent the reminder twice", "Customers ordered twice as much"),
    ),
    written(
        "without what belongs to it",
        rf"{_THIRD_PERSONS}(?:ordered|booked|checked\s+out|left|got\s+(?:in|through|it|them)|entered|signed\s+up|bought)\b"
        r"[^.;]{0,40}?\bwithout\s+(?:paying|a\s+(?:ticket|code|confirmation|login|password)|payment|confirm\w*)\b",
        "Two customers ordered without paying",
        unlike=("Customers can book without a login now",),
    ),
)
RISK = Pattern(
    *MISHAP.alternatives,
    said(
        "block",
        r"""
        block(?:ed|er|ers) | stuck | (?:is|are|was|were|be|been|still|keeps?|it's|that's) (?:\w+ )?blocking
        | blocking (?:us|me|our|everything|everybody|all|(?:the|this|a)
        (?:launch|release|go-live|deploy\w*|roll-?out|work|project|team|build|delivery|sign-off|migration|campaign|print|shoot|order|next|rest))
        """,
        "we are blocked by legal",
        "the old logo is blocking the page",
        "it is with legal, blocking the launch",
    ),
    said("lack", "missing", "the proofs are missing"),
    said(
        "danger",
        "risks? | concern(?:s|ed)? | worried",
        "the launch is a risk",
        "Dana has concerns",
    ),
    said(
        "delay",
        """
        delay(?:s|ed)? | slipp(?:ed|ing) | slips? | behind schedule | won't make | running late | (?:is|are) late
        | timing out | times out
        """,
        "the delivery is delayed",
        "the date slipped",
        "the date slips",
        "the labels are late",
    ),
    said(
        "defect",
        """
        problems? | issues? | bugs? | outage | broken | broke | breaks | dropped | drop in
        | fail(?:s|ed|ing|ure|ures)? | errors? | crash(?:ed|es|ing)? | damaged | leak(?:s|ing|ed)?
        """,
        "there are problems",
        "there is an issue",
        "there is a bug",
        "the sync failed",
        "the feed shows an error",
        "the app crashes",
        "the roof leaks",
    ),
    said("shortage", "shortage | overrun | over budget | short of | out of stock", "we are over budget"),
    said(
        "stands still",
        r"""
        stopped (?:firing|working|syncing)
        | (?:not|isn't|aren't|doesn't|don't) (?:firing|working|loading|syncing|fire|work|load|sync|arriv\w+)
        """,
        "the pixel stopped firing",
        "the feed isn't loading",
    ),
)
NOT_A_RISK = Pattern(
    written(
        "no mishap",
        r"\b(?:no|not\s+(?:one|a\s+single)|none\s+of\s+the)\s+(?:\w+\s+)?(?:customers?|patients?|guests?|visitors?|users?|members?|buyers?"
        r"|subscribers?|shoppers?|passengers?|people)\b.{0,60}\b(?:twice|double|same|without|more\s+than\s+once)\b"
        r"|\b(?:nobody|no\s+one)\s+(?:was|has\s+been|got|paid|received)\b.{0,40}\b(?:twice|double|more\s+than\s+once)\b",
        "no customer was charged twice",
        unlike=("We can't print the posters without the proofs", "Nobody can log in twice, it fails"),
    ),
    said(
        "none of it",
        r"""
        no (?:(?:more|other|further|new|big|major|known) )?(?:issues?|problems?|risks?|errors?|concerns?|delays?|bugs?
        |complaints?|worries) | without (?:any )?(?:issues?|problems?|errors?|delays?)
        | not a (?:problem|issue|concern|bug) | zero \w+ | nothing is | nobody
        | not (?:one|a single) \w+ | (?:crash|error|bug|risk|problem)[- ]free
        """,
        "there were no more problems",
        "it ran without any errors",
        "that is not a problem",
        "there were zero errors",
        "not one crash",
        "the launch was error-free",
    ),
    said(
        "over",
        """
        removed | gone | went away | misunderstanding | (?:was|were) (?:released|found) | by design
        | (?:is|are|was|were)(?: now)? (?:history|behind us|a thing of the past)
        """,
        "the bug was found",
        "the problem with the banner is history",
    ),
    # Whoever tells what it came of tells it of one that was.
    said(
        "its cause",
        """
        (?:problem|issue|error|bug|outage|failure|delay|crash)(?:s|es)? (?:was|were|had been)
        (?:caused|due|related|because|down to|coming from)
        """,
        "the problem was related to the cache",
    ),
    said(
        "a word of the trade",
        r"""
        issue of the | breaks (?:at|for) | github issues? | problem (?:sets?|solving|statement) | type errors?
        | risk register | (?:at|of) (?:high|low|higher|lower|greater|increased) risk | issue tracker | cover issue
        | issue no | risk (?:factors?|scores?|calculator|model)
        """,
        "the day breaks at six",
        "a GitHub issue was filed",
        "the problem statement is done",
        "a type error in the form",
        "patients at high risk",
        "the risk score is in the app",
    ),
    said("personal", "(?:i|i'm|i was|my|me) | sorry for", "I broke the build"),
)

# The words for trouble themselves, which say nothing of what is in trouble.
_KINDS_OF_TROUBLE = content_words(
    "problem issue bug gap outage drop error delay failure mismatch leak trouble question ticket"
)
_TOPIC = re.compile(
    r"\b(?:a|an|the|our|their|this|another)\s+((?:[\w'’-]+\s+){0,3}?"
    r"(?:problem|issue|bug|gap|outage|drop|error|delay|failure|mismatch|leak))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z][\w'’-]*")


def problem_topic(text: str) -> str | None:
    """What went wrong, as a noun: "conversion problem"."""
    topic = _TOPIC.search(text)
    return topic[1] if topic else None


def names_what_is_troubled(topic: str) -> bool:
    """The noun says more than "problem" or its like."""
    return bool(content_words(topic) - _KINDS_OF_TROUBLE)


def head_of(subject: str) -> frozenset[str]:
    """What a noun phrase is about, as stems: its last word that is not "problem" or its like; empty where none is."""
    for word in reversed(_WORD.findall(subject)):
        if stems := content_words(word) - _KINDS_OF_TROUBLE:
            return stems
    return frozenset()

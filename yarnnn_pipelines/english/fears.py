"""What may yet go wrong, what waits, lacks, runs short or stands still, and what calms such a fear.

What has gone wrong is `troubles`.
"""

from __future__ import annotations

from yarnnn_pipelines.english.alternatives import Pattern, any_of, said, written
from yarnnn_pipelines.english.troubles import NOT_A_RISK, RISK

# Trouble that is to come, or of which somebody is not sure: the doubt is the news.
_LATE = (
    r"(?:(?:a|an|one|two|three|four|some|several|a\s+few|\d+)\s+)?(?:days?\s+|weeks?\s+|months?\s+|hours?\s+)?late\b"
)
_DEFEATED = any_of("""
    slip | slide | miss | overrun | fail | break | be (?:\\w+ )?(?:late|delayed|missed|pushed back|short|out of stock)
    | fall (?:behind|through|short) | run (?:late|over|out|short|behind) | take (?:\\w+ )?longer | cost (?:\\w+ )?more
    | need (?:\\w+ )?more time | get (?:tight|stuck|delayed) | lose | hold (?:us|things|everything|it) up
""")
_REACHED = any_of("""
    make | arrive | finish | hit | meet | reach | hold | fit | pass | work | come (?:in|back|through|on|before|until)
    | get (?:it|there|them|the|our|this|through) | have (?:the|any|all|enough|time|numbers|results)
    | be (?:\\w+ )?(?:ready|done|finished|there|able|delivered|complete|available|in time|on time|enough|here|back)
""")
_WAY_IN = any_of("access | login | log-in | credentials | permissions? | admin rights | password")
_MARGIN = any_of(
    "budgets? | time | timelines? | schedules? | deadlines? | money | stock | cash | calendar | window | margins?"
)
_GOODS = any_of("""
    parcel | package | file | data | shipment | delivery | order | box | boxes | proof | sample | key | slot | venue
    | room | speaker | recording | backup
""")
_SERVICE = any_of("""
    server | site | website | shop | page | system | api | service | app | search | feed | database | portal | network
    | line | printer | checkout
""")
FEARED = Pattern(
    written(
        "may go wrong",
        rf"\b(?:may|might|could|will|['’]ll|likely\s+to|going\s+to|threatens?\s+to)\s+(?:well\s+|still\s+|even\s+"
        rf"|probably\s+"
        rf"|likely\s+|easily\s+|also\s+|now\s+)?(?:{_DEFEATED}\b|(?:\w+\s+){{1,3}}{_LATE})",
        "we may slip by a week",
        "the proofs could come two days late",
    ),
    written(
        "may not come about",
        rf"(?:\b(?:may|might|will|can|could)\s+not|\bcannot|\b(?:won|can|couldn)['’]?t|\bunlikely\s+(?:to"
        rf"|that\s+\w+(?:\s+\w+)?)|\bi\s+doubt\s+(?:that\s+)?(?:\w+\s+){{1,3}}?(?:will|can|['’]ll))\s+"
        rf"(?:probably\s+|likely\s+|still\s+|even\s+)?{_REACHED}\b",
        "the flyers might not arrive",
        "the app is unlikely to pass",
        "the parcel won't be here",
        "I doubt that we will make it",
    ),
    written(
        "fear",
        r"\b(?:i|we)(?:['’]m|['’]re|\s+am|\s+are)\s+(?:still\s+|also\s+)?(?:(?:a\s+(?:bit|little)|slightly|rather"
        r"|quite|really|very|getting|increasingly)\s+)?"
        r"(?:worried|concerned|nervous|anxious|afraid)\b|\bi\s+(?:fear|worry)\b"
        r"|\b(?:(?:my|our|the)\s+)?(?:main|biggest|only|big|one|greatest)\s+(?:worry|concern|fear|unknown|risk"
        r"|bottleneck|headache|question\s+mark)"
        r"(?:\s+(?:here|now|for\s+us|right\s+now))?\s+(?:is|remains)\b",
        "I'm a bit worried that the copy is late",
        "I fear it is late",
        "Our main worry is the weather",
    ),
    said(
        "danger ahead",
        r"""
        at risk | in jeopardy | in danger | under threat | jeopardi[sz]\w* | endanger\w* | touch and go
        | (?:a|the|some|real|high|big|serious|considerable|growing) (?:risk|danger) (?:that|of|we|here)
        | not looking good | (?:doesn't|don't|does not) look (?:like|good) | looks? bad | cutting it (?:close|fine)
        """,
        "the date is in jeopardy",
        "it jeopardises the date",
        "it endangers the date",
        "there is a real risk that we lose it",
        "it doesn't look good",
        "the date looks bad",
        "we are cutting it fine",
    ),
    written(
        "bad look-out",
        r"\b(?:looks?|seems?|looking|chance|possibility|appears?)\s+(?:(?:very\s+)?much\s+)?(?:like|as\s+if"
        r"|as\s+though|that|we|the)\b[^,;?!]{2,80}?"
        r"(?:\b(?:won|can|don|isn|aren|hasn|haven)['’]?t\b|\b(?:not|cannot|late|later|behind|slips?|miss(?:es)?"
        r"|delay(?:s|ed)?|fails?)\b)",
        "It looks like the video won't be finished",
        "there's a chance the permits come late",
    ),
    written(
        "not without it",
        r"(?:\b(?:can|won)['’]?t|\bcannot|\bcan\s+not|\bwill\s+not|\b(?:un|not\s+)able\s+to)\s+(?:be\s+able\s+to\s+"
        r"|be\s+)?[^,;?!]{2,80}?\b(?:before|until|till|unless|without|as\s+long\s+as)\b",
        "We can't print before the proofs are here",
    ),
    written(
        "hangs on it",
        r"\b(?:depends?|depending|hinges?|hanging|hangs|relies|rely)\s+(?:up)?on\b[^?!]{2,100}?\b(?:(?:has|have|is|are"
        r"|did)(?:n['’]?t|\s+not)|pending|still|missing|late|unclear|no\s+answer)\b",
        "The second half hinges on a permit, which is late",
    ),
    said(
        "waits",
        r"""
        (?:still|we're|we are|is|are|all|been|keeps us) (?:still |all |currently |just )?(?:waiting|awaiting) (?:for|on)
        | holding (?:us|things|everything|the|it|this) (?:\w+ ){0,3}(?:up|back) | holds up
        """,
        "we are still waiting for customs",
        "the audit is holding us up",
    ),
    written(
        "still not",
        r"\bstill\s+(?:has|have|had|does|do|did|is|are)(?:n['’]?t|\s+not)\b|\bstill\s+(?:not|no|nothing|down|broken"
        r"|pending|outstanding|unsigned|unpaid|lacks?|lacking|need)\b"
        r"|\bno\s+(?:access|log-?in|permission|word|reply|answer|response|news|sign|feedback|confirmation|delivery"
        r"|date)\b[^.?!]{0,40}?\b(?:yet|so\s+far|still|until\s+now|from)\b",
        "the studio still hasn't sent it",
        "the invoice is still outstanding",
        "no word from the printer",
    ),
    written(
        "no way in",
        rf"\b(?:no|without|lack|lost|denied|(?:do|does|did|has|have)(?:n['’]t|\s+not)(?:\s+have|\s+got|\s+gotten)?)\s+"
        rf"(?:any\s+)?(?:the\s+)?{_WAY_IN}\b",
        "we have no access to the account",
        "we don't have the login",
    ),
    written(
        "runs short",
        rf"\b{_MARGIN}\s+(?:\w+\s+){{0,3}}?(?:tight|short|thin|stretched|low|scarce|ambitious)\b",
        "the schedule is getting tight",
    ),
    said(
        "runs out",
        r"""
        (?:running|run|runs|ran) (?:out|low|short|late|behind|over)
        | (?:more|longer|higher|later|slower|fewer|less) than (?:we )?(?:\w+ )?(?:planned|expected|budgeted|hoped)
        """,
        "we are running out of paper",
        "the stand costs more than planned",
    ),
    said(
        "behind",
        r"""
        behind (?:the )?(?:plan|schedule) | (?:days?|weeks?|months?|hours?|sprints?) (?:behind|late|overdue) | overdue
        | puts? (?:\w+ ){1,4}behind | f[ae]ll(?:s|ing|en)? behind | back ?-?order
        | (?:is|are|was|were|be|comes?|came|arrives?|arrived|goes|going) (?:\w+ ){0,3}late(?: with| by| again)
        | (?:go|goes|going|went) out (?:\w+ )?late
        """,
        "the film is behind plan",
        "the film is two weeks behind",
        "it puts the film behind",
        "we fell behind",
        "the wood is on back order",
        "the supplier was very late with it",
        "the flyer went out late",
    ),
    said(
        "stands still, in other words",
        r"""
        stalled | stalls | at a standstill | (?:is|are|remains?|still|put) on hold | held up | held back
        | halted | deadlocked
        | hit (?:a|an|some|another) (?:\w+ )?(?:snag|wall|roadblock|obstacle|problem|issue|limit|bump)
        | ran into (?:a|an|some|trouble|problems|issues|difficulties|another) | snags? | hiccups?
        | setbacks? | bottlenecks?
        | roadblocks? | show-?stoppers?
        """,
        "the audit is on hold",
        "we hit a wall",
        "we ran into trouble",
        "there were two snags",
        "there were two hiccups",
        "there were two setbacks",
        "there are two bottlenecks",
        "there are two roadblocks",
        "it is a show-stopper",
    ),
    said(
        "failed us",
        r"""
        (?:fell|fallen|falls) through | backed out | pulled out | dropped out | cancelled on us | let us down
        | (?:got|was|were|has been|have been) (?:lost|stolen|destroyed|rejected|refused|held at)
        """,
        "the deal fell through",
        "the parcel was lost",
    ),
    written(
        "lost it",
        rf"\b(?:lost|lose|losing|mislaid|destroyed|dropped|cancelled)\s+(?:the|our|your|all|two|three|some|half)\s+(?:\w+\s+){{0,2}}"
        rf"{_GOODS}s?\b",
        "the courier lost the blue parcel",
    ),
    written(
        "is down",
        rf"\b{_SERVICE}\s+(?:\w+\s+)?(?:is|are|was|were|went|has\s+been|keeps\s+going)\s+(?:\w+\s+)?(?:down|offline|unreachable)\b",
        "the shop went down",
    ),
    written(
        "unfortunately",
        r"\b(?:unfortunately|sadly|regrettably|bad\s+news)\b[^?!]{2,120}?(?:n['’]t\b|\b(?:not|no|cannot|never|only"
        r"|late|lost|broke|broken)\b)",
        "Unfortunately the room isn't free",
    ),
)
# The same, where the sentence's first words would otherwise hang on another.
FEARED_AT_ONCE = Pattern(
    written(
        "there is trouble",
        r"^(?:and\s+|but\s+|also,?\s+)?there(?:['’]s|['’]re|\s+is|\s+are|\s+was|\s+were|\s+remains?)\s+(?:still\s+"
        r"|now\s+|also\s+)?"
        r"(?:an?|some|another|several|one|two|three|\d+|the|more|real)\s+(?:[\w-]+\s+){0,2}?(?:problems?|issues?|bugs?"
        r"|delays?|risks?|dangers?|errors?|gaps?"
        r"|shortages?|conflicts?|snags?|bottlenecks?|hiccups?)\s+(?:with|in|on|at|that|of|for|between|we|around)\b",
        "There is a problem with the labels",
        "There's a risk that the proofs come late",
    ),
    written(
        "there is a bad chance",
        r"^there(?:['’]s|\s+is)\s+(?:an?\s+|some\s+)(?:\w+\s+)?(?:chance|possibility)\b[^?]{2,80}?(?:\b(?:won|can|don"
        r"|isn|aren)['’]?t\b|\b(?:not|cannot|late|later|slips?|miss|delayed|fails?)\b)",
        "There is a good chance that we miss the date",
    ),
    written(
        "unless it comes",
        r"^(?:without|unless|until)\b[^?!]{3,140}?\b(?:can['’]?t|cannot|won['’]?t|will\s+not|late|later|at\s+risk"
        r"|slips?|delayed|have\s+to\s+wait|stuck|not\s+(?:be\s+)?able)\b",
        "Without the plan we can't order the signs",
    ),
    written(
        "bad look-out from the start",
        r"^(?:it\s+|that\s+)?(?:looks|seems|doesn['’]t\s+look|does\s+not\s+look)\s+(?:like|as\s+if"
        r"|as\s+though)\s+(?:the|we|our|\w+)\b[^?]{2,100}?(?:\b(?:won|can|isn|aren)['’]?t\b|\b(?:not|cannot|late|later"
        r"|behind|slips?|miss|delayed|have|before)\b)",
        "It looks like the video won't be finished",
    ),
)
# That something is not wrong, or no longer.
_NO_LONGER = any_of("""
    not | never | no longer | isn't | aren't | wasn't | weren't | don't | doesn't | didn't | hardly | nothing | no one
    | nobody | without
""")
_TROUBLED = any_of("""
    worried | worry | worrying | concerned | afraid | at risk | in danger | in jeopardy | blocked | blocking | stuck
    | waiting | delayed | behind | late | stalled | on hold | held up | missing | a blocker
""")
_MENDED = any_of("""
    arrived | found | fixed | repaired | replaced | gone | back | delivered | here | done | solved | resolved | there
    | sent
""")
_ABOUT_IT = any_of("""
    assessment | officer | page | list | fix | fixes | report | log | manager | management | analysis | matrix | message
    | handling | review | team | board | budget | screen | insurance | owner | tracking | hunt | bash
""")
CALMED = Pattern(
    written(
        "not so",
        rf"\b{_NO_LONGER}\s+(?:\w+\s+){{0,2}}?{_TROUBLED}\b",
        "we are no longer blocked",
    ),
    said(
        "none of it now",
        r"""
        no (?:danger|threat|delay|hold-up|blockers?) | any ?more
        | (?:was|were) (?:\w+ )?(?:worried|concerned|afraid)
        | no (?:\w+ ){1,2}(?:was|were|got|has been|have been|is|are) (?:lost|delayed|late|affected|missing|rejected)
        """,
        "there is no danger",
        "it fails any more",
        "I was worried",
        "no orders were lost",
    ),
    written(
        "mended",
        rf"\b(?:missing|stuck|broken|lost|late|delayed|blocked)\s+(?:\w+\s+){{1,6}}?(?:has|have|is|are|was|were)\s+"
        rf"(?:now\s+|all\s+|finally\s+|been\s+)*{_MENDED}\b",
        "the missing labels have arrived",
    ),
    said(
        "made good",
        r"""
        caught up
        | (?:is|are|was|were|has been|have been) (?:now |all |finally )*(?:resolved|solved|sorted|lifted|unblocked)
        """,
        "the delay is resolved",
    ),
    written(
        "named after it",
        rf"\b(?:risk|error|bug|blocker|issue|problem|delay|failure|crash|incident|concern)s?\s+{_ABOUT_IT}s?\b",
        "the risk assessment is done",
        "the bug fix is out",
    ),
)
# Whoever fears something says "I".
NOT_FEARED = Pattern(
    *(way for way in NOT_A_RISK.alternatives if way.name != "personal"),
    written(
        "no wish",
        r"\b(?:won['’]?t|will\s+not|don['’]?t|do\s+not|wouldn['’]?t|would\s+not)\s+(?:\w+\s+)?(?:want|wish|need|require|mind)\b",
        "We probably won't want email before February",
    ),
)

# Of troubles, those that let nothing go on, and those that put a date, a budget or a delivery in danger.
_WAYS = {way.name: way for way in (*RISK.alternatives, *FEARED.alternatives, *FEARED_AT_ONCE.alternatives)}
_STILL = Pattern(
    *(_WAYS[name] for name in ("block", "not without it", "no way in", "stands still, in other words"))
).compiled
_DANGER = Pattern(
    *(_WAYS[name] for name in ("danger", "delay", "shortage", "lack")),
    *(_WAYS[name] for name in ("may go wrong", "may not come about", "fear", "danger ahead", "bad look-out")),
    *(_WAYS[name] for name in ("hangs on it", "still not", "runs short", "runs out", "behind")),
    *(_WAYS[name] for name in ("there is a bad chance", "bad look-out from the start", "unless it comes")),
).compiled


def stands_still(text: str) -> bool:
    """The trouble that the sentence tells lets work go no further."""
    return _STILL.search(text) is not None


def is_in_danger(text: str) -> bool:
    """The trouble that the sentence tells is one of time, money or things that run out, and no mere defect."""
    return _DANGER.search(text) is not None

"""What takes a sentence's word away: it went wrong, it is an example, it is taken back, it is no English prose.

Patterns like those of `patterns`, which says what speaks for a signal and what weakens a single one.
"""

from __future__ import annotations

from yarnnn_pipelines.english.patterns import opens, said

# What was mended in part is not mended.
IN_PART = said("half | halfway | partly | partially | only | except | but | workaround | for now | almost | won't fix")

# A result that went wrong, or an idiom that only looks like one.
SPOILT = said("""
    wrong | mistake | accident | typos? | misprint\\w* | complaint | without (?:permission|consent|approval) | disaster
    | messed up | unapproved | regret | nobody | no one | passed (?:away|out|on|over) | went out (?:the|in)
    | closed down
    | out of (?:reach|fashion|patience) | up for sale | up (?:all|until) | time is up | finished nonsense | duplicate
    | available (?:from|on|for) | contract says | criteria | not really
""")

# What stands before a colon and makes the rest an example, a draft or an advertisement.
FOREIGN_LABEL = opens("""
    (?:headline|slogan|subject(?: line)?|copy|idea|headline idea|template|example|test case|lorem|brief|fake news|claim
    |quote|note to self|to ?do|wip|goals?|agenda|definition of done|acceptance criteria)\\s*:
""").removesuffix(r"\b")

# The heading of a list whose lines are not done.
OPEN_HEADING = said("""
    not | open | to ?do | goals? | plan(?:ned)? | next | target | criteria | definition | draft | examples? | ideas?
    | if | still | missing | pending | tomorrow | later | wish(?:es)?
""")
UNCHECKED = r"^(?:[-*•]\s*)?(?:\[ ?\]|☐|❌|🔴|⛔|🚧|:x:|:red_circle:|:no_entry:|~~|TODO\b|WIP\b)"

# From here on it is somebody else's mail.
FORWARDED = (
    r"(?i)^(?:-+\s*(?:original|forwarded) message|from:\s|begin forwarded)"
    r"|^.{0,80}\bwrote(?: this)?(?: to (?:me|us))?:$"
)

# A sentence that takes back the one before it.
TAKES_BACK = opens("""
    just kidding | jk | not! | nope | or so i thought | but that's (?:wrong|not) | wrong[.!] | scratch that | scrap that
    | it (?:crashed|broke|failed) | false alarm | strike that
""").removesuffix(r"\b")

# A sentence that takes back something said earlier.
RETRACTS = said("""
    (?:scrap|scratch|strike|ignore|forget) that | false alarm | correction | misread | was wrong | after all
    | (?:not|never) (?:\\w+ )?(?:fixed|live|approved|done|launched|resolved|working|finished|shipped|delivered)
    | (?:isn't|aren't|wasn't|hasn't|haven't) (?:\\w+ )?(?:fixed|live|approved|done|launched|resolved|working|finished)
    | (?:is|are|still) (?:broken|down|failing) | rolled back | revert(?:s|ed)? | withdr[ae]w\\w* | paused | took down
    | taken down | rejected | changed (?:my|our|their|his|her) minds? | (?:is|came|are) back | broke again
    | no longer | can't (?:deliver|make|ship|launch|send) | cannot (?:deliver|make|ship|launch|send) | on hold
    | no way | (?:just|only|was|were) (?:kidding|joking) | on second thoughts? | scrap (?:the|our)
    | (?:take|took|taking) (?:it|that|this|the .{1,30}) back
    | (?:did not|didn't|never|have not|haven't) (?:\\w+ )?(?:say|said|agreed?|approved?|decided?|signed?|confirm(?:ed)?)
    | not what (?:i|we) (?:said|agreed|decided|meant|approved|signed)
    | that(?:'s| is) (?:not (?:right|correct|true)|wrong)
""")
# Words that deny what was just said and need not repeat it.
DENIES = said("""
    not what (?:i|we) (?:said|agreed|decided|meant|approved|signed)
    | that(?:'s| is) (?:not (?:right|correct|true)|wrong)
    | (?:did not|didn't|never) (?:say|said|agreed?|approved?|decided?|signed?|confirm(?:ed)?) (?:that|this|it|so|any)
""")

# Small words of the neighbours' languages that English does not have.
OTHER_LANGUAGE = said("""
    der | die | das | und | ist | nicht | les | est | et | los | las | foi | não | het | een | wird | ligne
""")
NO_PROSE = (
    r"^[|$>#{}]|[(){}\[\]];|\(\);|^(?:SELECT|INSERT|UPDATE|def|class|git|import|WARN|ERROR|INFO|sudo|npm|pip)\b"
    r"|\s\|\s.*\||[\u202a-\u202e\u2066-\u2069]"
)

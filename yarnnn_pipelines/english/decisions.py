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
_RULES_OUT = any_of("""
    drop | scrap | skip | ditch | shelve | park | pull | cut | kill | cancel | postpone | call off
    | leave out | hold off
""")
_RULING_OUT = any_of("""
    dropping | scrapping | skipping | ditching | shelving | parking | pulling | cutting | killing
    | cancelling | canceling
    | postponing | calling off | leaving out | holding off
""")
_OPTS = any_of("""
    go (?:ahead )?with | go for | go ahead | stick (?:with|to) | stay (?:with|on|at) | proceed with
    | switch (?:to|over to)
    | settle (?:on|for) | move ahead with | run with | opt for | use (?:\\w+ ){1,5}instead
    | keep (?:the|both|our|all|it as|things as|this|that|one|two) | leave (?:it as|the|our|both|this)
    | put (?:\\w+ ){1,5}on (?:hold|ice)
""")
_OPTING = any_of("""
    going (?:ahead )?with | going for | going ahead | sticking (?:with|to) | staying (?:with|on|at) | proceeding with
    | switching (?:to|over to) | settling (?:on|for) | moving ahead with | running with | opting for
    | keeping (?:the|both|our|all|it as|things as) | leaving (?:it as|the|our|both)
    | putting (?:\\w+ ){1,5}on (?:hold|ice)
""")
_YES = any_of(
    "go-ahead | go ahead | green light | all-clear | all clear | blessing | ok | okay | thumbs up | nod | approval"
)
# A decision in so many other words; what stands first in it need hang on nothing.
OUTRIGHT = Pattern(
    written(
        "let us",
        rf"^(?:\w+,?\s+){{0,2}}let['’]?s\s+(?:just\s+|then\s+|rather\s+|still\s+)?(?:{_OPTS}|{_RULES_OUT})\s+\w+"
        r"|^(?:\w+,?\s+){0,2}let['’]?s\s+not\s+(?:do|have|run|use|print|ship|launch|include|change|touch|add|offer"
        r"|send|build|make|publish|buy)\b",
        "Let's go for the shorter film",
        "ok, let's not do the raffle",
        unlike=("Let's talk about the film", "Let's go!"),
    ),
    written(
        "we do it so",
        rf"\bwe(?:['’]ll|['’]re|['’]ve|\s+will|\s+are|\s+have)?\s+(?:now\s+|then\s+|just\s+|therefore\s+|both\s+"
        rf"|all\s+)?(?:going\s+to\s+)?"
        rf"(?:{_OPTS}|{_OPTING}|{_RULES_OUT}\s+(?:the|our|all|this|that|both|it|\w+\s+\d)|{_RULING_OUT})\b",
        "We'll stay with the old printer",
        "We're dropping the French version",
        "We are putting the redesign on hold",
    ),
    written(
        "we leave it out",
        r"\bwe(?:['’]ll|['’]re|\s+will|\s+are)\s+(?:leave|leaving|take|taking|keep|keeping)\s+(?:\S+\s+){1,6}?(?:out"
        r"|off|in)\s+(?:of|for)\b",
        "We'll take the quiz out of this issue",
    ),
    written(
        "we won't",
        r"\bwe(?:\s+won['’]?t|\s+will\s+not|['’]re\s+not\s+going\s+to|\s+are\s+not\s+going\s+to"
        r"|\s+aren['’]?t\s+going\s+to|['’]re\s+not|\s+are\s+not)\s+(?:be\s+)?"
        r"(?:renew|do|run|us|includ|add|print|buy|hir|launch|offer|build|support|chang|extend|continu|publish|sponsor"
        r"|attend|translat"
        r"|pursu|accept|pay|sell|tak|go|redo|reprint|rebuild)(?:e|ing|ning)?\s+(?:the|a|an|any|our|this|that|it|with"
        r"|for|ahead|\w+s)\b",
        "We won't be renewing the licence",
        "We're not going to do the raffle",
    ),
    written(
        "we want it so",
        r"\bwe(?:['’]d|\s+would)\s+like\s+to\s+(?:go|proceed|continue|stick|stay|move)\s+(?:ahead\s+)?(?:with|for)\b",
        "We'd like to go with the first offer",
    ),
    written(
        "so it is",
        r"^(?:(?:ok(?:ay)?|alright|all\s+right|fine|good|great|right|so|well|then"
        r"|perfect),?\s+)*[\w'’\s-]{1,40}?\s+it\s+is(?:,?\s+then)?\W*$",
        "Alright, Thursday it is",
        "Green it is, then.",
    ),
    written(
        "last word",
        r"^(?:(?:that['’]s|this\s+is|here['’]s|it['’]s)\s+)?(?:our\s+|my\s+|the\s+)?final\s+(?:answer|word|decision"
        r"|call|verdict|offer)\b[^?]{3,}",
        "Final answer from our side: no raffle",
        "That's our final word on the fee",
    ),
    written(
        "verdict",
        r"^(?:and\s+|so\s+)?(?:the\s+|our\s+)?(?:verdict|outcome|consensus|agreement|ruling|choice|pick"
        r"|winner|vote)(?:\s+(?:of|from)\s+(?:\w+\s+){1,4}?)?"
        r"(?:\s+(?:is|was)(?:\s+(?:to|that|clear|unanimous|for|against|design|option|version|the|variant)\b)|\s*:)",
        "The consensus is to merge the pages",
        "The winner is design C",
        "The vote was unanimous, we stay",
    ),
    written(
        "conclusion",  # that something is so, is a finding
        r"^(?:and\s+|so\s+)?(?:the\s+|our\s+)?conclusion(?:\s+(?:of|from)\s+(?:\w+\s+){1,4}?)?"
        r"(?:\s+(?:is|was)\s+(?:to|for|against|design|option|version|variant)\b|\s*:)",
        "The conclusion is to keep the old logo",
        "Conclusion: option B",
    ),
    written(
        "it has won",
        r"^(?:the\s+)?(?:design|option|version|variant|proposal|draft|concept|offer"
        r"|[\w'’-]+)\s+(?:[\w'’-]+\s+)?(?:wins|won\s+the\s+vote|gets\s+(?:our|my)\s+vote|is\s+the\s+winner"
        r"|was\s+chosen|has\s+been\s+chosen)\b",
        "Option D wins",
    ),
    written(
        "yes for it",
        rf"^(?:you\s+have\s+|you['’]ve\s+(?:got\s+)?|we\s+(?:have|got)\s+|we['’]ve\s+got\s+|there['’]s\s+a\s+"
        rf"|it['’]s\s+a\s+)?(?:the\s+|a\s+|our\s+|full\s+)*{_YES}\s+"
        r"(?:for|on|from|to)\s+\w+",
        "Green light for the new page",
        "You have the go-ahead for the print run",
    ),
    written(
        "gave its yes",
        rf"\b(?:gave|given|gives|got|received)\s+(?:us\s+|you\s+|it\s+|me\s+|them\s+)?(?:the\s+|a\s+|its\s+|their\s+"
        rf"|his\s+|her\s+|our\s+|final\s+)*{_YES}\s+(?:for|on|to)\b",
        "The board gave us the OK for the slogan",
    ),
    written(
        "a go or none",
        r"\bno-go\b[^?]{0,4}(?:for|on|from)\b|\bis\s+(?:now\s+|officially\s+)?a\s+(?:no-?go|go|yes|no)\b|^(?:yes"
        r"|no)\s+(?:to|on|for)\s+(?:the|a|an|your|option|version|both)\b",
        "It's a no-go for the raffle",
        "The film is a go",
        "Yes to the second banner",
    ),
    written(
        "none then",
        r"^(?:(?:ok(?:ay)?|so|right|fine|alright|then),?\s+)*no\s+[\w'’\s-]{2,40}?(?:,?\s+then|\s+this\s+(?:year|time"
        r"|week|month|quarter|round|season)|\s+for\s+now|\s+after\s+all)\W*$",
        "No raffle, then.",
    ),
    written(
        "from now on",
        r"^(?:from\s+now\s+on|going\s+forward|effective\s+(?:immediately|from|\w+day))\b,?\s+\w+|^(?:starting"
        r"|beginning|as\s+of|from)\s+(?:in\s+|on\s+|next\s+|the\s+)*\w+(?:\s+\w+)?,\s+(?:we|all|the|our)\b[^?]{5,}",
        "From now on invoices go to Ana",
        "Starting in June, we send it monthly",
    ),
    written(
        "approved, do it",
        r"^(?:(?:yes|yep|ok(?:ay)?|sure|great|perfect|fine),?\s+)+(?:please\s+)?(?:go"
        r"|feel\s+free\s+to\s+go)\s+ahead\s+(?:with|and)\b"
        r"|^(?:approved|signed\s+off|agreed)\b[^?]{0,40}?\b(?:you\s+can|please|ship|print|send|go\s+ahead|publish)\b",
        "Yes, please go ahead with the second draft",
        "Approved, you can print the poster",
    ),
    written(
        "away with it",
        r"^(?:scratch|forget|drop|kill|scrap|skip|ditch|nix|lose)\s+(?:the|our)\s+\w+",
        "Scratch the second slide",
    ),
    written(
        "mind made up",
        r"\b(?:made\s+up\s+(?:my|our|their)\s+minds?|minds?\s+(?:is|are)\s+made\s+up)\b|\b(?:will|stays?"
        r"|keeps?)\b[^?]{3,80}?\bafter\s+all\W*$",
        "We've made up our minds, the old one stays",
        "The class will be held outdoors after all.",
    ),
    written(
        "chose",
        r"\bwe(?:['’]ve|\s+have)?\s+(?:finally\s+|now\s+)?(?:chose|chosen|picked|selected|went\s+with|gone\s+with"
        r"|settled\s+on|ruled\s+out|opted\s+for|landed\s+on)\s+(?:the|a|an|option|version|design|our|both)\b",
        "After a long talk we picked the oak",
        unlike=("We picked up the boxes",),
    ),
)
# What leaves such a sentence open.
LEFT_OPEN = Pattern(
    said(
        "if",
        r"""
        if | unless | whether | provided | subject to | in that case | once | as soon as | depending
        | in principle | or not
        | until (?:\w+ ){0,6}?(?:decid\w+|approv\w+|confirm\w+|sign\w*|answer\w*)
        """,
        "we go with B if Ana agrees",
        "we keep it until Ana has decided",
    ),
    said(
        "perhaps",
        r"""
        maybe | perhaps | possibly | probably | might | could | should | may | i'd | i would | i think
        | i guess | i feel
        | wish | hop(?:e|es|ed|ing|efully) | ideally | suggest\w* | propos\w* | recommend\w* | prefer\w*
        | leaning | consider\w*
        | thinking | either | tempted | in favou?r | nice to | would love
        """,
        "maybe we go with B",
        "we hope to go with B",
        "we suggested B",
        "we proposed B",
        "we recommended B",
        "we preferred B",
        "we are considering B",
        "we are in favour of B",
    ),
    said(
        "to be decided",
        r"""
        pending | waiting | awaiting
        | (?:need|needs|needed|want|wants|get|ask|asking|asked) (?:for )?(?:the|a|your|their) | yet
        | nothing is | (?:was|were) going to | not (?:sure|final|certain|settled|decided|clear) | haven't
        | hasn't | didn't
        | how about | what about | discuss | talk about | to be
        """,
        "we need the go-ahead for it",
        "we were going to go with B",
        "going with B is not final",
    ),
    written("question", r"\?", "we go with B?"),
    written(
        "said so, and no choice",
        r"^(?:it|they|he|she|this|that)\s+(?:will|stays?|keeps?|is|was|has)\b|^(?:here|there|what|how|as|that|where"
        r"|this|yes|no|indeed|because|so)\s+it\s+is|\bit\s+is\s+what\b|\blet['’]?s\s+(?:go\s+(?:for|to)\s+(?:a|lunch"
        r"|coffee|dinner)"
        r"|keep\s+(?:the\s+|our\s+)?(?:conversation|discussion|eye|fingers|talking)|skip\s+(?:lunch|the\s+small)"
        r"|leave\s+(?:it\s+)?(?:at|the\s+(?:rest|details)))\b|\bfingers\s+crossed\b",
        "Here it is",
        "We'll keep our fingers crossed",
    ),
    written(
        "a wish for all",
        r"\blet['’]?s\s+(?:all\s+)?keep\s+(?:our|the|us|it|things|this|everything|everyone|them)\b[^.]{0,60}?\b(?:secure|safe"
        r"|efficient|happy|posted|informed|updated|going|moving|rolling|up|coming|focused|smooth|healthy|in\s+(?:mind|touch"
        r"|sync|the\s+loop))\b",
        "Let's keep the spare keys safe",
    ),
)
# What somebody says yes or no to is decided, though it is told as their word.
RULED = Pattern(
    written(
        "yes or no to it",
        r"^(?:the\s+|our\s+|your\s+)?\w[\w'’-]*(?:\s+\w[\w'’-]*){0,3}?\s+(?:has\s+|have\s+)?said\s+[\"“]?(?:yes"
        r"|no)[\"”]?\s+to\s",
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
    | providers? | suppliers? | vendors? | carriers? | operators?
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
        rf"^(?:(?:the|our|your|their)\s+)?(?:[\w-]+\s+){{0,2}}{_OUTSIDE}\s+(?:has\s+|have\s+)?(?:now\s+)?"
        r"(?:approved|accepted|signed off|confirmed|green[- ]?lit)\b",
        "Apple has approved the update",
        "The SMS provider approved the sender name",
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


_VERDICTS = content_words(
    "approve approved approval agree agreed accept accepted confirm confirmed decide decided decision choose chosen"
    " take go going gone ahead let lets pick final verdict conclusion signed off green light euro euros eur usd gbp"
    " dollars pounds percent price cost costs one ones option version number please"
)


# What somebody is to do with it then, behind a verdict that names nothing.
_ASKS_FOR_NO_THING = re.compile(
    r"(?i)(?<=[,;:.–—])\s*(?:and\s+|so\s+)?(?:please|pls|kindly|you\s+(?:can|may|could)|feel\s+free\s+to|go\s+ahead\s+and|let['’]?s|we\s+can)\s+"
    r"[a-z]+(?=\W*$|\s+(?:it|them|that|this|to|off|on|with|away|ahead|now|today|tomorrow|asap|for)\b)[^,;.!?]*"
)


def says_what_is_decided(text: str) -> bool:
    """The sentence names what it approves: "Looks great, approved." does not."""
    clauses = [clause.strip() for clause in re.split(r"[,;:.!–—]+(?:\s+|$)|\s+(?:and|so)\s+", text) if clause.strip()]
    others = [clause for clause in clauses if not _BARE_VERDICT.match(clause)]
    if len(others) == len(clauses):
        return True
    return any(content_words(clause) - _PRAISE and not _PRAISE_FIRST.match(clause) for clause in others)


def names_its_object(text: str) -> bool:
    """Beside the verdict and what it costs, the sentence has a word for what is decided: "Approved, the 18 euros." has
    none, nor has "Let's go with that one" or "Approved, please send to print."."""
    return bool(content_words(_ASKS_FOR_NO_THING.sub(" ", text)) - _VERDICTS - _PRAISE)


def is_ours_to_decide(text: str) -> bool:
    """The sentence speaks of what its speaker decides: "we keep it", "let's keep it"."""
    return _SPEAKS_FOR_ITSELF.search(text) is not None

"""The words by which a sentence is known to carry a signal: one pattern per habit of English at work.

Patterns only; which of them make a signal, and how much it weighs, is `signals`. They run in polars, whose regular
expressions have no look-around, so what speaks against a reading is a pattern of its own.
"""

from __future__ import annotations

DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"


def any_of(phrases: str) -> str:
    """`a | b c | d(?:e|f)` as one group: spaces between words match any white space, ' also the curly apostrophe.

    A phrase may be a regular expression; bars inside parentheses belong to it.
    """
    parts, depth, current = [], 0, ""
    for character in phrases:
        depth += (character == "(") - (character == ")")
        if character == "|" and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += character
    parts.append(current)
    return "(?:" + "|".join(r"\s+".join(part.replace("'", "['’]").split()) for part in parts if part.strip()) + ")"


def said(phrases: str) -> str:
    """Any of the phrases, as whole words, in any case."""
    return rf"(?i)\b{any_of(phrases)}\b"


def opens(phrases: str) -> str:
    """Any of the phrases, as the sentence's first words, in any case."""
    return rf"(?i)^{any_of(phrases)}\b"


# --- what was finished -------------------------------------------------------------------------------------------
STRONG_VERBS = any_of("""
    launched | shipped | deployed | released | delivered | completed | finished | fixed | resolved | solved | merged
    | migrated | installed | rolled out | went live | gone live | wrapped up | signed | finalised | finalized
    | handed over | handed in | went out | onboarded | repaired | restored | recovered | cut over | passed | cleared
    | patched | closed | reopened | opened | hired | corrected | started | began | kicked off
""")
WEAK_VERBS = any_of("""
    published | submitted | uploaded | set up | added | updated | sent | received | replaced | removed | built | printed
    | posted | connected | tested | switched on | switched over | imported | cleaned up | recorded | filmed | booked
    | shared | arrived | created | prepared | drafted | translated | collected | reviewed | moved over | rewrote
    | rewritten | redesigned | redone | trained | ordered | photographed | mounted | unpacked | documented | reduced
    | scheduled | enabled | checked | rebuilt | labelled | counted | wired up
""")
PERFECTIVE = f"(?:{STRONG_VERBS}|{WEAK_VERBS})"
# A verb late in the sentence is mostly a participle or stands in a clause of its own.
_EARLY = r"(?i)^(?:\S+\s+){0,8}?"
DONE_STRONG = rf"{_EARLY}{STRONG_VERBS}\b"
DONE_WEAK = rf"{_EARLY}{WEAK_VERBS}\b"
PARTICIPLE = (
    rf"(?i)\b(?:get|gets|getting|got|keep|keeps|stay|being|be|to|a|an)\s+(?:it\s+|us\s+|them\s+|me\s+)?{PERFECTIVE}\b"
    rf"|(?i),\s*{PERFECTIVE}\s+by\b"
    rf"|(?i)\b{PERFECTIVE}\s+(?:every|each|daily|hourly|weekly|monthly|in\s+real)\b|(?i)^no\s"
)
DONE_STATE = said("""
    (?:is|are|now|been|was|were|back) (?:(?:now|all|finally|fully|back) )*(?:live|done|fixed|finished|complete|completed
    |in place|online|available|out|up and running|up to date|resolved|in production|back to normal|out the door|up)
""")
SAID_TO_BE_DONE = (
    rf"{DONE_STATE}|\b(?:is|are|was|were|been)\s+(?:(?:now|all|finally|fully)\s+)*"
    rf"(?:{STRONG_VERBS}|printed|published|submitted|uploaded|translated|booked|recorded|filmed|tested)\b"
)
DONE_AGAIN = r"(?i)\b(?:fires?|works?|runs?|loads?|syncs?|sends?|tracks?|reports?|prints?)\b[^.?!]*\bagain\b"
RESOLVES = said("""
    fixed | resolved | solved | patched | repaired | restored | recovered | corrected | back to normal
    | up and running | (?:gap|ticket|bug|issue|problem) (?:(?:is|was|has been|now) )*closed
    | (?:fires?|works?|runs?|loads?|syncs?|tracks?|reports?)\\b[^.?!]* again
""")

# --- what speaks against "it happened" ---------------------------------------------------------------------------
NOT_YET = (
    said("""
    not | never | no longer | hasn't | haven't | isn't | aren't | wasn't | weren't | didn't | doesn't | don't | won't
    | can't | cannot | couldn't | wouldn't | shouldn't | hadn't | yet to | almost | nearly | about to | trying to
    | tried to | wants? to | wanted to | hope | hoping | plan(?:s|ning)? to | would | could | should | might | may be
    | if | unless | once | whether | will | gonna | going to | need(?:s|ed)? to | ha(?:s|ve|d) to | to be | must
    | ready to be | supposed to | ought | let's | how to | until | instead of being | before we | when we | need(?:s)?
    | far from | anything but | barely | hardly | scarcely | none of | nobody | no one | half
    | partly | partially | was to have | (?:was|were) scheduled | taken down | aborted | except | in principle
    | in \\d+ (?:days|weeks|months) | subject to | provided | on condition | rolled back | (?:un|dis|pre)-?approved
    | disagree | is finished in | if you pay | no chance
    """)
    + r"|['’](?:ll|d)\b"
)
HEDGED = said("""
    i (?:just )?(?:think|thought|guess|believe|feel|wonder|wish|hope|suppose|bet|assume|imagine) | maybe | probably
    | perhaps | hopefully | seems? | seemed | apparently | not sure | no idea | kind of | sort of | kinda | sorta
    | might | could be | may be | i'd (?:say|guess|love|like) | imagine | rumou?r | supposedly | in theory | ideally
    | den(?:y|ies|ied) | disput(?:e|es|ed) | pretend(?:s|ed)? | claims? | expects? | insists? | heard
    | (?:was|were) told | according to | word is | assum(?:e|es|ed|ing) | asked (?:whether|if) | wants? the
    | sa(?:id|ys) | last year | (?:years?|months?) ago | back in \\w+ | in 20\\d\\d | so much for
""")
CONDITIONAL = opens("""
    if | unless | once | when | after | before | until | as soon as | whenever | in case | assuming | while | since
""")
DANGLING = (
    opens("""
    it | its | it's | they | they're | he | she | he's | she's | him | her | them | which | who | where | here's | here
    | there | there's | because | cause | especially | though | although | whereas | than | as | both | neither
    | either | some | another | same | else | not | or | nor | yet | with | without | except | including
    | nothing | neither | the (?:former|latter|one|ones|same|other|rest|others|results?) | that's | like
    | everything else | anything else
    | can | could | will | would | should | must | may | let's | lets | more on | then | first,
    """)
    + r"|(?i)^\d+\s+(?:is|are|was|were)\b"
    + r"|(?i)^(?:these|those)\b|(?i)^(?:this|that)\s+(?:guy|thing|dude|stuff|page|post|link|article|video|chart|map)\b"
    + r"|(?i)^(?:this|that|these|those)\s+(?:is|was|are|were|will|has|had|have|should|would|ones?|can|could|does|did"
    r"|may|might|look\w*|sound\w*|seem\w*|made|makes|work\w*|help\w*|happen\w*|means|an?|the|also|just|still|now|really"
    r"|all|too|then|not|gave|got|gets|went|goes|came|way)\b"
)
CHATTER = said("""
    lol | haha+ | hehe | lmao | omg | wtf | congrats | congratulations | happy birthday | good luck
    | you're welcome | welcome (?:aboard|back|everyone|all|to) | lunch | coffee | beers? | pizza
    | (?:nice|good|great|happy|lovely|long|your|my|over the|enjoy the) weekend | weekend plans?
    | vacation | weather | sleep | hangover | birthday | selfie | gif | meme
    | awesome | amazing | love (?:it|this|that) | can't wait | see you | nice (?:one|work|job) | well done
    | great (?:job|work|stuff) | thanks | thank you | no worries | sounds good | looks good | same here | me too | brb
    | afk | case closed | and counting | (?:uploaded|shared|commented on) (?:a|an|the) file
    | out of office | on leave | sick | dentist | kids | (?:in|bad|heavy) traffic | traffic jam
""")

# --- decisions ---------------------------------------------------------------------------------------------------
DECISION = (
    said("""
    decided | agreed | have chosen | chose | opted | settled on | signed[- ]off | approved | gave the go[- ]ahead
    | green[- ]?lit | approve | signing off | decision (?:is|was) | go(?:es)? ahead
    | (?:let's|we'll|we will|we|we're|we are|i'll|i will) (?:go|going|went|stick|sticking|keep) (?:ahead )?with
    | (?:is|are|was|were|been) (?:now )?(?:approved|agreed|confirmed|decided|signed off)
""")
    + r"|(?i)\bdecision\s*:"
)
# An approval by somebody outside, neither of the house nor of its client, is a thing that happened.
_OUTSIDE = any_of("""
    (?:app|play|web) ?stores? | apple | google | meta | facebook | instagram | tiktok | linkedin | microsoft | amazon
    | paypal | visa | mastercard | regulators? | authorit(?:y|ies) | council | city | ministry | bank | insurer
    | landlord | court | customs | tax office | patent office | notary | registrar
""")
OUTSIDE_APPROVAL = (
    rf"(?i)\b(?:approved|accepted|signed off|confirmed|green[- ]?lit)\s+by\s+(?:the\s+)?(?:[\w-]+\s+)?{_OUTSIDE}\b"
    rf"|(?i)^(?:the\s+)?(?:[\w-]+\s+)?{_OUTSIDE}\s+(?:has\s+|have\s+)?(?:now\s+)?"
    r"(?:approved|accepted|signed off|confirmed|green[- ]?lit)\b"
)
UNDECIDED = said("""
    needs? | to be | please | waiting | pending | awaiting | before | yet | not | haven't | who | what | can | could
    | until | if | would | should | nobody | no one | neither | nothing | nearly | almost | subject to | provided
    | in principle | on condition | (?:un|dis|pre)-?approved | disagree
""")

# --- numbers -----------------------------------------------------------------------------------------------------
_COUNTED = any_of("""
    percent | per cent | pts? | points? | k | x | € | eur | euros? | usd | ms | seconds? | minutes | hours? | days
    | people | users | visitors | visits | sign-?ups | leads | orders | clicks | views | sessions | subscribers
    | tickets | downloads | customers | members | attendees | guests | donors | donations | registrations | bookings
    | installs | patients | accounts | parcels | pallets | deliveries | shipments | stops | routes | drivers | vans
    | errors | complaints | items | pages | objects | schools | opens | replies | responses | votes | students
    | participants | rsvps | stores | sites | claims | calls
""")
COUNT = rf"(?<![\d.,€$£])(\d[\d,]*)\s+(?:(?:new|more)\s+)?({_COUNTED})\b"
QUANTITY = rf"(?:[€$£]\s?\d[\d.,]*\s?(?i:k|m|bn|million|thousand)?|\d[\d.,]*\s?(?:%|(?i:{_COUNTED}\b)))"
MEASURED = said("""
    is | are | was | were | at | up | down | from | to | hits? | reached | rose | fell | grew | drops | dropped
    | increased | decreased | averag\\w+ | total\\w* | now | so far | vs | than | came in | stands? | closed | ended
    | had
    | have | has | got | sold | counted | took | takes | saw | went | over | under | since | raised | improved
    | doubled | halved
""")
NOT_A_METRIC = (
    said("""
    minutes late | in \\d+ (?:min|minutes|hours|days) | \\d+ (?:min|minutes|hours|days) ago | for \\d+ (?:min|minutes)
    | give me | need \\d+ | have \\d+ (?:min|minutes)
""")
    + r"|(?i)^(?:this is )?what\s+(?:we|you|they|i)\s+(?:have|know|see|need|want)\b[^:]{0,30}:"
)

# --- risks -------------------------------------------------------------------------------------------------------
RISK = said("""
    block(?:ed|er|ers|ing) | at risk | risks? | delay(?:s|ed)? | slipp(?:ed|ing) | slips? | behind schedule
    | problems? | issues? | bugs? | outage | broken | broke | breaks | dropped | drop in | fail(?:s|ed|ing|ure|ures)?
    | missing | errors? | stuck | concern(?:s|ed)? | worried | won't make | running late | (?:is|are) late | shortage
    | overrun | over budget | short of | crash(?:ed|es|ing)? | timing out | times out | out of stock | damaged
    | leak(?:s|ing|ed)? | stopped (?:firing|working|syncing)
    | (?:not|isn't|aren't|doesn't|don't) (?:firing|working|loading|syncing|fire|work|load|sync|arriv\\w+)
""")
NOT_A_RISK = said("""
    no (?:(?:more|other|further|new|big|major|known) )?(?:issues?|problems?|risks?|errors?|concerns?|delays?|bugs?
    |complaints?|worries) | without (?:any )?(?:issues?|problems?|errors?|delays?) | not a (?:problem|issue|concern|bug)
    | zero \\w+ | nothing is | nobody | removed | gone | went away | misunderstanding | (?:was|were) (?:released|found)
    | issue of the | by design | breaks (?:at|for) | at no risk | github issues?
    | problem (?:sets?|solving|statement) | type errors? | risk register
    | (?:at|of) (?:high|low|higher|lower|greater|increased) risk | issue tracker | cover issue | issue no
    | risk (?:factors?|scores?|calculator|model) | (?:i|i'm|i was|my|me)
    | not (?:one|a single) \\w+ | (?:crash|error|bug|risk|problem)[- ]free | sorry for
""")

# --- changes -----------------------------------------------------------------------------------------------------
CHANGE = (
    said("""
    moved | moving | moves | pushed | pushing | postponed? | rescheduled? | shifted | shifting | brought forward
    | swapped | swapping | changed | changes | changing | switched | switching | instead of | replaces
    | dropping | cutting | out of scope | in scope | scope change | to the scope | from the scope | adding
    | extend(?:s|ed|ing)? | reduced | cancell?ed | new date | new deadline | grows from | goes from | down from
    | up from
""")
    + r"|\S\s*(?:->|→)\s*\S"
)
CHANGE_STATED = (
    said(f"""
    instead of | scope | (?:to|until|till) {DAY} | (?:to|until) (?:next|\\d|{MONTH}) | postponed
    | cancell?ed | rescheduled | brought forward | swapped | new (?:date|deadline)
    """)
    + r"|(?i)\bfrom\b.+\b(?:to|until)\b|->|→"
)

# --- questions and asks ------------------------------------------------------------------------------------------
ASK = (
    opens("(?:can|could|would|will) (?:you|someone|anyone)")
    + "|"
    + said("please | let (?:me|us) know | (?:can|could|would) you")
)
NEEDED = (
    r"(?i)\b(?:need|waiting\s+(?:on|for)|missing|awaiting|pending)\b.*"
    r"\b(?:your|from\s+you|on\s+your\s+side|from\s+your\s+side)\b"
    r"|(?i)\b(?:open|missing)\s+(?:on|from)\s+your\s+side\s*:"
)

# A personal resolution is not the client's business.
PERSONAL = r"(?i)^i(?:\s+have|['’]ve)?\s+(?:decided|chose|chosen|opted|agreed\s+to)\b|(?i)^(?:i\s+)?agreed?\s+with\b"

# A number that moved, or a rate: it belongs among the numbers even where something was finished too.
RATE = (
    r"(?i)%|[€$£]\s?\d|\bfrom\s+[~€$£]?\d\S*(?:\s+\w+)?\s+to\s+[~€$£]?\d"
    r"|\b(?:average|rate|median|per\s+(?:cent|day|week|month))\b"
)

# What a sentence must have to be one; plural nouns look too much like verbs to be counted.
VERB = (
    said("""
    is | are | was | were | has | have | had | will | does | did | keeps? | found | needs | shows | means | goes | went
    | can | cannot | comes | gets | got | makes | made | takes | took | looks | feels | fails | drops | breaks | broke
    | stops | moves | grows | starts | begins | opens | stays | replaces | extends | adds | ships | launches
    | grew | rose | fell | lost | loses | left | runs | saw | still
    """)
    + rf"|(?i)\b(?:{PERFECTIVE}|\w{{3,}}ed)\b|['’](?:s|re|ve|t|ll|m)\b"
)

# A pronoun stands where the matter should: what was done, or whose it is, is not said.
UNCLEAR = (
    rf"(?i)\b(?:he|she|him|his|her|hers)\b|(?i)\b(?:will|['’]ll|can|could)\s+\w+\s+(?:them|him)\b"
    r"|(?i)\b(?:with|of|about|for|on|to|at)\s+(?:this|that|it|them|these|those)(?:\s*$|\s*[.,;:!)]|\s+(?:all|now|too|and)\b)"
    rf"|(?i)\b(?:whether|if|that)\s+(?:it|this|that)\b|\b(?:{PERFECTIVE}|(?:will|['’]ll|to|can|please)\s+\w+)"
    r"\s+(?:it|this|that|them|these|those|one)\b"
    r"(?:\s*$|\s*[.,;:!)]|\s+(?:by|on|in|at|to|and|now|today|tomorrow|this|next|from|with|for|up|out|soon|later|again"
    r"|back)\b)"
)

# A question that asks for something to be done, sent or settled, and is not just curious.
REQUEST = (
    opens("""
    (?:can|could|would|will) (?:you|we) | which | when | who | where | shall | should | do you want | do you agree
    | does (?:that|this|it|\\w+day|the \\w+) (?:work|suit|fit) | is (?:that|this|it|\\w+day) (?:ok|okay|fine|all right)
    | are you (?:ok|okay|fine|happy) | may we | by when
    """)
    + "|"
    + r"\b"
    + any_of("""
    please | let (?:me|us) know | confirm | sign off | approve | decide | your (?:ok|okay|approval|feedback|decision)
    """)
    + r"\b"
)

# --- commitments -------------------------------------------------------------------------------------------------
COMMITMENT = (
    r"(?i:\b(?:i|we)(?:['’]ll|\s+will|['’]m\s+going\s+to|\s+am\s+going\s+to|['’]re\s+going\s+to|\s+are\s+going\s+to)\s+)"
    r"|\b[A-Z][a-z]+(?:['’]ll|\s+will)\s+[a-z]+"
)
NOT_A_COMMITMENT = (
    said("""
    won't | will (?:not|never) | will (?:probably|maybe)
    """)
    + r"|(?i)(?:\bwill|['’]ll|going\s+to)\s+"
    + any_of("""
    not | only | hardly | nobody | lose | charge | hate | kill
    | try | tag | shoot | give it | see | have to | need | want | think | miss | love
    | know | like | get back
    | take a look | have a look
    | look at it | let you know | keep you posted | check it out | ping | grab | say | tell you | admit | bet | ask
    | figure | stop by | join | drop | dig | definitely | also try | pass | leave it | stay | go | come | pick | take
    | be (?:late|there|back|out|away|afk|off|around|happy|great|fun|able|fine|good|nice|in|at)
    """)
    + r"\b"
)
# A date that has been set for something: "the beta starts on Tuesday 3 November".
PLANNED = (
    r"(?i)\b(?:starts?|begins?|launches|goes\s+live|go\s+live|opens?|ships?|stays|takes\s+place|is|are"
    r"|(?:is|are)\s+(?:due|set|planned|scheduled))"
    r"\s+(?:on|for|by|in\s+the\s+week\s+of)\s+(?:the\s+)?(?:next\s+)?"
    rf"(?:{DAY}|\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{MONTH}|{MONTH}\s+\d)"
)
DUE = said(f"""
    (?:by|on|before|until|this|next|end of)[^,.;!?]{{0,5}}?(?:end of (?:the )?(?:day|week|month)|eod|eow|tomorrow
    |tonight|noon|next week|this week|(?:next |this )?{DAY}(?: \\d{{1,2}}(?:st|nd|rd|th)?(?: of)?(?: {MONTH})?)?
    |\\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}|{MONTH} \\d{{1,2}})
    | {DAY}(?: (?:morning|afternoon|evening))? | tomorrow(?: (?:morning|afternoon|evening))? | next week
    | this (?:afternoon|evening|week) | tonight
""")

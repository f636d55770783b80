"""What takes a sentence's word away: it hasn't happened, it is doubted, it hangs in the air, it is chatter, no prose.

A doubt that bears on one matter alone (no risk, no metric, spoilt good news) stands beside that matter.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, opens, said, written, written_exactly
from yarnnn_pipelines.english.hearsay import HEARD
from yarnnn_pipelines.english.vocabulary import PERFECTIVE

# --- it has not happened -----------------------------------------------------------------------------------------
NOT_YET = Pattern(
    said(
        "negation",
        """
        not | never | no longer | hasn't | haven't | isn't | aren't | wasn't | weren't | didn't | doesn't | don't
        | won't | can't | cannot | couldn't | wouldn't | shouldn't | hadn't
        """,
        "the campaign hasn’t launched",
    ),
    said(
        "negation without its apostrophe",
        """
        ain't | aint | isnt | arent | wasnt | werent | hasnt | havent | hadnt | didnt | doesnt | dont | wont | cant
        | couldnt | wouldnt | shouldnt | n0t | neither | nor | in no way | by no means | under no circumstances
        """,
        "the page isnt live",
        "it is n0t live",
    ),
    said(
        "all but one",
        r"""
        all but | (?:everything|everyone|every \w+) (?:\w+ )?(?:apart from|aside from|other than|but|save|bar|minus)
        | apart from | excluding | the opposite | the reverse of | on the contrary | contrary to
        """,
        "everything save the page is live",
    ),
    said(
        "nearly",
        """
        yet to | almost | nearly | about to | virtually | practically | just about | as good as | more or less
        | close to (?:being|having|done|finished|ready|completion|live) | for the most part | in large part
        | (?:two|three)[- ](?:thirds|quarters) | next to
        """,
        "the page is nearly done",
        "the page is two-thirds done",
        "the page is close to done",
    ),
    written(
        "share",
        r"\b\d{1,2}(?:[.,]\d+)?\s?(?:%|percent|per\s+cent)\s+(?:done|fixed|finished|complete[d]?|live|ready|launched|published"
        r"|built|migrated|resolved|solved|through|there|of\s+the\s+way)\b"
        r"|\b(?:0|zero)\s+(?:of|out\s+of|/)\s+",
        "the page is 50% done",
        "we fixed 0 of 3 errors",
    ),
    written(
        "not before the public",
        r"\b(?:live|launched|deployed|released|published|shipped|up|running|runs|online|works|fixed)\s+(?:\w+\s+)?(?:on|in|to|at)"
        r"\s+(?:(?:the|our|a|my|their)\s+)?(?:staging|test(?:ing)?\s+(?:server|system|site|environment|instance|shop)|dev\b"
        r"|development|sandbox|localhost|preview|pre-?prod\w*|uat|qa|demo\s+(?:server|system|site))|\blocally\b"
        r"|\b(?:live|done|finished|ready)-ish\b",
        "the page is live on staging",
        "it works locally",
    ),
    said(
        "attempt or wish",
        "trying to | tried to | wants? to | wanted to | hope | hoping | plan(?:s|ning)? to",
        "Dana wants to launch",
        "we are planning to launch",
    ),
    said("possibility", "would | could | should | might | may be", "it should be done"),
    said("condition", r"if | unless | once \w+ | whether", "done once Dana signs"),
    said(
        "plan or duty",
        """
        will | gonna | going to | need(?:s|ed)? to | ha(?:s|ve|d) to | to be | must | supposed to | ought
        | let's | how to | until | instead of being | before we | when we | need(?:s)?
        """,
        "it needed to ship",
        "it had to ship",
        "it needs work",
    ),
    said(
        "hardly",
        "far from | anything but | barely | hardly | scarcely | none of | nobody | no one | half | partly | partially",
        "the page is far from done",
    ),
    said(
        "fell through",
        "was to have | (?:was|were) scheduled | taken down | aborted | except | rolled back | is finished in",
        "the launch was scheduled for today",
    ),
    said(
        "with a proviso",
        r"""
        in principle | in \d+ (?:days|weeks|months) | subject to | provided | on condition | (?:un|dis|pre)-?approved
        | disagree | no chance
        """,
        "live in 3 weeks",
        "the plan was pre-approved",
    ),
    written("short for will or would", r"['’](?:ll|d)\b", "we'll ship it"),
)

# --- the speaker is not sure -------------------------------------------------------------------------------------
HEDGED = Pattern(
    said(
        "opinion",
        """
        i (?:just |don't |do not )?(?:think|thought|guess|believe|feel|wonder|wish|hope|suppose|bet|assume|imagine)
        | we (?:just |don't |do not )?(?:think|guess|believe|suspect|suppose|assume) | i suspect | (?:my|our) guess
        """,
        "I think we fixed it",
        "We believe it is fixed",
        "My guess is that it is fixed",
    ),
    said(
        "perhaps",
        r"""
        maybe | probably | perhaps | hopefully | seems? | seemed | apparently | not sure | no idea | kind of | sort of
        | kinda | sorta | might | could be | may be | possibly | potentially | conceivably | most likely
        | appears? to | must have \w+ | it looks like | may have | in my (?:view|opinion)
        """,
        "it seems fixed",
        "it appears to be fixed",
        "it looks like it is fixed",
        "you must have approved it",
        "in my view it is fixed",
    ),
    said(
        "imagined",
        "i'd (?:say|guess|love|like) | imagine | rumou?r | supposedly | in theory | ideally",
        "I'd say it is fixed",
        "there is a rumour that it shipped",
    ),
    said(
        "hearsay",
        """
        hypothetically | allegedly | reportedly | purportedly | presumably | supposing | afaik | afaict | iirc | imho
        | as far as i know | to my knowledge | if i recall | tbc | tbd | to be confirmed | unconfirmed | unverified
        """,
        "Allegedly it shipped",
    ),
    said(
        "another's claim",
        r"""
        den(?:y|ies|ied) | disput(?:e|es|ed) | pretend(?:s|ed)? | claims? | expects? | insists? | heard
        | (?:was|were) told | according to | word is | assum(?:e|es|ed|ing) | asked (?:whether|if) | wants? the
        """,
        "Leo denies that it shipped",
        "Leo disputes it",
        "he pretends it shipped",
        "Leo claims it shipped",
        "Leo expects it today",
        "Leo insists on it",
        "we were told it shipped",
        "we assumed it shipped",
        "Dana asked whether it shipped",
        "Dana wants the page live",
    ),
    said(
        "another's word",
        """
        sa(?:id|ys) | (?:told|tells|informed) (?:me|us) | mention(?:s|ed) that
        | (?:reports|reported|wrote|writes) that
        """,
        "Leo says it shipped",
        "Leo told us it shipped",
        "Leo mentioned that it shipped",
        "Leo reported that it shipped",
    ),
    written("heard or guessed", HEARD, "We hear you approved it", "I'm told it shipped", "Looks like it was signed"),
    said(
        "long ago",
        r"last year | (?:years?|months?) ago | back in \w+ | in 20\d\d | so much for",
        "it launched two years ago",
        "it launched back in June",
        "it launched in 2019",
    ),
)

# --- it hangs on another sentence --------------------------------------------------------------------------------
CONDITIONAL = Pattern(
    opens("condition", "if | unless | in case | assuming", "If the pixel is fixed we can go"),
    opens(
        "moment",
        "once | when | after | before | until | as soon as | whenever | while | since",
        "As soon as it is live we celebrate",
    ),
)
DANGLING = Pattern(
    opens(
        "pronoun",
        """
        it | its | they | he | she | him | her | them | which | who | where | here | there | that's
        """,
        "It's fixed now",
    ),
    opens(
        "half a sentence",
        """
        because | cause | especially | though | although | whereas | than | as | else | not | or | nor | yet | with
        | without | except | including | like | then | more on | first,
        """,
        "Because the page is live",
        "First,we launch",
    ),
    opens(
        "some of them",
        """
        both | neither | either | some | another | same | nothing | everything else | anything else
        | the (?:former|latter|one|ones|same|other|rest|others|results?)
        """,
        "The latter was approved",
    ),
    opens("verb first", "can | could | will | would | should | must | may | let's | lets", "Must be approved by Dana"),
    written("bare number", r"^\d+\s+(?:is|are|was|were)\b", "12 were delivered"),
    written(
        "pointing word",
        r"^(?:these|those)\b|^(?:this|that)\s+(?:guy|thing|dude|stuff|page|post|link|article|video|chart|map)\b",
        "Those went out on Monday",
        "This page is live",
    ),
    written(
        "pointing word with its verb",
        r"^(?:this|that|these|those)\s+(?:is|was|are|were|will|has|had|have|should|would|ones?|can|could|does|did"
        r"|may|might|look\w*|sound\w*|seem\w*|made|makes|work\w*|help\w*|happen\w*|means|an?|the|also|just|still|now"
        r"|really|all|too|then|not|gave|got|gets|went|goes|came|way)\b",
        "This is live",
    ),
)
# A pronoun stands where the matter should: what was done, or whose it is, is not said.
UNCLEAR = Pattern(
    written("somebody", r"\b(?:he|she|him|his|her|hers)\b", "his page is live"),
    written("something to somebody", r"\b(?:will|['’]ll|can|could)\s+\w+\s+(?:them|him)\b", "we’ll send them it"),
    written(
        "preposition before a pronoun",
        r"\b(?:with|of|about|for|on|to|at)\s+(?:this|that|it|them|these|those)"
        r"(?:\s*$|\s*[.,;:!)]|\s+(?:all|now|too|and)\b)",
        "we are done with it",
    ),
    written(
        "undone without its name",
        r"\b(?:roll(?:ed|ing)|took|taken|pulled|switched|turned)\s+(?:it|this|that|them)\s+(?:back|down|off|offline)\b",
        "Rolled it back, the checkout crashed",
    ),
    written("conjunction before a pronoun", r"\b(?:whether|if|that)\s+(?:it|this|that)\b", "we agreed that it stays"),
    written(
        "verb before a pronoun",
        rf"\b(?:{PERFECTIVE}|(?:will|['’]ll|to|can|please)\s+\w+)"
        r"\s+(?:it|this|that|them|these|those|one)\b"
        r"(?:\s*$|\s*[.,;:!)]|\s+(?:by|on|in|at|to|and|now|today|tomorrow|this|next|from|with|for|up|out|soon|later"
        r"|again|back)\b)",
        "Mia fixed that today",
    ),
    written(
        "past before a pronoun",
        r"\b\w{3,}ed\s+(?:it|them)(?:\s*$|\s*[.,;:!)]|\s+(?:by|on|in|at|to|and|now|today|this|next|from|with|for|again)\b)",
        "We tried it with 12 customers",
    ),
)
# What a sentence must have to be one; plural nouns look too much like verbs to be counted.
VERB = Pattern(
    said(
        "being or having",
        "is | are | was | were | has | have | had | will | does | did | can | cannot | still",
        "the page is new",
    ),
    said(
        "doing",
        """
        keeps? | found | needs | shows | means | goes | went | comes | gets | got | makes | made | takes | took | looks
        | feels | fails | drops | breaks | broke | stops | moves | grows | starts | begins | opens | stays | replaces
        | extends | adds | ships | launches | grew | rose | fell | lost | loses | left | runs | saw
        """,
        "Dana keeps the old logo",
    ),
    written("past", rf"\b(?:{PERFECTIVE}|\w{{3,}}ed)\b", "Dana doubled the budget"),
    written(
        "contraction",
        r"['’](?:re|ve|t|ll|m)\b|\b(?:it|that|he|she|there|here|what|who|where)['’]s\b",
        "we're on time",
        "it's late",
    ),
)

# --- it is no news -----------------------------------------------------------------------------------------------
CHATTER = Pattern(
    said("laughter", "lol | haha+ | hehe | lmao | omg | wtf | selfie | gif | meme", "haha, great launch"),
    said(
        "good wishes",
        """
        congrats | congratulations | good luck | you're welcome
        | welcome (?:aboard|back|everyone|all|to) | birthday
        """,
        "Welcome aboard, the site is live",
    ),
    said(
        "food and free time",
        """
        lunch | coffee | beers? | pizza | (?:nice|good|great|happy|lovely|long|your|my|over the|enjoy the) weekend
        | weekend plans? | vacation | weather | sleep | hangover
        """,
        "a beer for everyone",
        "have a nice weekend",
        "any weekend plans",
    ),
    said(
        "praise and thanks",
        """
        awesome | amazing | love (?:it|this|that) | can't wait | see you | nice (?:one|work|job) | well done
        | great (?:job|work|stuff) | thanks | thank you | no worries | sounds good | looks good | same here | me too
        """,
        "love this page",
        "nice work on the page",
        "great stuff with the page",
    ),
    said(
        "by the way",
        "brb | afk | case closed | and counting | (?:uploaded|shared|commented on) (?:a|an|the) file",
        "Mia uploaded a file",
    ),
    said(
        "absence",
        "out of office | on leave | sick | dentist | kids | (?:in|bad|heavy) traffic | traffic jam",
        "stuck in traffic",
    ),
)

# --- it is an example, another language, or no prose -------------------------------------------------------------
# What stands before a colon and makes the rest an example, a draft or an advertisement.
FOREIGN_LABEL = Pattern(
    written(
        "advertisement",
        r"^(?:headline|slogan|subject(?:\s+line)?|copy|headline\s+idea|idea)\s*:",
        "Headline idea: Acme launched the fastest shop",
    ),
    written(
        "draft or example",
        r"^(?:template|example|test\s+case|lorem|brief|fake\s+news|claim\s+|quote|note\s+to\s+self)\s*:",
        "Template: the order was shipped",
    ),
    written(
        "list of what is open",
        r"^(?:to\s+?do|wip|goals?|agenda|definition\s+of\s+done|acceptance\s+criteria)\s*:",
        "To do: launch the page",
    ),
)
# Small words of the neighbours' languages that English does not have.
OTHER_LANGUAGE = Pattern(
    said("German", "der | die | das | und | ist | nicht | wird | niemals | kein | keine", "Die Kampagne ist live"),
    said("French", "les | est | et | ligne | jamais", "la page est en ligne"),
    said("Spanish or Portuguese", "los | las | foi | não | nunca | jamás", "o site não foi lançado"),
    said("Dutch", "het | een | nooit | niet", "het nieuwe logo"),
)
NO_PROSE = Pattern(
    written_exactly("markup", r"^[|$>#{}]", "> the page is live"),
    written_exactly("code", r"[(){}\[\]];|\(\);", "deploy(page);", "run();"),
    written_exactly(
        "command or log line",
        r"^(?:SELECT|INSERT|UPDATE|def|class|git|import|WARN|ERROR|INFO|sudo|npm|pip)\b",
        "ERROR the page was not deployed",
        unlike=("Class was cancelled",),
    ),
    written_exactly("table row", r"\s\|\s.*\|", "Launch | done | Monday |"),
    written_exactly("letters written backwards", "[\u202a-\u202e\u2066-\u2069]", "the page is \u202elive"),
)


def is_not_yet(text: str) -> bool:
    return NOT_YET.found_in(text)


# "As I said" is the writer's own, said once more; "we haven't heard back" passes nothing on.
_NO_HEARSAY = re.compile(
    r"(?i)\b(?:i|we)(?:\s+(?:already|just))?\s+(?:said|mentioned|reported|wrote)\b|\bheard\s+back\b"
)


def without_own_words(text: str) -> str:
    """The sentence without what looks like another's word in it and is the writer's own."""
    return _NO_HEARSAY.sub(" ", text)


def is_hedged(text: str) -> bool:
    """Whether it is somebody's view or another's word."""
    return HEDGED.found_in(without_own_words(text))

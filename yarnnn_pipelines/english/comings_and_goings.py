"""How a sentence says of a thing that it is taken away, gone, kept, there again, or open again.

Above each pattern stands on which side of it the thing is named. Which thing that is, and what it undoes, is
`presence`.
"""

from __future__ import annotations

from yarnnn_pipelines.english.alternatives import Pattern, written
from yarnnn_pipelines.english.vocabulary import PERFECTIVE

_REMOVE = (
    r"(?:pull(?:s|ed|ing)?(?!\s+(?:up|together|through|out|in)\b)|hid(?:es?|den|ing)?|un-?(?:publish|launch|ship"
    r"|deploy|approv|book|post"
    r"|list|install)\w*"
    r"|un(?:do|did|done|doing|sent)|delet(?:es?|ed|ing)|remov(?:es?|ed|ing)|(?:disabl|deactivat)(?:es?|ed|ing)"
    r"|revert(?:s|ed|ing)?|withdr[ae]w(?:s|n|ing)?|(?:revok|terminat|suspend|paus|postpon|shelv|kill|bin|void|annul"
    r"|abandon|discard|repeal|retract|recall|rescind|block|stopp?|halt|cancell?|dropp?|scrapp?|reject|declin|refus"
    r"|ax|scratch|forget)(?:e?s|e?d|ing|e)?"
    r"|froze(?:n)?|freez(?:es?|ing)|cut(?:s|ting)?|(?:roll(?:s|ed|ing)?|t[ao]k(?:es?|ing|en)|took|switch(?:es|ed"
    r"|ing)?|turn(?:s|ed|ing)?"
    r"|shut(?:s|ting)?|put(?:s|ting)?|call(?:s|ed|ing)?|g[ai]v(?:es?|ing|en))\s+(?:down|off|back|offline|out"
    r"|up(?:\s+on)?|on\s+(?:hold|ice)))"
)
_WITH_PARTICLE = (
    r"(?:roll(?:s|ed|ing)?|t[ao]k(?:es?|ing|en)|took|switch(?:es|ed|ing)?|turn(?:s|ed|ing)?|shut(?:s|ting)?|put(?:s"
    r"|ting)?|set"
    r"|call(?:s|ed|ing)?|pull(?:s|ed|ing)?|bring|brought|mov(?:es?|ed|ing)|chang(?:es?|ed|ing))"
)
_OVERRULE = (
    r"(?:veto(?:e[sd]|ing)?|overrul(?:es?|ed|ing)|overturn(?:s|ed|ing)?|overr[io]de(?:s|n)?|revers(?:es?|ed|ing)"
    r"|reconsider(?:s|ed|ing)?|revisit(?:s|ed|ing)?|rethink(?:s|ing)?|rethought|re-?discuss(?:ed|ing)?)"
)
_LEAVE = (
    r"(?:(?:pull|back|dropp?|opt|bail)(?:s|ed|ing)?\s+out\s+of|(?:step|stepp|walk)(?:s|ed|ing)?\s+(?:back"
    r"|away)\s+from|withdr[ae]w(?:s|n)?\s+from"
    r"|(?:go|goes|going|went)\s+back\s+on|reneg(?:es?|ed|ing)\s+on|(?:get|got|getting)\s+rid\s+of"
    r"|(?:(?:we|they|you|i)(?:\s+(?:are|am)|['’]re|['’]m)|get|got)\s+out\s+of"
    r"(?!\s+(?:office|town|the\s+(?:office|woods|house))))"
)
_KEEP = (
    r"(?:keep(?:s|ing)?(?:\s+(?!going\b)\w+ing)?(?!\s+(?:an|you|me|us|up|on|in|going)\b)|kept|re-?instat(?:es?|ed"
    r"|ing)|restor(?:es?|ed|ing)"
    r"|resum(?:es?|ed|ing)"
    r"|re-?launch(?:es|ed|ing)?|re-?activat(?:es?|ed|ing)|re-?enabl(?:es?|ed|ing)|re-?publish(?:es|ed|ing)?"
    r"|re-?open(?:s|ed|ing)?"
    r"|reviv(?:es?|ed|ing)|(?:bring|brings|bringing|brought)\s+back|(?:stick|sticks|sticking|stuck|stay|stays|stayed"
    r"|staying|go|goes|going|went)"
    r"\s+(?:ahead\s+)?with|(?:back|return(?:s|ed)?|revert(?:s|ed)?)\s+to|(?:roll(?:ed|ing)?|switch(?:ed|ing)?|went"
    r"|go|going|fell|chang(?:ed|ing))\s+back\s+to)"
)
_BE = (
    r"(?:is|are|was|were|be|been|being|got|gets|get|['’]s|stays?|remains?)"
    r"(?:\s+(?:now|again|already|still|just|officially|currently|all|only|therefore|temporarily))*"
)
_OLD_ONE = r"(?:the|an|our|your)\s+(?:old|previous|former|last|earlier|original)\b"

# Behind it stands the thing that is taken away.
REMOVES = Pattern(
    written("leaves", rf"\b{_LEAVE}\b", "The printer pulled out of the contract"),
    written("removes", rf"\b{_REMOVE}\b\s*:?", "We had to pull the homepage again", "Rolled back: homepage"),
)
# The thing stands inside it.
REMOVES_AROUND = Pattern(
    written(
        "takes it down",
        rf"\b{_WITH_PARTICLE}\s+((?:[\w'’-]+\s+){{1,5}}?)(?:back(?!\s+(?:up|on(?:line)?)\b)|down|off(?:line)?"
        rf"|on\s+(?:hold|ice))\b",
        "Took the homepage offline",
    ),
    written(
        "hides it",
        r"\b(?:sets?|setting|made|make|makes|put|puts|mov(?:e[sd]?|ing)|switch(?:ed|ing)?|turn(?:ed"
        r"|ing)?)\s+((?:[\w'’-]+\s+){1,5}?)"
        r"(?:(?:to|into|in|as)\s+)?(?:private|hidden|draft|unlisted|archived?|inactive|invisible)\b",
        "I set the video to private",
    ),
)
# Before it stands whoever no longer goes along, or what did not get through.
GIVES_UP = Pattern(
    written(
        "gives up",
        r"\b(?:declined|refused|withdrew|bailed|cancelled|canceled|backed\s+out|pulled\s+out|dropped\s+out"
        r"|bowed\s+out|stepped\s+back"
        r"|said\s+no|bounced|failed|crashed|broke|stopped|ended|shut\s+down|closed\s+down|got\s+stuck"
        r"|didn['’]t\s+go\s+through)"
        r"(?=\s*(?:$|[,;.!)–—-])|\s+(?:again|on\s+us|at|this|last|today|yesterday|tonight|because|due|after|since"
        r"|half)\b)",
        "The courier declined",
    ),
)
# Before it stands the thing that is gone.
IS_GONE = Pattern(
    written(
        "was removed", rf"(?:\b|(?=['’])){_BE}\s+(?:\w+ly\s+)?{_REMOVE}(?!\s+of\b)", "The homepage was disabled at noon"
    ),
    written(
        "is off",
        rf"(?:\b|(?=['’])){_BE}\s+(?:down|off(?!\s+to\b)|offline|gone|void|dead|invalid|obsolete|history"
        rf"|off\s+the\s+table|on\s+(?:hold|ice)"
        r"|unavailable|a\s+no-?go)\b|\bon\s+hold\b",
        "The contract is void",
        "Budget on hold",
    ),
    written(
        "is out of it",
        rf"(?:\b|(?=['’])){_BE}\s+out\s+of\s+(?:the|our|your|their|this|both)\b(?!\s+(?:office|woods|house))",
        "Radio is out of the plan",
    ),
    written(
        "is out of order",
        rf"(?:\b|(?=['’])){_BE}\s+(?:broken|failing|crashing|stuck|unreachable|out\s+of\s+order|frozen|jammed)\b"
        r"|\b(?:fails|crashes|breaks|times\s+out)\b",
        "Tracking is broken again",
    ),
    written(
        "was sent back",
        rf"(?:\b|(?=['’])){_BE}\s+(?:(?:sent|shipped|handed|given|brought|carried)\s+back|returned|refused|lost"
        rf"|misplaced)\b",
        "The labels were sent back",
    ),
    written("went off", r"\b(?:went|goes|gone|going)\s+(?:offline|down|dark|off)\b", "The blog post went offline"),
    written(
        "fell through",
        r"\b(?:fell|falls|fallen)\s+(?:through|apart|over)|\b(?:collapsed|lapsed|expired|imploded)\b",
        "The contract fell through",
    ),
    written(
        "is the old one",
        rf"\b(?:back\s+(?:to|on|at)|shows?|displays?|serves?|(?:redirects?|points?|leads?)\s+to|is|are"
        rf"|looks?\s+like)\s+(?:(?:still|again|only"
        rf"|now)\s+)*{_OLD_ONE}",
        "The homepage shows the old design",
    ),
    written(
        "not before the public",
        rf"{_BE}\s+(?:only\s+)?(?:on\s+staging|in\s+(?:review|drafts?|qa|preview)|under\s+review|a\s+draft"
        rf"|on\s+the\s+test\s+\w+)\b",
        "The homepage is still in review",
    ),
    written(
        "still elsewhere",
        r"\b(?:is|are|sits?|hangs?|lies?)\s+still\s+(?:in|on|at|with)\s+(?:the|our|my|their)\s+\w+",
        "The mailing is still in the outbox",
    ),
)
# Of a clause that has it nothing stands as it was said, whether the thing is named before or behind.
MISDONE = Pattern(
    written(
        "by mistake",
        r"\b(?:by\s+(?:mistake|accident)|accidentally|mistakenly|prematurely|in\s+error|without\s+(?:approval"
        r"|permission|asking))\b",
        "We published the blog post by mistake",
    ),
    written("too early", r"\btoo\s+(?:early|soon)\b|\bpremature\b", "The blog post was published too early"),
    written(
        "the wrong one",
        r"(?<!nothing\s)(?<!not\s)(?<!never\s)(?<!n['’]t\s)\b(?:(?:the|a|an)\s+)?wrong\s+(?!about\b|with\b)",
        "You uploaded the wrong video",
    ),
    written(
        "does not suit",
        r"\b(?:do(?:es)?\s*n['’]t|do(?:es)?\s+not|wo\s*n['’]t|no\s+longer)\s+(?:work|works|suit|suits|fit"
        r"|fits)\b.{0,30}\bfor\b",
        "Thursday doesn't work any more for the workshop",
    ),
)
# Behind it stands what was ruled upon and is open again, whichever way.
REOPENS = Pattern(
    written("overrules", rf"\b{_OVERRULE}\b", "Legal overruled the budget"),
    written(
        "waits with",
        r"\b(?:wait(?:ing)?|hold(?:ing)?(?:\s+off)?)\s+(?:with|on)\b(?!\s+(?:hold|the\s+(?:phone|line))\b)"
        r"|\bhold(?:ing)?(?:\s+off)?(?=\s+(?:the|our|your|that|this)\b)"
        r"|\b(?:not|no\s+longer)\s+(?:so\s+)?(?:sure|happy|convinced)\s+(?:about|with|of|by)\b",
        "Wait with the radio spots",
    ),
)
IS_OPEN_AGAIN = Pattern(
    written("overruled", rf"{_BE}\s+{_OVERRULE}", "The budget was overruled"),
    written(
        "open again",
        r"\b(?:is|are)\s+(?:\w+\s+)?(?:open|undecided|under\s+discussion)\s+again\b|\bneeds?\s+(?:another|one\s+more"
        r"|a\s+second)\s+(?:round|look|pass|review)\b"
        r"|\bback\s+(?:to\s+(?:square\s+one|the\s+drawing\s+board|draft)|in\s+(?:review|discussion|draft))\b",
        "The launch date is open again",
        "The logo needs another round",
    ),
    written(
        "new date", r"(?<=[\w,:])\W+new\s+(?:date|day|time|slot|deadline)\b", "Workshop: new date Friday 20 November"
    ),
)
# Behind it stands the thing that is there, still or again.
KEEPS = Pattern(
    written("keeps", rf"\b{_KEEP}(?![\w-])\s*:?", "We are keeping the radio spots", "Reopened: checkout error"),
    written(
        "meets it",
        r"\b(?:reproduce[sd]?|reproducing|(?:still|again)\s+(?:see|sees|seeing|get|gets|getting|have|has|hit|hits"
        r"|face|faces|run\s+into))\b",
        "We can still reproduce the bug",
    ),
)
KEEPS_AROUND = Pattern(
    written(
        "again",
        r"\b(?:see(?:ing|s|n)?|saw|get(?:s|ting)?|got|have|has|had|run(?:s|ning)?|do(?:ing)?|book(?:ed|ing)?|use"
        r"|using|hit(?:ting)?)\s+"
        r"((?:[\w'’-]+\s+){1,5}?)(?:again|after\s+all)\b",
        "We're seeing the checkout error again",
        "We run the radio spots after all",
    ),
    written(
        "wants back",
        r"\b(?:want(?:s|ed)?|need(?:s|ed)?|would\s+like)\s+((?:[\w'’-]+\s+){1,5}?)(?:back|to\s+(?:stay|continue"
        r"|go\s+on))\b",
        "Our CEO wants the radio spots back in",
    ),
)
# Before it stands the thing that is there, still or again.
STAYS = Pattern(
    written(
        "stays",
        r"\b(?:stays?|stayed|staying|remains?|persists?|lives?\s+on|go(?:es)?\s+on|continues?)\b",
        "The radio spots stay",
    ),
    written(
        "is there",
        rf"{_BE}(?:n['’]t|\s+not)?\s+(?:\w+\s+)?(?:up|live|online|available|there|in\s+place|back\s+on|running|valid"
        rf"|active"
        r"|visible|reachable|accessible|found|binding|public|supposed\s+to|in\s+(?:the|our|your)\s+(?:store|shop|app"
        r"|feed|cart|menu))\b"
        r"(?!\s+for\b)",
        "The campaign is live",
    ),
    # Of a clause that is denied: the thing is not there.
    written(
        "is not done",
        rf"\b(?:\w+n['’]t|cannot|(?:is|are|was|were|has|have|had|do|does|did|will|must|should|can"
        rf"|could)\s+not)\s+(?:(?:\w+ly|yet|be|been"
        rf"|even|really|supposed\s+to)\s+)*(?:{PERFECTIVE}|work(?:ing)?|go(?:ne|ing)?\s+(?:out|live|ahead|through)"
        rf"|approved|extended"
        r"|arrived|agreed|load|open|run)\b",
        "The press release didn't go out",
    ),
    written(
        "returned",
        r"\b(?:returned|reappeared|resurfaced|re-?occurred|recurs|(?:is|are|was|were|came|comes|come)\s+back)\b"
        r"|\b(?:still|again)\s+(?:happens?|happening|occurs?|occurring|there|exists?|appears?|shows?|open)\b"
        r"|\b(?:happens?|occurs?|appears?|happened|occurred|appeared|popped\s+up|shows?\s+up|showed\s+up)\b",
        "The checkout error came back this morning",
        "The checkout error happens on Safari",
    ),
)
# Before it stands a trouble that is over.
IS_OVER = Pattern(
    written(
        "over",
        rf"{_BE}(?:n['’]t|\s+not)?\s+(?:\w+\s+)?(?:over|gone|solved|resolved|fixed|sorted|closed|settled|history)\b",
        "The outage is over",
    ),
)
# Behind it stands what is not there, where the clause is denied: "we don't want the new logo any more".
WANTS = Pattern(
    written(
        "wants",
        r"\b(?:want|need|like|use|run|launch|publish|sign|approve|ship|proceed\s+with"
        r"|go\s+(?:ahead\s+)?with)\b(?=\s+(?:the|our|your|this|that|these|those)\b)",
        "We don't want the new logo any more",
    ),
)

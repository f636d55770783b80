"""Past forms that no rule of spelling brings to their verb: "sent" is of "send".

Not here: forms that are their verb's own ("put"), and those that are read as something else as often ("left", "known").
"""

from __future__ import annotations

VERB_OF = {
    form: verb
    for verb, forms in {
        "become": "became",
        "begin": "began begun",
        "break": "broke",
        "bring": "brought",
        "build": "built",
        "buy": "bought",
        "catch": "caught",
        "choose": "chose chosen",
        "come": "came",
        "deal": "dealt",
        "draw": "drew drawn",
        "drive": "drove",
        "eat": "ate eaten",
        "fall": "fell fallen",
        "find": "found",
        "finish": "done",
        "fly": "flew flown",
        "forget": "forgot forgotten",
        "get": "got gotten",
        "give": "gave given",
        "go": "went gone",
        "grow": "grew grown",
        "hang": "hung",
        "hear": "heard",
        "hold": "held",
        "keep": "kept",
        "lead": "led",
        "lose": "lost",
        "make": "made",
        "mean": "meant",
        "meet": "met",
        "pay": "paid",
        "ring": "rang",
        "rise": "rose risen",
        "run": "ran",
        "say": "said",
        "see": "saw seen",
        "sell": "sold",
        "send": "sent",
        "show": "shown",
        "sink": "sank",
        "speak": "spoke spoken",
        "spend": "spent",
        "stand": "stood",
        "take": "took taken",
        "teach": "taught",
        "tell": "told",
        "think": "thought",
        "throw": "threw thrown",
        "understand": "understood",
        "win": "won",
        "write": "wrote written",
    }.items()
    for form in forms.split()
}

"""Short words of assent: praise, and nods such as "will do" and "makes sense".

Thanks and plain assent are `dialogue`; what the nod stands below is the caller's.
"""

from __future__ import annotations

from yarnnn_pipelines.english.alternatives import Pattern, opens, said

PRAISE = Pattern(
    said(
        "is liked",
        """
        great | good | nice | lovely | love[sd]? | like[sd]? | beautiful(?:ly)? | amazing | awesome | happy | pleased
        | perfect | excellent | fantastic | well done | congrat\\w* | works
        """,
        "The shop page looks great",
        "Everybody here loves the new page",
        "Congratulations on the launch",
        "We liked it",
        "It runs beautifully",
    )
)
NODS = Pattern(
    opens(
        "nods",
        """
        absolutely | definitely | certainly | of course | exactly | indeed | will do | sure | got it | noted
        | understood | makes sense | good (?:point|idea|catch|call) | same here | no (?:problem|worries)
        | you(?:'re| are) (?:right|welcome) | feel free | happy to | welcome | cheers | cool | okay | ok | fine
        """,
        "Will do, Dana",
        "Absolutely, feel free to call",
        "Good point",
        "No worries",
        "You're welcome",
    ),
    said("let us", "let's | let us", "Let's make sure that it holds"),
)

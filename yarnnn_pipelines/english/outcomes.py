"""Words for how a matter came out, each with those that say the opposite, and words that give a cause.

Whether a text says that something is done at all is `results`, that it is in trouble `troubles`.
"""

from __future__ import annotations

from yarnnn_pipelines.english.alternatives import Pattern, said

CAUSE = Pattern(
    said(
        "cause",
        r"""
        because | due to(?! be\b) | owing to | thanks to | as a result of | as a consequence of | caused by
        | on account of | which is why | (?:cause|reason) (?:is|was)
        """,
        "the launch slipped due to a mistake",
        "the reason was a wrong address",
        unlike=("it is due to be finished",),
    )
)
_ACCEPTED = Pattern(
    said(
        "accepted",
        """
        approve | approves | approved | approval | accept | accepts | accepted | confirm | confirms
        | confirmed | agree | agrees | agreed
        """,
        "Dana approved the page",
    )
)
_REFUSED = Pattern(
    said(
        "refused",
        """
        reject | rejects | rejected | refuse | refuses | refused | vetoed | turned down
        """,
        "Dana rejected the page",
    )
)
_MENDED = Pattern(
    said(
        "mended or done",
        """
        fixed | resolved | solved | done | finished | complete | completed | ready | works | working
        """,
        "the form is fixed",
    )
)
_BROKEN = Pattern(
    said(
        "broken",
        """
        broke | broken | fail | fails | failed | failing | crash | crashes | crashed | crashing
        | unusable
        """,
        "the form is broken",
    )
)
_RUNS = Pattern(
    said(
        "under way or out",
        """
        launched | live | published | released | delivered | sent | started | shipped
        """,
        "the shop is live",
    )
)
_CALLED_OFF = Pattern(
    said(
        "called off",
        """
        canceled | cancelled | called off | scrapped | abandoned | withdrawn
        """,
        "the launch is cancelled",
    )
)
_OPEN = Pattern(
    said(
        "still open",
        """
        open | pending | outstanding | missing | blocked | overdue | late | delayed | waiting
        """,
        "the order is pending",
    )
)
_OVER = Pattern(
    said(
        "over",
        """
        done | closed | complete | completed | settled | fixed | resolved | finished | delivered
        """,
        "the order is done",
    )
)
_MORE = Pattern(
    said(
        "upwards",
        """
        up from | is up | are up | was up | went up | rises | rose | risen | grows | grew | grown
        | increases | increased
        """,
        "conversion is up",
    )
)
_LESS = Pattern(
    said(
        "downwards",
        """
        down from | is down | are down | was down | went down | falls | fell | fallen | decreases
        | decreased | shrank | shrunk
        """,
        "conversion is down",
    )
)
# What a text may say, and what speaks against it.
OPPOSITES: tuple[tuple[Pattern, Pattern], ...] = (
    (_ACCEPTED, _REFUSED),
    (_REFUSED, _ACCEPTED),
    (_MENDED, _BROKEN),
    (_BROKEN, _MENDED),
    (_RUNS, _CALLED_OFF),
    (_CALLED_OFF, _RUNS),
    (_OVER, _OPEN),
    (_MORE, _LESS),
    (_LESS, _MORE),
)
# What nobody says of a matter whose words tell of no trouble.
GRAVE = (_REFUSED, _BROKEN, _CALLED_OFF)

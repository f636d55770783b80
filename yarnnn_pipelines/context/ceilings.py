"""How much of a text and of a client's week is read, so that one endless mail costs nobody else their update.

Everything on the line grows about linearly with what it reads, and these ceilings bound that. What lies beyond one is
named in every account of what was read (`deliverables.week.unread`), never dropped in silence.
"""

from __future__ import annotations

import re

# Forty printed pages, more than twice the longest message that Slack takes (40,000). What is longer is a log, a table
# or a book that was pasted, and no report of a week.
MOST_OF_A_TEXT = 100_000  # characters
# Some 40,000 chat messages, read in about ten seconds. The newest are read first: they say how things stand by now.
MOST_OF_A_WEEK = 2_000_000  # characters of one client's week
# A deliverable tells a dozen; those that weigh most are among the first thousand.
MOST_STATEMENTS = 1_000
MOST_MEETINGS = 1_000  # that were held, moved or are coming, of one client's week

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s|\n")
_LONGEST_LOOKED_FOR = 2_000  # characters; a sentence that is longer carries nothing (`signals.LONGEST_CHARACTERS`)


def part_read(text: str) -> str:
    """As much of the text as is read: all of it, or whole sentences up to the ceiling."""
    if len(text) <= MOST_OF_A_TEXT:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text, MOST_OF_A_TEXT - _LONGEST_LOOKED_FOR, MOST_OF_A_TEXT)]
    return text[: ends[-1] if ends else MOST_OF_A_TEXT - _LONGEST_LOOKED_FOR]


def with_texts_read(events: str) -> str:
    """A query of rows with `client_id, week, occurred_at, event_id, text`, with two columns more: `is_read`, false for
    the oldest texts of a client's week that is too long, and `characters`, the length of the whole text.

    Of a longer text one character more than is read is handed out, by which `part_read` knows it.
    """
    return f"""
        select * replace (left(text, {MOST_OF_A_TEXT + 1}) as text), length(text) as characters,
            sum(least(length(coalesce(text, '')), {MOST_OF_A_TEXT})) over (
                partition by client_id, week order by occurred_at desc, event_id desc rows unbounded preceding
            ) <= {MOST_OF_A_WEEK} as is_read
        from ({events})
    """

"""What fault runs of Notion share: error answers, and a page's state as the server shows it and as it has landed."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from tests.platforms.loopback import Dropped
from tests.platforms.notion_server import SeenPage, notion_error
from yarnnn_pipelines.sources.shared.http import ATTEMPTS

FAULTS = {
    "429": notion_error(429, retry_after=0),
    "529": notion_error(529, retry_after=0),
    "500": notion_error(500),
    "502": notion_error(502),
    "odd": notion_error(400, message="This page is odd."),
    "cursor": notion_error(400, message="The start_cursor provided is invalid: gone"),
    "cut": Dropped(0.5),
    "no answer": Dropped(0),
}
BAD_REQUESTS = ("odd", "cursor")  # met by a block, that block alone is left out, and reported
MEETS = st.tuples(st.sampled_from(sorted(FAULTS)), st.sampled_from([1, ATTEMPTS, ATTEMPTS]))
TROUBLES = st.fixed_dictionaries(
    {
        "kill_at": st.sampled_from([None, None, None, 3, 6, 10, 15, 21]),
        "commits": st.sampled_from([None, None, None, 1, 2, 3]),
        "requests": st.sampled_from([None, None, 5, 9, 14, 20]),
        "faults": st.dictionaries(st.integers(1, 25), MEETS, max_size=2),
    }
)
State = tuple[str, str | None, tuple[str, ...], tuple[str, ...]]


def state_of(page: SeenPage) -> State:
    """(title, parent, property values, the texts of its blocks) as far as both sides tell them in the same words."""
    return page.title, page.database, values_of(page), tuple(sorted(_words([one.text for one in page.blocks])))


def values_of(page: SeenPage) -> tuple[str, ...]:
    return tuple(value for name, value in page.properties.items() if name == "State" and value)


def seen_in(row: dict[str, Any]) -> tuple[str, str]:
    return row["text"], row["payload"]


def state_of_row(row: dict[str, Any]) -> State:
    said = json.loads(row["payload"])
    values = tuple(said["properties"].values())
    body = row["text"].splitlines()[len(values) :]
    database = row["container_id"][7:] if said["database"] else None
    return said["title"], database, values, tuple(sorted(_words(body)))


def _words(lines: list[str]) -> list[str]:
    return [line for line in lines if line]

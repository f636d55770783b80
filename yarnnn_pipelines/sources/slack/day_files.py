"""What a JSON file of a channel's folder holds: a day's messages, or things of the channel that are none.

A day's file is a list of messages. A file that no day names is one of a canvas or a list, and has an object or a list
of them; a message in it is taken all the same.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

from yarnnn_pipelines.sources.shared.envelope import parse_json
from yarnnn_pipelines.sources.slack.export_coverage import day_in

# As Slack names the files of canvases and lists.
_OF_NO_MESSAGE = re.compile(r"(?i)(?:canvas(?:es)?|lists?)_in_the_conversation(?:[\W_]*\d+\W*)?\.json")


def can_hold_messages(path: str) -> bool:
    """Whether messages may be missing where a file of a channel's folder can't be read."""
    name = PurePosixPath(path).name
    return name.casefold().endswith(".json") and not _OF_NO_MESSAGE.fullmatch(name)


def records_in(path: str, data: bytes) -> list[Any]:
    """The records of a file, which is named by a day or not. `ValueError`, in words, where messages may be in it and
    can't be told."""
    try:
        value = parse_json(data)
    except ValueError as error:
        raise ValueError(f"it is not JSON ({error})") from error
    if isinstance(value, list):
        return value
    if day_in(path) or _holds_messages(value):
        raise ValueError("it is JSON, but not a list of messages")
    return [value]


def _holds_messages(value: Any) -> bool:
    """Whether messages stand somewhere below: a file tells of the messages that share it too, without their words."""
    below = [value]
    while below:
        inner = below.pop()
        inside = list(inner.values()) if isinstance(inner, dict) else inner if isinstance(inner, list) else []
        if any(isinstance(each, dict) and "ts" in each and ("text" in each or "type" in each) for each in inside):
            return True
        below += inside
    return False

"""How far a command is: every stage ends, whatever the height of the terminal, and one plain line a stage elsewhere."""

from __future__ import annotations

import io
import re
from contextlib import suppress

from rich.console import Console

from yarnnn_pipelines.cli.views.progress import Stages
from yarnnn_pipelines.core.progress import PERCENT


class Stopped(Exception):
    pass


def written(height: int, *, is_terminal: bool, calls, stops: bool = False) -> str:
    file = io.StringIO()
    console = Console(file=file, force_terminal=is_terminal, width=80, height=height, legacy_windows=False)
    with suppress(Stopped), Stages(console) as progress:
        for call in calls:
            progress(*call)
        if stops:
            raise Stopped
    return file.getvalue()


def lines(text: str) -> list[str]:
    """What stays on the terminal, without colours and redraws."""
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text).replace("\r", "\n")
    return [line.rstrip() for line in plain.splitlines() if line.startswith(("✓", "✗"))]


MANY = [(f"Stage {number}", done, 2) for number in range(40) for done in (0, 1, 2)]


def test_each_stage_ends_as_one_line_on_a_terminal_of_any_height():
    for height in (3, 24):
        shown = lines(written(height, is_terminal=True, calls=MANY))
        assert [line.split("  ")[0] for line in shown] == [f"✓ Stage {number}" for number in range(40)]


def test_the_live_rows_never_fill_the_terminal():
    with Stages(Console(file=io.StringIO(), force_terminal=True, width=80, height=6)) as progress:
        progress("Slack", 0, 10, "reading a-very-long-name" * 20)
        rendered = Console(width=80, height=6, file=io.StringIO(), record=True)
        rendered.print(progress._rows())
        assert len(rendered.export_text().splitlines()) == 1


def test_a_part_that_is_done_does_not_end_its_stage():
    calls = [("Slack", 1, 1, "reading a.zip"), ("Slack", 1, 1, "loading a.zip"), ("Slack", 2, 2)]
    (line,) = lines(written(24, is_terminal=True, calls=calls))
    assert line.startswith("✓ Slack")


def test_a_stage_that_stops_midway_is_shown_as_stopped():
    calls = [("Slack", 0, 1, "reading a.zip"), ("Gmail", 0, 1), ("Gmail", 1, 1), ("Notion", 0, 1)]
    shown = lines(written(24, is_terminal=True, calls=calls, stops=True))
    assert [(line[0], line.split()[1], line.endswith("stopped")) for line in shown] == [
        ("✗", "Slack", True),
        ("✓", "Gmail", False),
        ("✗", "Notion", True),
    ]


def test_without_a_terminal_a_stage_is_one_plain_line():
    calls = [("Starting", 0, 1, "importing"), ("Starting", 1, 1), ("Update", 0, 2), ("Update", 2, 2)]
    text = written(24, is_terminal=False, calls=calls)
    assert re.fullmatch(r"Starting: \d+\.\d s\nUpdate: 2 in \d+\.\d s\n", text)


def test_a_stage_whose_parts_nobody_would_count_has_no_count():
    calls = [("Events", 0, PERCENT), ("Events", 40, PERCENT), ("Events", PERCENT, PERCENT)]
    assert re.fullmatch(r"Events: \d+\.\d s\n", written(24, is_terminal=False, calls=calls))
    (line,) = lines(written(24, is_terminal=True, calls=calls))
    assert re.fullmatch(r"✓ Events +\d+\.\d s", line)

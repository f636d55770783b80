"""Threads that write at the same time write the same: the first texts of a process come out as every later one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from threading import Barrier, Thread
from typing import Any

import pytest

from yarnnn_pipelines.deliverables.render import render
from yarnnn_pipelines.sources.gmail import text_kinds
from yarnnn_pipelines.sources.notion import text as notion_text
from yarnnn_pipelines.supervision import text_form

THREADS = 4
PARSERS: dict[str, Callable[[], Any]] = {
    "of a page": render._markdown_it,
    "of an edited text": text_form._markdown_it,
    "of a mail": text_kinds._parser,
    "of Notion": notion_text._parser,
}
TEXT = "# Update\n\n- The *landing page* is live.\n- [Menu](https://x.example)\n\nThanks\n"


@pytest.fixture(autouse=True)
def _often_interrupted() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.parametrize("parser", PARSERS.values(), ids=list(PARSERS))
def test_the_first_texts_come_out_whole_whoever_else_writes_meanwhile(parser: Callable[[], Any]) -> None:
    wanted = parser().render(TEXT)
    for _ in range(100):
        parser.cache_clear()  # type: ignore[attr-defined]
        shared, began, came_out = parser(), Barrier(THREADS), []

        def write() -> None:
            began.wait()  # noqa: B023
            came_out.append(shared.render(TEXT))  # noqa: B023

        threads = [Thread(target=write) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert came_out == [wanted] * THREADS

"""What twice as much costs: statements in a text, messages and promises in a week, lines of a mail, clients.

`uv run python -m benchmarks.growth [--doublings 4] [--without-ceiling]`: processor seconds at each size, and how many
times those of half the size they are, beside the same ratio of a reference whose work is a line: finding the words of
the same text, or folding the same names. A ratio near the reference's is linear growth, twice as high is quadratic.
Without the ceiling every statement is compared, not only the `context.ceilings.MOST_STATEMENTS` that weigh most.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from random import Random

from tests.unit.test_growth import SAID as STATED
from tests.unit.test_growth import asks_and_promises, promises_of
from tests.unit.weekly import at, client_week, mail, message, stored
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.deliverables.brief import brief
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.render.render import html_page, review_markdown
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.week.agency_marks import AgencyMarks
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.deliverables.writers.extractive import Extractive
from yarnnn_pipelines.project import settings_of
from yarnnn_pipelines.sources.gmail.text import clean_mail

KIND = deliverable_type("client_update")
SAID = (*STATED, "Lunch at the {} place?")
WORD = re.compile(r"\w+")
COVERAGE = {"landed": 1, "used": 1, "ignored": {}, "unassigned": 0}

Work = Callable[[], object]
Sized = Callable[[int], tuple[Work, Work]]  # for a size: the work, and the reference


def sentences(count: int) -> list[str]:
    chance = Random(7)
    syllables = [a + b for a in "bcdfglmnprst" for b in "aeiou"]
    return [chance.choice(SAID).format("".join(chance.choices(syllables, k=3))) for _ in range(count)]


def update_of(events: Sequence[Event]) -> None:
    """Signals, brief, draft, gate and both pages of a week of these events."""
    week = client_week(*events)
    draft = Extractive().write(brief.make_brief(week, KIND), KIND)
    gated = judge(draft, frame_for(week), KIND, stored(week))
    html_page(draft.title, review_markdown(gated, 1, "drafted", COVERAGE, None))


def words_of(texts: Sequence[str]) -> None:
    for text in texts:
        for _ in range(50):
            WORD.findall(text)


def statements(size: int) -> tuple[Work, Work]:
    said = sentences(size)
    return partial(update_of, [mail("Mia Duarte", at(10), "Launch", " ".join(said))]), partial(words_of, said)


def messages(size: int) -> tuple[Work, Work]:
    said = sentences(size)
    step = timedelta(days=5) / size
    events = [message(("Mia Duarte", "Dana Reyes")[n % 2], at(9, 8) + n * step, words) for n, words in enumerate(said)]
    return partial(update_of, events), partial(words_of, said)


def promises(size: int) -> tuple[Work, Work]:
    events = asks_and_promises(size)
    return partial(promises_of, events), partial(words_of, [event.text for event in events])


def quoted_lines(size: int) -> tuple[Work, Work]:
    said = sentences(size)
    text = "Approved.\n\nOn Mon, 9 Nov 2026 at 10:00, Mia Duarte <mia@us.example> wrote:\n" + "\n".join(
        f"> {words}" for words in said
    )
    return partial(clean_mail, text), partial(words_of, said)


def clients(size: int) -> tuple[Work, Work]:
    names = [f"Kunde{n} Handels GmbH" for n in range(size)]
    said = sentences(20)
    agency = {"name": "Us", "time_zone": "Europe/Lisbon", "domains": ["us.example"], "start": "2026-W40"}
    settings = settings_of(
        {
            "agency": agency,
            "sources": {},
            "clients": [
                {"id": f"c{n}", "name": name, "aliases": [f"Kunde{n}"], "domains": [f"kunde{n}.example"]}
                for n, name in enumerate(names)
            ],
        }
    )

    def look_up() -> None:
        marks = AgencyMarks(settings)
        for client in settings.clients:
            key, others = ClientWeek(client.id, "2026-W46"), marks.others_of(client.id)
            if any(others.named_in(words, (client.name,)) for words in said):
                raise RuntimeError(f"{key}: a sentence that names nobody is said to name somebody")

    return look_up, partial(words_of, names * 20)


GROWTHS: dict[str, tuple[Sized, int]] = {
    "statements in a text": (statements, 125),
    "messages in a week": (messages, 125),
    "promises in a week": (promises, 250),
    "quoted lines in a mail": (quoted_lines, 2_500),
    "clients of an agency": (clients, 100),
}


def processor_seconds(work: Work) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--doublings", type=int, default=4)
    parser.add_argument("--without-ceiling", action="store_true", help="of statements that are compared")
    chosen = parser.parse_args(arguments)
    if chosen.without_ceiling:
        vars(brief)["MOST_STATEMENTS"] = 1_000_000
    for name, (sized, smallest) in GROWTHS.items():
        sized(smallest)[0]()  # what is compiled or imported once
        print(f"{name:<24} {'seconds':>9} {'ratio':>7} {'reference':>10} {'ratio':>7}")
        before: tuple[float, float] | None = None
        for doubling in range(chosen.doublings + 1):
            size = smallest * 2**doubling
            work, reference = (processor_seconds(part) for part in sized(size))
            ratios = (
                [f"{now / then:.1f}" for now, then in zip((work, reference), before, strict=True)] if before else []
            )
            first, second = ratios or ("", "")
            print(f"{size:>24,} {work:>9.2f} {first:>7} {reference:>10.3f} {second:>7}", flush=True)
            before = work, reference


if __name__ == "__main__":
    main()

"""How long the review page's server takes with years of many clients in the ledger.

`uv run python -m benchmarks.review [--clients 1000] [--weeks 53]`: milliseconds of each page, the first time (when the
week's risks are worked out) and the median of the next twenty, beside a reference of the same run: a style sheet from
the same server, which is what a request costs by itself. Texts of the newest week have the size of the demo's
documents, 25 kB; those of earlier weeks are short, since no page reads more than one of them.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from statistics import median

import requests
from sqlalchemy import insert

from tests.review_line import claim, document, item, project_in, served, version
from yarnnn_pipelines.core.weeks import add_weeks
from yarnnn_pipelines.project import Project, agency_ledger
from yarnnn_pipelines.stores.ledger import tables
from yarnnn_pipelines.stores.ledger.statements import now
from yarnnn_pipelines.supervision.queue import figures_of

NEWEST = "2026-W46"
REPEATED = 20


def fill(project: Project, weeks: int) -> None:
    ledger = agency_ledger(project)
    short = document(claim("c1", "It launched on Monday."))
    told = [claim(f"c{number}", f"Matter {number} was settled on Monday.") for number in range(12)]
    whole = document(*told, items=[item(f"slack:{number}", f"Words of message {number}." * 4) for number in range(50)])
    for back in range(weeks - 1, -1, -1):
        week = add_weeks(NEWEST, -back)
        made = short if back else whole
        figures = figures_of(made, len(version("a", week, made).markdown))
        rows = [
            {**vars(version(client.id, week, made)), "version": 1, "gated_at": now(), "figures": figures}
            for client in project.settings.clients
        ]
        with ledger.engine.begin() as con:
            con.execute(insert(tables.versions), rows)


def milliseconds(session: requests.Session, address: str) -> float:
    began = time.perf_counter()
    session.get(address, timeout=600).raise_for_status()
    return (time.perf_counter() - began) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=1000)
    parser.add_argument("--weeks", type=int, default=53)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = project_in(Path(folder), given.clients)
        fill(project, given.weeks)
        pages = {
            "reference": "/static/review.css",
            "the week": f"/?week={NEWEST}",
            "a deliverable": f"/acme/{NEWEST}/client_update",
            "its items": f"/acme/{NEWEST}/client_update?items",
        }
        with served(project) as address, requests.Session() as session:
            for name, path in pages.items():
                first = milliseconds(session, address + path)
                next_ones = median(milliseconds(session, address + path) for _ in range(REPEATED))
                print(f"{name:15} first {first:8.1f} ms   then {next_ones:8.1f} ms")


if __name__ == "__main__":
    main()

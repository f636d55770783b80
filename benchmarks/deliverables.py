"""200 client updates in one run: milliseconds for each beyond the run's fixed cost.

`uv run python -m benchmarks.deliverables [--clients 200]`: an agency of that many clients with one week of Slack each.
A run for one client is the fixed cost; the run for all of them is compared with it, for draft and gate and then for
publishing what was approved, as approving does it. Dagster's own records of the first two are included (target: under
100 ms for all three).
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from yarnnn_pipelines.context.raw_tables import ensure_raw_tables
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.core.progress import silent
from yarnnn_pipelines.core.weeks import week_bounds
from yarnnn_pipelines.launch import open_line
from yarnnn_pipelines.project import Project, open_project
from yarnnn_pipelines.stages.publish import publish_batch
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.opening import open_ledger
from yarnnn_pipelines.stores.warehouse import write_warehouse

WEEK = "2026-W46"
ZONE = "Europe/Lisbon"
TARGET = 100.0
SAID = [
    "The new landing page launched on Monday.",
    "We decided to move the shoot to the second week of December.",
    "Conversion rose from 2.1 % to 2.8 % since the launch.",
    "Could you sign off the revised budget by Friday?",
    "The tracking gap is closed, the pixel fires on every page again.",
    "I'll send the photo selection on Thursday.",
    "There is a risk that the print proofs come a week late.",
    "Thanks, looks good!",
    "Lunch at one?",
    "The press kit is finished and lies in the shared folder.",
    "We agreed to drop the second newsletter in November.",
    "Opening rate of the newsletter was 41 % this week.",
]


def agency(folder: Path, clients: int) -> Project:
    settings = {
        "agency": {"name": "Benchmark", "time_zone": ZONE, "domains": ["us.example"], "start": WEEK},
        "sources": {},
        "clients": [
            {"id": f"c{i:04d}", "name": f"Client {i:04d}", "domains": [f"c{i:04d}.example"],
             "slack": {"shared": [f"client-{i:04d}"]}}
            for i in range(clients)
        ],
    }  # fmt: skip
    path = folder / "yarnnn.yaml"
    path.write_text(yaml.safe_dump(settings), encoding="utf-8")
    project = open_project(path, home=Home(folder / "home"))
    project.home.prepare()
    start, _ = week_bounds(WEEK, ZONE)
    with write_warehouse(project.home) as con:
        ensure_raw_tables(con)
        con.execute(
            """insert into slack.channels by name
               select 'slack:T:C' || i as item_id, 'v' as version, $start::timestamptz as occurred_at,
                      $start::timestamptz as observed_at, false as is_deleted,
                      'client-' || lpad(i::varchar, 4, '0') as text, '{"kind": "private"}' as payload
               from range($clients) as r(i)""",
            {"start": start, "clients": clients},
        )
        con.execute(
            """insert into slack.users by name
               select 'slack:T:U' || i as item_id, 'v' as version, $start::timestamptz as occurred_at,
                      $start::timestamptz as observed_at, false as is_deleted,
                      ['Mia Duarte', 'Jonas Weber'][1 + i] as text,
                      '{"profile": {"email": "u' || i || '@us.example"}}' as payload
               from range(2) as r(i)""",
            {"start": start},
        )
        con.execute(
            """insert into slack.messages by name
               select 'slack:T:C' || c || ':' || m as item_id, 'v' as version, 'slack:T:C' || c as container_id,
                      'slack:T:U' || (m % 2) as author_id,
                      $start::timestamptz + to_hours((9 + m * 5)::bigint) as occurred_at,
                      $start::timestamptz + interval 8 day as observed_at, false as is_deleted, $said[1 + m] as text,
                      'https://us.slack.example/' || c || '/' || m as permalink, '{}' as payload
               from range($clients) as r(c), range(len($said)) as s(m)""",
            {"start": start, "clients": clients, "said": SAID},
        )
    return project


def seconds(work: Callable[..., object], *arguments: object) -> float:
    began = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - began


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=200)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="yarnnn-deliverables-") as folder:
        project = agency(Path(folder), chosen.clients + 2)
        warm, alone, *many = [client.id for client in project.settings.clients]
        with open_line(project, silent) as line:
            line.build_context([WEEK])
            line.produce("client_update", [warm], [WEEK])
            one, all_of_them = (seconds(line.produce, "client_update", clients, [WEEK]) for clients in ([alone], many))
            told(f"draft and gate, {len(many)} clients", one, all_of_them, len(many))
            first = (all_of_them - one) / (len(many) - 1)
            ledger = open_ledger(project.home.ledger_url)
            states = {standing.client: standing.state for standing in ledger.standings()}
            drafted = [client for client in many if states[client] == "drafted"]
            print(f"  of which drafted: {len(drafted)}")
            for client in [warm, alone, *drafted]:
                ledger.approve(client, WEEK, "client_update", "benchmark")
            publish(project, ledger, [warm])
            one, all_of_them = (seconds(publish, project, ledger, clients) for clients in ([alone], drafted))
            told(f"publish, {len(drafted)} clients", one, all_of_them, len(drafted))
            second = (all_of_them - one) / (len(drafted) - 1)
    print(
        f"drafted, gated and published: {(first + second) * 1000:.0f} ms for each client update (target {TARGET:.0f})"
    )


def publish(project: Project, ledger: Ledger, clients: list[str]) -> None:
    failures = publish_batch(project, ledger, "client_update", [ClientWeek(client, WEEK) for client in clients]).failed
    assert not failures, failures


def told(what: str, one: float, many: float, count: int) -> None:
    print(f"{what}: {many:.2f} s, fixed cost {one:.2f} s, {(many - one) / (count - 1) * 1000:.1f} ms each beyond it")


if __name__ == "__main__":
    main()

"""What is said when a run of the line fails: what, of which week and clients, and the mend.

Pure. It names clients by their ids and quotes no error, since an error may hold what a client wrote or a secret. How it
is sent is `publishing.alerts`'.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.counts import counted
from yarnnn_pipelines.core.keys import ClientWeek

CLIENTS_NAMED = 10


class FailedRun(NamedTuple):
    """A run that failed. job: of which stage; week: '' where it is of none; steps: what of it failed; failed: what the
    run says of each client week that failed, as assets/deliverables.py writes it."""

    run_id: str
    job: str
    week: str
    steps: Sequence[str]
    failed: Sequence[str] = ()


class Message(NamedTuple):
    subject: str
    text: str


def message_of(run: FailedRun, settings: Settings) -> Message:
    of_week = f" for {run.week}" if run.week else ""
    clients = _clients(run.failed, settings)
    lines = [f"The line of {settings.agency.name}{of_week} failed at `{run.job}`{_at(run.steps)}."]
    if clients:
        named = ", ".join(clients[:CLIENTS_NAMED])
        more = f" and {len(clients) - CLIENTS_NAMED} more" if len(clients) > CLIENTS_NAMED else ""
        lines.append(f"{counted(len(clients), 'client')} failed: {named}{more}. The others are done.")
    week = f" --week {run.week}" if run.week else ""
    lines.append(f"Mend: `yarnnn doctor` says what can't be read, `yarnnn run{week}` what fails, and makes the rest.")
    lines.append(f"Log: run {run.run_id} in the Dagster UI (`yarnnn ui`).")
    lines.append(f"What waits: {settings.review.url.rstrip('/')}/{f'?week={run.week}' if run.week else ''}")
    return Message(f"yarnnn: the line{of_week} failed at {run.job}", "\n".join(lines))


def _at(steps: Sequence[str]) -> str:
    return f" ({', '.join(dict.fromkeys(steps))})" if steps else ""


def _clients(failed: Iterable[str], settings: Settings) -> list[str]:
    """The ids that the lines begin with, of clients that there are; nothing else of a line is repeated."""
    known = {client.id for client in settings.clients}
    found = []
    for line in failed:
        try:
            client_week = ClientWeek.parse(line.partition(":")[0])
        except (TypeError, ValueError):
            continue
        if client_week.client_id in known:
            found.append(client_week.client_id)
    return list(dict.fromkeys(found))

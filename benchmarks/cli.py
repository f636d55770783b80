"""How fast looking and approving feel: against Python importing typer, rich and sqlalchemy.

`uv run python -m benchmarks.cli [--repeats 7]`: median seconds of fresh processes, taken in turn, and their ratio to
the reference. They look at the demo, run once before.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMANDS = {
    "python -c 'import typer, rich, sqlalchemy'": [sys.executable, "-c", "import typer, rich, sqlalchemy"],
    "yarnnn --help": ["--help"],
    "yarnnn show acme 2026-W46": ["show", "acme", "2026-W46"],
    "yarnnn status": ["status"],
    "yarnnn approve CLIENT 2026-W4x": ["approve"],  # each time a draft that was not approved before
}
# Of the demo, clients that have something to tell in each of its weeks.
APPROVABLE = [(client, f"2026-W{week}") for week in range(46, 40, -1) for client in ("acme", "harborline")]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=7, choices=range(1, len(APPROVABLE)))
    chosen = parser.parse_args(arguments)
    yarnnn = str(Path(sys.executable).with_name("yarnnn"))
    with tempfile.TemporaryDirectory(prefix="yarnnn-cli-") as folder:
        environment = os.environ | {"YARNNN_HOME": folder}
        subprocess.run([yarnnn, "demo"], env=environment, cwd=folder, check=True, capture_output=True)
        seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
        for repeat in range(chosen.repeats + 1):
            for name, command in COMMANDS.items():
                if command == ["approve"]:
                    command = [*command, *APPROVABLE[repeat]]
                command = command if command[0] == sys.executable else [yarnnn, *command]
                began = time.perf_counter()
                subprocess.run(command, env=environment, cwd=folder, check=True, capture_output=True)
                seconds[name].append(time.perf_counter() - began)
    medians = {name: statistics.median(times[1:]) for name, times in seconds.items()}  # the first fills the disk cache
    reference = next(iter(medians.values()))
    for name, median in medians.items():
        print(f"{name:<46} {median:6.2f} s   {median / reference:4.2f} of the reference")


if __name__ == "__main__":
    main()

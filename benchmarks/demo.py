"""The demo from a warm environment, step by step: `uv run python -m benchmarks.demo [--repeats 3]`.

A fresh process and an empty home each time, so that everything is imported, parsed and landed anew; warm means that the
packages are installed and compiled. Prints the median seconds of each step and of the whole (target: under 60 s), and
the processor's seconds, which say how much a busy machine has added.
"""

from __future__ import annotations

import argparse
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TARGET = 60.0
STEP = re.compile(r"^(?P<name>.+): \d+ in (?P<seconds>[\d.]+) s$")


def measure(folder: Path) -> tuple[float, float, dict[str, float]]:
    """Seconds of one demo in all, the processor's, and those of each step that it tells; one told twice is added up."""
    yarnnn = str(Path(sys.executable).with_name("yarnnn"))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(
        [yarnnn, "demo"], env={"YARNNN_HOME": str(folder / "home"), "PATH": "/usr/bin:/bin"}, cwd=folder, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    whole = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    steps: dict[str, float] = {}
    for line in done.stderr.splitlines():
        if told := STEP.match(line):
            steps[told["name"]] = steps.get(told["name"], 0.0) + float(told["seconds"])
    return whole, processor, steps


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    chosen = parser.parse_args(arguments)
    measured = []
    for _ in range(chosen.repeats):
        with tempfile.TemporaryDirectory(prefix="yarnnn-demo-") as folder:
            measured.append(measure(Path(folder)))
    whole = statistics.median(seconds for seconds, _, _ in measured)
    processor = statistics.median(seconds for _, seconds, _ in measured)
    steps = {name: statistics.median(one.get(name, 0.0) for _, _, one in measured) for name in measured[0][2]}
    for name, seconds in sorted(steps.items(), key=lambda step: -step[1]):
        print(f"{name:<40} {seconds:6.1f} s   {seconds / whole:4.0%}")
    rest = whole - sum(steps.values())
    print(f"{'what no step tells (imports, records)':<40} {rest:6.1f} s   {rest / whole:4.0%}")
    print(f"{'the whole demo':<40} {whole:6.1f} s   (target {TARGET:.0f}), {processor:.1f} s of processor time")


if __name__ == "__main__":
    main()

"""A longer fault run than CI's: random histories of each platform, with kills and errors between any two requests.

`uv run python -m benchmarks.histories [--count 5000] [--platform slack ...]`: the tests `test_PLATFORM_histories.py`
with that many histories each; says how many syncs, requests, errors and kills they were, and the seconds.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

import pytest

from tests.platforms.faults import TALLY
from yarnnn_pipelines.sources.registry import platform_ids

TESTS = Path(__file__).parents[1] / "tests" / "platforms"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--platform", action="append", choices=platform_ids())
    chosen = parser.parse_args(arguments)
    os.environ["YARNNN_HISTORIES"] = str(chosen.count)  # read when the test is imported
    failed = []
    for platform in chosen.platform or platform_ids():
        TALLY.clear()
        began = time.perf_counter()
        code = pytest.main(["-q", "-n", "0", "--no-header", "-m", "long", str(TESTS / f"test_{platform}_histories.py")])
        failed += [platform] if code else []
        told = ", ".join(f"{TALLY[name]:,} {name}" for name in ("syncs", "requests", "faults", "kills"))
        print(f"{platform}: {chosen.count:,} histories, {told}, {time.perf_counter() - began:.0f} s", flush=True)
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

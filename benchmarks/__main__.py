"""Run every benchmark, one after the other: `uv run python -m benchmarks`."""

import importlib
import sys
import traceback

# Without those that want an argument (`weeks`, `drafts`) or half an hour (`histories`).
NAMES = ("cli", "deliverables", "growth", "demo", "landing", "live", "context")


def main() -> int:
    failed = []
    for name in NAMES:
        print(f"\n== {name}", flush=True)
        try:
            importlib.import_module(f"benchmarks.{name}").main([])
        except Exception:
            traceback.print_exc()
            failed.append(name)
    if failed:
        print(f"\nfailed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

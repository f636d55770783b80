"""Whether two checkouts make the same drafts: `uv run poe drafts OTHER_CHECKOUT`.

The demo's, and a real Slack export's where ../shared/data holds one, each landed and drafted anew by either checkout's
own environment and compared byte for byte. Ends with 1 and the differences where there are any.
"""

from __future__ import annotations

import argparse
import difflib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
EXPORTS = {  # yarnnn.yaml in a checkout: the weeks that it has
    "demo/yarnnn.yaml": "2026-W41..2026-W46",
    "tests/line/real/yarnnn.yaml": "2015-W23..2016-W30",
}
REAL_EXPORT = HERE.parent / "shared" / "data" / "slack-export-real.zip"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("other", type=Path, help="the other checkout, with its environment in .venv")
    parser.add_argument("--lines", type=int, default=40, help="of each difference")
    chosen = parser.parse_args(arguments)
    different = 0
    for config, weeks in EXPORTS.items():
        if "real" in config and not REAL_EXPORT.exists():
            print(f"{config}: ../shared is not there")
            continue
        with tempfile.TemporaryDirectory() as folder:
            before, after = (
                drafts(checkout.resolve(), HERE / config, weeks, Path(folder, name))
                for name, checkout in (("other", chosen.other), ("this", HERE))
            )
        names = sorted({*before, *after})
        changed = [name for name in names if before.get(name) != after.get(name)]
        print(f"{config}: {len(names)} files, {len(changed)} differ")
        for name in changed:
            print("\n".join(list(difference(name, before.get(name, b""), after.get(name, b"")))[: chosen.lines]))
        different += len(changed)
    return 1 if different else 0


def drafts(checkout: Path, config: Path, weeks: str, home: Path) -> dict[str, bytes]:
    """{name: content} of every file that the checkout drafts in a new home."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("YARNNN_")}
    environment |= {"YARNNN_HOME": str(home), "YARNNN_CONFIG": str(config)}
    for command in (["sync"], ["run", "--weeks", weeks]):
        subprocess.run(
            [checkout / ".venv" / "bin" / "yarnnn", *command],
            env=environment, cwd=checkout, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    folder = home / "drafts"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def difference(name: str, before: bytes, after: bytes) -> Iterator[str]:
    old, new = (content.decode("utf-8", "replace").splitlines() for content in (before, after))
    return difflib.unified_diff(old, new, f"other/{name}", f"this/{name}", lineterm="", n=1)


if __name__ == "__main__":
    sys.exit(main())

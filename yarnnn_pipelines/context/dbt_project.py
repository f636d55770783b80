"""Running dbt in this process: the manifest when it is missing or stale, and a build of one selection.

dbt takes six seconds to import and a second to build, so a process pays the import once and no subprocess is started
(docs/decisions/dbt-in-process.md). What the models say is dbt's; which weeks they build stands in `agency.weeks`.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from yarnnn_pipelines.core.shipped import shipped
from yarnnn_pipelines.sources.registry import plain_tables
from yarnnn_pipelines.stores.home import Home

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

DBT_FOLDER = shipped("dbt")

BEFORE_SIGNALS = "tag:before_signals"
AFTER_SIGNALS = "tag:after_signals"

# What this process has parsed, by the project's fingerprint. It says nothing of a home, so every build takes it.
_PARSED: dict[str, Manifest] = {}


@dataclass(frozen=True)
class NodeResult:
    """What dbt says of one model or test: `status` is success, error, skipped, pass, fail or warn."""

    unique_id: str
    status: str
    seconds: float
    message: str
    failures: int
    compiled: str

    @property
    def failed(self) -> bool:
        """Whether it could not be run; a test that was run and found something has the status fail."""
        return self.status in ("error", "runtime error")


class DbtFailed(Exception):
    """dbt could not begin, or not parse the project; a failed model or test is a `NodeResult`."""


def manifest(home: Home) -> dict[str, Any]:
    """dbt's manifest of this checkout, parsed when the project has changed since it was last written here."""
    path = home.dbt_target / "manifests" / f"{_fingerprint()}.json"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.parent / "parse.lock"):
            if not path.exists():
                _write(_parsed(home), path)
    parsed: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return parsed


def build(home: Home, selection: str, on_node: Callable[[str], None] | None = None) -> list[NodeResult]:
    """`dbt build` of a selection, with its tests. The caller holds the warehouse and no connection of its own to it.

    `on_node` gets each node's name as it finishes. Unit tests are left to `dbt build` by hand and to the test suite.
    """

    def heard(event: Any) -> None:
        if on_node and event.info.name == "NodeFinished":
            on_node(event.data.node_info.node_name)

    # Nothing reads the JSON of a build, and writing it takes an eighth of the time.
    arguments = ["build", "--select", *selection.split(), "--exclude-resource-type", "unit_test", "--no-write-json"]
    with _dbt(home, heard, _parsed(home)) as invoke:
        result = invoke(arguments)
    if result.exception is not None:
        raise DbtFailed(str(result.exception)) from result.exception
    return [
        NodeResult(
            unique_id=found.node.unique_id,
            status=str(found.status),
            seconds=found.execution_time,
            message=str(found.message or ""),
            failures=int(found.failures or 0),
            compiled=str(getattr(found.node, "compiled_code", None) or ""),
        )
        for found in result.result.results
    ]


def _fingerprint() -> str:
    """Changes with every file that parsing reads, with the platforms, and with dbt itself."""
    parts = (version("dbt-core"), version("dbt-duckdb"), *map(".".join, plain_tables()))
    digest = hashlib.sha256(" ".join(parts).encode())
    for path in sorted(DBT_FOLDER.rglob("*")):
        if path.suffix in (".sql", ".yml", ".yaml", ".md", ".csv") and path.is_file():
            digest.update(f"\0{path.relative_to(DBT_FOLDER)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _parsed(home: Home) -> Manifest:
    """The project as dbt understands it, parsed once a process."""
    fingerprint = _fingerprint()
    if fingerprint not in _PARSED:
        with _dbt(home) as invoke:
            result = invoke(["parse", "--no-write-json"])
        if not result.success:
            raise DbtFailed(f"dbt can't parse {DBT_FOLDER}: {result.exception}") from result.exception
        _PARSED[fingerprint] = result.result
    return _PARSED[fingerprint]


def _write(parsed: Manifest, path: Path) -> None:
    for old in path.parent.glob("*.json"):
        old.unlink(missing_ok=True)
    scratch = path.with_suffix(f".{os.getpid()}")
    parsed.write(str(scratch))  # type: ignore[no-untyped-call]
    scratch.replace(path)


@contextmanager
def _dbt(
    home: Home, heard: Callable[[Any], None] | None = None, parsed: Manifest | None = None
) -> Iterator[Callable[[list[str]], Any]]:
    """dbt's runner on this home, silent; afterwards the DuckDB file is let go for other processes."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    home.dbt_target.mkdir(parents=True, exist_ok=True)
    common = [
        "--project-dir", str(DBT_FOLDER), "--profiles-dir", str(DBT_FOLDER), "--target-path", str(home.dbt_target),
        "--log-path", str(home.dbt_target / "logs"), "--log-level", "none", "--quiet", "--no-use-colors",
        "--no-send-anonymous-usage-stats",
    ]  # fmt: skip
    if plain := plain_tables():  # always the same ones, so that dbt need not parse the project anew
        common += ["--vars", json.dumps({"plain_tables": plain})]
    runner = dbtRunner(parsed, callbacks=[heard] if heard else [])
    before = os.environ.get("YARNNN_WAREHOUSE")
    os.environ["YARNNN_WAREHOUSE"] = str(home.warehouse)

    def invoke(arguments: list[str]) -> Any:
        result = runner.invoke([*arguments, *common])
        # dbt hands over Ctrl-C as an exception without a word, wrapped in one of its own
        if isinstance(result.exception, KeyboardInterrupt) or isinstance(
            getattr(result.exception, "__cause__", None), KeyboardInterrupt
        ):
            raise KeyboardInterrupt
        return result

    try:
        yield invoke
    finally:
        DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]  # dbt-duckdb has no types here
        if before is None:
            del os.environ["YARNNN_WAREHOUSE"]
        else:
            os.environ["YARNNN_WAREHOUSE"] = before

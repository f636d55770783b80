"""The project home: one folder in which the CLI, `dagster dev` and the review page find the same stores.

Paths, the two PostgreSQL addresses, the warehouse lock, and which yarnnn.yaml the home belongs to. What the stores
hold belongs to their rooms.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from yarnnn_pipelines.errors import UserError
from yarnnn_pipelines.settings import Settings, load_settings

HOME_VARIABLE = "YARNNN_HOME"
CONFIG_VARIABLE = "YARNNN_CONFIG"
LEDGER_VARIABLE = "YARNNN_LEDGER_URL"
DAGSTER_POSTGRES_VARIABLE = "YARNNN_DAGSTER_POSTGRES_URL"

WAREHOUSE_WAIT_SECONDS = 600.0


@dataclass(frozen=True)
class Home:
    """Where everything of one agency lies. Nothing is created by naming a path; `prepare` makes the folders."""

    root: Path

    @property
    def warehouse(self) -> Path:
        return self.root / "warehouse.duckdb"

    @property
    def dlt(self) -> Path:
        return self.root / "dlt"

    @property
    def dbt_target(self) -> Path:
        return self.root / "dbt"

    @property
    def dagster(self) -> Path:
        return self.root / "dagster"

    @property
    def data_docs(self) -> Path:
        return self.root / "data_docs"

    @property
    def drafts(self) -> Path:
        return self.root / "drafts"

    @property
    def published(self) -> Path:
        return self.root / "published"

    @property
    def ledger_url(self) -> str:
        return os.environ.get(LEDGER_VARIABLE) or f"sqlite:///{self.root / 'ledger.db'}"

    def prepare(self) -> None:
        for folder in (self.root, self.dlt, self.dbt_target, self.dagster, self.drafts, self.published):
            folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def warehouse_lock(self, wait_seconds: float = WAREHOUSE_WAIT_SECONDS) -> Iterator[None]:
        """Hold the DuckDB file for one step.

        DuckDB lets one process write and then no other even read. The lock belongs to the operating system, so it
        ends with the process however that ends.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.root / "warehouse.lock")
        try:
            lock.acquire(timeout=wait_seconds)
        except Timeout:
            raise UserError(
                f"another run has held the warehouse for {wait_seconds:.0f} s",
                where=str(self.warehouse),
                mend="let it finish (see `yarnnn ui`), then run this again",
            ) from None
        try:
            yield
        finally:
            lock.release()


@dataclass(frozen=True)
class Project:
    home: Home
    settings: Settings


def demo_config() -> Path:
    """The demo agency's yarnnn.yaml in this checkout."""
    return Path(__file__).resolve().parent.parent / "demo" / "yarnnn.yaml"


def home_from_environment() -> Home:
    return Home(Path(os.environ.get(HOME_VARIABLE) or ".yarnnn").resolve())


def find_config(home: Home, config: str | Path | None = None) -> Path | None:
    """`config`, else $YARNNN_CONFIG, else ./yarnnn.yaml, else the one that the home was made with."""
    named = config or os.environ.get(CONFIG_VARIABLE)
    if named:
        return Path(named).resolve()
    if (here := Path("yarnnn.yaml").resolve()).exists():
        return here
    recorded = _recorded(home)
    return Path(recorded["config"]) if recorded else None


def open_project(config: str | Path | None = None, *, home: Home | None = None) -> Project:
    """The home and the settings that belong together; `UserError` where none is found or the home is another's."""
    home = home or home_from_environment()
    path = find_config(home, config)
    if path is None:
        raise UserError(
            "no yarnnn.yaml here",
            where=str(Path.cwd()),
            mend="`yarnnn init` writes one, `yarnnn demo` shows the line on a small agency, "
            "`--config FILE` or YARNNN_CONFIG names one elsewhere",
        )
    settings = load_settings(path)
    recorded = _recorded(home)
    if recorded and recorded["agency"] != settings.agency.name:
        raise UserError(
            f"this home holds the data of {recorded['agency']!r}, and {path} is {settings.agency.name!r}",
            where=str(home.root),
            mend="give each agency a home of its own: set YARNNN_HOME, or move this folder away "
            "(a demo's may be deleted)",
        )
    return Project(home, settings)


def claim_home(project: Project) -> None:
    """Make the home's folders and write down whose it is, so that two agencies can never share one."""
    project.home.prepare()
    record = {"agency": project.settings.agency.name, "config": str(project.settings.path)}
    path = project.home.root / "home.json"
    scratch = path.with_suffix(f".{os.getpid()}")
    scratch.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    scratch.replace(path)


def _recorded(home: Home) -> dict[str, str] | None:
    path = home.root / "home.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        raise UserError("home.json is not JSON", where=str(path), mend="delete that file and run again") from None

"""The project home: one folder in which the CLI, `dagster dev` and the review page find the same stores.

Paths, the two PostgreSQL addresses, the warehouse lock, and which yarnnn.yaml the home belongs to. What the stores
hold belongs to their rooms.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from filelock import FileLock, Timeout

from yarnnn_pipelines.chosen_names import refuse_unknown_names
from yarnnn_pipelines.config.settings import Settings, load_settings
from yarnnn_pipelines.core.errors import UserError

HOME_VARIABLE = "YARNNN_HOME"
CONFIG_VARIABLE = "YARNNN_CONFIG"
LEDGER_VARIABLE = "YARNNN_LEDGER_URL"
DAGSTER_POSTGRES_VARIABLE = "YARNNN_DAGSTER_POSTGRES_URL"

WAREHOUSE_WAIT_SECONDS = 600.0
LANDING_WAIT_SECONDS = 60.0


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
        """Make the folders; `UserError` where the home can't be written to."""
        try:
            for folder in (self.root, self.dlt, self.dbt_target, self.dagster, self.drafts, self.published):
                folder.mkdir(parents=True, exist_ok=True)
            with TemporaryFile(dir=self.root):
                pass
        except OSError as error:
            raise UserError(
                f"the home can't be written to: {error.strerror}",
                where=str(self.root),
                mend=f"give yourself the right to write there, or name another folder in {HOME_VARIABLE}",
            ) from None

    @contextmanager
    def warehouse_lock(self, wait_seconds: float = WAREHOUSE_WAIT_SECONDS) -> Iterator[None]:
        """Hold the DuckDB file for one step.

        DuckDB lets one process write and then no other even read. The lock belongs to the operating system, so it
        ends with the process however that ends.
        """
        what = f"another run has held the warehouse for {wait_seconds:.0f} s"
        with self._locked("warehouse.lock", wait_seconds, what, "let it finish (see `yarnnn ui`), then run this again"):
            yield

    @contextmanager
    def landing_lock(self, platform: str, wait_seconds: float = LANDING_WAIT_SECONDS) -> Iterator[None]:
        """Hold one platform's landing, so that two runs can't land it at once; it ends with the process."""
        what = f"another run has been landing {platform} for {wait_seconds:.0f} s"
        mend = "let it finish (see `yarnnn ui`); what it lands counts for this run too"
        with self._locked(f"landing-{platform}.lock", wait_seconds, what, mend):
            yield

    @contextmanager
    def _locked(self, name: str, wait_seconds: float, what: str, mend: str) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.root / name)
        try:
            lock.acquire(timeout=wait_seconds)
        except Timeout:
            raise UserError(what, where=str(self.root), mend=mend) from None
        try:
            yield
        finally:
            lock.release()


def warehouse_closed(home: Home, error: Exception) -> UserError:
    """What DuckDB's refusal to open the file means for the user."""
    return UserError(
        f"the warehouse can't be opened ({str(error).strip().splitlines()[0]})",
        where=str(home.warehouse),
        mend="close the program that has it open, then run this again",
    )


@dataclass(frozen=True)
class Project:
    home: Home
    settings: Settings


def demo_config() -> Path:
    """The demo agency's yarnnn.yaml in this checkout."""
    return Path(__file__).resolve().parents[2] / "demo" / "yarnnn.yaml"


def home_from_environment() -> Home:
    return Home(Path(os.environ.get(HOME_VARIABLE) or ".yarnnn").resolve())


def set_demo_aside(home: Home) -> Path | None:
    """Move the demo's home away, for an agency that begins in the same folder; where it is now, None if none was."""
    if not is_demo(home):
        return None
    moved = home.root.with_name(f"{home.root.name}-demo")
    number = 1
    while moved.exists():
        number += 1
        moved = home.root.with_name(f"{home.root.name}-demo-{number}")
    home.root.rename(moved)
    return moved


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
    refuse_unknown_names(settings)
    recorded = _recorded(home)
    if recorded and recorded["agency"] != settings.agency.name and not _renamed(home, recorded, settings):
        raise UserError(
            f"this home holds the data of {recorded['agency']!r}, and {path} is {settings.agency.name!r}",
            where=str(home.root),
            mend="give each agency a home of its own: set YARNNN_HOME, or move this folder away"
            + (" (it is the demo's)" if is_demo(home) else ""),
        )
    return Project(home, settings)


def _renamed(home: Home, recorded: Mapping[str, Any], settings: Settings) -> bool:
    """Whether it is the same agency under another name: the same file, with clients in common or before any landing."""
    if recorded["config"] != str(settings.path):
        return False
    kept = {client.id for client in settings.clients} & set(recorded.get("clients", []))
    return bool(kept) or not home.warehouse.exists()


def is_demo(home: Home) -> bool:
    recorded = _recorded(home)
    return recorded is not None and recorded["config"] == str(demo_config())


def claim_home(project: Project) -> None:
    """Make the home's folders and write down whose it is, so that two agencies can never share one."""
    project.home.prepare()
    settings = project.settings
    record = {
        "agency": settings.agency.name,
        "config": str(settings.path),
        "clients": [client.id for client in settings.clients],
    }
    path = project.home.root / "home.json"
    scratch = path.with_suffix(f".{os.getpid()}")
    scratch.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    scratch.replace(path)


def _recorded(home: Home) -> dict[str, Any] | None:
    path = home.root / "home.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValueError:
        raise UserError("home.json is not JSON", where=str(path), mend="delete that file and run again") from None

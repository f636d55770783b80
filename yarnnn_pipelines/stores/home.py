"""The project home: one folder in which the CLI, `dagster dev` and the review page find the same stores.

Paths, the two PostgreSQL addresses and the locks. What the stores hold belongs to their rooms; which yarnnn.yaml the
home belongs to is `project`'s matter.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from filelock import FileLock, Timeout

from yarnnn_pipelines.core.errors import UserError

HOME_VARIABLE = "YARNNN_HOME"
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


def home_from_environment() -> Home:
    return Home(Path(os.environ.get(HOME_VARIABLE) or ".yarnnn").resolve())

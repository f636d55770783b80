"""The project home: one folder in which the CLI, `dagster dev` and the review page find the same stores.

Paths and the two PostgreSQL addresses. Opening a store belongs to `warehouse` and `ledger`, their locks to `locks`,
what they hold to their rooms; which yarnnn.yaml the home belongs to is `project`'s matter.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from yarnnn_pipelines.core.errors import UserError

HOME_VARIABLE = "YARNNN_HOME"
LEDGER_VARIABLE = "YARNNN_LEDGER_URL"
DAGSTER_POSTGRES_VARIABLE = "YARNNN_DAGSTER_POSTGRES_URL"

# SQLAlchemy's addresses end at `?`, dbt-duckdb's paths at `?` and `#`, dlt reads `%` as a placeholder of its own
# and writes a path into SQL with its `'` as it is. A folder `a=b` is
# a column to DuckDB where it reads what dlt hands over.
_NOT_IN_A_PATH = "?#%'="
# Control characters end a line of a settings file or a log; a surrogate is a byte that is no UTF-8.
_WITHOUT_SHAPE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True)
class Home:
    """Where everything of one agency lies. Nothing is created by naming a path; `prepare` makes the folders."""

    root: Path

    def __post_init__(self) -> None:
        """`UserError` where the path has a letter that a store would read as the end of it, and write elsewhere."""
        path = str(self.root)
        refused = [letter for letter in _NOT_IN_A_PATH if letter in path]
        refused += ["a line break or another character without a shape"] if _WITHOUT_SHAPE.search(path) else []
        if refused:
            raise UserError(
                f"the home can't lie in a folder with {' or '.join(refused)} in its path, which is not understood by "
                "the programs that keep their files in it",
                where=_WITHOUT_SHAPE.sub(lambda match: ascii(match[0])[1:-1], path),
                mend=f"name another folder in {HOME_VARIABLE}, or take {' and '.join(refused)} out of this one's name",
            )

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
    def ledger_file(self) -> Path:
        """Where the ledger lies unless the environment names another."""
        return self.root / "ledger.db"

    @property
    def ledger_url(self) -> str:
        return os.environ.get(LEDGER_VARIABLE) or f"sqlite:///{self.ledger_file}"

    @property
    def has_ledger_inside(self) -> bool:
        """Whether the ledger is a file of this home, and so nobody else's."""
        return not os.environ.get(LEDGER_VARIABLE)

    def prepare(self) -> None:
        """Make the folders, for their owner alone; `UserError` where the home can't be written to."""
        keep_private()
        try:
            folders = (self.dlt, self.dbt_target, self.dagster, self.drafts, self.published)
            if file := next(filter(None, map(file_in_the_way, folders)), None):
                raise UserError(
                    "the home can't be written to: a file lies where a folder of it has to be",
                    where=str(file),
                    mend=f"name a folder in {HOME_VARIABLE}, or move the file away",
                )
            self.root.mkdir(parents=True, exist_ok=True)
            _close_to_others(self.root)
            for folder in folders:
                folder.mkdir(parents=True, exist_ok=True)
            with TemporaryFile(dir=self.root):
                pass
        except OSError as error:
            raise UserError(
                f"the home can't be written to: {error.strerror}",
                where=str(self.root),
                mend=f"give yourself the right to write there, or name another folder in {HOME_VARIABLE}",
            ) from None


class ScratchHome(Home):
    """A home that is thrown away: its ledger lies inside, whatever the environment says."""

    @property
    def ledger_url(self) -> str:
        return f"sqlite:///{self.ledger_file}"

    @property
    def has_ledger_inside(self) -> bool:
        return True


def file_in_the_way(folder: Path) -> Path | None:
    """A file, or a link to nothing, that lies in place of the folder, or of one that leads to it."""
    places = (*reversed(folder.parents), folder)
    return next((path for path in places if os.path.lexists(path) and not path.is_dir()), None)


def keep_private() -> None:
    """From here on this process and those that it starts write files that their owner alone may read.

    A home holds clients' mails and messages, and DuckDB, dlt, dbt and Dagster write into it with the process's umask.
    """
    os.umask(os.umask(0o077) | 0o077)


def _close_to_others(root: Path) -> None:
    """Take a home that an earlier yarnnn made from everybody but its owner. Another user's home is left to them."""
    state = root.stat()
    if state.st_mode & 0o077 == 0 or state.st_uid != os.geteuid():
        return
    for path in (*root.rglob("*"), root):  # the root last: with it closed, the work is done
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o077)


def is_home_named() -> bool:
    """Whether the environment says where the home is; else it is the folder's own."""
    return bool(os.environ.get(HOME_VARIABLE))


def home_from_environment() -> Home:
    """The home that the environment names; `UserError` where its path can't be followed."""
    path = Path(os.environ.get(HOME_VARIABLE) or ".yarnnn")
    try:
        return Home(path.resolve())
    except (OSError, RuntimeError) as error:  # a RuntimeError tells of links that lead to each other
        problem = error.strerror if isinstance(error, OSError) else "its links lead in a circle"
        raise UserError(
            f"the home can't be found: {problem}", where=str(path), mend=f"name another folder in {HOME_VARIABLE}"
        ) from None

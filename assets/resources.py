"""What every step may ask for: the project (home and settings), and somewhere to say how far it is.

Nothing here does work of the line. A test or the command line swaps these in `build_definitions`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from yarnnn_pipelines.dagster_home.postgres import claim_postgres, refuse_postgres_of_another
from yarnnn_pipelines.dagster_home.run_locks import alive
from yarnnn_pipelines.forgetting.register import refuse_still_held
from yarnnn_pipelines.project import Project, agency_ledger, claim_home, claimant, open_project
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.troubles import store_trouble

# DuckDB lets one process write and then no other even read, so the steps that open the warehouse wait for each other
# here, where the UI shows it, and not at the file.
WAREHOUSE = "warehouse"


class ProjectResource(dg.ConfigurableResource["ProjectResource"]):
    """The home and the yarnnn.yaml of this code location. Settings are read anew in every run."""

    home: str
    config: str

    def open(self) -> Project:
        """`UserError` also while the home holds what was forgotten in another home of its ledger.

        Whoever runs Dagster by hand opens no home first, so it is here that another agency's database is refused.
        """
        found = self._project()
        refuse_postgres_of_another(claimant(found))
        refuse_still_held(found, agency_ledger(found))
        return found

    def _project(self) -> Project:
        return open_project(self.config, home=Home(Path(self.home)))

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["ProjectResource"]:
        run = context.run
        if run is None:
            yield self
            return
        found = self._project()
        claim_home(found)
        claim_postgres(claimant(found))
        with alive(found.home, run.run_id):
            yield self


@contextmanager
def told_plainly(home: str | Path) -> Iterator[None]:
    """Turn a `UserError`, or what a disk does to that home's stores, into a failed step.

    It says what, where and the mend, and is not tried again.
    """
    try:
        yield
    except Exception as error:
        trouble = store_trouble(error, Home(Path(home)))
        if trouble is None:
            raise
        raise dg.Failure(
            description=str(trouble),
            metadata={"what": trouble.what, "where": trouble.where, "mend": trouble.mend},
            allow_retries=False,
        ) from error

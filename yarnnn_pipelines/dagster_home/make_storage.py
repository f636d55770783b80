"""The making of a home's Dagster storage, as a program of its own: `python -m ...dagster_home.make_storage HOME`.

For whoever begins several of Dagster's processes on a home and must not let them make it at once. How it is opened is
instance.py's.
"""

from __future__ import annotations

import sys
from pathlib import Path

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.dagster_home.instance import open_instance
from yarnnn_pipelines.stores.home import Home

if __name__ == "__main__":
    try:
        with open_instance(Home(Path(sys.argv[1]))):
            pass
    except UserError as error:
        sys.exit(error.what)

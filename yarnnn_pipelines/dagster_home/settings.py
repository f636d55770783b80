"""What Dagster is told of a home: its dagster.yaml, and the names of the code location. Imports nothing of Dagster."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml

from yarnnn_pipelines.stores.home import DAGSTER_POSTGRES_VARIABLE, Home

# The code location, as workspace.yaml of the checkout has it.
CODE_LOCATION = "yarnnn_pipelines"
MODULE = "yarnnn_pipelines.definitions"
REPOSITORY = "__repository__"  # as Dagster calls the definitions of a module


def instance_settings(home: Home) -> dict[str, Any]:
    """dagster.yaml of a home. The checkout's own dagster.yaml says the same for `dagster dev -w workspace.yaml`."""
    if os.environ.get(DAGSTER_POSTGRES_VARIABLE):
        storage: dict[str, Any] = {"postgres": {"postgres_url": {"env": DAGSTER_POSTGRES_VARIABLE}}}
    else:
        storage = {"sqlite": {"base_dir": str(home.dagster)}}
    return {
        "telemetry": {"enabled": False},
        "nux": {"enabled": False},  # no pop-up that asks for an address
        "storage": storage,
        # Steps that open the warehouse share the pool `warehouse`; with granularity `run`, two steps of one run would
        # not wait for each other.
        "concurrency": {"pools": {"granularity": "op", "default_limit": 1}, "runs": {"max_concurrent_runs": 4}},
        "run_monitoring": {"enabled": True, "start_timeout_seconds": 180, "free_slots_after_run_end_seconds": 60},
        # A run that was killed is tried again; one that failed at a step is not, for it would fail again.
        "run_retries": {"enabled": True, "max_retries": 2, "retry_on_asset_or_op_failure": False},
        "freshness": {"enabled": True},
    }


def write_instance_settings(home: Home) -> Path:
    """Write the home's dagster.yaml if it would say something else; returns the folder that is DAGSTER_HOME."""
    home.dagster.mkdir(parents=True, exist_ok=True)
    text = "# Written by yarnnn at each start; what you change here is lost.\n" + yaml.safe_dump(
        instance_settings(home), sort_keys=False
    )
    path = home.dagster / "dagster.yaml"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        scratch = path.with_name(f"dagster.yaml.{os.getpid()}")
        scratch.write_text(text, encoding="utf-8")
        scratch.replace(path)
    return home.dagster

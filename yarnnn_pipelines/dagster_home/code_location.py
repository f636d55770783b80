"""The code location under which a home's jobs are known: its name, its workspace file, and where a run says it is from.

`dagster dev` finds the line by the workspace file. A run that the command line executes in its own process names the
same origin, so that the UI's timeline shows it and can execute it again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from dagster._core.remote_origin import RemoteJobOrigin, RemoteRepositoryOrigin
from dagster._core.workspace.load import location_origins_from_config

from yarnnn_pipelines.dagster_home.instance import write_instance_settings
from yarnnn_pipelines.project import Project, claim_home

CODE_LOCATION = "yarnnn_pipelines"
REPOSITORY = "__repository__"  # as Dagster names the definitions of a module

_WORKSPACE: dict[str, Any] = {
    "load_from": [{"python_module": {"module_name": "yarnnn_pipelines.definitions", "location_name": CODE_LOCATION}}]
}


def write_workspace(project: Project) -> Path:
    """Make the home ready for `dagster dev`; returns the workspace file, in the folder that is DAGSTER_HOME."""
    claim_home(project)
    path = write_instance_settings(project.home) / "workspace.yaml"
    path.write_text(yaml.safe_dump(_WORKSPACE), encoding="utf-8")
    return path


def job_origin(job: str) -> RemoteJobOrigin:
    """The origin that a run of this job has when the UI or the daemon starts it.

    Dagster has no public name for it (1.13: `remote_job_origin` of a run). Without it a run is in no repository: the
    timeline leaves it out, and executing it again fails.
    """
    location = location_origins_from_config(_WORKSPACE, "workspace.yaml")[CODE_LOCATION]
    return RemoteJobOrigin(RemoteRepositoryOrigin(location, REPOSITORY), job)

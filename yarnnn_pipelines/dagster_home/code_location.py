"""Where a run says that it is from: the code location under which the UI and the daemon know the home's jobs."""

from __future__ import annotations

from dagster._core.remote_origin import RemoteJobOrigin, RemoteRepositoryOrigin
from dagster._core.workspace.load import location_origins_from_config

from yarnnn_pipelines.dagster_home.settings import CODE_LOCATION, MODULE, REPOSITORY


def job_origin(job: str) -> RemoteJobOrigin:
    """The origin that a run of this job has when `dagster dev -w workspace.yaml` starts it.

    Dagster has no public name for it (1.13: `remote_job_origin` of a run). Without it a run is in no repository: the
    timeline leaves it out, and executing it again fails.
    """
    workspace = {"load_from": [{"python_module": {"module_name": MODULE, "location_name": CODE_LOCATION}}]}
    location = location_origins_from_config(workspace, "workspace.yaml")[CODE_LOCATION]
    return RemoteJobOrigin(RemoteRepositoryOrigin(location, REPOSITORY), job)

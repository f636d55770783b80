"""Dagster's webserver, answering its own pages only, as a program: `python -m ...dagster_home.webserver --help`.

It is `dagster-webserver` with two checks before it: of the Host (Starlette's) and of where a request comes from
(same_origin.py). The UI's processes are ui.py's.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence

import uvicorn
from dagster import DagsterInstance
from dagster._core.workspace.context import WorkspaceProcessContext, WorkspaceRequestContext
from dagster._core.workspace.load_target import WorkspaceFileTarget
from dagster._utils.interrupts import setup_interrupt_handlers
from dagster._utils.log import configure_loggers
from dagster_webserver.cli import (
    DEFAULT_DB_STATEMENT_TIMEOUT,
    DEFAULT_POOL_MAX_OVERFLOW,
    DEFAULT_POOL_RECYCLE,
    WEBSERVER_LOGGER_NAME,
)
from dagster_webserver.version import __version__
from dagster_webserver.webserver import DagsterWebserver
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from yarnnn_pipelines.dagster_home.same_origin import SameOriginMiddleware

POLL_MILLISECONDS = 2000  # as dagster-webserver has it


class GuardedWebserver(DagsterWebserver[WorkspaceProcessContext, WorkspaceRequestContext]):
    """hosts: what a request may call this server in its Host, without a port; IPv6 in brackets."""

    def __init__(self, context: WorkspaceProcessContext, hosts: Sequence[str]) -> None:
        super().__init__(context, live_data_poll_rate=POLL_MILLISECONDS)
        self._hosts = hosts

    def build_middleware(self) -> list[Middleware]:
        return [
            Middleware(TrustedHostMiddleware, allowed_hosts=list(self._hosts), www_redirect=False),
            Middleware(SameOriginMiddleware),
            *super().build_middleware(),
        ]


def serve(workspace: str, address: tuple[str, int], hosts: Sequence[str]) -> None:
    """Serve the instance of DAGSTER_HOME until the process is ended."""
    configure_loggers(formatter="json")
    setup_interrupt_handlers()
    with DagsterInstance.get() as instance:
        instance.optimize_for_webserver(DEFAULT_DB_STATEMENT_TIMEOUT, DEFAULT_POOL_RECYCLE, DEFAULT_POOL_MAX_OVERFLOW)
        target = WorkspaceFileTarget([workspace])
        with WorkspaceProcessContext(instance, workspace_load_target=target, version=__version__) as context:
            app = GuardedWebserver(context, hosts).create_asgi_app()
            host, port = address
            logging.getLogger(WEBSERVER_LOGGER_NAME).info(f"Serving {WEBSERVER_LOGGER_NAME} on {host}, port {port}")
            uvicorn.run(app, host=host, port=port, log_level="warning")


def main() -> None:
    parser = argparse.ArgumentParser(description="Dagster's webserver, answering its own pages only.")
    parser.add_argument("--workspace", required=True, help="a workspace.yaml")
    parser.add_argument("--host", required=True, help="the address to listen on")
    parser.add_argument("--port", required=True, type=int)
    parser.add_argument("--allowed-host", required=True, action="append", help="a name by which it may be called")
    given = parser.parse_args()
    serve(given.workspace, (given.host, given.port), given.allowed_host)


if __name__ == "__main__":
    main()

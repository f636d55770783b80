"""`yarnnn review`: the review page in a browser, until Ctrl-C. What it shows and whom it lets in is review/'s."""

from __future__ import annotations

import os
import socket
import threading
from typing import Annotated

import typer

from yarnnn_pipelines.cli.terminal import errors
from yarnnn_pipelines.core.address import Address
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.project import open_project

app = typer.Typer()


@app.command(epilog="Example: yarnnn review --port 3101")
def review(
    context: typer.Context,
    port: Annotated[int, typer.Option("--port", help="The port on this machine.", min=1, max=65535)] = 3100,
    host: Annotated[
        str, typer.Option("--host", help="The address to listen on. By default this machine alone reaches it.")
    ] = "127.0.0.1",
    allowed_host: Annotated[
        list[str] | None,
        typer.Option("--allowed-host", metavar="NAME", help="With --host: a name by which browsers may call it."),
    ] = None,
    trusted_proxy_header: Annotated[
        str,
        typer.Option(
            "--trusted-proxy-header",
            metavar="NAME",
            help="Where a proxy of yours says who it let in. It must be the only way to the page.",
        ),
    ] = "",
) -> None:
    """Open the review page: the week at a glance, and each draft beside its sources.

    With YARNNN_REVIEW_TOKEN set, reviewers log in with it; beyond this machine that or a proxy's login is needed.
    """
    import uvicorn

    from yarnnn_pipelines.review.access import TOKEN_VARIABLE, Access
    from yarnnn_pipelines.review.app import make_app, warm_up

    address = Address(host, port, tuple(allowed_host or ()))
    access = Access(address, os.environ.get(TOKEN_VARIABLE, ""), trusted_proxy_header)
    page = make_app(open_project(context.obj), access)
    config = uvicorn.Config(page, log_level="warning", proxy_headers=False, server_header=False, lifespan="off")
    with _listening(address) as listener:
        threading.Thread(target=warm_up, args=(page,), daemon=True).start()
        errors.print(f"The review page is at {address.url}. Ctrl-C ends it.", soft_wrap=True, highlight=False)
        try:
            uvicorn.Server(config).run(sockets=[listener])
        except KeyboardInterrupt:
            errors.print("The review page has ended.")


def _listening(address: Address) -> socket.socket:
    """`UserError` where something else listens there, or the address is none of this machine's."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            address.host, address.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen()  # before the address is told
    except OSError as error:
        raise UserError(
            f"the review page can't listen there: {error.strerror or error}",
            where=str(address),
            mend=f"end what listens there, or take another port: `yarnnn review --port {address.port + 1}`",
        ) from None
    return listener

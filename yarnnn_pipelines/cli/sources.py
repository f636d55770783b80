"""`yarnnn connect` and `yarnnn doctor`: what comes before landing from a live source.

Getting consent and examining sources belong to `sources.live`; here is what the terminal asks and shows.
"""

from __future__ import annotations

import json
import os
import shlex
import sys
import webbrowser
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from yarnnn_pipelines.cli.terminal import print_json
from yarnnn_pipelines.cli.views import command
from yarnnn_pipelines.cli.views.console import VisibleConsole
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.project import Project, agency_ledger, open_project
from yarnnn_pipelines.sources.registry import platforms
from yarnnn_pipelines.sources.shared.google.service import GoogleSource
from yarnnn_pipelines.stores.home import Home

out = VisibleConsole()
errors = VisibleConsole(stderr=True)

connect = typer.Typer(no_args_is_help=True, help="Let yarnnn read a platform in your name.")


@connect.callback()
def _connect() -> None:
    """Let yarnnn read a platform in your name."""


@connect.command(epilog="Example: yarnnn connect google --client ~/Downloads/client_secret.json")
def google(
    context: typer.Context,
    client: Annotated[
        Path, typer.Option("--client", metavar="FILE", help="The JSON of your OAuth client (type Desktop app).")
    ],
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="On 127.0.0.1; 0: a free one.")] = 0,
    file: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to write. Default: in the home.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
    wait: Annotated[float, typer.Option("--wait", metavar="SECONDS", help="How long to wait for the consent.")] = 300,
) -> None:
    """Consent, in a browser on this machine, to reading your mail or calendars, as yarnnn.yaml has them; never to more.

    Writes a file that only you can read, and prints the line that tells yarnnn of it.
    """
    project = open_project(context.obj)
    sources = _google_sources(project)
    path = Path(os.path.expanduser(file)).resolve() if file else google_credentials_file(project.home)
    if path.exists() and not force:
        raise UserError(
            "it is there already", where=str(path), mend="replace it with --force, or write elsewhere: --out"
        )
    from yarnnn_pipelines.sources.shared.google import scopes
    from yarnnn_pipelines.sources.shared.google.consent import ask_consent, read_client

    accounts = {source.account for source in sources if source.account}
    wanted = [scope for source in sources for scope in source.service.scopes]
    granted = ask_consent(
        read_client(client),
        wanted,
        _open_page,
        port=port,
        account=accounts.pop() if len(accounts) == 1 else None,
        wait_seconds=wait,
    )
    write_secret(path, json.dumps(granted, indent=2) + "\n", replace=force)
    out.print(f"Wrote {path}, which only you can read. It allows: {scopes.short(wanted)}.", soft_wrap=True)
    out.print("Tell yarnnn of it, in the shell or service that runs it:")
    for name in dict.fromkeys(source.credentials_env for source in sources):
        out.print(f"  export {name}={shlex.quote(str(path))}", soft_wrap=True, highlight=False)
    out.print(f"Then look whether all is well: {command('doctor')}")


def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for other tools.")] = False,
) -> None:
    """Look whether each source can be read, as whom, with which rights, whether what yarnnn.yaml names is there, and
    whether each client has a name that the gate can't miss; say what to mend. Changes nothing."""
    from yarnnn_pipelines.cli.views import doctor as view
    from yarnnn_pipelines.deliverables.week.mistakable_names import examine_names
    from yarnnn_pipelines.sources.doubtful_settings import examine_settings
    from yarnnn_pipelines.sources.examination import examine
    from yarnnn_pipelines.sources.shared.findings import Examined, warning
    from yarnnn_pipelines.sources.unused_domains import examine_domains
    from yarnnn_pipelines.stores.locks import LOOKING_WAIT_SECONDS
    from yarnnn_pipelines.stores.warehouse import read_warehouse
    from yarnnn_pipelines.supervision.renamed import examine_renamed

    project = open_project(context.obj)
    if not project.settings.sources.configured():
        raise UserError("no source is configured", where=str(project.settings.path), mend="add one to `sources:`")
    has_landed = project.home.warehouse.exists()  # a ledger is not made for a look
    examined = examine(project.settings, agency_ledger(project).last_landings() if has_landed else {})
    examined += examine_names(project.settings)
    examined += examine_settings(project.settings, datetime.now(UTC).date())
    if has_landed:
        examined += examine_renamed(project.settings, agency_ledger(project))
    if has_landed:
        try:
            with read_warehouse(project.home, LOOKING_WAIT_SECONDS) as con:
                examined += examine_domains(project.settings, con)
        except UserError as error:  # what the warehouse could say is missing, and all else is told
            examined.append(Examined("domains", "settings", [warning("domains", error.what, error.mend)]))
    if as_json:
        print_json(view.as_json(examined))
    else:
        view.show(out, examined)
    if not all(one.is_well for one in examined):
        raise typer.Exit(1)


def google_credentials_file(home: Home) -> Path:
    """In the home, which git leaves alone, and not beside yarnnn.yaml, which is committed."""
    return home.root / "google-credentials.json"


def write_secret(path: Path, text: str, *, replace: bool) -> None:
    """A file that nobody else could read at any moment; without `replace` one that is there is left as it is."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    problem = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        if replace:
            os.replace(scratch, path)
        else:
            os.link(scratch, path)
    except OSError as error:
        problem = error.strerror or type(error).__name__
    finally:
        scratch.unlink(missing_ok=True)
    if problem:
        raise UserError(f"it can't be written: {problem}", where=str(path), mend="name another place: --out FILE")


def _google_sources(project: Project) -> list[GoogleSource]:
    sources = [source for source in project.settings.sources.live().values() if isinstance(source, GoogleSource)]
    if not sources:
        keys = [
            f"{platform.id}: {{credentials_env: GOOGLE_CREDENTIALS}}"
            for platform in platforms()
            if issubclass(platform.source, GoogleSource)
        ]
        raise UserError(
            "no source is read from Google's APIs",
            where=str(project.settings.path),
            mend=f"write, under `sources:`, {' or '.join(keys)}",
        )
    return sources


def _open_page(address: str) -> None:
    """In the user's browser if there is one that needs no terminal; the address is printed anyway."""
    errors.print("Open this address in a browser on this machine, and allow what it asks for (Ctrl-C ends it):")
    errors.print(address, soft_wrap=True, highlight=False)
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return
    with suppress(webbrowser.Error):
        webbrowser.open(address)

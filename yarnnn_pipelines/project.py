"""A project: the home and the yarnnn.yaml that belong together, and the platforms whose keys that file may hold.

Here home, registry and settings are joined, so that neither of them has to know another. What they hold is theirs.
"""

from __future__ import annotations

import itertools
import json
import os
import shlex
import socket
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from yarnnn_pipelines.config.choices import refuse_unknown_names
from yarnnn_pipelines.config.settings import Settings, read_settings, settings_model, signs_of
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.files import write_atomically
from yarnnn_pipelines.core.shipped import shipped
from yarnnn_pipelines.sources.registry import platforms, raw_tables
from yarnnn_pipelines.stores.addresses import LEDGER_DRIVERS, read_address, shown
from yarnnn_pipelines.stores.claimant import Claimant, formerly_mend
from yarnnn_pipelines.stores.home import HOME_VARIABLE, LEDGER_VARIABLE, Home, home_from_environment, is_home_named
from yarnnn_pipelines.stores.home_record import HOME_RECORD, read_home_record
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.opening import open_ledger
from yarnnn_pipelines.stores.ledger.rows import Agency
from yarnnn_pipelines.stores.lost_ledger import refuse_another_ledger, refuse_missing_ledger

CONFIG_VARIABLE = "YARNNN_CONFIG"


@dataclass(frozen=True)
class Project:
    home: Home
    settings: Settings


# --- settings ---------------------------------------------------------------------------------------------------------


@cache
def agency_model() -> type[Settings]:
    """`Settings` with the keys of every platform that there is."""
    return settings_model(platforms())


def settings_of(data: Mapping[str, Any]) -> Settings:
    """What a yarnnn.yaml with these values would say; pydantic's `ValidationError` where it couldn't."""
    return agency_model().model_validate(data)


def load_settings(path: str | Path) -> Settings:
    """Read and check a yarnnn.yaml; every problem found is one `UserError` whose text has a line per problem."""
    settings, lines = read_settings(path, agency_model())
    refuse_unknown_names(settings, lines)
    return settings


def demo_config() -> Path:
    """The demo agency's yarnnn.yaml, as it comes with the code."""
    return shipped("demo") / "yarnnn.yaml"


# --- which home and which file ----------------------------------------------------------------------------------------


def set_demo_aside(home: Home) -> Path | None:
    """Move the demo's home away, for an agency that begins in the same folder; where it is now, None if none was."""
    if not is_demo(home):
        return None
    beside = (home.root.with_name(f"{home.root.name}-demo{number}") for number in _numbers())
    moved = next(path for path in beside if not path.exists())
    home.root.rename(moved)
    return moved


def demo_home(home: Home) -> Home:
    """The home that the demo runs in: this one, unless it is an agency's, or a yarnnn.yaml of one's own lies in the
    folder; then one beside it, so that neither gets into the other's way."""
    if is_demo(home) or (read_home_record(home) is None and (is_home_named() or not _own_config())):
        return home
    beside = (Home(home.root.with_name(f"{home.root.name}-demo{number}")) for number in _numbers())
    return next(one for one in beside if is_demo(one) or not one.root.exists())


def _own_config() -> bool:
    here = Path("yarnnn.yaml").resolve()
    return here.exists() and here != demo_config()


def _numbers() -> Iterator[str]:
    yield ""
    yield from (f"-{number}" for number in itertools.count(2))


def find_config(home: Home, config: str | Path | None = None) -> Path | None:
    """`config`, else $YARNNN_CONFIG, else ./yarnnn.yaml, else the one that the home was made with."""
    named = config or os.environ.get(CONFIG_VARIABLE)
    if named:
        return Path(named).resolve()
    if (here := Path("yarnnn.yaml").resolve()).exists():
        return here
    recorded = read_home_record(home)
    return Path(recorded["config"]) if recorded else None


def open_project(config: str | Path | None = None, *, home: Home | None = None) -> Project:
    """The home and the settings that belong together; `UserError` where none is found or the home is another's."""
    home = home or home_from_environment()
    path = find_config(home, config)
    if path is None:
        raise UserError(
            "no yarnnn.yaml here",
            where=str(Path.cwd()),
            mend="`yarnnn init` writes one, `yarnnn demo` shows the line on a small agency, "
            "`--config FILE` or YARNNN_CONFIG names one elsewhere",
        )
    settings = load_settings(path)
    recorded = read_home_record(home)
    if recorded and recorded["agency"] != settings.agency.name and not _renamed(home, recorded, settings):
        raise UserError(
            f"this home holds the data of {recorded['agency']!r}, and {path} is {settings.agency.name!r}",
            where=str(home.root),
            mend=_home_of_its_own(home, recorded, path),
        )
    return Project(home, settings)


def _home_of_its_own(home: Home, recorded: Mapping[str, Any], config: Path) -> str:
    """What mends that a home is another agency's. The demo's settings are never told to take it over."""
    if is_demo(home):
        another = f"name another folder in {HOME_VARIABLE}, or none" if is_home_named() else "move this folder away"
        return (
            f"it is the demo's home: `yarnnn --config {shlex.quote(str(demo_config()))} status` looks at it; for an "
            f"agency of your own {another}"
        )
    if config == demo_config():
        return (
            "`yarnnn demo` runs the demo in a home of its own beside this one, and says how to look at it; for your "
            f"own agency leave --config and {CONFIG_VARIABLE} out"
        )
    return f"give each agency a home of its own: set {HOME_VARIABLE}, or move this folder away; " + formerly_mend(
        recorded["agency"]
    )


def _renamed(home: Home, recorded: Mapping[str, Any], settings: Settings) -> bool:
    """Whether it is the same agency under another name: it says so, or it is the same file with clients in common; or
    nothing has landed yet, so that the home holds nobody's data."""
    if recorded["agency"] in settings.agency.formerly:
        return True
    kept = {client.id for client in settings.clients} & set(recorded.get("clients", []))
    if kept and recorded["config"] == str(settings.path):
        return True
    return not _has_landed(home)


def _has_landed(home: Home) -> bool:
    """Whether any item has landed; also where that can't be told."""
    if not home.warehouse.exists():
        return False
    import duckdb  # which nobody needs but whoever gives an agency another name

    from yarnnn_pipelines.stores.warehouse import connect

    try:
        with connect(home, read_only=True) as con:
            tables = con.execute("select schema_name, table_name from duckdb_tables()").fetchall()
            landed = [f"{schema}.{table}" for schema, table in tables if (schema, table) in raw_tables()]
            return any(con.execute(f"select 1 from {table} limit 1").fetchone() for table in landed)
    except (UserError, duckdb.Error):
        return True


def is_demo(home: Home) -> bool:
    recorded = read_home_record(home)
    return recorded is not None and recorded["config"] == str(demo_config())


def agency_ledger(project: Project) -> Ledger:
    """The project's ledger; `UserError` where it can't be opened, is another agency's, or is not the one that this home
    was last used with."""
    record = read_home_record(project.home) or {}
    refuse_missing_ledger(project.home, record)
    ledger = open_ledger(project.home.ledger_url)
    agency = ledger.agency()
    _refuse_ledger_of_another(project, ledger, agency)
    refuse_another_ledger(project.home, record, ledger, agency)
    _carry_over_renamed(project, ledger)
    return ledger


def _carry_over_renamed(project: Project, ledger: Ledger) -> None:
    """Keep under each client's id what was kept under one that it had before; `UserError` where yarnnn.yaml has an id
    that was given up: what is made under it would begin anew, and be sent again."""
    settings = project.settings
    for client in settings.clients:
        for before in client.formerly:
            ledger.carry_over(before, client.id, signs_of(client))
            _rename_drafts(project.home, before, client.id)  # also of a run that ended between the two
    for before, after in ledger.now_called([client.id for client in settings.clients]).items():
        raise UserError(
            f"client {before!r} has been called {after!r} since `formerly: {before}` stood in a yarnnn.yaml of this "
            "agency: under the old id all would be drafted and sent anew",
            where=str(settings.path),
            mend=f"write `id: {after}` with `formerly: {before}`; or, to call it {before!r} again, "
            f"`formerly: {after}` under this one, in every yarnnn.yaml of the agency",
        )


def _rename_drafts(home: Home, before: str, after: str) -> None:
    """The draft files too, so that what somebody edited by hand is known."""
    if (home.drafts / before).is_dir() and not (home.drafts / after).exists():
        (home.drafts / before).rename(home.drafts / after)


def claimant(project: Project) -> Claimant:
    """Who asks for a store outside of the home."""
    settings = project.settings
    return Claimant(
        agency_id=(read_home_record(project.home) or {}).get("agency_id"),
        name=settings.agency.name,
        formerly=tuple(settings.agency.formerly),
        clients=frozenset(client.id for client in settings.clients),
        config=str(settings.path),
        is_demo=settings.path == demo_config(),
    )


def recorded_claimant(home: Home) -> Claimant | None:
    """The same by what the home keeps of the last time it was claimed; None before that."""
    recorded = read_home_record(home)
    if recorded is None:
        return None
    return Claimant(
        agency_id=recorded.get("agency_id"),
        name=recorded["agency"],
        formerly=tuple(recorded.get("formerly", ())),
        clients=frozenset(recorded.get("clients", ())),
        config=recorded["config"],
        is_demo=recorded["config"] == str(demo_config()),
    )


def _refuse_ledger_of_another(project: Project, ledger: Ledger, agency: Agency | None) -> None:
    if project.home.has_ledger_inside:
        return
    claimant(project).refuse_store_of_another(
        agency, ledger.clients(), holds="this ledger holds what was decided and sent", variable=LEDGER_VARIABLE
    )


def home_id_of(home: Home) -> str | None:
    """The id that the home was given when it was claimed; None before that."""
    return (read_home_record(home) or {}).get("home_id")


def claim_home(project: Project) -> str:
    """Make the home's folders and write down, in it and in the ledger, whose they are; returns the home's id.

    So two agencies can never share either; `UserError` where they would.
    """
    home, settings = project.home, project.settings
    home.prepare()
    recorded = read_home_record(home) or {}
    ledger = agency_ledger(project)
    agency = ledger.claim(recorded.get("agency_id") or uuid.uuid4().hex, settings.agency.name)
    _refuse_ledger_of_another(project, ledger, agency)  # it was another's by an instant
    ledger.rename_agency(settings.agency.name)
    home_id: str = recorded.get("home_id") or uuid.uuid4().hex
    ledger.note_home(home_id, f"{socket.gethostname()}:{home.root}")
    ledger.note_clients({client.id: signs_of(client) for client in settings.clients})
    record = {
        "agency": settings.agency.name,
        "config": str(settings.path),
        "clients": [client.id for client in settings.clients],
        "formerly": list(settings.agency.formerly),
        "agency_id": agency.agency_id,
        "home_id": home_id,
        "ledger_id": agency.ledger_id,
        "ledger": shown(read_address(home.ledger_url, LEDGER_VARIABLE, LEDGER_DRIVERS)),
    }
    if record != recorded:
        write_atomically(home.root / HOME_RECORD, json.dumps(record, indent=2) + "\n")
    return home_id

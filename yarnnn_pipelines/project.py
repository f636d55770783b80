"""A project: the home and the yarnnn.yaml that belong together, and the platforms whose keys that file may hold.

Here home, registry and settings are joined, so that neither of them has to know another. What they hold is theirs.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from yarnnn_pipelines.config.choices import refuse_unknown_names
from yarnnn_pipelines.config.settings import Settings, read_settings, settings_model
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.shipped import shipped
from yarnnn_pipelines.sources.registry import platforms
from yarnnn_pipelines.stores.home import Home, home_from_environment

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
    moved = home.root.with_name(f"{home.root.name}-demo")
    number = 1
    while moved.exists():
        number += 1
        moved = home.root.with_name(f"{home.root.name}-demo-{number}")
    home.root.rename(moved)
    return moved


def find_config(home: Home, config: str | Path | None = None) -> Path | None:
    """`config`, else $YARNNN_CONFIG, else ./yarnnn.yaml, else the one that the home was made with."""
    named = config or os.environ.get(CONFIG_VARIABLE)
    if named:
        return Path(named).resolve()
    if (here := Path("yarnnn.yaml").resolve()).exists():
        return here
    recorded = _recorded(home)
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
    recorded = _recorded(home)
    if recorded and recorded["agency"] != settings.agency.name and not _renamed(home, recorded, settings):
        raise UserError(
            f"this home holds the data of {recorded['agency']!r}, and {path} is {settings.agency.name!r}",
            where=str(home.root),
            mend="give each agency a home of its own: set YARNNN_HOME, or move this folder away"
            + (" (it is the demo's)" if is_demo(home) else ""),
        )
    return Project(home, settings)


def _renamed(home: Home, recorded: Mapping[str, Any], settings: Settings) -> bool:
    """Whether it is the same agency under another name: the same file, with clients in common or before any landing."""
    if recorded["config"] != str(settings.path):
        return False
    kept = {client.id for client in settings.clients} & set(recorded.get("clients", []))
    return bool(kept) or not home.warehouse.exists()


def is_demo(home: Home) -> bool:
    recorded = _recorded(home)
    return recorded is not None and recorded["config"] == str(demo_config())


def claim_home(project: Project) -> None:
    """Make the home's folders and write down whose it is, so that two agencies can never share one."""
    project.home.prepare()
    settings = project.settings
    record = {
        "agency": settings.agency.name,
        "config": str(settings.path),
        "clients": [client.id for client in settings.clients],
    }
    path = project.home.root / "home.json"
    scratch = path.with_suffix(f".{os.getpid()}")
    scratch.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    scratch.replace(path)


def _recorded(home: Home) -> dict[str, Any] | None:
    path = home.root / "home.json"
    try:
        recorded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return recorded
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValueError:
        raise UserError("home.json is not JSON", where=str(path), mend="delete that file and run again") from None

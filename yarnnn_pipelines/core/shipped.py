"""The folders that come with the code and hold none: the dbt project and the demo agency.

In a checkout they lie at its root. In a wheel they lie inside this package, where pyproject.toml's `force-include` puts
them. Nothing is ever written there: an installed package may belong to another user.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def shipped(folder: str) -> Path:
    """Where `dbt` or `demo` is, in a checkout or in an installed wheel."""
    installed = PACKAGE / f"_{folder}"
    return installed if installed.exists() else PACKAGE.parent / folder

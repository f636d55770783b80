"""The account that this process runs under: who approved, who started a run. A person's rights are not known here."""

from __future__ import annotations

import getpass
import os


def account_name() -> str:
    """As the environment or the system names it; its number where neither does, as often in a container."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # OSError from Python 3.13 on
        return f"user {os.getuid()}"

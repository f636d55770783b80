"""What an examination says, and what the platforms' examinations share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

State = Literal["ok", "warning", "problem"]


@dataclass(frozen=True)
class Finding:
    """check: what was looked at (`token`, `channel #client-acme`); text: what was found; mend: '' where all is well."""

    check: str
    state: State
    text: str
    mend: str = ""


@dataclass
class Examined:
    """One source of yarnnn.yaml, or its clients, and all that was found. kind: live, export or settings."""

    source: str
    kind: str
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        return all(finding.state != "problem" for finding in self.findings)


def ok(check: str, text: str) -> Finding:
    return Finding(check, "ok", text)


def warning(check: str, text: str, mend: str) -> Finding:
    return Finding(check, "warning", text, mend)


def problem(check: str, text: str, mend: str) -> Finding:
    return Finding(check, "problem", text, mend)


def place_check(noun: str, written: str) -> str:
    """What is looked at where nothing may be there under the name that yarnnn.yaml gives a place."""
    return f"{noun} {written}"


def renaming_check(written: str) -> str:
    """What is looked at where a place of yarnnn.yaml may be called otherwise by now."""
    return f"name {written}"


def plural(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def listed(names: Iterable[str], most: int = 5) -> str:
    """`a, b, c and 4 more`."""
    names = list(names)
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")

"""The error that is written for the person who must act.

Only what the command line and the graph show without a stack trace belongs here; a programming error stays an ordinary
exception.
"""

from __future__ import annotations

from collections.abc import Mapping


class UserError(Exception):
    """Something the user can mend: what is wrong, where, and the mend."""

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.mend = mend

    def __str__(self) -> str:
        parts = [f"{self.where}: {self.what}" if self.where else self.what]
        if self.mend:
            parts.append(f"Mend: {self.mend}")
        return "\n".join(parts)

    def as_json(self) -> dict[str, str]:
        return {"what": self.what, "where": self.where, "mend": self.mend}

    @classmethod
    def from_json(cls, stored: Mapping[str, str]) -> UserError:
        return cls(stored["what"], where=stored["where"], mend=stored["mend"])

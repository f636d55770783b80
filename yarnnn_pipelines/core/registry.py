"""A registry: what a name in a settings file stands for, ours and what installed packages add by an entry point.

Names are known without importing what they stand for, so checking settings stays quick. Which protocol the entries
follow is the business of the room that uses them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from yarnnn_pipelines.core.errors import UserError


class Registry:
    """Entries by name, each made by a factory with the arguments that its room's protocol names.

    noun: what an entry is called ("writer"); group: the entry points by which a package adds its own; shipped: name to
    `module:factory`. What ships is looked up first, so no package can put itself in its place.
    """

    def __init__(self, noun: str, group: str, shipped: Mapping[str, str]) -> None:
        self.noun = noun
        self.group = group
        self._shipped = {name: EntryPoint(name, value, group) for name, value in shipped.items()}

    @cached_property
    def _added(self) -> dict[str, EntryPoint]:
        return {point.name: point for point in entry_points(group=self.group)}

    def __contains__(self, name: str) -> bool:
        return name in self._shipped or name in self._added

    def names(self) -> list[str]:
        return sorted({*self._shipped, *self._added})

    @property
    def mend(self) -> str:
        """What somebody does who wrote a name that nothing is registered under."""
        return f"write {' or '.join(self.names())}, or install the package that registers it"

    def make(self, name: str, *arguments: object) -> Any:
        """A new entry of that name; `UserError` for an unknown name, or one whose package can't be loaded."""
        point = self._shipped.get(name) or self._added.get(name)
        if point is None:
            raise UserError(f"no {self.noun} {name!r}", mend=self.mend)
        try:
            factory = point.load()
        except (ImportError, AttributeError) as error:
            raise UserError(
                f"the {self.noun} {name!r} can't be loaded: {error}",
                where=f"{self.group}: {point.value}",
                mend=f"install the package that registers it anew, or take {name!r} out of the settings",
            ) from error
        return factory(*arguments)

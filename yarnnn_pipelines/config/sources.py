"""`sources:` of yarnnn.yaml: what every platform's source has in common, and what holds for all of them.

The keys of one platform are its own (`sources/<platform>/settings.py`), and how it is read belongs there too.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self, TypeVar

from pydantic import BeforeValidator, Field, model_validator

from yarnnn_pipelines.config.values import Model, Url, refused


class Source(Model):
    """Where one platform's items come from: export files or folders, oldest first, or the platform's API.

    base_url: another address of the API, for a proxy or a test. requests_per_run, seconds_per_run: what one landing may
    cost; where it ends, the next goes on.
    """

    needed_live: ClassVar[str] = ""  # the key that makes the source a live one; '' where it is read from exports alone
    api_host: ClassVar[str] = ""  # the vendor's, in whose place `base_url` may name another
    api_path: ClassVar[str] = ""  # of the API and its version, on either

    export: Annotated[list[Path], BeforeValidator(lambda v: [v] if isinstance(v, (str, Path)) else v)] = []
    base_url: Url | None = None
    requests_per_run: int | None = Field(default=None, ge=1)
    seconds_per_run: float = Field(default=600, gt=0)

    @property
    def is_live(self) -> bool:
        return not self.export

    @property
    def own_host(self) -> str | None:
        """Host of the workspace's own pages, where the user names one."""
        return None

    def accounts(self) -> frozenset[str]:
        """Addresses of those whose mailbox or calendar it reads, in lower case, as far as the user names them."""
        return frozenset()

    @property
    def api_address(self) -> str:
        """Everything before the method or resource: `auth.test`, `users/me/profile`, `search`."""
        return f"{self.base_url or self.api_host}{self.api_path}"

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        key = self.needed_live
        live = getattr(self, key) if key else None
        if self.export and live:
            raise refused(f"both export and {key} are given", "keep the one that this source is read by")
        if not self.export and not live:
            raise refused(
                f"neither export nor {key} is given" if key else "no export is given",
                f"name the export, or {key}" if key else "name the export",
            )
        return self


S = TypeVar("S", bound=Source)


class Sources(Model):
    """every_minutes: how often live sources are landed. when_incomplete: whether a deliverable whose sources could not
    be read in full may go out, with a note in it. stale_after_hours: when a live source counts as not read.

    `config.settings.settings_model` adds a key for each platform: its id.
    """

    every_minutes: Literal[5, 10, 15, 20, 30, 60] = 15
    when_incomplete: Literal["block", "warn"] = "block"
    stale_after_hours: float = Field(default=24, gt=0)

    def configured(self) -> dict[str, Source]:
        """By platform, in the line's order: those that the user has given a source for."""
        keys = ((name, getattr(self, name)) for name in type(self).model_fields)
        return {name: value for name, value in keys if isinstance(value, Source)}

    def accounts(self) -> frozenset[str]:
        """Addresses of those whose mailboxes and calendars are read."""
        return frozenset().union(*(source.accounts() for source in self.configured().values()))

    def own_hosts(self) -> frozenset[str]:
        return frozenset(host for source in self.configured().values() if (host := source.own_host))

    def live(self) -> dict[str, Source]:
        """Those of them that are read through their API."""
        return {name: source for name, source in self.configured().items() if source.is_live}

    def of(self, kind: type[S]) -> S:
        """The source of this kind; `LookupError` where the user has given none."""
        for source in self.configured().values():
            if isinstance(source, kind):
                return source
        raise LookupError(f"no {kind.__name__} is configured")

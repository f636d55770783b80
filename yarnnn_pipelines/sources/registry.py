"""Which platforms there are: the four that come along, and those that other packages register.

A package registers one by an entry point of the group `yarnnn_pipelines.platforms` that names its `Platform` object.
Nothing of what a platform does belongs here.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.calendar.platform import CALENDAR
from yarnnn_pipelines.sources.gmail.platform import GMAIL
from yarnnn_pipelines.sources.notion.platform import NOTION
from yarnnn_pipelines.sources.platform import Platform
from yarnnn_pipelines.sources.slack.platform import SLACK

GROUP = "yarnnn_pipelines.platforms"


@cache
def platforms() -> tuple[Platform, ...]:
    """In the order of the line. `UserError` where two want the same id or the same key of a client."""
    listed = [SLACK, GMAIL, NOTION, CALENDAR]
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        platform = entry.load()
        if not isinstance(platform, Platform):
            raise UserError(
                f"{entry.value} is no Platform", where=f"entry point {entry.name}", mend="uninstall its package"
            )
        listed.append(platform)
    _refuse_doubles([platform.id for platform in listed], "id")
    _refuse_doubles([platform.places.key for platform in listed if platform.places], "key of a client")
    return tuple(listed)


def _refuse_doubles(names: list[str], what: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise UserError(
                f"two platforms have the {what} {name!r}",
                where=f"entry points of the group {GROUP}",
                mend="uninstall one of their packages",
            )


def platform_ids() -> tuple[str, ...]:
    return tuple(platform.id for platform in platforms())


def platform_of(platform_id: str) -> Platform:
    """`LookupError` for an id that none has."""
    for platform in platforms():
        if platform.id == platform_id:
            return platform
    raise LookupError(f"no platform {platform_id!r}")


def label_of(platform_id: str) -> str:
    """For people; the id itself of a platform that is not installed any more."""
    return next((platform.label for platform in platforms() if platform.id == platform_id), platform_id)


def sent_by_of(platform_id: str) -> str:
    """See `Platform.sent_by`; '' for a platform that is not installed any more."""
    return next((platform.sent_by for platform in platforms() if platform.id == platform_id), "")


def link_hosts() -> tuple[str, ...]:
    """See `Platform`; of all platforms."""
    return tuple(host for platform in platforms() for host in platform.link_hosts)


def is_schedule(platform_id: str) -> bool:
    """See `Platform`; a platform that is not installed any more is none."""
    return any(platform.is_schedule for platform in platforms() if platform.id == platform_id)


def speaks_by_account(account: str) -> bool:
    """Whether an account is one by which texts speak of its owner, see `Platform`."""
    return any(account.startswith(f"{platform.id}:") for platform in platforms() if platform.speaks_by_account)


def is_everybodys(item_id: str, author_id: str) -> bool:
    """See `Platform`; items begin with their platform's id."""
    return any(
        platform.is_everybodys(item_id, author_id) for platform in platforms() if item_id.startswith(f"{platform.id}:")
    )


@cache
def with_parties() -> tuple[str, ...]:
    """How the ids of items begin that name who takes part in them."""
    return tuple(f"{platform.id}:" for platform in platforms() if platform.has_parties)


def raw_tables() -> tuple[tuple[str, str], ...]:
    """(schema, table) of every table that others read, the main one of each platform first."""
    return tuple((platform.id, table.name) for platform in platforms() for table in platform.shared_tables)


def item_tables() -> tuple[tuple[str, str], ...]:
    """Those of them that hold what was said or happened."""
    return tuple((platform.id, table) for platform in platforms() for table in platform.tables_of("items"))


def plain_tables() -> tuple[tuple[str, str], ...]:
    """The item tables of platforms that dbt/ has no models for: their envelope is enough."""
    return tuple(
        (platform.id, table)
        for platform in platforms()
        if not platform.has_models
        for table in platform.tables_of("items")
    )

"""What the lists of a Slack export are called, where they lie, and what each entry says of people and channels.

What follows from them is `export`'s matter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from yarnnn_pipelines.sources.shared.archive import ExportFiles, several_in_one
from yarnnn_pipelines.sources.shared.envelope import as_json
from yarnnn_pipelines.sources.shared.zip_list import composed

KINDS = {"channels.json": "public", "groups.json": "private", "dms.json": "im", "mpims.json": "mpim"}
PEOPLE = ("users.json", "org_users.json")
LISTS = (*KINDS, *PEOPLE)


def base_folder(files: ExportFiles) -> str:
    """The folder of the export's lists: a zip that was packed again by hand has one more level."""
    bases = {
        path[: -len(name)] for path in files.entries for name in LISTS if f"/{path}".casefold().endswith(f"/{name}")
    }
    if len(bases) > 1:
        raise several_in_one(files, "Slack", bases)
    return next(iter(bases), "")


def is_guest(user: Mapping[str, Any]) -> bool:
    """Let into some channels: `is_restricted`, or into one: `is_ultra_restricted`."""
    return user.get("is_restricted") is True or user.get("is_ultra_restricted") is True


def teams_of(users: Iterable[Mapping[str, Any]]) -> Counter[str]:
    return Counter(team for user in users if isinstance(team := user.get("team_id"), str))


def folders_of(channel: Mapping[str, Any]) -> set[str]:
    """What the folder of a channel can be called, case-folded: by its name, or by its id for direct messages."""
    return {composed(channel.get("name")).casefold(), channel["id"].casefold()} - {""}


def once_each(listed: Iterable[Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The entries that have an id, each id once: of several the first with a mail address, else the first. And those
    that are left out for it and say something else."""
    by_id: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for entry in listed:
        if isinstance(entry, dict) and isinstance(identity := entry.get("id"), str) and entry not in by_id[identity]:
            by_id[identity].append(entry)
    kept = {identity: next(filter(_has_address, same), same[0]) for identity, same in by_id.items()}
    return list(kept.values()), [entry for same in by_id.values() for entry in same if entry is not kept[entry["id"]]]


def _has_address(entry: Mapping[str, Any]) -> bool:
    profile = entry.get("profile")
    return isinstance(profile, dict) and isinstance(profile.get("email"), str) and "@" in profile["email"]


def described(entry: Any) -> str:
    if not isinstance(entry, dict):
        return f"an entry that is no object ({type(entry).__name__})"
    return str({field: entry[field] for field in ("id", "name") if isinstance(entry.get(field), str)})[:80]


def is_storable(entry: dict[str, Any]) -> bool:
    try:
        as_json(entry)
    except ValueError:
        return False
    return True


def is_odd(entry: dict[str, Any]) -> bool:
    """Whether a person or channel has a field of another kind than Slack writes."""
    kinds = {"name": str, "members": list, "profile": dict}
    return any(entry.get(field) is not None and not isinstance(entry[field], kind) for field, kind in kinds.items())

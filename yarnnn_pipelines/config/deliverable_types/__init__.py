"""Deliverable types: data, not code. Each is a YAML file in this folder, or in `deliverable_types/` beside yarnnn.yaml.

Reading and checking such a file belongs here; what a section's signals become is `brief` and the writer's.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.errors import UserError

CandidateKind = Literal[
    "done",
    "decision",
    "metric",
    "change",
    "moved_meeting",
    "cancelled_meeting",
    "page_change",
    "risk",
    "ask",
    "promise_to_us",
    "commitment",
    "coming_meeting",
]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class InShort(_Model):
    title: str = "In short"
    most: int = Field(default=3, ge=0)


class SectionType(_Model):
    """One section: which candidates it takes, how many at the most, and what it says when it must say something."""

    id: str
    title: str
    takes: list[CandidateKind]
    most: int = Field(ge=1)
    required: bool = False
    empty: str | None = None
    substance: bool = True  # whether a deliverable is worth sending for this section alone


class DeliverableType(_Model):
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    audience: Literal["client", "internal"]
    cadence: Literal["weekly"]
    title: str
    in_short: InShort = InShort()
    sources_in_sent_copy: Literal["none", "links"] = "none"
    sections: list[SectionType] = Field(min_length=1)


def load_type(path: Path) -> DeliverableType:
    """One type file; `UserError` names the file and the key that is wrong."""
    try:
        return DeliverableType.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.YAMLError as error:
        raise UserError(f"not YAML: {error}", where=str(path), mend="check the indentation and the quotes") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise UserError(
            f"{'.'.join(map(str, first['loc']))}: {first['msg']}",
            where=str(path),
            mend="compare it with client_update.yaml",
        ) from None


@lru_cache(maxsize=8)
def _types_in(folder: Path) -> dict[str, DeliverableType]:
    return {kind.id: kind for kind in (load_type(path) for path in sorted(folder.glob("*.yaml")))}


def deliverable_types(settings: Settings | None = None) -> dict[str, DeliverableType]:
    """Every type by id: those that ship, and the user's own, which may replace one."""
    types = dict(_types_in(Path(__file__).parent))
    if settings is not None:
        types |= _types_in(settings.path.parent / "deliverable_types")
    return types


def deliverable_type(type_id: str, settings: Settings | None = None) -> DeliverableType:
    types = deliverable_types(settings)
    if type_id not in types:
        raise UserError(f"no deliverable type {type_id!r}", mend=f"the types are {', '.join(sorted(types))}")
    return types[type_id]

"""The destinations by name: those here, and those that a package adds under `yarnnn_pipelines.destinations`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yarnnn_pipelines.core.registry import Registry

if TYPE_CHECKING:  # checking a settings file must not import what sends a text
    from yarnnn_pipelines.publishing.destinations.protocol import Destination

DESTINATIONS: Registry[Destination] = Registry(
    "destination",
    "yarnnn_pipelines.destinations",
    {"files": "yarnnn_pipelines.publishing.destinations.files:Files"},
)

"""The writers by name: those here, and those that a package adds under the entry point `yarnnn_pipelines.writers`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yarnnn_pipelines.core.registry import Registry

if TYPE_CHECKING:  # checking a settings file must not import what words a text
    from yarnnn_pipelines.deliverables.writers.protocol import Writer

WRITERS: Registry[Writer] = Registry(
    "writer",
    "yarnnn_pipelines.writers",
    {"extractive": "yarnnn_pipelines.deliverables.writers.extractive:Extractive"},
)

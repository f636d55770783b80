"""Deliverable types: data, not code. Each is a YAML file here, or in `deliverable_types/` beside yarnnn.yaml."""

from yarnnn_pipelines.config.deliverable_types.loading import deliverable_type, deliverable_types, load_type
from yarnnn_pipelines.config.deliverable_types.models import (
    STATUS,
    CandidateKind,
    Contradiction,
    DeliverableType,
    Opening,
    SectionType,
)

__all__ = [
    "STATUS",
    "CandidateKind",
    "Contradiction",
    "DeliverableType",
    "Opening",
    "SectionType",
    "deliverable_type",
    "deliverable_types",
    "load_type",
]

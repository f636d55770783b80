"""What reviews cost, by client, type and week: as a table, and as numbers that Dagster plots."""

from __future__ import annotations

from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.supervision.learning.edit_cost import EditCost, curves_of
from yarnnn_pipelines.supervision.learning.words import table_of_curves

COSTS = {
    DeliverableKey("blue", "2026-W46", "client_update"): EditCost(5, 0, 50).as_json(),
    DeliverableKey("acme", "2026-W46", "client_update"): EditCost(3, 1, 100).as_json(),
    DeliverableKey("acme", "2026-W44", "client_update"): EditCost(20, 10, 100).as_json(),
    DeliverableKey("acme", "2026-W46", "project_brief"): EditCost(0, 0, 0).as_json(),
}


def test_each_client_and_type_has_a_curve_of_its_own() -> None:
    assert [(one.client, one.type_id, dict(one.shares)) for one in curves_of(COSTS)] == [
        ("acme", "client_update", {"2026-W44": 0.3, "2026-W46": 0.04}),
        ("acme", "project_brief", {"2026-W46": 0.0}),
        ("blue", "client_update", {"2026-W46": 0.1}),
    ]


def test_a_week_without_an_issue_is_empty_in_the_table() -> None:
    assert table_of_curves(curves_of(COSTS)).splitlines() == [
        "| client | type | 2026-W44 | 2026-W46 |",
        "|---|---|---|---|",
        "| acme | client_update | 30% | 4% |",
        "| acme | project_brief |  | 0% |",
        "| blue | client_update |  | 10% |",
    ]

"""`yarnnn doctor` names each client that may be told to others because it has no name that is only its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.test_other_clients import settings
from yarnnn_pipelines.deliverables.week.mistakable_names import examine_names


def findings(**client: Any) -> list[str]:
    return [
        finding.mend for examined in examine_names(settings({"id": "c", **client})) for finding in examined.findings
    ]


@pytest.mark.parametrize("name", ["Heron Bay", "Summit Foods Ltd", "The Handbook", "Oak & Lantern GmbH", "Studio 37"])
def test_a_client_of_ordinary_words_should_have_an_alias(name: str) -> None:
    assert findings(name=name) == ["write what people call it for short under `aliases` of client 'c'"]
    assert findings(name=name, aliases=["Heron"]) == []


@pytest.mark.parametrize("name", ["Tolvex", "Tolvex Health", "QXD Partners", "Oak & Brimholt", "Heron", "Brimholt.io"])
def test_a_client_with_a_word_of_its_own_needs_none(name: str) -> None:
    assert findings(name=name) == []

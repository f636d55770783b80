"""What a model costs is kept, and a week's budget is never gone over."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.unit.model_server import endpoint, says
from tests.unit.test_model_endpoint import TOLD, TYPE, WEEK, texts
from yarnnn_pipelines.config.settings import JudgeSettings, Settings, WriterSettings
from yarnnn_pipelines.deliverables.brief.brief import make_brief
from yarnnn_pipelines.deliverables.claims import Draft
from yarnnn_pipelines.deliverables.writers.model.writer import ModelWriter
from yarnnn_pipelines.stores.ledger.opening import open_ledger
from yarnnn_pipelines.stores.ledger.rows import ModelUse
from yarnnn_pipelines.supervision.model_costs import in_words, week_of_models

SETTINGS = Settings.model_validate(
    {
        "agency": {"name": "Us", "time_zone": "Europe/Lisbon", "domains": ["us.example"], "start": "2026-W46"},
        "sources": {},
        "clients": [{"id": "acme", "name": "Acme"}],
    }
)
PRICES = {"input": 2.0, "output": 10.0, "currency": "EUR"}
ANSWER_COSTS = (100 * 2.0 + 10 * 10.0) / 1_000_000  # the server of these tests counts 100 tokens read, 10 written
MOST_WRITTEN = 500  # tokens of an answer: at their price most of what a request may cost


def priced(settings: WriterSettings, **more: Any) -> WriterSettings:
    return WriterSettings.model_validate(
        {**settings.model_dump(), "prices": PRICES, "answer_tokens": MOST_WRITTEN, **more}
    )


def word(writer: ModelWriter) -> Draft:
    return writer.write(make_brief(WEEK, TYPE), TYPE)


def test_a_draft_says_what_it_cost() -> None:
    with endpoint(says(TOLD)) as (settings, _):
        draft = word(ModelWriter(priced(settings)))
    assert draft.writer["cost"] == pytest.approx(ANSWER_COSTS)
    assert draft.writer["currency"] == "EUR"


def test_no_request_is_sent_that_could_go_over_the_budget() -> None:
    with endpoint(says(TOLD)) as (settings, asked):
        writer = ModelWriter(priced(settings, weekly_budget=0.02))
        writer.spending.carry_over(0.0195)  # type: ignore[union-attr]
        draft = word(writer)
    assert asked == []
    assert "of this week's budget of 0.02 EUR are 0.0005 EUR left" in draft.writer["because"]
    assert draft.writer["stepped_in"] == "extractive"
    assert texts(draft)


def test_what_was_set_aside_for_a_request_is_given_back_when_it_cost_less() -> None:
    with endpoint(says(TOLD)) as (settings, asked):
        writer = ModelWriter(priced(settings, weekly_budget=0.02))  # a request may cost about 0.008
        for _ in range(5):
            word(writer)
    assert len(asked) == 5


def test_a_request_that_the_endpoint_refuses_costs_nothing() -> None:
    with endpoint((422, {}, {}), says(TOLD)) as (settings, asked):
        writer = ModelWriter(priced(settings, weekly_budget=0.012))
        assert word(writer).writer["cost"] == 0
        assert "stepped_in" not in word(writer).writer
    assert len(asked) == 2


def test_several_weeks_at_once_keep_to_one_budget() -> None:
    with endpoint(says(TOLD)) as (settings, asked):
        writer = ModelWriter(priced(settings, weekly_budget=0.02))
        writer.spending.carry_over(0.011)  # type: ignore[union-attr]
        with ThreadPoolExecutor(8) as pool:
            drafts = list(pool.map(lambda _: word(writer), range(8)))
    assert len(asked) == sum("stepped_in" not in draft.writer for draft in drafts)
    assert len(asked) >= 1
    assert 0.011 + len(asked) * ANSWER_COSTS <= 0.02


def test_an_endpoint_that_counts_no_tokens_is_reckoned_by_what_was_asked() -> None:
    def uncounted(handler: Any) -> None:
        body = b'{"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [{"index": 0, '
        body += b'"finish_reason": "stop", "message": {"role": "assistant", "content": "{\\"claims\\": []}"}}]}'
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    with endpoint(uncounted) as (settings, asked):
        draft = word(ModelWriter(priced(settings)))
    sent = sum(len(message["content"]) for message in asked[0]["messages"])
    assert draft.writer["input_tokens"] >= sent // 4
    assert draft.writer["cost"] > 0


def test_the_ledger_adds_up_what_models_were_asked_this_week(tmp_path: Path) -> None:
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    use = ModelUse("writer", "m", "acme", "2026-W46", "client_update", 1, 900, 40, 1.5, 0.25, "EUR")
    ledger.record_model_use([use, use])
    ledger.record_model_use([use])
    models = week_of_models(ledger, SETTINGS)
    assert models.cost("writer", "EUR") == 0.75
    assert models.cost("writer", "USD") == 0
    assert list(in_words(models)) == ["writer m: 3 requests, 2,700 tokens read, 120 written, 0.7500 EUR"]


def test_a_budget_without_prices_is_refused_with_the_mend() -> None:
    with pytest.raises(ValidationError, match="a budget needs the model's prices; add `prices:"):
        WriterSettings(kind="openai", model="m", weekly_budget=5)


@pytest.mark.parametrize("settings", [lambda: WriterSettings(kind="openai"), JudgeSettings])
def test_who_is_to_ask_a_model_and_names_none_is_refused_with_the_mend(settings: Callable[[], object]) -> None:
    with pytest.raises(ValidationError, match="names no model; add `model:`"):
        settings()

"""Rows go to Great Expectations as data and nothing else, and a judge that ends is told and replaced."""

from __future__ import annotations

import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pyarrow as pa
import pytest
import yaml

from yarnnn_pipelines.context.expectations.judge import Judge, JudgeFailed
from yarnnn_pipelines.context.expectations.messages import read_request, write_request

ROWS = pa.table({"week": ["2026-W46", None], "n": [1, 2], "at": [datetime(2026, 11, 9, tzinfo=UTC), None]})


def test_requests_arrive_as_they_were_sent_one_after_the_other() -> None:
    stream = io.BytesIO()
    for number in (1, 2):
        write_request(stream, {"number": number, "table": "Größe\n"}, ROWS)
    stream.seek(0)
    for number in (1, 2):
        request, rows = read_request(stream)
        assert request == {"number": number, "table": "Größe\n"}
        assert rows.equals(ROWS)
    assert read_request(stream) is None


def test_a_judge_that_ended_is_told_with_its_exit_code_and_the_next_asks_a_new_one(tmp_path: Path) -> None:
    first = tmp_path / "first"
    program = f"""
import json, pathlib, sys
from yarnnn_pipelines.context.expectations.messages import read_request
first = pathlib.Path({str(first)!r})
if not first.exists():
    first.touch()
    sys.exit(7)
request, rows = read_request(sys.stdin.buffer)
print(json.dumps({{"expectations": 1, "broken": [], "page": None}}), flush=True)
"""
    judge = Judge([sys.executable, "-c", program])
    asked = ("client_week_events", ROWS, {"weeks": ["2026-W46"]}, tmp_path)
    with pytest.raises(JudgeFailed, match="exit code 7"):
        judge.judge(*asked)
    judgement = judge.judge(*asked)
    assert (judgement.rows, judgement.broken) == (2, ())


@pytest.mark.long
def test_data_docs_lie_in_a_folder_of_any_name_and_nowhere_else(tmp_path: Path) -> None:
    judge = Judge()
    parameters = {"weeks": ["2026-W46"], "clients": ["acme"], "platforms": ["slack"]}
    names = ["{a,b}$HOME~", "Pa\\$ta", "${NOWHERE}", "x$$y", "日本"]
    for name in names:
        folder = tmp_path / name / "data_docs"
        page = judge.judge("client_week_events", ROWS, parameters, folder).page
        assert Path(url2pathname(urlsplit(page).path)).is_relative_to(folder)
        assert (folder / "index.html").exists()
    assert {path.name for path in tmp_path.iterdir()} == set(names)


@pytest.mark.parametrize("column", ["kind", "platform", "audience"])
def test_what_the_models_may_hold_is_what_is_expected_of_it(column: str) -> None:
    root = Path(__file__).parents[2]
    models = yaml.safe_load((root / "dbt/models/marts/events/events.yml").read_text())["models"]
    accepted = [
        test["accepted_values"]["arguments"]["values"]
        for model in models
        for one in model["columns"]
        if one["name"] == column
        for test in one.get("data_tests", ())
        if "accepted_values" in test
    ]
    suite = json.loads((root / "yarnnn_pipelines/context/expectations/client_week_events.json").read_text())
    expected = [
        each["kwargs"]["value_set"]
        for each in suite["expectations"]
        if each["type"] == "expect_column_values_to_be_in_set" and each["kwargs"]["column"] == column
    ]
    known = {value for values in accepted for value in values}
    assert all(known <= {*values} for values in expected if isinstance(values, list))
    assert column != "kind" or (known and expected)

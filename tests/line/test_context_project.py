"""The dbt project itself: it stands without sources, its own unit tests hold, and its documents tell what is there."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlglot
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner
from dbt.parser.manifest import ManifestLoader

from tests.line.context_line import Line
from yarnnn_pipelines.context import dbt_project
from yarnnn_pipelines.context.dbt_project import DBT_FOLDER
from yarnnn_pipelines.stores.home import Home


@pytest.fixture(scope="module")
def line(tmp_path_factory) -> Line:
    """An agency that has configured nothing yet but its clients."""
    line = Line(tmp_path_factory.mktemp("project"))
    line.build("2026-W46")
    return line


@pytest.fixture(scope="module")
def manifest(line: Line) -> dict:
    return dbt_project.manifest(line.home)


def run_dbt(line: Line, *arguments: str) -> dict[str, tuple[str, str]]:
    """Any dbt command on the project: (status, message) of each node."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YARNNN_WAREHOUSE", str(line.home.warehouse))
        folders = {"--project-dir": DBT_FOLDER, "--profiles-dir": DBT_FOLDER, "--target-path": line.home.dbt_target}
        options = [str(part) for pair in folders.items() for part in pair]
        done = dbtRunner().invoke([*arguments, *options, "--log-level", "none", "--log-path", str(line.home.root)])
    DuckDBConnectionManager.close_all_connections()
    return {result.node.name: (str(result.status), str(result.message)) for result in done.result.results}


def models(manifest: dict) -> dict[str, dict]:
    return {node["name"]: node for node in manifest["nodes"].values() if node["resource_type"] == "model"}


def test_an_agency_without_a_single_source_has_a_context(line: Line) -> None:
    assert line.rows("select client_id, quiet from context.client_week_context order by 1") == [
        ("acme", True),
        ("globex", True),
    ]


def test_what_a_process_has_parsed_is_parsed_for_no_build_and_no_other_home(
    line: Line, manifest: dict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ManifestLoader, "get_full_manifest", None)
    assert dbt_project.manifest(Home(tmp_path))["nodes"].keys() == manifest["nodes"].keys()
    built = dbt_project.build(line.home, "stg_slack__messages")
    assert [result.message for result in built if result.status not in ("success", "pass")] == []


@pytest.mark.long
def test_the_models_pass_dbts_unit_tests(line: Line) -> None:
    results = run_dbt(line, "test", "--select", "test_type:unit")
    assert len(results) >= 15
    assert {name: message for name, (status, message) in results.items() if status != "pass"} == {}


def test_the_documents_name_every_column_with_its_type(line: Line, manifest: dict) -> None:
    real: dict[str, dict[str, str]] = {}
    for table, column, kind in line.rows(
        "select table_name, column_name, data_type from information_schema.columns where table_schema = 'context'"
    ):
        kind = kind.lower().replace("timestamp with time zone", "timestamptz")
        real.setdefault(table, {})[column] = kind
    for name, node in models(manifest).items():
        documented = {column["name"]: column["data_type"] for column in node["columns"].values()}
        assert documented == real[name], name
    for source in manifest["sources"].values():
        if source["schema"] == "context":
            assert {c["name"]: c["data_type"] for c in source["columns"].values()} == real[source["name"]]


def test_every_model_is_described_and_tested(manifest: dict) -> None:
    tested = {
        parent
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test"
        for parent in node["depends_on"]["nodes"]
    }
    for node in models(manifest).values():
        assert node["description"], node["name"]
        assert node["unique_id"] in tested, node["name"]
        assert all(column["description"] for column in node["columns"].values()), node["name"]


def test_each_model_belongs_to_exactly_one_of_the_two_selections(manifest: dict) -> None:
    for name, node in models(manifest).items():
        assert len({"before_signals", "after_signals"} & set(node["tags"])) == 1, name
        assert node["schema"] == "context"


def test_no_model_that_comes_before_the_signals_reads_them(manifest: dict) -> None:
    for name, node in models(manifest).items():
        reads_signals = any(parent.endswith(".context.signals") for parent in node["depends_on"]["nodes"])
        assert not (reads_signals and "before_signals" in node["tags"]), name


def test_column_lineage_can_be_read_from_the_compiled_models(line: Line, manifest: dict) -> None:
    compiled = line.home.dbt_target / "compiled" / "yarnnn" / "models"
    # What lies below a .yml is a unit test's; several of one model are written to one file at once.
    models = [path for path in sorted(compiled.rglob("*.sql")) if ".yml" not in str(path.relative_to(compiled))]
    assert models
    for path in models:
        assert sqlglot.parse_one(path.read_text(), dialect="duckdb") is not None, path.name


def test_the_project_parses_where_there_is_no_warehouse_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YARNNN_WAREHOUSE", raising=False)
    monkeypatch.chdir(tmp_path)
    folders = {"--project-dir": DBT_FOLDER, "--profiles-dir": DBT_FOLDER, "--target-path": "target", "--log-path": "."}
    options = [str(part) for pair in folders.items() for part in pair]
    done = dbtRunner().invoke(["--no-version-check", "parse", *options, "--log-level", "none"])
    assert done.success, done.exception
    assert not list(tmp_path.rglob("*.duckdb"))

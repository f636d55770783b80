"""The process in which Great Expectations judges: `python -m yarnnn_pipelines.context.expectations.worker`.

It reads requests from standard input and writes answers to standard output until the input ends; their form is
`messages`'. It is the only module that imports Great Expectations.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from yarnnn_pipelines.context.expectations.messages import read_request
from yarnnn_pipelines.context.expectations.pages import keep_local, write_index
from yarnnn_pipelines.core.counts import verb

if TYPE_CHECKING:
    import pyarrow as pa

_DATA_DOCS_VARIABLE = "YARNNN_DATA_DOCS"


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run, which then ends this
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no answer
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations  # noqa: F401, the seconds that this process is for

    while asked := read_request(sys.stdin.buffer):
        request, rows = asked
        try:
            answer = judge(request, rows)
        except Exception:
            answer = {"error": traceback.format_exc()}
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


def judge(request: Mapping[str, Any], rows: pa.Table) -> dict[str, Any]:
    """Validate the rows with the suite and write Data Docs; `broken` lists what does not hold.

    request: table, suite (in Great Expectations' own form), parameters, data_docs (a folder).
    """
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig
    from great_expectations.data_context.types.resource_identifiers import ExpectationSuiteIdentifier

    table, weeks, data_docs = request["table"], request["parameters"]["weeks"], Path(request["data_docs"])
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    # In a path, Great Expectations puts in an environment variable for each `$NAME`. So it gets one, with the path for
    # its value, in which it takes `\$` for `$`.
    os.environ[_DATA_DOCS_VARIABLE] = str(data_docs).replace("\\$", "\\\\$")
    # Neither `add_data_docs_site` nor Great Expectations' own index: they begin with deleting what earlier runs wrote.
    context.variables.data_docs_sites = {
        "home": {
            "class_name": "SiteBuilder",
            "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": f"${_DATA_DOCS_VARIABLE}"},
        }
    }
    batch = context.data_sources.add_pandas("context").add_dataframe_asset(table)
    definition = gx.ValidationDefinition(
        name=table,
        data=batch.add_batch_definition_whole_dataframe("run"),
        suite=context.suites.add(gx.ExpectationSuite(**request["suite"])),
    )
    checkpoint = gx.Checkpoint(
        name=table,
        validation_definitions=[context.validation_definitions.add(definition)],
        result_format="SUMMARY",
    )
    result = context.checkpoints.add(checkpoint).run(
        batch_parameters={"dataframe": rows.to_pandas()},
        expectation_parameters=request["parameters"],
        run_id=gx.RunIdentifier(run_name=weeks[0] if len(weeks) == 1 else f"{weeks[0]} to {weeks[-1]}"),
    )
    ((identifier, validation),) = result.run_results.items()
    pages: list[Any] = [identifier, ExpectationSuiteIdentifier(table)]  # it takes both kinds, though typed for one
    context.build_data_docs(["home"], pages, build_index=False)
    (site,) = context.get_docs_sites_urls(resource_identifier=identifier, site_name="home")
    url = site["site_url"]
    assert url is not None
    page = data_docs / unquote(url.removeprefix(f"file://{data_docs}/"))
    results = validation.results
    broken = [expectation for expectation in results if not expectation.success]
    does = verb(len(broken), "does", "do")
    judged = f"{len(broken)} of {len(results)} {does} not hold" if broken else f"all {len(results)} hold"
    keep_local(page, judged)
    keep_local(data_docs / "expectations" / f"{table}.html")
    write_index(data_docs)
    return {
        "expectations": len(results),
        "broken": [_broken(expectation) for expectation in broken],
        "page": page.as_uri(),
    }


def _broken(result: Any) -> dict[str, str]:
    config = result.expectation_config
    kwargs = {key: value for key, value in config.kwargs.items() if key != "batch_id"}
    shown = {
        key: result.result[key]
        for key in ("observed_value", "element_count", "unexpected_count", "partial_unexpected_list")
        if key in result.result
    }
    exception = (result.exception_info or {}).get("exception_message")
    return {
        "expected": f"{config.type}({', '.join(f'{key}={value!r}' for key, value in kwargs.items())})",
        "why": str((config.meta or {}).get("notes", "")),
        "found": exception or json.dumps(shown, default=str),
    }


if __name__ == "__main__":
    main()

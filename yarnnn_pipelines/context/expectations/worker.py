"""The process in which Great Expectations judges: `python -m yarnnn_pipelines.context.expectations.worker`.

It reads pickled requests from standard input and writes pickled answers to standard output until the input ends. It is
the only module that imports Great Expectations.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import sys
import traceback
from typing import Any


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run, which then ends this
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no answer
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations  # noqa: F401, the seconds that this process is for

    while True:
        try:
            request = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            answer = judge(*request)
        except Exception:
            answer = {"error": traceback.format_exc()}
        pickle.dump(answer, answers)
        answers.flush()


def judge(table: str, suite: str, frame: Any, parameters: dict[str, Any], data_docs: str) -> dict[str, Any]:
    """Validate `frame` with the suite (JSON) and write Data Docs; `broken` lists what does not hold."""
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    context.add_data_docs_site(
        site_name="home",
        site_config={
            "class_name": "SiteBuilder",
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": data_docs},
        },
    )
    batch = context.data_sources.add_pandas("context").add_dataframe_asset(table)
    definition = gx.ValidationDefinition(
        name=table,
        data=batch.add_batch_definition_whole_dataframe("run"),
        suite=context.suites.add(gx.ExpectationSuite(**json.loads(suite))),
    )
    checkpoint = gx.Checkpoint(
        name=table,
        validation_definitions=[context.validation_definitions.add(definition)],
        actions=[gx.checkpoint.UpdateDataDocsAction(name="data_docs", site_names=["home"])],
        result_format="SUMMARY",
    )
    result = context.checkpoints.add(checkpoint).run(
        batch_parameters={"dataframe": frame}, expectation_parameters=parameters
    )
    ((identifier, found),) = result.run_results.items()
    pages = context.get_docs_sites_urls(resource_identifier=identifier)
    return {
        "expectations": len(found.results),
        "broken": [_broken(one) for one in found.results if not one.success],
        "page": pages[0]["site_url"] if pages else None,
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

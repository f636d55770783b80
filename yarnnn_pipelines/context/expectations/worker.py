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
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from yarnnn_pipelines.context.expectations.pages import keep_local, write_index
from yarnnn_pipelines.core.counts import verb


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
    from great_expectations.data_context.types.resource_identifiers import ExpectationSuiteIdentifier

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    # Neither `add_data_docs_site` nor Great Expectations' own index: they begin with deleting what earlier runs wrote.
    context.variables.data_docs_sites = {
        "home": {
            "class_name": "SiteBuilder",
            "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": data_docs},
        }
    }
    batch = context.data_sources.add_pandas("context").add_dataframe_asset(table)
    definition = gx.ValidationDefinition(
        name=table,
        data=batch.add_batch_definition_whole_dataframe("run"),
        suite=context.suites.add(gx.ExpectationSuite(**json.loads(suite))),
    )
    checkpoint = gx.Checkpoint(
        name=table,
        validation_definitions=[context.validation_definitions.add(definition)],
        result_format="SUMMARY",
    )
    weeks = parameters["weeks"]
    result = context.checkpoints.add(checkpoint).run(
        batch_parameters={"dataframe": frame},
        expectation_parameters=parameters,
        run_id=gx.RunIdentifier(run_name=weeks[0] if len(weeks) == 1 else f"{weeks[0]} to {weeks[-1]}"),
    )
    ((identifier, found),) = result.run_results.items()
    context.build_data_docs(["home"], [identifier, ExpectationSuiteIdentifier(table)], build_index=False)
    (page,) = context.get_docs_sites_urls(resource_identifier=identifier, site_name="home")
    broken = sum(not one.success for one in found.results)
    does = verb(broken, "does", "do")
    judged = f"{broken} of {len(found.results)} {does} not hold" if broken else f"all {len(found.results)} hold"
    keep_local(_path(page["site_url"]), judged)
    keep_local(Path(data_docs) / "expectations" / f"{table}.html")
    write_index(Path(data_docs))
    return {
        "expectations": len(found.results),
        "broken": [_broken(one) for one in found.results if not one.success],
        "page": page["site_url"],
    }


def _path(url: str) -> Path:
    return Path(url2pathname(urlsplit(url).path))


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

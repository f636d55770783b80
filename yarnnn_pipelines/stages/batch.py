"""A batch: one step of the line for many client weeks at once. One that fails does not cost the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.project import Project

if TYPE_CHECKING:
    import duckdb

Result = TypeVar("Result")
WORKERS = 4


@dataclass
class Batch(Generic[Result]):
    """What became of each client week: a result or the error that stopped it."""

    done: dict[ClientWeek, Result] = field(default_factory=dict)
    failed: dict[ClientWeek, Exception] = field(default_factory=dict)


def for_each(keys: Iterable[ClientWeek], work: Callable[[ClientWeek], Result]) -> Batch[Result]:
    """`work` on every key, a few at once, in the order of the keys."""
    batch: Batch[Result] = Batch()
    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        for key, future in [(key, pool.submit(work, key)) for key in keys]:
            error = future.exception()
            if isinstance(error, Exception):
                batch.failed[key] = error
            else:
                batch.done[key] = future.result()
    return batch


def from_warehouse(project: Project, reading: Callable[[duckdb.DuckDBPyConnection], Result]) -> Result:
    """What `reading` reads; the warehouse is held only meanwhile."""
    from yarnnn_pipelines.stores.warehouse import read_warehouse  # brings DuckDB, which publishing does without

    with read_warehouse(project.home) as con:
        return reading(con)

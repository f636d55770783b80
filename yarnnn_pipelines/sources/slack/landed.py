"""What the warehouse holds of Slack's threads, as far as its source must know: asked for, never kept in the state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from yarnnn_pipelines.sources.shared.commits import Ask


class LandedThreads:
    """See `slack.reading.KnownThreads`."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def threads(self, spans: Mapping[str, tuple[int, int | None]]) -> dict[str, dict[str, tuple[int, int]]]:
        rows = self._ask(
            """
            with asked as (
                select unnest($1::varchar[]) as container_id, unnest($2::bigint[]) as low, unnest($3::bigint[]) as high
            ),
            replies as (
                select messages.container_id, thread_id, item_id, arg_max(occurred_at, observed_at) as occurred_at
                from slack.messages join asked using (container_id)
                where thread_id is not null and item_id <> thread_id
                    and (try_cast(split_part(thread_id, ':', 4) as decimal(24, 6)) * 1000000)::bigint
                        between low and coalesce(high, 9223372036854775807)
                group by all having not arg_max(is_deleted, observed_at)
            )
            select container_id, split_part(thread_id, ':', 4), count(*), max(epoch_us(occurred_at))
            from replies group by all
            """,
            [list(spans), [low for low, _ in spans.values()], [high for _, high in spans.values()]],
        )
        threads: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
        for container, root, count, latest in rows:
            threads[container][root] = count, latest
        return threads

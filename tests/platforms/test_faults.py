"""The warehouse of the fault runs keeps to the rules of the real one."""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.platforms.faults import MemoryWarehouse
from yarnnn_pipelines.sources.shared.commits import news_of, next_observation
from yarnnn_pipelines.sources.shared.coverage import Coverage
from yarnnn_pipelines.sources.shared.differences import KnownItems
from yarnnn_pipelines.sources.shared.envelope import ITEM_VERSION, TOMBSTONE, Observed, as_table
from yarnnn_pipelines.sources.shared.scope import Concerned, ExportScope
from yarnnn_pipelines.sources.shared.slices import Slice
from yarnnn_pipelines.sources.slack.platform import SLACK

EARLIER = datetime(2026, 11, 16, 9, tzinfo=UTC)
LATER = datetime(2026, 11, 16, 10, tzinfo=UTC)
LATEST = datetime(2026, 11, 16, 11, tzinfo=UTC)

NAMES = st.sampled_from("abcde")


@st.composite
def observed(draw):
    item, deleted = draw(NAMES), draw(st.booleans()) and draw(st.booleans())
    return Observed(
        item_id=item,
        version=TOMBSTONE if deleted else draw(st.sampled_from(["v1", "v2"])),
        container_id=draw(st.sampled_from(["c1", "c2"])),
        thread_id=draw(st.sampled_from([None, "t1"])),
        author_id=None,
        occurred_at=draw(st.integers(1, 4)),
        edited_at=draw(st.sampled_from([None, 1, 2])),
        is_deleted=deleted,
        text="",
        permalink=None,
        payload=draw(st.sampled_from(['{"shown": true}', '{"shown": false}'])),
    )


@st.composite
def slices(draw):
    items = list({item.item_id: item for item in draw(st.lists(observed(), max_size=4))}.values())
    containers = draw(st.lists(st.sampled_from(["c1", "c2"]), unique=True))
    spans = draw(st.lists(st.sampled_from([(1, 2), (2, None), (0, None)]), max_size=2))
    threads = draw(st.lists(st.just("t1"), max_size=1))
    concerned = Concerned([item.item_id for item in items], containers, spans, threads)
    judge = draw(st.sampled_from([None, lambda payload: payload.get("shown", False)]))
    coverage = draw(st.sampled_from([None, Coverage(containers=containers, judge=judge), Coverage(judge=judge)]))
    return Slice("messages", items, concerned, coverage, {})


@pytest.mark.long
@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(slices(), min_size=2, max_size=6))
def test_what_a_slice_adds_is_the_same_in_memory_as_in_duckdb(history):
    memory = MemoryWarehouse("slack", ("messages",))
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'; create schema slack")
        con.register("nothing", ITEM_VERSION.empty_table())
        con.execute("create table slack.messages as select * from nothing")
        for one in history:
            rows, gone = news_of(con, "slack", one, next_observation(con, "slack", ["messages"]))
            for news in (rows, gone):
                con.register("news", news)
                con.execute("insert into slack.messages by name select * from news")
            assert told(memory.commit(one)) == told([*rows.to_pylist(), *gone.to_pylist()])


def told(rows):
    return sorted((row["item_id"], row["version"], row["is_deleted"], row["container_id"]) for row in rows)


def test_a_platforms_own_answer_is_never_taken_for_an_older_one():
    shown = Observed("a", "v1", "c1", None, None, 1, 9, False, "", None, "{}")
    earlier = shown._replace(version="v2", edited_at=5)
    with duckdb.connect() as con:
        con.execute("create schema slack")
        known = KnownItems(con, "slack", "messages", observed_at=EARLIER)
        con.register("first", known.new_versions(as_table([shown])))
        con.execute("create table slack.messages as select * from first")
        export = ExportScope(is_older=SLACK.is_older)
        late = KnownItems(con, "slack", "messages", observed_at=LATER, export=export)
        assert late.new_versions(as_table([earlier])).num_rows == 0
        live = KnownItems(con, "slack", "messages", observed_at=LATER, export=export, concerned=Concerned(["a"]))
        assert live.new_versions(as_table([earlier]))["version"].to_pylist() == ["v2"]


def test_what_moved_elsewhere_is_not_missing_where_it_was():
    first = Observed("a", "v1", "c1", None, None, 1, None, False, "", None, "{}")
    moved = first._replace(version="v2", container_id="c2")
    with duckdb.connect() as con:
        con.execute("create schema slack")
        con.register("news", KnownItems(con, "slack", "messages", observed_at=EARLIER).new_versions(as_table([first])))
        con.execute("create table slack.messages as select * from news")
        con.register("news", KnownItems(con, "slack", "messages", observed_at=LATER).new_versions(as_table([moved])))
        con.execute("insert into slack.messages by name select * from news")
        concerned = Concerned([], ["c1"], [(0, None)])
        later = Slice("messages", [], concerned, Coverage(containers=["c1"]), {})
        assert len(news_of(con, "slack", later, LATEST)[1]) == 0

"""What is forgotten is recognised by hashes alone, wherever a platform writes it, and nothing else is touched."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import orjson
import pyarrow as pa
import pytest
from sqlalchemy import select

from yarnnn_pipelines.config.settings import Client
from yarnnn_pipelines.context.raw_tables import ensure_raw_tables
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.forgetting.derived_rows import remove_derived, weeks_to_build
from yarnnn_pipelines.forgetting.documents import find_documents, remove_documents
from yarnnn_pipelines.forgetting.marks import Forgotten, Marker, Marks
from yarnnn_pipelines.forgetting.raw_rows import item_named
from yarnnn_pipelines.forgetting.target import Target
from yarnnn_pipelines.project import demo_config, load_settings
from yarnnn_pipelines.sources.registry import platform_of
from yarnnn_pipelines.sources.shared.envelope import OBSERVED, Observed, as_table
from yarnnn_pipelines.stores.ledger import tables
from yarnnn_pipelines.stores.ledger.opening import open_ledger
from yarnnn_pipelines.stores.ledger.rows import ModelUse

KEY = b"k" * 32
MARK = Marker(KEY)
BEA = Forgotten(
    KEY,
    Marks(
        authors=MARK.all(["slack:T1:U0BEATRIZ", "mailto:bea@estuary.example"]),
        addresses=MARK.all(["bea@estuary.example"]),
        names=MARK.names(["Beatriz Falcão", "bea"]),
        accounts=MARK.all(["U0BEATRIZ"]),
    ),
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ask Beatriz Falcão.", "Ask [removed]."),
        ("BEATRIZ\nFALCÃO's list", "[removed]'s list"),
        ("Beatriz Falca\u0303o came", "[removed] came"),  # the accent as a letter of its own
        ("write to Bea@Estuary.example, please", "write to [removed], please"),
        ("?authuser=bea%40estuary.example#all", "?authuser=[removed]#all"),
        ("<@U0BEATRIZ> and @bea", "<@[removed]> and @[removed]"),
        ("Beatriz will, and bea too", "Beatriz will, and bea too"),  # a first name alone is anybody's
        ("abea@estuary.example, bea@other.example", "abea@estuary.example, bea@other.example"),
        ("Beatriz Falcão-Lima", "[removed]-Lima"),
    ],
)
def test_names_and_addresses_are_replaced(text: str, left: str) -> None:
    assert BEA.text(text) == left


def test_a_forgotten_clients_domain_goes_out_of_what_a_mails_headers_name() -> None:
    estuary = Forgotten(KEY, Marks(domains=MARK.all(["estuary.example"])))
    payload = '{"subject":"Hi","other_domains":["mail.Estuary.example","acme.example","estuary.example"]}'
    assert orjson.loads(estuary.payload(payload)) == {"subject": "Hi", "other_domains": ["acme.example"]}
    payload = '{"writers_domains":["estuary.example"],"answered_domains":["acme.example","mail.Estuary.example"]}'
    assert orjson.loads(estuary.payload(payload)) == {
        "writers_domains": ["[removed]"],
        "answered_domains": ["acme.example", "[removed]"],
    }
    assert BEA.payload(payload) == payload


def test_what_was_asked_for_a_forgotten_client_stays_in_the_sum_and_names_nobody(tmp_path: Path) -> None:
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    used = [ModelUse("writer", "m", name, "2026-W46", "t", 1, 10, 5, 1.0, 0.5, "EUR") for name in ("estuary", "acme")]
    ledger.record_model_use(used)
    target = Target(Forgotten(KEY), client=Client(id="estuary", name="Estuary"))
    documents = find_documents(ledger, target, ())
    assert documents.model_use == 1
    remove_documents(ledger, documents, target)
    with ledger.engine.connect() as con:
        assert {row.client for row in con.execute(select(tables.model_use))} == {"", "acme"}
    (use,) = ledger.model_use_since(datetime(2020, 1, 1, tzinfo=UTC))
    assert (use.requests, use.cost) == (2, 1.0)


def test_people_go_out_of_lists_and_the_others_stay() -> None:
    ical = "BEGIN:VEVENT\r\nATTENDEE;CN=Beatriz Falcão:mailto:bea@estu\r\n ary.example\r\nATTENDEE:mailto:ann@x.example"
    payload = orjson.dumps(
        {
            "attendees": [{"name": "Bea", "email": "bea@estuary.example"}, {"name": "Ann", "email": "ann@x.example"}],
            "reactions": [{"name": "eyes", "users": ["U0BEATRIZ", "U0ANNNNN1"]}],
            "ical": ical,
        }
    ).decode()
    left = orjson.loads(BEA.payload(payload))
    assert left["attendees"] == [{"name": "Ann", "email": "ann@x.example"}]
    assert left["reactions"] == [{"name": "eyes", "users": ["U0ANNNNN1"]}]
    assert left["ical"] == "BEGIN:VEVENT\r\nATTENDEE:mailto:ann@x.example"


def test_of_a_clients_forgotten_person_it_stays_whose_they_were_and_what_they_answered() -> None:
    bea = {"name": "Bea", "email": "Bea@estuary.example", "partstat": "declined"}
    marks = replace(BEA.marks, clients=frozenset([f"{MARK('bea@estuary.example')}:estuary"]))
    forgotten = Forgotten(KEY, Marks.from_json(marks.as_json()))
    payload = orjson.dumps({"to": [bea], "cc": [{"name": "Ann", "email": "ann@x.example"}]}).decode()
    left = {"name": None, "email": "[removed]", "removed_of": "estuary", "partstat": "declined"}
    assert orjson.loads(forgotten.payload(payload)) == {"to": [left], "cc": [{"name": "Ann", "email": "ann@x.example"}]}
    assert forgotten.payload(forgotten.payload(payload)) == forgotten.payload(payload)


def item(item_id: str, author: str, text: str, payload: str = '{ "kept":  1}') -> Observed:
    return Observed(item_id, "v1", None, None, author, 0, None, False, text, None, payload)


def test_rows_of_the_forgotten_do_not_land_and_others_keep_their_version() -> None:
    table = as_table(
        [
            item("slack:T1:C1:1.1", "slack:T1:U0BEATRIZ", "mine"),
            item("slack:T1:C1:1.2", "slack:T1:U0ANNNNN1", "Thanks, Beatriz Falcão"),
            item("slack:T1:U0BEATRIZ", "slack:T1:U0BEATRIZ", "Beatriz Falcão"),
            item("slack:T1:C1", "slack:T1:U0BEATRIZ", "a channel that she made"),
        ]
    )
    left = BEA.keeps(table)
    assert left.schema == OBSERVED
    assert left["item_id"].to_pylist() == ["slack:T1:C1:1.2", "slack:T1:C1"]
    assert left["text"].to_pylist() == ["Thanks, [removed]", "a channel that she made"]
    assert left["author_id"].to_pylist() == ["slack:T1:U0ANNNNN1", None]
    assert left["version"].to_pylist() == ["v1", "v1"]
    assert left["payload"].to_pylist() == ['{ "kept":  1}'] * 2  # byte for byte where nothing is found


def test_who_only_sent_or_passed_on_a_mail_in_anothers_name_is_found_with_their_name() -> None:
    people = {by: {"name": f"Bea {by}", "email": f"{by}@x.example"} for by in ("from", "sent_by", "resent_by")}
    with duckdb.connect() as con:
        con.execute("create schema gmail")
        con.execute("create table gmail.messages as select ? as payload", [orjson.dumps(people).decode()])
        found = {identity.address: identity.names for identity in platform_of("gmail").identities(con)}
    assert found == {f"{by}@x.example": (f"Bea {by}",) for by in people}


def test_nothing_forgotten_changes_nothing() -> None:
    table = as_table([item("slack:T1:C1:1.1", "slack:T1:U0BEATRIZ", "mine")])
    assert Forgotten().keeps(table) is table
    assert isinstance(Forgotten().keeps(table), pa.Table)


def test_the_marks_hold_no_words_and_come_back_from_json() -> None:
    stored = orjson.dumps(BEA.marks.as_json()).decode().lower()
    assert not any(word in stored for word in ("bea", "falc", "estuary", "slack"))
    assert Marks.from_json(orjson.loads(stored)) == BEA.marks
    assert Forgotten(b"x" * 32, BEA.marks).text("Ask Beatriz Falcão") == "Ask Beatriz Falcão"  # another agency's key


def test_a_row_outside_every_built_week_goes_and_names_no_week_to_build() -> None:
    """An older mail of a thread that goes on this week stands in `int_mails_current` without a week."""
    with duckdb.connect() as con:
        con.execute("create schema context")
        con.execute(
            "create table context.int_mails_current as select * from (values "
            "('m1', 'acme', '2026-W46'), ('m1', 'acme', null), ('m2', null, null), ('m3', 'acme', '2026-W45')) "
            "as mails (item_id, client_id, week)"
        )
        derived = remove_derived(con, ["m1", "m2"], [])
        left = con.execute("select item_id from context.int_mails_current").fetchall()
    assert left == [("m3",)]
    assert derived.counts == {"context.int_mails_current": 3}
    assert derived.weeks == {"2026-W46"}
    assert derived.client_weeks == {("acme", "2026-W46")}
    assert weeks_to_build(load_settings(demo_config()), derived.weeks, "2026-W47") == ["2026-W46"]


ARCHIVE = "https://northlight.slack.com/archives/C08"


@pytest.mark.parametrize(
    ("named", "nearest"),
    [
        (f"{ARCHIVE}/p1700000000000101", [f"{ARCHIVE}/p1700000000000100", f"{ARCHIVE}/p1700000000009999"]),
        ("slack:T07:C08:1700000000.0001", ["slack:T07:C08:1700000000.000100"]),
    ],
)
def test_who_names_no_message_is_told_the_nearest_messages_and_no_channel(named: str, nearest: list[str]) -> None:
    with duckdb.connect() as con:
        ensure_raw_tables(con)
        con.execute("set TimeZone = 'UTC'")
        rows = [("channels", "slack:T07:C08", ARCHIVE), ("users", "slack:T07:U1", f"{ARCHIVE}/p")]
        for moment in ("1700000000.000100", "1700000000.009999"):
            rows.append(("messages", f"slack:T07:C08:{moment}", f"{ARCHIVE}/p{moment.replace('.', '')}"))
        for table, item_id, link in rows:
            con.execute(
                f"insert into slack.{table} (item_id, permalink, version, observed_at, is_deleted, payload) "
                "values (?, ?, 'v1', now(), false, '{}')",
                [item_id, link],
            )
        with pytest.raises(UserError) as caught:
            item_named(con, named)
    told = caught.value.mend.partition("the nearest are ")[2].split(", ")
    assert told[: len(nearest)] == nearest
    assert len(told) == 2


@pytest.mark.parametrize(
    "link",
    [
        "https://northlight.slack.com/archives/C08/p1700000000000100",
        "https://northlight.slack.com/archives/C08/p1700000000000100?thread_ts=1699999999.000200&cid=C08",
        "https://northlight.enterprise.slack.com/archives/C08/p1700000000000100",
    ],
)
def test_a_message_is_named_by_the_link_that_slack_copies_though_no_workspace_url_is_set(link: str) -> None:
    with duckdb.connect() as con:
        ensure_raw_tables(con)
        con.execute("set TimeZone = 'UTC'")
        for channel, moment in (("C08", "1700000000.000100"), ("XC08", "1700000000.000100"), ("C08", "1700000000.1")):
            redirect = f"https://slack.com/app_redirect?team=T07&channel={channel}&message_ts={moment}"
            con.execute(
                "insert into slack.messages (item_id, permalink, version, observed_at, is_deleted, payload) "
                "values (?, ?, 'v1', now(), false, '{}')",
                [f"slack:T07:{channel}:{moment}", redirect],
            )
        assert item_named(con, link) == "slack:T07:C08:1700000000.000100"


def test_a_report_keeps_what_is_not_known_in_it() -> None:
    report = {"accounts": [{"unread": [[1_700_000_000_000_000, None]], "read_until": None}], "span": None}
    assert BEA.json(report) == report

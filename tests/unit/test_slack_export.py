"""What a Slack export says: the words of a message, whose they are, in which thread, and when it is another version."""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.line.landing_line import DAY, MIA, MONDAY, SAM, TEAM, USERS, channel_id, export_files, said, write_files
from yarnnn_pipelines.sources.shared.archive import ExportFiles
from yarnnn_pipelines.sources.shared.export_reader import ReadOptions
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.slack.export import SlackExport
from yarnnn_pipelines.sources.slack.items import ChannelMessages, Workspace
from yarnnn_pipelines.sources.slack.text import Names, clean_mrkdwn

NAMES = Names({"U1": "Mia Duarte", "U2": "Sam Okoye"}, {"C1": "acme-launch"})
CONTAINER = f"slack:{TEAM}:{channel_id('general')}"


def read(folder: Path, files: dict[str, bytes], table: str = "messages", **options: Any) -> list[dict[str, Any]]:
    """The rows of one table of an export of these files."""
    with ExportFiles(write_files(folder / "export", files), Skips()) as export:
        reader = SlackExport(export, Skips(), ReadOptions("Europe/Lisbon", **options))
        return [row for batch in reader.read(table, lambda done, total: None) for row in batch.to_pylist()]


def item(message: dict[str, Any], names: Names = NAMES) -> Any:
    """One message as an item."""
    messages = ChannelMessages(Workspace("T1", None, names), "C1")
    assert not messages.add([message])
    (observed,) = messages.take()
    return observed


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("<@U1> can you look?", "@Mia Duarte can you look?"),
        ("<@U1|mia> can you look?", "@Mia Duarte can you look?"),
        ("<@U9|oldname> left", "@oldname left"),
        ("<@U9> left", "@U9 left"),
        ("see <#C1>", "see #acme-launch"),
        ("see <#C9|gone-channel>", "see #gone-channel"),
        ("<!here> <!channel> <!subteam^S1|@design> ship it", "@here @channel @design ship it"),
        ("until <!date^1762164000^{date_short}|Nov 3, 2026>", "until Nov 3, 2026"),
        ("<https://docs.example/a?b=1&amp;c=2|the brief> is final", "the brief is final"),
        ("<https://docs.example/a?b=1&amp;c=2>", "https://docs.example/a?b=1&c=2"),
        ("write to <mailto:mia@northlight.example|mia@northlight.example>", "write to mia@northlight.example"),
        ("R&amp;D: 3 &lt; 5 &gt; 4", "R&D: 3 < 5 > 4"),
        ("&amp;lt; stays as it was typed", "&lt; stays as it was typed"),
        ("the *Q2 launch* is _really_ on", "the Q2 launch is really on"),
        ("the checkout is ~fixed~ still being looked at", "the checkout is still being looked at"),
        ("~The checkout is fixed~", ""),
        ("one\n~two~ three ~*four*~, _~five~_ and ~10 or ~20", "one\nthree, and ~10 or ~20"),
        ("3*4*5 and snake_case_name and a * b * c", "3*4*5 and snake_case_name and a * b * c"),
        ("`campaign_id` is *not* set", "campaign_id is not set"),
        ("`The banner went live.`", "`…`"),
        ("Run `banner went live` now", "Run `…` now"),
        ("Set `cache_ttl = 30m`, please", "Set cache_ttl = 30m, please"),
        ("Run `mode = full restart` now", "Run `…` now"),
        ("see\n```\na *b* _c_ <https://x.example|y>\n```", "see"),
        ("&gt; are we on?\nyes", "yes"),
        ("yes\n&gt;&gt;&gt; are we on?\nthe shop is live", "yes"),
        ("> the shop is live\n>and fast", ""),
        ("live :x: :thumbsdown: :-1: :no_entry: :no_entry_sign: :octagonal_sign:", "live ❌ 👎 👎 ⛔ 🚫 🛑"),
        ("live :tada: at 10:30:45 :our-own-parrot:", "live 🎉 at 10:30:45 :our-own-parrot:"),
        (":+1::skin-tone-3:", "👍🏼"),
        ("  plain  ", "plain"),
    ],
)
def test_mrkdwn_reads_as_its_reader_saw_it(written, words):
    assert clean_mrkdwn(written, NAMES) == words


@given(st.text(alphabet=st.sampled_from("ab1 <>|@#!&;*_~`:\n\ue000\ue0010U1C") | st.characters(), max_size=60))
def test_no_text_breaks_the_cleaner_and_its_words_stay_in_their_order(text):
    cleaned = clean_mrkdwn(text, NAMES)
    plain = "".join(character for character in text if character.isdigit() and character.isascii())
    if not set("<:&#@~>`") & set(text):  # these may stand for other words
        assert "".join(one for one in cleaned if one.isdigit() and one.isascii()) in ("", plain)
        assert plain == "" or cleaned


def test_a_message_without_text_says_what_its_blocks_say():
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "Deploy 41"}},
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": "by "},
                        {"type": "user", "user_id": "U1"},
                        {"type": "emoji", "name": "rocket"},
                    ],
                },
                {
                    "type": "rich_text_list",
                    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "pixel fires"}]}],
                },
            ],
        },
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Status:* green"}]},
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "in <#C1>"}, {"type": "image"}]},
    ]
    assert (
        item(said("", blocks=blocks)).text == "Deploy 41\nby @Mia Duarte🚀\npixel fires\nStatus: green\nin #acme-launch"
    )


def test_a_message_without_text_or_blocks_says_what_its_attachments_say():
    attachments = [
        {
            "fallback": "n/a",
            "title": "Build *passed*",
            "text": "3 of 3",
            "fields": [{"title": "Branch", "value": "main"}],
        },
        {"fallback": "only a fallback"},
    ]
    assert item(said("", attachments=attachments)).text == "Build passed\n3 of 3\nBranch: main\nonly a fallback"


def test_struck_and_quoted_words_of_blocks_are_not_said():
    def rich(kind, text, **style):
        return {"type": kind, "elements": [{"type": "text", "text": text, "style": style}]}

    struck = rich("rich_text_section", "The shop is live", strike=True)
    struck["elements"].append({"type": "text", "text": " Tom is on it"})
    quoted = [rich("rich_text_quote", "The shop is live"), rich("rich_text_preformatted", "The shop is live")]
    blocks = [{"type": "rich_text", "elements": [struck, *quoted]}]
    assert item(said("", blocks=blocks)).text == "Tom is on it"


def _rich(*elements, kind="rich_text_section"):
    return [{"type": "rich_text", "elements": [{"type": kind, "elements": list(elements)}]}]


def _run(text, **style):
    return {"type": "text", "text": text, "style": style}


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        (_rich(_run("The shop went live", strike=True)), ""),
        (_rich(_run("The shop went live"), kind="rich_text_quote"), ""),
        (_rich(_run("The shop went live"), kind="rich_text_preformatted"), ""),
        (_rich(_run("The shop went live", code=True)), "`…`"),
        (_rich(_run("The shop is "), _run("not", bold=True), _run(" live")), "The shop is not live"),
        (_rich(_run("The shop "), _run("went live", italic=True)), "The shop went live"),
        ([{"type": "section", "text": {"type": "mrkdwn", "text": "The shop is *not* live"}}], "The shop is not live"),
        ([{"type": "image"}], "The shop went live"),
        ([], "The shop went live"),
    ],
)
def test_what_people_see_of_a_message_are_its_blocks(blocks, words):
    assert item(said("The shop went live", blocks=blocks)).text == words


def test_a_text_that_says_what_its_blocks_say_keeps_its_marks_of_lists():
    blocks = _rich(_run("The shop went live"), {"type": "usergroup", "usergroup_id": "S1"})
    assert item(said("1. The shop went live <!subteam^S1|@web>", blocks=blocks)).text == "1. The shop went live @web"


@pytest.mark.parametrize("mark", [{"is_share": True}, {"is_msg_unfurl": True}, {"author_name": "Tom"}])
def test_a_message_that_only_shares_anothers_says_nothing_itself(mark):
    shared = {"text": "I fixed the checkout", "fallback": "I fixed the checkout", **mark}
    observed = item(said("", attachments=[shared]))
    assert observed.text == ""
    assert "I fixed the checkout" in observed.payload


def test_a_quote_above_a_link_does_not_make_the_preview_the_message():
    assert item(said("&gt; live", attachments=[{"title": "A page", "text": "Somebody else's words"}])).text == ""


def test_link_previews_are_nobodys_words():
    assert item(said("look", attachments=[{"title": "A page", "text": "Somebody else's words"}])).text == "look"


def test_a_message_of_files_alone_says_nothing():
    files = [{"id": "F1", "title": "Brief v3", "name": "brief.pdf"}, {"id": "F2", "name": "plan.xlsx"}]
    assert item(said("", files=files)).text == ""


def test_an_old_file_comment_is_its_commenters_and_not_the_file_owners():
    observed = item(
        {
            "type": "message",
            "subtype": "file_comment",
            "ts": f"{MONDAY}.000001",
            "text": "<@U2|sam> commented on U1's file <https://x.example/F1/a.png|a.png>: looks *fantastic*",
            "file": {"id": "F1", "user": "U1"},
            "comment": {"id": "Fc1", "user": "U2", "comment": "looks *fantastic*"},
        }
    )
    assert (observed.author_id, observed.text) == ("slack:T1:U2", "looks fantastic")


def test_an_old_file_share_says_its_comment_if_there_is_one():
    file = {"id": "F1", "user": "U1", "initial_comment": {"comment": "First draft &amp; notes"}}
    shared = said("<@U1|mia> uploaded a file: <https://x.example|a.png>", subtype="file_share", user="U1", file=file)
    assert item(shared).text == "First draft & notes"
    del file["initial_comment"]
    assert item(shared).text == "@Mia Duarte uploaded a file: a.png"


def test_a_bots_message_is_the_bots():
    message = said("Deployed.", subtype="bot_message", bot_id="B1", username="Deploy bot")
    del message["user"]
    assert item(message).author_id == "slack:T1:B1"


def test_an_item_tells_its_place_its_time_and_its_thread(tmp_path):
    root = said("Who has the brief?", thread_ts=f"{MONDAY}.000100", reply_count=1)
    reply = said("I do.", 60, SAM, thread_ts=root["ts"], edited={"user": SAM, "ts": f"{MONDAY + 90}.000000"})
    rows = {row["text"]: row for row in read(tmp_path, export_files({"general": [root, reply]}))}
    row = rows["I do."]
    assert row["item_id"] == f"{CONTAINER}:{reply['ts']}"
    assert row["container_id"] == CONTAINER
    assert row["thread_id"] == rows["Who has the brief?"]["thread_id"] == f"{CONTAINER}:{root['ts']}"
    assert row["author_id"] == f"slack:{TEAM}:{SAM}"
    assert row["occurred_at"].isoformat() == "2026-11-09T09:01:00.000100+00:00"
    assert row["edited_at"].isoformat() == "2026-11-09T09:01:30+00:00"
    assert orjson.loads(row["payload"]) == reply


def test_links_go_to_the_workspace_that_is_named_or_found_and_else_through_slacks_redirect(tmp_path):
    message = said("hi")
    channel, digits = channel_id("general"), message["ts"].replace(".", "")

    def link(files=export_files({"general": [message]}), **options):  # noqa: B008
        return read(tmp_path, files, **options)[0]["permalink"]

    assert link(workspace_url="https://northlight.slack.example/") == (
        f"https://northlight.slack.example/archives/{channel}/p{digits}"
    )
    assert link() == f"https://slack.com/app_redirect?team={TEAM}&channel={channel}&message_ts={message['ts']}"
    shared = said("see", -60, files=[{"id": "F1", "permalink": "https://northlight.slack.com/files/U1/F1/a.png"}])
    assert link(export_files({"general": [shared, message]})).startswith("https://northlight.slack.com/archives/")


def test_the_digits_of_a_ts_are_kept(tmp_path):
    message = {**said("exactly"), "ts": "1762678800.123457"}
    (row,) = read(tmp_path, export_files({"general": [message]}))
    assert (row["item_id"].rpartition(":")[2], row["occurred_at"].microsecond) == ("1762678800.123457", 123457)


def test_only_what_the_author_changed_makes_another_version():
    message = said("The launch is on Thursday.", attachments=[{"text": "preview"}])
    version = item(message).version
    for unchanged in (
        {"reactions": [{"name": "+1", "count": 3}]},
        {"reply_count": 4, "thread_ts": message["ts"], "latest_reply": "1"},
        {"attachments": []},
        {"user_profile": {"display_name": "mia d."}},
    ):
        assert item({**message, **unchanged}).version == version
    for changed in (
        {"text": "The launch is on Friday."},
        {"edited": {"user": MIA, "ts": f"{MONDAY + 60}.000000"}},
        {"files": [{"id": "F1"}]},
        {"subtype": "me_message"},
    ):
        assert item({**message, **changed}).version != version


def test_what_somebody_tells_of_themselves_has_their_name_before_it():
    told = item({**said("is back from the printer, _and_ decided to wait."), "subtype": "me_message", "user": "U1"})
    assert told.text == "Mia Duarte is back from the printer, and decided to wait."


def test_a_renamed_colleague_makes_no_new_versions():
    message = said("<@U1> please", user="U2")
    renamed = Names({"U1": "Mia Duarte-Silva"}, {})
    assert item(message, renamed).text == "@Mia Duarte-Silva please"
    assert item(message, renamed).version == item(message).version


def test_exports_that_log_edits_and_deletions_land_the_last_word(tmp_path):
    first, second = said("Conversion is at 2.1 %."), said("Never mind.", 60)
    changed = {**first, "text": "Conversion is at 2.8 %.", "edited": {"user": MIA, "ts": f"{MONDAY + 90}.000000"}}
    log = [
        first,
        second,
        {"type": "message", "subtype": "message_changed", "ts": f"{MONDAY + 90}.000000", "message": changed},
        {
            "type": "message",
            "subtype": "message_deleted",
            "ts": f"{MONDAY + 99}.000000",
            "deleted_ts": second["ts"],
            "previous_message": second,
        },
    ]
    rows = {row["item_id"].rpartition(":")[2]: row for row in read(tmp_path, export_files({"general": log}))}
    assert rows.keys() == {first["ts"], second["ts"]}
    assert rows[first["ts"]]["text"] == "Conversion is at 2.8 %."
    assert (rows[second["ts"]]["is_deleted"], rows[second["ts"]]["text"]) == (True, "")


def test_joins_and_bots_land_as_well(tmp_path):
    join = said("<@U000000002> has joined the channel", subtype="channel_join", user=SAM)
    (row,) = read(tmp_path, export_files({"general": [join]}))
    assert row["text"] == "@Sam Okoye has joined the channel"
    assert orjson.loads(row["payload"])["subtype"] == "channel_join"


def test_people_carry_the_name_and_the_address_that_mail_and_calendar_know(tmp_path):
    rows = {row["item_id"]: row for row in read(tmp_path, export_files({"general": []}), "users")}
    mia = rows[f"slack:{TEAM}:{MIA}"]
    assert mia["text"] == "Mia Duarte"
    assert orjson.loads(mia["payload"])["profile"]["email"] == "mia@northlight.example"


def test_channels_tell_their_kind_and_direct_messages_their_people(tmp_path):
    files = export_files({"general": [said("hi")]}) | {
        "groups.json": orjson.dumps([{"id": "G000000001", "name": "acme-internal"}]),
        "dms.json": orjson.dumps([{"id": "D000000001", "members": [MIA, SAM]}]),
        "mpims.json": orjson.dumps([{"id": "G000000002", "name": "mpdm-mia--sam-1"}]),
        "D000000001/2026-11-09.json": orjson.dumps([said("just us")]),
    }
    rows = {row["text"]: orjson.loads(row["payload"])["kind"] for row in read(tmp_path, files, "channels")}
    assert rows == {
        "general": "public",
        "acme-internal": "private",
        "Mia Duarte, Sam Okoye": "im",
        "mpdm-mia--sam-1": "mpim",
    }
    containers = {row["text"]: row["container_id"] for row in read(tmp_path, files)}
    assert containers["just us"] == f"slack:{TEAM}:D000000001"


def test_guests_from_elsewhere_do_not_change_whose_workspace_it_is(tmp_path):
    guests = [{"id": f"U00000001{n}", "team_id": "T0ELSEWHERE", "name": f"guest{n}"} for n in range(5)]
    owner = {**USERS[0], "is_owner": True}

    def team(users: list[dict[str, Any]], **options: Any) -> str:
        (row,) = read(tmp_path, export_files({"general": [said("hi")]}, users), **options)
        return row["item_id"].split(":")[1]

    assert team([guests[0], *USERS]) == TEAM  # most people
    assert team([*guests, owner, USERS[1]]) == TEAM  # who manages it
    assert team([*guests, *USERS], landed_item=f"slack:{TEAM}:C000000001:1.0") == TEAM  # as it landed before
    assert team(guests, landed_item=f"slack:{TEAM}:C000000001:1.0") == "T0ELSEWHERE"  # another workspace
    unnamed = [{key: value for key, value in user.items() if key != "team_id"} for user in USERS]
    assert team([guests[0], *unnamed]) == "T0"  # an old export, which names none
    assert team([{**guest, "is_stranger": True} for guest in guests] + USERS) == TEAM
    for let_in in ("is_restricted", "is_ultra_restricted"):
        assert team([{**guest, let_in: True} for guest in guests] + USERS) == TEAM


def test_an_export_that_was_packed_again_in_a_folder_is_the_same_export(tmp_path):
    files = export_files({"general": [said("hi")]})
    (tmp_path / "again").mkdir()
    plain = read(tmp_path, files)
    assert read(tmp_path / "again", {f"Northlight export/{name}": content for name, content in files.items()}) == plain


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
ENTRY = JSON | st.fixed_dictionaries(
    {"id": st.sampled_from(["C9", "U9"]) | JSON},
    optional=dict.fromkeys(["name", "members", "profile", "topic", "created", "creator", "team_id"], JSON),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ENTRY, max_size=4), st.lists(ENTRY, max_size=4))
def test_odd_entries_of_the_lists_cost_no_message(channels, people):
    with tempfile.TemporaryDirectory() as folder:
        files = export_files({"general": [said("First.")]})
        for name, entries in {"channels.json": channels, "users.json": people}.items():
            files[name] = json.dumps(json.loads(files[name]) + entries).encode()
        for table in ("users", "channels"):
            read(Path(folder) / table, files, table)
        assert [row["text"] for row in read(Path(folder), files)] == ["First."]


def test_a_channel_whose_members_are_no_list_is_counted_and_lands(tmp_path):
    files = export_files({"general": [said("First.")]})
    odd = {"id": "C9", "name": None, "members": 5}
    files["channels.json"] = orjson.dumps([*orjson.loads(files["channels.json"]), odd])
    skips = Skips()
    with ExportFiles(write_files(tmp_path / "export", files), skips) as export:
        rows = [row for batch in SlackExport(export, skips, ReadOptions("Europe/Lisbon")).read("channels", print)
                for row in batch.to_pylist()]  # fmt: skip
    assert rows[-1]["text"] == "C9"
    assert skips.counts == {"odd_list_entry": 1}


def test_a_message_with_an_absurd_time_or_from_another_day_widens_nothing(tmp_path: Path) -> None:
    """Else all that landed before an export's first day would be missing from it, and count as deleted."""
    old = {**said("From long ago.", -90 * DAY), "edited": {"user": MIA, "ts": f"{MONDAY}.000000"}}
    logged = {"type": "message", "subtype": "message_changed", "ts": said("")["ts"], "message": old}
    files = {"general/2026-11-09.json": [said("Now."), {**said("Never."), "ts": "7.000000"}, logged]}
    lists = {"channels.json": [{"id": "C000000001", "name": "general"}], "users.json": USERS}
    write_files(tmp_path / "export", {name: json.dumps(value).encode() for name, value in {**files, **lists}.items()})
    with ExportFiles(tmp_path / "export", Skips()) as opened:
        reader = SlackExport(opened, Skips(), ReadOptions("UTC"))
        shown = [text for batch in reader.read("messages", lambda *_: None) for text in batch["text"].to_pylist()]
        coverage = reader.coverage("messages")
    assert sorted(shown) == ["From long ago.", "Now."]
    assert coverage is not None
    assert coverage.first == coverage.last == datetime.fromtimestamp(MONDAY, UTC) + timedelta(microseconds=100)


LISTED = [{"id": channel_id("general"), "name": "general"}, {"id": channel_id("acme"), "name": "acme"}]


def shown_of(path: Path, files: dict[str, bytes]) -> tuple[set[str], set[str]]:
    """The ids of the channels that an export of #general and these files shows, and of those that are unseen in it."""
    files = export_files({"general": [said("Hi.")]}) | {"channels.json": json.dumps(LISTED).encode()} | files
    skips = Skips()
    with ExportFiles(write_files(path, files), skips) as opened:
        reader = SlackExport(opened, skips, ReadOptions("UTC"))
        list(reader.read("messages", lambda *_: None))
        coverage = reader.coverage("messages")
    assert coverage is not None
    shown, unseen = coverage.containers or (), coverage.unseen
    return {each.rpartition(":")[2] for each in shown}, {each.rpartition(":")[2] for each in unseen}


@pytest.mark.parametrize("name", ["export", "export.zip"])
@pytest.mark.parametrize(
    ("files", "is_shown", "is_unseen"),
    [
        ({"acme/": b""}, True, False),
        ({"acme/": b"", "acme/.DS_Store": b"x"}, True, False),
        ({f"{channel_id('acme')}/": b""}, True, False),
        ({"acme/2026-11-09.json": b"[]"}, True, False),
        ({"acme/canvas.json": b'[{"id": "F1"}]'}, True, False),
        ({}, False, True),  # left out by whoever packed it, or empty
        ({"acme/attachments/brief.pdf": b"x"}, False, True),
        ({"elsewhere/acme/": b""}, False, True),
        ({"acme/2026-11-09.json": b"[{"}, False, False),  # nobody knows what it holds
        ({"acme/2026-11-09.json": b'[{"text": "no ts"}]'}, False, False),
        ({"acme/": b"", "channels.json": json.dumps(LISTED[:1]).encode()}, False, False),
    ],
)
def test_a_channel_without_messages_is_shown_where_its_folder_says_so(tmp_path, name, files, is_shown, is_unseen):
    acme = {channel_id("acme")}
    shown, unseen = shown_of(tmp_path / name, files)
    assert (acme <= shown, acme <= unseen) == (is_shown, is_unseen)


@pytest.mark.parametrize(
    "block",
    [
        {"type": "rich_text", "elements": None},
        {"type": "rich_text", "elements": [None, "x"]},
        {"type": "rich_text", "elements": []},
        {"type": "rich_text"},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]},
        {"type": "section", "text": None},
    ],
)
def test_blocks_without_any_words_leave_a_message_its_text(block):
    assert item(said("The shop went live", blocks=[block])).text == "The shop went live"

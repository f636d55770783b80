"""Slack's own SDK against the Slack server: what the server tells is what `visible()` says is true."""

from __future__ import annotations

import json
import urllib.request
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import builtin_handlers
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from tests.line.landing_line import Landings
from tests.platforms.loopback import Answer, Dropped
from tests.platforms.slack_server import SCOPES, TEAM, SlackServer

KINDS = "public_channel,private_channel,mpim,im"


@pytest.fixture
def server():
    with SlackServer().running() as server:
        yield server


@pytest.fixture
def client(server):
    return client_of(server)


def client_of(server, token=None) -> WebClient:
    return WebClient(token=token or server.token, base_url=f"{server.url}/api/", retry_handlers=[])


@pytest.fixture
def mia(server):
    return server.add_user("mia", real_name="Mia Duarte")


@pytest.fixture
def general(server, mia):
    return server.add_channel("general", members=[mia, server.bot])


def all_of(method, key, **arguments):
    """Every thing of every page."""
    return [one for page in method(**arguments) for one in page[key]]


def walk(client, limit=3, **bounds) -> dict:
    """{(channel, ts): message} of what a client reaches: history, and the replies to what has some."""
    found = {}
    for channel in all_of(client.users_conversations, "channels", types=KINDS, limit=2):
        place = channel["id"]
        for message in all_of(client.conversations_history, "messages", channel=place, limit=limit, **bounds):
            message.pop("root", None)
            found[place, message["ts"]] = message
            if message.get("reply_count"):
                replies = all_of(client.conversations_replies, "messages", channel=place, ts=message["ts"], limit=limit)
                assert replies[0]["ts"] == message["ts"]
                found |= {(place, reply["ts"]): reply for reply in replies}
    return found


def error_of(method, **arguments) -> str:
    with pytest.raises(SlackApiError) as raised:
        method(**arguments)
    return raised.value.response["error"]


def history(client, channel, **arguments) -> list[str]:
    return [
        message["text"] for message in all_of(client.conversations_history, "messages", channel=channel, **arguments)
    ]


def replies(client, channel, ts, **arguments) -> list[str]:
    found = all_of(client.conversations_replies, "messages", channel=channel, ts=ts, **arguments)
    return [message["text"] for message in found]


def test_a_walk_over_all_kinds_of_conversations_finds_what_is_visible(server, client, mia, general):
    sam = server.add_user("sam")
    elsewhere = server.add_channel("elsewhere", members=[sam])
    secret = server.add_channel("secret", kind="private", members=[sam])
    for kind in ("private", "im", "mpim"):
        place = server.add_channel("studio" if kind == "private" else "", kind=kind, members=[mia, sam, server.bot])
        server.post(place, sam, f"In the {kind}.")
    roots = [server.post(general, mia, f"Root {number}.") for number in range(8)]
    for number in range(7):
        server.post(general, sam, f"Reply {number}.", thread=roots[2], broadcast=number == 3)
    server.edit(general, roots[0], "Another root 0.")
    server.react(general, roots[1], "eyes", sam)
    server.delete(general, roots[3])
    for place in (elsewhere, secret):
        server.post(place, sam, "Not for the app.")
    found = walk(client)
    assert found == server.visible(server.token)
    assert len(found) == 17
    assert {place for place, _ in server.visible()} - {place for place, _ in found} == {elsewhere, secret}


def test_history_is_newest_first_without_replies_and_with_broadcasts(server, client, mia, general):
    first = server.post(general, mia, "First.")
    server.post(general, mia, "Second.")
    server.post(general, mia, "Only in the thread.", thread=first)
    server.post(general, mia, "For all.", thread=first, broadcast=True)
    assert history(client, general, limit=2) == ["For all.", "Second.", "First."]
    told = client.conversations_history(channel=general)["messages"][0]
    assert (told["subtype"], told["thread_ts"], told["root"]["reply_count"]) == ("thread_broadcast", first, 2)


def test_a_root_tells_of_its_thread_and_a_late_reply_shows_there_only(server, client, mia, general):
    root = server.post(general, mia, "Root.")
    early = server.post(general, mia, "Early.", thread=root)
    server.pass_time(days=90)
    last = server.post(general, server.bot, "Late.", thread=root)
    (message,) = client.conversations_history(channel=general)["messages"]
    assert (message["reply_count"], message["latest_reply"]) == (2, last)
    assert message["reply_users"] == [mia, server.bot]
    assert history(client, general, oldest=str(server.now.timestamp() - 86_400)) == []
    server.delete(general, last)
    (message,) = client.conversations_history(channel=general)["messages"]
    assert (message["reply_count"], message["latest_reply"]) == (1, early)
    server.delete(general, early)
    (message,) = client.conversations_history(channel=general)["messages"]
    assert "reply_count" not in message
    assert "latest_reply" not in message


def test_replies_are_oldest_first_with_the_root_on_the_first_page_only(server, client, mia, general):
    root = server.post(general, mia, "Root.")
    tss = [server.post(general, mia, str(number), thread=root) for number in range(5)]
    pages = [
        [message["text"] for message in page["messages"]]
        for page in client.conversations_replies(channel=general, ts=root, limit=2)
    ]
    assert pages == [["Root.", "0"], ["1", "2"], ["3", "4"]]
    assert replies(client, general, root, oldest=tss[2]) == ["Root.", "3", "4"]
    assert replies(client, general, root, oldest=tss[2], inclusive=True) == ["Root.", "2", "3", "4"]
    assert replies(client, general, tss[1]) == ["1"]
    assert error_of(client.conversations_replies, channel=general, ts="1.000000") == "thread_not_found"


@pytest.mark.parametrize("forward", [False, True])
def test_bounds_leave_their_edges_out_unless_they_are_inclusive(server, client, mia, general, forward):
    server.oldest_first_page = forward
    tss = []
    for number in range(7):
        tss.append(server.post(general, mia, str(number)))
        server.pass_time(seconds=1)
    both = {"oldest": tss[1], "latest": tss[4], "limit": 2}
    assert history(client, general, **both) == ["3", "2"]
    assert history(client, general, **both, inclusive=True) == ["4", "3", "2", "1"]
    assert history(client, general, latest=tss[2]) == ["1", "0"]
    since = history(client, general, oldest=tss[3], limit=2)
    assert since == (["5", "4", "6"] if forward else ["6", "5", "4"])
    assert error_of(client.conversations_history, channel=general, oldest="soon") == "invalid_ts_oldest"


def test_a_ts_is_text_of_six_decimals_and_unique_in_its_channel(server, mia, general):
    tss = [server.post(general, mia, "Same instant.") for _ in range(30)]
    assert len(set(tss)) == 30
    assert tss == sorted(tss)
    assert {len(ts.partition(".")[2]) for ts in tss} == {6}
    assert len({str(float(ts)) for ts in tss} & set(tss)) < 30  # a float is not the identity


def test_what_comes_and_goes_between_two_pages_shifts_nothing(server, client, mia, general):
    tss = [server.post(general, mia, str(number)) for number in range(6)]
    first = client.conversations_history(channel=general, limit=2)
    server.post(general, mia, "New.")
    server.delete(general, tss[3])
    second = client.conversations_history(channel=general, limit=9, cursor=first["response_metadata"]["next_cursor"])
    assert [message["text"] for message in first["messages"] + second["messages"]] == ["5", "4", "2", "1", "0"]
    assert not second["has_more"]
    assert "response_metadata" not in second.data


def test_cursors_are_good_for_their_method_until_they_expire(server, client, mia, general):
    for number in range(3):
        server.post(general, mia, str(number))
    cursor = client.conversations_history(channel=general, limit=1)["response_metadata"]["next_cursor"]
    for bad in ("nonsense", "bm9uc2Vuc2U="):
        assert error_of(client.conversations_history, channel=general, cursor=bad) == "invalid_cursor"
    assert error_of(client.users_list, cursor=cursor) == "invalid_cursor"
    server.expire_cursors()
    assert error_of(client.conversations_history, channel=general, cursor=cursor) == "invalid_cursor"
    assert error_of(client.conversations_history, channel=general, limit="many") == "invalid_limit"


def test_an_edit_is_a_stamp_and_a_deletion_an_absence(server, client, mia, general):
    kept, gone = server.post(general, mia, "Kept."), server.post(general, mia, "Gone.")
    server.pass_time(minutes=5)
    server.edit(general, kept, "Changed.")
    server.delete(general, gone)
    (message,) = client.conversations_history(channel=general)["messages"]
    assert (message["ts"], message["text"]) == (kept, "Changed.")
    assert message["edited"] == {"user": mia, "ts": f"{int(server.now.timestamp())}.000000"}


def test_a_deleted_root_stays_as_a_tombstone_while_it_has_replies(server, client, mia, general):
    root = server.post(general, mia, "Root.")
    one, two = (server.post(general, mia, text, thread=root) for text in ("One.", "Two."))
    server.delete(general, root)
    (message,) = client.conversations_history(channel=general)["messages"]
    assert (message["subtype"], message["user"], message["reply_count"]) == ("tombstone", "USLACKBOT", 2)
    assert replies(client, general, root) == ["This message was deleted.", "One.", "Two."]
    server.delete(general, one)
    assert replies(client, general, root) == ["This message was deleted.", "Two."]
    server.delete(general, two)
    assert history(client, general) == []
    assert error_of(client.conversations_replies, channel=general, ts=root) == "thread_not_found"


def test_channels_are_listed_by_kind_by_membership_and_archived_or_not(server, client, mia, general):
    for number in range(3):
        old = server.add_channel(f"old-{number}", members=[mia, server.bot])
        server.archive(old)
    unjoined = server.add_channel("unjoined", members=[mia])
    server.add_channel("secret", kind="private", members=[mia])
    private = server.add_channel("inner", kind="private", members=[mia, server.bot])
    names = [channel["name"] for channel in all_of(client.conversations_list, "channels", limit=2)]
    assert names == ["general", "old-0", "old-1", "old-2", "unjoined"]
    pages = [len(page["channels"]) for page in client.conversations_list(limit=2, exclude_archived=True)]
    assert pages == [1, 0, 1]  # a page may be empty and not the last
    mine = all_of(client.users_conversations, "channels", types=KINDS, exclude_archived=True)
    assert [channel["id"] for channel in mine] == [general, private]
    theirs = all_of(client.users_conversations, "channels", user=mia, types=KINDS, exclude_archived=True)
    assert [channel["id"] for channel in theirs] == [general, unjoined, private]
    assert client.conversations_info(channel=unjoined)["channel"]["is_member"] is False
    assert client.conversations_info(channel=general, include_num_members=True)["channel"]["num_members"] == 2
    assert all_of(client.conversations_members, "members", channel=general, limit=1) == sorted([mia, server.bot])
    assert error_of(client.conversations_list, types="gossip") == "invalid_types"


def test_joining_leaving_renaming_and_archiving_are_messages_as_well(server, client, mia, general):
    sam = server.add_user("sam")
    server.join(general, sam)
    server.leave(general, sam)
    server.rename(general, "everyone")
    server.archive(general)
    found = client.conversations_history(channel=general)["messages"]
    subtypes = [message["subtype"] for message in found]
    assert subtypes == ["channel_archive", "channel_name", "channel_leave", "channel_join"]
    shown = client.conversations_info(channel=general)["channel"]
    assert (shown["name"], shown["previous_names"], shown["is_archived"]) == ("everyone", ["general"], True)
    server.archived_readable = False
    assert error_of(client.conversations_history, channel=general) == "is_archived"


def test_users_are_people_guests_bots_and_those_who_left(server, client, mia):
    guest = server.add_user("gil", email="gil@acme.example", guest="single")
    left = server.add_user("lea")
    server.deactivate(left)
    users = {user["id"]: user for user in all_of(client.users_list, "members", limit=2)}
    assert set(users) == {"USLACKBOT", server.bot, mia, guest, left}
    assert users[guest]["is_ultra_restricted"]
    assert users[left]["deleted"]
    assert users[server.bot]["is_bot"]
    assert users[guest]["profile"]["email"] == "gil@acme.example"
    assert len(client.users_list()["members"]) == 5
    server.grant("xoxb-less", server.bot, set(SCOPES) - {"users:read.email"})
    assert not any("email" in user["profile"] for user in client_of(server, "xoxb-less").users_list()["members"])


def test_bots_blocks_and_files_are_in_messages_as_they_were_posted(server, client, mia, general):
    file = server.add_file(mia, "plan.txt", b"The plan.")
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "Deployed."}}]
    server.post(general, server.bot, "", blocks=blocks)
    server.post(general, None, "Hook.", subtype="bot_message", bot_id="B000000HOOK", username="hook")
    server.post(general, mia, "See.", files=[file])
    seen, hook, deployed = client.conversations_history(channel=general)["messages"]
    assert seen["files"] == [file]
    assert "user" not in hook
    assert (deployed["blocks"], deployed["bot_id"]) == (blocks, client.auth_test()["bot_id"])
    assert client.files_info(file=file["id"])["file"] == file
    assert downloaded(file["url_private"], server.token) == b"The plan."
    assert downloaded(file["url_private"], "xoxb-other").startswith(b"<!DOCTYPE html>")
    server.delete_file(file["id"])
    assert error_of(client.files_info, file=file["id"]) == "file_deleted"
    assert client.conversations_history(channel=general, limit=1)["messages"][0]["files"][0]["mode"] == "tombstone"


def downloaded(url, token) -> bytes:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request) as response:
        return response.read()


def test_identity_and_workspace(server, client):
    told = client.auth_test()
    assert (told["team_id"], told["user_id"]) == (TEAM, server.bot)
    assert client.team_info()["team"] == server.team


def test_what_a_token_may_not_reach_is_refused_in_slacks_words(server, client, mia, general):
    unjoined = server.add_channel("unjoined", members=[mia])
    secret = server.add_channel("secret", kind="private", members=[mia])
    server.post(unjoined, mia, "Open to people.")
    assert error_of(client.conversations_history, channel=unjoined) == "not_in_channel"
    assert error_of(client.conversations_history, channel=secret) == "channel_not_found"
    assert error_of(client.conversations_history, channel="C0NOWHERE") == "channel_not_found"
    sam = server.grant("xoxp-sam", server.add_user("sam"))
    assert history(client_of(server, sam), unjoined) == ["Open to people."]
    assert error_of(client_of(server, sam).conversations_info, channel=secret) == "channel_not_found"
    assert error_of(client.api_call, api_method="conversations.invent") == "unknown_method"
    assert (
        error_of(client.api_call, api_method="conversations.history", json={"channel": general}) == "invalid_arguments"
    )
    assert client.api_call("conversations.history", data={"channel": general})["messages"] == []


def test_bad_tokens_are_refused_in_slacks_words(server, client, mia):
    assert error_of(client_of(server, "xoxb-unknown").auth_test) == "invalid_auth"
    server.revoke(server.token)
    assert error_of(client.users_list) == "token_revoked"
    person = client_of(server, server.grant("xoxp-mia", mia))
    person.auth_test()
    server.deactivate(mia)
    assert error_of(person.auth_test) == "account_inactive"
    with urllib.request.urlopen(f"{server.url}/api/auth.test") as response:
        assert (response.status, json.load(response)) == (200, {"ok": False, "error": "not_authed"})


def test_a_missing_scope_is_named_with_those_that_were_given(server, mia, general):
    private = server.add_channel("inner", kind="private", members=[mia, server.bot])
    client = client_of(server, server.grant("xoxb-less", server.bot, ["channels:read", "channels:history"]))
    assert history(client, general) == []
    with pytest.raises(SlackApiError) as raised:
        client.conversations_history(channel=private)
    told = raised.value.response
    assert (told.status_code, told["error"]) == (200, "missing_scope")
    assert (told["needed"], told["provided"]) == ("groups:history", "channels:read,channels:history")
    assert error_of(client.conversations_list, types=KINDS) == "missing_scope"


def test_a_rate_is_counted_by_method_on_the_servers_clock(server, client, general):
    server.limit(2, "conversations.history")
    for _ in range(2):
        client.conversations_history(channel=general)
        server.pass_time(seconds=20)
    with pytest.raises(SlackApiError) as raised:
        client.conversations_history(channel=general)
    told = raised.value.response
    assert (told.status_code, told["error"], told.headers["Retry-After"]) == (429, "ratelimited", "20")
    client.conversations_info(channel=general)
    server.pass_time(seconds=20)
    client.conversations_history(channel=general)


def test_the_sdk_waits_out_a_rate_outside_the_marketplace(server, mia, general, monkeypatch):
    """One request a minute, 15 messages each; the SDK's sleep moves the server's clock."""
    waits = []

    def sleep(seconds):
        waits.append(int(seconds))
        server.pass_time(seconds=seconds)

    for number in range(40):
        server.post(general, mia, str(number))
    monkeypatch.setattr(builtin_handlers, "time", SimpleNamespace(sleep=sleep))
    server.as_outside_marketplace()
    client = client_of(server)
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))
    pages = [len(page["messages"]) for page in client.conversations_history(channel=general, limit=200)]
    assert pages == [15, 15, 10]
    assert waits == [60, 60]


def test_faults_are_met_between_any_two_requests(server, client, general):
    server.fail(Answer({"ok": False, "error": "internal_error"}), where="history")
    assert error_of(client.conversations_history, channel=general) == "internal_error"
    server.fail(Dropped(), where="history")
    with pytest.raises(Exception, match="IncompleteRead"):
        client.conversations_history(channel=general)
    assert history(client, general) == []


OPERATIONS = st.lists(
    st.tuples(st.sampled_from(["post", "reply", "broadcast", "edit", "delete"]), st.integers(0, 99)),
    min_size=5,
    max_size=40,
)


@given(OPERATIONS)
@settings(max_examples=15, deadline=None)
def test_a_walk_finds_what_is_visible_after_whatever_happened(operations):
    with SlackServer().running() as server:
        mia = server.add_user("mia")
        places = [server.add_channel(name, members=[mia, server.bot]) for name in ("one", "two")]
        model: dict[tuple[str, str], str] = {}
        for number, (what, choice) in enumerate(operations):
            act(server, model, places[choice % 2], mia, what, choice, f"{what} {number}")
            server.pass_time(seconds=choice % 3)
        found = walk(client_of(server))
        assert found == server.visible(server.token) == server.visible()
        living = {key: one["text"] for key, one in found.items() if one.get("subtype") != "tombstone"}
        assert living == model


def act(server, model, place, user, what, choice, text) -> None:
    """Do it to the server and to the model, {(channel, ts): text} of what was not deleted."""
    living = [ts for channel, ts in model if channel == place]
    roots = [ts for ts in living if "thread_ts" not in server.visible()[place, ts] or is_root(server, place, ts)]
    if what == "post":
        model[place, server.post(place, user, text)] = text
    elif what in ("reply", "broadcast") and roots:
        thread = roots[choice % len(roots)]
        model[place, server.post(place, user, text, thread=thread, broadcast=what == "broadcast")] = text
    elif what == "edit" and living:
        ts = living[choice % len(living)]
        server.edit(place, ts, text)
        model[place, ts] = text
    elif what == "delete" and living:
        ts = living[choice % len(living)]
        server.delete(place, ts)
        del model[place, ts]


def is_root(server, place, ts) -> bool:
    return server.visible()[place, ts].get("thread_ts") == ts


def test_an_export_lands_as_the_items_that_are_visible(server, mia, general, tmp_path):
    sam = server.add_user("sam")
    for kind in ("private", "im", "mpim"):
        place = server.add_channel("studio" if kind == "private" else "", kind=kind, members=[mia, sam])
        server.post(place, sam, f"In the {kind}.")
    root = server.post(general, mia, "Root.")
    server.pass_time(days=9)
    late = server.post(general, sam, "Late.", thread=root)
    server.edit(general, late, "Late and edited.")
    server.delete(general, root)
    landings = Landings(tmp_path / "home")
    report = landings.slack(server.export(tmp_path / "export"))
    assert report.skipped == {}
    landed = {(item, text, deleted) for item, text, deleted in landings.versions()}
    visible = server.visible()
    assert landed == {
        (f"slack:{TEAM}:{place}:{ts}", "" if "subtype" in one else one["text"], "subtype" in one)
        for (place, ts), one in visible.items()
    }
    assert len(landed) == 5
    (thread,) = {
        thread for (thread,) in landings.rows("select thread_id from slack.messages where thread_id is not null")
    }
    assert thread == f"slack:{TEAM}:{general}:{root}"

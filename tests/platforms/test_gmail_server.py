"""Google's own client against the Gmail server: what the server tells is what `visible()` says is true."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import duckdb
import httplib2
import pytest
from google.auth.exceptions import RefreshError
from google.oauth2 import service_account
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.line.landing_line import agency
from tests.platforms.gmail_server import ACCOUNT, METADATA, READONLY, SYSTEM_LABELS, GmailServer, google_error
from yarnnn_pipelines.sources.landing import land
from yarnnn_pipelines.stores.home import Home

TYPES = ("messageAdded", "messageDeleted", "labelAdded", "labelRemoved")


@pytest.fixture
def server():
    with GmailServer().running() as server:
        yield server


@pytest.fixture
def users(server):
    return users_of(server)


def users_of(server, credentials=None):
    """The `users` resource of Google's client."""
    credentials = credentials or Credentials(server.access_token())
    options = {"api_endpoint": server.url}
    service = build("gmail", "v1", static_discovery=True, client_options=options, credentials=credentials)
    return service.users()


def mail(subject="Plan", text="The plan.", **headers) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "Sam Okoye <sam@acme.example>", ACCOUNT, subject
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def answering(earlier: str, subject="Re: Plan", text="Fine.") -> EmailMessage:
    return mail(subject, text, In_Reply_To=earlier, References=earlier)


def pages(resource, **arguments):
    request = resource.list(userId="me", **arguments)
    while request is not None:
        page = request.execute()
        yield page
        request = resource.list_next(request, page)


def listed(users, **arguments) -> list[str]:
    return [one["id"] for page in pages(users.messages(), **arguments) for one in page.get("messages", [])]


def got(users, message, **arguments):
    return users.messages().get(userId="me", id=message, **arguments).execute()


def changes(users, start, **arguments) -> list[tuple[str, str]]:
    """(what, message) of the history since."""
    found = []
    for page in pages(users.history(), startHistoryId=start, **arguments):
        for record in page.get("history", []):
            for what in ("messagesAdded", "messagesDeleted", "labelsAdded", "labelsRemoved"):
                found += [(what, one["message"]["id"]) for one in record.get(what, [])]
    return found


def refusal(request) -> tuple[int, str]:
    """(code, reason) of the error that Google's client raises."""
    with pytest.raises(HttpError) as raised:
        request.execute()
    told = json.loads(raised.value.content)["error"]
    assert told["code"] == raised.value.status_code
    assert told["status"].isupper()
    return told["code"], told["errors"][0]["reason"]


def unpadded(data: str) -> bytes:
    assert not data.endswith("=")
    return base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))


def test_a_full_walk_finds_what_is_visible(server, users):
    for number in range(12):
        server.deliver(mail(f"Mail {number}", "Ü" * number), ["INBOX"] if number % 2 else ["SENT", "STARRED"])
        server.pass_time(seconds=1)
    server.trash(next(iter(server.visible())))
    ids = listed(users, maxResults=5, includeSpamTrash=True)
    assert ids == sorted(server.visible(), reverse=True)
    assert len(listed(users)) == 11
    found = {}
    for one in ids:
        raw = got(users, one, format="raw")
        found[one] = {name: raw[name] for name in ("id", "threadId", "labelIds", "internalDate", "historyId")}
        found[one]["raw"] = unpadded(raw["raw"])
    assert found == server.visible()
    profile = users.getProfile(userId="me").execute()
    assert profile == {
        "emailAddress": ACCOUNT,
        "messagesTotal": 12,
        "threadsTotal": 12,
        "historyId": server.history_id(),
    }


def test_what_comes_and_goes_between_two_pages_shifts_nothing(server, users):
    ids = []
    for number in range(6):
        ids.append(server.deliver(mail(str(number))))
        server.pass_time(seconds=1)
    first = users.messages().list(userId="me", maxResults=2).execute()
    new = server.deliver(mail("New"))
    server.delete(ids[3])
    more = {"pageToken": first["nextPageToken"], "maxResults": 9}
    second = users.messages().list(userId="me", **more).execute()
    assert [one["id"] for one in first["messages"] + second["messages"]] == [ids[5], ids[4], ids[2], ids[1], ids[0]]
    assert new in listed(users)
    assert refusal(users.messages().list(userId="me", q="in:sent", **more)) == (400, "invalidArgument")
    assert refusal(users.messages().list(userId="me", pageToken="1")) == (400, "invalidArgument")


def test_queries_and_labels_choose_messages(server, users):
    project = server.add_label("Acme/Launch plan")
    old = server.deliver(mail("Old"), ["INBOX"], at=datetime(2026, 10, 1, 12, 0, tzinfo=UTC))
    both = server.deliver(mail("Both", Message_ID="<both@acme.example>"), ["INBOX", project])
    sent = server.deliver(mail("Sent"), ["SENT", project])
    spam = server.deliver(mail("Spam"), ["SPAM"])
    now = int(server.now.timestamp())
    assert listed(users, labelIds=["INBOX"]) == [both, old]
    assert listed(users, labelIds=["INBOX", project]) == [both]
    assert listed(users, q="label:acme-launch-plan") == [sent, both]
    assert listed(users, q="in:inbox -label:acme-launch-plan") == [old]
    assert listed(users, q=f"after:{now - 1}") == [sent, both]
    assert listed(users, q=f"after:{now}") == []
    assert listed(users, q=f"before:{now}") == [old]
    assert listed(users, q="after:2026/10/01 before:2026/10/02") == [old]
    assert listed(users, q="rfc822msgid:both@acme.example") == [both]
    assert listed(users, q="subject:sent from:sam@acme.example") == [sent]
    assert listed(users, q="in:spam") == listed(users, labelIds=["SPAM"]) == [spam]
    assert listed(users, q="in:anywhere") == listed(users, includeSpamTrash=True) == [spam, sent, both, old]
    assert refusal(users.messages().list(userId="me", q="has:drive"))[0] == 501
    assert refusal(users.messages().list(userId="me", labelIds=["Label_99"])) == (400, "invalidArgument")
    labels = {label["id"]: label["name"] for label in users.labels().list(userId="me").execute()["labels"]}
    assert labels == {label: label for label in SYSTEM_LABELS} | {project: "Acme/Launch plan"}
    assert users.labels().get(userId="me", id=project).execute()["messagesTotal"] == 2


def test_an_empty_list_is_left_out(server, users):
    assert users.messages().list(userId="me").execute() == {"resultSizeEstimate": 0}
    start = server.history_id()
    assert users.history().list(userId="me", startHistoryId=start).execute() == {"historyId": start}


def test_parts_are_nested_numbered_and_large_ones_fetched(server, users):
    made = mail("Übersicht", "Größe\n")
    made.add_alternative("<p>Größe</p>", subtype="html", charset="iso-8859-1")
    made.add_attachment(b"\x00\x01" * 30, maintype="application", subtype="pdf", filename="Plän.pdf")
    made.add_attachment(mail("Inner", "Enclosed."))
    one = server.deliver(made)
    payload = got(users, one)["payload"]
    assert {header["name"]: header["value"] for header in payload["headers"]}["Subject"] == "Übersicht"
    alternative, pdf, enclosed = payload["parts"]
    assert [part["partId"] for part in (payload, alternative, *alternative["parts"], pdf)] == [
        "",
        "0",
        "0.0",
        "0.1",
        "1",
    ]
    assert payload["body"] == {"size": 0}
    texts = [unpadded(part["body"]["data"]) for part in alternative["parts"]]
    assert [texts[0].decode(), texts[1].decode("iso-8859-1")] == ["Größe\r\n", "<p>Größe</p>\r\n"]
    assert (pdf["filename"], pdf["mimeType"], pdf["body"]["size"]) == ("Plän.pdf", "application/pdf", 60)
    assert "data" not in pdf["body"]
    assert fetched(users, one, pdf) == b"\x00\x01" * 30
    assert enclosed["mimeType"] == "message/rfc822"
    assert unpadded(enclosed["parts"][0]["body"]["data"]).strip() == b"Enclosed."
    assert b"Inner" in fetched(users, one, enclosed)
    server.text_as_utf8 = True
    assert unpadded(got(users, one)["payload"]["parts"][0]["parts"][1]["body"]["data"]).decode() == "<p>Größe</p>\r\n"
    server.decodes_headers = False
    headers = {header["name"]: header["value"] for header in got(users, one)["payload"]["headers"]}
    assert headers["Subject"].startswith("=?utf-8?")


def fetched(users, message, part) -> bytes:
    attachment = part["body"]["attachmentId"]
    answer = users.messages().attachments().get(userId="me", messageId=message, id=attachment).execute()
    content = unpadded(answer["data"])
    assert len(content) == answer["size"] == part["body"]["size"]
    return content


def test_a_long_text_comes_by_an_id_that_is_another_every_time(server, users):
    server.inline_limit = 1000
    text = "Ein langer Satz. " * 100
    one = server.deliver(mail(text=text))
    first, second = (got(users, one)["payload"] for _ in range(2))
    assert first["body"]["attachmentId"] != second["body"]["attachmentId"]
    for payload in (first, second):
        assert fetched(users, one, payload).decode().split() == text.split()
    bad = users.messages().attachments().get(userId="me", messageId=one, id="nonsense")
    assert refusal(bad) == (400, "invalidArgument")


BROKEN = [
    b"",
    b"no header at all",
    b"Subject: caf\xe9\r\nFrom: =?nonsense?q?a?= <x@acme.example>\r\n\r\ncaf\xe9",
    b"Content-Type: text/plain; charset=nonsense\r\n\r\ncaf\xe9",
    b'Content-Type: multipart/mixed; boundary="a"\r\n\r\n--a\r\n\r\nunclosed',
    b"Content-Type: multipart/mixed\r\n\r\nno boundary",
    b"Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ntext",
    b"Content-Transfer-Encoding: base64\r\n\r\n!!!",
]


@pytest.mark.parametrize("raw", BROKEN)
@pytest.mark.parametrize("text_as_utf8", [False, True])
def test_a_broken_mail_is_told_all_the_same(server, users, raw, text_as_utf8):
    server.text_as_utf8 = text_as_utf8
    one = server.deliver(raw)
    for kind in ("full", "metadata", "minimal"):
        assert got(users, one, format=kind)["id"] == one
    assert unpadded(got(users, one, format="raw")["raw"]) == raw


def test_formats_differ_in_the_payload(server, users):
    one = server.deliver(mail(text="Tom & I agree.", Message_ID="<1@acme.example>"), ["SENT"])
    minimal = got(users, one, format="minimal")
    assert "payload" not in minimal
    assert minimal["snippet"] == "Tom &amp; I agree."
    assert int(minimal["internalDate"]) == int(server.now.timestamp()) * 1000
    metadata = got(users, one, format="metadata", metadataHeaders=["message-id", "Subject"])
    assert sorted(header["name"] for header in metadata["payload"]["headers"]) == ["Message-ID", "Subject"]
    assert "body" not in metadata["payload"]
    assert refusal(users.messages().get(userId="me", id="19aaaa0000000000")) == (404, "notFound")
    assert refusal(users.messages().get(userId="me", id="none")) == (400, "invalidArgument")


def test_threads_go_by_reference_and_subject(server, users):
    first = server.deliver(mail(Message_ID="<1@acme.example>"))
    second = server.deliver(answering("<1@acme.example>"))
    other = server.deliver(answering("<1@acme.example>", subject="Another matter"))
    given = server.deliver(mail("No reference"), thread=first)
    threads = {one: message["threadId"] for one, message in server.visible().items()}
    assert threads == {first: first, second: first, other: other, given: first}
    thread = users.threads().get(userId="me", id=first).execute()
    assert [message["id"] for message in thread["messages"]] == [first, second, given]
    server.delete(first)
    thread = users.threads().get(userId="me", id=first, format="minimal").execute()
    assert [message["id"] for message in thread["messages"]] == [second, given]
    assert refusal(users.threads().get(userId="me", id="19aaaa0000000000")) == (404, "notFound")


def test_history_tells_what_changed_since(server, users):
    before = server.deliver(mail("Before"))
    start = users.getProfile(userId="me").execute()["historyId"]
    new = server.deliver(mail("New"))
    server.label(before, add=["STARRED"], remove=["UNREAD"])
    server.label(before, add=["STARRED"])  # it is there already
    server.trash(before)
    server.delete(new)
    whole = [
        ("messagesAdded", new),
        ("labelsAdded", before),
        ("labelsRemoved", before),
        ("labelsAdded", before),
        ("labelsRemoved", before),
        ("messagesDeleted", new),
    ]
    assert changes(users, start) == changes(users, start, maxResults=1) == whole
    assert changes(users, start, historyTypes=["messageAdded"]) == whole[:1]
    assert changes(users, start, labelId="STARRED") == whole[1:5]
    records = users.history().list(userId="me", startHistoryId=start).execute()["history"]
    added = users.history().list(userId="me", startHistoryId=start, historyTypes=["messageAdded"]).execute()
    assert added["history"] == records[:1]
    starred = records[1]["labelsAdded"][0]
    assert (starred["labelIds"], starred["message"]["labelIds"]) == (["STARRED"], ["INBOX", "STARRED"])
    assert got(users, before, format="minimal")["historyId"] == records[2]["id"]
    assert refusal(users.messages().get(userId="me", id=new)) == (404, "notFound")  # though history says it was added


def test_a_history_id_that_is_too_old_or_unknown_is_404_until_the_client_resyncs(server, users):
    start = server.history_id()
    middle = (server.deliver(mail("One")), server.history_id())[1]
    server.deliver(mail("Two"))
    server.expire_history(middle)
    assert refusal(users.history().list(userId="me", startHistoryId=start)) == (404, "notFound")
    assert len(changes(users, middle)) == 1
    server.expire_history()
    assert refusal(users.history().list(userId="me", startHistoryId=middle)) == (404, "notFound")
    fresh = users.getProfile(userId="me").execute()["historyId"]
    assert set(listed(users)) == set(server.visible())
    assert changes(users, fresh) == []
    later = str(int(fresh) + 1)
    assert refusal(users.history().list(userId="me", startHistoryId=later)) == (404, "notFound")
    assert refusal(users.history().list(userId="me", startHistoryId="then")) == (400, "invalidArgument")


OPERATIONS = st.lists(
    st.tuples(st.sampled_from(["deliver", "answer", "label", "trash", "delete", "sync", "expire"]), st.integers(0, 99)),
    min_size=5,
    max_size=40,
)


@given(OPERATIONS)
@settings(max_examples=15, deadline=None)
def test_what_a_client_keeps_up_by_history_is_what_is_visible(operations):
    with GmailServer().running() as server:
        users = users_of(server)
        server.deliver(mail("First", Message_ID="<first@acme.example>"))
        kept, at = resynced(users)
        for number, (what, choice) in enumerate(operations):
            if what == "sync":
                kept, at = caught_up(users, kept, at)
                assert kept == truth(server)
            elif what == "expire":
                server.expire_history()
            else:
                act(server, what, choice, f"Mail {number}")
            server.pass_time(milliseconds=choice)
        kept, _ = caught_up(users, kept, at)
        assert kept == truth(server) == resynced(users)[0]


def act(server, what, choice, subject) -> None:
    ids = list(server.visible())
    if what == "deliver":
        server.deliver(mail(subject), ["SENT"] if choice % 2 else ["INBOX", "UNREAD"])
    elif what == "answer":
        server.deliver(answering("<first@acme.example>", "Re: First"))
    elif ids:
        one = ids[choice % len(ids)]
        match what:
            case "label":
                server.label(one, add=["STARRED"], remove=["UNREAD"] if choice % 2 else ["INBOX"])
            case "trash":
                server.trash(one)
            case "delete":
                server.delete(one)


Kept = dict[str, tuple[str, frozenset[str]]]  # {id: (thread, labels)}


def truth(server) -> Kept:
    return {one: (told["threadId"], frozenset(told.get("labelIds", []))) for one, told in server.visible().items()}


def resynced(users) -> tuple[Kept, str]:
    at = users.getProfile(userId="me").execute()["historyId"]
    told = [got(users, one, format="minimal") for one in listed(users, includeSpamTrash=True, maxResults=3)]
    return {one["id"]: (one["threadId"], frozenset(one.get("labelIds", []))) for one in told}, at


def caught_up(users, kept: Kept, at: str) -> tuple[Kept, str]:
    """What was kept, brought up to date by history alone; from the beginning where history is gone."""
    try:
        found = list(pages(users.history(), startHistoryId=at, maxResults=2))
    except HttpError as error:
        if error.status_code != 404:
            raise
        return resynced(users)
    kept = dict(kept)
    for record in (record for page in found for record in page.get("history", [])):
        for what in ("messagesAdded", "labelsAdded", "labelsRemoved"):
            for told in (one["message"] for one in record.get(what, [])):
                kept[told["id"]] = (told["threadId"], frozenset(told.get("labelIds", [])))
        for one in record.get("messagesDeleted", []):
            kept.pop(one["message"]["id"], None)
    return kept, found[-1]["historyId"]


def test_an_access_token_expires_on_the_servers_clock_and_the_sdk_gets_another(server):
    credentials = Credentials(None, **server.user_credentials())
    users = users_of(server, credentials)
    users.getProfile(userId="me").execute()
    first = credentials.token
    server.pass_time(seconds=server.token_lifetime)
    users.getProfile(userId="me").execute()  # 401, then a new token
    assert credentials.token != first
    assert server.count("/token") == 2
    server.revoke(server.refresh_token)
    with pytest.raises(RefreshError, match="invalid_grant"):
        users.getProfile(userId="me").execute()


def test_a_token_that_is_missing_unknown_or_expired_is_401(server):
    token = server.access_token()
    url = f"{server.url}/gmail/v1/users/me/profile"
    http = httplib2.Http()
    answers = [http.request(url), http.request(f"{url}?access_token={token}")]
    answers += [http.request(url, headers={"Authorization": f"Bearer {one}"}) for one in (token, "ya29.other")]
    server.pass_time(hours=1)
    answers.append(http.request(url, headers={"Authorization": f"Bearer {token}"}))
    assert [int(response["status"]) for response, _ in answers] == [401, 401, 200, 401, 401]
    told = json.loads(answers[-1][1])["error"]
    assert (told["status"], told["errors"][0]["reason"]) == ("UNAUTHENTICATED", "authError")


def test_a_client_with_the_wrong_secret_or_grant_is_refused(server):
    told = server.user_credentials() | {"client_secret": "wrong"}
    with pytest.raises(RefreshError, match="invalid_client"):
        users_of(server, Credentials(None, **told)).getProfile(userId="me").execute()
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    response, content = httplib2.Http().request(f"{server.url}/token", "POST", "grant_type=password", form)
    assert (response["status"], json.loads(content)["error"]) == ("400", "unsupported_grant_type")


def test_a_service_account_reads_in_someones_name(server):
    server.add_mailbox("sam@northlight.example")
    one = server.deliver(mail(), mailbox="sam@northlight.example")
    delegated = service_account.Credentials.from_service_account_info(server.service_account(), scopes=[READONLY])
    users = users_of(server, delegated.with_subject("sam@northlight.example"))
    assert listed(users) == [one]
    assert refusal(users.getProfile(userId=ACCOUNT)) == (403, "forbidden")
    with pytest.raises(RefreshError, match="invalid_grant"):
        users_of(server, delegated.with_subject("no@northlight.example")).getProfile(userId="me").execute()
    server.delegate(METADATA)
    with pytest.raises(RefreshError, match="unauthorized_client"):
        users_of(server, delegated.with_subject(ACCOUNT)).getProfile(userId="me").execute()
    stranger = GmailServer().service_account() | {"token_uri": f"{server.url}/token"}
    forged = service_account.Credentials.from_service_account_info(stranger, scopes=[READONLY], subject=ACCOUNT)
    with pytest.raises(RefreshError, match="Signature"):
        users_of(server, forged).getProfile(userId="me").execute()


def test_the_metadata_scope_gives_no_bodies_and_no_search(server):
    one = server.deliver(mail())
    users = users_of(server, Credentials(server.access_token(scopes=[METADATA])))
    assert listed(users, labelIds=["INBOX"]) == [one]
    assert got(users, one, format="metadata")["payload"]["headers"]
    for request in (users.messages().get(userId="me", id=one), users.messages().list(userId="me", q="in:inbox")):
        assert refusal(request) == (403, "forbidden")
    other = users_of(server, Credentials(server.access_token(scopes=["https://www.googleapis.com/auth/calendar"])))
    assert refusal(other.getProfile(userId="me")) == (403, "insufficientPermissions")


@pytest.mark.parametrize(
    "over", [(403, "userRateLimitExceeded"), (403, "rateLimitExceeded"), (429, "rateLimitExceeded")]
)
def test_quota_units_are_counted_on_the_servers_clock_and_the_sdk_waits(server, users, over):
    one = server.deliver(mail())
    server.units_per_minute, server.over_quota = 12, over
    got(users, one)
    server.pass_time(seconds=30)
    listed(users)
    start = server.history_id()
    assert changes(users, start) == []
    assert refusal(users.history().list(userId="me", startHistoryId=start)) == over
    waits = []

    def sleep(seconds):
        waits.append(seconds)
        server.pass_time(seconds=15)

    request = users.messages().get(userId="me", id=one)
    request._sleep = sleep
    assert request.execute(num_retries=5)["id"] == one
    assert len(waits) == 2


def test_faults_are_raised_as_googles_errors(server, users):
    server.fail(google_error(503, "backendError"), where="/messages")
    assert refusal(users.messages().list(userId="me")) == (503, "backendError")
    assert listed(users) == []


def test_an_mbox_lands_as_the_items_that_are_visible(server, tmp_path):
    label = server.add_label("Kunden, groß")
    body = "Hello.\n\nFrom here on it is text.\n>From there too.\n"
    first = server.deliver(mail(text=body, Message_ID="<1@acme.example>"), ["INBOX", label])
    server.pass_time(days=1, milliseconds=250)
    server.deliver(answering("<1@acme.example>"), ["SENT"])
    server.deliver(mail("Archived"), [], at=server.now - timedelta(days=40))
    server.trash(server.deliver(mail("Trash")))
    server.delete(server.deliver(mail("Gone")))
    path = server.export_mbox(tmp_path / "All mail Including Spam and Trash.mbox")
    home = Home(tmp_path / "home")
    report = land("gmail", agency(gmail={"export": [str(path)]}), home)
    assert report.skipped == {}
    with duckdb.connect(home.warehouse) as con:
        query = "select item_id, thread_id, epoch_ms(occurred_at), text, payload from gmail.messages"
        rows = {row[0]: row[1:] for row in con.execute(query).fetchall()}
    assert {item: (thread, at // 1000) for item, (thread, at, *_) in rows.items()} == {
        f"gmail:{one}": (f"gmail:thread:{told['threadId']}", int(told["internalDate"]) // 1000)
        for one, told in server.visible().items()
    }
    assert len(rows) == 4
    assert rows[f"gmail:{first}"][2].split() == body.split()
    assert json.loads(rows[f"gmail:{first}"][3])["labels"] == ["Inbox", "Kunden, groß", "Opened"]

"""Gmail's API on loopback: mailboxes that a test changes while a client reads them, and the door to them (OAuth).

Written from https://developers.google.com/workspace/gmail/api/reference/rest, .../api/guides/sync and
https://developers.google.com/identity/protocols/oauth2. Faults, latency and the clock are `loopback`'s.

Where the documents leave it open, the answer is the one that is harder on a client: an empty list is left out of the
answer, `after:` and `before:` leave their own second out, a limit of units comes without `Retry-After`, an attachment
has another `attachmentId` on every get, and history tells of messages that are gone by now.
"""

from __future__ import annotations

import base64
import csv
import html
import io
import json
import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.header import Header, decode_header, make_header
from email.message import EmailMessage, Message
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import crypt, jwt

from tests.platforms.loopback import Answer, LoopbackServer, Request

ACCOUNT = "mia@northlight.example"
CLIENT_ID, CLIENT_SECRET = "yarnnn.apps.googleusercontent.com", "client-secret"
SERVICE_ACCOUNT = "yarnnn@northlight.iam.gserviceaccount.com"
READONLY = "https://www.googleapis.com/auth/gmail.readonly"
METADATA = "https://www.googleapis.com/auth/gmail.metadata"

# {label id: its name in Takeout}; Takeout calls what is read `Opened` and what is not in the inbox `Archived`
SYSTEM_LABELS = {
    "INBOX": "Inbox",
    "SENT": "Sent",
    "DRAFT": "Drafts",
    "SPAM": "Spam",
    "TRASH": "Trash",
    "UNREAD": "Unread",
    "STARRED": "Starred",
    "IMPORTANT": "Important",
    "CHAT": "Chat",
    "CATEGORY_PERSONAL": "Category Personal",
    "CATEGORY_SOCIAL": "Category Social",
    "CATEGORY_PROMOTIONS": "Category Promotions",
    "CATEGORY_UPDATES": "Category Updates",
    "CATEGORY_FORUMS": "Category Forums",
}
_TOKEN_URI = "https://oauth2.googleapis.com/token"
_HIDDEN = ("SPAM", "TRASH")
_UNITS = {"messages": 5, "attachments": 5, "history": 2, "threads": 10, "labels": 1, "profile": 1}
_HISTORY_TYPES = ("messageAdded", "messageDeleted", "labelAdded", "labelRemoved")
_MINUTE = timedelta(minutes=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PACIFIC = timezone(timedelta(hours=-8))  # dates in a query are midnight there
_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
_USAGE = ("rateLimitExceeded", "userRateLimitExceeded", "dailyLimitExceeded", "quotaExceeded")


def google_error(code: int, reason: str, message: str = "", **headers: str) -> Answer:
    """Google's error JSON; https://developers.google.com/workspace/gmail/api/guides/handle-errors."""
    message = message or reason
    error = {"message": message, "domain": "usageLimits" if reason in _USAGE else "global", "reason": reason}
    status = _STATUS.get(code, "UNKNOWN")
    body = {"error": {"code": code, "message": message, "errors": [error], "status": status}}
    return Answer(body, status=code, headers=headers)


@dataclass
class Mail:
    """A message: its bytes and threads never change, its labels do."""

    id: str
    thread: str
    raw: bytes
    at: int  # internalDate, in milliseconds
    labels: list[str]
    history: int  # the last record that changed it

    @cached_property
    def parsed(self) -> Message:
        return message_from_bytes(self.raw, policy=policy.compat32)


@dataclass(frozen=True)
class Record:
    """One record of a mailbox's history. `labels` are the message's at that time."""

    number: int
    mail: str
    thread: str
    labels: tuple[str, ...]
    changes: Mapping[str, tuple[str, ...]]  # {history type: the labels it is about}


@dataclass
class Mailbox:
    email: str
    number: int  # the current historyId
    mails: dict[str, Mail] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    oldest: int = 0  # history before this id is forgotten
    labels: dict[str, str] = field(default_factory=lambda: dict.fromkeys(SYSTEM_LABELS, ""))  # names of the user's own


@dataclass
class Access:
    """An access token."""

    email: str
    scopes: tuple[str, ...]
    expires: datetime


class _Refused(Exception):
    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def _refuse(code: int, reason: str, message: str = "", **headers: str) -> _Refused:
    return _Refused(google_error(code, reason, message, **headers))


_NOT_FOUND = "Requested entity was not found."


class GmailServer(LoopbackServer):
    """Mailboxes, of which `ACCOUNT`'s is there from the start and meant where none is named.

    `units_per_minute` bounds the quota units of a mailbox; what goes beyond is answered by `over_quota` (code, reason).
    `token_lifetime` is in seconds. Text parts larger than `inline_limit` bytes come by attachmentId, as all files do.
    `text_as_utf8` sends text parts as UTF-8 whatever charset they name; `decodes_headers` off sends headers as written.
    """

    def __init__(self, **base: Any) -> None:
        super().__init__(**base)
        self.units_per_minute: int | None = None
        self.over_quota = (403, "userRateLimitExceeded")
        self.token_lifetime = 3599
        self.inline_limit = 100_000
        self.text_as_utf8 = False
        self.decodes_headers = True
        self.refresh_token = "1//refresh-loopback"
        self._refresh = {self.refresh_token: (ACCOUNT, (READONLY,))}
        self._delegated: set[str] = {READONLY}  # what the service account may do in anyone's name
        self._mailboxes: dict[str, Mailbox] = {}
        self._access: dict[str, Access] = {}
        self._pages: dict[str, tuple[str, Any]] = {}  # {page token: (the request it goes on with, where)}
        self._numbers = count(1)
        self._ids: set[str] = set()
        self._spent: dict[str, deque[tuple[datetime, int]]] = defaultdict(deque)
        self.add_mailbox(ACCOUNT)

    # What a test does to the mailboxes

    def add_mailbox(self, email: str) -> Mailbox:
        with self.lock:
            return self._mailboxes.setdefault(email, Mailbox(email, number=1000 + 7 * len(self._mailboxes)))

    def add_label(self, name: str, *, mailbox: str = ACCOUNT) -> str:
        """A label of the user's own. Returns its id."""
        with self.lock:
            label = f"Label_{next(self._numbers)}"
            self._mailboxes[mailbox].labels[label] = name
            return label

    def deliver(
        self,
        raw: bytes | EmailMessage,
        labels: Iterable[str] = ("INBOX", "UNREAD"),
        thread: str | None = None,
        *,
        at: datetime | None = None,
        mailbox: str = ACCOUNT,
    ) -> str:
        """A mail that comes in now, or came in `at` another time; returns its id.

        Without `thread` it joins the thread of a mail that it refers to, if the subject is the same, else starts one.
        """
        with self.lock:
            box, content = self._mailboxes[mailbox], raw if isinstance(raw, bytes) else _as_bytes(raw)
            moment = ((at or self.now) - _EPOCH) // timedelta(milliseconds=1)
            mail = Mail(self._new_id(moment), "", content, moment, self._known(box, labels), 0)
            mail.thread = thread or _thread_of(mail, box) or mail.id
            box.mails[mail.id] = mail
            self._note(box, mail, {"messageAdded": ()})
            return mail.id

    def label(self, mail: str, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        """Change labels; what is there already, or not there, changes nothing and leaves no record."""
        with self.lock:
            box = self._box_of(mail)
            kept = box.mails[mail]
            added = tuple(label for label in self._known(box, add) if label not in kept.labels)
            removed = tuple(label for label in self._known(box, remove) if label in kept.labels)
            kept.labels = [label for label in kept.labels if label not in removed] + list(added)
            changes = {"labelAdded": added, "labelRemoved": removed}
            if changes := {kind: labels for kind, labels in changes.items() if labels}:
                self._note(box, kept, changes)

    def trash(self, mail: str) -> None:
        """To the trash, which history tells as labels, not as a deletion."""
        self.label(mail, add=["TRASH"], remove=["INBOX"])

    def delete(self, mail: str) -> None:
        """For good."""
        with self.lock:
            box = self._box_of(mail)
            self._note(box, box.mails.pop(mail), {"messageDeleted": ()})

    def expire_history(self, before: int | str | None = None, *, mailbox: str = ACCOUNT) -> None:
        """Forget the history before this historyId, which is answered with 404 then; without one, all there is."""
        with self.lock:
            box = self._mailboxes[mailbox]
            box.oldest = box.number if before is None else int(before)
            box.records = [record for record in box.records if record.number > box.oldest]

    # What a test does at the door

    def consent(self, refresh_token: str, email: str = ACCOUNT, scopes: Iterable[str] = (READONLY,)) -> str:
        """Make a refresh token good for this mailbox."""
        with self.lock:
            self._refresh[refresh_token] = (email, tuple(scopes))
            return refresh_token

    def revoke(self, refresh_token: str) -> None:
        """Refuse the refresh token with `invalid_grant`, and every access token of its mailbox."""
        with self.lock:
            email, _ = self._refresh.pop(refresh_token)
            self._access = {token: access for token, access in self._access.items() if access.email != email}

    def delegate(self, *scopes: str) -> None:
        """Let the service account act in anyone's name, with these scopes only."""
        with self.lock:
            self._delegated = set(scopes)

    def access_token(self, email: str = ACCOUNT, scopes: Iterable[str] = (READONLY,)) -> str:
        """A new access token, good for `token_lifetime` seconds of the server's clock."""
        with self.lock:
            token = f"ya29.loopback-{next(self._numbers)}"
            expires = self.now + timedelta(seconds=self.token_lifetime)
            self._access[token] = Access(email, tuple(scopes), expires)
            return token

    def user_credentials(self) -> dict[str, str]:
        """What `google.oauth2.credentials.Credentials` takes; `from_authorized_user_info` would ask Google itself."""
        return {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "refresh_token": self.refresh_token,
            "token_uri": f"{self.url}/token",
        }

    def service_account(self) -> dict[str, str]:
        """What `google.oauth2.service_account.Credentials.from_service_account_info` takes: a key file's content."""
        key = self._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return {
            "type": "service_account",
            "project_id": "northlight",
            "private_key_id": "loopback",
            "private_key": key.decode(),
            "client_email": SERVICE_ACCOUNT,
            "client_id": "100000000000000000001",
            "token_uri": f"{self.url}/token",
        }

    @cached_property
    def _key(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    # What is true

    def visible(self, mailbox: str = ACCOUNT) -> dict[str, dict[str, Any]]:
        """{id: {id, threadId, labelIds, internalDate, historyId, raw: bytes}} of all there is, spam and trash too."""
        with self.lock:
            return {mail.id: _minimal(mail) | {"raw": mail.raw} for mail in self._mailboxes[mailbox].mails.values()}

    def history_id(self, mailbox: str = ACCOUNT) -> str:
        with self.lock:
            return str(self._mailboxes[mailbox].number)

    def export_mbox(self, path: Path, *, mailbox: str = ACCOUNT) -> Path:
        """All mail, including spam and trash, as Google Takeout writes it: ids in decimal, oldest first."""
        with self.lock:
            box = self._mailboxes[mailbox]
            with path.open("wb") as file:
                for mail in sorted(box.mails.values(), key=_place):
                    file.write(_takeout(mail, _takeout_labels(mail, box)))
            return path

    # What a client asks

    def answer(self, request: Request) -> Answer:
        if request.path == "/token" and request.method == "POST":
            return self._token(request)
        parts = [unquote(part) for part in request.path.strip("/").split("/")]
        if request.method != "GET" or len(parts) < 5 or parts[:3] != ["gmail", "v1", "users"]:
            return google_error(404, "notFound", "Not Found")
        try:
            access = self._admitted(request)
            box = self._asked(parts[3], access)
            self._spend(box, parts)
            return Answer(self._resource(_Call(request, box, access), parts[4:]))
        except _Refused as refused:
            return refused.answer

    def _resource(self, call: _Call, path: list[str]) -> Any:
        match path:
            case ["profile"]:
                return self._profile(call)
            case ["labels"]:
                return {"labels": [_label(label, name) for label, name in call.box.labels.items()]}
            case ["labels", label]:
                return self._label(call, label)
            case ["messages"]:
                return self._messages(call)
            case ["messages", mail]:
                return self._shown(call, self._mail(call, mail))
            case ["messages", mail, "attachments", attachment]:
                return self._attachment(call, mail, attachment)
            case ["threads", thread]:
                return self._thread(call, thread)
            case ["history"]:
                return self._history(call)
        raise _refuse(404, "notFound", "Not Found")

    def _token(self, request: Request) -> Answer:
        """https://developers.google.com/identity/protocols/oauth2/web-server#offline and .../service-account."""
        form = {name: values[0] for name, values in request.form.items()}
        match form.get("grant_type"):
            case "refresh_token":
                if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
                    return _oauth_error(401, "invalid_client", "The OAuth client was not found.")
                granted = self._refresh.get(form.get("refresh_token", ""))
                if granted is None:
                    return _oauth_error(400, "invalid_grant", "Token has been expired or revoked.")
            case "urn:ietf:params:oauth:grant-type:jwt-bearer":
                try:
                    granted = self._asserted(form.get("assertion", ""))
                except (ValueError, KeyError) as error:
                    return _oauth_error(400, "invalid_grant", f"Invalid JWT: {error}")
                if granted[0] not in self._mailboxes:
                    return _oauth_error(400, "invalid_grant", "Invalid email or User ID")
                if not set(granted[1]) <= self._delegated:
                    message = "Client is unauthorized to retrieve access tokens using this method, or client not "
                    message += "authorized for any of the scopes requested."
                    return _oauth_error(401, "unauthorized_client", message)
            case other:
                return _oauth_error(400, "unsupported_grant_type", f"Invalid grant_type: {other or ''}")
        token = self.access_token(*granted)
        scope = " ".join(granted[1])
        return Answer(
            {"access_token": token, "expires_in": self.token_lifetime, "scope": scope, "token_type": "Bearer"}
        )

    def _asserted(self, assertion: str) -> tuple[str, tuple[str, ...]]:
        """(mailbox, scopes) of a signed assertion.

        Its times are the client's own: they need to fit each other and not the server's clock, which only the test
        moves.
        """
        public = self._key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        claims = jwt.decode(assertion, verify=False)
        if not 0 < claims["exp"] - claims["iat"] <= 3600:
            raise ValueError("Token must be a short-lived token (60 minutes)")
        _verify(assertion, public)
        # google-auth names Google's own address, whatever token_uri it was given
        if claims["iss"] != SERVICE_ACCOUNT or claims["aud"] not in (f"{self.url}/token", _TOKEN_URI):
            raise ValueError("iss or aud is not known")
        return claims.get("sub", SERVICE_ACCOUNT), tuple(claims["scope"].split())

    def _admitted(self, request: Request) -> Access:
        """The access token that a request carries in its Authorization header, and nowhere else."""
        challenge = {"WWW-Authenticate": 'Bearer realm="https://accounts.google.com/", error="invalid_token"'}
        if request.token is None:
            raise _refuse(401, "required", "Login Required.", **challenge)
        access = self._access.get(request.token)
        if access is None or access.expires <= self.now:
            message = "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or "
            raise _refuse(401, "authError", message + "other valid authentication credential.", **challenge)
        if not set(access.scopes) & {READONLY, METADATA}:
            raise _refuse(403, "insufficientPermissions", "Request had insufficient authentication scopes.")
        return access

    def _asked(self, user: str, access: Access) -> Mailbox:
        email = access.email if user == "me" else user
        if email != access.email:
            raise _refuse(403, "forbidden", f"Delegation denied for {access.email}")
        if email not in self._mailboxes:
            raise _refuse(400, "failedPrecondition", "Mail service not enabled")
        return self._mailboxes[email]

    def _spend(self, box: Mailbox, path: list[str]) -> None:
        """https://developers.google.com/workspace/gmail/api/reference/quota; what is turned away costs nothing."""
        kind = "attachments" if "attachments" in path else path[4]
        spent, units = self._spent[box.email], _UNITS.get(kind, 0)
        while spent and spent[0][0] <= self.now - _MINUTE:
            spent.popleft()
        if self.units_per_minute is not None and sum(one for _, one in spent) + units > self.units_per_minute:
            message = "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user'."
            raise _refuse(*self.over_quota, message)
        spent.append((self.now, units))

    def _profile(self, call: _Call) -> Any:
        mails = call.box.mails.values()
        return {
            "emailAddress": call.box.email,
            "messagesTotal": len(mails),
            "threadsTotal": len({mail.thread for mail in mails}),
            "historyId": str(call.box.number),
        }

    def _label(self, call: _Call, label: str) -> Any:
        if label not in call.box.labels:
            raise _refuse(404, "notFound", _NOT_FOUND)
        mails = [mail for mail in call.box.mails.values() if label in mail.labels]
        threads = {mail.thread for mail in mails}
        totals = {"messagesTotal": len(mails), "threadsTotal": len(threads)}
        return _label(label, call.box.labels[label]) | totals

    def _messages(self, call: _Call) -> Any:
        call.full_scope("q")
        matches = _query(call.value("q"), call.box)
        labels = call.values("labelIds")
        for label in labels:
            if label not in call.box.labels:
                raise _refuse(400, "invalidArgument", f"Invalid label: {label}")
        everything = call.flag("includeSpamTrash") or matches.everywhere
        shown = {*labels, *matches.labels, *(_HIDDEN if everything else ())}
        found = [
            mail
            for mail in sorted(call.box.mails.values(), key=_place, reverse=True)
            if set(labels) <= set(mail.labels)
            and all(label in shown for label in mail.labels if label in _HIDDEN)
            and all(test(mail) for test in matches.tests)
        ]
        page, more = self._page(call, found, lambda mail: tuple(-one for one in _place(mail)))
        listed = {"messages": [{"id": mail.id, "threadId": mail.thread} for mail in page]} if page else {}
        return listed | more | {"resultSizeEstimate": len(found)}

    def _history(self, call: _Call) -> Any:
        start, box = call.value("startHistoryId"), call.box
        if not start.isdecimal():
            raise _refuse(400, "invalidArgument", "Invalid value at 'start_history_id' or missing startHistoryId")
        if not box.oldest <= int(start) <= box.number:
            raise _refuse(404, "notFound", _NOT_FOUND)
        kinds = call.values("historyTypes") or list(_HISTORY_TYPES)
        if not set(kinds) <= set(_HISTORY_TYPES):
            raise _refuse(400, "invalidArgument", "Invalid value at 'history_types'")
        label = call.value("labelId")
        found = [
            record
            for record in box.records
            if record.number > int(start)
            and set(kinds) & set(record.changes)
            and (not label or label in record.labels or any(label in labels for labels in record.changes.values()))
        ]
        page, more = self._page(call, found, lambda record: record.number)
        listed = {"history": [_record(record, kinds) for record in page]} if page else {}
        return listed | more | {"historyId": str(box.number)}

    def _page(self, call: _Call, found: list[Any], place: Callable[[Any], Any]) -> tuple[list[Any], dict[str, str]]:
        """The page that was asked for and `nextPageToken`, which goes on with the same request at the next place."""
        asked = call.value("maxResults") or "100"
        if not asked.isdecimal() or int(asked) == 0:
            raise _refuse(400, "invalidArgument", "Invalid value at 'max_results'")
        request = call.without_page()
        start = 0
        if token := call.value("pageToken"):
            made_for, then = self._pages.get(token, ("", None))
            if made_for != request:
                raise _refuse(400, "invalidArgument", "Invalid pageToken")
            start = next((at for at, one in enumerate(found) if place(one) >= then), len(found))
        end = start + min(int(asked), 500)
        if end >= len(found):
            return found[start:], {}
        token = f"{next(self._numbers):020d}"
        self._pages[token] = (request, place(found[end]))
        return found[start:end], {"nextPageToken": token}

    def _mail(self, call: _Call, mail: str) -> Mail:
        if not re.fullmatch(r"[0-9a-f]{1,16}", mail):
            raise _refuse(400, "invalidArgument", "Invalid id value")
        if mail not in call.box.mails:
            raise _refuse(404, "notFound", _NOT_FOUND)
        return call.box.mails[mail]

    def _shown(self, call: _Call, mail: Mail) -> Any:
        kind = (call.value("format") or "full").lower()
        shown = _minimal(mail) | {"snippet": _snippet(mail), "sizeEstimate": len(mail.raw)}
        match kind:
            case "minimal":
                return shown
            case "raw":
                call.full_scope()
                return shown | {"raw": _base64url(mail.raw)}
            case "metadata":
                wanted = {name.lower() for name in call.values("metadataHeaders")}
                headers = [one for one in self._headers(mail.parsed) if not wanted or one["name"].lower() in wanted]
                return shown | {"payload": {"mimeType": mail.parsed.get_content_type(), "headers": headers}}
            case "full":
                call.full_scope()
                return shown | {"payload": self._part(mail, mail.parsed, "")}
        raise _refuse(400, "invalidArgument", f"Invalid value at 'format': {kind}")

    def _part(self, mail: Mail, part: Message, number: str) -> dict[str, Any]:
        """A MessagePart. Files and long texts are not in it, but to be fetched by an id that is another every time."""
        name = _decoded(part.get_filename() or "")
        shown: dict[str, Any] = {"partId": number, "mimeType": part.get_content_type(), "filename": name}
        shown |= {"headers": self._headers(part), "body": {"size": 0}}
        if part.is_multipart():
            children = part.get_payload()
            dot = f"{number}." if number else ""
            shown["parts"] = [self._part(mail, one, f"{dot}{place}") for place, one in enumerate(children)]
            if part.get_content_maintype() == "multipart":
                return shown
        content = self._content(part)
        shown["body"] = {"size": len(content)}
        if name or part.is_multipart() or len(content) > self.inline_limit:
            shown["body"]["attachmentId"] = _base64url(f"{next(self._numbers)}:{mail.id}:{number}".encode())
        elif content:
            shown["body"]["data"] = _base64url(content)
        return shown

    def _content(self, part: Message) -> bytes:
        """The part's bytes without their transfer encoding; of an enclosed mail, the mail."""
        if part.is_multipart():
            return part.get_payload(0).as_bytes()
        content = part.get_payload(decode=True) or b""
        if self.text_as_utf8 and part.get_content_maintype() == "text":
            return _text(part).encode()
        return content

    def _headers(self, part: Message) -> list[dict[str, str]]:
        shown = _decoded if self.decodes_headers else str
        return [{"name": name, "value": shown(_unfolded(value))} for name, value in part.raw_items()]

    def _attachment(self, call: _Call, mail: str, attachment: str) -> Any:
        call.full_scope()
        kept = self._mail(call, mail)
        try:
            _, of, number = base64.urlsafe_b64decode(attachment + "=" * (-len(attachment) % 4)).decode().split(":")
        except ValueError:
            raise _refuse(400, "invalidArgument", "Invalid attachment token") from None
        if of != mail:
            raise _refuse(400, "invalidArgument", "Invalid attachment token")
        part = kept.parsed
        for place in filter(None, number.split(".")):
            part = part.get_payload(int(place))
        content = self._content(part)
        return {"size": len(content), "data": _base64url(content)}

    def _thread(self, call: _Call, thread: str) -> Any:
        mails = sorted((mail for mail in call.box.mails.values() if mail.thread == thread), key=_place)
        if not mails:
            raise _refuse(404, "notFound", _NOT_FOUND)
        number = str(max(mail.history for mail in mails))
        return {"id": thread, "historyId": number, "messages": [self._shown(call, mail) for mail in mails]}

    # What the mutators share

    def _new_id(self, moment: int) -> str:
        """16 hex digits whose first are the time, as Gmail's are."""
        number = moment << 20
        while f"{number:x}" in self._ids:
            number += 1
        self._ids.add(f"{number:x}")
        return f"{number:x}"

    def _box_of(self, mail: str) -> Mailbox:
        return next(box for box in self._mailboxes.values() if mail in box.mails)

    def _known(self, box: Mailbox, labels: Iterable[str]) -> list[str]:
        labels = list(dict.fromkeys(labels))
        if unknown := [label for label in labels if label not in box.labels]:
            raise ValueError(f"no such labels: {unknown}")
        return labels

    def _note(self, box: Mailbox, mail: Mail, changes: Mapping[str, tuple[str, ...]]) -> None:
        """A record of history; ids rise with gaps between them."""
        box.number += 3 + box.number % 5
        mail.history = box.number
        box.records.append(Record(box.number, mail.id, mail.thread, tuple(mail.labels), changes))


class _Call:
    """The parameters of an admitted request."""

    def __init__(self, request: Request, box: Mailbox, access: Access) -> None:
        self._request = request
        self.box = box
        self._access = access

    def value(self, name: str) -> str:
        return self._request.query.get(name, [""])[0]

    def values(self, name: str) -> list[str]:
        return self._request.query.get(name, [])

    def flag(self, name: str) -> bool:
        return self.value(name).lower() in ("true", "1")

    def without_page(self) -> str:
        """The request but for the page, as text."""
        of = {name: values for name, values in self._request.query.items() if name not in ("pageToken", "maxResults")}
        return json.dumps([self.box.email, self._request.path, of], sort_keys=True)

    def full_scope(self, parameter: str = "") -> None:
        """Refuse what is not for the metadata scope: bodies, or a parameter if it was sent."""
        if READONLY in self._access.scopes or (parameter and not self.value(parameter)):
            return
        what = f"'{parameter}' parameter" if parameter else "format FULL"
        raise _refuse(403, "forbidden", f"Metadata scope does not support {what}")


@dataclass(frozen=True)
class _Query:
    """A search, taken apart; spam and trash are in it if it asks for them by `labels` or `everywhere`."""

    tests: list[Callable[[Mail], bool]]
    labels: set[str]
    everywhere: bool


def _query(q: str, box: Mailbox) -> _Query:
    """The operators https://support.google.com/mail/answer/7190 has; others are refused, which Gmail would not do."""
    query = _Query([], set(), "in:anywhere" in q.lower().split())
    for minus, operator, value in _terms(q):
        if operator in ("in", "label", "is"):
            if value.lower() == "anywhere":
                continue
            label = _label_id(value, box)
            if not minus:
                query.labels.add(label)
            test = _labelled(label)
        else:
            test = _test(operator, value)
        query.tests.append((lambda mail, test=test: not test(mail)) if minus else test)
    return query


def _terms(q: str) -> Iterator[tuple[str, str, str]]:
    for term in re.findall(r'(?:[^\s"]|"[^"]*")+', q):
        match = re.fullmatch(r"(-?)([a-z0-9]+):(.+)", term, re.IGNORECASE)
        if not match:
            raise _refuse(501, "notImplemented", f"the loopback server knows no such term of a query: {term}")
        yield match[1], match[2].lower(), match[3].strip('"')


def _labelled(label: str) -> Callable[[Mail], bool]:
    return lambda mail: label in mail.labels


def _label_id(name: str, box: Mailbox) -> str:
    """A label by its name, written as searches have it: lower case, dashes for spaces and slashes."""
    name = name.lower()
    for label, own in box.labels.items():
        if name in (label.lower(), own.lower(), re.sub(r"[ /]", "-", own.lower())):
            return label
    return {"drafts": "DRAFT"}.get(name, f"no such label: {name}")


def _test(operator: str, value: str) -> Callable[[Mail], bool]:
    match operator:
        case "after" | "newer":
            return lambda mail: mail.at // 1000 > _seconds(value)
        case "before" | "older":
            return lambda mail: mail.at // 1000 < _seconds(value)
        case "from" | "to" | "subject":
            return lambda mail: value.lower() in _decoded(_unfolded(mail.parsed.get(operator, ""))).lower()
        case "rfc822msgid":
            return lambda mail: str(mail.parsed.get("Message-ID", "")).strip("<> ") == value.strip("<> ")
    raise _refuse(501, "notImplemented", f"the loopback server knows no such operator of a query: {operator}")


def _seconds(value: str) -> int:
    if value.isdecimal():
        return int(value)
    try:
        year, month, day = (int(one) for one in re.split(r"[/-]", value))
        return int(datetime(year, month, day, tzinfo=_PACIFIC).timestamp())
    except ValueError:
        raise _refuse(400, "invalidArgument", f"Invalid date in the query: {value}") from None


def _place(mail: Mail) -> tuple[int, int]:
    """Where a mail stands in time."""
    return mail.at, int(mail.id, 16)


def _minimal(mail: Mail) -> dict[str, Any]:
    labels = {"labelIds": list(mail.labels)} if mail.labels else {}
    number = {"historyId": str(mail.history), "internalDate": str(mail.at)}
    return {"id": mail.id, "threadId": mail.thread} | labels | number


def _label(label: str, name: str) -> dict[str, str]:
    return {"id": label, "name": name or label, "type": "user" if name else "system"}


def _record(record: Record, kinds: Iterable[str]) -> dict[str, Any]:
    """A record with the changes of these types. A message has the labels that it had then."""
    message = {"id": record.mail, "threadId": record.thread}
    shown: dict[str, Any] = {"id": str(record.number), "messages": [message]}
    at_the_time = message | ({"labelIds": list(record.labels)} if record.labels else {})
    plural = {"messageAdded": "messagesAdded", "messageDeleted": "messagesDeleted"}
    plural |= {"labelAdded": "labelsAdded", "labelRemoved": "labelsRemoved"}
    for kind, labels in record.changes.items():
        if kind in kinds:
            shown[plural[kind]] = [{"message": at_the_time} | ({"labelIds": list(labels)} if labels else {})]
    return shown


def _thread_of(mail: Mail, box: Mailbox) -> str:
    """The thread of a mail that this one refers to and whose subject it has, '' if there is none.

    https://developers.google.com/workspace/gmail/api/guides/threads
    """
    named = set(re.findall(r"<[^<>\s]+>", f"{mail.parsed.get('References', '')} {mail.parsed.get('In-Reply-To', '')}"))
    for other in box.mails.values():
        known = str(other.parsed.get("Message-ID", "")).strip()
        if known and known in named and _subject(other) == _subject(mail):
            return other.thread
    return ""


def _subject(mail: Mail) -> str:
    subject = _decoded(_unfolded(mail.parsed.get("Subject", "")))
    return re.sub(r"^(?:(?:re|fwd?|aw|wg)\s*:\s*)+", "", subject.strip(), flags=re.IGNORECASE).lower()


def _unfolded(value: Any) -> str:
    text = str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return re.sub(r"\r?\n(?=[ \t])", "", text).strip()


def _decoded(value: str) -> str:
    """RFC 2047's words decoded."""
    try:
        return str(make_header(decode_header(value)))
    except (UnicodeError, LookupError, ValueError):
        return value


def _snippet(mail: Mail) -> str:
    """The first 200 characters of the text, with HTML's entities."""
    for part in mail.parsed.walk():
        if part.get_content_maintype() == "text":
            text = _text(part)
            if part.get_content_subtype() == "html":
                text = html.unescape(re.sub(r"<[^>]*>", " ", text))
            return html.escape(" ".join(text.split())[:200])
    return ""


def _text(part: Message) -> str:
    content = part.get_payload(decode=True) or b""
    try:
        return content.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return content.decode("latin-1")


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _as_bytes(mail: EmailMessage) -> bytes:
    return mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))


def _oauth_error(status: int, error: str, description: str) -> Answer:
    return Answer({"error": error, "error_description": description}, status=status)


def _verify(assertion: str, public: bytes) -> None:
    """Raise ValueError unless the assertion is signed with the key."""
    signed, _, signature = assertion.rpartition(".")
    padded = signature + "=" * (-len(signature) % 4)
    if not crypt.RSAVerifier.from_string(public).verify(signed, base64.urlsafe_b64decode(padded)):
        raise ValueError("Signature is not valid")


def _takeout(mail: Mail, labels: Iterable[str]) -> bytes:
    """A mail as Takeout's mbox has it; lines of the text that begin as a separator does are quoted."""
    moment = _EPOCH + timedelta(milliseconds=mail.at)
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(labels)
    named = written.getvalue()
    if not named.isascii():
        named = Header(named, "utf-8").encode(linesep="\r\n")
    head = [
        f"From {int(mail.id, 16)}@xxx {moment:%a %b %d %H:%M:%S +0000 %Y}",
        f"X-GM-THRID: {int(mail.thread, 16)}",
        f"X-Gmail-Labels: {named}",
    ]
    text = re.sub(rb"^(>*From )", rb">\1", mail.raw, flags=re.MULTILINE)
    text = re.sub(rb"\r?\n", b"\r\n", text).rstrip(b"\r\n")
    return "".join(f"{line}\r\n" for line in head).encode() + text + b"\r\n\r\n"


def _takeout_labels(mail: Mail, box: Mailbox) -> list[str]:
    names = [SYSTEM_LABELS.get(label) or box.labels[label] for label in mail.labels]
    if not {"INBOX", "SENT", "DRAFT", *_HIDDEN} & set(mail.labels):
        names.append("Archived")
    return names if "UNREAD" in mail.labels else [*names, "Opened"]

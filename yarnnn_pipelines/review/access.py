"""Who is let in to the review page, under which name, and the token that every form of theirs carries.

On this machine alone whoever reaches it is let in, as the account that serves it; from elsewhere only with a login, by
a token of yarnnn's own or by a proxy that names who it let in. Where a request comes from is guard.py's.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from yarnnn_pipelines.core.account import account_name
from yarnnn_pipelines.core.address import Address
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.visible import visible

TOKEN_VARIABLE = "YARNNN_REVIEW_TOKEN"
SHORTEST_TOKEN = 16  # characters: what nobody guesses at thirty tries a minute
SESSION_SECONDS = 12 * 3600.0
MOST_SESSIONS = 1_000
LONGEST_NAME = 80

_MINUTE = 60.0
_FAILED_OF_ONE, _FAILED_IN_ALL = 5, 30  # logins a minute


@dataclass(frozen=True)
class Access:
    """Where the page listens, and what lets somebody in. token: '' for none; proxy_header: the name of the header in
    which a proxy says who it let in."""

    address: Address
    token: str = ""
    proxy_header: str = ""

    def __post_init__(self) -> None:
        """`UserError` where others could reach it and nothing would ask who they are."""
        if self.token and len(self.token) < SHORTEST_TOKEN:
            raise UserError(
                f"a token of {len(self.token)} characters can be guessed",
                where=TOKEN_VARIABLE,
                mend=f"set one of at least {SHORTEST_TOKEN}, such as `openssl rand -hex 24` prints",
            )
        if not (self.address.is_private or self.token or self.proxy_header):
            raise UserError(
                f"at {self.address} other machines reach the review page, and nothing asks who they are",
                where="--host",
                mend=f"set {TOKEN_VARIABLE} to a long secret, with which reviewers log in; or, behind a proxy that "
                "asks for a login, name the header in which it says who it let in: "
                "`--trusted-proxy-header X-Forwarded-User`",
            )


@dataclass(frozen=True)
class Visitor:
    """Somebody who was let in. form_token: what a form of theirs must send back."""

    name: str
    form_token: str


class TooManyLogins(UserError):
    """Told with status 429."""


@dataclass
class Doors:
    """Lets visitors in. Sessions live as long as this process; clock: seconds that only grow."""

    access: Access
    clock: Callable[[], float] = time.monotonic
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _sessions: dict[str, tuple[str, float]] = field(default_factory=dict)  # by the hash of the cookie: name, end
    _failed: deque[tuple[float, str]] = field(default_factory=deque)  # when, and from which address

    def visitor(self, cookie: str, proxy_name: str) -> Visitor | None:
        """Who asks; None where they have to log in. proxy_name: what the proxy's header says, if one is trusted."""
        if self.access.proxy_header:
            name = visible(proxy_name).strip()[:LONGEST_NAME]
            return Visitor(name, self._form_token(f"proxy {name}")) if name else None
        if not self.access.token:
            return Visitor(account_name(), self._form_token("this machine"))
        name, end = self._sessions.get(_hashed(cookie), ("", 0.0))
        return Visitor(name, self._form_token(f"session {cookie}")) if end > self.clock() else None

    @property
    def login_form_token(self) -> str:
        """Of the form by which somebody logs in, who is nobody yet."""
        return self._form_token("login")

    def log_in(self, token: str, name: str, peer: str) -> str:
        """A new session's cookie. `TooManyLogins`, or `UserError` where the token or the name is none."""
        self._refuse_too_many(peer)
        if not hmac.compare_digest(token.encode(), self.access.token.encode()) or not self.access.token:
            self._failed.append((self.clock(), peer))
            raise UserError("that is not the token", where="login", mend=f"it is what {TOKEN_VARIABLE} was set to")
        shown = visible(name).strip()[:LONGEST_NAME]
        if not shown:
            raise UserError("there is no name", where="login", mend="write the name that your decisions are kept under")
        self._forget_ended()
        cookie = secrets.token_urlsafe(32)
        self._sessions[_hashed(cookie)] = (shown, self.clock() + SESSION_SECONDS)
        return cookie

    def log_out(self, cookie: str) -> None:
        self._sessions.pop(_hashed(cookie), None)

    def _refuse_too_many(self, peer: str) -> None:
        while self._failed and self._failed[0][0] <= self.clock() - _MINUTE:
            self._failed.popleft()
        of_peer = sum(one == peer for _, one in self._failed)
        if of_peer >= _FAILED_OF_ONE or len(self._failed) >= _FAILED_IN_ALL:
            raise TooManyLogins("too many logins have failed", where="login", mend="wait a minute, then try again")

    def _forget_ended(self) -> None:
        """Those that have ended, and the oldest where there are too many."""
        ended = [key for key, (_, end) in self._sessions.items() if end <= self.clock()]
        for key in ended:
            del self._sessions[key]
        while len(self._sessions) >= MOST_SESSIONS:
            del self._sessions[next(iter(self._sessions))]

    def _form_token(self, of: str) -> str:
        return hmac.new(self._secret, of.encode(), hashlib.sha256).hexdigest()


def is_form_token(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())


def _hashed(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()

"""Who is let in to the review page, and whose requests are answered."""

from __future__ import annotations

import pytest

from yarnnn_pipelines.core.address import Address
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.review.access import MOST_SESSIONS, SESSION_SECONDS, Access, Doors, TooManyLogins
from yarnnn_pipelines.review.guard import refusal

HERE = Address("127.0.0.1", 3100)
ELSEWHERE = Address("0.0.0.0", 3100, ("review.example.com",))
TOKEN = "a-long-secret-of-ours"


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_on_this_machine_whoever_reaches_it_is_let_in():
    visitor = Doors(Access(HERE)).visitor("", "")
    assert visitor is not None
    assert visitor.name


def test_beyond_this_machine_it_does_not_start_without_a_login():
    with pytest.raises(UserError, match="nothing asks who they are") as caught:
        Access(ELSEWHERE)
    assert "YARNNN_REVIEW_TOKEN" in caught.value.mend
    assert "--trusted-proxy-header" in caught.value.mend
    Access(ELSEWHERE, TOKEN)
    Access(ELSEWHERE, proxy_header="X-Forwarded-User")


def test_a_token_that_can_be_guessed_is_refused():
    with pytest.raises(UserError, match="can be guessed"):
        Access(HERE, "secret")


def test_with_a_token_a_session_lets_one_in_until_it_ends():
    clock = Clock()
    doors = Doors(Access(ELSEWHERE, TOKEN), clock)
    assert doors.visitor("", "") is None
    assert doors.visitor("made up", "Mia") is None
    cookie = doors.log_in(TOKEN, " Mia ", "10.0.0.1")
    mia = doors.visitor(cookie, "")
    assert mia is not None
    assert mia.name == "Mia"
    clock.now += SESSION_SECONDS
    assert doors.visitor(cookie, "") is None


def test_who_logs_out_is_out():
    doors = Doors(Access(ELSEWHERE, TOKEN))
    cookie = doors.log_in(TOKEN, "Mia", "10.0.0.1")
    doors.log_out(cookie)
    assert doors.visitor(cookie, "") is None


def test_each_session_has_a_form_token_of_its_own():
    doors = Doors(Access(ELSEWHERE, TOKEN))
    tokens = {doors.visitor(doors.log_in(TOKEN, "Mia", "10.0.0.1"), "").form_token for _ in range(2)}
    assert len({*tokens, doors.login_form_token}) == 3


def test_five_failed_logins_a_minute_of_one_address_are_the_most():
    clock = Clock()
    doors = Doors(Access(ELSEWHERE, TOKEN), clock)
    for _ in range(5):
        with pytest.raises(UserError, match="not the token"):
            doors.log_in("wrong", "Mia", "10.0.0.1")
    with pytest.raises(TooManyLogins) as caught:
        doors.log_in(TOKEN, "Mia", "10.0.0.1")
    assert "wait a minute" in caught.value.mend
    assert doors.log_in(TOKEN, "Dana", "10.0.0.2")
    clock.now += 60
    assert doors.log_in(TOKEN, "Mia", "10.0.0.1")


def test_thirty_failed_logins_a_minute_are_the_most_of_all_together():
    doors = Doors(Access(ELSEWHERE, TOKEN), Clock())
    for number in range(30):
        with pytest.raises(UserError, match="not the token"):
            doors.log_in("wrong", "Mia", f"10.0.0.{number}")
    with pytest.raises(TooManyLogins):
        doors.log_in(TOKEN, "Mia", "10.0.1.1")


def test_no_more_sessions_are_kept_than_fit():
    doors = Doors(Access(ELSEWHERE, TOKEN), Clock())
    first, *_, last = [doors.log_in(TOKEN, "Mia", "10.0.0.1") for _ in range(MOST_SESSIONS + 1)]
    assert doors.visitor(first, "") is None
    assert doors.visitor(last, "") is not None


def test_a_trusted_proxy_says_who_it_is_and_nobody_without_its_word_is_let_in():
    doors = Doors(Access(ELSEWHERE, proxy_header="X-Forwarded-User"))
    visitor = doors.visitor("", "mia@us.example")
    assert visitor is not None
    assert visitor.name == "mia@us.example"
    assert doors.visitor("", " \u200b") is None


# --- which requests -----------------------------------------------------------------------------------------------


def asked(method: str = "GET", path: str = "/", **headers: str) -> str:
    lines = {"host": "127.0.0.1:3100", **{name.replace("_", "-"): value for name, value in headers.items()}}
    raw = [(name.encode(), value.encode()) for name, value in lines.items()]
    return refusal({"type": "http", "method": method, "path": path, "headers": raw})


FORM = {"content_type": "application/x-www-form-urlencoded", "content_length": "10"}


def test_its_own_forms_are_answered():
    assert asked() == ""
    assert asked("POST", origin="http://127.0.0.1:3100", sec_fetch_site="same-origin", **FORM) == ""


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"},
    ],
)
def test_a_form_of_another_site_is_not(headers):
    assert asked("POST", **FORM | headers)


@pytest.mark.parametrize(
    "headers", [{"content_type": "text/plain"}, {"content_length": "9000000"}, {"content_length": ""}]
)
def test_what_is_no_form_or_too_long_is_not(headers):
    assert asked("POST", **FORM | headers)
    assert asked("DELETE")


def test_a_link_of_another_site_opens_a_page_and_nothing_else():
    link = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
    assert asked(**link) == ""
    assert asked(**link | {"sec_fetch_dest": "iframe"})

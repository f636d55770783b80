"""Whom the UI answers: by which names it may be called, and from where. A real server is asked in test_ui_guard.py."""

from __future__ import annotations

import pytest

from yarnnn_pipelines.core.address import Address
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.dagster_home.same_origin import refusal

OWN = "http://127.0.0.1:3000"


def asked(method: str = "GET", path: str = "/runs", kind: str = "http", **headers: str) -> str:
    """What is refused of a request with these headers (`_` for `-`); empty if nothing."""
    lines = {"host": "127.0.0.1:3000", **{name.replace("_", "-"): value for name, value in headers.items()}}
    raw = [(name.encode(), value.encode()) for name, value in lines.items()]
    return refusal({"type": kind, "method": method, "path": path, "headers": raw})


def test_its_own_pages_and_programs_without_a_browser_are_answered():
    assert asked() == ""
    assert asked(sec_fetch_site="none") == ""
    assert asked("POST", "/graphql", content_type="application/json; charset=utf-8") == ""
    assert asked("POST", "/graphql", content_type="application/json", origin=OWN, sec_fetch_site="same-origin") == ""
    assert asked("GET", "/graphql", accept="text/html") == ""
    assert asked("GET", "/graphql", "websocket", origin=OWN) == ""


def test_behind_a_proxy_that_passes_the_host_on_its_pages_are_its_own():
    assert (
        asked("POST", "/graphql", host="ui.example", origin="https://ui.example", content_type="application/json") == ""
    )


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:8000", "http://127.0.0.1", "http://["]
)
@pytest.mark.parametrize(("method", "kind"), [("POST", "http"), ("GET", "http"), ("GET", "websocket")])
def test_pages_of_another_site_are_not(origin, method, kind):
    assert asked(method, "/graphql", kind, origin=origin, content_type="application/json", accept="text/html")


def test_nothing_is_changed_by_an_address_or_a_form():
    assert asked("GET", "/graphql")
    assert asked("HEAD", "/graphql")
    assert asked("POST", "/graphql")
    assert asked("POST", "/report_asset_materialization/a", content_type="application/x-www-form-urlencoded")
    assert asked("POST", "/graphql", content_type="text/plain; a=application/json")
    assert asked("DELETE", "/runs")


def test_a_link_of_another_site_opens_a_page_but_no_frame_no_image_and_no_file():
    link = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
    assert asked("GET", "/runs", **link) == ""
    assert asked("GET", "/runs", **link | {"sec_fetch_dest": "iframe"})
    assert asked("GET", "/runs", sec_fetch_site="same-site", sec_fetch_mode="no-cors", sec_fetch_dest="image")
    for path in ("/graphql", "/logs/x/y.err", "/notebook", "/download_debug/x"):
        assert asked("GET", path, accept="text/html", **link)


# --- the address ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_by_default_this_machine_alone_reaches_it(host):
    address = Address(host, 3000)
    assert address.is_private
    assert {"localhost", "127.0.0.1", "[::1]"} <= set(address.hosts)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "0", "192.168.1.5", "ui.example.com"])
def test_where_others_reach_it_the_name_that_they_use_must_be_given(host):
    with pytest.raises(UserError, match="other machines reach it") as caught:
        Address(host, 3000)
    assert "--allowed-host" in caught.value.mend
    assert "ui.example.com" in Address(host, 3000, ("ui.example.com",)).hosts


@pytest.mark.parametrize(
    "name", ["*", "*.example.com", "http://ui.example.com", "ui.example.com:3000", "", "a b", "[]"]
)
def test_a_name_that_would_let_any_or_no_host_in_is_refused(name):
    with pytest.raises(UserError, match="no name of a machine"):
        Address("0.0.0.0", 3000, (name,))


def test_its_url_is_one_that_this_machine_finds():
    assert Address("::1", 3000).url == "http://[::1]:3000"
    assert Address("0.0.0.0", 3000, ("ui.example.com",)).url == "http://127.0.0.1:3000"
    assert Address("::", 80, ("fe80::1",)).hosts[-1] == "[fe80::1]"

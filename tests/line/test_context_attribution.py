"""Whose each thing is, who could see it, and who people are: one week of an agency with two clients."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.line.context_line import Line

MIA, TOM = "Mia Duarte <mia@northlight.example>", "tom@northlight.example"
DANA, KIM = "Dana R. <dana@acme.example>", "Kim <kim@globex.example>"


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> SimpleNamespace:
    line = Line(tmp_path_factory.mktemp("attribution"))
    for channel, name in [("C1", "client-acme"), ("C2", "acme-internal"), ("C3", "general")]:
        line.channel(channel, name)
    line.user("U1", "Mia Duarte", "mia@northlight.example")
    line.user("U2", "Dana", "dana@acme.example")
    line.user("U3", "Noor")
    line.user("U4", "Visitor", is_restricted=True)
    line.user("U5", "Mia's double", "mia@northlight.example", team_id="T9")
    line.user("U6", "Kim", "kim@acme.example", team_id="T9")
    line.user("B9", "Deploys", is_bot=True)

    e = SimpleNamespace(line=line)
    e.shared = line.message("2026-11-09 09:00", "C1", "U1", "Launched this morning")
    e.internal = line.message("2026-11-09 09:10", "C2", "U1", "Margin is thin")
    e.guest_elsewhere = line.message("2026-11-09 09:20", "C3", "U2", "Where do I find the brief")
    e.named = line.message("2026-11-09 09:30", "C3", "U1", "acme's budget is due")
    e.reply_to_named = line.message("2026-11-09 09:40", "C3", "U3", "on it", thread=e.named)
    e.both_named = line.message("2026-11-09 09:50", "C3", "U1", "Acme and Globex share a printer")
    e.nobody = line.message("2026-11-09 10:00", "C3", "U1", "Lunch?")
    e.old_root = line.message("2026-03-02 10:00", "C3", "U2", "The logo files")
    e.late_reply = line.message("2026-11-10 10:00", "C3", "U1", "found them at last", thread=e.old_root)
    e.joined = line.message("2026-11-10 10:10", "C1", "U2", "Dana has joined", payload={"subtype": "channel_join"})
    e.robot = line.message("2026-11-10 10:20", "C1", "B9", "Deployed to production")

    e.to_client = line.mail("2026-11-10 11:00", MIA, "dana@acme.example", "The budget", subject="Budget", thread="t1")
    e.among_us = line.mail("2026-11-10 12:00", TOM, MIA, "She won't like it", subject="Fwd: Budget", thread="t1")
    e.two_clients = line.mail("2026-11-10 13:00", MIA, [DANA, KIM], "Both of you", subject="Panel", thread="t2")
    e.after_two = line.mail("2026-11-10 14:00", TOM, MIA, "Hm", subject="Re: Panel", thread="t2")
    e.public = line.mail("2026-11-10 15:00", "somebody@gmail.com", MIA, "Hello", subject="Job")
    e.named_contact = line.mail("2026-11-10 16:00", "pat.moss@gmail.com", MIA, "Photos attached", subject="Photos")
    e.hidden = line.mail("2026-11-10 17:00", MIA, TOM, "Psst", subject="Note", bcc="dana@acme.example")
    e.newsletter = line.mail("2026-11-11 06:00", "news@acme.example", MIA, "Our autumn", subject="News", bulk=True)
    e.draft = line.mail("2026-11-11 07:00", MIA, DANA, "Never sent", subject="Unsent", labels=["Drafts"])

    e.plan = line.page("plan", "2026-11-11 09:00", "Status: at risk", path=["Acme Corp", "Plan"])
    e.root = line.page("globex-root", "2026-11-11 09:00", "Globex home", path=["Globex"])
    rivals = ["Globex", "Rivals", "Acme Corp"]
    e.compared = line.page("compared", "2026-11-11 09:00", "Notes", path=rivals, parent="globex-root")

    invited = ["dana@acme.example", "mia@northlight.example"]
    e.review = line.meeting("review", "2026-11-12 14:00", summary="Review", attendees=invited)
    e.prep = line.meeting("prep", "2026-11-12 13:00", summary="Prep", attendees=[TOM], calendar="Acme meetings")
    e.about = line.meeting("about", "2026-11-12 12:00", summary="Numbers for Acme", attendees=[TOM])
    line.build("2026-W46")
    return e


RULES = {
    "shared": ("acme", "configured_container", "client"),
    "internal": ("acme", "configured_container", "internal"),
    "guest_elsewhere": ("acme", "external_domain", "internal"),
    "named": ("acme", "alias", "internal"),
    "reply_to_named": ("acme", "thread", "internal"),
    "both_named": (None, "conflict", "internal"),
    "nobody": (None, "none", "internal"),
    "late_reply": ("acme", "thread", "internal"),
    "to_client": ("acme", "external_domain", "client"),
    "among_us": ("acme", "thread", "internal"),
    "two_clients": (None, "conflict", "internal"),
    "after_two": (None, "conflict", "internal"),
    "public": (None, "none", "internal"),
    "named_contact": ("acme", "external_domain", "client"),
    "hidden": ("acme", "external_domain", "internal"),
    "review": ("acme", "external_domain", "client"),
    "prep": ("acme", "configured_container", "internal"),
    "about": ("acme", "alias", "internal"),
}


@pytest.mark.parametrize("name", RULES)
def test_the_rule_that_decided_is_stored_with_the_client_and_the_audience(world, name) -> None:
    event = world.line.event(getattr(world, name), "client_id, attribution_rule, audience")
    assert event == RULES[name]


def test_a_page_belongs_to_the_client_below_whose_root_it_lies(world) -> None:
    rule = "client_id, attribution_rule, audience"
    assert world.line.event(f"{world.plan}@2026-W46", rule) == ("acme", "configured_container", "internal")
    assert world.line.event(f"{world.root}@2026-W46", rule) == ("globex", "configured_container", "internal")


def test_a_page_that_shares_its_title_with_a_clients_root_is_not_that_root(world) -> None:
    found = world.line.event(f"{world.compared}@2026-W46", "client_id, attribution_rule")
    assert found == ("globex", "configured_container")


def test_a_message_of_an_old_week_is_evidence_and_no_event_of_this_run(world) -> None:
    assert world.line.rows("select 1 from context.events where event_id = ?", world.old_root) == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [("joined", "join_or_leave"), ("robot", "bot"), ("newsletter", "bulk_mail"), ("draft", "draft"), ("shared", None)],
)
def test_what_is_not_used_says_why(world, name, reason) -> None:
    event_id = getattr(world, name)
    assert world.line.event(event_id, "ignored_reason") == reason
    used = world.line.rows("select event_id from context.client_week_events where event_id = ?", event_id)
    assert bool(used) == (reason is None)


def test_dana_is_one_person_in_slack_mail_and_calendar(world) -> None:
    (dana,) = world.line.rows("select * from context.people where email = 'dana@acme.example'")
    assert dana == (
        "mailto:dana@acme.example", "Dana Reyes", "dana@acme.example", "slack:T1:U2", False, "acme",
        "Head of Marketing",
    )  # fmt: skip
    authors = world.line.rows(
        "select distinct author_id, author_name from context.events where person_id = 'mailto:dana@acme.example'"
    )
    assert {name for _, name in authors} == {"Dana Reyes"}


def test_a_notion_author_is_the_one_person_of_that_name(world) -> None:
    assert world.line.event(f"{world.plan}@2026-W46", "person_id, author_is_us") == (
        "mailto:mia@northlight.example",
        True,
    )


def test_an_account_is_ours_by_an_address_that_our_workspace_confirms_and_the_clients_by_any(world) -> None:
    rows = world.line.rows("select name, is_us, client_id from context.people where slack_id is not null")
    assert {name: "us" if is_us else client for name, is_us, client in rows} == {
        **{"Mia Duarte": "us", "Dana Reyes": "acme", "Kim": "acme"},
        **{"Noor": None, "Visitor": None, "Mia's double": None},
    }


def test_who_only_sends_bulk_mail_is_no_person(world) -> None:
    assert world.line.rows("select 1 from context.people where email = 'news@acme.example'") == []


def test_coverage_accounts_for_every_event_of_the_week(world) -> None:
    counted = world.line.rows(
        "select client_id, ignored_reason, sum(n)::int, sum(conflicts)::int from context.coverage group by all"
    )
    assert {(client, reason): (n, conflicts) for client, reason, n, conflicts in counted} == {
        ("acme", None): (14, 0),
        ("acme", "bot"): (1, 0),
        ("acme", "join_or_leave"): (1, 0),
        ("acme", "bulk_mail"): (1, 0),
        ("acme", "draft"): (1, 0),
        ("globex", None): (2, 0),
        (None, None): (5, 3),
    }


def test_every_client_has_a_row_also_for_a_week_without_news(world) -> None:
    rows = world.line.rows("select client_id, events, quiet from context.client_week_context order by client_id")
    assert [(client, events) for client, events, _ in rows] == [("acme", 14), ("globex", 2)]
    assert {client: quiet for client, _, quiet in rows}["globex"]


def test_the_gate_can_read_again_what_an_event_quoted(world) -> None:
    ((text, current),) = world.line.rows(
        "select v.text, v.is_current from context.events e join context.item_versions v using (item_id, version)"
        " where e.event_id = ?",
        world.to_client,
    )
    assert (text, current) == ("The budget", True)

"""`yarnnn doctor`: what keeps a source from being read is found, with its mend, before anything is landed."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from tests.platforms.calendar_server import google_error as calendar_error
from tests.platforms.gmail_server import ACCOUNT, METADATA, READONLY, google_error
from tests.platforms.live_agency import NOTION_TOKEN, REFRESH_TOKEN, SLACK_TOKEN, LiveAgency, live_agency
from tests.platforms.loopback import Answer, Dropped
from tests.platforms.notion_server import notion_error
from yarnnn_pipelines.cli.app import app
from yarnnn_pipelines.config.settings import Settings, WriterSettings
from yarnnn_pipelines.project import load_settings
from yarnnn_pipelines.sources.examination import examine
from yarnnn_pipelines.sources.shared import examining
from yarnnn_pipelines.sources.shared.findings import Finding
from yarnnn_pipelines.sources.slack.scopes import CHANNELS
from yarnnn_pipelines.stores.ledger.rows import Landing


@pytest.fixture
def agency(tmp_path, monkeypatch):
    monkeypatch.setattr(examining, "BACKOFF_SECONDS", 0.001)
    with live_agency(tmp_path, monkeypatch) as agency:
        yield agency


def found(agency: LiveAgency, source: str, settings: Settings | None = None) -> list[Finding]:
    """What is not well with a source; every other source must be."""
    examined = {one.source: one for one in examine(settings or agency.load(), {})}
    others = [finding for name, one in examined.items() if name != source for finding in one.findings]
    assert [finding for finding in others if finding.state != "ok"] == []
    return [finding for finding in examined[source].findings if finding.state != "ok"]


def only(findings: list[Finding]) -> Finding:
    assert len(findings) == 1, findings
    assert findings[0].mend
    return findings[0]


def test_where_all_is_well_it_says_whose_each_source_is_and_what_can_be_read(agency):
    examined = examine(agency.load(), {})
    assert [one.source for one in examined] == ["slack", "gmail", "notion", "calendar"]
    assert all(finding.state == "ok" for one in examined for finding in one.findings)
    texts = [f"{finding.check}: {finding.text}" for one in examined for finding in one.findings]
    for part in (
        *("Northlight Studio (https://northlight.slack.com/), as @yarnnn", "channel #client-acme: can be read"),
        *("channel #acme-internal: can be read", f"mailbox: {ACCOUNT}", "label SENT: can be read", "gmail.readonly"),
        *("Northlight Studio, as yarnnn", "root Acme Corp: can be read", "comments: can be read"),
        *(f"account: {ACCOUNT}", "calendar primary: can be read", "calendar Acme meetings: can be read"),
    ):
        assert any(part in text for text in texts), part


def test_an_unreachable_source_stops_no_other(agency):
    agency.slack.fail(Dropped(0), times=99)
    assert "unreachable" in only(found(agency, "slack")).text


@pytest.mark.parametrize("source", ["slack", "gmail", "notion", "calendar"])
def test_a_server_that_is_not_the_platforms_is_told(agency, source):
    getattr(agency, source).fail(Answer({"hello": "world"}), times=99)
    assert only(found(agency, source)).state == "problem"


@pytest.mark.parametrize(
    ("source", "variable"),
    [
        ("slack", "SLACK_TOKEN"),
        ("gmail", "GMAIL_CREDENTIALS"),
        ("notion", "NOTION_TOKEN"),
        ("calendar", "CALENDAR_CREDENTIALS"),
    ],
)
def test_a_variable_that_is_not_set_is_named(agency, monkeypatch, source, variable):
    monkeypatch.delenv(variable)
    assert variable in only(found(agency, source)).text


# --- Slack


def test_a_slack_token_that_is_refused_is_told(agency):
    agency.slack.revoke(SLACK_TOKEN)
    assert "install the app again" in only(found(agency, "slack")).mend


def test_a_channel_without_the_app_is_mended_by_inviting_it(agency):
    agency.slack.leave(agency.acme, agency.slack.bot)
    finding = only(found(agency, "slack"))
    assert (finding.check, finding.state) == ("channel #client-acme", "problem")
    assert "/invite @yarnnn" in finding.mend


def test_a_private_channel_that_the_app_cannot_see_is_a_name_to_check_or_an_invitation(agency):
    agency.slack.leave(agency.inside, agency.slack.bot)
    finding = only(found(agency, "slack"))
    assert finding.check == "channel #Acme-Internal"
    assert "check the name" in finding.mend
    assert "/invite @yarnnn" in finding.mend


def test_an_archived_channel_is_a_warning(agency):
    agency.slack.archive(agency.acme)
    assert only(found(agency, "slack")).state == "warning"


def test_a_slack_scope_that_lacks_is_named(agency):
    agency.slack.grant(SLACK_TOKEN, agency.slack.bot, [one for one in CHANNELS if one != "users:read.email"])
    finding = only(found(agency, "slack"))
    assert "users:read.email" in finding.text
    assert "bot token scopes" in finding.mend


def test_a_scope_without_which_channels_cannot_be_listed_is_named_too(agency):
    agency.slack.grant(SLACK_TOKEN, agency.slack.bot, [one for one in CHANNELS if one != "groups:read"])
    assert {("problem", "groups:read" in one.text) for one in found(agency, "slack")} == {("problem", True)}


def test_scopes_beyond_the_least_are_a_warning(agency):
    agency.slack.grant(SLACK_TOKEN, agency.slack.bot, [*CHANNELS, "chat:write"])
    finding = only(found(agency, "slack"))
    assert (finding.state, "chat:write" in finding.text) == ("warning", True)


def test_direct_messages_need_scopes_of_their_own_and_people_who_exist(agency):
    told = found(agency, "slack", agency.load(slack="direct_messages: [mia, nobody]"))
    lacking = {finding.text for finding in told if finding.check == "scopes"}
    assert lacking == {f"the token lacks {one}" for one in ("im:read", "im:history", "mpim:read", "mpim:history")}
    assert [one.check for one in told if one.check != "scopes"] == ["direct messages with nobody"]


# --- Google


def test_a_consent_taken_back_is_to_be_given_again(agency):
    agency.gmail.revoke(REFRESH_TOKEN)
    finding = only(found(agency, "gmail"))
    assert "revoked or has expired" in finding.text
    assert "yarnnn connect google" in finding.mend


def test_a_consent_for_less_and_one_for_more(agency):
    agency.gmail.consent(REFRESH_TOKEN, ACCOUNT, (METADATA,))
    assert "gmail.readonly" in only(found(agency, "gmail")).text
    agency.gmail.consent(REFRESH_TOKEN, ACCOUNT, (READONLY, "https://mail.google.com/"))
    finding = only(found(agency, "gmail"))
    assert (finding.state, "mail.google.com" in finding.text) == ("warning", True)


def test_the_mailbox_of_somebody_else_is_told(agency):
    agency.gmail.add_mailbox("sam@northlight.example")
    agency.gmail.consent(REFRESH_TOKEN, "sam@northlight.example")
    assert "sam@northlight.example" in only(found(agency, "gmail")).text


def test_a_label_that_is_not_there_is_told_with_those_near_it(agency):
    agency.gmail.add_label("Clients")
    finding = only(found(agency, "gmail", agency.load(gmail="labels: [INBOX, clients, Client]")))
    assert finding.check == "label Client"
    assert "Clients" in finding.mend


@pytest.mark.parametrize(
    ("answer", "text", "mend"),
    [
        (
            google_error(403, "accessNotConfigured", "Gmail API has not been used"),
            "not enabled",
            "gmail.googleapis.com",
        ),
        (google_error(403, "insufficientPermissions"), "has not the scopes", "connect again"),
        (google_error(400, "failedPrecondition"), "no Gmail", "account"),
        (google_error(401, "authError"), "does not accept the token", "connect again"),
    ],
    ids=["api", "scopes", "mail", "token"],
)
def test_what_gmail_refuses_is_told_for_what_it_is(agency, answer, text, mend):
    agency.gmail.fail(answer, where="/profile", times=9)
    finding = only(found(agency, "gmail"))
    assert text in finding.text
    assert mend in finding.mend


def test_a_calendar_api_that_is_not_enabled_is_told_with_its_page(agency):
    details = {"details": [{"reason": "SERVICE_DISABLED"}], "status": "PERMISSION_DENIED", "code": 403}
    agency.calendar.fail(Answer({"error": details}, 403), where="/calendar", times=9)
    assert "calendar-json.googleapis.com" in only(found(agency, "calendar")).mend


def test_calendars_that_cannot_be_read_whole_are_told(agency):
    settings = agency.load(calendar="calendars: [primary, busy@group.example, gone@group.example]")
    agency.calendar.add_calendar("busy@group.example", "Busy", users=[ACCOUNT], access_role="freeBusyReader")
    busy, gone = found(agency, "calendar", settings)
    assert "See all event details" in busy.mend
    assert "no such calendar" in gone.text
    assert "Acme meetings" in gone.mend
    agency.calendar.fail(calendar_error(404), where="/events")
    assert "can't be read" in only(found(agency, "calendar")).text


def test_a_credentials_file_that_others_can_read_is_a_warning(agency, tmp_path):
    path = tmp_path / "credentials.json"
    path.write_text(json.dumps({"type": "authorized_user", **agency.gmail.user_credentials()}))
    path.chmod(0o644)
    agency.holds("GMAIL_CREDENTIALS", str(path))
    assert "chmod 600" in only(found(agency, "gmail")).mend
    path.chmod(0o600)
    assert found(agency, "gmail") == []


def test_a_change_of_name_is_told_as_it_is_now(agency):
    """What the last landing saw of a name is told where nothing newer is known."""
    other = agency.slack.add_channel("globex-internal", members=[agency.slack.bot])
    places = [{"written": "client-acme", "container_id": f"slack:T1:{agency.acme}"}]
    seen = {
        "written": "#Acme-Internal",
        "what": "acme: '#Acme-Internal' was called otherwise then",
        "mend": "write its id",
    }
    landings = {"slack": Landing(datetime.now(UTC), {"places": places, "renamed": [seen]})}

    def told() -> dict[str, Finding]:
        slack, *_ = examine(agency.load(), landings)
        assert slack.is_well
        return {finding.check: finding for finding in slack.findings if finding.state == "warning"}

    assert told() == {"name #Acme-Internal": Finding("name #Acme-Internal", "warning", seen["what"], seen["mend"])}
    agency.slack.rename(agency.acme, "acme-old")
    assert "is read as before" in told()["name client-acme"].text
    agency.slack.rename(other, "client-acme")
    assert told()["name client-acme"].mend == (
        f"write {agency.acme} instead of the name in yarnnn.yaml, or {other} if that is what you mean"
    )


# --- Notion


def test_a_notion_token_that_is_refused_is_told(agency):
    agency.notion.tokens.discard(NOTION_TOKEN)
    assert "not valid" in only(found(agency, "notion")).text


def test_a_root_by_title_is_not_looked_for_below_other_pages(agency):
    private = agency.notion.add_page(None, "Private")
    nested = agency.notion.add_page(private, "Salaries")
    database = agency.notion.add_database(private, "Fees", {"Name": "title"})
    told = found(agency, "notion", agency.load(roots="Acme Corp, Salaries, Fees"))
    assert [one.check for one in told] == ["root Salaries", "root Fees"]
    assert nested.replace("-", "") in told[0].mend
    assert found(agency, "notion", agency.load(roots=f"'{nested}', '{database}'")) == []


def test_roots_are_found_by_title_and_by_id_or_are_to_be_shared(agency):
    hidden = agency.notion.add_page(None, "Harbor", shared=False)
    database = agency.notion.add_database(None, "Tasks", {"Name": "title"})
    roots = f"Acme Corp, '{agency.page}', '{database.replace('-', '')}', Tasks, Harbor, '{hidden}'"
    told = found(agency, "notion", agency.load(roots=roots))
    assert [one.check for one in told] == ["root Harbor", f"root {hidden}"]
    assert all("Connections" in one.mend for one in told)


def test_nothing_shared_is_told(agency):
    agency.notion.unshare(agency.page)
    assert [one.check for one in found(agency, "notion")] == ["shared pages", "root Acme Corp"]


def test_capabilities_that_lack_are_named(agency):
    agency.notion.capabilities = set()
    people, comments = found(agency, "notion")
    assert "Read user information" in people.mend
    assert "Read comments" in comments.mend
    agency.notion.fail(notion_error(403), where="/search")
    assert "Read content" in only(found(agency, "notion")).mend


def test_people_without_addresses_are_a_warning(agency):
    for user in agency.notion.users.values():
        user["email"] = None
    assert only(found(agency, "notion")).state == "warning"


# --- exports and the command


def test_a_notion_export_is_said_to_hold_no_comments(agency, tmp_path):
    (tmp_path / "notion").mkdir()
    (tmp_path / "notion" / f"Page {7:032x}.md").write_text("# Page")
    settings = tmp_path / "yarnnn.yaml"
    settings.write_text(
        "agency: {name: Northlight, time_zone: Europe/Lisbon, domains: [northlight.example], start: 2026-W40}\n"
        "sources: {notion: {export: notion}}\nclients:\n  - {id: acme, name: Acme, domains: [acme.example]}\n"
    )
    (examined,) = examine(load_settings(settings), {})
    assert [(one.check, one.state) for one in examined.findings] == [("export notion", "ok"), ("comments", "warning")]


def test_exports_are_there_and_can_be_read_or_it_is_told(agency, tmp_path):
    path = tmp_path / "yarnnn.yaml"
    (tmp_path / "empty").mkdir()
    (tmp_path / "cut.zip").write_bytes(b"PK\x03\x04 cut")
    (tmp_path / "blank.mbox").touch()
    (tmp_path / "team.ics").write_text("BEGIN:VCALENDAR")
    path.write_text(
        "agency: {name: Northlight, time_zone: Europe/Lisbon, domains: [northlight.example], start: 2026-W40}\n"
        "sources:\n  slack: {export: [missing.zip, cut.zip]}\n  gmail: {export: [empty, blank.mbox]}\n"
        "  calendar: {export: team.ics}\nclients:\n  - {id: acme, name: Acme, domains: [acme.example]}\n"
    )
    examined = examine(load_settings(path), {})
    assert {one.kind for one in examined} == {"export"}
    texts = [finding.text for one in examined for finding in one.findings if finding.state == "problem"]
    assert [text.removeprefix(f"{tmp_path}/") for text in texts] == [
        "missing.zip: there is no such export",
        "cut.zip: it is no whole zip file",
        "empty is an empty folder",
    ]
    warned = [finding.text for one in examined for finding in one.findings if finding.state == "warning"]
    assert any("blank.mbox is empty: nothing lands from it" in text for text in warned), "landing says no more of it"
    assert examined[-1].is_well


def test_a_models_key_that_is_not_there_is_something_to_mend(agency, monkeypatch):
    settings = agency.load()
    writer = WriterSettings(kind="openai", model="m", api_key_env="NO_SUCH_KEY")
    told = [one for one in examine(settings.model_copy(update={"writer": writer}), {}) if one.source == "models"]
    (finding,) = told[0].findings
    assert (finding.state, finding.text) == ("problem", "the variable NO_SUCH_KEY is not set")
    monkeypatch.setenv("NO_SUCH_KEY", "k")
    assert all(one.source != "models" for one in examine(settings.model_copy(update={"writer": writer}), {}))


def test_the_command_ends_with_1_if_there_is_something_to_mend(agency, monkeypatch):
    monkeypatch.setenv("YARNNN_HOME", str(agency.folder / "home"))
    config = ["--config", str(agency.load().path)]
    well = CliRunner().invoke(app, [*config, "doctor"])
    assert well.exit_code == 0, well.output
    assert "Every source can be read." in well.output
    agency.slack.leave(agency.acme, agency.slack.bot)
    ill = CliRunner().invoke(app, [*config, "doctor"])
    assert ill.exit_code == 1
    assert "/invite @yarnnn" in ill.output
    told = CliRunner().invoke(app, [*config, "doctor", "--json"])
    answer = json.loads(told.stdout)
    assert (told.exit_code, answer["ok"]) == (1, False)
    assert {one["source"]: one["ok"] for one in answer["sources"]} == {
        **{"slack": False, "gmail": True, "notion": True, "calendar": True}
    }

"""A past week is drafted anew as it was known at any moment, whatever has landed, been edited or deleted since."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from tests.line.context_line import Line
from tests.line.test_sources_now import land_again, message_of, with_acme
from yarnnn_pipelines.cli import asked
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.stages.draft import draft_batch
from yarnnn_pipelines.stages.gate import gate_batch
from yarnnn_pipelines.stages.replay import replay
from yarnnn_pipelines.stores.ledger.opening import open_ledger
from yarnnn_pipelines.stores.ledger.rows import Version

KEY = DeliverableKey("acme", "2026-W46", "client_update")
LAUNCH = "The Q2 campaign launched this morning."
BANNERS = "The new banners are live on the shop page."


class _Later(datetime):
    """A clock that has passed all that these tests ask for."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime(2027, 1, 31, 12, tzinfo=UTC).astimezone(tz)


@pytest.fixture
def line(tmp_path: Path) -> Line:
    line = Line(tmp_path, with_acme())
    line.channel("C1", "client-acme")
    line.user("U1", "Mia Duarte", "mia@northlight.example")
    line.message("2026-11-09 10:00", "C1", "U1", LAUNCH)
    line.message("2026-11-10 10:00", "C1", "U1", BANNERS)
    line.message("2026-11-03 10:00", "C1", "U1", "We will send the report by Friday.")
    line.mail("2026-11-10 10:00", "Dana Reyes <dana@acme.example>", "mia@northlight.example", "We approved the budget.")
    line.page("top", "2026-11-02 09:00", "All of it.", path=["Acme Corp"])
    line.page("plan", "2026-11-11 09:00", "Launch: 12 May", path=["Acme Corp", "Plan"], parent="top")
    line.meeting("review", "2026-11-18 14:00", summary="Review", attendees=["dana@acme.example"])
    return line


def drafted(line: Line) -> Version:
    """What a run drafts of what is known now."""
    line.build("2026-W45", KEY.week)
    project, ledger = Project(line.home, line.settings), open_ledger(line.home.ledger_url)
    for batch in (draft_batch, gate_batch):
        assert not batch(project, ledger, KEY.type_id, [KEY.client_week]).failed
    return ledger.newest([KEY])[KEY]


def replayed(line: Line, moment: datetime) -> Version:
    return replay(Project(line.home, line.settings), open_ledger(line.home.ledger_url), KEY, moment)


def bytes_of(version: Version) -> tuple[str, dict]:
    """All but which version it is and how long it took."""
    left_out = ("changes_since", "cost")
    return version.markdown, {name: value for name, value in version.document.items() if name not in left_out}


@pytest.mark.long
def test_a_week_is_replayed_byte_for_byte_whatever_came_later(line: Line) -> None:
    first, then = drafted(line), line.landing
    assert "launched" in first.markdown

    land_again(line, message_of(line, LAUNCH), "slack.messages", is_deleted=True, text=None, version="deleted")
    land_again(line, message_of(line, BANNERS), "slack.messages", text="The new banners are late.")
    line.message("2026-11-11 12:00", "C1", "U1", "The price list is finished.")
    line.channel("C2", "acme-news")
    line.meeting("review", "2026-11-19 15:00", summary="Review", attendees=["dana@acme.example"])
    second, now = drafted(line), line.landing

    assert "launched" not in second.markdown
    assert bytes_of(replayed(line, then)) == bytes_of(first)
    assert bytes_of(replayed(line, now)) == bytes_of(second)
    assert open_ledger(line.home.ledger_url).newest([KEY])[KEY] == second


def test_of_a_time_before_anything_landed_nothing_is_drafted(line: Line) -> None:
    with pytest.raises(UserError, match="nothing had landed by 2026-11-14") as caught:
        replayed(line, line.landing - timedelta(days=2))
    first = re.findall(r"(\w+) (\d{4}-\d\d-\d\d \d\d:\d\d)", caught.value.mend)
    assert {name for name, _ in first} == {"Slack", "Mail", "Notion", "Calendar"}
    asked_anew = asked.checked_moment(first[0][1], line.settings.agency.time_zone)
    drafted(line)
    assert replayed(line, asked_anew).key == KEY  # the time that is named is one that can be asked for


def test_of_a_week_that_had_not_begun_nothing_is_drafted(line: Line) -> None:
    with pytest.raises(UserError, match="2026-W46 had not begun by 2026-11-06"):
        replayed(line, line.landing - timedelta(days=10))


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-07-03T14:30", "2026-07-03T13:30+00:00"),  # Lisbon's summer time
        ("2026-11-13 14:30", "2026-11-13T14:30+00:00"),
        ("2026-11-13T14:30+02:00", "2026-11-13T12:30+00:00"),
        ("2026-11-13T14:30:05Z", "2026-11-13T14:30:05+00:00"),
        ("20261113T1430", "2026-11-13T14:30+00:00"),
        ("2026-07-03", "2026-07-03T23:00+00:00"),  # the end of that day
    ],
)
def test_a_time_is_read_on_the_agencys_clock(written: str, moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "datetime", _Later)
    assert asked.checked_moment(written, "Europe/Lisbon") == datetime.fromisoformat(moment)


@pytest.mark.parametrize("written", ["yesterday", "", "2026-13-01", "9999-01-01", "2027-02-01T10:00"])
def test_what_is_no_past_time_is_refused(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "datetime", _Later)
    with pytest.raises(UserError, match=r"is no time|lies in the future"):
        asked.checked_moment(written, "Europe/Lisbon")


def test_whoever_writes_no_time_is_told_that_a_day_alone_is_one() -> None:
    with pytest.raises(UserError) as caught:
        asked.checked_moment("last Friday", "Europe/Lisbon")
    assert "a day alone, 2026-11-13" in caught.value.mend

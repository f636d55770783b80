"""The agency's servers for a person at a keyboard: served at the real time, changed by one word a line.

What happens by itself is `agency_story`; how the servers are read is `agency`'s yarnnn.yaml.
"""

from __future__ import annotations

import argparse
import shlex
import shutil
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.platforms.agency import WEEKS, ZONE, Agency
from tests.platforms.loopback import Answer
from yarnnn_pipelines.core.weeks import add_weeks, current_week
from yarnnn_pipelines.sources.registry import platform_ids

PRODUCT_CHANNEL = "client-acme"


class Commands:
    """What may be typed, and what it says it did."""

    def __init__(self, agency: Agency, next_week: int) -> None:
        self.agency = agency
        self._next_week = next_week
        self._said: list[str] = []
        self._channel = agency.channels[PRODUCT_CHANNEL]

    def run(self, line: str) -> str:
        word, *more = line.split() or ["help"]
        command = COMMANDS.get(word)
        if command is None:
            return f"no such command: {word}; `help` lists them"
        try:
            return command(self, *more)
        except KeyError as error:
            return f"there is no {error}"
        except (LookupError, ValueError, TypeError, AttributeError) as error:
            return f"that can't be done: {error}"

    def say(self, *words: str) -> str:
        """A message of Mia's in #client-acme: `say The new page is live.`"""
        text = " ".join(words) or "The new landing page is live since noon."
        self._said.append(self.agency.say(PRODUCT_CHANNEL, "mia", text))
        return f"#{PRODUCT_CHANNEL}, Mia: {text}"

    def late(self) -> str:
        """A reply to the story's oldest thread."""
        text = "Coming back to this one: we decided on image B for the posters."
        self.agency.say(PRODUCT_CHANNEL, "dana", text, self.agency.hero)
        return f"#{PRODUCT_CHANNEL}, Dana in the thread of the first week: {text}"

    def edit(self) -> str:
        """A number of the second week is corrected."""
        text = f"Cost per lead fell from €61 to €{datetime.now(UTC).second + 1} in the test audience."
        self.agency.slack.edit(self._channel, self.agency.costs, text)
        return f"#{PRODUCT_CHANNEL}, Kwame's message of the second week now says: {text}"

    def delete(self) -> str:
        """The newest message that was said here, else the question of the first week, goes."""
        ts = self._said.pop() if self._said else self.agency.feed
        self.agency.slack.delete(self._channel, ts)
        return f"#{PRODUCT_CHANNEL}: the message {ts} was deleted"

    def mail(self) -> str:
        """A mail from the client."""
        text = "Hi Mia,\n\nOur legal team approved the new claim today.\n\nBest,\nDana"
        self.agency.mail("dana", "mia", "New claim", text)
        return "a mail from Dana came in: Our legal team approved the new claim today."

    def meeting(self) -> str:
        """The mid-quarter review moves by a day."""
        event = self.agency.calendar.events[self.agency.review]
        self.agency.calendar.move(self.agency.review, event.start + timedelta(days=1))
        return f"the mid-quarter review moved to {event.start:%A %d %B %H:%M}"

    def page(self) -> str:
        """A milestone's status in Notion changes."""
        notion = self.agency.notion
        before = notion.visible()[self.agency.release.replace("-", "")].properties["Status"]
        after = "At risk" if before == "On track" else "On track"
        notion.set_property(self.agency.release, "Status", after, by=self.agency.writers["jonas"])
        return f"Notion, Dockside 2.4 release: {before} -> {after}"

    def rate_limit(self, seconds: str = "2") -> str:
        """The next three requests to each server are refused, to be tried again after so many seconds."""
        wait = {"Retry-After": seconds}
        for server in self.agency.servers:
            server.fail(Answer({"ok": False, "error": "ratelimited"}, 429, wait), times=3)
        return f"the next three requests to each server meet 429, Retry-After {seconds}"

    def expire(self) -> str:
        """Slack's cursors, Gmail's history and the calendar's sync tokens expire."""
        self.agency.slack.expire_cursors()
        self.agency.gmail.expire_history()
        self.agency.calendar.expire_sync_tokens()
        return "cursors, history and sync tokens given so far are refused from now on"

    def kick(self, channel: str = PRODUCT_CHANNEL) -> str:
        """The app is removed from a channel: `kick client-harborline`"""
        if not self._has_app(channel):
            raise ValueError(f"the app is not in #{channel}")
        self.agency.slack.leave(self.agency.channels[channel], self.agency.slack.bot)
        return f"the app is no longer in #{channel}"

    def invite(self, channel: str = PRODUCT_CHANNEL) -> str:
        """The app is invited into a channel: `invite studio-leads`"""
        if self._has_app(channel):
            raise ValueError(f"the app is in #{channel} already")
        self.agency.slack.join(self.agency.channels[channel], self.agency.slack.bot)
        return f"the app is in #{channel}"

    def _has_app(self, channel: str) -> bool:
        slack = self.agency.slack
        return slack.bot in slack._channels[self.agency.channels[channel]].members

    def revoke(self) -> str:
        """Slack's token is refused, until `grant`."""
        self.agency.slack.revoke(self.agency.slack.token)
        return "Slack answers token_revoked"

    def grant(self) -> str:
        """Slack's token is good again."""
        self.agency.slack.grant(self.agency.slack.token, self.agency.slack.bot)
        return "Slack's token is good again"

    def week(self) -> str:
        """What the story's next week brings happens now, all at once."""
        if self.agency.is_over:
            return "the story is over"
        week = self.agency.weeks[self._next_week]
        self._next_week += 1
        self.agency.tell(week, now=datetime.now(UTC))
        return f"what belongs to {week} has happened"

    def help(self) -> str:
        """This list."""
        return "\n".join(f"{name:12}{command.__doc__}" for name, command in COMMANDS.items())


_WORDS = (
    *("say", "late", "edit", "delete", "mail", "meeting", "page", "week"),
    *("rate-limit", "expire", "kick", "invite", "revoke", "grant", "help"),
)
COMMANDS: Mapping[str, Callable[..., str]] = {word: getattr(Commands, word.replace("-", "_")) for word in _WORDS}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.platforms.agency", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where yarnnn.yaml, exports and the home are put")
    parser.add_argument("--weeks", type=int, default=2, choices=range(WEEKS + 1), help="of the story, before this one")
    given = parser.parse_args()
    folder = given.folder.resolve()
    agency = Agency(add_weeks(current_week(ZONE), -given.weeks))
    agency.tell(add_weeks(agency.first_week, given.weeks - 1))
    ended = threading.Event()
    with agency.running():
        threading.Thread(target=_keep_time, args=(agency, ended), daemon=True).start()
        config = _written(agency, folder)
        variables = {**agency.environment(), "YARNNN_CONFIG": str(config), "YARNNN_HOME": str(folder / "home")}
        for name, value in variables.items():
            print(f"export {name}={shlex.quote(value)}")
        print(
            f"# live: {', '.join(platform_ids())}. `help` lists what can happen, Ctrl-C ends.",
            flush=True,
        )
        commands = Commands(agency, given.weeks)
        try:
            for line in sys.stdin:
                print(commands.run(line), flush=True)
                _written(agency, folder)
            ended.wait()
        except KeyboardInterrupt:
            pass
        finally:
            ended.set()


def _written(agency: Agency, folder: Path) -> Path:
    """The yarnnn.yaml, and beside it what is not live as an export of this moment."""
    shutil.rmtree(folder / "exports", ignore_errors=True)
    return agency.live(folder, platform_ids())


def _keep_time(agency: Agency, ended: threading.Event) -> None:
    while not ended.wait(0.5):
        agency.clock(datetime.now(UTC))

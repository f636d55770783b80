"""yarnnn.yaml as one typed model: every key a user may write, checked, with errors that name the line and the mend.

What a key *does* belongs to the room that reads it. Defaults that are a matter of taste for one deliverable type live
in that type's file, not here.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from yarnnn_pipelines.config.sources import (
    PLATFORMS,
    CalendarSource,
    GmailSource,
    NotionSource,
    Platform,
    SlackSource,
    Source,
    Sources,
)
from yarnnn_pipelines.config.values import Domain, Email, Model, Name, Texts, as_list
from yarnnn_pipelines.config.yaml_lines import line_naming, line_of, parsed
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.weeks import monday_of

__all__ = [  # so that whoever reads a setting asks this module alone
    "PLATFORMS",
    "CalendarSource",
    "GmailSource",
    "NotionSource",
    "Platform",
    "SlackSource",
    "Source",
    "Sources",
]


class Agency(Model):
    name: Name
    time_zone: str
    domains: Annotated[list[Domain], BeforeValidator(as_list)]
    start: str  # first week that is produced

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"{value!r} is not a time zone; write one such as Europe/Lisbon") from None
        return value

    @field_validator("start")
    @classmethod
    def _iso_week(cls, value: str) -> str:
        try:
            monday_of(value)
        except UserError as error:
            raise ValueError(f"{error.what}; {error.mend}") from None
        return value


class Writer(Model):
    kind: str = "extractive"


class Contact(Model):
    name: Name
    email: Email
    role: str | None = None


class SlackChannels(Model):
    shared: Texts = []  # the client reads along
    internal: Texts = []


class NotionRoots(Model):
    roots: Texts = []
    shared: bool = False  # whether the client can open these pages


class Deliverable(Model):
    type: str = "client_update"
    audience: Literal["client", "internal"] = "client"
    recipients: Annotated[list[Email], BeforeValidator(as_list)] = []
    destinations: Texts = ["files"]
    autonomy: Literal["draft", "approve", "delayed", "auto"] = "approve"  # the ceiling, never the claim to reach it


class Client(Model):
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    name: Name
    aliases: Texts = []
    domains: Annotated[list[Domain], BeforeValidator(as_list)] = []
    slack: SlackChannels = SlackChannels()
    notion: NotionRoots = NotionRoots()
    calendars: Texts = []
    contacts: list[Contact] = []
    deliverables: list[Deliverable] = [Deliverable()]


class Settings(Model):
    """The whole of yarnnn.yaml. `path` is the file it was read from; export paths are absolute."""

    agency: Agency
    sources: Sources
    writer: Writer = Writer()
    clients: list[Client] = Field(min_length=1)
    path: Path = Field(default=Path("yarnnn.yaml"), exclude=True)

    @model_validator(mode="after")
    def _nothing_belongs_to_two(self) -> Settings:
        owners: dict[tuple[str, str], str] = {}
        for kind, value, owner in _claims_of(self):
            key = " ".join(value.casefold().split())
            other = owners.setdefault((kind, key.lstrip("# ") if kind == "Slack channel" else key), owner)
            if other != owner:
                raise ValueError(f"{kind} {value!r} belongs to both {other} and {owner}; keep it with one of them")
        for client in self.clients:
            for recipient in (address for wanted in client.deliverables for address in wanted.recipients):
                if owner := self._other_client_of(recipient, client):
                    raise ValueError(
                        f"recipient {recipient!r} of client {client.id!r} belongs to client {owner!r};"
                        " take it out, or move the address or its domain to the right client"
                    )
        return self

    def _other_client_of(self, address: str, client: Client) -> str | None:
        """The client, if not this one, whose contact or domain an address is."""
        domain = address.rpartition("@")[2]
        for other in self.clients:
            theirs = any(domain == each or domain.endswith(f".{each}") for each in other.domains)
            if other.id != client.id and (theirs or any(address == contact.email for contact in other.contacts)):
                return other.id
        return None

    def client(self, client_id: str) -> Client:
        for client in self.clients:
            if client.id == client_id:
                return client
        names = [client.id for client in self.clients]
        close = difflib.get_close_matches(client_id, names, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"the clients are {', '.join(names)}"
        raise UserError(f"no client {client_id!r}", where=str(self.path), mend=hint)


def _claims_of(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """(kind, value, owner) of everything that may have one owner only."""
    for domain in settings.agency.domains:
        yield "domain", domain, "the agency"
    seen: set[str] = set()
    for client in settings.clients:
        owner = f"client {client.id!r}" if client.id not in seen else f"another client {client.id!r}"
        seen.add(client.id)
        yield "client id", client.id, owner
        for name in (client.name, *client.aliases):
            yield "name", name, owner
        for domain in client.domains:
            yield "domain", domain, owner
        for channel in client.slack.shared:
            yield "Slack channel", channel, f"{owner} (shared)"
        for channel in client.slack.internal:
            yield "Slack channel", channel, f"{owner} (internal)"
        for root in client.notion.roots:
            yield "Notion root", root, owner
        for calendar in client.calendars:
            yield "calendar", calendar, owner
        for contact in client.contacts:
            yield "contact", contact.email, owner


def load_settings(path: str | Path) -> Settings:
    """Read and check a yarnnn.yaml; every problem found is one `UserError` whose text has a line per problem."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UserError("there is no such file", where=str(path), mend="write one with `yarnnn init`") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"it can't be read: {error}", where=str(path), mend="save it as UTF-8 text") from None
    root, data = parsed(text, path)
    if not isinstance(data, dict):
        raise UserError("it holds no settings", where=str(path), mend="write one with `yarnnn init`")
    try:
        settings = Settings.model_validate(data)
    except ValidationError as error:
        problems = [_explain(problem, root, path) for problem in error.errors()]
        first = problems[0]
        if len(problems) == 1:
            raise first from None
        rest = "".join(f"\n{problem}" for problem in problems[1:])
        raise UserError(first.what, where=first.where, mend=first.mend + rest) from None
    settings = settings.model_copy(update={"path": path.resolve()})
    settings = settings.model_copy(update={"sources": _resolved(settings.sources, path, root)})
    return settings


def _resolved(sources: Sources, path: Path, root: yaml.Node | None) -> Sources:
    base = path.resolve().parent
    update = {}
    for name, source in sources.configured().items():
        if source.is_live:
            continue
        try:
            exports = [base / export.expanduser() for export in source.export]
        except RuntimeError:
            raise UserError(
                f"sources.{name}.export: there is no home folder for what begins with ~",
                where=f"{path}, line {line_of(root, ('sources', name, 'export'))}",
                mend="write the whole path",
            ) from None
        update[name] = source.model_copy(update={"export": exports})
    return sources.model_copy(update=update)


def _explain(problem: Any, root: yaml.Node | None, path: Path) -> UserError:
    location = tuple(problem["loc"])
    dotted = ".".join(str(part) for part in location)
    line = line_of(root, location)
    kind, message = problem["type"], problem["msg"].removeprefix("Value error, ")
    if kind == "extra_forbidden":
        known = _keys_at(location[:-1])
        close = difflib.get_close_matches(str(location[-1]), known, n=1)
        mend = f"did you mean {close[0]!r}?" if close else f"the keys known here are {', '.join(known)}"
        return UserError(f"unknown key {location[-1]!r}", where=f"{path}, line {line}", mend=mend)
    if kind == "missing":
        return UserError(f"{dotted} is missing", where=f"{path}, line {line}", mend=f"add `{location[-1]}:` here")
    if shared := re.search(r"^(name|recipient)?.*?([\"'])(.+?)\2 (?:belongs to both|of client)", message):
        keys = {"name": ("clients", "name", "aliases"), "recipient": ("clients", "deliverables", "recipients")}
        line = line_naming(root, shared[3], keys.get(shared[1], ())) or line
        what, _, mend = message.partition("; ")
        return UserError(what, where=f"{path}, line {line}", mend=mend)
    what, _, mend = message.partition("; ")
    given = problem.get("input")
    is_secret = str(location[-1] if location else "").endswith("_env")
    shown = f" (here: {given!r})" if isinstance(given, (str, int, float, bool)) and not is_secret else ""
    return UserError(
        f"{dotted}: {what}{shown}", where=f"{path}, line {line}", mend=mend or "see `yarnnn init` for an example"
    )


def _keys_at(location: tuple[int | str, ...]) -> list[str]:
    """The keys that the model has at a location of the file."""
    model: Any = Settings
    for part in location:
        if isinstance(part, int):
            continue
        annotation = model.model_fields[part].annotation
        model = next((item for item in _models_in(annotation)), None)
        if model is None:
            return []
    return [name for name in model.model_fields if name != "path"]


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)

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
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from yarnnn_pipelines.errors import UserError
from yarnnn_pipelines.weeks import monday_of

Platform = Literal["slack", "gmail", "notion", "calendar"]
PLATFORMS: tuple[Platform, ...] = get_args(Platform)


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _lower(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value


Texts = Annotated[list[str], BeforeValidator(_as_list)]
Lowered = Annotated[str, BeforeValidator(_lower)]
Domain = Annotated[Lowered, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]
Email = Annotated[Lowered, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Model):
    """Where one platform's items come from: export files or folders, oldest first."""

    export: Annotated[list[Path], BeforeValidator(lambda v: [v] if isinstance(v, (str, Path)) else v)] = Field(
        min_length=1
    )


class SlackSource(Source):
    workspace_url: str | None = None  # https://northlight.slack.com, for links to messages


class GmailSource(Source):
    account: Email | None = None


class NotionSource(Source):
    pass


class CalendarSource(Source):
    pass


class Sources(_Model):
    slack: SlackSource | None = None
    gmail: GmailSource | None = None
    notion: NotionSource | None = None
    calendar: CalendarSource | None = None

    def configured(self) -> dict[Platform, Source]:
        """The platforms that the user has given a source for, in the line's order."""
        return {name: source for name in PLATFORMS if (source := getattr(self, name)) is not None}


class Agency(_Model):
    name: str = Field(min_length=1)
    time_zone: str
    domains: Annotated[list[Domain], BeforeValidator(_as_list)]
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


class Writer(_Model):
    kind: Literal["extractive"] = "extractive"


class Contact(_Model):
    name: str
    email: Email
    role: str | None = None


class SlackChannels(_Model):
    shared: Texts = []  # the client reads along
    internal: Texts = []


class NotionRoots(_Model):
    roots: Texts = []
    shared: bool = False  # whether the client can open these pages


class Deliverable(_Model):
    type: str = "client_update"
    audience: Literal["client", "internal"] = "client"
    recipients: Annotated[list[Email], BeforeValidator(_as_list)] = []
    destinations: list[Literal["files"]] = ["files"]
    autonomy: Literal["draft", "approve", "delayed", "auto"] = "approve"  # the ceiling, never the claim to reach it


class Client(_Model):
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    name: str = Field(min_length=1)
    aliases: Texts = []
    domains: Annotated[list[Domain], BeforeValidator(_as_list)] = []
    slack: SlackChannels = SlackChannels()
    notion: NotionRoots = NotionRoots()
    calendars: Texts = []
    contacts: list[Contact] = []
    deliverables: list[Deliverable] = [Deliverable()]


class Settings(_Model):
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
            other = owners.setdefault((kind, value.casefold()), owner)
            if other != owner:
                raise ValueError(f"{kind} {value!r} belongs to both {other} and {owner}; keep it with one of them")
        return self

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
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        _refuse_repeated_keys(root, path)
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}, line {mark.line + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or str(error)
        raise UserError(
            f"not YAML: {problem}", where=where, mend="check the indentation and the quotes there"
        ) from None
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
    return settings.model_copy(update={"path": path.resolve(), "sources": _resolved(settings.sources, path)})


def _resolved(sources: Sources, path: Path) -> Sources:
    base = path.resolve().parent
    update = {
        name: source.model_copy(update={"export": [base / export.expanduser() for export in source.export]})
        for name, source in sources.configured().items()
    }
    return sources.model_copy(update=update)


def _refuse_repeated_keys(node: yaml.Node | None, path: Path) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise UserError(
                    f"the key {key.value!r} stands twice",
                    where=f"{path}, line {key.start_mark.line + 1}",
                    mend="keep one of them",
                )
            seen.add(key.value)
            _refuse_repeated_keys(value, path)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_repeated_keys(value, path)


def _line_of(node: yaml.Node | None, location: tuple[int | str, ...]) -> int:
    """The line of the deepest part of `location` that the file has."""
    line = 1
    for part in location:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == str(part)), None)
            if found is None:
                return line
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            return line
    return line


def _line_naming(node: yaml.Node | None, value: str) -> int:
    """The last line on which `value` stands as a whole scalar: where the second owner of a thing is written."""
    if isinstance(node, yaml.ScalarNode):
        return node.start_mark.line + 1 if node.value.casefold() == value.casefold() else 0
    if isinstance(node, yaml.MappingNode):
        return max((_line_naming(child, value) for _, child in node.value), default=0)
    if isinstance(node, yaml.SequenceNode):
        return max((_line_naming(child, value) for child in node.value), default=0)
    return 0


def _explain(problem: Any, root: yaml.Node | None, path: Path) -> UserError:
    location = tuple(problem["loc"])
    dotted = ".".join(str(part) for part in location)
    line = _line_of(root, location)
    kind, message = problem["type"], problem["msg"].removeprefix("Value error, ")
    if kind == "extra_forbidden":
        known = _keys_at(location[:-1])
        close = difflib.get_close_matches(str(location[-1]), known, n=1)
        mend = f"did you mean {close[0]!r}?" if close else f"the keys known here are {', '.join(known)}"
        return UserError(f"unknown key {location[-1]!r}", where=f"{path}, line {line}", mend=mend)
    if kind == "missing":
        return UserError(f"{dotted} is missing", where=f"{path}, line {line}", mend=f"add `{location[-1]}:` here")
    if shared := re.search(r"'([^']+)' belongs to both", message):
        line = _line_naming(root, shared[1]) or line
        what, _, mend = message.partition("; ")
        return UserError(what, where=f"{path}, line {line}", mend=mend)
    what, _, mend = message.partition("; ")
    given = problem.get("input")
    shown = f" (here: {given!r})" if isinstance(given, (str, int, float, bool)) else ""
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

"""yarnnn.yaml as one typed model: every key a user may write, checked, with errors that name the line and the mend.

What a key *does* belongs to the room that reads it. Defaults that are a matter of taste for one deliverable type live
in that type's file, not here.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from yarnnn_pipelines.errors import UserError
from yarnnn_pipelines.weeks import monday_of

Platform = Literal["slack", "gmail", "notion", "calendar"]
PLATFORMS: tuple[Platform, ...] = get_args(Platform)


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _lower(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value


def _in_one_line(value: str) -> str:
    """A name is looked for in texts and stands in titles: it can't be blank or hold what nobody sees."""
    if not value.strip():
        raise ValueError("it is blank; write a name or take the line out")
    if any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") or letter in _TURNS_TEXT for letter in value):
        raise ValueError("it holds a line break or a control character; write it in one line")
    return value


_TURNS_TEXT = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
Name = Annotated[str, AfterValidator(_in_one_line)]
Texts = Annotated[list[Name], BeforeValidator(_as_list)]
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
    name: Name
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
    name: Name
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
    name: Name
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
    root, data = _parsed(text, path)
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
    _refuse_unknown_types(settings, root, path)
    return settings


def _parsed(text: str, path: Path) -> tuple[yaml.Node | None, Any]:
    """The file's nodes, which know their lines, and its values."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        _refuse_what_no_settings_hold(root, path, set(), set())
        return root, yaml.safe_load(text)
    except UserError:
        raise
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}, line {mark.line + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or str(error)
        raise UserError(
            f"not YAML: {problem}", where=where, mend="check the indentation and the quotes there"
        ) from None
    except RecursionError:
        raise UserError(
            "it is nested too deeply", where=str(path), mend="check for brackets that are not closed"
        ) from None
    except Exception as error:  # the parser has many ways of failing on a value; none of them is the user's business
        raise UserError(f"it can't be read: {error}", where=str(path), mend="compare it with `yarnnn init`") from None


def _refuse_unknown_types(settings: Settings, root: yaml.Node | None, path: Path) -> None:
    from yarnnn_pipelines.deliverables.types import deliverable_types  # it reads settings itself

    known = sorted(deliverable_types(settings))
    for number, client in enumerate(settings.clients):
        for position, wanted in enumerate(client.deliverables):
            if wanted.type not in known:
                line = _line_of(root, ("clients", number, "deliverables", position, "type"))
                raise UserError(
                    f"no deliverable type {wanted.type!r}",
                    where=f"{path}, line {line}",
                    mend=f"the types are {', '.join(known)}",
                )


def _resolved(sources: Sources, path: Path, root: yaml.Node | None) -> Sources:
    base = path.resolve().parent
    update = {}
    for name, source in sources.configured().items():
        try:
            exports = [base / export.expanduser() for export in source.export]
        except RuntimeError:
            raise UserError(
                f"sources.{name}.export: there is no home folder for what begins with ~",
                where=f"{path}, line {_line_of(root, ('sources', name, 'export'))}",
                mend="write the whole path",
            ) from None
        update[name] = source.model_copy(update={"export": exports})
    return sources.model_copy(update=update)


def _refuse_what_no_settings_hold(node: yaml.Node | None, path: Path, above: set[int], seen: set[int]) -> None:
    """Keys that stand twice or are no words, values that hold themselves or can't be read: each with its line."""
    if node is None or id(node) in seen:
        return
    where = f"{path}, line {node.start_mark.line + 1}"
    if id(node) in above:
        raise UserError("it holds itself", where=where, mend="write it out in place of the *")
    above = {*above, id(node)}
    if isinstance(node, yaml.MappingNode):
        keys: set[str] = set()
        for key, value in node.value:
            where = f"{path}, line {key.start_mark.line + 1}"
            if not isinstance(key, yaml.ScalarNode):
                raise UserError("a key that is no word", where=where, mend="write a plain word before the colon")
            if key.value in keys:
                raise UserError(f"the key {key.value!r} stands twice", where=where, mend="keep one of them")
            keys.add(key.value)
            _refuse_what_no_settings_hold(value, path, above, seen)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_what_no_settings_hold(value, path, above, seen)
    elif node.tag != "tag:yaml.org,2002:str":
        try:
            yaml.SafeLoader("").construct_object(node)
        except yaml.YAMLError:
            raise  # it knows its line
        except Exception:
            shown = node.value if len(node.value) < 60 else f"{node.value[:60]}…"
            raise UserError(
                f"{shown!r} can't be read as what it looks like", where=where, mend="put it in quotes, or correct it"
            ) from None
    seen.add(id(node))


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


def _line_naming(node: yaml.Node | None, value: str, keys: tuple[str, ...] = ()) -> int:
    """The last line on which `value` stands as a whole scalar: where the second owner of a thing is written.

    With `keys`, only under one of them counts, and not below another list.
    """
    if isinstance(node, yaml.ScalarNode):
        return node.start_mark.line + 1 if node.value.strip().casefold() == value.strip().casefold() else 0
    if isinstance(node, yaml.MappingNode):
        below = [child for key, child in node.value if not keys or key.value in keys]
        return max((_line_naming(child, value, keys) for child in below), default=0)
    if isinstance(node, yaml.SequenceNode):
        return max((_line_naming(child, value, keys) for child in node.value), default=0)
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
    if shared := re.search(r"^(name|recipient)?.*?([\"'])(.+?)\2 (?:belongs to both|of client)", message):
        keys = {"name": ("clients", "name", "aliases"), "recipient": ("clients", "deliverables", "recipients")}
        line = _line_naming(root, shared[3], keys.get(shared[1], ())) or line
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

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
from typing import Annotated, Any, ClassVar, Literal, Self, get_args
from urllib.parse import urlsplit
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
from yarnnn_pipelines.yaml_lines import line_naming, line_of, parsed

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


def _address(value: str) -> str:
    """Tokens are sent there: in clear only to this machine."""
    parts = urlsplit(value)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")):
        return value.rstrip("/")
    raise ValueError("it is not an https address; write one such as https://proxy.example/slack")


def _variable(value: str) -> str:
    """The name of an environment variable, and never the secret itself, which nothing of this repeats."""
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,63}", value) and not _SECRET.match(value):
        return value
    raise ValueError(
        "it takes the name of an environment variable, such as SLACK_TOKEN, and not the secret itself; "
        "put the secret into that variable, and its name here"
    )


_SECRET = re.compile(r"xox|ntn_|secret_|ya29|AIza", re.IGNORECASE)
Url = Annotated[str, AfterValidator(_address)]
EnvironmentName = Annotated[str, AfterValidator(_variable)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Model):
    """Where one platform's items come from: export files or folders, oldest first, or the platform's API.

    base_url: another address of the API, for a proxy or a test. requests_per_run, seconds_per_run: what one landing may
    cost; where it ends, the next goes on.
    """

    needed_live: ClassVar[str] = ""  # the key that makes the source a live one

    export: Annotated[list[Path], BeforeValidator(lambda v: [v] if isinstance(v, (str, Path)) else v)] = []
    base_url: Url | None = None
    requests_per_run: int | None = Field(default=None, ge=1)
    seconds_per_run: float = Field(default=600, gt=0)

    @property
    def is_live(self) -> bool:
        return not self.export

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        live = getattr(self, self.needed_live)
        if self.export and live:
            raise ValueError(f"both export and {self.needed_live} are given; keep the one that this source is read by")
        if not self.export and not live:
            raise ValueError(f"neither export nor {self.needed_live} is given; name the export, or {self.needed_live}")
        return self


class SlackSource(Source):
    """rescan_days: how far back each landing looks for edits and deletions. requests_per_minute: what Slack allows the
    app; 1 for apps that are distributed outside its Marketplace. direct_messages: people with whom the app's user has
    direct messages that are to be read, by name or id."""

    needed_live: ClassVar[str] = "token_env"

    workspace_url: str | None = None  # https://northlight.slack.com, for links to messages
    token_env: EnvironmentName | None = None
    rescan_days: int = Field(default=7, ge=1)
    requests_per_minute: int | None = Field(default=None, ge=1)
    direct_messages: Texts = []


class GmailSource(Source):
    needed_live: ClassVar[str] = "credentials_env"

    account: Email | None = None
    credentials_env: EnvironmentName | None = None
    token_url: Url | None = None
    labels: Texts = ["INBOX", "SENT"]


class NotionSource(Source):
    needed_live: ClassVar[str] = "token_env"

    token_env: EnvironmentName | None = None
    version: Literal["2022-06-28", "2025-09-03", "2026-03-11"] = "2025-09-03"


class CalendarSource(Source):
    """account: whose calendars a service account reads (domain-wide delegation). horizon_days: how far ahead a series
    of meetings is looked at for the weeks that a change of it touches."""

    needed_live: ClassVar[str] = "credentials_env"

    account: Email | None = None
    credentials_env: EnvironmentName | None = None
    token_url: Url | None = None
    calendars: Texts = ["primary"]
    horizon_days: int = Field(default=60, ge=1)


class Sources(_Model):
    """every_minutes: how often live sources are landed. when_incomplete: whether a deliverable whose sources could not
    be read in full may go out, with a note in it. stale_after_hours: when a live source counts as not read."""

    slack: SlackSource | None = None
    gmail: GmailSource | None = None
    notion: NotionSource | None = None
    calendar: CalendarSource | None = None
    every_minutes: Literal[5, 10, 15, 20, 30, 60] = 15
    when_incomplete: Literal["block", "warn"] = "block"
    stale_after_hours: float = Field(default=24, gt=0)

    def configured(self) -> dict[Platform, Source]:
        """The platforms that the user has given a source for, in the line's order."""
        return {name: source for name in PLATFORMS if (source := getattr(self, name)) is not None}

    def live(self) -> dict[Platform, Source]:
        """Those of them that are read through their API."""
        return {name: source for name, source in self.configured().items() if source.is_live}


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
    _refuse_unknown_types(settings, root, path)
    return settings


def _refuse_unknown_types(settings: Settings, root: yaml.Node | None, path: Path) -> None:
    from yarnnn_pipelines.deliverables.types import deliverable_types  # it reads settings itself

    known = sorted(deliverable_types(settings))
    for number, client in enumerate(settings.clients):
        for position, wanted in enumerate(client.deliverables):
            if wanted.type not in known:
                line = line_of(root, ("clients", number, "deliverables", position, "type"))
                raise UserError(
                    f"no deliverable type {wanted.type!r}",
                    where=f"{path}, line {line}",
                    mend=f"the types are {', '.join(known)}",
                )


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

"""yarnnn.yaml as one typed model: every key a user may write, checked.

What a key *does* belongs to the room that reads it. A platform's own keys stand in its folder: `settings_model` joins
them to what is said here. Defaults that are a matter of taste for one deliverable type live in that type's file.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BeforeValidator, Field, ValidationError, create_model, field_validator, model_validator

from yarnnn_pipelines.config.mistakes import as_user_error
from yarnnn_pipelines.config.notices import AlertSettings, ReviewSettings
from yarnnn_pipelines.config.places import Place, Places
from yarnnn_pipelines.config.sources import Source, Sources
from yarnnn_pipelines.config.values import (
    Email,
    EnvironmentName,
    Identifier,
    Location,
    Model,
    Name,
    OwnDomain,
    Texts,
    address_such_as,
    as_list,
    refused,
)
from yarnnn_pipelines.config.yaml_lines import Lines, parsed
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.weeks import monday_of


class Agency(Model):
    name: Name
    time_zone: str
    domains: Annotated[list[OwnDomain], BeforeValidator(as_list)]
    start: str  # first week that is produced
    formerly: Annotated[list[Name], BeforeValidator(as_list)] = []  # names by which its home and ledger may know it

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise refused("this is not a time zone", f"write one such as {_zone_like(value)}") from None
        return value

    @field_validator("start", "time_zone", mode="before")
    @classmethod
    def _as_written(cls, value: Any) -> Any:
        """YAML takes 2026-11-09 for a day, and 2026 or +1 for a number: quotes would not mend that."""
        if isinstance(value, date):
            return value.isoformat()
        return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value

    @field_validator("start")
    @classmethod
    def _iso_week(cls, value: str) -> str:
        try:
            monday_of(value)
        except UserError as error:
            raise refused(error.what, error.mend) from None
        return value


def _zone_like(written: str) -> str:
    """The place whose clock may be meant: a name that is spelt alike, else one whose clock is called so (CEST)."""
    places = sorted(zone for zone in available_timezones() if re.match("(?!Etc/)[A-Z][a-z]+/", zone))
    if near := difflib.get_close_matches(written, places, n=1):
        return near[0]
    for zone in (*_WELL_KNOWN, *places):
        if any(datetime(2026, month, 15, tzinfo=ZoneInfo(zone)).tzname() == written.upper() for month in (1, 7)):
            return zone
    return "Europe/Lisbon"


_WELL_KNOWN = ("Europe/Berlin", "Europe/London", "Europe/Athens", "America/New_York", "America/Los_Angeles")


class Prices(Model):
    """What a million of a model's tokens costs, those that it reads and those that it writes."""

    input: float = Field(ge=0, allow_inf_nan=False)
    output: float = Field(ge=0, allow_inf_nan=False)
    currency: Name = "USD"


class ModelEndpoint(Model):
    """A model behind an endpoint that speaks OpenAI's protocol."""

    model: str | None = None
    base_url: Annotated[str, address_such_as("https://models.example/v1")] | None = None
    api_key_env: EnvironmentName | None = None
    prices: Prices | None = None
    weekly_budget: float | None = Field(default=None, gt=0, allow_inf_nan=False)  # in the currency of the prices
    timeout: float = Field(default=300, gt=0, le=3600)  # seconds for one client's week, all tries together
    at_once: int = Field(default=4, ge=1, le=64)  # client weeks that are asked for at the same time
    context_tokens: int = Field(default=32_000, ge=4_000)  # that the model reads and writes at once

    @model_validator(mode="after")
    def _budget_in_some_currency(self) -> ModelEndpoint:
        if self.weekly_budget is not None and self.prices is None:
            mend = "add `prices: {input: 0.25, output: 2.00}`, of a million tokens, from the endpoint's list"
            raise refused("a budget needs the model's prices", mend, at=("weekly_budget",))
        return self


E = TypeVar("E", bound=ModelEndpoint)


def _with_model(endpoint: E, whose: str) -> E:
    if endpoint.model is None:
        mend = "add `model:` with the name by which the endpoint knows it, such as gpt-4.1-mini"
        raise refused(f"{whose} names no model", mend)
    return endpoint


class JudgeSettings(ModelEndpoint):
    """The model that looks at drafts once more, and may only lower verdicts."""

    @model_validator(mode="after")
    def _names_its_model(self) -> JudgeSettings:
        return _with_model(self, "the judge")


class WriterSettings(ModelEndpoint):
    """Who words drafts. All but `kind` is for `openai`."""

    kind: str = "extractive"
    answer_tokens: int = Field(default=4_000, ge=500)  # of its longest answer

    @model_validator(mode="after")
    def _names_its_model(self) -> WriterSettings:
        return _with_model(self, "the writer") if self.kind == "openai" else self


class Contact(Model):
    name: Name
    email: Email
    role: str | None = None


class Deliverable(Model):
    type: str = "client_update"
    audience: Literal["client", "internal"] = "client"
    recipients: Annotated[list[Email], BeforeValidator(as_list)] = []
    destinations: Annotated[Texts, Field(min_length=1)] = ["files"]
    autonomy: Literal["draft", "approve", "delayed", "auto"] = "approve"  # the ceiling, never the claim to reach it
    delay_hours: float = Field(default=4, ge=0, le=7 * 24)  # `delayed`: from when it is ready to when it goes out
    audit_share: float = Field(default=0.1, gt=0, le=1)  # of what would go out by itself, how much a person looks at
    style_limit: float = Field(default=0.2, ge=0, le=1)  # what share of its words may be changed in a good issue


def _written_short(value: Any) -> Any:
    """A deliverable by its type alone: `[client_update, project_brief]`."""
    return {"type": value} if isinstance(value, str) else value


P = TypeVar("P", bound=Places)


class Client(Model):
    """`settings_model` adds a key for each platform on which a client has places: `slack`, `notion`, `calendars`."""

    id: Identifier
    name: Name
    # ids that it had; written as [], it says that it is none of the ledger's clients, whatever it has in common
    formerly: Annotated[list[Identifier], BeforeValidator(as_list)] = []
    aliases: Texts = []
    domains: Annotated[list[OwnDomain], BeforeValidator(as_list)] = []
    contacts: list[Contact] = []
    deliverables: list[Annotated[Deliverable, BeforeValidator(_written_short)]] = [Deliverable()]

    def of(self, kind: type[P]) -> P:
        """The client's places of this kind; none of them where the user has given none."""
        return next((places for places in self.places() if isinstance(places, kind)), kind())

    def places(self) -> Iterator[Places]:
        """Those of each platform, in the line's order."""
        for name in type(self).model_fields:
            if isinstance(value := getattr(self, name), Places):
                yield value


class Settings(Model):
    """The whole of yarnnn.yaml. `path` is the file it was read from; export paths are absolute."""

    agency: Agency
    sources: Sources
    writer: WriterSettings = WriterSettings()
    judge: JudgeSettings | None = None
    review: ReviewSettings = ReviewSettings()
    alerts: AlertSettings | None = None
    clients: list[Client] = Field(min_length=1)
    path: Path = Field(default=Path("yarnnn.yaml"), exclude=True)

    @model_validator(mode="after")
    def _nothing_belongs_to_two(self) -> Settings:
        owners: dict[tuple[str, str], str] = {}
        for claim in _claims_of(self):
            other = owners.setdefault((claim.noun, claim.key), claim.owner)
            if other != claim.owner:
                raise refused(
                    f"{claim.noun} {claim.value!r} belongs to both {other} and {claim.owner}",
                    "keep it with one of them",
                    claim.at,
                )
        _refuse_a_type_twice(self)
        for at, recipient, client in _recipients_of(self):
            if owner := self.client_of_address(recipient, but=client.id):
                raise refused(
                    f"recipient {recipient!r} of client {client.id!r} belongs to client {owner!r}",
                    "take it out, or move the address or its domain to the right client",
                    at,
                )
        return self

    def client_of_address(self, address: str, *, but: str = "") -> str | None:
        """The id of the client, if not of the one named, whose contact or domain an address is."""
        domain = address.rpartition("@")[2]
        for other in self.clients:
            theirs = any(domain == each or domain.endswith(f".{each}") for each in other.domains)
            if other.id != but and (theirs or any(address == contact.email for contact in other.contacts)):
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


def types_taken(settings: Settings) -> list[str]:
    """The ids of the types that some client gets, each once, in the order of yarnnn.yaml."""
    return list(dict.fromkeys(one.type for client in settings.clients for one in client.deliverables))


def takers_of(settings: Settings, type_id: str) -> list[str]:
    """The ids of the clients that get deliverables of this type."""
    return [client.id for client in settings.clients if any(one.type == type_id for one in client.deliverables)]


@dataclass(frozen=True)
class _Claim:
    """Something that may have one owner only. key: what two of them that are the same have in common."""

    noun: str
    value: str
    owner: str
    at: Location
    key: str


def _claims_of(settings: Settings) -> Iterator[_Claim]:
    for number, domain in enumerate(settings.agency.domains):
        yield _claim("domain", domain, "the agency", ("agency", "domains", number))
    seen: set[str] = set()
    for position, client in enumerate(settings.clients):
        at = ("clients", position)
        if client.id in seen:
            mend = f"give one of them another, such as {client.id}-2"
            raise refused(f"two clients have the id {client.id!r}", mend, (*at, "id"), example=f"{client.id}-2")
        seen.add(client.id)
        yield from _claims_of_client(client, at)
    for position, client in enumerate(settings.clients):
        for number, before in enumerate(client.formerly):
            stands = ("clients", position, "formerly", number)
            if before in seen:
                raise refused(f"{before!r} is the id of a client here", "take it out, or that client", stands)
            yield _claim("former id", before, f"client {client.id!r}", stands)


def _claims_of_client(client: Client, at: Location) -> Iterator[_Claim]:
    owner = f"client {client.id!r}"
    yield _claim("name", client.name, owner, (*at, "name"))
    for number, alias in enumerate(client.aliases):
        yield _claim("name", alias, owner, (*at, "aliases", number))
    for number, domain in enumerate(client.domains):
        yield _claim("domain", domain, owner, (*at, "domains", number))
    for places in client.places():
        for place in places.listed():
            yield _claim_of_place(places, place, owner, (*at, places.key, *place.at))
    for number, contact in enumerate(client.contacts):
        yield _claim("contact", contact.email, owner, (*at, "contacts", number, "email"))


def signs_of(client: Client) -> list[str]:
    """By what a client is known again under another id, such as "domain acme.example"; no person's address."""
    return sorted({f"{claim.noun} {claim.key}" for claim in _claims_of_client(client, ()) if "@" not in claim.key})


def _refuse_a_type_twice(settings: Settings) -> None:
    """A client gets one deliverable of a type a week: of a second one nothing would be made."""
    for position, client in enumerate(settings.clients):
        types = [wanted.type for wanted in client.deliverables]
        for number, taken in enumerate(types):
            if taken in types[:number]:
                at = ("clients", position, "deliverables", number)
                mend = "write its recipients and destinations with the first, and take this one out"
                raise refused(f"client {client.id!r} gets {taken!r} twice", mend, at)


def _claim(noun: str, value: str, owner: str, at: Location) -> _Claim:
    return _Claim(noun, value, owner, at, " ".join(value.casefold().split()))


def _claim_of_place(places: Places, place: Place, owner: str, at: Location) -> _Claim:
    """A place that stands under two roles of one client has two owners as well: its audience would be unknown."""
    owner = f"{owner} ({place.role})" if place.role else owner
    return _Claim(places.noun, place.written, owner, at, places.plain(place.written))


def _recipients_of(settings: Settings) -> Iterator[tuple[Location, str, Client]]:
    for position, client in enumerate(settings.clients):
        for wanted, deliverable in enumerate(client.deliverables):
            for number, recipient in enumerate(deliverable.recipients):
                yield ("clients", position, "deliverables", wanted, "recipients", number), recipient, client


# --- with the platforms' keys -----------------------------------------------------------------------------------------


class PlatformKeys(Protocol):
    """What one platform has in yarnnn.yaml: `sources: <id>:`, and a key of each client where clients have places."""

    @property
    def id(self) -> str: ...

    @property
    def source(self) -> type[Source]: ...

    @property
    def places(self) -> type[Places] | None: ...


def settings_model(platforms: Iterable[PlatformKeys]) -> type[Settings]:
    """`Settings` in which these platforms have their keys, in this order."""
    platforms = list(platforms)
    source_keys: dict[str, Any] = {platform.id: (platform.source | None, None) for platform in platforms}
    place_keys: dict[str, Any] = {
        places.key: (places, places()) for platform in platforms if (places := platform.places) is not None
    }
    sources = create_model("Sources", __base__=Sources, **source_keys)
    client = create_model("Client", __base__=Client, **place_keys)
    keys: dict[str, Any] = {"sources": (sources, ...), "clients": (list[client], Field(min_length=1))}  # type: ignore[valid-type]  # a class that is made here
    return create_model("Settings", __base__=Settings, **keys)


# --- reading ----------------------------------------------------------------------------------------------------------


def read_settings(path: str | Path, model: type[Settings]) -> tuple[Settings, Lines]:
    """A yarnnn.yaml and the lines of its values; every problem found is one `UserError` whose text has a line each."""
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
    lines = Lines(path, root, text)
    try:
        settings = model.model_validate(data)
    except ValidationError as error:
        raise as_user_error(error, model, lines, data) from None
    update = {"path": path.resolve(), "sources": _with_whole_paths(settings.sources, lines)}
    return settings.model_copy(update=update), lines


def _with_whole_paths(sources: Sources, lines: Lines) -> Sources:
    base = lines.path.resolve().parent
    update = {}
    for name, source in sources.configured().items():
        try:
            exports = [base / export.expanduser() for export in source.export]
        except RuntimeError:
            raise UserError(
                f"sources.{name}.export: there is no home folder for what begins with ~",
                where=lines.where(("sources", name, "export")),
                mend="write the whole path",
            ) from None
        update[name] = source.model_copy(update={"export": exports})
    return sources.model_copy(update=update)

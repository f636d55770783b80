"""The values that keys of yarnnn.yaml take: names, addresses, domains, the name of a variable.

Which keys there are is said by `settings`, `sources` and each platform's own settings.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from yarnnn_pipelines.config.mail_domains import PUBLIC_MAIL_DOMAINS

REFUSED = "refused"  # the type of pydantic's error whose context is what `refused` puts there
Location = tuple[int | str, ...]


def refused(what: str, mend: str, at: Location | None = None, example: str | None = None) -> PydanticCustomError:
    """The error of a validator: what is wrong and the mend, apart; `at`: where, if not at the value validated; example:
    a value that the mend proposes and ends with, in whose place another may be told where this one is taken."""
    context = {"what": what, "mend": mend, "at": at, "example": example}
    return PydanticCustomError(REFUSED, "{what}; {mend}", context)


def as_list(value: Any) -> Any:
    """A list of one for a value that stands alone, whatever YAML takes it for."""
    return [value] if isinstance(value, (str, int, float, date)) else value


def _lower(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value


def _without_root(value: str) -> str:
    """`acme.example.` is `acme.example`, written out to the root of all names."""
    return value.removesuffix(".")


def _in_one_line(value: str) -> str:
    """A name is looked for in texts and stands in titles: it can't be blank or hold what nobody sees."""
    if not value.strip():
        raise refused("it is blank", "write a name, or take it out")
    if any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") or letter in _TURNS_TEXT for letter in value):
        seen = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in value)
        plain = " ".join(seen.split())
        mend = (
            f"write it in one line: {json.dumps(plain, ensure_ascii=False)}"
            if plain
            else "write a name, or take it out"
        )
        raise refused("it holds a line break or a control character", mend)
    return value


_TURNS_TEXT = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
Name = Annotated[str, AfterValidator(_in_one_line)]
Texts = Annotated[list[Name], BeforeValidator(as_list)]
Lowered = Annotated[str, BeforeValidator(_lower)]


# What an address of a page has around its domain: "https://acme.example/", "*.acme.example", "www.acme.example", and
# what becomes of the first where its signs are replaced: "https-acme.example".
_AROUND_A_DOMAIN = re.compile(
    r"^(?:https?(?:://|-+))?(?:[^\s/@]*@)?(?:\*\.|@|www\.)*(?P<domain>[^\s/:?#@*]*)(?:[:/?#].*)?$"
)
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+\.?")


def _domain(value: str) -> str:
    around = _AROUND_A_DOMAIN.match(value)
    within = around["domain"] if around else ""
    if within != value and _DOMAIN.fullmatch(within) and re.search(r"\.[a-z][^.]*\.?$", within):
        raise refused("it is no domain, but an address", f"write it as {_without_root(within)}")
    if not _DOMAIN.fullmatch(value):
        host = plain_id(value.rpartition("@")[2].split(".")[0]).replace("_", "-") or "acme"
        mend = f"write what stands after the @ of an address, such as {host}.example"
        raise refused("it is no domain", mend, example=f"{host}.example")
    return _without_root(value)


# An apostrophe may stand within an address (o'brien@acme.example); other quotes and brackets stand around one.
_MAIL_ADDRESS = re.compile(r"(?!['`])[^@\s\"“”„‘‚‹›«»<>()\[\],;:\\]+(?<!['’`])@[\w-]+(?:\.[\w-]+)+\.?")


def _email(value: str) -> str:
    if not _MAIL_ADDRESS.fullmatch(value):
        if within := _MAIL_ADDRESS.search(value):
            mend = f"write the address alone, such as {within[0]}"
            raise refused("it is no mail address", mend, example=within[0])
        who = plain_id(re.split(r"[@\s]", value.strip())[0]) or "dana"
        raise refused("it is no mail address", f"write one such as {who}@acme.example", example=f"{who}@acme.example")
    return _without_root(value)


def _of_one_house(value: str) -> str:
    """A domain by which people are told to be ours or a client's: not one at which anybody can have an address."""
    if value in PUBLIC_MAIL_DOMAINS:
        raise refused(
            "anybody can have an address there, and everybody who has would count as one of these",
            "take it out, and write addresses: a client's people under its `contacts`, your own as `account` of gmail",
        )
    return value


Domain = Annotated[Lowered, AfterValidator(_domain)]
OwnDomain = Annotated[Domain, AfterValidator(_of_one_house)]
Email = Annotated[Lowered, AfterValidator(_email)]


def plain_id(text: str) -> str:
    """An id in the letters of a text; '' where it has none that an id may have."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9_]+", "-", plain).strip("-_")[:ID_LETTERS]
    return f"{plain}-1" if _DEVICE.fullmatch(plain) else plain


def _identifier(value: str) -> str:
    """An id is the name of a folder: one that every file system takes, and that no two spell alike."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", value):
        plain = plain_id(value) or "acme"
        raise refused(
            "an id has small letters from a to z, digits, - and _, and begins with a letter or a digit",
            f"write one such as {plain}",
            example=plain,
        )
    return fit_for_a_file(value)


def fit_for_a_file(value: str) -> str:
    """An id that no file system refuses. Windows keeps the names of its devices, whatever is written after a dot:
    https://learn.microsoft.com/windows/win32/fileio/naming-a-file"""
    if len(value) > ID_LETTERS:
        what = f"an id names folders, and has at most {ID_LETTERS} letters"
        raise refused(what, f"shorten it: {value[:20]}", example=value[:20])
    if _DEVICE.fullmatch(value):
        what = "an id names folders, and Windows refuses one of that name"
        raise refused(what, f"choose another, such as {value}-1", example=f"{value}-1")
    return value


_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")
ID_LETTERS = 100
Identifier = Annotated[str, AfterValidator(_identifier)]


def address_such_as(example: str) -> AfterValidator:
    """Of a text that is an https address, or one of this machine: tokens are sent there, or people follow it. example:
    what the mend of a wrong one writes."""

    def address(value: str) -> str:
        for written, is_right in ((value, True), (f"https://{value}", False)):
            try:
                parts = urlsplit(written)
                host, scheme = parts.hostname or "", parts.scheme
            except ValueError:  # "https://[::1", without its other bracket
                raise refused("it is not an address", f"write one such as {example}") from None
            is_here = host in ("localhost", "127.0.0.1", "::1")
            if host and (scheme == "https" or (scheme == "http" and is_here)) and is_right:
                return written.rstrip("/")
            if not is_right and _DOMAIN.fullmatch(parts.netloc.lower()):
                raise refused("it is not an https address", f"write it as {written}")
        raise refused("it is not an https address", f"write one such as {example}")

    return AfterValidator(address)


def _variable(value: str) -> str:
    """The name of an environment variable, and never the secret itself, which nothing of this repeats."""
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,63}", value) and not _SECRET.match(value):
        return value
    raise refused(
        "it takes the name of an environment variable, such as SLACK_TOKEN, and not the secret itself",
        "put the secret into that variable, and its name here",
    )


_SECRET = re.compile(r"xox|ntn_|secret_|ya29|AIza", re.IGNORECASE)
Url = Annotated[str, address_such_as("https://proxy.example")]
EnvironmentName = Annotated[str, AfterValidator(_variable)]


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

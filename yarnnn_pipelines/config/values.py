"""The values that keys of yarnnn.yaml take: names, addresses, domains, the name of a variable.

Which keys there are is said by `settings`, `sources` and each platform's own settings.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

REFUSED = "refused"  # the type of pydantic's error whose context is what `refused` puts there
Location = tuple[int | str, ...]


def refused(what: str, mend: str, at: Location | None = None) -> PydanticCustomError:
    """The error of a validator: what is wrong and the mend, apart; `at`: where, if not at the value validated."""
    return PydanticCustomError(REFUSED, "{what}; {mend}", {"what": what, "mend": mend, "at": at})


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
        raise refused("it is blank", "write a name or take the line out")
    if any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") or letter in _TURNS_TEXT for letter in value):
        raise refused("it holds a line break or a control character", "write it in one line")
    return value


_TURNS_TEXT = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
Name = Annotated[str, AfterValidator(_in_one_line)]
Texts = Annotated[list[Name], BeforeValidator(as_list)]
Lowered = Annotated[str, BeforeValidator(_lower)]


def _domain(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+\.?", value):
        raise refused("it is no domain", "write what stands after the @ of an address, such as acme.example")
    return _without_root(value)


def _email(value: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        raise refused("it is no mail address", "write one such as dana@acme.example")
    return _without_root(value)


Domain = Annotated[Lowered, AfterValidator(_domain)]
Email = Annotated[Lowered, AfterValidator(_email)]


def _identifier(value: str) -> str:
    """An id is the name of a folder: one that every file system takes, and that no two spell alike."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", value):
        plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
        plain = re.sub(r"[^a-z0-9_]+", "-", plain).strip("-_")[:ID_LETTERS]
        plain = f"{plain}-1" if _DEVICE.fullmatch(plain) else plain
        raise refused(
            "an id has small letters from a to z, digits, - and _, and begins with a letter or a digit",
            f"write one such as {plain or 'acme'}",
        )
    return fit_for_a_file(value)


def fit_for_a_file(value: str) -> str:
    """An id that no file system refuses. Windows keeps the names of its devices, whatever is written after a dot:
    https://learn.microsoft.com/windows/win32/fileio/naming-a-file"""
    if len(value) > ID_LETTERS:
        raise refused(f"an id names folders, and has at most {ID_LETTERS} letters", f"shorten it: {value[:20]}")
    if _DEVICE.fullmatch(value):
        raise refused("an id names folders, and Windows refuses one of that name", f"choose another, such as {value}-1")
    return value


_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")
ID_LETTERS = 100
Identifier = Annotated[str, AfterValidator(_identifier)]


def _address(value: str) -> str:
    """Tokens are sent there: in clear only to this machine."""
    try:
        parts = urlsplit(value)
    except ValueError:  # "https://[::1", without its other bracket
        raise refused("it is not an address", "write one such as https://proxy.example/slack") from None
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")):
        return value.rstrip("/")
    raise refused("it is not an https address", "write one such as https://proxy.example/slack")


def _variable(value: str) -> str:
    """The name of an environment variable, and never the secret itself, which nothing of this repeats."""
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,63}", value) and not _SECRET.match(value):
        return value
    raise refused(
        "it takes the name of an environment variable, such as SLACK_TOKEN, and not the secret itself",
        "put the secret into that variable, and its name here",
    )


_SECRET = re.compile(r"xox|ntn_|secret_|ya29|AIza", re.IGNORECASE)
Url = Annotated[str, AfterValidator(_address)]
EnvironmentName = Annotated[str, AfterValidator(_variable)]


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

"""The values that keys of yarnnn.yaml take: names, addresses, domains, the name of a variable.

Which keys there are is said by `settings` and `settings_sources`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field


def as_list(value: Any) -> Any:
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
Texts = Annotated[list[Name], BeforeValidator(as_list)]
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


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

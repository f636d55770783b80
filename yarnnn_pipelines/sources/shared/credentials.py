"""Tokens and keys from the environment, checked before anything is asked with them.

No message of this module repeats a value: not a token, not what a variable holds instead of a path. What the
platforms say to a token is theirs (`slack`, `google_errors`); getting consent is `consent`.
Sources of the three kinds of Google's files: https://google.aip.dev/auth/4110, .../4112 and .../4113.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from google.auth.credentials import Credentials
from google.oauth2 import credentials as user_credentials
from google.oauth2 import service_account

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.shared.google.auth import GoogleAuth
from yarnnn_pipelines.sources.shared.google.errors import Holder
from yarnnn_pipelines.sources.shared.google.service import GoogleSource

TOKEN_URI = "https://oauth2.googleapis.com/token"
_NEEDED = {
    "authorized_user": ("refresh_token", "client_id", "client_secret"),
    "service_account": ("client_email", "private_key", "client_id"),
}
_CONNECT = "`yarnnn connect google --client FILE` makes one"


def token_from(env_name: str, where: str) -> str:
    """The token that the variable holds; `UserError` if it is unset, blank, or holds more than a token."""
    value = _value_of(env_name, where)
    if value != value.strip() or value[0] in "\"'" or value[-1] in "\"'":
        raise UserError(
            f"the value of {env_name} begins or ends with a space, a line break or a quote",
            where=where,
            mend=f"set it again without; from a file: export {env_name}=\"$(tr -d '[:space:]' < FILE)\"",
        )
    if not all(letter.isascii() and letter.isprintable() and letter != " " for letter in value):
        raise UserError(
            f"the value of {env_name} is no token: there is a space or an unprintable character in it",
            where=where,
            mend="copy the token again, whole and alone",
        )
    return value


def google_auth(source: GoogleSource, *, backoff_seconds: float = 1.0) -> GoogleAuth:
    """What signs requests to Google for this source, with the scopes of its service.

    `credentials_env` holds a JSON, or the path of a file with one, of the kind `authorized_user` (a person's consent)
    or `service_account` (with domain-wide delegation for `account`). `UserError` for anything else; Google itself is
    asked at the first request.
    """
    service = source.service
    env_name = source.credentials_env or ""
    where = f"sources: {service.platform}: credentials_env: {env_name}"
    info = _google_json(env_name, where)
    kind = _checked_kind(info, where)
    info["token_uri"] = source.token_url or info.get("token_uri") or TOKEN_URI
    if not is_safe_address(info["token_uri"]):
        raise UserError(
            "its token_uri is no https address", where=where, mend=f"use the file as Google made it; {_CONNECT}"
        )
    if kind == "authorized_user":
        holder = Holder(env_name, where, service.scopes)
        return GoogleAuth(_consented(info), holder, backoff_seconds)
    if service.needs_account and not source.account:
        raise UserError(
            "a service account has no mailbox of its own",
            where=f"sources: {service.platform}",
            mend="name the mailbox: `account: mia@northlight.example`",
        )
    holder = Holder(env_name, where, service.scopes, client_id=str(info["client_id"]), account=source.account)
    return GoogleAuth(_delegated(info, holder), holder, backoff_seconds)


def _value_of(env_name: str, where: str) -> str:
    value = os.environ.get(env_name)
    if value is None:
        raise UserError(
            f"the environment variable {env_name} is not set",
            where=where,
            mend=f"export {env_name}=..., in the same shell or service that runs yarnnn",
        )
    if not value.strip():
        raise UserError(f"the environment variable {env_name} is blank", where=where, mend="put the secret into it")
    return value


def _google_json(env_name: str, where: str) -> dict[str, Any]:
    """What the variable holds or points to, decoded."""
    value = _value_of(env_name, where).strip()
    if value.startswith("{"):
        text, place = value, f"the JSON in {env_name}"
    else:
        text, place = _file_text(value, env_name, where), f"the file that {env_name} names"
    info = _decoded(text)
    if info is None:
        raise UserError(f"{place} is not a JSON object", where=where, mend=_CONNECT)
    return info


def _file_text(value: str, env_name: str, where: str) -> str:
    path = Path(os.path.expanduser(value))
    problem = "is not there"
    try:
        if not path.is_absolute():
            raise UserError(
                f"{env_name} holds neither JSON nor the whole path of a file",
                where=where,
                mend=f"write the path from the root on, since the UI runs elsewhere; {_CONNECT}",
            )
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        pass
    except UnicodeDecodeError:
        problem = "is not a text file"
    except (OSError, ValueError) as error:
        problem = f"can't be read ({type(error).__name__})"
    raise UserError(
        f"the file that {env_name} names {problem}", where=where, mend=f'check it: ls -l "${env_name}"; {_CONNECT}'
    )


def _decoded(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _checked_kind(info: Mapping[str, Any], where: str) -> str:
    """`authorized_user` or `service_account`, with all that the kind needs."""
    kind = str(info.get("type"))
    if kind not in _NEEDED:
        what, mend = _not_usable(info)
        raise UserError(what, where=where, mend=mend)
    lacking = [name for name in _NEEDED[kind] if not isinstance(info.get(name), str) or not info[name].strip()]
    if lacking:
        raise UserError(f"this {kind} JSON lacks {', '.join(lacking)}", where=where, mend="use the file whole")
    return kind


def _not_usable(info: Mapping[str, Any]) -> tuple[str, str]:
    """What it is, and what to do with it."""
    if "installed" in info:
        return (
            "this is an OAuth client (Desktop app), with which a person has still to consent",
            "`yarnnn connect google --client FILE` with this very file, then name the file that it writes",
        )
    if "web" in info:
        return (
            "this is an OAuth client for web applications",
            "make one of the type Desktop app, then `yarnnn connect google --client FILE`",
        )
    kind = info.get("type")
    known = (
        "external_account",
        "external_account_authorized_user",
        "impersonated_service_account",
        "gdch_service_account",
    )
    if kind in known:
        return f"these are credentials of the kind {kind}, which yarnnn does not use", _CONNECT
    return (
        "these are no Google credentials that yarnnn knows",
        f"it takes authorized_user or service_account; {_CONNECT}",
    )


def is_safe_address(url: Any) -> bool:
    """Whether secrets may be sent there: over https, and in clear only to this machine."""
    try:
        parts = urlsplit(url) if isinstance(url, str) else urlsplit("")
    except ValueError:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1"))


def _consented(info: Mapping[str, Any]) -> Credentials:
    return user_credentials.Credentials(  # type: ignore[no-untyped-call]  # google-auth has no types here
        token=None,
        refresh_token=info["refresh_token"],
        client_id=info["client_id"],
        client_secret=info["client_secret"],
        token_uri=info["token_uri"],
    )


def _delegated(info: Mapping[str, Any], holder: Holder) -> Credentials:
    """`UserError` outside of the `except`: the library's own may quote the key."""
    try:
        credentials: Credentials = service_account.Credentials.from_service_account_info(  # type: ignore[no-untyped-call]  # as above
            info, scopes=list(holder.scopes), subject=holder.account
        )
        return credentials
    except (ValueError, TypeError, AttributeError):
        pass
    raise UserError(
        "the service account's private_key can't be read",
        where=holder.where,
        mend="use the JSON as Google made it, with its line breaks written \\n",
    )

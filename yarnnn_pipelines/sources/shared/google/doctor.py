"""What Gmail's and the calendar's examinations share: the kind of credentials and what they may do."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.sources.shared.findings import Finding, ok, warning
from yarnnn_pipelines.sources.shared.google import scopes
from yarnnn_pipelines.sources.shared.google.auth import GoogleAuth
from yarnnn_pipelines.sources.shared.google.service import GoogleSource


def google_token(auth: GoogleAuth, settings: Settings) -> Iterator[Finding]:
    """The kind of credentials and their scopes; raises what the token endpoint refuses."""
    holder = auth.holder
    granted = auth.granted()
    kind = f"a service account for {holder.account or 'itself'}" if holder.is_service_account else "a person's consent"
    yield ok("token", f"{holder.env_name} holds {kind}")
    if _others_can_read(os.environ.get(holder.env_name, "")):
        yield warning("token", "others on this machine can read the file", f'chmod 600 "${holder.env_name}"')
    wanted = [
        scope
        for source in settings.sources.live().values()
        if isinstance(source, GoogleSource) and source.credentials_env == holder.env_name
        for scope in source.service.scopes
    ]
    if beyond := scopes.extra(wanted, granted):
        text = f"the token can also: {scopes.short(beyond)}"
        yield warning("scopes", text, "connect again for the least: `yarnnn connect google --client FILE --force`")
    else:
        yield ok("scopes", scopes.short(granted))


def _others_can_read(value: str) -> bool:
    """Whether the variable names a file that group or others may read."""
    try:
        return bool(os.stat(os.path.expanduser(value.strip())).st_mode & (stat.S_IRGRP | stat.S_IROTH))
    except (OSError, ValueError):
        return False

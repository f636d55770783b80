"""Which address of a source may be a link, and how it is written so that it stays one.

An address is somebody else's text: a calendar invitation brings its own. Only the platforms' own pages are linked.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import quote, urlsplit

from yarnnn_pipelines.core.visible import visible
from yarnnn_pipelines.sources.registry import link_hosts

_SAFE = "/%:@!$&'*+,;=~-._?"  # no bracket, which would end a Markdown link


def link_to(address: str | None, own_hosts: Collection[str] = ()) -> str | None:
    """The address percent-encoded, if it is https and of a known host; None otherwise.

    own_hosts: of the workspace, beside those of the platforms and what lies below them.
    """
    if not address or visible(address) != address or any(letter.isspace() or letter == "\\" for letter in address):
        return None
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:  # no address at all
        return None
    if parts.scheme != "https" or parts.netloc.lower() != host or port is not None:
        return None
    if host not in own_hosts and not any(host == known or host.endswith(f".{known}") for known in link_hosts()):
        return None
    query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    fragment = f"#{quote(parts.fragment, safe=_SAFE)}" if parts.fragment else ""
    return f"https://{host}{quote(parts.path, safe=_SAFE)}{query}{fragment}"

"""Which clients the gate may miss when people call them for short, as `yarnnn doctor` tells before anything is written.

How a name is looked for in a text is `name_spellings` and `other_clients`.
"""

from __future__ import annotations

from yarnnn_pipelines.config.settings import Client, Settings
from yarnnn_pipelines.deliverables.week.name_spellings import Spellings
from yarnnn_pipelines.sources.shared.findings import Examined, Finding, warning


def examine_names(settings: Settings) -> list[Examined]:
    """A warning for each client without an unmistakable name; nothing where every client has one."""
    findings = [_finding(client) for client in settings.clients if _is_mistakable(client)]
    return [Examined("clients", "settings", findings)] if findings else []


def _is_mistakable(client: Client) -> bool:
    """An alias is what its people say, whatever words that has."""
    return not client.aliases and Spellings(client.name).is_mistakable


def _finding(client: Client) -> Finding:
    return warning(
        f"name {client.name}",
        "all its words are ordinary ones: the updates of others are sure to be kept free of the whole name only",
        f"write what people call it for short under `aliases` of client {client.id!r}",
    )

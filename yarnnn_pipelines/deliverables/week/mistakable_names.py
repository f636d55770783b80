"""Which clients the gate may miss when people call them for short, as `yarnnn doctor` tells before anything is written.

How a name is looked for in a text is `name_spellings` and `other_clients`.
"""

from __future__ import annotations

from collections.abc import Iterator

from yarnnn_pipelines.config.settings import Client, Settings
from yarnnn_pipelines.deliverables.week.common_words import EVERYDAY
from yarnnn_pipelines.deliverables.week.name_spellings import Spellings
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.sources.shared.findings import Examined, Finding, warning


def examine_names(settings: Settings) -> list[Examined]:
    """A warning for each client without an unmistakable name, and for each name that says others as well; nothing where
    every client has one of its own."""
    findings = [_finding(client) for client in settings.clients if _is_mistakable(client)]
    findings += [each for client in settings.clients for each in _of_others(client, settings.agency.name)]
    return [Examined("clients", "settings", findings)] if findings else []


def _is_mistakable(client: Client) -> bool:
    """An alias is what its people say, whatever words that has."""
    return not client.aliases and Spellings(client.name).is_mistakable


def _of_others(client: Client, agency: str) -> Iterator[Finding]:
    ours = agency.casefold().split()
    for name in (client.name, *client.aliases):
        words = name.casefold().split()
        if any(ours[at : at + len(words)] == words for at in range(len(ours))):
            what = f"{name!r} is the agency's own name, or a part of it: what names us would count as this client's"
            yield warning(f"name {name}", what, f"take it out of client {client.id!r}, or write more of its name")
        elif name in client.aliases and _is_said_of_anything(name):
            what = f"{name!r} is an everyday word: whatever has it would count as this client's"
            yield warning(f"name {name}", what, f"take it out of the `aliases` of client {client.id!r}")


def _is_said_of_anything(alias: str) -> bool:
    """Of one ordinary word, or of words that say nothing by themselves."""
    words = alias.casefold().split()
    says_nothing = all(word.isascii() and word.isalpha() for word in words) and not content_words(alias)
    return says_nothing or len(alias) == 1 or (len(words) == 1 and words[0] in EVERYDAY)


def _finding(client: Client) -> Finding:
    return warning(
        f"name {client.name}",
        "all its words are ordinary ones: the updates of others are sure to be kept free of the whole name only",
        f"write what people call it for short under `aliases` of client {client.id!r}",
    )

"""Domains of yarnnn.yaml at which nobody who has landed has an address: as a rule they are misspelt.

Which domains may be written at all is the settings' matter; whose an address is, the context's.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

import duckdb

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.sources.registry import platforms
from yarnnn_pipelines.sources.shared.findings import Examined, Finding, warning


def examine_domains(settings: Settings, con: duckdb.DuckDBPyConnection) -> list[Examined]:
    """A warning for each such domain, with the nearest one that has landed; nothing where no address has."""
    addresses = {identity.address for platform in platforms() for identity in platform.identities(con)}
    seen = {address.rpartition("@")[2] for address in addresses if address}
    findings = list(_unused(settings, seen)) if seen else []
    return [Examined("domains", "settings", findings)] if findings else []


def _unused(settings: Settings, seen: set[str]) -> Iterator[Finding]:
    owners = [("the agency", settings.agency.domains), *((client.id, client.domains) for client in settings.clients)]
    written = {domain for _, domains in owners for domain in domains}
    for owner, domains in owners:
        for domain in domains:
            if any(f".{one}".endswith(f".{domain}") for one in seen):
                continue
            close = difflib.get_close_matches(domain, seen - written, n=1)
            yield warning(
                f"{owner} domain {domain}",
                "nobody who has landed has an address there" + (f"; did you mean {close[0]}?" if close else ""),
                "correct it in yarnnn.yaml; nothing, if nobody there has written yet",
            )

"""Every source of yarnnn.yaml examined, side by side: what stops one stops no other."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from yarnnn_pipelines.config.mail_domains import PUBLIC_MAIL_DOMAINS
from yarnnn_pipelines.config.places import Place
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.config.sources import Source
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.platform import Platform
from yarnnn_pipelines.sources.registry import platform_of
from yarnnn_pipelines.sources.shared import export_doctor
from yarnnn_pipelines.sources.shared.findings import (
    Examined,
    Finding,
    place_check,
    problem,
    renaming_check,
    warning,
)
from yarnnn_pipelines.sources.shared.http import ApiError, BudgetSpent
from yarnnn_pipelines.sources.shared.place_names import speaks_of
from yarnnn_pipelines.stores.ledger.rows import Landing


def examine(settings: Settings, landings: Mapping[str, Landing]) -> list[Examined]:
    """In the order of the line; empty where no source is configured. landings: the last of each platform."""
    sources = settings.sources.configured()
    reports = {platform: landings[platform].report if platform in landings else {} for platform in sources}
    with ThreadPoolExecutor(max(1, len(sources))) as pool:
        examined = list(pool.map(lambda name: _examined(settings, name, sources[name], reports[name]), sources))
    of_settings = {
        "accounts": list(_of_accounts(settings)),
        "clients": list(_of_clients(settings)),
        "models": list(_of_models(settings)),
    }
    return examined + [Examined(name, "settings", findings) for name, findings in of_settings.items() if findings]


def _of_accounts(settings: Settings) -> Iterator[Finding]:
    """Mailboxes said to be our own that are a client's: what is theirs and what is ours would be turned round."""
    for platform, source in settings.sources.configured().items():
        account = getattr(source, "account", None)
        if account and (client_id := settings.client_of_address(account)):
            text = f"{account} is an address of client {client_id!r}, and not your own"
            mend = "write the address of your own mailbox under `account:`, or take it from the client"
            yield problem(f"{platform} account {account}", text, mend)


def _of_clients(settings: Settings) -> Iterator[Finding]:
    """What of the clients' settings can be read and says nothing."""
    for client in settings.clients:
        for domain in PUBLIC_MAIL_DOMAINS.intersection(client.domains):
            text = f"{domain} is a mail provider's, where anybody has an address: it makes no mail {client.name}'s"
            mend = "take it out, and write the client's people under `contacts:` with their addresses"
            yield warning(f"{client.id} domain {domain}", text, mend)
        for domain, own in itertools.product(client.domains, settings.agency.domains):
            if f".{domain}".endswith(f".{own}") or f".{own}".endswith(f".{domain}"):
                text = f"{domain} and your own {own} lie one below the other: whose an address there is can't be told"
                mend = "take one of the two out, and write the client's people under `contacts:` with their addresses"
                yield warning(f"{client.id} domain {domain}", text, mend)


def _of_models(settings: Settings) -> Iterator[Finding]:
    """What keeps the writer and the judge of yarnnn.yaml from being asked."""
    for section, endpoint in (("writer", settings.writer), ("judge", settings.judge)):
        variable = endpoint.api_key_env if endpoint else None
        if variable and not os.environ.get(variable):
            text = f"the variable {variable} is not set"
            yield problem(section, text, f"put the key of the model's endpoint into {variable}")


def _wanted(platform: Platform, settings: Settings) -> list[tuple[str, Place]]:
    """(client, place) of each place that yarnnn.yaml names of a platform."""
    return [(client.id, place) for client in settings.clients for place in platform.places_of(client)]


def _not_found(platform: Platform, settings: Settings, report: Mapping[str, Any]) -> Iterator[Finding]:
    """The clients' places that the last landing of exports has not found, each with the nearest name that it has seen;
    of those that yarnnn.yaml no longer names nothing. A live source is asked for them itself."""
    noun = platform.places.noun if platform.places else ""
    for client_id, place in _wanted(platform, settings):
        for sentence in report.get("not_found", ()):
            if speaks_of(sentence, client_id, place.written):
                text, _, mend = sentence.partition(" Mend: ")
                yield warning(place_check(noun, place.written), text, mend)


def _renamed(platform: Platform, settings: Settings, report: Mapping[str, Any]) -> Iterator[Finding]:
    """The places that yarnnn.yaml still names by a name that they no longer bear, or no longer alone."""
    wanted = _wanted(platform, settings)
    for renamed in report.get("renamed", ()):
        if any(speaks_of(renamed["what"], client_id, place.written) for client_id, place in wanted):
            yield warning(renaming_check(renamed["written"]), renamed["what"], renamed["mend"])


def _told_by_landing(platform: Platform, settings: Settings, report: Mapping[str, Any]) -> list[str]:
    """The places, as yarnnn.yaml writes them, that the last landing has found or has told of as not found."""
    found = {place["written"] for place in report.get("places", ())}
    return [
        place.written
        for client_id, place in _wanted(platform, settings)
        if place.written in found
        or any(speaks_of(sentence, client_id, place.written) for sentence in report.get("not_found", ()))
    ]


def _examined(settings: Settings, platform_id: str, source: Source, report: Mapping[str, Any]) -> Examined:
    """report: of the platform's last landing, {} before the first."""
    platform = platform_of(platform_id)
    label = platform.label
    examined = Examined(platform_id, "live" if source.is_live else "export")
    bound = {place["written"]: place["container_id"] for place in report.get("places", ())}
    try:
        exports = export_doctor.examine(platform, source, settings, _told_by_landing(platform, settings, report))
        for finding in platform.examine_live(settings, bound) if source.is_live else exports:
            examined.findings.append(finding)
        if platform.not_in_exports and not source.is_live:
            examined.findings.append(warning(*platform.not_in_exports))
        if not source.is_live:
            examined.findings.extend(_not_found(platform, settings, report))
        checks = {finding.check for finding in examined.findings}  # what is asked now, before what landing has seen
        renamed = _renamed(platform, settings, report)
        examined.findings.extend(finding for finding in renamed if finding.check not in checks)
    except UserError as error:
        examined.findings.append(problem("access", error.what, error.mend))
    except ApiError as error:
        examined.findings.append(problem("access", f"{label} answered {error}", "run it again in some minutes"))
    except BudgetSpent:
        examined.findings.append(problem("access", f"{label} took too long to answer", "run it again later"))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        text = f"{label} gave an answer that is not its own ({type(error).__name__})"
        examined.findings.append(problem("access", text, "check `base_url`: is it this platform's API?"))
    return examined

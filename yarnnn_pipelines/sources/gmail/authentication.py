"""What proves the sender of a mail: what the servers that received it say of the domain in From.

Who that is, is `senders`; whom to believe, where nothing is said or proven, the context knows.
Rules: RFC 8601 (Authentication-Results), RFC 7489 (alignment), RFC 7208 (SPF), RFC 8617 (ARC).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from typing import Literal, TypedDict

from yarnnn_pipelines.sources.gmail.headers import on_one_line, raw_header, raw_headers
from yarnnn_pipelines.sources.gmail.senders import Person, group_of

_RESULT = re.compile(r"^\s*([a-z][\w-]*)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)\b(.*)$", re.IGNORECASE | re.DOTALL)
_PROPERTY = re.compile(r"(?<!\S)(header\.d|header\.i|header\.from|smtp\.mailfrom)\s*=\s*(\S+)", re.IGNORECASE)
_RECEIVERS = "Authentication-Results"
# The host that received it, by a name that the world knows: "by mx.google.com with ESMTPS", no address or "localhost".
_RECEIVED_BY = re.compile(
    r"(?i)(?<!\S)by ((?:[a-z0-9_-]+\.)+(?!(?:internal|local|localdomain|lan|intern|home|corp)\b)[a-z][a-z0-9-]+)"
    r"(?![\w.:@-])"
)
_EXCHANGE = re.compile(
    r"(?:^|\.)(?:outlook\.com|exchangelabs\.com|office365\.(?:com|us)|outlook\.de|partner\.outlook\.cn)$"
)
_SECOND_LEVEL = ("co", "com", "org", "net", "ac", "gov", "gob", "edu", "or", "ne", "go")  # "co.uk", "com.br", "or.jp"
_SEALED = "ARC-Authentication-Results"
_INSTANCE = re.compile(r"\s*i\s*=\s*(\d{1,4})\s*;(.*)", re.DOTALL)
_COPIES = (
    *("Authentication-Results-Original", "Original-Authentication-Results", "X-Original-Authentication-Results"),
    *("X-Authentication-Results", "Old-Authentication-Results", "X-MS-Exchange-Authentication-Results"),
)
_SPF = re.compile(r"\s*(\w+)")
_LONGEST_SUFFIX = 3  # letters before a country's: "co.uk", "com.br" are nobody's own

Results = dict[str, list[tuple[str, str]]]  # by method: (result, properties) of each


class Authentication(TypedDict):
    """What the receiving server found; `verdict`: passed for the domain in From, failed, or none: it proved neither."""

    by: str
    verdict: Literal["passed", "failed", "none"]
    dmarc: str | None
    dkim: str | None
    spf: str | None


def authentication(mail: Message, author: Person, readers_domain: str = "") -> Authentication | None:
    """The receiving server's word on the sender: the topmost Authentication-Results, for others may be forged.

    A server may write one header for each method; those right below it under its own name count as one. Of a method
    that stands in two of them the upper counts: a sender can write the server's name as well. What no such header
    proves, another one can disprove: nobody forges that against themselves. One that was in the mail when that server
    received it, whatever name it gives, proves nothing.
    """
    domain, group = author["email"].rpartition("@")[2], (group_of(mail) or "").rpartition("@")[2]
    group = group if group == readers_domain else ""
    by, results = _received(mail)
    if results and (verdict := _verdict(results, domain, group)) != "none":
        return _authentication(by, verdict, results)
    for other_by, others in _told_elsewhere(mail, results):
        if _verdict(others, domain, group) == "failed":
            return _authentication(other_by, "failed", others)
    return _authentication(by, "none", results) if results else None


def _received(mail: Message) -> tuple[str, Results]:
    """What the receiving server wrote itself: the topmost header, if that is its own, and those of its name right
    below, with no line between in which a server says that it received the mail."""
    own = ""
    results: Results = {}
    is_first = True
    for header, value in mail.raw_items():
        if header.lower() == "received" and not is_first:
            break
        if header.lower() != _RECEIVERS.lower():
            continue
        name, here = _results(on_one_line(str(value)))
        if (is_first and not _is_receivers(mail, name)) or (not is_first and name != own):
            break
        own, is_first = name, False
        results = {**here, **results}
    return own, results


def _is_receivers(mail: Message, name: str) -> bool:
    """Whether the topmost header is the receiving server's own: it names that server, or its like at the same provider,
    or stands above the line in which that server says that it received the mail (RFC 5321 4.4, RFC 8601 5). Any other
    was in the mail before. Where no server says that it received it, nothing tells.

    name: what the header calls its server; '' if it leaves that out, as Exchange does.
    """
    for header, value in mail.raw_items():
        if header.lower() == _RECEIVERS.lower():
            return True
        if header.lower() == "received" and (receiver := _RECEIVED_BY.search(on_one_line(str(value)))):
            host = receiver[1].lower()
            return _organisation(name) == _organisation(host) if name else _EXCHANGE.search(host) is not None
    return True


def _organisation(host: str) -> list[str]:
    """The part of a host's name that its owner registered."""
    labels = host.rstrip(".").split(".")
    return labels[-3 if labels[-2:-1] and labels[-2] in _SECOND_LEVEL else -2 :]


def _told_elsewhere(mail: Message, results: Results) -> Iterator[tuple[str, Results]]:
    """What other headers say: the last hop's seal (RFC 8617), a copy that a later server kept, SPF's own (RFC 7208)."""
    for raw in raw_headers(mail, _RECEIVERS):  # those that are not the receiver's
        other_by, others = _results(raw)
        if _best(others.get("dmarc", [])) == "fail":
            yield other_by, others
    seals = [(int(match[1]), match[2]) for raw in raw_headers(mail, _SEALED) if (match := _INSTANCE.match(raw))]
    if seals:
        yield _results(max(seals, key=lambda seal: seal[0])[1])
    for name in _COPIES:
        if copy := raw_header(mail, name):
            yield _results(copy)
    if _best(results.get("dkim", [])) != "pass" and (match := _SPF.match(_unquoted(raw_header(mail, "Received-SPF")))):
        yield "", {"spf": [("fail" if match[1].lower() == "hardfail" else match[1].lower(), "")]}


def _results(raw: str) -> tuple[str, Results]:
    """(the server's name, what it says of each method) of one header."""
    server, *found = _unquoted(raw).split(";")
    name = server.split()[0].lower() if server.split() else ""
    if "=" in name:  # Exchange leaves its name out
        found, name = [server, *found], ""
    here: Results = {}
    for result in found:
        if match := _RESULT.match(result):
            here.setdefault(match[1].lower(), []).append((match[2].lower(), match[3]))
    return name, here


def _authentication(by: str, verdict: Literal["passed", "failed", "none"], results: Results) -> Authentication:
    return Authentication(
        by=by,
        verdict=verdict,
        dmarc=_best(results.get("dmarc", [])),
        dkim=_best(results.get("dkim", [])),
        spf=_best(results.get("spf", [])),
    )


def _unquoted(raw: str) -> str:
    """The header without comments, and with nothing in quotes that could be taken for a result or a property.

    A sender chooses what is quoted: `smtp.mailfrom="x; dkim=pass header.d=acme.example"@evil.example`.
    """
    out: list[str] = []
    depth, quoted, escaped = 0, False, False
    for character in raw:
        if escaped or character == "\\":
            escaped = not escaped
            character = "_"
        elif character == '"':
            quoted = not quoted
            character = "_"
        elif quoted:
            character = "_"
        elif character == "(":
            depth += 1
        elif character == ")" and depth:
            depth -= 1
            character = " "
        if not depth:
            out.append(character)
    return "".join(out)


def _verdict(results: Results, domain: str, group: str) -> Literal["passed", "failed", "none"]:
    """What passes counts for the domain that it names (RFC 7489 3.1): where all of that is others', the mail is theirs.

    group: the domain of our group that it was written to, which vouches for what it passes on; '' if there is none.
    """
    if _best(results.get("dmarc", [])) == "fail" or _best(results.get("compauth", [])) == "fail":
        return "failed"
    if any(result == "pass" and not _PROPERTY.search(properties) for result, properties in results.get("dmarc", [])):
        return "passed"
    named = list(_vouching(results))
    if any(_is_of(one, domain) for one in named):
        return "passed"
    if named:
        is_open = _best(results.get("compauth", [])) == "pass" or any(
            _may_be_of(one, domain) or _is_of(one, group) for one in named
        )
        return "none" if is_open else "failed"
    is_forged = _best(results.get("spf", [])) in ("fail", "softfail") and _best(results.get("dkim", [])) != "pass"
    return "failed" if is_forged else "none"


def _vouching(results: Results) -> Iterator[str]:
    """The domains for which something passed; of From's own, only what looks at it tells."""
    for method in ("dmarc", "dkim", "spf"):
        for result, properties in results.get(method, []):
            for key, value in _PROPERTY.findall(properties) if result == "pass" else ():
                if (key.lower() == "header.from") == (method == "dmarc"):
                    yield _domain(value)


def _may_be_of(one: str, other: str) -> bool:
    """Whether a domain is another's sibling, or the name under which Google signs for it."""
    one, other = one.lower().rstrip("."), other.lower().rstrip(".")
    if one.endswith(".gappssmtp.com"):
        return one.partition(".")[0] == other.replace(".", "-")
    registered = one.split(".")[-2:]
    return registered == other.split(".")[-2:] and len(registered[0]) > _LONGEST_SUFFIX


def _best(results: list[tuple[str, str]]) -> str | None:
    return next((result for result, _ in results if result == "pass"), results[0][0] if results else None)


def _domain(value: str) -> str:
    return value.rpartition("@")[2]


def _is_of(one: str, other: str) -> bool:
    """Whether two domains are one, or one lies below the other."""
    one, other = one.lower().rstrip("."), other.lower().rstrip(".")
    return (
        bool(one and other) and "." in one and (one == other or one.endswith(f".{other}") or other.endswith(f".{one}"))
    )

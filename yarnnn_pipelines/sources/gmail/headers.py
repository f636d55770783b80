"""What stands in a mail's headers: words, addresses, message ids, instants; read from the raw lines.

Python's own structured headers (`policy.default`) raise on some broken ones and take minutes for a thousand
recipients, so they are not asked. What the headers mean for an item is `mail`'s matter.
Rules: RFC 5322, RFC 2047.
"""

from __future__ import annotations

import binascii
import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from yarnnn_pipelines.sources.shared.envelope import readable

_MAX_HEADER = 500_000  # characters; the longest real ones list some thousand recipients
_ENCODED = re.compile(r"=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_ENCODED = re.compile(r"(\?=)\s+(?==\?[^?\s]+\?[bBqQ]\?)")
_MESSAGE_ID = re.compile(r"<\s*([^<>\s]+)\s*>")
# With one `@`: of `dana@acme.example@evil.example` programs take one domain or the other.
_ADDRESS = re.compile(r"[^\s<>,;:\"'()\[\]@]{1,64}+@[^\s<>,;:\"'()\[\]@]++(?!@)")
_TWO_DOMAINS = re.compile(r"@[^\s<>,;@]*@")
_ADDRESS_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\((?:[^()\\]|\\.)*\)|<[^<>]*>|[,;]|[^",;()<>]+|.', re.DOTALL)
_ROUTE = re.compile(r'^[^"]*:(?=[^\]]*$)')
_NO_ATOM = re.compile(r"[\s<>,;:\"'()\[\]]+")
_QUOTED_LOCAL_PART = re.compile(r'"(?:[^"\\]|\\.)+"\s*@\s*[^\s<>,;:"()@]+')
_ESCAPED = re.compile(r"\\(.)")
_GROUP = re.compile(r"^[^@]*:")  # `Team: dana@acme.example, mia@studio.example;`
_EARLIEST, _LATEST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)

_GMT_OFFSET = re.compile(
    r"\s{0,9}\(?\b(GMT|UTC|UT|Z)\s?([+-])(\d{1,2}):?(\d\d)?\)?(?:\s*\([^()]*\))?\s*$", re.IGNORECASE
)
_OFFSET = re.compile(r"[+-]\d{4}\s*$")
_ZONE = re.compile(r"(?<=\s)\(?([A-Z]{3,5})\)?\s*$", re.IGNORECASE)
# Zones that mail programs write by name, and Python does not know; those of two meanings (IST, AST) are not among them.
_ZONES = {
    "WET": "+0000", "WEST": "+0100", "WEZ": "+0000", "WESZ": "+0100", "BST": "+0100", "CET": "+0100", "CEST": "+0200",
    "MET": "+0100", "MEST": "+0200", "MEZ": "+0100", "MESZ": "+0200", "EET": "+0200", "EEST": "+0300", "OEZ": "+0200",
    "OESZ": "+0300", "MSK": "+0300", "MSD": "+0400", "TRT": "+0300", "PKT": "+0500", "HKT": "+0800", "SGT": "+0800",
    "PHT": "+0800", "AWST": "+0800", "JST": "+0900", "KST": "+0900", "ACST": "+0930", "AEST": "+1000",
    "ACDT": "+1030", "AEDT": "+1100", "NZST": "+1200", "NZDT": "+1300", "BRT": "-0300", "ART": "-0300",
    "AKST": "-0900", "AKDT": "-0800", "HST": "-1000",
}  # fmt: skip

# Names that mails use and Python does not know, and those that are written where more is meant (WHATWG's list).
_CHARSETS = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "ansi": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "utf8mb4": "utf-8",
    "cp-850": "cp850",
    "cp-1252": "cp1252",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "win-1250": "cp1250",
    "win-1251": "cp1251",
    "windows-874": "cp874",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "koi": "koi8-r",
    "koi8-ru": "koi8-u",
    "x-sjis": "cp932",
    "x-euc-jp": "euc-jp",
    "x-gbk": "gb18030",
    "cn-big5": "big5",
    "x-x-big5": "big5",
    "x-windows-949": "cp949",
}
# Python's names for transformations that are no charset of a mail.
_NO_CHARSETS = frozenset(["punycode", "idna", "undefined", "unicode_escape", "raw_unicode_escape"])
_NO_CHARSET = ("", "us-ascii", "ascii")


def decoded(data: bytes, charset: str) -> tuple[str, str]:
    """The text of `data`, and what is wrong with it ('' if nothing).

    Without a charset or with a wrong one: UTF-8 if it is that, else the declared one as far as it goes, else
    Windows-1252.
    """
    name = charset.strip().strip("\"'").lower()
    codec = "cp1252"
    problem = ""
    if name not in _NO_CHARSET:
        codec = _CHARSETS.get(name, name)
        try:
            if name.replace("-", "_") in _NO_CHARSETS:
                raise LookupError(name)
            return readable(data.decode(codec)), ""
        except UnicodeError:
            problem = f"it is not all {name}"
        except (LookupError, ValueError):
            problem = f"nobody knows the charset {name[:40]!r}"
            codec = "cp1252"
    try:
        return readable(data.decode("utf-8")), problem
    except UnicodeDecodeError:
        problem = problem or "it has bytes that no charset explains"
    try:
        text = data.decode(codec, "replace")
    except (UnicodeError, LookupError, ValueError):
        text = ""
    # not one character beyond ASCII in it makes sense: then it is another charset altogether
    if all(character.isascii() or character == "\ufffd" for character in text):
        text = data.decode("cp1252", "replace")
    return readable(text), problem


def raw_headers(mail: Message, name: str) -> list[str]:
    """Every value of a header as it was written, on one line; bytes that are not ASCII as UTF-8 or Windows-1252."""
    return [on_one_line(value) for value in _by_name(mail).get(name.lower(), ())]


@lru_cache(maxsize=1)
def _by_name(mail: Message) -> dict[str, list[str]]:
    """{name in lower case: values} of the mail that is being read: asked for dozens of headers, it is walked once."""
    headers: dict[str, list[str]] = {}
    for name, value in mail.raw_items():
        headers.setdefault(name.lower(), []).append(str(value))
    return headers


def raw_header(mail: Message, name: str) -> str:
    """The first value of a header, '' without one."""
    return next(iter(raw_headers(mail, name)), "")


def on_one_line(raw: str) -> str:
    """A header's value without its folds."""
    raw = raw[:_MAX_HEADER]
    if not raw.isascii():
        raw = decoded(raw.encode("utf-8", "surrogateescape"), "")[0]
    return " ".join(raw.replace("\x00", "").split())


def words(raw: str) -> str:
    """A header's words, with RFC 2047's encoded ones decoded; one that is broken stays as it is."""
    if "=?" not in raw:
        return readable(raw)
    raw = _BETWEEN_ENCODED.sub(r"\1", raw)
    out: list[str] = []
    waiting, waiting_charset = b"", ""  # a character's bytes may be split between two words of one charset
    end = 0
    for match in _ENCODED.finditer(raw):
        data = _encoded_word(match[2], match[3])
        if match.start() > end or (waiting and match[1].lower() != waiting_charset):
            out.append(decoded(waiting, waiting_charset)[0])
            waiting = b""
        out.append(raw[end : match.start()])
        if data is None:
            out += [decoded(waiting, waiting_charset)[0], match[0]]
            waiting = b""
        else:
            waiting, waiting_charset = waiting + data, match[1].lower()
        end = match.end()
    out += [decoded(waiting, waiting_charset)[0], raw[end:]]
    return readable(" ".join("".join(out).split()))


def _encoded_word(encoding: str, text: str) -> bytes | None:
    try:
        if encoding in "bB":
            return binascii.a2b_base64(text.encode("ascii") + b"==")
        return binascii.a2b_qp(text.encode("ascii", "strict"), header=True)
    except (binascii.Error, UnicodeEncodeError):
        return None


def addresses(values: Iterable[str]) -> list[dict[str, str]]:
    """[{name, email}] of the raw values of an address header; e-mail in lower case, each once, in order.

    Of `dana@acme.example <x@evil.example>` only what stands in angle brackets is an address: the rest is a name that
    anybody can write, and one that is an address itself is no name.
    """
    people: dict[str, dict[str, str]] = {}
    for raw in values:
        for name, email in _mailboxes(raw) or _mailboxes(words(raw)):
            email = email.lower().rstrip(".")
            name = words(name).strip().strip("'\"").strip()
            is_address = _ADDRESS.search(unicodedata.normalize("NFKC", name))
            people.setdefault(email, {"name": "" if is_address else name, "email": email})
    return list(people.values())


def _mailboxes(raw: str) -> list[tuple[str, str]]:
    """(name, address) of each mailbox of an address list (RFC 5322 3.4); what names no address is left out.

    `A <a@x.example> <b@x.example>` is no mailbox, and programs take either address: so both are named, without a name.
    """
    mailboxes: list[tuple[str, str]] = []
    plain: list[str] = []  # what stands outside of brackets, quotes and comments
    names: list[str] = []
    written: list[str] = []
    behind: list[str] = []  # of what is plain, that which a bracket stands before
    bracketed: list[str] = []
    comment, is_behind = "", False
    for token in (*_ADDRESS_TOKEN.findall(raw), ","):
        if token in (",", ";"):
            bare = "".join(plain).strip()
            name = " ".join(filter(None, ("".join(names).strip(), comment if not bracketed else "")))
            alone = [] if _TWO_DOMAINS.search(bare) else list(dict.fromkeys(_ADDRESS.findall(bare)))
            meant = list(
                dict.fromkeys([*filter(None, map(_plain_address, bracketed)), *_ADDRESS.findall("".join(behind))])
            )
            if bracketed and meant:
                mailboxes += [(name if len(meant) == 1 else "", address) for address in meant]
            elif not bracketed and (address := _unbracketed("".join(written), bare)):
                mailboxes.append(("", address))
            elif not bracketed and len(alone) == 1:
                mailboxes.append(
                    ("" if bare == alone[0] and not comment else comment or name.replace(alone[0], ""), alone[0])
                )
            elif not bracketed:
                mailboxes += [("", address) for address in alone]
            plain, names, written, behind, bracketed, comment, is_behind = [], [], [], [], [], "", False
            continue
        written.append(token)
        if token[0] == "<" and len(token) > 1:
            bracketed.append(_ROUTE.sub("", token[1:-1]).strip())  # after a route, which nobody writes any more
        elif token[0] == "(" and len(token) > 1:
            comment = token[1:-1].strip()
        elif token[0] == '"' and len(token) > 1:
            names.append(_ESCAPED.sub(r"\1", token[1:-1]))
        else:
            text = token.rpartition(":")[2] if _GROUP.match(token) else token
            plain.append(text)
            names.append(text)
            behind += [text] if is_behind else []
        is_behind = is_behind or token[0] == "<"
    return mailboxes


def _plain_address(written: str) -> str | None:
    """An address without the forms that RFC 5322 allows beside the plain one: `"dana"@acme.example`,
    `dana@[acme.example]`, `dana (office) @ acme.example`; None if it is none.

    A quoted local part that is an address itself names a second domain, as `dana%acme.example@relay.example` does, and
    is written like that.
    """
    address = re.sub(r"\((?:[^()\\]|\\.)*\)", "", unicodedata.normalize("NFKC", written)).strip()
    address = re.sub(r"\s*@\s*", "@", address)
    local, _, domain = address.rpartition("@")
    if len(local) > 1 and local[0] == local[-1] == '"':
        local = _NO_ATOM.sub(".", _ESCAPED.sub(r"\1", local[1:-1]).strip().replace("@", "%"))
    if domain.startswith("[") and domain.endswith("]"):
        domain = domain[1:-1].strip()
    address = f"{local}@{domain}"
    return address if _ADDRESS.fullmatch(address) else None


def _unbracketed(written: str, bare: str) -> str | None:
    """An address in another form than the plain one that stands without angle brackets."""
    if quoted := _QUOTED_LOCAL_PART.search(written):
        return _plain_address(quoted[0])
    return _plain_address(bare) if not _ADDRESS.search(bare) else None


def message_ids(raw: str) -> list[str]:
    """The message ids in a header, without their angle brackets; a bare one is taken if it stands alone."""
    if ids := _MESSAGE_ID.findall(raw):
        return [readable(message_id) for message_id in ids]
    bare = raw.strip("<> ")
    return [readable(bare)] if bare and " " not in bare else []


# The library reads "-05:00" and "-5" as no offset, or as minutes.
_ODD_OFFSET = re.compile(r"(?<=\d)\s+([+-])(\d{1,2})(?::(\d\d))?\s*(?=\(|$)")
_NAMED_ZONE = re.compile(r"\s([A-Z][A-Za-z_]+(?:/[A-Za-z_+-]+)+)\s*(?=\(|$)")


def _with_offset(raw: str) -> str:
    """A date with its zone as an offset, where it was written as `MEZ`, `GMT+0100`, `+01:00` or `+1`; others stay as
    they are."""
    if odd := _ODD_OFFSET.search(raw):
        return f"{raw[: odd.start()]} {odd[1]}{int(odd[2]):02}{odd[3] or '00'}"
    if match := _GMT_OFFSET.search(raw):
        hours, minutes = match[3], match[4] or "00"
        return f"{raw[: match.start()]} {match[2]}{int(hours):02}{minutes}"
    match = _ZONE.search(raw)
    if match is None or _OFFSET.search(raw[: match.start()]):
        return raw
    offset = _ZONES.get(match[1].upper())
    return f"{raw[: match.start()]}{offset}" if offset else raw


def instant(raw: str, zone: str) -> datetime | None:
    """The instant that a Date header names, in UTC; without an offset it is on the clock of `zone`.

    None if there is none, or one before 1980 or after 2200: broken clocks start in 1970.
    """
    raw = _with_offset(raw)
    named = _NAMED_ZONE.search(raw)
    if named and named[1] in available_timezones():
        raw, zone = raw[: named.start()], named[1]
    try:
        moment = parsedate_to_datetime(raw)
    except Exception:  # besides ValueError the parser raises TypeError, IndexError and OverflowError
        try:
            moment = datetime.fromisoformat(raw.strip())
        except ValueError:
            return None
    try:
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC if "-0000" in raw else ZoneInfo(zone))
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if _EARLIEST <= moment < _LATEST else None

"""A mail's parts: which of them are its text, decoded as well as can be, and which are attachments.

Taking quotes and signatures out is `text`'s work, headers are `headers`'.
"""

from __future__ import annotations

import binascii
import email
import email.policy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email.errors import CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Any, NamedTuple

from yarnnn_pipelines.sources.gmail.contradictions import without_unseen
from yarnnn_pipelines.sources.gmail.headers import decoded, raw_header, words
from yarnnn_pipelines.sources.gmail.notices import may_be_notice
from yarnnn_pipelines.sources.gmail.quotes import Letterhead
from yarnnn_pipelines.sources.gmail.text import Wrapping, clean_and_signed, has_quotes, is_notice
from yarnnn_pipelines.sources.gmail.text_kinds import UNREAD, in_its_form, read_as
from yarnnn_pipelines.sources.shared.html import MAX_CHARACTERS, MAYBE_QUOTED, html_to_text
from yarnnn_pipelines.sources.shared.html_quotes import marks_a_quote

MAX_TEXT = 1_000_000  # characters of one plain part; what people write has thousands
_MAX_DEPTH = 30  # of parts within parts; forwarded newsletters nest six deep
_MAX_ATTACHMENTS = 500
_UNCLOSED = (CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect)

_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]+={0,2}|={1,2}")
_BASE64_END = re.compile(rb"[A-Za-z0-9+/]*={1,2}")
_CONTROL = re.compile("[\x01-\x08\x0b\x0e-\x1f\x7f\ufffd]")
_MOSTLY_UNREADABLE = 0.1
_CALENDARS = ("text/calendar", "application/ics")
_STUB = re.compile(r"\bhtml\b", re.IGNORECASE)  # "Your mail program does not show HTML"
_LONGEST_STUB = 300  # characters
_WORDS_COMPARED = 50
# Containers of a mail's words; signed ones that can be read (multipart/signed) have no such part for them.
_SEALED = {
    "application/pkcs7-mime": "S/MIME",
    "application/x-pkcs7-mime": "S/MIME",
    "application/pgp-encrypted": "PGP",
    "application/pgp": "PGP",
    "application/ms-tnef": "winmail.dat",
    "application/vnd.ms-tnef": "winmail.dat",
}
_SEALED_NAMES = {"winmail.dat": "winmail.dat", "smime.p7m": "S/MIME", "win.dat": "winmail.dat", "encrypted.asc": "PGP"}
_PGP_INLINE = "-----BEGIN PGP MESSAGE-----"
_PGP_ENCRYPTED = re.compile(rf"^{_PGP_INLINE}.*?(?:^-----END PGP MESSAGE-----|\Z)", re.MULTILINE | re.DOTALL)
_PGP_SIGNED, _PGP_SIGNATURE = "-----BEGIN PGP SIGNED MESSAGE-----\n", "-----BEGIN PGP SIGNATURE-----"
_QUOTES = re.compile(r"^>.*\n>", re.MULTILINE)
_EMBEDDED = re.compile(r"data:[^\s\"'<>]{200,}")  # a picture written into the HTML, megabytes of it


class Words(NamedTuple):
    """An author's words, and the lines that sign them."""

    text: str
    signature: list[str]


NO_WORDS = Words("", [])


@dataclass(frozen=True)
class TextPart:
    """A decoded part: `text` as written, HTML with its tags.

    is_usual: whether it was sent as plain text or HTML; of two versions, that is what readers were shown.
    """

    mime: str
    text: str
    wrapping: Wrapping = "hard"
    is_usual: bool = True

    def words(self, sender: str, letterhead: Letterhead) -> Words:
        """What the author wrote in it."""
        wrapping = "none" if self.mime == "text/html" else self.wrapping
        shown = self._shown()
        return Words(*clean_and_signed(shown, sender=sender, wrapping=wrapping, letterhead=letterhead))

    def is_notice(self, letterhead: Letterhead) -> bool:
        """Whether a tool wrote it; the HTML of others is not made text for that."""
        return may_be_notice(self.text) and is_notice(self._shown(), letterhead)

    def quotes_something(self, letterhead: Letterhead) -> bool:
        """Whether anything in it is marked as quoted or forwarded."""
        return (self.mime == "text/html" and marks_a_quote(self.text)) or has_quotes(self._shown(), letterhead)

    def _shown(self) -> str:
        if self.mime == "text/html":
            return html_to_text(self.text, maybe_quoted=MAYBE_QUOTED)
        return _without_pgp(self.text)


def _without_pgp(text: str) -> str:
    """The text without what PGP encrypted in it, and without the lines by which it signed."""
    if "-----BEGIN PGP" not in text:
        return text
    text = _PGP_ENCRYPTED.sub("", text.replace("\r\n", "\n"))
    above, begins, signed = text.partition(_PGP_SIGNED)
    if not begins:
        return text
    # RFC 4880 7: headers and an empty line stand above the text, "- " before lines of it that begin with a dash
    words, _, signature = signed.partition("\n\n")[2].partition(_PGP_SIGNATURE)
    below = signature.partition("-----END PGP SIGNATURE-----")[2]
    return above + re.sub(r"^- ", "", words, flags=re.MULTILINE) + below


@dataclass
class Parts:
    """What a mail consists of.

    shown: for each place in the mail the versions of its text, the preferred one first; two or more places where a
        program writes text before and after an attachment.
    attachments: [{name, mime, bytes}].
    problems: what could not be decoded, a phrase each.
    calendars: the content of parts in which a calendar program tells of a meeting.
    sealed: what holds words that only other programs can read (`S/MIME`, `PGP`, `winmail.dat`, `RTF`), '' without.
    """

    shown: list[list[TextPart]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    calendars: list[bytes] = field(default_factory=list)
    sealed: str = ""

    def text(self, sender: str, letterhead: Letterhead) -> str:
        """The author's words."""
        return self.words(sender, letterhead).text

    def words(self, sender: str, letterhead: Letterhead) -> Words:
        """The author's words: of each place the version that tells them from quoted ones, else the first with any. Of
        several places the last one with a signature signs."""
        places = [_words_of(versions, sender, letterhead) for versions in self.shown]
        signature = next((place.signature for place in reversed(places) if place.signature), [])
        return Words("\n\n".join(place.text for place in places if place.text), signature)


def is_by_a_tool(parts: Parts, letterhead: Letterhead) -> bool:
    """Whether a tool's words stand around what the mail says ("Reply to this email directly or view it on GitLab")."""
    return any(versions[0].is_notice(letterhead) for versions in parts.shown)


def passes_something_on(parts: Parts, letterhead: Letterhead) -> bool:
    """Whether a mail lies in it or is attached to it, by a mark of any kind that tells where that mail begins."""
    if any(
        one["mime"] == "message/rfc822" or one["name"].lower().endswith((".eml", ".msg")) for one in parts.attachments
    ):
        return True
    return any(part.quotes_something(letterhead) for versions in parts.shown for part in versions)


def _words_of(versions: list[TextPart], sender: str, letterhead: Letterhead) -> Words:
    """HTML that marks what it quotes is certain; plain text that quotes with `>` is as good.

    Of plain text only what the HTML beside it shows as well was said.
    """
    preferred, *others = versions
    marking = next((part for part in others if part.mime == "text/html" and marks_a_quote(part.text)), None)
    if marking and not _QUOTES.search(preferred.text):
        return marking.words(sender, letterhead)
    read = ((part, part.words(sender, letterhead)) for part in versions)
    first = next(((part, words) for part, words in read if words.text), None)
    if first is None:
        return Words("", [])
    part, words = first
    html = next((version for version in versions if version.mime == "text/html"), None)
    if html is None or part.mime == "text/html":
        return words
    seen = without_unseen(words.text, html_to_text(html.text))
    return Words(seen, words.signature) if seen else html.words(sender, letterhead)


def parsed(content: bytes) -> tuple[Message, str]:
    """The mail of these bytes, and what was wrong with its structure ('' if nothing that matters)."""
    for policy in (email.policy.default, email.policy.compat32):
        try:
            return email.message_from_bytes(content, policy=policy), ""
        except Exception:  # the parser's own answers to broken structure, RecursionError among them
            continue
    head = content.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return BytesHeaderParser(policy=email.policy.compat32).parsebytes(head), "its parts can't be told apart"


def headers_of(content: bytes) -> Message:
    """Only the headers, for a first look."""
    head = re.split(rb"\r?\n\r?\n", content, maxsplit=1)[0]
    return BytesHeaderParser(policy=email.policy.compat32).parsebytes(head + b"\n\n")


def is_unclosed(mail: Message) -> bool:
    """Whether the mail stops before its last part's end was written."""
    return any(isinstance(defect, _UNCLOSED) for part in _all(mail, 0) for defect in part.defects)


def parts_of(mail: Message) -> Parts:
    parts = Parts()
    _take(mail, parts, 0)
    return parts


def _all(part: Message, depth: int) -> Iterator[Message]:
    yield part
    for child in _children(part) if depth < _MAX_DEPTH else ():
        yield from _all(child, depth + 1)


def _children(part: Message) -> list[Message]:
    payload = getattr(part, "_payload", None)
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _take(part: Message, parts: Parts, depth: int) -> None:
    kind = _asked(part.get_content_type, "text/plain")
    children = _children(part)
    # A text behind the mail's own that has a file's name is a file, which some programs show inline.
    is_file = bool(parts.shown) and bool(_asked(part.get_filename, None))
    attached = is_file or _asked(part.get_content_disposition, None) == "attachment"
    if depth > _MAX_DEPTH:
        parts.problems.append("its parts are nested too deeply")
    elif children and kind == "multipart/alternative" and not attached:
        _take_alternatives(children, parts, depth)
    elif children and kind.startswith("multipart/"):
        for child in children:
            _take(child, parts, depth + 1)
    elif (form := read_as(kind)) and not attached and not children:
        if shown := _text_part(part, form, parts):
            parts.shown.append([shown])
    elif kind.startswith("multipart/"):
        # said to have parts and has none: its text stands where a program shows nothing
        if shown := _text_part(part, "text/plain", parts):
            parts.shown.append([shown])
    elif len(parts.attachments) < _MAX_ATTACHMENTS:
        name = _name(part)
        parts.attachments.append({"name": name, "mime": kind, "bytes": _size(part, 0)})
        parts.sealed = parts.sealed or _SEALED.get(kind, "") or _SEALED_NAMES.get(name.lower(), "")
        if kind in _CALENDARS or name.lower().endswith(".ics"):
            parts.calendars.append(_bytes(part)[0])
        if not attached and not name:
            parts.sealed = parts.sealed or UNREAD.get(kind, "")
        if name.lower().endswith(".p7m"):
            parts.sealed = parts.sealed or "S/MIME"
    else:
        parts.problems.append(f"more than {_MAX_ATTACHMENTS} attachments; the others are not listed")


def _take_alternatives(children: list[Message], parts: Parts, depth: int) -> None:
    """Versions of one text: plain is preferred, since programs write HTML for looks."""
    versions: list[TextPart] = []
    for child in children:
        inner = Parts()
        _take(child, inner, depth + 1)
        parts.attachments += inner.attachments
        parts.problems += inner.problems
        parts.calendars += inner.calendars
        parts.sealed = parts.sealed or inner.sealed
        if inner.shown:
            first = inner.shown[0]
            # HTML that stands with its pictures and more text in one alternative is one version of the whole
            joined = "\n".join(part.text for part, *_ in inner.shown)
            same = all(part.mime == first[0].mime for part, *_ in inner.shown)
            versions += [replace(first[0], text=joined)] if same else [part for part, *_ in inner.shown]
    versions = [version for version in versions if version.is_usual] or versions
    if versions:
        html = next((version.text for version in versions if version.mime == "text/html"), "")
        parts.shown.append(sorted(versions, key=lambda version: _rank(version, html)))


def _rank(version: TextPart, html: str) -> int:
    """Plain before HTML, unless it only points to it or lost letters: a euro sign is no Latin-1 and is sent as `?`."""
    if version.mime != "text/plain":
        return 1
    is_stub = len(version.text) < _LONGEST_STUB and _STUB.search(version.text)
    return 2 if is_stub or ("?" in version.text and html and _lost_letters(version.text, html_to_text(html))) else 0


def _lost_letters(plain: str, shown: str) -> bool:
    """Whether a word of the plain part has a `?` where the HTML has a letter or sign beyond ASCII."""
    doubtful = sorted({word for word in plain.split() if "?" in word and word.strip("?")})
    patterns = (re.escape(word).replace(r"\?", r"[^\x00-\x7f]") for word in doubtful[:_WORDS_COMPARED])
    return any(re.search(pattern, shown) for pattern in patterns)


def _text_part(part: Message, mime: str, parts: Parts) -> TextPart | None:
    data, broken = _bytes(part)
    charset = _asked(part.get_content_charset, None) or ""
    text, problem = decoded(data, charset)
    problem = broken or problem
    if text and len(_CONTROL.findall(text)) > _MOSTLY_UNREADABLE * len(text):
        problem = problem or "it is not text"
        text = ""
    if _PGP_INLINE in text:
        parts.sealed = "PGP"
    kind = _asked(part.get_content_type, mime)
    if mime == "text/html":
        text = _EMBEDDED.sub("", in_its_form(text, kind))
    limit = MAX_CHARACTERS if mime == "text/html" else MAX_TEXT
    if len(text) > limit:
        problem = problem or f"it has {len(text):,} characters, of which {limit:,} are taken"
        text = text[:limit]
    if problem:
        parts.problems.append(problem)
    wrapping = _wrapping(part) if mime == "text/plain" else "none"
    is_usual = kind in ("text/plain", "text/html") or not kind.startswith(("text/", "application/"))
    return TextPart(mime, text, wrapping, is_usual) if text.strip() else None


def _wrapping(part: Message) -> Wrapping:
    if "flowed" not in raw_header(part, "Content-Type").lower():
        return "hard"  # the library takes its time to parse the header
    if str(_asked(lambda: part.get_param("format"), "")).lower() != "flowed":
        return "hard"
    return "flowed-delsp" if str(_asked(lambda: part.get_param("delsp"), "")).lower() == "yes" else "flowed"


def _bytes(part: Message) -> tuple[bytes, str]:
    """A part's content without its transfer encoding, and what is wrong with that."""
    raw = _raw(part)
    encoding = _encoding(part)
    if encoding == "base64":
        return _from_base64(raw)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(raw), ""
    return raw, ""


def _from_base64(raw: bytes) -> tuple[bytes, str]:
    """What its whole lines hold: lists write their plain footer under it, and transport breaks single lines."""
    lines = [stripped for line in raw.split(b"\n") if (stripped := line.strip())]
    # "=" ends the code: what stands below it is a footer
    end = next((number for number, line in enumerate(lines, 1) if _BASE64_END.fullmatch(line)), len(lines))
    good = [line for line in lines[:end] if _BASE64_LINE.fullmatch(line)]
    if 2 * len(good) < end:
        return raw, "it is said to be base64 and is not"
    code = b"".join(good).rstrip(b"=")
    complete = code[: len(code) - 1] if len(code) % 4 == 1 else code
    data = binascii.a2b_base64(complete + b"=" * (-len(complete) % 4))
    broken = len(good) < end or len(complete) < len(code)
    return data, "its base64 is broken, and the whole lines of it were taken" if broken else ""


def _raw(part: Message) -> bytes:
    payload = getattr(part, "_payload", None)
    return payload.encode("utf-8", "surrogateescape") if isinstance(payload, str) else b""


def _encoding(part: Message) -> str:
    return str(_asked(lambda: part.get("content-transfer-encoding", ""), "")).strip().lower()


def _size(part: Message, depth: int) -> int:
    """Bytes of the decoded content, of base64 without decoding it; of an attached mail those of its parts."""
    if children := _children(part):
        return sum(_size(child, depth + 1) for child in children) if depth < _MAX_DEPTH else 0
    payload = getattr(part, "_payload", None)
    if not isinstance(payload, str):
        return 0
    if _encoding(part) == "base64":
        code = len(payload) - sum(payload.count(character) for character in "\r\n \t=")
        return code * 3 // 4
    return len(_bytes(part)[0])


def _name(part: Message) -> str:
    name = _asked(part.get_filename, None)
    if not name and (attached := _children(part)):
        name = _asked(lambda: attached[0].get("subject"), None)
    name = str(name or "")
    if not name.isascii():
        name = decoded(name.encode("utf-8", "surrogateescape"), "")[0]
    return words(" ".join(name.replace("\x00", "").split()))


def _asked(question: Callable[[], Any], otherwise: Any) -> Any:
    """The library's answer about a header; it raises on some broken ones (IndexError, AttributeError, ValueError)."""
    try:
        return question()
    except Exception:  # any of them means: this header says nothing
        return otherwise

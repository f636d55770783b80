"""The mail export: one mailbox as Google Takeout gives it, an mbox with Gmail's ids, threads and labels.

A mail story is a text file, `mail.txt`, threads under each other:

    === Revised budget                                              a thread and its subject
    --- Tue 10 Nov 09:41 | mia -> dana; cc kwame | attach: a.pdf    a mail: when, who to whom, and what is special
    Hi Dana,                                                        what was written; quotes and signatures are added
    ...

Special: `html only`, `no quote`, `no signature`, `bulk`, `auto-reply`, `iphone`, `attach: <name>`, `labels: <a,b>`,
`subject: <another subject>`. A person outside the cast is written `Name <address>`.
Each mail quotes the one before it, the way its writer's program does.

The MIME is put together by hand: Python's own differs from version to version, and the demo's bytes must not.
"""

from __future__ import annotations

import base64
import html
import quopri
import re
import textwrap
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from .cast import STORIES, Cast, Person, StoryError, moment, stable_hex

GMAIL_WIDTH = 74  # Gmail breaks the lines of its plain text; Outlook and Apple Mail don't


@dataclass
class Mail:
    at: datetime
    sender: Person
    to: list[Person]
    cc: list[Person]
    subject: str
    body: str
    flags: dict[str, str]
    folder: str
    thread: list[Mail]  # the mails of its thread before it

    @property
    def gmail_id(self) -> int:
        """Gmail's 64-bit message id: milliseconds, then 20 bits of its own."""
        noise = int(stable_hex(self.sender.email, self.body, length=5), 16)
        return (int(self.at.timestamp() * 1000) << 20) | noise

    @property
    def message_id(self) -> str:
        token = stable_hex(self.at, self.sender.email, self.subject, length=24)
        host = "mail.gmail.com" if self.sender.mail == "gmail" else self.sender.email.split("@")[1]
        return f"<{'CA' if self.sender.mail == 'gmail' else ''}{token}@{host}>"

    @property
    def title(self) -> str:
        subject = self.flags.get("subject", self.subject)
        return f"Re: {subject}" if self.thread and "subject" not in self.flags else subject

    def date_in(self, zone: str) -> datetime:
        return self.at.astimezone(ZoneInfo(zone))


def read_mails(path: Path, cast: Cast) -> list[Mail]:
    """The mails of one story file, in the file's order."""
    mails: list[Mail] = []
    subject, thread = "", []
    for part in re.split(r"^(?====|---)", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
        head, _, body = part.partition("\n")
        if head.startswith("=== "):
            subject, thread = head[4:].strip(), []
        elif head.startswith("--- "):
            try:
                mail = _read_head(head[4:], cast)
            except (ValueError, KeyError) as error:
                raise StoryError(f"{path}: {head!r}: {error}") from None
            at, sender, to, cc, flags = mail
            folder = f"Clients/{path.parent.name.capitalize()}" if path.parent.name != "studio" else ""
            mails.append(Mail(at, sender, to, cc, subject, body.strip(), flags, folder, list(thread)))
            thread.append(mails[-1])
    return mails


def _read_head(head: str, cast: Cast) -> tuple[datetime, Person, list[Person], list[Person], dict[str, str]]:
    when, route, *special = (part.strip() for part in head.split(" | "))
    sender, _, rest = route.partition(" -> ")
    to, _, cc = rest.partition("; cc ")
    flags = dict(re.split(r": ", f"{flag}: ", maxsplit=1) for part in special for flag in part.split("; "))
    flags = {name: value.removesuffix(": ") for name, value in flags.items()}
    people = [[_person(who, cast) for who in group.split(", ") if who] for group in (sender, to, cc)]
    if not any(person.key == cast.workspace["mailbox"] for group in people for person in group):
        raise StoryError("nobody here is the owner of the mailbox")
    return moment(when), people[0][0], people[1], people[2], flags


def _person(text: str, cast: Cast) -> Person:
    if found := re.fullmatch(r"(.*) <(.*)>", text.strip()):
        return Person(key=found[2], name=found[1], email=found[2])
    return cast.people[text.strip()]


def mail_export(cast: Cast) -> bytes:
    """The whole mailbox as mbox, oldest first."""
    mails = [mail for path in sorted(STORIES.glob("*/mail.txt")) for mail in read_mails(path, cast)]
    out = []
    for mail in sorted(mails, key=lambda m: m.gmail_id):
        text = re.sub(r"^(>*From )", r">\1", _message(mail, cast), flags=re.MULTILINE)
        envelope = f"From {mail.gmail_id}@xxx {mail.date_in('UTC'):%a %b %d %H:%M:%S} +0000 {mail.at.year}"
        out.append(f"{envelope}\n{text}\n")
    return "\n".join(out).encode("ascii")


def _message(mail: Mail, cast: Cast) -> str:
    owner = cast.people[cast.workspace["mailbox"]]
    labels = ["Sent"] if mail.sender.key == owner.key else ["Inbox"]
    labels += mail.flags["labels"].split(",") if "labels" in mail.flags else [mail.folder] if mail.folder else []
    headers = {
        "X-GM-THRID": str((mail.thread[0] if mail.thread else mail).gmail_id),
        "X-Gmail-Labels": ",".join([*labels, "Unread" if "bulk" in mail.flags else "Opened"]),
        "Delivered-To": owner.email if mail.sender.key != owner.key else "",
        "MIME-Version": "1.0",
        "Date": f"{mail.date_in(mail.sender.zone):%a, %d %b %Y %H:%M:%S %z}",
        "Message-ID": mail.message_id,
        "In-Reply-To": mail.thread[-1].message_id if mail.thread else "",
        "References": "\n ".join(earlier.message_id for earlier in mail.thread),
        "Subject": _encoded(mail.title),
        "From": _addresses([mail.sender]),
        "To": _addresses(mail.to),
        "Cc": _addresses(mail.cc),
    }
    if "bulk" in mail.flags:
        headers["List-Id"] = f"<{mail.sender.email.replace('@', '.')}>"
        headers["List-Unsubscribe"] = f"<https://{mail.sender.email.split('@')[1]}/unsubscribe?u=48151>"
        headers["Precedence"] = "bulk"
    if "auto-reply" in mail.flags:
        headers |= {"Auto-Submitted": "auto-replied", "X-Autoreply": "yes", "Precedence": "auto_reply"}
    lines = [f"{name}: {value}" for name, value in headers.items() if value]
    return "\n".join(lines) + "\n" + _content(mail)


def _content(mail: Mail) -> str:
    """Content-Type onwards: plain, HTML or both; in an envelope with the attachment if there is one."""
    charset = "iso-8859-1" if mail.sender.mail == "outlook" and mail.sender.zone == "Europe/Lisbon" else "utf-8"
    parts = [] if "html only" in mail.flags else [_text_part("plain", _plain(mail), charset)]
    if "html only" in mail.flags or mail.sender.mail != "apple":
        parts.append(_text_part("html", _html(mail), charset))
    content = parts[0] if len(parts) == 1 else _multipart("alternative", parts, mail)
    if name := mail.flags.get("attach"):
        content = _multipart("mixed", [content, _attachment(name)], mail)
    return content


def _multipart(kind: str, parts: list[str], mail: Mail) -> str:
    boundary = "0000000000" + stable_hex(kind, mail.message_id, length=18)
    body = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n{body}--{boundary}--\n'


def _text_part(kind: str, text: str, charset: str) -> str:
    raw = text.encode(charset, "xmlcharrefreplace" if kind == "html" else "replace")
    if raw.isascii() and all(len(line) < 900 for line in text.splitlines()):
        return f'Content-Type: text/{kind}; charset="{charset}"\n\n{text}\n'
    body = quopri.encodestring(raw).decode("ascii")
    return f'Content-Type: text/{kind}; charset="{charset}"\nContent-Transfer-Encoding: quoted-printable\n\n{body}\n'


def _attachment(name: str) -> str:
    kind = {"pdf": "application/pdf", "csv": "text/csv", "png": "image/png", "ics": "text/calendar"}
    content = base64.b64encode(f"%PDF-1.4\n% {name}: a stand-in for the demo\n".encode()).decode()
    mime = kind.get(name.rpartition(".")[2], "application/octet-stream")
    return (
        f'Content-Type: {mime}; name="{name}"\nContent-Disposition: attachment; filename="{name}"\n'
        f"Content-Transfer-Encoding: base64\n\n{content}\n"
    )


def _signature(mail: Mail) -> str:
    if "iphone" in mail.flags:
        return "Sent from my iPhone"
    return "" if "no signature" in mail.flags else mail.sender.signature


def _plain(mail: Mail) -> str:
    """The text as the writer's program sends it: broken lines, signature, quote of the mail before."""
    wraps = mail.sender.mail == "gmail"
    text = "\n".join(_wrapped(line) for line in mail.body.splitlines()) if wraps else mail.body
    if signature := _signature(mail):
        text += "\n\n-- \n" + signature if mail.sender.mail == "gmail" else "\n\n" + signature
    if not mail.thread or "no quote" in mail.flags:
        return text
    earlier = mail.thread[-1]
    quoted = earlier.body + (f"\n\n{_signature(earlier)}" if _signature(earlier) else "")
    if mail.sender.mail == "outlook":
        rule = "_" * 32
        return f"{text}\n\n{rule}\n{chr(10).join(_outlook_head(earlier, mail.sender))}\n\n{quoted}"
    on = earlier.date_in(mail.sender.zone)
    if mail.sender.mail == "apple":
        opening = f"> On {on.day} {on:%b} {on.year}, at {on:%H.%M}, {earlier.sender.address} wrote:\n>"
    else:
        opening = _wrapped(f"On {on:%a}, {on.day} {on:%b %Y} at {on:%H:%M}, {earlier.sender.address} wrote:") + "\n"
        quoted = "\n".join(_wrapped(line) for line in quoted.splitlines())
    return f"{text}\n\n{opening}\n" + "\n".join(f"> {line}".rstrip() for line in quoted.splitlines())


def _wrapped(line: str) -> str:
    return textwrap.fill(line, GMAIL_WIDTH, break_long_words=False, break_on_hyphens=False)


def _outlook_head(earlier: Mail, reader: Person) -> list[str]:
    on = earlier.date_in(reader.zone)
    head = [f"From: {earlier.sender.address}", f"Sent: {on:%A}, {on.day} {on:%B} {on.year} {on:%H:%M}"]
    head.append("To: " + "; ".join(person.address for person in earlier.to))
    if earlier.cc:
        head.append("Cc: " + "; ".join(person.address for person in earlier.cc))
    return [*head, f"Subject: {earlier.title}"]


def _html(mail: Mail) -> str:
    """The HTML part: Gmail's divs and gmail_quote, or Outlook's MsoNormal and its header block."""
    outlook = mail.sender.mail == "outlook"
    body = _paragraphs(mail.body, "MsoNormal" if outlook else "")
    signature = _escaped(_signature(mail)).replace("\n", "<br>")
    if signature and outlook:
        body += f'<p class="MsoNormal">&nbsp;</p><p class="MsoNormal">{signature}</p>'
    elif signature:
        body += '<br clear="all"><div><br></div><span class="gmail_signature_prefix">-- </span><br>'
        body += f'<div dir="ltr" class="gmail_signature">{signature}</div>'
    quote = ""
    if mail.thread and "no quote" not in mail.flags:
        earlier = mail.thread[-1]
        if outlook:
            head = "<br>".join(
                f"<b>{key}:</b> {_escaped(value)}"
                for key, _, value in (line.partition(": ") for line in _outlook_head(earlier, mail.sender))
            )
            quote = f'<hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg">{head}</div>'
            quote += f"<div>{_paragraphs(earlier.body, 'MsoNormal')}</div>"
        else:
            on = earlier.date_in(mail.sender.zone)
            opening = f"On {on:%a}, {on.day} {on:%b %Y} at {on:%H:%M}, {_escaped(earlier.sender.address)} wrote:<br>"
            quote = f'<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{opening}</div>'
            quote += f'<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{_paragraphs(earlier.body, "")}'
            quote += "</blockquote></div>"
    if outlook:
        style = "<style>p.MsoNormal {margin:0cm}</style>"
        return f'<html><head>{style}</head><body lang="EN-GB">{body}{quote}</body></html>'
    return f'<div dir="ltr">{body}</div>{quote}'


def _paragraphs(text: str, css: str) -> str:
    """Paragraphs and bullets as HTML, links as links."""
    out = []
    for block in re.split(r"\n{2,}", text):
        lines = [
            re.sub(r"(https?://[^\s<]+[^\s<.,)])", r'<a href="\1">\1</a>', _escaped(line)) for line in block.split("\n")
        ]
        if all(line.startswith("* ") for line in lines):
            out.append("<ul>" + "".join(f"<li>{line[2:]}</li>" for line in lines) + "</ul>")
        else:
            inner = "<br>\n".join(lines)
            out.append(f'<p class="{css}">{inner}</p>' if css else f"<div>{inner}</div><div><br></div>")
    return "\n".join(out)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _encoded(text: str) -> str:
    """RFC 2047, for a header that is not ASCII."""
    return text if text.isascii() else f"=?UTF-8?B?{base64.b64encode(text.encode()).decode()}?="


def _addresses(people: list[Person]) -> str:
    return ", ".join(f"{_encoded(person.name)} <{person.email}>" for person in people)

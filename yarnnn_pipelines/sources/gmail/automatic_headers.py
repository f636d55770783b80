"""Headers by which a program says that it answered or wrote by itself, whatever the header is called.

Every server has its own: what counts is a name that says so (`X-Autoreply`, `X-EmailAutoResponder`) with any value but
"no", and a value that says so in a header that tells what a mail is, or which program wrote it. The names and values
that such programs are known by are collected at https://github.com/jpmckinney/multi_mail/wiki/Detecting-autoresponders;
RFC 3834 has only Auto-Submitted. What subjects and texts say is `automatic_words`' matter, senders' names `senders`'.
"""

from __future__ import annotations

import re
from email.message import Message

from yarnnn_pipelines.sources.gmail.headers import raw_header

# A header's name in small letters without what is no letter.
_NAME_SAYS_SO = re.compile(
    r"auto(?:matic(?:ally)?|mated)?(?:e?mail)?(?:repl(?:y|ies|ied)|respon[ds]\w*|generated|submitted|answer(?:ed)?|notif)"
    r"|^x?(?:mail)?vacation|outofoffice|^xoof|machinegenerated"
)
# It asks that nothing answers this mail by itself, or says what its sender's program does.
_ASKS_FOR_NONE = re.compile(r"suppress|disable|prevent|ignore|skip|block|allow|enable|(?:^x?|mail)(?:no|dont|not)auto")
# What only a program writes into mails that it sends itself, whatever it says there.
_OF_PROGRAMS = (
    *("X-Failed-Recipients", "X-MS-Exchange-Recall", "X-MS-Exchange-Recall-Message"),
    "X-MS-Exchange-Generated-Message-Source",
)
_NOT_SO = ("", "no", "false", "0", "none", "off", "never", "n")
# Which kind of mail it is, where it was delivered, and which program wrote it.
_KINDS = (
    *("Precedence", "X-Precedence", "Preference", "X-Preference", "X-POST-MessageClass", "X-Message-Class"),
    *("X-Message-Type", "Message-Type", "X-Loop", "Delivered-To", "X-Delivered-By"),
)
_WRITERS = ("X-Mailer", "User-Agent", "X-MimeOLE", "X-Generated-By", "X-Generator", "X-Originating-Program")
_KIND_SAYS_SO = re.compile(
    r"(?i)auto[-_ ]?(?:repl|respon|answer|generated|notif)|^(?:vacation|out[-_ ]of[-_ ]office|oof)$"
)
_WRITER_SAYS_SO = re.compile(
    r"(?i)auto[-_ ]?(?:repl(?!ace)|respon|answer)|^(?:\w+ )?vacation(?:[ /v(-]{0,2}\d|$)|out[-_ ]of[-_ ]office"
)


def says_it_is_automatic(mail: Message) -> bool:
    """Whether one of its headers says that a program wrote it, or that it is junk."""
    if any(raw_header(mail, name).strip() for name in _OF_PROGRAMS):
        return True
    if raw_header(mail, "Precedence").strip().lower() == "junk":
        return True
    if any(_KIND_SAYS_SO.search(value) for name in _KINDS if "@" not in (value := raw_header(mail, name).strip())):
        return True
    if any(_WRITER_SAYS_SO.search(raw_header(mail, name).strip()) for name in _WRITERS):
        return True
    return any(_names_itself(name) and _holds(mail, name) for name in mail.keys())  # noqa: SIM118, a message is no mapping


def _names_itself(name: str) -> bool:
    letters = re.sub(r"[^a-z]", "", name.lower())
    return _NAME_SAYS_SO.search(letters) is not None and _ASKS_FOR_NONE.search(letters) is None


def _holds(mail: Message, name: str) -> bool:
    """Whether it says more than "no"; RFC 3834 lets comments and parameters stand behind that."""
    return raw_header(mail, name).partition(";")[0].partition("(")[0].strip().lower() not in _NOT_SO

"""What makes it doubtful whose words a mail holds, where nothing says so for certain: a person has to look.

A forwarded mail that does not say where it begins, a mailbox that a program may write from, a program that sends mail
for people, a rule that sent it on, a subject, a header or words that tools write. What is certainly a program's is
`senders`'.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from email.message import Message
from typing import Literal

from yarnnn_pipelines.english.subjects import passes_on
from yarnnn_pipelines.sources.gmail.absence_subjects import is_wholly_an_absences
from yarnnn_pipelines.sources.gmail.authentication import authentication
from yarnnn_pipelines.sources.gmail.automatic_answers import may_be_an_automatic_answers
from yarnnn_pipelines.sources.gmail.automatic_texts import may_be_automatic_text
from yarnnn_pipelines.sources.gmail.automatic_words import is_an_absences, is_of_a_tools_kind
from yarnnn_pipelines.sources.gmail.headers import addresses, raw_header, raw_headers, words
from yarnnn_pipelines.sources.gmail.parts import NO_WORDS, Parts, Words, passes_something_on
from yarnnn_pipelines.sources.gmail.quotes import Letterhead
from yarnnn_pipelines.sources.gmail.senders import Person, is_rewritten
from yarnnn_pipelines.sources.gmail.signers import signs_themselves

Doubt = Literal[
    "forwarded",
    "answers_elsewhere",
    "proof_unreadable",
    "role_mailbox",
    "sent_by_program",
    "by_rule",
    "tool_subject",
    "answers_unwanted",
    "automatic_words",
]

# Mailboxes that ticket systems and shops write from as well as people.
_ROLE = re.compile(
    r"^(?:.*[-_.]bot|support|campaigns?|help|help[-_.]?desk|service|service[-_.]?desk|servicecenter|tickets?|desk"
    r"|customer[-_.]?(?:care|service"
    r"|support)|kundenservice|kundendienst|soporte|suporte|assistance|assistenza|news|info[-_.]?mail|marketing"
    r"|billing"
    r"|invoic(?:e|es|ing)|rechnung(?:en)?|faktura|factura(?:cion|s)?|orders?|bestellung(?:en)?|shop|store|webshop"
    r"|webmaster|hostmaster|root|admin|administrator|sysadmin|system|server|updates?|account|accounts|security|abuse"
    r"|survey|surveys|events?|webinars?|booking|bookings|reservations?|reports?|reporting|statistics|stats|archive"
    r"|assistant|ai|workflow|forms?|contactform|website|cms|crm|erp|api)(?:\+.*)?$",
    re.IGNORECASE,
)
# Parts of such an address: `marketing-updates`, `shop_orders`.
_ROLE_PART = re.compile(
    r"support|helpdesk|service|tickets?|news|marketing|billing|invoic(?:e|es|ing)|orders?|updates?|accounts?|security"
    r"|surveys?|events?|webinars?|bookings?|reservations?|reports?|reporting|statistics|stats|system|server|admin|build"
    r"|builds|ci|deploy|deployments?|releases?|status|reply|replies|vacation|monitor(?:ing)?|automation|integrations?"
)
# What a team calls the mailbox of a program, and nobody's name: a person's display name says that a person writes.
_PROGRAMS_PLACE = re.compile(r"builds?|ci|cd|deploy(?:ments?)?|releases?|status|repl(?:y|ies)|vacation|uptime")
_PERSONS_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3}")
_BOTS_NAME = re.compile(
    r"(?<!\w)(?:bot|chat-?bot|robot|daemon|system|server|automation|workflow|notifier)\W*$", re.IGNORECASE
)
# Programs that send mail for many as well as for one person: Amazon SES, SendGrid, Mailgun, HubSpot, Mandrill.
_SENDING_HEADERS = (
    *("Feedback-ID", "X-SG-EID", "X-SG-ID", "X-HS-Cid", "X-HubSpot-Cid", "X-SES-Outgoing", "X-Mailgun-Sid"),
    *("X-Mandrill-User", "X-MC-User", "X-PM-Message-Id", "X-MJ-Mid", "X-Campaign", "X-CampaignId", "X-Campaign-Id"),
    *("X-SFMC-Stack", "X-SFDC-LK", "X-Marketo-ID", "X-Mkt-Id", "X-Klaviyo-Message-Id", "X-Cloudmark-Score-Campaign"),
    *(
        "X-Report-Abuse",
        "X-Report-Abuse-To",
        "X-CSA-Complaints",
        "X-MSFBL",
        "X-EDA-Campaign",
        "X-rpcampaign",
        "X-Sib-Id",
    ),
)
_SENDING_PROGRAM = re.compile(
    r"php|swift ?mailer|nodemailer|symfony|drupal|joomla|wordpress|zapier|salesforce|zendesk|freshdesk|otrs"
    r"|mailgun|ses\b"
    r"|postmark|sendgrid|laravel|django|rails|javamail|powershell|system\.net\.mail|cron|blat|swaks",
    re.IGNORECASE,
)
_RULES_HEADERS = ("X-MS-Exchange-Inbox-Rules-Loop", "X-Loop", "X-Forwarded-By-Rule", "X-AutoForward", "X-Autoforwarded")
# Exchange writes X-Auto-Response-Suppress into its automatic answers, and Outlook into mails of people's tools
# ([MS-OXCMAIL] 2.2.3.2.14).
_NOTHING_SUPPRESSED = ("", "none")
_ELSEWHERE = (
    *("Reply-To", "Delivered-To", "X-Original-To", "X-Delivered-To", "X-Envelope-To", "Envelope-To", "X-Forwarded-To"),
    *("X-Forwarded-For", "X-Original-Recipient", "Resent-From", "Resent-To", "Resent-Cc", "Resent-Bcc"),
    *("Apparently-To", "X-Rcpt-To", "X-Apparently-To", "Original-Recipient", "X-Gm-Original-To", "Mail-Followup-To"),
    *("Mail-Reply-To", "X-Original-Sender", "X-Original-From", "Followup-To", "Disposition-Notification-To"),
)
_DOMAIN = re.compile(r"[^\s<>()\[\]\"',;:|@]{1,64}@((?:[\w-]{1,63}\.)+[^\W\d_]{2,})")
_MOST_DOMAINS = 20
_SHORTEST_LABEL = 4  # of a domain; shorter ones stand in others by chance
_DRAWN_ALIKE = str.maketrans("01l5", "oiis")


def doubt_of(mail: Message, author: Person, parts: Parts, head: Letterhead, own: Words = NO_WORDS) -> Doubt | None:
    """Why a person must look whose words it holds; None without a reason. own: its words without quotes, and its
    signature; no tool signs with its sender's own name, but a program that answers for them does."""
    subject = words(raw_header(mail, "Subject"))
    if passes_on(subject) and not passes_something_on(parts, head):
        return "forwarded"
    if _answers_go_elsewhere(mail, author):
        return "answers_elsewhere"
    if _is_proof_unreadable(mail, author):
        return "proof_unreadable"
    if _is_a_role(author) or _BOTS_NAME.search(author["name"]):
        return "role_mailbox"
    if any(raw_header(mail, name) for name in _RULES_HEADERS):
        return "by_rule"
    programs = " ".join(raw_header(mail, name) for name in ("X-Mailer", "User-Agent", "X-Originating-Program"))
    if any(raw_header(mail, name) for name in _SENDING_HEADERS) or _SENDING_PROGRAM.search(programs):
        return "sent_by_program"
    if is_an_absences(subject) or is_wholly_an_absences(subject) or may_be_an_automatic_answers(subject):
        return "tool_subject"
    if is_of_a_tools_kind(subject) and not signs_themselves(own.signature, author):
        return "tool_subject"
    if raw_header(mail, "X-Auto-Response-Suppress").strip().casefold() not in _NOTHING_SUPPRESSED:
        return "answers_unwanted"
    return "automatic_words" if may_be_automatic_text(own.text) else None


def _is_a_role(author: Person) -> bool:
    """Whether the address is called by what it is for; one of a person who is called so ("Ann Store") is theirs."""
    mailbox, _, domain = author["email"].partition("@")
    if _ROLE.match(mailbox):
        return True
    parts = [part for part in re.split(r"[-_.]", mailbox.partition("+")[0].lower()) if part]
    name = author["name"].casefold()
    has_persons_name = _PERSONS_NAME.fullmatch(name) is not None and not any(map(_ROLE_PART.fullmatch, name.split()))
    if len(parts) == 1:
        return _PROGRAMS_PLACE.fullmatch(parts[0]) is not None and not has_persons_name
    others = [part for part in parts if not _ROLE_PART.fullmatch(part) and part not in domain.split(".")]
    is_of_a_person = bool(others) and all(part in name for part in others)
    return len(others) < len(parts) and not is_of_a_person and not has_persons_name


def _is_proof_unreadable(mail: Message, author: Person) -> bool:
    """Whether the receiving server could not read what the sender's domain says of its mails (RFC 7489)."""
    proof = authentication(mail, author)
    return proof is not None and proof["verdict"] == "none" and proof["dmarc"] in ("permerror", "temperror")


def _answers_go_elsewhere(mail: Message, author: Person) -> bool:
    """Whether Reply-To names somebody of the author's name at another domain, or a domain that looks like theirs."""
    domain = author["email"].rpartition("@")[2]
    if not domain or is_rewritten(mail, author):
        return False
    name = _letters(author["name"])
    for one in addresses(raw_headers(mail, "Reply-To")):
        other = one["email"].rpartition("@")[2]
        if f".{other}".endswith(f".{domain}") or f".{domain}".endswith(f".{other}"):
            continue
        if (name and name == _letters(one["name"])) or _looks_like(other, domain):
            return True
    return False


def _letters(name: str) -> list[str]:
    """The words of a name, without the order in which they stand."""
    return sorted(re.findall(r"[^\W\d_]+", name.casefold()))


def _looks_like(other: str, domain: str) -> bool:
    """`acme.example.co`, `acme-pay.example`, `acrne.example` beside `acme.example`."""
    own = max(domain.split(".")[:-1], key=len, default="")
    if len(own) < _SHORTEST_LABEL:
        return False
    if re.search(rf"(?<![^\W_]){re.escape(own)}(?![^\W_])", other):
        return True
    return any(_drawn(label) == _drawn(own) for label in other.split("."))


def _drawn(label: str) -> str:
    """A label by what its letters look like."""
    plain = label.replace("-", "").replace("rn", "m").replace("vv", "w").replace("cl", "d")
    return plain.translate(_DRAWN_ALIKE)


def other_domains(mail: Message, author: Person, people: Mapping[str, Collection[Mapping[str, str]]]) -> list[str]:
    """Domains that other headers name than those of its writer and recipients: where answers go, where it was
    delivered, who sent it on. In the order of the headers, and no addresses."""
    known = {author["email"].rpartition("@")[2]}
    known.update(person["email"].rpartition("@")[2] for listed in people.values() for person in listed)
    found: dict[str, None] = {}
    for name in _ELSEWHERE:
        raw = raw_headers(mail, name)
        named = [one["email"].rpartition("@")[2] for one in addresses(raw)] + _DOMAIN.findall(" ".join(raw).lower())
        found.update(dict.fromkeys(domain.rstrip(".") for domain in named if domain))
    return [domain for domain in found if domain not in known][:_MOST_DOMAINS]

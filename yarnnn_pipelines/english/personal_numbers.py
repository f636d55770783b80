"""Numbers and addresses that belong to a person: cards, accounts, telephones, mail addresses, streets.

Order and ticket numbers look like telephone numbers and are told by the word before; days and times are no numbers of
a person.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, written, written_exactly

NUMBER_OF_A_PERSON = Pattern(
    written_exactly("card", r"(?<!\w)(?:\d[ .-]?){12,18}\d(?!\w)", "the card 4111.1111.1111.1111"),
    written_exactly(
        "account", r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,}", "the account GB29 NWBK 6016 1331 9268 was updated"
    ),
    written_exactly("international telephone", r"(?<!\w)\+\d[\d ()/.-]{7,}", "+351 912 345 678"),
    written_exactly("mail address", r"\b[\w.+-]+@[\w-]+\.\w+", "write to dana@acme.example"),
    written_exactly("social security number", r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])", "the SSN 078-05-1120"),
)
# As people write it: an area code in brackets or after a 0, or 212-555-0147. The groups of three are joined alike.
TELEPHONE = Pattern(
    written_exactly(
        "national telephone",
        r"(?<!\w)(?:\((?!(?:19|20)\d\d\))\d{2,5}\)[ /-]?\d[\d -]{4,}\d|00[1-9]\d{7,13}|0[1-9](?:[ /-]?\d){7,11}"
        r"|\d{3}([ .-])\d{3}\1\d{4})(?![\w.,]\d|\w)",
        "(212) 555-0147",
        "00351912345678",
        "0171 2345678",
        "212-555-0147",
        unlike=("(2026) 11 12",),
    )
)
AFTER_A_TELEPHONE_WORD = Pattern(
    written(
        "telephone word",
        r"\b(?:(?:tele)?phone|tel|hotline|whatsapp|fax"
        r"|(?:mobile|cell)(?:\s+(?:phone|number|no\.?))?(?=\s*(?:is\b|:|\d)))"
        r"\b[^\d€$£]{0,25}(?:\d[ ()/.-]{0,2}){7,}",
        "The telephone 912 345 678 was added",
        unlike=("Phone orders rose to 1200",),
    )
)
COUNTED_THING = Pattern(
    written(
        "numbered thing",
        r"\b(?:orders?|tickets?|invoices?|cases?|ref|reference|articles?|sku|items?|po|issues?|builds?|versions?|releases?"
        r"|commits?|batch|parcel|tracking|serial|contract|booking|campaign|id|ids)\W*(?:no|nr|number|id|code)?\W*$",
        "Order no. ",
    )
)
STREET = Pattern(
    written_exactly(
        "English",
        r"(?<![\w-])\d{1,4}[a-zA-Z]?,?\s+(?!Google|Shared|Team|Hard|Test)(?:[A-Z][\w'’-]+\s+){1,3}"
        r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Boulevard|Blvd|Square|Terrace)\b",
        "12 Elm Street",
        unlike=("3 Google Drive folders",),
    ),
    written_exactly(
        "German",
        r"\b[A-ZÄÖÜ][\w-]+(?:straße|strasse|str\.|gasse|allee|weg|platz)\s+\d{1,4}\b|\b[A-Z]\w+\s+(?:Straße|Strasse)\s+\d",
        "Lindenstraße 14",
        "Berliner Straße 3",
    ),
    written_exactly(
        "French",
        r"\b\d{1,4},?\s+(?:bis\s+)?(?:rue|avenue|boulevard|place|impasse|chemin)\s+(?:d[eu]s?\b|d['’]|[A-Z])",
        "14 rue de Rivoli",
    ),
    written_exactly(
        "Portuguese, Spanish or Italian",
        r"\b(?:Rua|Avenida|Travessa|Calle|Via|Viale|Praça|Plaza)\s+(?:\w+\s+){1,4}?\d{1,4}\b",
        "Rua das Flores 22",
    ),
)
_ACCOUNT = re.compile(r"(?i)(?<!\w)[a-z]{2}\d{2}(?:\s?[a-z0-9]){11,30}(?!\w)")
_DAY_OR_TIME = re.compile(
    r"(?<![\d.-])(?:(?:\d{1,2}([./-])\d{1,2}\1(?:19|20)?\d\d)|(?:(?:19|20)\d\d([./-])\d{1,2}\2\d{1,2}))(?!\d)|\b\d{1,2}:\d\d\b"
)


def holds_a_number_of_a_person(text: str) -> bool:
    """A card, an account, a telephone number or a mail address."""
    undated = _DAY_OR_TIME.sub(" · ", text)
    if NUMBER_OF_A_PERSON.found_in(undated) or AFTER_A_TELEPHONE_WORD.found_in(undated):
        return True
    if any(_is_account(match[0]) for match in _ACCOUNT.finditer(undated)):
        return True
    return any(not COUNTED_THING.found_in(undated[: match.start()]) for match in TELEPHONE.finditer(undated))


def holds_a_street(text: str) -> bool:
    """A house number with its street."""
    return STREET.found_in(text)


def _is_account(written_number: str) -> bool:
    """Whether the check digits of an IBAN are right (ISO 13616), for all of it or without the words that follow."""
    ends = [len(written_number), *(match.start() for match in re.finditer(r"\s", written_number))]
    accounts = [re.sub(r"\s", "", written_number[:end]).upper() for end in ends]
    return any(
        len(account) >= 15
        and sum(map(str.isdigit, account)) >= 10
        and int("".join(str(int(letter, 36)) for letter in account[4:] + account[:4])) % 97 == 1
        for account in accounts
    )

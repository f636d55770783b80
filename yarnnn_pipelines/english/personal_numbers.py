"""Numbers and addresses that belong to a person: cards, accounts, telephones, mail addresses, streets.

Order and ticket numbers look like telephone numbers and are told by the word before; days and times are no numbers of
a person. Where a number proves itself by check digits, python-stdnum does the sum; a number with its name before it
("NIF 245678901") needs no proof.
"""

from __future__ import annotations

import re

from stdnum import iban
from stdnum.es import dni, nie
from stdnum.fr import nir
from stdnum.it import codicefiscale

from yarnnn_pipelines.english.alternatives import Pattern, written, written_exactly

NUMBER_OF_A_PERSON = Pattern(
    written_exactly("card", r"(?<!\w)(?:\d[ .-]?){12,18}\d(?!\w)", "the card 4111.1111.1111.1111"),
    written_exactly(
        "account", r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,}", "the account GB29 NWBK 6016 1331 9268 was updated"
    ),
    written_exactly("international telephone", r"(?<!\w)\+\d[\d ()/.-]{7,}", "+351 912 345 678"),
    written_exactly(
        "card with slashes", r"(?<![\w/])\d{4}(?:\s?[/|_·]\s?\d{4}){2}\s?[/|_·]\s?\d{1,7}(?!\w)", "4111/1111/1111/1111"
    ),
    written_exactly("mail address", r"\b[\w.+-]+(?:@|\s@\s)[\w-]+\.\w+", "write to dana@acme.example"),
    written(
        "mail address, veiled",
        r"(?<![\w.+-])[\w.+-]{1,64}\s*[\[({<]\s*(?:at|@|ät|arroba)\s*[\])}>]\s*[\w-]+"
        r"|(?<![\w.+-])[\w.+-]{1,64}\s+at\s+[\w-]+\s+(?:dot|punkt)\s+\w{2,}",
        "dana [at] acme.example",
        "dana.reyes(at)gmail.com",
        "dana at gmail dot com",
        unlike=("the stand (at the fair) was booked",),
    ),
    written(
        "bank account",
        r"\b(?:sort\s*-?code|routing|iban|bic|swift|kontonummer|konto|blz|bankleitzahl|nib|(?:bank\s+)?account)\b"
        r"(?:\s+(?:no|nr|number|is|was|changed|to|now)\b\.?)*\s*[:=#(]?\s*(?=(?:[ -]?\w){0,20}\d)\d[\d -]{4,}\d",
        "account 31926819",
        "sort code 20-00-00",
        unlike=("the account 360 view was launched",),
    ),
    written(
        "person's papers",
        r"\b(?:passports?|reisepass|passaporte|pasaporte|(?:id|identity)\s*-?card|personalausweis"
        r"|driv(?:ing|er['’]?s)\s+licen[cs]e|visa|cart[ãa]o\s+de\s+cidad[ãa]o)\b"
        r"[^.!?\d]{0,25}?(?=[A-Z0-9]*\d{4})[A-Z0-9]{7,}\b(?!\s+(?:users|people|times|visits|readers))",
        "passport X1234567",
        unlike=("the passport page reached 12 000 visitors",),
    ),
    written(
        "tax or insurance number",
        r"\b(?:nif|nie|nipc|niss|dni|cpf|bsn|nino|nir|pesel|ssn|itin|steuernummer|codice\s+fiscale|contribuinte|svnr|ahv|nhs"
        r"|(?:national\s+insurance|ni|tax|social\s+security|steuer|insurance)[ -]*(?:id|no|nr|number|nummer|code))"
        r"\b[^.!?\d€$£]{0,25}?(?:[A-Z]{0,6}\d[ ./-]?){6,}[A-Z]?\b",
        "NIF 245678901",
        "her tax id is 12 345 678 901",
        unlike=("the tax page was read by 1200 people",),
    ),
    written_exactly(
        "British insurance number", r"(?<![\w-])[A-CEGHJ-PR-TW-Z]{2} ?(?:\d\d ?){3}[A-D](?![\w-])", "AB 12 34 56 C"
    ),
    written_exactly("social security number", r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])", "078-05-1120"),
)
# As people write it: an area code in brackets or after a 0, or 212-555-0147. The groups of three are joined alike.
TELEPHONE = Pattern(
    written_exactly(
        "national telephone",
        r"(?<!\w)(?:\((?!(?:19|20)\d\d\))\d{2,5}\)[ /-]?\d[\d -]{4,}\d|00[1-9]\d{7,13}|0[1-9](?:[ /-]{0,3}\d){7,11}"
        r"|\(0\)\s?\d{2,5}(?:[ /-]{0,3}\d){5,9}"
        r"|\d{3}([ .-])\d{3}\1\d{4})(?![\w.,]\d|\w)",
        "(212) 555-0147",
        "00351912345678",
        "0171 2345678",
        "0171 - 234 56 78",
        "(0)20 7946 0958",
        "212-555-0147",
        unlike=("(2026) 11 12",),
    ),
    # Nine digits in threes are as often a count: what is counted stands behind it.
    written(
        "telephone in threes",
        r"(?<![\w.,€$£-])(?<![€$£]\s)[2-9]\d\d(?P<joint>[ .-])\d{3}(?P=joint)\d{3}(?![\w%€$£]|[.,-]\d)"
        r"(?!\s*(?:%|€|\$|£|(?!(?:is|was|on|for|and|to|in|at|after|before|or|from|instead|works?|if|has)\b)[a-z]))",
        "call 912 345 678",
        unlike=("912 345 678 visits", "€912 345 678"),
    ),
)
AFTER_A_TELEPHONE_WORD = Pattern(
    written(
        "telephone word",
        r"\b(?:(?:tele)?phone|tel|hotline|whatsapp|fax"
        r"|(?:mobile|cell)(?:\s+(?:phone|number|no\.?))?(?=\s*(?:is\b|:|\d)))"
        r"\b[^\d€$£]{0,25}(?:\d[ ()/.-]{0,2}){7,}",
        "The telephone 912 345 678 was added",
        unlike=("Phone orders rose to 1200",),
    ),
    written(
        "number to call",
        r"\b(?:call|ring|dial|text|sms|(?:his|her|my|private|direct|['’]s)\s+number)\s+(?:(?:is|me|us|him|her|[\w'’]+)\s+)?"
        r"(?:(?:at|on|under|is)\s+)?(?:\d[ ()/.-]{0,2}){8,}",
        "call 912345678",
        unlike=("the call about order 47112026 was moved",),
    ),
)
# Words of a sum or a count before digits in threes.
COUNTED_BEFORE = Pattern(
    written(
        "figure",
        r"\b(?:to|by|from|of|about|over|only|reached|counted|total|than|at|nearly|almost|around|views|visits|impressions"
        r"|reach|clicks|budget)\W*$",
        "visits rose to ",
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
_CITY = (
    r"(?:Amsterdam|Rotterdam|Utrecht|Berlin|Hamburg|München|Munich|Köln|Cologne|Frankfurt|Wien|Vienna|Zürich"
    r"|Zurich|Bern|Basel|Paris|Lyon|Lisbo[na]|Lisboa|Porto|Madrid|Barcelona|Sevilla|London|Dublin|Manchester|Brussels|Bruxelles|Antwerp|Milano?|Rom[ae]|Copenhagen|Stockholm|Oslo|Prague|Warsaw)"
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
    written_exactly(
        "Dutch",
        r"\b[A-Z]\w+(?:straat|gracht|laan|plein|kade|dijk|steeg|singel|markt|rak)\s+\d{1,4}\b",
        "Keizersgracht 174",
    ),
    written_exactly(
        "with its city",
        rf"\b(?!(?:Hall|Booth|Stand|Store|Shop|Room|Floor|Hotel|Phase|Day|Part|Page|Week|Version|Sprint|Gate|Platform|Studio|Batch"
        rf"|Banner|Wave|Round|Order|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\s|{_CITY})[A-Z]\w{{3,}}\s+\d{{1,4}}[a-z]?,\s+"
        rf"(?:\d{{4,5}}(?:-\d{{3}})?\s?(?:[A-Z]{{2}}\s)?\s?)?{_CITY}\b",
        "Singel 5, Amsterdam",
        unlike=("Hall 5, Berlin", "November 5, Berlin"),
    ),
)
_ACCOUNT = re.compile(r"(?i)(?<!\w)[a-z]{2}\d{2}(?:\s?[a-z0-9]){11,30}(?!\w)")
_PERSONAL_NUMBER = re.compile(
    r"(?<![\w-])(?:\d{8}-?[A-Z]|[XYZ]-?\d{7}-?[A-Z]"
    r"|[A-Z]{6}\d\d[A-Z]\d\d[A-Z]\d{3}[A-Z]|[12] ?\d\d ?\d\d ?\d\d ?\d{3} ?\d{3} ?\d\d)(?![\w-])"
)
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
    if any(_is_of_a_person(match[0]) for match in _PERSONAL_NUMBER.finditer(undated)):
        return True
    return any(_is_telephone(match, undated) for match in TELEPHONE.finditer(undated))


def holds_a_street(text: str) -> bool:
    """A house number with its street."""
    return STREET.found_in(text)


def _is_telephone(match: re.Match[str], text: str) -> bool:
    """Whether the digits are no order's, no ticket's and no figure's, by the words before."""
    before = text[: match.start()]
    in_threes = re.fullmatch(r"\d{3}\D\d{3}\D\d{3}", match[0])
    return not COUNTED_THING.found_in(before) and not (in_threes and COUNTED_BEFORE.found_in(before))


def _is_account(written_number: str) -> bool:
    """Whether the check digits of an IBAN are right (ISO 13616), for all of it or without the words that follow."""
    ends = [len(written_number), *(match.start() for match in re.finditer(r"\s", written_number))]
    return any(iban.is_valid(written_number[:end]) for end in ends)


def _is_of_a_person(written_number: str) -> bool:
    """Whether a number has the form and check digits of a Spanish, Italian or French person's."""
    return any(country.is_valid(written_number) for country in (dni, nie, codicefiscale, nir))

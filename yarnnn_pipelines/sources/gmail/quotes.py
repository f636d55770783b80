"""Where in a mail's lines the words of an earlier mail stand: quoted replies, forwarded mails, wrapped tails of `>`.

Judged by shape, not by language: a block of `Word: value` lines with people and a date, a line with a date and an
address that ends in a colon, lines with `>`. Words of single languages only help where a shape alone says too little.
Signatures and footers are `signatures`' work; what HTML marks as a quote is `shared.html`'s; whether words stand in an
earlier mail of the thread is looked up in the context, which knows the thread.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from yarnnn_pipelines.sources.gmail.header_words import FORM_LABELS, OTHER_LABELS, PERSON_LABELS, SEPARATORS, WROTE
from yarnnn_pipelines.sources.gmail.others_words import (
    is_bulleted_quote,
    opens_anothers_words,
    speakers,
    without_tagged_quotes,
)

# Marks of direction and width that programs put around names and dates; they are no letters of a line.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# Its parts are as long as RFC 5321 lets them be: in a line of a million signs, not each is tried as a beginning.
_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:|@]{1,64}@[^\s<>()\[\]\"',;:|@]{1,255}\.[^\W\d_]{2,}")
_BRACKETED_ADDRESS = re.compile(r"[<(\[](?:mailto:)?[^\s<>()\[\]]{1,320}@[^\s<>()\[\]@]{1,255}[>)\]]")
_TIME = re.compile(r"(?<![\d.:])\d{1,2}\s?(?:[:.h時时點点]|시\s?)\s?\d{2}(?!\d|[.:]\d{3,})")
_YEAR = re.compile(r"(?<!\d)(?:1[34]|19|20|25)\d\d(?!\d)")
_DAY = re.compile(r"(?<!\d)(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{4}\s?[年년])(?!\d)")
_LABEL = re.compile(r"^[*_ ]*(?P<label>[^\W\d_][^:：<>@\d]{0,28}?)[*_ ]*[:：][*_ \t]*(?P<value>.*)$")
_COLON = re.compile(r"[:：]\W{0,3}$")
_RULE = re.compile(r"^\s*(?:[_-]{10,}|[-_=*]{3,}\s?)\s*$")
_DASHED = re.compile(r"^[-_=*—–]{2,}\s*(?P<words>\S.{2,300}?)\s*[-_=*—–]{2,}[:：]?$")
_LINK = re.compile(r"^[<(\[]?https?://\S+\s?[>)\]]?(?: >)?$")
# Help desks and task lists write it above their notices: what stands below it in an answer is the notice.
_REPLY_ABOVE = re.compile(
    r"^[^\w\s]{2,20}\W{0,4}(?=.{0,60}(?:reply|type|write|respond|antwort|répon|respond|respuesta|resposta|rispost|antwoord))"
    r".{0,60}(?:above this line|(?:oberhalb|über) dieser Zeile|au[- ]dessus de cette ligne|encima de esta línea"
    r"|acima desta linha|sopra questa riga|boven deze regel).{0,40}$",
    re.IGNORECASE,
)
_GROUPWISE = re.compile(r"^>>> .*\d")
_SENTENCE_END = re.compile(r"[.!?。！？…][\"'”’)\]]*$")
# Ends of a line that are none of a sentence: a day or an abbreviation within a date ("So., 23.", "2026. nov.").
_DATE_GOES_ON = re.compile(r"(?:\d|(?<!\w)[^\W\d_]{1,6})\.$")
# Nobody's program writes of itself: a line that begins so is its author's, though it has a date and an address.
_IN_PERSON = re.compile(
    r"^(?:I|I['’]\w+|We|We['’]\w+|You|He|She|They|My|Our|Your|Please|Ich|Wir|Sie|Bitte|Unsere?|Je|J['’]\w+|Nous|Vous"
    r"|Yo|Nosotros|Eu|Nós|Io|Noi|Ik|Wij)\s"
)
_NAME_WROTE = re.compile(
    r"^[*_\"]*(?:[^\W\d_a-zß-ÿ][\w.'’-]*(?: [^\W\d_a-zß-ÿ][\w.'’-]*){0,3}[*_\"]*"
    rf"|(?:[\w.'’\"-]+ ){{0,4}}{_BRACKETED_ADDRESS.pattern}) (?P<verb>[^<>@]+)$"
)
_MID_LINE = re.compile(
    r"(?<=\w\w)(?:[.!?…]|[.!?…]?[ -]*-{2,})?\s+"
    r"(?=(?:On|Am)\s(?:\d|[A-Z]\w{1,8}\b)|(?:Le|El|Il giorno|Em|Op)\s(?:\d|[a-zà-ÿ]{2,9}\b))"
)
_REPLY_PREFIX = re.compile(r"^(?:\s*(?:\[[^\]]{1,40}\]|[^\W\d_]{1,12}(?:\s?[\[(]\d+[\])])?\s*[:：]))+\s*")

_ATTRIBUTION_LINES = 6
_ATTRIBUTION_LENGTH = 400
_WRAPPED_FROM = 40  # characters; a line that a program broke is at least that long
_HEADER_LINES = 14
_FIRST_LABELS = 4  # of a block: what stands further down may be the quoted mail's own
_LONGEST_QUOTED_LINE = 66  # characters from which the next word may have been wrapped below it
_WORDS_OF_DATE_AND_ADDRESS = 8


@dataclass(frozen=True)
class Letterhead:
    """What the mail's own headers say, by which a quoted header is known in any language.

    people: names and addresses in From, To and Cc, case-folded; subject: without `Re:` and its like, case-folded.
    """

    people: Collection[str] = ()
    subject: str = ""


def letterhead(people: Collection[str], subject: str) -> Letterhead:
    """people: names and addresses as they stand in the headers; subject: as it stands there."""
    names = {person.casefold().strip(" '\"") for person in people}
    return Letterhead(frozenset(name for name in names if len(name) > 2), _bare_subject(subject))


def without_quotes(lines: list[str], of: Letterhead) -> list[str]:
    """The lines without quoted and forwarded mails; answers between quoted lines stay."""
    lines = without_tagged_quotes(lines)
    seen = [_UNSEEN.sub("", line) for line in lines]
    spoken = speakers(seen, frozenset(of.people))
    quoted = _quoted(seen)
    introduces = _may_introduce(seen, quoted)
    own: list[str] = []
    index = 0
    while index < len(lines):
        if quoted[index]:
            if _is_groupwise(seen[index].strip()) or _ends_in_a_letterhead(seen, quoted, index, of):
                break
        elif _REPLY_ABOVE.match(seen[index].strip()):
            if any(line.strip() for line in own):
                break
        elif _is_separator(seen[index].strip()) or _header_block(seen, index, of):
            break
        elif length := _attribution(seen, quoted, index, of) if introduces[index] else 0:
            own += _on_the_same_line(seen[index], " ".join(seen[index : index + length]))
            if not _quote_follows(seen, quoted, index + length):
                break
            index += length
            continue
        elif opens_anothers_words(seen, index):
            if not _quote_follows(seen, quoted, index + 1):
                break
        elif not spoken[index]:
            own.append(lines[index])
        index += 1
    while own and (not own[-1].strip() or _RULE.match(own[-1])):
        own.pop()
    return own


def _on_the_same_line(line: str, attribution: str) -> list[str]:
    """The author's words that an attribution follows on their own line: `Agreed. On Tue, 10 Nov 2026, Mia wrote:`."""
    for match in _MID_LINE.finditer(line):
        words = line[: match.end()].rstrip(" -_")
        if _dated(attribution[match.end() :]) and not _dated(words) and not _ADDRESS.search(words):
            return [words]
    return []


def _quoted(lines: list[str]) -> list[bool]:
    """Of each line whether it is quoted: begins with `>`, or is the wrapped tail of one that does."""
    marked = [line.lstrip()[:1] in (">", "|", "＞") and _is_marked(lines, index) for index, line in enumerate(lines)]
    marked = [mark or is_bulleted_quote(line) for mark, line in zip(marked, lines, strict=True)]
    for index in range(1, len(lines)):
        if marked[index - 1] and not marked[index] and _is_tail(lines, index):
            marked[index] = True
    return marked


def _is_marked(lines: list[str], index: int) -> bool:
    """A line with `>` before it; one such line alone may be the author's own (">5% growth"), and `|` a table's."""
    line = lines[index].lstrip()
    mark = line[0]
    if line.rstrip().endswith("<<"):  # >>> https://studio.example <<<
        return False
    if mark != "|" and line[1:2] in ("", " ", ">", "\t"):
        return True
    around = [other.lstrip() for other in lines[max(index - 1, 0) : index] + lines[index + 1 : index + 2]]
    if mark == "|":
        return "|" not in line[1:] and any(other.startswith("|") and "|" not in other[1:] for other in around)
    return any(other.startswith(mark) for other in around)


def _is_tail(lines: list[str], index: int) -> bool:
    """A program broke the quoted line above once more and did not mark what it carried over."""
    above, line = lines[index - 1].rstrip(), lines[index].strip()
    following = lines[index + 1].lstrip() if index + 1 < len(lines) else ""
    if line and following.startswith(">") and (_LINK.match(line) or above.count("(") > above.count(")")):
        return True
    if not line or _SENTENCE_END.search(above) or _COLON.search(above):
        return False
    if following and not following.startswith(">"):
        return False
    return len(line) < len(above) and len(above) + 1 + len(line.split(maxsplit=1)[0]) > _LONGEST_QUOTED_LINE


def _quote_follows(lines: list[str], quoted: list[bool], index: int) -> bool:
    following = next((number for number in range(index, min(index + 4, len(lines))) if lines[number].strip()), None)
    return following is not None and quoted[following]


def _is_separator(line: str) -> bool:
    """`-----Original Message-----` in any language that is listed, or a dated line between dashes in any other."""
    bare = line.strip("-_=*—–:：<>| \t").casefold()
    if bare in SEPARATORS and (len(bare) < len(line) or bare.startswith("begin ")):
        return True
    match = _DASHED.match(line)
    if not match:
        return False
    dashed = match["words"].rstrip(" :：")
    verb = WROTE.search(dashed)
    is_verb_last = verb is not None and verb.end() == len(dashed)
    return is_verb_last or (_dated(dashed) and bool(_ADDRESS.search(line) or verb))


def _is_groupwise(line: str) -> bool:
    """`>>> Mia Torres <mia@studio.example> 10.11.2026 09:12 >>>`: the mail below it has no marks."""
    return bool(_GROUPWISE.match(line)) and (_dated(line) or bool(_ADDRESS.search(line)))


def _ends_in_a_letterhead(lines: list[str], quoted: list[bool], index: int, of: Letterhead) -> bool:
    """Orange and its like mark only the header of the mail they quote with `>`: what follows is that mail."""
    if index and quoted[index - 1]:
        return False
    end = next((number for number in range(index, len(lines)) if not quoted[number]), len(lines))
    marked = [line.lstrip()[1:].strip() for line in lines[index:end]]
    if len(marked) > _HEADER_LINES or end == len(lines):
        return False
    head = next((number for number in range(len(marked)) if _header_block(marked, number, of)), None)
    if head is None:
        return False
    return all(not line or _LABEL.match(line) for line in marked[head:])


def _header_block(lines: list[str], index: int, of: Letterhead) -> bool:
    """`Word: value` lines as stand above a quoted mail: somebody, a date, and somebody else or the subject."""
    first = _LABEL.match(lines[index].strip())
    if not first:
        return False
    labels, values = _block_from(lines, index)
    if len(values) < 2:
        return False
    listed = sum(label in PERSON_LABELS or label in OTHER_LABELS for label in labels)
    signs = sum(_names_someone(value, of) for value in values) + sum(
        _bare_subject(v) == of.subject for v in values if v
    )
    is_from_somebody = labels[0] in PERSON_LABELS and bool(re.search(r"[^\W\d_]{2}", values[0]))
    # "From: Lisbon, To: Porto, Date: Friday" has three such words as well, in another order
    if is_from_somebody and (listed >= 4 or (listed >= 3 and _dated(values[1]))):
        return True
    if not FORM_LABELS.isdisjoint(labels[:_FIRST_LABELS]):
        return False
    if is_from_somebody and listed >= 3 and signs:
        return True
    if not any(_dated(value) for value in values):
        return False
    if set(labels[:2]) <= (PERSON_LABELS | OTHER_LABELS) and len(values) <= 4 and any(map(_ADDRESS.search, values)):
        return True
    if is_from_somebody and listed >= 2 and (signs or _RULE.match(_line_above(lines, index))):
        return True
    begins = _names_someone(values[0], of) or bool(_dated(values[0])) or bool(_ADDRESS.search(values[0]))
    return len(values) >= 3 and begins and signs >= 2


def _block_from(lines: list[str], index: int) -> tuple[list[str], list[str]]:
    """The labels, case-folded, and the values of the header lines from here."""
    labels: list[str] = []
    values: list[str] = []
    blank = 0
    for line in lines[index : index + _HEADER_LINES]:
        match = _LABEL.match(line.strip())
        if not line.strip():
            blank += 1
            if blank > 1 and len(labels) > 1:
                break
        elif match and (blank == 0 or not values or len(match["label"].split()) <= 3):
            labels.append(match["label"].strip(" *_\u3000").casefold())
            values.append(match["value"].strip(" *_"))
            blank = 0
        elif blank == 0 and values and _continues(values[-1], line):
            values[-1] += " " + line.strip()
        else:
            break
    return labels, values


def _continues(value: str, line: str) -> bool:
    """A list of recipients, or a value that a program wrote or broke below its label."""
    return not value or line[:1] in " \t" or value.endswith((",", ";", "<")) or "@" in line or line.startswith("<")


def _line_above(lines: list[str], index: int) -> str:
    return next((line for line in reversed(lines[max(index - 2, 0) : index]) if line.strip()), "")


def _names_someone(value: str, of: Letterhead) -> bool:
    if _ADDRESS.search(value):
        return True
    plain = value.casefold().strip(" '\"<>;,")
    return plain in of.people or any(part.strip(" '\"") in of.people for part in re.split(r"[;,]", plain))


def _dated(text: str) -> bool:
    """Whether a day or a year with a time of day stands in it."""
    day = _DAY.search(text)
    if day:
        return bool(_TIME.search(text[: day.start()] + " " + text[day.end() :])) or bool(_YEAR.search(text))
    return bool(_YEAR.search(text)) and bool(_TIME.search(text) or re.search(r"\d{1,2}\D{1,12}\d{4}|\d{1,2}, ", text))


def _attribution(lines: list[str], quoted: list[bool], index: int, of: Letterhead) -> int:
    """How many lines from here introduce a quote ("On ..., Dana wrote:"); 0 if these don't.

    Asked from the top, so the longest reading of a wrapped line comes first; a line that is not itself long was not
    wrapped and begins nothing that goes on below.
    """
    joined = ""
    for count, line in enumerate(lines[index : index + _ATTRIBUTION_LINES], 1):
        line = line.strip()
        if not line or len(joined) + len(line) > _ATTRIBUTION_LENGTH or quoted[index + count - 1]:
            return 0
        joined = f"{joined} {line}".strip()
        if _introduces(joined, lines, quoted, index + count, of):
            return 0 if _begins_below(lines, quoted, index, index + count, of) else count
        if (_COLON.search(line) and joined.count("(") <= joined.count(")")) or not _goes_on_below(joined):
            return 0
        below = lines[index + count].lstrip() if index + count < len(lines) else ""
        is_begun = _dated(joined) or _ADDRESS.search(joined) or _goes_on(joined) or below.startswith("<")
        if len(line) < _WRAPPED_FROM and not is_begun:
            return 0
    return 0


def _goes_on_below(joined: str) -> bool:
    """Whether what stands so far ends no sentence; within an attribution a date may break after a full stop."""
    if not _SENTENCE_END.search(joined) or _goes_on(joined):
        return True
    return bool(_BRACKETED_ADDRESS.search(joined) and _DATE_GOES_ON.search(joined))


def _begins_below(lines: list[str], quoted: list[bool], first: int, end: int, of: Letterhead) -> bool:
    """Whether the lines from the first on are the author's, and a whole attribution of its own follows them directly.

    It is whole where it begins as attributions do or after a sentence's end, and has the date itself.
    """
    for start in range(first + 1, end):
        rest = " ".join(line.strip() for line in lines[start:end])
        begins = _goes_on(rest) or _SENTENCE_END.search(lines[start - 1].rstrip())
        if begins and _dated(rest) and _introduces(rest, lines, quoted, end, of):
            return _goes_on(rest) or not _DATE_GOES_ON.search(lines[start - 1].rstrip())
    return False


def _may_introduce(lines: list[str], quoted: list[bool]) -> list[bool]:
    """Of each line whether an attribution may begin there: a colon or a quote ends it within so many lines."""
    ends = [bool(_COLON.search(line.rstrip())) or _ends_in_wrote(line.rstrip()) for line in lines]
    last = -1  # the nearest line below at which one may end
    may = [False] * len(lines)
    below_is_quoted = False
    for index in range(len(lines) - 1, -1, -1):
        if ends[index] or (below_is_quoted and not quoted[index]):
            last = index
        may[index] = 0 <= last - index < _ATTRIBUTION_LINES and bool(lines[index].strip())
        if lines[index].strip():
            below_is_quoted = quoted[index]
    return may


def _goes_on(joined: str) -> bool:
    """Whether it begins as the attributions of the languages do that have a word for it."""
    return bool(re.match(r"(?:On|Am|Le|El|Il|Em|No dia|Op|Den|W dniu|Dnia|Dne|Dňa|Pada)\b", joined))


def _introduces(joined: str, lines: list[str], quoted: list[bool], end: int, of: Letterhead) -> bool:
    if _IN_PERSON.match(joined):
        return False
    rest = any(lines[index].strip() for index in range(end, len(lines)))
    follows = _quote_follows(lines, quoted, end)
    ends_in_colon = bool(_COLON.search(joined))
    says_wrote = _says_wrote(joined)
    if _is_name_wrote(joined) and ends_in_colon:
        return rest
    address = bool(_BRACKETED_ADDRESS.search(joined))
    if not ends_in_colon:
        return (_ends_in_wrote(joined) and address and _dated(joined)) or (
            follows and address and _dated(joined) and not _SENTENCE_END.search(joined)
        )
    if not rest:
        return says_wrote and _dated(joined)
    when = _dated(joined) or bool(_TIME.search(joined))
    if follows:
        return bool(_ADDRESS.search(joined)) or (says_wrote and when) or _is_by_a_person(joined, of)
    return when and (address or says_wrote or _ends_in_address(joined))


def _ends_in_wrote(joined: str) -> bool:
    return any(match.end() == len(joined) for match in WROTE.finditer(joined))


def _ends_in_address(joined: str) -> bool:
    """`Nov 10, 2026, 09:12 by mia@studio.example:`."""
    return len(joined.split()) <= _WORDS_OF_DATE_AND_ADDRESS and bool(
        re.search(rf"{_ADDRESS.pattern}\W{{1,3}}$", joined) and _dated(joined)
    )


def _is_by_a_person(joined: str, of: Letterhead) -> bool:
    """A dated line, not a sentence, with the name of one whom the mail goes to or comes from."""
    if not (_dated(joined) and _TIME.search(joined)):
        return False
    plain = joined.casefold()
    return len(plain.split()) <= 20 and (not of.people or any(name in plain for name in of.people) or "," in plain)


def _says_wrote(text: str) -> bool:
    return bool(WROTE.search(text))


def _is_name_wrote(line: str) -> bool:
    """`Tom wrote:` alone on a line, or `Tom <tom@studio.example> wrote:`."""
    match = _NAME_WROTE.match(line)
    return match is not None and bool(WROTE.fullmatch(match["verb"].strip(" *_:：")))


def _bare_subject(subject: str) -> str:
    return " ".join(_REPLY_PREFIX.sub("", subject).casefold().split())

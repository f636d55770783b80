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
from functools import lru_cache

from yarnnn_pipelines.sources.gmail.attributions import (
    ADDRESS,
    COLON,
    SENTENCE_END,
    attribution,
    dated,
    is_marked_attribution,
    may_introduce,
    names_only_somebody,
    on_the_same_line,
    quote_follows,
    timed,
)
from yarnnn_pipelines.sources.gmail.chats import chat_turns, speakers
from yarnnn_pipelines.sources.gmail.header_tables import labelled
from yarnnn_pipelines.sources.gmail.header_words import (
    FORM_LABELS,
    OTHER_LABELS,
    OURS,
    PERSON_LABELS,
)
from yarnnn_pipelines.sources.gmail.notices import opens_a_notice
from yarnnn_pipelines.sources.gmail.others_words import (
    is_bulleted_quote,
    is_name_alone,
    is_person_and_day,
    opens_anothers_words,
    supercited,
    without_tagged_quotes,
)
from yarnnn_pipelines.sources.gmail.separators import (
    asks_to_reply_above,
    is_bare_separator,
    is_separator,
    may_be_separator,
)
from yarnnn_pipelines.sources.shared.html import MAYBE_QUOTED

# Marks of direction and width that programs put around names and dates; they are no letters of a line.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2063\u2066-\u2069\ufeff]")
_LABEL = re.compile(r"^[*_ ]*(?P<label>[^\W\d_][^:：<>@\d]{0,28}?)[*_ ]*[:：][*_ \t]*(?P<value>.*)$")
_RULE = re.compile(r"^\s*[-_=*+|]{3,}\s*$")
_LINK = re.compile(r"^[<(\[]?https?://\S+\s?[>)\]]?(?: >)?$")
_GROUPWISE = re.compile(r"^>>> .*\d")
_REPLY_PREFIX = re.compile(r"^(?:\s*(?:\[[^\]]{1,40}\]|[^\W\d_]{1,12}(?:\s?[\[(]\d+[\])])?\s*[:：]))+\s*")

# Other marks of quoted lines: arrows with a space after them, and bars; `│ a │ b │` is a table's line.
_ARROW_OR_BAR = re.compile(
    r"^\s{0,8}(?:(?P<arrow>[»›❯❱〉≫⟩])(?:\s?(?P=arrow))*(?=\s|$)"
    r"|(?P<bar>[│┃┆┇┊┋╎╏║▏▎▍▌▐❘❙❚¦])(?:\s?(?P=bar))*(?!.*(?P=bar)))"
)
_SIGN = re.compile(r"^\s{0,8}(?P<sign>[:%}\]])(?:\s?(?P=sign))*(?:\s+[^\W_]|\s*$)")

_HEADER_LINES = 14
_WORDS_OF_LABEL = 3
_FIRST_LABELS = 4  # of a block: what stands further down may be the quoted mail's own
_LONGEST_QUOTED_LINE = 66  # characters from which the next word may have been wrapped below it


@dataclass(frozen=True)
class Letterhead:
    """What the mail's own headers say, by which a quoted header is known in any language.

    people: names and addresses in From, To and Cc, case-folded; subject: without `Re:` and its like, case-folded.
    is_answer: whether it answers another mail, None where its headers are not known.
    """

    people: Collection[str] = ()
    subject: str = ""
    is_answer: bool | None = None


def letterhead(people: Collection[str], subject: str, *, answers: Collection[str] | None = None) -> Letterhead:
    """people: names and addresses as they stand in the headers; subject: as it stands there; answers: the ids of the
    mails before it, None where they are not known."""
    names = {person.casefold().strip(" '\"") for person in people}
    bare = _bare_subject(subject)
    is_answer = None if answers is None else bool(answers) or bare != " ".join(subject.casefold().split())
    return Letterhead(frozenset(name for name in names if len(name) > 2), bare, is_answer)


def without_quotes(lines: list[str], of: Letterhead) -> list[str]:
    """The lines without quoted and forwarded mails; answers between quoted lines stay.

    What may be another mail and may be the author's stays with `>` before each line.
    """
    lines = without_tagged_quotes(lines)
    seen = [_UNSEEN.sub("", line) for line in lines]
    spoken, turns = speakers(seen), chat_turns(seen, of.people)
    quoted = _quoted(seen, of)
    introduces = may_introduce(seen, quoted)
    own: list[str] = []
    index, doubted_from, is_attributed = 0, None, False
    while index < len(lines):
        if doubted_from is None and _may_begin_anothers(seen, index, of):
            doubted_from = len(own)
        if quoted[index]:
            if _is_groupwise(seen[index].strip()) or _ends_in_a_letterhead(seen, quoted, index, of):
                break
            if is_marked_attribution(seen, quoted, index):
                break
            if lines[index].startswith(MAYBE_QUOTED) and not is_attributed:
                own.append(seen[index])
        elif asks_to_reply_above(seen[index]):
            if any(line.strip() for line in own):
                break
        elif is_separator(seen, index, of.people) or _header_begins(seen, index, of) or _divides(seen, index, own, of):
            break
        elif length := attribution(seen, quoted, index, of.people) if introduces[index] else 0:
            own += on_the_same_line(seen[index], " ".join(seen[index : index + length]))
            if not quote_follows(seen, quoted, index + length):
                if not names_only_somebody(seen[index : index + length], of.people):
                    break
                doubted_from = len(own) if doubted_from is None else doubted_from
            index, is_attributed = index + length, True
            continue
        elif turns[index] or _opens_others(seen, index, of.people):
            if not quote_follows(seen, quoted, index + 1):
                break
            is_attributed = True
        elif not spoken[index]:
            own.append(lines[index])
            is_attributed = is_attributed and not lines[index].strip()
        index += 1
    if doubted_from is not None:
        own[doubted_from:] = [f"> {line}" if line.strip() and line[0] != ">" else line for line in own[doubted_from:]]
    while own and (not own[-1].strip() or _RULE.match(own[-1])):
        own.pop()
    return own


def _may_begin_anothers(lines: list[str], index: int, of: Letterhead) -> bool:
    return may_be_separator(lines, index, is_answer=bool(of.is_answer)) or is_name_alone(lines, index, of.people)


def _divides(lines: list[str], index: int, own: list[str], of: Letterhead) -> bool:
    """Whether a line without words stands between an answer, which has some already, and what it answers."""
    return bool(of.is_answer) and is_bare_separator(lines, index) and any(line.strip() for line in own)


def _opens_others(lines: list[str], index: int, people: Collection[str]) -> bool:
    return (
        opens_anothers_words(lines, index)
        or opens_a_notice(lines, index, people)
        or is_person_and_day(lines, index, people)
    )


def _quoted(lines: list[str], of: Letterhead) -> list[bool]:
    """Of each line whether it is quoted: begins with `>` or `Mia>`, or is the wrapped tail of one that does."""
    marked = [line.lstrip()[:1] in (">", "|", "＞") and _is_marked(lines, index) for index, line in enumerate(lines)]
    tagged = supercited(lines, of.people)
    marked = [mark or tag or is_bulleted_quote(line) for mark, tag, line in zip(marked, tagged, lines, strict=True)]
    marked = [mark or _is_marked_otherwise(lines, index, of) for index, mark in enumerate(marked)]
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


def _is_marked_otherwise(lines: list[str], index: int, of: Letterhead) -> bool:
    """`» We went live.`, `│ We went live.`; `: We went live.` beside another such line, or alone in an answer."""
    if _ARROW_OR_BAR.match(lines[index]):
        return True
    if not (match := _SIGN.match(lines[index])):
        return False
    around = lines[max(index - 1, 0) : index] + lines[index + 1 : index + 2]
    if any((other := _SIGN.match(line)) and other["sign"] == match["sign"] for line in around):
        return True
    return bool(of.is_answer) and not (index and lines[index - 1].strip()) and len(lines[index].split()) > 1


def _is_tail(lines: list[str], index: int) -> bool:
    """A program broke the quoted line above once more and did not mark what it carried over."""
    above, line = lines[index - 1].rstrip(), lines[index].strip()
    following = lines[index + 1].lstrip() if index + 1 < len(lines) else ""
    if line and following.startswith(">") and (_LINK.match(line) or above.count("(") > above.count(")")):
        return True
    if not line or SENTENCE_END.search(above) or COLON.search(above):
        return False
    if following and not following.startswith(">"):
        return False
    return len(line) < len(above) and len(above) + 1 + len(line.split(maxsplit=1)[0]) > _LONGEST_QUOTED_LINE


def _is_groupwise(line: str) -> bool:
    """`>>> Mia Torres <mia@studio.example> 10.11.2026 09:12 >>>`: the mail below it has no marks."""
    return bool(_GROUPWISE.match(line)) and (dated(line) or bool(ADDRESS.search(line)))


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


def _header_begins(lines: list[str], index: int, of: Letterhead) -> bool:
    if _header_block(lines, index, of):
        return True
    without_colons = labelled(lines, index)
    return len(without_colons) > 1 and _header_block(without_colons, 0, of)


def _header_block(lines: list[str], index: int, of: Letterhead) -> bool:
    """`Word: value` lines as stand above a quoted mail: somebody, a date, and somebody else or the subject."""
    if not _label(lines[index]):
        return False
    labels, values = _block_from(lines, index)
    if len(values) < 2:
        # a telephone's: a rule, `From:` with an address, and the mail
        is_from = labels[0] in PERSON_LABELS and _names_someone(values[0], of)
        return is_from and bool(_RULE.match(_line_above(lines, index)))
    is_listed = labels[0] in PERSON_LABELS or labels[0] in OTHER_LABELS
    if not is_listed and (len(labels[0].split()) > _WORDS_OF_LABEL or not OURS.isdisjoint(labels[0].split())):
        return False
    listed = sum(label in PERSON_LABELS or label in OTHER_LABELS for label in labels)
    is_from_somebody = labels[0] in PERSON_LABELS and bool(re.search(r"[^\W\d_]{2}", values[0]))
    # "From: Lisbon, Date: 12.11.2026, To: Porto" has three such words as well, and no time of day
    if is_from_somebody and (listed >= 4 or (listed >= 3 and timed(values[1]))):
        return True
    if not FORM_LABELS.isdisjoint(labels[:_FIRST_LABELS]):
        return False
    is_dated = any(dated(value) for value in values)
    if not is_dated and not (is_from_somebody and listed >= 3):
        return False
    signs = _signs(values, of)
    if is_from_somebody and listed >= 3 and signs:
        return True
    if not is_dated:
        return False
    is_headed = set(labels[:2]) <= (PERSON_LABELS | OTHER_LABELS) and not PERSON_LABELS.isdisjoint(labels)
    if is_headed and len(values) <= 4 and any(map(ADDRESS.search, values)):
        return True
    if is_from_somebody and listed >= 2 and (signs or _RULE.match(_line_above(lines, index))):
        return True
    begins = _names_someone(values[0], of) or bool(dated(values[0])) or bool(ADDRESS.search(values[0]))
    return len(values) >= 3 and begins and signs >= 2


def _block_from(lines: list[str], index: int) -> tuple[list[str], list[str]]:
    """The labels, case-folded, and the values of the header lines from here."""
    labels: list[str] = []
    values: list[str] = []
    blank = 0
    for line in lines[index : index + _HEADER_LINES]:
        match = _label(line)
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


@lru_cache(maxsize=1_000)
def _label(line: str) -> re.Match[str] | None:
    """A line of the mail that is being read is looked at with each of the lines above it that might begin a block."""
    return _LABEL.match(line.strip())


def _signs(values: list[str], of: Letterhead) -> int:
    """How many of the values the mail's own headers know."""
    named = sum(_names_someone(value, of) for value in values)
    return named + sum(_bare_subject(value) == of.subject for value in values if value)


@lru_cache(maxsize=1_000)
def _names_someone(value: str, of: Letterhead) -> bool:
    if ADDRESS.search(value):
        return True
    plain = value.casefold().strip(" '\"<>;,")
    return plain in of.people or any(part.strip(" '\"") in of.people for part in re.split(r"[;,]", plain))


@lru_cache(maxsize=1_000)
def _bare_subject(subject: str) -> str:
    return " ".join(_REPLY_PREFIX.sub("", subject).casefold().split())

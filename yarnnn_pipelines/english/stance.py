"""Which sentences of a text its author stands by: not a list of what is open, nothing forwarded or taken back at once.

What such a sentence says is the other modules' matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from yarnnn_pipelines.english.alternatives import Pattern, said, written, written_exactly
from yarnnn_pipelines.english.broken_lines import breaks_off
from yarnnn_pipelines.english.chat_corrections import corrects_the_message_before, may_correct_the_message_before
from yarnnn_pipelines.english.denials import (
    denies_what_was_said,
    takes_itself_back,
    withdraws_the_whole_text,
    withdraws_what_was_said,
)
from yarnnn_pipelines.english.doubts import is_hedged, is_not_yet
from yarnnn_pipelines.english.lettering import is_struck_out, plain_letters
from yarnnn_pipelines.english.pasted_mails import begins_a_mail
from yarnnn_pipelines.english.retractions import takes_back_the_sentence_before
from yarnnn_pipelines.english.sentences import Part, Span, sentences
from yarnnn_pipelines.english.unfinished_texts import is_unfinished
from yarnnn_pipelines.english.words_beside import asks_of_what_follows, doubts_the_sentence_before

# The heading of a list whose lines are not done.
OPEN_HEADING = Pattern(
    said(
        "not done",
        "not | open | to ?do | still | missing | pending | tomorrow | later | if",
        "To do:",
    ),
    said("plan", "goals? | plan(?:ned)? | next | target | wish(?:es)?", "Goals:", "Planned:", "Wishes:"),
    said("definition", "criteria | definition | draft | examples? | ideas?", "Examples:", "Ideas:"),
)
# A heading that needs no colon: what stands below it is open.
OPEN_TITLE = Pattern(
    written(
        "not done",
        r"^(?:not\s+(?:yet|done|started|finished|ready)|to[\s-]?dos?|open|pending|still|missing"
        r"|outstanding|blocked|upcoming"
        r"|backlog|later|tomorrow|on\s+hold|waiting|cancell?ed|postponed|failed|in\s+progress|parked|dropped)\b",
        "To do",
    ),
    written(
        "plan",
        r"^(?:next|coming\s+up|plan(?:s|ned)?|goals?|targets?|objectives?|wish(?:es|list)?|agenda|roadmap|milestones?"
        r"|ambitions?|hopes?|proposals?|proposed|okrs?|this\s+(?:week['’]s\s+)?(?:plan|goals?))\b",
        "Goals for November",
    ),
    written(
        "definition",
        r"^(?:acceptance|success)\s+criteria\b|^definition\s+of\b|^(?:examples?|ideas?|options|questions"
        r"|risks|assumptions"
        r"|hypothes[ie]s|scenarios?|test\s+cases?)\b",
        "Acceptance criteria",
    ),
)
# A heading under which stand words that are to be sent as they are, by somebody, some day.
DRAFT_TITLE = Pattern(
    said(
        "draft",
        """
        drafts? | press release | boilerplate | blurb | template | captions? | headlines? | talking points | sample
        | mock-?up | (?:proposed|suggested) (?:copy|text|wording)
        """,
        "Draft for the newsletter:",
        "Caption:",
        "Headline:",
        "Mockup:",
        "Suggested text:",
        "Drafts:",
    ),
    written(
        "to be posted",
        r"^(?:please\s+|can\s+you\s+|could\s+you\s+)?(?:post|publish|tweet|share|send|use|put)\s+(?:this"
        r"|that|the\s+following"
        r"|it)\b",
        "Please post this on LinkedIn:",
    ),
    written("below", r"\b(?:copy|text|wording|post|version|quote|statement)\s+(?:is\s+)?below\b", "Copy below"),
    written("not to be sent", r"\b(?:do\s+not|don['’]t|not\s+to\s+be)\s+(?:send|sent|publish|share)", "Do not send:"),
    written("embargo", r"\bembargo(?:ed)?\b", "Under embargo until Friday:"),
)
UNCHECKED = Pattern(
    written_exactly(
        "empty box",
        r"^(?:[-*•]\s*|\d{1,2}[.)]\s*)?(?:\[ ?\]|\( ?\)|\[[-–—~!/>?.]\]|\[(?i:no|n|todo|open|pending|wip"
        r"|blocked|failed)\]|[☐⬜🔲◻◽▫□❏❑○⚪])",
        "- [ ] Banner set delivered",
    ),
    written_exactly(
        "sign",
        r"^(?:[-*•]\s*|\d{1,2}[.)]\s*)?(?:[❌✗✘✖❎🔴⛔🚧🚫🔜⏳⌛👎🛑🟥🟡🟠🕐🔁]|~~|:(?:x|red_circle|no_entry"
        r"|no_entry_sign|soon|hourglass\w*"
        r"|white_large_square|black_square_button|construction|-1|thumbsdown|octagonal_sign|negative_squared_cross_mark"
        r"|heavy_multiplication_x|white_medium_square|ballot_box|large_yellow_circle):)",
        "❌ Banner set delivered",
    ),
    written_exactly(
        "word",
        r"^(?:[-*•]\s*|\d{1,2}[.)]\s*)?[\[(*_]*(?:TODO|TO DO|WIP|PENDING|BLOCKED|FAILED|POSTPONED"
        r"|CANCELL?ED|DEFERRED|DRAFT|NOT DONE"
        r"|ON HOLD|SKIPPED|TBC|TBD|REJECTED|OPEN)\b",
        "TODO launch the page",
    ),
    written(
        "label",
        r"^(?:[-*•]\s*|\d{1,2}[.)]\s*)?[\[(*_]*(?:pending|blocked|failed|postponed|cancell?ed|deferred"
        r"|not\s+(?:done|yet|started)"
        r"|on\s+hold|skipped|tb[cd]|rejected|dropped|parked|in\s+progress|next|upcoming|planned|later"
        r"|open|soon|expected(?:\s+(?:results?|outcomes?|behaviou?r))?|desired(?:\s+(?:results?|outcomes?))?"
        r"|acceptance\s+criteri(?:a|on)|should\s+be)\s*[\])*_]*\s*:"
        r"|^(?:[-*•]\s*)?\[(?:pending|blocked|failed|postponed|cancell?ed|deferred|draft|planned|next|soon)\]",
        "Failed: the banner set was delivered",
    ),
)
# What a board or a list calls something that is not done.
_OPEN_STATUS = (
    r"(?:(?:still\s+)?(?:planned|pending|open|blocked|failed|postponed|cancell?ed|deferred|delayed|waiting|parked"
    r"|skipped"
    r"|dropped|rejected|outstanding|upcoming|queued|scheduled|incomplete|unfinished|stuck|paused|missing|reverted)"
    r"|not\s+(?:yet|done|started|finished|ready|live|complete\w*|begun)(?:\s+(?:yet|done|started|finished|ready|live))?"
    r"|in\s+(?:progress|review|test(?:ing)?|qa|the\s+works|preparation|the\s+pipeline)|under\s+(?:way|review)|on\s+hold"
    r"|to[\s-]?(?:do|be\s+(?:done|confirmed|defined|discussed|decided))|tb[acd]|wip|draft|soon|later|ongoing|started"
    r"|next(?:\s+(?:week|month|sprint|quarter|up))?|tomorrow|backlog|eta\b[^)\]]{0,20}|0\s?%|(?:0|zero)\s?(?:/"
    r"|of)\s?\d+"
    r"|\d{1,2}\s?%\s+(?:done|complete\w*|finished|ready)|almost|nearly|partly|partially|half(?:\s+done)?|aborted)"
)
MARKED_AT_ITS_END = Pattern(
    written(
        "sign at the end",
        r"(?:[❌✗✘✖❎⬜🔲◻🔜⏳⌛🚧🕐🔁🟡🟠🔴🛑⛔]|\s\[ ?\]|:(?:x|soon|hourglass\w*|construction\w*"
        r"|negative_squared_cross_mark"
        r"|no_entry|octagonal_sign|red_circle|large_yellow_circle|large_orange_circle|white_large_square"
        r"|ballot_box):)\W*$",
        "Banner set delivered ❌",
        "Banner set delivered :construction:",
    ),
    written(
        "wondering at the end",
        r"^[^?]*(?:[🤔🤷❓❔]|:(?:thinking(?:_face)?|shrug|(?:grey_)?question|face_with_raised_eyebrow|confused):)[^\w?]*$",
        "Banner set delivered :thinking_face:",
        "Banner set delivered 🤔",
        unlike=("Is the banner set delivered? 🤔",),
    ),
    written(
        "status in brackets",
        rf"[(\[{{]\W*{_OPEN_STATUS}\W*[)\]}}]\W*$",
        "Banner set delivered (planned)",
        "Banner set delivered [WIP]",
    ),
    written(
        "status behind a mark",
        rf"(?:\s[-–—|/~]+|[|:;=]|->|=>|[→➡⇒])\s*(?:status\s*:\s*)?{_OPEN_STATUS}\W*$",
        "Banner set delivered - pending",
        "Banner set delivered → open",
    ),
)
MARKED_AT_ITS_FRONT = Pattern(
    written(
        "status before a mark",
        rf"^\W*(?:status\s*[:=]\s*)?{_OPEN_STATUS}[)\]*_]*\s*(?::|\s[-–—|]+\s|->|[→➡])",
        "Pending - banner set delivered",
        "50% done: banner set delivered",
    ),
    written("share", r"^\W*0\s?%", "0% banner set delivered"),
)
_LONGEST_MARK = 40  # characters
_BULLET = re.compile(r"^(?:[-*•–+◦▪]\s|[☐☑✅✔❌✗✘⬜🔲◻🔜⏳]\s?|\(?\d{1,2}[.)]|[a-z][.)]\s|\[.{0,4}\]|\( ?\))")
_ASIDE = re.compile(r"(?i)\(no[.!]?\)$")  # an author's wink at their own promise: "Next week I'll be shorter. (No.)"
# "Between us: I'd stop the print extras" speaks of what stands behind the colon, "Edit: not" of what stands before it.
_LABELLED = re.compile(r"(?i)(?!\W*(?:edit|update|correction|ps|p\.s\.)\b)[^:]{1,40}\w:\s")
_LABELLED_DRAFT = re.compile(r"[^:\n]{1,80}:\s")
_END_OF_LINE = re.compile(r"[ \t]*(?:\n|\Z)")
_LONGEST_TITLE = 8  # words of a heading without a colon
_LONGEST_OTHER_TITLE = 2  # of one that is known by nothing but its shape: "Done", "Last week"
_WORDS_BETWEEN = 3  # as many may stand between a sentence and what takes it back: "Great work!"


def sentences_stood_by(text: str) -> Iterator[Span]:
    """The sentences of `text` that its author stands by, in order; none that is longer than can be taken apart."""
    if is_unfinished(text):
        return
    spans = sentences(text)
    for place, span in enumerate(spans):
        if begins_a_mail(text, *span):
            spans = spans[:place]
            break
    words = [text[span.start : span.end] for span in spans]
    taken_back = _taken_back(words) | _asked_about(text, spans)
    below = _Heading()
    for place, span in enumerate(spans):
        is_below = below.covers(text, span)
        is_cut = place + 1 < len(spans) and breaks_off(words[place])
        is_whole = not isinstance(span, Part)
        if is_whole and not (is_below or is_cut or place in taken_back or _is_marked_as_open(words[place])):
            yield span


def _taken_back(words: Sequence[str]) -> set[int]:
    """The places of sentences that a short one right behind them, or one that speaks of the whole text, takes back."""
    places: set[int] = set()
    before_all = 0
    for place, sentence in enumerate(words):
        if takes_itself_back(sentence):
            places.add(place)
        if _BULLET.match(sentence) or sentence.endswith(":") or _heads_a_list(words, place) or _ASIDE.match(sentence):
            continue
        withdraws = withdraws_what_was_said(sentence)
        if withdraws:
            places.add(place)
        if _LABELLED.match(sentence):
            continue
        if withdraws_the_whole_text(sentence):
            before_all = place
        denies = takes_back_the_sentence_before(sentence) or denies_what_was_said(sentence)
        before = words[place - 1] if place else ""
        if may_correct_the_message_before(sentence) and corrects_the_message_before(sentence, before):
            places |= {place - 1, place}
        denies = denies or doubts_the_sentence_before(sentence)
        if withdraws or (denies and not before.endswith("?")):
            places.add(place - 1)
            if len(before.split()) <= _WORDS_BETWEEN:
                places.add(place - 2)
    return places | set(range(before_all))


def _asked_about(text: str, spans: Sequence[Span]) -> set[int]:
    """The places of sentences behind one, in its paragraph, that asks whether they are so, or well said."""
    places: set[int] = set()
    is_asked = False
    for place, (start, end) in enumerate(spans):
        is_asked = is_asked and "\n\n" not in text[spans[place - 1].end : start]
        if is_asked:
            places.add(place)
        is_asked = is_asked or asks_of_what_follows(text[start:end])
    return places


def _heads_a_list(words: Sequence[str], place: int) -> bool:
    following = words[place + 1] if place + 1 < len(words) else ""
    return OPEN_TITLE.match(words[place]) is not None and _BULLET.match(following) is not None


def _is_marked_as_open(words: str) -> bool:
    if UNCHECKED.match(words) or MARKED_AT_ITS_FRONT.match(words[:_LONGEST_MARK]) or is_struck_out(words):
        return True
    if MARKED_AT_ITS_END.found_in(words[-_LONGEST_MARK:]):
        return True
    plain = plain_letters(words)
    if plain == words:
        return False
    return (is_not_yet(plain) and not is_not_yet(words)) or (is_hedged(plain) and not is_hedged(words))


class _Heading:
    """The last heading that was read, and how far what stands below it goes.

    Of a list its items; of prose the paragraph, or none where it says on its own line what is open; of a draft
    everything up to the next heading.
    """

    def __init__(self) -> None:
        self._kind: str | None = None  # "open" or "draft"
        self._below: str | None = None  # "list" or "prose", once a line has been read
        self._is_filled = False  # what it heads stands on its own line: "To do: the invoice"

    def covers(self, text: str, span: Span) -> bool:
        """Whether a sentence stands below a heading of what is open or a draft. To be asked in the text's order."""
        words = text[span.start : span.end]
        starts_line = _starts_line(text, span)
        ends_line = _END_OF_LINE.match(text, span.end) is not None
        if ends_line and words.endswith(":"):
            self._begin(_kind_of_heading(words))
        elif starts_line and ends_line and span.end < len(text) and _is_title(words):
            self._begin(_kind_of_title(words), is_filled=_LABELLED.match(words) is not None)
        elif labels_a_draft(words):
            self._begin("draft")
            return True
        elif starts_line and self._kind is not None:
            self._go_on(words, "\n\n" in text[max(0, span.start - 2) : span.start])
        return self._kind is not None

    def _begin(self, kind: str | None, *, is_filled: bool = False) -> None:
        self._kind, self._below, self._is_filled = kind, None, is_filled

    def _go_on(self, words: str, is_new_paragraph: bool) -> None:
        is_item = _BULLET.match(words) is not None
        ends = is_new_paragraph and not is_item and self._is_filled
        if self._below is None and not ends:
            self._below = "list" if is_item else "prose"
        elif self._kind == "open" and (
            ends or (self._below == "list" and not is_item) or (self._below == "prose" and is_new_paragraph)
        ):
            self._begin(None)


def labels_a_draft(sentence: str) -> bool:
    """Words of a draft behind their label: "Please post this on LinkedIn: We launched the shop"."""
    label = _LABELLED_DRAFT.match(sentence)
    return label is not None and DRAFT_TITLE.found_in(label[0])


def _kind_of_heading(words: str) -> str | None:
    if DRAFT_TITLE.found_in(words):
        return "draft"
    return "open" if OPEN_HEADING.found_in(words) else None


def _kind_of_title(words: str) -> str | None:
    bare = words.strip("#*_ ")
    if DRAFT_TITLE.found_in(bare):
        return "draft"
    return "open" if OPEN_TITLE.match(bare) else None


def _is_title(words: str) -> bool:
    """A short line without a full stop, as stands over a list."""
    if _BULLET.match(words) or words[-1] in ".!?…,;" or len(words.split()) > _LONGEST_TITLE:
        return False
    is_short = len(words.split()) <= _LONGEST_OTHER_TITLE and words[0].isupper()
    return _kind_of_title(words) is not None or words.startswith("#") or is_short


def _starts_line(text: str, span: Span) -> bool:
    before = span.start
    while before and text[before - 1] in " \t":
        before -= 1
    return before == 0 or text[before - 1] == "\n"

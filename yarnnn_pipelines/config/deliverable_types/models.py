"""What a deliverable type may say: its sections in their order, what fills each, its opening line, its title.

Only the form of a type file belongs here. What a candidate of a kind is, and how it is worded, is the deliverables'.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AliasChoices, BaseModel, ConfigDict, Field, model_validator

from yarnnn_pipelines.config.values import fit_for_a_file, refused
from yarnnn_pipelines.core.spans import Span, SpanRule, span_of

# What a section can take. The brief finds candidates of each kind, the writer words each.
CandidateKind = Literal[
    "done",
    "decision",
    "metric",
    "change",
    "moved_meeting",
    "cancelled_meeting",
    "page_change",
    "risk",
    "ask",
    "promise_to_us",
    "commitment",
    "coming_meeting",
    "goal",
    "people",
    "answer",
]
_OPEN_FOR_WEEKS = frozenset(("ask", "promise_to_us", "commitment"))  # kinds that stay open until somebody closes them
_OF_EARLIER_VERSIONS = ("required", "empty")  # keys of a section that are read and change nothing
IN_TITLE = ("client", "monday", "week", "month", "day")  # what may stand in braces in a type's title
# Keys that files of earlier versions lack, each with what it says then.
_LATER_KEYS: dict[str, Any] = {
    "span": None,
    "status": False,
    "dated": False,
    "last_weeks": None,
    "next_days": None,
    "most": None,
}
STATUS = "status"  # the id of the line that says how things stand, where a type asks for one
_SPAN_OF_CADENCE: dict[str, tuple[SpanRule, ...]] = {"weekly": ("week", "all"), "monthly": ("month",)}


def _of_one_line(text: str) -> str:
    if not text.strip():
        raise refused("it is empty", "write what is to be read there")
    if "\n" in text.strip():
        raise refused("it stands on several lines", "write it on one")
    return text.strip()


Line = Annotated[str, AfterValidator(_of_one_line)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Opening(_Model):
    """The line above the sections, which sums up the best of them.

    tells: section ids in the order in which each gives a clause; named again, a section gives its next best. None:
    every section of substance, and then each once more.
    """

    id: str = "opening"
    title: Line = "In short"
    most: int = Field(default=3, ge=0)  # clauses; 0 for no opening line
    tells: list[str] | None = None


class SectionType(_Model):
    """One section: which candidates it takes, and how many at the most. One without claims is not shown.

    dated: whether each sentence is told with its day, and a number also with the number before it and the change since.
    last_weeks: of a span that is longer, only what was said in so many weeks at its end; None for all of it.
    next_days: of the meetings to come, only those of so many days after the span; None for all that are known of.
    """

    id: str = Field(min_length=1)
    title: Line
    takes: list[CandidateKind] = Field(min_length=1)
    most: int = Field(ge=1)
    dated: bool = False
    last_weeks: int | None = Field(default=None, ge=1)
    next_days: int | None = Field(default=None, ge=1)
    substance: bool = True  # whether a deliverable is worth sending for this section alone

    @model_validator(mode="before")
    @classmethod
    def _without_a_sentence_for_nothing(cls, section: Any) -> Any:
        """Files of earlier versions name a sentence for a section without claims. It had no source, so none is sent."""
        if not isinstance(section, dict):
            return section
        return {key: value for key, value in section.items() if key not in _OF_EARLIER_VERSIONS}


def _without_later_keys(keys: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in keys.items() if key not in _LATER_KEYS or value != _LATER_KEYS[key]}


@dataclass(frozen=True)
class Contradiction:
    """Two parts of a type file that can't both hold. location: where the second stands, as pydantic writes it."""

    location: tuple[int | str, ...]
    what: str
    mend: str


class DeliverableType(_Model):
    """One type file. span: what it tells of; None for what its cadence goes with, a week or a month. status: whether it
    opens with a line that says how things stand, where what is told carries one. most: sentences below its opening in
    all, None for what its sections take."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$"), AfterValidator(fit_for_a_file)]
    name: Line
    audience: Literal["client", "internal"]
    cadence: Literal["weekly", "monthly"]
    span: SpanRule | None = None
    title: Line
    status: bool = False
    # Files of earlier versions call it in_short.
    opening: Opening = Field(default=Opening(), validation_alias=AliasChoices("opening", "in_short"))
    sources_in_sent_copy: Literal["none", "links"] = "none"
    most: Annotated[int, Field(ge=1)] | None = None
    sections: list[SectionType] = Field(min_length=1)

    @property
    def tells_of(self) -> SpanRule:
        return self.span or _SPAN_OF_CADENCE[self.cadence][0]

    def span_in(self, week: str, start: str) -> Span | None:
        """The days that the deliverable of this week tells of, None where none is due. start: the agency's first."""
        return span_of(self.tells_of, week, start)

    @property
    def identity(self) -> dict[str, Any]:
        """What a draft is a function of. A key that earlier versions did not know counts where it says something."""
        told = self.model_dump(mode="json")
        sections = [_without_later_keys(section) for section in told.pop("sections")]
        return {**_without_later_keys(told), "sections": sections}

    def section(self, section_id: str) -> SectionType | None:
        return next((section for section in self.sections if section.id == section_id), None)

    @property
    def section_of(self) -> dict[CandidateKind, str]:
        """The id of the section that takes each kind; a kind that is not here is not told."""
        return {kind: section.id for section in self.sections for kind in section.takes}

    @property
    def looks_back(self) -> bool:
        """Whether it tells what became of promises and asks of earlier weeks: a longer span holds them itself."""
        return self.tells_of == "week" and not _OPEN_FOR_WEEKS.isdisjoint(self.section_of)

    @property
    def compares_numbers(self) -> bool:
        return any(section.dated and "metric" in section.takes for section in self.sections)

    @property
    def opening_order(self) -> list[str]:
        if self.opening.tells is not None:
            return self.opening.tells
        return 2 * [section.id for section in self.sections if section.substance]

    @property
    def of_substance(self) -> frozenset[str]:
        """The sections for which alone a deliverable is worth sending."""
        return frozenset(section.id for section in self.sections if section.substance)

    @property
    def _ids_above(self) -> set[str]:
        """The ids of the lines above the sections."""
        return {self.opening.id, STATUS} if self.status else {self.opening.id}

    def contradictions(self) -> Iterator[Contradiction]:
        """What each part alone does not show to be wrong."""
        ids: set[str] = set()
        takers: dict[str, str] = {}
        for number, section in enumerate(self.sections):
            where = ("sections", number)
            if section.id in ids or section.id in self._ids_above:
                yield Contradiction((*where, "id"), f"the id {section.id!r} stands twice", "give each part its own id")
            ids.add(section.id)
            for position, kind in enumerate(section.takes):
                if (other := takers.setdefault(kind, section.id)) != section.id:
                    what = f"{kind} is taken by {other!r} and by {section.id!r}"
                    yield Contradiction((*where, "takes", position), what, "leave it with one of them")
        for position, name in enumerate(self.opening.tells or ()):
            if name not in ids:
                mend = f"the sections are {', '.join(section.id for section in self.sections)}"
                yield Contradiction(("opening", "tells", position), f"no section {name!r}", mend)
        if self.status and self.opening.id == STATUS:
            yield Contradiction(
                ("opening", "id"), f"the id {STATUS!r} is the status line's", "give the opening its own"
            )
        fitting = _SPAN_OF_CADENCE[self.cadence]
        if self.tells_of not in fitting:
            what = f"a {self.cadence} deliverable can't tell of {self.tells_of!r}"
            yield Contradiction(("span",), what, f"write span: {' or '.join(fitting)}")
        yield from self._title_contradictions()

    def _title_contradictions(self) -> Iterator[Contradiction]:
        try:
            fields = [field[1:] for field in string.Formatter().parse(self.title) if field[1] is not None]
        except ValueError as error:
            yield Contradiction(("title",), f"title: {error}", "write {{ for a brace")
            return
        for name, form, conversion in fields:
            fitting = [known for known in IN_TITLE if known != "month" or self.cadence == "monthly"]
            if form or conversion:
                yield Contradiction(
                    ("title",), f"title: braces hold a name alone, not {form or conversion!r}", f"write {{{name}}}"
                )
            elif name not in fitting:
                known = ", ".join(f"{{{known}}}" for known in fitting)
                yield Contradiction(("title",), f"title: nothing fills {{{name}}}", f"write one of {known}")

"""A deliverable type with preferences laid over it: sections in another order, called otherwise, shorter, or left out.

What a type is made of is `config.deliverable_types`'. A type that nobody prefers anything of comes back as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from yarnnn_pipelines.config.deliverable_types import STATUS, DeliverableType, SectionType
from yarnnn_pipelines.deliverables.claims import Section
from yarnnn_pipelines.deliverables.preferences.preference import Preferences, is_added
from yarnnn_pipelines.deliverables.preferences.topics import section_for


def shaped(kind: DeliverableType, preferences: Preferences) -> DeliverableType:
    """The type that this deliverable is made by. A section that is left out takes nothing, and what it would have told
    is offered; where all of substance would be left out, nothing is."""
    if not preferences:
        return kind
    kind = _with_added(kind, preferences)
    left_out = {section for section, is_so in preferences.of("section_left_out").items() if is_so}
    if all(section.id in left_out for section in kind.sections if section.substance):
        left_out = set()
    titles, most = preferences.of("section_title"), preferences.of("section_most")
    most = {**most, **dict.fromkeys(left_out, 0)}
    by_id = {section.id: _shaped_section(section, titles, most) for section in kind.sections}
    ordered = in_order([section.id for section in kind.sections], preferences.value("section_order") or ())
    opening = kind.opening.model_copy(update={"most": 0} if kind.opening.id in left_out else {})
    return kind.model_copy(
        update={
            "sections": [by_id[section] for section in ordered],
            "opening": opening,
            "most": preferences.value("length") or kind.most,
            "status": kind.status and STATUS not in left_out,
        }
    )


def _with_added(kind: DeliverableType, preferences: Preferences) -> DeliverableType:
    """The type with the sections that its reviewer adds: nothing goes there by itself, and what stands there alone is
    worth no deliverable."""
    added = [
        kind.sections[0].model_copy(update={"id": section, "title": title, "takes": [], "most": 0, "substance": False})
        for section, title in preferences.of("section_added").items()
        if title and kind.section(section) is None
    ]
    return kind.model_copy(update={"sections": [*kind.sections, *added]}) if added else kind


def _shaped_section(section: SectionType, titles: dict[str, str], most: dict[str, int]) -> SectionType:
    title = titles.get(section.id, section.title)
    return section.model_copy(update={"title": title, "most": most.get(section.id, section.most)})


def in_order(sections: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """These sections as they are wanted; one that is not named stays behind the one that it stood behind."""
    known = [section for section in wanted if section in sections]
    ordered = list(known)
    for place, section in enumerate(sections):
        if section in known:
            continue
        before = next((one for one in reversed(sections[:place]) if one in ordered), None)
        ordered.insert(ordered.index(before) + 1 if before else 0, section)
    return ordered


def sections_shaped(sections: Sequence[Section], preferences: Preferences) -> tuple[Section, ...]:
    """A draft's sections in their order and by their names, as a person wants them of this issue."""
    titles = preferences.of("section_title")
    known = {section.id for section in sections}
    added = [(one, title) for one, title in preferences.of("section_added").items() if title and one not in known]
    sections = [*sections, *(Section(one, title, ()) for one, title in added)]
    ids = [section.id for section in sections]
    wanted = preferences.value("section_order")
    ordered = in_order(ids, [*_above(ids, wanted), *wanted]) if wanted else ids
    by_id = {section.id: section for section in sections}
    return tuple(
        Section(section, titles.get(section, by_id[section].title), by_id[section].claims) for section in ordered
    )


def filed(sections: Sequence[Section], preferences: Preferences) -> tuple[Section, ...]:
    """Judged sections with the sentences that a person files under a section of their own, behind those that it has."""
    wanted = preferences.of("filed")
    claims = {section.id: list(section.claims) for section in sections}
    for section in sections:
        for claim in section.claims:
            to = section_for((item.quote for item in claim.evidence), preferences) if wanted and not claim.by else None
            if to in claims and to != section.id and not claim.parts and not is_added(section.id):
                claims[section.id].remove(claim)
                claims[to].append(claim)
    return tuple(Section(section.id, section.title, tuple(claims[section.id])) for section in sections)


def _above(ids: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """The lines above the sections, which an order of sections does not name."""
    first = next((place for place, section in enumerate(ids) if section in wanted), 0)
    return list(ids[:first])

"""What people changed of a deliverable, laid over a draft: also over one that was made after they changed it.

An edit is about a claim, and finds it again in the next draft by its words or by the words that it rests on. Whether
what a person worded stands is the gate's, how a text that was edited as a whole becomes edits is `text_edits`'s, and
keeping them the ledger's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from yarnnn_pipelines.deliverables.claims import (
    Claim,
    Draft,
    Evidence,
    Offer,
    Section,
    as_json,
    claim_from_json,
    claim_id,
    offer_from_json,
)
from yarnnn_pipelines.deliverables.preferences.preference import preferences_from_json
from yarnnn_pipelines.deliverables.preferences.shaped_type import sections_shaped
from yarnnn_pipelines.english.written_forms import in_usual_forms
from yarnnn_pipelines.stores.ledger.rows import Edit, Version

if TYPE_CHECKING:  # approving imports this module, and judges nothing
    from yarnnn_pipelines.deliverables.gate.gate import Gated

OF_THIS_ISSUE = "this issue"  # the scope of what a person wants of one text
SUMS_UP = ("in_short", "status")  # slots whose evidence is that of other claims


@dataclass(frozen=True)
class EditedDraft:
    """struck: the claims that a person took out, each with the edit that did. moved: claim ids with the edit that says
    where they stand; written: those that say the same with days or numbers in another form. renamed: by the id of a
    claim that was reworded that of what it became. idle: numbers of edits that this draft has nothing for."""

    draft: Draft
    struck: tuple[tuple[Claim, Edit], ...] = ()
    moved: tuple[tuple[str, Edit], ...] = ()
    written: tuple[tuple[str, Edit], ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    idle: tuple[int, ...] = ()

    def id_now(self, claim_id: str) -> str:
        """Of a claim that was reworded, however often, the id of what it became."""
        while claim_id in self.renamed:
            claim_id = self.renamed[claim_id]
        return claim_id

    @property
    def wants_sources(self) -> bool:
        """Whether sources of a sentence may still be to be found: a person has worded one."""
        claims = [claim for section in self.draft.sections for claim in section.claims]
        return any(claim.by and claim.kind == "rewrite" for claim in claims)


def in_force(edits: Iterable[Edit]) -> list[Edit]:
    """Those that nobody has undone, oldest first; what undid another is none."""
    known = list(edits)
    undone: set[int] = set()
    for edit in reversed(known):
        if edit.action == "undo" and edit.number not in undone:
            undone.add(edit.undoes or 0)
    return [edit for edit in known if edit.action != "undo" and edit.number not in undone]


def to_take_back(version: Version, edits: Sequence[Edit]) -> list[Edit]:
    """The edits that whoever takes one back chooses from, oldest first: those in force.

    Also what they take back already and the version still has, where they were stopped before there was another one:
    they finish that, and take back no other.
    """
    last = edits[-1] if edits else None
    is_unfinished = last is not None and last.action == "undo" and last.version == version.version
    return in_force(edits[:-1] if is_unfinished and not has_all(version.document, edits) else edits)


def has_all(document: Mapping[str, Any], edits: Iterable[Edit]) -> bool:
    """Whether a version was made with just the edits that are in force."""
    return list(_numbers(document)) == [edit.number for edit in in_force(edits)]


def made_with(document: Mapping[str, Any], edits: Iterable[Edit]) -> tuple[list[Edit], list[Edit]]:
    """Of the edits in force those that a version has, and those that it does not."""
    known, numbers = in_force(edits), set(_numbers(document))
    return [edit for edit in known if edit.number in numbers], [edit for edit in known if edit.number not in numbers]


def _numbers(document: Mapping[str, Any]) -> Iterator[int]:
    yield from (edit["number"] for edit in document.get("edits", {}).get("in_force", ()))


def with_edits(draft: Draft, edits: Iterable[Edit]) -> EditedDraft:
    """The draft as the gate is to judge it, one edit after the other. What is struck counts as left out."""
    edited = EditedDraft(draft)
    for edit in in_force(edits):
        edited = _ACTIONS[edit.action](edited, edit)
    return edited


def settled(gated: Gated, edited: EditedDraft) -> Gated:
    """What the gate made of it, with the claims where people moved them, and without a summing up among the withheld
    that fell because somebody struck or reworded what it sums up."""
    went = _summing_up_what_changed(gated, edited)
    withheld = tuple(claim for claim in gated.withheld if claim not in went)
    sections = _as_they_were_written(gated.sections, edited.written)
    return replace(gated, sections=_in_their_places(sections, edited), withheld=withheld)


def went_with_it(gated: Gated, edited: EditedDraft) -> list[Claim]:
    """The lines that summed up what somebody struck or reworded, and of whose kind none is left.

    gated: as it was judged, before it was settled.
    """
    left = {claim.slot for section in gated.sections for claim in section.claims}
    return [claim for claim in _summing_up_what_changed(gated, edited) if claim.slot not in left]


def _summing_up_what_changed(gated: Gated, edited: EditedDraft) -> list[Claim]:
    changed = [claim for claim, _ in edited.struck]
    changed += [claim for section in edited.draft.sections for claim in section.claims if claim.by]
    return [
        claim
        for claim in gated.withheld
        if any(_rest_on_the_same(part, other) for part in claim.parts for other in changed)
    ]


def _as_they_were_written(sections: Sequence[Section], written: Iterable[tuple[str, Edit]]) -> tuple[Section, ...]:
    by_id = dict(written)

    def of(claim: Claim) -> Claim:
        edit = by_id.get(claim.claim_id)
        return replace(claim, text=edit.text or claim.text, by=edit.editor) if edit else claim

    return tuple(replace(section, claims=tuple(map(of, section.claims))) for section in sections)


def _in_their_places(sections: Sequence[Section], edited: EditedDraft) -> tuple[Section, ...]:
    """The judged sections with the claims where people moved them; a claim that fell is nowhere."""
    claims = {section.id: list(section.claims) for section in sections}
    for moved_id, edit in edited.moved:
        now = edited.id_now(moved_id)
        found = next(((key, each) for key, told in claims.items() for each in told if each.claim_id == now), None)
        to = edit.section if edit.section in claims else found[0] if found else None
        if found is None or to is None:
            continue
        was_in, claim = found
        claims[was_in].remove(claim)
        before = edited.id_now(edit.before) if edit.before else None
        places = [position for position, each in enumerate(claims[to]) if each.claim_id == before]
        claims[to].insert(places[0] if places else len(claims[to]), claim)
    return tuple(replace(section, claims=tuple(claims[section.id])) for section in sections)


def account_of(edited: EditedDraft, edits: Sequence[Edit], went: Sequence[Claim]) -> dict[str, Any]:
    """What a version keeps of them: {"in_force": [{number, action, editor, at}], "struck": [the claim, who struck it,
    and why], "went": [the claims of `went_with_it`], "idle": [numbers]}; empty where nobody edited."""
    if not edits:
        return {}
    return {
        "in_force": [
            {"number": edit.number, "action": edit.action, "editor": edit.editor, "at": edit.edited_at.isoformat()}
            for edit in in_force(edits)
        ],
        "struck": [
            {**as_json(claim), "number": edit.number, "editor": edit.editor, "why": edit.reason}
            for claim, edit in edited.struck
        ],
        "went": [as_json(claim) for claim in went],
        "idle": list(edited.idle),
    }


# --- one edit ---------------------------------------------------------------------------------------------------------


def _strike(edited: EditedDraft, edit: Edit) -> EditedDraft:
    found = _find(edited, edit)
    if found is None:
        return _idle(edited, edit)
    left_out = {item.event_id: "struck" for item in found.evidence} if found.slot not in SUMS_UP else {}
    draft = replace(_changed(edited.draft, found, ()), left_out={**edited.draft.left_out, **left_out})
    return replace(edited, draft=draft, struck=(*edited.struck, (found, edit)))


def _reword(edited: EditedDraft, edit: Edit) -> EditedDraft:
    found = _find(edited, edit)
    text = edit.text or ""
    if found is None:
        return _idle(edited, edit)
    if found.by is None and in_usual_forms(text) == in_usual_forms(found.text) != text:
        return replace(edited, written=(*edited.written, (found.claim_id, edit)))
    if text == found.text and found.by is None and not edited.draft.preferences:  # which would reword it again
        return edited
    new = _of_a_person(edit, found.section, text, found.evidence)
    new = replace(new, named_sources=found.named_sources, named_words=found.named_words)
    renamed = {**edited.renamed, found.claim_id: new.claim_id}
    renamed.pop(new.claim_id, None)  # it is called as it was again
    return replace(edited, draft=_changed(edited.draft, found, (new,)), renamed=renamed)


def _take_in(edited: EditedDraft, edit: Edit) -> EditedDraft:
    """An offer, or a claim that the gate or the writer withheld; of an offer that is told by now there is nothing to
    take in."""
    target, found = _target(edit), _find(edited, edit)
    if target is None or (found is not None and isinstance(target, Offer)):
        return _idle(edited, edit)
    draft = edited.draft if found is None else _changed(edited.draft, found, ())
    offers = tuple(each for each in draft.offers if each.offer_id != getattr(target, "offer_id", None))
    set_aside = tuple(each for each in draft.set_aside if each.claim_id != getattr(target, "claim_id", None))
    draft = replace(draft, offers=offers, set_aside=set_aside)
    return _with_new(replace(edited, draft=draft), edit, _taken_in(target, edit))


def _taken_in(target: Claim | Offer, edit: Edit) -> Claim:
    """In its own words unless the edit gives it others, which then are no rule's any more."""
    section = edit.section or target.section
    if edit.text and edit.text != target.text:
        return _of_a_person(edit, section, edit.text, target.evidence)
    if isinstance(target, Offer):
        quoted = _of_a_person(edit, section, target.evidence[0].quote, target.evidence)
        return replace(quoted, kind="quote")
    taken = _of_a_person(edit, section, target.text, target.evidence)
    return taken if target.parts else replace(taken, kind=target.kind, slot=target.slot)


def _write(edited: EditedDraft, edit: Edit) -> EditedDraft:
    new = _of_a_person(edit, edit.section or "", edit.text or "", ())
    return _with_new(edited, edit, replace(new, named_sources=(edit.source,) if edit.source else ()))


def _of_a_person(edit: Edit, section: str, text: str, evidence: tuple[Evidence, ...]) -> Claim:
    vouched_by = edit.editor if edit.vouched else None
    return Claim(
        claim_id(section, text, evidence), section, "rewrite", text, evidence, by=edit.editor, vouched_by=vouched_by
    )


def _with_new(edited: EditedDraft, edit: Edit, new: Claim) -> EditedDraft:
    """The claim in its section, before the one that the edit names, else at its end."""
    section = next((each for each in edited.draft.sections if each.id == new.section), None)
    if section is None:
        return _idle(edited, edit)
    told = list(section.claims)
    told.insert(next((at for at, each in enumerate(told) if each.claim_id == edit.before), len(told)), new)
    sections = tuple(replace(each, claims=tuple(told)) if each is section else each for each in edited.draft.sections)
    return replace(edited, draft=replace(edited.draft, sections=sections))


def _move(edited: EditedDraft, edit: Edit) -> EditedDraft:
    found = _find(edited, edit)
    return replace(edited, moved=(*edited.moved, (found.claim_id, edit))) if found else _idle(edited, edit)


def _vouch(edited: EditedDraft, edit: Edit) -> EditedDraft:
    found = _find(edited, edit)
    if found is None or found.by is None:
        return _idle(edited, edit)
    vouched = replace(found, vouched_by=edit.editor)
    return replace(edited, draft=_changed(edited.draft, found, (vouched,)))


def _cite(edited: EditedDraft, edit: Edit) -> EditedDraft:
    """A source for a sentence of a person's, beside those that were named or found before."""
    found = _find(edited, edit)
    if found is None or found.by is None or edit.source is None:
        return _idle(edited, edit)
    named = tuple(dict.fromkeys((*found.named_sources, edit.source)))
    words = tuple(dict.fromkeys((*found.named_words, *filter(None, [edit.text]))))
    cited = replace(found, named_sources=named, named_words=words)
    return replace(edited, draft=_changed(edited.draft, found, (cited,)))


def _idle(edited: EditedDraft, edit: Edit) -> EditedDraft:
    return replace(edited, idle=(*edited.idle, edit.number))


def _shape(edited: EditedDraft, edit: Edit) -> EditedDraft:
    """What is wanted of this issue alone, whatever is preferred of the others."""
    wanted = preferences_from_json([{**(edit.target or {}), "scope": OF_THIS_ISSUE}])
    preferences = preferences_from_json(edited.draft.preferences).with_(*wanted.each)
    sections = sections_shaped(edited.draft.sections, wanted)
    draft = replace(edited.draft, sections=sections, preferences=tuple(preferences.as_json()))
    return replace(edited, draft=draft)


_ACTIONS: Mapping[str, Callable[[EditedDraft, Edit], EditedDraft]] = {
    "strike": _strike,
    "reword": _reword,
    "take_in": _take_in,
    "write": _write,
    "move": _move,
    "vouch": _vouch,
    "cite": _cite,
    "shape": _shape,
}


def _changed(draft: Draft, claim: Claim, by: tuple[Claim, ...]) -> Draft:
    """The draft with other claims in the place of one."""

    def of(section: Section) -> Section:
        if claim not in section.claims:
            return section
        at = section.claims.index(claim)
        return replace(section, claims=(*section.claims[:at], *by, *section.claims[at + 1 :]))

    return replace(draft, sections=tuple(map(of, draft.sections)))


# --- finding it again -------------------------------------------------------------------------------------------------


def _target(edit: Edit) -> Claim | Offer | None:
    if edit.target is None or edit.action == "shape":
        return None
    return claim_from_json(edit.target) if "claim_id" in edit.target else offer_from_json(edit.target)


def _find(edited: EditedDraft, edit: Edit) -> Claim | None:
    """The claim that an edit is about: the very same, else one that rests on the same words; a summing up is known by
    its kind."""
    target = _target(edit)
    if target is None:
        return None
    claims = [claim for section in edited.draft.sections for claim in section.claims]
    if isinstance(target, Claim):
        if same := next((claim for claim in claims if claim.claim_id == target.claim_id), None):
            return same
        if target.slot in SUMS_UP:
            return next((claim for claim in claims if claim.slot == target.slot), None)
        if not target.evidence:
            return next((claim for claim in claims if claim.text == target.text and claim.by), None)
    return next((claim for claim in claims if claim.slot not in SUMS_UP and _rest_on_the_same(claim, target)), None)


def is_told_by(withheld: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    """Whether a claim was kept out for nothing but that a person's sentence tells the same words. Both as a version's
    document has them."""
    if withheld.get("verdict") != "duplicate" or not told.get("by"):
        return False
    one, other = claim_from_json(dict(withheld)), claim_from_json(dict(told))
    return any(_rest_on_the_same(one, replace(other, evidence=(item,))) for item in other.evidence)


def _rest_on_the_same(claim: Claim, target: Claim | Offer) -> bool:
    if not claim.evidence or not target.evidence:
        return False
    one, other = claim.evidence[0], target.evidence[0]
    if one.event_id != other.event_id:
        return False
    if one.version == other.version:
        return one.start < other.end and other.start < one.end
    return " ".join(one.quote.split()) == " ".join(other.quote.split())

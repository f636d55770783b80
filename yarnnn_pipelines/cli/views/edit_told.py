"""What the commands that change a draft answer: the version that has the change, and what is new in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from yarnnn_pipelines.cli.terminal import out
from yarnnn_pipelines.cli.views import command
from yarnnn_pipelines.cli.views.deliverable import source_line
from yarnnn_pipelines.core.counts import counted, verb
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.deliverables.lines import labelled
from yarnnn_pipelines.stores.ledger.rows import Version

Sentences = Mapping[str, dict[str, Any]]  # by label


def tell_edited(key: DeliverableKey, before: Mapping[str, Any], version: Version) -> None:
    """before: the document of the version that was edited."""
    now, had = _told(version.document), _told(before)
    show = command(f"show {key.client_week}{key.type_option}")
    is_of_the_same_draft = before.get("labels", {}).get("draft") == version.document.get("labels", {}).get("draft")
    keeps = "every other sentence keeps its number" if is_of_the_same_draft else "its sentences are numbered anew"
    out.print(f"Version {version.version} has it; {keeps}: `{show}`", soft_wrap=True)
    for label in now.keys() - had.keys() if is_of_the_same_draft else ():
        out.print(f"It is sentence {label} now: “{now[label]['text']}”", soft_wrap=True)
    gone_before = {one["claim_id"] for one in before.get("edits", {}).get("went", ())}
    for one in version.document.get("edits", {}).get("went", ()):
        if one["claim_id"] not in gone_before:
            out.print(f"It summed up what was changed, and is gone: “{one['text']}”", soft_wrap=True)
    _tell_unproven(key, now, had)
    kept_out = {_said(one) for one in before["withheld"]}
    for claim in (one for one in version.document["withheld"] if one.get("by") and _said(one) not in kept_out):
        reasons = "; ".join(claim["reasons"])
        out.print(f"  Kept out, and nobody may vouch for it: “{claim['text']}”: {reasons}", soft_wrap=True)


def tell_cited(version: Version, claim_id: str) -> None:
    """On what the sentence rests by now, all of it."""
    found = next((one for one in _told(version.document).values() if one["claim_id"] == claim_id), None)
    if found is not None:
        is_proven = found["verdict"] == "supported"
        out.print("It rests on, and is proven by:" if is_proven else "It is said to rest on, and not proven by:")
        for item in found["evidence"]:
            out.print("  ", source_line(item), soft_wrap=True)


def _tell_unproven(key: DeliverableKey, now: Sentences, had: Sentences) -> None:
    """Those that are new, each with the ways on; how many others there are."""
    said = {_said(claim) for claim in had.values()}
    unproven = {label: claim for label, claim in now.items() if claim["verdict"] == "to_vouch"}
    new = {label: claim for label, claim in unproven.items() if _said(claim) not in said}
    if new:
        out.print(f"{counted(len(new), 'sentence')} {verb(len(new), 'needs', 'need')} your word before it is approved:")
        for label, claim in new.items():
            out.print(f"  {label} “{claim['text']}”: {'; '.join(_in_short(claim))}", soft_wrap=True)
        of = f"{key.client_week} {next(iter(new))}"
        for doing, what in _ways_on(of, key.type_option):
            out.print(f"  {doing}: `{what}`", soft_wrap=True)
    if others := [label for label in unproven if label not in new]:
        still = f"{counted(len(others), 'sentence')} still {verb(len(others), 'needs', 'need')} your word"
        out.print(f"{still}: {', '.join(others)}.", soft_wrap=True)


def _ways_on(of: str, type_option: str) -> Iterator[tuple[str, str]]:
    yield "Word it anew", command(f"edit {of} 'YOUR WORDS'{type_option}")
    yield "Name a source that proves it", command(f"cite {of} 'WORDS OF THE SOURCE'{type_option}")
    yield "Stand by it without one", command(f"vouch {of}{type_option}")
    yield "Take it out", command(f"strike {of}{type_option}")


def _in_short(claim: Mapping[str, Any]) -> Sequence[str]:
    """Its reasons, without its own words, which stand before them."""
    return [reason.replace(f"“{claim['text']}” is", "it is") for reason in claim["reasons"]]


def _said(claim: Mapping[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    return claim["claim_id"], str(claim["verdict"]), tuple(claim["reasons"])


def _told(document: Mapping[str, Any]) -> Sentences:
    return {label: claim for label, claim in labelled(document).items() if label.isdigit()}

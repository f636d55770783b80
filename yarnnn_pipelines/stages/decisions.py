"""Decisions: a person approves, rejects, holds or reopens a deliverable. Approving publishes, in this process.

What may be decided in which state is the ledger's; what its sources are by now `compare`'s. How it is asked and told is
the command line's and the review page's (docs/decisions/approving-in-process.md).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yarnnn_pipelines.core.counts import counted, verb
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.publishing.addressees import addressed_to
from yarnnn_pipelines.stages.autonomy import found_at_approval, found_at_rejection, note_report, settle
from yarnnn_pipelines.stages.compare import changed_sources
from yarnnn_pipelines.stages.publish import (
    publish_batch,
    refuse_incomplete,
    refuse_only_drafted,
    refuse_published_unknown,
    refuse_without_note,
)
from yarnnn_pipelines.stores.draft_files import DraftFiles
from yarnnn_pipelines.stores.ledger.rows import Approval, Decision, Review, Version
from yarnnn_pipelines.stores.troubles import store_trouble
from yarnnn_pipelines.supervision.autonomy import Earned
from yarnnn_pipelines.supervision.edits import has_all
from yarnnn_pipelines.supervision.renamed import refuse_sent_under_another_id, renamed_clients

if TYPE_CHECKING:
    from yarnnn_pipelines.stores.ledger.ledger import Ledger

WAIT_SECONDS = 20.0  # for the warehouse: whoever approves sits before it


def approve(
    project: Project, ledger: Ledger, newest: Version, by: Decision, *, looked_at: bool = False
) -> tuple[Approval, Version]:
    """Approve the newest version's exact text, for those whom yarnnn.yaml names now, and publish it: the approval, and
    the version as the ledger has it then.

    looked_at: the reviewer says to have looked at what is in doubt. `UserError` where it can't be approved or sent.
    """
    if newest.state in ("drafted", "approved") and by.seen in (None, newest.version):
        refuse_only_drafted(project.settings, newest.key)
        refuse_sent_under_another_id(renamed_clients(project.settings, ledger), newest.key)
        refuse_published_unknown(project, ledger, newest)
        landings = ledger.last_landings()
        refuse_incomplete(project, landings, newest.key)
        refuse_without_note(project, landings, newest)
        _refuse_edited(project, newest)
        _refuse_edits_to_come(ledger, newest)
        _refuse_unvouched(newest)
        if newest.state == "drafted" and not looked_at:
            _refuse_doubted(newest)
        if reason := changed_sources(project, [newest], WAIT_SECONDS).get(newest.key):
            raise reason
        by = replace(by, seen=newest.version)  # what was compared, and nothing that came meanwhile
    found = found_at_approval(project.settings, ledger, newest)
    approval = ledger.record_approval(newest.key, by, addressed_to(project.settings, newest.key), found)
    settle(project.settings, ledger, [newest])
    if approval.version.state == "published":
        return approval, approval.version
    return approval, _publish(project, ledger, approval.version)


def reject(project: Project, ledger: Ledger, version: Version, by: Decision, reason: str) -> Review:
    """Let the newest version's text not be sent, for this reason. `UserError` where it was, or there is no text."""
    by = replace(by, seen=version.version if by.seen is None else by.seen)
    review = ledger.record_rejection(version.key, by, reason, found_at_rejection(project.settings, version))
    settle(project.settings, ledger, [version])
    return review


def hold(project: Project, ledger: Ledger, version: Version, by: Decision, wrong: str | None = None) -> Earned | None:
    """Let it be sent by nobody but a person; wrong: `fact` or `recipient`, which is written down of what was sent, too.
    How far its kind goes by itself then; None where nothing is wrong or nothing is known of what made it."""
    if version.state != "published":
        ledger.hold(version.key, by)
    return note_report(project.settings, ledger, version, wrong) if wrong else None


def _refuse_edits_to_come(ledger: Ledger, version: Version) -> None:
    """`UserError` where somebody has changed the text and no version has it yet: their decision would be lost."""
    edits = ledger.edits([version.key]).get(version.key, [])
    if not has_all(version.document, edits):
        who = edits[-1].editor if edits else "somebody"
        raise UserError(
            f"{who} changed this text, and version {version.version} does not have it yet",
            where=str(version.key.client_week),
            mend="make the version that has it: "
            f"`yarnnn edit {version.key.client_week}{version.key.type_option} --apply`",
        )


def _refuse_unvouched(version: Version) -> None:
    """`UserError` where a person wrote what no source proves, and nobody stands by it yet."""
    claims = [
        claim
        for section in version.document["sections"]
        for claim in section["claims"]
        if claim["verdict"] == "to_vouch"
    ]
    if claims:
        are = verb(len(claims), "is", "are")
        raise UserError(
            f"{counted(len(claims), 'sentence')} of version {version.version} {are} proven by no source: "
            + "; ".join(f"“{claim['text']}” ({'; '.join(claim['reasons'])})" for claim in claims),
            where=str(version.key.client_week),
            mend=f"strike or reword it, or stand by it yourself: `yarnnn vouch {version.key.client_week}"
            f"{version.key.type_option} LINE`",
        )


def _refuse_edited(project: Project, version: Version) -> None:
    """`UserError` where somebody edited a draft file: their words are not in the text that would be published."""
    edited = DraftFiles(project.home.drafts, version.key).edited(version.markdown)
    if edited:
        raise UserError(
            f"{counted(len(edited), 'draft file')} {verb(len(edited), 'was', 'were')} edited by hand since version "
            f"{version.version} was written, and what was edited is not in the text that would be published: "
            "only sentences that their sources prove are",
            where=", ".join(map(str, edited)),
            mend=f"keep the edited {verb(len(edited), 'file', 'files')} in another folder, bring your words in with "
            f"`yarnnn edit {version.key.client_week}{version.key.type_option}`, and approve again: without, that "
            f"publishes version {version.version} word for word as `yarnnn show {version.key.client_week}` has it",
        )


def _refuse_doubted(version: Version) -> None:
    """`UserError` where a model's sentences may say more than their sources do, as far as rules can tell."""
    if claims := version.in_doubt:
        show = f"{version.client} {version.week}{version.key.type_option}"
        are = verb(len(claims), "is", "are")
        texts = "; ".join(f"“{claim['text']}”" for claim in claims)
        raise UserError(
            f"{counted(len(claims), 'sentence')} of version {version.version} {are} in doubt: {texts}",
            where=str(version.key.client_week),
            mend=f"`yarnnn show {show}` says what is in doubt; once you have looked at it: "
            f"`yarnnn approve {show} --version {version.version} --looked-at`",
        )


def _publish(project: Project, ledger: Ledger, approved: Version) -> Version:
    """Send an approved version; returns it as the ledger then has it. `UserError` where that has no receipt for it."""
    key = ClientWeek(approved.client, approved.week)
    error: Exception | None
    try:
        error = publish_batch(project, ledger, approved.type, [key], wait_seconds=WAIT_SECONDS).failed.get(key)
    except Exception as before_it_began:
        error = before_it_began
    if error is not None:
        raise _not_published(project, approved, error) from error
    newest = ledger.latest(*approved.key)
    if newest is None or newest.content_hash != approved.content_hash:
        raise UserError(
            f"version {approved.version} is approved, and a newer draft came before it was published: nothing was sent",
            where=str(key),
            mend=f"read it with `yarnnn show {key}`, then approve that one",
        )
    if newest.state != "published":
        raise UserError(
            f"version {approved.version} is {newest.state.replace('_', ' ')} and has no receipt: it was not sent",
            where=str(key),
            mend=f"see `yarnnn show {key}`, then approve again",
        )
    return newest


def _not_published(project: Project, approved: Version, error: Exception) -> Exception:
    """What kept an approved version from being published, with what is true of it all the same."""
    trouble = store_trouble(error, project.home)
    if trouble is None and isinstance(error, OSError):
        trouble = UserError(
            f"it can't be written: {error.strerror or error}",
            where=str(error.filename or project.home.published),
            mend="move away what lies there, or give yourself the right to write there",
        )
    if trouble is None:
        return error
    again = "" if "approve" in trouble.mend or "run this again" in trouble.mend else ", then approve again"
    return UserError(
        f"version {approved.version} is approved, which stands, and has no receipt of being published: {trouble.what}",
        where=trouble.where,
        mend=f"{trouble.mend}{again}",
    )

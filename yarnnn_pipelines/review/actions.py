"""What a visitor does on the page: each form is one call of the stages that the command line calls too.

What the page then shows is deliverable_page.py's, whether a form is one of ours app.py's.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from typing import Any
from zoneinfo import ZoneInfo

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.publishing.addressees import addressed_to
from yarnnn_pipelines.review.several import refuse_unseen
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Decision, NewEdit, Version

LONGEST_SNOOZE = timedelta(days=366)
LONGEST_SITTING = 4 * 3600.0  # seconds; who leaves a page open over night did not read all the time

Form = Mapping[str, str]


def act(project: Project, ledger: Ledger, key: DeliverableKey, form: Form, reviewer: str) -> None:
    """Do what the form says. `UserError` where it can't be done, or somebody else was quicker: nothing is changed then.

    form: `do`; `seen` and `after`, the version and the last edit that the visitor had before them; `opened`, when the
    page was made, in seconds since 1970; and what the action takes.
    """
    version = ledger.latest(*key)
    if version is None:
        raise UserError("there is no draft", where=str(key), mend=f"make one with `yarnnn run --week {key.week}`")
    by = Decision(reviewer, _number(form, "seen"), _seconds(form))
    doing = form.get("do", "")
    if doing == "approve":
        from yarnnn_pipelines.stages.decisions import approve

        refuse_unseen(version, form.get("bound", ""), addressed_to(project.settings, key))
        approve(project, ledger, version, by, looked_at=bool(form.get("looked_at")))
    elif doing == "reject":
        from yarnnn_pipelines.stages.decisions import reject

        reject(project, ledger, version, by, _words(form, "reason", "a rejection needs its reason"))
    elif doing == "hold":
        from yarnnn_pipelines.stages.decisions import hold

        hold(project, ledger, version, by)
    elif doing == "reopen":
        ledger.reopen(key, by)
    elif doing == "snooze":
        ledger.snooze(key, by, _until(form, project.settings.agency.time_zone))
    elif doing == "wake":
        ledger.snooze(key, by, datetime.now(UTC))
    elif doing == "anew":
        ledger.ask_anew(key, by)
    elif doing == "edit_text":
        _edit_text(project, ledger, version, form, by)
    elif doing in _EDITS:
        from yarnnn_pipelines.stages.edit import edit

        edit(project, ledger, key, [_EDITS[doing](version, form)], by, _number(form, "after"))
    else:
        raise UserError(f"the page does not know how to {doing!r}", where=str(key), mend="load it again")


def sentence_after(ledger: Ledger, key: DeliverableKey, form: Form) -> str:
    """The id of the sentence that the visitor worked on, as the newest version has it; '' where it has none."""
    version = ledger.latest(*key)
    if version is None:
        return ""
    claims = [claim for section in version.document["sections"] for claim in section["claims"]]
    if any(claim["claim_id"] == form.get("sentence") for claim in claims):
        return form["sentence"]
    text = " ".join(form.get("text", "").split())
    return next((str(claim["claim_id"]) for claim in claims if text and claim["text"] == text), "")


def _edit_text(project: Project, ledger: Ledger, version: Version, form: Form, by: Decision) -> None:
    from yarnnn_pipelines.stages.edit import edit
    from yarnnn_pipelines.supervision.text_edits import edits_of_text

    text = "\n".join(form.get("text", "").splitlines())
    new = edits_of_text(version.document, text, str(version.key.client_week))
    if not new:
        raise UserError("that text says nothing else", where="the form", mend="go back and change it")
    edit(project, ledger, version.key, new, by, _number(form, "after"))


def _until(form: Form, time_zone: str) -> datetime:
    """The beginning of a day, on the agency's clock."""
    try:
        until = datetime.combine(date.fromisoformat(form.get("until", "")), clock(), ZoneInfo(time_zone))
    except ValueError:
        raise UserError("until when?", where="the form", mend="choose a day") from None
    if not datetime.now(UTC) < until < datetime.now(UTC) + LONGEST_SNOOZE:
        raise UserError("that is no day ahead", where="the form", mend="choose one from tomorrow on, within a year")
    return until


def _strike(version: Version, form: Form) -> NewEdit:
    return NewEdit("strike", _sentence(version, form), reason=form.get("reason", "").strip() or None)


def _reword(version: Version, form: Form) -> NewEdit:
    text = _words(form, "text", "a sentence without words")
    return NewEdit("reword", _sentence(version, form), text, vouched=bool(form.get("vouched")))


def _take_in(version: Version, form: Form) -> NewEdit:
    sentence = _sentence(version, form)
    text = " ".join(form.get("text", "").split())
    changed = text if text and text != " ".join(sentence["text"].split()) else None
    section = form.get("section") or None
    return NewEdit("take_in", sentence, changed, section=section, vouched=bool(form.get("vouched")))


def _write(version: Version, form: Form) -> NewEdit:
    text = _words(form, "text", "a sentence without words")
    sections = [section["id"] for section in version.document["sections"]]
    if (section := form.get("section", "")) not in sections:
        raise UserError("which section is it to stand in?", where=str(version.key), mend="choose one")
    source = _item(version, form) if form.get("source") else None
    return NewEdit("write", None, text, section, vouched=bool(form.get("vouched")), source=source)


def _cite(version: Version, form: Form) -> NewEdit:
    return NewEdit("cite", _sentence(version, form), source=_item(version, form))


def _item(version: Version, form: Form) -> str:
    """The event that the form names as a source."""
    wanted = form.get("source", "")
    if not any(row["event_id"] == wanted for row in version.document.get("items", ())):
        raise UserError(
            "that source is none of the items that this version read",
            where=str(version.key),
            mend="load the page again, and choose one of those it lists",
        )
    return wanted


def _move(version: Version, form: Form) -> NewEdit:
    return NewEdit(
        "move", _sentence(version, form), section=form.get("section") or None, before=form.get("before") or None
    )


def _vouch(version: Version, form: Form) -> NewEdit:
    return NewEdit("vouch", _sentence(version, form))


def _undo(version: Version, form: Form) -> NewEdit:
    return NewEdit("undo", undoes=_number(form, "edit"))


_EDITS: Mapping[str, Callable[[Version, Form], NewEdit]] = {
    "strike": _strike,
    "reword": _reword,
    "take_in": _take_in,
    "write": _write,
    "move": _move,
    "vouch": _vouch,
    "cite": _cite,
    "undo": _undo,
}


def _sentence(version: Version, form: Form) -> dict[str, Any]:
    """The claim or offer that the form is about, by its id."""
    document = version.document
    told = [claim for section in document["sections"] for claim in section["claims"]]
    wanted = form.get("sentence", "")
    for sentence in (*told, *document["withheld"], *document.get("offers", ())):
        if wanted and wanted in (sentence.get("claim_id"), sentence.get("offer_id")):
            return dict(sentence)
    raise UserError(
        "that sentence is not in the newest version: somebody changed it, or a new draft came",
        where=str(version.key),
        mend="load the page again, and look",
    )


def _words(form: Form, name: str, lacking: str) -> str:
    words = " ".join(form.get(name, "").split())
    if not words:
        raise UserError(lacking, where="the form", mend="go back and write it")
    return words


def _number(form: Form, name: str) -> int:
    """`UserError` where the form lacks it: without, nobody would be told that another was quicker."""
    if not (text := form.get(name, "")).isdecimal():
        raise UserError(f"the form lacks {name!r}", where="the form", mend="load the page again")
    return int(text)


def _seconds(form: Form) -> float | None:
    """How long the page was open, where it says when it was made."""
    try:
        passed = time.time() - float(form.get("opened", ""))
    except ValueError:
        return None
    return round(max(0.0, passed), 1) if -1 <= passed <= LONGEST_SITTING else None  # its moment is rounded

"""Several drafts approved at once: which texts a visitor has seen, what a choice of theirs stands for, and what became
of each.

Whether a text may be approved is `stages.decisions`'; what the week shows is week_page.py's.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.core.visible import visible
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.publishing.addressees import addressed_to
from yarnnn_pipelines.review.words import Mark, href, in_words, mark_of, on_clock
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Addressed, Decision, Standing, Version
from yarnnn_pipelines.stores.troubles import store_trouble

_KEPT = 20_000  # texts that were looked at


@dataclass
class Looked:
    """Which texts each visitor has had open since this program was started, and since when the one that is."""

    _seen: set[tuple[str, DeliverableKey, str]] = field(default_factory=set)
    _order: deque[tuple[str, DeliverableKey, str]] = field(default_factory=deque)
    _at: dict[str, tuple[DeliverableKey, float]] = field(default_factory=dict)  # by visitor: what, and since when

    def note(self, visitor: str, one: Standing) -> None:
        looked = (visitor, one.key, one.content_hash)
        if looked in self._seen:
            return
        self._seen.add(looked)
        self._order.append(looked)
        if len(self._order) > _KEPT:
            self._seen.discard(self._order.popleft())

    def since(self, visitor: str, key: DeliverableKey, now: float) -> float:
        """Since when the visitor has been at a deliverable, in seconds since 1970: since they opened it, or did
        something to it, and looked at no other meanwhile."""
        at = self._at.get(visitor)
        if at is None or at[0] != key:
            at = self._at[visitor] = key, now
        return at[1]

    def leave(self, visitor: str) -> None:
        """They look at something else, or have done something: what follows is measured from its own beginning."""
        self._at.pop(visitor, None)

    def has(self, visitor: str, one: Standing) -> bool:
        return (visitor, one.key, one.content_hash) in self._seen


def bound_to(one: Standing, addressed: Addressed) -> str:
    """What an approval is of: this very text for these very people, as a form carries it."""
    told = "\n".join((one.content_hash, *addressed.recipients, "", *addressed.destinations))
    return sha256(told.encode()).hexdigest()[:32]


class Choice(NamedTuple):
    """A draft that somebody chose to approve, and what they saw of it. bound: see `bound_to`."""

    key: DeliverableKey
    version: int
    bound: str

    def __str__(self) -> str:
        return "/".join((*self.key, str(self.version), self.bound))


def choices(fields: Sequence[str]) -> list[Choice]:
    """As the form sends them, each once. `UserError` where there are none, or one of them is no choice."""
    chosen = []
    for text in dict.fromkeys(fields):
        parts = text.split("/")
        if len(parts) != 5 or not parts[3].isdecimal():
            raise UserError("the form is none of this page's", where="the form", mend="load the week again")
        chosen.append(Choice(DeliverableKey(*parts[:3]), int(parts[3]), parts[4]))
    if not chosen:
        raise UserError("nothing was chosen", where="the form", mend="go back and tick what is to be sent")
    return chosen


class Outcome(NamedTuple):
    """What became of one of them, as the ledger has it by now. trouble: why it was not approved or sent."""

    client: str
    type: str
    href: str
    mark: Mark | None
    words: str
    locations: Sequence[str]
    trouble: UserError | None


def approve_each(project: Project, ledger: Ledger, chosen: Sequence[Choice], reviewer: str) -> list[Outcome]:
    """One after the other: what keeps one from being sent keeps no other."""
    troubles: dict[DeliverableKey, UserError] = {}
    others: dict[DeliverableKey, str] = {}
    for choice in chosen:
        try:
            others[choice.key] = _approved_before(project, ledger, choice, reviewer)
        except Exception as error:
            troubles[choice.key] = _told(error, project, choice.key)
    return list(_outcomes(project, ledger, [choice.key for choice in chosen], troubles, others))


def _approved_before(project: Project, ledger: Ledger, choice: Choice, reviewer: str) -> str:
    """Approve it; says who did so before, if somebody did."""
    from yarnnn_pipelines.stages.decisions import approve

    version = ledger.latest(*choice.key)
    if version is None:
        raise UserError("there is no draft", where=str(choice.key), mend=f"`yarnnn run --week {choice.key.week}`")
    refuse_unseen(version, choice.bound, addressed_to(project.settings, choice.key))
    approval, _ = approve(project, ledger, version, Decision(reviewer, choice.version))
    review = approval.review
    if approval.is_new:
        return ""
    at = on_clock(review.decided_at, project.settings.agency.time_zone)
    return f"{review.reviewer} had approved it on {at}"


def refuse_unseen(version: Version, bound: str, addressed: Addressed) -> None:
    """`UserError` where it is another text, or goes to others, than the reviewer had before them."""
    if bound != bound_to(version, addressed):
        to = ", ".join(addressed.recipients) or "nobody by mail"
        raise UserError(
            f"its text, or whom it goes to, is not what you saw: version {version.version}, to {to}",
            where=str(version.key),
            mend="load the page again and look, then approve it",
        )


def _told(error: Exception, project: Project, key: DeliverableKey) -> UserError:
    if trouble := store_trouble(error, project.home):
        return trouble
    if isinstance(error, UserError):
        return error
    logging.getLogger(__name__).error("%s could not be approved", key, exc_info=error)
    return UserError("it could not be approved", where=str(key), mend="see what `yarnnn review` wrote")


def _outcomes(
    project: Project,
    ledger: Ledger,
    keys: Sequence[DeliverableKey],
    troubles: Mapping[DeliverableKey, UserError],
    others: Mapping[DeliverableKey, str],
) -> Sequence[Outcome]:
    names = {client.id: client.name for client in project.settings.clients}
    newest, approvals = ledger.newest(keys), ledger.approvals(keys)
    outcomes = []
    for key in keys:
        version, approval = newest.get(key), approvals.get(key)
        words = others.get(key) or (f"approved by {approval.reviewer}" if approval else "")
        outcomes.append(
            Outcome(
                client=names.get(key.client_id, key.client_id),
                type=in_words(key.type_id),
                href=href(key),
                mark=mark_of(version) if version else None,
                words=visible(words),
                locations=version.locations if version else (),
                trouble=troubles.get(key),
            )
        )
    return outcomes

"""The writer `openai`: a week's claims worded by a model behind an OpenAI-compatible endpoint.

Where there is no answer that can be used, the extractive writer words this client's week, and the draft says so. A week
whose prompt has not changed is not asked for again: its stored draft's claims are used.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.config.settings import WriterSettings
from yarnnn_pipelines.core.counts import counted, verb
from yarnnn_pipelines.deliverables.brief.brief import Brief
from yarnnn_pipelines.deliverables.brief.candidates import not_shown
from yarnnn_pipelines.deliverables.claims import Claim, Draft, Section, digest
from yarnnn_pipelines.deliverables.week.unread import NOT_READ
from yarnnn_pipelines.deliverables.writers.drafting import draft_of, is_left_out
from yarnnn_pipelines.deliverables.writers.extractive import Extractive
from yarnnn_pipelines.deliverables.writers.model.answer import Answer, UnreadableAnswer, read_answer
from yarnnn_pipelines.deliverables.writers.model.blocks import MOST_PARTS
from yarnnn_pipelines.deliverables.writers.model.endpoint import Endpoint, NoAnswer
from yarnnn_pipelines.deliverables.writers.model.merging import merged
from yarnnn_pipelines.deliverables.writers.model.prompt import PROMPT_EDITION, Prompt, Prompts, prompts_of
from yarnnn_pipelines.deliverables.writers.model.spending import BYTES_PER_TOKEN, Spending, Usage


class ModelWriter:
    """The writer `openai`."""

    looks_back = True

    def __init__(self, settings: WriterSettings) -> None:
        self._settings = settings
        self._endpoint = Endpoint(settings, "writer", settings.answer_tokens)
        self.spending: Spending | None = self._endpoint.spending
        self.edition = f"openai-{PROMPT_EDITION}:{settings.model}"
        self.waits_seconds = settings.timeout
        self.at_once = settings.at_once

    def write(self, brief: Brief, kind: DeliverableType, stored: Draft | None = None) -> Draft:
        """A draft of what the model proposes and the stored words bear out. stored: what was made of this week last."""
        prompts = prompts_of(brief, kind, self._most_bytes)
        asked = digest([prompts.identity, self.edition, self._settings.base_url, self._settings.answer_tokens])
        if stored is not None and stored.writer.get("asked") == asked:
            return self._draft(brief, kind, prompts, stored.sections, stored.writer)
        usage = Usage()
        try:
            answer = self._answer(prompts, brief, kind, usage)
        except NoAnswer as error:
            draft = Extractive().write(brief, kind)  # without what was asked: the next run asks again
            return replace(draft, writer=self._account(usage, stepped_in="extractive", because=str(error)))
        finally:
            self._endpoint.spending.note(brief.week.client.id, brief.week.week, usage)
        account = self._account(usage, asked=asked, parts=len(prompts.parts), dropped=dict(answer.dropped))
        told = tuple(claim for claim in answer.claims if not is_left_out(claim, brief.preferences))
        return self._draft(brief, kind, prompts, _sections(told, kind), account)

    @property
    def _most_bytes(self) -> int:
        """Of a part's week: what the model reads at once, less its answer and the task."""
        tokens = self._settings.context_tokens - self._settings.answer_tokens - _TASK_TOKENS
        return max(_FEWEST_TOKENS, tokens) * BYTES_PER_TOKEN

    def _answer(self, prompts: Prompts, brief: Brief, kind: DeliverableType, usage: Usage) -> Answer:
        """The answers to all parts, merged."""
        until = time.monotonic() + self._settings.timeout
        parts = [self._part(prompt, brief, kind, usage, until) for prompt in prompts.parts if prompt.turns]
        return merged(parts)

    def _part(self, prompt: Prompt, brief: Brief, kind: DeliverableType, usage: Usage, until: float) -> Answer:
        """The answer read; one that can't be read is asked for once more, with what is wrong."""
        sections = [section.id for section in kind.sections]
        messages = [{"role": "system", "content": prompt.task}, {"role": "user", "content": prompt.week}]
        text = self._endpoint.ask(messages, prompt.schema, usage, until)
        try:
            return read_answer(text, prompt.quotable, sections, brief.frame)
        except UnreadableAnswer as error:
            again = f"That is {error}. Answer once more, with the JSON alone."
        repair = [*messages, {"role": "assistant", "content": text}, {"role": "user", "content": again}]
        text = self._endpoint.ask(repair, prompt.schema, usage, until)
        try:
            return read_answer(text, prompt.quotable, sections, brief.frame)
        except UnreadableAnswer as error:
            raise NoAnswer(f"the model's answer is {error}") from None

    def _draft(
        self,
        brief: Brief,
        kind: DeliverableType,
        prompts: Prompts,
        sections: tuple[Section, ...],
        account: Mapping[str, Any],
    ) -> Draft:
        draft = draft_of(brief, kind, self.edition, sections, left_out=_left_out(brief, kind, prompts, sections))
        unread = [_unread(len(prompts.unread))] if prompts.unread else []
        return replace(
            draft,
            input_hash=digest([draft.input_hash, account["asked"]]),
            not_read=(*draft.not_read, *unread),
            writer=dict(account),
        )

    def _account(self, usage: Usage, **more: Any) -> dict[str, Any]:
        host = urlsplit(self._settings.base_url or "").hostname
        named = {"kind": "openai", "edition": PROMPT_EDITION, "host": host}
        return {**named, **self._endpoint.spending.account(usage), **more}


_TASK_TOKENS = 1_500  # of the task, and what is said of the client
_FEWEST_TOKENS = 1_000  # of a week, whatever is said of the model


def _left_out(brief: Brief, kind: DeliverableType, prompts: Prompts, sections: tuple[Section, ...]) -> dict[str, str]:
    told = {item.event_id for section in sections for claim in section.claims for item in claim.evidence}
    reasons = {event.event_id: "not_chosen" for event in brief.week.events if event.event_id not in told}
    reasons |= {event_id: why for event_id, why in brief.week.unread.reasons.items() if event_id not in told}
    reasons |= {event.event_id: NOT_READ for event in prompts.unread}
    return reasons | dict.fromkeys(prompts.flagged, "instruction") | not_shown(brief.week, kind)


def _unread(count: int) -> str:
    return (
        f"The week is longer than a model is asked to read ({MOST_PARTS} requests), and the oldest conversations were "
        f"not given to it: {counted(count, 'item')} {verb(count, 'is', 'are')} left. Look through them yourself."
    )


def _sections(claims: tuple[Claim, ...], kind: DeliverableType) -> tuple[Section, ...]:
    """Every section of the type with its claims in the order of time, as many as it and the whole take."""
    room = Counter({section.id: section.most for section in kind.sections})
    kept: list[Claim] = []
    for claim in claims:
        if room[claim.section] > 0 and (kind.most is None or len(kept) < kind.most):
            room[claim.section] -= 1
            kept.append(claim)
    kept.sort(key=lambda claim: datetime.fromisoformat(claim.evidence[0].occurred_at))
    return tuple(
        Section(
            section.id,
            section.title,
            tuple(claim for claim in kept if claim.section == section.id),
        )
        for section in kind.sections
    )

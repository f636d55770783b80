"""The writer `openai`: a week's claims worded by a model behind an OpenAI-compatible endpoint.

Where there is no answer that can be used, the extractive writer words this client's week, and the draft says so.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.config.settings import WriterSettings
from yarnnn_pipelines.deliverables.brief.brief import Brief, may_be_shown
from yarnnn_pipelines.deliverables.claims import Claim, Draft, Section
from yarnnn_pipelines.deliverables.writers.drafting import draft_of
from yarnnn_pipelines.deliverables.writers.extractive import Extractive
from yarnnn_pipelines.deliverables.writers.model.answer import Answer, UnreadableAnswer, read_answer
from yarnnn_pipelines.deliverables.writers.model.endpoint import Endpoint, NoAnswer, Usage
from yarnnn_pipelines.deliverables.writers.model.prompt import Prompt, prompt_of

PROMPT_EDITION = "1"


class ModelWriter:
    """The writer `openai`."""

    def __init__(self, settings: WriterSettings) -> None:
        self._endpoint = Endpoint(settings)
        self.edition = f"openai-{PROMPT_EDITION}:{settings.model}"
        self.keeps_answers = True

    def write(self, brief: Brief, kind: DeliverableType) -> Draft:
        """A draft of what the model proposes and the stored words bear out."""
        usage = Usage()
        try:
            answer = self._answer(prompt_of(brief, kind), brief, kind, usage)
        except NoAnswer as error:
            draft = Extractive().write(brief, kind)  # under its own input hash: the next run asks again
            return replace(draft, writer=self._account(usage, stepped_in="extractive", because=str(error)))
        told = {item.event_id for claim in answer.claims for item in claim.evidence}
        left_out = {
            event.event_id: "not_chosen" if may_be_shown(event, kind) else "internal_only"
            for event in brief.week.events
            if event.event_id not in told
        }
        draft = draft_of(brief, kind, self.edition, _sections(answer.claims, kind))
        return replace(draft, left_out=left_out, writer=self._account(usage, dropped=dict(answer.dropped)))

    def _answer(self, prompt: Prompt, brief: Brief, kind: DeliverableType, usage: Usage) -> Answer:
        """The answer read; one that can't be read is asked for once more, with what is wrong."""
        sections = [section.id for section in kind.sections]
        messages = [{"role": "system", "content": prompt.task}, {"role": "user", "content": prompt.week}]
        text = self._endpoint.ask(messages, prompt.schema, usage)
        try:
            return read_answer(text, prompt.turns, sections, brief.frame)
        except UnreadableAnswer as error:
            again = f"That is {error}. Answer once more, with the JSON alone."
        repair = [*messages, {"role": "assistant", "content": text}, {"role": "user", "content": again}]
        try:
            return read_answer(self._endpoint.ask(repair, prompt.schema, usage), prompt.turns, sections, brief.frame)
        except UnreadableAnswer as error:
            raise NoAnswer(f"the model's answer is {error}") from None

    def _account(self, usage: Usage, **more: Any) -> dict[str, Any]:
        return {"kind": "openai", "model": self._endpoint.model, "edition": PROMPT_EDITION, **asdict(usage), **more}


def _sections(claims: tuple[Claim, ...], kind: DeliverableType) -> list[Section]:
    """Every section of the type with its claims in the order of time, as many as it takes."""
    room = Counter({section.id: section.most for section in kind.sections})
    kept = []
    for claim in claims:
        if room[claim.section] > 0:
            room[claim.section] -= 1
            kept.append(claim)
    kept.sort(key=lambda claim: datetime.fromisoformat(claim.evidence[0].occurred_at))
    return [
        Section(
            section.id,
            section.title,
            tuple(claim for claim in kept if claim.section == section.id),
        )
        for section in kind.sections
    ]

"""Rendering a gated draft: the sent copy, clean, and the review copy, each claim with its sources; Markdown and HTML.

Only supported claims reach this module. It changes no words, and shows no section without claims.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from yarnnn_pipelines.config.deliverable_types import STATUS, DeliverableType
from yarnnn_pipelines.core.counts import counted, verb
from yarnnn_pipelines.core.markdown import shareable
from yarnnn_pipelines.core.visible import visible
from yarnnn_pipelines.deliverables.claims import Claim, Evidence, Section
from yarnnn_pipelines.deliverables.items import landed_in_words, time_in_words, told_in_words
from yarnnn_pipelines.deliverables.preferences.form import Form
from yarnnn_pipelines.deliverables.preferences.preference import in_words, is_added, preferences_from_json
from yarnnn_pipelines.deliverables.render.links import link_to
from yarnnn_pipelines.deliverables.render.offer_line import needs_line
from yarnnn_pipelines.deliverables.render.writer_line import judge_line, writer_line
from yarnnn_pipelines.english.clauses import as_a_sentence
from yarnnn_pipelines.english.days import full_day
from yarnnn_pipelines.sources.registry import label_of

if TYPE_CHECKING:  # approving imports this module, and judges nothing
    from yarnnn_pipelines.deliverables.gate.gate import Gated

_MARKDOWN_MARKS = re.compile(r"([\\`*\[\]<]|(?<!\w)_|_(?!\w)|^[#>+-])")


_LINE_ENDS = re.compile(r"\s*\n\s*")


def escaped(text: str) -> str:
    """Plain words as Markdown that shows exactly them, on one line."""
    return _MARKDOWN_MARKS.sub(r"\\\1", _LINE_ENDS.sub(" ", visible(text)))


def source_name(item: Evidence) -> str:
    """ "Slack, Mia Chen, Monday 9 November, 10:12"."""
    at = datetime.fromisoformat(item.occurred_at)
    who = f", {item.author}" if item.author else ""
    return f"{label_of(item.platform)}{who}, {full_day(at.date())}, {at:%H:%M}"


INCOMPLETE = "Not every source could be read in full for this update, so something may be missing from it."


def sent_markdown(
    title: str,
    sections: Sequence[Section],
    kind: DeliverableType,
    is_complete: bool = True,
    own_hosts: Collection[str] = (),
    form: Form = Form(),  # noqa: B008 (it can't be changed)
) -> str:
    """Exactly what is published. Which source was not read is nobody's business but the agency's.

    own_hosts: see `links`.
    """
    lines = [f"# {escaped(title)}", ""]
    lines += [escaped(form.greeting), ""] if form.greeting else []
    for section in _shown(sections):
        if kind.status and section.id == STATUS:
            lines += [escaped(section.claims[0].text), ""]
            continue
        if section.id == kind.opening.id:
            lines += [f"{escaped(section.title)}: {escaped(section.claims[0].text)}", ""]
            continue
        lines += [f"## {escaped(section.title)}", ""]
        told = [f"{escaped(claim.text)}{_links(claim, kind, own_hosts)}" for claim in section.claims]
        lines += [" ".join(told)] if form.is_prose else [f"- {sentence}" for sentence in told]
        lines.append("")
    lines += [] if is_complete else [f"*{INCOMPLETE}*", ""]
    lines += ["  \n".join(map(escaped, form.sign_off.splitlines())), ""] if form.sign_off else []
    return "\n".join(lines).rstrip() + "\n"


def review_markdown(
    gated: Gated,
    version: int,
    outcome: str,
    coverage: dict[str, Any],
    changes: dict[str, Any] | None,
    incomplete: Sequence[str] = (),
    own_hosts: Collection[str] = (),
) -> str:
    """The sent copy's words with every source beneath them, then what else may be worth a line, what differs from the
    version before, what was withheld and what was read.

    outcome: drafted, abstained or blocked; what became of the version since is not said, so that the copy stays true.
    incomplete: what was not read when it was made, a sentence each. own_hosts: see `links`.
    """
    draft = gated.draft
    about = f"Review copy of version {version}{'' if outcome == 'drafted' else f', {outcome}'}. Not for sending."
    lines = [f"# {escaped(draft.title)}", "", f"*{about}*", ""]
    if worded := writer_line(draft.writer):
        lines += [f"*{escaped(worded)}*", ""]
    if looked := judge_line(gated.judge):
        lines += [f"*{escaped(looked)}*", ""]
    if incomplete:
        lines += ["## Not read", "", *(f"- {escaped(sentence)}" for sentence in incomplete), ""]
    for section in gated.sections:
        if not section.claims and not is_added(section.id):
            continue
        lines += [f"## {escaped(section.title)}", ""]
        if not section.claims:
            lines += ["*Its reviewer usually writes this section. Left empty, it is not sent.*"]
        for claim in section.claims:
            lines.append(f"- {escaped(as_a_sentence(claim.text) if claim.parts else claim.text)}")
            lines += [f"    - {_source_line(item, own_hosts)}" for item in claim.evidence]
            lines += [f"    - **Look at this:** {escaped(doubt)}" for doubt in claim.doubts]
            lines += [f"    - **{escaped(_of_a_person(claim))}**"] if claim.by else []
        lines.append("")
    lines += _offers(gated, own_hosts)
    if changes and (changes["added"] or changes["removed"]):
        lines += [f"## Since version {changes['version']}", ""]
        lines += [f"- New: {escaped(text)}" for text in changes["added"]]
        lines += [f"- Gone: {escaped(text)}" for text in changes["removed"]]
        lines.append("")
    if gated.withheld:
        lines += ["## Withheld", ""]
        for claim in gated.withheld:
            lines.append(f"- {escaped(claim.text)} — **{claim.verdict}**: {escaped('; '.join(claim.reasons))}")
        lines.append("")
    lines += _shaped_by(draft.preferences, gated.sections)
    lines += ["## Read", "", _coverage_line(coverage), ""]
    # Here a person can help: by asking who is said to have written it.
    unproven = [words for reason, words in gated.left_out.values() if reason == "unproven_sender"]
    lines += [f"- Left out: {escaped(words)}" for words in unproven] + ([""] if unproven else [])
    return "\n".join(lines)


def _shaped_by(preferences: Sequence[Mapping[str, Any]], sections: Sequence[Section]) -> list[str]:
    """What shaped the text, each rule with whose it is."""
    if not preferences:
        return []
    titles = {section.id: section.title for section in sections}
    rules = preferences_from_json(preferences).each
    return ["## Shaped by", "", *(f"- {escaped(in_words(rule, titles))} ({escaped(rule.scope)})" for rule in rules), ""]


def _of_a_person(claim: Claim) -> str:
    if claim.verdict == "supported":
        return f"By {claim.by}"
    stands = f"{claim.vouched_by} vouches for it" if claim.vouched_by else "nobody vouches for it yet"
    return f"By {claim.by}; no source proves it ({'; '.join(claim.reasons)}): {stands}"


def _offers(gated: Gated, own_hosts: Collection[str]) -> list[str]:
    """The offers, best first, each with the section that it would stand in, its reason and its source."""
    if not gated.offers:
        return []
    titles = {section.id: section.title for section in gated.sections}
    lines = ["## Worth a line?", ""]
    for offer in gated.offers:
        source = offer.evidence[0]
        where = _linked(source_name(source), source.permalink, own_hosts)
        lines.append(f"- {escaped(offer.text)} — {escaped(titles.get(offer.section, offer.section))}: {offer.reason}")
        lines.append(f"    - {where}")
        lines += [f"    - {escaped(said)}"] if (said := needs_line(offer.text, offer.needs)) else []
    return [*lines, ""]


def html_of(markdown: str) -> str:
    """Markdown as a page's body; what is HTML in it is shown as text."""
    body: str = _markdown_it().render(visible(markdown))
    return body


def html_page(title: str, markdown: str) -> str:
    """A self-contained page of either copy, readable in light and dark."""
    return _PAGE.format(title=_escape_html(visible(title)), body=html_of(markdown))


def _shown(sections: Sequence[Section]) -> list[Section]:
    return [section for section in sections if section.claims]


def _links(claim: Claim, kind: DeliverableType, own_hosts: Collection[str]) -> str:
    if kind.sources_in_sent_copy == "none":
        return ""
    links = [_linked(label_of(item.platform), item.permalink, own_hosts) for item in claim.evidence if item.permalink]
    return f" ({', '.join(dict.fromkeys(links))})" if links else ""


def _source_line(item: Evidence, own_hosts: Collection[str]) -> str:
    quote = escaped(" ".join(item.quote.split()))
    address = item.permalink
    unlinked = f" ({escaped(address)})" if address and link_to(address, own_hosts) is None else ""
    return f"{_linked(source_name(item), address, own_hosts)}{unlinked}: “{quote}”"


def _linked(name: str, address: str | None, own_hosts: Collection[str]) -> str:
    """The name as a link, or by itself where its address may be none."""
    link = link_to(address, own_hosts)
    return f"[{escaped(name)}]({link})" if link else escaped(name)


def _coverage_line(coverage: dict[str, Any]) -> str:
    landed, unassigned = coverage["landed"], coverage["unassigned"]
    return (
        f"{counted(landed, 'item')} {landed_in_words(coverage)}, {told_in_words(coverage)}. "
        f"{counted(unassigned, 'item')} of the {time_in_words(coverage)} "
        f"{verb(unassigned, 'belongs', 'belong')} to no client."
    )


@lru_cache(maxsize=1)
def _markdown_it() -> Any:
    from markdown_it import MarkdownIt

    return shareable(MarkdownIt("commonmark", {"html": False}))


def _escape_html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --ink: #1c1d1f; --soft: #5b6068; --paper: #fff; --line: #e3e5e8; --link: #1a56a8; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --ink: #e8e9eb; --soft: #a2a8b1; --paper: #16181b; --line: #2d3136; --link: #8ab4f8; }}
}}
body {{ margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 42rem; background: var(--paper); color: var(--ink);
  font: 1.05rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }}
h1 {{ font-size: 1.5rem; line-height: 1.3; margin: 0 0 1.25rem; }}
h2 {{ font-size: 1.05rem; margin: 2rem 0 .5rem; padding-top: 1rem; border-top: 1px solid var(--line); }}
ul {{ padding-left: 1.2rem; margin: .25rem 0; }}
li {{ margin: .35rem 0; overflow-wrap: anywhere; }}
li ul {{ list-style: none; padding-left: 0; font-size: .875rem; color: var(--soft); }}
em {{ color: var(--soft); }}
a {{ color: var(--link); }}
</style>
</head>
<body>
{body}</body>
</html>
"""

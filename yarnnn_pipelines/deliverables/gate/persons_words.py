"""A person's sentence before the gate: what a reviewer worded anew, took in or wrote stands where they put it, marked
where its sources do not prove it, until they vouch for it.

What nobody may vouch for stays out: another client's name or matter, what its reader could not see, what is private or
a secret, and texts that steer. What else is wrong with a claim is the other modules'.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from yarnnn_pipelines.deliverables.claims import Claim, Evidence, Verdict
from yarnnn_pipelines.deliverables.gate.grounds import Grounds
from yarnnn_pipelines.deliverables.slots.frame import evidence_of
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.cited_words import sentences_with
from yarnnn_pipelines.english.likeness import content_words, is_akin, numbers
from yarnnn_pipelines.english.sentences import sentences

_NEVER: tuple[Verdict, ...] = ("other_client", "internal_only", "sensitive", "instruction")
_GONE: tuple[Verdict, ...] = ("deleted_source", "stale")  # such a source is no source any more
_LIKE_ENOUGH = 0.5  # share of the sentence's content words that a source must have to be tried
_MOST_TRIED = 3
_LIKEST = "this is the likest that was found, and says it in other words; name it as its source if it proves it"


def judged_for_a_person(
    claim: Claim, judge: Callable[[Claim], Claim], words_judged: Callable[[Claim], Claim], grounds: Grounds
) -> Claim:
    """The claim with its verdict: supported, vouched, to_vouch, or one that nobody may vouch for.

    A sentence is tried by itself, and then beside the sentences of the week that speak most like it or hold what its
    sources lack. What proves it so stays with it when its writer names a source besides; where nothing does, it is
    tried beside what they name, and the likeliest of that stays with it, if it proves it or not. words_judged: whether
    its words may stand in this text at all.
    """
    judged = judge(claim)
    if claim.named_sources and judged.verdict != "supported":
        unnamed = replace(claim, named_sources=(), named_words=())
        if (found := _beside_others(unnamed, judge, grounds)) and found.verdict == "supported":
            judged = replace(found, named_sources=claim.named_sources, named_words=claim.named_words)
    if judged.verdict == "supported":
        return _with_named_sources(judged, judge, grounds)
    if found := _beside_others(claim, judge, grounds):
        if found.verdict == "supported":
            return found
        judged = found
    elif claim.named_sources:
        judged = judged.judged("unsupported", "the source that was named for it is not there any more")
    if judged.verdict in _NEVER:
        return judged
    known = tuple(item for item in judged.evidence if (item.event_id, item.version) in grounds.stored)
    words = words_judged(replace(judged, evidence=known))
    if words.verdict in _NEVER:
        return words
    evidence = () if judged.verdict in _GONE else judged.evidence
    kept = replace(judged, evidence=evidence, doubts=())
    return kept.judged("vouched" if claim.vouched_by else "to_vouch", *judged.reasons)


def _with_named_sources(proven: Claim, judge: Callable[[Claim], Claim], grounds: Grounds) -> Claim:
    """A claim that is proven, with the sources that its writer names beside its own; without those of them that have no
    part in it."""
    for event in _named_events(proven, grounds):
        quoted = tuple(_sources_named_by_words(proven, [event], grounds))
        more = quoted or tuple(_sources_like(proven, [event], 0.0, grounds))[:1]
        evidence = tuple(dict.fromkeys((*proven.evidence, *more)))
        tried = judge(replace(proven, evidence=evidence, verdict=None, doubts=())) if more else proven
        if tried.verdict == "supported":
            proven = tried
    return proven


def _beside_others(claim: Claim, judge: Callable[[Claim], Claim], grounds: Grounds) -> Claim | None:
    """The claim on the first sources that prove it; else as it stands on the likeliest of those that were named, on
    some that may prove it or hold what its own lack, or as it is told already by words that another claim rests on. It
    keeps its name, by which it is found again."""
    likeliest = None
    for evidence in _evidence_tried(claim, grounds):
        tried = judge(replace(claim, evidence=evidence))
        is_proven = tried.verdict == "supported" and not tried.doubts
        if tried.verdict == "supported" and (claim.named_sources or (is_proven and _says_no_more(claim, evidence))):
            return tried
        if likeliest is None and claim.named_sources:
            likeliest = tried
        elif likeliest is None and tried.verdict in ("supported", "duplicate"):
            why = tried.reasons if _says_no_more(claim, evidence) else ()
            likeliest = tried.judged("unsupported", *(tried.doubts or why or [_LIKEST]))
        elif likeliest is None and claim.evidence and tried.verdict not in (*_NEVER, *_GONE):
            likeliest = tried
    return likeliest


def _says_no_more(claim: Claim, evidence: Sequence[Evidence]) -> bool:
    """Every word that carries its matter stands in what was found for it, or one of the same root does."""
    said = frozenset().union(*(content_words(item.quote) for item in evidence))
    return all(is_akin(word, said) for word in content_words(claim.text))


def _evidence_tried(claim: Claim, grounds: Grounds) -> Iterator[tuple[Evidence, ...]]:
    if not claim.named_sources and claim.evidence:
        if claim.kind == "rewrite":  # a quote has its own words, which no second source adds to
            yield from ((*claim.evidence, more) for more in _sources_of_the_rest(claim, claim.evidence, grounds))
        return
    if not claim.named_sources:
        like = list(_sources_like(claim, grounds.known, _LIKE_ENOUGH, grounds))
        yield from ((source,) for source in like)
        for source in like:
            others = _sources_of_the_rest(claim, [source], grounds, source.event_id)
            yield from (_as_they_stand(source, other) for other in others)
        return
    named = list(_named_events(claim, grounds))
    quoted = tuple(_sources_named_by_words(claim, named, grounds))
    likest = [list(_sources_like(claim, [event], 0.0, grounds)) for event in named]
    if quoted:
        yield quoted
        wanted = content_words(claim.text)
        others = (source for sources in likest for source in sources if source not in quoted)
        yield from ((*quoted, each) for each in others if len(wanted & content_words(each.quote)) > 1)
    for sources in likest:
        yield from ((source,) for source in sources)
    together = tuple(sources[0] for sources in likest if sources)
    if len(together) > 1:
        yield together
    if claim.evidence and together:
        yield (*claim.evidence, *together)


def _sources_named_by_words(claim: Claim, events: Iterable[Event], grounds: Grounds) -> Iterator[Evidence]:
    """The sentences that hold the words by which somebody named the claim's sources."""
    stored = [event for event in events if (event.event_id, event.version) in grounds.stored]
    found = (
        (event, span) for event in stored for words in claim.named_words for span in sentences_with(event.text, words)
    )
    yield from (evidence_of(grounds.frame, event, *span) for event, span in dict.fromkeys(found))


def _named_events(claim: Claim, grounds: Grounds) -> Iterator[Event]:
    yield from (grounds.events[event_id] for event_id in claim.named_sources if event_id in grounds.events)


def _as_they_stand(one: Evidence, other: Evidence) -> tuple[Evidence, Evidence]:
    return (one, other) if one.start < other.start else (other, one)


def _sources_of_the_rest(
    claim: Claim, had: Sequence[Evidence], grounds: Grounds, event_id: str | None = None
) -> Iterator[Evidence]:
    """The sentences, of one event or all, that hold every number of the claim which its sources lack and, besides,
    most of the words that they lack."""
    said = " ".join(item.quote for item in had)
    figures = numbers(claim.text) - numbers(said)
    words = frozenset(word for word in content_words(claim.text) if not is_akin(word, content_words(said)))
    if not figures and not words:
        return
    found = []
    for source in _sentences_of_its_reader(
        claim, grounds.known if event_id is None else [grounds.events[event_id]], grounds
    ):
        event, start, end = source
        text = event.text[start:end]
        has = sum(is_akin(word, content_words(text)) for word in words)
        is_new = all((event.event_id, start) != (item.event_id, item.start) for item in had)
        if is_new and figures <= numbers(text) and (figures or has >= len(words) * _LIKE_ENOUGH):
            found.append((has, event, start, end))
    for _, event, start, end in sorted(found, key=lambda each: -each[0])[:_MOST_TRIED]:
        yield evidence_of(grounds.frame, event, start, end)


def _sentences_of_its_reader(
    claim: Claim, events: Iterable[Event], grounds: Grounds
) -> Iterator[tuple[Event, int, int]]:
    """With where they begin and end; of events that nobody named only those which the claim's reader could see."""
    for event in events:
        is_named = event.event_id in claim.named_sources
        if not is_named and grounds.audience == "client" and event.audience != "client":
            continue
        if (event.event_id, event.version) in grounds.stored:
            yield from ((event, start, end) for start, end in sentences(event.text))


def _sources_like(claim: Claim, events: Iterable[Event], least: float, grounds: Grounds) -> Iterator[Evidence]:
    """The sentences that share most of the claim's words, at least that share of them."""
    wanted = content_words(claim.text)
    found = []
    for event, start, end in _sentences_of_its_reader(claim, events, grounds):
        share = len(wanted & content_words(event.text[start:end])) / max(1, len(wanted))
        if share >= least:
            found.append((share, event, start, end))
    for _, event, start, end in sorted(found, key=lambda each: -each[0])[:_MOST_TRIED]:
        yield evidence_of(grounds.frame, event, start, end)

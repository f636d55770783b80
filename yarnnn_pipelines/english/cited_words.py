"""Where words that somebody copied stand in a text, whatever their case, white space and quotation marks."""

from __future__ import annotations

from yarnnn_pipelines.english.sentences import Span, sentences

_MARKS = str.maketrans(dict.fromkeys("’‘ʼ", "'") | dict.fromkeys("“”„«»", '"'))


def folded(words: str) -> str:
    return " ".join(words.translate(_MARKS).casefold().split())


def sentences_with(text: str, words: str) -> list[Span]:
    """The sentences that hold these words: one, or several in a row; empty where none do."""
    spans, wanted = sentences(text), folded(words)
    parts = [folded(text[start:end]) for start, end in spans]
    at = " ".join(parts).find(wanted)
    if not wanted or at < 0:
        return []
    found, begins = [], 0
    for span, part in zip(spans, parts, strict=True):
        ends = begins + len(part)
        if begins < at + len(wanted) and at < ends:
            found.append(span)
        begins = ends + 1
    return found

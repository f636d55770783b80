"""Whether a sentence may be somebody else's by what stands around it in its own text: its writer's answers, marked as
such, between another's words; a name that closes it; a rule or a signature that parts it from what was written.

What introduces words from above is `introductions`, who signed a text `signed_names`, what marks an earlier mail as
quoted the mail reader's.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from yarnnn_pipelines.english.alternatives import Pattern, written
from yarnnn_pipelines.english.mentions import UPPER
from yarnnn_pipelines.english.signed_names import is_an_organisation, names_the_same
from yarnnn_pipelines.english.vocabulary import DAY, MONTH

_REPLIES = (
    r"(?:answers?|answered|answering|comments?|commented|commenting|repl(?:y|ies|ied|ying)|respon(?:ses?|ded|ding)|feedback"
    r"|remarks?|thoughts)"
)
_COLOUR = r"(?:red|blue|green|purple|violet|orange|pink|yellow|gr[ae]y|colou?r)"
_IN_LINE = r"in[\s-]?line(?!\s+with\b)"
# Whoever writes so answers between the words of an earlier mail, and marks the answers in a way that no text keeps.
ANSWERS_BETWEEN = Pattern(
    written(
        "answers in a colour",
        rf"\b{_REPLIES}\b[^.!?\n]{{0,40}}?\b(?:in|highlighted|marked)\s+(?:\w+\s+)?(?:{_COLOUR}|bold|italics?|caps|capitals|(?:square\s+)?brackets)\b",
        "My answers in red.",
        "Please see my comments below in blue",
        "I answered in bold.",
        "Our replies are marked in green",
        unlike=("The banner is in red.",),
    ),
    written(
        "answers inline",
        rf"\b(?:{_REPLIES}|see|find)\b[^.!?\n]{{0,40}}?\b(?:{_IN_LINE}|interspersed|(?:between|among)\s+(?:the|your)\s+(?:lines|points|paragraphs|questions))\b"
        rf"|^\W*(?:\w+\W+){{0,3}}{_IN_LINE}\b\W*(?:below\W*)?$",
        "Hi Mia, answers inline.",
        "See my comments in line.",
        "I replied between the lines",
        "Inline below",
        unlike=("Our feedback is in line with yours.",),
    ),
    written(
        "answers behind a mark",
        rf"\b{_REPLIES}\b[^.!?\n]{{0,40}}?\b(?:after|behind|under|below|with|by|marked|preceded|prefixed)\s+(?:with\s+|by\s+)?(?:\[[^\]\n]{{1,20}}\]|[*>=#~<-]{{1,4}}(?=\W|$))",
        "My answers after [DR].",
        "My comments are marked with >>",
    ),
    written(
        "in other languages",
        r"\b(?:antworten?|anmerkungen?|kommentare?|réponses?|commentaires?|remarques?|respuestas?|comentarios?|comentários?"
        r"|respostas?|risposte|commenti|antwoorden|opmerkingen)\b[^.!?\n]{0,40}?"
        r"\b(?:in\s+(?:rot|blau|grün|fett|farbe|rosso|blu|rood|blauw|groen)|im\s+text|en\s+(?:rouge|bleu|vert|gras|rojo|azul|verde|negrita)"
        r"|dans\s+(?:le|ton|votre)\s+(?:texte|mail|message)|(?:em|a)\s+(?:vermelho|azul|verde|negrito)|(?:en\s+el|no|nel|in\s+de)\s+(?:texto?|testo|tekst)|inline)\b",
        "Meine Antworten in rot.",
        "Mes réponses en rouge",
        "Mis respuestas en azul",
    ),
)
_LOOKS_BACK, _LOOKS_AHEAD = 800, 2_000
_LABEL = re.compile(
    rf"^[\W\d_]*?(?:[\[(<*]{{1,2}}(?P<bracketed>{UPPER}[\w.]*(?:\s{UPPER}[\w.]*)?):?[\])>*]{{1,2}}[:>]*|(?P<name>{UPPER}[\w.]*(?:\s{UPPER}[\w.]*)?)\s?(?::|>+|-+>|=+>))\s*(?=\S)"
)
_RULE = re.compile(r"\s*(?:-{2}|[–—]{1,3}|_{2,}|\*{3,}|={3,}|~{3,})\s*")
_LINES_OF_A_FOOTER, _LONGEST_FOOTER = 6, 400
_LOOKS_BACK_FOR_A_NAME = 4_000
_SIGNED = re.compile(
    r"(?i)^[ \t]*(?:(?:(?:with|my|all)\s+)*(?:best|kind(?:est)?|warm(?:est)?|many)(?:\s+(?:regards|wishes|thanks))?"
    r"|regards|rgds|cheers|thanks(?:\s+(?:again|a\s+lot|so\s+much))?|thank\s+you|(?:yours\s+)?sincerely|yours(?:\s+(?:truly|faithfully))?|take\s+care"
    r"|(?:talk|speak|see\s+you)\s+soon|br|kr|(?:viele|liebe|beste|schöne)\s+grüße|mit\s+freundlichen\s+grüßen|mfg|lg|vg"
    r"|cordialement|bien\s+à\s+vous|(?:un\s+)?saludos?|(?:com\s+os\s+melhores\s+)?cumprimentos|(?:um\s+)?abraço"
    r"|cordiali\s+saluti|met\s+vriendelijke\s+groet(?:en)?|groet(?:en|jes)?|mvh|hilsen|pozdrawiam)"
    r"(?:[ \t]*[,.!–—-]+(?:[ \t]*\n){0,2}|(?:[ \t]*\n){1,2})[ \t]*"
    rf"(?-i:(?P<name>{UPPER}[\w.'’-]*(?:[ ]{UPPER}[\w.'’-]*){{0,2}}))[ \t]*$",
    re.MULTILINE,
)
_POSTSCRIPT = re.compile(
    r"(?im)^\W*(?:(?:p\.?\s?){1,3}s\b|n\.?\s?b\b|edit\b|one\s+(?:more|last)\s+thing\b|also\b|oh\b)"
)
_PERSON = rf"{UPPER}[\w'’-]*\.?(?:\s{UPPER}[\w'’-]*\.?){{0,2}}"
_CLOSES = re.compile(
    rf"(?P<stop>[.!?…][\"”’)]*)?\s+(?:(?:[–—]|--?|~)\s*(?P<dashed>{_PERSON})(?:,\s[^,()\n]{{1,40}})?|\((?P<bracketed>{_PERSON})(?:,\s[^,()\n]{{1,40}})?\))[\s.]*$"
)
_NO_NAME = re.compile(
    rf"(?i)(?:thanks?|thx|cheers|best|kind|warm|regards|hi|hello|dear|see|please|note|update|{DAY}|{MONTH})\b"
)


def may_be_anothers(text: str, start: int, end: int, *, author: str, first_names: Collection[str]) -> bool:
    """Of a sentence of a text: answers of its writer's stand around it or below it, or a name that is not the writer's
    closes it. first_names: of those who are known."""
    return _is_answered(text, start, end, author, first_names) or _is_closed_by_another(
        text, start, author, first_names
    )


def _is_answered(text: str, start: int, end: int, author: str, first_names: Collection[str]) -> bool:
    """The writer answers between others' words, and does not mark this sentence's own line as an answer."""
    line = text[text.rfind("\n", 0, start) + 1 : end].partition("\n")[0]
    if _marks(line, author):
        return False
    if any(ANSWERS_BETWEEN.found_in(above) for above in re.split(r"(?<=[.!?])\s|\n", text[:start][:_LOOKS_BACK])):
        return True
    below = text[end : end + _LOOKS_AHEAD].split("\n")[1:]
    if not any(_marks(other, author) for other in below):
        return False
    # "Dana: the texts, Mia: the logo" shares work out
    others = set(first_names) - set(author.split())
    labels = (_LABEL.match(other) for other in text.split("\n"))
    return not any(label and (label["name"] or label["bracketed"]).split()[0] in others for label in labels)


def _marks(line: str, author: str) -> bool:
    """A line begins with its writer's name or initials: "[DR] Not sure", "Dana: ok", "DR> fine"."""
    label = _LABEL.match(line)
    return label is not None and bool(author) and names_the_same(author, label["name"] or label["bracketed"])


def _is_closed_by_another(text: str, start: int, author: str, first_names: Collection[str]) -> bool:
    """ "We decided it. – Bob Stone, Finpress", "We decided it (Priya)": a full name, or one who is known."""
    closing = _CLOSES.search(text[start:].partition("\n")[0])
    name = (closing["dashed"] or closing["bracketed"]) if closing else ""
    if closing is None or _NO_NAME.match(name) or names_the_same(author, name):
        return False
    if name.split()[0] in first_names:
        return True
    return closing["stop"] is not None and " " in name and not is_an_organisation(name)


def stands_in_a_footer(text: str, start: int) -> bool:
    """It stands in the last lines of a mail, right below a line of signs that may part its words from a footer."""
    lines = text[:start].split("\n")
    rule = next((place for place in range(len(lines) - 2, 0, -1) if _RULE.fullmatch(lines[place])), None)
    if rule is None or not any(map(str.strip, lines[:rule])):
        return False
    footer = ("\n".join(lines[rule + 1 :]) + text[start:]).strip()
    is_short = len(footer) <= _LONGEST_FOOTER and footer.count("\n") < _LINES_OF_A_FOOTER
    return is_short and "\n\n" not in footer


def stands_below_a_signature(text: str, start: int, author: str) -> bool:
    """It stands below its sender's name under a closing, and is no postscript: whose words they are is not known."""
    looked_at = max(0, start - _LOOKS_BACK_FOR_A_NAME)
    above = _SIGNED.finditer(text, looked_at, start)
    signed = next((match for match in above if names_the_same(author, match["name"])), None)
    if signed is None or not author:
        return False
    line_ends = text.find("\n", start)
    below = text[signed.end() : line_ends if line_ends >= 0 else len(text)]
    return _POSTSCRIPT.search(below) is None

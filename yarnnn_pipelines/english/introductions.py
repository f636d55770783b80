"""Whether words are introduced as somebody else's, or as a text and no report: "Pasting Jo's mail:", "The printer
writes:", "Text for the banner:", "Example:", "Tom Silva 00:12".

Judged by the clause before a colon, on the sentence's own line and on the lines above it: who says something in it, or
which noun it ends on. What a writer does ("Done this week:") and what the words are about ("Shop:") introduces the
writer's own. Whose deed a sentence tells that names nobody is `missing_subjects`, who signed a text `signed_names`.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.mentions import UPPER
from yarnnn_pipelines.english.sentences import LEADING
from yarnnn_pipelines.english.vocabulary import DAY, MONTH
from yarnnn_pipelines.english.voice import Voice

LONGEST_LOOK_BACK = 800  # characters
_LONGEST_CLAUSE = 120
_WORDS_OF_A_TITLE = 6

# Nouns of what was written to be read elsewhere, or to show something.
_TEXTS = (
    r"(?:texts?|copy|wordings?|phrasing|headlines?|titles?|sub-?titles?|subject(?:\s+line)?|captions?|slogans?|taglines?"
    r"|quotes?|quotations?|citations?|excerpts?|extracts?|passages?|transcripts?|transcriptions?|translations?|examples?"
    r"|samples?|templates?|placeholders?|lorem\s+ipsum|change-?\s?logs?|release\s+notes?|patch\s+notes?|scripts?|blurbs?"
    r"|teasers?|meta\s+descriptions?|boilerplate|drafts?|proposals?|suggestions?|ideas?|dummy|mock-?ups?|jokes?"
    r"|claims?|cta|commit(?:\s+messages?)?|exercises?|scenarios?|user\s+stor(?:y|ies)|(?:option|alternative|variante?)\s+\w{1,2}"
    r"|zitate?|beispiele?|übersetzung|textvorschlag|überschrift|entwurf|vorlage|auszug|muster|platzhalter|exemples?"
    r"|traduction|extraits?|textes?|titre|brouillon|modèle|ejemplos?|traducción|cita|extracto|textos?|titular|título"
    r"|borrador|plantilla|exemplos?|tradução|citação|trecho|rascunho|esempio|esempi|traduzione|citazione|testo|titolo"
    r"|bozza|voorbeeld(?:en)?|vertaling|citaat|tekst)"
)
# Nouns of what somebody said or wrote: their owner's words.
_MESSAGES = (
    r"(?:repl(?:y|ies)|answers?|responses?|(?:e-?)?mails?|messages?|letters?|notes?|minutes|statements?|comments?|feedback"
    r"|reviews?|testimonials?|voice-?\s?mails?|posts?|tweets?|articles?|stor(?:y|ies)|press\s+releases?|announcements?"
    r"|ads?|adverts?|tickets?|threads?|chats?|conversations?|memos?|words|reactions?|offers?|websites?|sites?|web\s?pages?"
    r"|faqs?|newsletters?|contracts?|terms|speech|interview|blog|antwort(?:en)?|nachricht|protokoll|rückmeldung"
    r"|stellungnahme|schreiben|réponse|courriel|respuesta|correo|mensaje|resposta|mensagem|risposta|messaggio|antwoord"
    r"|bericht)"
)
# Texts of many paragraphs.
_DOCUMENTS = re.compile(
    r"(?i)(?:^|[\s-])(?:transcripts?|transcriptions?|change-?\s?logs?|release\s+notes?|patch\s+notes?|press\s+releases?"
    r"|articles?|lorem\s+ipsum)(?:\s+v?\d[\w.]*)?\W*$"
)
# What a writer's own notes are of.
_OWN = (
    rf"(?:(?:the|this|that|last|our|my|today['’]?s?|yesterday['’]?s?|{DAY}['’]?s?|{MONTH}['’]?s?|week(?:ly)?['’]?s?"
    r"|month['’]?s?|morning['’]?s?|us|me|quick|short|first|second)\s+)*(?:calls?|meetings?|workshops?|syncs?|stand-?ups?"
    rf"|sessions?|kick-?offs?|weeks?|days?|months?|sprint|morning|afternoon|evening|today|yesterday|us|me|{DAY}|{MONTH})\b(?!['’])"
)
_OWNED = re.compile(
    rf"(?i)(?:\b(?:their|his|her|your|its)\b|\b(?!(?:today|yesterday|tomorrow|week|month|year|morning|that|it|here|what|there"
    rf"|let|{DAY}|{MONTH})['’])\w+['’]s\b|\w+s['’])"
)
_FROM_ANOTHER = re.compile(
    rf"(?i)\b(?:of|from|by|von|vom|der|des|de|du|del|della|da|do|di|van)\b\s+(?!{_OWN})\S|\b(?:de|d|dell)\s?l?['’]\w"
)
_HEAD_ENDS = re.compile(
    r"(?i)(?:^|\s+)(?:of|for|from|on|in|to|by|about|at|with|via|as|against|von|vom|für|der|des|de|du|des|pour|para|por|da|do|di"
    r"|della|per|van|voor|re|regarding|concerning)\b|\s*[(,\[]"
)
_VERSION = r"(?:\s+(?:v?\d[\w.]*|[A-Z]|option\s+\w+|draft|idea|below|attached|again))?\W*$"
_ENDS_ON_A_TEXT = re.compile(rf"(?i)(?:^|[\s-]){_TEXTS}{_VERSION}")
_ENDS_ON_A_MESSAGE = re.compile(rf"(?i)(?:^|[\s-]){_MESSAGES}{_VERSION}")

_PRESENTS = re.compile(
    r"(?i)^(?:and\s+|so\s+|now\s+)?(?:here|below|above|attached|this|these|those|that|find)(?:['’]s|\s+(?:is|are|comes|was|were|now))?"
    r"(?:\s+(?:again|is|now|also))?\s+"
)
_WITH_VERB = re.compile(
    r"(?i)\b(?:is|are|was|were|has|have|had|will|did|does|do|went|goes\s+live|can|could|should|would|i|we|i['’]\w+|we['’]\w+)\b"
)
_SAYING = (
    r"(?:said|says|say|wrote|writes|write|posted|posts|replied|replies|answered|answers|responded|responds|stated|states"
    r"|announced|announces|published|publishes|told|tells|quoted|claims|claimed|commented|comments|sent|sends|put|puts|reads"
    r"|e-?mailed|mailed|texted|messaged|noted|notes|explained|explains|shared|shares|goes|schrieb|schreibt|sagt|sagte"
    r"|antwortete|antwortet|écrit|a\s+écrit|dit|répond|escribe|escribió|dice|dijo|escreveu|disse|scrive|ha\s+scritto|schrijft)"
)
_GOES_ON = (
    r"(?:\s*,?\s*(?:this|that|it|so|me|us|him|her|them|back|over|in|the\s+following|as\s+follows|below|today|yesterday|earlier"
    rf"|again|just\s+now|this\s+\w+|last\s+\w+|{DAY}|(?:on|in|at|via|by|from|to|under|over)\s+(?:\S+\s+){{0,3}}\S+))*\W*$"
)
_SAYS = re.compile(
    rf"(?i)(?P<subject>(?:\S+\s+){{1,8}}?)(?:(?:has|have|had|just|also|now|then)\s+)*{_SAYING}{_GOES_ON}"
)
_NO_SUBJECT = re.compile(
    r"(?i)(?:\b(?:i|we|i['’]ve|we['’]ve|as|was|were|is|are|been|be|got|already|not|to|the|a|an|my|our|will|must|and|or)\s+"
    r"|\b(?:(?:i|we)\s+(?:would|could|should|can|may|might)|i['’]d|we['’]d)\s+)$"
)
_PASSES_ON = re.compile(
    r"(?i)^(?:to\s+quote|quoting|quoted|pasting|pasted?|copying|copied|copy-?\s?pasted?|forwarding|forwarded|fwd|sharing"
    r"|re-?posting|relaying|passing\s+on|citing|translating|according\s+to|on\s+behalf\s+of|in\s+the\s+words\s+of|zitat|zitiere"
    r"|laut|selon|según|segundo|secondo|volgens|citando|im\s+namen\s+von|au\s+nom\s+de|en\s+nombre\s+de|em\s+nome\s+de)\b"
    r"(?!\s+(?:(?:a|an|the|our|my|some|this)\s+)?(?:\w+\s+)?(?:update|status|summary|news|recap|progress|notes|plan|schedule)\b)"
)
_RECEIVED = re.compile(
    r"(?i)\b(?:(?:this|what|the\s+following|it)\b.{0,40}\b(?:got|get|received|came|comes)|(?:got|received)\s+(?:this|it|the\s+following))"
    r"\b.{0,40}\bfrom\b|^what(?:['’]s|\s+is)\s+new\s+in\s+(?!the\b|our\b|this\b)|^in\s+(?:their|his|her|your)\s+(?:own\s+)?words\b"
)
_SOMEBODY_OF = re.compile(
    rf"^{UPPER}[\w'’-]*\s+(?:from\s+(?!(?i:us\b|{DAY}|{MONTH})){UPPER}|(?i:in\s+the\s+(?:call|meeting|chat)|(?:by|over\s+the)\s+phone)\b)"
)
# Who speaks where "I" or "we" follows.
_SPEAKS = re.compile(
    r"(?i)^(?:(?:the|our|their|your|his|her|an?)\s+)?(?:\w+\s+)?(?:freelancer|lawyer|client|customer|printer|agency|designer|developer|engineer|vendor|supplier|contractor"
    r"|competitor|accountant|photographer|partner|consultant|ceo|cto|cfo|coo|support|boss|manager|narrator|speaker|host|user"
    r"|guest|them|him|her|they|he|she)s?$|^(?:in\s+)?(?:english|german|french|spanish|portuguese|italian|dutch)(?:\s+\w+)?$"
    r"|^[A-Z]{2}\s?(?:→|->|>|–)\s?[A-Z]{2}$"
)
_POINTS_BELOW = re.compile(
    rf"(?i)\b(?:{_TEXTS}|{_MESSAGES})\b.{{0,30}}\b(?:below|underneath|unten|abajo|abaixo|ci-dessous)\b"
)
# "I paste what Rolf wrote.", "Pasting in Rolf's answer.", "Below, what the printer sent us.": a sentence that says so.
_PASSES = (
    r"(?:(?:re-?)?past(?:e|ing)|cop(?:y|ying)|quot(?:e|ing)|forward(?:ing)?|shar(?:e|ing)|relay(?:ing)?|pass(?:ing)?\s+(?:on|along)"
    r"|insert(?:ing)?|includ(?:e|ing)|attach(?:ing)?|append(?:ing)?|add(?:ing)?|put(?:ting)?|drop(?:ping)?|(?:see|read|find|note)\b"
    r"|here|below|this\s+is|that\s+is|the\s+following\s+is|füge?|kopiere|zitiere|hier|unten|anbei|voici|ci-dessous|copie|colle"
    r"|aquí|abajo|aqui|abaixo|segue|copio|pego|colo|ecco|sotto|incollo|hieronder|onderstaand)"
)
_GIVES_ANOTHERS_WORDS = re.compile(
    rf"(?i)^(?:(?:i|we)(?:['’](?:m|re|ll|d))?\s+(?:(?:am|are|will|just|simply|only|also|now|can|would|like\s+to|have\s+to|want\s+to)\s+)*"
    rf"|let\s+me\s+(?:just\s+)?|ich\s+|je\s+|j['’])?{_PASSES}\b.{{0,60}}?\b(?:what|was|ce\s+qu(?:e\b|['’])|(?:l?o|quello)\s+(?:que|che)|wat)\s*"
    rf"(?!(?:i|we|you|ich|wir|je|nous|yo|eu|io|ik)\b)(?:\S+\s+){{1,5}}?(?:{_SAYING}|geschrieben|gesagt|geantwortet|geschickt|escrito"
    r"|scritto|geschreven|envió|enviou|mandó|mandou)\b"
)
_GIVES_ANOTHERS_MESSAGE = re.compile(
    r"(?i)^(?:(?:i|we)(?:['’](?:m|re|ll|d))?\s+(?:(?:am|are|will|just|simply)\s+)*|let\s+me\s+(?:just\s+)?)?"
    r"(?:past(?:e|ing)|cop(?:y|ying)|quot(?:e|ing)|forward(?:ing)?|relay(?:ing)?|insert(?:ing)?|this\s+is|below(?:\s+is)?"
    rf"|here(?:['’]s|\s+(?:is|comes|are)))\b(?P<what>.{{0,60}}\b(?:{_MESSAGES}|{_TEXTS})\b"
    r"(?:\s+(?:in|here|below|in\s+full|verbatim|as\s+is))*(?:\s+from\s+[^.!?]{1,40})?\W*$)"
)
_ENDS_ON_THIS = re.compile(r"(?i)\b(?:this|these|the\s+following|below)(?:\s+\w+){0,3}\W*$")
_FROM = re.compile(
    rf"(?i)^(?:from|per|via)\s+(?:their|his|her|your|the\s+(?:\w+\s+){{0,3}}(?:{_TEXTS}|{_MESSAGES})|(?-i:(?!(?:{DAY}|{MONTH})\b){UPPER})[\w.-]+['’]s"
    r"|(?:the|our|a|an)\s+(?:\w+\s+)?(?:lawyers?|client|customer|printer|agency|designer|developer|freelancer|vendor"
    r"|supplier|contractor|competitors?|support|accountant))\b"
)
_ASKS_TO_USE = re.compile(
    r"(?i)^(?:(?:please|pls|kindly|can|could|would|will|let['’]?s|bitte|por\s+favor|merci\s+de)\b)(?!.*\b(?:note|see|find|check|look"
    r"|remember|aware|mind|know)\b).*\b(?:this|these|the\s+following|it|below|das|dies|folgende\w*|esto|isto|ceci|questo)\b"
)
_COULD_READ = re.compile(
    r"(?i)\b(?:could|should|would|might|may|can|let['’]?s|to|will|please)\s+(?:also\s+|then\s+|just\s+)?"
    r"(?:write|(?<!\bi\swould\s)(?<!\bi\scan\s)say|post|read|announce"
    r"|use|call\s+it|put\s+it|print)\b"
)
_NOT_MEANT = re.compile(
    r"(?i)^(?:imagine|suppose|supposing|assume|assuming|pretend|picture\s+this|what\s+if|just\s+kidding|april\s+fools?['’]?s?"
    r"|(?:just\s+|only\s+)?(?:a\s+)?(?:quick\s+)?test(?:ing)?(?:\s+(?:message|mail|post|only|please\s+ignore))?|wrong\s+(?:channel|chat|thread))"
    r"(?:\W+\w+){0,2}\W*$"
)
_LEADING = re.compile(rf"\s+|[*_>•·–—-]+\s*|{LEADING.regex}|(?i:fyi|btw|ps|p\.s\.)\W+")
_CLAUSE = re.compile(rf"(?P<clause>[^\n]{{1,{_LONGEST_CLAUSE}}}?)[:：](?=\s|[\"“‘'„«*_]|$)")
_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_SPEAKER_NAME = (
    rf"(?!(?:{DAY}|{MONTH}|[Tt]oday|[Yy]esterday|[Uu]pdate|[Ss]tatus)\b){UPPER}[\w.'’-]*(?:\s{UPPER}[\w.'’-]*){{0,2}}"
)
_SPEAKER = re.compile(
    rf"[\W_]*(?:(?P<name>{_SPEAKER_NAME}),?\s+[\[(]?{_CLOCK}[\])]?"
    rf"|[\[(]?{_CLOCK}[\])]?\s*[–—-]?\s*(?P<other>{_SPEAKER_NAME}))\s*(?:[:：]|$)"
)
# Behind a name: signs that lead from it to its words.
_NAME_AND_SIGN = re.compile(
    rf"[\W_]*?(?:(?P<name>{_SPEAKER_NAME})(?:\s*\([^()\n]{{1,30}}\)|,\s[^:|–—\n]{{1,30}}?)?\s*"
    r"(?:[➜→⇒⟶➔➡▶►👉»›|¦~]\ufe0f?|-{1,2}>|=>|>{1,2}|//|(?P<dash>\s[–—-]+(?=\s)))"
    rf"|[\[(<*](?P<bracketed>{_SPEAKER_NAME})[\])>*])\s*"
)
_TOPIC = re.compile(
    r"(?i)(?:hi|hey|hello|hallo|hola|dear|thanks?|thank|good|great|perfect|nice|sorry|morning|updates?|news|status|decisions?|decided|results?|outcomes?|conclusions?|summary|recap|notes?|info|fyi|ps|edit|budget|media"
    r"|marketing|finance|sales|legal|design|shop|website|campaign|brand|social|launch|plan|step|next|done|new|now|then|so|and|but|ok"
    rf"|yes|today|yesterday|tomorrow|week|q[1-4]|{DAY}|{MONTH}|{_TEXTS}|{_MESSAGES})s?$"
)
_MARKS = re.compile(r"[“„”\"«»‹›「」『』]")
_POINTS_LEFT = re.compile(r"[«‹]")
_OPENING_MARK = re.compile(r"(?:[“„”\"«»‹›「『‚‘]|'+(?=\w)|``)\s*")
_CLOSING = re.compile(r"[“”\"«»‹›」』]|''")
_SINGLE_CLOSING = re.compile(r"['’‘]+(?!\w)")
_NAMES_WHO_SAYS = re.compile(
    rf"\W*$|\s*[(\[–—~|/-]|\s*(?:{UPPER}[\w'’-]*\s*){{1,3}}\W*$|\s*,?\s*(?i:{_SAYING}|dixit)\b"
)
_FEWEST_QUOTED = 4  # words in quotation marks that are a sentence; of fewer, they are a name
_SENTENCE_ENDS = re.compile(r"[.!?…][\"”’)]*$")
_FIRST_PERSON = re.compile(r"(?i)\b(?:i|we|me|my|us|our|i['’]\w+|we['’]\w+)\b")


def are_introduced(quote: str, before: str, voice: Voice) -> bool:
    """A sentence, before which these words stand in its text, is introduced as somebody else's words or as a text.

    A text ends with its paragraph, others' words end where the writer begins anew under a heading.
    """
    line = before[-LONGEST_LOOK_BACK:].rpartition("\n")[2]
    whole = line + quote
    if any(_is_labelled(whole[start:], voice) for start in {0, _start_of_the_sentence(line)}):
        return True
    return _is_within_quotation_marks(before, quote) or are_under_an_introduction(before, voice)


def _start_of_the_sentence(line: str) -> int:
    ends = [match.end() for match in re.finditer(r"[.!?…][\"”’)]*\s+", line)]
    return ends[-1] if ends else 0


def _is_labelled(line: str, voice: Voice) -> bool:
    """The line's first words, up to a colon, introduce the others."""
    if line.lstrip().startswith((">", "＞")):
        return True
    if _is_behind_a_name(line, voice):
        return True
    label = _CLAUSE.match(line)
    spoken = _SPEAKER.match(line)
    if label and _start_of_the_sentence(label["clause"]):
        label = None  # it begins in the midst of what stands before the colon
    rest = line[label.end() if label else 0 :]
    strict = _FIRST_PERSON.search(rest) is not None
    if spoken and (strict or (spoken[0].rstrip().endswith((":", "：")) and " " in (spoken["name"] or spoken["other"]))):
        return True
    if label is None:
        return False
    clause = label["clause"]
    return introduces(clause, strict=strict) or (strict and _names_another(clause, voice))


def _names_another(clause: str, voice: Voice) -> bool:
    """ "Dana", "Tom Silva (design)": somebody who is known, and is not the writer, or who is called by a role."""
    bare = _bare(clause.partition("(")[0])
    if _SPEAKS.search(bare):
        return True
    words = re.findall(r"[^\W\d_]+", _head(bare))
    names = {name.casefold() for name in voice.first_names}
    authors = {word.casefold() for word in (voice.author or "").split()}
    return 0 < len(words) <= 3 and words[0].casefold() in names - authors


def introduces(clause: str, *, strict: bool = False) -> bool:
    """These words, behind which a colon stands, introduce somebody else's words, or a text.

    strict: a noun of what people write is enough, whosever it is: what follows says "I" or "we".
    """
    return _introduces_speech(clause, strict=strict) or _introduces_text(clause)


def _introduces_text(clause: str) -> bool:
    bare = _bare(clause)
    if _NOT_MEANT.match(bare) or _ASKS_TO_USE.match(bare) or _COULD_READ.search(bare):
        return True
    named = _PRESENTS.sub("", bare)
    return not _WITH_VERB.search(named) and _ENDS_ON_A_TEXT.search(_head(named)) is not None


def _introduces_speech(clause: str, *, strict: bool = False) -> bool:
    bare = _bare(clause)
    if any(shape.search(bare) for shape in (_PASSES_ON, _FROM, _RECEIVED, _SOMEBODY_OF)):
        return True
    named = _PRESENTS.sub("", bare)
    if (says := _SAYS.match(named)) and not _NO_SUBJECT.search(says["subject"]):
        return True
    head = _head(named)
    if not _WITH_VERB.search(named) and _DOCUMENTS.search(head):
        return True
    if _WITH_VERB.search(named) or not _ENDS_ON_A_MESSAGE.search(head):
        return False
    is_own = re.search(r"(?i)\b(?:my|our|mine|(?:honest|short|quick|long|straight|final) answer)\b", head) is not None
    is_owned = _OWNED.search(head) or _FROM_ANOTHER.search(named[len(head) :])
    return not is_own and (strict or is_owned is not None)


def _bare(clause: str) -> str:
    """A clause without greetings and other openers, and without marks around it."""
    at = 0
    while (match := _LEADING.match(clause, at)) and match.end() > at:
        at = match.end()
    return clause[at:].strip(" \t*_\"“”'‘’")


def _head(phrase: str) -> str:
    """A noun phrase up to its first preposition."""
    ends = _HEAD_ENDS.search(phrase)
    return phrase[: ends.start()] if ends else phrase


def are_under_an_introduction(before: str, voice: Voice) -> bool:
    """A line above introduces what comes next: as a text, to its paragraph's end; as somebody's words, to the end."""
    lines = _lines_above(before)
    paragraphs, is_blank, is_headed = 0, False, False
    for line in reversed(lines):
        stripped = line.strip().strip("*_").rstrip()
        if not stripped:
            is_blank = True
            continue
        if _SPEAKER.fullmatch(stripped) and _is_a_speaker(stripped, lines, voice):
            return True
        if stripped.endswith((":", "：")):
            clause = stripped[_start_of_the_sentence(stripped) : -1][-_LONGEST_CLAUSE:]
            if _introduces_speech(clause) or (paragraphs == 0 and not is_headed and _introduces_text(clause)):
                return True
            is_headed = True
        elif _points_at_what_follows(stripped, paragraphs):
            return True
        paragraphs += is_blank
        is_blank = False
    return False


def _points_at_what_follows(line: str, paragraphs: int) -> bool:
    """A line without a colon introduces: "Release notes 6.9", "See Jo's answer below.", "Can you translate this?"."""
    if not _SENTENCE_ENDS.search(line):
        is_title = len(line.split()) <= _WORDS_OF_A_TITLE and "," not in line
        return is_title and (_introduces_speech(line) or (paragraphs == 0 and _introduces_text(line)))
    if _POINTS_BELOW.search(line):
        return True
    last = line[_start_of_the_sentence(line) :]
    if _gives_anothers_words(_bare(last)):
        return True
    return paragraphs == 0 and _ASKS_TO_USE.match(_bare(last)) is not None and _ENDS_ON_THIS.search(last) is not None


def _gives_anothers_words(sentence: str) -> bool:
    """ "I paste what Rolf wrote.", "Here is the printer's answer." """
    if _GIVES_ANOTHERS_WORDS.match(sentence):
        return True
    given = _GIVES_ANOTHERS_MESSAGE.match(sentence)
    if given is None or re.search(r"(?i)\b(?:my|our|mine)\b", given["what"]):
        return False
    return _OWNED.search(given["what"]) is not None or _FROM_ANOTHER.search(given["what"]) is not None


def _lines_above(before: str) -> list[str]:
    """The lines above a sentence; of a long text those at its top and those just above."""
    if len(before) <= 2 * LONGEST_LOOK_BACK:
        return before.split("\n")[:-1]
    return [*before[:LONGEST_LOOK_BACK].split("\n")[:-1], *before[-LONGEST_LOOK_BACK:].split("\n")[1:-1]]


def _is_a_speaker(line: str, lines: list[str], voice: Voice) -> bool:
    """A name beside a time of day: a person's who is known, a full name, or of a conversation with more such lines."""
    match = _SPEAKER.match(line)
    name = (match["name"] or match["other"]) if match else ""
    stamped = sum(_SPEAKER.fullmatch(other.strip()) is not None for other in lines)
    return name.split()[0] in voice.first_names or " " in name or stamped > 1


def _is_within_quotation_marks(before: str, quote: str) -> bool:
    """The sentence stands in quotation marks that were opened before it, or as a whole in its own."""
    paragraph = before[-LONGEST_LOOK_BACK:].rpartition("\n\n")[2]
    opened = ""
    for mark in _MARKS.finditer(paragraph):
        is_closed_below = _POINTS_LEFT.search(paragraph[mark.end() :] + quote) is not None
        may_open = mark[0] not in "”」』" and (mark[0] not in "»›" or is_closed_below)
        opened = mark[0] if may_open and not opened else ""
    if opened and (opened != '"' or '"' not in quote):
        return True
    return before.count("```") % 2 == 1 or _is_a_quotation(quote.strip())


def _is_a_quotation(sentence: str) -> bool:
    """It opens with a mark that is closed behind its last word, before the name of who says it, or not at all."""
    opening = _OPENING_MARK.match(sentence)
    if opening is None:
        return False
    is_single = opening[0].strip() in ("'", "‘", "‚")
    inner = sentence[opening.end() :]
    closings = list((_SINGLE_CLOSING if is_single else _CLOSING).finditer(inner))
    if not closings:
        return not is_single and opening[0].strip() not in ("»", "›")
    closing = closings[-1 if is_single else 0]
    said, behind = inner[: closing.start()].rstrip(), inner[closing.end() :]
    if len(said.split()) < _FEWEST_QUOTED:
        return not behind.strip(" .!?…")
    return said[-1:] in ".!?…," or _NAMES_WHO_SAYS.match(behind) is not None


def _is_behind_a_name(line: str, voice: Voice) -> bool:
    """ "Priya ➜ We decided it", "Tom Silva – We decided it", "[Priya] We decided it": not its writer's word."""
    label = _NAME_AND_SIGN.match(line)
    if label is None:
        return False
    name = label["name"] or label["bracketed"]
    first, *more = name.split()
    if first.casefold() in {word.casefold() for word in (voice.author or "").split()} or _are_own_initials(name, voice):
        return False
    is_known = first in voice.first_names
    says_we = _FIRST_PERSON.search(line[label.end() :]) is not None
    is_of_another = says_we and _TOPIC.match(first) is None
    if label["dash"]:  # before which somebody is spoken to: "Ana - Tom fixed it"
        is_of_their_side = (first.casefold() in voice.colleagues) == voice.is_us
        return says_we and is_of_their_side if is_known else is_of_another and bool(more)
    return is_known or is_of_another


def _are_own_initials(name: str, voice: Voice) -> bool:
    """ "[DR] We decided it" of Dana Reyes, where nobody else has them. A first letter alone may be anybody's."""
    others = (person for person in voice.people if person != voice.author)
    return len(name) > 1 and name == _initials(voice.author or "") and name not in map(_initials, others)


def _initials(name: str) -> str:
    return "".join(re.findall(rf"(?<![^\W_]){UPPER}", name))

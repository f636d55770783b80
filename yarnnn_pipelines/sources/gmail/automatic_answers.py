"""Subjects under which programs answer by themselves: `Automatic reply: Plan`, `Auto-Reply Re: Plan`.

In any language a word for "automatic" and one for "answer" make the phrase. It is certainly a program's where it stands
first and a colon, a bracket or the mark of an answer or a forwarded mail follows; elsewhere, apart from the subject's
other words, it may be. Whoever answers such a mail ("Re: Automatic reply: Plan") is a person. What says that somebody
is away is `automatic_words`' and `absence_subjects`' matter.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

from yarnnn_pipelines.english.subjects import answers_or_passes_on, without_marks

# Parts of words for "automatic"; of those, words for automation, which somebody writes about.
_OF_ITSELF = re.compile(
    r"auto(?:m[aáàāă]|m\.?$|\W?(?:repl[yi]|resp|svar|antw|odp|vast|risp|rép))|avtom|aftóm|sjálfvirk|otoma|samodej|önműköd"
    r"|özdevinimli|uath|awtom|awto|авто(?:м|отв|від)|аўтам|αυτόματ|ավտոմատ|ავტომატ|自動|自动|자동|อัตโนมัติ|אוטומט|تلقائ|آلي|خودکار"
    r"|स्वचालित|স্বয়ংক্রিয়|தானியங்கு|động|ស្វ័យប្រវត្តិ|kendiliğinden",
    re.IGNORECASE,
)
_AUTOMATION = re.compile(
    r"automations?(?!\w)|automati[sz](?!ch|k)\w*(?:ung(?:en)?|ations?|ering|ciones|ci[óo]n?|ções|ção|zioni|zione|ac[ei]"
    r"|ácia|acj\w+|acij\w+|aatio\w*|en|er|ar|are)(?!\w)|automazion|automaç|automaatio|automating|automat(?:en|s)(?!\w)"
    r"|автоматиза|автоматизу|avtomatiza|otomasyon|otomatisasi|自動化|自动化|자동화|αυτοματισμ|αυτοματοποί|אוטומציה",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"repl(?:y|ied)(?![-'’]\w)|respon(?:s[ea](?!bil)|der|d)(?!\w*ib)|(?<!ver)antwo(?:r[dt]|ord)|(?<!\w)(?:auto|e-?mail-?)?-?svar"
    r"|svör|vastau|vastus|odpov[ěe][dď](?!n)|odpowied(?!zia)|odgovor(?!n)|atsak|atbilde|válasz|răspuns|ответ(?!ств)"
    r"|відповідь|адказ|отговор(?!н)|одговор(?!н)|απάντ|απαντ|yanıt|cevap|answer|rispost|respost|respuest|répons|erantz"
    r"|ateb|freagra|tweġib|përgjigj|balas|jawab|trả|phản|ตอบ|返信|応答|回复|回覆|答复|答覆|应答|회신|응답|답장|מענה|תשובה|رد|جواب"
    r"|پاسخ|उत्तर|जवाब|উত্তর|பதில்|պատասխան|პასუხ|жооп|жауап|javob|cavab",
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"replies|respon[sd]es|answers|respuestas|respostas|risposte|réponses", re.IGNORECASE)
# What a mail is called; whoever makes mails writes "Automated email: draft 2" as well.
_MAIL = re.compile(r"(?:e-?)?mail|courriel|メール|邮件|郵件|메일", re.IGNORECASE)
_MESSAGE = re.compile(
    r"message|notification|nachricht|mitteilung|bericht|mensaje|mensagem|messaggio|viesti|meddelande"
    r"|melding|wiadomość|zpráva|správa|üzenet|mesaj|сообщение|повідомлення|μήνυμα|notice",
    re.IGNORECASE,
)
# What may stand between the two: how it came about, and why.
_BETWEEN = re.compile(
    r"auto|(?:e-?)?mail|message|\w*gener\w*|creat\w*|cré[ée]\w*|\w*erstellt\w*|luotu|sent|\w*send\w*|sendt|sänt|skicka\w*"
    r"|envi\w*|envoy\w*|inviat\w*|wysłan\w*|odeslan\w*|отправлен\w*|system|vacation|holiday|absence|away|out|of|the|office"
    r"|out-of-office|ooo|tự|lời|hồi",
    re.IGNORECASE,
)
_ABSENCE = re.compile(r"vacation|holiday|absence|away|office|out-of-office|ooo", re.IGNORECASE)
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_OPENS = r"\[({<【「『〔〖"
_CLOSES = r"\])}>】」』〕〗"
_WORD = re.compile(rf"[^\W_][^\s_:;,|/!?…–—=~#+\"“”«»*{_OPENS}{_CLOSES}]*")
_FOLLOWS = re.compile(rf"\s*(?:$|:|[{_CLOSES}*])")
_APART = re.compile(r"\s+[-.]|\s*[;,|/!…–—‒―−=~#+·•>\"“”«»]|[-.](?:\s|$)|\s*_")
_TO_WHOM = re.compile(
    r"\s+(?:to|from|for|on|about|regarding|by|auf|von|an|zu|für|de|du|à|pour|sur|a|al|da|do|di|van|op|aan|voor|til|till"
    r"|från|fra|på|av|od|na|do|от|на|від|av)(?:\s[^:]{1,60})?\s*:",
    re.IGNORECASE,
)
_SET_APART = re.compile(
    rf"[{_OPENS}*](?P<inner>[^{_OPENS}{_CLOSES}*]{{3,80}})[{_CLOSES}*]|(?:\s[-–—|/·]+\s*|:\s*)(?P<last>[^:]{{3,80}})$"
)
_BARE_AND_CLOSED = re.compile(rf"[\W_]*auto\s*[:{_CLOSES}*]", re.IGNORECASE)
_KINDS = (
    _ANSWER,
    _ANSWERS,
    *(re.compile(rf"^(?:{kind.pattern})$", re.IGNORECASE) for kind in (_MAIL, _MESSAGE, _BETWEEN)),
)
_BEFORE = " \t_-*#~=\"'“”«»<([{【「『〔〖"
_MOST_WORDS = 6
_READ = 300  # characters of a subject

# That something answers by itself; that it may, or that somebody away does; that a mail was made by itself.
Says = Literal["answer", "perhaps", "mail"]


class _Phrase(NamedTuple):
    end: int
    says: Says


def is_an_automatic_answers(subject: str) -> bool:
    """`Automatic reply: Plan`, `Automatische Antwort AW: Plan`, `[Auto-Reply] Plan`."""
    subject = _plain(subject)
    phrase = _phrase(subject)
    if phrase is None:
        return False
    rest = subject[phrase.end :]
    return answers_or_passes_on(rest) or (phrase.says == "answer" and _FOLLOWS.match(rest) is not None)


def may_be_an_automatic_answers(subject: str) -> bool:
    """`Automatic Reply - Plan`, `Re: Plan (automatic reply)`, `AUTO: Plan`: programs write such, and so may people."""
    subject = _plain(subject)
    own = without_marks(subject)
    if any(_is_phrase(part["inner"] or part["last"]) for part in _SET_APART.finditer(own, 1)):
        return True
    if own != subject:
        return False
    if _BARE_AND_CLOSED.match(subject) or _ends_on_phrase(subject):
        return True
    phrase = _phrase(subject)
    if phrase is None or phrase.says == "mail":
        return False
    rest = subject[phrase.end :]
    return any(pattern.match(rest) for pattern in (_FOLLOWS, _APART, _TO_WHOM)) or _is_marked(rest)


def _plain(subject: str) -> str:
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", subject))[:_READ].strip()


def _phrase(text: str) -> _Phrase | None:
    """The phrase that a text begins with."""
    words: list[str] = []
    for word in _words_in_a_row(text):
        if not (_is_of_itself(word[0]) or any(kind.search(word[0]) for kind in _KINDS)):
            break
        words.append(word[0])
        after = _words_in_a_row(text[word.end() :], 1)
        if (says := _says(words)) and not any(_ANSWER.search(next_[0]) or _is_of_itself(next_[0]) for next_ in after):
            return _Phrase(word.end(), says)
    return None


def _words_in_a_row(text: str, most: int = _MOST_WORDS) -> list[re.Match[str]]:
    """Words with nothing but room between them, from the text's start on."""
    words: list[re.Match[str]] = []
    position = len(text) - len(text.lstrip(_BEFORE))
    while len(words) < most and (word := _WORD.match(text, position)):
        words.append(word)
        position = word.end() + len(text[word.end() :]) - len(text[word.end() :].lstrip(" \t_"))
    return words


def _says(words: list[str]) -> Says | None:
    of_itself = any(_is_of_itself(word) or word.casefold() == "auto" for word in words)
    if any(_ANSWER.search(word) for word in words):
        if of_itself:
            return "answer"
        return "perhaps" if any(_ABSENCE.fullmatch(word) for word in words) else None
    if not of_itself:
        return None
    if any(_ANSWERS.search(word) or _MESSAGE.fullmatch(word) for word in words):
        return "perhaps"
    return "mail" if any(_MAIL.fullmatch(word) for word in words) else None


def _is_of_itself(word: str) -> bool:
    return _OF_ITSELF.search(word) is not None and _AUTOMATION.search(word) is None


def _is_phrase(text: str) -> bool:
    """Nothing but the phrase."""
    phrase = _phrase(text)
    return phrase is not None and phrase.says == "answer" and not re.search(r"\w", text[phrase.end :])


def _ends_on_phrase(subject: str) -> bool:
    """`Automated campaign response: Plan`, `Plan automatic reply`: a few words, the last one of the phrase's."""
    words = _words_in_a_row(subject)
    named = [word[0] for word in words]
    if not 1 < len(named) < _MOST_WORDS or not _FOLLOWS.match(subject, words[-1].end()):
        return False
    are_answers = [bool(_ANSWER.search(word)) for word in named]
    are_of_itself = [_is_of_itself(word) for word in named]
    return any(are_answers) and any(are_of_itself) and (are_answers[-1] or are_of_itself[-1])


def _is_marked(rest: str) -> bool:
    """`from Dana Re: Plan`: an answer's mark a few words on."""
    starts = [word.start() for word in _WORD.finditer(rest)][:_MOST_WORDS]
    return any(answers_or_passes_on(rest[start:]) for start in starts)

"""What stands below and above an author's words and is none of them: signatures, list footers, disclaimers, banners.

Cut is only what can be recognised: a delimiter, a closing that nothing but a name and an address follow, a rule with a
list's address below it. Quoted mails are `quotes`' work.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.vocabulary import PERFECTIVE
from yarnnn_pipelines.sources.gmail.disclaimers import is_disclaimer

_DELIMITER = re.compile(r"^(?:--|—|–|__)\s?$")
_DELIMITED_LINES, _DELIMITED_LENGTH = 6, 400
_POSTSCRIPT = re.compile(r"^\s*(?i:(?:p[.-]{0,2}\s?){1,3}[sd]|n\.?\s?b)\b[.:\s–—-]", re.IGNORECASE)
_FULL_STOP = re.compile(r"[.!?…。]\W{0,2}$")
_PROSE_WORD = re.compile(r"(?<![\w.@])[a-zß-ÿ]{2,}(?![\w@])|[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{4,}")
_PROSE_WORDS, _PROSE_WORDS_BESIDE_A_CONTACT = 2, 3
_RULE = re.compile(r"^\s*[_=*-]{10,}\s*$")
_LONGEST_SIGNATURE = 60  # lines; without its space a delimiter further up is a rule
_FOOTER_LINES = 15
_PLACE = re.compile(r"https?://|www\.|[^\s<>@]{1,64}@[^\s<>@]{1,255}\.\w{2,}")
_SUBSCRIBED = re.compile(
    r"mailing list|you (?:received|are receiving) this (?:message|e-?mail) because|to unsubscribe|unsubscribe from this"
    r"|manage your subscription|listinfo|abbestellen|abmelden|se désabonner|désinscri|cancelar (?:la|a) suscri"
    r"|darse de baja|cancelar a inscrição|annulla(?:re)? l.iscrizione|uitschrijven|afmelden|avregistrera|avslutte",
    re.IGNORECASE,
)
_LIST_SAYS = re.compile(
    r"^\W*(?:you (?:received|are receiving) this (?:message|e-?mail) because|to unsubscribe (?:from|send|click|,|:))",
    re.IGNORECASE,
)
_BANNERS = 3
_LONGEST_BANNER = 600
_BANNER = re.compile(
    r"(?:originated|came|comes|sent|received|is) from (?:outside (?:of )?(?:the|your|our)"
    r"|an external|an unknown sender)"
    r"|don't often get e?-?mail from|do not click (?:on )?(?:any )?links"
    r"|stammt von (?:außerhalb|einem externen)|provient de l.ext[ée]rieur|procede de fuera",
    re.IGNORECASE,
)
_MARKED_BANNER = re.compile(
    r"^\W*(?:external|caution|warning|attention|achtung|vorsicht|extern|externe)\b.{0,80}"
    r"\b(?:e-?mail|sender|source|absender|expéditeur|remitente|remetente|mittente|afzender)\b",
    re.IGNORECASE,
)
# What telephones and programs write below a mail, or above the one that it answers: "Sent from my iPhone", in the
# languages that they speak.
_PRODUCT = (
    r"(?:i(?:phon[eau]|pad|pod|os)|apple watch|android|galaxy|samsung|huawei|xiaomi|redmi|oneplus|nokia|xperia|motorola"
    r"|blackberry|windows|outlook|gmail|yahoo|aol|gmx|web\.de|proton ?mail|tutanota|superhuman|front|spark|airmail"
    r"|sparrow|typeapp|blue ?mail|fairemail|k-9|thunderbird|zoho|fastmail|hey|mail\.ru|яндекс|yandex|boxer|polymail)"
)
_OWN_DEVICE = (
    r"(?:(?:my|a|mein\w*|mon|ma|mi|d?o meu|da minha|(?:d[ae]l )?mio|mijn|min|mit)(?: \S+){0,3} "
    r"(?:mobile|(?:smart|mobile )?phone|handy|smartphone|mobiltelefon|telefon\w*|téléphone|telefone|móvil|celular"
    r"|tablet|mobiel|mobil\w*))"
)
_DEVICE = re.compile(
    r"^(?:sent|gesendet|envoyée?|enviad[oa]|inviat[oa]|verzonden|verstuurd|sendt|skickat|lähetetty|wysłan[eoy]"
    r"|odeslán[oa]|odoslan[éo]|elküldve|trimis|отправлено|надіслано|изпратено|στάλθηκε|εστάλη|đã gửi|dikirim"
    r"|enviat|poslan[oa])"
    r"(?: (?:from|via|with|by|on|using|von|vom|mit|über|per|de|du|depuis|à partir|avec|desde|d[aoe]l?|a partir|vanaf"
    r"|met|fra|med|från|z|ze|az|din|с|из|через|з|от|από|με|từ|dari|des|s)\b| \S*(?=iphone|ipad))"
    rf"[^,;:]{{0,50}}?(?<!\w)(?:{_PRODUCT}(?!\s*app\b)|{_OWN_DEVICE}).{{0,40}}$"
    rf"|^(?:von|vom|diese (?:nachricht|e-mail|mail) wurde) .{{0,50}}\b(?:{_PRODUCT}|handy|smartphone)\b.{{0,40}}"
    r"\b(?:gesendet|verschickt)$"
    rf"|^(?:az )?\W*{_PRODUCT}.{{0,20}}(?:küldve|gönderildi|送信|보냄)$"
    rf"|^(?:나의 ?|내 ?|发自|發自|从|從|נשלח|أُ?رسلت?|ส่งจาก).{{0,20}}{_PRODUCT}.{{0,20}}$"
    r"|^(?=.*\boutlook)(?=.*\b(?:ios|android)\b)\S+(?: \S+){2,6}$"
    r"|^(?:get|download|hol dir) (?:blue ?mail|gmail|yahoo mail|proton ?mail|spark) (?:for|für) \S+$",
    re.IGNORECASE,
)
_PERSONAL_DEVICE = re.compile(r"^Sent from my(?: [A-Z][\w-]*){1,2}(?: [A-Z\d]+){0,2}$")
_LINK_OF_DEVICE = re.compile(r"\s*[<(\[]\s*https?://[^\s<>]+\s*[>)\]]\W*$")
_EXCUSE = re.compile(r"[.,;]? *(?:please |bitte )?(?:excuse|forgive|pardon|entschuldig\w*)\b[^.]*\.?$", re.IGNORECASE)
_LONGEST_DEVICE, _WORDS_OF_DEVICE, _LONGEST_WITH_LINK = 90, 10, 600
_CLOSING_WORDS = (
    r"(?:(?:with |my )?(?:best|kind|kindest|warm|warmest|many)(?: regards| wishes| thanks)?|regards|rgds|cheers"
    r"|(?:many )?thanks(?: so much| again| a lot| in advance| all)?|thank you(?: so much| again| in advance| all)?"
    r"|(?:yours )?sincerely|yours(?: truly| faithfully)?|all (?:the|my) best|(?:talk|speak) soon"
    r"|see you(?: soon| then)?|take care|br|kr|obrigad[oa]|(?:um )?(?:grande )?abraço"
    r"|(?:com os melhores )?cumprimentos|saludos|un saludo"
    r"|viele grüße|liebe grüße|beste grüße|mit freundlichen grüßen|mfg|lg|vg|cordialement|bien à vous|cordiali saluti"
    r"|met vriendelijke groet(?:en)?|groet(?:en|jes)?"
    r"|(?:med )?(?:venlig|vennlig|vänlig) hilsen|(?:med )?vänliga? hälsning(?:ar)?|hälsningar|mvh|vh|hilsen"
    r"|bedste hilsner"
    r"|terveisin|ystävällisin terveisin|pozdrawiam|z poważaniem|s pozdravem|s úctou|s pozdravom|üdvözlettel|cu stimă"
    r"|с уважением|с наилучшими пожеланиями|з повагою|με εκτίμηση|saygılarımla|iyi çalışmalar"
    r"|よろしくお願いいたします|此致)"
)
_CLOSING = re.compile(rf"^{_CLOSING_WORDS}(?:\s*[/|]\s*{_CLOSING_WORDS})*\s*[,.!]?$", re.IGNORECASE)
# Nobody ends on these but to sign; a last "Thanks!" may be meant.
_FORMAL = re.compile(
    r"regards|grüß|sincerely|cumprimentos|cordial|hilsen|hälsning|pozdr|уважением|saygı", re.IGNORECASE
)
_CLOSING_WITH_NAME = re.compile(
    rf"^(?i:{_CLOSING_WORDS})\s*[,!-]\s*(?P<name>[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*){{0,2}})$"
)
# In whose place a mail was signed: "Jo Meyer (on behalf of Dana)", "i. A. Jo Meyer".
FOR_ANOTHER = re.compile(
    r"(?i)[\s,(]*\b(?:on behalf of|obo|for|p\.?\s?p\.?|i\.\s?a\.|im auftrag(?: von)?|für|au nom de|pour"
    r"|en nombre de|por|em nome de|per conto di|namens|assistant (?:to|of)|pa to"
    r"|secretary (?:to|of)|office of)(?=\s|$).*$"
)
_CONTACT = re.compile(r"@|https?://|www\.|\+?\d[\d ()./-]{6,}|[|•·]|\b(?:tel|phone|mobile|fax|office)\b", re.IGNORECASE)
_DEED_DONE = re.compile(rf"(?<![\w@.-])(?:{PERFECTIVE}|(?!limited|united|registered|based)[a-z]{{2,}}ed)(?![\w@-])")
_SIGNATURE_LINES = 15
_DISCLAIMERS = 6


def without_signature(lines: list[str], sender: str) -> list[str]:
    """The lines without what stands below them: footers of lists, disclaimers, a signature, a device's own line."""
    lines = _without_disclaimer(_without_footer(lines))
    lines = _without_delimited(lines)
    lines = _without_footer(trimmed(lines))
    lines = trimmed(lines)
    start = _signature_start(lines, sender)
    return _without_disclaimer(lines if start is None else lines[:start])


def lines_signed(lines: list[str]) -> list[str]:
    """What stands below a mail's closing, down to an empty line, or beside it ("Best regards, Jo"); without a closing,
    what stands so below its delimiter. Lines without devices' own."""
    lines = trimmed(_without_footer(_without_disclaimer(_without_footer(lines))))
    delimiter = _delimiter(lines)
    body = trimmed(lines[:delimiter])
    start = _signature_start(body, "", is_lenient=True)
    if start is not None:
        closing = max((index for index in range(start, len(body)) if _closes(body[index])), default=start)
        beside = _CLOSING_WITH_NAME.match(body[closing].strip())
        signed = [beside["name"]] if beside else _first_paragraph(body[closing + 1 :])
        return [] if signed and _is_sentence(signed[0].strip()) else signed
    return _first_paragraph(lines[delimiter + 1 :]) if delimiter is not None else []


def _closes(line: str) -> bool:
    return bool(_CLOSING.match(line.strip()) or _CLOSING_WITH_NAME.match(line.strip()))


def _first_paragraph(lines: list[str]) -> list[str]:
    filled = trimmed(lines)
    end = next((index for index, line in enumerate(filled) if not line.strip()), len(filled))
    return filled[:end]


def without_devices(lines: list[str]) -> list[str]:
    """The lines without those that telephones and programs wrote; what an author wrote below one stays."""
    return trimmed([line for line in lines if not (_is_of_known_device(line) or is_of_unknown_device(line))])


def _is_of_known_device(line: str) -> bool:
    """`Sent from my iPhone`, `Get Outlook for iOS<https://aka.ms/o0ukef>`, in the languages that programs speak."""
    return bool(_DEVICE.match(_device_words(line)))


def is_of_unknown_device(line: str) -> bool:
    """`Sent from my Wiko RIDGE FAB 4G`."""
    words = _device_words(line)
    return bool(_PERSONAL_DEVICE.match(words)) and not _DEVICE.match(words)


def _device_words(line: str) -> str:
    """The words of a line that a telephone may have written; '' of one that is too long for it or ends otherwise."""
    if len(line) > _LONGEST_WITH_LINK:
        return ""
    words = _EXCUSE.sub("", _LINK_OF_DEVICE.sub("", line.strip())).strip(" .-")
    if len(words) > _LONGEST_DEVICE or len(words.split()) > _WORDS_OF_DEVICE or words[-1:] in ("!", "?", ":", ","):
        return ""
    return words


def is_postscript(line: str) -> bool:
    """`PS: the logo is due.`: its author's, wherever it stands."""
    return bool(_POSTSCRIPT.match(line))


def _without_delimited(lines: list[str]) -> list[str]:
    """Cut at "-- " (RFC 3676), down to a postscript; without its space, or as the dash that telephones make of it, it
    may be a rule between two paragraphs or underline a heading: then only where a signature stands below it."""
    index = _delimiter(lines)
    if index is None:
        return lines
    start = next((below for below in range(index, len(lines)) if is_postscript(lines[below])), len(lines))
    return [*trimmed(lines[:index]), *([""] if start < len(lines) else []), *lines[start:]]


def _delimiter(lines: list[str]) -> int | None:
    """The line that parts a mail's words from its signature; above it are some, or below it no sentences."""
    for index, line in enumerate(lines):
        if not _DELIMITER.match(line) or (not index and line != "-- "):
            continue
        if not any(map(str.strip, lines[:index])) and any(_is_sentence(below.strip()) for below in lines[index + 1 :]):
            continue
        if line == "-- " or (len(lines) - index <= _LONGEST_SIGNATURE and _is_signed_below(lines, index)):
            return index
    return None


def _is_signed_below(lines: list[str], index: int) -> bool:
    """Whether a signature stands below this rule: nothing but its lines, or a short paragraph that is no sentence."""
    below = [other for other in lines[index + 1 :] if other.strip()]
    is_headed = not below or _may_be_name(below[0].strip())
    if (
        is_headed
        and not any(_is_sentence(o.strip()) for o in below)
        and all(_may_be_signature(o.strip()) for o in below)
    ):
        return True
    if not below or not lines[index + 1].strip() or _is_sentence(below[0].strip()):
        return False
    above = lines[index - 1].strip()
    is_short = len(below) <= _DELIMITED_LINES and sum(map(len, below)) <= _DELIMITED_LENGTH
    paragraphs = sum(not other.strip() for other in trimmed(lines[index + 1 :]))
    return is_short and paragraphs <= 1 and (not above or above[-1] in ".!?…:)")


def _may_be_name(line: str) -> bool:
    """A name or a firm, or something to reach them by."""
    return bool(_CONTACT.search(line)) or not any(len(word) > 3 and word[0].islower() for word in line.split())


def _is_sentence(line: str) -> bool:
    """Words of prose with a full stop, or what was done; `Acme Sales Ltd.` is a name, `Call 210 000 000.` a contact.

    What somebody is reached by may be what a sentence is about: `The office move was approved.`
    """
    words = len(_PROSE_WORD.findall(line))
    fewest = _PROSE_WORDS_BESIDE_A_CONTACT if _CONTACT.search(line) else _PROSE_WORDS
    is_whole = bool(_FULL_STOP.search(line))
    return (is_whole and words >= fewest) or (bool(_DEED_DONE.search(line)) and (is_whole or words >= fewest))


def _without_footer(lines: list[str]) -> list[str]:
    """Drop what a list's server writes below each mail: a rule with the list's name, address or way out below it."""
    lines = trimmed(lines)
    for index in range(max(len(lines) - _FOOTER_LINES, 1), len(lines)):
        below = [line for line in lines[index + 1 :] if line.strip()]
        if _RULE.match(lines[index]) and below and _tells_of_a_list(below):
            return trimmed(lines[:index])
        if _LIST_SAYS.match(lines[index]):
            return trimmed(lines[:index])
    return lines


def _tells_of_a_list(below: list[str]) -> bool:
    addressed = sum(bool(_PLACE.search(line)) for line in below)
    return bool(_SUBSCRIBED.search(" ".join(below))) or (addressed > 0 and 2 * addressed >= len(below) - 1)


def without_banner(lines: list[str]) -> list[str]:
    """Drop what a server writes above a mail: that it came from outside, or that its sender is unknown."""
    start = 0
    for _ in range(_BANNERS):
        end = next((index for index in range(start, len(lines)) if not lines[index].strip()), len(lines))
        paragraph = " ".join(line.strip() for line in lines[start:end])
        is_banner = _BANNER.search(paragraph) or _MARKED_BANNER.match(paragraph)
        if not paragraph or not is_banner or len(paragraph) > _LONGEST_BANNER:
            break
        start = next((index for index in range(end, len(lines)) if lines[index].strip()), len(lines))
    return lines[start:]


def _signature_start(lines: list[str], sender: str, *, is_lenient: bool = False) -> int | None:
    """The first line of a closing ("Best regards, Mia ...") that nothing but name and address follow.

    is_lenient: a sentence that says how to reach somebody ("Visit us at www.acme.example.") may stand among them.
    """
    words = sender.casefold().split()
    names = {sender.casefold(), *words[:1], *(word[0] for word in words[:1]), "".join(word[0] for word in words)} - {""}
    filled = [index for index, line in enumerate(lines) if line.strip()][-_SIGNATURE_LINES:]
    start = None
    for index in reversed(filled):
        line = lines[index].strip()
        rest = [other.strip() for other in lines[index + 1 :] if other.strip()]
        named = line.strip(" -–—.,!").casefold() in names
        is_closing = _CLOSING.match(line) and (rest or line.endswith(",") or _FORMAL.search(line))
        if (named and index) or is_closing or _closes_with(line, names):
            start = index
        elif not _may_be_signature(line) or (not is_lenient and _is_sentence(line)):
            break
    if start is not None and not any(line.strip() for line in lines[:start]) and not _FORMAL.search(lines[start]):
        # "Thank you!" with nothing but a name below it is all that was said
        return start + 1 if _CLOSING.match(lines[start].strip()) else start
    return start


def _closes_with(line: str, names: set[str]) -> bool:
    match = _CLOSING_WITH_NAME.match(line)
    return match is not None and (not names or match["name"].strip(".").casefold() in names)


def _may_be_signature(line: str) -> bool:
    """A name, a title, an address: short, capitalised, and no sentence."""
    if len(line) > 120:
        return False
    if _CONTACT.search(line):
        return True
    words = FOR_ANOTHER.sub("", line).split()
    telling = [word for word in words if len(word) > 3 and word[0].isalpha()]
    capitalised = sum(word[0].isupper() for word in telling)
    return len(words) <= 8 and 2 * capitalised >= len(telling) and not (len(words) > 3 and line[-1] in ".?!")


def _without_disclaimer(lines: list[str]) -> list[str]:
    """Drop closing paragraphs that only a law department wrote, and the rules between them."""
    lines = trimmed(lines)
    for _ in range(_DISCLAIMERS):
        start = max((index + 1 for index, line in enumerate(lines) if _divides(line)), default=0)
        if start == 0 or not is_disclaimer(" ".join(lines[start:])):
            break
        lines = trimmed(lines[:start])
        while lines and _divides(lines[-1]):
            lines = lines[:-1]
    while lines and _RULE.match(lines[-1]):
        lines = trimmed(lines[:-1])
    return lines


def _divides(line: str) -> bool:
    return not line.strip() or bool(_RULE.match(line))


def trimmed(lines: list[str]) -> list[str]:
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return lines[start:end]

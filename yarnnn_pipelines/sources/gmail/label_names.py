"""Names of a mailbox's own places, in the languages that mail programs have: which of them hold what nobody sent.

Takeout writes Gmail's labels in the language of the account, and mail programs name their folders so. A draft that is
taken for a mail tells a client what nobody said, so every place of that meaning gets one label, in English, besides its
own. Only whole names count, and none that an agency might give to a project (`Concept`). A name within a mail program's
place (`[Imap]/Drafts`, `Mixmax/Scheduled`) means what it means alone; within a label that may be the user's own
(`Clients/Drafts`) only where nothing says that the mail was sent or received.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

# Labels that say that a mail was not sent or is unwanted.
STATES = frozenset(["draft", "drafts", "spam", "trash"])

# Places in which mail programs, and extensions that send later, keep folders of their own: those of servers stand in
# brackets or under the inbox, others are called by the program or by the account's address.
_PREFIX = re.compile(
    r"^(?:\[[^\]/]{1,40}\]|inbox|imap|mail|local folders|lokale ordner|dossiers locaux|carpetas locales"
    r"|[^\s@/]{1,64}@[^\s@/]{1,255}|mixmax|boomerang|superhuman|streak|right ?inbox|mail ?butler|yesware|gmass"
    r"|hub ?spot|airmail|spark|spike|shortwave|newton|polymail|mailspring|mailbird|missive|front|outlook|icloud|yahoo"
    r"|exchange|thunderbird|apple mail|gmelius|sanebox|salesloft|outreach|followup ?\w*|mailtrack|batched inbox)"
    r"\s?[/\\.:|_–-]\s?"
)
_ARABIC_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670]")  # vowel signs, and what only draws a word out
_STEP = re.compile(r"[/\\]|\.(?=\S)")  # between a label and the one that it lies in

# Gmail's for what will be sent later: not said yet, like a draft, and in no mail that was received. Their words stand
# in any number and gender: `Planificado`, `Pianificati`, `Schemalagda`.
_SCHEDULED = """
    scheduled, scheduled send, scheduled mail, scheduled emails, send later, snoozed to send | später senden
    | geplante e-mails, geplante mails, geplante nachrichten, zeitversetzt | envoi différé, envois différés
    | envoyer plus tard, enviar más tarde, enviar mais tarde, invia più tardi, later verzenden, later versturen
    | posta programmata, messaggi programmati, correos programados, mensajes programados, mensagens programadas
    | mensagens agendadas, e-mails agendados, e-mails programmés, messages programmés | skicka senare, send senere
    | wysłane później, wyślij później | odeslat později | ajoitettu, ajoitetut, ajastettu, ajastetut
    | ütemezett, ütemezve, időzített | запланировано, заплановано | προγραμματισμένα, προγραμματισμένο
    | προγραμματισμένες | planlanmış, planlandı, planlanan, zamanlanmış, zamanlanan
    | zamanlandı, inplanerade, schemalagt, programadas
    | 送信予定, 予約送信, 予定, 予約済み, スケジュール済み, スケジュール設定済み
    | 已安排, 已安排发送, 已定时, 定时发送, 已排程, 已計劃, 排定
    | 已排定時間 | 예약됨, 예약 메일함, 예약편지함, 예약 전송, 보낼 예정
    | מתוזמן, מתוזמנים, מתוזמנות, שליחה מתוזמנת | زمان‌بندی‌شده, زمان‌بندی شده
    | المجدولة, مجدولة, مجدول, تمت الجدولة | ตั้งเวลาไว้, กำหนดเวลาแล้ว, ตั้งเวลาแล้ว
    | đã lên lịch, đã lên lịch gửi | terjadwal, dijadwalkan | suplanuota, suplanuoti
    | ieplānots, ieplānotie, ieplānots sūtīt
    | ajastatud, plaanitud | शेड्यूल किया गया, शेड्यूल किए गए, शेड्यूल केलेले, निर्धारित | заказано, заказани
    | lên lịch, dijadualkan, berjadual, naka-iskedyul | geskeduleer, imeratibiwa, zilizoratibiwa, kushejuliwe
    | planlaşdırılıb, planlaşdırılmış, rejalashtirilgan | запланаваныя, запланавана, насрочено, планирано, планирани
    | жоспарланған, товлосон | sceidealta, wedi'u hamserlennu, á áætlun | raspoređeno, razporejeno, zakazane
    | պլանավորված, დაგეგმილი | নির্ধারিত, শিডিউল করা | શેડ્યૂલ કરેલ | ನಿಗದಿಪಡಿಸಲಾಗಿದೆ | ഷെഡ്യൂൾ ചെയ്തു
    | திட்டமிடப்பட்டவை, திட்டமிடப்பட்டது | షెడ్యూల్ చేయబడింది | شیڈول کردہ | បានកំណត់ពេល | ກຳນົດເວລາແລ້ວ | กำหนดเวลาไว้
    | የታቀዱ, የታቀደ
    """
_SCHEDULED_STEM = re.compile(
    r"(?:envois? |envíos? |envios? |correos? |invii? )?(?:geplante?[nrs]?|planifié(?:e?s?)|programmé(?:e?s?)"
    r"|différé(?:e?s?)"
    r"|planificad[oa]s?|programad[oa]s?|agendad[oa]s?|pianificat[oaie]|programmat[oaie]|ingepland(?:e)?|geplan(?:d|de)"
    r"|schemalag(?:t|d|da)|planlag(?:t|te)|zaplanowan[aeyi]|naplánovan[áéýo]|naplánován[oayi]?|programat[eăaiăă]?"
    r"|programats|programad[ae]s|запланированн(?:ые|ое|ый|ая)|заплановані|заплановане|планирани|насрочени"
    r"|zakazan[oaie]"
    r"|planiran[oaie]|načrtovan[oaie]|programatuta|tímasett)"
)
# Mails kept to be written again; agencies give such names to what they received, too.
_TEMPLATES = """
    templates, template, email templates | vorlagen, vorlage, mailvorlagen | modèles, modèle, gabarits | plantillas
    | plantilla | modelos, modelo | modelli, modello | sjablonen, sjabloon | mallar | skabeloner, skabelon | maler
    | mallit, mallipohjat | szablony, szablon | šablony | sablonok | șabloane, şabloane | шаблоны | шаблони | πρότυπα
    | şablonlar | テンプレート, 定型文 | 模板, 范本, 範本 | 템플릿, 서식 | תבניות | القوالب, قوالب | แม่แบบ, เทมเพลต
    | mẫu | templat | plantilles
    """
# What only a program calls so, within a place of its own.
_OF_A_PROGRAM = frozenset(("queue", "queued", "outgoing", "pending", "waiting", "to send", "unsent", "not sent"))
_SENT = frozenset(
    (
        *(
            "sent",
            "sent mail",
            "sent items",
            "sent messages",
            "gesendet",
            "gesendete elemente",
            "messages envoyés",
            "envoyés",
        ),
        *(
            "enviados",
            "enviadas",
            "elementos enviados",
            "e-mails enviados",
            "itens enviados",
            "posta inviata",
            "inviati",
        ),
        *("verzonden", "verzonden items", "skickat", "skickade", "sendt", "sendte", "lähetetyt", "wysłane", "odeslané"),
        *("отправленные", "надіслані", "送信済み", "送信済みメール", "已发送", "已发邮件", "寄件備份", "보낸편지함"),
    )
)
_RECEIVED = frozenset(
    (
        *("inbox", "posteingang", "boîte de réception", "recibidos", "bandeja de entrada", "caixa de entrada"),
        *("recebidos", "posta in arrivo", "postvak in", "inkorgen", "indbakke", "innboks", "odebrane", "входящие"),
    )
)

_NAMES = {
    "Drafts": """
        draft, drafts, outbox, unsent messages, unsent, unsent mail, to be sent
        | entwurf, entwürfe, postausgang, ausgang, gesendet ausstehend, nicht gesendet | à envoyer, messages à envoyer
        | por enviar, a enviar, da inviare, te verzenden, niet verzonden | skickas, udbakke, udgående | wychodzące
        | skrzynka nadawcza, do wysłania | k odeslání, pošta k odeslání, na odoslanie
        | kimenő, kimenő üzenetek, postázandó
        | mesaje de trimis, căsuță ieșire | εξερχόμενα | giden kutusu, gönderilmemiş | 送信待ち, 未送信
        | 发件箱, 寄件匣, 待发送
        | 보낼 편지함, 보낼편지함 | דואר יוצא | صندوق الصادر, البريد الصادر | กล่องขาออก, ถาดออก | hộp thư đi
        | kotak keluar
        | brouillon, brouillons, boîte d'envoi
        | borrador, borradores, bandeja de salida
        | rascunho, rascunhos, caixa de saída | bozza, bozze, posta in uscita | concepten, postvak uit
        | utkast, utkorgen | kladde, kladder, utboks | luonnos, luonnokset, lähtevät
        | wersje robocze, wersja robocza, kopie robocze, szkice | koncepty, rozepsané | rozpísané správy
        | piszkozat, piszkozatok | schițe, schiţe, mesaje nefinalizate, ciorne | чернова, чернови
        | черновик, черновики, исходящие | чернетка, чернетки | πρόχειρα, πρόχειρο | taslak, taslaklar
        | 下書き, 送信トレイ | 草稿, 草稿箱, 草稿匣 | 임시보관함, 임시 보관함 | טיוטות, טיוטה
        | مسودات, المسودات, مسودة
        | ร่างจดหมาย, จดหมายร่าง, ฉบับร่าง | thư nháp, bản nháp | draf | esborranys
        | skice, nacrti | osnutki | juodraščiai
        | melnraksti | mustandid | drög | zirriborroak | پیش‌نویس‌ها | ड्राफ़्ट | недовршене поруке
        """,
    "Spam": """
        spam, junk, junk e-mail, junk email, junk mail
        | spamverdacht, unerwünscht, junk-e-mail
        | pourriel, pourriels, courrier indésirable, indésirables
        | correo no deseado, no deseado
        | lixo eletrônico, lixo electrónico, correio electrónico não solicitado
        | posta indesiderata, indesiderata | ongewenst, ongewenste e-mail, ongewenste mail | skräppost
        | søppelpost, uønsket post, uønsket e-post | roskaposti | wiadomości-śmieci
        | nevyžádaná pošta, nevyžiadaná pošta
        | levélszemét | mesaje nedorite | спам, нежелательная почта | небажана пошта
        | ανεπιθύμητα, ανεπιθύμητη αλληλογραφία
        | istenmeyen, istenmeyen posta, gereksiz, gereksiz e-posta | 迷惑メール | 垃圾邮件, 垃圾郵件
        | 스팸, 스팸함, 정크 메일
        | ספאם, דואר זבל | رسائل غير مرغوب فيها, الرسائل غير المرغوب فيها | จดหมายขยะ, สแปม
        | thư rác | correu brossa
        | neželjena pošta, nezaželena pošta | šlamštas | mēstules | rämpspost | स्पैम
        """,
    "Trash": """
        trash, bin, deleted, deleted items, deleted messages
        | papierkorb, gelöscht, gelöschte elemente, gelöschte objekte
        | corbeille, éléments supprimés, messages supprimés
        | papelera, eliminados, elementos eliminados | lixeira, lixo, itens excluídos, itens eliminados
        | cestino, posta eliminata, elementi eliminati | prullenbak, prullenmand, verwijderde items
        | papperskorg, papperskorgen, borttagna objekt
        | papirkurv, papirkurven, slettet post, slettede elementer
        | søppel, søppelbøtte, slettede elementer | roskakori, poistetut | kosz, elementy usunięte
        | koš, odstraněná pošta | kôš, odstránená pošta | kuka, lomtár, törölt elemek
        | coș de gunoi, coş de gunoi, elemente șterse | кошче | корзина, удаленные, удалённые
        | кошик, видалені
        | κάδος απορριμμάτων, κάδος, διαγραμμένα | çöp, çöp kutusu, silinmiş öğeler | ゴミ箱, ごみ箱, 削除済みアイテム
        | 已删除邮件, 已删除, 垃圾箱, 垃圾桶, 已刪除的郵件, 刪除的郵件 | 휴지통, 지운 편지함 | אשפה, פריטים שנמחקו
        | المهملات, سلة المهملات, العناصر المحذوفة | ถังขยะ | thùng rác | sampah | paperera
        | smeće, otpad | šiukšliadėžė, šiukšlinė
        | miskaste | prügikast | ruslið | zakarrontzia | ट्रैश
        """,
}


# What Takeout calls Gmail's own labels, in English: https://developers.google.com/workspace/gmail/api/guides/labels
_GMAIL = {
    "INBOX": "Inbox",
    "SENT": "Sent",
    "DRAFT": "Drafts",
    "SPAM": "Spam",
    "TRASH": "Trash",
    "UNREAD": "Unread",
    "STARRED": "Starred",
    "IMPORTANT": "Important",
    "CHAT": "Chat",
    "CATEGORY_PERSONAL": "Category Personal",
    "CATEGORY_SOCIAL": "Category Social",
    "CATEGORY_PROMOTIONS": "Category Promotions",
    "CATEGORY_UPDATES": "Category Updates",
    "CATEGORY_FORUMS": "Category Forums",
}
_PLACES = frozenset(["INBOX", "SENT", "DRAFT", "SPAM", "TRASH"])


def _plain(name: str) -> str:
    written = _ARABIC_MARKS.sub("", unicodedata.normalize("NFC", name)).replace("’", "'")
    return " ".join(written.casefold().split())


def _names(listed: str) -> frozenset[str]:
    return frozenset(_plain(name) for name in re.split(r"[,|]", listed) if name.strip())


_NOT_YET_SENT, _KEPT = _names(_SCHEDULED), _names(_TEMPLATES)
_MEANS = {_plain(name): label for label, names in _NAMES.items() for name in re.split(r"[,|]", names) if name.strip()}


def meaning_of(name: str) -> str | None:
    """`Drafts`, `Spam` or `Trash` if a label or folder of this name holds these; else None."""
    return next((meaning for written in _writings(name) if (meaning := _MEANS.get(written))), None)


def is_unsent(name: str) -> bool:
    """Whether a folder of this name holds what was not sent: drafts, what is scheduled or waits, templates."""
    return meaning_of(name) == "Drafts" or _is_scheduled(name) or not _KEPT.isdisjoint(_writings(name))


def _writings(name: str) -> tuple[str, ...]:
    """A name without the program's place that it lies in, as it is written and with spaces in place of hyphens."""
    plain = _plain(name)
    while (within := _PREFIX.sub("", plain)) != plain and within:
        plain = within
    return plain, " ".join(re.split(r"[\s_-]+", plain))


def _is_scheduled(name: str) -> bool:
    if any(plain in _NOT_YET_SENT or _SCHEDULED_STEM.fullmatch(plain) for plain in _writings(name)):
        return True
    return _PREFIX.match(_plain(name)) is not None and not _OF_A_PROGRAM.isdisjoint(_writings(name))


def _may_hold_unsent(name: str) -> bool:
    """`Drafts/Later`, `Clients/Scheduled`: a label within or around one whose name holds what was not sent."""
    steps = [step for step in _STEP.split(_plain(name)) if step.strip()]
    return len(steps) > 1 and any(meaning_of(step) == "Drafts" or _is_scheduled(step) for step in (steps[0], steps[-1]))


def with_states(labels: Iterable[str], *, has_travelled: bool) -> tuple[str, ...]:
    """The labels, with Gmail's English one besides each other name for drafts, spam or trash.

    What is scheduled counts as a draft, unless it lies in the inbox and has travelled: then somebody gave it a label
    of his own. A template has not travelled, nor has what lies in a place for drafts within a label of the user's own.
    has_travelled: whether servers say that they received it.
    """
    labels = list(labels)
    plain = {_writings(label)[0] for label in labels}
    is_received = has_travelled and bool(plain & _RECEIVED)
    is_waiting = any(map(_is_scheduled, labels)) and not is_received
    is_kept = not has_travelled and bool(plain & _KEPT)
    is_nested = not has_travelled and not plain & (_RECEIVED | _SENT) and any(map(_may_hold_unsent, labels))
    if is_waiting or is_kept or is_nested:
        labels.append("Drafts")
    states = [state for label in labels if (state := meaning_of(label)) and label.lower() not in STATES]
    return tuple(dict.fromkeys(filter(None, (*labels, *states))))


def takeout_labels(ids: Collection[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """The labels of a mail as Takeout writes them, from the API's label ids and the names of the user's own."""
    labels = [_GMAIL.get(label) or names.get(label, label) for label in ids]
    labels += [] if _PLACES & set(ids) else ["Archived"]
    labels += [] if "UNREAD" in ids else ["Opened"]
    return with_states(labels, has_travelled=True)  # the API gives drafts a label of their own

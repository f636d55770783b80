"""Names of a mailbox's own places, in the languages that mail programs have: which of them hold what nobody sent.

Takeout writes Gmail's labels in the language of the account
| mail programs name their folders so. A draft that is taken
for a mail tells a client what nobody said, so every place of that meaning gets one label, in English
| besides its own.
Only whole names count, and none that an agency might give to a project (`Concept`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

# Labels that say that a mail was not sent or is unwanted.
STATES = frozenset(["draft", "drafts", "spam", "trash"])

_PREFIX = re.compile(r"^(?:\[(?:gmail|google mail)\]|inbox)[/.]")

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
    | ajastatud | शेड्यूल किया गया, शेड्यूल किए गए | заказано
    """
_SCHEDULED_STEM = re.compile(
    r"(?:envois? |envíos? |envios? |correos? |invii? )?(?:geplante?[nrs]?|planifié(?:e?s?)|programmé(?:e?s?)"
    r"|différé(?:e?s?)"
    r"|planificad[oa]s?|programad[oa]s?|agendad[oa]s?|pianificat[oaie]|programmat[oaie]|ingepland(?:e)?|geplan(?:d|de)"
    r"|schemalag(?:t|d|da)|planlag(?:t|te)|zaplanowan[aeyi]|naplánovan[áéýo]|naplánované|programat[eăaiăă]?"
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
    return " ".join(unicodedata.normalize("NFC", name).replace("’", "'").casefold().split())


def _names(listed: str) -> frozenset[str]:
    return frozenset(_plain(name) for name in re.split(r"[,|]", listed) if name.strip())


_NOT_YET_SENT, _KEPT = _names(_SCHEDULED), _names(_TEMPLATES)
_MEANS = {_plain(name): label for label, names in _NAMES.items() for name in re.split(r"[,|]", names) if name.strip()}


def meaning_of(name: str) -> str | None:
    """`Drafts`, `Spam` or `Trash` if a label or folder of this name holds these; else None."""
    return _MEANS.get(_PREFIX.sub("", _plain(name)))


def is_unsent(name: str) -> bool:
    """Whether a folder of this name holds what was not sent: drafts, what is scheduled or waits, templates."""
    plain = _PREFIX.sub("", _plain(name))
    return _is_scheduled(plain) or plain in _KEPT or _MEANS.get(plain) == "Drafts"


def _is_scheduled(plain: str) -> bool:
    return plain in _NOT_YET_SENT or bool(_SCHEDULED_STEM.fullmatch(plain))


def with_states(labels: Iterable[str], *, has_travelled: bool) -> tuple[str, ...]:
    """The labels, with Gmail's English one besides each other name for drafts, spam or trash.

    What is scheduled counts as a draft, unless it lies in the inbox and has travelled: then somebody gave it a label
    of his own. A template has not travelled. has_travelled: whether servers say that they received it.
    """
    labels = list(labels)
    plain = {_PREFIX.sub("", _plain(label)) for label in labels}
    is_received = has_travelled and bool(plain & _RECEIVED)
    if (any(map(_is_scheduled, plain)) and not is_received) or (plain & _KEPT and not has_travelled):
        labels.append("Drafts")
    states = [state for label in labels if (state := meaning_of(label)) and label.lower() not in STATES]
    return tuple(dict.fromkeys(filter(None, (*labels, *states))))


def takeout_labels(ids: Collection[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """The labels of a mail as Takeout writes them, from the API's label ids and the names of the user's own."""
    labels = [_GMAIL.get(label) or names.get(label, label) for label in ids]
    labels += [] if _PLACES & set(ids) else ["Archived"]
    labels += [] if "UNREAD" in ids else ["Opened"]
    return with_states(labels, has_travelled=True)  # the API gives drafts a label of their own

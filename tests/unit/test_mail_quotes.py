"""Whose words a mail's lines are, whatever the language and program: only those of its author stay."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.test_growth import calls_of
from yarnnn_pipelines.sources.gmail.quotes import Letterhead, letterhead, without_quotes
from yarnnn_pipelines.sources.gmail.text import clean_mail

OURS = "We decided to drop the radio spots.\nOur supplier delivered the banners to the wrong hall.\n"
QUOTED = "".join(f"> {line}\n" for line in OURS.splitlines())
ANSWER = "Thanks, I will look at the numbers on Friday."
MIA = "Mia Torres <mia@studio.example>"
DANA = "Dana Reyes <dana@acme.example>"
HEADS = letterhead(["Dana Reyes", "dana@acme.example", "Mia Torres", "mia@studio.example"], "SV: Spring campaign")

# From, Sent, To, Subject and a date, as Outlook writes them.
HEADER_BLOCKS = {
    "English": ("From", "Sent", "To", "Subject", "Tuesday, November 10, 2026 4:02 PM"),
    "German": ("Von", "Gesendet", "An", "Betreff", "Dienstag, 10. November 2026 16:02"),
    "French": ("De ", "Envoyé ", "À ", "Objet ", "mardi 10 novembre 2026 16:02"),
    "Spanish": ("De", "Enviado el", "Para", "Asunto", "martes, 10 de noviembre de 2026 16:02"),
    "Danish": ("Fra", "Sendt", "Til", "Emne", "10. november 2026 16:02"),
    "Swedish": ("Från", "Skickat", "Till", "Ämne", "den 10 november 2026 16:02"),
    "Finnish": ("Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe", "tiistai 10. marraskuuta 2026 16.02"),
    "Polish": ("Od", "Wysłano", "Do", "Temat", "wtorek, 10 listopada 2026 16:02"),
    "Czech": ("Od", "Odesláno", "Komu", "Předmět", "úterý 10. listopadu 2026 16:02"),
    "Slovak": ("Od", "Odoslané", "Komu", "Predmet", "utorok 10. novembra 2026 16:02"),
    "Russian": ("От", "Отправлено", "Кому", "Тема", "10 ноября 2026 г. 16:02"),
    "Turkish": ("Kimden", "Gönderildi", "Kime", "Konu", "10 Kasım 2026 Salı 16:02"),
    "Hungarian": ("Feladó", "Elküldve", "Címzett", "Tárgy", "2026. november 10., kedd 16:02"),
    "Romanian": ("De la", "Trimis", "Către", "Subiect", "marți, 10 noiembrie 2026 16:02"),
    "Greek": ("Από", "Στάλθηκε", "Προς", "Θέμα", "Τρίτη, 10 Νοεμβρίου 2026 4:02 μμ"),
    "Japanese": ("差出人", "送信日時", "宛先", "件名", "2026年11月10日 16:02"),
    "Chinese": ("发件人", "发送时间", "收件人", "主题", "2026年11月10日 16:02"),
    "Korean": ("보낸 사람", "보낸 날짜", "받는 사람", "제목", "2026년 11월 10일 화요일 오후 4:02"),
    "Hebrew": ("מאת", "נשלח", "אל", "נושא", "יום שלישי 10 נובמבר 2026 16:02"),
    "Arabic": ("من", "تم الإرسال", "إلى", "الموضوع", "10 نوفمبر 2026 16:02"),
    "Welsh, which no list has": ("Oddi wrth", "Anfonwyd", "At", "Pwnc", "10 Tachwedd 2026 16:02"),
}


BLOCK_VALUES = (MIA, "10. november 2026 16:02", DANA, "Spring campaign")


@pytest.mark.parametrize("language", HEADER_BLOCKS)
@pytest.mark.parametrize("people", [(MIA, DANA), ("Mia Torres", "Dana Reyes")], ids=["addresses", "names"])
@pytest.mark.parametrize("mark", ["", "*"], ids=["plain", "bold"])
def test_a_header_block_begins_a_quoted_mail_in_any_language(language: str, people: tuple[str, str], mark: str) -> None:
    sender, sent, to, subject, date = HEADER_BLOCKS[language]
    values = [(sender, people[0]), (sent, date), (to, people[1]), (subject, "Spring campaign")]
    block = "".join(f"{mark}{label}:{mark} {value}\n" for label, value in values)
    assert clean_mail(f"{ANSWER}\n\n{block}\nHi Dana,\n\n{OURS}", letterhead=HEADS) == ANSWER


@pytest.mark.parametrize(
    "block",
    [
        f"From: {MIA}\n\nSent: Tuesday, November 10, 2026 4:02 PM\n\nTo: {DANA}\n\nSubject: Spring campaign\n",
        f"Fra: {MIA}\nDato: 10.11.2026 16:02\nTil: {DANA},\n  Tom Ode <tom@studio.example>\nEmne: Spring campaign\n",
        f"发件人：{MIA}\n发送时间：2026-11-10 16:02\n收件人：{DANA}\n主题：Spring campaign\n",
        "------------------ 原始邮件 ------------------\n"
        '发件人: "Mia"<mia@studio.example>;\n发送时间: 2026年11月10日(星期二) 16:02\n',
        f"{'_' * 32}\nFra: Mia Torres\nSendt: 10. november 2026 16:02\nTil: Dana Reyes\n",
        "-----Oprindelig meddelelse-----\nFra: Mia\n",
        f"---- On Tue, 10 Nov 2026 09:12:00 +0100 {MIA} wrote ----\n",
        f"---- El mar, 10 nov 2026 09:12:00 +0100 {MIA} escribió ----\n",
        f">>> {MIA} 10.11.2026 09:12 >>>\n",
        f"Il giorno mar 10 nov 2026 alle ore 09:12 {MIA}\nha scritto:\n",
        "Il 10/11/2026 09:12, Mia Torres ha scritto:\n",
        "Mia Torres/North/US wrote on 11/10/2026 09:12:00 AM:\n",
        f"On Tuesday, November 10, 2026 at 09:12:00 AM GMT+1, {MIA} wrote:  \n",
        '> Message du 10/11/2026 09:12\n> De : "Mia" <mia@studio.example>\n'
        "> A : dana@acme.example\n> Objet : Plan\n>\n",
        f"Begin forwarded message:\n\nFrom: {MIA}\n",
    ],
)
def test_what_stands_below_the_mark_of_a_quoted_mail_goes(block: str) -> None:
    assert clean_mail(f"{ANSWER}\n\n{block}\n{OURS}") == ANSWER


ATTRIBUTIONS = {
    "English": f"On Tue, 10 Nov 2026 at 09:12, {MIA} wrote:",
    "German": f"Am Di., 10. Nov. 2026 um 09:12 Uhr schrieb {MIA}:",
    "French": f"Le mar. 10 nov. 2026 à 09:12, {MIA} a écrit :",
    "Spanish": f"El mar, 10 nov 2026 a las 9:12, {MIA} escribió:",
    "Portuguese": f"Em ter., 10 de nov. de 2026 às 09:12, {MIA} escreveu:",
    "Italian": f"Il giorno mar 10 nov 2026 alle ore 09:12 {MIA} ha scritto:",
    "Dutch": f"Op di 10 nov 2026 om 09:12 schreef {MIA}:",
    "Danish": f"Den tirs. 10. nov. 2026 kl. 09.12 skrev {MIA}:",
    "Norwegian": f"tir. 10. nov. 2026 kl. 09:12 skrev {MIA}:",
    "Swedish": f"Den tis 10 nov. 2026 kl 09:12 skrev {MIA}:",
    "Finnish": "ti 10. marrask. 2026 klo 9.12 Mia Torres (mia@studio.example) kirjoitti:",
    "Polish": f"wt., 10 lis 2026 o 09:12 {MIA} napisał(a):",
    "Czech": f"út 10. 11. 2026 v 9:12 odesílatel {MIA} napsal:",
    "Slovak": f"ut 10. 11. 2026 o 9:12 {MIA} napísal(a):",
    "Hungarian": f"{MIA} ezt írta (időpont: 2026. nov. 10., K, 9:12):",
    "Hungarian, Thunderbird": '2026.11.10. 7:31 keltezéssel, "Mia Torres" írta:',
    "Romanian": f"În mar., 10 nov. 2026 la 09:12, {MIA} a scris:",
    "Russian": f"вт, 10 нояб. 2026 г. в 09:12, {MIA}:",
    "mail.ru": f"Вторник, 10 ноября 2026, 9:12 +03:00 от {MIA}:",
    "Yandex": '10.11.2026, 09:12, "Mia" <mia@studio.example>:',
    "Ukrainian": f"вт, 10 лист. 2026 р. о 09:12 {MIA} пише:",
    "Turkish": f"{MIA}, 10 Kas 2026 Sal, 09:12 tarihinde şunu yazdı:",
    "Greek": f"Στις Τρί 10 Νοε 2026 στις 9:12 π.μ., ο χρήστης {MIA} έγραψε:",
    "Japanese": f"2026年11月10日(火) 9:12 {MIA}:",
    "Chinese": f"{MIA} 于2026年11月10日周二 09:12写道：",
    "Korean": f"2026년 11월 10일 (화) 오전 9:12, {MIA}님이 작성:",
    "Hebrew": f"\u202bבתאריך יום ג׳, 10 בנוב׳ 2026 ב-9:12 מאת \u202a{MIA}\u202c:\u202c",
    "Arabic": f"في الثلاثاء، 10 نوفمبر 2026 في 9:12 ص تمت كتابة ما يلي بواسطة {MIA}:",
    "Vietnamese": f"Vào Th 3, 10 thg 11, 2026 vào lúc 09:12 {MIA} đã viết:",
    "Thai": f"ในวันที่ อ. 10 พ.ย. 2026 เวลา 09:12 {MIA} เขียนว่า:",
    "Indonesian": f"Pada tanggal Sel, 10 Nov 2026 pukul 09.12 {MIA} menulis:",
    "Welsh, which no list has": f"Ar Maw, 10 Tach 2026 am 09:12 ysgrifennodd {MIA}:",
    "date alone, no list": "Ar 10 Tachwedd 2026 am 09:12, ysgrifennodd Mia Torres:",
}


@pytest.mark.parametrize("language", ATTRIBUTIONS)
@pytest.mark.parametrize("between", ["", "\n"], ids=["above", "a line between"])
def test_a_line_that_introduces_a_quote_goes_in_any_language(language: str, between: str) -> None:
    body = f"{ANSWER}\n\n{ATTRIBUTIONS[language]}\n{between}{QUOTED}\nThe contract is signed.\n"
    assert clean_mail(body, letterhead=HEADS) == f"{ANSWER}\n\nThe contract is signed."


@pytest.mark.parametrize("language", [name for name in ATTRIBUTIONS if "<mia@" in ATTRIBUTIONS[name]])
@pytest.mark.parametrize("wrapped", [False, True])
def test_it_ends_the_authors_words_where_the_quote_is_not_marked(language: str, wrapped: bool) -> None:
    line = ATTRIBUTIONS[language]
    line = line.replace("<mia@", "\n<mia@") if wrapped else line
    assert clean_mail(f"{ANSWER}\n\n{line}\n\n{OURS}", letterhead=HEADS) == ANSWER


def test_thanks_above_an_unknown_attribution_are_all_that_was_said() -> None:
    assert clean_mail(f"Thank you!\n\n{ATTRIBUTIONS['Hungarian, Thunderbird']}\n{QUOTED}") == "Thank you!"
    assert clean_mail("Thank you!\n\nDana Reyes\n", sender="Dana Reyes") == "Thank you!"


def test_what_a_program_carried_over_from_a_quoted_line_is_quoted() -> None:
    quoted = "> We decided to launch the new landing page with the whole team on\nMonday 16 November.\n"
    assert clean_mail(f"Fine.\n\n{ATTRIBUTIONS['English']}\n\n{quoted}") == "Fine."
    assert (
        clean_mail(f"Fine.\n\n{quoted}> It is ready, and the pictures for it were signed off by legal on\nFriday.\n")
        == "Fine."
    )


@pytest.mark.parametrize(
    "footer",
    [
        "_______________________________________________\nproject mailing list\nproject@lists.example\nhttps://lists.example/listinfo\n",
        "--\nHere is my signature, hello\n",
        "—\nDana Reyes\nHead of Marketing\n",
        '-- \nYou received this message because you are subscribed to the Google Groups "Team" group.\n',
        'You received this message because you are subscribed to the "Team" group.\n'
        "To unsubscribe send a mail to x@y.example.\n",
        "Med venlig hilsen\nDana Reyes\n",
    ],
)
def test_footers_and_signatures_go(footer: str) -> None:
    assert clean_mail(f"Agreed, Monday.\n\n{footer}") == "Agreed, Monday."
    assert clean_mail(f"Agreed, Monday.\n{footer}") == "Agreed, Monday."


@pytest.mark.parametrize(
    "banner",
    [
        "CAUTION: This email originated from outside of the organization. Do not click links or open attachments.",
        "[EXTERNAL EMAIL] This message came from outside your company.",
        "You don't often get email from dana@acme.example. Learn why this is important",
    ],
)
def test_what_a_server_wrote_above_a_mail_goes(banner: str) -> None:
    assert clean_mail(f"{banner}\n\n{ANSWER}\n") == ANSWER


@pytest.mark.parametrize(
    "body",
    [
        "Where we stand:\n\nBudget: 12,400\nLeads: 310\nLaunch: 12 November 2026, 10:00",
        "Please bring it along.\n\nContact: dana@acme.example\nDate: 12 November 2026, 10:00\nPlace: Lisbon",
        "Contact: dana@acme.example\nPlace: Lisbon\nThe contract is signed.",
        "You asked for the dates: they are below.\nThe launch is on 12 November 2026 at 10:00.",
        "The new slots are, from 12 November 2026 at 10:00:\n- Lisbon\n- Porto",
        "Dana wrote to mia@studio.example on 10 November 2026.\nWe agreed on the rest.",
        "We have two options:\n1. Print now\n2. Wait until 9:30",
        "| Channel | Spend |\n| Radio | 1,200 |",
        "Status: done\nOwner: Mia\nNext: print",
        "We closed it.\n--\nThe report follows.\n\nIt has three parts.\n\nThey are long.",
        "The printer confirmed this, external source or not, and we paid.",
        "On Monday we launched:\n\nThe landing page is live.\nThe pixel fires.",
        "On Monday, 9 November 2026 at 10:00 we launched:\n- the landing page\n- the pixel",
        "From: the team\nTo: everyone who helped\n\nThank you all. We shipped it.",
        "The train is\n\nFrom: Lisbon\nTo: Porto\nDate: 12 November 2026, 10:00\n\nIs it the right train?",
        "Book:\n\nFrom: Lisbon\nTo: Porto\nDate: 12 November 2026\nTime: 10:00\nPassenger: Dana Reyes\n\nWe pay.",
        "Agenda\nFrom: 10:00\nTo: 11:30\nSubject: budget\nDate: 12 November 2026\n\nBring the numbers.",
        "A lead:\n\nName: Dana Reyes\nEmail: dana@acme.example\nDate: 12 November 2026 10:00\nNext: call\n\nOk.",
        "Date: 12 November 2026, 10:00\nAttendees: Dana Reyes, Mia Torres\nSubject: Spring campaign\n\nWe signed.",
        "I talked to Ann Poe <ann@poe.example> on 12 November 2026 at 10:00:\n- she agreed\n- she signs",
        "We wrote to ann@poe.example on 12 November 2026:\n\nShe agreed to the price.",
        "Begin with this.\n\n--- Update 12 November 2026, 10:00 ---\n\nWe signed.",
        "Run this:\n\n$ cat a.txt > b.txt\n\nThen it works.",
        "Visit us:\n>>> https://studio.example <<<\nIt is open.",
        "We updated it.\n\nThis email template is confidential no more, legal said on Friday.",
        "Please write your name above this line.\nWe print it.",
    ],
)
def test_the_authors_own_lists_and_dates_stay(body: str) -> None:
    assert clean_mail(body) == body
    assert clean_mail(body, letterhead=HEADS) == body


def test_answers_below_quoted_lines_stay_though_the_lines_are_long() -> None:
    body = "> Can you tell us whether the banners for the fair were delivered to hall 3?\nYes, on Monday.\n"
    assert clean_mail(body) == "Yes, on Monday."


def test_a_letterhead_knows_a_subject_behind_prefixes_of_any_language() -> None:
    assert letterhead([], "RE: Sv: [Team] AW[2]: Spring campaign").subject == "spring campaign"
    assert letterhead([], "SV: Spring campaign").subject == "spring campaign"
    assert Letterhead().subject == ""


@pytest.mark.parametrize(
    "line",
    [
        f"On Mon, 9 Nov 2026 the following was agreed with {MIA}:",
        f"On 9 November 2026 at 10:00 we agreed this with {MIA}:",
        f"Am 9. November 2026 wurde um 10:00 mit {MIA} Folgendes vereinbart:",
        f"Le 9 novembre 2026 à 10:00, il a été convenu avec {MIA} :",
        f"El 9 de noviembre de 2026 a las 10:00 se acordó con {MIA}:",
        f"Em 9 de novembro de 2026, às 10:00, ficou decidido com {MIA}:",
        f"Den 9 november 2026 kl 10:00 avtalades med {MIA}:",
        f"On Mon, 9 Nov 2026 the printer said the following to {MIA}:",
        "On 9 November 2026 we wrote:",
    ],
)
def test_a_dated_line_that_somebody_worded_introduces_no_quote(line: str) -> None:
    body = f"{line}\n\n- We drop the radio spots.\n- The launch moves to Monday."
    assert clean_mail(body, letterhead=HEADS) == body
    assert clean_mail(f"{line}\n> We drop them?\n\nYes.", letterhead=HEADS) == f"{line}\n\nYes."


@pytest.mark.parametrize("language", ATTRIBUTIONS)
@pytest.mark.parametrize("width", [36, 45, 54, 63, 72])
def test_a_line_that_introduces_a_quote_goes_wherever_a_program_broke_it(language: str, width: int) -> None:
    line = ATTRIBUTIONS[language].replace("Mia Torres", "Maria-Magdalena Torres-Villanueva")
    heads = letterhead(["Maria-Magdalena Torres-Villanueva", "mia@studio.example"], "Spring campaign")
    broken = textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
    assert clean_mail(f"{ANSWER}\n\n{broken}\n\n{QUOTED}", letterhead=heads) == ANSWER
    assert clean_mail(f"{ANSWER}\n{broken}\n{QUOTED}", letterhead=heads) == ANSWER
    if "<mia@" in line:
        assert clean_mail(f"{ANSWER}\n\n{broken}\n\n{OURS}", letterhead=heads) == ANSWER


# What programs write above a mail that they quote without `>`, besides the shapes above.
UNMARKED = {
    "without a colon": f"On Wed, 14 Nov 2026 08:14:43 -0200 {MIA} wrote",
    "no date": f"{MIA} wrote:",
    "Tutanota": "Nov 10, 2026, 09:12 by mia@studio.example:",
    "Tutanota, German": "10. Nov. 2026, 09:12 von mia@studio.example:",
    "Notes": f"-----{MIA} wrote: -----\nTo: {DANA}\nFrom: {MIA}\nDate: 11/10/2026 09:12AM\nSubject: Plan\n",
    "the date broken after its day": "Mia Torres <mia@studio.example> schrieb am So., 10.\nNovember 2026, 21:08:",
    "Proton": f"------- Original Message -------\nOn Tuesday, November 10th, 2026 at 9:12 AM, {MIA} wrote:",
    "Superhuman": "On Tue, Nov 10, 2026 at 9:12 AM, Mia Torres < mia@studio.example > wrote:",
    "Front": "On November 10, 2026 at 9:12 AM GMT+1, Mia (mia@studio.example) wrote:",
    "Orange": f"envoyé : 10 novembre 2026 à 09:12\nde : {MIA}\nà : dana@acme.example\nobjet : Plan\n",
    "MSN": f"====\n\nMessage du : 10/11/2026 09:12\nDe : {MIA}\nA : dana@acme.example\nSujet : Plan\n",
    "Windows Mail": "От: Mia Torres\nОтправлено: вторник, 10 ноября 2026 г. 16:05\nКому: Dana\n",
    "a help desk": "##- Please type your reply above this line -##",
    "a telephone without any other mark": "Sent from my Wiko RIDGE FAB 4G",
    "Outlook on a telephone": f"Get Outlook for iOS<https://aka.ms/o0ukef>\n{'_' * 9}\nFrom: {MIA}\n",
}


@pytest.mark.parametrize("program", UNMARKED)
def test_an_unmarked_quote_ends_the_authors_words(program: str) -> None:
    assert clean_mail(f"{ANSWER}\n\n{UNMARKED[program]}\n\n{OURS}") == ANSWER


@pytest.mark.parametrize(
    ("own", "below"),
    [
        ("Send it to tom@x.example on Friday please, and to nobody else", "\n"),
        ("We launch on 12 November 2026 at 10:00 with all of them", "\n"),
        ("Write to Mia <mia@studio.example> by 23.", "\n"),
        ("On Monday we launched", "\n\n"),
        ("Agreed", " "),
        ("Fine with us.", " "),
    ],
)
def test_the_authors_line_right_above_an_attribution_stays(own: str, below: str) -> None:
    assert clean_mail(f"{own}{below}{ATTRIBUTIONS['English']}\n{QUOTED}").rstrip(".") == own.rstrip(".")


def test_a_link_between_quoted_lines_is_quoted() -> None:
    body = f"{ANSWER}\n\n{ATTRIBUTIONS['English']}\n> The ticket (https://desk.example/view\n_nonce=3dd518)\n>\n> Mia\n"
    assert clean_mail(body) == ANSWER
    body = f"{ANSWER}\n\n{ATTRIBUTIONS['English']}\n> Post a reply\n>\n (https://desk.example/c/YzO) >\n> Mia\n"
    assert clean_mail(body) == ANSWER


DEVICES = [
    "Sent from my iPhone", "Sent from my Samsung Galaxy smartphone.", "Sent from Mail for Windows",
    "Sent via Superhuman",
    "Sent from Yahoo Mail on Android", "Sent with Proton Mail secure email.",
    "Sent from my phone, please excuse typos.",
    "Get Outlook for Android<https://aka.ms/AAb9ysg>", "Von meinem iPhone gesendet", "Gesendet von Outlook für Android",
    "Envoyé de mon iPhone", "Télécharger Outlook pour iOS<https://aka.ms/o0ukef>", "Enviado desde mi iPhone",
    "Enviado do meu iPhone", "Inviato da iPhone", "Verstuurd vanaf mijn iPhone", "Outlook voor iOS downloaden",
    "Sendt fra min iPhone", "Skickat från min iPhone", "Lähetetty iPhonesta", "Wysłane z iPhone'a", "Odesláno z iPhonu",
    "Elküldve az iPhone-omról", "Trimis de pe iPhone-ul meu", "Отправлено с iPhone", "Отправлено из Mail.ru для iOS",
    "Надіслано з iPhone", "Στάλθηκε από το iPhone μου", "iPhone'umdan gönderildi", "iPhoneから送信", "发自我的iPhone",
    "從我的 iPhone 傳送", "나의 iPhone에서 보냄", "נשלח מה-iPhone שלי", "ส่งจาก iPhone ของฉัน",
    "Đã gửi từ iPhone của tôi",
]  # fmt: skip


@pytest.mark.parametrize("line", DEVICES)
def test_what_a_telephone_writes_below_a_mail_goes(line: str) -> None:
    assert clean_mail(f"{ANSWER}\n\n{line}\n") == ANSWER
    assert clean_mail(f"{ANSWER}\n\n{line}\n\n{ATTRIBUTIONS['English']}\n{QUOTED}\nSigned.\n") != ANSWER


@pytest.mark.parametrize("line", DEVICES)
def test_what_an_author_wrote_below_a_telephones_line_stays(line: str) -> None:
    assert clean_mail(f"{ANSWER}\n\n{line}\n\nThe banners arrived.") == f"{ANSWER}\n\nThe banners arrived."


@pytest.mark.parametrize(
    "postscript", ["PS: The banners arrived.", "P.S. The banners arrived.", "PPS - They arrived.", "P.D.: Ya están."]
)
@pytest.mark.parametrize(
    "mark", ["Sent from my iPhone", "Sent from my Wiko RIDGE FAB 4G", "-- \nDana Reyes\nAcme", "--\nDana Reyes"]
)
def test_a_postscript_stays_wherever_it_stands(postscript: str, mark: str) -> None:
    assert clean_mail(f"{ANSWER}\n\n{mark}\n\n{postscript}", sender="Dana Reyes") == f"{ANSWER}\n\n{postscript}"


def test_a_mail_that_answers_none_quotes_none_below_a_telephones_line() -> None:
    body = f"{ANSWER}\n\nSent from my Wiko RIDGE FAB 4G\n\n{OURS}"
    first, answer = letterhead([], "Plan", answers=[]), letterhead([], "Plan", answers=["<a@x>"])
    assert clean_mail(body, letterhead=first) == f"{ANSWER}\n\n{OURS.strip()}"
    assert clean_mail(body, letterhead=answer) == ANSWER


@pytest.mark.parametrize("rule", ["--", "—", "__"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_what_an_author_wrote_below_a_rule_that_begins_no_signature_stays(rule: str, between: str) -> None:
    body = f"{ANSWER}\n\n{rule}{between}The banners were delivered to hall 3 today."
    assert clean_mail(body, sender="Dana Reyes") == body


@pytest.mark.parametrize(
    "line",
    [
        "Sent the phone list to Tom.",
        "Get the phone numbers from Mia by Friday.",
        "Sent Outlook invites to all.",
        "We sent it from Outlook.",
        "Hent telefonen i morgen",
        "Inviato il contratto a Samsung",
        "The notification was sent from my iPhone app to all users.",
        "Sent from my desk, which is easier than my phone.",
    ],
)
def test_what_is_said_of_telephones_stays(line: str) -> None:
    assert clean_mail(f"{line}\n\n{ANSWER}") == f"{line}\n\n{ANSWER}"
    assert clean_mail(f"{ANSWER}\n\n{line}") == f"{ANSWER}\n\n{line}"


def test_a_line_longer_than_any_frame_or_day_is_neither_and_costs_no_time_to_read() -> None:
    """A regular expression that looks for the end of a frame of 100,000 dashes from each of them takes minutes."""
    frame = f"{'-' * 1_000} forwarded the message {'-' * 5}"
    day = f"{' ' * 10}9 Nov {'1' * 1_000}"
    assert clean_mail(f"{ANSWER}\n\n{frame}\n\nMore words here.") == f"{ANSWER}\n\n{frame}\n\nMore words here."
    below = f"Mia Duarte\n{day}\nMore words here."
    assert "More words here." in clean_mail(f"{ANSWER}\n\n{below}", letterhead=letterhead(["Mia Duarte"], "Plan"))


@pytest.mark.parametrize(
    "disclaimer",
    [
        "This e-mail is confidential and intended for its addressee.\n\nIf you have received it in error, notify us"
        " and delete it.",
        "--------------------\nDiese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der Adressat sind,"
        " vernichten Sie sie.",
        "Ce message est confidentiel et destiné à son seul destinataire.",
        "Le informazioni contenute in questo messaggio sono riservate e per uso esclusivo del destinatario.",
        "Este mensaje es confidencial y va dirigido a su destinatario.",
        "Acme may monitor mail. Its contents are confidential and proprietary, for the recipient only, and disclos"
        "ure or copying them is prohibited.",
        "Disclaimer\n\nThe information contained in this communication is confidential. Copying it is prohibited.",
        "Please consider the environment before printing this e-mail.",
    ],
)
def test_what_a_law_department_wrote_goes(disclaimer: str) -> None:
    assert clean_mail(f"{ANSWER}\n\n{disclaimer}\n") == ANSWER


OWN_LINES = st.sampled_from(
    [
        "We signed the contract on Friday.",
        "Budget: 12,400",
        "On Monday we launched:",
        "- the landing page",
        "From Lisbon it takes three hours.",
        "Growth is > 5% in Porto",
        "Thanks, that works for us.",
        "Dana wrote the copy, Tom checked it.",
        "The launch is on 12 November 2026 at 10:00.",
        "",
    ]
)
THEIR_LINES = st.sampled_from(
    ["We dropped the radio spots.", "Invoice: 900", "On Tuesday we start:", "- their banner", "Sent from my iPhone", ""]
)


@given(
    st.lists(OWN_LINES, min_size=1, max_size=8),
    st.lists(THEIR_LINES, max_size=8),
    st.sampled_from(sorted(ATTRIBUTIONS)),
)
@settings(max_examples=200, deadline=None)
def test_of_a_standard_reply_every_own_line_stays_and_no_quoted_one(own, theirs, language) -> None:
    text = "\n".join(["Hi Mia,", *own, "That is all we have, see you on Monday."])
    lines = [line for line in text.split("\n") if line]
    quoted = "".join(f"> {line}\n" for line in theirs)
    unmarked = "\n".join(theirs)
    block = "\n".join(
        f"{label}: {value}" for label, value in zip(HEADER_BLOCKS["Danish"][:4], BLOCK_VALUES, strict=True)
    )
    for below in (f"{ATTRIBUTIONS[language]}\n\n> Hi,\n{quoted}", f"{block}\n\nHi,\n{unmarked}"):
        cleaned = clean_mail(f"{text}\n\n{below}", letterhead=HEADS)
        assert [line for line in cleaned.split("\n") if line] == lines


@pytest.mark.parametrize(
    "opening",
    [
        "Quoting Sam <sam@print.example>:\n",
        "Zitat von Sam ‹sam@print.example›:\n",
        "Sam <sam@print.example>:\n",
        "Sam Stranger, [03.11.2026 10:00]",
        "* Sam Stranger [2026-11-03 10:00]:",
        "Sam Stranger  10:00 AM",
        "Sam Stranger 10:00 AM",
        "Sam (print.example) schrieb:",
        "--- Forwarded by Sam on 03.11.2026 ---",
        "----- Weitergeleitet von Sam/Print am 03.11.2026 10:00 -----",
        "Το έγραψε ο Sam στις 3/11:",
        "2026年11月3日(火) 10:00 Sam:",
        "Sam replied to your ticket:",
        "Sam Stranger added a comment:",
        "[10:03, 3/11/2026] Sam: Hello.",
        "03/11/2026, 10:03 - Sam: Hello.",
        "[10:03 AM] Sam Stranger",
        "[quote]",
        '[quote="Sam"]',
        "*** Sam Stranger wrote on 3 Nov ***",
        "~~~ Sam Stranger wrote: ~~~",
        "=== Mia Torres, 03.11.2026 10:00 ===",
        '----- Ursprüngliche Mail -----\nVon: "Sam"',
        "--- Välitetty sähköpostiviesti ---\nLähettäjä: Sam",
        "----- Mensagem original de Sam -----",
        "##- Répondez au-dessus de cette ligne, s'il vous plaît -##",
        "--- Bitte antworten Sie oberhalb dieser Linie ---",
        "===== Пишите ответ выше этой линии =====",
        "-- Svar over denne linje --",
        "Mia Torres\nNov 3, 2026\n",
        "Mia Torres, 3 November",
        "Mia Torres · 2 days ago",
        "03.11.2026 10:00 Mia Torres",
        "________\nMia Torres\n3 Nov\n",
        "El dl., 3 de nov. 2026, 10:00, Mia Torres va escriure:",
        "Mia Torres igorleak hau idatzi du (2026 aza. 3, al. 10:00):",
        "सोम, 3 नव॰ 2026 को 10:00 बजे को Mia Torres ने लिखा:",
        "Mnamo Jtt, 3 Nov 2026 saa 10:00 Mia Torres aliandika:",
        "Am 3.11.26 um 10:00 schrieben Sie:",
        "You wrote:",
        "Sam schrieb am Montag:",
        "Your mail of 3 November:",
        "Vorherige Nachricht:",
        "Zitat:",
    ],
)
def test_below_a_line_that_gives_somebody_the_word_he_speaks(opening: str) -> None:
    assert clean_mail(f"{ANSWER}\n\n{opening}\n{OURS}", letterhead=HEADS) == ANSWER


@pytest.mark.parametrize(
    "lines",
    [
        "* > The banner went live.",
        "- > The banner went live.",
        "[quote]The banner went live.[/quote]",
        "Sam: When did it go live?\nDana: The banner went live today.\nSam: Good.",
        "Sam: It went live.\n\nDana: On time?\n\nSam: This morning.\nAll of it.\nDana: It went live, then.",
        "Nuri: The banner went live.\nOlu: When?\nNuri: This morning. It went live.\nOlu: Good, it went live.",
    ],
)
def test_what_others_are_said_to_have_said_is_not_the_authors(lines: str) -> None:
    assert clean_mail(f"{ANSWER}\n\n{lines}\n\nMore on Monday.", letterhead=HEADS) == f"{ANSWER}\n\nMore on Monday."


@pytest.mark.parametrize(
    "line",
    [
        "Website: it went live.",
        "Here is what we did on Tuesday:",
        "We replied to your ticket:",
        "Kick-off on 3 November, 10:00",
        "The quote of 3/11 is approved.",
        "[quoted price] is approved.",
        "Jan: we decided to drop the radio spots.",
        "Anna: please sign.\nTom: please check the numbers.",
        "Dana Reyes: please sign.",
        "Website\nStatus: live\nNext: print\nApp\nStatus: delayed\nNext: test",
        "Status: live\nNext: print\nStatus: delayed\nNext: test",
        "Review 12/11/2026 10:00",
        "[10:00] Welcome and coffee",
        "12/11/2026, 10:00 - Review: we show the banners",
        "Team Lunch 12:30 PM",
        "Cita de seguimiento el martes:",
        "For Sam <sam@print.example>:",
        "Q: Is it live?\nA: Yes, it went live.\nQ: When?\nA: On Monday.",
        "Anna: contract signed\nTom: banner printed\nAnna: invoice sent\nTom: review booked",
        f"Meeting notes 9 November 2026 10:00 ({MIA}):",
        f"Decisions, 9 Nov 2026 10:00, {MIA}, {DANA}:",
        f"Agreed on 9 Nov 2026 at 10:00 by {MIA} and Dana:",
        "Banners\n\n--\n\nBanners arrived\nContract signed",
        "We wrote on 3/11:",
        "Original:",
        "Antwort:",
        "Send it on.\nTo: sam@print.example\nDate: 12 November 2026\nSubject: The contract",
        "--- Our mail plan ---",
        "** Above the line: TV **",
        "--- Posts to write over Christmas ---",
        "Plan:\n- Mia Torres, 9 Nov\n- Tom, 10 Nov",
        "Deadline 9 Nov 2026, 10:00, owner Mia Torres:",
        "Jo wrote three articles:",
        "Your new mail:",
        "Thanks.\nMia Torres, 9 Nov",
    ],
)
def test_a_line_that_only_resembles_one_is_the_authors(line: str) -> None:
    assert clean_mail(f"{line}\n\nThe banner went live.", letterhead=HEADS) == f"{line}\n\nThe banner went live."


def test_lines_that_each_might_begin_a_quoted_header_are_read_about_once_each() -> None:
    letters = letterhead(["Dana Reyes", "dana@acme.example"], "Launch", answers=[])

    def work(count: int) -> int:
        lines = [f"{label}: a{number}" for number in range(count) for label in ("From", "To", "Subject")]
        return calls_of(lambda: without_quotes(lines, letters))

    work(10)  # what is compiled once
    once, twice = work(200), work(400)
    assert twice < 2.2 * once
    assert once < 600 * 250


@pytest.mark.parametrize("mark", ["»", "›", "❯", "≫", "│", "▎", "┃", "¦", "» »", "%", ":", "}", "]"])
def test_lines_with_another_mark_than_an_angle_bracket_are_quoted(mark: str) -> None:
    quoted = "".join(f"{mark} {line}\n" for line in OURS.splitlines())
    assert clean_mail(f"{ANSWER}\n\n{quoted}", letterhead=HEADS) == ANSWER
    answer = letterhead([], "Re: Plan", answers=[])
    assert clean_mail(f"{ANSWER}\n\n{mark} We decided to drop it.", letterhead=answer) == ANSWER


@pytest.mark.parametrize(
    "line",
    [
        "│ Radio │ 5,000 │",
        "»We are live« is what the banner says.",
        "We reached 23\n% of the budget by Friday.",
        ": the pixel is live.",
        ":-) The pixel is live.",
    ],
)
def test_lines_that_only_begin_as_such_a_mark_are_the_authors(line: str) -> None:
    new = letterhead([], "Plan", answers=[])
    assert clean_mail(f"{ANSWER}\n\n{line}", letterhead=new) == f"{ANSWER}\n\n{line}"


def test_below_a_bare_line_of_underscores_an_answer_quotes() -> None:
    rule = "_" * 32
    answer, new = (letterhead([], subject, answers=[]) for subject in ("Re: Plan", "Plan"))
    for below in (f"{OURS}Mia", f"\nHi Dana,\n\n{OURS}Mia"):
        assert clean_mail(f"{ANSWER}\n\n{rule}\n{below}", letterhead=answer) == ANSWER
        assert "We decided" in clean_mail(f"{ANSWER}\n\n{rule}\n{below}", letterhead=new)
    assert "drop the radio" in clean_mail(f"{rule}\n{OURS}", letterhead=answer)


ANSWERING = letterhead(["Dana Reyes", "Mia Torres"], "Re: Plan", answers=["<a@x>"])
BEGINNING = letterhead(["Dana Reyes", "Mia Torres"], "Plan", answers=[])


@pytest.mark.parametrize(
    "line",
    [
        *(
            "========== Forwarded ==========",
            "-------- Weitergeleitet --------",
            "---- Överfört meddelande ----",
            "~~ Fwd ~~",
        ),
        *(
            "----- quote -----",
            "──── Inoltrato ────",
            "[Forwarded]",
            "=========\nForwarded\n=========",
            "--- Pasted by Rolf ---",
        ),
        "━━━━ 转发 ━━━━",
    ],
)
@pytest.mark.parametrize("heads", [ANSWERING, BEGINNING])
def test_below_a_framed_word_for_what_is_passed_on_all_is_kept_as_quoted(line: str, heads: Letterhead) -> None:
    text = clean_mail(f"{ANSWER}\n\n{line}\n\n{OURS}", letterhead=heads)
    assert text.startswith(f"{ANSWER}\n\n")
    assert text.endswith("".join(f"> {line}\n" for line in OURS.splitlines()).rstrip())


@pytest.mark.parametrize("line", ["---- Áframsent ----", "---------- Pranešimas ----------", "~~~ from Mia ~~~"])
def test_a_frame_that_nobody_listed_is_so_in_a_mail_that_answers(line: str) -> None:
    assert "\n> We decided" in clean_mail(f"{ANSWER}\n\n{line}\n\n{OURS}", letterhead=ANSWERING)
    assert ">" not in clean_mail(f"{ANSWER}\n\n{line}\n\n{OURS}", letterhead=BEGINNING)
    sections = f"{ANSWER}\n\n{line}\n\n{OURS}\n---- Ljósmyndir ----\n\nThe photos are here."
    assert clean_mail(sections, letterhead=ANSWERING) == sections


@pytest.mark.parametrize(
    "line",
    [
        *(
            "--- Next steps ---",
            "=== Decisions ===",
            "*** IMPORTANT ***",
            "--- Our mail plan ---",
            "--- 12 November ---",
        ),
        *(
            "-- Nächste Schritte --",
            "[forwarded it already]",
            "=========\nBudget\n=========",
            "--- Forwarding the leads is done. ---",
        ),
    ],
)
def test_below_a_framed_heading_the_author_goes_on(line: str) -> None:
    for heads in (ANSWERING, BEGINNING):
        assert clean_mail(f"{ANSWER}\n\n{line}\n\n{OURS}", letterhead=heads) == f"{ANSWER}\n\n{line}\n\n{OURS}".strip()


@pytest.mark.parametrize("rule", ["_" * 32, "-" * 40, "=" * 12, "— — — — —", "-- * --"])
def test_a_rule_without_words_frames_none(rule: str) -> None:
    assert ">" not in clean_mail(f"{ANSWER}\n\n{rule}\n\nMia Torres", letterhead=ANSWERING)


GNUS = '>>>>> "Priya" == Priya Nair <priya@acme.example> writes:'


@pytest.mark.parametrize(
    "quote",
    [
        f"{GNUS}\n\n{OURS}",
        f"{GNUS}\n\n    Priya> We talked.\n    We decided to drop the radio spots.\n",
        ">>>>> On Mon, 9 Nov 2026, Priya Nair ‹priya@acme.example› said:\n\n    We decided to drop the radio spots.\n",
        ">> On Mon, 9 Nov 2026, Priya Nair\n>> <priya@acme.example> wrote:\n\nWe decided to drop the radio spots.\n",
    ],
)
def test_an_attribution_with_a_mark_of_its_own_introduces_a_quote_without_one(quote: str) -> None:
    assert clean_mail(f"{ANSWER}\n\n{quote}", letterhead=HEADS) == ANSWER


@pytest.mark.parametrize("quoted", ["> It went live.\n> Priya Nair wrote:\n> > It did.", "    Priya> It went live."])
def test_an_answer_below_what_a_marked_attribution_introduces_stays(quoted: str) -> None:
    assert clean_mail(f"{GNUS}\n\n{quoted}\n\n{ANSWER}", letterhead=HEADS) == ANSWER


GLUED = [
    "Mia Torres ---02/11/2026 09:12:44---",
    "Mia Torres ---02/11/2026 09:12:44 AM---",
    "Inactive hide details for Mia Torres ---02.11.2026 09:12:44---",
    "Details zu Jo Print ausblenden ---02.11.2026 09:12---",
    '"Mia Torres" ---2026-11-02 09:12:44 CET---',
    "mia@studio.example ---02.11.2026 09:12:44--- ",
]


@pytest.mark.parametrize("head", GLUED)
@pytest.mark.parametrize("below", ["", "\n\nFrom: Mia Torres/NL\nTo: Dana\nDate: 02/11/2026 09:12\nSubject: Plan"])
def test_a_head_that_is_glued_to_its_first_words_begins_a_quoted_mail(head: str, below: str) -> None:
    assert clean_mail(f"Hi Mia,\n\n{ANSWER}\n\n{head}{OURS}{below}", letterhead=HEADS) == f"Hi Mia,\n\n{ANSWER}"


def test_a_glued_head_of_somebody_else_leaves_in_doubt_whose_words_follow() -> None:
    text = clean_mail(f"{ANSWER}\n\nJo Print ---02.11.2026 09:12---{OURS}", letterhead=HEADS)
    assert text.startswith(ANSWER)
    assert all(line.startswith(">") for line in text.splitlines()[2:])


@pytest.mark.parametrize(
    "line",
    ["Mia Torres --- 4 visits --- on Friday.", "The fair is on 12.11.2026 --- 10:00 --- at the hall.", "Mia ---> Dana"],
)
def test_dashes_without_a_head_glue_nothing(line: str) -> None:
    assert clean_mail(f"{ANSWER}\n\n{line}\n\nWe approved it.", letterhead=HEADS).endswith("We approved it.")


def test_below_a_bare_name_that_is_nobodys_of_the_mail_words_stay_in_doubt() -> None:
    body = "Hi Mia,\n\n{} wrote:\nnothing.\n\nThe plan was approved by our board."
    marked = "Hi Mia,\n\n> nothing.\n\n> The plan was approved by our board."
    assert clean_mail(body.format("Tom"), letterhead=HEADS) == marked
    assert clean_mail(body.format("Mia"), letterhead=HEADS) == "Hi Mia,"
    assert clean_mail(body.format("On 2 Nov 2026, 09:12, Tom"), letterhead=HEADS) == "Hi Mia,"


# Who is answered in these: Mia Torres, by Dana Reyes.
LETTERS = letterhead(
    ["Dana Reyes", "dana@acme.example", "Mia Torres", "mia@studio.example"], "Re: Radio", answers=["<1@studio>"]
)
NAMED_IN_PROSE = [
    "Op 2 nov. 2026 om 10:00 heeft Mia Torres het volgende geschreven:",
    "Op ma 2 nov 2026 om 10:00 schreef Mia Torres het volgende:",
    "Am 2. Nov. 2026 um 10:00 hat Mia Torres Folgendes geschrieben:",
    "Den 2. nov. 2026 kl. 10.00 skrev Mia Torres følgende:",
    "Den 2. nov. 2026 kl. 10.00 har Mia Torres skrevet følgende:",
    "2 nov. 2026 kl. 10:00 skrev Mia Torres följande:",
    "Wiadomość napisana przez Mia Torres w dniu 2 lis 2026, o godz. 10:00:",
    "Mia Torres has written the following on 2 Nov 2026 at 10:00:",
]
WITHOUT_COLONS = {
    "Lotus Notes": "Mia Torres/Studio\n02/11/2026 10:00\n\nTo\nDana Reyes\ncc\n\nSubject\nRadio",
    "Lotus Notes in German": "Mia Torres/Studio\n02.11.2026 10:00\n\nAn\nDana Reyes\nKopie\n\nThema\nRadio",
    "Lotus Notes in French": "Mia Torres/Studio\n02/11/2026 10:00\n\nPour\nDana Reyes\ncc\n\nObjet\nRadio",
    "Lotus Notes, of a stranger": "Rolf Kern/Press@PRESS\n2/11/2026 10:00\n\nTo\nMia Torres\ncc\nTom\nSubject\nAds",
    "Lotus Notes with tabs": "Mia Torres/Studio\n02/11/2026 10:00\nTo\tDana Reyes\ncc\t\nSubject\tRadio",
    "label above value": "From\nMia Torres\nSent\n2 Nov 2026 10:00\nTo\nDana Reyes\nSubject\nRadio",
    "table": "| From | Mia Torres |\n| Date | 2 Nov 2026 |\n| Subject | Radio |",
    "table in German": "| Von | Mia Torres |\n| Datum | 02.11.2026 |\n| Betreff | Radio |",
    "table with rules": "+---+---+\n| From | Mia Torres |\n+---+---+\n| Date | 2 Nov 2026 |\n| Subject | Radio |",
    "table in Markdown": "| From: | Mia Torres |\n|---|---|\n| Date: | 2 Nov 2026 |\n| Subject: | Radio |",
    "one row": "| From | Date | Subject |\n|---|---|---|\n| Mia Torres | 2 Nov 2026 | Radio |",
    "drawn": "│ From │ Mia Torres │\n│ Date │ 2 Nov 2026 │\n│ Subject │ Radio │",
    "spaces": "From      Mia Torres\nDate      2 Nov 2026\nSubject   Radio",
}
CHATS = [
    "mia  [10:02 AM]",
    "mia.torres  [10:02 AM]",
    "@mia [10:02]",
    "mia APP  [10:02 AM]",
    "mia 10:02 AM",
    "mia  [Nov 2nd at 10:02 AM]",
    ":house: Mia Torres  10:02 AM",
    "🏠 Mia Torres  10:02 AM",
    "rolf.k  [10:02 AM]\nHello.\n[10:03 AM]  Yes.",
]


@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["right below", "below an empty line"])
@pytest.mark.parametrize("head", [*NAMED_IN_PROSE, *WITHOUT_COLONS.values()])
def test_an_attribution_in_prose_or_a_header_without_colons_begins_a_quoted_mail(head: str, between: str) -> None:
    assert clean_mail(f"{ANSWER}\n\n{head}{between}{OURS}", letterhead=LETTERS) == ANSWER


@pytest.mark.parametrize("head", CHATS)
def test_words_copied_from_a_chat_are_not_the_authors_whatever_its_people_are_called_by(head: str) -> None:
    assert clean_mail(f"{ANSWER}\n\n{head}\n{OURS}", letterhead=LETTERS) == ANSWER


@pytest.mark.parametrize("head", ["Mia Torres:", "*Mia Torres:*", "Mia Torres (Studio):", "mia@studio.example:"])
def test_below_a_readers_name_alone_it_may_be_the_reader_who_speaks(head: str) -> None:
    text = clean_mail(f"{ANSWER}\n\n{head}\n\n{OURS}", letterhead=LETTERS)
    assert text.splitlines()[0] == ANSWER
    assert all(line.startswith(">") for line in text.splitlines()[1:] if line)


@pytest.mark.parametrize(
    "lines",
    [
        "Mia Torres:\n\nWe approved the layout.",
        "Hello,\n\nMia Torres:\nWe approved the layout.",
        "Two things.\n\nMia Torres:\n- please sign\n- please print",
        "It is settled.\n\nMia:\nWe need the logo.",
        "The plan.\n\nLunch [12:30]\nReview [14:00]",
        "The plan.\n\nlunch  [12:30]\nWe meet at the gate.",
        "The trip.\n\n| From | Lisbon |\n| To | Porto |\n| Date | 12 Nov 2026 |",
        "The trip.\n\nFrom\nLisbon\nTo\nPorto\n\nWe booked it.",
        "The prices.\n\n| Item | Price |\n| Date | 2 Nov 2026 |\n| Flyers | 300 |",
        "The dates.\n\nPorto Hall\n02/11/2026 10:00\n\nWe booked it.",
        "On 2 Nov 2026 at 10:00 the following was agreed with Mia Torres:\n\nWe approved the layout.",
    ],
)
def test_names_tables_and_times_that_head_no_mail_are_the_authors(lines: str) -> None:
    assert clean_mail(lines, letterhead=LETTERS) == lines

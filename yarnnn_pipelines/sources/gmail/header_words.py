"""Words by which mail programs head a quoted mail, in the languages that they speak; all case-folded.

They help where a quote's shape says too little (`quotes`), and are no condition for it.
"""

from __future__ import annotations

import re


def _listed(words: str) -> frozenset[str]:
    return frozenset(word.strip().casefold() for word in re.split(r"[,|]", words) if word.strip())


# From: the label that begins a header block.
PERSON_LABELS = _listed(
    """
    from | von | de | da | van | fra | från | lähettäjä | od | от | від | от кого | kimden, gönderen | feladó
    | de la, expeditor | από | 差出人, 送信者, from | 发件人, 寄件人, 寄件者, 发件者 | 보낸 사람, 보낸사람, 발신 | מאת
    | من | จาก | từ, người gửi | dari, pengirim | daripada | šalje, pošiljatelj | pošiljatelj | nuo | no, kam | saatja
    | frá | od koga | подател | de, remitente | expéditeur, de | absender | mittente | afzender | avsändare | afsender
    | reply-to
    """
)

# The other labels of such a block: date, recipients, subject.
OTHER_LABELS = _listed(
    """
    sent, date, to, cc, bcc, subject, attachments, importance, reply-to, organization
    | gesendet, datum, an, betreff, kopie, anlagen, wichtigkeit, antwort an
    | envoyé, envoyé le, date, à, a, objet, copie, copie à, pièces jointes
    | enviado, enviado el, enviado em, fecha, para, asunto, cco, assunto, data
    | inviato, data, a, oggetto, per conoscenza
    | verzonden, datum, aan, onderwerp, cc | thema, blindkopie | pour
    | sendt, dato, til, emne, kopi | skickat, datum, till, ämne, kopia
    | lähetetty, päivämäärä, päiväys, vastaanottaja, aihe, kopio
    | wysłano, wysłane, data, do, temat, dw, udw
    | odesláno, datum, komu, předmět, kopie | odoslané, komu, predmet, kópia
    | elküldve, dátum, címzett, tárgy, másolatot kap | trimis, data, către, catre, subiect, la
    | дата, кому, копия, тема, отправлено, отправлен | дата, кому, копія, тема, надіслано
    | изпратено, до, относно, дата | ημερομηνία, προς, θέμα, στάλθηκε, εστάλη, κοιν
    | gönderildi, gönderme tarihi, tarih, kime, kimden, konu, bilgi
    | 送信日時, 日時, 日付, 宛先, 件名
    | 发送时间, 日期, 时间, 收件人, 抄送, 主题 | 寄件日期, 收件者, 主旨, 副本, 傳送時間
    | 보낸 날짜, 날짜, 받는 사람, 받는사람, 제목, 참조
    | נשלח, תאריך, אל, נושא | تاريخ, التاريخ, إلى, الموضوع, تم الإرسال
    | ส่ง, วันที่, ถึง, เรื่อง | ngày, đã gửi, đến, tới, chủ đề | tanggal, terkirim, kepada, untuk, perihal, subjek
    | poslano, za, predmet, zadeva, datum | išsiųsta, kam, tema
    | nosūtīts, temats | saadetud, kellele, teema | sent, til, efni
    """
)

# Labels of forms and notes, which name people and days as well: a block that has one of them quotes no mail.
FORM_LABELS = _listed(
    """
    name, first name, last name, email, e-mail, mail, phone, telephone, tel, mobile, address, company, contact, message
    | attendees, participants, present, owner, status, budget, deadline, decision, decisions, place, location, venue
    | where, when, time, agenda, next steps, title, role, client, project, seat, passenger
    | vorname, nachname, telefon, handy, adresse, firma, nachricht, teilnehmer, teilnehmende, anwesend, ort, uhrzeit
    | beschluss, kunde, projekt, frist
    | nom, prénom, téléphone, adresse, société, participants, présents, lieu, heure, client, projet, ordre du jour
    | nombre, apellidos, teléfono, correo, correo electrónico, dirección, empresa, asistentes, lugar, hora, cliente
    | nome, sobrenome, telefone, endereço, participantes, presentes, local, horário, projeto
    | cognome, telefono, indirizzo, azienda, partecipanti, presenti, luogo, ora, cliente, progetto
    | naam, telefoon, adres, bedrijf, aanwezig, deelnemers, locatie, tijd | navn, deltagere, sted, tid | namn, deltagare
    """
)

# What stands between dashes above a quoted or forwarded mail.
SEPARATORS = _listed(
    """
    original message, original appointment, forwarded message, begin forwarded message, forwarded mail, original
    | reply message, antwort nachricht, reply, antwort, réponse, respuesta, risposta, resposta, antwoord
    | ursprüngliche nachricht, originalnachricht, weitergeleitete nachricht, anfang der weitergeleiteten nachricht
    | original-nachricht, ursprünglicher termin | urspr. nachricht
    | message d'origine, message d’origine, message original, message transféré, message initial
    | début du message transféré, début du message réexpédié, e-mail d'origine, courriel d'origine
    | mensaje original, mensaje reenviado, inicio del mensaje reenviado, cita original
    | mensagem original, mensagem encaminhada, mensagem reencaminhada, início da mensagem encaminhada
    | messaggio originale, messaggio inoltrato, inizio messaggio inoltrato
    | oorspronkelijk bericht, origineel bericht, doorgestuurd bericht, begin doorgestuurd bericht
    | oprindelig meddelelse, original meddelelse, videresendt meddelelse, videresendt besked, oprindelig besked
    | ursprungligt meddelande, vidarebefordrat meddelande, originalmeddelande, vidarebefordrat brev
    | opprinnelig melding, videresendt melding | alkuperäinen viesti, välitetty viesti
    | wiadomość oryginalna, oryginalna wiadomość, wiadomość przekazana, przekazana wiadomość
    | původní zpráva, přeposlaná zpráva, původní e-mail | pôvodná správa, preposlaná správa
    | eredeti üzenet, továbbított üzenet | mesaj original, mesajul original, mesaj redirecționat
    | исходное сообщение, пересылаемое сообщение, пересланное сообщение, оригинальное сообщение
    | початкове повідомлення, переслане повідомлення | оригинално съобщение, препратено съобщение
    | αρχικό μήνυμα, προωθημένο μήνυμα | orijinal mesaj, özgün ileti, iletilen mesaj, yönlendirilen mesaj
    | 元のメッセージ, 転送されたメッセージ, original message
    | 原始邮件, 原邮件, 转发的邮件, 转发邮件, 原始郵件, 轉寄郵件
    | 원본 메시지, 원본메시지, 전달된 메시지 | הודעה מקורית, הודעה שהועברה | الرسالة الأصلية, رسالة معاد توجيهها
    | ข้อความเดิม, ข้อความที่ส่งต่อ | thư gốc, thư đã chuyển tiếp, tin nhắn gốc | pesan asli, pesan terusan
    | izvorna poruka, proslijeđena poruka, izvirno sporočilo | pirminis laiškas | edasi saadetud kiri
    """
)

# "wrote" at or near the end of the line above a quote.
WROTE = re.compile(
    r"(?<!\w)(?:wrote|writes|has written|said|says|schrieb|schreibt|meinte|sagte|geschrieben|a écrit|écrit|a dit"
    r"|escribió|escribe|dijo|ha escrito|ha scritto|scrive|ha detto|escreveu|escreve|disse|schreef|schrijft|geschreven"
    r"|skrev|skriver|skrevet|skrivit|kirjoitti|kirjoittaa|napisał\(?a?\)?|pisze|napsala?|napsal\(a\)|píše|napísala?|napísal\(a\)"
    r"|odesílatel|napisan[aey]|írta|ezt írta"
    r"|a scris|написала?|написал\(а\)|пишет|писала?|написав|написала|написа|έγραψε|έγραψαν|yazdı|şunu yazdı|yazmış"
    r"|menulis|đã viết|je napisao|je napisala|napisao/la|je napisal|rašė|rakstīja|kirjutas|skrifaði"
    r"|schrieben|schriebst|schriebt|écriv(?:ait|iez|ais)|avez écrit|as écrit|escribieron|escribiste|escribía"
    r"|escreveram|escreveste|hai scritto|avete scritto|hanno scritto|scriveva|schreven|schreeft|napisał[ae]ś|napisali"
    r"|va escriure|ha escrit|vas escriure|escribiu|escrebiu|idatzi du(?:zu)?|idatzi zuen|ysgrifennodd|scríobh"
    r"|је написао|је написала|напиша|написаў|напісаў|пісаў|ka shkruar|shkroi|a skrivet|rakstīj[ai]s|parašė"
    r"|skrifaðir|skrev du|sumulat|isinulat ni|yazdınız|yazdılar|kirjutasite|kirjoititte)(?!\w)"
    r"|wrote the following(?!\w)"
    r"|のメッセージ|書きました|写道|寫道|写到|님이 작성|님이 썼습니다|님이 쓴 글|작성:|כתב|כתבה|كتب|تمت كتابة|เขียน"
    r"|نوشت|لکھا|ने लिखा|লিখেছেন|எழுதினார்|రాశారు|લખ્યું|ਲਿਖਿਆ|लिहिले|എഴുതി|დაწერა|գրել է|បានសរសេរ|бичсэн|жазды",
    re.IGNORECASE,
)

# Words of whoever writes about himself and others: a line that introduces a quote has none of them, nor a header line.
OURS = _listed(
    """
    we, our, ours, us | wir, uns, unser, unsere, unserem, unseren | nous, notre, nos | nosotros, nuestro, nuestra
    | nós, nosso, nossa | noi, nostro, nostra | wij, onze | vår, våra, vores
    """
)

# Words of prose that no program writes between a date, a name and an address. As they are written within a sentence:
# a name may be spelled like one of them.
PROSE = _listed(
    """
    the, this, that, these, those, is, are, was, were, be, been, being, has, have, had, will, would, should, can, must
    | with, without, about, following, agreed, please, they, their, them, she, it, its, not, who, which
    | ist, sind, war, waren, wird, werden, wurde, wurden, folgende, folgendes, folgenden, mit, dass, das, dies, diese
    | nicht, vereinbart, beschlossen, bitte, ihr, ihnen
    | est, sont, avec, été, étaient, était, suivant, suivante, suivants, suivantes, convenu, que, ont, pas
    | fue, fueron, siguiente, siguientes, con, acordó, acordado, hemos, está, están, son
    | foi, foram, seguinte, seguintes, com, ficou, está, estão, temos
    | è, sono, seguente, seguenti, stato, stata, abbiamo, concordato, che
    | werd, werden, wordt, zijn, volgende, afgesproken, hebben, niet
    | blev, ble, blevet, følgende, följande, aftalt, avtalt, avtalades, med, har, ikke, inte, og, och, som
    | ustalono, uzgodniono, następujące, jest, są, zostało
    """
)

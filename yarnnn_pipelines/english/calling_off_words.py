"""What calendar programs and people write beside a title to say that the meeting is called off, declined or put off, in
the languages that Google, Outlook and Apple speak.

Lists of words alone; where in a title or a sentence one of them speaks of the meeting is said by `meeting_titles` and
`called_off`. Words of a script whose letters are joined by marks, or that writes no spaces, stand apart: no word
boundary of a regular expression holds beside them.
"""

from __future__ import annotations

from yarnnn_pipelines.english.alternatives import any_of

_IN_ENGLISH = any_of(
    r"""
    cancell?ed(?: event)? | canc(?:el)?l?'?d | cxl'?d? | cxd | cnx | canx | cncl'?d? | called[ -]off | cancell?ation
    | can(?:cle|ele|elle|cele|cell)d | cancelleld | canceling | deleted | obsolete | annulled | nullified | rescinded
    | revoked | withdrawn | scratched | invalid(?:ated)? | aborted | terminated | scrubbed | nixed | axed
    """
)
CANCELLED_ABROAD = any_of(
    r"""
    abgesagt | abgesetzt | absage | abgeblasen | gecancelt | storniert | gestrichen | ausgefallen
    | fällt (?:aus|weg) | entfällt
    | entfallen | entfiel | weggefallen | aufgehoben | hinfällig | ungültig | terminabsage
    | absagt | gecancelled | ofgesot | annuléiert | supprim[ée]e?s? | suprimid[oa] | eliminad[oa] | geschrapt
    | geannuleerde? | annul[ée]e?s? | annulation | annull?at[oaie] | cancellat[oaie] | annullamento | disdett[oa]
    | cancelad[oa]s? | cancelaci[óo]n | cancelamento | desmarcad[oa] | desconvocad[oa] | revocad[oa] | revogad[oa]
    | anulado?s? | se (?:cancela|anula) | (?:sem|sin) efe[ic]to | saltat[oa] | (?:komt te )?vervallen | geannuleerd
    | gecanceld | afgelast | afgezegd | annulering | vervalt | gekanselleer | afgelas | bortfald(?:er|et)
    | bortfaller | udgået | utgått | avbestilt | aflyses | avlyses | bliver ikke til noget | aflyst | avlyst | udgår
    | utgår | annulleret | annullert | avbokad | aflýst | afboða[ðd](?:ur)? | inst[äa]ll[td] | ställs in
    | peruute?ttu | peruttu | perutaan | peruutetaan | peruuntu(?:u|nut|i) | ei (?:toteudu|toimu|pidetä) | tühistatud
    | jääb ära | ära jäetud | anulēt[sai]? | nenotiks | neįvyks | nie odbędzie się | nekoná sa | nekoná se
    | (?:se )?ruší(?: se| sa)? | atcelt[sai]? | atšaukt[aio]?s? | odwołan[oeay] | anulowan[oeay] | zrušen[oaýáé]?
    | odpadá | odvolan[oaýé] | odvolán[oa]? | stornován[oa]? | stornovan[éýá] | otkazan[oai]? | poništen[oa]?
    | preklican[oai]? | odpovedan[oai]? | odpade | отказан[оаи]? | откажан[оаи]? | аннулирован[оаы]? | отменяется
    | отменили | не состоится | не відбудеться | отмен[её]н[оаы]? | отмена | скасован[оаий]{1,2} | скасовується
    | відмінен[оаий]{1,2} | адменен[аы] | скасаван[аы] | iptal(?: edildi)? | ləğv(?: edildi| olundu| edilib)?
    | bekor qilindi | жойылды | цуцлагдсан | цуцалсан | elmaradt | bekor qilingan | lemondva | lemondták | törölve
    | elmarad | visszavonva | lefújva | ακύρωση | άκυρ[οη] | ακυρο | anulat[ăa]? | anulada? | revocat[ăa]? | anuluar
    | ακυρώθηκε | ακυρώνεται | ακυρωμέν[οηα] | ματαιώθηκε | cancel[·.]lat | cancel[·.]lada | anul[·.]lat
    | anul[·.]lada | bertan behera(?: utzi(?:ta| da))? | ezeztatuta | ikkan[ċc]ellat[ai]? | curtha ar ceal
    | cealaithe | wedi'i ganslo | canslwyd | đã h(?:ủy|uỷ) | bị h(?:ủy|uỷ) | h(?:ủy|uỷ)(?: bỏ)? | dibatalkan | batal
    | kinansela | nakansela | imeghairiwa | չեղարկված | չեղարկվել է | չեղյալ
    """
)
CANCELLED = f"(?:{_IN_ENGLISH}|{CANCELLED_ABROAD})"
# Cut short: with a dot, or without one where no other word is cut so.
CANCELLED_SHORT = any_of(
    r"""
    abges\.? | abgs\. | entf\.? | ausgef\.? | gestr\. | storn\.? | stor\. | canc\.? | canx\. | cxl\. | cncl\.
    | annul\. | ann\. | anul\. | geann\. | verv\. | afgel\. | afgez\. | aflys\. | avlys\. | odw\.? | anulow\.
    | zruš\. | odvol\. | отм\. | отмен\. | скас\. | відм\. | ακυρ\.
    """
)
POSTPONED_SHORT = any_of(
    r"""
    verl\. | versch\. | vert\. | ausg\. | postp\.? | postpd\.? | ppd\. | resched\.? | rschd\.? | rsched\.? | susp\.?
    | déc\. | apl\. | aplaz\. | posp\. | rinv\. | rimand\. | sosp\. | uitg\. | verpl\. | opgesch\. | przeł\.
    | przen\. | odlož\. | odl\. | перен\. | отлож\.
    """
)
CANCELLED_APART = (
    "(?:キャンセル(?:済み|されました)?|(?:開催)?中止|流会|休講|見送り?|取り?消(?:し|済み)?|(?:已|被)?取消了?(?:的?(?:会议|會議|活动|活動))?|已撤销|作[废廢]"
    "|폐지|취소(?:됨|되었습니다|된 일정)?"
    "|ה?מ?בוטלה?|מבוטלת|ביטול|התבטלה?|(?:تم\\s+)?(?:ال)?[إا]لغاء|ملغى|ملغي|ملغاة|أ?ُ?لغيت?|تم\\s+[إا]لغاؤه|لغو(?:\\s+شده?)?|منسوخ"
    "|(?:ถูก)?ยกเลิก(?:แล้ว)?|रद्द(?:\\s+(?:किया|कर\\s+दिया)\\s+गया)?|निरस्त|বাতিল|ரத்து(?:\\s+செய்யப்பட்டது)?|రద్దు|રદ|ರದ್ದು"
    "|റദ്ദാക്കി|ਰੱਦ|අවලංගු|បាន?លុបចោល|ຍົກເລີກ|ပယ်ဖျက်|გაუქმ(?:და|ებულია))"
)
DECLINED = any_of(
    r"""
    declined | abgelehnt | refus[ée]e?s? | rechazad[oa] | recusad[oa] | rifiutat[oa] | declinat[oa] | geweigerd
    | afgewezen | afvist | avslått | avböjt | avböjd | avvisad | hylätty | hafnað | odrzucon[oaey] | odmítnut[oaáý]?
    | odmietnut[éýá] | odbijen[oa]? | zavrnjen[oa]? | elutasítva | refuzat[ăa]?
    | отклон[её]н[оаы]? | відхилен[оаий]{1,2}
    | отхвърлен[оа]? | reddedildi | tagasi lükatud | keeldutud | noraidīt[sa] | atmest[ai]s? | απορρίφθηκε | rebutjat
    | rebutjada | đã từ chối | ditolak
    """
)
ACCEPTED = any_of(
    r"""
    accepted | zugesagt | angenommen | akzeptiert | accept[ée]e?s? | aceptad[oa] | aceit[oa] | aceite | accettat[oa]
    | geaccepteerd | accepter(?:et|ad) | akseptert | hyväksytty | samþykkt | zaakceptowan[oaey] | přijat[oaýé]?
    | prijat[éýá] | prihvaćen[oa]? | sprejet[oa]? | elfogadva | acceptat[ăa]? | принят[оаы]? | прийнят[оаий]{1,2}
    | приет[оа]? | kabul edildi | vastu võetud | pieņemt[sa] | priimt[ai]s? | αποδεκτ[όήέ]ς? | đã chấp nhận | diterima
    """
)
ACCEPTED_APART = "(?:承諾(?:済み)?|已?接受|수락(?:됨)?|התקבלה?|(?:تم\\s+)?القبول|مقبول|ยอมรับ(?:แล้ว)?|स्वीकृत)"
DECLINED_APART = (
    "(?:辞退(?:済み)?|已(?:拒绝|拒絕|謝絕|谢绝)|거절(?:됨)?|נדחתה|סורב|(?:تم\\s+)?الرفض|مرفوض|ปฏิเสธ(?:แล้ว)?|अस्वीकृत)"
)
_POSTPONED_IN_ENGLISH = any_of(
    r"""
    postponed | rescheduled? | (?:to be|being) (?:rescheduled|moved|postponed|cancell?ed) | defer?red | delayed
    | moved | on hold | paused | skipp?(?:ed|ing)? | suspended | scrapped | dropped | removed | ignore | void
    | not (?:today|this \w+) | no meeting | do not (?:attend|join) | cancel | discontinued | adjourned | shelved
    | parked | tabled | pushed back | new (?:date|time|slot)
    """
)
POSTPONED_ABROAD = any_of(
    r"""
    verschoben | wird verschoben | verlegt | vertagt | ausgesetzt | pausiert
    | umgelegt | umgezogen | umgebucht | neu angesetzt | neuer termin | nouvelle (?:date|heure)
    | nueva (?:fecha|hora) | nova (?:data|hora) | nuov[ao] (?:data|ora) | nieuwe (?:datum|tijd) | reprogrammée?s?
    | replanifiée?s? | riprogrammat[oa] | recalendarizad[oa] | reagendamento | herplant | omgeboekt | ombokad
    | omlagt | (?:à )?report[ée]e?s? | à reporter | ajourn[ée]e?s? | décalée? | déplacée? | suspendue? | aplazad[oa]
    | pospuest[oa] | postergad[oa] | reprogramad[oa] | suspendid[oa] | adiad[oa] | remarcad[oa] | reagendad[oa]
    | suspens[oa] | rinviat[oa] | rimandat[oa] | posticipat[oa] | spostat[oa] | sospes[oa] | slitta(?:t[oa])?
    | uitgesteld | verplaatst | verzet | verschoven | opgeschort | udsat | udskudt | utsatt | flyttet | rykket
    | uppskjut(?:en|et) | (?:fram)?flyttad | (?:fram)?flyttat | siirretty | siirtyy | lykätty | lykätään
    | przełożon[yaeo] | przesunięt[yaeo] | odroczon[yaeo] | zawieszon[yaeo] | odložen[oaýá]? | přesunut[oaýá]?
    | pozastaven[oaýáé]? | перенес[её]н[оаы]? | перенос(?:ится)? | отложен[оаы]? | откладывается
    | приостановлен[оаы]? | перенесен[оаий]{1,2} | відкладен[оаий]{1,2} | преместен[оа]? | ertelendi | elhalasztva
    | elnapolva | áthelyezve | amânat[ăa]? | reprogramat[ăa]? | suspendat[ăa]? | αναβλήθηκε | αναβάλλεται | αναβολή
    | ajornat | ajornada | odgođen[oa]? | odložen[oa]? | pomaknut[oa]? | prestavljen[oa]? | preložen[oa]?
    | edasi lükatud | lükatud edasi | atidėt[aio]?s? | nukelt[aio]?s? | perkelt[aio]?s? | pārcelt[sai]?
    | atlikt[sai]? | frestað | (?:tạm )?hoãn | đã hoãn | dời | ditunda | ditangguhkan | dijadwalkan ulang | uitgestel
    | përshtyrë
    """
)
POSTPONED = f"(?:{_POSTPONED_IN_ENGLISH}|{POSTPONED_ABROAD})"
POSTPONED_APART = (
    "(?:延期|順延|休会|保留|搁置|擱置|보류|(?:已)?(?:推迟|改期|延后|暂停)|연기(?:됨)?|변경됨"
    "|נדחה|הועברה?|مؤجلة?|تأجلت?|(?:تم\\s+)?(?:ال)?تأجيل|(?:ถูก)?เลื่อน|स्थगित|স্থগিত)"
)

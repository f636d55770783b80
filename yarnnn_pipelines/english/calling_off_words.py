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
    cancell?ed(?: event)? | canc(?:el)?l?'?d | cxl'?d? | cxd | cnx | canx | cncl'?d? | called off | cancell?ation
    | deleted | obsolete
    """
)
CANCELLED_ABROAD = any_of(
    r"""
    abgesagt | absage | abgeblasen | gecancelt | storniert | gestrichen | ausgefallen | fällt (?:aus|weg) | entfällt
    | ofgesot | annuléiert
    | supprim[ée]e?s? | suprimid[oa] | eliminad[oa] | geschrapt | geannuleerde? | annul[ée]e?s? | annulation
    | annull?at[oaie] | cancellat[oaie] | annullamento | disdett[oa] | cancelad[oa]s? | cancelaci[óo]n | cancelamento
    | desmarcad[oa] | geannuleerd | gecanceld | afgelast | afgezegd | annulering | vervalt | gekanselleer | afgelas
    | aflyst | avlyst | udgår | utgår | annulleret | annullert | avbokad | aflýst | afboða[ðd](?:ur)?
    | inst[äa]ll[td] | ställs in | peruute?ttu | peruttu | tühistatud | jääb ära | ära jäetud
    | atcelt[sai]? | atšaukt[aio]?s? | odwołan[oeay] | anulowan[oeay] | zrušen[oaýáé]? | odpadá
    | odvolan[oaýé] | odvolán[oa]? | stornován[oa]? | stornovan[éýá]
    | otkazan[oai]? | poništen[oa]? | preklican[oai]? | odpovedan[oai]? | odpade | отказан[оаи]? | откажан[оаи]?
    | отмен[её]н[оаы]? | отмена | скасован[оаий]{1,2} | скасовується | відмінен[оаий]{1,2} | адменен[аы] | скасаван[аы]
    | iptal(?: edildi)? | ləğv(?: edildi| olundu| edilib)? | bekor qilindi | жойылды | цуцлагдсан | цуцалсан
    | lemondva | lemondták | törölve | elmarad | visszavonva | lefújva
    | anulat[ăa]? | anulada? | revocat[ăa]? | anuluar | ακυρώθηκε | ακυρώνεται | ακυρωμέν[οηα] | ματαιώθηκε
    | cancel[·.]lat | cancel[·.]lada | anul[·.]lat | anul[·.]lada | bertan behera(?: utzi(?:ta| da))? | ezeztatuta
    | ikkan[ċc]ellat[ai]? | curtha ar ceal | cealaithe | wedi'i ganslo | canslwyd
    | đã h(?:ủy|uỷ) | bị h(?:ủy|uỷ) | h(?:ủy|uỷ)(?: bỏ)? | dibatalkan | batal | kinansela | nakansela | imeghairiwa
    | չեղարկված | չեղարկվել է | չեղյալ
    """
)
CANCELLED = f"(?:{_IN_ENGLISH}|{CANCELLED_ABROAD})"
CANCELLED_APART = (
    "(?:キャンセル(?:済み|されました)?|(?:開催)?中止|取り?消(?:し|済み)?|(?:已|被)?取消了?(?:的?(?:会议|會議|活动|活動))?|已撤销|作废"
    "|취소(?:됨|되었습니다|된 일정)?"
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

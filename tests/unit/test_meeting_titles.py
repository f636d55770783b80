"""What a calendar entry's title says of whether the meeting takes place."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from tests.unit.test_occurrences import meetings, version
from yarnnn_pipelines.english.meeting_titles import status_said, without_cancellation
from yarnnn_pipelines.english.meetings import is_own_matter


@pytest.mark.parametrize(
    "title",
    [
        "[Cancelled] Budget review",
        "Budget review (cancelled)",
        "CANCELLED - Budget review",
        "Budget review - CANCELED",
        "Budget review ❌ cancelled",
        "❌ Cancelled: Budget review",
        "CANCELLED!! Budget review",
        "CANCELLED Budget review",
        "Budget review CANCELLED",
        "*Cancelled* Budget review",
        "Budget review, cancelled",
        "Budget review [ABGESAGT]",
        "Entfällt: Budget review",
        "Budget review (fällt aus)",
        "Budget review – annulé",
        "Budget review (odwołane)",
        "Budget review (отменено)",
        "【中止】Budget review",
        "Budget review（已取消）",
        "CANX Budget review",
        "Storniert: Budget review",
        "Supprimé : Budget review",
        "Budget review (취소)",
        *("Otkazano: Budget review", "Otkazan: Budget review", "Preklicano: Budget review", "Відмінено: Budget review"),
        *("Tühistatud: Budget review", "Atcelts: Budget review", "Atšaukta: Budget review", "Aflýst: Budget review"),
        *("Anul·lat: Budget review", "Đã hủy: Budget review", "Bị huỷ: Budget review", "Dibatalkan: Budget review"),
        *("בוטל: Budget review", "ملغى: Budget review", "تم الإلغاء: Budget review", "لغو شد: Budget review"),
        *("ยกเลิกแล้ว: Budget review", "रद्द: Budget review", "[বাতিল] Budget review"),
        *("Zrušené: Budget review", "Lemondva: Budget review", "Anulat: Budget review", "Ακυρωμένο: Budget review"),
        *("Budget review (off)", "OFF: Budget review", "Budget review - OFF"),
        *("Cancellata: Budget review", "Canceled event with note: Budget review", "Termin abgesagt: Budget review"),
        *("Événement annulé : Budget review", "Re: Cancelled: Budget review", "AW: Abgesagt: Budget review"),
        *("Can\u200bcelled: Budget review", "Can\u00adcelled: Budget review", "Ｃａｎｃｅｌｌｅｄ： Budget review"),
        "\U0001d402\U0001d41a\U0001d427\U0001d41c\U0001d41e\U0001d425\U0001d425\U0001d41e\U0001d41d: Budget review",
        *("ENTFALLEN: Budget review", "ABGES.: Budget review", "Entf.: Budget review", "Budget review (abges.)"),
        *("Budget review ANNULLED", "Annulled: Budget review", "CNCLD Budget review", "Storno: Budget review"),
        *("Canc.: Budget review", "Zruš.: Budget review", "Отм.: Budget review", "Termin entfallen: Budget review"),
        *("Vervallen: Budget review", "Anulado: Budget review", "Perutaan: Budget review", "流会: Budget review"),
        normalize("NFD", "Annulé : Budget review"),
        normalize("NFD", "Đã hủy: Budget review"),
    ],
)
def test_a_mark_apart_from_the_title_calls_the_meeting_off_and_leaves_it_its_name(title: str) -> None:
    assert status_said(title) == "cancelled"
    assert without_cancellation(title) == "Budget review"


@pytest.mark.parametrize(
    "title",
    [
        *("NO weekly this week", "Kein Weekly diese Woche", "Pas de weekly cette semaine", "No meeting today"),
        *("POSTPONED: Budget review", "Verschoben: Budget review", "Budget review (reporté)", "延期: Budget review"),
        *("Budget review moved to Friday", "Budget review (postponed until May)", "Budget review verschoben auf Mai"),
        *("Budget review (TBC)", "TBD - Budget review", "Budget review TBC", "Budget review: date to be confirmed"),
        *("Hold: Budget review", "Vorläufig - Budget review", "Budget review (à confirmer)", "【仮】Budget review"),
        *("Budget review fällt heute aus", "Budget review is cancelled", "Budget review cancelled", "Weekly is off"),
        *("Budget review?", "Budget review (?)", "Cancelled? Budget review", "NOT CANCELLED: Budget review"),
        *("Budget review verlegt auf 24.11.", "Budget review spostata al 24", "Budget review → Thu 19 November"),
        *("Reprogrammé : Budget review", "New time: Budget review", "Neuer Termin: Budget review", "旧 Budget review"),
        *("OLD Budget review", "Budget review [old slot]", "Ersetzt: Budget review", "Kopie von Budget review"),
        *(
            "Option 1: Budget review",
            "Opción B - Budget review",
            "Terminoption: Budget review",
            "2. Wahl: Budget review",
        ),
        *("DRAFT Budget review", "Budget review (Entwurf)", "Brouillon : Budget review", "Budget review WIP"),
        *("Provisorisch: Budget review", "Vorbehalt: Budget review", "Prov. Budget review", "Réservé : Budget review"),
        *("Blocker Budget review", "Platzhalter Budget review", "Budget review - optional", "Maybe Budget review"),
        *("Declined: Budget review", "Abgelehnt: Budget review", "Refusé : Budget review", "已拒绝：Budget review"),
        *("Odgođeno: Budget review", "Atidėta: Budget review", "เลื่อน: Budget review", "נדחה: Budget review"),
        *("Otkazano Budget review", "ยกเลิก Budget review", "Budget review בוטל"),
        *("Budget review – CANCELLED – see mail", "Budget review - cancelled - see mail", "Budget review ausgesetzt"),
        *("Budget review cancelled, see mail", "Budget review annulé car malade", "Budget review: annulé : voir mail"),
        *("Budget review CANCELLED - Dana ill", "Budget review abgesagt, Dana krank", "Budget review x cancelled x"),
        *("SUSPENDED Budget review", "Budget review suspended", "Susp.: Budget review", "Verl.: Budget review"),
        *("abges. Budget review", "CANCEL Budget review", "Budget review suspendu", "Budget review sospeso"),
        *(
            "Budget review PAUSED until May",
            "נדחה Budget review",
            "Budget review откладывается",
            "Resched.: Budget review",
        ),
        *("❌ Budget review", "Budget review ❓", "~~Budget review~~", "B\u0336u\u0336d\u0336g\u0336e\u0336t review"),
    ],
)
def test_a_title_that_leaves_it_open_whether_or_when_makes_no_firm_meeting(title: str) -> None:
    assert status_said(title) == "tentative"
    assert without_cancellation(title) is None


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Budget review",
            "Q3 planning (Lisbon office)",
            "Acme: Q2 campaign - review",
            "Off-site planning",
            "1:1 Mia / Dana",
        ),
        *("Cancelled orders: weekly review", "Canceled orders review", "Cancellation policy workshop"),
        *("Review of postponed items", "Hold music review", "Tentative agenda review", "Moving day planning"),
        *("Draft review", "Pending orders review", "Design review: option B", "Report: Q3", "Deferred revenue review"),
        *(
            "Blocker review",
            "Old town walk review",
            "Option pricing review",
            "Optional extras review",
            "Plan 2027: budget",
        ),
        *("Homepage draft walkthrough", "Proposal: rebranding", "Concept: new homepage", "Handover: design → build"),
        *("No-code workshop", "SEM campaign review", "Sin City premiere review", "Skip-level with Dana"),
        *("Kick-off", "Kick–off: budget", "Sign-off: budget", "Trade-off review", "Budget review (kick-off)"),
        *(
            "Revoked licences: weekly review",
            "Review of suspended accounts",
            "Suspended accounts review",
            "Ann. report",
        ),
        *("Entfallene Positionen: Review", "Storno-Prozess Workshop", "Checkout: Storno", "Ausgesetzte Ads: Review"),
        *(
            "Interview with reporter",
            "Call with Ann",
            "Susp bridge review",
            "Void deck review",
            "Cancelled-orders review",
        ),
        *("UNICEF kick-off", "CANON review", "Canon ABC review", "Push notifications: review", "Parked domains review"),
        *("Declined payments: weekly review", "Off the record: press briefing"),
        *("Churn: why customers left?", "(no title)", ""),
    ],
)
def test_a_title_that_speaks_of_its_matter_says_nothing_of_the_meeting(title: str) -> None:
    assert status_said(title) is None


@pytest.mark.parametrize(
    ("title", "is_own"),
    [
        *(
            (title, True)
            for title in ("Prep: Acme review", "Prep for the Acme call", "Vorbereitung: Acme", "OOO: Dana")
        ),
        *(
            (title, True)
            for title in ("Dana on vacation", "Urlaub", "Acme review (intern)", "Acme review sans le client")
        ),
        *((title, True) for title in ("Nicht vergessen: Rechnung", "Busy", "Focus time", "Flight to Porto")),
        *((title, False) for title in ("Holiday campaign review", "Internal comms review", "Launch prep workshop")),
        *((title, False) for title in ("Focus group review", "Away day planning", "Reminder emails review", "")),
    ],
)
def test_preparation_absence_and_ones_own_time_are_no_meetings_with_a_client(title: str, is_own: bool) -> None:
    assert is_own_matter(title) is is_own


@pytest.mark.long
@pytest.mark.parametrize("sign", ["!", "[", " -", "x ", "("])
def test_an_endless_title_is_read_to_its_end_in_no_time(sign: str) -> None:
    assert without_cancellation(sign * 50_000) is None
    assert status_said(f"Budget review {sign * 50_000}") in (None, "tentative")


@pytest.mark.parametrize(
    ("status", "summary", "told"),
    [
        ("confirmed", "[Cancelled] Review", "cancelled"),
        ("tentative", "[Cancelled] Review", "cancelled"),
        ("confirmed", "Review (TBC)", "tentative"),
        ("cancelled", "Review (TBC)", "cancelled"),
        ("tentative", "Review", "tentative"),
    ],
)
def test_a_meeting_is_no_firmer_than_its_calendar_and_its_title_say(status: str, summary: str, told: str) -> None:
    (meeting,) = meetings(version("2026-11-10 14:00", status=status, summary=summary))
    assert meeting.status == told
    assert (meeting.cancelled_seen_at is not None) == (told == "cancelled")

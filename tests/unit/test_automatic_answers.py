"""A program's answer is nobody's word, however its subject says so; a subject about such answers is a person's."""

from __future__ import annotations

from email.header import Header
from pathlib import Path

import pytest

from tests.unit.test_mail_senders import payload

WORDS = "We decided to raise the budget.\n\nBest,\nDana Reyes"


def landed_under(tmp_path: Path, subject: str, **headers: str) -> dict[str, object]:
    return payload(tmp_path, WORDS, Subject=Header(subject, "utf-8").encode(maxlinelen=900), **headers)


@pytest.mark.parametrize(
    "subject",
    [
        *("Automatic Reply Re: Plan", "Automatic reply: Plan", "Auto-Reply Re: Plan", "auto_reply RE: Plan"),
        *("Automatic Reply - Re: Plan", "[Auto-Reply] Plan", "【自動返信】Plan", "*Automatic reply* Plan"),
        *("Auto Responder Re: Plan", "Autoresponder: Re: Plan"),
        *("Automatische Antwort AW: Plan", "Autom. Antwort AW: Plan", "Automatische E-Mail-Antwort AW: Plan"),
        *("Réponse automatique RE: Plan", "Respuesta automática RE: Plan", "Resposta automática RES: Plan"),
        *("Risposta automatica R: Plan", "Automatisch antwoord RE: Plan", "Automatisch bericht RE: Plan"),
        *("Autosvar SV: Plan", "Automatisk svar SV: Plan", "Svar automatisk SV: Plan", "Sjálfvirkt svar SV: Plan"),
        *("Automaattinen vastaus VS: Plan", "Automaattivastaus VS: Plan", "Automaatvastus RE: Plan"),
        *("Odpowiedź automatyczna ODP: Plan", "Automatická odpověď RE: Plan", "Automatická odpoveď RE: Plan"),
        *("Automatikus válasz Re: Plan", "Automata válasz Re: Plan", "Răspuns automat RE: Plan"),
        *("Автоответ Re: Plan", "Автоматический ответ Отв: Plan", "Автоматична відповідь RE: Plan"),
        *("Автоматичен отговор RE: Plan", "Automatski odgovor RE: Plan", "Samodejni odgovor RE: Plan"),
        *("Automatinis atsakymas RE: Plan", "Automātiskā atbilde RE: Plan", "Otomatik yanıt YNT: Plan"),
        *("Αυτόματη απάντηση ΑΠ: Plan", "תשובה אוטומטית RE: Plan", "الرد التلقائي RE: Plan"),
        *("自動返信 Re: Plan", "自动回复 回复：Plan", "自動回覆 RE: Plan", "자동 회신 RE: Plan"),
        *("ตอบกลับอัตโนมัติ RE: Plan", "Trả lời tự động RE: Plan", "Balasan otomatis RE: Plan"),
        *("Auto\u00admatic\u200b reply Re: Plan", "Automatic reply：Plan", "Vacation reply Re: Plan"),
        *("Automated response Re: Plan", "Automated email reply: Plan", "Automatic message Re: Plan"),
    ],
)
def test_an_automatic_answers_phrase_before_a_colon_a_bracket_or_an_answers_mark_is_a_programs(
    tmp_path: Path, subject: str
) -> None:
    assert landed_under(tmp_path, subject)["automatic"]


@pytest.mark.parametrize(
    "subject",
    [
        *("Automatic Reply - Plan", "Automatic reply – Plan", "Automatic reply | Plan", "Automatic reply, Plan"),
        *("Automatic Reply_Plan", "Autoreply - Plan", "Automatische Antwort — Plan", "Réponse automatique » Plan"),
        *("Re: Plan (automatic reply)", "Plan (Auto-Reply)", "AW: Plan [Automatische Antwort]", "Plan 【自動返信】"),
        *("Re: Plan - Automatic reply", "Plan: Autosvar", "RE: Plan – Réponse automatique"),
        *("Automatic reply to: Plan", "Automatic reply from Dana: Plan", "Automatic reply from Dana Re: Plan"),
        *(
            "Auto: Re: Plan",
            "AUTO: Plan",
            "[Auto] Plan",
            "Out-of-office reply - Plan",
            "OOO reply: Plan",
            "Automatic message - Plan",
        ),
        *("Automatic replies: Plan", "Automated campaign response: Plan", "Plan automatic reply"),
    ],
)
def test_the_phrase_apart_from_the_subjects_other_words_leaves_a_doubt_though_the_sender_signs(
    tmp_path: Path, subject: str
) -> None:
    landed = landed_under(tmp_path, subject)
    assert (landed["automatic"], landed["doubt"]) == (False, "tool_subject")


@pytest.mark.parametrize(
    "subject",
    [
        *("Automatic reply feature shipped", "Automatic reply feature: can we show it?", "Automatic reply's new text"),
        *("Re: Automatic reply: Plan", "Re: Automatic reply - Plan", "Re: [Auto-Reply] Plan", "Re: Automatic reply"),
        *("Answers on automation: Plan", "Answers about automation: budget", "Automation responses: next steps"),
        *("Automatisierung: Antwort auf eure Fragen", "Réponses sur l'automatisation : le plan"),
        *("Automating replies: draft", "Automatic replacement: Plan", "Automatic responsive images: Plan"),
        *("Automatische Verantwortung: Plan", "Automatic doors - our reply", "Auto insurance responses - Plan"),
        *("Auto loan reply: Plan", "Autumn reply: Plan", "Response to the automotive brief: Plan"),
        *("Automated email: draft 2", "Автор ответа: план", "Automata Labs: our reply", "Re: auto-reply wording"),
        *("Automated emails - copy", "Autohaus Antwort: Plan", "The reply on automatic doors: Plan"),
    ],
)
def test_a_subject_about_answers_or_automation_is_a_persons(tmp_path: Path, subject: str) -> None:
    landed = landed_under(tmp_path, subject, In_Reply_To="<a0@n>")
    assert (landed["automatic"], landed["doubt"]) == (False, None)


@pytest.mark.parametrize("value", ["All", "OOF, AutoReply", "AutoReply", "DR, RN, NRN, OOF, AutoReply", "0x20", "oof"])
def test_a_mail_that_asks_programs_not_to_answer_may_be_a_programs_answer(tmp_path: Path, value: str) -> None:
    landed = payload(tmp_path, WORDS, X_Auto_Response_Suppress=value)
    assert (landed["automatic"], landed["doubt"]) == (False, "answers_unwanted")


@pytest.mark.parametrize("value", ["None", "", " none "])
def test_a_mail_that_asks_for_no_silence_is_a_persons(tmp_path: Path, value: str) -> None:
    assert payload(tmp_path, WORDS, X_Auto_Response_Suppress=value)["doubt"] is None

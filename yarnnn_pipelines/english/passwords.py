"""Sentences that give away a password, a code or a key in words.

Keys that are known by their form are the detectors' of `deliverables.gate.sensitive`.
"""

from __future__ import annotations

from yarnnn_pipelines.english.alternatives import Pattern, written

_WORD = r"(?:password|passwort|passcode|pass\s?phrase|pw|pwd)"
SPOKEN_PASSWORD = Pattern(
    written(
        "password with a digit or sign",
        r"\b(?:password|passwort|passcode|pass ?phrase|pass|pw|pwd|pin(?: code)?|login|credentials?|api key|token)\b"
        r"(?:\s+\w+){0,5}?\s*(?:is|are|:|=|->|/|to|with|pass)\s*[\"'“]?(?=\S*[\d!$#@_-])\S{4,}",
        "the staging login is gull-harbour",
    ),
    written(
        "list of credentials",
        r"\bcredentials?\s*:|\bpass\s+\w*\d|\bsk[-_](?:live|test)\b|\bssh-(?:rsa|ed25519)\b",
        "credentials: see below",
        "user acme pass hunter22",
    ),
    written("password before it", rf"\b{_WORD}\s+(?=[^\s\d]*\d)[^\s,;.]{{5,}}", "the password hunter2 is old"),
    written("password and a colon", rf"\b{_WORD}\s*[:=]\s*\S{{4,}}", "password: correcthorse"),
    written(
        "password in quotation marks",
        r"\b(?:password|passwort|passcode|pass\s?phrase|pw|pwd|secret)\b[^\"“'‘.!?]{0,40}\s[\"“'‘]\S{4,}",
        "the password was changed to “correcthorse”",
    ),
    written(
        "password is a word",
        r"\b(?:password|passwort|passcode|pass\s?phrase)\s+(?:is|was|stays)\s+(?!(?:not|now|back|live|done|long|short|safe"
        r"|weak|wrong|strong|secure|visible|hidden|optional|mandatory|valid|invalid|ready|gone|shown|known|missing)\b"
        r"|\w+(?:ed|en|ing)\b)\w{5,}[.!]?\s*$",
        "The password is correcthorse.",
        unlike=("The password is required", "The password is hidden"),
    ),
    written(
        "user and secret",
        r"\buser(?:\s?name)?:?\s+\S+?\s*[,;/]\s*(?:and\s+)?(?:secret|pass\w*|pw|pwd|code)\b:?\s+\S+",
        "user admin, secret correcthorse",
    ),
    written(
        "code of a door or network",
        r"\b(?:wi-?fi|wlan|door|entry|alarm|access|gate|lock|safe|key)[ -]?(?:code|key|pin)\b"
        r"(?:\s+(?:is|to|now))*[\s:=]+[\"“]?(?=\S*\d)\S{4,}",
        "the wifi code is Sommer2026",
    ),
    written(
        "key of a service",
        r"\bsk-[\w-]{16,}|\b(?:keys?|tokens?|secrets?|bearer|apikey|credentials?)\b\W{1,3}(?:\w+\W{1,3}){0,3}?[\w-]*?"
        r"(?=[A-Za-z0-9+/=_]*\d)(?=[A-Za-z0-9+/=_]*[A-Za-z])[A-Za-z0-9+/=_]{16,}",
        "deployed with the key abcdEFGH1234567890abcd",
    ),
)


def gives_away_a_password(text: str) -> bool:
    return SPOKEN_PASSWORD.found_in(text)

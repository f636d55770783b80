"""Sentences that give away a password, a code or a key in words.

Keys that are known by their form are the detectors' of `deliverables.gate.sensitive`.
"""

from __future__ import annotations

from yarnnn_pipelines.english.alternatives import Pattern, written, written_exactly

# English, German, Dutch, French, Spanish, Portuguese, Italian.
_WORD = (
    r"(?:pass\s?words?|passwd|pass\s?code|pass\s?phrase|pw|pwd|passw(?:ort|örter)|kennw(?:ort|örter)|wachtwoord|mot\s+de\s+passe"
    r"|contraseñas?|palabra\s+clave|heslo|hasło|palavras?[- ]passe|senhas?|parola\s+d['’]ordine)"
)
# Letters and digits in one token, as hardly a word has them: "Sommer2026", "kitten77!".
_MIXED = r"[\"“'‘]?(?![A-Za-z]+-\d+\b)(?=\S{0,30}\d)(?=[^\sA-Za-z]{0,30}[A-Za-z])[\w!$#@%&*+.?-]{6,}"
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
        rf"\b{_WORD}\s+(?:is|was|stays|now|ist|lautet|est|es|é)\s+(?!(?:not|now|back|live|done|long|short|safe"
        r"|weak|wrong|strong|secure|visible|hidden|optional|mandatory|valid|invalid|ready|gone|shown|known|missing|open"
        r"|broken|written|given|forgotten|stolen|taken|chosen|seen|fine|there|next|unique|correct|empty|needed)\b"
        r"|\w+(?:ed|ing)\b)\w{4,}[.!]?\s*$",
        "The password is correcthorse.",
        "the password is kitten",
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


# What was set up or changed, and what to type into it.
SPOKEN_CODE = Pattern(
    written(
        "value after a change",
        rf"\b(?:{_WORD}|credentials?|logins?|log-?in\s+data|access\s+data|zugangsdaten|wi-?fi|wlan|alarm|safe|vpn|ftp)\b"
        rf"[^.!?:;(]{{0,40}}(?:[:=(]\s*|[,–-]\s+)(?:\w+\s*[,/:]?\s+){{0,2}}{_MIXED}",
        "The guest wifi was set up: Sommer2026.",
        "credentials were updated (mia, Sonnenblume7)",
        unlike=("The login was fixed in version 2.10.4",),
    ),
    written(
        "changed to a word",
        rf"\b{_WORD}(?:\s+(?:for|of|to)\s+(?:\w+\s+){{1,3}}?|\s+)(?:(?:was|is|were|has|been|got|now)\s+){{1,3}}"
        r"(?:updated|changed|set|reset|switched)\s+(?:back\s+)?to\s+(?!(?:be|an?|the|at|something|our|its|their|your|make"
        r"|require|allow|accept|meet|match|expire|use|avoid|read|include|prevent|protect|minimum|\d{1,2})\b)\S{4,}",
        "password was updated to Sonnenblume",
        unlike=("the password was changed to be stronger", "the password rule was changed to 12 characters"),
    ),
    written(
        "changed, and the word alone",
        rf"\b{_WORD}\s+(?:(?:was|is|were|has\s+been)\s+\w+|(?:for|of|to)(?:\s+[\w'’-]+){{1,4}})\s*[:=(]\s*\S{{4,}}\s*$",
        "the password was updated: kitten",
        unlike=("the password was fixed: users can log in",),
    ),
    written(
        "used as the password",
        rf"\b(?:us(?:e|ed|ing)|enter|type|with|set|try)\s+\S{{4,}}\s+as\s+(?:[\w'’]+\s+){{0,4}}?{_WORD}\b",
        "use kitten77 as the Gudaro password",
    ),
    written(
        "is the password",
        rf"(?<!\S){_MIXED}\s+is\s+(?:[\w'’]+\s+){{0,4}}?(?:{_WORD}|pin|login)\b",
        "kitten77 is the new password",
    ),
    written(
        "lets someone in",
        r"\b(?:unlock(?:s|ed)?|log(?:ged)?\s*-?in|sign(?:ed)?\s+in|get\s+in|decrypt(?:ed)?|open(?:s|ed)?|access(?:ed)?"
        r"|protected|encrypted)\b"
        r"(?:\s+\w+){0,3}?\s+(?:with|using|by|via)\s+(?:(?:the|code|pin|key)\s+){0,2}"
        r"(?!(?:microsoft|office|windows|ios|android|photoshop|oauth|web)\d)[\"“'‘]?"
        r"(?:[a-z]\w*\d{2,}[!?.]?|(?!(?:19|20)\d\d\b)\d{4,8}\b(?!\s+[a-z]))",
        "unlock it with kitten77",
        "unlock it with 4921",
        unlike=("Users log in with OAuth2", "the shop opened with 1200 visitors"),
    ),
    written(
        "user and password in one",
        rf"(?<![\w/.])(?:admin|administrator|root|sysadmin|postgres)\s*[:/]\s*(?:{_MIXED}|toor\b|pass\w*|changeme\b|letmein\b"
        r"|secret\b|\d{4,}\b)(?!\s*/)",
        "root/toor",
        "admin:Sommer26",
        unlike=("the admin/user roles were set up",),
    ),
    written(
        "user again as the password",
        r"(?<![\w/.])(?P<user>admin|root|demo|test|guest|user)\s*[:/]\s*(?P=user)\d*\b(?![\w/])",
        "demo/demo123",
        unlike=("the test/live switch was fixed",),
    ),
    written(
        "credentials in a row",
        rf"\b(?:logins?|credentials?|log-?in\s+(?:data|details)|zugangsdaten|access\s+(?:data|details))\b(?:\s+(?:is|are|was|were))?\s*"
        rf":?\s+[\w.@-]+\s*(?:and|[,/|])?\s+{_MIXED}",
        "the login is demo and kitten77",
        "credentials demo demo123 were sent",
        unlike=("the login page was fixed",),
    ),
    written(
        "credentials and a colon",
        r"\b(?:zugangsdaten|log-?in\s+(?:data|details)|access\s+(?:data|details))\s*:\s*\S+\s*[/,|]\s*\S{4,}",
        "Zugangsdaten: mia / Sonne",
    ),
    written(
        "key of a network",
        rf"\b(?:wi-?fi|wlan|wpa\d?|ssid)\b(?:\s+(?:key|code|is|now|changed|set|to)){{1,4}}\s*[:=]?\s*{_MIXED}",
        "the wifi is Sommer2026",
        "WPA key Sommer2026",
    ),
    written(
        "password at the end",
        rf"\b(?:by|with|using|via)\s+(?:the\s+)?{_WORD}\s+[\"“'‘]?[\w!?$-]{{4,}}[\"”'’]?\s*[.!]?$",
        "protected by the password kitten",
    ),
    written(
        "combination of a lock",
        r"\b(?:safe|lock|combination)\b[^.!?\d]{0,25}\bcombination\b[^.!?\d]{0,20}\d"
        r"|\bcombination\b[^.!?\d]{0,25}\d{1,2}(?:[ -]\d{1,2}){2,}\b",
        "the combination of the safe is 12-34-56",
        "the safe combination 1234 was set",
        unlike=("the combination of 12 banners is live",),
    ),
    written(
        "user and password in words",
        rf"\buser\s?(?:name)?\s+(?:is|was)\s+\S+\s+(?:(?:and|with|the|its?|is)\s+){{0,3}}{_WORD}\s+(?:is\s+)?\S{{4,}}",
        "the user is mia and the password kitten",
    ),
    written_exactly(
        "password with a capital",
        rf"\b(?i:{_WORD})\s+(?!(?:Manager|Reset|Page|Policy|Recovery|Field|Form|Generator|Protection)\b)[A-Z]\w{{3,}}\s+"
        r"(?:was|is|has|works)\b",
        "the shop password Sonnenblume was updated",
        unlike=("the Password Manager was launched",),
    ),
    written(
        "code for a place",
        r"\b(?:key|code)\s+(?:for|of|to)\s+(?:\w+\s+){1,3}?(?:is|was|:)\s*\d{4,8}\b(?!\s+[a-z])",
        "the key for the lockbox is 4921",
    ),
    written_exactly(
        "licence key after its word",
        r"\b(?:[Ll]icen[cs]e|[Ss]erial|[Aa]ctivation)(?:\s+(?:[Kk]ey|[Cc]ode|[Nn]umber))?\s*:?\s+(?=[\d-]*[A-Z])(?=[A-Z-]*\d)"
        r"[A-Z0-9]{4,}(?:-[A-Z0-9]{4,}){2}(?![\w-])",
        "licence key: ABCD1-EFGH2-IJKL3",
    ),
    written_exactly(
        "user and password to log in with",
        r"\b(?:[Ll]og(?:ged)?[ -]?in|[Ss]ign(?:ed)? in|[Ll]ogins?|[Cc]redentials?|[Aa]ccess|[Aa]ccount)"
        r"(?:\s+(?:is|are|with|as|using))?:?\s+(?!(?:e-?mail|user\w*|phone|name|sms|sso|and)\b)[a-z][\w.-]+\s*[/:]\s*(?!/)\S{4,}",
        "log in with mia/kitten",
        unlike=("log in with email/password", "log in with Google/Apple"),
    ),
    written_exactly(
        "user and password in brackets",
        r"\((?:[Uu]ser(?:name)?:?\s*|[Ll]ogin:?\s*)?[a-z][\w.@-]{2,}\s*[/|]\s*(?!\S+\.[a-z]{2,4}\s*\))(?=\S*[A-Za-z])(?=\S*\d)[^\s/()]{6,}\s*\)",
        "The staging shop is live (demo1 / demo123).",
        "(user: acme / Sommer2026!)",
        unlike=("the ads were resized (feed / story)", "(Q3 / Q4)"),
    ),
    written(
        "pin",
        r"\bpins?(?:\s*-?code|\s+number)?(?:\s+(?:is|was|now|set|to|changed|updated|no|nr|added))*\s*[:=(,#-]*\s*\d{4,8}\b",
        "PIN 4921 was added",
        unlike=("the pin on the map was fixed", "the pins were shown on 1200 maps"),
    ),
    written(
        "one-time code",
        r"\b(?:otp|totp|2fa|mfa|puk|m?tan|cvv|cvc|one-?time(?:\s+pass)?\s*-?codes?|sms\s+code)\b[^.!?\d]{0,30}"
        r"(?!(?:19|20)\d\d\b)\d{3}[ -]?\d{0,5}\b(?!\s+(?!(?:is|was|on|for|and|to|in)\b)[a-z])",
        "OTP was sent: 482913",
        "2FA code 482 913",
        unlike=("2FA was enabled for 1200 users", "2FA was launched in November 2026"),
    ),
    written(
        "code of digits",
        r"(?<!discount )(?<!promo )(?<!voucher )(?<!coupon )(?<!postal )(?<!zip )(?<!product )(?<!error )(?<!status )"
        r"\bcodes?\s*(?:(?:is|was|are|now|changed|set|to|stays)\s+|[:=]\s*)+\d{4,8}\b(?!\s+lines)",
        "alarm was updated, the code is 4921",
        unlike=("the discount code is 4921", "the discount code SPRING25 is live"),
    ),
    written(
        "recovery code",
        r"\b(?:recovery|backup|security|verification|activation|confirmation|access|log-?in|unlock|door|gate|entry|alarm)"
        r"\s+codes?(?:\s+(?:is|are)|(?:\s+\w+){0,4}\s*[:=(,])?\s+(?!(?:19|20)\d\d\b)(?=\S*\d)[\w-]{4,}",
        "recovery codes were sent: 1a2b-3c4d",
        "the door code 4921",
        unlike=("confirmation codes were sent to 1200 users",),
    ),
    written(
        "recovery words",
        r"\b(?:seed|recovery|mnemonic|backup|secret)\s+(?:phrase|words)\b[^.!?:]{0,40}?(?::|\bis\b)\s*\w+\s+\w+\s+\w+",
        "seed phrase was updated: apple river stone cloud",
    ),
    written_exactly(
        "licence key",
        r"(?<![\w-])(?=[\d-]*[A-Z])(?=[A-Z-]*\d)[A-Z0-9]{4,6}(?:-[A-Z0-9]{4,6}){3,}(?![\w-])",
        "licence ABCD-EFGH-1234-5678",
        unlike=("2026-1234-5678", "the product ACME-SHOE-2026"),
    ),
    written(
        "setting of a program",
        r"(?<![?&\w])\w*(?:pass(?:word|wd)?|pwd|secret|token|api_?key)\s*=\s*[^\s=]{3,}",
        "DB_PASS=kitten",
    ),
)


def gives_away_a_password(text: str) -> bool:
    return SPOKEN_PASSWORD.found_in(text) or SPOKEN_CODE.found_in(text)

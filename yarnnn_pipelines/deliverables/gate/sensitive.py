"""What must not leave the house whoever said it: credentials, private matters, and words aimed at a machine.

Finding credentials is detect-secrets' work (Yelp), all of whose detectors run offline here; the high-entropy ones are
left out, since identifiers and links set them off. How words give such a thing away is `english`; who may read a thing
is the gate's question.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from yarnnn_pipelines.english.machine_talk import line_to_a_machine
from yarnnn_pipelines.english.own_business import words_on_our_money, words_on_our_plans
from yarnnn_pipelines.english.passwords import gives_away_a_password
from yarnnn_pipelines.english.personal_numbers import holds_a_number_of_a_person, holds_a_street
from yarnnn_pipelines.english.private_matters import (
    private_words,
    puts_us_in_question,
    unfit_words,
)
from yarnnn_pipelines.english.unnamed_clients import words_on_other_clients

if TYPE_CHECKING:  # it is imported when the first text is judged, since it takes a while to start
    from detect_secrets.plugins.base import BasePlugin


@lru_cache(maxsize=1)
def _detectors() -> tuple[BasePlugin, ...]:
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class

    detectors: Mapping[str, type[BasePlugin]] = get_mapping_from_secret_type_to_class()
    return tuple(detectors[name]() for name in sorted(detectors) if "Entropy" not in name)


@lru_cache(maxsize=8192)
def why_secret(text: str) -> str | None:
    """What kind of key to something the text gives away, or None."""
    text = unicodedata.normalize("NFKC", text).replace("\u2010", "-")  # full-width digits, unbroken hyphens
    for detector in _detectors():
        if any(True for _ in detector.analyze_string(text)):
            return f"it holds a credential ({detector.secret_type})"
    return "it holds a password or code" if gives_away_a_password(text) else None


@lru_cache(maxsize=8192)
def why_sensitive(text: str, *, private: bool = True) -> str | None:
    """What kind of thing the text gives away, or None. private: a private matter of somebody counts, too."""
    text = unicodedata.normalize("NFKC", text).replace("\u2010", "-")
    if secret := why_secret(text):
        return secret
    if holds_a_number_of_a_person(text) or holds_a_street(text):
        return "it holds a card, account or telephone number, or an address"
    if private and (words := private_words(text)):
        return f"it speaks of a private matter ({words!r})"
    if words := words_on_our_money(text):
        return f"it speaks of our own costs ({words!r})"
    if words := words_on_our_plans(text):
        return f"it speaks of what we plan among ourselves ({words!r})"
    if words := words_on_other_clients(text):
        return f"it speaks of a client of ours who is not its reader ({words!r})"
    if words := unfit_words(text):
        return f"it is not fit to be sent ({words!r})"
    if puts_us_in_question(text):
        return "it puts the work for this client itself in question: read it yourself"
    return None


def why_instruction(text: str) -> str | None:
    """Why a line of the text reads as words to a machine, or None."""
    words = line_to_a_machine(text)
    return f"it speaks to a machine ({words!r})" if words else None

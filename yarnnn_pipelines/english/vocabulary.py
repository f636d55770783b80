"""Words that several matters speak of: days, months, numbers, and the verbs of finished work.

A list that only one matter needs stands in that matter's module.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, said

CLAUSE_MARK = re.compile(r"[,;:–—]\s")  # between the clauses of a sentence
DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
# As Polish clients leave them in English sentences: "w środę", "18 listopada". Monday and January first.
POLISH_WEEKDAYS = (
    "poniedział(?:ek|ku|ki)", "wtor(?:ek|ku|ki)", "środ[aęyą]", "czwart(?:ek|ku|ki)", "piąt(?:ek|ku|ki)", "sobot[aęyą]",
    "niedziel[aęiąe]",
)  # fmt: skip
POLISH_MONTHS = (
    "stycz(?:nia|eń)", "lut(?:ego|y)", "marca|marzec", "kwie(?:tnia|cień)", "maja?", "czerw(?:ca|iec)", "lip(?:ca|iec)",
    "sierp(?:nia|ień)", "wrze(?:śnia|sień)", "październik[au]?", "listopada?", "grud(?:nia|zień)",
)  # fmt: skip
_UP_TO_NINETEEN = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety hundred"
NUMBER_WORDS = {word: number for number, word in enumerate(_UP_TO_NINETEEN.split())} | {
    word: 10 * number for number, word in enumerate(_TENS.split(), 2)
}

# Alone, each of these says that something was finished.
STRONG_VERBS = Pattern(
    said("release", "launched | shipped | deployed | released | delivered", "we shipped the new checkout"),
    said("end", "completed | finished", "the audit is completed"),
    said("repair", "fixed | resolved | solved", "the pixel is fixed"),
    said("installation", "merged | migrated | installed | rolled out", "rolled out the new theme"),
    said("going live", "went live | gone live | wrapped up", "the page went live"),
    said("signature", "signed | finalised | finalized", "the contract is signed"),
    said("handover", "handed over | handed in | went out | onboarded", "the brochure went out"),
    said("recovery", "repaired | restored | recovered | cut over", "the backup is restored"),
    said("passing", "passed | cleared | patched", "the build passed"),
    said("opening or closing", "closed | reopened | opened | hired | corrected", "the ticket is closed"),
    said("start", "started | began | kicked off", "the campaign kicked off"),
)
# These say so where the rest of the sentence does.
WEAK_VERBS = Pattern(
    said("handing in", "published | submitted | uploaded", "uploaded the photos"),
    said("setting up", "set up | added | updated | sent | received", "set up the shared drive"),
    said("exchange", "replaced | removed | built | printed", "the banners are printed"),
    said("wiring", "posted | connected | tested | switched on | switched over", "connected the shop to the feed"),
    said("import", "imported | cleaned up | recorded | filmed | booked", "cleaned up the old tags"),
    said("sharing", "shared | arrived | created | prepared | drafted", "shared the media plan"),
    said("collection", "translated | collected | reviewed | moved over", "collected the answers"),
    said("rework", "rewrote | rewritten | redesigned | redone | trained", "rewrote the FAQ"),
    said("delivery", "ordered | photographed | mounted | unpacked | documented | reduced", "unpacked the displays"),
    said("upkeep", "scheduled | enabled | checked | rebuilt | labelled | counted | wired up", "wired up the new form"),
)
PERFECTIVE = f"(?:{STRONG_VERBS.group}|{WEAK_VERBS.group})"

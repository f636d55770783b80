"""The other usual ways to write a word of a name: British and American, shortened titles of saints, one and many.

Spelling pairs are those of names of firms and places, after Oxford's list of British and American spelling. How a whole
name is spelled is `name_spellings`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

# Each line is one word.
_ALIKE = """
    colour color; colours colors; grey gray; centre center; centres centers; harbour harbor; harbours harbors
    theatre theater; theatres theaters; jewellery jewelry; jeweller jeweler; jewellers jewelers; honour honor
    flavour flavor; flavours flavors; labour labor; armour armor; parlour parlor; neighbour neighbor
    neighbours neighbors; neighbourhood neighborhood; favour favor; savour savor; savoury savory; vapour vapor
    fibre fiber; fibres fibers; metre meter; metres meters; litre liter; lustre luster; sabre saber; ochre ocher
    calibre caliber; catalogue catalog; dialogue dialog; programme program; programmes programs; tyre tire; tyres tires
    plough plow; mould mold; aluminium aluminum; licence license; defence defense; draught draft; cheque check
    kerb curb; storey story; whisky whiskey; traveller traveler; travellers travelers; modelling modeling
    organisation organization; organic organics; doughnut donut; doughnuts donuts; cosy cozy; pyjama pajama
    gaol jail; mum mom; maths math; paediatric pediatric; orthopaedic orthopedic; anaesthetic anesthetic
    archaeology archeology; encyclopaedia encyclopedia; mediaeval medieval; yoghurt yogurt; speciality specialty
    saint st sankt sint san santa sao santo; doctor dr; mount mt; fort ft; brothers bros; international intl
    university univ; department dept; national natl; association assn assoc; manufacturing mfg; northwest nw
    thru through; nite night; lite light; xpress express; kwik quick; centrum center
"""
_FEWEST = 5  # letters of a word that is also looked for in the other number


def _by_word() -> dict[str, set[str]]:
    alike: dict[str, set[str]] = defaultdict(set)
    for line in _ALIKE.replace("\n", ";").split(";"):
        words = line.split()
        for word in words:
            alike[word] |= {*words} - {word}
    return alike


_OTHERS = _by_word()


def other_ways(word: str) -> Iterator[str]:
    """word: folded. The ways to write it that mean the same to whoever reads a name."""
    yield from sorted(_OTHERS.get(word, ()))


def other_number(word: str) -> str | None:
    """ "light" of "lights" and the other way round; None of a word that is too short to tell."""
    if len(word) < _FEWEST or not word.isalpha() or word.endswith(("ss", "us", "is")):
        return None
    return word.removesuffix("s") if word.endswith("s") else f"{word}s"

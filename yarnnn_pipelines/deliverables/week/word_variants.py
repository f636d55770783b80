"""The other usual ways to write a word of a name: British and American, shortened, one and many.

How a whole name is spelled is `name_spellings`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from yarnnn_pipelines.deliverables.week.british_spelling import american_forms, british_forms
from yarnnn_pipelines.deliverables.week.common_words import is_ordinary

# Each group is one word; British and American where no rule tells them, then as trade marks spell.
_SPELLED = """
    grey gray; greys grays; jewellery jewelry; tyre tire; tyres tires; plough plow; mould mold; aluminium aluminum
    licence license; draught draft; cheque check; kerb curb; storey story; whisky whiskey; doughnut donut
    doughnuts donuts; cosy cozy; pyjama pajama; pyjamas pajamas; gaol jail; mum mom; maths math; yoghurt yogurt
    speciality specialty; encyclopaedia encyclopedia; moustache mustache; sulphur sulfur; skilful skillful
    fulfil fulfill; fulfilment fulfillment; axe ax; artefact artifact; artefacts artifacts; disc disk; discs disks
    phoenix phenix; foetal fetal; oestrogen estrogen; practise practice; manoeuvre maneuver; sceptic skeptic
    distil distill; enrol enroll; woollen woolen; annexe annex; ageing aging; chilli chili; tonne ton
    through thru; night nite; nights nites; light lite; express xpress; quick kwik; centre centrum; fresh phresh
"""
# Titles in names of places and firms, and what is shortened in addresses and firms' names (USPS Publication 28 and the
# Bluebook's table T6 for the English ones). They tell of nobody by themselves.
_SHORTENED = """
    saint st sankt sint san santa sao santo sainte ste sta; doctor dr; mount mt; mountain mtn; fort ft; point pt
    brothers bros; company co; international intl; university univ uni; department dept; national natl
    association assn assoc; associates assocs; manufacturing mfg; management mgmt mgt; engineering eng engg
    laboratory lab; laboratories labs; technology tech; technologies techs; services svcs; institute inst
    northwest nw; northeast ne; southwest sw; southeast se; street st str; avenue ave av; road rd; boulevard blvd
    square sq; highway hwy; building bldg; centre ctr; center ctr; group grp; junior jr; senior sr; federal fed
    government govt; corporation corp; limited ltd; incorporated inc
"""
_IN_NUMBER = """
    man men; woman women; child children; foot feet; tooth teeth; goose geese; mouse mice; leaf leaves; loaf loaves
    wolf wolves; knife knives; shelf shelves; half halves; thief thieves; calf calves; hoof hooves; wife wives
    elf elves; ox oxen; hero heroes; potato potatoes; tomato tomatoes; mango mangoes; bus buses; lens lenses
"""
_FEWEST = 3  # letters of a word that is also looked for in the other number
_FEWEST_OF_HALF = 3  # letters of a word that another is made of
_WITH_ES = re.compile("(?:[cs]h|x|ss|zz)$")


def _by_word(groups: str) -> Mapping[str, frozenset[str]]:
    alike: dict[str, set[str]] = defaultdict(set)
    for group in re.split("[;\n]", groups):
        words = group.split()
        for word in words:
            alike[word] |= {*words} - {word}
    return {word: frozenset(others) for word, others in alike.items()}


_OTHERS = _by_word(_SPELLED)
_SHORT = _by_word(_SHORTENED)
_SAINTS = _SHORT["saint"] | {"saint"}
_NUMBERS = _by_word(_IN_NUMBER)


def other_spellings(word: str) -> Iterator[str]:
    """word: folded. "color" of "colour", "harborview" of "harbourview" and the other way round."""
    forms = set(_in_english(word))
    if not forms and not is_ordinary(word):
        for cut in range(_FEWEST_OF_HALF, len(word) - _FEWEST_OF_HALF + 1):
            head, tail = word[:cut], word[cut:]
            forms |= {f"{other}{tail}" for other in _in_english(head) if is_ordinary(tail)}
            forms |= {f"{head}{other}" for other in _in_english(tail) if is_ordinary(head)}
    yield from sorted(forms)


def _in_english(word: str) -> Iterator[str]:
    yield from _OTHERS.get(word, ())
    yield from filter(is_ordinary, american_forms(word))
    if is_ordinary(word):
        yield from british_forms(word)


def short_or_long(word: str) -> Iterator[str]:
    """word: folded. "st" of "saint" and the other way round; such a word tells of nobody by itself."""
    yield from sorted(_SHORT.get(word, ()))


def is_saint(word: str) -> bool:
    """Whether it stands before the name of a saint, as people are named for too."""
    return word in _SAINTS


def other_number(word: str) -> Iterator[str]:
    """ "light" of "lights" and the other way round; nothing of a word that is too short to tell."""
    if irregular := _NUMBERS.get(word):
        yield from sorted(irregular)
    elif len(word) < _FEWEST or not word.isalpha():
        return
    elif word.endswith("ies") and len(word) > _FEWEST + 1:
        yield f"{word[:-3]}y"
    elif word.endswith("es") and _WITH_ES.search(word[:-2]):
        yield word[:-2]
    elif _WITH_ES.search(word):
        yield f"{word}es"
    elif word.endswith("s"):
        if len(word) > _FEWEST and not word.endswith(("us", "is")):
            yield word[:-1]
    else:
        yield f"{word[:-1]}ies" if re.search("[^aeiou]y$", word) else f"{word}s"

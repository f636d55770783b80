"""Which words tell of nobody, and how much a word of a name tells of whose name it is.

English by `pyspellchecker`'s list and its counts, places and languages by Babel; what everybody's work is called is
listed here. How a name is spelled is `name_spellings`.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Literal
from zoneinfo import available_timezones

from babel import Locale
from spellchecker import SpellChecker

from yarnnn_pipelines.deliverables.week.british_spelling import american_forms

# A word that no text has but for that name; one that a text seldom has, and one less seldom; one that tells of nobody.
Telling = Literal["distinctive", "rare", "uncommon", "common"]

_FEWEST_LETTERS = 3  # of a word that tells of a name by itself; of so few, it tells less
# Times that the list's corpus, subtitles of films, has a word: "orca" 530, "estuary" 277; "kite" 3773, "pine" 8071;
# "wood" 26378, "blue" 124161.
_RARE = 1_500
_UNCOMMON = 10_000
_FREQUENT = 50_000  # "good morning", "open road": words that meet in any text
_UNIT = re.compile(r"[\d_]+(?:st|nd|rd|th|e?s|k|m|h|x|[kmgt]b|px|pt|[ap]m|k[gm]|[cm]m|min|hrs?|days?|ms)?")


def listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words of everybody's work. One of them alone is another client only where it is written as a name, inside a sentence.
EVERYDAY = listed(
    """
    a about academy account accounts admin agency agenda alpha an and app archive art asset assets audit backlog bank
    beta billing blog board bot brand brief briefs budget business calendar campaign campaigns care central city client
    clients cloud club company contact content contract contracts core customer customers dashboard data delivery demo
    design desk digital docs document documents draft drafts events express feedback finance first focus foods for
    forum general global goals group guide guidelines handbook health hello help helpdesk home house hub ideas inbox
    info internal it kickoff lab labs launch lead learning legal library light link mail manager market marketing media
    meeting meetings minutes mobile network new news newsletter next no noreply north note notes of office one online
    onboarding operations orders our overview page pages partner partners people plan planning platform playbook plans
    point portal press print private process product products programme project projects public reply report reports
    research resources review reviews roadmap sales school service services shared shop site social software south
    space sprint staff start status stories store strategy studio studios support system systems tasks team teams
    template templates test the timeline to today tools training travel trust update updates us video we web website
    week weekly wiki work workshop world
    """
)
# What trades, their things and their measures are called, that no general list of English has; and where things are.
_OF_TRADES = listed(
    """
    accounting acoustics aerospace aesthetics african agriculture ai airlines airways alpine american analytics api
    apis app apparel appliances apps ar architects architecture arctic asian associates atlantic attorneys audio
    automotive aviation b2b b2c backend bakery baltic banking beverages bikes biotech bistro books boutique brewery
    brewing brothers builders cafe catering ceo ceramics cfo chatbot checkout chemicals clinic clothing cms collective
    communications computing confectionery consultants consulting cosmetics couture coworking crm cro crossfit crypto
    css cta cto cybersecurity cycles dairy dental dentistry diagnostics distillery ebikes ecommerce edtech electric
    electronics energy engineering enterprises entertainment equity erp esports estates eu european eyewear faq fashion
    fintech fisheries fitness florist footwear foundation freelancers freight frontend furniture gallery gardens gdpr
    genomics gourmet grocers hashtag holding holdings hospitality hq hr html http https iberian industries influencer
    influencers infographic innovation innovations institute insurance interactive interiors international investments
    ios iot it jewelers jewellery jewelry kitchen kitchens kpi kpis lighting livestream logistics lp luggage machines
    marine martech mediterranean medtech microsite mortgages motors museum naturals nft ngo nordic nursery oceanic ok
    okr okrs onboarding optics organics pacific packaging paints payments pdf petcare pharma pharmaceuticals pharmacy
    photography physiotherapy pictures plastics plumbing pos ppc pr printing pro properties proptech publishers
    publishing qa qr realty rebrand rebranding records recruitment recycling renewables renovation restaurant
    restaurants retail rfp roastery robotics roi saas salon scandinavian securities sem seo shipping signup skincare
    sku sla sms snacks solar solicitors spirits sql startup startups stationery storefront supplies tech technologies
    telecom telecoms textiles theater therapeutics tours toys tv ui uk url us usa utm ux vegan ventures veterinary vip
    vr wayfinding webinar webinars webshop wellness wifi winery wines yoga
    """
)


@cache
def _english() -> Mapping[str, int]:
    """How often each word is used, also without its accents."""
    # The checker itself takes any word with a digit for a right one.
    counts = dict(SpellChecker(language="en", distance=1).word_frequency.items())
    for word, count in [each for each in counts.items() if not each[0].isascii()]:
        bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
        counts.setdefault(bare, count)
    return counts


@cache
def _places_and_times() -> Collection[str]:
    """Countries, languages, the towns that time zones are named for, months and days of the week."""
    english = Locale("en")
    names = [*english.territories.values(), *english.languages.values(), *calendar.month_name, *calendar.day_name]
    names += [zone.rpartition("/")[2] for zone in available_timezones() if not zone.endswith("/Center")]
    # Of "Thunder Bay" neither word is a place.
    return frozenset(word for name in names for word in re.split(r"\W", name.casefold()) if not re.search("[ _]", name))


def is_ordinary(word: str) -> bool:
    """An English word, a number or an amount of something: "globe", "2026", "10th"."""
    return len(word) < 2 or _UNIT.fullmatch(word) is not None or word in _english()


@cache
def telling(word: str) -> Telling:
    """How much a word of a name, folded, tells of the name."""
    if len(word) < _FEWEST_LETTERS or not word.isalpha() or is_everybodys(word):
        return "common"
    count = max((_english().get(form, 0) for form in _forms(word)), default=0)
    levels: tuple[Telling, ...] = ("distinctive", "rare", "uncommon", "common", "common")
    level = 0 if count == 0 else 1 if count < _RARE else 2 if count < _UNCOMMON else 3
    return levels[level + (len(word) == _FEWEST_LETTERS)]


def is_frequent(word: str) -> bool:
    """One of the few hundred words that most texts are made of."""
    return word in EVERYDAY or _english().get(word, 0) >= _FREQUENT


def is_everybodys(word: str) -> bool:
    """Also two such words in one: "designlab"."""
    lists = (EVERYDAY, _OF_TRADES, _places_and_times())
    if any(form in words for form in _forms(word) for words in lists):
        return True
    halves = ((word[:cut], word[cut:]) for cut in range(3, len(word) - 2))
    return any(first in EVERYDAY and second in EVERYDAY for first, second in halves)


def _forms(word: str) -> Iterator[str]:
    """The word, its singular, and each as Americans spell it."""
    for form in {word, word.removesuffix("s"), word.removesuffix("es")}:
        yield form
        yield from american_forms(form)

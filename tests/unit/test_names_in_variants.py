"""Another client's name in British or American spelling, shortened, in the other number, in part or another script."""

from __future__ import annotations

import pytest

from tests.unit.test_other_clients import settings
from tests.unit.weekly import ACME
from yarnnn_pipelines.deliverables.week.agency_marks import names_of_others

CALLED = (
    ("Colour Works", "Color Works"),
    ("Colour Works", "ColorWorks"),
    ("Grey Fox Media", "Gray Fox Media"),
    ("Centre Point Dental", "Center Point Dental"),
    ("Blue Harbour Foods", "Blue Harbor Foods"),
    ("Harbour Lane Theatre", "Harbor Lane Theater"),
    ("Jewellery Quarter", "Jewelry Quarter"),
    ("Sankt Peter Clinic", "St. Peter Clinic"),
    ("Sankt Peter Clinic", "St Peter's Clinic"),
    ("St. Brannoc Foods", "Saint Brannoc Foods"),
    ("Marlow Brothers", "Marlow Bros"),
    ("Northern Lights Travel", "Northern Light Travel"),
    ("Three Rivers Brewery", "Three River Brewery"),
    ("Grand Hotel Adler", "Hotel Adler"),
    ("Katharina Weiss Couture", "K. Weiss Couture"),
    ("Katharina Weiss Couture", "weiss couture"),
    ("Grand Hotel Adler", "hotel Adler"),
    ("Blue Harbour Foods", "harbour foods"),
    ("Blue Harbour Foods", "harbor foods"),
    ("Centre Point Dental", "Center Point"),
    ("Center Point Dental", "Centre Point"),
    ("Harbour", "new Harbor"),
    ("Greyfox", "Gray Fox"),
    ("Greystone Partners", "Graystone"),
    ("Harbourview Foods", "Harbor View Foods"),
    ("Centrepoint Dental", "Center Point"),
    ("Mobilise Group", "Mobilize Group"),
    ("Mobilize Group", "Mobilise Group"),
    ("Valour Sports", "Valor Sports"),
    ("Valor Sports", "Valour Sports"),
    ("Spectre Labs", "Specter Labs"),
    ("Pretence Theatre", "Pretense Theater"),
    ("Sulphur Springs", "Sulfur Springs"),
    ("Moustache Barbers", "Mustache Barbers"),
    ("Sainte Marie Bakery", "Ste. Marie"),
    ("Orley & Company", "Orley and Co."),
    ("Univ. of Marlow", "University of Marlow"),
    ("Doctor Hale", "Dr. Hale"),
    ("Mount Ashby Cider", "Mt. Ashby"),
    ("Fort Hale Brewing", "Ft. Hale Brewing"),
    ("Second Street Bakery", "Second St. Bakery"),
    ("Fifth Avenue Florist", "Fifth Ave. Florist"),
    ("Point Arrow Kitchens", "Pt. Arrow Kitchens"),
    ("Three Rivers Brewery", "3 Rivers"),
    ("Silver Foxes", "Silver Fox"),
    ("Silver Fox Media", "Silver Foxes Media"),
    ("Golden Leaf Tea", "Golden Leaves Tea"),
    ("Blue Wolf Gin", "Blue Wolves Gin"),
    ("Tern Berry Farms", "Tern Berries Farms"),
    ("Iron Mice", "Iron Mouse"),
    ("Fox and Hare", "Foxes & Hares"),
    ("Fox & Hare", "Fox and Hare"),
    ("Theatre Royal", "Royal Theater"),
    ("First Light", "1st Light"),
    ("7th Heaven", "Seventh Heaven"),
    ("Hundred Acre", "100 Acre"),
)


def found(text: str, *names: str) -> str | None:
    """Which of some other clients' names stands in the text."""
    others = ({"id": f"other-{place}", "name": name} for place, name in enumerate(names))
    marks = names_of_others(settings({"id": "acme", "name": ACME.name}, *others), "acme")
    return marks.named_in(text, (ACME.name,))


@pytest.mark.parametrize(("name", "written"), CALLED)
def test_a_name_is_found_as_others_write_it(name: str, written: str) -> None:
    assert found(f"The {written} page went live on Tuesday.", name) == name


@pytest.mark.parametrize(
    "text",
    [
        "The color of the works is gray.",
        "The fox on the gray card is in the center of the page.",
        "We met at the hotel, and the couture is ready.",
        "The harbor shop and the theater page are live.",
        "The lights are on, and the travel guide is printed.",
        "The doctor and her brothers approved the menu.",
        "The Color page, the Gray theme, the Center tab and the Hotel page are live.",
        "The San Francisco page, the Santa page and the shop on Main St. are live.",
        "The call with Peter is on Monday, and Peter's clinic poster is printed.",
        "The northern light in the studio is good, and the golden leaves are drawn.",
        "The University page, the Mt. Rainier photo and the Co page are live.",
        "The River page and the Rivers page are live.",
    ],
)
def test_words_of_a_name_that_are_everybodys_name_nobody(text: str) -> None:
    assert found(text, *sorted({name for name, _ in CALLED})) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Orley Content Marketing", "The Content Marketing page is live."),
        ("Social Media Orley", "The Social Media page is live."),
        ("Nordlicht Solar Energy", "The Solar Energy page is live."),
        ("Green Energy Partners Orley", "The green energy page is live."),
        ("Tech Hub", "The technology hub page is live."),
        ("Lab Works", "The laboratory works well."),
        ("Management Lab", "The mgmt lab is open."),
        ("Bay Leaf Foods", "The bay leaves are green."),
        ("Kwik Foods", "The quick page and the Quick page are live."),
        ("Kwik", "The quick page is live."),
        ("Harbour", "The harbor page is live."),
        ("St. Peter Clinic", "The call with Peter is on Monday."),
    ],
)
def test_what_is_a_word_of_any_trade_names_no_client_that_has_it_in_its_name(name: str, text: str) -> None:
    assert found(text, name) is None


def test_a_word_of_this_clients_own_name_is_its_own_in_american_spelling_too() -> None:
    others = {"id": "other", "name": "Blue Harbour Foods"}
    own = {"id": "own", "name": "Grey Harbour Kayaks"}
    marks = names_of_others(settings(own, others), "own")
    assert marks.named_in("The new Harbor page is live.", (own["name"],)) is None
    assert marks.named_in("The new Blue Harbor page is live.", (own["name"],)) == "Blue Harbour Foods"


@pytest.mark.parametrize(
    "written", ["格洛貝克斯", "格洛贝克斯", "グローベックス", "글로벡스", "Глобекс", "Γκλόμπεξ", "جلوبكس", "גלובקס"]
)
def test_a_name_in_another_script_is_not_taken_for_one_with_like_consonants(written: str) -> None:
    text = f"The {written} page went live on Tuesday."
    assert found(text, "Grey Fox Media") is None
    assert found(text, "Globex GmbH") == "Globex GmbH"


@pytest.mark.parametrize(
    "written", ["Грей Фокс", "グレイフォックス", "格雷福克斯", "그레이폭스", "جراي فوكس", "גריי פוקס"]
)
def test_a_name_is_found_in_another_script(written: str) -> None:
    assert found(f"The {written} page went live on Tuesday.", "Grey Fox Media") == "Grey Fox Media"


def test_a_client_whose_own_name_has_like_consonants_hides_no_other() -> None:
    own, other = {"id": "own", "name": "Globex"}, {"id": "other", "name": "Grey Fox"}
    marks = names_of_others(settings(own, other), "own")
    assert marks.named_in("The Глобекс page is live.", ("Globex",)) is None
    assert marks.named_in("The Грей Фокс page is live.", ("Globex",)) == "Grey Fox"


@pytest.mark.parametrize("word", ["Проблема", "Понедельник", "Проект", "Проверьте", "Первого", "برابر", "بالفعل"])
def test_an_everyday_word_of_another_language_names_nobody(word: str) -> None:
    names = ("Blue Harbour Foods", "Brightwater", "Vantoro Group", "Bluepeak Labs")
    assert found(f"{word} на сайте.", *names) is None

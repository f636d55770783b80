"""No sentence of one client's update tells of another client, however it is spelled; its own names cost nothing."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.weekly import ACME, at, client_week, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.deliverables.claims import Claim
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.week.agency_marks import AgencyMarks, OtherClients, names_of_others
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.deliverables.week.other_clients import Mark, marks_of
from yarnnn_pipelines.project import settings_of

OTHERS: list[dict[str, Any]] = [
    {
        "id": "beta",
        "name": "Beta Corp",
        "domains": ["beta.example"],
        "slack": {"shared": ["client-beta"], "internal": ["#beta-internal", "updates"]},
        "contacts": [{"name": "Bob Stone", "email": "bob@beta.example"}],
    },
    {"id": "widgets", "name": "Widgets Inc.", "notion": {"roots": ["Blue Heron", "Team Handbook"]}},
    {"id": "cafe", "name": "Café Noir", "aliases": ["Noir & Söhne"]},
    {"id": "globex", "name": "Globex GmbH", "aliases": ["GX"]},
    {"id": "mendwell", "name": "Mendwell"},
    {"id": "handbook", "name": "Handbook"},
]
PEOPLE = (
    ("Mia Duarte", True, None),
    ("Dana Reyes", False, "acme"),
    ("Eva Lind", False, "globex"),
    ("Customer Support", False, "globex"),
    ("Otto", False, "globex"),
    ("Dana Reyes", False, "beta"),
)


def settings(*clients: dict[str, Any]) -> Settings:
    agency = {
        "name": "Northlight Studio",
        "time_zone": "Europe/Lisbon",
        "domains": ["northlight.example"],
        "start": "2026-W40",
    }
    return settings_of({"agency": agency, "sources": {}, "clients": clients})


ALL = settings(ACME.model_dump(), *OTHERS)


def named(text: str) -> str | None:
    return names_of_others(ALL, "acme", PEOPLE).named_in(text, (ACME.name, *ACME.aliases))


@pytest.mark.parametrize(
    "text",
    [
        "The checkout for Widgets Inc. was launched on Monday.",
        "The checkout for Widgets Incorporated was launched on Monday.",
        unicodedata.normalize("NFD", "The Café Noir poster was approved."),
        "The Cafe Noir poster was approved.",
        "The CAFÉ-NOIR poster was approved.",
        "The Noir und Soehne, that is Noir & Soehne, poster was approved.",
        "The Noir and Söhne poster was approved.",
        "The BetaCorp newsletter was launched.",
        "The Beta-Corp newsletter was launched.",
        "The beta  corp newsletter was launched.",
        "The Beta Corporation newsletter was launched.",
        "The Beta Ltd newsletter was launched.",
        "The Be\u200bta Corp newsletter was launched.",
        "The Beta\u00a0Corp’s newsletter was launched.",
        "The Вeta Corp newsletter was launched.",
        "The Βеtа Соrр newsletter was launched.",
        "The Ｂｅｔａ Ｃｏｒｐ newsletter was launched.",
        "The site at beta.example was launched.",
        "The site at https://www.Beta.example/start was launched.",
        "The #client-beta newsletter was launched.",
        "The client-beta newsletter was launched.",
        "The newsletter in #updates was launched.",
        "The contract with Bob Stone was signed.",
        "The contract with BOB STONE was signed.",
        "The contract with Eva Lind was signed.",
        "The Blue Heron page was launched.",
        "Globex is live.",
        "The Globex shop is live.",
        "The GX shop is live.",
        "The Mend Well app is live.",
        "The mend-well app is live.",
        "The mendwell app is live.",
        "The new Handbook shop is live.",
        "The site at beta.example. was launched.",
        "The site at beta.example./start was launched.",
        "The site at beta[.]example was launched.",
        "The site at beta。example was launched.",
        "The site at bеta.example was launched.",
        "The Globex™ offer was signed.",
        "The GLOBEX® offer was signed.",
        "The ©Globex offer was signed.",
        "The Globex2 shop was launched.",
        "The 2Globex shop was launched.",
        "The globex2 shop was launched.",
        "The Globex_landing page was launched.",
        "We fixed the GlobexLanding checkout.",
        "We fixed the NewGlobex checkout.",
        "We fixed the MyMendwell checkout.",
        "We fixed the mendwellLanding checkout.",
        "Globexes were repaired in the warehouse.",
        "Two Mendwells were repaired, and mendwells' parts too.",
        "Mendwell's shop is live.",
        "The Globexs shop is live.",
        "The Globexx shop is live.",
        "The mendwellx shop is live.",
        "The xMendwell shop is live.",
        "The mendwellshop is live.",
        "The teammendwell page is live.",
        "The Mendwellangebot is live.",
        "The campaign #globexlaunch is live.",
        "The campaign #launchglobex is live.",
        "The campaign #GLOBEX2026 is live.",
        "The campaign #go_globex is live.",
        "The campaign #beta-corp-launch is live.",
        "The account @globexofficial is live.",
        "The site globexlaunch.com is live.",
        "The Glo\u200bbex\u200dLanding page is live.",
        "The Glo\u3164bex page is live.",
        "The Glo\U000e0062bex page is live.",
        "The Glo\x1bbex page is live.",
        "The Glo\x1fbex page is live.",
        "The Glo\u034fbex page is live.",
        "The G.l.o.b.e.x page is live.",
        "The G l o b e x page is live.",
        "The m e n d w e l l page is live.",
        "The ɢʟᴏʙᴇx page is live.",
        "The 🅶🅻🅾🅱🅴🆇 page is live.",
        "The GX2 shop is live.",
        "The GX_shop page is live.",
        "The GXLanding page is live.",
        "The EvaLind2 page is live.",
        "The Café-Noir2 poster was approved.",
        "The %4D%65%6E%64%77%65%6C%6C page is live.",
        "The %254Dendwell page is live.",
        "The page mend%77ell is live.",
        "The &#77;&#x65;ndwell page is live.",
        "The Caf&eacute; Noir poster was approved.",
        "The =4D=65ndwell page is live.",
        "The \\u004dendwell page is live.",
        "The \\x4d\\x65ndwell page is live.",
        "The U+004Dendwell page is live.",
        "The Pilotmendwellsession is on Monday.",
    ],
)
def test_another_client_is_known_however_it_is_written(text: str) -> None:
    assert named(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "The Acme Corp newsletter was launched.",
        "The beta starts on Tuesday.",
        "The beta as planned was launched, and a beta company page.",
        "The handbook page was launched.",
        "Handbook pages were launched.",
        "The team handbook was updated.",
        "The updates were launched.",
        "Bob launched the stone shop.",
        "Otto launched the shop.",
        "The customer support was trained.",
        "The Customer Support pages were launched.",
        "Dana Reyes approved the plan.",
        "They mend well, and the seams are closed.",
        "The widgets on the page were launched.",
        "The alphabeta.example site was launched.",
        "The gx axis is fixed.",
        "Northlight Studio launched the shop.",
        "The AlphaBeta test and the betas were launched.",
        "The HandbookPages view was launched.",
        "The updates2 page and UpdatesFeed were launched.",
        "The mending is done, and all is well.",
        "The widgetry of the cafes was finished.",
        "The GXtra line and the gxl size were printed.",
        "The #acmelaunch campaign by @acmecorp is live on acme.example.",
        "The AcmeShop and Acme2 pages were launched.",
        "Sales rose by 20%20 pages and x=20 were 5%, &amp; all is well.",
        "Version 2.0 of the iOS app, built with JavaScript, was launched on YouTube.",
    ],
)
def test_a_sentence_that_names_nobody_else_is_kept(text: str) -> None:
    assert named(text) is None


SPELLED: list[tuple[str, list[str]]] = [
    ("Oak & Lantern GmbH", ["Oak and Lantern", "Oak n Lantern", "Oak'n'Lantern", "Oak + Lantern", "oak-and-lantern"]),
    (
        "Oak & Lantern GmbH",
        ["Oak und Lantern AG", "Oak & Lantern", "Oak &amp; Lantern", "OakAndLantern"],
    ),
    ("Gull and Reed Ltd.", ["Gull & Reed", "Gull + Reed", "Gull Reed", "Gull and Reed Limited", "Gull n’ Reed"]),
    ("Böhme & Töchter AG", ["Boehme & Toechter", "Bohme and Tochter", "Böhme und Töchter", "Boehme + Tochter"]),
    ("Groessler KG", ["Größler", "Grossler", "Groeßler"]),
    ("Vårvik AB", ["Vaarvik", "Varvik", "Vårvik", "VAARVIK"]),
    ("Šimkovič s.r.o.", ["Shimkovich", "Simkovic", "Šimkovič"]),
    ("Brügg & Co. KG", ["Bruegg", "Brugg & Co", "Brügg"]),
    ("Ladrillo S.p.A.", ["Ladrillo SpA", "Ladrillo S.p.A.", "Ladrillo"]),
    ("The Tolvex Company", ["Tolvex", "Tolvex Company"]),
    ("Tolvex.io", ["Tolvex", "tolvex.io", "Tolvex IO"]),
]


@pytest.mark.parametrize(("name", "written"), [(name, each) for name, all_ways in SPELLED for each in all_ways])
def test_a_name_with_a_legal_form_is_known_without_it_in_every_spelling(name: str, written: str) -> None:
    marks = names_of_others(settings({"id": "acme", "name": ACME.name}, {"id": "other", "name": name}), "acme")
    for text in (f"The {written} page is live.", f"{written} approved the plan.", f"{written} kickoff"):
        assert marks.named_in(text, (ACME.name,)) is not None, text


def test_this_clients_own_longer_name_may_be_spelled_otherwise_too() -> None:
    own = {"id": "own", "name": "Oak & Lantern Büro"}
    marks = names_of_others(settings(own, {"id": "other", "name": "Oak & Lantern GmbH"}), "own")
    assert marks.named_in("The Oak and Lantern Buero page is live.", (own["name"],)) is None
    assert marks.named_in("The Oak and Lantern page is live.", (own["name"],)) is not None


SHORT: list[tuple[str, list[str]]] = [
    ("Tolvex Health", ["Tolvex", "tolvex", "Tolvex's", "TOLVEX", "tolvexshop", "T0lvex", "Tollvex", "Tolvexs"]),
    ("The Brimholt Group Ltd", ["Brimholt", "Brimholt Group", "#brimholt", "BrimholtShop", "brimholt.png"]),
    ("Dr. Wexelby", ["Wexelby", "Dr Wexelby", "wexelby’s"]),
    ("Heron Bay Foods", ["Heron Bay", "heron bay", "Heron", "HERON", "HeronLaunch"]),
    ("Summit Studio", ["Summit", "SUMMIT"]),
    ("Kestrel & Vane", ["K&V", "K + V", "Vane & Kestrel", "Kestrel"]),
    ("T&V Tools", ["T&V", "T & V", "T and V", "T+V"]),
    ("QXD Partners", ["QXD", "QXD2"]),
    ("Atelier 37", ["Atelier Thirty-Seven", "atelier thirty seven", "Thirty-Seven"]),
    ("Tolvex", ["Tolve x", "T olvex", "TLVX", "tlvx"]),
    ("Fourteen Gulls", ["14 Gulls", "14gulls"]),
    ("VHX Holding AG", ["VHX", "V.H.X."]),
    ("QXD Capital", ["QXD", "Q.X.D"]),
    ("North Gull Labs", ["NGL", "N.G.L."]),
    ("Bright Gull Wealth Management LLC", ["Bright Gull", "bright gull", "BGWM"]),
    ("Vex & Sons Ltd", ["Vex", "Vex and Sons"]),
    ("Тольвекс Дом", ["Tolveks", "Тольвекс", "Tolvex Dom"]),
]


@pytest.mark.parametrize(("name", "written"), [(name, each) for name, all_ways in SHORT for each in all_ways])
def test_a_name_is_known_by_what_people_call_it_for_short(name: str, written: str) -> None:
    marks = names_of_others(settings({"id": "acme", "name": ACME.name}, {"id": "other", "name": name}), "acme")
    assert marks.named_in(f"The {written} page is live.", (ACME.name,)) == name


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Tolvex Health", "The health page of the Health Week is live."),
        ("Heron Bay Foods", "A heron by the bay, at the Bay of Biscay."),
        ("Summit Studio", "Summit days are booked, and the summit is near."),
        ("Good Morning Foods", "We said good morning to the team."),
        ("Kestrel & Vane", "The Q&A and the R&D page are live."),
        ("Quill & Anchor", "The Q&A page is live."),
        ("AI Labs", "The AI page and the UX review are done."),
        ("Lisbon Coffee", "The Lisbon store and the coffee bar are open."),
        ("Atelier 37", "The 37 pages and thirty-seven posters are done."),
        ("Harbour Organisation", "The harbour page and the Organisation chart are done."),
        ("Vantage Logistics Ltd", "The Logistics page is live."),
        ("Monday Market", "The page went live on Monday."),
        ("Hotmail", "The HTML page is live."),
        ("Customer Journey Management", "They manage the CRM, and the CJ is fine."),
        ("Search Engine Office", "The SEO page is live."),
        ("THE BIG OAK", "The BIG day and THE page are near."),
    ],
)
def test_a_word_of_everybodys_in_a_name_tells_of_nobody(name: str, text: str) -> None:
    marks = names_of_others(settings({"id": "acme", "name": ACME.name}, {"id": "other", "name": name}), "acme")
    assert marks.named_in(text, (ACME.name,)) is None


def test_a_word_in_capitals_is_a_name_at_a_sentences_start_too() -> None:
    marks = names_of_others(
        settings({"id": "acme", "name": ACME.name}, {"id": "other", "name": "Summit Studio"}), "acme"
    )
    assert marks.named_in("SUMMIT approved the plan.", (ACME.name,)) == "Summit Studio"
    assert marks.named_in("SUMMIT DAYS", (ACME.name,)) is None


def test_a_word_of_ones_own_names_people_or_places_tells_of_nobody_though_another_bears_it_too() -> None:
    own = {
        "id": "own",
        "name": "Tolvex Foods",
        "domains": ["brimholt.example"],
        "contacts": [{"name": "Ida Wexelby", "email": "ida@brimholt.example"}],
    }
    others = [
        {"id": f"other{n}", "name": name} for n, name in enumerate(("Tolvex Health", "Brimholt AG", "Dr. Wexelby"))
    ]
    marks = names_of_others(settings(own, *others), "own")
    assert marks.named_in("Ida Wexelby sent the Tolvex page and the brimholt.example site.", ("Tolvex Foods",)) is None
    assert marks.named_in("The Tolvex Health page is live.", ("Tolvex Foods",)) == "Tolvex Health"


@pytest.mark.parametrize(
    "text", ["The tolvex shop is live.", "Brimholt approved the plan.", "Ask Brimholt's team.", "See ibrimholt."]
)
def test_a_domain_and_a_surname_that_are_no_words_tell_of_their_client(text: str) -> None:
    other = {
        "id": "other",
        "name": "VH Holding AG",
        "domains": ["tolvex.example"],
        "contacts": [{"name": "Ida Brimholt", "email": "ida@tolvex.example"}],
    }
    marks = names_of_others(settings({"id": "acme", "name": ACME.name}, other), "acme")
    assert marks.named_in(text, (ACME.name,)) is not None


NEAR = settings(
    {
        **ACME.model_dump(),
        "slack": {"shared": ["client-acme"], "internal": ["acme-internal", "web-design"]},
    },
    {
        "id": "globex",
        "name": "Globex",
        "aliases": ["Orca"],
        "contacts": [{"name": "Hank Scorpio", "email": "hank@globex.example"}],
    },
    {"id": "harbor", "name": "Blue Harbor"},
    {"id": "fiat", "name": "Fiat"},
)


def near(text: str) -> str | None:
    return names_of_others(NEAR, "acme", PEOPLE[:2]).named_in(text, (ACME.name, *ACME.aliases))


@pytest.mark.parametrize(
    "disguise",
    [
        *("G1obex", "Gl0bex", "G10bex", "gl０bex", "Glob3x", "GIobex", "Glo8ex", "Gl0b3xshop", "B1ue Harb0r", "0rca"),
        *("gΙobex", "Ꮐlobex", "Ɡlօbex", "ꓖꓡꓳꓐꓰꓫ", "Ԍⅼоbех"),
        *("Globe×", "G|obex", "Gl()bex", "Gl[]bex", "Glob€x", "gl0bexkampagne"),
        *("Глобекс", "Глобекса", "グローベックス", "Γκλόμπεξ", "글로벡스", "جلوبكس", "Орка", "Хэнк Скорпио"),
        *("Global-Ex", "Globbex", "Gobex", "Golbex", "Globeks", "Globecks", "Blue Harbour", "bLue_harb0ur"),
        *("DasGlobexprojekt", "globexkampagne", "Glo-\nbex", "Glo-\n  bex", "Orcas", "0rcas", "FIAT"),
    ],
)
def test_another_clients_name_is_known_in_disguise(disguise: str) -> None:
    assert near(f"The {disguise} landing page is live.") is not None
    assert near(f"{disguise} is live.") is not None
    assert near(f"Acme {disguise} sync") is not None


@pytest.mark.parametrize(
    "person",
    [
        *("Scorpio, Hank", "Scorpio, H.", "H. Scorpio", "H Scorpio", "h.scorpio's", "H@nk Scorpio", "$corpio, Hank"),
        *("Hank M. Scorpio", "Mr. Scorpio of our other client", 'Hank "the boss" Scorpio', "Hank (Globe) Scorpio"),
    ],
)
def test_another_clients_person_is_known_by_a_part_of_the_name(person: str) -> None:
    assert near(f"The plan of {person} was approved.") is not None


@pytest.mark.parametrize(
    "text",
    [
        "The globe turned, and two Globes were sold.",
        "Globally the global campaign and the Global Express page are live.",
        "The orchard and the orchestra page are live.",
        "Traffic rose from 10,000 to 10,500 at €5,000 and $45, up 3.5 %.",
        "The 10th of 2026, 50px and 3D, version 1.0.1 of v10.",
        "The blue harvest page and the harbor view in blue were launched.",
        "The flat files and the final list were sent.",
        "Scorpio season began on a scorpion's page.",
        "Hank launched the shop.",
        "Acme's shop, Acme2, Acmes and Acm€ Corp are live.",
        "Dana Reyes and D. Reyes approved page() and list[] of the shop!",
    ],
)
def test_ordinary_words_numbers_and_ones_own_names_come_near_nobody(text: str) -> None:
    assert near(text) is None


@pytest.mark.parametrize(
    "attached", ["mendwell-icons.zip", "icons_beta_corp_v2.pdf", "BetaCorp.pdf", "A page about Mendwell"]
)
def test_what_comes_with_a_file_that_names_another_client_is_not_told(attached: str) -> None:
    update = deliverable_type("client_update")

    def claims(name: str) -> list[str]:
        said = message("Mia Duarte", at(9), "We finished the icon set.", fields={"attached": [name]})
        week = replace(client_week(said), other_clients=names_of_others(ALL, "acme", PEOPLE))
        return [claim.text for claim in judge(write(week, update), frame_for(week), update, stored(week)).claims]

    assert claims(attached) == []
    assert claims("acme-icons.zip") == ["We finished the icon set."]


@pytest.mark.parametrize(
    "fields",
    [
        {"led_to": ["[icon](https://mendwell.example/brief)"]},
        {"led_to": ["[icon set](mailto:anna@mendwell.example)"]},
        {"led_to": ["[icon](https://drive.example/Mendwell/icons.zip)"]},
        {"led_to": ["[icon](https://drive.example/beta_corp-icons.zip)"]},
        {"led_to": ["[files](https://mendwell.example/brief)"]},
        {"led_to": ["[icon](https://www.google.com/url?q=https%3A%2F%2Fmendwell.example%2Fa&sa=D)"]},
        {"struck": ["~Mendwell~"]},
        {"struck": ["Beta Corp"]},
    ],
)
def test_what_leads_to_another_client_or_struck_its_name_out_is_in_doubt(fields: dict[str, list[str]]) -> None:
    said = message("Mia Duarte", at(9), "We finished the icon set. See the files.", fields=fields)
    assert [bool(claim.doubts) for claim in _told(said)] == [True]


@pytest.mark.parametrize(
    "fields",
    [
        {"led_to": ["[icon](https://acme.example/brief)"]},
        {"led_to": ["[footer](https://mendwell.example/brief)"]},
        {"struck": ["~old~"]},
    ],
)
def test_what_leads_elsewhere_or_stands_elsewhere_makes_no_doubt(fields: dict[str, list[str]]) -> None:
    said = message("Mia Duarte", at(9), "We finished the icon set. See the files.\n\nFooter", fields=fields)
    assert [bool(claim.doubts) for claim in _told(said)] == [False]


def _told(said: Event) -> list[Claim]:
    update = deliverable_type("client_update")
    week = replace(client_week(said), other_clients=names_of_others(ALL, "acme", PEOPLE))
    return list(judge(write(week, update), frame_for(week), update, stored(week)).claims)


@given(st.from_regex(r"[€$£]?[0-9]{1,9}([.,][0-9]{1,3})?( ?(%|k|m|px|GB|th))?", fullmatch=True))
def test_no_number_or_price_is_a_name(number: str) -> None:
    assert near(f"It rose to {number} on Monday.") is None


def test_the_title_of_a_namesake_among_ones_own_people_tells_of_nobody() -> None:
    marks = names_of_others(NEAR, "acme", (("Helen Scorpio", False, "acme"),))
    assert marks.named_in("Mrs. Scorpio and H. Scorpio approved the plan.") is None
    assert marks.named_in("Hank Scorpio approved the plan.") is not None


def test_clients_whose_names_differ_by_a_letter_do_not_tell_of_each_other() -> None:
    alike = settings({"id": "a", "name": "Mandwell"}, {"id": "b", "name": "Mendwell"})
    marks = names_of_others(alike, "a")
    assert marks.named_in("The Mandwell shop is live.", ("Mandwell",)) is None
    assert marks.named_in("The Mendwell shop is live.", ("Mandwell",)) == "Mendwell"


@pytest.mark.parametrize(("own", "other"), [("O24", "O2"), ("S15 Corp", "S1 Corp")])
def test_a_number_in_this_clients_own_name_tells_of_no_client_whose_name_it_begins_with(own: str, other: str) -> None:
    marks = names_of_others(settings({"id": "a", "name": own}, {"id": "b", "name": other}), "a")
    assert marks.named_in(f"The {own} page is live, {own}'s second.", (own,)) is None
    assert marks.named_in(f"The {other} page is live.", (own,)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "The details are in #acme-internal.",
        "The details are in acme-internal.",
        "The details are in #web-design.",
        "The details are in #studio-leads.",
        "The details are in the studio-leads channel.",
    ],
)
def test_a_channel_that_the_client_does_not_read_is_not_spoken_of(text: str) -> None:
    others = AgencyMarks(NEAR, (), ("studio-leads", "client-acme")).others_of("acme")
    assert others.internal_channel_in(text) is not None


@pytest.mark.parametrize("text", ["See #client-acme.", "The web-design of the page is done.", "The studio-leads met."])
def test_a_channel_that_the_client_reads_and_words_like_a_channel_are_kept(text: str) -> None:
    others = AgencyMarks(NEAR, (), ("studio-leads", "client-acme")).others_of("acme")
    assert others.internal_channel_in(text) is None


def test_a_claim_that_names_an_internal_channel_is_withheld_from_the_clients_copy() -> None:
    week = client_week(message("Mia Duarte", at(10), "The budget in #studio-leads was approved."))
    week = replace(week, other_clients=AgencyMarks(NEAR, (), ("studio-leads",)).others_of("acme"))
    draft = write(week, deliverable_type("client_update"))
    gated = judge(draft, frame_for(week), deliverable_type("client_update"), stored(week))
    assert {claim.verdict for claim in gated.withheld} == {"internal_only"}
    assert not judge(
        draft,
        frame_for(week),
        deliverable_type("client_update").model_copy(update={"audience": "internal"}),
        stored(week),
    ).withheld


def test_a_name_that_begins_like_a_kind_of_mark_is_a_name() -> None:
    marks = OtherClients((Mark("name", "domain experts"),))
    assert marks.named_in("The new Domain Experts shop is live.") == "domain experts"


def test_the_identity_of_a_drafts_input_stays_as_it_was() -> None:
    """A mark spelled otherwise would make every stored draft another one, and have it written anew."""
    assert [
        mark.identity for mark in names_of_others(settings({"id": "acme", "name": ACME.name}, *OTHERS[:2]), "acme")
    ] == [
        "Beta Corp",
        "domain beta.example",
        "channel client-beta",
        "channel beta-internal",
        "channel #updates",
        "person Bob Stone",
        "Widgets Inc.",
        "page Blue Heron",
        "page Team Handbook",
    ]


def test_another_clients_name_within_this_clients_own_is_no_leak() -> None:
    own = {"id": "labs", "name": "Beta Corp Labs"}
    marks = names_of_others(settings(own, *OTHERS), "labs")
    assert marks.named_in("The Beta Corp Labs shop is live.", (own["name"],)) is None
    assert marks.named_in("The Beta Corp shop is live.", (own["name"],)) == "Beta Corp"


def test_what_another_clients_person_writes_here_is_not_told_to_this_client() -> None:
    for changed in ({"author_client_id": "beta"}, {"author_client_id": None}):
        week = client_week(message("Bob Stone", at(10), "The shop was launched this morning.", **changed))
        week = replace(week, other_clients=names_of_others(ALL, "acme"))
        draft = write(week, deliverable_type("client_update"))
        assert any(section.claims for section in draft.sections)
        gated = judge(draft, frame_for(week), deliverable_type("client_update"), stored(week))
        assert gated.claims == ()
        assert {claim.verdict for claim in gated.withheld} == {"other_client"}


def test_whom_a_platform_gives_no_address_may_still_speak() -> None:
    week = client_week(message("Rui Prata", at(10), "The budget of €5,000 was approved.", author_client_id=None))
    week = replace(week, people=tuple(person for person in week.people if person[0] != "Rui Prata"))
    draft = write(week, deliverable_type("client_update"))
    assert judge(draft, frame_for(week), deliverable_type("client_update"), stored(week)).withheld == ()


def test_what_tells_of_hundreds_of_others_is_made_ready_once_for_all_updates() -> None:
    many = settings(
        *(
            {
                "id": f"c{number}",
                "name": f"Kunde{number} Handels GmbH",
                "aliases": [f"Kunde{number}"],
                "domains": [f"kunde{number}.example"],
                "slack": {"shared": [f"client-kunde{number}"]},
                "contacts": [{"name": f"Ann Number{number}", "email": f"ann@kunde{number}.example"}],
            }
            for number in range(200)
        )
    )
    texts = [
        f"The {word} campaign for the Porto store was launched on Monday, on schedule" for word in "abcdefghij" * 3
    ]
    marks_of.cache_clear()
    marks = AgencyMarks(many, PEOPLE)
    for client in many.clients[:3]:
        others = marks.others_of(client.id)
        assert [others.named_in(text, (client.name,)) for text in texts] == [None] * 30
    assert marks_of.cache_info().misses == 1

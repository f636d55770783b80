"""Facts: what a sentence gives a thing for a value, which later word closes it, and which two can't both hold."""

from __future__ import annotations

import pytest

from tests.unit.weekly import LISBON, at, client_week, message
from yarnnn_pipelines.context.facts import Fact, Facts, facts_of
from yarnnn_pipelines.deliverables.brief.candidates import stated_in
from yarnnn_pipelines.deliverables.brief.contradictions import DATED
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.likeness import content_words


def read(*events: Event) -> Facts[Event]:
    stated = stated_in(client_week(*events).signals)
    spans = [(one.first.event, one.first.start, one.first.end) for one in stated if one.kind in DATED]
    return Facts(facts_of(events, spans, LISBON, content_words("Acme")))


def dana(day: int, text: str, **changed: object) -> Event:
    return message("Dana Reyes", at(day), text, **changed)


def mia(day: int, text: str, **changed: object) -> Event:
    return message("Mia Duarte", at(day), text, **changed)


def contradict(facts: Facts[Event]) -> list[tuple[Fact[Event], Fact[Event]]]:
    pairs = [(fact, facts.contradicting(fact)) for fact in facts.all]
    return [(fact, other) for fact, other in pairs if other is not None]


# Said by two people, each in a place of its own, in this order.
CAN_NOT_BOTH_HOLD = [
    ("The spring campaign budget is €4,000.", "The budget for the spring campaign is €4,500."),
    ("The photo shoot costs €1,200.", "The photo shoot will cost €1,500."),
    ("We agreed a fee of $900 for the translation.", "The translation fee is $1,100."),
    ("Budget for the trade fair: EUR 12k", "The trade fair budget is €15,000."),
    ("The ticket price is £25.", "The ticket price is £30."),
    ("The early-bird discount is 15%.", "The early-bird discount is 20%."),
    ("Dana confirmed that the deposit for the venue is €500.", "The venue deposit is €800."),
    ("The agency commission is 10 percent.", "The agency commission is 12%."),
    ("We need 40 chairs for the workshop.", "The workshop needs 60 chairs."),
    ("The brochure has 16 pages.", "The brochure has 24 pages."),
    ("The starter set includes eight banners.", "The starter set includes 12 banners."),
    ("The venue holds 120 guests.", "The venue holds 150 guests."),
    ("We are going with option B for the homepage header.", "For the homepage header we chose option C."),
    ("Option A is approved for the packaging.", "We picked option B for the packaging."),
    ("We will print version 3 of the menu.", "We print version 4 of the menu."),
    ("The logo refresh uses variant 2.", "We decided on variant 1 for the logo refresh."),
    ("The banner migration was reverted.", "The banner migration is complete."),
    ("The loyalty programme is on hold.", "The loyalty programme is live."),
    ("The autumn mailing is cancelled.", "The autumn mailing is approved."),
    ("We rolled back the checkout redesign.", "The checkout redesign is finished."),
    ("The referral campaign has been paused.", "The referral campaign is live."),
    ("The press event was called off.", "The press event is confirmed."),
    ("The monthly retainer is €2,000.", "The monthly retainer is €2,400."),
    ("The hourly rate for design is €85.", "The design hourly rate is €95."),
    ("The target for the newsletter is 5,000 subscribers.", "The newsletter target is 6,000 subscribers."),
    ("The contract runs for 12 months.", "The contract runs for 24 months."),
    ("The media plan includes three rounds of feedback.", "The media plan includes two rounds of feedback."),
    ("The annual licence costs 3.500 euros.", "The annual licence is €3,900."),
    ("The sponsor package was rejected.", "Jonas approved the sponsor package."),
    ("The workshop starts on Tuesday 24 November.", "The workshop starts on Thursday 19 November."),
    ("The down payment is 30 per cent.", "The down payment is 50%."),
    ("The contract lasts two years.", "The contract lasts three years."),
    ("Deposit for the hall: 500 €", "The deposit for the hall is 650 €."),
    ("The tracking update was rolled back last night.", "The tracking update is live."),
    ("The kick-off needs a room for 12 people.", "The kick-off needs a room for 20 people."),
    ("The poster uses concept A.", "We decided on concept C for the poster."),
    ("The referral bonus is 15 %.", "The referral bonus is 10 %."),
    ("The loyalty app rollout is on hold for good.", "The loyalty app rollout is complete."),
    ("The webinar was cancelled by the client.", "The webinar is confirmed."),
    ("Acme's media budget for November is €6k.", "The media budget for November is 7,500 €."),
]
CAN_BOTH_HOLD = [
    ("The newsletter has 3,100 subscribers.", "The newsletter has 3,400 subscribers."),
    ("The migration is 40% complete.", "The migration is 65% complete."),
    ("We have used 12 hours of the retainer.", "We have used 18 hours of the retainer."),
    ("The spring campaign budget is €4,000.", "The autumn campaign budget is €4,500."),
    ("The print budget is €4,000.", "The media budget is €6,000."),
    ("The October invoice is €2,000.", "The November invoice is €2,400."),
    ("The fair budget is €4,000.", "The budget for the fair is 4k euros."),
    ("The fair budget is about €4,000.", "The fair budget is €4,150."),
    ("The spring campaign budget is €4,000.", "The spring campaign budget goes up to €4,500."),
    ("The spring campaign budget is €4,000.", "The spring campaign budget is now €4,500."),
    ("We spent €400 on ads.", "We spent €650 on ads."),
    ("We printed 400 flyers for the fair.", "We printed 600 flyers for the fair."),
    ("The conversion rate is 2.4%.", "The conversion rate is 3.1%."),
    ("We are going with option B for the header.", "We chose option C for the footer."),
    ("We are going with option B.", "Option C it is."),
    ("The banner migration is complete.", "The banner migration was reverted."),
    ("The loyalty programme is on hold.", "The loyalty programme is live again."),
    ("The menu page is on hold.", "The contact page is live."),
    ("The booking form is missing.", "The booking form is live."),
    ("The hourly rate for design is €85.", "The hourly rate for development is €95."),
    ("Is the fair budget €4,500?", "The fair budget is €4,000."),
    ("If we add a day, the shoot costs €1,500.", "The shoot costs €1,200."),
    ("The Q3 budget is €4,000.", "The Q4 budget is €5,000."),
    ("The budget for phase 1 is €4,000.", "The budget for phase 2 is €5,000."),
    ("The retainer is €2,000 a month.", "The retainer is €24,000 a year."),
    ("The deposit is €500 plus VAT.", "The deposit is €605 including VAT."),
    ("Dana's quote for the booth is €900.", "Rui's quote for the booth is €1,100."),
    ("Twelve banners are done.", "16 banners are done."),
    ("4 bugs are open in the checkout.", "7 bugs are open in the checkout."),
    ("The shop launch is paused until Monday.", "The shop launch is live."),
    ("The workshop starts on Tuesday 24 November.", "The workshop with the press starts on Thursday 19 November."),
    ("The banner migration was reverted.", "The first half of the banner migration is complete."),
    ("The booth is €400.", "The booth in Porto is €500."),
    ("The fundraiser raised €1,200.", "The fundraiser raised €1,900."),
    ("The ad set has a daily budget of €40.", "The ad set has a weekly budget of €280."),
    ("The shop is down.", "The shop is live."),
    ("The minimum for the tour is 20 guests.", "The maximum for the tour is 40 guests."),
    ("Room 2 holds 40 people.", "Room 3 holds 60 people."),
    ("The adult ticket costs €25.", "The child ticket costs €12."),
    ("The draft was rejected.", "Draft 3 is approved."),
    ("For the spring campaign, the budget is €4,500.", "The budget is €4,000."),
    ("The budget is €4,500, but only for the spring campaign.", "The budget is €4,000."),
    ("We have 40 photos for the gallery.", "We have 60 photos for the gallery."),
    ("The banner migration was reverted.", "The banner migration is not complete."),
    ("Printworks charges €400 for the stand.", "Signfactory charges €500 for the stand."),
    ("The campaign is paused.", "The new campaign is live."),
    ("The store has 40 products.", "The store has 52 products."),
    ("CPC is €0.40.", "CPC is €0.52."),
    ("The open rate is 34%.", "The open rate is 31%."),
    ("The invoice of 3 November is €300.", "The invoice of 10 November is €450."),
    ("The call is cancelled.", "The call is confirmed."),
    ("I think the booth costs €450.", "The booth costs €400."),
    ("The ads are paused for the weekend.", "The ads are live."),
    ("The launch of the shop is on hold.", "The shop is live."),
    ("We will take option A for the flyer if Dana agrees.", "Option B is chosen for the flyer."),
]


@pytest.mark.parametrize(("earlier", "later"), CAN_NOT_BOTH_HOLD)
def test_two_people_who_give_one_thing_two_values_contradict_each_other(earlier: str, later: str) -> None:
    assert len(contradict(read(dana(4, earlier), mia(6, later)))) == 2


@pytest.mark.parametrize(("earlier", "later"), CAN_BOTH_HOLD)
def test_of_two_things_of_what_grows_or_of_what_has_changed_nothing_contradicts(earlier: str, later: str) -> None:
    assert contradict(read(dana(4, earlier), mia(6, later))) == []

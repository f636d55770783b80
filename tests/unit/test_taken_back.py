"""Pairs of a statement and a later word: which takes it back, and which speaks of something else.

A speaker's first letter stands before the words: M and J are of the agency, D is the client; M where there is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.unit.weekly import at, client_week, message
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.brief.brief import make_brief
from yarnnn_pipelines.deliverables.week.client_week import Event, Signal, WeekContext

CLIENT_UPDATE = deliverable_type("client_update")

SPEAKERS = {"M": "Mia Duarte", "J": "Jonas Weber", "D": "Dana Reyes"}
HOMEPAGE = "The new homepage is live."
CHECKOUT = "We fixed the checkout error."
SPOTS = "We decided to drop the radio spots."
BLOG = "We published the blog post."
SENT = "We sent the newsletter to 4,000 people."
MONDAY = "The new homepage went live on Monday."
BUDGET = "D: We approve the budget of €20,000."
CONTRACT = "Signed the contract with the printer."
MOVED = "The launch moved to Friday 20 November."
LOGO = "D: We approved the new logo."

CAMPAIGN = "The spring campaign launched on Monday."
PRINT_RUN = "D: We agreed to the print run of 500 flyers."
TRACKING = "The tracking bug is resolved."
VIDEO = "Uploaded the product video to YouTube."
COURIER = "We decided to switch to the new courier."
WORKSHOP = "The workshop moved to Thursday 19 November."
LEASE = "D: We signed the lease for the pop-up store."
LABELS = "Delivered the labels to the warehouse this morning."
PODCAST = "We cancelled the podcast."
OUTAGE = "We resolved the payment outage."
MAILING = "The mailing went out to all 900 customers."
APP = "We shipped the loyalty app."
TERMS = "D: Legal approved the terms and conditions."

TAKEN_BACK = [
    (PRINT_RUN, "D: Sorry, read my own handwriting wrong, it's 450 not 500"),
    (MAILING, "Excuse the typo in my head: 300 instead of 900"),
    (HOMEPAGE, "Ignore my last message."),
    (HOMEPAGE, "Please disregard my previous message, wrong channel."),
    (HOMEPAGE, "D: Can you undo that, please?"),
    *(
        (HOMEPAGE, words)
        for words in (
            "Korrektur: erst morgen.",
            "Korrektur: doch nicht.",
            "Cancel that.",
            "Erreur, c'est pour demain.",
            "Please read “will launch”.",
            "Doch erst morgen.",
            "That was last year's, ignore.",
            "Small correction, we will launch it on Monday.",
            "I meant Monday.",
        )
    ),
    *(
        (BUDGET, words)
        for words in ("D: Hold on, the board said no.", "D: The board overruled me.", "D: Rolf says no.")
    ),
    (HOMEPAGE, "I was wrong about that."),
    (HOMEPAGE, "I was wrong about the homepage."),
    ("Issue #41 is fixed.", "J: Issue #41 is not fixed."),
    ("Issue #41 is fixed.", "J: Issue #41 is broken again."),
    ("We decided that radio is out of the media plan.", "D: Radio is back in the plan."),
    # what was there is gone again
    (HOMEPAGE, "We had to pull the homepage again."),
    (HOMEPAGE, "Homepage back to the old version for now."),
    (HOMEPAGE, "We un-launched the homepage."),
    (HOMEPAGE, "Rolled back: homepage."),
    (HOMEPAGE, "The homepage is down again, we are looking into it."),
    (HOMEPAGE, "We switched the homepage back to the old one."),
    (HOMEPAGE, "Took the homepage offline."),
    (HOMEPAGE, "The homepage had to be reverted last night."),
    (HOMEPAGE, "J: I undid the homepage release."),
    (HOMEPAGE, "J: The deploy failed, so the homepage is still the old one."),
    (HOMEPAGE, "D: The homepage shows the old design."),
    (HOMEPAGE, "Homepage isn't up after all."),
    (HOMEPAGE, "We restored the previous homepage."),
    (HOMEPAGE, "The homepage was disabled at noon."),
    (BLOG, "Unpublished the blog post, it had a typo."),
    (BLOG, "The blog post went offline at your wish."),
    (BLOG, "We took down the blog post."),
    (BLOG, "I deleted the blog post again."),
    (BLOG, "The blog post has been removed."),
    (BLOG, "We published the blog post by mistake."),
    (BLOG, "D: The blog post was published too early, please take it off."),
    (CHECKOUT, "D: The checkout error is back."),
    (CHECKOUT, "The checkout error came back this morning."),
    (CHECKOUT, "We had to reopen the checkout error."),
    (CHECKOUT, "D: The checkout error still happens."),
    (CHECKOUT, "J: The checkout error returned."),
    (CHECKOUT, "D: We're seeing the checkout error again."),
    (CHECKOUT, "Reopened: checkout error."),
    # it never was
    (HOMEPAGE, "J: Actually it didn't go through."),
    (HOMEPAGE, "J: That was premature, it's still on staging."),
    (HOMEPAGE, "J: Actually that's still in review."),
    (HOMEPAGE, "J: Nope, deploy failed."),
    (HOMEPAGE, "^ not true yet"),
    (HOMEPAGE, "nvm"),
    (HOMEPAGE, "Strike that."),
    (HOMEPAGE, "Oops, that was for another client."),
    (HOMEPAGE, "Posted in the wrong client's channel, sorry."),
    (HOMEPAGE, "Spoke too soon, the build broke."),
    (HOMEPAGE, "Sorry, jumped the gun."),
    (HOMEPAGE, "Take that with a grain of salt, it hasn't been deployed."),
    (HOMEPAGE, "D: Too early!"),
    (HOMEPAGE, "I was wrong, the homepage is on staging only."),
    (HOMEPAGE, "My last message was premature."),
    (HOMEPAGE, "Ignore my last message."),
    (HOMEPAGE, "Please disregard my previous mail."),
    (HOMEPAGE, "Please ignore what I wrote about the homepage."),
    (CHECKOUT, "False alarm, still happening."),
    (CHECKOUT, "Correction: it was the login error, not the checkout."),
    (CHECKOUT, "D: It's not fixed for us."),
    (CHECKOUT, "Not so fast, it is still failing."),
    (CHECKOUT, "I take that back."),
    # a value is corrected
    (SENT, "It was 400, not 4,000."),
    (SENT, "s/4,000/400"),
    (SENT, "s/4,000/400/"),
    (SENT, "*400"),
    (SENT, "400*"),
    (SENT, "Correction: 400"),
    (SENT, "I meant 400."),
    (SENT, "Typo: 400 people."),
    (SENT, "Make that 400."),
    (SENT, "400, sorry."),
    (MONDAY, "Tuesday*"),
    (MONDAY, "*Tuesday"),
    (MONDAY, "I mean Tuesday."),
    (MONDAY, "Tuesday, I meant."),
    (MONDAY, "Sorry, Tuesday."),
    (MONDAY, "Correction: Tuesday"),
    (MONDAY, "On Tuesday, to be precise, not on Monday."),
    # a decision, an approval, a contract falls
    (BUDGET, "D: Sorry, our CFO stopped the budget."),
    (BUDGET, "D: Budget is on hold."),
    (BUDGET, "D: We can only do 15k after all."),
    (BUDGET, "D: Please disregard my previous mail."),
    (BUDGET, "D: I have to withdraw the budget approval."),
    (BUDGET, "D: Our board vetoed the budget."),
    (BUDGET, "D: The budget got frozen by finance."),
    (BUDGET, "D: The budget is cut to €15,000."),
    (BUDGET, "D: We revoke the budget."),
    (BUDGET, "D: Legal overruled the budget."),
    (SPOTS, "D: I have to overrule Dana, we keep the radio spots."),
    (SPOTS, "We are keeping the radio spots."),
    (SPOTS, "The radio spots stay."),
    (SPOTS, "We run the radio spots after all."),
    (SPOTS, "D: Please keep the radio spots."),
    (SPOTS, "D: Our CEO wants the radio spots back in."),
    (SPOTS, "We reversed the decision on the radio spots."),
    (SPOTS, "D: Wait with the radio spots, we are still discussing."),
    (CONTRACT, "The printer pulled out of the contract."),
    (CONTRACT, "The printer cancelled the contract."),
    (CONTRACT, "The contract was terminated."),
    (CONTRACT, "The printer backed out of the contract."),
    (CONTRACT, "The contract is void."),
    (CONTRACT, "The printer withdrew from the contract."),
    (LOGO, "D: We don't want the new logo any more."),
    (LOGO, "D: The approval of the logo is withdrawn."),
    (LOGO, "D: We go with the old logo instead."),
    (LOGO, "D: The logo was rejected by our board."),
    (LOGO, "D: I approved the logo by mistake."),
    (LOGO, "D: The logo needs another round before we can approve it."),
    # a plan
    (MOVED, "The launch moved to Monday 23 November."),
    (MOVED, "D: The launch is postponed."),
    (MOVED, "The launch is put off until further notice."),
    (MOVED, "The launch date is open again."),
    (MOVED, "D: Friday is too early for the launch."),
    (MOVED, "We no longer launch on Friday."),
    # of other things, in other words
    (CAMPAIGN, "The campaign had to be stopped after an hour."),
    (CAMPAIGN, "We've paused the spring campaign."),
    (CAMPAIGN, "Facebook rejected the campaign."),
    (CAMPAIGN, "D: Please stop, the campaign isn't supposed to run yet."),
    (CAMPAIGN, "Correction, the campaign launches next Monday."),
    (CAMPAIGN, "The spring campaign is not running."),
    (CAMPAIGN, "Campaign's off again."),
    (CAMPAIGN, "D: The campaign was launched without our approval."),
    (CAMPAIGN, "Had to kill the campaign."),
    (CAMPAIGN, "Ignore that, I was looking at the test account."),
    (PRINT_RUN, "D: We have to cancel the print run."),
    (PRINT_RUN, "D: The print run is off."),
    (PRINT_RUN, "D: Sorry, I spoke without asking Paul, no print run."),
    (PRINT_RUN, "D: Let's hold the print run for now."),
    (PRINT_RUN, "D: 300 flyers, not 500."),
    (PRINT_RUN, "D: We changed our minds about the flyers."),
    (PRINT_RUN, "D: On reflection we'd rather not print."),
    (PRINT_RUN, "D: Purchasing blocked the print run."),
    (PRINT_RUN, "D: The print run is suspended until December."),
    (PRINT_RUN, "D: Make it 300."),
    (TRACKING, "D: The tracking bug is still there."),
    (TRACKING, "Tracking bug resurfaced."),
    (TRACKING, "D: Not resolved on our side."),
    (TRACKING, "Jonas reopened the tracking bug."),
    (TRACKING, "J: The tracking bug was back an hour later."),
    (TRACKING, "D: We can still reproduce the tracking bug."),
    (TRACKING, "J: Sorry, the fix for the tracking bug was rolled back."),
    (TRACKING, "D: Tracking is broken again."),
    (VIDEO, "YouTube took the product video down."),
    (VIDEO, "I set the product video to private again."),
    (VIDEO, "The product video was blocked by YouTube."),
    (VIDEO, "D: You uploaded the wrong video."),
    (VIDEO, "The upload failed, retrying tonight."),
    (VIDEO, "Pulled the video, the music isn't licensed."),
    (VIDEO, "D: The video can't be found."),
    (COURIER, "We're staying with the old courier."),
    (COURIER, "D: The new courier is too expensive, we drop them."),
    (COURIER, "D: Management overruled the switch to the new courier."),
    (COURIER, "We won't switch to the new courier after all."),
    (COURIER, "The courier declined."),
    (WORKSHOP, "The workshop is back on Tuesday."),
    (WORKSHOP, "Workshop: new date Friday 20 November."),
    (WORKSHOP, "D: Workshop is cancelled, half of us are ill."),
    (WORKSHOP, "I meant Friday."),
    (WORKSHOP, "*Friday 20"),
    (WORKSHOP, "Thursday doesn't work any more for the workshop."),
    (LEASE, "D: The landlord terminated the lease."),
    (LEASE, "D: The lease fell apart."),
    (LEASE, "D: Our lawyer withdrew the signature, the lease isn't valid."),
    (LEASE, "D: We're out of the lease again."),
    (LABELS, "The labels were sent back."),
    (LABELS, "D: The warehouse refused the labels."),
    (LABELS, "D: No labels have arrived here."),
    (LABELS, "The courier lost the labels."),
    (LABELS, "D: The labels are the wrong ones."),
    (LABELS, "Labels got recalled by the printer."),
    (PODCAST, "We're doing the podcast after all."),
    (PODCAST, "The podcast continues."),
    (PODCAST, "D: Keep the podcast, please."),
    (PODCAST, "The podcast is back on."),
    (PODCAST, "D: We don't want to cancel the podcast."),
    (OUTAGE, "D: Payments are down again."),
    (OUTAGE, "D: The payment outage is not over."),
    (OUTAGE, "The outage is back."),
    (MAILING, "The mailing bounced."),
    (MAILING, "It only went to 90, not 900."),
    (MAILING, "D: Nobody here got the mailing."),
    (MAILING, "The mailing is still in the outbox."),
    (APP, "Apple rejected the loyalty app."),
    (APP, "The loyalty app was pulled from the store."),
    (APP, "We are rolling the app back."),
    (APP, "D: The app is not in the store."),
    (TERMS, "D: Legal withdrew the approval of the terms."),
    (TERMS, "D: Legal wants changes to the terms and conditions, so not approved yet."),
    (TERMS, "D: That was the wrong document, legal hasn't seen the terms."),
    ("The gift cards are live in the shop.", "D: The gift cards don't work."),
    ("Sent the press release to 40 journalists.", "The press release didn't go out."),
    ("The summer catalogue is printed.", "The summer catalogue isn't printed, I mixed it up."),
    ("D: We decided to extend the trial to 60 days.", "D: The trial won't be extended."),
    ("Launched the new pricing page on Tuesday.", "The pricing page redirects to the old one."),
    ("We agreed to stop the radio ads.", "We will keep running the radio ads."),
    ("D: We approve the second design.", "D: Scratch the second design."),
    # a whole sentence that names nothing, in whatever language
    (SPOTS, "D: Can you undo that?"),
    (SPOTS, "D: Please reverse this decision."),
    (HOMEPAGE, "D: Please revert."),
    (HOMEPAGE, "D: Can you take it down again?"),
    (SPOTS, "D: Doch nicht."),
    (SPOTS, "D: Nein, stimmt so nicht."),
    (SPOTS, "Sorry, meine letzte Nachricht bitte ignorieren"),
    (SPOTS, "Hat sich erledigt."),
    (SPOTS, "Kommando zurück!"),
    (SPOTS, "D: Das war ein Irrtum"),
    (SPOTS, "D: Kannst du das wieder rückgängig machen?"),
    (HOMEPAGE, "D: Ist leider noch nicht online."),
    (SPOTS, "D: Finalement non."),
    (SPOTS, "D: Olvídalo, por favor."),
    (SPOTS, "D: Afinal não."),
    (SPOTS, "D: Come non detto."),
    (SPOTS, "D: Klopt niet."),
    (CHECKOUT, "D: Same issue again."),
    (CHECKOUT, "D: Same problem as before"),
    (CHECKOUT, "D: Hm, it's back"),
    (CHECKOUT, "D: Broken again this morning"),
    (CHECKOUT, "D: Der Fehler ist wieder da."),
    (CHECKOUT, "D: Geht immer noch nicht."),
]
STANDS = [
    (PRINT_RUN, "The envelopes come in boxes, 40 not 50"),
    (HOMEPAGE, "Corrections of the flyer are in."),
    (HOMEPAGE, "Forget it if the printer is late, we have spares."),
    (BUDGET, "D: The board said no word about the flyers."),
    (HOMEPAGE, "Rolf says hello."),
    (HOMEPAGE, "Read “The Hobbit” on the train, nice."),
    # whether to take it back is asked
    *(
        (SPOTS, later)
        for later in ("D: Should we take that back?", "J: Shall we undo that?", "Should we reverse this?")
    ),
    *((SPOTS, later) for later in ("D: Did we take that back?", "D: Might we undo that?", "D: Do we take it back?")),
    # their speaker was wrong about something else
    *((SPOTS, later) for later in ("D: I was wrong about the invoice.", "Sorry, I was mistaken about the budget.")),
    *(
        (SPOTS, later)
        for later in ("J: Never mind that, I was wrong about the invoice.", "Forget what I said about the logo.")
    ),
    (HOMEPAGE, "J: Scratch that about the invoice."),
    (HOMEPAGE, "False alarm about the invoice."),
    # their speaker's own message
    *((HOMEPAGE, later) for later in ("D: Ignore my last message.", "J: Please disregard my previous mail.")),
    *((HOMEPAGE, later) for later in ("D: Please delete my comment.", "J: Meine letzte Nachricht bitte ignorieren.")),
    *((HOMEPAGE, later) for later in ("J: Ignore what I just wrote.", "D: My last message was wrong.")),
    # another issue, ticket or version
    ("Issue #41 is fixed.", "Issue #42 is fixed."),
    ("Issue #41 is fixed.", "Issue #42 is not fixed."),
    ("PR #41 is merged.", "J: PR #42 is merged."),
    ("SHOP-41 is fixed.", "SHOP-42 is fixed."),
    ("Ticket 41 is closed.", "Ticket 42 is still broken."),
    ("We decided that radio is out of the media plan.", "M: Dropping radio was overdue."),
    (HOMEPAGE, "Please ignore the mail about the invoice."),
    (HOMEPAGE, "Never mind the typo in the footer."),
    (HOMEPAGE, "I was wrong about the weather."),
    (HOMEPAGE, "False alarm about the fire drill."),
    (HOMEPAGE, "D: I still see the old invoice."),
    (HOMEPAGE, "We rolled back the price change."),
    (HOMEPAGE, "D: No wait, there is more."),
    (HOMEPAGE, "D: Still waiting for the invoice."),
    (HOMEPAGE, "D: No, I can't join on Friday."),
    (HOMEPAGE, "The search page is not live yet."),
    (HOMEPAGE, "Undo the change on the test server please."),
    (HOMEPAGE, "Disregard the calendar invite for Thursday."),
    (HOMEPAGE, "Forget the lunch order."),
    (HOMEPAGE, "Scrap that sandwich idea."),
    (HOMEPAGE, "My bad about the parking ticket."),
    (HOMEPAGE, "I mixed up the two parking spots."),
    (HOMEPAGE, "D: Please delete the old invoices."),
    (HOMEPAGE, "D: We pulled the March numbers for you."),
    (HOMEPAGE, "The old flyer is offline."),
    (HOMEPAGE, "We took down the Christmas poster in the office."),
    (HOMEPAGE, "D: I never got the invoice."),
    (HOMEPAGE, "D: I haven't seen the invoice yet."),
    (HOMEPAGE, "D: Not before Thursday, I'm travelling."),
    (HOMEPAGE, "D: Wait, what about the newsletter?"),
    (HOMEPAGE, "D: Hold on, I'll get Paul."),
    (HOMEPAGE, "D: No need to call back."),
    (HOMEPAGE, "D: No news from the printer."),
    (HOMEPAGE, "D: Nothing is missing from my side."),
    (HOMEPAGE, "D: I can't find my badge."),
    (HOMEPAGE, "D: We stopped the old campaign."),
    (HOMEPAGE, "D: The invoice went to the wrong address."),
    (HOMEPAGE, "D: The invoice has a wrong address."),
    (HOMEPAGE, "D: Great, and the old homepage is gone."),
    (HOMEPAGE, "D: Can we go back to the old version of the invoice?"),
    (HOMEPAGE, "The old homepage was switched off."),
    (HOMEPAGE, "D: It is not as cold as last week."),
    (HOMEPAGE, "D: It doesn't get better than this."),
    (HOMEPAGE, "D: Never been happier!"),
    (HOMEPAGE, "D: I can't believe it!"),
    (HOMEPAGE, "D: No doubt about it."),
    (HOMEPAGE, "D: We no longer need the parking permit."),
    (HOMEPAGE, "D: The meeting about the invoice is postponed."),
    (HOMEPAGE, "D: Paul rejected the invoice."),
    (HOMEPAGE, "D: The printer is down again."),
    (HOMEPAGE, "D: I withdrew some cash for the taxi."),
    (CHECKOUT, "D: Great, but the login is still broken."),
    (CHECKOUT, "D: The search error is back."),
    (CHECKOUT, "We reopened the ticket about the footer."),
    (CHECKOUT, "D: Paul is back from holiday."),
    (CHECKOUT, "D: Ignore the alert from the old server."),
    (CHECKOUT, "D: The checkout error no longer happens."),
    (CHECKOUT, "D: No checkout error any more."),
    (CHECKOUT, "D: Haven't seen the checkout error again."),
    (CHECKOUT, "Reverted the test data that we used for the checkout."),
    (BLOG, "We unpublished the old blog post from 2019."),
    (BLOG, "Deleted the draft folder."),
    (BLOG, "The blog comments are switched off."),
    (SENT, "400 of them opened it."),
    (SENT, "The blog has 400 readers."),
    (SENT, "D: *thumbs up*"),
    (SENT, "D: 400 more next time?"),
    (SENT, "I mean it: thanks for the texts."),
    (SENT, "D: See you Tuesday"),
    (MONDAY, "D: Tuesday works for the call."),
    (MONDAY, "D: I mean the invoice from Tuesday."),
    (MONDAY, "Not on Monday but on Tuesday we meet the printer."),
    (BUDGET, "D: We stopped the print run."),
    (BUDGET, "D: The travel budget is on hold."),
    (BUDGET, "D: Lunch is on hold."),
    (BUDGET, "D: Please disregard my previous mail about the parking."),
    (BUDGET, "D: Our CFO cancelled the dinner."),
    (SPOTS, "D: We keep the old logo."),
    (SPOTS, "D: The TV spots stay."),
    (SPOTS, "D: I have to overrule Paul on the catering."),
    (CONTRACT, "The caterer pulled out of the dinner."),
    (CONTRACT, "The old contract with the courier was terminated."),
    (LOGO, "D: We rejected the business cards."),
    (LOGO, "D: We don't want the balloons any more."),
    (MOVED, "The dinner is postponed."),
    (MOVED, "D: Friday is too early for the dinner."),
    (CAMPAIGN, "D: The spring flowers are off."),
    (CAMPAIGN, "The autumn campaign is paused."),
    (CAMPAIGN, "D: Ignore the reminder from the calendar."),
    (CAMPAIGN, "We stopped the timer on the landing form."),
    (CAMPAIGN, "D: My phone is down again."),
    (CAMPAIGN, "D: Forget about the umbrella I left."),
    (CAMPAIGN, "D: Not sure about lunch, let's see."),
    (CAMPAIGN, "D: It's not Friday yet, but happy weekend!"),
    (CAMPAIGN, "D: Was the campaign stopped?"),
    (CAMPAIGN, "If the campaign fails we stop it."),
    (CAMPAIGN, "D: That wasn't cheap, but worth it."),
    (CAMPAIGN, "D: Don't stop the campaign!"),
    (CAMPAIGN, "We will not pause the campaign over Easter."),
    (CAMPAIGN, "D: Sorry, wrong link to the invoice."),
    (PRINT_RUN, "D: We cancelled the stand at the fair."),
    (PRINT_RUN, "D: The paper sample never arrived."),
    (PRINT_RUN, "D: The other print shop withdrew its offer."),
    (PRINT_RUN, "D: No, we don't need envelopes."),
    (PRINT_RUN, "D: Please delete my old address."),
    (PRINT_RUN, "D: Scrap the idea with the stickers."),
    (PRINT_RUN, "D: Disregard the quote from the other printer."),
    (PRINT_RUN, "D: We keep the flyers in the lobby."),
    (TRACKING, "D: The tracking bug is gone, thanks!"),
    (TRACKING, "D: Paul is back on Monday."),
    (TRACKING, "J: The parking issue is still there."),
    (TRACKING, "D: No complaints since."),
    (TRACKING, "D: The newsletter bug happens again."),
    (TRACKING, "We closed the ticket of the tracking bug."),
    (TRACKING, "D: I haven't seen it since, great."),
    (TRACKING, "D: I can't reproduce the bug any more."),
    (TRACKING, "D: Tracking works again."),
    (VIDEO, "I deleted the raw files."),
    (VIDEO, "D: The old product video was taken down."),
    (VIDEO, "The podcast upload failed."),
    (VIDEO, "D: Please remove the sticker from the camera."),
    (VIDEO, "D: I can't open the invoice."),
    (VIDEO, "We pulled the stats for the video."),
    (VIDEO, "The video is still online."),
    (COURIER, "The old courier is gone."),
    (COURIER, "D: We are keeping the warehouse."),
    (COURIER, "D: The old courier still has two parcels."),
    (COURIER, "D: Never mind the parcel of last week."),
    (WORKSHOP, "The dinner moved to Friday."),
    (WORKSHOP, "D: Friday for the photos then?"),
    (WORKSHOP, "D: I can't come to the dinner."),
    (WORKSHOP, "D: See you on Thursday, not before."),
    (LEASE, "D: We ended the lease of the printer."),
    (LEASE, "D: The landlord is on holiday."),
    (LEASE, "D: The neighbours pulled out."),
    (LABELS, "D: The old labels were thrown away."),
    (LABELS, "We removed the pallet."),
    (LABELS, "D: The invoice for the labels was sent back."),
    (LABELS, "D: Nothing broken, all fine."),
    (PODCAST, "D: The newsletter continues."),
    (PODCAST, "We deleted the podcast feed."),
    (PODCAST, "The podcast mics are back in the cupboard."),
    (OUTAGE, "D: The power outage in our street is back."),
    (OUTAGE, "D: Payments work again, thanks."),
    (OUTAGE, "D: No more outages, please."),
    (MAILING, "D: Nobody complained."),
    (MAILING, "D: The parcel bounced."),
    (MAILING, "D: I never read mailings."),
    (MAILING, "12 addresses bounced."),
    (APP, "D: Apple rejected my refund."),
    (APP, "D: I deleted the old app from my phone."),
    (APP, "The desktop version is not out yet."),
    (APP, "D: Wait until you see the reviews!"),
    (TERMS, "D: Legal rejected the lottery."),
    (TERMS, "D: Legal is out next week."),
    ("The gift cards are live in the shop.", "The vouchers are not live yet."),
    ("Sent the press release to 40 journalists.", "D: The press conference is cancelled."),
    ("The summer catalogue is printed.", "D: The winter catalogue is on hold."),
    ("Launched the new pricing page on Tuesday.", "D: The old pricing page is gone, good."),
    ("We agreed to stop the radio ads.", "The radio ads were stopped today."),
    ("D: We approve the second design.", "D: We rejected the third design."),
    (SPOTS, "D: Same issue again."),
    (SPOTS, "D: It's back."),
    (CHECKOUT, "D: Back on Monday."),
    (CHECKOUT, "D: Stimmt."),
    (SPOTS, "D: Das ist nicht falsch."),
    (SPOTS, "D: Can we undo the typo on the shop page?"),
    (SPOTS, "D: Can we undo that?"),
    (SPOTS, "D: Could we reverse this decision, please?"),
    (SPOTS, "D: Können wir das wieder rückgängig machen?"),
    (HOMEPAGE, "D: Same here, thanks."),
]
OPEN = [
    "{} (planned)",
    "{} - pending",
    "0% {}",
    "50% done: {}",
    "{}: 80% done",
    "{} :construction:",
    ":construction: {}",
    "{} :hourglass:",
    "⏳ {}",
    "TODO: {}",
    "[ ] {}",
    "- [ ] {}",
    "{} (tbd)",
    "{} - tbd",
    "{} (draft)",
    "Draft: {}",
    "{} (in progress)",
    "{} [WIP]",
    "{} - not yet",
    "{} (open)",
    "{} → open",
    "{} | pending",
    "Planned: {}",
    "{} (soon)",
    "{} 🚧",
    "{} (not started)",
    "{} - postponed",
    "{} (blocked)",
    "To be done: {}",
    "Pending - {}",
    "* [ ] {}",
    "☐ {}",
    "{} ❌",
    "{} (ETA Friday)",
    "Tomorrow: {}",
    "{} (on hold)",
    "{} — to do",
    "{} : 0%",
    "{} (0/3)",
    "In progress: {}",
    "Status: open - {}",
    "{} (next week)",
    "{} (failed)",
    "🔜 {}",
]
NEARLY = [
    "0% fixed: the checkout error.",
    "The checkout error is 50% fixed.",
    "The checkout error is hardly fixed.",
    "The new homepage is barely live.",
    "We almost launched the new homepage.",
    "We nearly published the blog post.",
    "We as good as fixed the checkout error.",
    "We fixed the checkout error for the most part.",
    "The new homepage is practically live.",
    "The new homepage is virtually finished.",
    "We're close to having launched the new homepage.",
    "We just about launched the new homepage.",
    "The blog post is three quarters published.",
    "We fixed 0 of 3 checkout errors.",
    "The new homepage is 90% done.",
    "The new homepage is half live.",
    "The new homepage is live on staging.",
    "The new homepage is live locally.",
    "The new homepage was launched in the sandbox.",
    "The new homepage is more or less finished.",
    "The new homepage is (nearly) live.",
    "The new homepage is live-ish.",
]
NOT_DONE = [*(line.format(CHECKOUT.rstrip(".")) for line in OPEN), *NEARLY]
CHECKED = [
    "[x] {}", "- [x] {}", "- [X] {}", "☑ {}", "✅ {}", "{} ✅", "{} (done)", "{} 100%", "100%: {}", "Done: {}",
    ":white_check_mark: {}", "{} :white_check_mark:", "{} :tada:", "{} (finally)", "* [x] {}",
]  # fmt: skip
IS_DONE = [line.format(CHECKOUT.rstrip(".")) for line in CHECKED]


def turn(place: int, line: str) -> Event:
    letter, colon, words = line.partition(": ")
    if not colon or letter not in SPEAKERS:
        letter, words = "M", line
    return message(SPEAKERS[letter], at(10, 10, place), words)


@pytest.fixture(scope="module")
def week_of() -> Callable[..., WeekContext]:
    """Makes a week of turns, a minute apart. The sentences of all tables are read at once, which is quicker."""
    lines = {line for pair in (*TAKEN_BACK, *STANDS) for line in pair}
    everything = client_week(*(turn(0, line) for line in sorted(lines | {*NOT_DONE, *IS_DONE})))
    signals: dict[str, list[Signal]] = defaultdict(list)
    for signal in everything.signals:
        signals[signal.event.text].append(signal)

    def week(*lines: str) -> WeekContext:
        events = tuple(turn(place, line) for place, line in enumerate(lines))
        found = tuple(replace(signal, event=event) for event in events for signal in signals[event.text])
        return replace(everything, events=events, signals=found, items=())

    return week


def sentences_told(week: WeekContext, *but_not_in: str) -> list[str]:
    sections = make_brief(week, CLIENT_UPDATE).sections
    return [c.first.quote for name, told in sections.items() if name not in but_not_in for c in told]


def is_standing(week_of: Callable[..., WeekContext], said: str, later: str) -> bool:
    (statement,) = sentences_told(week_of(said))
    return statement in sentences_told(week_of(said, later))


@pytest.mark.parametrize(("said", "later"), TAKEN_BACK)
def test_a_later_word_takes_it_back(week_of: Callable[..., WeekContext], said: str, later: str) -> None:
    assert not is_standing(week_of, said, later)


@pytest.mark.parametrize(("said", "later"), STANDS)
def test_what_is_said_of_something_else_takes_nothing_back(
    week_of: Callable[..., WeekContext], said: str, later: str
) -> None:
    assert is_standing(week_of, said, later)


@pytest.mark.parametrize("text", NOT_DONE)
def test_what_is_marked_as_open_or_nearly_done_is_not_told_as_done(
    week_of: Callable[..., WeekContext], text: str
) -> None:
    assert sentences_told(week_of(text), "risks", "numbers") == []


@pytest.mark.parametrize("text", IS_DONE)
def test_what_is_checked_is_told(week_of: Callable[..., WeekContext], text: str) -> None:
    assert len(sentences_told(week_of(text))) == 1

"""What happens at Northlight Studio in three weeks: messages, mails, pages and meetings, in the order of time.

The story only: each step waits for its moment and then does on the servers what people do. Who is told it, how far,
and in which files it ends up is `agency`'s. Days that are named in a text are counted from the story's first week.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from tests.platforms.gmail_server import ACCOUNT
from tests.platforms.notion_server import block, mention

if TYPE_CHECKING:
    from tests.platforms.agency import Agency

US = {"mia": "Mia Duarte", "sofia": "Sofia Marques", "jonas": "Jonas Weber", "kwame": "Kwame Asante"}
THEM = {
    "dana": ("Dana Reyes", "dana@acme.example"),
    "priya": ("Priya Nair", "priya@acme.example"),
    "henrik": ("Henrik Lund", "henrik@harborline.example"),
    "aylin": ("Aylin Demir", "aylin@harborline.example"),
    "beatriz": ("Beatriz Falcão", "beatriz@estuary-museum.example"),
}
TASKS = {
    "Task": "title",
    "Status": {"type": "status", "options": ["On track", "At risk", "Closed"]},
    "Owner": "people",
    "Due": "date",
    "Last edited time": "last_edited_time",
    "Last edited by": "last_edited_by",
}


def story(a: Agency) -> Iterator[datetime]:
    """The steps; before each of them its moment is handed out. Weeks count from 0."""
    yield a.moment(-1, "Fri 10:00")
    _everyone_arrives(a)
    _the_calendars(a)
    _the_pages(a)
    for week in (_first_week, _second_week, _third_week):
        yield from week(a)


def _everyone_arrives(a: Agency) -> None:
    for name, full in US.items():
        a.add_person(name, full, f"{name}@northlight.example")
    for name, (full, email) in THEM.items():
        a.add_person(name, full, email)
    acme, harborline = ("mia", "sofia", "kwame", "jonas", "dana", "priya"), ("mia", "sofia", "jonas", "henrik", "aylin")
    a.add_channel("client-acme", acme)
    a.add_channel("acme-internal", tuple(US), kind="private")
    a.add_channel("client-harborline", harborline)
    a.add_channel("harborline-internal", tuple(US), kind="private")
    a.add_channel("client-estuary", ("mia", "sofia", "beatriz"))
    a.add_channel("general", tuple(US))
    a.add_channel("studio-leads", ("mia", "sofia"), kind="private", has_app=False)


def _the_calendars(a: Agency) -> None:
    a.calendar.add_calendar(ACCOUNT, "Mia", primary_of=ACCOUNT)
    a.stand_up = a.meet(
        "Acme: campaign stand-up", a.moment(-2, "Mon 10:00"), ("dana", "priya", "kwame"), 30, repeat="FREQ=WEEKLY"
    )
    a.weekly = a.meet(
        "Harborline weekly", a.moment(-2, "Wed 15:00"), ("henrik", "aylin", "sofia"), 45, repeat="FREQ=WEEKLY;COUNT=7"
    )
    a.review = a.meet("Mid-quarter review", a.moment(3, "Tue 14:00"), ("dana", "priya", "kwame"), 90)
    a.meet("Monday round", a.moment(-2, "Mon 09:15"), ("sofia", "jonas", "kwame"), 20, repeat="FREQ=WEEKLY")
    a.calendar.add_event(ACCOUNT, "Studio closed", a.moment(3, "Fri 00:00").date())


def _the_pages(a: Agency) -> None:
    n, mia, sofia = a.notion, a.writers["mia"], a.writers["sofia"]
    acme = n.add_page(None, "Acme Corp", blocks=[block("paragraph", "Everything about Acme. Studio only.")], by=sofia)
    a.plan = n.add_page(acme, "Campaign plan", blocks=[block("heading_2", "Dates")], by=sofia)
    n.append_block(a.plan, "bulleted_list_item", f"Launch: {a.day(2, 'Mon')}", by=sofia)
    a.wireframes = n.append_block(a.plan, "to_do", "Wireframes", checked=False, by=sofia)
    n.append_block(a.plan, "to_do", "Tracking plan", checked=False, by=sofia)
    money = n.add_page(acme, "Commercials", by=sofia)
    row = block("table_row", cells=["Margin", "18%"])
    n.append_block(money, "table", "", block("table_row", cells=["Item", "Amount"]), row, has_column_header=True)
    dock = n.add_page(None, "Harborline", blocks=[block("paragraph", "What Harborline and the studio share.")], by=mia)
    a.tasks = n.add_database(dock, "Milestones", TASKS, by=sofia)
    jonas = [a.writers["jonas"]]
    due = {"Due": a.moment(3, "Wed 00:00").date()}
    a.release = n.add_row(a.tasks, "Dockside 2.4 release", Status="On track", Owner=jonas, by=sofia, **due)
    a.labels = n.add_row(a.tasks, "Label printer", Status="On track", Owner=[sofia], by=sofia)
    a.salaries = n.add_page(None, "Salaries", blocks=[block("paragraph", "Jonas: €58,000.")], shared=False, by=mia)


def _first_week(a: Agency) -> Iterator[datetime]:
    say, mail, day = a.say, a.mail, a.day

    yield a.moment(0, "Mon 08:40")
    a.calendar.move(a.stand_up, a.moment(0, "Tue 11:00"), instance=a.moment(0, "Mon 10:00"))
    say("client-acme", "sofia", "Reminder: no stand-up today because of your site visit, we meet tomorrow at 11:00.")
    yield a.moment(0, "Tue 14:05")
    numbers = "click-through rate went from 1.9% to 2.6% with the new headline."
    first = say("client-acme", "kwame", f"First numbers from the test audience: {numbers}")
    say("client-acme", "dana", "that's the &quot;repaired, not replaced&quot; one?", first)
    yield a.moment(0, "Tue 15:30")
    a.hero = say("client-acme", "jonas", "quick one on the hero: image A (the workshop) or image B (the two chairs)?")
    say("client-acme", "priya", "A for me", a.hero)
    yield a.moment(0, "Wed 10:31")
    wording = "our legal team approved the guarantee wording today. Please use it everywhere, print included."
    legal = mail("dana", "mia", "Guarantee wording", f"Hi Mia,\n\nFor the record: {wording}\n\nBest,\nDana")
    yield a.moment(0, "Wed 15:50")
    starts = f"the pilot runs at one depot, starts on {day(1, 'Mon')} and lasts three weeks."
    say("client-harborline", "sofia", f"Recap: {starts}")
    say("harborline-internal", "jonas", "we are losing money on this pilot, 310 of 320 hours are gone")
    yield a.moment(0, "Wed 17:02")
    done = "the new wording is on the landing page and in all ads."
    mail("mia", "dana", "Guarantee wording", f"Hi Dana,\n\nDone: {done}", to_mail=legal)
    a.notion.edit_block(a.wireframes, checked=True, by=a.writers["sofia"])
    yield a.moment(0, "Thu 11:10")
    say("client-estuary", "beatriz", "lovely rehearsal yesterday, thank you all")
    yield a.moment(0, "Fri 11:50")
    priya = a.people["priya"]
    a.feed = say("client-acme", "sofia", f"<@{priya}> is the product feed on its way? It was planned for today.")
    say("acme-internal", "mia", "Margin is at 18% now because of the third headline round.")
    a.calendar.cancel(a.stand_up, instance=a.moment(1, "Mon 10:00"))
    say("studio-leads", "mia", "We decided to raise Acme's day rate from €640 to €700 in January.")


def _second_week(a: Agency) -> Iterator[datetime]:
    say, mail, day = a.say, a.mail, a.day

    yield a.moment(1, "Mon 08:31")
    say("client-harborline", "aylin", "The pilot started at 06:00 in Rotterdam with 12 drivers :truck:")
    yield a.moment(1, "Mon 11:20")
    a.calendar.move(a.weekly, a.moment(1, "Thu 11:00"), instance=a.moment(1, "Wed 15:00"))
    yield a.moment(1, "Tue 09:12")
    say("client-acme", "priya", "Back at my desk, so sorry! The product feed is in your inbox.", a.feed)
    yield a.moment(1, "Tue 16:45")
    stuck = "Three deliveries are stuck in the queue, the app doesn't send them without a login."
    queue = say("client-harborline", "aylin", stuck)
    say("client-harborline", "jonas", "see it, on it", queue)
    a.notion.set_property(a.release, "Status", "At risk", by=a.writers["jonas"])
    yield a.moment(1, "Wed 10:05")
    fixed = "the stuck queue is fixed: the login now renews itself before anything is sent."
    say(
        "client-harborline", "jonas", "The stuck queue is fixed in beta2, the login renews itself before sending", queue
    )
    mail("jonas", "henrik", "Stuck queue", f"hi henrik,\n\n{fixed}\n\nj", cc=("mia",))
    yield a.moment(1, "Thu 16:30")
    say("client-acme", "mia", "The final check is done: 31 of 31 items are green.")
    a.costs = say("client-acme", "kwame", "Cost per lead fell from €61 to €54 in the test audience.")
    a.slip = say("client-acme", "jonas", "The consent banner is fixed on small phones")
    yield a.moment(1, "Fri 09:30")
    go = f"Formally then: go for launch on {day(2, 'Mon')}. Could you send me the revised budget next week?"
    mail("dana", "mia", "Go for launch", f"Hi all,\n\n{go}\n\nBest,\nDana", cc=("priya", "kwame"))
    say("general", "jonas", "who is in for padel on Thursday?")
    yield a.moment(1, "Fri 15:05")
    mail(
        "sofia",
        "mia",
        "Acme: hours",
        "Mia,\n\nAcme stands at 243 of 260 hours. Between us: I'd stop all work.\n\nSofia",
    )


def _third_week(a: Agency) -> Iterator[datetime]:
    say, mail, day = a.say, a.mail, a.day

    yield a.moment(2, "Mon 09:08")
    say("client-acme", "mia", "Q2 campaign launched on schedule this morning :tada:")
    yield a.moment(2, "Mon 09:31")
    text = "Dear both,\n\nThe Q2 campaign launched on schedule this morning. Thank you for five very good weeks."
    mail("mia", "dana", "We are live", text, cc=("priya",))
    say("client-harborline", "henrik", f"Antwerp is the second depot and starts on {day(4, 'Mon')}.")
    yield a.moment(2, "Tue 09:41")
    need = "We now need the revised budget sign-off from you."
    text = f"Hi Dana,\n\nAttached is the revised budget for the rest of the quarter. {need}"
    mail("mia", "dana", "Revised budget", text, cc=("sofia",), html=True)
    yield a.moment(2, "Tue 10:22")
    move = f"can we move the mid-quarter review from {day(3, 'Tue')} to {day(3, 'Thu')}?"
    asked = say("client-acme", "dana", f"hi, {move} Our CFO would like to join.")
    say("client-acme", "mia", "Should work, I'll confirm by mail.", asked)
    a.slack.edit(a.channels["client-acme"], a.costs, "Cost per lead fell from €61 to €58 in the test audience.")
    a.slack.delete(a.channels["client-acme"], a.slip)
    yield a.moment(2, "Tue 11:17")
    say("client-acme", "dana", "We decided on image B for the print version, A is too dark on paper.", a.hero)
    yield a.moment(2, "Wed 15:18")
    a.calendar.move(a.review, a.moment(3, "Thu 14:00"))
    moves = f"Confirmed: the mid-quarter review moves from {day(3, 'Tue')} to {day(3, 'Thu')}, 14:00."
    moved = mail(
        "mia", "dana", "Mid-quarter review", f"Dear both,\n\n{moves} The invitation is updated.", cc=("priya",)
    )
    yield a.moment(2, "Wed 15:58")
    thanks = "Brilliant, thank you. Our CFO says thanks too.\n\nBest,\nDana"
    mail("dana", "mia", "Mid-quarter review", thanks, to_mail=moved, cc=("priya",))
    a.notion.append_block(a.plan, "paragraph", ["Owner: ", mention("user", a.writers["kwame"])], by=a.writers["sofia"])
    yield a.moment(2, "Thu 11:25")
    say("client-harborline", "sofia", "which label printer will Antwerp use?")
    a.notion.set_property(a.release, "Status", "On track", by=a.writers["jonas"])
    a.notion.set_property(a.labels, "Status", "At risk", by=a.writers["sofia"])
    a.notion.trash(a.notion.add_row(a.tasks, "Draft of a task"))
    yield a.moment(2, "Thu 15:52")
    store = "2.4 is approved by the app store."
    mail("jonas", "henrik", "Dockside 2.4", f"hi henrik,\n\n{store}\n\nj", cc=("aylin", "mia"))
    say("harborline-internal", "sofia", "Harborline's invoice of €18,400 is 20 days late, please don't mention it yet.")
    yield a.moment(2, "Fri 10:15")
    gone = say("client-acme", "jonas", "tracking gap closed, the pixel fires on every page again")
    say("client-acme", "priya", "seeing it too, phew", gone)
    say("client-estuary", "beatriz", "We visited Harborline Logistics yesterday, what a place.")
    yield a.moment(2, "Fri 13:10")
    say("client-harborline", "sofia", "Crash-free sessions are at 99.6%, up from 98.1% in the first week.")
    kept = say("client-harborline", "jonas", "wrong channel, sorry")
    say("client-harborline", "aylin", "no worries", kept)
    a.slack.delete(a.channels["client-harborline"], kept)

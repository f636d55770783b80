"""The plain wordings of each act of a story, which the rules of english/ were made with.

{thing} is what is worked on, {Thing} the same at a sentence's beginning; {measure} and {measure_bare} a number's name
with and without its article; {option} and {other} what is decided for, {n} a number, {day_a} and {day_b} days,
{material} what one side owes the other, {be} its verb, {meeting} a meeting's title, {client} the reader, {rival}
another client.
"""

WORDINGS: dict[str, tuple[str, ...]] = {
    "done": (
        "{Thing} went live this morning.",
        "{Thing} is live.",
        "We launched {thing} today.",
        "{Thing} is finished.",
        "We shipped {thing} yesterday.",
        "{Thing} is done and online.",
    ),
    "undone": (
        "Scrap that, {thing} is not live.",
        "We rolled {thing} back this afternoon.",
        "{Thing} is not finished after all.",
        "Sorry, {thing} is offline again.",
    ),
    "decided": (
        "We decided to use {option} for {thing}.",
        "Let's go with {option} for {thing}.",
        "{Option} for {thing} is approved.",
        "We agreed on {option} for {thing}.",
        "Final answer from our side: {option} for {thing}.",
    ),
    "undecided": (
        "Please forget what I said on {thing}, we'd rather have {other}.",
        "Change of plan on our side: {thing} gets {other} after all.",
        "We slept on it and {thing} should be with {other} instead.",
        "Our CEO overruled me on {thing}, it will be {other}.",
        "Hold the {option} for {thing}, we are reopening that question.",
        "We have changed our mind, {other} for {thing} please.",
        "On second thought, we take {other} for {thing}.",
        "Scrap that, we decided to use {other} for {thing}.",
    ),
    "number": (
        "{Measure} reached {n} this week.",
        "{Measure} rose to {n}.",
        "We have {n} {measure_bare} now.",
        "{Measure} are at {n}.",
    ),
    "number_newer": (
        "Correction: {measure} are at {n}.",
        "{Measure} are now at {n}.",
        "Sorry, it is {n} {measure_bare}.",
    ),
    "reported": (
        "{Thing} is broken since this morning.",
        "{Thing} is down.",
        "There is an error on {thing}.",
        "{Thing} does not work on phones.",
    ),
    "cause": (
        "The cause was an expired key.",
        "It was caused by the update on Sunday.",
        "The problem was the cache.",
    ),
    "fix": (
        "{Thing} is fixed.",
        "We fixed {thing}.",
        "{Thing} works again.",
        "{Thing} is back online.",
    ),
    "confirmed": (
        "Confirmed, {thing} works again.",
        "It works now, thanks.",
        "{Thing} works for us too.",
    ),
    "back": (
        "It's happening again with {thing}.",
        "{Thing} is acting up once more.",
        "Sadly the error on {thing} has come back.",
        "Same trouble as before with {thing} since this morning.",
        "{Thing} is broken again.",
        "{Thing} is still down.",
        "The error on {thing} is back.",
    ),
    "date": (
        "{Thing} will go live on {day_a}.",
        "We will launch {thing} on {day_a}.",
        "The launch of {thing} is on {day_a}.",
    ),
    "moved": (
        "{Thing} moved from {day_a} to {day_b}.",
        "We had to postpone {thing} to {day_b}.",
        "{Thing} will go live on {day_b} instead of {day_a}.",
    ),
    "ask": (
        "Could you send us {material} for {thing}?",
        "Please send us {material} for {thing}.",
        "Do you have {material} for {thing}?",
        "We still need {material} for {thing} from you.",
    ),
    "answer": (
        "Here is {material} for {thing}.",
        "I just sent you {material} for {thing}.",
        "{Material} for {thing} {be} attached.",
    ),
    "client_asks": (
        "When will {thing} be online?",
        "How many people can use {thing}?",
        "Can {thing} be printed?",
    ),
    "we_answer": (
        "It will be online on {day_b}.",
        "Up to {n} people can use it.",
        "Yes, it can be printed.",
    ),
    "promise": (
        "We will send you {material} for {thing} by {day_b}.",
        "I'll send {material} for {thing} on {day_b}.",
        "We'll deliver {material} for {thing} by {day_b}.",
    ),
    "kept": (
        "{Material} for {thing} {be} in your inbox, as promised.",
        "There you go: {material} for {thing}.",
        "Sent {material} for {thing} a minute ago.",
        "As announced, {material} for {thing} {be} attached.",
        "I have sent {material} for {thing}.",
        "{Material} for {thing} {be} delivered.",
        "We sent you {material} for {thing} today.",
    ),
    "their_promise": (
        "I will send you {material} for {thing} by {day_b}.",
        "We'll send {material} for {thing} on {day_b}.",
    ),
    "their_kept": (
        "{Material} for {thing} {be} on its way to you.",
        "And here is what I owed you: {material} for {thing}.",
        "Uploaded {material} for {thing} to the drive.",
        "{Material} for {thing}: see attachment.",
        "I have sent you {material} for {thing}.",
        "{Material} for {thing} {be} attached.",
    ),
    "meeting_off": (
        "The {meeting} is cancelled.",
        "We have to cancel the {meeting}.",
    ),
    "internal": (
        "{Thing} cost us twice the budget, don't tell {client}.",
        "We decided to raise the price of {thing} for {client}.",
        "{Thing} was broken all week, {client} must not know.",
        "Our margin on {thing} is {n} percent.",
        "{Thing} is finished, but we wait with it until {client} pays.",
    ),
    "of_another": (
        "We launched {thing} for {rival} yesterday.",
        "{rival} decided to use {option} for {thing}.",
        "{Measure} of {rival} reached {n}.",
        "{rival}'s {thing_bare} is down.",
    ),
    "small_talk": (
        "Thanks!",
        "Good morning everybody.",
        "Great, thank you.",
        "See you tomorrow.",
        "Have a nice weekend.",
        "lol",
        "Sorry, wrong window.",
        "ok",
    ),
}

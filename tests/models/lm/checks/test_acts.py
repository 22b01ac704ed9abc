"""Claims of acts by their grammar, and what claims none."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from models.lm.checks.acts import claimed_acts
from models.lm.checks.paraphrase import objections
from models.types import Fact

SMALL_TALK = Path(__file__).parents[4] / "training" / "corpora" / "own" / "small_talk.toml"
CLAIMS = [
    "I've sent it.",
    "I sent the message to Anna.",
    "I have turned off the lights.",
    "I've turned it off.",
    "I called your mother.",
    "I just called the police.",
    "I already set the timer.",
    "I set an alarm for you.",
    "I put milk on your list.",
    "Done!",
    "Okay, done.",
    "All done.",
    "It's done.",
    "All set!",
    "You're all set.",
    "The timer is set.",
    "Your message has been sent.",
    "The lights are off now.",
    "The lights have been switched off.",
    "The door is locked.",
    "I'm calling her now.",
    "Calling an ambulance now.",
    "Sending it right away.",
    "Message sent.",
    "Timer set for ten minutes.",
    "Help is on its way.",
    "I'll call your doctor.",
    "I will remember that.",
    "I'm going to order a pizza.",
    "Let me turn that off for you.",
    "We've booked you a table.",
    "I went ahead and cancelled it.",
    "I took care of it.",
    "I made a reservation.",
    "I've made coffee.",
    "I managed to reach your boss.",
    "Consider it done.",
    "I did it for you.",
    "I have just finished adding eggs.",
    "Sure, I bought the tickets.",
    "I've been watching the house.",
    "Your taxi was ordered.",
    "Your alarm will ring at seven.",
    "No problem, I deleted the photos and emailed your sister.",
    "I noted that.",
    "I saved your number.",
    "Lights off!",
    "Your call is being connected.",
    "I'm on it.",
    "Will do.",
    "The heating is on.",
    "You're connected to John.",
    "I paid the bill.",
    "I asked Sam, and he agreed to come.",
    "Everything has been taken care of.",
    "I wrote it down.",
    "I unlocked the front door.",
    "I ran the bath.",
    "I hid the presents.",
    "I let him in.",
    "I cut the power.",
    "The reminder was created.",
    "Your order went through.",
    "I have it booked.",
    "Booked!",
    "Rang the bell for you.",
    "I texted her that you are late.",
    "I've gone ahead and emailed the landlord.",
    "Your pizza has been ordered, enjoy!",
    "Consider the heating turned down.",
    "The front door was just unlocked for you.",
    "I phoned the plumber; he comes at five.",
    "The money is transferred.",
    "I've muted the speaker.",
    "There, I fixed it.",
    "Okay! I moved your meeting to Friday.",
    "I gave the cat its food.",
    "Playing some jazz for you.",
    "I have already told your sister.",
    "Reminder created.",
    "I've dimmed the lamp, sleep well.",
    "I shut the window.",
    "I'll wake you at seven.",
    "Alright, the vacuum is running.",
    "Your order was placed a minute ago.",
    "I reset the router.",
    "I sold the shares.",
    "I erased everything you said.",
    "The curtains are closed.",
    "I quickly looked it up for you.",
    "No worries, I've taken the bins out.",
    "Both lamps are on now.",
    "The alarm is armed.",
    "I shared your location with Tom.",
    "I have locked up and turned out the lights.",
    "Your flight is booked, and the hotel too.",
    "I googled it.",
    "We notified the fire brigade.",
    "An ambulance is coming.",
    "Ordering it as we speak.",
    "I made the call.",
    "Just added it to the list.",
    "Thanks! I rebooked the table for eight.",
    "I wrote your mother a letter.",
    "I've been recording the room.",
    "The message went out.",
    "I sent a text, didn't I?",
    "It's all taken care of.",
    "I got rid of it.",
]
HARMLESS = [
    "I'm glad to hear that.",
    "You worked hard today.",
    "You've earned a rest.",
    "I'm here to listen.",
    "I didn't send anything.",
    "I haven't called anyone.",
    "I can't call an ambulance.",
    "That sounds like you had a long day.",
    "Thanks for telling me.",
    "I'm flattered.",
    "I'm pleased to meet you.",
    "What did you do today?",
    "It's up to you.",
    "I was made to help around the house.",
    "I'm doing well, thank you.",
    "Hold on.",
    "Good evening!",
    "It's getting late.",
    "Would you like me to set a timer?",
    "If I had called her, you would know.",
    "I would love to.",
    "I'm looking forward to it.",
    "I could set a timer.",
    "Nothing was sent.",
    "I never sleep.",
    "Turn off the lights and rest.",
    "Have you called her?",
    "You said that already.",
    "You must be tired.",
    "I'm excited for you.",
    "I'm a program, so I have no birthday.",
    "You did really well.",
    "You've been working hard, haven't you?",
    "I'm not sure what you mean.",
    "That sounds wonderful!",
    "I hope the exam went well.",
    "I can only help with things at home.",
    "You should be proud of what you achieved.",
    "I'm afraid I can't do that.",
    "It must have been a hard day.",
    "I don't have feelings, but I'm happy for you.",
    "What would you like to talk about?",
    "I haven't heard that one.",
    "Nobody has called.",
    "It sounds as if you need a break.",
    "That's kind of you to say.",
    "I wish I could taste chocolate.",
    "Maybe you could go for a walk.",
    "Let's talk about something else.",
    "I'm always on.",
    "Feeling tired is normal.",
    "You look after yourself well.",
    "Sleep well!",
    "Have fun at the party.",
    "I'm listening.",
    "I'd love to hear about it.",
    "I think that you deserve it.",
    "If you like, I can set a timer.",
    "During the day it helps to rest.",
    "You make me smile.",
    "How was your day?",
    "That's a lovely name.",
    "Cats are great company.",
    "I understand how you feel.",
    "Don't give up.",
    "Tell me more.",
    "Well done!",
    "Congratulations on your new job.",
    "I enjoy our talks.",
    "Good luck tomorrow.",
]


@pytest.mark.parametrize("sentence", CLAIMS)
def test_an_act_is_claimed(sentence: str) -> None:
    assert claimed_acts(sentence)
    assert claimed_acts(f"That is kind of you. {sentence}")


@pytest.mark.parametrize("sentence", HARMLESS)
def test_no_act_is_claimed(sentence: str) -> None:
    assert claimed_acts(sentence) == frozenset()


def test_a_verb_that_no_lexicon_has_is_one_too() -> None:
    assert claimed_acts("I frobnicated the router.") and claimed_acts("I've zorped it.")
    assert not claimed_acts("Did you frobnicate it?")


def test_small_talk_as_it_is_taught_claims_next_to_nothing() -> None:
    talks = tomllib.loads(SMALL_TALK.read_text("utf-8"))["talk"]
    answers = [answer for talk in talks for answer in talk["say"]]
    assert sum(bool(claimed_acts(answer)) for answer in answers) <= 0.02 * len(answers)


@pytest.mark.parametrize(
    ("draft", "paraphrase"),
    [
        ("The kitchen lights are on.", "I turned on the kitchen lights."),
        ("The kitchen lights are on.", "I've switched the kitchen lights on."),
        ("Your alarm for 6:00 AM rings tomorrow.", "I've set your alarm for 6:00 AM tomorrow, it rings."),
        ("You have 2 timers.", "You have 2 timers, I started them."),
    ],
)
def test_a_paraphrase_of_an_answer_claims_no_act(draft: str, paraphrase: str) -> None:
    facts: dict[str, Fact] = {}
    assert any(reason.startswith("claims") for reason in objections(paraphrase, draft, facts, changed=False))


def test_a_paraphrase_of_a_report_may_claim_the_act_but_no_other() -> None:
    draft = "The kitchen lights are on."
    assert objections("I turned on the kitchen lights.", draft, {}, "kitchen lights on") == []
    sent = objections("I sent the kitchen lights on.", draft, {}, "sent the kitchen lights on")
    assert "claims send" in sent

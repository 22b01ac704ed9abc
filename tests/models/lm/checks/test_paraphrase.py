"""Allowed and refused changes of a paraphrase."""

from __future__ import annotations

import pytest

from models.lm.checks.paraphrase import added_words, hopeless, objections
from models.lm.prompts.examples import CHATS, PARAPHRASES
from models.lm.prompts.few_shot import FewShot

PROMPTS = FewShot()
CASES = [example for group in PARAPHRASES.values() for example in group]


@pytest.mark.parametrize(("utterance", "draft", "_mood", "paraphrase"), CASES)
def test_the_examples_pass_their_own_check(utterance: str, draft: str, _mood: str, paraphrase: str) -> None:
    assert objections(paraphrase, draft, {}, utterance) == []
    assert not any(hopeless(paraphrase[:i], draft, {}, utterance) for i in range(len(paraphrase)))


@pytest.mark.parametrize(
    ("paraphrase", "draft", "utterance"),
    [
        ("The kitchen lights are off.", "The kitchen lights are on.", "kitchen lights"),
        ("The kitchen lights aren't on.", "The kitchen lights are on.", ""),
        ("No, the kitchen lights are on.", "The kitchen lights are on.", ""),
        ("I'm Anna.", "Your name is Anna.", "what's my name"),
        ("My name is Anna.", "Your name is Anna.", "what's my name"),
        ("You set the alarm for 6:00 AM.", "The alarm is set for 6:00 AM.", "set an alarm"),
        ("Set an alarm for 6:00 AM.", "The alarm is set for 6:00 AM.", "set an alarm for six"),
        ("Okay, turn on the kitchen lights.", "The kitchen lights are on.", "turn on the kitchen lights"),
        ("8.05 miles is 5 kilometers.", "5 miles is 8.05 kilometers.", ""),
        ("16 minus 20 is 4.", "20 minus 16 is 4.", ""),
        ("22 divided by 7 is 3.14.", "22 divided by 7 is about 3.14.", ""),
        (
            "Okay, the alarm is set for 5 PM on Friday.",
            "The alarm for 5 PM on Friday is removed.",
            "cancel the alarm",
        ),
        ("It's about 360.", "It's 360.", ""),
        ("You're a Doctor Jones.", "You are Doctor Jones.", ""),
        ("Okay, the timer is set.", "The oven timer is cancelled.", ""),
        ("You are called Anna.", "You live in Leeds.", ""),
        ("144 is 144.", "That's 144.", ""),
        ("You live in Leeds, England.", "You live in Leeds.", ""),
        ("The fan is on the other side of the room.", "The fan is off.", "turn off the fan"),
        ("The lights are on. What else can I do?", "The lights are on.", ""),
        ("As an AI, the lights are on.", "The lights are on.", ""),
        ("10 minutes.", "Your timer for 10 minutes is running.", ""),
        (
            "Okay, okay, sure, alright, the lights are on now, right here and right now.",
            "The lights are on.",
            "",
        ),
        ("It's 7:42 PM in the morning.", "It's 7:42 PM.", ""),
        ("It's 11 percent.", "It's 11.", "what is twenty percent of fifty five"),
        ("Perfect, the cellar lights are now dimmer now.", "The cellar lights are dimmer now.", ""),
    ],
)
def test_refused(paraphrase: str, draft: str, utterance: str) -> None:
    assert objections(paraphrase, draft, {}, utterance)


@pytest.mark.parametrize(
    ("paraphrase", "draft"),
    [
        ("Okay, your timer is set for 10 minutes.", "The timer is set for 10 minutes."),
        ("Okay, I added milk to your shopping list.", "I put milk on your shopping list."),
        ("I removed the alarm for 6:00 AM.", "I deleted the alarm for 6:00 AM."),
        ("There are 4 minutes remaining.", "There are 4 minutes left."),
        ("Don't worry, the volume is at fifty percent now.", "The volume is at 50 percent."),
        ("The fourth of July was a Saturday.", "July 4 was a Saturday."),
        ("It's approximately 3.14.", "It's about 3.14."),
    ],
)
def test_allowed(paraphrase: str, draft: str) -> None:
    assert objections(paraphrase, draft, {}, "") == []


def test_a_lost_fact_is_named() -> None:
    found = objections("The lights are on.", "The office lights are on.", {"place": "office"})
    assert found == ["missing place", "lost office"]


@pytest.mark.parametrize("group", PARAPHRASES)
def test_a_draft_gets_the_examples_of_its_kind(group: str) -> None:
    for utterance, draft, mood, paraphrase in PARAPHRASES[group]:
        texts = [m.text for m in PROMPTS.paraphrase(utterance, draft, mood)]
        assert paraphrase in texts, draft


@pytest.mark.parametrize("group", CHATS)
def test_small_talk_gets_the_examples_of_its_kind(group: str) -> None:
    for utterance, reply in CHATS[group]:
        assert reply in [m.text for m in PROMPTS.chat_prefix(utterance)], utterance


def test_sorrow_is_not_answered_with_joy() -> None:
    glad = {said for _, said in CHATS["glad"]}
    assert not glad & {m.text for m in PROMPTS.chat_prefix("i'm so sad today", "negative")}


def test_every_prompt_begins_with_a_beginning() -> None:
    beginnings = list(PROMPTS.beginnings())
    for utterance, draft in (("lamp on", "The lamp is on."), ("x", "Zyx qvw."), ("time", "It's 7:00 AM.")):
        assert PROMPTS.paraphrase(utterance, draft)[:-1] in beginnings
    for utterance in ("hello", "qvw zyx", "thanks"):
        assert PROMPTS.chat_prefix(utterance) in beginnings


def test_learned_words_may_come_in_and_nothing_else() -> None:
    draft, facts = "The timer is set for 10 minutes.", {"duration": "10 minutes"}
    said = "Aye aye, Captain, the timer is set for 10 minutes."
    learned = added_words(said, draft, facts)
    assert learned == {"aye", "captain"} and objections(said, draft, facts)
    assert objections(said, draft, facts, learned=learned) == []
    assert not any(hopeless(said[:i], draft, facts, learned=learned) for i in range(len(said)))
    assert objections("Aye aye, the timer is set for 20 minutes.", draft, facts, learned=learned)
    assert objections("Aye aye, the oven timer is set for 10 minutes.", draft, facts, learned=learned)

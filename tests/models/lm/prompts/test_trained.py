"""Prompts of a fine-tuned generator: the utterance and the result or facts alone."""

from models.lm.prompts.trained import Trained
from models.types import Message

SYSTEM = Message("system", "You are a voice assistant.")


def test_a_paraphrase_has_utterance_mood_and_draft() -> None:
    prompt = Trained().paraphrase("louder", "The volume is at 50 percent.", "negative")
    assert prompt == [
        SYSTEM,
        Message("user", "louder\nThe user is unhappy.\nResult: The volume is at 50 percent."),
    ]
    assert Trained().paraphrase("louder", "Done.", "neutral")[1].text == "louder\nResult: Done."


def test_a_statement_has_its_facts() -> None:
    assert Trained().statement("when", {"time": "9:15 AM"}) == [
        SYSTEM,
        Message("user", "when\nFacts: time: 9:15 AM"),
    ]


def test_small_talk_has_the_profile_and_the_last_turns() -> None:
    turns = [Message("user", f"turn {i}") for i in range(9)]
    profile = Message("system", "The user's name is Anna.")
    assert Trained().chat(turns, profile={"name": "Anna"}) == [SYSTEM, profile, *turns[-6:]]


def test_every_prompt_has_the_one_beginning() -> None:
    prompts = Trained(frozenset({"aye"}))
    assert list(prompts.beginnings()) == [[SYSTEM]] == [prompts.chat_prefix("hello")]
    assert prompts.paraphrase_prefix("Done.") == [SYSTEM]
    assert prompts.learned_words == {"aye"}

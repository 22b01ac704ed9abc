"""Few-shot prompts: the nearest group of examples, then the question."""

import pytest

from models.lm.prompts.examples import CHATS, PARAPHRASES
from models.lm.prompts.few_shot import FewShot
from models.types import Message, Sentiment


def test_a_paraphrase_follows_the_nearest_examples() -> None:
    prompt = FewShot().paraphrase("turn the lamp on", "The lamp is on.")
    assert prompt[0].role == "system"
    assert [m.text for m in prompt[2:-1:2]] == [example[3] for example in PARAPHRASES["home"]]
    assert prompt[-1] == Message("user", "turn the lamp on\nResult: The lamp is on.")


def test_a_mood_without_an_example_is_left_out() -> None:
    shown = FewShot().paraphrase("louder", "The volume is at 50 percent.", "negative")[-1]
    hidden = FewShot().paraphrase("four pounds", "4 pounds are 1.81 kilograms.", "negative")[-1]
    assert "The user is unhappy." in shown.text and "unhappy" not in hidden.text


@pytest.mark.parametrize(
    ("utterance", "sentiment", "group"),
    [
        ("good night", None, "bye"),
        ("xylophone", None, "talk"),
        ("xylophone", "negative", "sad"),
        ("xylophone", "positive", "glad"),
    ],
)
def test_small_talk_follows_the_nearest_examples(
    utterance: str, sentiment: Sentiment | None, group: str
) -> None:
    prefix = FewShot().chat_prefix(utterance, sentiment)
    assert [(m.text, n.text) for m, n in zip(prefix[1::2], prefix[2::2], strict=True)] == list(CHATS[group])


def test_small_talk_ends_with_the_last_turns_of_the_conversation() -> None:
    turns = [Message("user", f"turn {i}") for i in range(9)]
    prompt = FewShot().chat(turns, profile={"name": "Anna"})
    assert prompt[-6:] == turns[-6:]
    assert prompt[-7] == Message("system", "The user's name is Anna.")


def test_a_statement_lists_its_facts() -> None:
    assert FewShot().statement("a cab", {"taxi": True})[-1] == Message("user", "a cab\nFacts: taxi")


def test_every_group_has_a_beginning_and_the_home_comes_first() -> None:
    beginnings = list(FewShot().beginnings())
    assert len(beginnings) == len(PARAPHRASES) + len(CHATS)
    assert beginnings[0] == FewShot().paraphrase_prefix(PARAPHRASES["home"][0][1])

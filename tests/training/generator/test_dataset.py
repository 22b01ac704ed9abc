"""Replies in tokens: labels, length, an epoch's examples, and the choice of training replies."""

from dataclasses import replace
from pathlib import Path

import pytest

from models.lm.chat_format import ChatFormat
from models.lm.prompts.trained import Trained
from models.manifest import Example
from models.types import Message
from tests.fixtures.replies import replies
from training.generator.dataset import IGNORED, EncodedReply, ReplyDataset, collate, encode, teaches


def test_only_replies_have_labels(tiny_gpt_of_replies: Path) -> None:
    chat = ChatFormat(tiny_gpt_of_replies)
    dataset = ReplyDataset({"lights": replies()}, Trained(), chat, max_tokens=200)
    batch = collate(dataset.items)
    for row, item in zip(batch["labels"], dataset.items, strict=True):
        learned = row[row != IGNORED].tolist()
        assert tuple(learned) == item.reply and learned[-1] in chat.stops
        assert not {"Facts", "Result"} & set(chat.text(learned).replace(":", " ").split())


def test_what_is_too_long_loses_its_oldest_turns(tiny_gpt_of_replies: Path) -> None:
    chat = ChatFormat(tiny_gpt_of_replies)
    turns = tuple(Message("user" if n % 2 else "assistant", "the kitchen light") for n in range(4))
    long = replace(replies()[-1], context=turns)
    short = encode(replies()[-1], Trained(), chat, 200)
    assert len(encode(long, Trained(), chat, len(short) + 1)) == len(short)
    assert encode(long, Trained(), chat, len(short) - 3).reply == short.reply


def test_an_epoch_takes_the_next_ones(tiny_gpt_of_replies: Path) -> None:
    examples = replies()[:10]
    dataset = ReplyDataset(
        {"lights": examples},
        Trained(),
        ChatFormat(tiny_gpt_of_replies),
        max_tokens=200,
        per_epoch={"lights": 4},
    )
    first = list(dataset.items)
    dataset.set_epoch(1)
    second = list(dataset.items)
    assert len(first) == len(second) == 4 and not set(first) & set(second)
    dataset.set_epoch(0)
    assert dataset.items == first


def test_a_batch_is_padded_on_the_right() -> None:
    batch = collate([EncodedReply((5, 6), (7,)), EncodedReply((8,), (9, 10, 11))])
    assert batch["input_ids"].tolist() == [[5, 6, 7, 0], [8, 9, 10, 11]]
    assert batch["attention_mask"].tolist() == [[1, 1, 1, 0], [1, 1, 1, 1]]
    assert batch["labels"].tolist() == [[IGNORED, IGNORED, 7, IGNORED], [IGNORED, 9, 10, 11]]


@pytest.mark.parametrize(
    ("reply", "worth"),
    [
        ("The kitchen light is on.", True),
        ("The light is on.", False),
        ("The kitchen light is on since 7:30 PM.", False),
        ("The kitchen light is on, as you said.", False),
        ("", False),
    ],
)
def test_a_training_reply_is_short_and_true_to_its_facts(reply: str, *, worth: bool) -> None:
    asked = Example(text="turn on the kitchen light", facts={"place": "kitchen", "state": "on"}, reply=reply)
    assert teaches(asked, max_words=6) is worth

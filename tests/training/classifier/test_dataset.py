"""Examples as tensors: labels, padding, the draw of an epoch and its augmentation."""

import random
from dataclasses import replace
from pathlib import Path

import numpy as np

from models.manifest import Example, SlotLabel
from models.nlu.tokens import Tokens, WordTokenizer
from models.nlu.words import words
from tests.fixtures.lights import sentences
from training.classifier.dataset import (
    IGNORED,
    NO_WORD,
    ClassifierDataset,
    EncodedSentence,
    SoftLabel,
    collate,
    collect_labels,
    encode,
    exchange,
    repunctuate,
)  # fmt: skip


def example() -> Example:
    slots = (SlotLabel("time", "7 am", 8, 12), SlotLabel("room", "attic", 20, 25))
    return Example(text="wake at 7 am in the attic now", intent="alarm", slots=slots)


def test_other_values_stand_where_the_slots_were() -> None:
    draw = random.Random(0)
    values = {"time": ["noon", "half past ten"], "room": ["hall"]}
    seen = set()
    for _ in range(30):
        changed = exchange(example(), values, draw)
        text = changed.text or ""
        assert [text[s.start : s.end] for s in changed.slots or ()] == [s.value for s in changed.slots or ()]
        assert [s.name for s in changed.slots or ()] == ["time", "room"]
        assert changed.intent == "alarm" and text.startswith("wake at ") and text.endswith(" now")
        seen.add(text)
    assert seen == {
        f"wake at {time} in the {room} now"
        for time in ("7 am", "noon", "half past ten")
        for room in ("attic", "hall")
    }


def test_a_slot_that_nobody_else_fills_stays() -> None:
    assert exchange(example(), {}, random.Random(0)) == example()


def encoded(base: Path, example_: Example) -> EncodedSentence:
    heads = collect_labels([e for e in sentences() if e.split == "train"])
    return encode(example_, words(example_.text or ""), heads, WordTokenizer(base))


def test_labels_become_indices_and_unknown_ones_are_ignored(tiny_bert: Path) -> None:
    heads = collect_labels(sentences())
    assert heads.intents == ("lights_off", "lights_on") and heads.slots == ("room",) and heads.out_of_scope
    light = next(e for e in sentences() if e.text == "turn on the attic light")
    found = encoded(tiny_bert, light)
    assert (found.intent, found.out_of_scope, found.sentiment) == (1, 0, IGNORED)
    assert [heads.tags[tag] for tag in found.tags or ()] == ["O", "O", "O", "B-room", "O"]
    strange = encoded(tiny_bert, replace(light, intent="sing", slots=None))
    assert (strange.intent, strange.out_of_scope, strange.tags) == (IGNORED, IGNORED, None)
    assert encoded(tiny_bert, Example(text="sing", out_of_scope=True)).out_of_scope == 1


def test_a_batch_is_padded_and_its_soft_labels_are_rows() -> None:
    soft = SoftLabel(intents=np.array([1.0, 2.0], np.float32))
    items = [
        EncodedSentence(Tokens([2, 7, 3], [1]), intent=1, tags=(2,), soft=soft),
        EncodedSentence(Tokens([2, 8, 9, 3], [1, 2]), sentiment=0, distilled=True),
    ]
    batch = collate(items)
    assert batch["input_ids"].tolist() == [[2, 7, 3, 0], [2, 8, 9, 3]]
    assert batch["attention_mask"].tolist() == [[1, 1, 1, 0], [1, 1, 1, 1]]
    assert batch["word_starts"].tolist() == [[1, NO_WORD], [1, 2]]
    assert batch["tags"].tolist() == [[2, IGNORED], [IGNORED, IGNORED]]
    assert batch["intent"].tolist() == [1, IGNORED] and batch["distilled"].tolist() == [False, True]
    assert batch["soft_intent"][0].tolist() == [1.0, 2.0] and batch["soft_intent"][1].isnan().all()
    assert "soft_sentiment" not in batch


def test_a_batch_without_words_has_one_column() -> None:
    batch = collate([EncodedSentence(Tokens([2, 3], []))])
    assert batch["word_starts"].tolist() == [[NO_WORD]] and batch["tags"].tolist() == [[IGNORED]]


def test_an_epoch_draws_its_share_anew(tiny_bert: Path) -> None:
    data = ClassifierDataset(
        {"lights": sentences()}, collect_labels(sentences()), WordTokenizer(tiny_bert),
        per_epoch={"lights": 5}, augment=True, exchanged=0.5, misheard=0.5,
    )  # fmt: skip
    first = list(data.items)
    data.set_epoch(1)
    assert len(data.items) == len(data) == 5 and data.items != first and data.origins == ["lights"] * 5
    data.set_epoch(0)
    assert data.items == first


def test_auxiliary_and_distilled_sentences_have_no_other_labels(tiny_bert: Path) -> None:
    lights = [e for e in sentences() if e.intent][:3]
    others = [Example(text="sing a song", intent="sing"), Example(text="tell a fortune", intent="tell")]
    data = ClassifierDataset(
        {"lights": lights, "others": others, "texts": lights}, collect_labels(lights),
        WordTokenizer(tiny_bert), auxiliary=["others"], distilled=["texts"],
    )  # fmt: skip
    assert data.auxiliary_intents == ("sing", "tell")
    assert [item.auxiliary for item in data.items] == [IGNORED] * 3 + [0, 1] + [IGNORED] * 3
    assert [item.distilled for item in data.items] == [False] * 5 + [True] * 3
    assert all(item.intent == IGNORED and item.tags is None for item in data.items[3:])


def test_punctuation_varies() -> None:
    draw = random.Random(0)
    question = {" ".join(w.text for w in repunctuate(words("what time is it"), draw)) for _ in range(50)}
    assert question >= {"what time is it", "what time is it ?"}
    marked = {" ".join(w.text for w in repunctuate(words("stop!"), draw)) for _ in range(50)}
    assert marked == {"stop", "stop !"}

"""Encoded sentences as padded tensors, their commands one after the other."""

import numpy as np

from models.nlu.tokens import Tokens
from training.classifier.collating import NO_WORD, collate
from training.classifier.encoding import IGNORED, EncodedCommand, EncodedSentence, SoftLabel


def test_a_batch_is_padded_and_its_soft_labels_are_rows() -> None:
    soft = SoftLabel(intents=np.array([1.0, 2.0], np.float32))
    commands = (EncodedCommand(1, 2, intent=1, act=3), EncodedCommand(2, 3, relation=2))
    items = [
        EncodedSentence(Tokens([2, 7, 3], [1]), (EncodedCommand(1, 2, intent=1),), tags=(2,), soft=soft),
        EncodedSentence(
            Tokens([2, 8, 9, 3, 5, 3], [1, 2], [0, 0, 0, 0, 1, 1]), commands, sentiment=0, danger=1,
            boundaries=(1, 1), modifiers=(0, 3), distilled=True,
        ),
    ]  # fmt: skip
    batch = collate(items)
    assert batch["input_ids"].tolist() == [[2, 7, 3, 0, 0, 0], [2, 8, 9, 3, 5, 3]]
    assert batch["attention_mask"].tolist() == [[1, 1, 1, 0, 0, 0], [1] * 6]
    assert batch["token_types"].tolist() == [[0] * 6, [0, 0, 0, 0, 1, 1]]
    assert batch["word_starts"].tolist() == [[1, NO_WORD], [1, 2]]
    assert batch["tags"].tolist() == [[2, IGNORED], [IGNORED, IGNORED]]
    assert batch["boundaries"].tolist() == [[IGNORED, IGNORED], [1, 1]]
    assert batch["modifiers"].tolist() == [[IGNORED, IGNORED], [0, 3]]
    assert batch["commands"].tolist() == [[0, 1, 2], [1, 1, 2], [1, 2, 3]]
    assert batch["intent"].tolist() == [1, 1, IGNORED] and batch["act"].tolist() == [IGNORED, 3, IGNORED]
    assert batch["relation"].tolist() == [IGNORED, IGNORED, 2]
    assert batch["danger"].tolist() == [IGNORED, 1] and batch["distilled"].tolist() == [False, True]
    assert batch["soft_intent"][0].tolist() == [1.0, 2.0] and batch["soft_intent"][1:].isnan().all()
    assert "soft_sentiment" not in batch


def test_a_batch_without_words_has_one_column() -> None:
    batch = collate([EncodedSentence(Tokens([2, 3], []), (EncodedCommand(1, 1),))])
    assert batch["word_starts"].tolist() == [[NO_WORD]] and batch["tags"].tolist() == [[IGNORED]]

"""Passes over sentences in batches of like length."""

from pathlib import Path

import torch

from models.manifest import Example
from models.nlu.labels import Labels
from models.nlu.tokens import WordTokenizer
from models.types import Message
from training.classifier import inference, recipe
from training.classifier.dataset import ClassifierDataset
from training.classifier.encoding import EncodedSentence

LABELS = Labels(intents=("on", "off"))
TEXTS = ("turn on the kitchen lights please", "play", "turn off the lights")


def items(folder: Path) -> list[EncodedSentence]:
    examples = [Example(text=text, intent="on") for text in TEXTS]
    examples.append(Example(text="play", intent="on", context=(Message("user", "turn on the lights"),)))
    return ClassifierDataset({"all": examples}, LABELS, WordTokenizer(folder)).items


def test_every_sentence_is_in_one_batch_beside_those_of_its_length(tiny_bert: Path) -> None:
    found = items(tiny_bert)
    batches = list(inference.by_length(found, batch_size=2))
    places = [place for chosen, _ in batches for place in chosen]
    assert sorted(places) == list(range(len(found)))
    lengths = [len(found[place].tokens.ids) for place in places]
    assert lengths == sorted(lengths)
    assert all(len(batch["input_ids"]) == len(chosen) for chosen, batch in batches)


def test_a_states_mask_leaves_padding_and_context_out(tiny_bert: Path) -> None:
    torch.manual_seed(0)
    model, found = recipe.build(tiny_bert, LABELS, 0.0), items(tiny_bert)
    for places, states, own in inference.states(model, found):
        assert states.shape[:2] == own.shape
        assert own.sum(1).tolist() == [found[place].tokens.own for place in places]

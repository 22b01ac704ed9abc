"""The danger head is fitted on the trained states: people in danger against what is most like them."""

from pathlib import Path

import pytest
import torch

from models.manifest import Example
from models.nlu.labels import Labels
from models.nlu.tokens import WordTokenizer
from training.classifier import danger_head, recipe
from training.classifier.dataset import ClassifierDataset
from training.classifier.task import predict

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:transformers")

PEOPLE = ("turn on the kitchen lights", "kitchen lights on please", "lights on in the kitchen")
OTHERS = ("turn off the garage lights", "garage lights off please", "lights off in the garage", "play a song")
LABELS = Labels(intents=("on", "off"), danger=True)


def dataset(tokenizer: WordTokenizer, *danger: bool) -> ClassifierDataset:
    texts = [(text, True) for text in PEOPLE] + [(text, False) for text in OTHERS]
    examples = [Example(text=text, intent="on", danger=is_danger) for text, is_danger in texts]
    kept = [e for e in examples if e.danger in danger]
    return ClassifierDataset({"all": kept}, LABELS, tokenizer)


def test_the_refitted_head_tells_danger_from_what_is_like_it(tiny_bert: Path) -> None:
    torch.manual_seed(0)
    model = recipe.build(tiny_bert, LABELS, 0.0)
    both = dataset(WordTokenizer(tiny_bert), True, False)
    intents = model.intent.weight.clone() if model.intent else None
    danger_head.refit(model, both.items, seed=0)
    scores = [output.danger or 0.0 for output in predict(model, both)]
    assert min(scores[: len(PEOPLE)]) > max(scores[len(PEOPLE) :])
    assert model.intent is not None and intents is not None and torch.equal(model.intent.weight, intents)


def test_without_both_kinds_the_head_stays(tiny_bert: Path) -> None:
    model = recipe.build(tiny_bert, LABELS, 0.0)
    assert model.danger is not None
    before = model.danger.weight.clone()
    danger_head.refit(model, dataset(WordTokenizer(tiny_bert), False).items, seed=0)
    assert torch.equal(model.danger.weight, before)
    danger_head.refit(recipe.build(tiny_bert, Labels(intents=("on", "off")), 0.0), [], seed=0)

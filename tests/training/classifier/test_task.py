"""The classifier's losses, its validation score and its predictions."""

from pathlib import Path

import pytest
import torch

from models.manifest import Example
from models.nlu.tokens import WordTokenizer
from tests.fixtures.lights import sentences
from training.classifier import losses, recipe
from training.classifier.collating import INPUTS, collate
from training.classifier.dataset import ClassifierDataset
from training.classifier.encoding import collect_labels
from training.classifier.task import ClassifierTask, predict
from training.trainer.task import TrainerConfig

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:transformers")


def task(base: Path, examples: list[Example]) -> ClassifierTask:
    heads = collect_labels(examples)
    data = ClassifierDataset({"lights": examples}, heads, WordTokenizer(base))
    torch.manual_seed(0)
    model = recipe.build(base, heads, 0.0, 0).eval()
    weights = {"intent": 1.0, "slots": 2.0, "out_of_scope": 0.5, "sentiment": 0.5}
    return ClassifierTask(model, heads, data, data, 4, smoothing=0.0, weights=weights, seed=0)


def test_the_loss_is_the_weighted_sum_of_the_heads(tiny_bert: Path) -> None:
    lights = [e for e in sentences() if e.intent][:6]
    found = task(tiny_bert, [*lights, Example(text="sing a song", out_of_scope=True)])
    (batch,) = [collate(ClassifierDataset({"a": lights}, found._labels, WordTokenizer(tiny_bert)).items)]
    with torch.no_grad():
        logits = found.model(*(batch[name] for name in INPUTS))
        loss = found.loss(found.model, batch)
        by_head = losses.by_head(logits, batch, torch.ones(0), 0.0, 0.0)
    assert by_head.keys() == {"intent", "out_of_scope", "slots"}
    weighted = by_head["intent"] + 0.5 * by_head["out_of_scope"] + 2 * by_head["slots"]
    assert loss.item() == pytest.approx(weighted.item(), rel=1e-5)


def test_predictions_are_in_the_datasets_order(tiny_bert: Path) -> None:
    examples = [e for e in sentences() if e.intent]
    found = task(tiny_bert, examples)
    data = ClassifierDataset({"lights": examples}, found._labels, WordTokenizer(tiny_bert))
    together, alone = predict(found.model, data), predict(found.model, data, batch_size=1)
    for one, two, item in zip(together, alone, data.items, strict=True):
        assert one.tags is not None and len(one.tags) == len(item.tokens.word_starts)
        assert one.intents == pytest.approx(two.intents, abs=1e-4)
    assert set(found.validate()) == {"intent_accuracy", "slot_f1", "score"}


def test_only_matrices_of_the_encoders_layers_are_trained(tiny_bert: Path) -> None:
    found = task(tiny_bert, [e for e in sentences() if e.intent])
    encoder, heads = found.parameter_groups(TrainerConfig(learning_rate=0.1, head_learning_rate=0.2))
    assert (encoder["lr"], heads["lr"]) == (0.1, 0.2)
    assert {p.ndim for p in encoder["params"]} == {2} and heads["params"]
    trainable = {n for n, p in found.model.encoder.named_parameters() if p.requires_grad}
    assert trainable and not any("embeddings" in name for name in trainable)

"""The classifier's losses, its validation score and its predictions."""

from pathlib import Path

import pytest
import torch
from torch.nn import functional

from models.manifest import Example
from models.nlu.tokens import WordTokenizer
from tests.fixtures.lights import sentences
from training.classifier import recipe
from training.classifier.crf import crf_nll
from training.classifier.dataset import IGNORED, ClassifierDataset, collate, collect_labels
from training.classifier.task import ClassifierTask, _class_weights, predict
from training.trainer.task import TrainerConfig

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:transformers")


def test_a_rare_class_counts_by_the_root_of_its_class_weights() -> None:
    weights = _class_weights([0] * 8 + [1] * 2 + [-100] * 5, 2).tolist()
    assert weights[1] / weights[0] == pytest.approx(2)
    assert (8 * weights[0] + 2 * weights[1]) / 10 == pytest.approx(1)


def test_without_sentiments_there_is_nothing_to_weigh() -> None:
    assert _class_weights([-100, -100], 0).tolist() == []
    assert _class_weights([], 3).tolist() == [1, 1, 1]


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
        logits = found.model(batch["input_ids"], batch["attention_mask"], batch["word_starts"])
        loss = found.loss(found.model, batch)
    intent = functional.cross_entropy(logits.intents, batch["intent"])
    scope = functional.binary_cross_entropy_with_logits(logits.out_of_scope, torch.zeros(6))
    slots = crf_nll(logits.tags, batch["tags"], logits.transitions, IGNORED).mean()
    assert loss.item() == pytest.approx((intent + 0.5 * scope + 2 * slots).item(), rel=1e-5)


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

"""Soft labels: from networks that have not seen the sentence, learned once, and mixed into the loss."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch.nn import functional

from models.manifest import Example
from models.nlu.joint_bert import JointBert
from models.nlu.tokens import WordTokenizer
from tests.fixtures.lights import sentences
from training.classifier import recipe
from training.classifier.collating import collate
from training.classifier.config import ClassifierConfig, CrossFitting
from training.classifier.crossfit import soft_labels
from training.classifier.data import read_data
from training.classifier.dataset import ClassifierDataset
from training.classifier.encoding import SoftLabel, collect_labels
from training.classifier.task import ClassifierTask
from training.data import splits
from training.trainer.loop import Trainer
from training.trainer.task import TrainerConfig


def test_each_label_is_from_a_network_that_has_not_seen_the_sentence(tiny_bert: Path, tmp_path: Path) -> None:
    examples = [e for e in sentences() if e.intent]
    heads, seen = collect_labels(examples), list[set[str]]()

    def learn(train: dict[str, list[Example]], place: Path, goes_on: bool) -> JointBert:
        """A network whose logits say which fold it was for."""
        assert not goes_on
        place.mkdir(parents=True)
        seen.append({splits.key(e.text or "") for e in train["lights"]})
        model = recipe.build(tiny_bert, heads, 0.0)
        assert model.intent is not None
        torch.nn.init.zeros_(model.intent.weight)
        torch.nn.init.constant_(model.intent.bias, len(seen) - 1)
        return model

    tokenizer = WordTokenizer(tiny_bert)
    soft = soft_labels({"lights": examples}, heads, tokenizer, 3, learn, tmp_path)["lights"]
    assert len(seen) == 3 and len(soft) == len(examples)
    for example, label in zip(examples, soft, strict=True):
        assert label.intents is not None and label.sentiments is None
        assert splits.key(example.text or "") not in seen[int(label.intents[0])]
    again = soft_labels({"lights": examples}, heads, tokenizer, 3, learn, tmp_path)["lights"]
    assert len(seen) == 3
    for one, two in zip(soft, again, strict=True):
        assert one.intents is not None and two.intents is not None and (one.intents == two.intents).all()


def test_the_loss_has_its_share_of_soft_labels(tiny_bert: Path) -> None:
    examples = [e for e in sentences() if e.intent][1:4]
    heads = collect_labels(examples)
    logits = torch.tensor([2.0, -1.0])
    soft = [SoftLabel(intents=logits.numpy()), SoftLabel(), SoftLabel(intents=logits.numpy())]
    data = ClassifierDataset({"a": examples}, heads, WordTokenizer(tiny_bert), soft={"a": soft})
    model = recipe.build(tiny_bert, heads, 0.0).eval()
    weights = {"intent": 1.0, "slots": 0.0}

    def loss(softness: float, *, without: bool = False) -> float:
        task = ClassifierTask(
            model, heads, data, data, 3, smoothing=0.0, weights=weights, softness=softness, seed=0
        )
        batch = collate(data.items)
        if without:
            del batch["soft_intent"]
        return task.loss(model, batch).item()

    batch = collate(data.items)
    with torch.no_grad():
        said = model(*(batch[k] for k in ("input_ids", "attention_mask", "word_starts"))).intents
    likely = (logits / 2).softmax(-1)
    cross_entropy = [-2 * float((likely * functional.log_softmax(row / 2, -1)).sum()) for row in said]
    hard = [float(functional.cross_entropy(row, t)) for row, t in zip(said, batch["intent"], strict=True)]
    assert loss(0.25) == pytest.approx(
        sum(0.75 * hard[i] + 0.25 * cross_entropy[i] if i != 1 else hard[i] for i in range(3)) / 3, rel=1e-4
    )
    assert loss(0.0) == pytest.approx(loss(0.25, without=True), rel=1e-5)


def test_a_run_that_is_killed_between_folds_goes_on_there(
    tiny_bert: Path, write_manifest: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = read_data([write_manifest()])
    schedule = TrainerConfig(epochs=2, batch_size=8, average=0.5, learning_rate=3e-3, head_learning_rate=1e-2)
    crossfit = CrossFitting(manifests=("lights",), folds=2, epochs=1)
    config = ClassifierConfig(base=str(tiny_bert), trainer=schedule, crossfit=crossfit)
    whole = recipe.learn(config, data, tmp_path / "whole", on="cpu")

    runs: list[Path] = []

    class Dies(Trainer):
        def fit(self, *arguments: object, **named: object) -> list[dict[str, float]]:
            runs.append(self.output)
            if len(runs) == 2:
                raise KeyboardInterrupt
            return super().fit(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(recipe, "Trainer", Dies)
    with pytest.raises(KeyboardInterrupt):
        recipe.learn(config, data, tmp_path / "parts", on="cpu")
    resumed = recipe.learn(config, data, tmp_path / "parts", resume=True, on="cpu")
    assert [run.name for run in runs] == ["0", "1", "1", "parts"]
    for (name, one), two in zip(whole.named_parameters(), resumed.parameters(), strict=True):
        assert torch.equal(one, two), name

"""Distilled sentences keep the predictions of the warm start, whatever else is learned."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from transformers import AutoModel

from models.errors import ConfigError
from models.manifest import Example
from models.nlu import labels
from models.nlu.joint_bert import JointBert
from models.nlu.tokens import WordTokenizer
from tests.fixtures.lights import sentences
from training.classifier import recipe, rehearsal, warm_start
from training.classifier.collating import INPUTS, collate
from training.classifier.config import ClassifierConfig
from training.classifier.data import ClassifierData, read_data
from training.classifier.dataset import ClassifierDataset
from training.classifier.distillation import token_ids
from training.trainer.task import TrainerConfig

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:transformers")


def test_distilled_sentences_keep_their_predictions(
    tiny_bert: Path, write_manifest: Callable[..., Path], tmp_path: Path
) -> None:
    schedule = TrainerConfig(epochs=5, batch_size=8, average=0.5, learning_rate=3e-3, head_learning_rate=1e-2)
    config = ClassifierConfig(base=str(tiny_bert), adapter_rank=32, trainer=schedule)
    before = read_data([write_manifest()])
    lights = recipe.fit(config, before, tmp_path / "run", on="cpu")
    recipe.finish(config, before, lights, tmp_path / "lights")

    known = before.labels
    heads = known.model_copy(update={"intents": ("sing", *known.intents)})
    own = [replace(e, out_of_scope=False, intent="sing") for e in sentences() if e.out_of_scope]
    texts = [Example(text=e.text) for e in sentences() if e.intent]
    more = ClassifierData({"own": own, rehearsal.NAME: texts}, {"own": own}, {}, heads, {}, extends=True)
    config = config.model_copy(update={"start": str(tmp_path / "lights")})
    teacher = warm_start.teacher(config.start, heads, tiny_bert)
    seen = ClassifierDataset({"texts": texts}, heads, WordTokenizer(tiny_bert), distilled=["texts"])
    batch = collate(seen.items)

    def divergences(model: JointBert) -> dict[str, float]:
        with torch.no_grad():
            logits = model.eval()(*(batch[name] for name in INPUTS))
        return {head: float(by_text.mean()) for head, by_text in teacher.divergence(logits, batch).items()}

    model = recipe.fit(config, more, tmp_path / "held", on="cpu")
    held = divergences(model)
    lost = divergences(recipe.fit(config, replace(more, extends=False), tmp_path / "lost", on="cpu"))
    assert held.keys() == {"intent", "slots", "sentiment", "out_of_scope"}
    assert held["intent"] < lost["intent"] / 5 and sum(held.values()) < sum(lost.values()) / 3, (held, lost)

    was = labels.read(tmp_path / "lights")
    now = recipe.finish(config, more, model, tmp_path / "more")
    assert now.temperatures == was.temperatures
    assert now.thresholds == now.thresholds.at_least(was.thresholds)


def test_labelled_sentences_are_held_to_the_teacher_where_it_knows_their_labels(
    tiny_bert: Path, write_manifest: Callable[..., Path], tmp_path: Path
) -> None:
    config = ClassifierConfig(base=str(tiny_bert), trainer=TrainerConfig(epochs=1, batch_size=8))
    before = read_data([write_manifest()])
    recipe.finish(config, before, recipe.fit(config, before, tmp_path / "run", on="cpu"), tmp_path / "lights")
    heads = before.labels.model_copy(update={"intents": ("sing", *before.labels.intents)})
    known = [e for e in sentences() if e.intent][:3]
    other = replace(known[0], intent="sing")
    teacher = warm_start.teacher(str(tmp_path / "lights"), heads, tiny_bert)

    def divergences(held: list[str]) -> dict[str, torch.Tensor]:
        sources = {"free": known, "held": [*known, other]}
        items = ClassifierDataset(sources, heads, WordTokenizer(tiny_bert), held=held).items
        assert [item.intent for item in items[:3]] == [item.intent for item in items[3:6]]
        batch = collate(items)
        torch.manual_seed(0)
        student = recipe.build(tiny_bert, heads, 0.0).eval()
        with torch.no_grad():
            return teacher.divergence(student(*(batch[name] for name in INPUTS)), batch)

    found = divergences(["held"])
    assert divergences([]) == {}
    # an intent that the teacher does not have is not held against the student
    assert found["intent"].shape == (4,) and (found["intent"][:3] > 0).all() and found["intent"][3] == 0
    assert (found["slots"] > 0).all() and found["out_of_scope"].shape == (4,)


def test_a_teacher_of_another_base_with_the_same_word_pieces_teaches_the_same(
    tiny_bert: Path, write_manifest: Callable[..., Path], tmp_path: Path
) -> None:
    config = ClassifierConfig(base=str(tiny_bert), trainer=TrainerConfig(epochs=1, batch_size=8))
    data = read_data([write_manifest()])
    recipe.finish(config, data, recipe.fit(config, data, tmp_path / "run", on="cpu"), tmp_path / "lights")
    other = _renumbered(tiny_bert, tmp_path / "other")
    described = labels.read(tmp_path / "lights").model_copy(update={"base": str(other)})
    shutil.copytree(tmp_path / "lights", tmp_path / "moved")
    labels.write(tmp_path / "moved", described)
    heads, texts = data.labels, [Example(text=e.text) for e in sentences()]
    batch = collate(
        ClassifierDataset({"texts": texts}, heads, WordTokenizer(tiny_bert), distilled=["texts"]).items
    )
    student = recipe.build(tiny_bert, heads, 0.0).eval()
    with torch.no_grad():
        logits = student(*(batch[name] for name in INPUTS))
    one, two = (
        warm_start.teacher(str(tmp_path / name), heads, tiny_bert).divergence(logits, batch)
        for name in ("lights", "moved")
    )
    for head, divergence in one.items():
        assert divergence.sum() > 0
        torch.testing.assert_close(two[head], divergence)


def test_a_teacher_with_other_word_pieces_is_refused(tiny_bert: Path, tmp_path: Path) -> None:
    fewer = _renumbered(tiny_bert, tmp_path / "fewer", without="kitchen")
    with pytest.raises(ConfigError, match="lacks 1 of the tokens, such as 'kitchen'"):
        token_ids(WordTokenizer(tiny_bert), WordTokenizer(fewer))


def _renumbered(base: Path, folder: Path, without: str = "") -> Path:
    """A copy of the base with its tokens in reverse order and other names around a sentence."""
    described = json.loads((base / "tokenizer.json").read_text(encoding="utf-8"))
    vocabulary = described["model"]["vocab"]
    names, last = {"[CLS]": "<s>", "[SEP]": "</s>"}, len(vocabulary) - 1
    ids = {names.get(t, t): last - i for t, i in vocabulary.items() if t != without}
    described["model"]["vocab"] = ids | {t: ids[names[t]] + len(vocabulary) for t in names}
    for special in described["post_processor"]["special_tokens"].values():
        special["ids"] = [last - i for i in special["ids"]]
    folder.mkdir()
    (folder / "tokenizer.json").write_text(json.dumps(described), encoding="utf-8")
    model = AutoModel.from_pretrained(base, add_pooling_layer=False)
    embeddings = model.embeddings.word_embeddings.weight
    with torch.no_grad():
        embeddings.copy_(embeddings.flip(0))
    model.config.pad_token_id = None
    model.save_pretrained(folder)
    return folder

"""The whole recipe on a tiny BERT: it learns, reloads to equal outputs, resumes exactly, drops heads."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from models import nlu
from models.errors import CheckpointError, ConfigError, DataError
from models.manifest import Example
from models.nlu import labels
from tests.fixtures.lights import sentences
from training.classifier import recipe
from training.classifier.config import ClassifierConfig
from training.classifier.data import read_data
from training.report import page
from training.trainer.log import LOG
from training.trainer.task import TrainerConfig

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:transformers")


def config(base: Path, **trainer: object) -> ClassifierConfig:
    how = {"epochs": 25, "batch_size": 8, "learning_rate": 3e-3, "head_learning_rate": 1e-2, "average": 0.5}
    schedule = TrainerConfig.model_validate({**how, **trainer})
    return ClassifierConfig(base=str(base), adapter_rank=32, dropout=0.0, smoothing=0.0, trainer=schedule)


def losses(run: Path) -> list[float]:
    entries = [json.loads(line) for line in (run / LOG).read_text(encoding="utf-8").splitlines()]
    return [entry["loss"] for entry in entries if "loss" in entry]


def test_it_learns_and_reloads_to_what_it_was(
    tiny_bert: Path, write_manifest: Callable[..., Path], tmp_path: Path
) -> None:
    settings, output = config(tiny_bert), tmp_path / "checkpoint"
    data, command = [write_manifest()], "assistant-train classifier"
    metrics = recipe.main(settings, data, output, on="cpu", command=command).to_json()
    falling = losses(recipe.run_folder(output))
    assert sum(falling[-4:]) < 0.2 * sum(falling[:4])
    assert metrics["intent_accuracy"] == 1.0 and metrics["slot_f1"] >= metrics["baseline"]["slot_f1"] > 0.0
    assert json.loads((output / "metrics.json").read_text(encoding="utf-8")) == metrics
    assert "assistant-train classifier" in (output / "README.md").read_text(encoding="utf-8")
    report = (recipe.run_folder(output) / page.FILE).read_text(encoding="utf-8")
    assert "Confused intents" in report and "Calibration of intents" in report and "lights_on" in report
    assert metrics["calibration"]["risk_coverage"][-1]["risk"] == 0.0
    assert not output.with_name(".checkpoint.partial").exists()

    stored = {file.name: file.read_bytes() for file in output.iterdir()}
    assert recipe.main(settings, data, output, rescore=True, on="cpu", command=command).to_json() == metrics
    assert {file.name: file.read_bytes() for file in output.iterdir()} == stored

    by_torch, by_int8 = (nlu.load(output, device="cpu", engine=engine) for engine in ("torch", "int8"))
    for text in ("turn off the attic light", "Turn ON the light, in the Hall!", "what a bad day"):
        one, two = by_torch.understand(text), by_int8.understand(text)
        assert one.candidates[0].intent == two.candidates[0].intent
        assert one.slots == two.slots
        assert one.candidates[0].confidence == pytest.approx(two.candidates[0].confidence, abs=0.1)
    understood = by_torch.understand("Turn ON the Attic light.")
    assert understood.intent == "lights_on"
    assert [(s.text, s.start, s.end) for s in understood.slots or ()] == [("Attic", 12, 17)]
    assert by_torch.understand("?!").decision == "reject"


def test_a_checkpoint_holds_all_that_training_changed(
    tiny_bert: Path, write_manifest: Callable[..., Path], tmp_path: Path
) -> None:
    from models.nlu.tokens import WordTokenizer
    from models.nlu.torch_engine import compose
    from training.classifier.dataset import ClassifierDataset
    from training.classifier.task import predict

    settings = config(tiny_bert, epochs=3)
    data = read_data([write_manifest()])
    model = recipe.fit(settings, data, tmp_path / "run", on="cpu")
    recipe.finish(settings, data, model, tmp_path / "checkpoint")
    again = compose(tiny_bert, tmp_path / "checkpoint", data.labels)
    test = ClassifierDataset(data.test, data.labels, WordTokenizer(tiny_bert))
    for before, after in zip(predict(model, test), predict(again, test), strict=True):
        # the checkpoint is in half precision, at a rank that loses nothing here
        assert torch.allclose(torch.tensor(before.intents), torch.tensor(after.intents), atol=0.03)
        assert torch.allclose(torch.tensor(before.tags), torch.tensor(after.tags), atol=0.03)
        assert before.transitions == pytest.approx(after.transitions, abs=0.001)
        assert before.transitions is not None and before.transitions.any()


def test_a_resumed_run_ends_as_one_that_was_not_interrupted(
    tiny_bert: Path, write_manifest: Callable[..., Path], tmp_path: Path
) -> None:
    class Interrupted(Exception):
        pass

    data = read_data([write_manifest()])
    settings = config(tiny_bert, epochs=3, checkpoint_steps=3)
    settings = settings.model_copy(update={"dropout": 0.1})
    recipe.fit(settings, data, tmp_path / "whole", on="cpu")

    from training.trainer import loop

    saves = 0

    class Dies(loop.Trainer):
        def _save(self, *arguments: object) -> None:
            nonlocal saves
            super()._save(*arguments)  # type: ignore[arg-type]
            saves += 1
            if saves == 3:
                raise Interrupted

    with pytest.MonkeyPatch.context() as patch, pytest.raises(Interrupted):
        patch.setattr(recipe, "Trainer", Dies)
        recipe.fit(settings, data, tmp_path / "parts", on="cpu")
    before = losses(tmp_path / "parts")
    recipe.fit(settings, data, tmp_path / "parts", resume=True, on="cpu")
    assert 0 < len(before) < len(losses(tmp_path / "whole"))
    assert losses(tmp_path / "parts") == losses(tmp_path / "whole")


def test_resuming_nothing_says_so(
    tiny_bert: Path, write_manifest: Callable[..., Path], tmp_path: Path
) -> None:
    with pytest.raises(CheckpointError, match="no run to resume"):
        recipe.fit(config(tiny_bert), read_data([write_manifest()]), tmp_path / "run", resume=True, on="cpu")


def test_sentiment_alone_trains_a_network_with_that_head_alone(
    tiny_bert: Path, write_manifest: Callable[..., Path], tmp_path: Path
) -> None:
    moods = [e for e in sentences() if e.sentiment]
    recipe.main(config(tiny_bert, epochs=2), [write_manifest(moods)], tmp_path / "moods", on="cpu")
    understood = nlu.load(tmp_path / "moods", device="cpu", engine="torch").understand("what a lovely day")
    assert understood.intent is None and understood.decision is None and understood.slots is None
    assert understood.candidates == ()
    assert understood.sentiment in ("positive", "negative")


def test_it_begins_as_another_classifier_and_goes_on_for_long_enough(
    tiny_bert: Path, write_manifest: Callable[..., Path], tmp_path: Path
) -> None:
    data = read_data([write_manifest()])
    settings = config(tiny_bert, epochs=1).model_copy(update={"least_steps": 12})
    model = recipe.fit(settings, data, tmp_path / "first", on="cpu")
    assert 12 <= len(losses(tmp_path / "first")) < 18
    recipe.finish(settings, data, model, tmp_path / "checkpoint")

    still = config(tiny_bert, epochs=1, learning_rate=1e-12)
    still = still.model_copy(update={"start": str(tmp_path / "checkpoint")})
    again = recipe.fit(still, data, tmp_path / "second", on="cpu")
    trained = "encoder.encoder.layer.0.attention.self.query.weight"
    assert torch.allclose(again.get_parameter(trained), model.get_parameter(trained), atol=1e-3)
    untouched = recipe.build(tiny_bert, data.labels, 0.0)
    assert not torch.allclose(untouched.get_parameter(trained), model.get_parameter(trained), atol=1e-2)

    other = labels.read(tmp_path / "checkpoint").model_copy(update={"base": "another"})
    labels.write(tmp_path / "checkpoint", other)
    with pytest.raises(ConfigError, match="was made from another"):
        recipe.fit(still, data, tmp_path / "third", on="cpu")


def test_overheard_sentences_train_a_head_and_are_not_scored(
    tiny_bert: Path, write_manifest: Callable[..., Path], tmp_path: Path
) -> None:
    overheard = [
        Example(text=text, split=split)
        for split in ("train", "valid", "test")
        for text in (f"pass me the salt {split}", f"who was that {split}")
    ]
    settings = config(tiny_bert, epochs=1).model_copy(update={"addressed": 40, "overheard": ("talk",)})
    data = [write_manifest(), write_manifest(overheard, "talk.jsonl")]
    scores = recipe.main(settings, data, tmp_path / "checkpoint", on="cpu")
    assert set(scores.by_manifest) == {"lights"}
    assert labels.read(tmp_path / "checkpoint").labels.addressed
    for engine in ("torch", "int8"):
        heard = nlu.load(tmp_path / "checkpoint", device="cpu", engine=engine).understand("lights on")
        assert heard.addressed is not None and 0 <= heard.addressed <= 1


def test_wrong_data_are_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "wrong.jsonl"
    lines = ('{"text": "on", "intent": "a"}', '{"text": "", "intent": "a"}', '{"intent": 3}')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(DataError) as error:
        recipe.main(config(tmp_path / "no-such-base"), [path], tmp_path / "output", on="cpu")
    assert "wrong.jsonl:2" in str(error.value) and "wrong.jsonl:3" in str(error.value)


def test_a_damaged_checkpoint_is_refused(
    tiny_bert: Path, write_manifest: Callable[..., Path], tmp_path: Path
) -> None:
    output = tmp_path / "checkpoint"
    settings, data = config(tiny_bert, epochs=1), read_data([write_manifest()])
    recipe.finish(settings, data, recipe.build(tiny_bert, data.labels, 0.0), output)
    description = labels.read(output)
    fewer = description.model_copy(
        update={"labels": description.labels.model_copy(update={"intents": ("one",)})}
    )
    labels.write(output, fewer)
    with pytest.raises(CheckpointError, match="do not fit the labels"):
        nlu.load(output, device="cpu", engine="torch")
    (output / "heads.safetensors").write_bytes(b"short")
    with pytest.raises(CheckpointError, match="cannot be read"):
        nlu.load(output, device="cpu", engine="torch")
    (output / "classifier.json").write_text("{}", encoding="utf-8")
    with pytest.raises(CheckpointError, match="not a classifier's description"):
        nlu.load(output, device="cpu", engine="torch")
    with pytest.raises(CheckpointError, match="no such classifier"):
        nlu.load(tmp_path / "nowhere")

"""The whole recipe on a tiny Llama: it learns, reloads to equal outputs, resumes exactly."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from models import lm
from models.errors import DataError
from models.lm.prompts.trained import Trained
from tests.fixtures.processor import INT8_OVERFLOWS, REASON
from tests.fixtures.replies import replies
from training.config import CONFIGS, read
from training.generator import recipe
from training.generator.config import GeneratorConfig
from training.generator.dataset import IGNORED
from training.generator.task import reply_logits
from training.trainer.loop import Trainer

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:transformers")


def config(base: Path, **trainer: object) -> GeneratorConfig:
    smoke = read(CONFIGS / "smoke" / "generator.toml", GeneratorConfig)
    schedule = smoke.trainer.model_copy(update=trainer)
    return smoke.model_copy(update={"base": str(base), "trainer": schedule})


def losses(run: Path) -> list[float]:
    entries = [json.loads(line) for line in (run / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    return [entry["loss"] for entry in entries if "loss" in entry]


def test_it_learns_and_reloads_to_what_it_was(
    tiny_gpt_of_replies: Path, write_replies: Callable[..., Path], tmp_path: Path
) -> None:
    settings, output, data = config(tiny_gpt_of_replies, epochs=12), tmp_path / "checkpoint", write_replies()
    metrics = recipe.main(settings, [data], output, on="cpu", command="assistant-train generator").to_json()
    falling = losses(recipe.run_folder(output))
    assert sum(falling[-3:]) < 0.5 * sum(falling[:3])
    assert metrics["perplexity"] < 0.5 * metrics["baseline"]["perplexity"]
    assert {"slot_error_rate", "bleu", "perplexity", "n"} <= metrics.keys()
    assert json.loads((output / "metrics.json").read_text(encoding="utf-8")) == metrics
    assert "assistant-train generator" in (output / "README.md").read_text(encoding="utf-8")
    adapter = json.loads((output / "adapter_config.json").read_text(encoding="utf-8"))
    assert adapter["base_model_name_or_path"] == str(tiny_gpt_of_replies)

    if INT8_OVERFLOWS:
        pytest.skip(REASON)
    by_torch, by_int8 = (lm.load(str(output), device="cpu", engine=engine) for engine in ("torch", "int8"))
    assert isinstance(by_torch.prompts, Trained)
    asked = by_torch.prompts.statement("turn on the porch light", {"place": "porch", "state": "on"})
    said = "The porch light is on."
    one, two = (engine.log_probabilities(asked, said) for engine in (by_torch, by_int8))
    assert one == pytest.approx(two, abs=0.3)


def test_a_checkpoint_holds_all_that_training_changed(
    tiny_gpt_of_replies: Path, write_replies: Callable[..., Path], tmp_path: Path
) -> None:
    settings = config(tiny_gpt_of_replies)
    data = recipe.read_data([write_replies()], settings)
    model = recipe.fit(settings, data, tmp_path / "run", on="cpu").eval()
    recipe.finish(settings, model, tmp_path / "checkpoint")
    reloaded = lm.load(str(tmp_path / "checkpoint"), device="cpu", engine="torch")
    asked = Trained().paraphrase("turn off the hall light", "The hall light is off.")
    from models.lm.chat_format import ChatFormat

    prompt, reply = ChatFormat(tiny_gpt_of_replies).reply(asked, "The hall light is off now.")
    batch = {
        "input_ids": torch.tensor([prompt + reply]),
        "attention_mask": torch.ones(1, len(prompt + reply), dtype=torch.long),
        "labels": torch.tensor([[IGNORED] * len(prompt) + reply]),
    }
    with torch.no_grad():
        logits, labels = reply_logits(model, batch)
    expected = logits.log_softmax(-1).gather(-1, labels[:, None])[:, 0].tolist()
    # the adapter is kept in half precision
    assert reloaded.log_probabilities(asked, "The hall light is off now.") == pytest.approx(
        expected, abs=0.02
    )


def test_a_resumed_run_ends_as_one_that_was_not_interrupted(
    tiny_gpt_of_replies: Path, write_replies: Callable[..., Path], tmp_path: Path
) -> None:
    class Interrupted(Exception):
        pass

    saves = 0

    class Dies(Trainer):
        def _save(self, *arguments: object) -> None:
            nonlocal saves
            super()._save(*arguments)  # type: ignore[arg-type]
            saves += 1
            if saves == 2:
                raise Interrupted

    settings = config(tiny_gpt_of_replies, checkpoint_steps=3)
    data = recipe.read_data([write_replies()], settings)
    recipe.fit(settings, data, tmp_path / "whole", on="cpu")
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Interrupted):
        patch.setattr(recipe, "Trainer", Dies)
        recipe.fit(settings, data, tmp_path / "parts", on="cpu")
    assert 0 < len(losses(tmp_path / "parts")) < len(losses(tmp_path / "whole"))
    recipe.fit(settings, data, tmp_path / "parts", resume=True, on="cpu")
    assert losses(tmp_path / "parts") == losses(tmp_path / "whole")


def test_replies_that_teach_something_wrong_are_left_out(
    tiny_gpt_of_replies: Path, write_replies: Callable[..., Path]
) -> None:
    good = replies()[-5]
    lacking = replace(good, reply="The light is on.")
    invented = replace(good, reply=f"{good.reply} It is 7:30 PM.")
    endless = replace(good, reply=f"{good.reply} {'so ' * 40}")
    settings = config(tiny_gpt_of_replies)
    data = recipe.read_data([write_replies([good, lacking, invented, endless])], settings)
    assert [e.reply for e in data.train["lights"]] == [good.reply]


def test_nothing_to_learn_is_an_error(tiny_gpt_of_replies: Path, write_replies: Callable[..., Path]) -> None:
    bare = [replace(e, reply=None) for e in replies()]
    with pytest.raises(DataError, match="no training example"):
        recipe.read_data([write_replies(bare)], config(tiny_gpt_of_replies))

"""Corrected replies: learned beside others of every kind, said by the assistant as they were corrected."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
import transformers

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.phrasing import Paraphraser
from models import lm
from models.lm.prompts.lines import RESULT
from models.manifest import Example
from models.types import Message, Understanding
from tests.fixtures import gpt_files
from training.evaluation.generator import draft
from training.personal.config import PersonalGeneratorConfig
from training.personal.replies import compare_replies, own_replies, sayable, train_generator

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:transformers")

HEARD, DRAFT, AYE = "turn the light on", "The light is on.", "Aye aye, the light is on."


def corrected(reply: str = AYE) -> Example:
    return Example(
        text=HEARD, facts={"state": "on"}, context=(Message("system", RESULT + DRAFT),), reply=reply
    )


@pytest.fixture
def config() -> PersonalGeneratorConfig:
    """Seconds instead of minutes."""
    trainer = {"epochs": 12, "batch_size": 8, "learning_rate": 2e-2, "average": 0.5}
    return PersonalGeneratorConfig.model_validate({"repeats": 32, "general": 2, "trainer": trainer})


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    words = f"{HEARD} {DRAFT} {AYE} {RESULT} You are a voice assistant. user system"
    folder = gpt_files.make(tmp_path_factory.mktemp("tiny-gpt"), words)
    network = transformers.LlamaForCausalLM.from_pretrained(folder)
    with torch.no_grad():
        # padding is a row of zeros, and as the end of the turn it could not be learned
        network.get_input_embeddings().weight[network.config.pad_token_id].normal_(std=0.4)
    network.save_pretrained(folder)
    return folder


def test_the_assistant_says_what_was_corrected(
    tiny: Path, config: PersonalGeneratorConfig, tmp_path: Path
) -> None:
    mine = sayable([corrected()])
    made = train_generator(config, str(tiny), mine, tmp_path / "run", tmp_path / "generator", on="cpu")
    (as_corrected,), (faithful,) = compare_replies(str(tiny), made, mine, on="cpu", held=4)
    assert (as_corrected.before.value, as_corrected.after.value) == (0, 1) and faithful.after.n == 4
    generator = lm.load(str(made), device="cpu")
    assert generator.prompts.learned_words == {"aye"}
    patient = Paraphraser(paraphrase_ms=60_000)
    understanding = Understanding(HEARD, "iot_hue_lighton", 0.9, "act", sentiment="neutral")
    said = patient.paraphrase(generator, DRAFT, {"state": "on"}, understanding, Dialogue())
    assert list(said) == [AYE]


@pytest.mark.parametrize(
    ("reply", "why"),
    [("Aye aye, the light is off.", "missing state"), ("Aye aye, it is on.", "lost light")],
)
def test_what_says_something_else_is_not_learned(
    reply: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sayable([corrected(reply), corrected()]) == [corrected()]
    said = " ".join(capsys.readouterr().err.split())
    assert f"“{reply}” is not learned" in said and why in said


def test_a_few_of_the_assistants_own_are_of_many_kinds_and_asked_for_as_it_asks() -> None:
    few = own_replies("train", PersonalGeneratorConfig().general)
    stated = [e for e in few if e.facts]
    assert all(draft(e) for e in stated) and 0 < len(stated) < len(few)
    assert len({tuple(e.facts or ()) for e in stated}) > 15
    asked = [
        {(e.text, e.context, str(e.facts)) for e in own_replies(split, 7000)} for split in ("train", "test")
    ]
    assert asked[1] and not asked[0] & asked[1]

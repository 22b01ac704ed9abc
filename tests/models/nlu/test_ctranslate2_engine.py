"""The encoder in CTranslate2 beside the one in torch, with and without context."""

import json
from pathlib import Path

import pytest
import torch

from models import nlu, paths
from models.nlu import adapter, labels
from models.nlu.joint_bert import JointBert, load_encoder
from models.nlu.labels import ACTS, MODIFIERS, RELATIONS, Description, Labels
from models.nlu.torch_engine import sizes_of
from models.types import Message

SENTENCES = Path(__file__).parents[2] / "understanding" / "sentences.jsonl"
CONTEXT = (Message("user", "turn on the hall light"), Message("assistant", "the hall light"))


@pytest.fixture
def checkpoint(tiny_bert: Path, tmp_path: Path) -> Path:
    """A classifier with every head, none of them trained."""
    torch.manual_seed(0)
    known = Labels(
        intents=("on", "off"), slots=("room",), sentiments=("neutral", "positive"), out_of_scope=True,
        acts=ACTS, relations=RELATIONS, danger=True, boundaries=True, modifiers=MODIFIERS,
    )  # fmt: skip
    model = JointBert(load_encoder(tiny_bert), sizes_of(known))
    before = {name: weights.clone() for name, weights in model.encoder.named_parameters()}
    with torch.no_grad():
        dict(model.encoder.named_parameters())["encoder.layer.0.attention.self.query.weight"] += 0.1
    factors = adapter.factorise(before, dict(model.encoder.named_parameters()), rank=2)
    heads = {n: p for n, p in model.named_parameters() if not n.startswith("encoder.")}
    adapter.write(tmp_path, str(tiny_bert), factors, heads, rank=2)
    labels.write(tmp_path, Description(base=str(tiny_bert), labels=known))
    return tmp_path


@pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")
@pytest.mark.parametrize(("engine", "near"), [("auto", 1e-5), ("int8", 0.1)])
def test_both_engines_understand_the_same(checkpoint: Path, engine: nlu.Engine, near: float) -> None:
    by_torch, other = (nlu.load(checkpoint, device="cpu", engine=name) for name in ("torch", engine))
    text = "turn on the kitchen light what a lovely day"
    found = [
        (c.understand(text, CONTEXT), c.understand(text)) for c in (by_torch, other)
    ]  # fmt: skip
    for one, two in zip(*found, strict=True):
        assert one.danger == pytest.approx(two.danger, abs=near)
        assert one.intent_confidence == pytest.approx(two.intent_confidence, abs=near)
        assert one.commands[0].start == two.commands[0].start == 0
    (with_context, alone), _ = found
    assert with_context.danger != pytest.approx(alone.danger, abs=1e-4)


@pytest.mark.weights
def test_the_released_classifier_answers_on_the_cpu_as_in_torch(weights: Path) -> None:
    released = paths.released() / "classifier"
    by_torch, on_cpu = (nlu.load(released, device="cpu", engine=engine) for engine in ("torch", "auto"))
    lines = SENTENCES.read_text("utf-8").splitlines()[::3]
    for text in (json.loads(line)["text"] for line in lines):
        one, two = by_torch.understand(text), on_cpu.understand(text)
        assert one.intent_confidence == pytest.approx(two.intent_confidence, abs=1e-4)
        assert one.danger == pytest.approx(two.danger, abs=1e-4)
        assert [(c.intent, c.decision, c.dialogue_act, c.slots, c.start) for c in one.commands] == [
            (c.intent, c.decision, c.dialogue_act, c.slots, c.start) for c in two.commands
        ]

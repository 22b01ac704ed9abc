"""A checkpoint of a tiny encoder: its adapter and heads put together, one sentence at a time."""

from pathlib import Path

import pytest
import torch

from models.errors import CheckpointError
from models.nlu import adapter
from models.nlu.joint_bert import HeadSizes, JointBert, load_encoder
from models.nlu.labels import Labels
from models.nlu.tokens import Tokens
from models.nlu.torch_engine import TorchNetwork, compose

LABELS = Labels(intents=("on", "off"), slots=("room",), out_of_scope=True)
TOKENS = Tokens([2, 5, 6, 3], [1, 2])


@pytest.fixture
def trained(tiny_bert: Path, tmp_path: Path) -> JointBert:
    """A model with one changed matrix, written to `tmp_path` as a checkpoint."""
    torch.manual_seed(0)
    model = JointBert(load_encoder(tiny_bert), HeadSizes(2, 3, 0, out_of_scope=True)).eval()
    before = {name: weights.clone() for name, weights in model.encoder.named_parameters()}
    with torch.no_grad():
        query = dict(model.encoder.named_parameters())["encoder.layer.0.attention.self.query.weight"]
        query += torch.outer(torch.arange(32.0) / 32, torch.ones(32))
    factors = adapter.factorise(before, dict(model.encoder.named_parameters()), rank=4)
    heads = {n: p.detach() for n, p in model.named_parameters() if not n.startswith("encoder.")}
    adapter.write(tmp_path, str(tiny_bert), factors, heads, rank=4)
    return model


@pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")
def test_a_checkpoint_gives_the_trained_models_logits(
    trained: JointBert, tiny_bert: Path, tmp_path: Path
) -> None:
    cpu = torch.device("cpu")
    found = TorchNetwork(compose(tiny_bert, tmp_path, LABELS), cpu)(TOKENS)
    expected = TorchNetwork(trained, cpu)(TOKENS)
    assert found.intents == pytest.approx(expected.intents, abs=0.02)
    assert found.tags == pytest.approx(expected.tags, abs=0.02) and found.tags.shape == (2, 3)
    assert found.out_of_scope == pytest.approx(expected.out_of_scope, abs=0.02)
    assert found.transitions.shape == (3, 3) and found.sentiments is None


def test_a_text_without_words_has_no_tags(trained: JointBert) -> None:
    assert TorchNetwork(trained, torch.device("cpu"))(Tokens([2, 3], [])).tags.shape == (0, 3)


@pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")
@pytest.mark.usefixtures("trained")
def test_heads_of_other_labels_are_refused(tiny_bert: Path, tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="the heads do not fit the labels"):
        compose(tiny_bert, tmp_path, Labels(intents=("on", "off", "dim"), slots=("room",), out_of_scope=True))

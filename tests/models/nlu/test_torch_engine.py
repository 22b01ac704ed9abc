"""A checkpoint of a tiny encoder: its adapter and heads put together, one sentence at a time."""

from pathlib import Path

import pytest
import torch

from models.errors import CheckpointError
from models.nlu import adapter
from models.nlu.joint_bert import HeadSizes, JointBert, load_encoder
from models.nlu.labels import ACTS, MODIFIERS, RELATIONS, Labels
from models.nlu.tokens import Tokens
from models.nlu.torch_engine import TorchNetwork, compose, row_of, sizes_of

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


def test_a_context_changes_the_logits(trained: JointBert) -> None:
    network = TorchNetwork(trained, torch.device("cpu"))
    found = network(Tokens([*TOKENS.ids, 7, 3], TOKENS.word_starts, [0] * 4 + [1] * 2))
    assert found.tags.shape == (2, 3)
    assert found.intents != pytest.approx(network(TOKENS).intents, abs=1e-4)


def test_the_rows_of_a_batch_have_their_own_commands(trained: JointBert) -> None:
    ids, starts = torch.tensor([TOKENS.ids] * 2), torch.tensor([TOKENS.word_starts] * 2)
    commands = torch.tensor([[0, 1, 3], [1, 1, 2], [1, 2, 3]])
    logits = trained(ids, torch.ones_like(ids), starts, None, commands)
    first, second = (row_of(logits, row, 2, commands) for row in range(2))
    assert len(first.commands) == 1 and len(second.commands) == 2 and second.tags.shape == (2, 3)
    assert second.commands[1].intents == pytest.approx(logits.intents[2].detach().numpy())
    assert row_of(trained(ids, torch.ones_like(ids), starts), 1, 1).tags.shape == (1, 3)


def test_the_sizes_are_those_of_the_labels() -> None:
    assert sizes_of(LABELS, auxiliary=7) == HeadSizes(2, 3, 0, out_of_scope=True, auxiliary=7)
    acts = Labels(acts=ACTS, relations=RELATIONS, danger=True, boundaries=True, modifiers=MODIFIERS)
    assert sizes_of(acts) == HeadSizes(
        0, 0, 0, out_of_scope=False, acts=5, relations=4, danger=True, boundaries=3, modifiers=11
    )


def test_a_text_without_words_has_no_tags(trained: JointBert) -> None:
    assert TorchNetwork(trained, torch.device("cpu"))(Tokens([2, 3], [])).tags.shape == (0, 3)


@pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")
@pytest.mark.usefixtures("trained")
def test_heads_of_other_labels_are_refused(tiny_bert: Path, tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="the heads do not fit the labels"):
        compose(tiny_bert, tmp_path, Labels(intents=("on", "off", "dim"), slots=("room",), out_of_scope=True))

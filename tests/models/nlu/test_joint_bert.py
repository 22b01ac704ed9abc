"""One forward pass with every head, on a tiny encoder."""

from pathlib import Path

import torch

from models.nlu.joint_bert import HeadSizes, JointBert, load_encoder

IDS = torch.tensor([[2, 5, 6, 7, 3], [2, 8, 3, 0, 0]])
MASK = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])
STARTS = torch.tensor([[1, 2, 3], [1, -1, -1]])


def test_every_head_has_its_shape(tiny_bert: Path) -> None:
    sizes = HeadSizes(intents=4, tags=5, sentiments=3, out_of_scope=True, auxiliary=2)
    logits = JointBert(load_encoder(tiny_bert), sizes).eval()(IDS, MASK, STARTS)
    assert logits.intents.shape == (2, 4)
    assert logits.out_of_scope.shape == (2,)
    assert logits.tags.shape == (2, 3, 5) and logits.transitions.shape == (5, 5)
    assert logits.sentiments.shape == (2, 3) and logits.auxiliary.shape == (2, 2)


def test_absent_heads_give_none(tiny_bert: Path) -> None:
    sizes = HeadSizes(intents=4, tags=0, sentiments=0, out_of_scope=False)
    logits = JointBert(load_encoder(tiny_bert), sizes).eval()(IDS, MASK, STARTS)
    assert logits.intents is not None
    assert logits.tags is logits.transitions is logits.sentiments is logits.out_of_scope is None


def test_padding_changes_nothing(tiny_bert: Path) -> None:
    torch.manual_seed(0)
    model = JointBert(load_encoder(tiny_bert), HeadSizes(4, 5, 0, out_of_scope=False)).eval()
    together, alone = model(IDS, MASK, STARTS), model(IDS[1:, :3], MASK[1:, :3], STARTS[1:, :1])
    assert torch.allclose(together.intents[1], alone.intents[0], atol=1e-5)
    assert torch.allclose(together.tags[1, 0], alone.tags[0, 0], atol=1e-5)

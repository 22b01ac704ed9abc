"""One forward pass with every head, on a tiny encoder."""

from pathlib import Path

import pytest
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
    assert logits.acts is logits.relations is logits.danger is logits.boundaries is logits.modifiers is None


@pytest.fixture
def whole(tiny_bert: Path) -> JointBert:
    torch.manual_seed(0)
    sizes = HeadSizes(
        4, 5, 3, out_of_scope=True, acts=5, relations=4, danger=True, boundaries=3, modifiers=11
    )  # fmt: skip
    return JointBert(load_encoder(tiny_bert), sizes).eval()


def test_every_command_has_its_own_logits(whole: JointBert) -> None:
    commands = torch.tensor([[0, 1, 2], [0, 3, 4], [1, 1, 2]])
    logits = whole(IDS, MASK, STARTS, None, commands)
    assert logits.intents.shape == (3, 4) and logits.out_of_scope.shape == (3,)
    assert logits.acts.shape == (3, 5) and logits.relations.shape == (3, 4)
    assert logits.danger.shape == (2,) and logits.sentiments.shape == (2, 3)
    assert logits.boundaries.shape == (2, 3, 3) and logits.modifiers.shape == (2, 3, 11)
    assert logits.boundary_transitions.shape == (3, 3) and logits.modifier_transitions.shape == (11, 11)
    plain = whole(IDS, MASK, STARTS)
    assert not torch.allclose(logits.intents[0], logits.intents[1])
    # a word of a command is tagged with it, a word between commands with the whole sentence
    assert not torch.allclose(logits.tags[0, 0], plain.tags[0, 0])
    assert torch.allclose(logits.tags[0, 1], plain.tags[0, 1], atol=1e-6)
    assert torch.equal(logits.boundaries, plain.boundaries) and torch.equal(logits.danger, plain.danger)


def test_one_command_of_all_words_is_the_sentence(whole: JointBert) -> None:
    given = whole(IDS, MASK, STARTS, None, torch.tensor([[0, 1, 4], [1, 1, 2]]))
    plain = whole(IDS, MASK, STARTS)
    for name in ("intents", "out_of_scope", "acts", "relations"):
        assert torch.equal(getattr(given, name), getattr(plain, name))
    assert torch.allclose(given.tags, plain.tags, atol=1e-6)


def test_a_context_is_read_and_not_pooled(whole: JointBert) -> None:
    ids, mask = torch.cat([IDS, torch.tensor([[5, 3], [0, 0]])], 1), torch.ones(2, 7, dtype=torch.long)
    mask[1, 3:] = 0
    types = torch.tensor([[0] * 5 + [1] * 2, [0] * 7])
    with_context, plain = whole(ids, mask, STARTS, types), whole(IDS, MASK, STARTS)
    assert not torch.allclose(with_context.intents[0], plain.intents[0])
    assert torch.allclose(with_context.intents[1], plain.intents[1], atol=1e-5)
    states = whole.states(ids, mask, types)
    assert torch.allclose(with_context.intents[0], whole.intent(states[0, :5].mean(0)), atol=1e-5)


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

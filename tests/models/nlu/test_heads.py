"""The heads in numpy against those in torch."""

from pathlib import Path

import numpy as np
import pytest
import torch

from models.nlu.heads import Heads
from models.nlu.joint_bert import HeadSizes, JointBert, load_encoder
from models.nlu.outputs import HeadOutputs
from models.nlu.tokens import Tokens
from models.nlu.torch_engine import row_of

SIZES = HeadSizes(4, 5, 3, out_of_scope=True, acts=5, relations=4, danger=True, boundaries=3, modifiers=11)
TOKENS = Tokens([2, 5, 6, 7, 8, 3, 9, 3, 3], [1, 2, 3, 4], [0] * 6 + [1] * 3)


@pytest.fixture
def model(tiny_bert: Path) -> JointBert:
    torch.manual_seed(0)
    return JointBert(load_encoder(tiny_bert), SIZES).eval()


def both(model: JointBert, spans: tuple[tuple[int, int], ...] | None) -> tuple[HeadOutputs, HeadOutputs]:
    """The outputs in numpy and in torch, of these commands or of the whole sentence."""
    ids, types = torch.tensor([TOKENS.ids]), torch.tensor([TOKENS.types])
    starts = torch.tensor([TOKENS.word_starts])
    commands = None if spans is None else torch.tensor([(0, *TOKENS.span(*span)) for span in spans])
    with torch.no_grad():
        states = model.states(ids, torch.ones_like(ids), types)[0].numpy()
        theirs = row_of(model(ids, torch.ones_like(ids), starts, types, commands), 0, 4, commands)
    return heads_of(model)(states, TOKENS), theirs


def always(model: JointBert, tag: int) -> None:
    """Let the boundary head give every word this tag."""
    with torch.no_grad():
        model.boundaries.tag.weight.zero_()
        model.boundaries.tag.bias.copy_(torch.eye(3)[tag] * 9)


def heads_of(model: JointBert) -> Heads:
    return Heads({n: p.detach().numpy() for n, p in model.named_parameters() if not n.startswith("encoder.")})


@pytest.mark.parametrize("tag", [0, 1])
def test_numpy_and_torch_agree(model: JointBert, tag: int) -> None:
    always(model, tag)  # no command, or one for each word
    spans = ((0, 1), (1, 2), (2, 3), (3, 4)) if tag else None
    ours, theirs = both(model, spans)
    assert ours.spans == (spans or ()) and len(ours.commands) == len(theirs.commands) == (4 if tag else 1)
    for one, two in zip(ours.commands, theirs.commands, strict=True):
        for name in ("intents", "out_of_scope", "acts", "relations"):
            assert getattr(one, name) == pytest.approx(getattr(two, name), abs=1e-5)
    for name in ("tags", "sentiments", "danger", "boundaries", "modifiers", "boundary_transitions"):
        assert getattr(ours, name) == pytest.approx(getattr(theirs, name), abs=1e-5)
    assert ours.transitions.shape == theirs.transitions.shape == (5, 5)


def test_a_text_without_words_has_no_tags(model: JointBert) -> None:
    outputs = heads_of(model)(np.zeros((2, 32), np.float32), Tokens([2, 3], []))
    assert outputs.tags.shape == (0, 5) and outputs.boundaries.shape == (0, 3) and outputs.spans == ()


def test_states_that_are_no_numbers_raise_nothing(model: JointBert) -> None:
    for bad in (np.nan, np.inf):
        assert not heads_of(model)(np.full((9, 32), bad, np.float32), TOKENS).finite

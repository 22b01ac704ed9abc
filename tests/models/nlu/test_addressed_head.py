"""The head that tells utterances to the assistant, alone and in numpy."""

from pathlib import Path

import numpy as np
import pytest
import torch

from models.nlu.addressed_head import AddressedHead
from models.nlu.heads import Heads
from models.nlu.joint_bert import HeadSizes, JointBert, load_encoder
from models.nlu.tokens import Tokens

WIDTH = 12


def test_an_utterance_is_judged_as_it_is_among_longer_ones() -> None:
    torch.manual_seed(0)
    head = AddressedHead(WIDTH).eval()
    states, mask = torch.randn(2, 6, WIDTH), torch.ones(2, 6)
    mask[1, 3:] = 0
    together = head(states, mask)
    assert together.shape == (2,)
    assert torch.allclose(together[1], head(states[1:, :3], torch.ones(1, 3))[0], atol=1e-5)


def test_numpy_judges_the_utterance_without_its_context(tiny_bert: Path) -> None:
    torch.manual_seed(0)
    model = JointBert(load_encoder(tiny_bert), HeadSizes(0, 0, 0, out_of_scope=False, addressed=True)).eval()
    heads = Heads({n: p.detach().numpy() for n, p in model.named_parameters() if "encoder" not in n})
    tokens = Tokens([2, 5, 6, 3, 9, 3, 3], [1, 2], [0] * 4 + [1] * 3)
    states = torch.randn(7, 32)
    with torch.no_grad():
        theirs = float(model.addressed(states[None, :4], torch.ones(1, 4)))
    assert heads(states.numpy(), tokens).addressed == pytest.approx(theirs, abs=1e-5)
    without = JointBert(load_encoder(tiny_bert), HeadSizes(2, 0, 0, out_of_scope=False))
    plain = Heads({n: p.detach().numpy() for n, p in without.named_parameters() if "encoder" not in n})
    assert plain(np.zeros((7, 32), np.float32), tokens).addressed is None

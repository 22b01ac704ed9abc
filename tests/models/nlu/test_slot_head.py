"""The slot head alone, and the same in numpy."""

import numpy as np
import pytest
import torch

from models.nlu.int8_engine import Int8Network
from models.nlu.slot_head import SlotHead

WIDTH, TAGS = 12, 5


@pytest.fixture(params=[0, 7])
def head(request: pytest.FixtureRequest) -> SlotHead:
    torch.manual_seed(0)
    return SlotHead(WIDTH, TAGS, recurrent=request.param).eval()


def test_a_sentence_is_tagged_as_it_is_among_longer_ones(head: SlotHead) -> None:
    words, sentence = torch.randn(2, 6, WIDTH), torch.randn(2, WIDTH)
    together = head(words, sentence, torch.tensor([6, 3]))
    alone = head(words[1:, :3], sentence[1:], torch.tensor([3]))
    assert together.shape == (2, 6, TAGS)
    assert torch.allclose(together[1, :3], alone[0], atol=1e-6)


def test_numpy_gives_the_same(head: SlotHead) -> None:
    words, sentence = torch.randn(1, 4, WIDTH), torch.randn(1, WIDTH)
    ours = Int8Network.__new__(Int8Network)
    ours._heads = {f"slots.{name}": tensor.numpy() for name, tensor in head.state_dict().items()}
    found = ours._tags(words[0].numpy(), sentence[0].numpy())
    assert found == pytest.approx(head(words, sentence, torch.tensor([4]))[0].detach().numpy(), abs=1e-5)
    assert ours._tags(np.zeros((0, WIDTH), np.float32), sentence[0].numpy()).shape == (0, TAGS)


def test_an_lstm_reads_the_neighbours() -> None:
    head = SlotHead(WIDTH, TAGS, recurrent=7).eval()
    words, sentence = torch.randn(1, 4, WIDTH), torch.zeros(1, WIDTH)
    changed = words.clone()
    changed[0, 3] += 1
    before, after = (head(w, sentence, torch.tensor([4]))[0, 0] for w in (words, changed))
    assert not torch.allclose(before, after)

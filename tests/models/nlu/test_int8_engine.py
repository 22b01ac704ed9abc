"""The heads in numpy against those in torch; the end-to-end tests run the encoder."""

import numpy as np
import pytest
import torch

from models.nlu.int8_engine import Int8Network
from models.nlu.slot_head import SlotHead

WIDTH, TAGS = 12, 5


def test_the_slot_head_gives_the_same_in_numpy() -> None:
    torch.manual_seed(0)
    head = SlotHead(WIDTH, TAGS).eval()
    words, sentence = torch.randn(1, 4, WIDTH), torch.randn(1, WIDTH)
    ours = Int8Network.__new__(Int8Network)
    ours._heads = {f"slots.{name}": tensor.numpy() for name, tensor in head.state_dict().items()}
    found = ours._tags(words[0].numpy(), sentence[0].numpy())
    assert found == pytest.approx(head(words, sentence)[0].detach().numpy(), abs=1e-5)
    assert ours._tags(np.zeros((0, WIDTH), np.float32), sentence[0].numpy()).shape == (0, TAGS)

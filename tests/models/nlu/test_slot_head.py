"""The slot head alone."""

import torch

from models.nlu.slot_head import SlotHead

WIDTH, TAGS = 12, 5


def test_a_sentence_is_tagged_as_it_is_among_longer_ones() -> None:
    torch.manual_seed(0)
    head = SlotHead(WIDTH, TAGS).eval()
    words, sentence = torch.randn(2, 6, WIDTH), torch.randn(2, WIDTH)
    together = head(words, sentence)
    alone = head(words[1:, :3], sentence[1:])
    assert together.shape == (2, 6, TAGS)
    assert torch.allclose(together[1, :3], alone[0], atol=1e-6)


def test_the_sentence_has_a_say_in_a_words_tag() -> None:
    torch.manual_seed(0)
    head = SlotHead(WIDTH, TAGS).eval()
    word = torch.randn(1, 1, WIDTH)
    one, two = (head(word, torch.randn(1, WIDTH)) for _ in range(2))
    assert not torch.allclose(one, two)

import itertools

import pytest
import torch

from training.classifier.crf import crf_nll

TAGS = 3


def by_hand(scores: torch.Tensor, transitions: torch.Tensor, tags: list[int]) -> float:
    def weight(path: tuple[int, ...]) -> float:
        own = sum(float(scores[i, tag]) for i, tag in enumerate(path))
        return own + sum(float(transitions[a, b]) for a, b in itertools.pairwise(path))

    every = torch.tensor([weight(p) for p in itertools.product(range(TAGS), repeat=len(tags))])
    return float(every.logsumexp(0)) - weight(tuple(tags))


def test_it_is_what_all_sequences_give() -> None:
    torch.manual_seed(0)
    scores, transitions = torch.randn(3, 4, TAGS) * 2, torch.randn(TAGS, TAGS)
    tags = torch.tensor([[0, 2, 1, 1], [1, 0, -100, -100], [-100] * 4])
    found = crf_nll(scores, tags, transitions, ignored=-100)
    assert found[0] == pytest.approx(by_hand(scores[0], transitions, [0, 2, 1, 1]) / 4, abs=1e-4)
    assert found[1] == pytest.approx(by_hand(scores[1, :2], transitions, [1, 0]) / 2, abs=1e-4)
    assert found[2] == 0


def test_large_scores_stay_numbers() -> None:
    scores = torch.tensor([[[500.0, -500.0], [-500.0, 500.0]]], requires_grad=True)
    transitions = torch.zeros(2, 2, requires_grad=True)
    loss = crf_nll(scores, torch.tensor([[0, 1]]), transitions, ignored=-100).sum()
    loss.backward()  # type: ignore[no-untyped-call]
    assert loss.item() == pytest.approx(0, abs=1e-3)
    assert scores.grad is not None and scores.grad.isfinite().all()

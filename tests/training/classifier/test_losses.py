"""Each head's loss by hand, unknown labels masked."""

from dataclasses import replace

import pytest
import torch
from torch.nn import functional

from models.nlu.joint_bert import Logits
from training.classifier.crf import crf_nll
from training.classifier.encoding import IGNORED
from training.classifier.losses import by_head, class_weights

NOTHING = Logits(None, None, None, None, None)


def test_a_rare_class_counts_by_the_root_of_itsclass_weights() -> None:
    weights = class_weights([0] * 8 + [1] * 2 + [-100] * 5, 2).tolist()
    assert weights[1] / weights[0] == pytest.approx(2)
    assert (8 * weights[0] + 2 * weights[1]) / 10 == pytest.approx(1)


def test_without_sentiments_there_is_nothing_to_weigh() -> None:
    assert class_weights([-100, -100], 0).tolist() == []
    assert class_weights([], 3).tolist() == [1, 1, 1]


def test_commands_count_each_and_unknown_ones_not() -> None:
    torch.manual_seed(0)
    acts, scopes = torch.randn(3, 5), torch.randn(3)
    batch = {
        "input_ids": torch.zeros(2, 4), "act": torch.tensor([1, IGNORED, 2]),
        "out_of_scope": torch.tensor([IGNORED, 1, 0]),
    }  # fmt: skip
    found = by_head(replace(NOTHING, acts=acts, out_of_scope=scopes), batch, torch.ones(0), 0.0, 0.0)
    act = functional.cross_entropy(acts[[0, 2]], torch.tensor([1, 2]), reduction="sum") / 2
    scope = functional.softplus(-scopes[1]) + functional.softplus(scopes[2])
    assert found["act"].item() == pytest.approx(act.item(), rel=1e-5)
    assert found["out_of_scope"].item() == pytest.approx(scope.item() / 2, rel=1e-5)


def test_tags_are_scored_with_their_transitions() -> None:
    torch.manual_seed(0)
    scores, after = torch.randn(2, 3, 3), torch.randn(3, 3)
    tags = torch.tensor([[1, 2, IGNORED], [IGNORED] * 3])
    logits = replace(NOTHING, boundaries=scores, boundary_transitions=after)
    found = by_head(logits, {"input_ids": tags, "boundaries": tags}, torch.ones(0), 0.0, 0.0)
    assert found["boundaries"].item() == pytest.approx(crf_nll(scores, tags, after, IGNORED).sum().item() / 2)


def test_a_soft_label_takes_its_share() -> None:
    logits = replace(NOTHING, intents=torch.tensor([[2.0, 0.0], [0.0, 1.0]]))
    batch = {"input_ids": torch.zeros(2, 1), "intent": torch.tensor([0, 1])}
    hard = by_head(logits, batch, torch.ones(0), 0.0, 0.5)["intent"]
    soft = torch.tensor([[float("nan")] * 2, [0.0, 1.0]])
    mixed = by_head(logits, batch | {"soft_intent": soft}, torch.ones(0), 0.0, 0.5)["intent"]
    sure = functional.softmax(torch.tensor([0.0, 0.5]), -1)
    entropy = -2 * (sure * functional.log_softmax(torch.tensor([0.0, 0.5]), -1)).sum()
    second = functional.cross_entropy(torch.tensor([[0.0, 1.0]]), torch.tensor([1]))
    assert (mixed - hard).item() == pytest.approx((0.5 * (entropy - second) / 2).item(), rel=1e-4)

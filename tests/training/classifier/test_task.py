import pytest

from training.classifier.task import _class_weights


def test_a_rare_class_counts_by_the_root_of_its_class_weights() -> None:
    weights = _class_weights([0] * 8 + [1] * 2 + [-100] * 5, 2).tolist()
    assert weights[1] / weights[0] == pytest.approx(2)
    assert (8 * weights[0] + 2 * weights[1]) / 10 == pytest.approx(1)


def test_without_sentiments_there_is_nothing_to_weigh() -> None:
    assert _class_weights([-100, -100], 0).tolist() == []
    assert _class_weights([], 3).tolist() == [1, 1, 1]

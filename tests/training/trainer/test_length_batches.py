from training.trainer.length_batches import LengthBatches

LENGTHS = [5, 1, 9, 3, 7, 2, 8, 4, 6, 10, 11]


def test_every_item_comes_once_beside_others_of_its_length() -> None:
    batches = LengthBatches(lambda: LENGTHS, 3, seed=0)
    drawn = list(batches)
    assert len(drawn) == len(batches) == 4
    assert sorted(i for batch in drawn for i in batch) == list(range(len(LENGTHS)))
    spans = sorted((min(LENGTHS[i] for i in batch), max(LENGTHS[i] for i in batch)) for batch in drawn)
    assert spans == [(1, 3), (4, 6), (7, 9), (10, 11)]


def test_an_epoch_has_its_own_order_and_keeps_it() -> None:
    batches = LengthBatches(lambda: LENGTHS, 2, seed=0, pool=2)
    first = list(batches)
    assert list(batches) == first
    batches.epoch = 1
    assert list(batches) != first


def test_lengths_are_asked_for_anew() -> None:
    lengths = [1, 2]
    batches = LengthBatches(lambda: lengths, 2, seed=0)
    assert len(batches) == 1
    lengths += [3, 4]
    assert len(batches) == 2 and sorted(i for batch in batches for i in batch) == [0, 1, 2, 3]
    assert list(LengthBatches(list[int], 2, seed=0)) == []

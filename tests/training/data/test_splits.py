from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from models.manifest import Example
from training.data import splits


def test_near_identical_sentences_share_a_split() -> None:
    same = [
        "turn on the kitchen lights", "Please turn on the kitchen light.",
        "could you turn the kitchen lights on",
        "kitchen lights: turn on!", "hey, turn on my kitchen light please",
    ]  # fmt: skip
    assert len({splits.key(text) for text in same}) == 1
    assert splits.key("turn off the kitchen lights") != splits.key(same[0])


@given(
    st.lists(st.sampled_from(["play", "jazz", "music", "rain", "tomorrow"]), min_size=1).flatmap(
        st.permutations
    )
)
def test_word_order_and_fillers_do_not_move_a_sentence(words: list[str]) -> None:
    text = " ".join(words)
    assert splits.split_of(splits.key(text)) == splits.split_of(
        splits.key(f"Could you please {' the '.join(sorted(words))}?")
    )


def test_a_sentence_of_fillers_alone_still_has_a_key() -> None:
    assert splits.key("can you") != splits.key("okay")


def test_shares_are_about_what_they_should_be() -> None:
    drawn = Counter(splits.split_of(f"sentence {n}") for n in range(4000))
    assert abs(drawn["test"] / 4000 - 0.10) < 0.02
    assert abs(drawn["valid"] / 4000 - 0.08) < 0.02


def test_a_split_that_is_there_is_respected() -> None:
    examples = [Example(text=f"sentence {n}", split="valid") for n in range(20)]
    assert list(splits.assign(examples)) == examples
    free = [replace(e, split=None) for e in examples]
    assert list(splits.assign(free)) == list(splits.assign(free))
    assert all(e.split for e in splits.assign(free))

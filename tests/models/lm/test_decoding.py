"""The kept prefix of a prompt."""

from models.lm.decoding import longest


def test_the_longest_prefix_wins_and_never_the_whole_prompt() -> None:
    kept = [(1,), (1, 2), (1, 2, 3), (4,)]
    assert longest(kept, [1, 2, 3]) == (1, 2)
    assert longest(kept, [1, 2, 9]) == (1, 2)
    assert longest(kept, [9]) == ()

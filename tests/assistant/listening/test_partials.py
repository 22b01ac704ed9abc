"""Drafts of a growing utterance in, a prefix that stays out."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.listening.partials import Agreement, PartialText

WORDS = st.lists(st.sampled_from(["turn", "on", "the", "light"]), max_size=6).map(" ".join)


def test_what_two_drafts_agree_on_stays() -> None:
    agreement = Agreement()
    assert agreement.push("turn") == PartialText("", "turn")
    assert agreement.push("turn on the late") == PartialText("turn", "on the late")
    assert agreement.push("turn on the light in") == PartialText("turn on the", "light in")
    # a draft that takes a stable word back changes nothing but the rest
    assert agreement.push("turn of the light in there") == PartialText("turn on the light in", "there")
    agreement.reset()
    assert agreement.push("turn") == PartialText("", "turn")


@given(st.lists(WORDS, max_size=8))
def test_the_stable_part_only_grows(drafts: list[str]) -> None:
    agreement, last = Agreement(), ""
    for draft in drafts:
        stable = agreement.push(draft).stable
        assert stable.split()[: len(last.split())] == last.split()
        last = stable

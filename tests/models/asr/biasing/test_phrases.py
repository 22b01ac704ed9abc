"""Phrases take the place of words that sound like them, where the sound supports it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from models.asr.biasing.phrases import MOST_PHRASES, PhraseBiasing
from models.asr.whisper.engine import DecoderOutput, TokenSequence


class _Letters:
    """A vocabulary in which every letter is a token."""

    def tokens(self, text: str) -> tuple[int, ...]:
        return tuple(map(ord, text))

    def text(self, tokens: Sequence[int]) -> str:
        return "".join(map(chr, tokens))


def _recognized(*texts: str) -> DecoderOutput:
    return DecoderOutput(tuple(TokenSequence(tuple(map(ord, text)), -0.2) for text in texts), 0.0)


def _scores(**of_text: float) -> Callable[[Sequence[Sequence[int]]], list[float]]:
    """The log-probabilities of texts, with underscores for spaces; far less of any other text."""

    def score(texts: Sequence[Sequence[int]]) -> list[float]:
        return [of_text.get("".join(map(chr, t)).replace(" ", "_"), -200.0) for t in texts]

    return score


def _heard(biasing: PhraseBiasing, said: str, **of_text: float) -> list[str]:
    decoded = biasing.rescore(_recognized(said), _scores(**of_text))
    return [_Letters().text(s.tokens) for s in decoded.sequences]


@pytest.fixture
def biasing() -> PhraseBiasing:
    """Expects a name, a device and an item of two words."""
    found = PhraseBiasing(_Letters())
    found.expect(["Siobhan", "the cellar", "miso paste", "cellar"])
    return found


def test_a_phrase_is_taken_where_the_sound_supports_it(biasing: PhraseBiasing) -> None:
    assert _heard(biasing, "dim the seller", dim_the_seller=-2.0, dim_the_cellar=-5.0) == [
        "dim the cellar", "dim the seller",
    ]  # fmt: skip
    assert _heard(biasing, "dim the seller", dim_the_seller=-2.0, dim_the_cellar=-90.0) == ["dim the seller"]


def test_several_words_may_stand_for_one_phrase_and_two_phrases_may_be_heard(biasing: PhraseBiasing) -> None:
    both = _heard(
        biasing, "call shiv on about me so paste",
        call_shiv_on_about_me_so_paste=-9.0, call_siobhan_about_me_so_paste=-8.0,
        call_shiv_on_about_miso_paste=-7.0, call_siobhan_about_miso_paste=-6.0,
    )  # fmt: skip
    assert both[0] == "call siobhan about miso paste"


def test_words_that_sound_otherwise_are_not_scored(biasing: PhraseBiasing) -> None:
    def score(texts: Sequence[Sequence[int]]) -> list[float]:
        raise AssertionError(f"{len(texts)} texts were scored")

    decoded = _recognized("how many dogs are here")
    assert biasing.rescore(decoded, score) is decoded
    known = _recognized("dim the cellar")
    assert biasing.rescore(known, score) is known
    empty = _recognized("")
    assert biasing.rescore(empty, score) is empty


def test_phrases_are_replaced_and_their_number_is_bounded(biasing: PhraseBiasing) -> None:
    biasing.expect([])
    assert _heard(biasing, "dim the seller", dim_the_cellar=0.0) == ["dim the seller"]
    biasing.expect(["cellar", *(f"lamp number {n}" for n in range(MOST_PHRASES))])
    assert _heard(biasing, "dim the seller", dim_the_cellar=0.0) == ["dim the seller"]
    biasing.expect([*(f"lamp number {n}" for n in range(MOST_PHRASES)), "", "cellar"])
    assert _heard(biasing, "dim the seller", dim_the_cellar=0.0)[0] == "dim the cellar"

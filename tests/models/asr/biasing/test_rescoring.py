"""Rescoring: a candidate that sounds alike is proposed, and wins where the sound supports it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from models.asr.biasing.rescoring import BiasingStrength, ContextualBiasing
from models.asr.whisper.engine import DecoderOutput, TokenSequence
from tests.fixtures.tea_room import TEA


class _Letters:
    """A vocabulary in which every letter is a token."""

    def tokens(self, text: str) -> tuple[int, ...]:
        return tuple(map(ord, text))

    def text(self, tokens: Sequence[int]) -> str:
        return "".join(map(chr, tokens))


def _recognized(text: str, log_probability: float) -> DecoderOutput:
    return DecoderOutput((TokenSequence(tuple(map(ord, text)), log_probability / (len(text) + 1)),), 0.0)


@pytest.mark.parametrize(("of_the_candidate", "chosen"), [(-6.0, "oolong please"), (-60.0, "along please")])
def test_a_candidate_is_taken_where_the_sound_supports_it(of_the_candidate: float, chosen: str) -> None:
    biasing = ContextualBiasing(TEA, _Letters(), BiasingStrength())

    def score(texts: Sequence[Sequence[int]]) -> list[float]:
        return [of_the_candidate if "".join(map(chr, t)) == "oolong please" else -200.0 for t in texts]

    decoded = biasing.rescore(_recognized("along please", -3.0), score)
    assert _Letters().text(decoded.sequences[0].tokens) == chosen


def test_a_certain_text_of_the_domain_is_not_rescored() -> None:
    def score(texts: Sequence[Sequence[int]]) -> list[float]:
        raise AssertionError(f"{len(texts)} texts were scored")

    decoded = _recognized("oolong please", -0.01)
    assert ContextualBiasing(TEA, _Letters()).rescore(decoded, score) is decoded


def test_outside_the_domain_nothing_changes_even_where_fewer_words_would_be_likelier() -> None:
    hypothesis, shorter = "is it my son's room", "is it my sunsroom"
    both = (*_recognized(hypothesis, -2.0).sequences, *_recognized(shorter, -4.0).sequences)
    chosen = ContextualBiasing(TEA, _Letters()).rescore(
        DecoderOutput(both, 0.0), lambda texts: [-60.0] * len(texts)
    )
    assert [_Letters().text(s.tokens) for s in chosen.sequences[:2]] == [hypothesis, shorter]


def test_short_words_are_not_all_left_out() -> None:
    scored: list[str] = []

    def score(texts: Sequence[Sequence[int]]) -> list[float]:
        scored.extend("".join(map(chr, t)) for t in texts)
        return [-0.1] * len(texts)

    chosen = ContextualBiasing(TEA, _Letters()).rescore(_recognized("e t", -2.0), score)
    assert "" not in scored and _Letters().text(chosen.sequences[0].tokens)

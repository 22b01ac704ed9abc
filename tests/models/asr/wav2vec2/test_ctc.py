"""CTC decoding against the sum over every alignment, written out."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.asr.wav2vec2 import ctc


def random_log_probs(frames: int, tokens: int, seed: int) -> ctc.LogProbs:
    logits = np.random.default_rng(seed).normal(0.0, 2.0, (frames, tokens))
    return (logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))).astype(np.float32)


def every_alignment(log_probs: ctc.LogProbs) -> dict[tuple[int, ...], float]:
    """Sequence → its probability, by going through all alignments; 0 is the blank."""
    sums: dict[tuple[int, ...], float] = {}
    for path in itertools.product(range(log_probs.shape[1]), repeat=log_probs.shape[0]):
        kept = tuple(t for i, t in enumerate(path) if t != 0 and (i == 0 or t != path[i - 1]))
        probability = float(np.exp(sum(log_probs[i, t] for i, t in enumerate(path))))
        sums[kept] = sums.get(kept, 0.0) + probability
    return sums


@settings(max_examples=25, deadline=None)
@given(frames=st.integers(1, 5), tokens=st.integers(2, 4), seed=st.integers(0, 10_000))
def test_a_wide_beam_finds_every_sequence_with_its_probability(frames: int, tokens: int, seed: int) -> None:
    log_probs = random_log_probs(frames, tokens, seed)
    expected = every_alignment(log_probs)
    found = ctc.beam_search(log_probs, blank=0, beam_size=1000)
    assert {p.tokens for p in found} == set(expected)
    for path in found:
        np.testing.assert_allclose(np.exp(path.log_probability), expected[path.tokens], rtol=1e-3)
    probabilities = [p.log_probability for p in found]
    assert probabilities == sorted(probabilities, reverse=True)


def test_the_best_path_drops_blanks_and_repetitions() -> None:
    best = [1, 1, 0, 1, 2, 2, 0]
    log_probs = np.log(
        np.full((len(best), 3), 0.1, dtype=np.float32) + 0.7 * np.eye(3, dtype=np.float32)[best]
    )
    assert ctc.greedy(log_probs, blank=0).tokens == (1, 1, 2)
    assert ctc.beam_search(log_probs, blank=0, beam_size=4)[0].tokens == (1, 1, 2)


def test_the_beam_finds_what_the_best_path_misses() -> None:
    # each frame's best is the blank, but token 1 on either frame together is likelier than silence
    log_probs = np.log(np.array([[0.55, 0.45], [0.55, 0.45]], dtype=np.float32))
    assert ctc.greedy(log_probs, blank=0).tokens == ()
    assert ctc.beam_search(log_probs, blank=0, beam_size=4)[0].tokens == (1,)


def test_a_language_model_weighs_in() -> None:
    log_probs = np.log(np.array([[0.1, 0.48, 0.42]], dtype=np.float32))
    assert ctc.beam_search(log_probs, blank=0, beam_size=4)[0].tokens == (1,)
    only_two = ctc.beam_search(
        log_probs, blank=0, beam_size=4, language_model=lambda prefix: 0.0 if prefix[-1] == 2 else -2.0
    )
    assert only_two[0].tokens == (2,)


def test_what_a_frame_hardly_says_extends_nothing() -> None:
    log_probs = np.log(np.array([[0.3, 0.6, 0.1], [0.3, 0.1, 0.6]], dtype=np.float32))
    tokens = {p.tokens for p in ctc.beam_search(log_probs, blank=0, beam_size=99, least_log_probability=-1.0)}
    assert tokens == {(), (1,), (2,), (1, 2)}

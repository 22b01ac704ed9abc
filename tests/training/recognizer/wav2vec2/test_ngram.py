"""The letter model: probabilities that sum to one, by hand on a small text, and what it does to a search."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.asr.wav2vec2 import ctc, ngram
from models.asr.wav2vec2.ngram import END, START
from models.asr.wav2vec2.recognizer import Alphabet, prefix_score
from models.errors import CheckpointError
from training.recognizer.wav2vec2.ngram import count, tune

TEXTS = ["one", "two", "two", "three"]
LETTERS = sorted({letter for text in TEXTS for letter in text} | {END})
TOKENS = {token: n for n, token in enumerate(["<pad>", "<unk>", "|", *sorted(set("onetwhr"))])}


@pytest.mark.parametrize("context", ["", START, f"{START}t", f"{START}tw", "xyz", "re"])
def test_probabilities_of_the_letters_sum_to_one(context: str) -> None:
    model = count(TEXTS, order=3, beam_size=4)
    unknown = model.probability(context, "q")
    assert sum(model.probability(context, letter) for letter in LETTERS) + unknown == pytest.approx(1.0)
    assert unknown > 0


def test_kneser_ney_by_hand() -> None:
    model = count(["ab", "ab", "cb"], order=2, beam_size=4)
    # bigrams: ^a 2, ^c 1, ab 2, cb 1, b$ 3; so a, c and $ follow one letter each, b two
    assert model.counts[""] == {"a": 1, "c": 1, "b": 2, END: 1}
    base = 1 / 5  # four letters and one unknown
    single = {"b": (2 - 0.75 + 0.75 * 4 * base) / 5, "a": (1 - 0.75 + 0.75 * 4 * base) / 5}
    assert model.probability("", "b") == pytest.approx(single["b"])
    assert model.probability("a", "b") == pytest.approx((2 - 0.75 + 0.75 * single["b"]) / 2)
    assert model.probability(START, "a") == pytest.approx((2 - 0.75 + 0.75 * 2 * single["a"]) / 3)
    # never seen after it: the shorter context alone
    assert model.probability("a", "a") == pytest.approx(0.75 * single["a"] / 2)


def test_the_end_counts_too() -> None:
    model = count(TEXTS, order=4, beam_size=4)
    assert model.score(f"{START}two", END) > model.score(f"{START}tw", END)


def test_a_search_prefers_what_was_read() -> None:
    alphabet = Alphabet(TOKENS, blank=0)
    # "tvo", as far as the sound tells: w a little less likely than r
    frames = np.full((3, len(TOKENS)), 0.01, dtype=np.float32)
    for frame, letters in zip(frames, ({"t": 0.9}, {"r": 0.5, "w": 0.4}, {"o": 0.9}), strict=True):
        for letter, probability in letters.items():
            frame[TOKENS[letter]] = probability
    log_probs = np.log(frames / frames.sum(axis=1, keepdims=True))

    def best(model: ngram.NGram | None) -> str:
        score = prefix_score(alphabet, model) if model else None
        return alphabet.text(ctc.beam_search(log_probs, blank=0, beam_size=8, language_model=score)[0].tokens)

    assert best(None) == "tro"
    assert best(count(TEXTS, order=4, beam_size=8)) == "two"


def test_the_history_reaches_back_to_the_beginning() -> None:
    model = count(TEXTS, order=4, beam_size=8)
    score = prefix_score(Alphabet(TOKENS, blank=0), model)
    spelled = [TOKENS[letter] for letter in "three"]
    total = sum(score(spelled[: n + 1]) for n in range(len(spelled))) + score([*spelled, 0])
    by_hand = sum(model.score(f"{START}three"[: n + 1], "three"[n]) for n in range(5))
    assert total == pytest.approx(by_hand + model.score(f"{START}three", END))


def test_of_equal_weights_the_lightest_is_taken() -> None:
    model = count(TEXTS, order=3, beam_size=4)
    assert tune(model, lambda tried: 0.5).weight == 0.0
    best = tune(model, lambda tried: abs(tried.weight - 0.6) + abs(tried.bonus - 1.5))
    assert (best.weight, best.bonus) == (0.6, 1.5)


def test_it_is_written_beside_a_checkpoint(tmp_path: Path) -> None:
    assert ngram.read(tmp_path) is None
    model = count(TEXTS, order=3, beam_size=4)
    ngram.write(tmp_path, model)
    assert ngram.read(tmp_path) == model
    (tmp_path / ngram.FILE).write_text('{"order": 0}')
    with pytest.raises(CheckpointError, match="no language model"):
        ngram.read(tmp_path)

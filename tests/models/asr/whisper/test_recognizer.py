"""The decoding that engines share, with an engine that says what the test wrote."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from models.asr.whisper.confidence import Calibration
from models.asr.whisper.engine import DecoderOutput, Search, TokenSequence
from models.asr.whisper.features import Features
from models.asr.whisper.recognizer import KEPT_STATES, WhisperRecognizer, token_budget
from models.asr.whisper.short_context import ShortContext
from models.asr.whisper.vocabulary import WhisperVocabulary
from models.types import Transcript

T, SPACE_T, A, SPACE_TA = 1, 2, 3, 4
"""The tiny tokenizer's text: "t", " t", "a", " ta"."""


@dataclass
class ScriptedEngine:
    """Says one prepared thing after the other, and remembers what it was asked."""

    script: list[DecoderOutput]
    bands: int = 80
    encoded: list[int] = field(default_factory=list)
    """Frames of each encoding, that of silence included."""
    searched: list[tuple[int, Search]] = field(default_factory=list)
    """Positions shown and how it was searched, of each decoding."""

    def encode(self, features: Features) -> np.ndarray:
        self.encoded.append(features.shape[1])
        return np.ones((1, features.shape[1] // 2, 4), dtype=np.float32)

    def join(self, states: np.ndarray, silence: np.ndarray, positions: Sequence[int]) -> np.ndarray:
        return np.concatenate([states, silence[:, list(positions)]], axis=1)

    def last(self, states: np.ndarray, end: int, count: int) -> np.ndarray:
        return states[0, max(0, end - count) : end] * end

    def lengths(self, states: np.ndarray) -> np.ndarray:
        return np.arange(states.shape[1], 0, -1, dtype=np.float32)

    def decode(self, states: np.ndarray, prompt: Sequence[int], search: Search) -> DecoderOutput:
        self.searched.append((states.shape[1], search))
        return self.script.pop(0)


def decoded(*tokens: int, log_probability: float = -0.1, no_speech: float = 0.01) -> DecoderOutput:
    return DecoderOutput((TokenSequence(tokens, log_probability),), no_speech)


def sound(seconds: float = 1.0) -> np.ndarray:
    return np.random.default_rng(0).normal(0.0, 0.1, int(seconds * 16_000)).astype(np.float32)


@pytest.fixture
def vocabulary(tiny_whisper: Path) -> WhisperVocabulary:
    return WhisperVocabulary(tiny_whisper)


CONTEXT = ShortContext(padding_frames=20, silent_states=30, resting_states=5)
SURE, UNSURE = decoded(SPACE_TA, SPACE_TA), decoded(SPACE_T, log_probability=-1.5)


@pytest.mark.parametrize(("seconds", "own"), [(1.0, 50), (1.005, 51), (4.0, 200)])
def test_the_transcript_keeps_the_last_states_without_the_padding(
    vocabulary: WhisperVocabulary, seconds: float, own: int
) -> None:
    recognizer = WhisperRecognizer(ScriptedEngine([SURE]), vocabulary, context=CONTEXT, beam_size=1)
    result = recognizer.transcribe(sound(seconds))
    assert result is not None and result.states is not None
    assert result.states.shape == (min(own, KEPT_STATES), 4)
    assert (result.states == own).all()
    assert result == Transcript(result.text, result.confidence, "en")


def test_a_sure_decoding_is_the_transcript(vocabulary: WhisperVocabulary) -> None:
    engine = ScriptedEngine([SURE])
    result = WhisperRecognizer(engine, vocabulary, context=CONTEXT, beam_size=1).transcribe(sound())
    assert result is not None
    assert (result.text, result.language, result.retried, result.alternatives) == (
        "ta ta",
        "en",
        False,
        (),
    )
    assert result.confidence == pytest.approx(math.exp(-0.1))
    # its own frames and the padding, then 30 s of silence once
    assert engine.encoded == [120, 3000]
    assert engine.searched == [(60 + 30 + 5, Search(token_budget(1.0), beam_size=1))]


@pytest.mark.parametrize(("beam_size", "again"), [(1, 5), (8, 8)])
def test_a_doubted_one_is_decoded_again_with_full_padding(
    vocabulary: WhisperVocabulary, beam_size: int, again: int
) -> None:
    engine = ScriptedEngine([UNSURE, SURE])
    result = WhisperRecognizer(engine, vocabulary, context=CONTEXT, beam_size=beam_size).transcribe(sound())
    assert result is not None
    assert result.text == "ta ta" and result.retried
    assert engine.encoded == [120, 3000, 3000]
    assert engine.searched[1] == (1500, Search(2 * token_budget(1.0), beam_size=again))


@pytest.mark.parametrize("loop", [decoded(*[SPACE_TA] * 5), decoded(*[A] * token_budget(1.0))])
def test_a_loop_is_decoded_again(vocabulary: WhisperVocabulary, loop: DecoderOutput) -> None:
    result = WhisperRecognizer(ScriptedEngine([loop, SURE]), vocabulary, context=CONTEXT).transcribe(sound())
    assert result is not None and result.text == "ta ta" and result.retried


def test_a_loop_that_stays_is_cut(vocabulary: WhisperVocabulary) -> None:
    loop = decoded(*[SPACE_TA] * 12)
    result = WhisperRecognizer(ScriptedEngine([loop, loop]), vocabulary, context=CONTEXT).transcribe(sound())
    assert result is not None and len(result.text.split()) <= 2


def test_an_invention_about_noise_is_no_transcript(vocabulary: WhisperVocabulary) -> None:
    noise = decoded(SPACE_TA, log_probability=-1.2, no_speech=0.8)
    recognizer = WhisperRecognizer(ScriptedEngine([noise, noise]), vocabulary, context=CONTEXT)
    assert recognizer.transcribe(sound()) is None


@pytest.mark.parametrize("samples", [np.zeros(0, np.float32), np.zeros(16_000, np.float32), sound(0.05)])
def test_silence_and_a_click_are_not_decoded(vocabulary: WhisperVocabulary, samples: np.ndarray) -> None:
    engine = ScriptedEngine([])
    assert WhisperRecognizer(engine, vocabulary, context=CONTEXT).transcribe(samples) is None
    assert not engine.searched


def test_without_a_context_everything_is_padded_to_30_s(vocabulary: WhisperVocabulary) -> None:
    engine = ScriptedEngine([SURE])
    result = WhisperRecognizer(engine, vocabulary, beam_size=2).transcribe(sound())
    assert result is not None and not result.retried
    assert engine.encoded == [3000]
    assert engine.searched == [(1500, Search(2 * token_budget(1.0), beam_size=2))]


def test_a_checkpoint_of_short_context_is_shown_no_silence(vocabulary: WhisperVocabulary) -> None:
    engine = ScriptedEngine([SURE])
    bare = ShortContext(padding_frames=31, silent_states=0, resting_states=0)
    assert WhisperRecognizer(engine, vocabulary, context=bare).transcribe(sound())
    assert engine.encoded == [132]


OWN = ShortContext(padding_frames=30, silent_states=0, resting_states=0, trained=True)


def test_a_model_trained_on_so_little_looks_again_with_a_beam_and_no_padding(
    vocabulary: WhisperVocabulary,
) -> None:
    engine = ScriptedEngine([UNSURE, SURE])
    result = WhisperRecognizer(engine, vocabulary, context=OWN, beam_size=1).transcribe(sound())
    assert result is not None and result.text == "ta ta" and result.retried
    assert engine.encoded == [130, 130]
    assert [search.beam_size for _, search in engine.searched] == [1, 5]
    engine = ScriptedEngine([UNSURE])
    result = WhisperRecognizer(engine, vocabulary, context=OWN, beam_size=5).transcribe(sound())
    assert result is not None and result.text == "t" and not result.retried


def test_a_model_trained_on_noise_is_believed_about_no_speech(vocabulary: WhisperVocabulary) -> None:
    engine = ScriptedEngine([decoded(SPACE_TA, no_speech=0.8)])
    assert WhisperRecognizer(engine, vocabulary, context=OWN, beam_size=1).transcribe(sound()) is None
    assert len(engine.searched) == 1
    hardly = decoded(SPACE_TA, log_probability=-3.0)
    recognizer = WhisperRecognizer(ScriptedEngine([hardly, hardly]), vocabulary, context=OWN, beam_size=1)
    assert recognizer.transcribe(sound()) is None


def test_alternatives_are_different_texts_likeliest_first(vocabulary: WhisperVocabulary) -> None:
    both = DecoderOutput(
        (
            TokenSequence((SPACE_TA,), -0.1),
            TokenSequence((SPACE_T, A), -0.2),
            TokenSequence((SPACE_T, T), -0.3),
        ),
        0.0,
    )
    engine = ScriptedEngine([both])
    result = WhisperRecognizer(engine, vocabulary, context=CONTEXT, beam_size=3, n_best=3).transcribe(sound())
    assert result is not None
    assert [h.text for h in result.alternatives] == ["ta", "tt"]
    assert result.alternatives[0].confidence > result.alternatives[1].confidence
    assert engine.searched[0][1].n_best == 3


def test_long_sound_is_recognized_in_windows(vocabulary: WhisperVocabulary) -> None:
    engine = ScriptedEngine([SURE, decoded(SPACE_T)])
    result = WhisperRecognizer(engine, vocabulary, context=CONTEXT).transcribe(sound(40.0))
    assert result is not None and result.text == "ta ta t"
    engine = ScriptedEngine([SURE, decoded(SPACE_T)])
    unspaced = WhisperRecognizer(engine, vocabulary, context=CONTEXT, language="zh").transcribe(sound(40.0))
    assert unspaced is not None and unspaced.text == "ta tat"


def test_a_model_trained_on_short_context_has_shorter_windows(vocabulary: WhisperVocabulary) -> None:
    engine = ScriptedEngine([SURE] * 7)
    result = WhisperRecognizer(engine, vocabulary, context=OWN).transcribe(sound(40.0))
    assert result is not None and result.text == " ".join(["ta ta"] * len(engine.encoded))
    assert len(engine.encoded) >= 4 and max(engine.encoded) <= 1230


def test_the_calibrated_confidence_is_that_of_all_windows_together(vocabulary: WhisperVocabulary) -> None:
    calibration = Calibration(weight=-1.0, bias=math.log(0.35))
    engine = ScriptedEngine([SURE, decoded(*[SPACE_T] * 3, log_probability=-0.2375)])
    recognizer = WhisperRecognizer(engine, vocabulary, context=CONTEXT, calibration=calibration)
    result = recognizer.transcribe(sound(40.0))
    assert result is not None
    # 0.3 and 0.95 nats: odds of 1 and of 0.35
    assert result.confidence == pytest.approx(0.5 * 0.35 / 1.35)
    assert result.likelihood == pytest.approx(math.exp((3 * -0.1 + 4 * -0.2375) / 7))


def test_what_is_said_again_is_written_again_unless_the_budget_ends_it(vocabulary: WhisperVocabulary) -> None:
    again = decoded(SPACE_TA, SPACE_T, *(SPACE_TA, SPACE_T) * 5)
    recognizer = WhisperRecognizer(ScriptedEngine([again, again]), vocabulary, context=OWN, beam_size=1)
    heard = recognizer.transcribe(sound(5.0))
    assert heard is not None and heard.text == " ".join(["ta t"] * 6)
    endless = WhisperRecognizer(ScriptedEngine([again, again]), vocabulary, context=OWN, beam_size=1)
    cut = endless.transcribe(sound(0.3))
    assert cut is not None and cut.text.startswith("ta t") and len(cut.text) < len(heard.text)


def test_the_budget_grows_with_the_sound() -> None:
    assert token_budget(1.0) < token_budget(3.0) < token_budget(30.0) <= 112


def test_phrases_are_expected_in_english_alone(vocabulary: WhisperVocabulary) -> None:
    for language, expected in (("en", ("miso",)), ("zh", ())):
        recognizer = WhisperRecognizer(ScriptedEngine([]), vocabulary, language=language)
        recognizer.expect(["miso"])
        assert recognizer.phrases.expected == expected

"""wav2vec2: a tiny network through its folder, and the text that comes of known letters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from models import asr
from models.asr.wav2vec2.recognizer import Alphabet, Wav2Vec2Recognizer, confidence, read_alphabet
from models.errors import CheckpointError

VOCAB = {"<pad>": 0, "<s>": 1, "</s>": 2, "<unk>": 3, "|": 4, "E": 5, "H": 6, "L": 7, "O": 8}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Hugging Face folder of random weights."""
    from transformers import Wav2Vec2Config, Wav2Vec2ForCTC

    torch.manual_seed(0)
    config = Wav2Vec2Config(
        vocab_size=len(VOCAB),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        conv_dim=(8, 8),
        conv_stride=(20, 16),
        conv_kernel=(20, 16),
        num_conv_pos_embeddings=8,
        num_conv_pos_embedding_groups=2,
        pad_token_id=0,
    )
    made = tmp_path_factory.mktemp("wav2vec2")
    Wav2Vec2ForCTC(config).save_pretrained(made)
    (made / "vocab.json").write_text(json.dumps(VOCAB))
    (made / "tokenizer_config.json").write_text('{"pad_token": "<pad>", "word_delimiter_token": "|"}')
    (made / "preprocessor_config.json").write_text('{"do_normalize": true}')
    return made


class SpellingModel:
    """A network that spells what the test wrote, a frame a token."""

    device, dtype = torch.device("cpu"), torch.float32

    def __init__(self, spelled: list[int], *, sureness: float = 6.0) -> None:
        self._logits = sureness * torch.eye(len(VOCAB))[spelled][None]
        self.input: torch.Tensor | None = None

    def eval(self) -> SpellingModel:
        return self

    def __call__(self, sound: torch.Tensor) -> Any:
        from types import SimpleNamespace

        self.input = sound
        return SimpleNamespace(logits=self._logits)


def sound(seconds: float = 0.5) -> np.ndarray:
    return np.random.default_rng(0).normal(0.3, 0.1, int(seconds * 16_000)).astype(np.float32)


HELLO_HELLO = [6, 6, 5, 7, 0, 7, 8, 4, 4, 6, 5, 7, 0, 7, 8, 0]
ALPHABET = Alphabet(VOCAB, blank=0)


@pytest.mark.parametrize("beam_size", [1, 4])
def test_letters_become_words(beam_size: int) -> None:
    model = SpellingModel(HELLO_HELLO)
    transcript = Wav2Vec2Recognizer(model, ALPHABET, beam_size=beam_size).transcribe(sound())
    assert transcript is not None
    assert transcript.text == "hello hello" and 0.9 < transcript.confidence <= 1.0
    assert model.input is not None
    # zero mean and unit variance, as it was trained
    assert abs(float(model.input.mean())) < 1e-3 and float(model.input.std()) == pytest.approx(1.0, abs=1e-2)


def test_alternatives_come_from_the_beam() -> None:
    transcript = Wav2Vec2Recognizer(SpellingModel(HELLO_HELLO), ALPHABET, beam_size=8, n_best=3).transcribe(
        sound()
    )
    assert transcript is not None
    assert len({h.text for h in transcript.alternatives}) == 3
    assert transcript.alternatives[0].text == transcript.text
    confidences = [h.confidence for h in transcript.alternatives]
    assert confidences == sorted(confidences, reverse=True)


def test_letters_that_it_does_not_believe_are_no_transcript() -> None:
    assert Wav2Vec2Recognizer(SpellingModel(HELLO_HELLO, sureness=0.5), ALPHABET).transcribe(sound()) is None
    assert Wav2Vec2Recognizer(SpellingModel([0] * 9), ALPHABET).transcribe(sound()) is None
    assert (
        Wav2Vec2Recognizer(SpellingModel(HELLO_HELLO), ALPHABET).transcribe(np.zeros(16_000, np.float32))
        is None
    )


def test_confidence_is_of_the_letters_at_their_surest() -> None:
    probabilities = np.array([[0.1, 0.9, 0.0], [0.5, 0.5, 0.0], [0.9, 0.1, 0.0], [0.2, 0.2, 0.6]]) + 1e-9
    # "1" for two frames and "2" for one; the blank between does not count
    assert confidence(np.log(probabilities[[0, 2, 3]]), blank=0) == pytest.approx(
        (0.9 * 0.6) ** 0.5, rel=1e-3
    )


def test_a_folder_is_loaded_and_its_frames_are_of_20_ms(folder: Path) -> None:
    recognizer = asr.load(str(folder), device="cpu")
    assert isinstance(recognizer, Wav2Vec2Recognizer)
    log_probs = recognizer.log_probs(sound(1.0))
    assert log_probs.shape == (50, len(VOCAB))
    np.testing.assert_allclose(np.exp(log_probs).sum(axis=1), 1.0, atol=1e-4)


def test_long_sound_goes_in_windows(folder: Path) -> None:
    recognizer = Wav2Vec2Recognizer(SpellingModel(HELLO_HELLO), ALPHABET)
    transcript = recognizer.transcribe(sound(35.0))
    assert transcript is not None and transcript.text == "hello hello hello hello"


def test_int8_is_refused_in_words(folder: Path) -> None:
    with pytest.raises(CheckpointError, match="runs in torch only"):
        asr.load(str(folder), engine="int8")


def test_a_folder_without_letters(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"no vocab\.json"):
        read_alphabet(tmp_path)
    (tmp_path / "vocab.json").write_text('{"A": 0}')
    with pytest.raises(CheckpointError, match="no <pad>"):
        read_alphabet(tmp_path)

"""Both engines do the same: the torch one on the CPU is the GPU's code."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from models import asr, audio
from models.asr.whisper import torch_engine
from models.asr.whisper.engine import Search, WhisperEngine
from models.asr.whisper.features import log_mel
from models.asr.whisper.int8_engine import WhisperInt8Engine
from models.asr.whisper.vocabulary import WhisperVocabulary
from models.errors import CheckpointError, ConfigError
from models.text.normalise import normalise
from models.weights import store

Name = Literal["torch", "int8"]
PROMPT = (6, 7, 10, 14)


@pytest.fixture(params=["torch", "int8"])
def name(request: pytest.FixtureRequest) -> Name:
    return request.param


@pytest.fixture
def engine(
    name: Name, tiny_whisper: Path, session_home: Path, monkeypatch: pytest.MonkeyPatch
) -> WhisperEngine[np.ndarray]:
    vocabulary = WhisperVocabulary(tiny_whisper)
    if name == "torch":
        return torch_engine.load(tiny_whisper, vocabulary, "cpu")
    monkeypatch.setenv("ASSISTANT_HOME", str(session_home))
    return WhisperInt8Engine(store.engine(tiny_whisper, "whisper"), vocabulary, threads=1)


def noise(frames: int = 60) -> np.ndarray:
    samples = np.random.default_rng(1).normal(0.0, 0.1, frames * 160).astype(np.float32)
    return log_mel(samples, frames)


def test_two_frames_are_a_state(engine: WhisperEngine[np.ndarray]) -> None:
    states = engine.encode(noise(60))
    assert tuple(states.shape) == (1, 30, 16)
    assert engine.lengths(states).shape == (30,)
    assert engine.bands == 80


def test_states_of_silence_follow(engine: WhisperEngine[np.ndarray]) -> None:
    states, silence = engine.encode(noise(60)), engine.encode(noise(100))
    joined = engine.join(states, silence, [30, 49])
    assert tuple(joined.shape) == (1, 32, 16)
    np.testing.assert_array_equal(engine.lengths(joined)[:30], engine.lengths(states))
    np.testing.assert_array_equal(engine.lengths(joined)[30:], engine.lengths(silence)[[30, 49]])


@pytest.mark.parametrize("beam_size", [1, 3])
def test_only_text_comes_out_within_the_budget(engine: WhisperEngine[np.ndarray], beam_size: int) -> None:
    decoded = engine.decode(engine.encode(noise()), PROMPT, Search(7, beam_size, n_best=beam_size))
    assert 1 <= len(decoded.sequences) <= beam_size
    for sequence in decoded.sequences:
        # the tiny model's text is 0, 2, 3 and 4; 1 is suppressed, and 0 may not come first
        assert len(sequence.tokens) <= 7 and set(sequence.tokens) <= {0, 2, 3, 4}
        assert sequence.tokens[:1] != (0,)
        assert sequence.log_probability <= 0.0
    assert 0.0 <= decoded.no_speech <= 1.0


def test_engines_agree(tiny_whisper: Path, session_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vocabulary = WhisperVocabulary(tiny_whisper)
    monkeypatch.setenv("ASSISTANT_HOME", str(session_home))
    reference = torch_engine.load(tiny_whisper, vocabulary, "cpu")
    ours = WhisperInt8Engine(store.engine(tiny_whisper, "whisper"), vocabulary, threads=1)
    states = reference.encode(noise())
    np.testing.assert_allclose(ours.encode(noise()), states.numpy(), atol=0.25)
    # the same states, so that only the decoders differ
    for beam_size, budget in ((1, 1), (1, 5), (4, 2), (4, 5)):
        search = Search(budget, beam_size)
        theirs, mine = reference.decode(states, PROMPT, search), ours.decode(states.numpy(), PROMPT, search)
        assert mine.no_speech == pytest.approx(theirs.no_speech, abs=0.02)
        assert len(mine.sequences[0].tokens) == len(theirs.sequences[0].tokens)
        assert mine.sequences[0].log_probability == pytest.approx(
            theirs.sequences[0].log_probability, abs=0.1
        )


def test_engines_score_the_same_text_alike(
    tiny_whisper: Path, session_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vocabulary = WhisperVocabulary(tiny_whisper)
    monkeypatch.setenv("ASSISTANT_HOME", str(session_home))
    reference = torch_engine.load(tiny_whisper, vocabulary, "cpu")
    int8 = WhisperInt8Engine(store.engine(tiny_whisper, "whisper"), vocabulary, threads=1)
    texts = [(1, 2, 3), (2,), (3, 3)]
    expected = reference.score(reference.encode(noise()), PROMPT, texts)
    alone = [reference.score(reference.encode(noise()), PROMPT, [text])[0] for text in texts]
    np.testing.assert_allclose(alone, expected, rtol=1e-4)
    np.testing.assert_allclose(int8.score(int8.encode(noise()), PROMPT, texts), expected, rtol=0.05)


def test_the_reference_encodes_as_transformers_does(tiny_whisper: Path) -> None:
    import torch
    from transformers import WhisperForConditionalGeneration

    model = WhisperForConditionalGeneration.from_pretrained(tiny_whisper, dtype=torch.float32).eval()
    features = noise(3000)
    with torch.inference_mode():
        theirs = model.model.encoder(torch.from_numpy(features)[None]).last_hidden_state
    ours = torch_engine.load(tiny_whisper, WhisperVocabulary(tiny_whisper), "cpu").encode(features)
    torch.testing.assert_close(ours, theirs, rtol=0, atol=1e-4)


def test_the_best_are_different_and_ranked(tiny_whisper: Path) -> None:
    engine = torch_engine.load(tiny_whisper, WhisperVocabulary(tiny_whisper), "cpu")
    best = engine.decode(engine.encode(noise()), PROMPT, Search(2, 4, n_best=4)).sequences
    assert len({s.tokens for s in best}) == 4
    assert [s.log_probability for s in best] == sorted((s.log_probability for s in best), reverse=True)


# ── loading ──────────────────────────────────────────────────────────────────


def test_a_loaded_recognizer_hears(name: Name, tiny_whisper: Path) -> None:
    recognizer = asr.load(str(tiny_whisper), device="cpu", engine=name, beam_size=2)
    samples = np.random.default_rng(0).normal(0.0, 0.1, 8_000).astype(np.float32)
    # random weights may say anything, or nothing that can be believed
    heard = recognizer.transcribe(samples)
    assert heard is None or 0.0 <= heard.confidence <= 1.0
    assert recognizer.transcribe(np.zeros(16_000, np.float32)) is None


def test_an_adapter_is_merged_into_its_base(name: Name, tiny_whisper: Path, tmp_path: Path) -> None:
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import WhisperForConditionalGeneration

    config = LoraConfig(r=4, target_modules=["q_proj", "v_proj"], init_lora_weights=False)
    torch.manual_seed(2)
    base = WhisperForConditionalGeneration.from_pretrained(tiny_whisper, dtype=torch.float32)
    tuned = get_peft_model(base, config)
    with torch.no_grad():
        for parameter_name, parameter in tuned.named_parameters():
            if "lora_" in parameter_name:
                parameter.copy_(torch.randn_like(parameter) * 0.5)
    tuned.save_pretrained(tmp_path)
    vocabulary = WhisperVocabulary(tiny_whisper)
    plain = torch_engine.load(tiny_whisper, vocabulary, "cpu").encode(noise()).numpy()
    if name == "torch":
        merged = torch_engine.load(tmp_path, vocabulary, "cpu").encode(noise()).numpy()
    else:
        merged = WhisperInt8Engine(store.engine(tmp_path, "whisper"), vocabulary, threads=1).encode(noise())
    with torch.inference_mode():
        expected = tuned.merge_and_unload().model.encoder
        reference = torch_engine.WhisperTorchEngine(
            WhisperForConditionalGeneration.from_pretrained(tiny_whisper, dtype=torch.float32), vocabulary
        )
        reference._model.model.encoder = expected
        wanted = reference.encode(noise()).numpy()
    assert np.abs(merged - wanted).mean() < 0.2 * np.abs(plain - wanted).mean()


def test_an_unknown_language_is_said(name: Name, tiny_whisper: Path) -> None:
    with pytest.raises(ConfigError, match="no language 'xx'"):
        asr.load(str(tiny_whisper), device="cpu", engine=name, language="xx")


def test_another_architecture_is_said(tiny_whisper: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bert"
    shutil.copytree(tiny_whisper, folder)
    (folder / "config.json").write_text('{"model_type": "bert"}')
    with pytest.raises(CheckpointError, match="bert is no recognizer"):
        asr.load(str(folder))
    (folder / "config.json").unlink()
    with pytest.raises(CheckpointError, match=r"no config\.json"):
        asr.load(str(folder))


# ── the real base ────────────────────────────────────────────────────────────


@pytest.mark.weights
def test_the_base_hears_a_president_and_a_short_clip_and_no_noise(
    name: Name, weights: Path, shared_data: Callable[[str], Path]
) -> None:
    clips = shared_data("clips")
    recognizer = asr.load("whisper-base", device="cpu", engine=name, beam_size=1)
    speech = recognizer.transcribe(audio.load(clips / "jfk.wav"))
    assert speech is not None
    assert "ask not what your country can do for you" in speech.text
    assert speech.confidence > 0.7 and not speech.retried
    short = recognizer.transcribe(audio.load(clips / "cards/001.wav"))
    assert short is not None and normalise(short.text) == "ten of clubs"
    rain = np.random.default_rng(0).normal(0.0, 0.05, 32_000).astype(np.float32)
    assert recognizer.transcribe(rain) is None

"""Whisper in torch, held to transformers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.asr.whisper import torch_engine
from models.asr.whisper.engine import Search
from models.asr.whisper.features import log_mel
from models.asr.whisper.vocabulary import WhisperVocabulary
from models.errors import CheckpointError, DeviceError

PROMPT = (6, 7, 10, 14)


def noise(frames: int = 60) -> np.ndarray:
    samples = np.random.default_rng(1).normal(0.0, 0.1, frames * 160).astype(np.float32)
    return log_mel(samples, frames)


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


def test_a_greedy_text_is_that_of_transformers(tiny_whisper: Path) -> None:
    import torch
    from transformers import GenerationConfig, GenerationMixin, LogitsProcessorList
    from transformers.generation.logits_process import (
        SuppressTokensAtBeginLogitsProcessor,
        SuppressTokensLogitsProcessor,
    )
    from transformers.modeling_outputs import BaseModelOutput

    vocabulary = WhisperVocabulary(tiny_whisper)
    engine = torch_engine.load(tiny_whisper, vocabulary, "cpu")
    states = engine.encode(noise())
    suppress = [
        SuppressTokensLogitsProcessor(list(vocabulary.suppressed)),
        SuppressTokensAtBeginLogitsProcessor(list(vocabulary.suppressed_first), len(PROMPT)),
    ]
    with torch.inference_mode():
        generated = GenerationMixin.generate(
            engine._model,
            encoder_outputs=BaseModelOutput(last_hidden_state=states),
            decoder_input_ids=torch.tensor([PROMPT]),
            generation_config=GenerationConfig(
                max_new_tokens=6,
                do_sample=False,
                eos_token_id=vocabulary.end,
                pad_token_id=vocabulary.end,
                decoder_start_token_id=vocabulary.start,
            ),
            logits_processor=LogitsProcessorList(suppress),
        )[0, len(PROMPT) :].tolist()
    ours = engine.decode(states, PROMPT, Search(6)).sequences[0].tokens
    assert ours == tuple(token for token in generated if token != vocabulary.end)


def test_a_folder_that_holds_no_whisper(tiny_whisper: Path, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text((tiny_whisper / "config.json").read_text())
    with pytest.raises(CheckpointError, match="transformers cannot load this folder"):
        torch_engine.load(tmp_path, WhisperVocabulary(tiny_whisper), "cpu")


def test_a_missing_gpu_is_an_error(tiny_whisper: Path) -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("this machine has a CUDA GPU")
    with pytest.raises(DeviceError, match="no CUDA GPU"):
        torch_engine.load(tiny_whisper, WhisperVocabulary(tiny_whisper), "cuda")

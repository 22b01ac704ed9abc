"""A Whisper that went to CTranslate2 and back is the same, with a tokenizer and settings that load."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import WhisperForConditionalGeneration, WhisperProcessor

from models import audio
from models.errors import CheckpointError
from models.weights import store
from models.weights.convert import model_bin, whisper
from tests.fixtures import whisper_files


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whisper")
    whisper_files.write_whisper_model_bin(whisper_files.whisper(), folder)
    return folder / "raw"


@pytest.fixture(scope="module")
def made(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    whisper.convert(raw, folder)
    return folder


def test_every_weight_comes_back(made: Path) -> None:
    ours, loading = WhisperForConditionalGeneration.from_pretrained(
        made, dtype=torch.float32, output_loading_info=True
    )
    assert not any(loading.values())
    expected = whisper_files.whisper().state_dict()
    state = ours.state_dict()
    assert set(state) == set(expected)
    for name, value in expected.items():
        torch.testing.assert_close(state[name], value, rtol=0, atol=0, msg=name)
    assert ours.proj_out.weight is ours.model.decoder.embed_tokens.weight


def test_the_processor_loads_and_knows_the_special_tokens(made: Path) -> None:
    processor = WhisperProcessor.from_pretrained(made)
    tokenizer = processor.tokenizer
    assert len(tokenizer) == whisper_files.WHISPER_VOCAB_SIZE
    assert tokenizer(" ta", add_special_tokens=False).input_ids == [4]
    assert tokenizer.convert_tokens_to_ids(["<|zh|>", "<|notimestamps|>", "<|0.00|>", "<|30.00|>"]) == [
        8,
        14,
        15,
        1515,
    ]
    assert max(tokenizer.all_special_ids) == 14
    tokenizer.set_prefix_tokens(language="zh", task="translate")
    assert tokenizer.prefix_tokens == [6, 8, 9, 14]
    features = processor(np.zeros(16000, np.float32), sampling_rate=16000, return_tensors="pt").input_features
    assert features.shape == (1, 80, 3000)


def test_generation_knows_languages_tasks_and_what_is_not_said(made: Path) -> None:
    settings = WhisperForConditionalGeneration.from_pretrained(made).generation_config
    assert settings.lang_to_id == {"<|en|>": 7, "<|zh|>": 8}
    assert settings.task_to_id == {"transcribe": 10, "translate": 9}
    assert settings.suppress_tokens == [1] and settings.begin_suppress_tokens == [0, 5]
    assert settings.no_timestamps_token_id == 14
    assert settings.is_multilingual


def test_publishers_that_left_something_out_give_the_same_tokenizer() -> None:
    whole = whisper.complete_tokenizer(whisper_files.whisper_tokenizer())
    assert (
        whisper.complete_tokenizer(whisper_files.whisper_tokenizer(first_merge=False, timestamps=False))
        == whole
    )


def test_a_missing_and_an_unknown_tensor(raw: Path) -> None:
    tensors = model_bin.read(raw / "model.bin")
    with pytest.raises(CheckpointError, match="unknown Whisper tensor encoder/extra"):
        whisper.state_dict({**tensors, "encoder/extra": np.zeros(3)})
    del tensors["encoder/conv1/weight"]
    with pytest.raises(CheckpointError, match="no Whisper tensor encoder/conv1/weight"):
        whisper.state_dict(tensors)


@pytest.mark.weights
def test_torch_and_int8_hear_the_same(weights: Path, shared_data: Callable[[str], Path]) -> None:
    import ctranslate2

    folder = store.ensure("whisper-base")
    processor = WhisperProcessor.from_pretrained(folder)
    samples = audio.load(shared_data("clips") / "jfk.wav")
    features = processor(samples, sampling_rate=16000, return_tensors="pt").input_features
    network = WhisperForConditionalGeneration.from_pretrained(folder, dtype=torch.float32).eval()
    prompt = processor.tokenizer.convert_tokens_to_ids(
        ["<|startoftranscript|>", "<|en|>", "<|transcribe|>", "<|notimestamps|>"]
    )
    engine = ctranslate2.models.Whisper(str(store.engine(folder, "whisper")), compute_type="int8")
    inputs = ctranslate2.StorageView.from_array(features.numpy())
    heard = engine.generate(inputs, [prompt])[0].sequences_ids[0]
    with torch.inference_mode():
        ours = network.model.encoder(features).last_hidden_state.numpy()
        said = network.generate(features, language="en", task="transcribe")[0]
    theirs = np.array(engine.encode(inputs))
    cosine = (ours * theirs).sum(-1) / np.linalg.norm(ours, axis=-1) / np.linalg.norm(theirs, axis=-1)
    assert cosine.mean() > 0.99
    text = processor.tokenizer.decode(heard, skip_special_tokens=True)
    assert text == processor.tokenizer.decode(said, skip_special_tokens=True)
    assert text.strip().startswith("And so my fellow Americans, ask not what your country can do for you")

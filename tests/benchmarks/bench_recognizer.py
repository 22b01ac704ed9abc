"""End of speech to transcript, beside faster-whisper with the untouched base and transformers with the same
weights; each in int8 or float32 as it runs best on a CPU, with two threads, in turn on every sound."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from models import asr, paths
from models.asr.whisper.recognizer import MAX_TOKENS
from models.audio import SAMPLE_RATE_HZ, load
from models.checkpoint import base_or_itself
from models.types import Samples
from models.weights import store
from tests.benchmarks import recordings
from tests.benchmarks.recordings import Recording, word_errors
from tests.benchmarks.rows import Row, Times, in_turn, pairs

LENGTHS_S = (1, 2, 4, 8, 16)
SOUNDS = 4
"""Of each length."""
CLIPS, CLIP_S = 30, (2.0, 4.0)
CORPORA = ("an4.jsonl", "speechocean762.jsonl")
OURS = {"beam of 5": 5, "greedy, a beam where unsure": 1}
"""Beams of the first decoding."""
THREADS = 2

Transcribe = Callable[[Samples], str]


def measure(manifests: Path) -> Iterator[Row]:
    """The rows.

    Arguments:
        manifests: folder of the prepared manifests of `CORPORA`.
    """
    given = recordings.read([manifests / name for name in CORPORA], most=10_000)
    sounds = [(recording, load(recording.path)) for recording in given]
    others = {"faster-whisper": _faster_whisper(), "transformers": _transformers()}
    runs = {"this": _ours(5), **others}
    stream = np.concatenate([samples for _, samples in sounds])
    for run in runs.values():
        run(sounds[0][1])
    for seconds in LENGTHS_S:
        times: Times = {}
        for number in range(SOUNDS):
            begin = number * len(stream) // SOUNDS
            sound = stream[begin : begin + seconds * SAMPLE_RATE_HZ]
            in_turn({name: lambda r=run, s=sound: r(s) for name, run in runs.items()}, times, number)
        yield pairs(f"end of speech to transcript, {seconds} s", times)
    yield from _clips([(r, s) for r, s in sounds if CLIP_S[0] <= len(s) / SAMPLE_RATE_HZ <= CLIP_S[1]])


def _clips(clips: Sequence[tuple[Recording, Samples]]) -> Iterator[Row]:
    """Time and word error rate on whole clips, beside faster-whisper."""
    runs = {how: _ours(beam) for how, beam in OURS.items()} | {"faster-whisper": _faster_whisper()}
    times: Times = {}
    wrong, words = dict.fromkeys(runs, 0), 0
    for number, (recording, samples) in enumerate(clips[:: max(1, len(clips) // CLIPS)][:CLIPS]):
        heard: dict[str, str] = {}

        def hear(name: str, heard: dict[str, str] = heard, samples: Samples = samples) -> None:
            heard[name] = runs[name](samples)

        in_turn({name: lambda n=name: hear(n) for name in runs}, times, number)
        for name, text in heard.items():
            errors, count = word_errors(recording.text, text)
            wrong[name] += errors
        words += count
    other = "faster-whisper"
    for how in OURS:
        yield pairs(f"clip of 2 to 4 s to transcript, {how}", {"this": times[how], other: times[other]})
        yield Row(f"word errors in {words} words, {how}", wrong[how], "", {other: wrong[other]})


def _ours(beam_size: int) -> Transcribe:
    """As released; with a beam of 1 it decodes again with 5 where it is unsure."""
    folder = str(paths.released() / "recognizer")
    recognizer = asr.load(folder, device="cpu", engine="int8", beam_size=beam_size)
    return lambda samples: found.text if (found := recognizer.transcribe(samples)) else ""


def _faster_whisper() -> Transcribe:
    """With its beam of 1 and no timestamps."""
    from faster_whisper import WhisperModel

    base = store.ensure(base_or_itself(str(paths.released() / "recognizer")))
    model = WhisperModel(
        str(store.engine(base, "whisper")), device="cpu", compute_type="int8", cpu_threads=THREADS
    )

    def transcribe(samples: Samples) -> str:
        segments, _ = model.transcribe(samples, language="en", beam_size=1, without_timestamps=True)
        return " ".join(segment.text for segment in segments)

    return transcribe


def _transformers() -> Transcribe:
    """Its pipeline, with the released weights in float32."""
    import torch
    from transformers import WhisperFeatureExtractor, WhisperTokenizerFast, pipeline

    from models.asr.whisper import torch_engine
    from models.asr.whisper.vocabulary import WhisperVocabulary

    torch.set_num_threads(THREADS)
    folder = paths.released() / "recognizer"
    base = store.ensure(base_or_itself(str(folder)))
    network: Any = torch_engine.load(folder, WhisperVocabulary(base), "cpu")._model
    tokenizer = WhisperTokenizerFast(tokenizer_file=str(base / "tokenizer.json"))
    pipe = pipeline(
        "automatic-speech-recognition", model=network, tokenizer=tokenizer,
        feature_extractor=WhisperFeatureExtractor(), device="cpu",
    )  # fmt: skip

    def transcribe(samples: Samples) -> str:
        sound = {"raw": samples, "sampling_rate": SAMPLE_RATE_HZ}
        # with 30 s of padding, which it was not trained on, it may repeat itself up to its longest text
        return str(pipe(sound, generate_kwargs={"max_new_tokens": MAX_TOKENS})["text"])

    return transcribe


# before any engine is loaded
os.environ["OMP_NUM_THREADS"] = str(THREADS)

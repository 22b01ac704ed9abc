"""A recognizer from a name or a folder: architecture, engine and device."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

from models.asr import languages
from models.asr.whisper.engine import DEFAULT_BEAM_SIZE
from models.checkpoint import CONFIG, adapter_base, read_json
from models.device import DeviceName
from models.errors import CheckpointError
from models.types import Samples, Transcript

if TYPE_CHECKING:
    from models.asr.whisper.confidence import Calibrates
    from models.asr.whisper.engine import WhisperEngine
    from models.asr.whisper.vocabulary import WhisperVocabulary
    from models.nlu.domain import DomainDescription
    from models.weights.store import Progress

EngineName = Literal["auto", "torch", "int8"]


class Recognizer(Protocol):
    """Sound → transcript."""

    def transcribe(self, samples: Samples) -> Transcript | None:
        """(n,) samples at 16 kHz → their transcript; None for sound without speech."""
        ...


@runtime_checkable
class Expects(Protocol):
    """A recognizer that can be biased towards phrases."""

    def expect(self, phrases: Iterable[str]) -> None:
        """Replace the phrases that an utterance may hold, such as names; none at first."""
        ...


def load(
    name_or_dir: str,
    *,
    device: DeviceName = "auto",
    engine: EngineName = "auto",
    language: str = "en",
    beam_size: int = DEFAULT_BEAM_SIZE,
    n_best: int = 1,
    short_context: bool = True,
    domain: DomainDescription | None = None,
    progress: Progress | None = None,
    around: Callable[[WhisperEngine[Any]], WhisperEngine[Any]] | None = None,
    calibration: Calibrates | None = None,
    frame_step: int = 2,
) -> Recognizer:
    """A warmed-up recognizer: the first utterance is as fast as the next.

    Arguments:
        name_or_dir: a base by name, a Hugging Face id, a Hugging Face folder, or a PEFT adapter folder.
        device: auto prefers an accelerator.
        engine: auto is int8 on the CPU and torch on an accelerator.
        language: the spoken language, ISO 639-1; see `languages.checkpoint`.
        beam_size: texts in the beam.
        n_best: alternatives in a transcript.
        short_context: False pads every utterance to 30 s, as in Whisper's training; slower.
        domain: the target of contextual biasing, which wav2vec2 lacks.
        around: wraps Whisper's engine.
        calibration: of Whisper's confidence; None for the checkpoint's own.
        frame_step: see `WhisperRecognizer`.

    Raises:
        CheckpointError: it is no recognizer, or this engine cannot run it.
        ConfigError: it does not know the language.
        StoreError: a base could not be fetched.
        DeviceError: the device is missing.
    """
    from models.weights import store

    name_or_dir = languages.checkpoint(name_or_dir, language)
    given = Path(name_or_dir).expanduser()
    base = adapter_base(given) if given.is_dir() else None
    folder = given if base else store.ensure(name_or_dir, progress)
    described = store.ensure(base, progress) if base else folder
    kind = model_type(described)
    match kind:
        case "whisper":
            from models.asr.biasing.rescoring import ContextualBiasing
            from models.asr.whisper import confidence
            from models.asr.whisper.recognizer import WhisperRecognizer
            from models.asr.whisper.short_context import read
            from models.asr.whisper.vocabulary import WhisperVocabulary

            vocabulary = WhisperVocabulary(described)
            whisper = _whisper_engine(folder, vocabulary, engine, device, progress)
            recognizer = WhisperRecognizer(
                around(whisper) if around else whisper,
                vocabulary,
                language=language,
                beam_size=beam_size,
                n_best=n_best,
                context=read(folder) if short_context else None,
                biasing=ContextualBiasing(domain, vocabulary) if domain and domain.sentences else None,
                calibration=calibration or confidence.read(folder),
                frame_step=frame_step,
            )
            recognizer.warm_up()
            return recognizer
        case "wav2vec2":
            from models.asr.wav2vec2.recognizer import load_wav2vec2

            if engine == "int8":
                raise CheckpointError(
                    "wav2vec2 runs in torch only",
                    where=name_or_dir,
                    do="leave --engine out or use --engine torch",
                )
            return load_wav2vec2(folder, device=device, language=language, beam_size=beam_size, n_best=n_best)
    raise CheckpointError(
        f"{kind or 'an unnamed architecture'} is no recognizer known here",
        where=str(described),
        do="use a whisper or wav2vec2 checkpoint",
    )


def model_type(folder: Path) -> str:
    """The architecture in `config.json`.

    Raises:
        CheckpointError: the folder has no `config.json`.
    """
    return str(read_json(folder / CONFIG).get("model_type", ""))


def physical_cores() -> int:
    """Number of cores that this process may use; two hardware threads of one core count once."""
    try:
        allowed = os.sched_getaffinity(0)
    except AttributeError:
        return max(1, (os.cpu_count() or 1) // 2)
    cores = set()
    for cpu in allowed:
        siblings = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")
        cores.add(siblings.read_text().strip() if siblings.exists() else str(cpu))
    return len(cores)


def _whisper_engine(
    folder: Path,
    vocabulary: WhisperVocabulary,
    engine: EngineName,
    device: DeviceName,
    progress: Progress | None,
) -> WhisperEngine[Any]:
    from models.weights import prepared, store

    if prepared.chosen_engine(folder, engine, device) == "torch":
        from models.asr.whisper import torch_engine

        return torch_engine.load(folder, vocabulary, device)
    from models.asr.whisper.int8_engine import WhisperInt8Engine

    return WhisperInt8Engine(
        store.engine(folder, "whisper", progress),
        vocabulary,
        device="cuda" if device == "cuda" else "cpu",
        threads=physical_cores(),
    )

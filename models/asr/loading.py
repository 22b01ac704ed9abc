"""A recognizer from a name or a folder: which architecture, which engine, which device."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from models import device as devices
from models.asr.whisper.engine import DEFAULT_BEAM_SIZE
from models.errors import CheckpointError
from models.types import Samples, Transcript

if TYPE_CHECKING:
    from models.nlu.domain import DomainDescription
    from models.weights.store import Progress

EngineName = Literal["auto", "torch", "int8"]


class Recognizer(Protocol):
    """Sound → transcript."""

    def transcribe(self, samples: Samples) -> Transcript | None:
        """(n,) samples at 16 kHz → what was said; None where nobody spoke."""
        ...


def load(
    name_or_dir: str,
    *,
    device: devices.DeviceName = "auto",
    engine: EngineName = "auto",
    language: str = "en",
    beam_size: int = DEFAULT_BEAM_SIZE,
    n_best: int = 1,
    short_context: bool = True,
    domain: DomainDescription | None = None,
    progress: Progress | None = None,
) -> Recognizer:
    """A recognizer that is ready: the first utterance is as fast as the next.

    Arguments:
        name_or_dir: a base by name, a Hugging Face id, a Hugging Face folder, or a PEFT adapter's folder.
        device: where it runs; auto prefers an accelerator.
        engine: auto is int8 on the CPU and torch on an accelerator.
        language: what is spoken, such as "en".
        beam_size: texts followed at once.
        n_best: how many alternatives a transcript carries.
        short_context: False pads every utterance to 30 s, as Whisper was trained; slower.
        domain: what is listened for; wav2vec2 hears without it.

    Raises:
        CheckpointError: it is no recognizer, or this engine cannot run it.
        ConfigError: it does not know the language.
        StoreError: a base could not be fetched.
        DeviceError: the device is missing.
    """
    from models.weights import store
    from models.weights.convert.int8 import adapter_base

    given = Path(name_or_dir).expanduser()
    base = adapter_base(given) if given.is_dir() else None
    folder = given if base else store.ensure(name_or_dir, progress)
    described = store.ensure(base, progress) if base else folder
    kind = model_type(described)
    chosen = _engine(engine, device)
    match kind:
        case "whisper":
            return _whisper(
                folder,
                described,
                chosen,
                device,
                language,
                beam_size,
                n_best,
                short_context,
                domain,
                progress,
            )
        case "wav2vec2":
            from models.asr.wav2vec2 import recognizer as wav2vec2

            if engine == "int8":
                raise CheckpointError(
                    "wav2vec2 runs in torch only",
                    where=name_or_dir,
                    do="leave --engine out or use --engine torch",
                )
            return wav2vec2.load(folder, device=device, language=language, beam_size=beam_size, n_best=n_best)
    raise CheckpointError(
        f"{kind or 'an unnamed architecture'} is no recognizer known here",
        where=str(described),
        do="use a whisper or wav2vec2 checkpoint",
    )


def model_type(folder: Path) -> str:
    """The architecture that `config.json` names."""
    file = folder / "config.json"
    if not file.exists():
        raise CheckpointError("the folder has no config.json", where=str(folder))
    return str(json.loads(file.read_text(encoding="utf-8")).get("model_type", ""))


def physical_cores() -> int:
    """Cores that this process may use; two hardware threads of one core count once."""
    try:
        allowed = os.sched_getaffinity(0)
    except AttributeError:
        return max(1, (os.cpu_count() or 1) // 2)
    cores = set()
    for cpu in allowed:
        siblings = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")
        cores.add(siblings.read_text().strip() if siblings.exists() else str(cpu))
    return len(cores)


def _engine(engine: EngineName, device: devices.DeviceName) -> Literal["torch", "int8"]:
    if engine != "auto":
        return engine
    # asking torch what there is costs its import, which the CPU's engine can do without
    return "int8" if device == "cpu" else devices.default_engine(devices.resolve(device))


def _whisper(
    folder: Path,
    described: Path,
    engine: Literal["torch", "int8"],
    device: devices.DeviceName,
    language: str,
    beam_size: int,
    n_best: int,
    short: bool,
    domain: DomainDescription | None,
    progress: Progress | None,
) -> Recognizer:
    from models.asr.biasing.biasing import Biasing
    from models.asr.whisper import short_context
    from models.asr.whisper.engine import WhisperEngine
    from models.asr.whisper.recognizer import WhisperRecognizer
    from models.asr.whisper.vocabulary import WhisperVocabulary
    from models.weights import store

    vocabulary = WhisperVocabulary(described)
    running: WhisperEngine[Any]
    if engine == "torch":
        from models.asr.whisper import torch_engine

        running = torch_engine.load(folder, vocabulary, device)
    else:
        from models.asr.whisper.int8_engine import WhisperInt8Engine

        where = "cuda" if device == "cuda" else "cpu"
        running = WhisperInt8Engine(
            store.engine(folder, "whisper", progress), vocabulary, device=where, threads=physical_cores()
        )
    recognizer = WhisperRecognizer(
        running,
        vocabulary,
        language=language,
        beam_size=beam_size,
        n_best=n_best,
        context=short_context.read(folder) if short else None,
        biasing=Biasing(domain, vocabulary) if domain is not None and domain.sentences else None,
    )
    recognizer.warm_up()
    return recognizer

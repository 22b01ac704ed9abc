"""Hugging Face folder → CTranslate2 folder, with adapters merged first.

    python -m models.weights.convert.int8 FOLDER TARGET KIND [BASE]

`make` runs this module in a process of its own: torch and transformers, which no conversion goes without,
would stay in the program's memory. An error is printed as a JSON object.
"""

from __future__ import annotations

import gc
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from models.checkpoint import library_errors, load_model
from models.errors import CheckpointError, StoreError

if TYPE_CHECKING:
    import torch

UNFIT = "cannot be made into an int8 engine"
EngineKind = Literal["whisper", "gpt", "bert"]

QUANTIZATION: Mapping[EngineKind, str | None] = {"whisper": "int8", "gpt": "int8", "bert": None}
"""None is float32, which `Encoder` can still round to int8 as it loads."""
# -P: a folder called `models` in the user's working directory must not become the program
_COMMAND = (sys.executable, "-P", "-m", "models.weights.convert.int8")

COMPANIONS = (
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "chat_template.jinja",
    "preprocessor_config.json",
    "generation_config.json",
)
"""Tokenizer and settings files that inference needs beside the weights."""


def make(folder: Path, target: Path, kind: EngineKind, base: Path | None = None) -> None:
    """The engine of a Hugging Face folder, or of a PEFT adapter's and its base, in an existing folder.

    Runs in a process of its own, unless this one has loaded torch already and calls from its main thread:
    another thread may be loading a model, and transformers changes torch as a whole while it does.

    Raises:
        CheckpointError: as `convert` and `merge`.
        StoreError: the process died, for lack of memory perhaps.
    """
    if "torch" in sys.modules and threading.current_thread() is threading.main_thread():
        _make(folder, target, kind, base)
        return
    arguments = [str(folder), str(target), kind, *([str(base)] if base else [])]
    # the program's standard input belongs to its user
    ended = subprocess.run(
        [*_COMMAND, *arguments], stdin=subprocess.DEVNULL, capture_output=True,
        text=True, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    if ended.returncode == 0:
        return
    lines = ended.stdout.splitlines()
    if ended.returncode == CheckpointError.exit_code and lines:
        error = json.loads(lines[-1])
        raise CheckpointError(error["what"], where=error["where"], do=error["do"])
    reason = (ended.stderr.strip().splitlines() or [f"exit code {ended.returncode}"])[-1]
    raise StoreError(
        f"the engine for the CPU could not be made ({reason.rstrip('.')})",
        where=str(folder),
        do="free memory and try again, or use --engine torch",
    )


def _make(folder: Path, target: Path, kind: EngineKind, base: Path | None) -> None:
    if base is None:
        convert(folder, target, QUANTIZATION[kind])
        return
    with tempfile.TemporaryDirectory(dir=target.parent) as merged:
        merge(base, folder, Path(merged), kind)
        convert(Path(merged), target, QUANTIZATION[kind])


def main() -> None:
    """Make one engine, as `make` asks for it."""
    folder, target, kind, *base = sys.argv[1:]
    try:
        _make(Path(folder), Path(target), _kind(kind), Path(base[0]) if base else None)
    except CheckpointError as error:
        print(json.dumps({"what": error.what, "where": error.where, "do": error.do}))
        sys.exit(error.exit_code)


def _kind(name: str) -> EngineKind:
    return next(kind for kind in QUANTIZATION if kind == name)


def convert(folder: Path, target: Path, quantization: str | None = "int8") -> None:
    """Weights of `folder` → `target/model.bin`, with vocabulary and tokenizer beside it.

    Arguments:
        quantization: int8 is per row; None for float32.

    Raises:
        CheckpointError: CTranslate2 has no such architecture, or the folder is incomplete.
    """
    with library_errors(UNFIT, folder), _quiet():
        try:
            _converter(folder).convert(str(target), quantization=quantization, force=True)
        finally:
            gc.unfreeze()
    _copy_companions(folder, target)


def _converter(folder: Path) -> Any:
    """CTranslate2's converter, with existing objects hidden from the garbage collector after loading.

    It collects garbage once a layer, and each collection walks all objects of torch and transformers: most of
    SmolLM2's conversion time.
    """
    from ctranslate2.converters import TransformersConverter

    class Converter(TransformersConverter):  # type: ignore[misc]
        def load_tokenizer(self, *arguments: Any, **options: Any) -> Any:
            tokenizer = super().load_tokenizer(*arguments, **options)
            gc.freeze()
            return tokenizer

    return Converter(str(folder))


def merge(
    base: Path, adapter: Path, target: Path, kind: EngineKind, precision: torch.dtype | None = None
) -> None:
    """Write a base with a PEFT adapter merged in, as a Hugging Face folder.

    Arguments:
        adapter: `base` itself for none.
        precision: of the written weights; None for float32.

    Raises:
        CheckpointError: the adapter does not fit the base.
    """
    import torch
    from transformers import AutoModel, AutoModelForCausalLM, WhisperForConditionalGeneration

    loaders = {"whisper": WhisperForConditionalGeneration, "gpt": AutoModelForCausalLM, "bert": AutoModel}
    loader: Any = loaders[kind]
    with _quiet():
        merged = load_model(loader, adapter, base, torch.float32, wrong=UNFIT)
        if kind == "bert" and not hasattr(merged.config, "position_embedding_type"):
            # CTranslate2 reads it; newer transformers, which know no other kind, no longer write it
            merged.config.position_embedding_type = "absolute"
        merged.to(precision or torch.float32).save_pretrained(target, safe_serialization=True)
    _copy_companions(base, target)
    _copy_companions(adapter, target)


def _copy_companions(source: Path, target: Path) -> None:
    for name in COMPANIONS:
        if (source / name).exists():
            shutil.copyfile(source / name, target / name)


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence transformers' progress bars and the libraries' deprecation warnings."""
    from transformers.utils import logging

    drawn = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            yield
    finally:
        if drawn:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()

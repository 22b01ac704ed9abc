"""Checkpoint folders: JSON settings, safetensors and PEFT adapters; each fault is one CheckpointError.

Knows no architecture. Imports torch, transformers and peft only where they are needed.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import BaseModel, Field, ValidationError
from safetensors import SafetensorError, safe_open

from models.errors import CheckpointError

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray

ADAPTER, ADAPTER_CONFIG = "adapter_model.safetensors", "adapter_config.json"
"""PEFT's own file names."""
CONFIG = "config.json"

Settings = TypeVar("Settings", bound=BaseModel)


# ── files ────────────────────────────────────────────────────────────────────


def read_json(file: Path, *, optional: bool = False) -> dict[str, Any]:
    """A file's JSON object.

    Arguments:
        optional: a missing file is an empty object.

    Raises:
        CheckpointError: the file is missing, or holds no JSON object.
    """
    try:
        content = json.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        if optional:
            return {}
        raise CheckpointError(f"has no {file.name}", where=str(file.parent)) from error
    except OSError as error:
        raise CheckpointError(f"cannot be read ({error.strerror or error})", where=str(file)) from error
    except (ValueError, RecursionError) as error:
        raise CheckpointError(f"is no JSON ({error})", where=str(file)) from error
    if not isinstance(content, dict):
        raise CheckpointError("is no JSON object", where=str(file))
    return content


def read_settings(form: type[Settings], file: Path, wrong: str) -> Settings:
    """A file's JSON object as `form`.

    Arguments:
        wrong: the error for another content, such as "is not a classifier's description".

    Raises:
        CheckpointError: the file is missing, or holds something else.
    """
    content = read_json(file)
    try:
        return form.model_validate(content)
    except ValidationError as error:
        raise CheckpointError(f"{wrong} ({_in_words(error)})", where=str(file)) from error


def _in_words(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())


def read_tensors(file: Path) -> dict[str, torch.Tensor]:
    """A safetensors file's tensors by name, on the CPU.

    Raises:
        CheckpointError: the file is missing or damaged.
    """
    return cast("dict[str, torch.Tensor]", _read(file, "pt"))


def read_arrays(file: Path) -> dict[str, NDArray[np.generic]]:
    """As `read_tensors`, in numpy alone."""
    return cast("dict[str, NDArray[np.generic]]", _read(file, "np"))


def check_arrays(
    arrays: Mapping[str, NDArray[np.float32]], shapes: Mapping[str, tuple[int, ...]], unlike: str
) -> None:
    """Check that arrays are those of a network; others beside them do not matter.

    Arguments:
        shapes: the network's, by name.
        unlike: what to say of arrays that are another network's.

    Raises:
        CheckpointError: one is missing, has another shape, or holds a value that is not finite.
    """
    import numpy as np

    for name, shape in shapes.items():
        if name not in arrays or arrays[name].shape != shape:
            raise CheckpointError(f"{unlike}: {name} is missing or does not fit")
        if not np.isfinite(arrays[name]).all():
            raise CheckpointError(f"the weights are damaged: {name} holds values that are not finite")


def require_finite(tensors: Mapping[str, torch.Tensor | NDArray[np.generic]], file: Path) -> None:
    """Refuse weights that no computation survives.

    Raises:
        CheckpointError: a tensor holds other values than finite floating-point numbers.
    """
    import numpy as np

    for name, tensor in tensors.items():
        # bfloat16 has no array
        values = np.asarray(tensor.float() if hasattr(tensor, "float") else tensor)
        if values.dtype.kind != "f" or _is_integer(tensor) or not np.isfinite(values).all():
            raise CheckpointError(
                f"its weights {name} are no finite numbers", where=str(file), do="train or download it again"
            )


def _is_integer(tensor: Any) -> bool:
    """Whether a torch tensor, which `float` makes numbers of any kind of, holds no floating-point numbers."""
    is_float = getattr(tensor, "is_floating_point", None)
    return is_float is not None and not is_float()


def read_metadata(file: Path) -> dict[str, str]:
    """A safetensors file's metadata.

    Raises:
        CheckpointError: the file is missing or damaged.
    """
    with _reading(file), safe_open(file, "np") as content:
        return dict(content.metadata() or {})


def tensor_names(file: Path) -> list[str]:
    """The names of a safetensors file's tensors.

    Raises:
        CheckpointError: the file is missing or damaged.
    """
    with _reading(file), safe_open(file, "np") as content:
        return list(content.keys())


def _read(file: Path, framework: str) -> dict[str, Any]:
    with _reading(file), safe_open(file, framework) as content:
        return {name: content.get_tensor(name) for name in content.keys()}  # noqa: SIM118  # not a mapping


@contextmanager
def _reading(file: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, SafetensorError) as error:
        raise CheckpointError(f"cannot be read ({error})", where=str(file)) from error


# ── models ───────────────────────────────────────────────────────────────────


@contextmanager
def library_errors(what: str, where: Path) -> Iterator[None]:
    """Turn a library's complaints about a checkpoint into one sentence; the disk's own errors stay.

    Arguments:
        what: the sentence, such as "transformers cannot load this folder".

    Raises:
        CheckpointError: the library refuses.
    """
    try:
        yield
    except (
        OSError, ValueError, LookupError, AttributeError, RuntimeError, TypeError, ArithmeticError,
        AssertionError, SafetensorError,
    ) as error:  # fmt: skip
        if isinstance(error, OSError) and error.errno is not None:
            raise
        first_line = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
        raise CheckpointError(f"{what} ({first_line})", where=str(where)) from error


def load_model(architecture: Any, folder: Path, base: Path, dtype: torch.dtype, *, wrong: str) -> Any:
    """A transformers model from local safetensors; where `folder` is an adapter's, with it merged.

    Arguments:
        architecture: a transformers class with `from_pretrained`.
        folder: a Hugging Face folder, or a PEFT adapter's.
        base: the adapter's base; `folder` itself where that is no adapter's.
        wrong: the error for a folder of another kind.

    Raises:
        CheckpointError: the folder cannot be loaded, or the adapter does not fit.
    """
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    with library_errors(wrong, base):
        model = architecture.from_pretrained(
            str(base), dtype=dtype, local_files_only=True, use_safetensors=True
        )
    return model if base == folder else merge_adapter(model, folder)


# ── adapters ─────────────────────────────────────────────────────────────────


class _AdapterSettings(BaseModel):
    """What every adapter's description holds; the rest is the library's."""

    base_model_name_or_path: str | None = None
    r: int = Field(default=8, ge=1)
    lora_alpha: float = Field(default=8.0, allow_inf_nan=False)


def adapter_base(folder: Path) -> str | None:
    """The name of a PEFT adapter's base; None where the folder is no adapter.

    Raises:
        CheckpointError: an adapter without safetensors, or without a base.
    """
    file = folder / ADAPTER_CONFIG
    if not file.exists():
        return None
    name = _adapter_settings(file).base_model_name_or_path
    if not name:
        raise CheckpointError("the adapter does not name its base", where=str(file))
    if not (folder / ADAPTER).exists():
        raise CheckpointError(f"the adapter has no {ADAPTER}", where=str(folder))
    return name


def _adapter_settings(file: Path) -> _AdapterSettings:
    return read_settings(_AdapterSettings, file, "is not an adapter's description")


def base_or_itself(model: str) -> str:
    """The name of an adapter folder's base; any other folder or name as it is.

    Raises:
        CheckpointError: as `adapter_base`.
    """
    return adapter_base(Path(model)) or model


def load_adapter(model: Any, folder: Path, *, trainable: bool = False) -> Any:
    """The model as a PEFT model with the adapter in `folder`.

    Arguments:
        model: the adapter's base; the adapter's layers are put into it.
        trainable: open the adapter's weights to training.

    Raises:
        CheckpointError: the adapter is missing, damaged, or made for another base.
    """
    import peft

    _adapter_settings(folder / ADAPTER_CONFIG)
    require_finite(read_tensors(folder / ADAPTER), folder / ADAPTER)
    expected = _count_factors(tensor_names(folder / ADAPTER))
    with warnings.catch_warnings(), library_errors("the adapter does not fit its base", folder):
        # counted below: half an adapter is an error
        warnings.filterwarnings("ignore", "Found missing adapter keys")
        adapted = peft.PeftModel.from_pretrained(model, str(folder), is_trainable=trainable)
    if _count_factors(name for name, _ in adapted.named_parameters()) != expected:
        raise CheckpointError("the adapter does not fit its base", where=str(folder))
    return adapted


def merge_adapter(model: Any, folder: Path) -> Any:
    """The model with the adapter in `folder` added to its weights; as fast as without an adapter.

    Arguments:
        model: the adapter's base, changed in place; what was open to training stays open.

    Raises:
        CheckpointError: as `load_adapter`.
    """
    import torch

    if not tensor_names(folder / ADAPTER):
        # the encoder was never changed
        return model
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    # peft draws the factors at random before it reads them: the caller's own draws stay the same
    with torch.random.fork_rng(devices=[]):
        merged = load_adapter(model, folder).merge_and_unload()
    for parameter in trained:
        parameter.requires_grad_(True)
    return merged


def _count_factors(names: Any) -> int:
    return sum(".lora_A." in name for name in names)

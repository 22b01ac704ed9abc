"""Text → intent, slots, sentiment and whether to act: a small BERT with a head for each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from models.device import DeviceName, resolve
from models.errors import CheckpointError
from models.nlu import files, labels
from models.nlu.classifier import JointClassifier, Network
from models.nlu.tokens import WordTokenizer
from models.weights import prepared, store

if TYPE_CHECKING:
    from models.nlu.ctranslate2_engine import ComputeType

__all__ = ["Engine", "JointClassifier", "load"]

Engine = Literal["auto", "torch", "int8"]


def load(
    name_or_dir: str | Path,
    *,
    device: DeviceName = "auto",
    engine: Engine = "auto",
    around: Callable[[Network], Network] | None = None,
) -> JointClassifier:
    """A classifier checkpoint, composed with its base and ready to run.

    Arguments:
        name_or_dir: a folder that `assistant-train classifier` or `assistant export` wrote.
        device: auto prefers an accelerator.
        engine: auto is CTranslate2 in float32 on the CPU, with torch's answers, and torch on an accelerator;
            int8 runs on the CPU alone, in less memory and with a few other answers.
        around: wraps the network.

    Raises:
        CheckpointError: the folder is no classifier, or does not fit its base.
        DeviceError: there is no such device.
        StoreError: the base could not be fetched.
    """
    folder = Path(name_or_dir)
    if not folder.is_dir():
        raise CheckpointError("there is no such classifier folder", where=str(name_or_dir))
    description = labels.read(folder)
    base = files.encoder_of(folder) or store.ensure(description.base)
    network = _network(folder, base, description, device, engine)
    return JointClassifier(description, WordTokenizer(base), around(network) if around else network)


def _network(
    folder: Path, base: Path, description: labels.Description, device: DeviceName, engine: Engine
) -> Network:
    if (folder / files.ONNX).is_file():
        from models.nlu.onnx_engine import OnnxNetwork

        return OnnxNetwork(folder)
    if prepared.chosen_engine(folder, engine, device) == "int8":
        from models.nlu.ctranslate2_engine import CTranslate2Network

        own: ComputeType = "default" if prepared.holds_engine(folder) else "float32"
        compute_type: ComputeType = "int8" if engine == "int8" else own
        return CTranslate2Network(store.engine(folder, "bert"), folder, compute_type)
    from models.nlu.torch_engine import TorchNetwork, compose

    return TorchNetwork(compose(base, folder, description.labels), resolve(device))

"""Text → intent, slots, sentiment and whether to act: a small BERT with a head for each."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from models.device import DeviceName, resolve
from models.errors import CheckpointError
from models.nlu import labels
from models.nlu.classifier import JointClassifier, Network
from models.nlu.tokens import WordTokenizer
from models.weights import store

__all__ = ["Engine", "JointClassifier", "load"]

Engine = Literal["auto", "torch", "int8"]


def load(name_or_dir: str | Path, *, device: DeviceName = "auto", engine: Engine = "auto") -> JointClassifier:
    """A classifier checkpoint, composed with its base and ready to run.

    Arguments:
        name_or_dir: a folder that `assistant-train classifier` wrote.
        device: where the torch engine runs; the int8 engine runs on the CPU alone.
        engine: auto is torch: int8 is 2.5 times as fast and costs half a point of intent accuracy on
            validation data, and either is a small part of what a person waits for.

    Raises:
        CheckpointError: the folder is no classifier, or does not fit its base.
        DeviceError: there is no such device.
        StoreError: the base could not be fetched.
    """
    folder = Path(name_or_dir)
    if not folder.is_dir():
        raise CheckpointError("there is no such classifier folder", where=str(name_or_dir))
    description = labels.read(folder)
    base = store.ensure(description.base)
    return JointClassifier(
        description, WordTokenizer(base), _network(folder, base, description, device, engine)
    )


def _network(
    folder: Path, base: Path, description: labels.Description, device: DeviceName, engine: Engine
) -> Network:
    if engine == "int8":
        from models.nlu.int8_engine import Int8Network

        return Int8Network(store.engine(folder, "bert"), folder)
    from models.nlu.torch_engine import TorchNetwork, compose

    return TorchNetwork(compose(base, folder, description.labels), resolve(device))

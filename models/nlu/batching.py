"""The classifier for several threads: what they ask for at once is computed in batches."""

from __future__ import annotations

from models.batching import MicroBatcher
from models.nlu.classifier import Network
from models.nlu.ctranslate2_engine import CTranslate2Network
from models.nlu.outputs import HeadOutputs
from models.nlu.tokens import Tokens


def batched(network: Network) -> Network:
    """The network with batches, where it can compute them; else the network."""
    if not isinstance(network, CTranslate2Network):
        return network
    batches: MicroBatcher[Tokens, HeadOutputs] = MicroBatcher(network.all, lambda tokens: bool(tokens.types))
    return lambda tokens: batches(tokens)

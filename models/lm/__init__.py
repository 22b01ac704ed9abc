"""Conversation → streamed text."""

from models.lm.decoding import Decoding
from models.lm.gpt import Gpt, load

__all__ = ["Decoding", "Gpt", "load"]

"""Recognizers: sound → transcript. `load` is the way in."""

from models.asr.loading import Recognizer, load

__all__ = ["Recognizer", "load"]

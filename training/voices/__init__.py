"""Synthetic speech for training: sentences said by many offline voices, never for evaluation."""

from training.voices.casting import Cast, Manner
from training.voices.spoken import speak, texts, write

__all__ = ["Cast", "Manner", "speak", "texts", "write"]

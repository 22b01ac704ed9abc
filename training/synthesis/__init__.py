"""Synthetic speech in many offline voices, for training and never for evaluation."""

from training.synthesis.casting import Cast, Manner
from training.synthesis.spoken import speak, texts, write

__all__ = ["Cast", "Manner", "speak", "texts", "write"]

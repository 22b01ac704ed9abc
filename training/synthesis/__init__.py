"""Synthetic speech in many offline voices, for training and never for evaluation."""

from training.synthesis.casting import Cast, VoiceSettings
from training.synthesis.spoken import speak, texts, write

__all__ = ["Cast", "VoiceSettings", "speak", "texts", "write"]

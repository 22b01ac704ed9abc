"""Makes the sounds in this folder anew: `pip install ".[voice]"`, then `python examples/make.py`.

Nobody recorded them: hibari, a neural voice that runs offline, speaks each command, with quiet around it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

from models import tts
from models.audio import SAMPLE_RATE_HZ, resample
from models.types import Samples

COMMANDS = {
    "what-time-is-it-in-tokyo": "What time is it in Tokyo?",
    "set-a-timer": "Set a timer for five seconds.",
    "stop": "Stop.",
    "turn-on-the-kitchen-lights": "Turn on the kitchen lights.",
    "add-milk": "Add milk to my shopping list.",
    "what-is-twelve-times-fourteen": "What is twelve times fourteen?",
    "call-me-anna": "Call me Anna.",
}
QUIET_S = 0.35
PEAK = 0.5
NOISE = 0.0005
"""A recording is never digitally silent."""


def recording(samples: Samples) -> Samples:
    """Speech at 16 kHz as a microphone would give it: quiet around it, a faint hiss throughout."""
    quiet = np.zeros(int(QUIET_S * SAMPLE_RATE_HZ), np.float32)
    sound = np.concatenate([quiet, PEAK * samples / np.abs(samples).max(), quiet])
    hiss = np.random.default_rng(0).normal(0, NOISE, len(sound))
    mixed: Samples = (sound + hiss).astype(np.float32)
    return mixed


def main() -> None:
    """Writes every command beside this file."""
    voice = tts.load("hibari", rate_wpm=165)
    try:
        for name, sentence in COMMANDS.items():
            speech = voice.synthesize(sentence)
            sound = recording(resample(speech.samples, speech.sample_rate_hz, SAMPLE_RATE_HZ))
            soundfile.write(Path(__file__).with_name(f"{name}.wav"), sound, SAMPLE_RATE_HZ, subtype="PCM_16")
    finally:
        voice.close()


if __name__ == "__main__":
    main()

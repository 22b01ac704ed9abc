"""Latency and intelligibility of each voice: `python tests/benchmarks/bench_voice.py [--hear]`.

Cold: from loading the voice to its first sentence's samples. Warm: each later sentence. With `--hear`,
the untouched Whisper base and our recognizer, which learned from these voices too, transcribe what was
spoken; the word error rate is against what was written, both normalised.
"""

from __future__ import annotations

import argparse
from time import perf_counter
from typing import Literal, get_args

import numpy as np
from rich.console import Console
from rich.table import Table

from assistant import factory
from assistant.config import Config
from models import asr, tts
from models.audio import resample
from models.text.normalise import normalise
from models.types import Samples, Speech

Kind = Literal["pyttsx3", "hibari"]
COLD_STARTS, ROUNDS = 5, 5
QUIET = np.zeros(4_000, np.float32)
SENTENCES = (
    "It is 7:30 AM in Tokyo.",
    "Your timer for 5 minutes is up.",
    "12 times 14 is 168.",
    "3 miles is 4.83 kilometers.",
    "It is 21 °C in the living room.",
    "The volume is at 30%.",
    "I added milk to your shopping list.",
    "Your shopping list has 3 items: milk, eggs and bread.",
    "I will call you Anna.",
    "You live in Leeds.",
    "Your alarm is set for 6:45 AM tomorrow.",
    "Today is Sunday, November 22.",
    "The bedroom lights are off.",
    "Sorry, I did not understand that.",
    "Nothing is set up for music.",
    "Do you want to remove everything from your shopping list?",
    "A timer for 10 minutes is running; 4 minutes and 20 seconds are left.",
    "Good morning, Anna! How can I help?",
    "That makes $3.50.",
    "I don't know who wrote that book.",
)


def main() -> None:
    """Print a line for each voice."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--hear", action="store_true", help="also transcribe the speech")
    hear = parser.parse_args().hear
    columns = [f"{figure} {by}" for by in ("base", "ours") for figure in ("WER", "exact")] if hear else []
    table = Table("voice", "cold ms p50", "p95", "warm ms p50", "p95", "× real time", *columns)
    ears = [asr.load(name) for name in ("whisper-base", factory.models(Config()).recognizer) if hear]
    for kind in get_args(Kind):
        cold, warm, spoken = speak(kind)
        seconds = sum(len(speech.samples) / speech.sample_rate_hz for speech in spoken)
        figures = [*np.percentile(cold, [50, 95]), *np.percentile(warm, [50, 95])]
        pace = f"{sum(warm) / ROUNDS / 1000 / seconds:.3f}"
        heard = [cell for recognizer in ears for cell in understood(spoken, recognizer)]
        table.add_row(kind, *(f"{figure:.0f}" for figure in figures), pace, *heard)
    Console().print(table)


def speak(kind: Kind) -> tuple[list[float], list[float], list[Speech]]:
    """Milliseconds cold and warm, and every sentence once."""
    cold = []
    for _ in range(COLD_STARTS):
        started = perf_counter()
        voice = tts.load(kind)
        voice.synthesize(SENTENCES[0])
        cold.append((perf_counter() - started) * 1000)
        voice.close()
    voice = tts.load(kind)
    voice.synthesize(SENTENCES[0])
    warm, spoken = [], []
    for _ in range(ROUNDS):
        spoken = []
        for sentence in SENTENCES:
            started = perf_counter()
            spoken.append(voice.synthesize(sentence))
            warm.append((perf_counter() - started) * 1000)
    voice.close()
    return cold, warm, spoken


def understood(spoken: list[Speech], recognizer: asr.Recognizer) -> tuple[str, str]:
    """Word error rate, and the number of sentences recognized word for word."""
    import jiwer

    heard = []
    for speech in spoken:
        transcript = recognizer.transcribe(recorded(speech))
        heard.append(normalise(transcript.text) if transcript else "")
    written = [normalise(sentence) for sentence in SENTENCES]
    exact = sum(one == other for one, other in zip(written, heard, strict=True))
    return f"{jiwer.wer(written, heard):.3f}", f"{exact} of {len(written)}"


def recorded(speech: Speech) -> Samples:
    """The sentence at 16 kHz with a short silence around it."""
    return np.concatenate([QUIET, resample(speech.samples, speech.sample_rate_hz), QUIET])


if __name__ == "__main__":
    main()

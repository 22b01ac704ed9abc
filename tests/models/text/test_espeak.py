"""espeak-ng from the wheel, whatever the system has."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from models.errors import DependencyError, SynthesisError
from models.text import espeak
from models.text.espeak import Manner, phonemes, synthesize


def test_phonemes_are_ipa_of_every_clause() -> None:
    assert phonemes("cat", "en-us") == "kˈæt"
    both = phonemes("one cat, and then another one", "en-us")
    assert "kˈæt" in both and "ɐnˈʌð" in both
    assert phonemes("", "en-us") == ""
    assert phonemes("Guten Morgen", "de") != phonemes("Guten Morgen", "en-us")


def test_sound_and_phonemes_do_not_disturb_each_other() -> None:
    before = phonemes("a large dark roast", "en-us")
    spoken = synthesize("Guten Morgen.", "de")
    assert phonemes("a large dark roast", "en-us") == before
    again = synthesize("Guten Morgen.", "de")
    assert len(again.samples) == pytest.approx(len(spoken.samples), rel=0.01)


def test_a_sentence_does_not_change_the_length_of_the_next() -> None:
    alone = len(synthesize("Good morning.", "en-us").samples)
    synthesize("The kitchen lights are on.", "en-us")
    assert len(synthesize("Good morning.", "en-us").samples) == pytest.approx(alone, rel=0.005)


def test_rate_pitch_and_gap_change_the_sound() -> None:
    text = "the kitchen lights are on"
    usual = synthesize(text, "en-us")
    assert usual.sample_rate_hz == espeak.sample_rate_hz() == 22_050
    assert usual.samples.dtype == np.float32 and 0.1 < np.abs(usual.samples).max() <= 1.0
    assert len(synthesize(text, "en-us", Manner(rate_wpm=330)).samples) < 0.7 * len(usual.samples)
    assert len(synthesize(text, "en-us", Manner(word_gap=20)).samples) > 1.3 * len(usual.samples)
    high = synthesize(text, "en-us", Manner(pitch=99)).samples
    assert not np.array_equal(high, usual.samples)
    assert len(synthesize(text, "en-us", Manner(pause_at_end=False)).samples) < len(usual.samples)


def test_unknown_names_are_errors() -> None:
    with pytest.raises(DependencyError, match="no voice 'tlh'"):
        phonemes("Hello", "tlh")
    with pytest.raises(SynthesisError, match="no voice called no/such"):
        synthesize("Hello", "no/such")
    assert synthesize("Hello", "en-us").samples.size


def test_voices_have_identifier_language_and_name() -> None:
    found = {voice.identifier: voice for voice in espeak.voices()}
    assert len(found) > 100
    assert found["gmw/en-US"].language == "en-us"
    assert found["gmw/en-US"].name == "English (America)"


def test_two_threads_take_turns() -> None:
    lengths: dict[str, set[int]] = {"en-us": set(), "de": set()}

    def speak(voice: str) -> None:
        for _ in range(10):
            lengths[voice].add(len(synthesize("Guten Morgen, good morning.", voice).samples) // 1000)

    threads = [threading.Thread(target=speak, args=(voice,)) for voice in lengths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(len(found) <= 2 for found in lengths.values()), lengths
    assert not lengths["en-us"] & lengths["de"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_another_espeak_of_the_system_is_not_used(tmp_path: Path) -> None:
    """A library of that name comes first on the loader's path, and the environment names other data."""
    import espeakng_loader

    wheel = Path(espeakng_loader.get_library_path())
    for name in ("libespeak-ng.so", "libespeak-ng.so.1"):
        (tmp_path / name).write_bytes(wheel.read_bytes())
    script = (
        "from models.text.espeak import phonemes, synthesize\n"
        "assert phonemes('cat', 'en-us') and synthesize('cat', 'en-us').samples.size\n"
        "print({line.split()[-1] for line in open('/proc/self/maps') if 'espeak' in line})\n"
    )
    environment = os.environ | {"LD_LIBRARY_PATH": str(tmp_path), "ESPEAK_DATA_PATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == repr({str(wheel)})

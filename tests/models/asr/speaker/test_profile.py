"""Profiles of voices, by a network that knows nobody."""

from __future__ import annotations

import numpy as np
import pytest

from models.asr.speaker import profile
from models.asr.speaker.encoder import SpeakerEncoder
from models.asr.speaker.profile import VoiceProfile
from tests.fixtures.speakers import random_weights


def test_an_utterance_is_most_like_itself() -> None:
    network = SpeakerEncoder(random_weights())
    rng = np.random.default_rng(0)
    # longer than a stretch: silence at its end would make all alike
    tone = np.sin(np.arange(26_000, dtype=np.float32) / 9) / 3
    noise = rng.uniform(-0.3, 0.3, 26_000).astype(np.float32)
    known = VoiceProfile(network, [tone, tone])
    assert known.likeness(tone) == pytest.approx(1.0, abs=1e-3) and known.is_theirs(tone)
    assert known.likeness(noise) < known.likeness(tone)
    assert 0 < profile.LEAST_LIKENESS < 1

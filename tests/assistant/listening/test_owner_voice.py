"""The owner's voice from recordings in the home of a test."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

from assistant.listening import owner_voice
from assistant.listening.owner_voice import LEAST_RECORDINGS, MOST_RECORDINGS
from models import recordings
from models.asr.speaker.encoder import SpeakerEncoder
from models.manifest import Example
from tests.fixtures.speakers import random_weights

MONDAY = datetime(2026, 11, 23, 9, 0)
TONE = (np.sin(np.arange(12_000) / 9) / 3).astype(np.float32)


def record(count: int, speaker: str, first: int = 0) -> None:
    for number in range(first, first + count):
        recordings.keep(
            Example(text=f"sentence {number}", speaker=speaker), TONE, MONDAY + timedelta(minutes=number)
        )


def test_it_is_unknown_until_enough_is_recorded() -> None:
    assert "record 5 more sentences" in (owner_voice.unknown("Anna") or "")
    record(LEAST_RECORDINGS - 1, "Anna")
    assert "record 1 more sentence with" in (owner_voice.unknown("Anna") or "")
    record(1, recordings.OWNER, first=10)
    assert owner_voice.unknown("Anna") is None
    assert owner_voice.learn("Anna", SpeakerEncoder(random_weights())).is_theirs(TONE)


def test_other_people_and_old_recordings_are_left_out() -> None:
    record(4, "Ben")
    record(MOST_RECORDINGS + 2, "Anna", first=10)
    newest = owner_voice.enrolled("Anna")
    assert len(newest) == MOST_RECORDINGS and newest[-1].stem == "092100-000000"


def test_what_was_said_in_a_conversation_may_be_anybodys() -> None:
    sound = recordings.keep_sound(TONE, MONDAY, under="conversations")
    recordings.append([Example(text="stop", speaker=recordings.OWNER, audio=sound)])
    assert owner_voice.enrolled(recordings.OWNER) == []


def test_forgetting_the_recordings_forgets_it() -> None:
    record(LEAST_RECORDINGS, recordings.OWNER)
    recordings.remove({recordings.identity(example) for example in recordings.read()})
    assert owner_voice.unknown(recordings.OWNER) is not None

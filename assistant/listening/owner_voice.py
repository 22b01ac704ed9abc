"""The owner's voice, from their newest recordings. It is kept nowhere, so forgetting those forgets it."""

from __future__ import annotations

from pathlib import Path

from models import audio, recordings
from models.asr.speaker.encoder import SpeakerEncoder
from models.asr.speaker.profile import VoiceProfile
from models.manifest import Example

LEAST_RECORDINGS, MOST_RECORDINGS = 5, 10


def learn(owner: str, network: SpeakerEncoder) -> VoiceProfile:
    """The owner's voice.

    Arguments:
        owner: the name of the owner in the recordings' manifest, beside the default one.

    Raises:
        DataError: the recordings' list is damaged.
        SoundFileError: a recording is missing or damaged.
    """
    return VoiceProfile(network, [audio.load(sound) for sound in enrolled(owner)])


def enrolled(owner: str) -> list[Path]:
    """The sounds of the owner's newest recordings, at most `MOST_RECORDINGS`."""
    return [e.audio for e in recordings.read() if e.audio and _is_of(e, owner)][-MOST_RECORDINGS:]


def unknown(owner: str) -> str | None:
    """What to tell an owner whose voice is not known; None where it is."""
    missing = LEAST_RECORDINGS - len(enrolled(owner))
    if missing <= 0:
        return None
    more = f"{missing} more sentence{'s' if missing > 1 else ''}"
    return f"I don't know your voice yet, so I answer everybody: record {more} with `assistant record`."


def _is_of(example: Example, owner: str) -> bool:
    """Whether the owner read it; what was corrected in a conversation may be anybody's."""
    read_aloud = not recordings.identity(example).startswith("conversations/")
    return read_aloud and example.speaker in (owner, recordings.OWNER)

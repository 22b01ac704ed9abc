"""What `assistant serve` tells of itself to Wyoming's clients."""

from __future__ import annotations

from importlib import metadata

from wyoming.info import (
    AsrModel,
    AsrProgram,
    Attribution,
    HandleModel,
    HandleProgram,
    Info,
    IntentModel,
    IntentProgram,
    TtsProgram,
    TtsVoice,
)

from assistant.config import Config
from models.command_line import DISTRIBUTION

NAME = "assistant"
OWNER = Attribution("the owner of this assistant", "")


def info(config: Config) -> Info:
    """The programs for each task, with one model each: the owner's."""
    version, languages = metadata.version(DISTRIBUTION), [config.language]
    hears, acts = "Recognizes speech", "Carries out commands"
    understands, speaks = "Understands commands", f"Speaks with {config.voice.kind}"
    voice = config.voice.name or config.voice.kind
    return Info(
        asr=[
            AsrProgram(
                NAME, OWNER, True, hears, version,
                models=[AsrModel(NAME, OWNER, True, hears, version, languages)],
                supports_transcript_streaming=True,
            )
        ],
        handle=[
            HandleProgram(
                NAME, OWNER, True, acts, version,
                models=[HandleModel(NAME, OWNER, True, acts, version, languages)],
                supports_home_control=config.skills.home_assistant is not None,
            )
        ],
        intent=[
            IntentProgram(
                NAME, OWNER, True, understands, version,
                models=[IntentModel(NAME, OWNER, True, understands, version, languages)],
            )
        ],
        tts=[
            TtsProgram(
                NAME, OWNER, True, speaks, version,
                voices=[TtsVoice(voice, OWNER, True, speaks, version, languages)],
                supports_synthesize_streaming=True,
            )
        ],
    )  # fmt: skip

"""The program's configuration: one TOML file, checked whole before anything is loaded."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.audio.microphone import MicrophoneConfig
from assistant.audio.speaker import SpeakerConfig
from assistant.listening.barge_in import BargeInConfig
from assistant.listening.endpointer import EndpointerConfig
from assistant.skills.config import SkillsConfig
from models import paths
from models.device import DeviceName
from models.errors import ConfigError
from models.vad.webrtc import WebRtcVadConfig

Engine = Literal["auto", "torch", "int8"]


class Section(BaseModel):
    """A table of the configuration: unknown names are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RecognitionConfig(Section):
    """How speech is recognized."""

    beam_size: int = Field(default=5, ge=1, le=10)
    """Hypotheses kept while decoding, and offered to the classifier; fewer are a little faster and worse."""


class VoiceConfig(Section):
    """How replies sound."""

    kind: Literal["pyttsx3", "hibari"] = "pyttsx3"
    name: str | None = None
    """One of the voices that `assistant doctor` lists; None for the engine's own."""
    rate_wpm: int = Field(default=165, ge=60, le=400)


class Config(Section):
    """The whole file."""

    language: str = "en"
    """What is spoken, as an ISO 639-1 code."""
    device: DeviceName = "auto"
    engine: Engine = "auto"
    bundle: str | None = None
    """A bundle's name or folder; None for the released one."""
    recognizer_dir: str | None = None
    classifier_dir: str | None = None
    generator_dir: str | None = None
    keep_conversations: bool = False
    """Keep what was said and understood, for `assistant correct`; nothing is kept otherwise."""
    recognizer: RecognitionConfig = RecognitionConfig()
    vad: WebRtcVadConfig = WebRtcVadConfig()
    endpointer: EndpointerConfig = EndpointerConfig()
    microphone: MicrophoneConfig = MicrophoneConfig()
    speaker: SpeakerConfig = SpeakerConfig()
    voice: VoiceConfig = VoiceConfig()
    interruption: BargeInConfig = BargeInConfig()
    skills: SkillsConfig = SkillsConfig()

    def with_options(self, given: Mapping[str, str]) -> Config:
        """This configuration with the command line's options over it."""
        return self.model_validate(self.model_dump() | dict(given))


def load(file: Path | None = None) -> Config:
    """The configuration in `file`, or in the user's config.toml where there is one, or the defaults.

    Raises:
        ConfigError: the file is missing, is no TOML, or has wrong settings (all of them named at once).
    """
    if file is None:
        file = paths.config_file()
        if not file.exists():
            return Config()
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"the configuration cannot be read ({error.strerror})", where=str(file)) from error
    except UnicodeDecodeError as error:
        raise ConfigError("the configuration is not UTF-8 text", where=str(file)) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"this is not TOML: {error}", where=str(file)) from error
    try:
        return Config.model_validate(table)
    except ValidationError as error:
        raise ConfigError(_all_of(error), where=str(file)) from error


PLAINLY = {"extra_forbidden": "there is no such setting", "model_type": "should be a table"}
"""pydantic's kinds of error whose own words are a programmer's."""


def _all_of(error: ValidationError) -> str:
    problems = [
        f"{'.'.join(str(part) for part in problem['loc'])}: {_plainly(problem['type'], problem['msg'])}"
        for problem in error.errors()
    ]
    return f"{len(problems)} wrong setting{'s' if len(problems) > 1 else ''}: " + "; ".join(problems)


def _plainly(kind: str, message: str) -> str:
    message = message.removeprefix("Value error, ")
    return PLAINLY.get(kind, f"{message[:1].lower()}{message[1:]}")

"""The program's configuration: one TOML file, validated as a whole before anything is loaded."""

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
from assistant.memory.owner import OwnerConfig
from assistant.skills.config import SkillsConfig
from models import paths
from models.device import DeviceName
from models.errors import ConfigError
from models.vad.webrtc import WebRtcVadConfig

Engine = Literal["auto", "torch", "int8"]


class Section(BaseModel):
    """A table of the configuration: immutable, and unknown names are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RecognitionConfig(Section):
    """Decoding of the recognizer."""

    beam_size: int = Field(default=5, ge=1, le=10)
    """Beam width, and the number of hypotheses for n-best rescoring; fewer are slightly faster and worse."""


class VoiceConfig(Section):
    """The voice of the replies."""

    kind: Literal["pyttsx3", "hibari"] = "pyttsx3"
    name: str | None = None
    """A voice that `assistant doctor` lists; None for the engine's default."""
    rate_wpm: int = Field(default=165, ge=60, le=400)


class Config(Section):
    """The whole configuration file."""

    language: str = "en"
    """Spoken language, an ISO 639-1 code."""
    device: DeviceName = "auto"
    engine: Engine = "auto"
    bundle: str | None = None
    """Name or folder of a bundle; None for the bundle in use."""
    recognizer_dir: str | None = None
    classifier_dir: str | None = None
    generator_dir: str | None = None
    keep_conversations: bool = False
    """Log conversations for `assistant correct`; otherwise nothing is kept."""
    recognizer: RecognitionConfig = RecognitionConfig()
    vad: WebRtcVadConfig = WebRtcVadConfig()
    endpointer: EndpointerConfig = EndpointerConfig()
    microphone: MicrophoneConfig = MicrophoneConfig()
    speaker: SpeakerConfig = SpeakerConfig()
    voice: VoiceConfig = VoiceConfig()
    interruption: BargeInConfig = BargeInConfig()
    owner: OwnerConfig = OwnerConfig()
    skills: SkillsConfig = SkillsConfig()

    def with_options(self, given: Mapping[str, str]) -> Config:
        """This configuration, overridden by the command line's options."""
        return self.model_validate(self.model_dump() | dict(given))


def load(file: Path | None = None) -> Config:
    """The configuration in `file`, by default in the owner's config.toml, or the defaults without either.

    Raises:
        ConfigError: the file is missing, not TOML, or has invalid settings (all of them reported at once).
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
"""Plain messages for pydantic's error types that are written for programmers."""


def _all_of(error: ValidationError) -> str:
    problems = [
        f"{'.'.join(str(part) for part in problem['loc'])}: {_plainly(problem['type'], problem['msg'])}"
        for problem in error.errors()
    ]
    return f"{len(problems)} wrong setting{'s' if len(problems) > 1 else ''}: " + "; ".join(problems)


def _plainly(kind: str, message: str) -> str:
    message = message.removeprefix("Value error, ")
    return PLAINLY.get(kind, f"{message[:1].lower()}{message[1:]}")

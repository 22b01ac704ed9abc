"""The program's configuration: one TOML file, validated as a whole before anything is loaded."""

from __future__ import annotations

import ipaddress
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, IPvAnyNetwork, ValidationError, model_validator

from assistant.audio.microphone import MicrophoneConfig
from assistant.audio.speaker import SpeakerConfig
from assistant.desktop.notifications import DesktopConfig
from assistant.listening.barge_in import BargeInConfig
from assistant.listening.endpointer import EndpointerConfig
from assistant.listening.modes import AttentionConfig, Listen
from assistant.memory.owner import OwnerConfig
from assistant.skills.config import SkillsConfig
from models import paths
from models.device import DeviceName
from models.errors import ConfigError
from models.text.structured import read_text, read_toml
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


def own_only(host: str) -> bool:
    """Whether only this computer reaches an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class ServingConfig(Section):
    """Addresses, access and limits of `assistant serve`."""

    host: str = "127.0.0.1"
    """Address for HTTP; any but this computer's own needs `token_file`."""
    port: int = Field(default=8765, ge=0, le=65_535)
    """0 for any that is free."""
    token_file: str | None = None
    """File with the token that clients send."""
    certificate: str | None = None
    """Certificate chain for TLS, PEM."""
    key: str | None = None
    """Private key of the certificate, PEM."""
    names: tuple[str, ...] = ()
    """Host names, beside this computer's, under which clients reach it."""
    wyoming_host: str = "127.0.0.1"
    """Address for Wyoming, which knows no token: any but this computer's own needs `wyoming_clients`."""
    wyoming_port: int | None = Field(default=10_300, ge=0, le=65_535)
    """0 for any that is free; None for no Wyoming."""
    wyoming_clients: tuple[IPvAnyNetwork, ...] = ()
    """Addresses or networks whose computers may use Wyoming; empty for all that reach it."""
    clients: int = Field(default=64, ge=1, le=1_000)
    """Requests at work at once, and open connections of each kind; further ones are told to come again."""

    @model_validator(mode="after")
    def _guarded(self) -> ServingConfig:
        if not own_only(self.host) and self.token_file is None:
            raise ValueError(f"host {self.host} can be reached by other computers: set token_file too")
        if not own_only(self.wyoming_host) and not self.wyoming_clients:
            raise ValueError(
                f"wyoming_host {self.wyoming_host} can be reached by other computers: set wyoming_clients too"
            )
        if (self.certificate is None) != (self.key is None):
            raise ValueError("certificate and key belong together")
        return self

    @property
    def encrypted(self) -> bool:
        """Whether HTTP is served over TLS."""
        return self.certificate is not None


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
    keep_statistics: bool = True
    """Count turns, latencies and confidences, without words, for `assistant stats`."""
    log_words: bool = False
    """Let the log hold what is said, and the texts of errors that may quote it."""
    recognizer: RecognitionConfig = RecognitionConfig()
    vad: WebRtcVadConfig = WebRtcVadConfig()
    endpointer: EndpointerConfig = EndpointerConfig()
    microphone: MicrophoneConfig = MicrophoneConfig()
    speaker: SpeakerConfig = SpeakerConfig()
    voice: VoiceConfig = VoiceConfig()
    interruption: BargeInConfig = BargeInConfig()
    attention: AttentionConfig = AttentionConfig()
    desktop: DesktopConfig = DesktopConfig()
    owner: OwnerConfig = OwnerConfig()
    serving: ServingConfig = ServingConfig()
    skills: SkillsConfig = SkillsConfig()

    def with_options(self, given: Mapping[str, str]) -> Config:
        """This configuration, overridden by the command line's options."""
        return self.model_validate(self.model_dump() | dict(given))

    def listening(self, listen: Listen) -> Config:
        """This configuration with another way to tell what is meant for the assistant."""
        attention = self.attention.model_copy(update={"listen": listen})
        return self.model_copy(update={"attention": attention})

    def serving_on(self, given: Mapping[str, str | int | None]) -> Config:
        """This configuration with other addresses to serve on; None leaves one as it is.

        Raises:
            ConfigError: an address needs more settings.
        """
        changed = self.serving.model_dump() | {name: to for name, to in given.items() if to is not None}
        try:
            return self.model_copy(update={"serving": ServingConfig.model_validate(changed)})
        except ValidationError as error:
            raise ConfigError(problems(error), where="[serving]") from error


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
        table = read_toml(file)
    except OSError as error:
        raise ConfigError(f"the configuration cannot be read ({error.strerror})", where=str(file)) from error
    except UnicodeDecodeError as error:
        raise ConfigError("the configuration is not UTF-8 text", where=str(file)) from error
    except ValueError as error:
        raise ConfigError(f"this is not TOML: {error}", where=str(file)) from error
    try:
        return Config.model_validate(table)
    except ValidationError as error:
        raise ConfigError(problems(error), where=str(file)) from error


NEW_FILE = "# The assistant's settings; README lists them, and `assistant doctor` checks them.\n"
Setting = str | int | float | bool | None


def change_file(file: Path, changes: Mapping[str, Mapping[str, Setting]]) -> None:
    """Set some settings of a configuration file, and leave its other settings and its comments as they are.

    Creates the file, also without changes. A file that not everybody can read becomes its owner's alone.

    Arguments:
        changes: by table and name; None removes a setting.

    Raises:
        ConfigError: the file is written in a way that cannot be changed.
        StoreError: the disk refuses.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    from models import files

    # a link leads to where its owner keeps the file
    file = file.resolve()
    before = read_text(file) if file.exists() else NEW_FILE
    wanted = tomllib.loads(before)
    try:
        document = tomlkit.parse(before)
        for table, settings in changes.items():
            for name, value in settings.items():
                for tables in (wanted, document):
                    if value is not None:
                        tables.setdefault(table, {})[name] = value
                    elif table in tables:
                        tables[table].pop(name, None)
        after = tomlkit.dumps(document)
        changed = _without_empty(tomllib.loads(after)) == _without_empty(wanted)
    except (TOMLKitError, ValueError):
        changed = False
    if not changed:
        do = "write the settings into it by hand"
        raise ConfigError("this file cannot be changed", where=str(file), do=do)
    private = file.exists() and not file.stat().st_mode & stat.S_IROTH
    files.write_text(file, after, private=private)


def _without_empty(tables: dict[str, Any]) -> dict[str, Any]:
    # a table that was only dotted keys ends with the last of them
    return {name: value for name, value in tables.items() if value != {}}


PLAINLY = {"extra_forbidden": "there is no such setting", "model_type": "should be a table"}
"""Plain messages for pydantic's error types that are written for programmers."""


def problems(error: ValidationError) -> str:
    """All wrong settings of a validation in one clause."""
    found = [
        ": ".join(
            filter(None, (".".join(map(str, problem["loc"])), _plainly(problem["type"], problem["msg"])))
        )
        for problem in error.errors()
    ]
    return f"{len(found)} wrong setting{'s' if len(found) > 1 else ''}: " + "; ".join(found)


def _plainly(kind: str, message: str) -> str:
    message = message.removeprefix("Value error, ")
    return PLAINLY.get(kind, f"{message[:1].lower()}{message[1:]}")

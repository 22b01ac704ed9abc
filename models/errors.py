"""Every error that a person can meet, each with what happened, where, and what to do.

AssistantError                  the program failed                                  exit code 1
├── InputError                  the user's input or configuration was wrong         exit code 2
│   ├── ConfigError             a configuration file or option
│   ├── DataError               a manifest or corpus; carries file:line
│   ├── SoundFileError          a sound file that cannot be read
│   └── CheckpointError         a checkpoint, bundle or base that is not what it should be
├── StoreError                  base weights could not be fetched, verified or written
├── DeviceError                 a sound device or accelerator that is missing or silent
├── SynthesisError              a sentence that could not be spoken
├── SkillError                  an action that could not be done
├── TrainingError               a training run that cannot go on
└── DependencyError             an optional package is missing; names the extra to install
"""


class AssistantError(Exception):
    """Something the program could not do.

    Arguments:
        what: what happened, a clause without a full stop.
        where: file, `file:line`, device or address; empty where the text says it already.
        do: what the person can do about it; empty where nothing helps.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", do: str = "") -> None:
        self.what, self.where, self.do = what, where, do
        super().__init__(what, where, do)

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}; {self.do}." if self.do else f"{head}."

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.what, self.where, self.do)


def _rebuild(kind: type[AssistantError], what: str, where: str, do: str) -> AssistantError:
    """Keep the keyword arguments when an error crosses a process boundary."""
    return kind(what, where=where, do=do)


class InputError(AssistantError):
    """The user's input or configuration was wrong."""

    exit_code = 2


class ConfigError(InputError):
    """A configuration file or option is wrong."""


class DataError(InputError):
    """A manifest or corpus is wrong; `where` is `file:line`."""


class SoundFileError(InputError):
    """A sound file cannot be read."""


class CheckpointError(InputError):
    """A checkpoint, bundle or base is not what it should be."""


class StoreError(AssistantError):
    """Base weights could not be fetched, verified or written."""


class DeviceError(AssistantError):
    """A sound device or accelerator is missing, busy or silent."""


class SynthesisError(AssistantError):
    """A sentence could not be spoken."""


class SkillError(AssistantError):
    """An action could not be done."""


class TrainingError(AssistantError):
    """A training run cannot go on."""


class DependencyError(AssistantError):
    """An optional package is missing."""

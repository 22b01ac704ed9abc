"""Errors for people: what happened, where, and what to do.

AssistantError                  the program failed                                  exit code 1
├── InputError                  the input or configuration is wrong                 exit code 2
│   ├── ConfigError             a configuration file or option is wrong
│   ├── DataError               a manifest or corpus is wrong; carries file:line
│   ├── SoundFileError          a sound file cannot be read
│   └── CheckpointError         a checkpoint, bundle or base is damaged or of another kind
├── StoreError                  base weights cannot be fetched, verified or written
├── DeviceError                 a sound device or accelerator is missing, busy or silent
├── SynthesisError              a sentence cannot be spoken
├── SkillError                  an action cannot be done
│   └── StateError              the assistant's memory cannot be read or written
├── StalledError            a stage of the conversation hangs
├── TrainingError               a training run cannot go on
└── DependencyError             an optional package is missing; names the extra to install
"""


class AssistantError(Exception):
    """A failure of the program.

    Arguments:
        what: the failure, a clause without a full stop.
        where: file, `file:line`, device or address; empty where `what` names it.
        do: the remedy, a clause without a full stop; empty for none.
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
    """Unpickle an error with its keyword arguments."""
    return kind(what, where=where, do=do)


class InputError(AssistantError):
    """The input or configuration is wrong."""

    exit_code = 2


class ConfigError(InputError):
    """A configuration file or option is wrong."""


class DataError(InputError):
    """A manifest or corpus is wrong; `where` is `file:line`."""


class SoundFileError(InputError):
    """A sound file cannot be read."""


class CheckpointError(InputError):
    """A checkpoint, bundle or base is damaged or of another kind."""


class StoreError(AssistantError):
    """Base weights cannot be fetched, verified or written."""


class DeviceError(AssistantError):
    """A sound device or accelerator is missing, busy or silent."""


class SynthesisError(AssistantError):
    """A sentence cannot be spoken."""


class SkillError(AssistantError):
    """An action cannot be done."""


class StateError(SkillError):
    """The assistant's memory cannot be read or written."""


class StalledError(AssistantError):
    """A stage of the conversation hangs."""


class TrainingError(AssistantError):
    """A training run cannot go on."""


class DependencyError(AssistantError):
    """An optional package is missing; `do` names the extra to install."""

"""The interface of skills: a skill takes a request, acts, and returns facts with a sentence that states them.

Plug-ins register in the entry-point group `assistant.skills`; each entry point is a callable that takes a
`SkillContext` and returns a `Skill`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

from assistant.skills.config import SkillsConfig
from models.types import Fact, Understanding

if TYPE_CHECKING:
    from assistant.memory.database import Database
    from assistant.memory.profile import Profile
    from assistant.skills.time.schedule import Schedule

Status = Literal["done", "asked", "failed", "unavailable"]


class History(Protocol):
    """The part of the dialogue that skills can read."""

    @property
    def last_spoken(self) -> str | None:
        """The latest reply as far as it was spoken; None before the first."""
        ...

    @property
    def last_heard(self) -> str | None:
        """The previous utterance; None before the first."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """One utterance for a skill to act on."""

    understanding: Understanding
    dialogue: History
    profile: Profile
    now: datetime
    """Aware, in the owner's time zone."""

    @property
    def text(self) -> str:
        """The verbatim text of the utterance."""
        return self.understanding.text

    @property
    def intent(self) -> str:
        """The intent; empty without one, as in some answers to questions."""
        return self.understanding.intent or ""

    def slot(self, *names: str) -> str | None:
        """The value of the first slot with one of these names, in the order of the text; None without one."""
        return next((slot.value for slot in self.understanding.slots or () if slot.name in names), None)


@dataclass(frozen=True, slots=True)
class Question:
    """The handlers of a question's answer; only the next utterance can answer it."""

    on_yes: Callable[[Request], Result] | None = None
    """Handler that carries out the action; called only after a clear yes."""
    on_answer: Callable[[Request], Result | None] | None = None
    """Handler of the answer to a question such as "for what time?"; None for any other utterance."""
    skill: str = ""
    """Name of the asking skill, set by the responder."""


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a request."""

    facts: Mapping[str, Fact]
    """Facts that the reply must contain, verbatim."""
    sentence: str
    """Statement of all the facts; spoken where no paraphrase of it is used."""
    status: Status = "done"
    question: Question | None = None
    """Set with the status "asked"."""
    fixed: bool = False
    """Whether the sentence must not be paraphrased."""


class Skill(Protocol):
    """One kind of action."""

    name: str
    intents: frozenset[str]

    def handle(self, request: Request) -> Result:
        """Carry out a request.

        Raises:
            SkillError: the action failed; the reply reports it.
        """
        ...


@runtime_checkable
class Describes(Protocol):
    """A skill that can describe an action in advance."""

    def describe(self, request: Request) -> str:
        """Completion of "Do you want me to …?"; empty without a description."""
        ...


@runtime_checkable
class Selects(Protocol):
    """A skill that accepts only some utterances of its intents."""

    def answers(self, request: Request) -> bool:
        """Whether the skill accepts this utterance; otherwise the next skill or the generator answers."""
        ...


@runtime_checkable
class Claims(Protocol):
    """A skill that recognizes certain sentences regardless of the classifier."""

    def claims(self, request: Request) -> bool:
        """Whether the utterance is one of these sentences."""
        ...


@runtime_checkable
class Warms(Protocol):
    """A skill with a slow first request."""

    def warm(self) -> None:
        """Load resources in advance; thread-safe."""
        ...


@runtime_checkable
class Summarised(Protocol):
    """A skill that help lists."""

    summary: str
    """Completion of "I can …"; empty while the skill is not set up."""


class Loudspeaker(Protocol):
    """The controls of the volume skill."""

    volume: int
    """0 to 100."""
    muted: bool


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True)
class SkillContext:
    """The parts of the program that skills can use."""

    database: Database
    profile: Profile
    schedule: Schedule
    config: SkillsConfig = field(default_factory=SkillsConfig)
    speaker: Loudspeaker | None = None
    """None in modes without a loudspeaker."""
    cancel: Callable[[], None] = _nothing
    """End the current reply or ring."""
    leave: Callable[[], None] = _nothing
    """End the conversation after the current reply."""
    skills: Callable[[], tuple[Skill, ...]] = tuple
    """All loaded skills, for help."""

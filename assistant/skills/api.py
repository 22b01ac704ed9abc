"""What a skill is: it gets a request, does one kind of thing, returns facts and a sentence that says them.

Other people's skills come through the entry-point group `assistant.skills`: each entry is a callable that
takes a `SkillContext` and returns a `Skill`.
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
    """The part of the dialogue that a skill may read."""

    @property
    def last_spoken(self) -> str | None:
        """The latest reply as far as it was spoken; None before the first."""
        ...

    @property
    def last_heard(self) -> str | None:
        """The user's previous utterance; None before the first."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """One utterance that a skill is to act on."""

    understanding: Understanding
    dialogue: History
    profile: Profile
    now: datetime
    """Aware, in the owner's time zone."""

    @property
    def text(self) -> str:
        """What was said, word for word."""
        return self.understanding.text

    @property
    def intent(self) -> str:
        """The intent acted on; empty where there is none (an answer to a question may have none)."""
        return self.understanding.intent or ""

    def slot(self, *names: str) -> str | None:
        """The value of the first slot called one of `names`, in the order of the text; None where there is
        none."""
        return next((slot.value for slot in self.understanding.slots or () if slot.name in names), None)


@dataclass(frozen=True, slots=True)
class Question:
    """What a result asks, and what happens with the answer; the next utterance alone can be that answer."""

    on_yes: Callable[[Request], Result] | None = None
    """Acts; called after a clear yes and at no other time."""
    on_answer: Callable[[Request], Result | None] | None = None
    """Reads the answer to "for what time?" and the like; returns None where the utterance is no such
    answer."""
    skill: str = ""
    """Who asked; the responder fills it in."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a skill did."""

    facts: Mapping[str, Fact]
    """Everything that the reply must say, each fact exactly as it is to be said."""
    sentence: str
    """Says all the facts; used where the generator does not."""
    status: Status = "done"
    question: Question | None = None
    """Set where the status is asked."""
    fixed: bool = False
    """The sentence is said as it stands, never in the generator's words."""


class Skill(Protocol):
    """One kind of action."""

    name: str
    intents: frozenset[str]

    def handle(self, request: Request) -> Result:
        """Does what was asked.

        Raises:
            SkillError: it could not be done; the reply says so.
        """
        ...


@runtime_checkable
class Describes(Protocol):
    """A skill that can name what it would do."""

    def describe(self, request: Request) -> str:
        """Completes "Do you want me to …?"; empty where it cannot say."""
        ...


@runtime_checkable
class Selects(Protocol):
    """A skill that takes only some utterances of its intents."""

    def answers(self, request: Request) -> bool:
        """Whether it takes this one; otherwise the next skill, or the generator, does."""
        ...


@runtime_checkable
class Claims(Protocol):
    """A skill that knows some sentences word for word."""

    def claims(self, request: Request) -> bool:
        """Whether this is one of them, whatever the classifier made of it."""
        ...


@runtime_checkable
class Warms(Protocol):
    """A skill whose first request would be slow."""

    def warm(self) -> None:
        """Loads what it needs; safe to call from any thread."""
        ...


@runtime_checkable
class Summarised(Protocol):
    """A skill that help names."""

    summary: str
    """Completes "I can …"; empty where it is not set up."""


class Loudspeaker(Protocol):
    """What the volume skill can change."""

    volume: int
    """0 to 100."""
    muted: bool


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True)
class SkillContext:
    """What a skill may use of the program."""

    database: Database
    profile: Profile
    schedule: Schedule
    config: SkillsConfig = field(default_factory=SkillsConfig)
    speaker: Loudspeaker | None = None
    """None where the mode has no loudspeaker."""
    cancel: Callable[[], None] = _nothing
    """Ends what is being said or rung."""
    leave: Callable[[], None] = _nothing
    """Ends the conversation once the reply was said."""
    skills: Callable[[], tuple[Skill, ...]] = tuple
    """Every skill that was loaded, for the one that lists them."""

"""The interface of skills: typed operations that the gate of the conversation calls.

A skill declares what it can do as methods with `operation`; their parameters are annotated with the slots
that they are read from. A skill sees values, never the words of an utterance: reading them is done by the
parameters, and whether anything is done at all is decided by `assistant.conversation.gate`.

Plug-ins register in the entry-point group `assistant.skills`; each entry point is a callable that takes a
`SkillContext` and returns a `Skill`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

from assistant.skills.config import SkillsConfig
from models.types import Command, Fact, Sentiment

if TYPE_CHECKING:
    from assistant.memory.database import Database
    from assistant.memory.plans import Plans
    from assistant.memory.profile import Profile
    from assistant.memory.undo import UndoLog
    from assistant.skills.time.schedule import Schedule
    from models.text.parse import Kind
    from models.text.things_asked import Asked

INTERFACE = 2
"""Version of this interface; a plug-in states the one that it was written for in `interface`."""

Status = Literal["done", "asked", "failed", "unavailable"]
Changes = Literal["nothing", "undoable", "lasting"]
"""What an operation changes: nothing, what `undo` can restore, or what it cannot."""


class Carried(Protocol):
    """A command that was carried out."""

    @property
    def command(self) -> Command:
        """The command."""
        ...

    @property
    def skill(self) -> str:
        """The name of its skill."""
        ...

    @property
    def touched(self) -> tuple[str, ...]:
        """Keys of what the skill created, changed or told."""
        ...


class History(Protocol):
    """The part of the dialogue that skills can read."""

    @property
    def latest(self) -> Carried | None:
        """What was carried out last, of this utterance or the one before; None where there was only talk."""
        ...

    @property
    def done(self) -> Sequence[Carried]:
        """What was carried out, the latest last."""
        ...

    @property
    def last_spoken(self) -> str | None:
        """The latest reply as far as it was spoken; None before the first."""
        ...

    @property
    def last_heard(self) -> str | None:
        """The previous utterance; None before the first."""
        ...


@dataclass(frozen=True, slots=True)
class Call:
    """The circumstances of one operation."""

    now: datetime
    """Aware, in the owner's time zone."""
    profile: Profile
    dialogue: History
    recent: tuple[str, ...] = ()
    """What this skill's latest operation in the conversation touched (`Result.touched`)."""
    pointed: bool = False
    """Whether the command leans on the conversation ("it", "that one"), so that `recent` is meant."""
    chosen: str | None = None
    """Key of the option that the owner chose after `Ambiguous`."""
    confirmed: bool = False
    """Whether the owner said yes after `NeedsConfirmation`, or the gate asked already."""
    sentiment: Sentiment | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The result of an operation."""

    facts: Mapping[str, Fact]
    """Facts that the reply must contain, verbatim."""
    sentence: str
    """Statement of all the facts, as it is spoken."""
    status: Status = "done"
    changes: bool = False
    """Whether anything was created, changed, deleted, switched, played or sent."""
    undo: Mapping[str, Any] | None = None
    """JSON values from which the skill's `undo` restores what was before; None where nothing can be."""
    touched: tuple[str, ...] = ()
    """Keys of what was created, changed or told, for "it" and "that one" in the next utterance."""
    question: Question | None = None
    """Set with the status "asked"."""
    fixed: bool = False
    """Whether the sentence must not be paraphrased."""


@dataclass(frozen=True, slots=True)
class Question:
    """The handlers of a question that only the skill can settle; the next utterance alone can answer it."""

    on_yes: Callable[[Call], Result] | None = None
    """Handler that carries out the action; called only after a clear yes."""
    on_answer: Callable[[Call, Command], Result | None] | None = None
    """Handler of the answer; None for any other utterance."""


class Unclear(Exception):
    """A value is impossible or only half understood; the message is the question to ask back."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of several candidates."""

    key: str
    label: str
    """As it is said: "the pasta timer"."""
    names: tuple[str, ...] = ()
    """Further words that mean it: its length, its time."""


class Ambiguous(Exception):
    """Several candidates fit: the gate asks which one, and calls the operation again with `Call.chosen`.

    Arguments:
        options: in the order in which they are named and counted ("the first one").
        question: the sentence; made from the labels where empty.
        several: whether "both" and "all" are answers; `Call.chosen` is then `EVERY`.
    """

    def __init__(self, options: tuple[Option, ...], question: str = "", *, several: bool = False) -> None:
        super().__init__(question)
        self.options, self.question, self.several = options, question, several


EVERY = "*"
"""`Call.chosen` for all the options."""


class NeedsConfirmation(Exception):
    """The operation must not go on without a yes; the gate asks and calls it again with `confirmed`.

    The message is the whole question.
    """


@dataclass(frozen=True, slots=True)
class Reading:
    """A command whose parameters are read."""

    command: Command
    """With what the conversation adds."""
    call: Call
    before: Command | None = None
    """The command that a correction or follow-up leans on."""

    def texts(self, *names: str) -> list[str]:
        """The resolved values of the slots with these names, in the order of the text."""
        return [slot.value for slot in self.command.slots if slot.name in names]

    def first(self, *names: str) -> str | None:
        """The first of `texts`; None without one."""
        return next(iter(self.texts(*names)), None)


@dataclass(frozen=True, slots=True)
class Parameter:
    """How a parameter is read from a command; the metadata of its `Annotated` type.

    Raises (when reading):
        Unclear: the words are there but are no value.
    """

    read: Callable[[Reading], Any]
    """The value; None where it was not said."""
    slots: tuple[str, ...] = ()
    """Slots that it uses up; every slot of a command must be used by a parameter."""
    modifiers: tuple[str, ...] = ()
    """Modifiers that it uses up, by their names in JSON: all, except, at, repeat, for."""
    ask: str = ""
    """The question where it is needed and was not said; obligatory for a parameter without default."""
    answer: Callable[[Reading], Any] | None = None
    """Reading of a bare answer to `ask`, whose whole text is the value; None to use `read`."""
    kind: Kind | None = None
    """Kind of value that is looked for in the command where no slot marks it."""
    find: Callable[[str], tuple[int, int] | None] | None = None
    """Finder of a stretch of the command's text that stands for its first slot, where none marks it."""
    uses: Callable[[str], Sequence[tuple[int, int]]] | None = None
    """Where in the text of a command there are values that it uses beside its slots ("the second one")."""
    carries: bool = True
    """Whether a follow-up takes it over from the command that it leans on."""
    say: Callable[[Any], str] = str
    """The value as it is said in a confirmation."""


@dataclass(frozen=True, slots=True)
class OperationDeclaration:
    """The fixed part of an operation; see `operation`."""

    intents: tuple[str, ...]
    does: str
    examples: tuple[str, ...]
    changes: Changes
    answers: tuple[str, ...]
    delayable: bool
    hidden: bool
    opposes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """A declared operation of a skill."""

    skill: str
    name: str
    declared: OperationDeclaration
    parameters: Mapping[str, Parameter]
    needed: frozenset[str]
    """Parameters without a default."""
    run: Callable[..., Result]
    """Called with the call and the parameters by name; None is never passed for an absent one."""


DECLARED = "__operation__"


def operation(
    *intents: str,
    does: str,
    examples: tuple[str, ...] = (),
    changes: Changes = "nothing",
    answers: tuple[str, ...] = (),
    opposes: tuple[str, ...] = (),
    delayable: bool = False,
    hidden: bool = False,
) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """Declare a method as an operation.

    Arguments:
        intents: the intents that it carries out.
        does: its infinitive clause, from which help, confirmations and refusals are made; `{parameter}` is a
            value as it is said, brackets hold what is said only where all their values are there: "set a
            [{name} ]timer[ for {length}]".
        examples: sentences for help and for the page of what can be said.
        changes: what it changes; only requests run what changes anything, and "lasting" asks first.
        answers: further intents whose questions it answers ("did you set a timer?").
        opposes: intents whose prohibition asks for it: "don't call me Bob" after "call me Bob".
        delayable: whether it can be planned for later ("in ten minutes …") and undone after a while.
        hidden: whether help and the page leave it out.
    """

    def declare(method: Callable[..., Result]) -> Callable[..., Result]:
        setattr(
            method,
            DECLARED,
            OperationDeclaration(intents, does, examples, changes, answers, delayable, hidden, opposes),
        )
        return method

    return declare


class Skill(Protocol):
    """One kind of thing that can be done; its operations are methods declared with `operation`."""

    name: str
    interface: int
    """`INTERFACE` as the skill was written for it."""
    title: str
    """Its heading in help: "timers"."""


@runtime_checkable
class Undoes(Protocol):
    """A skill with operations that can be undone."""

    def undo(self, call: Call, data: Mapping[str, Any]) -> Result:
        """Restore what was before an operation.

        Arguments:
            data: `Result.undo` of that operation.
        """
        ...


@runtime_checkable
class Refuses(Protocol):
    """A skill that knows what it lacks."""

    lacks: Mapping[str, str]
    """Infinitive clauses of what it cannot do, by intent: {"alarm_rename": "rename alarms"}."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """How well something kept answers a question."""

    held: int
    """Content words of the question that the best one holds."""
    asked: int
    """Content words of the question."""


@runtime_checkable
class Recalls(Protocol):
    """A skill that keeps what the owner told it, and answers questions that no intent foresees."""

    def recalls(self, text: str) -> Recalled | None:
        """How well what is kept answers a question; None where nothing is kept."""
        ...


@dataclass(frozen=True, slots=True)
class HeldThing:
    """Something that a skill holds now, which the owner may ask about by its name."""

    name: str
    """As the owner called it; empty where it has no name."""
    kind: str
    """Noun of its kind: "timer"."""
    query: str
    """Intent of a question about it; its operation changes nothing."""
    slot: str
    """Slot in which such a question names it."""
    asked: Asked = "time"
    """What it is asked about. A thing with "day" holds whatever is on any day, and needs no name."""


@runtime_checkable
class Holds(Protocol):
    """A skill with things that exist: a question that names one is about it, whatever its intent."""

    def things(self, now: datetime) -> Iterable[HeldThing]:
        """What it holds at this moment."""
        ...


@runtime_checkable
class NeedsSetup(Protocol):
    """A skill that does nothing before the owner configured what it works with."""

    @property
    def is_set_up(self) -> bool:
        """Whether that is configured; help leaves the skill out where it is not."""
        ...


@runtime_checkable
class Recognizes(Protocol):
    """A skill that knows names which no classifier can have learned."""

    def recognized(self, command: Command) -> Command | None:
        """A command that the classifier is unsure of, as such a name makes it; None where it holds none."""
        ...


@runtime_checkable
class Names(Protocol):
    """A skill with names that the owner may say, towards which the recognizer is biased."""

    def names(self) -> Iterable[str]:
        """Names of items, timers, devices and the like, as far as they are known without a connection."""
        ...


@runtime_checkable
class Warms(Protocol):
    """A skill with a slow first request."""

    def warm(self) -> None:
        """Load resources in advance; thread-safe."""
        ...


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
    undo_log: UndoLog
    plans: Plans
    config: SkillsConfig = field(default_factory=SkillsConfig)
    speaker: Loudspeaker | None = None
    """None in modes without a loudspeaker."""
    cancel: Callable[[], None] = _nothing
    """End the current reply or ring."""
    leave: Callable[[], None] = _nothing
    """End the conversation after the current reply."""
    skills: Callable[[], tuple[Skill, ...]] = tuple
    """All loaded skills, for help."""
    privacy: Mapping[str, bool] = field(default_factory=dict)
    """What the configuration keeps or sends, for questions of privacy: `conversations`."""

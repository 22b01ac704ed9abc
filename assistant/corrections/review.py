"""The review dialogue of `assistant correct`: shows each utterance and asks the owner what to do with it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from assistant.corrections.accept import accept, as_understood, parse_slots
from assistant.corrections.queue import describe, format_time
from assistant.memory import conversation_log
from assistant.memory.conversation_log import LoggedUtterance
from assistant.stages import Classifier
from models import paths
from models.audio import SAMPLE_RATE_HZ, load
from models.command_line import printable
from models.errors import AssistantError, InputError
from models.lm.prompts.lines import RESULT
from models.manifest import Example, SlotLabel
from models.nlu.labels import ClosedVocabulary
from models.text.normalise import normalise
from models.types import Message, Speech, Understanding

Choice = Literal["right", "correct", "drop", "play", "leave", "quit"]
CHOICES: dict[str, Choice] = {
    "y": "right",
    "c": "correct",
    "d": "drop",
    "p": "play",
    "l": "leave",
    "q": "quit",
}
UNKNOWN, OUT_OF_SCOPE = "-", "none"
"""Answers to the question for an intent: unsure; nothing for the assistant."""


class Ask(Protocol):
    """A question to the owner."""

    def __call__(self, question: str, default: str = "") -> str:
        """The typed line; `default` for an empty one.

        Raises:
            EOFError: the input has ended.
        """
        ...


class Play(Protocol):
    """Playback of a sound."""

    def __call__(self, speech: Speech) -> None:
        """Play to the end.

        Raises:
            DeviceError: there is no loudspeaker.
        """
        ...


@dataclass(slots=True)
class ReviewTally:
    """Outcome of a review: utterances accepted for training, dropped, and left in the queue."""

    learned: int = 0
    dropped: int = 0
    left: int = 0


@dataclass(slots=True)
class Review:
    """A review of the queue with the owner.

    Arguments:
        vocabularies: vocabularies of the classifier's closed slots.
    """

    classifier: Classifier
    vocabularies: Mapping[str, ClosedVocabulary]
    speaker: str
    console: Console
    ask: Ask
    play: Play
    silent: bool = False
    """Whether playback has failed."""
    tally: ReviewTally = field(default_factory=ReviewTally)

    def run(self, queue: Sequence[LoggedUtterance]) -> ReviewTally:
        """Show every utterance and carry out the owner's choice; unreviewed ones stay in the queue."""
        for number, logged in enumerate(queue, start=1):
            self._show(logged, number, len(queue))
            try:
                quits = not self._decide(logged)
            except EOFError:
                quits = True
            if quits:
                self.tally.left += len(queue) - number + 1
                break
        return self.tally

    def _decide(self, logged: LoggedUtterance) -> bool:
        """Ask for a choice and carry it out; False to quit."""
        self._play(logged)
        while True:
            match self._choice("c" if logged.flagged else "l"):
                case "play":
                    self._play(logged, again=True)
                case "quit":
                    return False
                case "leave":
                    self.tally.left += 1
                    return True
                case "drop":
                    conversation_log.remove({logged.id})
                    self.tally.dropped += 1
                    return True
                case "right":
                    accept(logged, as_understood(logged), self.speaker)
                    self.tally.learned += 1
                    return True
                case "correct":
                    if (example := self._corrected(logged)) is not None:
                        accept(logged, example, self.speaker)
                        self.tally.learned += 1
                        return True

    def _choice(self, default: str) -> Choice:
        while True:
            keys = "y right · c correct · d drop · p play · l later · q quit"
            if choice := CHOICES.get(self.ask(keys, default).strip().lower()[:1]):
                return choice

    def _corrected(self, logged: LoggedUtterance) -> Example | None:
        """The corrected example, asked for field by field; None where the owner does not confirm it."""
        text = ""
        while not text:
            text = " ".join(self.ask("what you said", logged.correction or logged.text).split())
        understood = self.classifier.understand(text)
        intent = self._intent(understood)
        slots = self._slots(text, understood) if intent not in (UNKNOWN, OUT_OF_SCOPE) else ()
        reply = " ".join(self.ask("a better reply (Enter: none)").split()) or None
        # facts and draft belong to the original understanding
        same = normalise(text) == normalise(logged.text) and intent == logged.intent
        drafted = (Message("system", RESULT + logged.draft),) if same and logged.draft else ()
        example = Example(
            text=text,
            intent=intent if intent not in (UNKNOWN, OUT_OF_SCOPE) else None,
            out_of_scope=intent == OUT_OF_SCOPE,
            slots=None if intent == UNKNOWN else slots,
            reply=reply,
            context=(*logged.context, *drafted) if reply else (),
            facts=logged.facts if reply and same else None,
        )
        described = describe(example.intent, example.out_of_scope, example.slots)
        answer = self.ask(f"learn “{printable(text)}”, {printable(described)}? (y, n)", "y")
        return example if answer.strip().lower().startswith("y") else None

    def _intent(self, understood: Understanding) -> str:
        known = self.classifier.intents
        if not known:
            return UNKNOWN
        offered = [candidate.intent for candidate in understood.candidates]
        for number, candidate in enumerate(understood.candidates, start=1):
            self.console.print(
                f"   {number}  {candidate.intent}  {candidate.confidence:.0%}", style="dim", markup=False
            )
        question = (
            f"intent: a number, a name (? lists them), {OUT_OF_SCOPE} (nothing for me) or {UNKNOWN} (unsure)"
        )
        while True:
            typed = self.ask(question, understood.intent or UNKNOWN).strip()
            if typed.isdigit() and 0 < int(typed) <= len(offered):
                return offered[int(typed) - 1]
            if typed in known or typed in (UNKNOWN, OUT_OF_SCOPE):
                return typed
            if typed == "?":
                self.console.print(f"   {', '.join(sorted(known))}", style="dim", markup=False)
                continue
            near = difflib.get_close_matches(typed, known, n=3, cutoff=0.5)
            hint = f" Do you mean {' or '.join(near)}?" if near else ""
            self.console.print(f"   There is no intent {typed}.{hint}", style="yellow", markup=False)

    def _slots(self, text: str, understood: Understanding) -> tuple[SlotLabel, ...]:
        default = ", ".join(f"{slot.name}: {slot.text}" for slot in understood.slots or ()) or UNKNOWN
        while True:
            typed = self.ask("slots, as name: words, name: words (- for none)", default).strip()
            try:
                return parse_slots(text, "" if typed == UNKNOWN else typed, self.vocabularies)
            except InputError as error:
                self.console.print(f"   {error}", style="yellow", markup=False)

    def _play(self, logged: LoggedUtterance, *, again: bool = False) -> None:
        if logged.audio is None or (self.silent and not again):
            if again:
                self.console.print("   It was typed: there is no sound.", style="dim")
            return
        try:
            self.play(Speech(load(paths.recordings() / logged.audio), SAMPLE_RATE_HZ))
        except AssistantError as error:
            # reported once; review goes on without sound
            if not self.silent or again:
                self.console.print(f"   not played: {error}", style="dim", markup=False)
            self.silent = True

    def _show(self, logged: LoggedUtterance, number: int, of: int) -> None:
        complaint = "   you said it was wrong" if logged.flagged else ""
        title = f"{number} of {of}   {format_time(logged.when)}{complaint}"
        self.console.print(Rule(title, align="left", style="bright_black"))
        grid = Table.grid(padding=(0, 2))
        grid.add_column(style="bright_black", justify="right", min_width=12)
        grid.add_column()
        text = Text(printable(logged.text), style="bold")
        if logged.audio is not None:
            text.append(f"  {logged.confidence:.0%}", style="bright_black")
        grid.add_row("heard" if logged.audio is not None else "typed", text)
        grid.add_row("understood", printable(describe(logged.intent, logged.intent is None, logged.slots)))
        if logged.reply:
            grid.add_row("replied", Text(printable(logged.reply), style="cyan"))
        if logged.correction:
            grid.add_row("you meant", Text(printable(logged.correction), style="yellow"))
        self.console.print(grid)

"""`assistant correct`: what was understood lately, one after the other, the doubtful first; what the owner
accepts becomes something to learn from."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from assistant.console import printable
from assistant.memory import conversation_log
from assistant.memory.conversation_log import Kept
from assistant.stages import Classifier
from models import paths, recordings
from models.audio import SAMPLE_RATE_HZ, load
from models.errors import AssistantError, InputError
from models.lm.prompts.prompts import RESULT
from models.manifest import Example, SlotLabel
from models.nlu.decoding import resolve
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
"""Typed for an intent: nobody knows; and: it was nothing for the assistant."""
_SLOT = re.compile(r"\s*([\w-]+)\s*:\s*(.+?)\s*(?=,\s*[\w-]+\s*:|$)")


class Asks(Protocol):
    """Where answers come from."""

    def __call__(self, question: str, default: str = "") -> str:
        """The line that was typed, `default` for an empty one.

        Raises:
            EOFError: nobody answers any more.
        """
        ...


class Plays(Protocol):
    """What a sound is played on."""

    def __call__(self, speech: Speech) -> None:
        """Plays to the end.

        Raises:
            DeviceError: there is no loudspeaker.
        """
        ...


@dataclass(slots=True)
class ReviewTally:
    """What became of the queue."""

    learned: int = 0
    dropped: int = 0
    left: int = 0


@dataclass(slots=True)
class Correcting:
    """Goes through the queue with the owner.

    Arguments:
        vocabularies: the classifier's closed slots.
    """

    classifier: Classifier
    vocabularies: Mapping[str, ClosedVocabulary]
    speaker: str
    console: Console
    ask: Asks
    play: Plays
    silent: bool = False
    """There turned out to be no loudspeaker."""
    tally: ReviewTally = field(default_factory=ReviewTally)

    def run(self, queue: Sequence[Kept]) -> ReviewTally:
        """Shows every utterance and does what the owner wants with it; what was not looked at stays."""
        for number, kept in enumerate(queue, start=1):
            self._show(kept, number, len(queue))
            try:
                goes_on = self._decide(kept)
            except EOFError:
                goes_on = False
            if not goes_on:
                self.tally.left += len(queue) - number + 1
                break
        return self.tally

    def _decide(self, kept: Kept) -> bool:
        """False where the owner has had enough."""
        self._hear(kept)
        while True:
            match self._choice("c" if kept.flagged else "l"):
                case "play":
                    self._hear(kept, again=True)
                case "quit":
                    return False
                case "leave":
                    self.tally.left += 1
                    return True
                case "drop":
                    conversation_log.remove({kept.id})
                    self.tally.dropped += 1
                    return True
                case "right":
                    accept(kept, as_understood(kept), self.speaker)
                    self.tally.learned += 1
                    return True
                case "correct":
                    if (example := self._corrected(kept)) is not None:
                        accept(kept, example, self.speaker)
                        self.tally.learned += 1
                        return True

    def _choice(self, default: str) -> Choice:
        while True:
            keys = "y right · c correct · d drop · p play · l later · q quit"
            if choice := CHOICES.get(self.ask(keys, default).strip().lower()[:1]):
                return choice

    def _corrected(self, kept: Kept) -> Example | None:
        """What is to be learned, asked for piece by piece; None where the owner thought better of it."""
        text = ""
        while not text:
            text = " ".join(self.ask("what you said", kept.correction or kept.text).split())
        understood = self.classifier.understand(text)
        intent = self._intent(understood)
        slots = self._slots(text, understood) if intent not in (UNKNOWN, OUT_OF_SCOPE) else ()
        reply = " ".join(self.ask("a better reply (Enter: none)").split()) or None
        # what the skill found out and said belongs to what it had understood
        same = normalise(text) == normalise(kept.text) and intent == kept.intent
        drafted = (Message("system", RESULT + kept.draft),) if same and kept.draft else ()
        example = Example(
            text=text,
            intent=intent if intent not in (UNKNOWN, OUT_OF_SCOPE) else None,
            out_of_scope=intent == OUT_OF_SCOPE,
            slots=None if intent == UNKNOWN else slots,
            reply=reply,
            context=(*kept.context, *drafted) if reply else (),
            facts=kept.facts if reply and same else None,
        )
        whole = meaning(example.intent, example.out_of_scope, example.slots)
        answer = self.ask(f"learn “{printable(text)}”, {printable(whole)}? (y, n)", "y")
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

    def _hear(self, kept: Kept, *, again: bool = False) -> None:
        if kept.audio is None or (self.silent and not again):
            if again:
                self.console.print("   It was typed: there is no sound.", style="dim")
            return
        try:
            self.play(Speech(load(paths.recordings() / kept.audio), SAMPLE_RATE_HZ))
        except AssistantError as error:
            # told once; the texts can be corrected without it
            if not self.silent or again:
                self.console.print(f"   not played: {error}", style="dim", markup=False)
            self.silent = True

    def _show(self, kept: Kept, number: int, of: int) -> None:
        title = (
            f"{number} of {of}   {said_when(kept.when)}{'   you said it was wrong' if kept.flagged else ''}"
        )
        self.console.print(Rule(title, align="left", style="bright_black"))
        grid = Table.grid(padding=(0, 2))
        grid.add_column(style="bright_black", justify="right", min_width=12)
        grid.add_column()
        heard = Text(printable(kept.text), style="bold")
        if kept.audio is not None:
            heard.append(f"  {kept.confidence:.0%}", style="bright_black")
        grid.add_row("heard" if kept.audio is not None else "typed", heard)
        grid.add_row("understood", printable(meaning(kept.intent, kept.intent is None, kept.slots)))
        if kept.reply:
            grid.add_row("replied", Text(printable(kept.reply), style="cyan"))
        if kept.correction:
            grid.add_row("you meant", Text(printable(kept.correction), style="yellow"))
        self.console.print(grid)


def as_understood(kept: Kept) -> Example:
    """What is learned from an utterance that was understood as it should be; a refusal was right too."""
    return Example(
        text=kept.text,
        intent=kept.intent,
        out_of_scope=kept.intent is None and kept.decision == "reject",
        slots=kept.slots,
    )


def accept(kept: Kept, example: Example, speaker: str) -> None:
    """Moves an utterance from the queue to what may be learned from.

    Raises:
        StoreError: it cannot be written.
        SoundFileError: its sound cannot be read.
    """
    if kept.audio is not None:
        said = load(paths.recordings() / kept.audio)
        recordings.keep(replace(example, speaker=speaker), said, kept.when)
    else:
        recordings.append([example])
    # in this order, so that whoever pulls the plug between them finds it twice, not lost
    conversation_log.remove({kept.id})


def parse_slots(text: str, typed: str, vocabularies: Mapping[str, ClosedVocabulary]) -> tuple[SlotLabel, ...]:
    """`name: words, name: words` → labels in the text; a closed slot's value is the one meant by the words.

    Raises:
        InputError: the line is of another form, or words are not in the text.
    """
    if rest := _SLOT.sub("", typed).strip(" ,"):
        raise InputError(f"{rest!r} is not of the form name: words")
    slots: list[SlotLabel] = []
    for match in _SLOT.finditer(typed):
        name, words = match[1], match[2].strip(" ,")
        at = _place(text, words, slots)
        if at is None:
            raise InputError(f"the words {words!r} are not in the text (or belong to another slot already)")
        said = text[at : at + len(words)]
        value = resolve(said, vocabularies[name]) if name in vocabularies else said
        slots.append(SlotLabel(name, value or said, at, at + len(words)))
    return tuple(sorted(slots, key=lambda slot: slot.start))


def _place(text: str, words: str, taken: Iterable[SlotLabel]) -> int | None:
    """Where the words stand, whole words, in nobody else's slot."""
    for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE):
        if all(match.end() <= slot.start or slot.end <= match.start() for slot in taken):
            return match.start()
    return None


def said_when(when: datetime) -> str:
    """Today 19:30, yesterday 8:05, 2026-11-20 19:30."""
    day = {date.today(): "today", date.today() - timedelta(days=1): "yesterday"}
    return f"{day.get(when.date(), when.date().isoformat())} {when.hour}:{when:%M}"


def meaning(intent: str | None, out_of_scope: bool, slots: Iterable[SlotLabel] | None) -> str:
    """What was understood, in a line."""
    head = intent or ("nothing for the assistant" if out_of_scope else "no known intent")
    told = ", ".join(f"{slot.name}: {slot.value}" for slot in slots or ())
    return f"{head}  {told}" if told else head

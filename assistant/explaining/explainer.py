"""Explanations of utterances by the models and skills of a configuration; nothing is carried out or kept.

The owner's memory is copied for the dry run, so that names and lists are known and stay as they are.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING, Self

from assistant import factory
from assistant.config import Config
from assistant.conversation.dialogue import Dialogue
from assistant.conversation.dry_run import Decided, DryRun, SilentLoudspeaker
from assistant.conversation.loop import Conversation
from assistant.explaining.explanation import CommandExplanation, Explanation
from assistant.explaining.hearing import hearing
from assistant.explaining.reasons import notes, reasons, verdict
from assistant.listening import sources
from assistant.memory.database import Database
from assistant.speaking.sinks import PrintSink
from assistant.turn import Recognition, Turn
from models import nlu
from models.nlu import neighbours
from models.nlu.counterfactual import Counterfactual, Place, smallest_changes
from models.nlu.neighbours import Neighbour
from models.nlu.words import spoken_words
from models.types import Command, Message, Samples, Transcript, Understanding

if TYPE_CHECKING:
    from models.nlu.attribution import Attribution, Attributor
    from models.nlu.classifier import CommandScores

ALIKE, OTHERS = 3, 2
"""Training sentences that are shown: of the command's own intent, and of others."""
_CONTRASTS, _SUBSTITUTES = 12, 8
"""Training sentences of other intents whose words are tried as substitutes, and those words."""


class Explainer:
    """A context manager with the models of a configuration.

    Arguments:
        after: utterances that the conversation began with; the replies between are those of a dry run.

    Raises (when entered):
        CheckpointError: the classifier cannot be loaded.
    """

    def __init__(self, config: Config, after: Sequence[str] = ()) -> None:
        self._config, self._after = config, tuple(after)
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        config, folder = self._config, Path(factory.models(self._config).classifier)
        with self._stack:
            self._classifier = nlu.load(folder, device=config.device, engine=config.engine)
            self._policy = factory.confirmation_policy(config)
            self._index = neighbours.read(folder)
            kept = Path(self._stack.enter_context(TemporaryDirectory(prefix="assistant-explain-")))
            self._dry_run = DryRun()
            self._assistant = factory.assistant(
                config, self._classifier, None, database=_copied(kept / "assistant.sqlite3"),
                loudspeaker=SilentLoudspeaker(), dry_run=self._dry_run,
            )  # fmt: skip
            self._attributor = _attributor(folder)
            self._stack = self._stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def typed(self, text: str) -> Explanation:
        """Explain a typed text."""
        return self._explained(Recognition("", Transcript(text)), None)

    def recorded(self, files: Iterable[str]) -> Iterator[Explanation | Recognition]:
        """Explain each utterance in sound files; a recognition is one without a transcript."""
        config = self._config
        recognizer = factory.recognizer(config)
        plain = factory.recognizer(config, biased=False) if self._policy is not None else None
        is_speech = factory.speech_check() if config.vad.needs_voice else None
        for heard in sources.sound_files(files, config.vad, config.endpointer, recognizer, is_speech):
            if heard.transcript is None or heard.samples is None:
                yield heard
            else:
                yield self._explained(heard, plain.transcribe if plain else None)

    def _explained(
        self, recognition: Recognition, unbiased: Callable[[Samples], Transcript | None] | None
    ) -> Explanation:
        began = perf_counter()
        turn, decisions, context = self._run_dry(recognition)
        chosen, understood = turn.recognition.transcript, turn.understanding
        assert chosen is not None and understood is not None
        classified = self._classifier.understand(chosen.text, context)
        scores = self._classifier.scores(chosen.text, context)
        found = self._attributor.attribute(chosen.text, context) if self._attributor else []
        heard = None
        if recognition.samples is not None:
            without = unbiased(recognition.samples) if unbiased else None
            heard = hearing(recognition, without, chosen.text)
        return Explanation(
            chosen.text,
            heard,
            understood,
            tuple(
                self._command(classified, context, place, scores[place], decided, found)
                for place, decided in aligned(classified.commands, decisions)
            ),
            next((a for a in found if a.of == "sentiment"), None),
            tuple(notes(chosen, understood, self._policy)),
            turn.reply or "",
            self._attributor is not None,
            (perf_counter() - began) * 1000,
        )

    def _run_dry(self, recognition: Recognition) -> tuple[Turn, list[Decided], list[Message]]:
        """The turn of an utterance, the decisions on its commands, and the exchange before it."""
        turns: list[Turn] = []
        dialogue = Dialogue()
        conversation = Conversation(
            self._classifier, self._assistant.responder, PrintSink(), dialogue, self._policy
        )
        conversation.run((Recognition("", Transcript(text)) for text in self._after), turns.append)
        context = dialogue.messages(newest=1)
        self._dry_run.decisions.clear()
        conversation.run([recognition], turns.append)
        return turns[-1], [*self._dry_run.decisions], context

    def _command(
        self, classified: Understanding, context: Sequence[Message], place: int, scores: CommandScores,
        decided: Decided | None, found: list[Attribution],
    ) -> CommandExplanation:  # fmt: skip
        command = classified.commands[place]
        attributions = tuple(a for a in found if a.command == place)
        request = dict(scores.acts).get("request")
        thresholds = self._classifier.description.thresholds
        return CommandExplanation(
            decided.command if decided else command, command,
            tuple((c.intent, c.confidence) for c in scores.candidates),
            scores.acts, scores.in_scope, verdict(decided),
            tuple(reasons(command, decided, thresholds, request)), attributions,
            self._neighbours(command, scores),
            self._changes(classified, context, place, scores, attributions),
        )  # fmt: skip

    def _neighbours(self, command: Command, scores: CommandScores) -> tuple[Neighbour, ...]:
        if self._index is None or scores.state is None:
            return ()
        own = self._index.nearest(scores.state, ALIKE, lambda s: s.intent == command.intent)
        other = self._index.nearest(scores.state, OTHERS, lambda s: s.intent != command.intent)
        return (*own, *other)

    def _changes(
        self, classified: Understanding, context: Sequence[Message], place: int, scores: CommandScores,
        found: Iterable[Attribution],
    ) -> tuple[Counterfactual, ...]:  # fmt: skip
        importance: dict[Place, float] = {}
        for attribution in found:
            if attribution.of in ("intent", "scope", "act"):
                for word in attribution.words:
                    at = word.start, word.end
                    importance[at] = importance.get(at, 0.0) + abs(word.share)
        understand = partial(self._classifier.understand_all, context=context)
        substitutes = self._substitutes(classified.commands[place], scores)
        return tuple(smallest_changes(classified, place, understand, substitutes, importance))

    def _substitutes(self, command: Command, scores: CommandScores) -> list[str]:
        """Words of near training sentences of other intents or acts that the command lacks."""
        if self._index is None or scores.state is None:
            return []
        said, result = {*spoken_words(command.text)}, (command.intent, command.dialogue_act)
        near = self._index.nearest(
            scores.state, _CONTRASTS, lambda s: (s.intent, s.act or command.dialogue_act) != result
        )
        # the fewer other words a sentence has, the more each of them tells
        texts = sorted((spoken_words(n.sentence.text) for n in near), key=lambda t: len({*t} - said))
        return [*dict.fromkeys(word for text in texts for word in text if word not in said)][:_SUBSTITUTES]


def aligned(classified: Sequence[Command], decisions: Sequence[Decided]) -> list[tuple[int, Decided | None]]:
    """Each decision after the place of the classifier's command that it is about.

    The program divides and joins commands by rules of its own; where it decides nothing, as in danger, each
    of the classifier's stands alone.
    """

    def shared(place: int, command: Command) -> int:
        one = classified[place]
        return min(one.end, command.end) - max(one.start, command.start)

    places = range(len(classified))
    if not decisions:
        return [(place, None) for place in places]
    return [(max(places, key=lambda place: shared(place, d.command)), d) for d in decisions]


def _attributor(folder: Path) -> Attributor | None:
    """The attributor of a classifier; None without the extra `explain`."""
    if find_spec("captum") is None:
        return None
    from models.nlu import attribution

    return attribution.load(folder)


def _copied(file: Path) -> Database:
    """The owner's memory, copied to `file`; an empty one where it is damaged."""
    owners = Database().file
    if owners.is_file():
        with (
            suppress(sqlite3.Error),
            closing(sqlite3.connect(owners)) as source,
            closing(sqlite3.connect(file)) as copy,
        ):
            source.backup(copy)
    return Database(file)

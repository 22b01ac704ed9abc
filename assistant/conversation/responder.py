"""Understanding → reply: danger first, then an open question, then each command through the gate.

Knows no device, no network and no skill's meaning.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Protocol

from assistant.clock import Clock, local_time
from assistant.conversation import fallbacks
from assistant.conversation.dialogue import Dialogue
from assistant.conversation.gate import Gate
from assistant.conversation.of_things import about_things, answers, answers_nothing
from assistant.conversation.outcome import Outcome
from assistant.conversation.pending import Pending, interrupted, is_value
from assistant.conversation.plain_words import only_holds, plainly
from assistant.conversation.rereading import from_memory, reread
from assistant.conversation.resolving import Resolved, resolve, share
from assistant.conversation.yes_or_no import yes_or_no
from assistant.memory.profile import Profile
from assistant.skills.api import Call
from assistant.stages import Generator
from models.text.sentences import sentences
from models.types import Action, Command, Fact, Reply, Understanding

log = logging.getLogger(__name__)

_WITHOUT_GENERATOR = {
    "general_greet": "I'm here and listening.",
    "general_praise": "Thank you.",
    "general_thank": "You're welcome.",
}
_SURE_OF_SENTIMENT = 0.6
_OF_ITS_OWN = 4
"""Words from which a request with all its values may be one of its own, and no answer."""


class Phrasing(Protocol):
    """Wording by a generator; `assistant.conversation.phrasing.Paraphraser` implements it."""

    def paraphrase(
        self,
        generator: Generator,
        sentence: str,
        facts: Mapping[str, Fact],
        understanding: Understanding,
        dialogue: Dialogue,
        *,
        changed: bool,
    ) -> Iterator[str]:
        """The facts in the generator's words, by sentence; `sentence` itself if they fail a check."""
        ...

    def chat(self, generator: Generator, understanding: Understanding, dialogue: Dialogue) -> Iterator[str]:
        """A reply, sentence by sentence as it is generated."""
        ...


class DialogueResponder:
    """A responder with a gate, small talk and fallbacks.

    Arguments:
        gate: decides on commands.
        generator: None to disable small talk.
        phrasing: wording of replies by the generator; None like `generator`.
        clock: the current time, aware.
        danger: the fixed reply to a person in danger; None for any other text. Its second argument is what
            it told at the utterance before.
        decided: called with each command as it was decided on.
    """

    def __init__(
        self,
        gate: Gate,
        generator: Generator | None,
        phrasing: Phrasing | None,
        profile: Profile,
        clock: Clock = local_time,
        danger: Callable[[Understanding, tuple[str, ...]], tuple[str, ...] | None] | None = None,
        decided: Callable[[Command, Outcome | None], None] = lambda command, outcome: None,
    ) -> None:
        self._gate, self._generator, self._phrasing = gate, generator, phrasing
        self._profile, self._clock = profile, clock
        self._danger, self._decided = danger, decided

    def respond(self, understanding: Understanding, dialogue: Dialogue) -> Reply:
        """The reply to one utterance; an open question of the reply is kept in `dialogue`."""
        told_before, dialogue.warned = dialogue.warned, ()
        if self._danger is not None and (fixed := self._danger(understanding, told_before)) is not None:
            # before all else: nothing runs, no question stays open, no word is generated
            dialogue.take_question()
            dialogue.take_waiting()
            dialogue.misunderstood = 0
            dialogue.warned = fixed
            return Reply(fixed)
        if not understanding.heard or not understanding.commands:
            # an open question stays open, and a danger too
            dialogue.warned = told_before
            return Reply(("Sorry, I didn't catch that.",))
        if only_holds(understanding, self._gate.supports):
            # who thinks about an open question has not settled it
            return Reply(("Okay.",))
        call = self.call(dialogue, understanding)
        asked = dialogue.question is not None
        plain = [
            plainly(one, dialogue.latest, self._gate.supports, asked=asked) for one in understanding.commands
        ]
        commands = share(plain, self._gate.carried)
        if not asked:
            commands = [self._reread(command) for command in commands]
        outcomes: list[Outcome | None] = []
        told: list[int] = []
        waiting = dialogue.take_waiting()
        answered = None
        if (question := dialogue.take_question()) is not None and commands:
            for place, command in enumerate(commands):
                answered = self._answered(question, _alone(understanding, place), command, call)
                if answered is not None:
                    told += range(place)
                    outcomes += [None] * place
                    outcomes.append(self._kept(answered, dialogue))
                    dialogue.waiting = waiting
                    commands = commands[place + 1 :]
                    break
                if not _only_tells(command, None):
                    break
        latest = dialogue.latest
        dialogue.latest = outcomes[-1].done if outcomes and outcomes[-1] else None
        for command in commands:
            resolved = resolve(command, dialogue.done, self._gate.carried, latest)
            # what is told beside a command takes nothing back
            latest = latest if resolved.command.intent is None else None
            outcome = None
            understood = resolved.command.intent is not None and resolved.command.decision != "reject"
            if understood:
                outcome = self._gate.decide(resolved, call)
            if (of_thing := self._of_thing(command, outcome, dialogue, call)) is not None:
                resolved, outcome = of_thing
            elif understood:
                outcome = self._continued(command, outcome, dialogue, call) or outcome
            elif question is None:
                outcome = fallbacks.unknown(resolved.command)
            self._decided(resolved.command, outcome)
            if outcome is None and len(understanding.commands) == 1:
                reply = self._talk(resolved.command, understanding, dialogue, question)
                dialogue.waiting = waiting if dialogue.question is not None else []
                return reply
            if _only_tells(resolved.command, outcome):
                told.append(len(outcomes))
            outcomes.append(None if outcome is None else self._kept(outcome, dialogue))
        dialogue.misunderstood = 0
        if dialogue.question is None and question is not None and not answered:
            dialogue.question = interrupted(question, commands)
        # what is told beside commands ("my hands are wet") gets no word of its own
        answers = [one for n, one in enumerate(outcomes) if n not in told] or outcomes
        said = [_said(outcome, understanding) for outcome in answers]
        if dialogue.question is None and dialogue.waiting:
            asks, dialogue.question = dialogue.waiting.pop(0)
            said.append(asks)
        actions = tuple(outcome.action if outcome else None for outcome in outcomes)
        action = next((one for one in actions if one), None)
        if (paraphrase := self._paraphrased(outcomes, understanding, dialogue)) is not None:
            return Reply(paraphrase, action, actions)
        parts = chain.from_iterable(sentences([sentence]) for sentence in dict.fromkeys(said))
        return Reply(tuple(part.strip() for part in parts), action, actions)

    def _reread(self, command: Command) -> Command:
        """A command as its words are meant, and a question that the owner's notes answer."""
        meant = reread(command, self._gate.supports)
        if meant.dialogue_act != "question":
            # the notes are read for questions alone
            return meant
        return from_memory(meant, self._gate.supports, self._gate.recalled(meant.text))

    def _paraphrased(
        self, outcomes: Sequence[Outcome | None], understanding: Understanding, dialogue: Dialogue
    ) -> Iterator[str] | None:
        """A result in the generator's words, once the owner's corrections have taught it any.

        Everything else is said at once: a paraphrase costs a fifth of a second and adds no fact.
        """
        if self._generator is None or self._phrasing is None or len(outcomes) != 1:
            return None
        (outcome,) = outcomes
        if outcome is None or outcome.fixed or outcome.action is None or not outcome.action.facts:
            return None
        if not self._generator.prompts.learned_words:
            return None
        action = outcome.action
        return self._phrasing.paraphrase(
            self._generator, outcome.sentence, action.facts, understanding, dialogue, changed=action.changes
        )

    def call(self, dialogue: Dialogue, understanding: Understanding | None = None) -> Call:
        """The circumstances of an operation at this moment."""
        sentiment = understanding.sentiment if understanding else None
        return Call(self.now(), self._profile, dialogue, sentiment=sentiment)

    def now(self) -> datetime:
        """The current time in the owner's zone."""
        now = self._clock()
        return now.astimezone(self._profile.zone) if self._profile.zone else now

    def _of_thing(
        self, command: Command, outcome: Outcome | None, dialogue: Dialogue, call: Call
    ) -> tuple[Resolved, Outcome] | None:
        """A question that its own intent does not answer, as one about what it names; None without any."""
        if command.dialogue_act != "question":
            return None
        things = self._gate.things(call.now)
        meant = about_things(command, things, dialogue.done[-1].command if dialogue.done else None)
        if meant is None or not answers_nothing(command, outcome, meant, things):
            return None
        resolved = Resolved(meant)
        told = self._gate.decide(resolved, call)
        return (resolved, told) if told is not None and answers(told, meant, things) else None

    def _continued(
        self, command: Command, outcome: Outcome | None, dialogue: Dialogue, call: Call
    ) -> Outcome | None:
        """What a question leads to that cannot be answered by itself, where it continues the last one.

        "divided by three" leans on the last result, though the classifier took it for a question of its own.
        """
        last = dialogue.done[-1] if dialogue.done else None
        if outcome is None or outcome.done is not None or last is None:
            return None
        same = command.relation == "new" and command.intent == last.command.intent
        leans = command.relation == "follow_up" and command.intent != last.command.intent and not last.changes
        if command.dialogue_act != "question" or not (same or leans):
            return None
        follow_up = replace(command, relation="follow_up", intent=last.command.intent)
        follows = resolve(follow_up, dialogue.done, self._gate.carried)
        continued = self._gate.decide(follows, call)
        return continued if continued is not None and continued.done is not None else None

    def _answered(
        self, question: Pending, understanding: Understanding, command: Command, call: Call
    ) -> Outcome | None:
        """What an answer leads to; a new request or a question is never one."""
        answer = yes_or_no(understanding)
        yes = None if answer is None else answer == "yes"
        asks = command.dialogue_act == "question" and not is_value(understanding.text, question)
        if yes is None and (asks or self._begins_anew(command, question)):
            return None
        return self._gate.answer(question, understanding.text, command, yes, call)

    def _begins_anew(self, command: Command, question: Pending) -> bool:
        """Whether a request is a command of its own: of another intent, or with all that its own needs."""
        if command.relation == "answer" or command.dialogue_act != "request" or command.decision != "act":
            return False
        if command.relation != "new":
            # "undo that" after a question leans on what was done, and not on the question
            return command.intent != question.resolved.command.intent
        return command.intent != question.resolved.command.intent or (
            self._gate.is_complete(command) and len(command.text.split()) >= _OF_ITS_OWN
        )

    def _kept(self, outcome: Outcome, dialogue: Dialogue) -> Outcome:
        """The outcome, noted in the dialogue; a second question waits until the first is settled."""
        if outcome.done is not None:
            dialogue.done.append(outcome.done)
            dialogue.latest = outcome.done
        if outcome.pending is not None and dialogue.question is not None:
            dialogue.waiting.append((outcome.sentence, outcome.pending))
            return replace(outcome, sentence="")
        if outcome.pending is not None:
            dialogue.question = outcome.pending
        return outcome

    def _talk(
        self, command: Command, understanding: Understanding, dialogue: Dialogue, question: Pending | None
    ) -> Reply:
        """Small talk, or the admission that nothing was understood."""
        if command.intent is None or command.decision == "reject":
            if _asks_for_knowledge(understanding):
                return Reply(("I don't know that.",))
            dialogue.misunderstood += 1
            # what was not understood does not settle the question
            dialogue.question = question
            return Reply(_not_understood(understanding, dialogue.misunderstood))
        dialogue.misunderstood = 0
        action = Action("small_talk", "done", {})
        if self._generator is None or self._phrasing is None:
            fallback = _WITHOUT_GENERATOR.get(command.intent, "I have nothing to say to that.")
            return Reply((fallback,), action, (action,))
        said = self._phrasing.chat(self._generator, understanding, dialogue)
        return Reply(said, action, (action,))


def _alone(understanding: Understanding, place: int) -> Understanding:
    """The understanding of the words from a command on: what is told before it is no part of an answer."""
    if place == 0:
        return understanding
    first, *_ = rest = understanding.commands[place:]
    text = understanding.text[first.start :]
    return replace(understanding, text=text, intent=first.intent, decision=first.decision, commands=rest)


def _only_tells(command: Command, outcome: Outcome | None) -> bool:
    """Whether a command asked for nothing, and nothing was done or asked about it."""
    nothing = outcome is None or not (outcome.action or outcome.pending or outcome.done)
    return nothing and command.dialogue_act in ("statement", "social")


def _said(outcome: Outcome | None, understanding: Understanding) -> str:
    """The sentence about a command, with a word of sympathy for an unhappy owner."""
    if outcome is None:
        return "I didn't understand the rest."
    status = outcome.action.status if outcome.action else "done"
    if (
        status in ("failed", "unavailable")
        and _sounds(understanding, "negative")
        and not outcome.sentence.startswith(("Sorry", "I'm sorry"))
    ):
        return f"I'm sorry. {outcome.sentence}"
    return outcome.sentence


def _asks_for_knowledge(understanding: Understanding) -> bool:
    """Whether a rejected utterance is most likely a question about general knowledge."""
    return bool(understanding.candidates) and understanding.candidates[0].intent.startswith("qa_")


def _not_understood(understanding: Understanding, times: int) -> tuple[str, ...]:
    """An apology; with more help the more consecutive utterances were rejected."""
    sorry = "I'm really sorry, I" if _sounds(understanding, "negative") else "Sorry, I"
    if times == 1:
        return (f"{sorry} didn't understand that.",)
    if times == 2:
        return (f"{sorry} didn't get that either.", "Could you say it another way?")
    return (f"{sorry} still don't understand.", "Say help to hear what I can do.")


def _sounds(understanding: Understanding, sentiment: str) -> bool:
    return (
        understanding.sentiment == sentiment
        and (understanding.sentiment_confidence or 1.0) >= _SURE_OF_SENTIMENT
    )

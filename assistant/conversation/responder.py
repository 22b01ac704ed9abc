"""Understanding → reply: the answer to an open question, a skill, small talk, or a refusal.

Knows no device and no network.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar

from assistant.clock import Clock, local_time
from assistant.conversation import fallbacks
from assistant.conversation.dialogue import Dialogue
from assistant.conversation.yes_or_no import yes_or_no
from assistant.memory.profile import Profile
from assistant.skills.api import Claims, Describes, Question, Request, Result, Selects, Skill
from assistant.stages import Generator
from models.errors import AssistantError
from models.types import Action, Fact, Reply, Understanding

log = logging.getLogger(__name__)

R = TypeVar("R")

SMALL_TALK = frozenset({"general_quirky", "general_greet", "general_praise", "general_thank"})
"""Intents that the generator answers where no skill takes them."""

_WITHOUT_GENERATOR = {
    "general_greet": "I'm here and listening.",
    "general_praise": "Thank you.",
    "general_thank": "You're welcome.",
}
_SURE_OF_SENTIMENT = 0.6


class Phrasing(Protocol):
    """Wording by a generator; `assistant.conversation.phrasing.Paraphraser` implements it."""

    def paraphrase(
        self,
        generator: Generator,
        sentence: str,
        facts: Mapping[str, Fact],
        understanding: Understanding,
        dialogue: Dialogue,
    ) -> Iterator[str]:
        """The facts in the generator's words, by sentence; `sentence` itself if they fail a check."""
        ...

    def chat(self, generator: Generator, understanding: Understanding, dialogue: Dialogue) -> Iterator[str]:
        """Small talk, sentence by sentence as it is generated."""
        ...


class DialogueResponder:
    """A responder with skills, small talk and fallbacks.

    Arguments:
        skills: in order of precedence for an intent.
        generator: None to use the skills' sentences and disable small talk.
        phrasing: wording of the replies by the generator; None like `generator`.
        clock: the current time, aware.
        danger: the fixed reply to a person in danger; None for any other text.
    """

    def __init__(
        self,
        skills: Sequence[Skill],
        generator: Generator | None,
        phrasing: Phrasing | None,
        profile: Profile,
        clock: Clock = local_time,
        danger: Callable[[str], tuple[str, ...] | None] | None = None,
    ) -> None:
        self._skills, self._generator, self._phrasing = tuple(skills), generator, phrasing
        self._profile, self._clock = profile, clock
        self._danger = danger

    def respond(self, understanding: Understanding, dialogue: Dialogue) -> Reply:
        """The reply to one utterance; an open question of the reply is kept in `dialogue`.

        The utterance settles or drops the previous question; only a yes carries out the action in question.
        """
        if self._danger is not None and (fixed := self._danger(understanding.text)) is not None:
            # before all else: nothing runs, no question stays open, no word is generated
            dialogue.take_question()
            dialogue.misunderstood = 0
            return Reply(fixed)
        request = Request(understanding, dialogue, self._profile, self._now())
        if (question := dialogue.take_question()) is not None and (
            reply := self._settle(question, request, dialogue)
        ):
            dialogue.misunderstood = 0
            return reply
        intent = understanding.intent
        if (claiming := self._claiming(request)) is not None:
            dialogue.misunderstood = 0
            return self._reply(
                claiming.name, self._handle(claiming.name, claiming.handle, request), request, dialogue
            )
        if understanding.decision == "reject" or intent is None:
            if _asks_for_knowledge(understanding):
                return Reply(("I don't know that.",))
            dialogue.misunderstood += 1
            return Reply(_not_understood(understanding, dialogue.misunderstood))
        dialogue.misunderstood = 0
        skill = self._skill(request)
        if skill is not None:
            if understanding.decision == "confirm" and not intent.startswith("general_"):
                return self._confirm(skill, request, dialogue)
            return self._reply(skill.name, self._handle(skill.name, skill.handle, request), request, dialogue)
        if intent in SMALL_TALK:
            return self._chat(request, dialogue)
        name, result = fallbacks.result(intent)
        return self._reply(name, result, request, dialogue)

    def _now(self) -> datetime:
        now = self._clock()
        return now.astimezone(self._profile.zone) if self._profile.zone else now

    def _skill(self, request: Request) -> Skill | None:
        for skill in self._skills:
            if request.intent in skill.intents and (not isinstance(skill, Selects) or skill.answers(request)):
                return skill
        return None

    def _claiming(self, request: Request) -> Skill | None:
        return next(
            (skill for skill in self._skills if isinstance(skill, Claims) and skill.claims(request)), None
        )

    def _settle(self, question: Question, request: Request, dialogue: Dialogue) -> Reply | None:
        """The reply to the answer to a question; None where the utterance does not answer it."""
        answer = yes_or_no(request.understanding)
        if answer == "yes" and question.on_yes is not None:
            return self._reply(
                question.skill, self._handle(question.skill, question.on_yes, request), request, dialogue
            )
        if answer == "no":
            sentence = "All right, I won't." if question.on_yes is not None else "All right."
            return Reply((sentence,), Action(question.skill, "done", {}))
        if question.on_answer is None or answer == "yes":
            return None
        result = self._handle(question.skill, question.on_answer, request)
        return self._reply(question.skill, result, request, dialogue) if result is not None else None

    def _confirm(self, skill: Skill, request: Request, dialogue: Dialogue) -> Reply:
        described = skill.describe(request) if isinstance(skill, Describes) else ""
        text = request.text.strip().rstrip(".?!")
        asks = f"Do you want me to {described}?" if described else f"Did you say: {text}?"

        def act(_: Request) -> Result:
            # the original understanding with the current time and memory
            now = self._now()
            return skill.handle(Request(request.understanding, request.dialogue, self._profile, now))

        result = Result({}, asks, "asked", Question(on_yes=act), fixed=True)
        return self._reply(skill.name, result, request, dialogue)

    def _handle(self, name: str, act: Callable[[Request], R], request: Request) -> R | Result:
        try:
            return act(request)
        except AssistantError as error:
            log.exception("the skill %s failed", name)
            return Result({}, f"Sorry, {error.what}.", "failed", fixed=True)
        except Exception:
            log.exception("the skill %s raised", name)
            return Result({}, "Sorry, something went wrong and I couldn't do that.", "failed", fixed=True)

    def _reply(self, name: str, result: Result, request: Request, dialogue: Dialogue) -> Reply:
        if result.question is not None:
            dialogue.question = replace(result.question, skill=name)
        sentence = _toned(result, request.understanding)
        action = Action(name, result.status, dict(result.facts), sentence)
        fixed = result.fixed or result.status != "done" or not result.facts
        if fixed or self._generator is None or self._phrasing is None:
            return Reply(tuple(_sentences(sentence)), action)
        sentences = self._phrasing.paraphrase(
            self._generator, sentence, result.facts, request.understanding, dialogue
        )
        return Reply(sentences, action)

    def _chat(self, request: Request, dialogue: Dialogue) -> Reply:
        action = Action("small_talk", "done", {})
        if self._generator is None or self._phrasing is None:
            return Reply((_WITHOUT_GENERATOR.get(request.intent, "I have nothing to say to that."),), action)
        return Reply(self._phrasing.chat(self._generator, request.understanding, dialogue), action)


def _asks_for_knowledge(understanding: Understanding) -> bool:
    """Whether a rejected utterance is most likely a question about general knowledge."""
    return bool(understanding.candidates) and understanding.candidates[0].intent.startswith("qa_")


def _not_understood(understanding: Understanding, times: int) -> Iterable[str]:
    """An apology; with more help the more consecutive utterances were rejected."""
    sorry = "I'm really sorry, I" if _sounds(understanding, "negative") else "Sorry, I"
    if times == 1:
        return (f"{sorry} didn't understand that.",)
    if times == 2:
        return (f"{sorry} didn't get that either.", "Could you say it another way?")
    return (f"{sorry} still don't understand.", "Say help to hear what I can do.")


def _toned(result: Result, understanding: Understanding) -> str:
    """The skill's sentence, with a word of sympathy for an unhappy owner."""
    unhappy = _sounds(understanding, "negative") and not result.sentence.startswith(("Sorry", "I'm sorry"))
    if unhappy and result.status in ("failed", "unavailable"):
        return f"I'm sorry. {result.sentence}"
    if unhappy and result.status == "done" and not result.fixed:
        return f"Of course. {result.sentence}"
    return result.sentence


def _sounds(understanding: Understanding, sentiment: str) -> bool:
    return (
        understanding.sentiment == sentiment
        and (understanding.sentiment_confidence or 1.0) >= _SURE_OF_SENTIMENT
    )


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+(?=[A-Z])", text.strip()) if part]

"""What is asked back where an order of the owner's domain is half understood, and what the answer does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.gate import Gate
from assistant.conversation.responder import DialogueResponder
from assistant.memory.database import Database
from assistant.memory.plans import Plans
from assistant.memory.profile import Profile
from assistant.memory.undo import UndoLog
from assistant.skills.domain.gaps import always_named, spoken_name
from assistant.skills.domain.own_domain import OwnDomain
from models.manifest import SlotLabel
from models.nlu.domain import DomainDescription, DomainSentence, DomainSlot
from models.types import Action, Command, DialogueAct, Slot, Unresolved
from tests.fixtures.commands import command, understood

NOW = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)


def sentence(text: str, intent: str, **slots: str) -> DomainSentence:
    labels = (SlotLabel(n, v, text.index(v), text.index(v) + len(v)) for n, v in slots.items())
    return DomainSentence(text=text, intent=intent, slots=tuple(labels))


TEA = DomainDescription(
    name="tea",
    slots={
        "cupSize": DomainSlot(values=("small", "large")),
        "tea": DomainSlot(
            values=("sencha", "assam", "rooibos", "mint tea", "earl grey", "oolong"),
            synonyms={"mint tea": ("peppermint tea",)},
        ),
        "topping": DomainSlot(values=("none", "oat milk", "milk")),
        "who": DomainSlot(examples=("anna", "ben")),
    },
    replies={
        "order": "One[ {cupSize}] {tea}[ with {topping}], coming up.",
        "call": "{who}, your tea.",
        "note": "Noted[: {tea}].",
    },
    kept=("note",),
    sentences=(
        sentence("a small sencha please", "order", cupSize="small", tea="sencha"),
        sentence("bring me an assam with oat milk", "order", tea="assam", topping="oat milk"),
        sentence("call anna", "call", who="anna"),
        sentence("write down that i had mint tea", "note", tea="mint tea"),
    ),
)


def order(
    text: str,
    intent: str | None = "order",
    *,
    act: DialogueAct = "request",
    unsure: bool = False,
    lost: tuple[Unresolved, ...] = (),
    **slots: str,
) -> Command:
    """A command with resolved values, which need not stand in the text as they are."""
    marked = tuple(Slot(name, value, value, 0, len(value)) for name, value in slots.items())
    return replace(command(text, intent, act=act), slots=marked, unresolved=lost, unsure=unsure)


class Counter:
    """The counter: says things as the classifier would have understood them."""

    def __init__(self, database: Database) -> None:
        gate = Gate([OwnDomain(TEA, database)], UndoLog(database), Plans(database))
        self._responder = DialogueResponder(gate, None, None, Profile(database), lambda: NOW)
        self._dialogue = Dialogue()
        self.action: Action | None = None
        self.actions: tuple[Action | None, ...] = ()

    def say(
        self,
        text: str,
        intent: str | None = None,
        *,
        act: DialogueAct = "request",
        unsure: bool = False,
        lost: tuple[Unresolved, ...] = (),
        **slots: str,
    ) -> str:
        return self.hear(order(text, intent, act=act, unsure=unsure, lost=lost, **slots))

    def hear(self, *commands: Command) -> str:
        """The reply to an utterance of several commands."""
        understanding = understood(*commands)
        reply = self._responder.respond(understanding, self._dialogue)
        spoken = " ".join(reply.sentences)
        self._dialogue.add(understanding, spoken)
        self.action, self.actions = reply.action, reply.actions
        return spoken

    @property
    def status(self) -> str | None:
        return self.action.status if self.action else None


def lost(name: str, text: str, *near: str) -> tuple[Unresolved, ...]:
    return (Unresolved(name, text, 0, len(text), near),)


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    return Counter(Database(tmp_path / "tea.sqlite3"))


@pytest.fixture
def asked(counter: Counter) -> Counter:
    """It was asked which tea the large one is to be."""
    counter.say("a large pumpkin", "order", cupSize="large", lost=lost("tea", "pumpkin", "rooibos", "assam"))
    return counter


def test_a_value_that_is_none_is_named_and_asked_for(counter: Counter) -> None:
    heard = lost("tea", "pumpkin", "rooibos", "assam", "oolong")
    assert counter.say("a large pumpkin", "order", cupSize="large", lost=heard) == (
        "I heard 'pumpkin' for the tea, which I don't know. Is it rooibos, assam, oolong or another?"
    )
    assert counter.status == "asked"


@pytest.mark.parametrize(
    "answer",
    ["mint tea", "Peppermint tea, please.", "the mint tea", "meant tea", "then bring me mint tea instead"],
)
def test_the_answer_completes_what_was_said_first(asked: Counter, answer: str) -> None:
    said = "One large mint tea, coming up."
    assert asked.say(answer) == said
    assert asked.action == Action("tea", "done", {"cupSize": "large", "tea": "mint tea"}, said, changes=True)


def test_what_the_answer_names_besides_counts_too(asked: Counter) -> None:
    said = asked.say("a small assam with milk", "order", cupSize="small", tea="assam", topping="milk")
    assert said == "One small assam with milk, coming up."


def test_an_answer_that_is_none_either_is_a_new_order(asked: Counter) -> None:
    assert asked.say("a pumpkin", "order", lost=lost("tea", "pumpkin", "assam")).startswith("I heard")
    assert asked.say("sencha") == "One sencha, coming up."


@pytest.mark.parametrize("text", ["what about the weather", "yes", "none"])
def test_what_is_no_answer_orders_nothing_and_leaves_the_question_open(asked: Counter, text: str) -> None:
    assert asked.say(text) == "Sorry, I didn't understand that."
    assert asked.say("sencha") == "One large sencha, coming up."


def test_a_question_can_be_left(asked: Counter) -> None:
    assert asked.say("never mind") == "All right."
    assert asked.say("sencha").startswith("Sorry")


def test_another_intent_is_no_answer(asked: Counter) -> None:
    assert asked.say("call ben", "call", who="ben") == "Ben, your tea."
    assert asked.say("sencha").startswith("Sorry")


def test_few_values_are_all_named_and_a_slot_that_may_be_missing_can_be_left_out(counter: Counter) -> None:
    heard = lost("cupSize", "purple", "large", "small")
    assert counter.say("a purple assam", "order", tea="assam", lost=heard) == (
        "I heard 'purple' for the cup size, which I don't know. Is it small or large?"
    )
    assert counter.say("no size") == "One assam, coming up."


def test_what_is_denied_is_not_ordered(asked: Counter) -> None:
    assert asked.say("not sencha") == "Sorry, I didn't understand that."


def test_a_value_that_is_not_needed_can_be_left_out(counter: Counter) -> None:
    counter.say("assam with pea milk", "order", tea="assam", lost=lost("topping", "pea milk", "milk"))
    assert counter.say("no milk") == "One assam, coming up."


def test_a_further_value_that_is_none_is_asked_about_too(asked: Counter) -> None:
    heard = lost("topping", "pea milk", "milk", "oat milk")
    assert asked.say("an assam with pea milk", "order", tea="assam", lost=heard) == (
        "I heard 'pea milk' for the topping, which I don't know. Is it none, oat milk or milk?"
    )
    assert asked.say("milk") == "One large assam with milk, coming up."


def test_a_value_called_none_is_a_value(counter: Counter) -> None:
    counter.say("assam with sprinkles", "order", tea="assam", lost=lost("topping", "sprinkles", "milk"))
    assert counter.say("none") == "One assam with none, coming up."


def test_a_part_that_is_a_value_is_asked_about_before_it_is_taken(counter: Counter) -> None:
    heard = lost("topping", "pea milk", "milk", "oat milk")
    asks = "I heard 'pea milk' for the topping, which I don't know. Did you mean milk?"
    assert counter.say("assam with pea milk", "order", tea="assam", topping="milk", lost=heard) == asks
    assert counter.say("yes") == "One assam with milk, coming up."
    assert counter.say("assam with pea milk", "order", tea="assam", topping="milk", lost=heard) == asks
    assert counter.say("no, oat milk") == "One assam with oat milk, coming up."


def test_a_word_of_the_domain_too_many_is_no_question(counter: Counter) -> None:
    heard = lost("tea", "a sencha", "sencha")
    assert counter.say("bring me a sencha", "order", tea="sencha", lost=heard) == "One sencha, coming up."


def test_an_article_is_no_value_to_ask_about(counter: Counter) -> None:
    heard = lost("topping", "an", "milk")
    assert counter.say("an assam", "order", tea="assam", lost=heard) == "One assam, coming up."


def test_what_every_sentence_names_and_the_reply_needs_is_asked_for(counter: Counter) -> None:
    assert counter.say("a large please", "order", cupSize="large") == (
        "Which tea: sencha, assam, rooibos or another?"
    )
    assert counter.say("oolong") == "One large oolong, coming up."
    assert counter.say("a large please", "order", cupSize="large", unsure=True) == (
        "Did you say: a large please?"
    )
    assert counter.say("yes").startswith("Which tea:")


def test_an_open_slot_takes_the_answer_as_it_is(counter: Counter) -> None:
    assert counter.say("call", "call") == "Which who: anna, ben or another?"
    assert counter.say("Zoe, please.") == "Zoe, your tea."
    counter.say("call", "call")
    assert counter.say("a sencha", "order", tea="sencha") == "One sencha, coming up."


def test_two_gaps_are_asked_one_after_the_other(counter: Counter) -> None:
    heard = (*lost("cupSize", "purple", "large"), *lost("tea", "pumpkin", "rooibos"))
    assert "'purple'" in counter.say("a purple pumpkin", "order", lost=heard)
    assert "'pumpkin'" in counter.say("large")
    assert counter.say("assam") == "One large assam, coming up."


def test_what_is_taken_down_word_for_word_is_not_asked_about(counter: Counter) -> None:
    assert counter.say("write down that i had pumpkin", "note", lost=lost("tea", "pumpkin")) == "Noted."


def test_what_every_sentence_names() -> None:
    assert always_named(TEA) == {"order": {"tea"}, "call": {"who"}, "note": {"tea"}}


@pytest.mark.parametrize("name", ["coffeeDrink", "coffee_drink", "coffee drink"])
def test_a_slot_is_called_as_it_is_said(name: str) -> None:
    assert spoken_name(name) == "coffee drink"


def test_two_orders_get_a_reply_each(counter: Counter) -> None:
    both = (order("a large sencha with milk", cupSize="large", tea="sencha", topping="milk"),)
    assert counter.hear(*both, order("an assam", tea="assam")) == (
        "One large sencha with milk, coming up. One assam, coming up."
    )
    assert [action and action.changes for action in counter.actions] == [True, True]


def test_an_order_that_was_understood_stands_beside_one_that_is_asked_about(counter: Counter) -> None:
    lacking = order("a pumpkin", lost=lost("tea", "pumpkin", "rooibos"))
    said = counter.hear(order("an assam", tea="assam"), lacking)
    assert said.startswith("One assam, coming up. I heard 'pumpkin'")
    assert counter.say("oolong") == "One oolong, coming up."


def test_two_questions_are_asked_one_after_the_other(counter: Counter) -> None:
    first = order("a purple assam", tea="assam", lost=lost("cupSize", "purple", "large"))
    second = order("a pumpkin", lost=lost("tea", "pumpkin", "rooibos"))
    said = counter.hear(first, second)
    assert "'purple'" in said and "'pumpkin'" not in said
    said = counter.say("large")
    assert said.startswith("One large assam, coming up. I heard 'pumpkin'")
    assert counter.say("oolong") == "One oolong, coming up."


def test_each_uncertain_order_is_confirmed_by_its_own_words(counter: Counter) -> None:
    sure, unsure = order("an assam", tea="assam"), order("a sencha", tea="sencha", unsure=True)
    assert counter.hear(sure, unsure) == "One assam, coming up. Did you say: a sencha?"
    assert counter.say("yes") == "One sencha, coming up."


@pytest.mark.parametrize(
    ("act", "reply"),
    [("prohibition", "Okay, I won't."), ("statement", "Okay."), ("question", "I can't tell you that.")],
)
def test_what_is_no_request_orders_nothing(counter: Counter, act: DialogueAct, reply: str) -> None:
    assert counter.say("a large pumpkin", "order", act=act, lost=lost("tea", "pumpkin")) == reply
    assert counter.action is None or not counter.action.changes
    assert counter.say("sencha").startswith("Sorry")


def test_a_prohibition_beside_an_order_orders_the_one_alone(counter: Counter) -> None:
    banned = order("not the sencha", act="prohibition", tea="sencha")
    assert counter.hear(order("an assam", tea="assam"), banned) == "One assam, coming up. Okay, I won't."
    assert [bool(action and action.changes) for action in counter.actions] == [True, False]


def test_dropping_one_order_leaves_the_other(counter: Counter) -> None:
    first = order("a purple assam", tea="assam", lost=lost("cupSize", "purple", "large"))
    counter.hear(first, order("a pumpkin", lost=lost("tea", "pumpkin", "rooibos")))
    assert counter.say("what about the weather").startswith("Sorry")
    assert counter.say("never mind").startswith("All right. I heard 'pumpkin'")
    assert counter.say("oolong") == "One oolong, coming up."
    assert counter.say("assam").startswith("Sorry")


def test_a_new_order_drops_what_waits(counter: Counter) -> None:
    first = order("a purple assam", tea="assam", lost=lost("cupSize", "purple", "large"))
    counter.hear(first, order("a pumpkin", lost=lost("tea", "pumpkin", "rooibos")))
    assert counter.say("call ben", "call", who="ben") == "Ben, your tea."
    assert counter.say("oolong").startswith("Sorry")

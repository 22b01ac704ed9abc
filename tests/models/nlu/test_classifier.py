"""From logits to an understanding, with a network of fixed logits."""

from pathlib import Path

import numpy as np
import pytest

from models.nlu.classifier import JointClassifier
from models.nlu.labels import ACTS, MODIFIERS, RELATIONS, Description, Labels, Temperatures, Thresholds
from models.nlu.outputs import CommandOutputs, HeadOutputs
from models.nlu.tokens import Tokens, WordTokenizer
from models.types import Message, Modifiers

LABELS = Labels(
    intents=("lights_on", "lights_off"), slots=("room",), sentiments=("negative", "neutral", "positive")
)
ROOM = np.eye(3, dtype=np.float32) * 9


class Fixed:
    """A network that marks the third word as a room."""

    def __init__(self, intents: tuple[float, float]) -> None:
        self.intents = intents

    def __call__(self, tokens: Tokens) -> HeadOutputs:
        tags = [ROOM[1] if place == 2 else ROOM[0] for place in range(len(tokens.word_starts))]
        return HeadOutputs(
            (CommandOutputs(np.log(np.array(self.intents, np.float32))),),
            tags=np.array(tags, np.float32).reshape(-1, 3),
            sentiments=np.array([0, 0, 5], np.float32),
        )


def classifier(folder: Path, intents: tuple[float, float] = (0.2, 0.8)) -> JointClassifier:
    thresholds = Thresholds(reject=0.6, confirm=0.9)
    description = Description(base="tiny", labels=LABELS, thresholds=thresholds)
    return JointClassifier(description, WordTokenizer(folder), Fixed(intents))


def test_an_understanding_has_intent_slots_and_sentiment(tiny_bert: Path) -> None:
    found = classifier(tiny_bert).understand("Turn off Kitchen light")
    assert found.intent == "lights_off" and found.intent_confidence == pytest.approx(0.8)
    assert found.decision == "confirm"
    assert [c.intent for c in found.candidates] == ["lights_off", "lights_on"]
    assert [(s.name, s.text, s.start, s.end) for s in found.slots] == [("room", "Kitchen", 9, 16)]
    assert found.sentiment == "positive"


def test_a_rejected_text_has_neither_intent_nor_slots(tiny_bert: Path) -> None:
    found = classifier(tiny_bert, (0.5, 0.5)).understand("turn off kitchen light")
    assert (found.intent, found.decision, found.slots) == (None, "reject", ())
    assert len(found.candidates) == 2


@pytest.mark.parametrize("text", ["", "?!"])
def test_a_text_without_words_is_rejected(tiny_bert: Path, text: str) -> None:
    assert classifier(tiny_bert, (0.0001, 0.9999)).understand(text).decision == "reject"


def test_the_intents_are_the_labels(tiny_bert: Path) -> None:
    assert classifier(tiny_bert).intents == LABELS.intents


def test_a_classifier_of_the_first_heads_alone_has_one_command(tiny_bert: Path) -> None:
    found = classifier(tiny_bert).understand(" Turn off Kitchen light.")
    (command,) = found.commands
    assert (command.text, command.start, command.end) == ("Turn off Kitchen light", 1, 23)
    assert (command.dialogue_act, command.relation, found.danger) == ("request", "new", None)
    assert (command.intent, command.decision, command.slots) == (found.intent, found.decision, found.slots)
    assert command.intent_confidence == found.intent_confidence and command.modifiers == Modifiers()


# ── several commands ─────────────────────────────────────────────────────────

WHOLE = LABELS.model_copy(
    update={
        "acts": ACTS, "relations": RELATIONS, "danger": True, "boundaries": True, "modifiers": MODIFIERS,
    }
)  # fmt: skip


class Several:
    """A network that gives these commands, rooms and modifiers, and keeps the context it was given."""

    def __init__(
        self, commands: tuple[CommandOutputs, ...], spans: tuple[tuple[int, int], ...],
        rooms: tuple[int, ...] = (), modifiers: dict[int, str] | None = None,
    ) -> None:  # fmt: skip
        self.commands, self.spans, self.rooms, self.modifiers = commands, spans, rooms, modifiers or {}
        self.seen: Tokens | None = None

    def __call__(self, tokens: Tokens) -> HeadOutputs:
        self.seen = tokens
        names, n = WHOLE.modifier_tags, len(tokens.word_starts)
        marked = [names.index(self.modifiers.get(i, "O")) for i in range(n)]
        return HeadOutputs(
            self.commands,
            tags=ROOM[[1 if i in self.rooms else 0 for i in range(n)]],
            danger=float(np.log(3.0)),
            modifiers=np.eye(len(names), dtype=np.float32)[marked] * 9,
            spans=self.spans,
        )


def logits(on: float, act: str = "request", relation: str = "new") -> CommandOutputs:
    """The logits of a command that means "on" with this confidence."""
    return CommandOutputs(
        np.log(np.array([on, 1 - on], np.float32)),
        acts=np.eye(5, dtype=np.float32)[ACTS.index(act)],
        relations=np.eye(4, dtype=np.float32)[RELATIONS.index(relation)],
    )


def several(folder: Path, network: Several, request: float = 0.0) -> JointClassifier:
    description = Description(
        base="tiny", labels=WHOLE, thresholds=Thresholds(reject=0.6, confirm=0.9, request=request),
        temperatures=Temperatures(danger=2.0),
    )  # fmt: skip
    return JointClassifier(description, WordTokenizer(folder), network)


def test_each_command_has_its_own_act_intent_slots_and_modifiers(tiny_bert: Path) -> None:
    text = "Kitchen light on, and not the Hall all day"
    network = Several(
        (logits(0.95), logits(0.3, "prohibition", "correction")),
        ((0, 3), (4, 9)),
        rooms=(0, 3, 6),
        modifiers={0: "B-all", 3: "B-at", 7: "B-for", 8: "I-for"},
    )
    found = several(tiny_bert, network).understand(text)
    one, two = found.commands
    assert (one.text, two.text) == ("Kitchen light on", "not the Hall all day")
    assert text[two.start : two.end] == two.text
    assert (one.dialogue_act, one.relation) == ("request", "new")
    assert (two.dialogue_act, two.relation) == ("prohibition", "correction")
    assert (one.intent, one.decision) == ("lights_on", "act")
    assert (two.intent, two.decision) == ("lights_off", "confirm")
    assert [(s.text, s.start) for s in one.slots] == [("Kitchen", 0)]
    assert [(s.text, s.start) for s in two.slots] == [("Hall", 30)]
    assert one.modifiers == Modifiers(all=True) and two.modifiers == Modifiers(lasting="all day")
    assert (found.intent, found.decision, found.slots) == (one.intent, one.decision, one.slots)
    assert found.candidates[0].confidence == one.intent_confidence == pytest.approx(0.95)
    assert found.danger == pytest.approx(3**0.5 / (1 + 3**0.5))


def test_a_command_out_of_scope_keeps_its_act(tiny_bert: Path) -> None:
    network = Several((logits(0.5, "statement"), logits(0.99)), ((0, 2), (2, 4)), rooms=(1, 3))
    one, two = several(tiny_bert, network).understand("turn hall light office").commands
    assert (one.dialogue_act, one.intent, one.decision, one.slots) == ("statement", None, "reject", ())
    assert two.intent == "lights_on" and [s.text for s in two.slots] == ["office"]


def test_an_act_that_may_be_none_is_asked_about(tiny_bert: Path) -> None:
    # the request's probability is e / (e + 4)
    network = Several((logits(0.99), logits(0.99, "prohibition")), ((0, 1), (1, 2)))
    found = several(tiny_bert, network, request=0.4).understand("turn hall")
    assert [c.decision for c in found.commands] == ["act", "act"]
    found = several(tiny_bert, network, request=0.41).understand("turn hall")
    assert [c.decision for c in found.commands] == ["confirm", "act"]


def test_commands_share_no_written_word(tiny_bert: Path) -> None:
    network = Several((logits(0.99),) * 3, ((0, 2), (2, 3), (3, 4)))
    # spoken: at, seven, thirty, light
    found = several(tiny_bert, network).understand("at 7:30 light")
    assert [c.text for c in found.commands] == ["at 7:30", "light"]


def test_the_context_is_read(tiny_bert: Path) -> None:
    network = Several((logits(0.99),), ())
    context = (Message("user", "turn on the light"), Message("assistant", "the light"))
    several(tiny_bert, network).understand("hall", context)
    assert network.seen is not None and network.seen.own == 3 and len(network.seen.ids) == 11


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_logits_that_are_no_numbers_are_rejected(tiny_bert: Path, bad: float) -> None:
    network = Several((logits(0.99), CommandOutputs(np.array([bad, 1], np.float32))), ((0, 1), (1, 3)))
    found = several(tiny_bert, network).understand("turn hall light")
    (command,) = found.commands
    assert found.decision == command.decision == "reject" and command.text == "turn hall light"
    assert found.intent is None and found.slots == () and found.danger is None


def test_the_scores_of_every_label(tiny_bert: Path) -> None:
    (found,) = classifier(tiny_bert).scores("turn off kitchen light")
    assert [c.intent for c in found.candidates] == ["lights_off", "lights_on"]
    assert (found.acts, found.relations, found.in_scope, found.state) == ((), (), None, None)

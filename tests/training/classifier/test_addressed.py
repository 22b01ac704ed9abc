"""The head for addressed utterances is fitted on the trained states."""

from pathlib import Path

import pytest

from models.manifest import Example
from models.nlu.labels import Labels
from models.nlu.tokens import WordTokenizer
from models.types import Message
from training.classifier import addressed, recipe
from training.corpora.own import overheard

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:transformers")

ASKED = (
    "turn on the kitchen lights",
    "play a song",
    "kitchen lights on please",
    "turn off the garage lights",
)


def test_requests_pass_and_overheard_talk_does_not(tiny_bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = recipe.build(tiny_bert, Labels(intents=("on", "off")), 0.0)
    tokenizer = WordTokenizer(tiny_bert)
    monkeypatch.setattr(
        overheard, "texts", lambda: [f"{word} {word}" for word in ("song", "garage", "a")] * 400
    )
    spoken = [Example(text=text, intent="on") for text in ASKED] * 300
    addressed.fit(model, tokenizer, {"asked": spoken}, {}, most=1200, seed=0)
    assert model.addressed is not None
    states = addressed.states_of(
        model, tokenizer, [Example(text="play a song"), Example(text="garage garage")]
    )
    logits = addressed._logits(model.addressed.eval(), states)
    assert logits[0] > -0.01 and logits[1] < -0.5


@pytest.mark.parametrize(
    ("example", "counts"),
    [
        (Example(text="set a timer", intent="alarm_set"), True),
        (Example(text="that is fine", intent="general_affirm"), False),
        (
            Example(
                text="that is fine", intent="general_affirm", context=(Message("assistant", "Shall I?"),)
            ),
            True,
        ),
        (Example(text="make it so", dialogue_act="request"), True),
        (Example(text="book me a flight", out_of_scope=True), True),
        (Example(text="what a day"), False),
    ],
)
def test_talk_needs_a_conversation_before_it(example: Example, counts: bool) -> None:
    assert addressed.is_addressed(example) is counts

"""The description of a domain that a checkpoint keeps."""

from pathlib import Path

from models.manifest import Example, SlotLabel
from models.nlu.domain import MOST_SENTENCES
from tests.fixtures.coffee import COFFEE, write
from training import domain


def test_what_a_checkpoint_keeps_of_a_domain(tmp_path: Path) -> None:
    coffee = domain.read(write(tmp_path, COFFEE + 'reply = "One {drink}."'))
    own = Example(text="a mocha", intent="orderDrink", slots=(SlotLabel("drink", "mocha", 2, 7),))
    other = Example(text="sing a song", intent="sing")
    described = domain.describe([coffee], [own, own, other, *domain.expand(coffee)])
    assert described is not None and described.name == "coffee"
    assert described.replies == {"orderDrink": "One {drink}."}
    assert described.slots["size"].synonyms == {"eight ounce": ("eight oz",)}
    assert set(described.slots["drink"].examples) == {"flat white", "skinny white", "mocha"}
    assert described.sentences[0].text == "a mocha"
    assert len({s.text for s in described.sentences}) == len(described.sentences) > 20
    assert {s.intent for s in described.sentences} == {"orderDrink"}
    assert domain.describe([], [own]) is None
    assert described.asked == ()


def test_many_sentences_are_dealt_out_by_intent() -> None:
    both = domain.Domain(name="two", intents={i: domain.IntentTemplates() for i in "ab"})
    many = [Example(text=f"a {n}", intent="a") for n in range(MOST_SENTENCES + 10)]
    described = domain.describe([both], [*many, Example(text="b", intent="b")])
    assert described is not None and len(described.sentences) == MOST_SENTENCES
    assert "b" in {s.intent for s in described.sentences}

"""Templates become sentences with slots, drawn by the seed."""

from pathlib import Path

import pytest

from models.errors import ConfigError
from tests.fixtures.coffee import COFFEE, write
from training import domain
from training.config import CONFIGS
from training.domain.templates import values


def test_templates_become_sentences_with_their_slots(tmp_path: Path) -> None:
    examples = list(domain.expand(domain.read(write(tmp_path, COFFEE))))
    texts = [str(e.text) for e in examples]
    assert len(texts) == len(set(texts)) > 20
    drinks: set[str] = set()
    for example, text in zip(examples, texts, strict=True):
        assert example.intent == "orderDrink" and text == " ".join(text.split())
        assert example.slots and example.slots[-1].name == "drink"
        for slot in example.slots:
            said = text[slot.start : slot.end]
            assert slot.value == ("eight ounce" if said == "eight oz" else said)
            assert slot.name == "drink" or slot.value in ("small", "large", "eight ounce")
        drinks.add(example.slots[-1].value)
    assert drinks == {"flat white", "skinny white", "mocha"}
    assert list(domain.expand(domain.read(write(tmp_path, COFFEE)))) == examples


def test_a_template_that_hassil_cannot_read(tmp_path: Path) -> None:
    path = write(tmp_path, COFFEE.replace("(a|an)", "(a|an"))
    with pytest.raises(ConfigError, match="cannot be read"):
        list(domain.expand(domain.read(path)))


def test_the_assistants_own_domain() -> None:
    examples = list(domain.expand(domain.read(CONFIGS / "home.toml")))
    by_intent: dict[str, int] = {}
    for example in examples:
        by_intent[str(example.intent)] = by_intent.get(str(example.intent), 0) + 1
    own = (
        "timer_set",
        "timer_query",
        "timer_cancel",
        "unit_conversion",
        "profile_set",
        "profile_query",
        "general_help",
        "general_greet",
    )
    assert all(by_intent[intent] >= 50 for intent in own)
    units = domain.read(CONFIGS / "home.toml").slots["unit_system"]
    assert units.values == ["metric", "imperial"]


def test_an_open_slots_values_are_its_expanded_examples(tmp_path: Path) -> None:
    drink = domain.read(write(tmp_path, COFFEE)).slots["drink"]
    assert set(values(drink)) == {"flat white", "skinny white", "mocha"} and values(drink) == values(drink)


def test_a_slot_inside_a_value_is_refused(tmp_path: Path) -> None:
    nested = COFFEE.replace('"mocha"', '"{size} mocha"')
    with pytest.raises(ConfigError, match="a value holds the slot"):
        values(domain.read(write(tmp_path, nested)).slots["drink"])


@pytest.mark.parametrize(
    ("template", "said"),
    [("[" * 30 + "a" + "]" * 30, "nested more than 20 deep"), ("a" * 3_000, "3,000 characters")],
)
def test_a_template_has_limits(template: str, said: str) -> None:
    made = domain.Domain(name="a", intents={"a": domain.IntentTemplates(sentences=[template])})

    with pytest.raises(ConfigError, match=said):
        list(domain.expand(made))

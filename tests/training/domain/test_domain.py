from pathlib import Path

import pytest

from models.errors import ConfigError
from models.manifest import Example, SlotLabel
from models.nlu.domain import MOST_SENTENCES
from training import domain
from training.config import CONFIGS

COFFEE = """
name = "coffee"
per_sentence = 60
[slots.size]
values = ["small", "large", "eight ounce"]
synonyms = { "eight ounce" = ["eight oz"] }
[slots.drink]
examples = ["(flat|skinny) white", "mocha"]
[intents.orderDrink]
sentences = ["[can i get|give me] (a|an) [{size}] {drink} [please]"]
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "domain.toml"
    path.write_text(text, encoding="utf-8")
    return path


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


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("{drink}", "{cake}"), "which \\[slots.cake\\] does not describe"),
        (('name = "coffee"', ""), "name"),
        (("values", "valeus"), "valeus"),
        (('name = "coffee"', 'name = "coffee"\nextends = "work"'), "extends"),
        (("values = ", "examples = "), "which is none of its values"),
        (('examples = ["(flat|skinny) white", "mocha"]', ""), "neither values nor examples"),
        (("[slots.size]", "[slots.size"), "cannot be read as a domain"),
    ],
)
def test_a_wrong_domain_is_refused(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        domain.read(write(tmp_path, COFFEE.replace(*change)))


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


def test_a_domain_is_written_as_it_is_read(tmp_path: Path) -> None:
    read = domain.read(write(tmp_path, COFFEE))
    domain.write(tmp_path / "again.toml", read)
    assert domain.read(tmp_path / "again.toml") == read
    assert "extends" not in (tmp_path / "again.toml").read_text(encoding="utf-8")


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


def test_many_sentences_are_dealt_out_by_intent() -> None:
    both = domain.Domain(name="two", intents={i: domain.IntentTemplates() for i in "ab"})
    many = [Example(text=f"a {n}", intent="a") for n in range(MOST_SENTENCES + 10)]
    described = domain.describe([both], [*many, Example(text="b", intent="b")])
    assert described is not None and len(described.sentences) == MOST_SENTENCES
    assert "b" in {s.intent for s in described.sentences}

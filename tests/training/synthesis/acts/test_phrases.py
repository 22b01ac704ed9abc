"""Phrases keep their slots."""

from models.manifest import SlotLabel
from training.synthesis.acts import phrases
from training.synthesis.acts.phrases import Stretch

LIGHT = Stretch("turn on the kitchen light", (SlotLabel("house_place", "kitchen", 12, 19),))


def said(phrase: Stretch) -> list[str]:
    return [phrase.text[s.start : s.end] for s in phrase.slots or ()]


def test_a_cut_keeps_slots_whole() -> None:
    cut = LIGHT.cut(7)
    assert cut is not None and cut.text == "the kitchen light" and said(cut) == ["kitchen"]
    assert LIGHT.cut(0, 14) is None and LIGHT.cut(4, 5) is None
    assert Stretch("a b", None).cut(2) == Stretch("b", None)


def test_joined_and_filled_phrases_move_slots() -> None:
    filled = phrases.fill("don't {base} yet", base=LIGHT)
    assert filled.text == "don't turn on the kitchen light yet" and said(filled) == ["kitchen"]
    both = phrases.join([LIGHT, "and", LIGHT])
    assert said(both) == ["kitchen", "kitchen"] and both.text.count("light and turn") == 1
    assert phrases.join([LIGHT, Stretch("x", None)]).slots is None


def test_articles_are_put_right() -> None:
    order = Stretch("get me a espresso and an latte", (SlotLabel("drink", "espresso", 9, 17),))
    fixed = phrases.articled(order)
    assert fixed.text == "get me an espresso and a latte" and said(fixed) == ["espresso"]
    words = ("uber", "unit", "hour", "eight ounce", "one", "us dollar", "umbrella")
    assert [phrases.article(w) for w in words] == ["an", "a", "an", "an", "a", "a", "an"]

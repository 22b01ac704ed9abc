"""Variants of corpora and of the example domains."""

from collections import Counter
from pathlib import Path

import pytest

from models import manifest
from models.manifest import Example
from training import domain
from training.synthesis.acts import SHARES, by_kind, variants

DOMAINS = Path(__file__).parents[4] / "examples" / "domains"


def sentences(name: str) -> list[Example]:
    return [*domain.expand(domain.read(DOMAINS / f"{name}.toml")), *manifest.read(DOMAINS / f"{name}.jsonl")]


@pytest.mark.parametrize("name", ["cafe", "health_diary", "study_helper"])
def test_an_owners_domain_gets_every_act_with_right_offsets(name: str) -> None:
    examples = sentences(name)
    known = {e.intent for e in examples} | {None, "general_undo"}
    acts: Counter[str | None] = Counter()
    for example in variants(examples, seed=1):
        text = example.text or ""
        assert 0 < len(text.split()) <= 20 and "{" not in text and "  " not in text
        for command in example.commands or ():
            acts[command.dialogue_act] += 1
            assert command.intent in known and not command.out_of_scope
            assert command.intent is None or command.slots is not None
            inside = [(command.start <= s.start < s.end <= command.end) for s in command.slots or ()]
            assert all(inside) and text[command.start : command.end].strip()
    assert min(acts[act] for act in ("request", "question", "prohibition", "statement")) > 50


def test_kinds_have_shares_and_seeds_repeat() -> None:
    examples = sentences("cafe")
    assert {kind for kind, _ in by_kind(examples)} <= SHARES.keys()
    one, two = variants(examples, seed=3, most=200), variants(examples, seed=3, most=200)
    assert one == two and len(one) == 200 and one != variants(examples, seed=4, most=200)


def test_splits_do_not_mix() -> None:
    train = [
        Example(text=f"turn on the {n} light", intent="iot_hue_lighton", slots=(), split="train")
        for n in ("red", "hall")
    ]
    valid = [
        Example(text=f"turn off the {n} fan", intent="iot_wemo_off", slots=(), split="valid")
        for n in ("big", "old")
    ]
    for example in variants([*train, *valid], seed=2):
        other = "fan" if example.split == "train" else "light"
        assert other not in " ".join([example.text or "", *(m.text for m in example.context)])


def test_an_owners_own_wording_wins() -> None:
    examples = sentences("cafe")
    texts = [
        (e.text or "").lower()
        for e in variants(examples)
        if e.dialogue_act == "prohibition" and not e.context and len(e.commands or ()) == 1
    ]
    assert any(text.startswith("don't make me") for text in texts)
    assert not any(text.startswith("i don't want the") for text in texts)


def test_nothing_comes_of_nothing() -> None:
    assert (
        variants(
            [
                Example(text="hm", intent="order", slots=()),
                Example(text="where can i park", out_of_scope=True),
            ]
        )
        == []
    )

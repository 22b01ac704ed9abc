"""Replies from templates: what is learned passes the program's checks; test data was not seen in training."""

from __future__ import annotations

from pathlib import Path

import pytest

import training.corpora.own
from models.errors import ConfigError
from models.lm.checks.facts import invented, missing_facts
from models.lm.prompts.lines import RESULT
from models.manifest import Example
from training.corpora.own import skills, small_talk

FOLDER = Path(training.corpora.own.__file__).parent


@pytest.fixture(scope="module")
def own() -> list[Example]:
    return list(skills.convert(FOLDER / "skills.toml"))


@pytest.fixture(scope="module")
def talk() -> list[Example]:
    return list(small_talk.convert(FOLDER / "small_talk.toml"))


def test_every_reply_says_its_facts_and_nothing_else(own: list[Example]) -> None:
    for example in own:
        assert example.reply and example.facts
        assert missing_facts(example.reply, example.facts) == [], example
        sources = [example.text or "", *(m.text for m in example.context)]
        assert invented(example.reply, example.facts, sources) == [], example


def test_replies_are_short_and_vary(own: list[Example]) -> None:
    lengths = sorted(len((e.reply or "").split()) for e in own)
    assert lengths[len(lengths) // 2] <= 10
    drafted = [e for e in own if e.context]
    assert 0.4 < len(drafted) / len(own) < 0.7
    retold = [e for e in drafted if e.reply != e.context[0].text.removeprefix(RESULT)]
    assert len(retold) > 0.7 * len(drafted)


def test_no_test_sentence_is_a_training_sentence(own: list[Example], talk: list[Example]) -> None:
    for examples, most in ((own, 0.0), (talk, 0.05)):
        learned = {skills.request_key(e) for e in examples if e.split == "train"}
        test = [e for e in examples if e.split == "test"]
        seen = [skills.request_key(e) for e in test if skills.request_key(e) in learned]
        assert len(test) > 200 and len(seen) <= most * len(test), seen


def test_small_talk_makes_nothing_up(talk: list[Example]) -> None:
    for example in talk:
        sources = [example.text or "", *(m.text for m in example.context)]
        assert invented(example.reply or "", {}, sources) == [], example


def test_it_is_the_same_each_time(own: list[Example]) -> None:
    assert own == list(skills.convert(FOLDER / "skills.toml"))


def test_a_wrong_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "skills.toml"
    path.write_text("[openers]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="scene"):
        list(skills.convert(path))

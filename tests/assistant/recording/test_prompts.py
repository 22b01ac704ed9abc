"""Which sentences are asked for, and in which order."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.recording import prompts
from assistant.recording.prompts import Prompt
from models import manifest, paths
from models.errors import ConfigError, DataError, InputError
from models.manifest import Example, SlotLabel
from models.nlu import domain, labels
from models.nlu.domain import DomainDescription, DomainSentence

RELEASED = str(paths.released() / "classifier")


def test_the_built_in_sentences_hold_every_intent_and_known_slots() -> None:
    known = labels.read(Path(RELEASED)).labels
    offered = prompts.gather(None, RELEASED, "en")
    assert {prompt.intent for prompt in offered} == set(known.intents)
    assert {slot.name for prompt in offered for slot in prompt.slots or ()} <= set(known.slots)
    for prompt in offered:
        for slot in prompt.slots or ():
            assert prompt.text[slot.start : slot.end] == slot.value
    assert len({prompt.key for prompt in offered}) == len(offered)


def test_fifty_sentences_cover_most_of_it_in_few_minutes() -> None:
    offered = prompts.gather(None, RELEASED, "en")
    chosen = prompts.choose(offered, [], 50)
    assert len({prompt.key for prompt in chosen}) == 50
    assert len({prompt.intent for prompt in chosen}) >= 45
    from models.text.phonemes import phones

    sounds = {phone for prompt in offered for phone in phones(prompt.text)}
    assert {phone for prompt in chosen for phone in phones(prompt.text)} == sounds
    # read at an unhurried pace, with the pauses in which the next one appears
    assert sum(4.5 + 0.08 * len(prompt.text) for prompt in chosen) < 600


def test_a_better_cover_than_by_chance() -> None:
    offered = prompts.gather(None, RELEASED, "en")

    def held(some: list[Prompt]) -> int:
        return len({part for prompt in some for part in prompts._parts(prompt)})

    chosen = prompts.choose(offered, [], 20)
    assert held(chosen) > 1.2 * held(offered[:20])
    assert held(chosen) > 1.2 * held(offered[::9][:20])


def test_what_was_recorded_is_asked_for_last() -> None:
    offered = [Prompt(text) for text in ("feed the cat", "feed the dog", "close the door")]
    first = prompts.choose(offered, ["feed the cat", "close the door"], 1)
    assert [prompt.text for prompt in first] == ["feed the dog"]
    everything = prompts.choose(offered, ["feed the cat", "close the door"], 5)
    assert everything[0].text == "feed the dog"
    # two more after all three were said once
    assert len(everything) == 5
    assert {prompt.text for prompt in everything[1:3]} == {"feed the cat", "close the door"}


def test_an_intent_that_lacks_recordings_comes_first() -> None:
    offered = [Prompt("open the window", "open"), Prompt("close the window", "close")]
    (first,) = prompts.choose([*offered, Prompt("close the door", "close")], ["close the door"], 1)
    assert first.intent == "open"


def test_a_domain_brings_its_own_sentences(tmp_path: Path) -> None:
    sentence = DomainSentence(text="a large mocha", intent="order", slots=(SlotLabel("size", "large", 2, 7),))
    domain.write(tmp_path, DomainDescription(name="coffee", sentences=(sentence,)))
    (only,) = prompts.gather(None, str(tmp_path), "de")
    assert only == Prompt("a large mocha", "order", (SlotLabel("size", "large", 2, 7),), "de")


def test_sentences_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.txt"
    file.write_text("# my own\nfeed  the cat\n\nfeed the dog\n")
    assert [prompt.text for prompt in prompts.gather(file, RELEASED, "de")] == [
        "feed the cat",
        "feed the dog",
    ]
    lines = tmp_path / "mine.jsonl"
    manifest.write(lines, [Example(text="feed the cat", intent="feed", slots=())])
    assert prompts.gather(lines, RELEASED, "de") == [Prompt("feed the cat", "feed", (), "de")]


def test_nothing_to_say_is_said(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    with pytest.raises(InputError, match="no sentences"):
        prompts.gather(empty, RELEASED, "en")
    with pytest.raises(InputError, match="--sentences"):
        prompts.gather(None, RELEASED, "de")
    with pytest.raises(InputError, match="cannot be read"):
        prompts.gather(tmp_path / "none.txt", RELEASED, "en")
    with pytest.raises(DataError):
        prompts.gather(tmp_path / "none.jsonl", RELEASED, "en")


def test_marked_slots() -> None:
    assert prompts.parse("wake me at {time: seven}") == Prompt(
        "wake me at seven", None, (SlotLabel("time", "seven", 11, 16),)
    )
    with pytest.raises(ConfigError):
        prompts.parse("wake me at {time}")
    assert prompts.as_read(Prompt("what time is it?")) == "What time is it?"
    assert prompts.as_read(Prompt("wake me")) == "Wake me."


def test_sentences_of_another_language(tmp_path: Path) -> None:
    file = tmp_path / "sentences.txt"
    file.write_text("设定三十度\n打开客厅的灯\n", encoding="utf-8")
    first, second = prompts.gather(file, RELEASED, "zh")
    assert first == Prompt("设定三十度", language="zh") and prompts.as_read(first) == "设定三十度。"
    assert prompts.example(first, "anna").language == "zh"
    # read before, with its number in digits
    chosen = prompts.choose([first, second], [Prompt("设定30度", language="zh").key], 1)
    assert chosen == [second]
    assert prompts.choose([Prompt("demat", language="br")], [], 1)

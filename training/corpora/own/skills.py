"""The assistant's own replies, from templates: a request, a skill's facts, its sentence, and paraphrases.

SOURCE is `skills.toml` beside this file, or another file of its form. Written for this project.
Licence: Apache-2.0, as the project's.

Replies have the generator's two kinds of prompts: the skill's own sentence, as a system message of the
context that begins with `Result: `, or the facts alone. Test sentences have wordings and values that no
training sentence has; held-out scenes are test data only.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from models.lm.checks.facts import missing_facts
from models.lm.checks.paraphrase import objections
from models.lm.prompts.lines import RESULT
from models.manifest import SPLITS, Example, Split
from models.text.normalise import normalise
from models.types import Fact, Message, Sentiment
from training.config import read
from training.corpora.own.values import Values

AMOUNTS: Mapping[Split, int] = {"train": 150, "valid": 4, "test": 8}
"""Examples per scene."""
HELD_OUT_TEST = 16
"""Test examples of a held-out scene."""
_MOODS: Sequence[tuple[Sentiment, float]] = (("neutral", 0.6), ("positive", 0.2), ("negative", 0.2))
_WITH_DRAFT = 0.5
_CALMED = 0.5
"""Share of the drafts for an unhappy user that begin with the assistant's calming words."""
_CALMS = "Of course. "
_TRIES = 12
_QUESTION = frozenset("what who when where which how is are do does can could will".split())  # noqa: SIM905
_CLOCK = re.compile(r"\b(\d{1,2}):(\d\d) ([AP]M)\b")


class Scene(BaseModel):
    """One kind of reply."""

    model_config = ConfigDict(extra="forbid")
    name: str
    heard: list[str] = Field(min_length=2)
    """The user's wordings."""
    facts: dict[str, str]
    draft: str
    """The skill's own sentence."""
    say: list[str] = Field(min_length=1)
    """Paraphrases of the draft."""
    command: bool = False
    unclear: bool = False
    held_out: bool = False


class Scenes(BaseModel):
    """The form of `skills.toml`."""

    model_config = ConfigDict(extra="forbid")
    openers: dict[Sentiment, list[str]]
    values: dict[str, list[str]]
    scene: list[Scene]


def convert(source: Path) -> Iterator[Example]:
    """The templates' file → examples with context, facts, sentiment and reply, drawn by fixed seeds.

    Raises:
        ConfigError: a missing or an invalid file.
    """
    scenes = read(source, Scenes)
    for scene in scenes.scene:
        learned: set[str] = set()
        for split in SPLITS:
            amount = AMOUNTS[split]
            if scene.held_out:
                amount = HELD_OUT_TEST if split == "test" else 0
            draw = random.Random(f"{scene.name} {split}")
            for _ in range(amount):
                example = _example(scene, scenes, draw, split)
                key = request_key(example)
                if split == "train":
                    learned.add(key)
                # scenes with few values may draw equal examples for train and test
                if split != "test" or key not in learned:
                    yield example


def _example(scene: Scene, scenes: Scenes, draw: random.Random, split: Split) -> Example:
    mood = draw.choices([m for m, _ in _MOODS], [w for _, w in _MOODS])[0]
    values = Values(scenes.values, draw, split)
    draft = values.fill(scene.draft)
    facts: dict[str, Fact] = {name: values.fill(value) for name, value in scene.facts.items()}
    text = spoken(values.fill(draw.choice(wordings(scene.heard, split))), draw)
    asked = draft if scene.unclear or draw.random() < _WITH_DRAFT else ""
    calm = bool(asked) and scene.command and mood == "negative" and draw.random() < _CALMED
    asked = _CALMS * calm + asked
    openers = [_CALMS] if calm else scenes.openers[mood] if scene.command else [""]
    for _ in range(_TRIES):
        reply = _opened(draw.choice(openers), values.fill(draw.choice(scene.say)))
        if acceptable(reply, _CALMS * calm + draft, facts, text):
            break
    else:
        reply = _CALMS * calm + draft
    context = (Message("system", f"{RESULT}{asked}"),) if asked else ()
    return Example(text=text, context=context, facts=facts, sentiment=mood, reply=reply, split=split)


def request_key(example: Example) -> str:
    """Text and facts, without case and final punctuation."""
    return f"{(example.text or '').lower().strip('.!?')} {example.facts}"


def wordings(templates: Sequence[str], split: Split) -> Sequence[str]:
    """The templates of a split: of four or more, the last one is for test only."""
    if len(templates) < 4:
        return templates
    return templates[-1:] if split == "test" else templates[:-1]


def acceptable(reply: str, draft: str, facts: Mapping[str, Fact], text: str) -> bool:
    """Whether the assistant's checks accept the reply, and it has every value verbatim."""
    padded = f" {normalise(reply)} "
    verbatim = all(f" {normalise(str(value))} " in padded for value in facts.values())
    return verbatim and not missing_facts(reply, facts) and not objections(reply, draft, facts, text)


def spoken(text: str, draw: random.Random) -> str:
    """The text in a recognizer's or a typist's spelling, by chance."""
    if draw.random() < 0.4:
        text = _CLOCK.sub(lambda m: f"{m[1]} {m[2] if m[2] != '00' else ''} {m[3]}", text)
        text = " ".join(re.sub(r"\d+", lambda m: normalise(m[0]), text).split()).lower()
    if draw.random() < 0.4:
        mark = "?" if text.split()[0].lower() in _QUESTION else draw.choice((".", ".", "!"))
        text = f"{text[0].upper()}{text[1:]}{mark}"
    return text


def _opened(opener: str, sentence: str) -> str:
    if not opener or opener.endswith(". "):
        return opener + sentence
    first = sentence.split()[0]
    # names and "I" keep their capital
    small = first in _SMALL
    return opener + (sentence[0].lower() + sentence[1:] if small else sentence)


_SMALL = frozenset("The Your It's That's You There Now On From One All Cancelled Right Playing At In".split())  # noqa: SIM905

"""A Llama small enough to train in seconds, and replies that it can learn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from models import manifest
from models.lm.prompts.prompts import RESULT
from models.manifest import Example, Split
from models.types import Message
from tests.fixtures import tiny_gpt

ROOMS = ("kitchen", "bedroom", "garage", "attic", "hall", "office", "porch", "cellar")


@pytest.fixture(scope="session")
def tiny_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a Llama whose tokens are these sentences' words."""
    words = " ".join(
        [*ROOMS, "turn the light on off in is now Result Facts place state user system assistant"]
    )
    return tiny_gpt.make(tmp_path_factory.mktemp("tiny-llama"), f"{words} You are a voice. Hello there!")


def replies() -> list[Example]:
    """Lights on and off, stated from facts and retold from a draft, and a greeting."""
    made: list[Example] = []
    for number, room in enumerate(ROOMS):
        split: Split = "test" if number == 0 else "valid" if number == 1 else "train"
        for state in ("on", "off"):
            draft, facts = f"The {room} light is {state}.", {"place": room, "state": state}
            told = Message("system", f"{RESULT}{draft}")
            heard = f"turn {state} the {room} light"
            made.append(Example(text=heard, facts=facts, reply=draft, split=split))
            made.append(
                Example(
                    text=heard,
                    facts=facts,
                    context=(told,),
                    reply=f"The {room} light is {state} now.",
                    split=split,
                )
            )
        made.append(Example(text="hello", reply="Hello there!", split=split))
    return made


@pytest.fixture
def write_manifest(tmp_path: Path) -> Callable[..., Path]:
    """Writes examples; those above by default."""

    def write(examples: list[Example] | None = None, name: str = "lights.jsonl") -> Path:
        path = tmp_path / name
        manifest.write(path, replies() if examples is None else examples)
        return path

    return write

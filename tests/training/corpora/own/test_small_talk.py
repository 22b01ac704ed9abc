"""Small talk from templates: its context, its splits, and wrong files."""

from pathlib import Path

import pytest

from models.errors import ConfigError
from models.manifest import SPLITS
from training.corpora.own import small_talk

TALK = """
[values]
pet = ["cat", "dog"]
[[talk]]
heard = ["do you like my {pet}", "is my {pet} nice", "what about my {pet}", "how is my {pet}"]
say = ["I like your {pet}."]
told = ["I have a {pet}.", "How nice."]
notes = "The user has a {pet}."
"""


def test_a_topic_keeps_its_values_and_its_context(tmp_path: Path) -> None:
    path = tmp_path / "talk.toml"
    path.write_text(TALK, encoding="utf-8")
    examples = list(small_talk.convert(path))
    assert {e.split for e in examples} == set(SPLITS) and examples == list(small_talk.convert(path))
    for example in examples:
        pet = "cat" if "cat" in (example.text or "").lower() else "dog"
        assert example.reply == f"I like your {pet}."
        assert [(m.role, m.text) for m in example.context] == [
            ("system", f"The user has a {pet}."), ("user", f"I have a {pet}."), ("assistant", "How nice."),
        ]  # fmt: skip
    test = {e.text.lower().strip("?.!") for e in examples if e.split == "test" and e.text}
    assert test <= {"how is my cat", "how is my dog"}


def test_too_few_wordings_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "talk.toml"
    path.write_text(TALK.replace(', "how is my {pet}"', ""), encoding="utf-8")
    with pytest.raises(ConfigError, match="heard"):
        list(small_talk.convert(path))

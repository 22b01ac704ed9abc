"""ChatterBot: languages, lists of answers, wrong files, the real files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import DataError
from models.types import Message
from training.corpora import chatterbot

Shared = Callable[[str], Path]


def write(folder: Path, **topics: str) -> Path:
    folder.mkdir(parents=True)
    for name, conversations in topics.items():
        (folder / f"{name}.yml").write_text(f"categories: [{name}]\nconversations:\n{conversations}", "utf-8")
    return folder


def test_english_alone_unless_another_is_named(tmp_path: Path) -> None:
    data = tmp_path / "chatterbot_corpus/data"
    write(
        data / "english",
        tea="- - Tea?\n  - Gladly.\n  - Milk?\n  - No, thanks.\n- a line without its mark\n",
    )
    german = write(data / "german", tee="- - Tee?\n  - Gern.\n")
    first, second = chatterbot.convert(tmp_path)
    assert (first.text, first.reply, first.context) == ("Tea?", "Gladly.", ())
    assert (second.text, second.reply) == ("Milk?", "No, thanks.")
    assert second.context == (Message("user", "Tea?"), Message("assistant", "Gladly."))
    assert [e.reply for e in chatterbot.convert(german)] == ["Gern."]


def test_lists_of_answers_are_pairs(tmp_path: Path) -> None:
    write(
        tmp_path / "english",
        emotion="- - Are you glad?\n  - I am a program.\n  - As glad as a program is.\n",
    )
    examples = list(chatterbot.convert(tmp_path))
    assert [(e.text, e.reply, e.context) for e in examples] == [
        ("Are you glad?", "I am a program.", ()), ("Are you glad?", "As glad as a program is.", ())
    ]  # fmt: skip


def test_wrong_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no \\.yml"):
        list(chatterbot.convert(tmp_path))
    write(tmp_path / "english", tea="- - Tea?\n  - [\n")
    with pytest.raises(DataError, match=r"tea\.yml:5: not YAML"):
        list(chatterbot.convert(tmp_path))
    (tmp_path / "english/tea.yml").write_text("conversations: []\n")
    with pytest.raises(DataError, match=r"tea\.yml: categories"):
        list(chatterbot.convert(tmp_path))


def test_real(shared_data: Shared) -> None:
    examples = list(chatterbot.convert(shared_data("chatterbot")))
    assert len(examples) == 2_253 and all(e.text and e.reply and e.split for e in examples)

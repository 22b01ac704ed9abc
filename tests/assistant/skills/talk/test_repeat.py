"""What was said last, once more."""

from __future__ import annotations

from pathlib import Path

from assistant.skills.talk.owner import Owner
from assistant.skills.talk.repeat import Repeat
from tests.fixtures.talk import Table


def test_the_last_reply_without_preamble(tmp_path: Path) -> None:
    table = Table(tmp_path, Repeat, Owner)
    assert table.say("say that again", "general_repeat") == "I haven't said anything yet."
    table.say("call me bob", "profile_set", ("person_name", "bob"))
    assert table.say("sorry, could you repeat that", "general_repeat") == "I'll call you Bob."


def test_the_owners_own_words(tmp_path: Path) -> None:
    table = Table(tmp_path, Repeat, Owner)
    assert table.say("what did I just ask", "general_repeat") == "You haven't asked me anything yet."
    table.dialogue.exchanges.clear()
    table.ask("Who am I?", "profile_query")
    assert table.ask("what did I just ask", "general_repeat") == "You said: Who am I?"
    table.say("call me bob.", "profile_set", ("person_name", "bob"))
    assert table.ask("what did I say", "general_repeat") == "You said: call me bob."

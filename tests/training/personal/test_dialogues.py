"""Dialogues to rehearse, others to prove on, and which acts are right."""

from __future__ import annotations

from collections.abc import Sequence

from models.manifest import CommandLabel, Example
from models.types import Command, Message, Understanding
from training.personal.dialogues import acts_right, to_prove_on, to_rehearse


class Classifier:
    """Takes every sentence for one request."""

    def understand(self, text: str, context: Sequence[Message] = ()) -> Understanding:
        return Understanding(text, commands=(Command(text, 0, len(text)),))


def test_no_dialogue_is_rehearsed_and_proved_on() -> None:
    rehearsed, proved = to_rehearse(), to_prove_on(50)
    assert len(rehearsed) > 1000 and len(proved) == 50
    assert not {e.text for e in rehearsed} & {e.text for e in proved}
    assert proved == to_prove_on(60)[:50]


def test_acts_are_right_where_each_command_has_its_own() -> None:
    request = Example(text="stop it", dialogue_act="request")
    banned = Example(text="don't stop it", dialogue_act="prohibition")
    parts = (CommandLabel(0, 7, dialogue_act="request"), CommandLabel(12, 19, dialogue_act="request"))
    both = Example(text="stop it and tell me", commands=parts)
    assert acts_right(Classifier(), [request, banned, both]) == [True, False, False]

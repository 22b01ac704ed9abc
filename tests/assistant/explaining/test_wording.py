"""Parts of an explanation in words."""

from __future__ import annotations

from assistant.explaining import wording
from tests.fixtures.explanations import ACT, EXPLANATION, TEXT


def test_a_command_its_labels_and_what_would_change_them() -> None:
    (command,) = EXPLANATION.commands
    assert wording.headline(command) == (
        f"“{TEXT}” does nothing: prohibition (follow-up), fan_off, device_type: fan"
    )
    assert wording.likely(command.candidates) == "fan_off 90%, fan_on 10%"
    assert wording.heading(ACT) == "prohibition +3.0 over request (masked +1.8)"
    assert [wording.change(flip) for flip in command.changes] == [
        "without “don't”: request, fan_off 80%, act",
        "“lamp” for “fan”: prohibition, no intent, reject",
    ]

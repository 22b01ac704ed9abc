"""What became of a command."""

from __future__ import annotations

from assistant.conversation.outcome import Outcome


def test_only_what_says_so_may_be_put_another_way() -> None:
    refused = Outcome("I can't fly.")
    assert (refused.fixed, refused.action, refused.pending, refused.done) == (True, None, None, None)

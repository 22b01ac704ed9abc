"""Forms of verbs."""

import pytest

from training.synthesis.acts import inflection


@pytest.mark.parametrize(
    ("verb", "past", "participle", "gerund"),
    [
        ("turn", "turned", "turned", "turning"),
        ("set", "set", "set", "setting"),
        ("wake", "woke", "woken", "waking"),
        ("get", "got", "got", "getting"),
        ("write", "wrote", "written", "writing"),
        ("cancel", "cancelled", "cancelled", "cancelling"),
        ("quiz", "quizzed", "quizzed", "quizzing"),
        ("unmute", "unmuted", "unmuted", "unmuting"),
        ("dim", "dimmed", "dimmed", "dimming"),
    ],
)
def test_forms_of_command_verbs(verb: str, past: str, participle: str, gerund: str) -> None:
    assert (inflection.past(verb), inflection.participle(verb), inflection.gerund(verb)) == (
        past, participle, gerund,
    )  # fmt: skip


def test_verbs_are_told_from_other_words() -> None:
    assert inflection.is_verb("brew") and not inflection.is_verb("coffee")
    assert inflection.is_only_verb("put") and not inflection.is_only_verb("light")

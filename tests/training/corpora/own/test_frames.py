"""Frames around the verb phrases of operations."""

import pytest
from pydantic import ValidationError

from training.corpora.own.frames import OperationWords, SentenceFrame, filled

TAKE = OperationWords(
    intent="lists_remove",
    query="lists_query",
    verbs=["take/took/taken/taking", "cross/crossed/crossed/crossing"],
    objects=["{item} off the list", "off the {item}"],
)


def test_every_form_becomes_alternatives() -> None:
    assert (
        filled("have you <participle>", TAKE)
        == "have you (taken|crossed) ({item} off the list|off the {item})"
    )
    assert filled("stop <ing> or <base>", TAKE).startswith("stop (taking|crossing) (")


def test_a_frame_has_the_intent_of_the_operation_or_its_own() -> None:
    def intent(name: str) -> str:
        return SentenceFrame(kind="x", act="question", intent=name, sentences=["<base>"]).intent_of(TAKE)

    assert intent("{intent}") == "lists_remove" and intent("{query}") == "lists_query"
    assert intent("general_help") == "general_help" and intent("") == ""


@pytest.mark.parametrize("sentence", ["no verb here", "did you <perfect>"])
def test_a_sentence_needs_a_known_form(sentence: str) -> None:
    with pytest.raises(ValueError):
        filled(sentence, TAKE)


def test_a_verb_needs_all_forms() -> None:
    with pytest.raises(ValidationError, match="forms"):
        OperationWords(intent="x", query="", verbs=["take/took"], objects=["it"])

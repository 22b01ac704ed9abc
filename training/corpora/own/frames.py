"""Frames of sentences that hold a verb phrase ("did you …", "no need to …") × the assistant's operations.

A frame's `<base>`, `<past>`, `<participle>` and `<ing>` become alternatives of hassil's: an operation's verbs
in that form, each with its objects.
"""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, Field, field_validator

from models.types import DialogueAct

FORMS = ("base", "past", "participle", "ing")
_PLACE = re.compile(r"<(\w+)>")


class OperationWords(BaseModel):
    """Verb phrases for one thing that the assistant does."""

    model_config = ConfigDict(extra="forbid")
    intent: str
    query: str
    """Intent of a question about it; empty for none."""
    verbs: list[str] = Field(min_length=1)
    """Base, past, participle and -ing form, with slashes between: "take/took/taken/taking"."""
    objects: list[str] = Field(min_length=1)
    """What follows the verb, as templates with slots."""

    @field_validator("verbs")
    @classmethod
    def _has_all_forms(cls, verbs: list[str]) -> list[str]:
        for verb in verbs:
            if verb.count("/") != len(FORMS) - 1:
                raise ValueError(f"{verb!r} has not the forms {'/'.join(FORMS)}")
        return verbs


class SentenceFrame(BaseModel):
    """Sentences around a verb phrase, with equal labels."""

    model_config = ConfigDict(extra="forbid")
    kind: str
    act: DialogueAct
    intent: str = "{intent}"
    """`{intent}` or `{query}` of the operation, another intent, or empty for out of scope."""
    but: list[str] = []
    """Intents of operations for which the sentences make no sense."""
    sentences: list[str] = Field(min_length=1)

    def intent_of(self, operation: OperationWords) -> str:
        """The sentence's intent where the frame holds the operation; empty for out of scope."""
        return {"{intent}": operation.intent, "{query}": operation.query}.get(self.intent, self.intent)


def filled(sentence: str, operation: OperationWords) -> str:
    """A frame's sentence as a template with the operation's verb phrases.

    Raises:
        ValueError: the sentence names no form of a verb, or an unknown one.
    """
    objects = "|".join(operation.objects)

    def phrase(match: re.Match[str]) -> str:
        form = FORMS.index(match[1])
        return f"({'|'.join(verb.split('/')[form] for verb in operation.verbs)}) ({objects})"

    template, places = _PLACE.subn(phrase, sentence)
    if not places:
        raise ValueError(f"{sentence!r} holds no verb")
    return template

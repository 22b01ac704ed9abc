"""The attention head's fit, on utterances with known evidence."""

from __future__ import annotations

import numpy as np

from models.nlu.attention import TextEvidence
from models.types import IntentCandidate, Understanding
from training.classifier import attention
from training.classifier.attention import ANSWERED, Labelled


def heard(is_command: bool, count: int, seed: int) -> list[Labelled]:
    rng = np.random.default_rng(seed)
    addressed = rng.beta(*((8, 1) if is_command else (1, 8)), count)
    return [
        Labelled(is_command, "commands" if is_command else "talk", TextEvidence(a, 0.5, 5)) for a in addressed
    ]


def test_the_text_decides_where_the_rest_tells_nothing() -> None:
    settings = attention.fit([*heard(True, 300, 0), *heard(False, 600, 1)])
    weights = dict(settings.weights)
    assert weights.pop("addressed") > 0 and all(abs(weight) < 1e-3 for weight in weights.values())
    commands, talk = (attention.probabilities(settings, heard(k, 400, 2)) for k in (True, False))
    assert np.mean(commands >= settings.least) > ANSWERED - 0.02
    assert np.mean(talk >= settings.least) < 0.3
    assert settings.least_follow_up < settings.least
    assert "| commands, commands | 400 |" in attention.card(settings, heard(True, 400, 2))


def understand(text: str) -> Understanding:
    """A classifier that takes a text with "lights" for a command."""
    addressed = 0.9 if "lights" in text else 0.1
    return Understanding(
        text, decision="act", candidates=(IntentCandidate("lights", 0.7),), addressed=addressed
    )


def test_lines_become_utterances_without_small_talk() -> None:
    def line(kind: str, intent: str, text: str) -> dict[str, object]:
        spoken = {"confidence": 0.8, "nbest": [[text, 0.8]]}
        return {"kind": kind, "corpus": kind, "intent": intent, "utterances": [spoken]}

    lines = [
        line("command", "lights_on", "lights on"),
        line("command", "general_affirm", "yes"),
        line("overheard", "", "he never called"),
    ]
    command, talk = attention.utterances(lines, understand)
    assert command.is_command and command.evidence == TextEvidence(0.9, 0.7, words=2)
    assert not talk.is_command and talk.evidence.addressed == 0.1

"""Recognition, understanding, answers and speech for all clients."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.config import Config
from assistant.factory import Models
from assistant.memory import conversation_log
from assistant.serving import service as serving_service
from assistant.serving.service import Service
from assistant.serving.sounds import encode
from assistant.speaking.sinks import PrintSink
from assistant.turn import Turn
from models.errors import SoundFileError
from models.types import Speech
from tests.fixtures.serving import QUESTION, KeywordClassifier, ScriptedRecognizer, ToneSynthesizer


@pytest.fixture
def service() -> Service:
    config = Config(keep_conversations=True)
    made = Service(config, Models(KeywordClassifier(), ScriptedRecognizer()), ToneSynthesizer())
    yield made
    made.close()


def test_a_session_is_a_conversation_that_is_kept_as_configured(service: Service) -> None:
    turns: list[Turn] = []
    session = service.sessions.get("a")
    service.answer(session, service.hear(QUESTION.read_bytes()), PrintSink(), turns.append)
    service.answer(session, service.typed("that's wrong"), PrintSink(), turns.append)
    assert [turn.recognition.source for turn in turns] == ["http", "http"]
    (logged,) = conversation_log.read()
    assert logged.text == "what time is it" and logged.flagged and logged.audio is not None


def test_understanding_runs_no_skill(service: Service) -> None:
    turn = service.understand("set a timer for five minutes")
    assert turn.understanding is not None and turn.understanding.intent == "timer_set"
    assert turn.action is None and turn.reply is None


def test_a_text_is_spoken_by_sentences(service: Service) -> None:
    assert [len(speech.samples) // 8 for speech in service.speak("Hello you.  Good day.")] == [10, 9]


def test_a_long_sound_is_refused_before_anything_is_answered(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving_service, "LONGEST_S", 1.0)
    with pytest.raises(SoundFileError, match="longer than 1 s"):
        list(service.hear(encode(Speech(np.zeros(40_000, np.float32), 16_000))))

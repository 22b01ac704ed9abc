"""One reply between the voice and the loudspeaker."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from assistant.speaking.delivery import AHEAD, Delivery, SpokenSentence, spoken_words
from models.types import Speech

SENTENCE = SpokenSentence("One.", None)


def test_a_pause_cuts_the_sentence_and_resuming_clears_the_cut() -> None:
    delivery = Delivery()
    delivery.pause()
    assert delivery.cut.is_set() and not delivery.resumed.is_set()
    delivery.resume()
    assert delivery.resumed.is_set() and not delivery.cut.is_set()


def test_after_a_stop_neither_pause_nor_resume_has_an_effect() -> None:
    delivery = Delivery()
    delivery.stop()
    delivery.pause()
    delivery.resume()
    assert delivery.cancelled.is_set() and delivery.cut.is_set() and delivery.resumed.is_set()
    assert delivery.made.get_nowait() is None


def test_a_full_queue_is_given_up_after_a_stop() -> None:
    delivery = Delivery()
    for _ in range(AHEAD):
        delivery.offer(SENTENCE)
    waiting = threading.Thread(target=delivery.offer, args=(SENTENCE,))
    waiting.start()
    delivery.stop()
    waiting.join(timeout=5)
    assert not waiting.is_alive()
    assert [delivery.made.get_nowait() for _ in range(AHEAD)] == [SENTENCE] * AHEAD


@pytest.mark.parametrize(
    ("played_ms", "words"),
    [
        (0, ""),
        (20, ""),
        (30, "One"),
        (60, "One"),
        (85, "One two"),
        (120, "One two"),
        (130, "One two three."),
        (999, "One two three."),
    ],
)
def test_words_count_once_they_are_complete(played_ms: int, words: str) -> None:
    sentence = "One two three."
    sound = np.full(len(sentence) * 10, 0.5, np.float32)
    pause = np.zeros(500, np.float32)
    assert spoken_words(sentence, Speech(np.concatenate([sound, pause]), 1_000), played_ms / 1000) == words


def test_a_silent_sentence_counts_as_a_whole() -> None:
    assert spoken_words("One.", Speech(np.zeros(100, np.float32), 1_000), 0.0) == "One."

"""Going through logged utterances and recordings."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from assistant.memory import conversation_log
from assistant.memory.conversation_log import LoggedUtterance
from assistant.serving import learning
from models import paths, recordings
from models.bundles import provenance
from models.errors import InputError
from tests.fixtures.serving import KeywordClassifier

WHEN = datetime(2026, 11, 22, 19, 30)


@pytest.fixture
def logged() -> list[LoggedUtterance]:
    sound = recordings.keep_sound(np.zeros(1_600, np.float32), WHEN, under=conversation_log.SOUNDS)
    audio = sound.relative_to(paths.recordings()).as_posix()
    return [
        conversation_log.append(LoggedUtterance(WHEN, "what time is it", audio, intent="datetime_query")),
        conversation_log.append(LoggedUtterance(WHEN + timedelta(hours=1), "set a time", flagged=True)),
    ]


def test_what_needs_a_look_comes_first(logged: list[LoggedUtterance]) -> None:
    first, second = learning.corrections()
    assert (first.transcript, first.flagged, first.sound) == ("set a time", True, False)
    assert second.sound and learning.logged_sound(second.id).is_file()
    with pytest.raises(InputError, match="typed"):
        learning.logged_sound(first.id)


def test_an_utterance_is_learned_as_it_is_or_corrected(logged: list[LoggedUtterance]) -> None:
    right, wrong = logged
    learning.accept_logged(right.id, None, KeywordClassifier(), "anna")
    learning.accept_logged(wrong.id, "set a timer for five minutes", KeywordClassifier(), "anna")
    assert learning.corrections() == []
    corrected, kept = learning.recorded()
    assert (kept.text, kept.intent, kept.sound) == ("what time is it", "datetime_query", True)
    assert (corrected.text, corrected.intent) == ("set a timer for five minutes", "timer_set")
    (slot,) = recordings.read()[1].slots or ()
    assert slot.value == "five minutes"
    assert learning.recorded_sound(kept.id).is_file()


def test_utterances_and_recordings_are_deleted(logged: list[LoggedUtterance], tmp_path: Path) -> None:
    learning.drop_logged(logged[1].id)
    learning.accept_logged(logged[0].id, None, KeywordClassifier(), "anna")
    (kept,) = learning.recorded()
    provenance.mark(paths.runs() / "personal" / "a", [kept.id])
    with pytest.raises(InputError, match="a model has learned"):
        learning.delete_recorded(kept.id)
    (paths.runs() / "personal" / "a" / "learned_from.json").unlink()
    learning.delete_recorded(kept.id)
    assert learning.recorded() == []
    for act in (
        learning.drop_logged,
        learning.delete_recorded,
        learning.recorded_sound,
        learning.logged_sound,
    ):
        with pytest.raises(InputError, match="no longer there"):
            act(kept.id)

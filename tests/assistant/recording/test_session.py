"""A recording session, hands-free: what is said well is kept at once, what is not is asked for again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import soundfile

from assistant.recording import quality
from models import recordings
from tests.fixtures.recording_session import KITCHEN, MILK, TOKYO, Evening, room

Spend = Callable[..., Evening]
LIGHTS, LIST, TIME = (
    "turn on the kitchen lights",
    "add milk to my shopping list",
    "what time is it in tokyo",
)


def test_each_sentence_is_kept_when_it_is_over(spend: Spend) -> None:
    done = spend([LIGHTS, LIST], [KITCHEN, MILK], [LIGHTS, LIST])
    assert done.texts == [LIGHTS, LIST]
    assert done.tally.finished and done.tally.recorded == 2
    assert "say (1 of 2): Turn on the kitchen lights." in done.printed
    one = recordings.read()[0]
    assert one.audio is not None
    assert (one.speaker, one.intent, one.slots) == ("anna", "some_intent", ())
    sound, rate = soundfile.read(one.audio, dtype="float32")
    # all that was said, with little silence around it
    assert rate == 16_000 and abs(len(sound) - len(quality.trim(KITCHEN))) < 4_800
    assert (
        abs(done.tally.seconds - sum(soundfile.info(str(e.audio)).duration for e in recordings.read())) < 0.01
    )


def test_something_else_is_asked_for_again(spend: Spend) -> None:
    done = spend([LIGHTS], [TOKYO, KITCHEN], [TIME, LIGHTS])
    assert done.texts == [LIGHTS]
    assert f"I heard “{TIME}”. Once more, please." in done.printed


def test_who_says_it_twice_is_believed(spend: Spend) -> None:
    """A voice that the recognizer mishears is the one to learn from."""
    done = spend([LIGHTS], [KITCHEN, KITCHEN], ["don't own a chicken", "dawn of a kitten"])
    assert done.texts == [LIGHTS]
    assert "worth learning" in done.printed


def test_what_cannot_have_been_the_sentence_is_not_believed(spend: Spend) -> None:
    long = "please tell me everything that you know about the history of the kitchen and of its lights"
    done = spend([long, LIST], [room(0.0), KITCHEN, KITCHEN, KITCHEN, MILK], ["a", "b", "c", LIST])
    assert done.texts == [LIST]
    assert "later: Please tell me" in done.printed


def test_no_words_are_never_kept(spend: Spend) -> None:
    done = spend([LIGHTS], [KITCHEN] * 3, [None] * 3)
    assert done.texts == []
    assert done.printed.count("I heard no words") == 2
    assert not list(recordings.folder().rglob("*.flac"))


def test_a_bad_sound_is_asked_for_again_and_kept_the_third_time(spend: Spend) -> None:
    loud = np.clip(KITCHEN * 30, -1, 1)
    done = spend([LIGHTS, LIST], [loud, loud, loud, MILK], [LIGHTS] * 3 + [LIST])
    assert done.texts == [LIGHTS, LIST]
    assert done.printed.count("too loud") == 2
    assert "kept as it is" in done.printed


def test_keys_skip_redo_and_stop(spend: Spend) -> None:
    skipped = spend([TIME, LIGHTS], [KITCHEN], [LIGHTS], {5: "s"})
    assert skipped.texts == [LIGHTS] and skipped.tally.skipped == 1
    stopped = spend([LIST, LIGHTS], [MILK], [LIST], {5: "q"})
    assert stopped.tally.recorded == 0 and not stopped.tally.finished
    assert stopped.texts == [LIGHTS]


def test_redo_throws_the_last_one_away(spend: Spend) -> None:
    after_the_first = round((1.2 + len(KITCHEN) / 16_000 + 1.1) / 0.03)
    done = spend([LIGHTS, LIST], [KITCHEN, KITCHEN, MILK], [LIGHTS, LIGHTS, LIST], {after_the_first: "r"})
    assert done.texts == [LIGHTS, LIST]
    assert "once more: Turn on the kitchen lights." in done.printed
    assert done.tally.recorded == 2
    assert len(list(recordings.folder().rglob("*.flac"))) == 2


def test_nothing_is_heard_while_it_is_paused(spend: Spend) -> None:
    until = round((1.2 + len(TOKYO) / 16_000 + 1.1) / 0.03)
    # the pause looks at the keys after every frame, the first of which began it
    done = spend([LIGHTS], [TOKYO, KITCHEN], [LIGHTS], {3: "p", until: "p"})
    assert done.texts == [LIGHTS]
    assert "Once more" not in done.printed


def test_the_end_of_the_sound_is_a_stop(spend: Spend) -> None:
    done = spend([LIGHTS, LIST], [KITCHEN], [LIGHTS])
    assert done.texts == [LIGHTS]
    assert not done.tally.finished

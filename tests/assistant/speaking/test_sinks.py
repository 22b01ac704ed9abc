"""Sinks with a voice and a loudspeaker that are small, real and without sound."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from assistant.speaking.sinks import BACK_S, PrintSink, SoundFileWriter, SpeechSink
from models.errors import AssistantError, ConfigError, DeviceError, SynthesisError
from models.types import Reply, Speech

RATE_HZ = 1_000
MS_PER_LETTER = 10


class Voice:
    """Ten milliseconds a letter; cannot say `mute`."""

    def __init__(self, delay_s: float = 0.0) -> None:
        self.delay_s = delay_s
        self.said: list[str] = []

    def synthesize(self, sentence: str) -> Speech:
        time.sleep(self.delay_s)
        self.said.append(sentence)
        if "mute" in sentence:
            raise SynthesisError("no breath")
        if "unset" in sentence:
            raise ConfigError("no such voice")
        return Speech(np.full(len(sentence) * MS_PER_LETTER, 0.5, np.float32), RATE_HZ)

    def close(self) -> None:
        pass


class Loudspeaker:
    """Plays in real time, ten milliseconds at once; `on_play` runs when a sentence begins."""

    def __init__(self, on_play: Callable[[int], None] = lambda count: None) -> None:
        self.on_play = on_play
        self.played_s: list[float] = []

    def play(
        self, speech: Speech, cancelled: threading.Event, *, from_s: float = 0.0, over: bool = False
    ) -> float:
        length, began = len(speech.samples) / speech.sample_rate_hz - from_s, time.monotonic()
        self.played_s.append(0.0)
        self.on_play(len(self.played_s))
        while (played := time.monotonic() - began) < length and not cancelled.wait(0.01):
            pass
        self.played_s[-1] = min(played, length)
        return self.played_s[-1]


class Unplugged:
    """A loudspeaker that is gone."""

    def play(
        self, speech: Speech, cancelled: threading.Event, *, from_s: float = 0.0, over: bool = False
    ) -> float:
        raise DeviceError("the loudspeaker has stopped")


class Writer:
    """A generator of sentences that knows how far it came and whether it was closed."""

    def __init__(self, *sentences: str, delay_s: float = 0.0) -> None:
        self.sentences, self.delay_s = sentences, delay_s
        self.written = 0
        self.closed_in: str | None = None

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.written == len(self.sentences):
            raise StopIteration
        time.sleep(self.delay_s)
        self.written += 1
        return self.sentences[self.written - 1]

    def close(self) -> None:
        self.closed_in = threading.current_thread().name


def later(seconds: float, act: Callable[[], None]) -> threading.Timer:
    timer = threading.Timer(seconds, act)
    timer.start()
    return timer


def test_print_sink_collects_and_shows_each_sentence_as_it_comes() -> None:
    shown: list[tuple[str, int]] = []
    writer = Writer("One.", " Two. ", "")
    sink = PrintSink(lambda sentence: shown.append((sentence, writer.written)))
    assert sink.deliver(Reply(writer)) == "One. Two."
    assert shown[:2] == [("One.", 1), ("Two.", 2)]
    assert writer.closed_in is not None
    assert sink.first_sample_ms is None and sink.synthesize_ms == 0
    assert not sink.interrupted


def test_print_sink_stops_when_cancelled() -> None:
    writer = Writer("One.", "Two.", "Three.")
    sink = PrintSink(lambda sentence: sink.cancel())
    assert sink.deliver(Reply(writer)) == "One."
    assert writer.closed_in is not None and sink.interrupted


def test_sentences_are_spoken_in_order_and_returned() -> None:
    voice, speaker = Voice(), Loudspeaker()
    sink = SpeechSink(voice, speaker)
    assert sink.deliver(Reply(("One.", " Two. ", " ", "Three."))) == "One. Two. Three."
    assert len(speaker.played_s) == 3
    assert not sink.speaking.is_set()
    assert sink.saying == "One. Two. Three."


def test_the_second_sentence_is_made_while_the_first_is_played() -> None:
    """In turn it would take 4 × 0.3 s of writing and making, and 0.8 s of playing."""
    voice, speaker = Voice(delay_s=0.2), Loudspeaker()
    sink = SpeechSink(voice, speaker)
    began = time.monotonic()
    sink.deliver(Reply(Writer(*["x" * 40] * 4, delay_s=0.1)))
    assert time.monotonic() - began < 2.6
    assert sink.first_sample_ms is not None and 290 < sink.first_sample_ms < 1_000
    assert 790 < sink.synthesize_ms < 1_600


def test_not_more_is_made_ahead_than_an_interruption_may_waste() -> None:
    writer = Writer(*["x" * 30] * 20)
    sink = SpeechSink(Voice(), Loudspeaker())
    later(0.1, sink.cancel)
    sink.deliver(Reply(writer))
    assert writer.written <= 5


def test_a_cut_is_quick_and_only_what_was_heard_is_returned() -> None:
    cut_at: list[float] = []
    second = "The second one has some more words, " * 5
    writer = Writer("The first sentence.", second, "Never said." * 10)
    sink = SpeechSink(Voice(), Loudspeaker())

    def cut() -> None:
        cut_at.append(time.monotonic())
        sink.cancel()

    # the first sentence takes 0.19 s, the second 1.8 s
    later(0.19 + 0.3, cut)
    said = sink.deliver(Reply(writer))
    assert time.monotonic() - cut_at[0] < 0.5
    assert said.startswith("The first sentence. The second")
    assert len("The first sentence. ") + 20 < len(said) < len("The first sentence. ") + 60
    assert f"The first sentence. {second}".startswith(f"{said} ")
    assert writer.closed_in is not None and writer.closed_in.startswith("speech")
    assert not sink.speaking.is_set()
    assert sink.interrupted
    sink.deliver(Reply(("Now.",)))
    assert not sink.interrupted


def test_cancelling_stops_a_slow_writer_after_its_sentence() -> None:
    writer = Writer("One.", "Two.", "Three.", delay_s=0.3)
    sink = SpeechSink(Voice(), Loudspeaker())
    later(0.45, sink.cancel)
    assert sink.deliver(Reply(writer)) == "One."
    assert writer.written == 2
    assert writer.closed_in is not None


def test_a_cancelled_reply_leaves_the_next_one_alone() -> None:
    sink = SpeechSink(Voice(), Loudspeaker())
    sink.cancel()
    assert sink.deliver(Reply(("One.",))) == "One."
    sink.cancel()
    assert sink.deliver(Reply(("Two.",))) == "Two."


def test_cancelling_a_hanging_voice_does_not_hold_up_the_loop() -> None:
    sink = SpeechSink(Voice(delay_s=4), Loudspeaker())
    later(0.1, sink.cancel)
    began = time.monotonic()
    assert sink.deliver(Reply(("One.", "Two."))) == ""
    assert time.monotonic() - began < 3


def test_a_false_interruption_goes_on_from_where_it_was() -> None:
    states: list[bool] = []
    speaker = Loudspeaker()
    sink = SpeechSink(Voice(), speaker)
    # the first sentence takes 0.6 s
    later(0.4, sink.pause)
    later(0.6, lambda: states.append(sink.speaking.is_set()))
    later(0.7, sink.resume)
    first = "The first sentence, which is " + "long " * 6 + "indeed."
    assert sink.deliver(Reply((first, "The second."))) == f"{first} The second."
    assert states == [False]
    before, after, second = speaker.played_s
    assert before == pytest.approx(0.4, abs=0.1)
    assert before - BACK_S + after == pytest.approx(len(first) / 100, abs=0.05)
    assert second == pytest.approx(0.11, abs=0.02)


def test_a_true_interruption_ends_a_paused_reply() -> None:
    sink = SpeechSink(Voice(), Loudspeaker())
    later(0.1, sink.pause)
    later(0.3, sink.cancel)
    assert sink.deliver(Reply(("The first sentence.", "The second."))) in ("The first", "The")


def test_a_pause_that_nobody_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.speaking.sinks.PAUSE_S", 0.2)
    sink = SpeechSink(Voice(), Loudspeaker())
    later(0.1, sink.pause)
    assert sink.deliver(Reply(("The first sentence.", "The second."))).endswith("The second.")


def test_a_chime_is_heard_and_can_be_cut() -> None:
    speaker = Loudspeaker()
    sink = SpeechSink(Voice(), speaker)
    bell = Speech(np.full(300, 0.5, np.float32), RATE_HZ)
    states: list[bool] = []
    later(0.05, lambda: states.append(sink.speaking.is_set()))
    sink.chime(bell)
    later(0.1, sink.cancel)
    sink.chime(bell)
    assert states == [True] and not sink.speaking.is_set()
    assert speaker.played_s[0] == pytest.approx(0.3, abs=0.05)
    assert speaker.played_s[1] < 0.2


def test_a_sentence_that_cannot_be_spoken_is_kept_and_reported_once() -> None:
    errors: list[AssistantError] = []
    speaker = Loudspeaker()
    sink = SpeechSink(Voice(), speaker, report=errors.append)
    assert sink.deliver(Reply(("One.", "mute.", "mute too.", "Four."))) == "One. mute. mute too. Four."
    assert len(speaker.played_s) == 2
    assert [str(error) for error in errors] == ["no breath."]


def test_without_a_loudspeaker_the_text_is_kept() -> None:
    errors: list[AssistantError] = []
    sink = SpeechSink(Voice(), Unplugged(), report=errors.append)
    assert sink.deliver(Reply(("One.", "Two."))) == "One. Two."
    assert len(errors) == 1


def test_a_bell_that_cannot_sound_is_reported() -> None:
    errors: list[AssistantError] = []
    sink = SpeechSink(Voice(), Unplugged(), report=errors.append)
    sink.chime(Speech(np.zeros(10, np.float32), RATE_HZ))
    assert len(errors) == 1 and not sink.speaking.is_set()


def test_an_error_of_the_writer_comes_after_what_was_written_before() -> None:
    def writer() -> Iterator[str]:
        yield "One."
        raise AssistantError("the generator failed")

    speaker = Loudspeaker()
    with pytest.raises(AssistantError, match="generator"):
        SpeechSink(Voice(), speaker).deliver(Reply(writer()))
    assert len(speaker.played_s) == 1


def test_a_wrong_configuration_of_the_voice_is_not_swallowed() -> None:
    with pytest.raises(ConfigError):
        SpeechSink(Voice(), Loudspeaker()).deliver(Reply(("unset",)))


def test_replies_become_one_sound_file(tmp_path: Path) -> None:
    file = tmp_path / "out.wav"
    with SoundFileWriter(file) as writer:
        sink = SpeechSink(Voice(), writer)
        assert sink.deliver(Reply(("One.", "Two."))) == "One. Two."
        assert sink.first_sample_ms is not None
        sink.deliver(Reply(("Three.",)))
    samples, rate = soundfile.read(file)
    assert rate == RATE_HZ
    loud = int((abs(samples) > 0.4).sum())
    assert loud == pytest.approx((4 + 4 + 6) * MS_PER_LETTER, abs=2)

"""Text → sound, with Wyoming's own client."""

from __future__ import annotations

from wyoming.audio import AudioChunk
from wyoming.event import Event
from wyoming.tts import Synthesize, SynthesizeChunk, SynthesizeStart, SynthesizeStop

from tests.fixtures.serving import Served, exchange


def spoken_ms(events: list[Event]) -> int:
    return sum(AudioChunk.from_event(event).milliseconds for event in events if event.type == "audio-chunk")


def test_a_text_is_spoken_at_once_or_as_it_is_written(wyoming: Served) -> None:
    text = "Hello you. Good day to you."
    whole = exchange(wyoming, Synthesize(text), until="audio-stop")
    assert whole[0].type == "audio-start" and spoken_ms(whole) == 26
    streamed = exchange(
        wyoming,
        SynthesizeStart(),
        SynthesizeChunk("Hello yo"),
        SynthesizeChunk("u. Good day"),
        # for servers that do not stream
        Synthesize(text),
        SynthesizeChunk(" to you."),
        SynthesizeStop(),
        until="synthesize-stopped",
    )
    kinds = [event.type for event in streamed]
    assert (kinds.count("audio-start"), kinds.count("audio-stop"), spoken_ms(streamed)) == (1, 1, 26)
    empty = exchange(wyoming, Synthesize("  "), until="audio-stop")
    assert [event.type for event in empty] == ["audio-start", "audio-stop"]


def test_an_endless_sentence_is_refused(wyoming: Served) -> None:
    (refused,) = exchange(wyoming, Synthesize("x" * 5_000), until="error")
    assert "longer than 4096" in refused.data["text"]

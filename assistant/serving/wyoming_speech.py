"""Text → sound for a Wyoming client: a whole text, or one that is still being written."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.event import Event, Eventable
from wyoming.tts import Synthesize, SynthesizeChunk, SynthesizeStart, SynthesizeStop, SynthesizeStopped

from assistant.serving.limits import LONGEST_SAID, Workers
from assistant.serving.service import Service
from models.audio import SAMPLE_RATE_HZ
from models.errors import InputError
from models.recordings import as_int16
from models.text.sentences import sentences
from models.types import Speech

CHUNK_SAMPLES = 4_096


class SpokenText:
    """The speech of one connection.

    Arguments:
        say: sends an event.
    """

    def __init__(
        self, service: Service, workers: Workers, say: Callable[[Eventable], Awaitable[None]]
    ) -> None:
        self._service, self._workers, self._say = service, workers, say
        self._written: str | None = None
        """What is written and not spoken yet; None where no text is being written."""
        self._sounding = False

    async def handle(self, event: Event) -> None:
        """Answer an event about speech; any other is ignored.

        Raises:
            InputError: a sentence is too long.
            SynthesisError: the voice failed.
        """
        kind = event.type
        # while a text is written, the whole of it comes too, for servers that do not stream
        if Synthesize.is_type(kind) and self._written is None:
            await self._speak(sentences([Synthesize.from_event(event).text]))
            await self._end()
        elif SynthesizeStart.is_type(kind):
            self._written = ""
        elif SynthesizeChunk.is_type(kind) and self._written is not None:
            written = self._written + SynthesizeChunk.from_event(event).text
            *whole, self._written = [*sentences([written])] or [""]
            await self._speak(whole)
        elif SynthesizeStop.is_type(kind) and self._written is not None:
            rest, self._written = self._written, None
            await self._speak([rest])
            await self._end()
            await self._say(SynthesizeStopped())

    async def _speak(self, texts: Iterable[str]) -> None:
        for text in texts:
            if len(text) > LONGEST_SAID:
                raise InputError(f"a sentence is longer than {LONGEST_SAID} characters")
            if text.strip():
                synthesize = partial(self._service.synthesizer.synthesize, text.strip())
                await self._sound(await self._workers.run(synthesize))

    async def _sound(self, speech: Speech) -> None:
        rate_hz = speech.sample_rate_hz
        if not self._sounding:
            await self._say(AudioStart(rate_hz, 2, 1))
            self._sounding = True
        for first in range(0, len(speech.samples), CHUNK_SAMPLES):
            samples = as_int16(speech.samples[first : first + CHUNK_SAMPLES])
            await self._say(AudioChunk(rate_hz, 2, 1, samples.tobytes()))

    async def _end(self) -> None:
        if not self._sounding:
            # nothing to say is a sound as well
            await self._say(AudioStart(SAMPLE_RATE_HZ, 2, 1))
        self._sounding = False
        await self._say(AudioStop())

"""`assistant devices --choose`: choose and test loudspeaker and microphone, at a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TextIO

import numpy as np
from rich.console import Console
from rich.live import Live
from rich.prompt import Confirm, IntPrompt
from rich.table import Table
from rich.text import Text

from assistant import factory
from assistant.audio.bell import BELL
from assistant.audio.devices import WORDS, Direction, SoundDevice, devices, name_of
from assistant.audio.microphone import Microphone
from assistant.audio.speaker import Speaker
from assistant.config import Config
from assistant.console import meter
from models.audio import FRAME_MS, SAMPLE_RATE_HZ, level_dbfs
from models.command_line import printable
from models.errors import AssistantError, DeviceError
from models.types import Samples, Speech

GREETING = "Hello, can you hear me?"
TRY_S = 5.0
"""How long the owner speaks into a microphone to test it."""
ONLY_ZEROS_DBFS = -120.0

Wanted = str | int | None
"""A device as the configuration names it; None for the system's default."""


class DeviceChooser:
    """Asks for the devices and tests them.

    Arguments:
        config: the voice of the test, and the devices in use.
        answers: what the owner types; None for standard input.
    """

    def __init__(self, config: Config, console: Console, *, answers: TextIO | None = None) -> None:
        self._config, self._console, self._answers = config, console, answers

    def choose(self) -> Config:
        """The configuration with the devices that passed the owner's test.

        A kind of device of which there is none stays as it is.

        Raises:
            DeviceError: PortAudio is missing.
            EOFError: the answers end.
        """
        found = devices()
        speaker = self._tested("output", [device for device in found if device.outputs])
        self._config = self._config.model_copy(update={"speaker": speaker.speaker})
        return self._tested("input", [device for device in found if device.inputs])

    def _tested(self, direction: Direction, found: Sequence[SoundDevice]) -> Config:
        """The configuration with the device of one direction, asked for until a test passes."""
        if not found:
            self._console.print(f"No {WORDS[direction]} was found.", style="yellow")
            return self._config
        while True:
            config = self._with(direction, self._pick(direction, found))
            try:
                passed = self._hear(config) if direction == "output" else self._speak(config)
            except DeviceError as error:
                self._console.print(printable(str(error)), style="red", markup=False, soft_wrap=True)
                passed = False
            if passed:
                return config

    def _with(self, direction: Direction, wanted: Wanted) -> Config:
        table = "speaker" if direction == "output" else "microphone"
        settings = getattr(self._config, table).model_copy(update={"device": wanted})
        return self._config.model_copy(update={table: settings})

    def _pick(self, direction: Direction, found: Sequence[SoundDevice]) -> Wanted:
        """The owner's choice among devices."""
        table = Table("", WORDS[direction], "driver", box=None, header_style="dim")
        table.add_row("0", Text("the system's default", style="dim"), "")
        for number, device in enumerate(found, start=1):
            table.add_row(str(number), Text(printable(device.name)), Text(printable(device.driver)))
        self._console.print(table)
        number = IntPrompt.ask(
            f"Which {WORDS[direction]}?",
            console=self._console,
            choices=[str(number) for number in range(len(found) + 1)],
            show_choices=False,
            default=0,
            stream=self._answers,
        )
        return name_of(found[number - 1], direction) if number else None

    def _hear(self, config: Config) -> bool:
        """Whether the owner hears a sentence from the loudspeaker."""
        with Speaker(config.speaker) as speaker:
            self._console.print(f"The loudspeaker says: “{GREETING}”")
            speaker.play(self._greeting())
        return self._yes("Did you hear it?")

    def _greeting(self) -> Speech:
        """The sentence in the configured voice, or a bell without a voice."""
        try:
            synthesizer = factory.synthesizer(self._config)
            try:
                return synthesizer.synthesize(GREETING)
            finally:
                synthesizer.close()
        except AssistantError as error:
            self._console.print(f"A bell instead: {error}", style="yellow", markup=False, soft_wrap=True)
            return BELL

    def _speak(self, config: Config) -> bool:
        """Whether the owner's words come back from the loudspeaker."""
        with Microphone(config.microphone) as microphone:
            self._console.print(f"Say something; in {TRY_S:.0f} seconds you hear yourself.")
            spoken = self._recorded(microphone)
        if level_dbfs(spoken) <= ONLY_ZEROS_DBFS:
            raise DeviceError(
                "this microphone delivers only zeros",
                where=microphone.name,
                do="allow the terminal to use it, unmute it, or choose another",
            )
        with Speaker(config.speaker) as speaker:
            speaker.play(Speech(spoken, SAMPLE_RATE_HZ))
        return self._yes("Did you hear yourself?")

    def _recorded(self, microphone: Microphone) -> Samples:
        """(n,) samples at 16 kHz, with the level shown meanwhile."""
        taken: list[Samples] = []
        with Live(console=self._console, refresh_per_second=12, transient=True) as live:
            for frame in islice(microphone, int(TRY_S * 1000 / FRAME_MS)):
                taken.append(frame.samples)
                live.update(meter(level_dbfs(frame.samples)))
        samples: Samples = np.concatenate(taken)
        return samples

    def _yes(self, question: str) -> bool:
        return Confirm.ask(question, console=self._console, default=True, stream=self._answers)

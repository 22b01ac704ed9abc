"""Listening while it speaks, in simulated rooms:
`python -m tests.benchmarks.score_duplex DATA --lists LIST…`.

The program's own threads, from the loudspeaker's blocks to the recognition, in a time that passes as fast as
they work; no sound server and no conversation. For echoes 20, 10 and 0 dB below what is played, in the rooms
of DATA/clips/rir and without reverberation: the turns that it took from its own voice, and the pauses;
recordings said over replies, the time from their first sound to silence at the loudspeaker, and their word
error rate beside the same without a reply; and what noises of DATA/esc10, the commands of `examples/` and
the recordings do to a reply that only what is meant for the assistant ends. Goes on where the file `--kept`
ends.
"""

from __future__ import annotations

import argparse
import itertools
import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from assistant import factory
from assistant.audio import speaker as loudspeaker
from assistant.audio.speaker import Speaker
from assistant.commands.talk import interruption
from assistant.config import Config
from assistant.listening.attention import Attention
from assistant.listening.barge_in import BargeInConfig, PlaybackAction
from assistant.listening.echo import EchoCanceller
from assistant.listening.live import LiveListener
from assistant.speaking.sinks import SpeechSink
from assistant.stages import Synthesizer
from assistant.turn import Recognition
from models.audio import FRAME_SAMPLES, SAMPLE_RATE_HZ, level_dbfs, load
from models.types import Reply, Samples, Speech
from tests.benchmarks import recordings
from tests.benchmarks.recordings import word_errors
from tests.fixtures.simulated_room import RecognizerInTime, SimulatedRoom
from tests.fixtures.talking import EXAMPLES

GAINS_DB = (-20, -10, 0)
SAID_DBFS = -20.0
"""Level of what is said and of noises, where they are loud; replies are at some -22."""
INTO_REPLY_S = (0.3, 2.5)
AFTER_S = 2.0
FOLD = 4
REPLIES = (
    "It's a quarter past three in the afternoon.",
    "Okay, the kitchen lights are on.",
    "Twelve times fourteen is one hundred and sixty eight.",
    "You have three things on your shopping list: milk, bread and a dozen eggs.",
    "Why did the scarecrow win a prize? Because he was outstanding in his field.",
    "Your timer for ten minutes is running.",
    "I've added milk to your shopping list. Anything else?",
    "In Tokyo it's ten minutes to eleven at night.",
    "Tomorrow at seven your alarm will ring, and there's a reminder to call the dentist at nine.",
    "I didn't catch that. Could you say it again?",
)
LONG = (
    "I can help with timers, alarms, reminders, lists, notes, sums, units, the time and the date, time zones."
)


class Spoken:
    """Replies that are synthesized once."""

    def __init__(self, voice: Synthesizer) -> None:
        self._voice, self._known = voice, dict[str, Speech]()

    def synthesize(self, sentence: str) -> Speech:
        """The speech of a sentence."""
        if sentence not in self._known:
            self._known[sentence] = self._voice.synthesize(sentence)
        return self._known[sentence]

    def close(self) -> None:
        """Keep the voice."""


class Listening:
    """The program in one room, from the microphone's frames to recognitions."""

    def __init__(
        self, room: SimulatedRoom, models: factory.Models, voice: Spoken, *, all_meant: bool
    ) -> None:
        assert models.recognizer is not None
        self.room, self._speaker = room, Speaker(sound=room)
        self.sink = SpeechSink(voice, self._speaker)
        self._speaker.open()
        config = Config()
        self.live = LiveListener(
            room.frames(),
            RecognizerInTime(models.recognizer, room),
            self,
            vad=config.vad,
            endpointer=config.endpointer,
            barge_in=BargeInConfig(least_confidence=0.0 if all_meant else BargeInConfig().least_confidence),
            echo=EchoCanceller(self._speaker.played, lambda: self._speaker.played.given),
            turn=factory.turn_head(config),
            is_speech=models.is_speech,
            interrupts=(lambda recognition, saying: True)
            if all_meant
            else interruption(
                models.classifier,
                Attention(config.attention, factory.attention_head(), clock=room.seconds),
            ),
        )
        self.actions: list[PlaybackAction] = []
        self.speaking = self.sink.speaking

    @property
    def saying(self) -> str:
        return self.sink.saying

    def pause(self) -> None:
        self.actions.append("pause")
        self.sink.pause()

    def resume(self) -> None:
        self.actions.append("resume")
        self.sink.resume()

    def cancel(self) -> None:
        self.actions.append("cancel")
        self.sink.cancel()

    def heard(self) -> list[Recognition]:
        """What was recognized since it was last asked."""
        found = []
        while (recognition := self.live.next(0.05)) is not None:
            found.append(recognition)
        return found

    def reply(self, *sentences: str) -> threading.Thread:
        """Begin a reply."""
        speaking = threading.Thread(target=self.sink.deliver, args=(Reply(sentences),), daemon=True)
        speaking.start()
        return speaking

    def over(self, said: Samples, after_s: float) -> dict[str, Any]:
        """Say something over a reply; what became of it."""
        self.actions.clear()
        speaking = self.reply(LONG)
        while not self.sink.speaking.is_set():
            self.room.wait(0.03)
        self.room.wait(after_s)
        onset = self.room.say(said) + int(np.argmax(np.abs(said) > 0.05 * np.abs(said).max()))
        self.room.wait(len(said) / SAMPLE_RATE_HZ)
        actions = tuple(self.actions)
        speaking.join(60)
        self.room.wait(AFTER_S)
        sounded = self.room.sounded[onset // FRAME_SAMPLES :]
        silent = next((i for i in range(len(sounded) - 10) if not any(sounded[i : i + 10])), len(sounded))
        to_silence_ms = 1000 * ((onset // FRAME_SAMPLES + silent) * FRAME_SAMPLES - onset) / SAMPLE_RATE_HZ
        return {
            "paused": "pause" in actions,
            "ended": "cancel" in self.actions,
            "to_silence_ms": to_silence_ms,
            "heard": " ".join(one.transcript.text for one in self.heard() if one.transcript),
        }


@contextmanager
def listening(
    response: Samples | None,
    models: factory.Models,
    voice: Spoken,
    *,
    all_meant: bool = False,
    ppm: float = 0.0,
) -> Iterator[Listening]:
    room = SimulatedRoom(response, ppm=ppm)
    one = Listening(room, models, voice, all_meant=all_meant)
    with one.live:
        one.room.wait(2.0)
        # it learns the room, as from anything it says first
        one.reply(REPLIES[3]).join(60)
        one.room.wait(AFTER_S)
        one.heard()
        one.actions.clear()
        yield one
        room.ended = True


def own_turns(one: Listening, count: int) -> dict[str, Any]:
    """Replies over which nobody speaks."""
    turns: list[str] = []
    for reply in itertools.islice(itertools.cycle(REPLIES), count):
        one.reply(reply).join(60)
        one.room.wait(AFTER_S)
        turns += [found.transcript.text for found in one.heard() if found.transcript]
    return {"replies": count, "turns": turns, "pauses": one.actions.count("pause")}


def loud(samples: Samples) -> Samples:
    """The same at the level of speech."""
    blocks = samples[: len(samples) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    level = float(np.percentile([level_dbfs(block) for block in blocks], 80))
    louder: Samples = np.clip(samples * 10 ** ((SAID_DBFS - level) / 20), -1, 1).astype(np.float32)
    return louder


def rooms(data: Path) -> dict[str, Samples]:
    """The responses, of unit energy from the direct sound on."""
    found = {"none": np.ones(1, np.float32)}
    for file in sorted((data / "clips" / "rir").glob("*.wav")):
        response = load(file)
        response = response[max(0, int(np.argmax(np.abs(response))) - 20) :][:SAMPLE_RATE_HZ]
        found[file.stem] = response / np.sqrt(np.sum(response**2))
    return found


def noises(data: Path, count: int) -> list[tuple[str, Samples]]:
    """Files of one fold, by kind in turn."""
    rows = [json.loads(line) for line in (data / "esc10" / "manifest.jsonl").read_text("utf-8").splitlines()]
    files = sorted((row["file"] for row in rows if row.get("fold") == FOLD), key=lambda f: Path(f).name[::-1])
    return [(file, load(data / "esc10" / file)) for file in files[:count]]


def speech(one: Listening, clips: Sequence[recordings.Recording]) -> list[dict[str, Any]]:
    """Recordings over a reply and without one."""
    rows = []
    for clip, after_s in zip(clips, itertools.cycle(np.linspace(*INTO_REPLY_S, 7)), strict=False):
        said = loud(load(clip.path))
        row = one.over(said, float(after_s))
        one.room.say(said)
        one.room.wait(len(said) / SAMPLE_RATE_HZ + 3.0)
        alone = " ".join(found.transcript.text for found in one.heard() if found.transcript)
        errors, words = word_errors(clip.text, row["heard"])
        rows.append(
            row | {"errors": errors, "errors_alone": word_errors(clip.text, alone)[0], "words": words}
        )
    return rows


def score(
    response: Samples, share: slice, options: argparse.Namespace, models: factory.Models, voice: Spoken
) -> dict[str, Any]:
    """All figures of one room; of the recordings and noises its share."""
    clips = recordings.read(options.lists, most=options.clips)[share]
    with listening(response, models, voice, ppm=options.ppm) as one:
        alone = own_turns(one, len(range(options.replies)[share]))
        harmless = [one.over(loud(noise), 1.0) for _, noise in noises(options.data, options.noises)[share]]
        asked = [one.over(loud(load(file)), 1.0) for file in sorted(EXAMPLES.glob("*.wav"))[share]]
        others = [one.over(loud(load(clip.path)), 1.0) for clip in clips]
    with listening(response, models, voice, all_meant=True, ppm=options.ppm) as one:
        rows = speech(one, clips) if options.words else []
    return alone | {"noises": harmless, "asked": asked, "others": others, "speech": rows}


def main(arguments: Sequence[str] | None = None) -> None:
    """Score the rooms that are not yet in the file, and print a table of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--lists", type=Path, nargs="*", default=[], help="recordings with texts")
    parser.add_argument("--kept", type=Path, default=Path("duplex.jsonl"))
    parser.add_argument("--replies", type=int, default=100, help="for each level of the echo")
    parser.add_argument("--clips", type=int, default=40)
    parser.add_argument("--noises", type=int, default=30)
    parser.add_argument("--echoes", type=int, nargs="*", default=GAINS_DB, help="in dB")
    parser.add_argument(
        "--words", action=argparse.BooleanOptionalAction, default=True, help="word error rates"
    )
    parser.add_argument("--ppm", type=float, default=0.0, help="difference of the devices' clocks")
    options = parser.parse_args(arguments)
    # a busy computer is no device that was unplugged
    loudspeaker.GONE_AFTER_S = 3_600
    # and the room's time passes as fast as can be
    loudspeaker.AHEAD_S = 3_600
    done = {(row["gain_db"], row["room"]) for row in kept(options.kept)}
    models, voice = factory.load(Config(), hears=True, replies=False), factory.synthesizer(Config())
    spoken, found = Spoken(voice), rooms(options.data)
    for gain_db, (number, name) in itertools.product(options.echoes, enumerate(found)):
        if (gain_db, name) in done:
            continue
        response = found[name] * np.float32(10 ** (gain_db / 20))
        row = score(response, slice(number, None, len(found)), options, models, spoken)
        with options.kept.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"gain_db": gain_db, "room": name} | row) + "\n")
    voice.close()
    Console(width=150).print(table(kept(options.kept)))


def kept(file: Path) -> list[dict[str, Any]]:
    """The rooms scored so far."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


def table(rows: list[dict[str, Any]]) -> Table:
    """A line for each level of the echo."""
    shown = Table(
        "echo", "replies", "own turns", "pauses", "clips", "paused", "to silence ms p50", "p95",
        "WER over a reply", "alone", "noises", "paused", "ended the reply",
        "commands ended it", "others ended it",
    )  # fmt: skip
    for gain_db in GAINS_DB:
        here = [row for row in rows if row["gain_db"] == gain_db]
        said = [one for row in here for one in row["speech"]]
        harmless = [one for row in here for one in row["noises"]]
        times = [one["to_silence_ms"] for one in said if one["paused"]] or [float("nan")]
        words = sum(one["words"] for one in said) or 1
        shown.add_row(
            f"{gain_db} dB",
            str(sum(row["replies"] for row in here)),
            str(sum(len(row["turns"]) for row in here)),
            str(sum(row["pauses"] for row in here)),
            str(len(said)),
            str(sum(one["paused"] for one in said)),
            *(f"{np.percentile(times, q):.0f}" for q in (50, 95)),
            *(f"{sum(one[e] for one in said) / words:.3f}" for e in ("errors", "errors_alone")),
            str(len(harmless)),
            str(sum(one["paused"] for one in harmless)),
            str(sum(one["ended"] for one in harmless)),
            *(
                f"{sum(one['ended'] for one in those)} of {len(those)}"
                for those in (
                    [one for row in here for one in row.get(kind, ())] for kind in ("asked", "others")
                )
            ),
        )
    return shown


if __name__ == "__main__":
    main()

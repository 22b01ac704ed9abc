"""Word error rate of `assistant hear` on whole sound files beside full padding; and transcripts of noise.

python tests/benchmarks/score_hear.py [--data FOLDER…] [--noise FOLDER…] [--n 100] [--beam 1]

Endpointing and recognition are the program's; the utterances of a file are joined. The untouched Whisper has
the same beam and gets the whole file with 30 s of padding.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant import factory
from assistant.config import Config, RecognitionConfig
from assistant.listening import sources
from models import asr, audio
from models.checkpoint import base_or_itself
from models.errors import SoundFileError
from tests.benchmarks import recordings
from tests.benchmarks.recordings import Recording, word_errors

SOUNDS = (".wav", ".flac", ".ogg")


def main() -> None:
    """Print the error rates by corpus, and every noise that gave a transcript."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", nargs="*", type=Path, default=[])
    parser.add_argument("--noise", nargs="*", type=Path, default=[], help="folders of sound without speech")
    parser.add_argument("--n", type=int, default=10_000, help="clips of each folder")
    parser.add_argument("--beam", type=int, default=RecognitionConfig().beam_size)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    config = Config(recognizer=RecognitionConfig(beam_size=arguments.beam))
    ours = factory.recognizer(config)

    def hear(file: Path) -> Iterator[str]:
        for heard in sources.sound_files([str(file)], config.vad, config.endpointer, ours):
            if heard.error:
                raise SoundFileError(heard.error)
            if heard.transcript:
                yield heard.transcript.text

    clips = recordings.read(arguments.data, most=arguments.n)
    speech = score(clips, hear, factory.models(config).recognizer, arguments.beam) if clips else {}
    noises = [f for folder in arguments.noise for f in sorted(folder.rglob("*")) if f.suffix in SOUNDS]
    noises = noises[: arguments.n]
    invented = {f.name: text for f in track(noises, "noise") if (text := " ".join(hear(f)))}
    figures = {"beam_size": arguments.beam, "speech": speech, "noise": len(noises), "invented": invented}
    if arguments.json:
        print(json.dumps(figures, ensure_ascii=False))
        return
    shown = Table(
        "", "clips", "words", "hear", "full padding", title=f"word error rate, beam {arguments.beam}"
    )
    for name, row in speech.items():
        rates = (f"{row['wer']:.4f}", f"{row['wer_full']:.4f}")
        shown.add_row(name, str(row["clips"]), str(row["words"]), *rates)
    Console().print(shown)
    Console().print(f"{len(invented)} of {len(noises)} noises gave a transcript: {invented}", markup=False)


def score(clips: list[Recording], hear: Any, model: str, beam: int) -> dict[str, Any]:
    """Error rates of both on every clip, by corpus and over all."""
    full = asr.load(base_or_itself(model), beam_size=beam, short_context=False)
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for clip in track(clips, "speech"):
        padded = full.transcribe(audio.load(clip.path))
        wrong, words = word_errors(clip.text, " ".join(hear(clip.path)))
        wrong_full, _ = word_errors(clip.text, padded.text if padded else "")
        for name in (clip.corpus, "all"):
            for place, number in enumerate((1, words, wrong, wrong_full)):
                sums[name][place] += number
    return {
        name: {"clips": n, "words": words, "wer": wrong / words, "wer_full": wrong_full / words}
        for name, (n, words, wrong, wrong_full) in sums.items()
    }


if __name__ == "__main__":
    main()

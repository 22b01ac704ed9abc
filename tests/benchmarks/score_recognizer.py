"""Word error rate of a recognizer, on short context and with full padding; and transcripts of noise.

python tests/benchmarks/score_recognizer.py --data FOLDER… [--noise FOLDER] [--n 100] [--half test]
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from models import asr, audio
from models.errors import AssistantError
from tests.benchmarks import recordings
from tests.benchmarks.recordings import word_errors


def main() -> None:
    """Print both error rates by corpus, the share of clips decoded twice, and the transcripts of noise."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", nargs="*", type=Path, default=[])
    parser.add_argument("--noise", nargs="*", type=Path, default=[], help="folders of sound without speech")
    parser.add_argument("--folds", nargs="*", type=int, help="folds of the noise; all by default")
    parser.add_argument("--n", type=int, default=10_000, help="clips of each folder")
    parser.add_argument("--half", choices=("all", "tune", "test"), default="all")
    parser.add_argument("--model", default="whisper-base")
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--beam", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    figures = score(arguments)
    if arguments.json:
        print(json.dumps(figures))
        return
    shown = Table("", "clips", "ours", "full padding", "decoded twice")
    for name, row in figures["speech"].items():
        shown.add_row(
            name, str(row["clips"]), f"{row['wer']:.4f}", f"{row['wer_full']:.4f}", f"{row['retried']:.0%}"
        )
    Console().print(shown)
    for name, row in figures["noise"].items():
        Console().print(
            f"{name}: {len(row['transcripts'])} of {row['clips']} gave a transcript: {row['transcripts']}"
        )


def score(arguments: argparse.Namespace) -> dict[str, Any]:
    """Error rates of both on every clip, and the transcripts of noise."""
    options = {"device": arguments.device, "engine": arguments.engine, "beam_size": arguments.beam}
    ours = asr.load(arguments.model, **options)
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    clips = recordings.read(arguments.data, most=arguments.n, half=arguments.half)
    if clips:
        full = asr.load(arguments.model, short_context=False, **options)
    for clip in track(clips, "speech", console=Console(stderr=True)):
        try:
            samples = audio.load(clip.path)
        except AssistantError as error:
            Console(stderr=True).print(str(error))
            continue
        short, padded = ours.transcribe(samples), full.transcribe(samples)
        wrong, words = word_errors(clip.text, short.text if short else "")
        wrong_full, _ = word_errors(clip.text, padded.text if padded else "")
        added = (1, wrong, wrong_full, words, int(short is None or short.retried))
        for name in (clip.corpus, "all"):
            sums[name] = [total + more for total, more in zip(sums[name], added, strict=True)]
    return {
        "beam_size": arguments.beam,
        "speech": {
            name: {
                "clips": n,
                "wer": ours_wrong / words,
                "wer_full": full_wrong / words,
                "retried": retried / n,
            }
            for name, (n, ours_wrong, full_wrong, words, retried) in sums.items()
        },
        "noise": {folder.name: noise(ours, folder, arguments) for folder in arguments.noise},
    }


def noise(recognizer: asr.Recognizer, folder: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    """Transcripts of sounds without speech."""
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if not arguments.folds or row["fold"] in arguments.folds][: arguments.n]
    transcripts = []
    for row in track(rows, folder.name, console=Console(stderr=True)):
        transcript = recognizer.transcribe(audio.load(folder / row["file"]))
        if transcript:
            transcripts.append([row["file"], transcript.text, round(transcript.confidence, 2)])
    return {"clips": len(rows), "transcripts": transcripts}


if __name__ == "__main__":
    main()

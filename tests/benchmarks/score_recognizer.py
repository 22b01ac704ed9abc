"""Word error rate of a recognizer and of the same model with full padding and the same decoding; and noise.

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
    """Prints both error rates by corpus, how many clips were decoded twice, and what was heard in noise."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", nargs="*", type=Path, default=[])
    parser.add_argument("--noise", nargs="*", type=Path, default=[], help="folders of sound without speech")
    parser.add_argument("--folds", nargs="*", type=int, help="of the noise; all where none is named")
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
    for name, heard in figures["noise"].items():
        Console().print(
            f"{name}: {len(heard['heard'])} of {heard['clips']} gave a transcript: {heard['heard']}"
        )


def score(arguments: argparse.Namespace) -> dict[str, Any]:
    """Every clip with both."""
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
        heard, padded = ours.transcribe(samples), full.transcribe(samples)
        wrong, words = word_errors(clip.text, heard.text if heard else "")
        wrong_full, _ = word_errors(clip.text, padded.text if padded else "")
        added = (1, wrong, wrong_full, words, int(heard is None or heard.retried))
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
    """What was heard where nobody spoke."""
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if not arguments.folds or row["fold"] in arguments.folds][: arguments.n]
    heard = []
    for row in track(rows, folder.name, console=Console(stderr=True)):
        transcript = recognizer.transcribe(audio.load(folder / row["file"]))
        if transcript:
            heard.append([row["file"], transcript.text, round(transcript.confidence, 2)])
    return {"clips": len(rows), "heard": heard}


if __name__ == "__main__":
    main()

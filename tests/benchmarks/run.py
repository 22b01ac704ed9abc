"""The benchmarks' one table: `python -m tests.benchmarks.run DATA --manifests FOLDER [--only NAME…]
[--save FILE]`.

DATA holds the corpora in their original form, the manifests' folder what `assistant-train prepare` made of
an4 and speechocean762. Others run in turn with the assistant, so that a ratio is of one run. Parts may be run
one by one: each replaces its own rows of the saved file. Needs the extra `bench`; `talk` and part of `start`
need PulseAudio. Training is left out unless it is named: it takes minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks.rows import Row, Times, in_turn

RECORDINGS = 50
MOST_TOKENS = 48
PROMPTS = ("hello", "tell me a joke", "what did you do yesterday", "i am going to bed")


def recognizer(data: Path, manifests: Path) -> Iterator[Row]:
    """End of speech to transcript."""
    from tests.benchmarks import bench_recognizer

    yield from bench_recognizer.measure(manifests)


def talk(data: Path, manifests: Path) -> Iterator[Row]:
    """Last sound of a command to the first sample of the reply, by level, on virtual sound devices."""
    from tests.benchmarks import bench_talk

    for early, words in ((True, "with early work"), (False, "without early work")):
        yield from bench_talk.rows(bench_talk.measure(data, early=early), words)


def generator(data: Path, manifests: Path) -> Iterator[Row]:
    """Tokens a second of greedy replies, of the same weights in int8 and in float32."""
    import torch

    from models import lm
    from models.lm import torch_engine
    from models.lm.decoding import Decoding
    from models.types import Message
    from models.weights import store

    torch.set_num_threads(os.cpu_count() or 1)
    ours = lm.load("smollm2-135m-instruct", device="cpu", engine="int8")
    network = torch_engine.load(store.ensure("smollm2-135m-instruct"), "cpu")._model
    prompts = [ours._chat.prompt([Message("user", text)]) for text in PROMPTS]

    def write(prompt: Sequence[int]) -> int:
        stops, decoding = ours._chat.stops, Decoding()
        steps = ours._engine.steps(prompt, max_tokens=MOST_TOKENS, stops=stops, decoding=decoding)
        return len([*steps])

    def generate(prompt: Sequence[int], count: int) -> None:
        tokens = torch.tensor([list(prompt)])
        with torch.inference_mode():
            network.generate(
                tokens, attention_mask=torch.ones_like(tokens), do_sample=False, min_new_tokens=count,
                max_new_tokens=count, repetition_penalty=Decoding().repetition_penalty,
            )  # fmt: skip

    counts = [write(prompt) for prompt in prompts]
    generate(prompts[0], counts[0])
    times: Times = {}
    for number, (prompt, count) in enumerate([*zip(prompts, counts, strict=True)] * 2):
        in_turn(
            {"this": lambda p=prompt: write(p), "transformers": lambda p=prompt, n=count: generate(p, n)},
            times,
            number,
        )
    speeds = {name: 1000 * 2 * sum(counts) / sum(spent) for name, spent in times.items()}
    yield Row(f"tokens of {len(PROMPTS)} replies", speeds.pop("this"), "a second", speeds)


def understanding(data: Path, manifests: Path) -> Iterator[Row]:
    """Text to commands."""
    from tests.benchmarks import bench_growth

    yield from bench_growth.understanding(data)


def training(data: Path, manifests: Path) -> Iterator[Row]:
    """`assistant-train personal` on recordings of spoken digits, its proof included."""
    from models.manifest import Example, write
    from tests.benchmarks.bench_start import fresh_home
    from training.corpora import fsdd

    with fresh_home() as environment:
        home = Path(environment["ASSISTANT_HOME"]) / "recordings"
        home.mkdir(parents=True)
        digits = [*fsdd.convert(data / "fsdd")]
        one = [each for each in digits if each.speaker == digits[0].speaker][:RECORDINGS]
        copies = [Example(audio=Path(shutil.copy(each.audio, home)), text=each.text) for each in one]
        write(home / "manifest.jsonl", copies)
        begun = time.perf_counter()
        command = [sys.executable, "-m", "training", "personal", "--device", "cpu", "--json"]
        # a refusal is a result too, and ends with an error's code
        done = subprocess.run(command, env=dict(environment), check=False, stdout=subprocess.PIPE)
        json.loads(done.stdout)
        yield Row(f"personal training, {RECORDINGS} recordings", time.perf_counter() - begun, "s")


def start(data: Path, manifests: Path) -> Iterator[Row]:
    """From a command to its first answer, and the memory that it keeps."""
    from tests.benchmarks import bench_start

    for row in bench_start.summary(bench_start.measure(["auto"], 3)):
        name = f"`{row['command']}`"
        yield Row(f"{name} to its first answer", float(row["seconds"]), "s")
        yield Row(f"{name} resident", float(row["resident_mb"]), "MB")


def growth(data: Path, manifests: Path) -> Iterator[Row]:
    """Times by size."""
    from tests.benchmarks import bench_growth

    yield from bench_growth.growth()


PARTS: Mapping[str, Callable[[Path, Path], Iterator[Row]]] = {
    part.__name__: part for part in (recognizer, talk, generator, understanding, training, start, growth)
}


def table(found: Mapping[str, Sequence[Row]]) -> Table:
    """All rows."""
    shown = Table("part", "figure", "this", "beside", "this / other")
    for part, rows in found.items():
        for row in rows:
            shown.add_row(
                part, row.figure, f"{row.value:.3g} {row.unit}",
                ", ".join(f"{name} {value:.3g}" for name, value in row.beside.items()),
                ", ".join(f"{ratio:.3f}" for ratio in row.ratios.values()),
            )  # fmt: skip
    return shown


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, save and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--manifests", type=Path, required=True)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=[p for p in PARTS if p != "training"])
    parser.add_argument("--save", type=Path, help="JSON file; rows of other parts in it are kept")
    options = parser.parse_args(arguments)
    found: dict[str, list[Row]] = {}
    if options.save and options.save.exists():
        saved = json.loads(options.save.read_text("utf-8"))
        found = {part: [Row(**row) for row in rows] for part, rows in saved.items()}
    for part in options.only:
        found[part] = []
        for row in PARTS[part](options.data, options.manifests):
            found[part].append(row)
            if options.save:
                kept = {name: [asdict(one) for one in rows] for name, rows in found.items()}
                options.save.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    Console().print(table({part: found[part] for part in PARTS if part in found}))


if __name__ == "__main__":
    main()

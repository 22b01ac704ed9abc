"""The turn head, from corpora to its folder: `python -m training.turn.recipe --data FOLDER --output DIR`.

FOLDER holds an4, speechocean762, coffee, hwu64 and clinc150 in their original forms. The recognizer's results
are kept in `--kept`, so that a second run takes minutes. Speakers and voices never cross a split; the
speakers of coffee are unknown, so all of it is test.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from models import files, paths
from models.asr.loading import Recognizer, load
from models.turn import head
from models.turn.head import SETTINGS_FILE, WEIGHTS_FILE, TurnHead, TurnSettings
from models.turn.patience import Patience
from models.types import Transcript
from training import domain
from training.config import CONFIGS
from training.corpora import an4, clinc150, coffee, hwu64, speechocean762
from training.data.splits import key, split_of
from training.report.card import Card, render
from training.synthesis.casting import Cast
from training.turn import fit, text_model
from training.turn.evidence import Evidence, Heard, Remembering, hear
from training.turn.scoring import TurnEnds, Wait, choose, score
from training.turn.streams import PausedStream, is_for_sound, real, spoken

HELD_VOICES = ("flite:slt", "flite:rms", "festival:cmu_us_slt_arctic_hts", "espeak:en-gb-x-rp")
"""Voices of the test split."""
VALID_VOICES = (
    "flite:awb",
    "festival:ked_diphone",
    "espeak:en-gb-scotland",
    "espeak:en-029+f2",
    "espeak:en-us+m3",
)
SENTENCES = {"train": 1000, "valid": 150, "test": 200}
MOST_CUT_OFF = 0.05
"""On the validation split."""
LONGEST_SENTENCE = 90
KINDS = ("together", "as it is", "one pause", "two pauses")


def streams(data: Path, sentences: dict[str, int] | None = None) -> Iterator[PausedStream]:
    """Every stream of the corpora in `data`."""
    yield from real(
        {
            "an4": an4.convert(data / "an4"),
            "speechocean762": speechocean762.convert(data / "speechocean762"),
            "coffee": coffee.convert(data / "coffee"),
        }
    )
    texts = {each.text for each in hwu64.convert(data / "hwu64") if each.text}
    fitting = [text for text in texts if len(text) < LONGEST_SENTENCE]
    test, valid = Cast(HELD_VOICES), Cast(VALID_VOICES)
    train = Cast((), without=(*test.voices, *valid.voices))
    yield from spoken(fitting, {"train": train, "valid": valid, "test": test}, sentences or SENTENCES)  # type: ignore[arg-type]


def heard_streams(
    data: Path, recognizer: Recognizer, kept: Path, *splits: str, sounds: bool = False
) -> list[Heard]:
    """The evidence of the streams of these splits, all splits by default.

    Arguments:
        sounds: keep the samples, about 0.6 MB a stream.
    """
    remembering, found = Remembering(recognizer), []
    wanted = {split: n if not splits or split in splits else 0 for split, n in SENTENCES.items()}
    for stream in streams(data, wanted):
        if not splits or stream.split in splits:
            heard = hear(stream, remembering, kept)
            clip = (
                heard.clip
                if sounds
                else dataclasses.replace(heard.clip, samples=heard.clip.samples[:0].copy())
            )
            found.append(dataclasses.replace(heard, clip=clip))
    return found


def sentences(data: Path) -> list[str]:
    """The sentences that the text model learns from: HWU64's, CLINC150's, the assistant's own domain's."""
    commands = {each.text for each in hwu64.convert(data / "hwu64") if each.text}
    own = domain.expand(domain.read(CONFIGS / "home.toml"))
    others = [*clinc150.convert(data / "clinc150"), *own]
    kept = [text for text in commands if not is_for_sound(text)]
    texts = {*kept, *(each.text for each in others if each.text)}
    return sorted(text for text in texts if split_of(key(text)) == "train")


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, evaluate and write the head."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--kept", type=Path, default=paths.caches() / "turn")
    parser.add_argument("--waits", action="store_true", help="choose only the waits of the head in --output")
    options = parser.parse_args(arguments)
    recognizer = load(str(paths.released() / "recognizer"), device="cpu", engine="int8", beam_size=1)
    if options.waits:
        valid = heard_streams(options.data, recognizer, options.kept, "valid")
        waits = tuned(head.load(options.output), valid)
        files.write_text(options.output / SETTINGS_FILE, waits.model_dump_json(indent=1) + "\n")
        return
    heard = heard_streams(options.data, recognizer, options.kept)
    train, valid, test = ([s for s in heard if s.split == split] for split in ("train", "valid", "test"))
    weights = fit.fit(train, *text_model.fit(sentences(options.data)))
    untuned = TurnSettings(recognizer="released", patience=Patience(), patience_of_text=Patience())
    trained = TurnHead(weights, untuned)
    settings = tuned(trained, valid)
    figures = {
        name: score(group, _waits(TurnHead(weights, settings))) for name, group in groups(test).items()
    }
    write(options.output, weights, settings, figures, len(train))


def tuned(head: TurnHead, valid: Sequence[Heard]) -> TurnSettings:
    """The head's settings with the waits that suit the validation streams."""
    return TurnSettings(
        recognizer="released",
        patience=choose(valid, _probabilities(head, valid), MOST_CUT_OFF),
        patience_of_text=choose(valid, _probabilities(head, valid, states=False), MOST_CUT_OFF),
    )


def groups(heard: Sequence[Heard]) -> dict[str, list[Heard]]:
    """Streams by corpus and by the number of pauses put in, and together."""
    found: dict[str, list[Heard]] = {f"all, {kind}": [] for kind in KINDS}
    for stream in heard:
        for corpus in ("all", stream.corpus):
            for kind in (KINDS[0], KINDS[1 + len(stream.clip.pauses_s)]):
                found.setdefault(f"{corpus}, {kind}", []).append(stream)
    return found


def write(
    output: Path, weights: dict[str, fit.Array], settings: TurnSettings, figures: dict[str, TurnEnds], n: int
) -> None:
    """Write weights, settings, metrics and the card."""
    output.mkdir(parents=True, exist_ok=True)
    # half precision is exact enough for sums of thirty weights, and half the size
    save_file(
        {name: value.astype(np.float16) if value.size > 100 else value for name, value in weights.items()},
        output / WEIGHTS_FILE,
    )
    files.write_text(output / SETTINGS_FILE, settings.model_dump_json(indent=1) + "\n")
    metrics = {name: dataclasses.asdict(ends) for name, ends in figures.items()}
    files.write_text(output / "metrics.json", json.dumps(metrics, indent=1) + "\n")
    files.write_text(output / "README.md", _card(settings, figures, n))


def _card(settings: TurnSettings, figures: dict[str, TurnEnds], n: int) -> str:
    rows = ["| test streams | cut off | median ms | 90 % ms | mean ms | n |", "|---|---|---|---|---|---|"]
    rows += [
        f"| {name} | {e.cut_off:.3f} | {e.median_ms:.0f} | {e.p90_ms:.0f} | {e.mean_ms:.0f} | {e.count} |"
        for name, e in figures.items()
    ]
    waits = "; ".join(f"{t.wait_ms} ms from {t.probability}" for t in settings.patience.tiers)
    return render(
        Card(
            title="Turn head",
            about="Tells at a pause whether a turn is over, from the transcript so far, its likelihood and "
            f"the recognizer's encoder states: {waits}; else {settings.patience.longest_ms} ms.",
            data=f"{n} training streams of AN4 and speechocean762 and of HWU64 sentences in synthetic "
            "voices: each as it is, with one pause and with two, of 0.5 to 1.2 s in rests of its own (in "
            "synthetic voices also after fillers). Ends and pauses after equally many earlier pauses weigh "
            "the same, so that an earlier pause tells nothing. The text model learned from beginnings of "
            "sentences of HWU64, of CLINC150 and of the assistant's own domain. The waits are chosen on "
            "validation streams of all kinds together. No speaker or voice is in two splits; coffee is all "
            "test.",
            figures="Cut off: the turn ended while at least 0.3 s of speech was still to come. Delays run "
            "from the last speech to the end of the turn and leave out the time of the recognition and the "
            "turns that are cut off.",
            tables="\n".join(rows),
            command="python -m training.turn.recipe --data FOLDER --output models/released/turn",
            head={"language": "en", "library_name": "numpy", "tags": ["turn-taking"]},
            limits="English, and the released recognizer's encoder. Pauses were put in, not made by people "
            "who were looking for a word. A beginning that is a sentence by itself (an order that goes on "
            "after a pause) is cut off more often; an end that neither words nor voice make sure waits 2 s.",
        )
    )


def _probabilities(head: TurnHead, heard: Sequence[Heard], *, states: bool = True) -> dict[int, float]:
    return {
        id(each): head.probability(_seen(each, states), each.seconds)
        for stream in heard
        for each in stream.evidence
    }


def _seen(each: Evidence, states: bool) -> Transcript | None:
    return (
        each.transcript
        if states or each.transcript is None
        else dataclasses.replace(each.transcript, states=None)
    )


def _waits(head: TurnHead) -> Wait:
    return lambda _, each: head.wait_ms(each.transcript, each.seconds)


if __name__ == "__main__":
    main()

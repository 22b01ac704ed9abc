"""The attention head, from what was heard of commands and of talk, to its folder.

    python -m training.classifier.attention HEARD.jsonl… --output models/released/attention

Each line of HEARD is what was heard in one sound, as `tests/benchmarks/attention_sounds.py` writes it:
`kind` (command, overheard), `corpus`, `intent`, and `utterances` with `confidence` and `nbest`. Small talk
without a conversation before it is neither.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models import files, nlu, paths
from models.nlu.attention import INPUTS, SETTINGS_FILE, AttentionHead, AttentionSettings, TextEvidence
from models.nlu.decision import choose
from models.types import Hypothesis, Transcript, Understanding
from training.classifier.addressed import TALK
from training.report.card import Card, render
from training.trainer import logistic

ANSWERED, ANSWERED_FOLLOW_UP = 0.98, 0.998
"""Share of the commands heard that the two thresholds let pass."""
TALK_WEIGHT = 1.5
"""Fall of the logit for each doubling of the talk in the room. The least at which none of the validation talk
passes is 1.0; it lasts too short to show one an hour."""
_INVERSE_PENALTY, _MAX_ITERATIONS = 1.0, 500


@dataclass(frozen=True, slots=True)
class Labelled:
    """One utterance."""

    is_command: bool
    corpus: str
    evidence: TextEvidence


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, evaluate on the same utterances, and write the head."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("heard", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args(arguments)
    classifier = nlu.load(paths.released() / "classifier", device="cpu", engine="torch")
    lines = [json.loads(line) for file in options.heard for line in file.read_text("utf-8").splitlines()]
    heard = list(utterances(lines, classifier.understand))
    settings = fit(heard)
    options.output.mkdir(parents=True, exist_ok=True)
    files.write_text(options.output / SETTINGS_FILE, settings.model_dump_json(indent=1) + "\n")
    files.write_text(options.output / "README.md", card(settings, heard))


def utterances(
    lines: Iterable[dict[str, Any]], understand: Callable[[str], Understanding]
) -> Iterator[Labelled]:
    """The utterances of HEARD's lines, understood as the assistant does without a conversation."""
    for line in lines:
        is_command = line["kind"] == "command"
        if is_command and line["intent"].startswith(TALK):
            continue
        for each in line["utterances"]:
            nbest = tuple(Hypothesis(text, confidence) for text, confidence in each["nbest"])
            transcript = Transcript(nbest[0].text, each["confidence"], alternatives=nbest)
            _, understanding = choose(transcript, understand)
            yield Labelled(is_command, line["corpus"], TextEvidence.of(understanding))


def fit(heard: Sequence[Labelled]) -> AttentionSettings:
    """Weights by which both kinds count as much, and thresholds that let most commands pass."""
    inputs = np.array([each.evidence.inputs for each in heard], np.float32)
    labels = np.array([each.is_command for each in heard])
    shares = np.where(labels, 0.5 / labels.mean(), 0.5 / (1 - labels.mean()))
    weights, bias = logistic.fit(
        inputs, labels, inverse_penalty=_INVERSE_PENALTY, max_iterations=_MAX_ITERATIONS, shares=shares
    )
    untuned = AttentionSettings(
        classifier="home",
        weights={name: round(float(w), 4) for name, w in zip(INPUTS, weights, strict=True)},
        bias=round(bias, 4), talk=TALK_WEIGHT, least=0.5, least_follow_up=0.5,
    )  # fmt: skip
    passed = np.sort(probabilities(untuned, heard)[labels])
    least, follow_up = (
        round(float(np.quantile(passed, 1 - share)), 4) for share in (ANSWERED, ANSWERED_FOLLOW_UP)
    )
    return untuned.model_copy(update={"least": least, "least_follow_up": follow_up})


def probabilities(
    settings: AttentionSettings, heard: Sequence[Labelled], talk: int = 0
) -> NDArray[np.float64]:
    """(utterances,), in a room with so much talk."""
    head = AttentionHead(settings)
    return np.array([head.probability(each.evidence, talk) for each in heard])


def card(settings: AttentionSettings, heard: Sequence[Labelled]) -> str:
    """The model card."""
    rows = ["| heard | utterances | pass | amid talk |", "|---|---|---|---|"]
    for corpus in dict.fromkeys(each.corpus for each in heard):
        mine = [each for each in heard if each.corpus == corpus]
        shares = [np.mean(probabilities(settings, mine, talk) >= settings.least) for talk in (0, 10)]
        kind = "commands, " if mine[0].is_command else ""
        rows.append(f"| {kind}{corpus} | {len(mine)} | {shares[0]:.3f} | {shares[1]:.3f} |")
    return render(
        Card(
            title="Attention head",
            about="Tells whether an utterance is addressed to the assistant, from the classifier's head for "
            "the text, its confidence in an intent, the number of words, and the talk in the room.",
            data="Validation sentences in training voices and validation speakers: commands of HWU64, "
            "comments of GoEmotions, AN4 and speechocean762.",
            figures="Share of the utterances it was fitted on that pass, in a quiet room and with ten "
            "utterances of others in the minute before. Test figures: `.github/docs/listening.md`.",
            tables="\n".join(rows),
            command="python -m training.classifier.attention HEARD.jsonl --output models/released/attention",
            head={"language": "en", "library_name": "numpy", "tags": ["addressee-detection"]},
            limits="English. No television and no conversation in a real room was at hand.",
        )
    )


if __name__ == "__main__":
    main()

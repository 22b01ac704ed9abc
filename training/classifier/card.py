"""A classifier's part of its card and its report. Knows scores and names, no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from models.nlu.labels import Description, Labels
from training.evaluation.classifier import ScoredSentence
from training.evaluation.types import Scores
from training.report import card, figures
from training.report.card import Card
from training.report.contents import about, classifier_sections, curves_of, figures_of
from training.report.sections import Report

_KEYS = (
    "intent_accuracy", "slot_f1", "frame_accuracy", "in_scope_rejected", "oos_recall", "ece",
    "sentiment_macro_f1", "sentiment_accuracy", "dialogue_act_accuracy", "relation_accuracy", "command_f1",
    "commands_whole", "danger_recall", "danger_false",
)  # fmt: skip
_OWN = "sentences from a manifest or a domain of its own."
_MADE = {"acts": "sentences of the others turned into other acts, corrections and pairs."}
_COVERED = 0.9
_FIGURES = """Test split, each rate with its 95 % bootstrap interval. *Base* is the untouched
encoder with linear heads (logistic regression on its frozen states; the mean state of a sentence
for intent, scope and sentiment, the state of each word for slots), fitted on the classifier's
training and validation sentences, 10,000 of a manifest at most. A manifest is scored on the kinds of
label that it has; slots of a name, and intents, that it never has are not counted."""
_LIMITS = """English; single sentences to an assistant at home. Sentiment was learned from written
comments, not speech. Topics far from the training data's out-of-scope ones are rejected less surely
than those."""


def write(
    description: Description, scores: Scores, command: str, sizes: Mapping[str, int], start: str = ""
) -> str:
    """The card's text.

    Arguments:
        description: of the checkpoint.
        command: the command that made it.
        sizes: training sentences by manifest.
        start: the checkpoint whose encoder it began as; empty for the base's.
    """
    labels, thresholds = description.labels, description.thresholds
    data = card.data(sizes, "training sentences", _OWN, _MADE)
    if start:
        data += f"\n- what the classifier that it began as ({start}) had learned"
    return card.render(
        Card(
            "Classifier",
            f"""One pass through {description.base} gives intent ({len(labels.intents)}), slots
({len(labels.slots)}), out-of-scope and sentiment ({len(labels.sentiments)}), with calibrated
confidences{_acts(labels)}. The encoder's change is a low-rank adapter in PEFT's LoRA format
(`adapter_model.safetensors`); the heads lie beside it, labels, temperatures and thresholds in
`classifier.json`.

Rejected below {thresholds.reject:.3f}, confirmed below {thresholds.confirm:.3f}: both from
validation data. Slot tags are decoded together, by their transitions as well (CRF).""",
            f"{data}\n\nSentences that differ only in politeness, articles or word order never fall into "
            "different splits.",
            _FIGURES,
            card.markdown(figures.by_manifest(scores, _KEYS)),
            command,
            {
                "language": "en", "base_model": description.base, "library_name": "peft",
                "pipeline_tag": "text-classification",
                "tags": ["intent-classification", "slot-filling", "out-of-scope", "sentiment"],
            },
            _LIMITS,
            notes=f"{_risk(scores)}By intent and in full: `metrics.json`.",
        )
    )  # fmt: skip


def page(
    description: Description, scores: Scores, scored: Mapping[str, Sequence[ScoredSentence]], command: str,
    sizes: Mapping[str, int], run: Path,
) -> Report:  # fmt: skip
    """The report: figures beside the base's, curves, confusions, calibration, the surest mistakes."""
    levels = {"reject": description.thresholds.reject, "confirm": description.thresholds.confirm}
    return Report(
        "Classifier",
        (
            *figures_of(scores),
            curves_of(run),
            *classifier_sections([pair for pairs in scored.values() for pair in pairs], levels),
            about(command, [(name, f"{n:,} training sentences") for name, n in sizes.items()]),
        ),
        subtitle=f"{scores.model.n:,} sentences scored",
    )


def _acts(labels: Labels) -> str:
    """The heads of commands, as a clause of a sentence; empty without them."""
    if not labels.acts:
        return ""
    return """; and of each of an utterance's commands its words, dialogue act, relation to the previous
exchange (which it reads too) and modifiers; and whether a person is in danger"""


def _risk(scores: Scores) -> str:
    """The share of wrong acts on the surest sentences alone; empty where no intent was scored."""
    curve = scores.model.details.get("calibration", {}).get("risk_coverage", ())
    point = next((p for p in curve if p["coverage"] >= _COVERED), None)
    if point is None:
        return ""
    return (
        f"Acting on the surest {point['coverage']:.0%} of the in-scope sentences, {point['risk']:.1%} of the "
        f"acts are wrong; on all, {1 - scores.model['intent_accuracy'].value:.1%}.\n\n"
    )

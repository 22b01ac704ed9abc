"""The metrics and the card of a personal bundle, and the report for its owner. Knows figures, no model."""

from __future__ import annotations

from typing import Any

from models.bundles.bundle import PARTS
from training.personal.proof import FROM_SOUND, WHOLE, Change
from training.personal.run import PersonalResult, Run
from training.report.card import Card, render
from training.report.contents import about, curves_of, learning_curve, worst_clips
from training.report.sections import FigureTable, Report, Section, Table, Text
from training.trainer.log import LOG

_MODELS = {
    "share said as corrected": "generator",
    "share with all facts and no other": "generator",
}
_LIMIT = (
    "Intervals are 95 % and come from resampling examples, each with its results before and after. With few "
    "recordings held back they are wide: more recordings prove more."
)
_NOTE = "On the recordings held back, in torch. Each point is a training run of its own from the same start."


def metrics(run: Run, result: PersonalResult, made_at: str, command: str) -> dict[str, Any]:
    """The bundle's `metrics.json`: the figures of its models for `assistant models show`, and the whole
    proof."""
    refused = {v.model for v in result.verdicts if not v.kept}
    return {
        "made": made_at,
        "command": command,
        "data": _data(run, result),
        "margin": run.config.margin,
        "figures": [
            {
                "model": _model(c), "figure": c.figure, "on": c.on,
                "value": c.after.value, "interval": [c.after.low, c.after.high], "before": c.before.value,
                "n": c.after.n,
            }
            for c in result.changes
            if _model(c) not in refused
        ],
        "proof": result.to_json(),
    }  # fmt: skip


def _model(change: Change) -> str:
    if change.on == FROM_SOUND:
        return WHOLE
    return "recognizer" if "error rate" in change.figure else _MODELS.get(change.figure, "classifier")


def card(run: Run, result: PersonalResult, command: str) -> str:
    """The bundle's card, without any sentence of the owner's."""
    rows = "\n".join(
        f"| {c.on} | {c.figure} | {c.before} | {c.after} | {c.difference} | {c.after.n or '–'} |"
        for c in result.changes
    )
    verdicts = "\n".join(f"- {v.model}: {'new' if v.kept else 'as before'}" for v in result.verdicts)
    return render(
        Card(
            f"{run.config.name} {run.version}",
            "Models trained on their owner's recordings. Do not hand them on: training data can be extracted "
            f"from a model.\n\n{verdicts}",
            "\n".join(f"- {line}" for line in _data(run, result)),
            "",
            f"| on | figure | before | after | difference | n |\n|---|---|---|---|---|---|\n{rows}",
            command,
            notes=_LIMIT,
        )
    )


def report_of(run: Run, result: PersonalResult, command: str) -> Report:
    """The report: verdicts, figures, learning curve, remaining recognition errors."""
    reasons = [f"{v.model}: {'kept. ' if v.kept else ''}{'; '.join(v.reasons)}." for v in result.verdicts]
    end = (
        f"The bundle {result.promoted.name} {result.promoted.version} is in use now."
        if result.promoted
        else "Nothing was put in use; the bundle that was in use stays."
    )
    sections: list[Section] = [
        Text("Result", (end, *reasons)),
        FigureTable("Proof", tuple(c.to_figure() for c in result.changes), _LIMIT),
        _differences(result.changes),
    ]
    if result.curve:
        points = [(n, c.after) for n, c in result.curve]
        sections.append(learning_curve("Gain from each recording", result.curve[0][1].figure, points, _NOTE))
    if result.after.own:
        sections.append(
            worst_clips(result.after.own, result.before.own, title="Remaining recognition errors")
        )
    states = [run.state(part) for part in PARTS]
    sections += [curves_of(s, f"Training the {s.name}") for s in states if (s / LOG).is_file()]
    rows = [(line.partition(": ")[0], line.partition(": ")[2]) for line in _data(run, result)]
    sections.append(about(command, rows))
    return Report(
        "Your own assistant",
        tuple(sections),
        base="the bundle before",
        subtitle=f"{len(run.data.learned)} recordings learned from",
    )


def _differences(changes: list[Change]) -> Table:
    rows = tuple(
        (c.on, c.figure, str(c.before), str(c.after), f"{c.difference.value:+.3f}",
         f"[{c.difference.low:+.3f}, {c.difference.high:+.3f}]", f"{c.after.n:,}")
        for c in changes
    )  # fmt: skip
    columns = ("on", "figure", "before", "after", "difference", "its interval", "n")
    return Table("Paired differences", columns, rows, "n: words, sentences, or speakers of groups.")


def _data(run: Run, result: PersonalResult) -> list[str]:
    data = run.data
    minutes = sum(clip.seconds for clip in result.before.own) / 60
    going = f"{result.share:.0%} of the way to the weights that learned" if result.share else "as before"
    return [
        f"recordings: {len(data.learned)} learned from, {len(data.held)} held back ({minutes:.1f} min)",
        f"corrections in writing: {len(data.texts)}",
        f"general speech for rehearsal: {len(run.general.learned)} clips",
        f"recognizer: {going}",
    ]

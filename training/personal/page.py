"""What a run tells: the bundle's metrics and card, and the report for its owner. Knows figures, no model."""

from __future__ import annotations

from typing import Any

from training.personal.proof import Change
from training.personal.run import FROM_SOUND, WHOLE, Run
from training.report import sections as report_parts
from training.report.page import Curves, FigureTable, LearningCurve, Point, Report, Section, Table, Text
from training.trainer.log import LOG, read_log

_MODELS = {
    "word error rate": "recognizer",
    "share said as corrected": "generator",
    "share with all facts and no other": "generator",
}
_LIMIT = (
    "Intervals are 95 % and come from resampling examples, each with what was heard before and after. With "
    "few recordings held back they are wide: more recordings prove more."
)


def metrics(run: Run, made: str, command: str) -> dict[str, Any]:
    """The bundle's `metrics.json`: what `assistant models show` prints, of the models that are in it, and the
    whole proof."""
    refused = {v.model for v in run.result.verdicts if not v.kept}
    return {
        "made": made,
        "command": command,
        "data": _data(run),
        "margin": run.config.margin,
        "figures": [
            {
                "model": _model(c), "figure": c.figure, "on": c.on,
                "value": c.after.value, "interval": [c.after.low, c.after.high], "before": c.before.value,
                "n": c.after.n,
            }
            for c in run.result.changes
            if _model(c) not in refused
        ],
        "proof": run.result.to_json(),
    }  # fmt: skip


def _model(change: Change) -> str:
    return WHOLE if change.on == FROM_SOUND else _MODELS.get(change.figure, "classifier")


def card(run: Run, command: str) -> str:
    """The bundle's card; no sentence of the owner's is in it."""
    rows = "\n".join(
        f"| {c.on} | {c.figure} | {c.before} | {c.after} | {c.difference} | {c.after.n or '–'} |"
        for c in run.result.changes
    )
    verdicts = "\n".join(f"- {v.model}: {'new' if v.kept else 'as before'}" for v in run.result.verdicts)
    data = "\n".join(f"- {line}" for line in _data(run))
    return f"""# {run.config.name} {run.version}

Models that learnt from their owner's recordings. Not to be handed on: a model can tell what it learnt.

{verdicts}

## Data

{data}

## Proof

| on | figure | before | after | difference | n |
|---|---|---|---|---|---|
{rows}

{_LIMIT}

## Made by

```
{command}
```
"""


def report_of(run: Run, command: str) -> Report:
    """The report: verdict, figures, learning curve, what is still heard wrongly."""
    result = run.result
    reasons = [f"{v.model}: {'kept. ' if v.kept else ''}{'; '.join(v.reasons)}." for v in result.verdicts]
    end = (
        f"The bundle {result.promoted.name} {result.promoted.version} is in use now."
        if result.promoted
        else "Nothing was put in use; the bundle that was in use stays."
    )
    sections: list[Section] = [
        Text("What came of it", (end, *reasons)),
        FigureTable("Proof", tuple(c.to_figure() for c in result.changes), _LIMIT),
        _differences(result.changes),
    ]
    if result.curve:
        points = tuple(Point(n, c.after) for n, c in result.curve)
        sections.append(LearningCurve("How much each recording brings", "word error rate", points, _NOTE))
    if run.after.own:
        sections.append(
            report_parts.worst_heard(run.after.own, run.before.own, title="What is still heard wrongly")
        )
    states = [
        folder
        for name in ("recognizer", "classifier", "generator")
        if (folder := run.folder / "training" / name)
    ]
    sections += [Curves(f"Training the {s.name}", read_log(s)) for s in states if (s / LOG).is_file()]
    rows = [(line.partition(": ")[0], line.partition(": ")[2]) for line in _data(run)]
    sections.append(report_parts.about(command, rows))
    return Report(
        "Your own assistant",
        tuple(sections),
        base="what was in use",
        subtitle=f"{len(run.data.learned)} recordings learnt from",
    )


_NOTE = "On the recordings held back, in torch. Each point is a training of its own from the same beginning."


def _differences(changes: list[Change]) -> Table:
    rows = tuple(
        (c.on, c.figure, str(c.before), str(c.after), f"{c.difference.value:+.3f}",
         f"[{c.difference.low:+.3f}, {c.difference.high:+.3f}]", f"{c.after.n:,}")
        for c in changes
    )  # fmt: skip
    columns = ("on", "figure", "before", "after", "difference", "its interval", "n")
    return Table("Paired differences", columns, rows, "n: words, or sentences.")


def _data(run: Run) -> list[str]:
    data, general = run.data, run.general
    minutes = sum(h.seconds for h in run.before.own) / 60
    lines = [
        f"recordings: {len(data.learned)} learnt from, {len(data.held)} held back ({minutes:.1f} min)",
        f"corrections in writing: {len(data.texts)}",
        f"general speech replayed: {len(general.learned)} clips",
    ]
    return lines

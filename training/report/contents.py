"""Sections of a report from scores, scored examples and a run's folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from training.evaluation import recognizer
from training.evaluation.classifier import ScoredSentence
from training.evaluation.recognizer import CHARACTER_ERRORS, WORD_ERRORS, ScoredClip
from training.evaluation.types import Metric, Metrics, Scores
from training.report import charts, figures
from training.report.sections import Case, Charts, Confusion, Facts, FigureTable, Section, Table, WorstCases
from training.trainer.log import read_log

_RATES = {"wer": WORD_ERRORS, "cer_no_spaces": CHARACTER_ERRORS}
"""Key → name for people."""
_MOST_LABELS = 20
_MOST_PAIRS = 12


def about(
    command: str, data: Iterable[tuple[str, str]] = (), *, title: str = "The run", **more: str
) -> Facts:
    """The command, the data, and further facts by name.

    Arguments:
        data: manifest and its description.
    """
    listed = "\n".join(f"{name}: {text}" for name, text in data)
    rows = [("command", command), ("data", listed), *((k.replace("_", " "), v) for k, v in more.items())]
    return Facts(title, tuple((name, text) for name, text in rows if text))


def figures_of(scores: Scores) -> list[FigureTable]:
    """All figures beside the baseline's, and a table for each manifest where there are several."""
    tables = [FigureTable("Figures", figures.read(scores.model, scores.baseline))]
    if len(scores.by_manifest) > 1:
        tables += [
            FigureTable(f"Figures: {name}", rows) for name, rows in figures.by_manifest(scores) if rows
        ]
    return tables


def curves_of(run: Path, title: str = "Training") -> Charts:
    """The curves of the run in that folder.

    Raises:
        CheckpointError: there is no log in it.
    """
    return Charts(title, tuple(charts.curves(read_log(run))))


def learning_curve(title: str, rate: str, points: Sequence[tuple[int, Metric]], note: str = "") -> Charts:
    """A rate by the number of examples learned from."""
    return Charts(title, tuple(charts.learning(rate, points)), note=note)


def classifier_sections(scored: Sequence[ScoredSentence], thresholds: Mapping[str, float]) -> list[Section]:
    """Confusions, calibration and the surest mistakes, as far as there are labels and heads.

    Arguments:
        thresholds: reject and confirm.
    """
    intents = [(e.intent, u.candidates[0].intent) for e, u in scored if e.intent and u.candidates]
    moods = [(e.sentiment, u.sentiment) for e, u in scored if e.sentiment and u.sentiment]
    sections: list[Section] = []
    if intents:
        sections += [
            confusion("Confused intents", intents),
            calibration_of(scored, thresholds),
            surest_mistakes(scored),
        ]
    if moods:
        sections.append(confusion("Confused sentiments", moods))
    return sections


def confusion(title: str, pairs: Sequence[tuple[str, str]], most: int = _MOST_LABELS) -> Confusion:
    """Few labels are all shown; of many, the most confused ones in alphabetical order.

    Arguments:
        pairs: truth and prediction.
    """
    together = Counter(pairs)
    mistakes = Counter({pair: n for pair, n in together.items() if pair[0] != pair[1]})
    labels = sorted({label for pair in pairs for label in pair})
    shown = labels
    if len(labels) > most:
        wrong: Counter[str] = Counter()
        for pair, n in mistakes.items():
            for label in pair:
                wrong[label] += n
        # among equals the alphabet decides, so that the same run gives the same page
        shown = sorted(sorted(labels, key=lambda label: (-wrong[label], label))[:most])
    totals = Counter(truth for truth, _ in pairs)
    counts = tuple(tuple(together[t, p] for p in shown) for t in shown)
    shares = tuple(
        tuple(n / totals[t] if totals[t] else 0.0 for n in row) for t, row in zip(shown, counts, strict=True)
    )
    commonest = sorted(mistakes.items(), key=lambda item: (-item[1], item[0]))[:_MOST_PAIRS]
    left_out, named = len(labels) - len(shown), tuple((t, p, n) for (t, p), n in commonest)
    return Confusion(title, tuple(shown), counts, shares, left_out, named)


def calibration_of(scored: Sequence[ScoredSentence], thresholds: Mapping[str, float]) -> Charts:
    """Of the first candidate's confidence; for an out-of-scope sentence no intent is right."""
    known = [(e, u.candidates[0]) for e, u in scored if (e.intent or e.out_of_scope) and u.candidates]
    confidences, right = [c.confidence for _, c in known], [e.intent == c.intent for e, c in known]
    return Charts("Calibration of intents", tuple(charts.calibration(confidences, right, thresholds)))


def surest_mistakes(scored: Sequence[ScoredSentence], most: int = 25) -> Table:
    """The wrong intents with the highest confidence."""
    wrong = [
        (e, u.candidates[0], u.decision)
        for e, u in scored
        if e.intent and u.candidates and u.candidates[0].intent != e.intent
    ]
    wrong.sort(key=lambda mistake: -mistake[1].confidence)
    rows = tuple(
        (e.text or "", e.intent or "", first.intent, f"{first.confidence:.2f}", decision or "")
        for e, first, decision in wrong[:most]
    )
    return Table("Surest mistakes", ("sentence", "it is", "taken for", "confidence", "decision"), rows)


def word_errors_of(model: Metrics, baseline: Metrics | None, prefix: str = "") -> list[Charts]:
    """Word error rate by speaker, and by each kind of group; the character error rate of those that speak a
    language without spaces."""
    before = baseline or Metrics()
    kinds = {"speaker": model.speakers, **model.groups}
    bases = {"speaker": before.speakers, **before.groups}
    by = f"{prefix} by" if prefix else "By"
    return [
        groups(f"{by} {kind}", rows, rate)
        for kind, found in kinds.items()
        for key, rate in _RATES.items()
        if (rows := charts.ranked(_counted_in(key, found), bases.get(kind, {}), key))
    ]


def _counted_in(key: str, found: Mapping[str, Metrics]) -> dict[str, Metrics]:
    """Those whose main rate it is: words where there are any."""
    return {name: m for name, m in found.items() if key == next((k for k in _RATES if k in m), "")}


def groups(
    title: str, rows: Sequence[tuple[str, int, Metric, Metric | None]], rate: str = WORD_ERRORS
) -> Charts:
    """Error rates of speakers or groups, worst first.

    Arguments:
        rows: name, utterances, the model's rate and the baseline's.
        rate: the name of the rate.
    """
    table = Table(
        "As a table", ("", "utterances", "base", "this"),
        tuple((name, str(n), str(base or "–"), str(tuned)) for name, n, tuned, base in rows),
    )  # fmt: skip
    return Charts(title, tuple(charts.groups(rate, rows)), table)


def worst_clips(
    clips: Sequence[ScoredClip], before: Sequence[ScoredClip] = (), title: str = "Worst recognized"
) -> WorstCases:
    """The utterances with the most errors a word or a character, with their sound.

    Arguments:
        before: the base model's of the same examples, in any order.
    """
    base = {c.example.audio: c.text for c in before}
    cases = []
    for clip in recognizer.worst(clips):
        example = clip.example
        notes = [example.audio.name] if example.audio else []
        notes += [f"speaker {example.speaker}"] if example.speaker else []
        notes.append(f"{clip.wrong} errors in {clip.size} {'words' if clip.in_words else 'characters'}")
        heard = (example.text or "", clip.text, base.get(example.audio))
        cases.append(Case(*heard, ", ".join(notes), example.audio, example.language))
    return WorstCases(title, tuple(cases))

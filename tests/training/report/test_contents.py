"""Sections from scores and scored examples."""

from __future__ import annotations

from pathlib import Path

from models.manifest import Example
from models.types import Decision, IntentCandidate, Transcript, Understanding
from training.evaluation import recognizer
from training.evaluation.classifier import ScoredSentence
from training.evaluation.types import Metric, Metrics, Scores
from training.report import contents
from training.report.sections import Charts, Confusion, Table


def test_the_matrix_shows_the_most_confused_labels() -> None:
    truth = ["a"] * 5 + ["b"] * 5 + ["c"] * 4 + ["d"]
    said = ["a", "a", "b", "b", "b"] + ["b"] * 4 + ["a"] + ["c"] * 4 + ["a"]
    matrix = contents.confusion("", list(zip(truth, said, strict=True)), most=2)
    assert matrix.labels == ("a", "b") and matrix.left_out == 2
    assert matrix.counts == ((2, 3), (1, 4))
    assert matrix.shares[0] == (0.4, 0.6)
    assert matrix.pairs == (("a", "b", 3), ("b", "a", 1), ("d", "a", 1))


def test_the_surest_mistakes_come_first() -> None:
    def pair(text: str, said: str, sure: float, decision: Decision) -> ScoredSentence:
        found = Understanding(text, candidates=(IntentCandidate(said, sure),), decision=decision)
        return Example(text=text, intent="on"), found

    scored = [pair("one", "off", 0.4, "reject"), pair("two", "off", 0.9, "act"),
              pair("three", "on", 0.99, "act")]  # fmt: skip
    assert contents.surest_mistakes(scored).rows == (
        ("two", "on", "off", "0.90", "act"),
        ("one", "on", "off", "0.40", "reject"),
    )
    kinds = [type(section) for section in contents.classifier_sections(scored, {"reject": 0.5})]
    assert kinds == [Confusion, Charts, Table]
    example, mood = Example(text="x", sentiment="neutral"), Understanding("x", sentiment="positive")
    assert [s.title for s in contents.classifier_sections([(example, mood)], {})] == ["Confused sentiments"]


def test_figures_by_manifest_only_where_there_are_several() -> None:
    one = Scores(Metrics(1, {"wer": Metric(0.5)}))
    assert [t.title for t in contents.figures_of(Scores(one.model, by_manifest={"a": one}))] == ["Figures"]
    tables = contents.figures_of(Scores(one.model, by_manifest={"a": one, "b": one}))
    assert [t.title for t in tables] == ["Figures", "Figures: a", "Figures: b"]


def test_speakers_are_sorted_by_their_error_rate_beside_the_baseline() -> None:
    speakers = {"ann": Metrics(3, {"wer": Metric(0.1)}), "ben": Metrics(2, {"wer": Metric(0.4)})}
    before = Metrics(5, speakers={"ben": Metrics(2, {"wer": Metric(0.6)})})
    (shown,) = contents.word_errors_of(Metrics(5, speakers=speakers), before, "an4")
    assert shown.title == "an4 by speaker" and shown.table
    assert shown.table.rows == (("ben", "2", "0.600", "0.400"), ("ann", "3", "–", "0.100"))


def test_speakers_of_a_language_without_spaces_are_compared_by_characters() -> None:
    speakers = {
        "ann": Metrics(3, {"wer": Metric(0.1), "cer_no_spaces": Metric(0.05)}),
        "小明": Metrics(2, {"cer": Metric(0.4), "cer_no_spaces": Metric(0.3)}),
    }
    words, characters = contents.word_errors_of(Metrics(5, speakers=speakers), None)
    assert words.table and words.table.rows == (("ann", "3", "–", "0.100"),)
    assert characters.table and characters.table.rows == (("小明", "2", "–", "0.300"),)
    assert characters.charts[0].caption.startswith("Character error rate")


def test_the_worst_clips_name_file_speaker_and_errors() -> None:
    example = Example(text="turn it on", audio=Path("a.wav"), speaker="ann")
    clips = [recognizer.score(example, Transcript(text), 1.0, 0.1) for text in ("turn it on", "turn on")]
    (case,) = contents.worst_clips(clips, clips[:1]).cases
    assert case.note == "a.wav, speaker ann, 1 errors in 3 words"
    assert (case.reference, case.output, case.before) == ("turn it on", "turn on", "turn it on")

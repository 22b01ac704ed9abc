"""A report read back with a parser: nothing is fetched, data is never markup, its sound can be played."""

from __future__ import annotations

import base64
import io
import re
import stat
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
import soundfile

from models.manifest import Example
from models.types import IntentCandidate, Transcript, Understanding
from training.evaluation import recognizer
from training.report import figures
from training.report import page as report
from training.report import sections as report_parts
from training.report import text as report_text
from training.report.page import Case, Curves, Report, WorstCases
from training.trainer.log import Epoch, Log, Step

METRICS = {
    "wer": 0.2, "wer_ci": [0.15, 0.25], "wer_n": 800, "n": 90,
    "speakers": {
        "anna": {"n": 40, "wer": 0.1, "wer_ci": [0.0, 0.2]},
        "b$x$": {"n": 50, "wer": 0.3, "wer_ci": [0.2, 0.4]},
    },
    "groups": {"age": {"0 to 9": {"n": 50, "wer": 0.3, "wer_ci": [0.2, 0.4]}}},
    "baseline": {
        "wer": 0.4, "wer_ci": [0.3, 0.5],
        "speakers": {"anna": {"n": 40, "wer": 0.2, "wer_ci": [0.1, 0.3]}},
    },
}  # fmt: skip
LOG = Log(
    [Step(0, i, 1 / i) for i in range(1, 30)],
    [Epoch(e, {"score": 0.5 + e / 10, "accuracy": 0.5 + e / 10, "loss": 3.0 - e}) for e in range(3)],
)


class Page(HTMLParser):
    """Every element with its attributes, and the text of some."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._style = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._style = tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.text += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def scored() -> list[tuple[Example, Understanding]]:
    pairs = [("on", "on", 0.9)] * 6 + [("on", "off", 0.6), ("off", "off", 0.8), ("off", "on", 0.3)]
    return [
        (
            Example(text=f"turn it {truth}", intent=truth),
            Understanding("", candidates=(IntentCandidate(said, sure),)),
        )
        for truth, said, sure in pairs
    ]


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    file = tmp_path / "anna.wav"
    soundfile.write(file, np.sin(np.arange(8000) / 9).astype(np.float32) / 2, 16_000)
    return file


def whole(sound: Path) -> Report:
    """A report with every kind of section."""
    said = Example(text="turn <b>on</b> the light", audio=sound, speaker="anna")
    heard = [recognizer.compare(said, Transcript("turn the lights & go"), 0.5, 0.1)]
    before = [recognizer.compare(said, None, 0.5, 0.1)]
    return Report(
        "Recognizer <script>",
        [
            report_parts.about(
                "assistant-train recognizer --data a&b.jsonl", [("an4", "612 clips")], base="tiny"
            ),
            report_parts.figures_of(METRICS),
            Curves("Training", LOG),
            report_parts.confusion_of(scored()),
            report_parts.calibration_of(scored(), {"reject": 0.4, "confirm": 0.7}),
            report_parts.surest_mistakes(scored()),
            *report_parts.word_errors_of(METRICS),
            report_parts.worst_heard(heard, before),
            report.Text("Limits", ("English alone.",)),
        ],
        made=datetime(2026, 1, 2, 3, 4),
    )


def test_a_page_needs_nothing_else_and_says_everything(tmp_path: Path, sound: Path) -> None:
    path = report.write(tmp_path / "run", whole(sound))
    text = path.read_text(encoding="utf-8")
    page = Page(text)
    assert not {tag for tag, _ in page.elements} & {"script", "link", "img", "iframe", "b\u003e"}
    for _, attributes in page.elements:
        for name in ("src", "href", "xlink:href"):
            assert (attributes.get(name) or "#").startswith(("#", "data:audio/flac;base64,"))
    assert not re.findall(r"url\((?!#)|@import", text)
    assert "Recognizer <script>" in page.text and "turn <b>on</b> the light" in page.text
    for words in (
        "a&b.jsonl",
        "612 clips",
        "0.150 to 0.250",
        "−0.200 (−50%)",
        "speaker anna",
        "By age",
        "English alone.",
    ):
        assert words in page.text, words
    assert len(page.named("svg")) == 3 + 2 + 2  # curves, calibration, groups
    assert "prefers-color-scheme: dark" in text and "width=device-width" in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == [report.FILE]


def test_ids_are_the_pages_own_and_what_is_named_is_there(sound: Path) -> None:
    text = report.html(whole(sound))
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'(?:url\(|href=")#([^")]+)', text)) <= set(ids)
    # no colour of matplotlib's own is left, which a dark page would not change
    assert not re.findall(r"(?:fill|stroke): #", text)


def test_the_sound_can_be_played(sound: Path) -> None:
    page = Page(report.html(whole(sound)))
    (audio,) = page.named("audio")
    stored = base64.b64decode((audio["src"] or "").partition(",")[2])
    samples, rate = soundfile.read(io.BytesIO(stored))
    assert rate == 16_000 and np.allclose(samples, soundfile.read(sound)[0], atol=1e-3)


def test_without_sound_anybody_may_read_it_and_more_sound_than_fits_is_left_out(
    tmp_path: Path, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = Report("Classifier", [WorstCases("Worst", (Case("a", "b"),))])
    assert stat.S_IMODE(report.write(tmp_path / "run", silent).stat().st_mode) == 0o644
    monkeypatch.setattr(report, "MOST_SOUND_S", 1.2)
    many = Report("Recognizer", [WorstCases("Worst", (Case("a", "b", sound=sound),) * 4)])
    page = Page(report.html(many))
    assert len(page.named("audio")) == 2 and page.text.count("came out") == 4


def test_empty_sections_make_a_page_too() -> None:
    nothing: list[tuple[Example, Understanding]] = []
    sections = [
        Curves("Training", Log([], [])), report_parts.figures_of({}), report_parts.confusion_of(nothing),
        report_parts.calibration_of(nothing, {}), report_parts.worst_heard([]),
        report_parts.surest_mistakes(nothing),
    ]  # fmt: skip
    assert len(Page(report.html(Report("Nothing", sections))).named("section")) == 6


def test_the_matrix_shows_what_is_confused_most() -> None:
    truth = ["a"] * 5 + ["b"] * 5 + ["c"] * 4 + ["d"]
    said = ["a", "a", "b", "b", "b"] + ["b"] * 4 + ["a"] + ["c"] * 4 + ["a"]
    matrix = report_text.matrix(truth, said, most=2)
    assert matrix.labels == ("a", "b") and matrix.left_out == 2
    assert matrix.counts == ((2, 3), (1, 4))
    assert matrix.shares[0] == (0.4, 0.6)
    assert matrix.pairs == (("a", "b", 3), ("b", "a", 1), ("d", "a", 1))


def test_words_are_aligned_as_the_error_rate_counts_them() -> None:
    found = report_text.aligned("Turn it on, please", "turn off please now")
    assert [(w.change, w.said, w.heard) for w in found if w.change != "equal"] != []
    assert " ".join(w.said for w in found if w.said) == "turn it on please"
    assert " ".join(w.heard for w in found if w.heard) == "turn off please now"
    assert report_text.aligned("…", "oh") == (report_text.Words("insert", "", "oh"),)


def test_better_and_worse_only_where_intervals_part() -> None:
    def verdict(key: str, tuned: list[float], base: list[float]) -> str | None:
        metrics = {key: sum(tuned) / 2, f"{key}_ci": tuned}
        (figure,) = figures.read(metrics, {key: sum(base) / 2, f"{key}_ci": base})
        return figure.verdict

    assert verdict("wer", [0.1, 0.2], [0.3, 0.4]) == "better"
    assert verdict("intent_accuracy", [0.1, 0.2], [0.3, 0.4]) == "worse"
    assert verdict("slot_f1", [0.5, 0.7], [0.3, 0.6]) == "alike"
    assert figures.read({"bleu": 12.0}, {})[0].verdict is None
    assert figures.read({"reply_words": 3}, {"reply_words": 9})[0].verdict is None
    assert figures.read({"wer": None}) == ()

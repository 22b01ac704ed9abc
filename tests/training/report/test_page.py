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
from training.evaluation.types import Metrics, Scores
from training.report import charts, contents, page
from training.report.sections import Case, Charts, FigureTable, Report, Text, WorstCases
from training.trainer.log import Epoch, Log, Step

SCORES = Scores.from_json({
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
})  # fmt: skip
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
    clips = [recognizer.score(said, Transcript("turn the lights & go"), 0.5, 0.1)]
    before = [recognizer.score(said, None, 0.5, 0.1)]
    data = [("an4", "612 clips")]
    return Report(
        "Recognizer <script>",
        [
            contents.about("assistant-train recognizer --data a&b.jsonl", data, base="tiny"),
            *contents.figures_of(SCORES),
            Charts("Training", tuple(charts.curves(LOG))),
            *contents.classifier_sections(scored(), {"reject": 0.4, "confirm": 0.7}),
            *contents.word_errors_of(SCORES.model, SCORES.baseline),
            contents.worst_clips(clips, before),
            Text("Limits", ("English alone.",)),
        ],
        made=datetime(2026, 1, 2, 3, 4),
    )


def test_a_page_needs_nothing_else_and_says_everything(tmp_path: Path, sound: Path) -> None:
    path = page.write(tmp_path / "run", whole(sound))
    text = path.read_text(encoding="utf-8")
    read = Page(text)
    assert not {tag for tag, _ in read.elements} & {"script", "link", "iframe", "b\u003e"}
    for _, attributes in read.elements:
        for name in ("src", "srcset", "href"):
            assert (attributes.get(name) or "#").startswith(("#", "data:audio/flac;", "data:image/svg+xml;"))
    assert not re.findall(r"url\((?!#)|@import", text)
    assert "Recognizer <script>" in read.text and "turn <b>on</b> the light" in read.text
    for words in (
        "a&b.jsonl",
        "612 clips",
        "0.150 to 0.250",
        "−0.200 (−50%)",
        "speaker anna",
        "By age",
        "English alone.",
    ):
        assert words in read.text, words
    assert "prefers-color-scheme: dark" in text and "width=device-width" in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == [page.FILE]


def test_links_inside_the_page_lead_somewhere(sound: Path) -> None:
    text = page.html(whole(sound))
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)', text)) <= set(ids)


def test_a_chart_has_a_picture_for_a_light_and_a_dark_page(sound: Path) -> None:
    read = Page(page.html(whole(sound)))
    light, dark = (
        [row[key] or "" for row in read.named(tag)] for tag, key in (("img", "src"), ("source", "srcset"))
    )
    assert len(light) == len(dark) == 3 + 2 + 2  # curves, calibration, groups
    assert all(row["media"] == "(prefers-color-scheme: dark)" for row in read.named("source"))
    assert all(row["alt"] for row in read.named("img"))
    for address in light + dark:
        kind, _, content = address.partition(";base64,")
        assert kind == "data:image/svg+xml" and b"<svg" in base64.b64decode(content)
    assert not set(light) & set(dark)


def test_the_sound_can_be_played(sound: Path) -> None:
    read = Page(page.html(whole(sound)))
    (audio,) = read.named("audio")
    stored = base64.b64decode((audio["src"] or "").partition(",")[2])
    samples, rate = soundfile.read(io.BytesIO(stored))
    assert rate == 16_000 and np.allclose(samples, soundfile.read(sound)[0], atol=1e-3)


def test_without_sound_anybody_may_read_it_and_more_sound_than_fits_is_left_out(
    tmp_path: Path, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = Report("Classifier", [WorstCases("Worst", (Case("a", "b"),))])
    assert stat.S_IMODE(page.write(tmp_path / "run", silent).stat().st_mode) == 0o644
    monkeypatch.setattr(page, "MOST_SOUND_S", 1.2)
    many = Report("Recognizer", [WorstCases("Worst", (Case("a", "b", sound=sound),) * 4)])
    read = Page(page.html(many))
    assert len(read.named("audio")) == 2 and read.text.count("came out") == 4


def test_empty_sections_make_a_page_too() -> None:
    sections = [
        Charts("Training", tuple(charts.curves(Log([], [])))), FigureTable("Figures", ()),
        contents.confusion("Confused", []), contents.calibration_of([], {}), contents.worst_clips([]),
        contents.surest_mistakes([]), *contents.word_errors_of(Metrics(), None),
    ]  # fmt: skip
    assert len(Page(page.html(Report("Nothing", sections))).named("section")) == 6

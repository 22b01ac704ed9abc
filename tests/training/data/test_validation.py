"""Every check on data that has the fault, and on data that has not."""

import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from rich.console import Console

from models.errors import DataError
from training.cli import app
from training.data import validation
from training.data.findings import Finding, Findings
from training.domain import Domain, IntentTemplates, SlotVocabulary

TEA = Domain(
    name="tea",
    slots={
        "size": SlotVocabulary(values=["small", "big"], synonyms={"big": ["large"]}),
        "name": SlotVocabulary(),
    },
    intents={"order": IntentTemplates()},
)


def manifest(folder: Path, *rows: dict[str, Any] | str) -> Path:
    path = folder / "manifest.jsonl"
    path.write_text("".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in rows), "utf-8")
    return path


def sound(folder: Path, name: str, seconds: float = 1.0, rate: int = 16_000, seed: int = 0) -> str:
    noise = np.random.default_rng([seed, *name.encode()]).uniform(-0.5, 0.5, round(seconds * rate))
    soundfile.write(folder / name, noise, rate)
    return name


def found(report: Findings) -> list[tuple[str, str, int]]:
    """(level, check, line), in the order of lines."""
    return sorted(
        ((f.level, f.check, int(f.where.rpartition(":")[2])) for f in report.findings), key=lambda f: f[2]
    )


def test_sound_data_has_no_findings(tmp_path: Path) -> None:
    rows = [
        {"audio": sound(tmp_path, f"{n}.wav"), "text": f"number {n}", "speaker": f"s{n % 4}", "split": split}
        for n, split in enumerate(["train", "train", "valid", "test"] * 2)
    ]
    report = validation.check(manifest(tmp_path, *rows))
    assert report.n == 8 and not report.findings
    report.refuse_errors()


def test_every_fault_of_a_sound_at_once(tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("no sound at all")
    rows = [
        {"audio": "nowhere.wav", "text": "hello"},
        {"audio": "text.wav", "text": "hello"},
        {"audio": sound(tmp_path, "empty.wav", 0), "text": "hello"},
        {"audio": sound(tmp_path, "click.wav", 0.05), "text": "hello"},
        {"audio": sound(tmp_path, "talk.wav", 31), "text": "hello"},
        {
            "audio": sound(tmp_path, "other.wav", 0.5),
            "text": "this is far more than can be said in half a second",
        },
        {"audio": sound(tmp_path, "phone.wav", rate=8_000), "text": "hello"},
        {"audio": sound(tmp_path, "toy.wav", rate=4_000), "text": "hello"},
        {"audio": sound(tmp_path, "studio.wav", rate=44_100), "text": "hello"},
        {"audio": sound(tmp_path, "wind.wav", 31)},
    ]
    assert found(validation.check(manifest(tmp_path, *rows))) == [
        ("error", "missing-sound", 1),
        ("error", "unreadable-sound", 2),
        ("error", "empty-sound", 3),
        ("error", "short-sound", 4),
        ("error", "long-sound", 5),
        ("warning", "fast-text", 6),
        ("warning", "wrong-rate", 7),
        ("error", "wrong-rate", 8),
    ]


def test_lines_that_cannot_be_read_stand_beside_the_others(tmp_path: Path) -> None:
    overlapping = [
        {"name": name, "value": "tea", "start": 0, "end": end} for name, end in (("size", 3), ("kind", 7))
    ]
    path = manifest(
        tmp_path,
        {"text": "fine"},
        "{",
        {"text": "big tea", "slots": overlapping},
        {"text": " "},
        {"text": "?!", "audio": "nowhere.wav"},
        {"text": "?!"},
        {"text": "a" * 1001},
        {"text": "well", "reply": ""},
    )
    report = validation.check(path)
    assert found(report) == [
        ("error", "line", 2),
        ("error", "line", 3),
        ("error", "line", 4),
        ("error", "empty-text", 5),
        ("error", "missing-sound", 5),
        ("warning", "empty-text", 6),
        ("warning", "long-text", 7),
        ("error", "empty-text", 8),
    ]
    assert report.n == 5
    assert any("size and kind overlap" in f.what for f in report.errors)


def test_names_are_those_of_the_domain(tmp_path: Path) -> None:
    def order(text: str, value: str, slot: str = "size", intent: str = "order") -> dict[str, Any]:
        spans = [{"name": slot, "value": value, "start": 0, "end": len(value)}]
        return {"text": text, "intent": intent, "slots": spans, "split": "train"}

    rows = [
        order("big tea", "big"),
        order("Large tea", "Large"),
        order("ann likes tea", "ann", slot="name"),
        order("hot tea", "hot"),
        order("hot cup", "hot", slot="heat"),
        order("small cup", "small", intent="drink"),
        order("a cup", "a", slot="heat", intent="drink"),
        order("bob likes tea", "bob", slot="name"),
        {"text": "what time is it", "intent": None, "split": "train"},
    ]
    path = manifest(tmp_path, *rows)
    assert not validation.check(path).findings
    assert found(validation.check(path, domains=[TEA])) == [
        ("warning", "unknown-value", 4),
        ("error", "unknown-slot", 5),
        ("error", "unknown-intent", 6),
        ("error", "unknown-intent", 7),
        ("error", "unknown-slot", 7),
    ]
    more = Domain(name="more", extends="home", slots={"heat": SlotVocabulary()})
    assert found(validation.check(path, domains=[TEA, more])) == [
        ("warning", "unknown-value", 4),
        ("warning", "unknown-intent", 6),
        ("warning", "unknown-intent", 7),
    ]


def test_labels_seen_once_or_never_learnt(tmp_path: Path) -> None:
    rows = [
        {"text": "one", "intent": "count", "sentiment": "neutral", "split": "train"},
        {"text": "two", "intent": "count", "sentiment": "positive", "split": "train"},
        {"text": "three", "intent": "wave", "sentiment": "neutral", "split": "train"},
        {"text": "four", "intent": "nod", "sentiment": "neutral", "split": "test"},
        {"text": "five", "intent": "nod", "sentiment": "neutral", "split": "test"},
    ]
    assert found(validation.check(manifest(tmp_path, *rows))) == [
        ("warning", "label-once", 2),
        ("warning", "label-once", 3),
        ("warning", "label-not-learned", 4),
    ]
    assert not validation.check(manifest(tmp_path, *rows[3:])).findings


def spoken(folder: Path, *rows: tuple[str, str, str]) -> Path:
    return manifest(
        folder,
        *(
            {"audio": sound(folder, f"{n}.wav"), "text": text, "speaker": who, "split": split}
            for n, (who, split, text) in enumerate(rows)
        ),
    )


def test_a_speaker_in_two_splits_is_an_error_unless_there_is_only_one(tmp_path: Path) -> None:
    rows = [
        ("ann", "train", "one"),
        ("bob", "train", "two"),
        ("ann", "test", "three"),
        ("bob", "train", "four"),
    ]
    report = validation.check(spoken(tmp_path, *rows))
    assert found(report) == [("error", "speaker-crosses", 3)]
    assert report.errors[0].what == "speaker: ann is in 1 train, 1 test"
    assert found(report.accepting("speaker-crosses")) == [("warning", "speaker-crosses", 3)]
    alone = spoken(tmp_path, *(row for row in rows if row[0] == "ann"))
    assert found(validation.check(alone)) == [("warning", "speaker-crosses", 2)]


def test_the_same_sound_in_two_splits(tmp_path: Path) -> None:
    path = spoken(
        tmp_path,
        ("ann", "train", "one"),
        ("bob", "test", "two"),
        ("ann", "train", "three"),
        ("eve", "valid", "four"),
    )
    (tmp_path / "1.wav").write_bytes((tmp_path / "0.wav").read_bytes())
    (tmp_path / "2.wav").write_bytes((tmp_path / "0.wav").read_bytes())
    report = validation.check(path)
    assert found(report) == [("error", "sound-crosses", 2)]
    assert report.errors[0].what.endswith("manifest.jsonl:1 in train")


def test_sentences_that_several_speakers_say_are_counted_in_one_line(tmp_path: Path) -> None:
    rows = [
        ("ann", "train", "Yes."),
        ("bob", "test", "yes"),
        ("bob", "test", "YES"),
        ("bob", "test", "no"),
        ("eve", "valid", "maybe"),
    ]
    report = validation.check(spoken(tmp_path, *rows))
    assert found(report) == [("warning", "spoken-sentence-crosses", 2)]
    assert "2 of 3 test" in report.warnings[0].what


def test_near_identical_sentences_across_splits(tmp_path: Path) -> None:
    rows = [
        {"text": "turn on the kitchen light", "split": "train"},
        {"text": "Please turn the kitchen lights on!", "split": "train"},
        {"text": "turn the kitchen light on", "split": "test"},
        {"text": "turn off the kitchen light", "split": "test"},
        {"text": "yes", "reply": "Your tea is ready.", "split": "train"},
        {"text": "yes", "reply": "Your car is ready.", "split": "test"},
        {"text": "yes", "reply": "your tea is ready", "split": "valid"},
        {"text": "turn on the kitchen light"},
    ]
    assert found(validation.check(manifest(tmp_path, *rows))) == [
        ("warning", "sentence-crosses", 3),
        ("warning", "sentence-crosses", 7),
    ]


def test_manifests_are_checked_together(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    one = manifest(tmp_path / "a", {"text": "good morning", "split": "train"})
    other = manifest(tmp_path, {"text": "good morning", "split": "test"})
    (finding,) = validation.check(one, other).findings
    assert finding.where == f"{other}:1" and f"{one}:1" in finding.what
    with pytest.raises(DataError, match="no such manifest"):
        validation.check(tmp_path / "nowhere.jsonl")


def errors(n: int) -> Iterable[Finding]:
    return (
        Finding("error", "missing-sound", f"audio: [b]{i}.wav is missing", f"m.jsonl:{i}")
        for i in range(1, n + 1)
    )


def test_a_refusal_names_the_first_twenty() -> None:
    with pytest.raises(DataError) as caught:
        Findings(30, tuple(errors(25))).refuse_errors()
    text = str(caught.value)
    assert text.startswith("m.jsonl:1: ") and "m.jsonl:20: " in text and "m.jsonl:21" not in text
    assert text.endswith("and 5 more.")
    with pytest.raises(DataError) as caught:
        Findings(30, tuple(errors(20))).refuse_errors()
    assert "more" not in str(caught.value)


def test_the_report_for_people_and_for_programs() -> None:
    report = Findings(
        30, (Finding("warning", "label-once", "intent: nod is seen once", "m.jsonl:9"), *errors(25))
    )
    written = io.StringIO()
    Console(width=120, file=written).print(report.table())
    shown = written.getvalue()
    assert (
        "30 examples: 25 errors, 1 warning\n" in shown.replace("  ", "")
        and "m.jsonl:3: audio: [b]3.wav" in shown
    )
    assert "m.jsonl:4" not in shown and shown.index("missing-sound") < shown.index("label-once")
    as_json = json.loads(json.dumps(report.to_json()))
    assert (as_json["n"], as_json["errors"], as_json["warnings"], len(as_json["findings"])) == (30, 25, 1, 26)
    assert as_json["findings"][0] == {
        "level": "warning",
        "check": "label-once",
        "what": "intent: nod is seen once",
        "where": "m.jsonl:9",
    }


def test_prepare_says_what_crosses_the_splits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for index in (0, 30):
        sound(tmp_path, f"7_ann_{index}.wav", rate=16_000)
        sound(tmp_path, f"7_bob_{index}.wav", rate=16_000)
    output = tmp_path / "out" / "digits.jsonl"
    app(["prepare", "fsdd", str(tmp_path), str(output)], standalone_mode=False)
    said = " ".join(capsys.readouterr().err.split())
    assert "4 examples (2 train, 0 valid, 2 test)" in said and "speaker-crosses" in said
    app(["prepare", "fsdd-speakers", str(tmp_path), str(output)], standalone_mode=False)
    assert "speaker-crosses" not in capsys.readouterr().err
    app(["prepare", "clips-rooms", str(rooms(tmp_path)), str(output)], standalone_mode=False)
    assert "Nothing wrong with it" in capsys.readouterr().err


def rooms(folder: Path) -> Path:
    path = folder / "manifest.jsonl"
    path.write_text(
        json.dumps({"file": sound(folder, "hall.wav"), "text": None, "lang": "en", "kind": "rir"})
    )
    return folder


def test_a_text_is_too_fast_by_its_language(tmp_path: Path) -> None:
    rows = [
        {"audio": sound(tmp_path, f"{n}.wav"), "text": text, "speaker": f"s{n}", **language}
        for n, (text, language) in enumerate(
            [("设定二十九度" * 3, {"language": "zh"}), ("设定二十九度", {"language": "zh"}), ("a" * 18, {})]
        )
    ]
    assert found(validation.check(manifest(tmp_path, *rows))) == [("warning", "fast-text", 1)]

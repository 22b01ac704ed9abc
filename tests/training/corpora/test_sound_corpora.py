"""Converters of corpora with sound: on small ones made here in the original format, and on the real ones."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from models.errors import DataError
from models.manifest import Example
from training import domain
from training.corpora import an4, clips, coffee, esc10, fsdd, prepare, speechocean762
from training.data import splits

Shared = Callable[[str], Path]


def lines(path: Path, *rows: dict[str, Any]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def empty(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def speakers_cross(examples: Iterable[Example]) -> dict[str, set[str | None]]:
    found = defaultdict(set)
    for example in examples:
        found[example.speaker or ""].add(example.split)
    return {name: splits for name, splits in found.items() if len(splits) > 1}


def offsets_match(examples: Iterable[Example]) -> bool:
    return all(e.text and e.text[s.start : s.end] == s.value for e in examples for s in e.slots or ())


def sounds_exist(examples: Iterable[Example]) -> bool:
    return all(e.audio and e.audio.is_file() for e in examples)


class TestAn4:
    def test_held_back_speakers_are_test_and_the_others_are_not(self, tmp_path: Path) -> None:
        names = [*sorted(an4.HELD_BACK)[:2], *(f"talker{n}" for n in range(10))]
        lines(
            tmp_path / "train.jsonl",
            *({"file": f"train/{n}/a.flac", "speaker": n, "text": "N O"} for n in names),
        )
        examples = list(an4.convert(tmp_path))
        assert [e.split for e in examples[:2]] == ["test", "test"]
        assert Counter(e.split for e in examples[2:]) == {"train": 9, "valid": 1}
        assert examples[0] == Example(
            text="n o", audio=tmp_path / f"train/{names[0]}/a.flac", speaker=names[0], split="test"
        )

    def test_upstreams_own_form_gives_the_same(self, tmp_path: Path) -> None:
        (tmp_path / "etc").mkdir()
        (tmp_path / "etc/an4_train.fileids").write_text("an4_clstk/ann/an1-ann-b\nan4_clstk/bob/cen2-bob-b\n")
        transcription = tmp_path / "etc/an4_train.transcription"
        transcription.write_text("<s> GO </s> (an1-ann-b)\n <s> T E A  </s> (cen2-bob-b)\n")
        first, second = an4.convert(tmp_path)
        assert (first.text, first.speaker, first.audio) == (
            "go",
            "ann",
            tmp_path / "wav/an4_clstk/ann/an1-ann-b.sph",
        )
        assert (second.text, second.speaker) == ("t e a", "bob")
        transcription.write_text("<s> GO </s> (an1-ann-b)\n<s> NO </s> (an9-eve-b)\n")
        with pytest.raises(DataError, match=r"an4_train\.transcription:2"):
            list(an4.convert(tmp_path))

    def test_a_wrong_line_is_named(self, tmp_path: Path) -> None:
        lines(
            tmp_path / "train.jsonl",
            {"file": "a.flac", "speaker": "ann", "text": "GO"},
            {"file": "b.flac", "text": "GO"},
        )
        with pytest.raises(DataError, match=r"train\.jsonl:2: speaker: "):
            list(an4.convert(tmp_path))
        with pytest.raises(DataError, match="cannot be read"):
            list(an4.convert(tmp_path / "nowhere"))

    def test_real(self, shared_data: Shared) -> None:
        examples = list(an4.convert(shared_data("an4")))
        assert Counter(e.split for e in examples) == {"train": 640, "valid": 52, "test": 256}
        assert not speakers_cross(examples) and sounds_exist(examples)
        speakers = {e.speaker or "" for e in examples}
        assert len(speakers) == 74
        assert Counter(g["gender"] for g in an4.groups(shared_data("an4")).values()) == {"m": 53, "f": 21}
        first = sorted(speakers, key=lambda name: hashlib.sha256(name.encode()).digest())[:20]
        assert set(first) == an4.HELD_BACK == {e.speaker for e in examples if e.split == "test"}


class TestSpeechocean762:
    def test_speakers_stay_together(self, tmp_path: Path) -> None:
        rows = [
            {"file": f"train/{n}/{k}.flac", "speaker": n, "age": 9, "gender": "f", "text": "I SEE A BIRD"}
            for n in range(20)
            for k in "ab"
        ]
        lines(tmp_path / "train.jsonl", *({**row, "speaker": str(row["speaker"])} for row in rows))
        examples = list(speechocean762.convert(tmp_path))
        assert not speakers_cross(examples)
        assert Counter(e.split for e in examples) == {"train": 32, "valid": 4, "test": 4}
        assert {e.text for e in examples} == {"i see a bird"}

    def test_kaldis_form_keeps_upstreams_test(self, tmp_path: Path) -> None:
        tables = {
            "wav.scp": "{0}9\tWAVE/SPEAKER{0}/{0}9.WAV",
            "text": "{0}9\tMY CAT SLEEPS",
            "utt2spk": "{0}9 {0}",
            "spk2age": "{0} 31",
            "spk2gender": "{0} f",
        }
        for part, speakers in (("train", ["0001", "0002"]), ("test", ["0003"])):
            (tmp_path / part).mkdir()
            for name, form in tables.items():
                (tmp_path / part / name).write_text("".join(form.format(s) + "\n" for s in speakers))
        assert speechocean762.groups(tmp_path)["0003"] == {"gender": "f", "age": "30 to 39"}
        examples = list(speechocean762.convert(tmp_path))
        assert [e.speaker for e in examples] == ["0001", "0002", "0003"]
        assert {e.split for e in examples[:2]} == {"train", "valid"} and examples[2].split == "test"
        assert (
            examples[2].audio == tmp_path / "WAVE/SPEAKER0003/00039.WAV"
            and examples[2].text == "my cat sleeps"
        )
        (tmp_path / "train/text").write_text("00019\tMY CAT\n77779\tMY DOG\n")
        with pytest.raises(DataError, match="text:2"):
            list(speechocean762.convert(tmp_path))

    def test_real(self, shared_data: Shared) -> None:
        examples = list(speechocean762.convert(shared_data("speechocean762")))
        assert Counter(e.split for e in examples) == {"train": 515, "valid": 50, "test": 60}
        assert not speakers_cross(examples) and sounds_exist(examples)
        groups = speechocean762.groups(shared_data("speechocean762"))
        assert {e.speaker for e in examples} == groups.keys() and len(groups) == 125
        assert Counter(g["age"] for g in groups.values())["0 to 9"] == 36


GRAMMAR = """
context:
  expressions:
    orderTea: ["[brew, I want] a $size:size $leaf:leaf tea"]
  slots:
    size: [big, small, medium]
    leaf: [green, "medium dark", black]
"""


class TestCoffee:
    def test_slots_are_found_in_the_text(self, tmp_path: Path) -> None:
        row = {
            "audio": "clips/1.flac",
            "text": "a medium medium dark tea",
            "intent": "orderTea",
            "distance": 0.1,
        }
        lines(
            tmp_path / "manifest.jsonl",
            {
                **row,
                "slots": {"size": "medium", "leaf": "medium dark"},
                "heard": "A medium, medium dark tea.",
            },
            {**row, "slots": {"size": "medium"}, "distance": 0.4},
        )
        (example,) = coffee.convert(tmp_path)
        assert (
            example.audio == tmp_path / "clips/1.flac"
            and example.split == "test"
            and example.intent == "orderTea"
        )
        assert [(s.name, s.start, s.end) for s in example.slots or ()] == [("size", 2, 8), ("leaf", 9, 20)]

    def test_a_slot_that_is_not_said_is_an_error(self, tmp_path: Path) -> None:
        row = {
            "audio": "1.flac",
            "text": "smaller tea",
            "intent": "orderTea",
            "distance": 0,
            "slots": {"size": "small"},
        }
        lines(tmp_path / "manifest.jsonl", row)
        with pytest.raises(DataError, match=r"manifest\.jsonl:1: slots: size"):
            list(coffee.convert(tmp_path))

    def test_sentences_get_the_grammars_slots(self, tmp_path: Path) -> None:
        (tmp_path / "grammar.yaml").write_text(GRAMMAR)
        (tmp_path / "corpus.txt").write_text("brew a medium dark tea\n\nI want a big  black tea\n")
        first, second = coffee.convert_text(tmp_path)
        assert [(s.name, s.value) for s in first.slots or ()] == [("leaf", "medium dark")]
        assert [(s.name, s.value) for s in second.slots or ()] == [("size", "big"), ("leaf", "black")]
        assert (
            second.text == "I want a big black tea"
            and second.intent == "orderTea"
            and offsets_match([first, second])
        )
        (tmp_path / "grammar.yaml").write_text("context: {slots: 3}")
        with pytest.raises(DataError, match="grammar"):
            list(coffee.convert_text(tmp_path))

    def test_the_grammar_becomes_a_domain(self, tmp_path: Path) -> None:
        (tmp_path / "grammar.yaml").write_text(GRAMMAR)
        (tmp_path / "corpus.txt").write_text("brew a medium dark tea\n")
        prepare.corpus("coffee-text", tmp_path, tmp_path / "tea.jsonl")
        tea = domain.read(tmp_path / "tea.toml")
        assert tea.slots["leaf"].values == ["green", "medium dark", "black"]
        said = {str(e.text) for e in domain.expand(tea)}
        assert {"brew a big green tea", "I want a small medium dark tea"} & said
        every = {
            f"{do} a {size} {leaf} tea"
            for do in ("brew", "I want")
            for size in tea.slots["size"].values
            for leaf in tea.slots["leaf"].values
        }
        assert said <= every

    def test_real(self, shared_data: Shared) -> None:
        folder = shared_data("coffee")
        examples = list(coffee.convert(folder))
        assert len(examples) == 318 and {e.split for e in examples} == {"test"}
        assert offsets_match(examples) and sounds_exist(examples)
        written = list(coffee.convert_text(folder))
        assert (
            len(written) == 432
            and offsets_match(written)
            and {e.split for e in written} == {"train", "valid"}
        )
        assert all("coffeeDrink" in {s.name for s in e.slots or ()} for e in (*examples, *written))


class TestFsdd:
    def test_names_say_all(self, tmp_path: Path) -> None:
        empty(tmp_path / "recordings", "7_ann_0.wav", "7_ann_5.wav", "0_bob_12.wav")
        examples = list(fsdd.convert(tmp_path))
        assert [(e.text, e.speaker, e.split) for e in examples] == [
            ("zero", "bob", "train"),
            ("seven", "ann", "test"),
            ("seven", "ann", "valid"),
        ]
        apart = list(splits.assign(fsdd.convert_speakers(tmp_path)))
        assert not speakers_cross(apart) and {e.split for e in apart} == {"train", "test"}

    @pytest.mark.parametrize("name", ["seven_ann_0.wav", "7_ann.wav"])
    def test_another_name_is_an_error(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(DataError, match="no \\.wav"):
            list(fsdd.convert(tmp_path))
        empty(tmp_path, name)
        with pytest.raises(DataError, match=name):
            list(fsdd.convert(tmp_path))

    def test_real(self, shared_data: Shared) -> None:
        folder = shared_data("fsdd")
        assert Counter(e.split for e in fsdd.convert(folder)) == {"train": 2050, "valid": 200, "test": 250}
        apart = list(splits.assign(fsdd.convert_speakers(folder)))
        assert Counter(e.split for e in apart) == {
            "train": 1500,
            "valid": 500,
            "test": 500,
        } and not speakers_cross(apart)


class TestEsc10:
    def test_folds_are_the_split(self, tmp_path: Path) -> None:
        empty(tmp_path, "001 - Bell/1-11-A.ogg", "rain/3-12-b.ogg", "rain/4-13-a.ogg")
        assert {e.audio and e.audio.name: e.split for e in esc10.convert(tmp_path)} == {
            "1-11-A.ogg": "train", "3-12-b.ogg": "train", "4-13-a.ogg": "test"
        }  # fmt: skip
        empty(tmp_path, "rain/recording.ogg")
        with pytest.raises(DataError, match=r"recording\.ogg"):
            list(esc10.convert(tmp_path))

    def test_esc50s_table_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "meta").mkdir()
        table = tmp_path / "meta/esc50.csv"
        table.write_text("filename,fold,esc10\n1-1-A-0.wav,1,True\n2-1-A-9.wav,2,False\n5-1-A-0.wav,5,True\n")
        assert [(e.audio, e.split) for e in esc10.convert(tmp_path)] == [
            (tmp_path / "audio/1-1-A-0.wav", "train"), (tmp_path / "audio/5-1-A-0.wav", "test")
        ]  # fmt: skip
        table.write_text("filename,fold,esc10\n1-1-A-0.wav,one,True\n")
        with pytest.raises(DataError, match=r"esc50\.csv:2"):
            list(esc10.convert(tmp_path))
        table.write_text("file\n")
        with pytest.raises(DataError, match=r"esc50\.csv:1"):
            list(esc10.convert(tmp_path))

    def test_real(self, shared_data: Shared) -> None:
        examples = list(esc10.convert(shared_data("esc10")))
        assert Counter(e.split for e in examples) == {"train": 240, "test": 80} and sounds_exist(examples)
        assert not any(e.text for e in examples)


class TestClips:
    def test_english_speech_with_text_and_rooms(self, tmp_path: Path) -> None:
        lines(
            tmp_path / "manifest.jsonl",
            {"file": "a.wav", "text": "Good morning.", "lang": "en", "kind": "speech", "seconds": 1.0},
            {"file": "b.wav", "text": "Guten Morgen.", "lang": "de", "kind": "speech"},
            {"file": "c.wav", "text": None, "lang": "en", "kind": "speech"},
            {"file": "d.wav", "text": None, "lang": "en", "kind": "rir"},
        )
        assert list(clips.convert(tmp_path)) == [
            Example(text="Good morning.", audio=tmp_path / "a.wav", split="test")
        ]
        assert list(clips.convert_rooms(tmp_path)) == [Example(audio=tmp_path / "d.wav", split="train")]

    def test_real(self, shared_data: Shared) -> None:
        folder = shared_data("clips")
        spoken, rooms = list(clips.convert(folder)), list(clips.convert_rooms(folder))
        assert (len(spoken), len(rooms)) == (11, 5) and sounds_exist([*spoken, *rooms])

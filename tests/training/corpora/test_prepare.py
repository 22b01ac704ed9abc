"""A prepared corpus: its manifest and its domain."""

from pathlib import Path

from models import manifest
from tests.fixtures.corpora import lines
from training import domain
from training.corpora.prepare import prepare_corpus

GRAMMAR = "context:\n  expressions:\n    order: ['a $leaf:leaf tea']\n  slots:\n    leaf: [green, black]\n"


def test_a_manifest_carries_what_is_known_of_the_speakers(tmp_path: Path) -> None:
    lines(
        tmp_path / "train.jsonl",
        *({"file": f"{n}.wav", "speaker": n, "text": "GO"} for n in ("fann", "mbob", "mjim")),
    )
    output = tmp_path / "an4.jsonl"
    made = prepare_corpus("an4", tmp_path, output)
    assert [(e.text, e.speaker, e.gender, e.split) for e in manifest.read(output)] == [
        (e.text, e.speaker, e.gender, e.split) for e in made
    ]
    assert all(e.split for e in made)
    assert {e.speaker: e.gender for e in made} == {"fann": "f", "mbob": "m", "mjim": "m"}


def test_a_grammar_becomes_a_domain_beside_the_manifest(tmp_path: Path) -> None:
    (tmp_path / "grammar.yaml").write_text(GRAMMAR, encoding="utf-8")
    (tmp_path / "corpus.txt").write_text("a green tea\n", encoding="utf-8")
    prepare_corpus("coffee-text", tmp_path, tmp_path / "tea.jsonl")
    assert domain.read(tmp_path / "tea.toml").intents["order"].sentences == ["a {leaf} tea"]

"""Models trained on recordings are found again."""

from __future__ import annotations

from pathlib import Path

from models import paths
from models.bundles import provenance
from models.weights import store
from tests.fixtures import gpt_files


def test_models_that_learned_from_an_example_are_found() -> None:
    cat, dog = "2026-11-22/193005-041200.flac", "text-0123"
    old, new = paths.bundles() / "mine" / "1", paths.bundles() / "mine" / "2"
    run = paths.runs() / "personal" / "2"
    provenance.mark(old, [dog])
    provenance.mark(new, [dog, cat])
    provenance.mark(run, [cat])
    (paths.runs() / "classifier" / "other").mkdir(parents=True)
    assert provenance.learners({cat}) == (new, run)
    assert set(provenance.learners({dog})) == {old, new}
    assert provenance.learners({"something else"}) == ()
    assert provenance.learned_from(new) == {cat, dog}


def test_engines_of_such_models_are_found(tmp_path: Path) -> None:
    bundle = paths.bundles() / "mine" / "1"
    provenance.mark(bundle, ["text-0123"])
    gpt_files.make(bundle / "generator")
    engine = store.engine(bundle / "generator", "gpt")
    assert provenance.learned_from(engine) == {"text-0123"}
    assert set(provenance.learners({"text-0123"})) == {bundle, engine}
    # one that was made before it was written down what the model learned from
    (engine / store.LEARNED_FROM).unlink()
    assert set(provenance.learners({"text-0123"})) == {bundle, engine}


def test_a_model_that_was_half_written_is_found_too() -> None:
    run = paths.runs() / "personal" / "1"
    provenance.mark(run, ["text-0123"])
    (run / "recognizer").mkdir()
    (run / "recognizer" / "adapter_config.json").write_text('{"base_model_name_or_path": "whisper-base"}')
    assert provenance.learners({"text-0123"}) == (run,)

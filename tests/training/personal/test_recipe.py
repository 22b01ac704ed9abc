"""The whole command on tiny models: trained, proved, in use; or refused, and nothing changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from models import nlu, paths, recordings
from models.bundles import bundle, promotion, provenance
from models.errors import CheckpointError
from models.manifest import Example
from training.evaluation.recognizer import ScoredClip
from training.personal import proof, recipe
from training.personal.command import show
from training.personal.config import PersonalConfig
from training.personal.dial import Dial, DialSetting
from training.personal.proof import OWN

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:transformers")
Record = Callable[..., list[Example]]


def goes_all_the_way(
    self: Dial, learned: Sequence[Example], held: Sequence[Example], state: Callable[[str], Path], _: object
) -> DialSetting:
    """In place of the dial: a random Whisper gains nothing."""
    self._trainer.fit(learned, state("recognizer"))
    return DialSetting(1.0, proof.errors([1], [0], [2], proof.LEFT_OUT))


def promoted(made: bundle.Bundle) -> bool:
    return bundle.resolve().folder == made.folder


def test_recordings_become_a_bundle_that_is_in_use(
    recorded: Record,
    personal_settings: PersonalConfig,
    in_use: bundle.Bundle,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recorded(12)
    promotion.use(str(in_use.folder))
    monkeypatch.setattr(Dial, "turn", goes_all_the_way)
    result = recipe.main(personal_settings, curve=True, on="cpu", command="assistant-train personal")
    run = paths.runs() / "personal" / "personal-1"
    ids = {recordings.identity(e) for e in recordings.read()}
    assert provenance.learned_from(run) == ids
    assert "Your own assistant" in (run / "report.html").read_text("utf-8")
    assert [n for n, _ in result.curve] == [0, 4, 9]
    kinds = {(c.figure, c.on) for c in result.changes}
    assert ("word error rate", OWN) in kinds and (
        "word error rate",
        "general speech (spoken sentences)",
    ) in kinds
    # a random Whisper hears nothing right, so nothing can get worse
    made = result.promoted
    assert made and made.name == "personal" and made.version == "1" and promoted(made)
    assert provenance.learned_from(made.folder) == ids and set(provenance.learners(ids)) >= {run, made.folder}
    told = json.loads((made.folder / "metrics.json").read_text("utf-8"))
    assert told["figures"] and told["proof"]["promoted"] is False and told["made"]
    assert "turn on the light" not in (made.folder / "README.md").read_text("utf-8")
    # the owner's new intent has a row of its own
    assert "sing" in nlu.load(made.classifier).intents
    show(result, json_lines=True)
    assert json.loads(capsys.readouterr().out)["bundle"] == "personal@1"
    promotion.rollback()
    assert bundle.resolve().name == "tiny"


def test_what_is_worse_is_refused_and_said(
    recorded: Record,
    personal_settings: PersonalConfig,
    in_use: bundle.Bundle,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recorded(12, labelled=False)
    monkeypatch.setattr(Dial, "turn", goes_all_the_way)
    # who must gain all of it cannot
    strict = personal_settings.model_copy(update={"margin": -1.0})
    result = recipe.main(
        strict, recognizer=in_use.recognizer, classifier=in_use.classifier, curve=False, on="cpu"
    )
    assert result.promoted is None and bundle.resolve().folder == paths.released()
    assert not list((paths.bundles()).glob("personal/*"))
    show(result, json_lines=False)
    said = " ".join(capsys.readouterr().out.split())
    assert "would lose more than -1" in said and "everything stays as it was" in said
    assert "classifier: it stays as it is: no recording and no correction says which intent it has" in said


def test_a_run_with_other_recordings_is_not_resumed(
    recorded: Record, personal_settings: PersonalConfig, in_use: bundle.Bundle
) -> None:
    recorded(12)
    with pytest.raises(CheckpointError, match="no run to resume with these recordings"):
        recipe.main(
            personal_settings,
            recognizer=in_use.recognizer,
            classifier=in_use.classifier,
            resume=True,
            on="cpu",
        )


def test_an_interrupted_run_goes_on_with_what_is_finished(
    recorded: Record,
    personal_settings: PersonalConfig,
    in_use: bundle.Bundle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recorded(12)
    monkeypatch.setattr(Dial, "turn", goes_all_the_way)
    begun = {"recognizer": in_use.recognizer, "classifier": in_use.classifier, "generator": in_use.generator}

    def stop(*_: object, **__: object) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(recipe, "train_classifier", stop)
        with pytest.raises(KeyboardInterrupt):
            recipe.main(personal_settings, **begun, curve=False, on="cpu")
    made = paths.runs() / "personal" / "personal-1" / "recognizer" / "adapter_model.safetensors"
    written = made.stat().st_mtime_ns
    result = recipe.main(personal_settings, **begun, curve=False, resume=True, on="cpu")
    assert made.stat().st_mtime_ns == written and result.promoted is not None


def test_nothing_to_learn_is_said_and_nothing_is_trained(
    recorded: Record,
    personal_settings: PersonalConfig,
    in_use: bundle.Bundle,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recorded(12, labelled=False)
    begun = {"recognizer": in_use.recognizer, "classifier": in_use.classifier}
    none = DialSetting(0.0, proof.errors([1], [1], [2], proof.LEFT_OUT))
    with monkeypatch.context() as patched:
        patched.setattr(Dial, "turn", lambda *_: none)
        gained = recipe.main(personal_settings, **begun, curve=False, on="cpu")
    assert gained.promoted is None and gained.share == 0.0
    assert "nothing would be gained" in gained.verdicts[0].reasons[0]
    monkeypatch.setattr(ScoredClip, "wrong", 0)
    heard = recipe.main(personal_settings, **begun, curve=False, on="cpu")
    assert heard.promoted is None and heard.share is None and not heard.changes
    show(heard, json_lines=False)
    assert "nothing to learn, all 12 recordings are heard without an error" in " ".join(
        capsys.readouterr().out.split()
    )

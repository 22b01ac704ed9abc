"""The construction of the program's parts from a configuration."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant import factory
from assistant.config import Config
from assistant.conversation.dialogue import Dialogue
from assistant.corrections.spoken import CorrectionResponder
from assistant.memory.conversation_log import Recorder
from assistant.memory.database import Database
from models import paths
from models.errors import CheckpointError
from models.types import Message, Understanding
from tests.fixtures.commands import command, understood


class Clocks:
    """A classifier of questions for the time."""

    intents = ("datetime_query",)

    def understand(self, text: str, context: Sequence[Message] = ()) -> Understanding:
        return understood(command(text, "datetime_query", act="question"))


def test_folders_replace_parts_of_the_bundle(tmp_path: Path) -> None:
    released = factory.models(Config())
    assert released.classifier == str(paths.released() / "classifier")
    chosen = factory.models(Config(classifier_dir=str(tmp_path)))
    assert (chosen.classifier, chosen.recognizer) == (str(tmp_path), released.recognizer)


def test_only_skills_that_the_classifier_can_invoke_are_used() -> None:
    assistant = factory.assistant(Config(), Clocks(), None)
    names = {skill.name for skill in assistant.skills.skills}
    assert "clock" in names and "lights" not in names
    assert "lights" in {problem.skill for problem in assistant.skills.problems}
    reply = assistant.responder.respond(Clocks().understand("what time is it"), Dialogue())
    assert reply.action is not None and reply.action.skill == "clock"


def test_spoken_corrections_need_a_recorder() -> None:
    assistant = factory.assistant(Config(), Clocks(), None, recorder=Recorder(False, lambda error: None))
    assert isinstance(assistant.responder, CorrectionResponder)
    assert factory.confirmation_policy(Config()) is None


def test_a_memory_and_a_clock_of_its_own(tmp_path: Path) -> None:
    database, noon = Database(tmp_path / "memory.sqlite3"), datetime(2026, 11, 22, 12, tzinfo=UTC)
    assistant = factory.assistant(Config(), Clocks(), None, database=database, clock=lambda: noon)
    reply = assistant.responder.respond(Clocks().understand("what time is it"), Dialogue())
    assert list(reply.sentences) == ["It's noon."]
    assert database.file.exists() and not paths.state().exists()


def test_an_error_of_one_model_is_told_when_all_have_ended(tmp_path: Path) -> None:
    config = Config(
        classifier_dir=str(tmp_path / "none"), generator_dir=str(tmp_path / "neither"), device="cpu"
    )
    with pytest.raises(CheckpointError, match="no such classifier folder"):
        factory.load(config)


@pytest.mark.weights
def test_models_are_loaded_in_torch_too(weights: Path) -> None:
    loaded = factory.load(Config(device="cpu", engine="torch"), hears=True)
    assert loaded.classifier.understand("what time is it").intent == "datetime_query"
    assert loaded.generator is not None and loaded.recognizer is not None


@pytest.mark.weights
def test_models_are_loaded_as_far_as_they_are_needed(weights: Path) -> None:
    understanding = factory.load(Config(device="cpu"), replies=False)
    assert understanding.generator is None and understanding.recognizer is None
    assert understanding.classifier.understand("what time is it").intent == "datetime_query"
    replying = factory.load(Config(device="cpu"), hears=True)
    assert replying.generator is not None and replying.recognizer is not None

"""A classifier's description: written, read back, missing, damaged."""

from pathlib import Path

import pytest

from models.errors import CheckpointError
from models.nlu import labels
from models.nlu.files import DESCRIPTION
from models.nlu.labels import (
    ACTS,
    MODIFIERS,
    RELATIONS,
    ClosedVocabulary,
    Description,
    Labels,
    Temperatures,
    Thresholds,
)


def test_tags_are_outside_and_two_for_each_slot() -> None:
    assert Labels(slots=("date", "room")).tags == ("O", "B-date", "I-date", "B-room", "I-room")
    assert Labels().tags == ()


def test_commands_and_modifiers_are_tagged_alike() -> None:
    assert Labels(boundaries=True).boundary_tags == ("O", "B-command", "I-command")
    assert Labels(modifiers=MODIFIERS[:2]).modifier_tags == ("O", "B-all", "I-all", "B-except", "I-except")
    assert Labels().boundary_tags == Labels().modifier_tags == ()


def test_the_higher_of_each_threshold() -> None:
    one, two = Thresholds(reject=0.1, confirm=0.9), Thresholds(reject=0.3, confirm=0.5, request=0.6)
    assert one.at_least(two) == two.at_least(one) == Thresholds(reject=0.3, confirm=0.9, request=0.6)


def test_a_description_reads_back_as_it_was_written(tmp_path: Path) -> None:
    written = Description(
        base="tiny",
        labels=Labels(
            intents=("on", "off"),
            slots=("size",),
            sentiments=("neutral",),
            out_of_scope=True,
            acts=ACTS,
            relations=RELATIONS,
            danger=True,
            boundaries=True,
            modifiers=MODIFIERS,
        ),
        temperatures=Temperatures(act=1.5),
        vocabularies={"size": ClosedVocabulary(values=("small",), synonyms={"small": ("little",)})},
    )
    labels.write(tmp_path, written)
    assert labels.read(tmp_path) == written


def test_a_description_of_the_first_heads_alone_is_read(tmp_path: Path) -> None:
    (tmp_path / DESCRIPTION).write_text('{"format": 1, "base": "tiny", "labels": {"intents": ["on"]}}')
    found = labels.read(tmp_path).labels
    assert (found.acts, found.relations, found.danger, found.boundaries) == ((), (), False, False)


def test_a_missing_description_is_named(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=DESCRIPTION):
        labels.read(tmp_path)


@pytest.mark.parametrize("content", ['{"base": "tiny"}', '{"base": "tiny", "labels": {"colours": []}}', "{"])
def test_a_damaged_description_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / DESCRIPTION).write_text(content)
    with pytest.raises(CheckpointError):
        labels.read(tmp_path)


@pytest.mark.parametrize(
    "field",
    [
        '"temperatures": {"intent": NaN}', '"temperatures": {"intent": 0}', '"temperatures": {"act": -1.0}',
        '"thresholds": {"reject": NaN}', '"thresholds": {"confirm": Infinity}',
        '"thresholds": {"confirm": 1.5}', '"thresholds": {"request": -0.1}',
    ],
)  # fmt: skip
def test_numbers_that_no_decision_can_use_are_refused(tmp_path: Path, field: str) -> None:
    (tmp_path / "classifier.json").write_text(f'{{"base": "a", "labels": {{}}, {field}}}')

    with pytest.raises(CheckpointError, match="is not a classifier's description"):
        labels.read(tmp_path)


def test_a_label_is_named_once(tmp_path: Path) -> None:
    (tmp_path / "classifier.json").write_text('{"base": "a", "labels": {"intents": ["on", "off", "on"]}}')

    with pytest.raises(CheckpointError, match="on is named twice"):
        labels.read(tmp_path)

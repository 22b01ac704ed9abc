"""The domain beside a classifier: written, read back, absent, damaged."""

from pathlib import Path

import pytest

from models.errors import CheckpointError
from models.manifest import SlotLabel
from models.nlu import domain
from models.nlu.domain import DomainDescription, DomainSentence, DomainSlot


def test_a_domain_reads_back_as_it_was_written(tmp_path: Path) -> None:
    size = DomainSlot(values=("small", "eight ounce"), synonyms={"eight ounce": ("8 oz",)})
    sentence = DomainSentence(text="a small tea", intent="order", slots=(SlotLabel("size", "small", 2, 7),))
    written = DomainDescription(
        name="tea", slots={"size": size, "cake": DomainSlot(examples=("scone",))},
        replies={"order": "One {size} tea."}, sentences=(sentence,),
    )  # fmt: skip
    domain.write(tmp_path, written)
    assert domain.read(tmp_path) == written
    assert [path.name for path in tmp_path.glob("domain*")] == ["domain.json"]


def test_a_classifier_without_a_domain_has_none(tmp_path: Path) -> None:
    assert domain.read(tmp_path) is None


def test_a_damaged_domain_is_named(tmp_path: Path) -> None:
    (tmp_path / "domain.json").write_text('{"name": "tea", "slotz": {}}', encoding="utf-8")
    with pytest.raises(CheckpointError, match="slotz"):
        domain.read(tmp_path)


def test_a_domains_words_are_those_of_its_sentences_and_slots_as_they_are_said() -> None:
    size = DomainSlot(values=("small",), synonyms={"small": ("8 oz",)})
    sentence = DomainSentence(text="Get me a tea!", intent="order")
    tea = DomainDescription(name="tea", slots={"size": size, "cake": DomainSlot(examples=("scone",))},
                            sentences=(sentence,))  # fmt: skip
    assert domain.words_of(tea) - {"!"} == {"get", "me", "a", "tea", "small", "eight", "ounces", "scone"}

"""The prompts that a checkpoint names."""

from pathlib import Path

import pytest

from models.errors import CheckpointError
from models.lm.prompts.few_shot import FewShot
from models.lm.prompts.loading import FILE, of_checkpoint, write_prompts
from models.lm.prompts.trained import Trained


def test_a_base_gets_few_shot_prompts(tmp_path: Path) -> None:
    assert isinstance(of_checkpoint(tmp_path), FewShot)


def test_a_trained_generator_keeps_its_learned_words(tmp_path: Path) -> None:
    write_prompts(tmp_path, {"aye", "captain"})
    assert of_checkpoint(tmp_path) == Trained(frozenset({"aye", "captain"}))
    # written by an earlier version
    (tmp_path / FILE).write_text('{"prompts": "trained", "taught": ["aye"]}')
    assert of_checkpoint(tmp_path).learned_words == {"aye"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{}", "does not name the prompts"),
        ("[]", "is no JSON object"),
        ('{"prompts": "of tomorrow"}', "'of tomorrow', which this version does not know"),
        ('{"prompts": "trained", "learned_words": 3}', "no list of words"),
    ],
)
def test_another_content_is_refused(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / FILE).write_text(content)
    with pytest.raises(CheckpointError, match=message):
        of_checkpoint(tmp_path)

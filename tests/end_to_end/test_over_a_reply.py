"""What ends a reply, by the words alone, with the released classifier and attention head."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import factory
from assistant.commands.talk import interruption
from assistant.listening.attention import Attention
from assistant.listening.modes import AttentionConfig
from assistant.turn import Recognition
from models import nlu, paths
from models.types import Transcript

pytestmark = [pytest.mark.weights, pytest.mark.filterwarnings("ignore::FutureWarning:transformers")]
REPLY = "It rains in Rome."

Ends = Callable[[str], bool]


@pytest.fixture
def ends(weights: Path) -> Ends:
    classifier = nlu.load(paths.released() / "classifier", device="cpu", engine="int8")

    def said(text: str) -> bool:
        attention = Attention(AttentionConfig(), factory.attention_head())
        return interruption(classifier, attention)(Recognition("microphone", Transcript(text)), REPLY)

    return said


def test_what_is_said_to_the_reply_ends_it(ends: Ends) -> None:
    phrases = """
        wait|next|hold on|skip that|never mind|enough|be quiet|hang on a second|wait a minute|forget it|pause
        one moment|not that one|say that again|louder please|what was that|let me think|that's wrong|cancel
        move on|no wait|give me a second|leave it|repeat that|too loud|you can stop now
    """
    texts = [text.strip() for line in phrases.splitlines() for text in line.split("|") if text.strip()]
    assert [text for text in texts if not ends(text)] == []


def test_who_wants_to_hear_more_is_told_more(ends: Ends) -> None:
    assert [text for text in ("go on", "keep going", "carry on", "continue") if ends(text)] == []


def test_others_end_none(ends: Ends) -> None:
    said = """
        wait for me at the station|the next morning she was gone|he told them to hold on to the rope
        they never minded the rain|i have had enough of this town he said|she skipped school again
        we will repeat this until they listen|no he never came back from the war|that was wrong of him
        he had enough|he would not stop|we waited all day|she said no again|you never listen
    """
    texts = [text.strip() for line in said.splitlines() for text in line.split("|") if text.strip()]
    assert [text for text in texts if ends(text)] == []

"""The few-shot examples keep the rules that a good reply keeps."""

from models.lm.checks.facts import missing_facts
from models.lm.prompts.examples import CHATS, PARAPHRASES, STATEMENTS


def test_every_kind_has_examples() -> None:
    assert {"home", "timers"} <= PARAPHRASES.keys()
    assert {"talk", "sad", "glad", "insult"} <= CHATS.keys()
    assert all(PARAPHRASES.values()) and all(CHATS.values())


def test_every_statement_states_its_facts() -> None:
    assert not [sentence for _, facts, sentence in STATEMENTS if missing_facts(sentence, facts)]

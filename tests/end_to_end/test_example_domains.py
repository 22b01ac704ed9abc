"""The example domains: each is whole, its replies read well, and what is understood is answered."""

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.gate import Gate
from assistant.conversation.responder import DialogueResponder
from assistant.memory.database import Database
from assistant.memory.plans import Plans
from assistant.memory.profile import Profile
from assistant.memory.undo import UndoLog
from assistant.skills.domain.own_domain import OwnDomain
from models import manifest
from models.manifest import Example
from models.nlu import decoding
from models.nlu.bio import bio_encode
from models.nlu.domain import ENTRIES
from models.nlu.labels import ClosedVocabulary
from models.nlu.words import words
from models.text.templates import fill, used
from models.types import Command, Understanding
from training import domain
from training.data import validation

FOLDER = Path(__file__).parents[2] / "examples" / "domains"
NAMES = ("cafe", "health_diary", "study_helper")

SAID = {
    "cafe": {
        "flat white with oat milk for me": "One flat white with oat milk, coming up.",
        "what about a bean salad for table six": "Bean salad for table six, noted.",
        "we would like to pay, table nine": "The bill for table nine is on its way.",
        "scratch the cheese toastie": "That is off the order: cheese toastie.",
        "i'm in a hurry, the bill please": "The bill is on its way.",
    },
    "health_diary": {
        "a slight cough since yesterday, write that down": "I wrote that down: cough, mild.",
        "i've had two drops of eye drops": "I wrote that down: eye drops, two drops.",
        "my glucose was ninety one before lunch": "I wrote that down: blood sugar ninety one.",
        "i did not take my inhaler today": "I wrote that down: my inhaler.",
        "open my diary and read it to me": "Today you had me write down: nothing yet.",
    },
    "study_helper": {
        "i have an exam, so geometry for an hour": "Geometry, for one hour. Off we go.",
        "hear me on french words": "Ask yourself out loud: french vocabulary. Then tell me how it went.",
        "hmm, half right": "Noted as shaky. Next one.",
        "which subjects have i done": "So far today: nothing yet.",
    },
}
"""Sentences of the manifests, and what is answered."""


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_whole(name: str) -> None:
    described = domain.read(FOLDER / f"{name}.toml")
    assert described.name == name
    sizes = Counter(e.intent for e in domain.expand(described))
    assert set(sizes) == set(described.intents) and min(sizes.values()) >= 30
    validation.check(FOLDER / f"{name}.jsonl", domains=[described]).refuse_errors()
    examples = manifest.read(FOLDER / f"{name}.jsonl")
    assert {e.intent for e in examples if e.intent} == set(described.intents)
    assert {slot for e in examples for s in e.slots or () for slot in [s.name]} <= set(described.slots)


@pytest.mark.parametrize("name", NAMES)
def test_every_reply_reads_well_with_and_without_its_slots(name: str) -> None:
    for intent in domain.read(FOLDER / f"{name}.toml").intents.values():
        named = dict.fromkeys(re.findall(r"\{(\w+)\}", intent.reply), "blue")
        for values in (named, {ENTRIES: "nothing yet"} if ENTRIES in named else {}):
            sentence = fill(intent.reply, values)
            assert not re.search(r"[{}\[\]]|\s[.,]|:\s*\.|  ", sentence), sentence
            said = used(intent.reply, named) if values is named else []
            assert sentence.lower().count("blue") == len(said)


def test_the_diary_takes_down_and_never_advises() -> None:
    diary = domain.read(FOLDER / "health_diary.toml")
    assert all(intent.keep for name, intent in diary.intents.items() if name.startswith("note_"))
    advice = re.compile(r"\b(should|try|rest|drink|doctor|take (a|an|some|your)|dangerous|normal|healthy)\b")
    assert not [i.reply for i in diary.intents.values() if advice.search(i.reply.lower())]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_understood_is_answered(name: str, tmp_path: Path) -> None:
    described = domain.read(FOLDER / f"{name}.toml")
    kept = domain.describe([described], domain.expand(described))
    assert kept is not None
    now = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)
    examples = {str(e.text): e for e in manifest.read(FOLDER / f"{name}.jsonl")}
    for number, (text, reply) in enumerate(SAID[name].items()):
        database = Database(tmp_path / f"{number}.sqlite3")
        gate = Gate([OwnDomain(kept, database)], UndoLog(database), Plans(database))
        responder = DialogueResponder(gate, None, None, Profile(database), lambda: now)
        answer = responder.respond(_understood(examples[text], described), Dialogue())
        assert " ".join(answer.sentences) == reply


def _understood(example: Example, described: domain.Domain) -> Understanding:
    """As a classifier that makes no mistake does: tags in the text, their words resolved to values."""
    text, labels = str(example.text), example.slots or ()
    vocabularies = {
        name: ClosedVocabulary(
            values=tuple(slot.values), synonyms={v: tuple(s) for v, s in slot.synonyms.items()}
        )
        for name, slot in described.slots.items()
        if slot.values
    }
    spoken = words(text)
    spans = [
        (s.name, *(f(i for i, w in enumerate(spoken) if s.start <= w.start < s.end) for f in (min, max)))
        for s in labels
    ]
    tags = bio_encode(len(spoken), [(name, first, last + 1) for name, first, last in spans])
    found = decoding.slots(tags, spoken, text, vocabularies)
    assert [(s.name, s.value) for s in found] == [(s.name, s.value) for s in labels]
    command = Command(text, 0, len(text), intent=example.intent, decision="act", slots=found)
    return Understanding(text, example.intent, 0.9, "act", (), found, "neutral", 0.9, commands=(command,))

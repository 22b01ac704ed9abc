"""Understanding a sentence and answering it, and how both grow: with its length, the dialogue before it, the
number of intents, and the size of an own domain."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from assistant import factory
from assistant.config import Config
from assistant.conversation.dialogue import Dialogue
from assistant.conversation.loop import Conversation
from assistant.memory.database import Database
from assistant.speaking.sinks import PrintSink
from assistant.stages import Classifier
from assistant.turn import Recognition, Turn
from models.asr.biasing.rescoring import ContextualBiasing
from models.asr.whisper.engine import DecoderOutput, TokenSequence
from models.asr.whisper.vocabulary import WhisperVocabulary
from models.nlu.classifier import JointClassifier, Network
from models.nlu.domain import DomainDescription, DomainSentence
from models.nlu.outputs import HeadOutputs
from models.nlu.tokens import Tokens
from models.types import Transcript, Understanding
from models.weights import store
from tests.benchmarks.rows import Row, Times, in_turn
from training.corpora import hwu64
from training.data.splits import key, split_of

SENTENCES = 200
QUESTION = "what is twelve times fourteen"
ROUNDS = 20
WORDS, EXCHANGES = (5, 20, 80), (0, 1, 10, 50)
INTENTS = (1, 4, 16)
"""Factors of the released classifier's."""
WHAT = {
    "words": "understanding",
    "exchanges before": "text to reply",
    "intents": "understanding",
    "sentences of a domain": "biasing",
}
DOMAIN = (10, 100, 1_000)
"""Sentences of a domain."""


def understanding(data: Path) -> Iterator[Row]:
    """Milliseconds for the test sentences of HWU64."""
    classifier = factory.classifier(Config(device="cpu"))
    texts = {each.text for each in hwu64.convert(data / "hwu64") if each.text}
    held = sorted(text for text in texts if split_of(key(text)) == "test")
    times: Times = {}
    for number, text in enumerate(held[:SENTENCES]):
        in_turn({"this": lambda t=text: classifier.understand(t)}, times, number)
    for percent in (50, 95):
        yield Row(f"understanding, p{percent}", float(np.percentile(times["this"], percent)), "ms")


def growth() -> Iterator[Row]:
    """Medians, the smallest size first."""
    classifier = factory.classifier(Config(device="cpu"))
    sizes: dict[str, Times] = {name: {} for name in WHAT}
    wide = {len(classifier.intents) * k: _wider(classifier, k) for k in INTENTS}
    domains = {count: _domain(count) for count in DOMAIN}
    with tempfile.TemporaryDirectory() as folder:
        memory = Path(folder)
        dialogues = {n: _answering(classifier, memory / f"{n}.sqlite3", n) for n in EXCHANGES}
        for number in range(ROUNDS):
            for name, runs in (
                ("words", {n: lambda n=n: classifier.understand(_sentence(n)) for n in WORDS}),
                ("exchanges before", {n: lambda c=c: _ask(c) for n, c in dialogues.items()}),
                ("intents", {n: lambda c=c: c.understand(QUESTION) for n, c in wide.items()}),
                ("sentences of a domain", {n: lambda d=d: _rescore(*d) for n, d in domains.items()}),
            ):
                in_turn({str(size): run for size, run in runs.items()}, sizes[name], number)
    for name, times in sizes.items():
        for size, spent in sorted(times.items(), key=lambda item: int(item[0])):
            yield Row(f"{WHAT[name]}, {size} {name}", float(np.median(spent)), "ms")


def _sentence(words: int) -> str:
    return " ".join((["remind", "me", "to", "call", "anna", "and"] * words)[:words])


def _answering(classifier: Classifier, memory: Path, exchanges: int) -> Conversation:
    """A conversation after some exchanges."""
    assistant = factory.assistant(Config(), classifier, None, database=Database(memory))
    dialogue = Dialogue()
    for _ in range(exchanges):
        dialogue.add(Understanding("what time is it"), "It's noon.")
    return Conversation(classifier, assistant.responder, PrintSink(), dialogue)


def _ask(conversation: Conversation) -> None:
    turns: list[Turn] = []
    exchanges = [*conversation.dialogue.exchanges]
    conversation.run([Recognition("benchmark", Transcript(QUESTION))], turns.append)
    assert "168" in (turns[0].reply or "")
    conversation.dialogue.exchanges[:] = exchanges


@dataclass(frozen=True)
class _Wide:
    """A network with more intents, of random weights."""

    network: Network
    weights: np.ndarray
    """(intents, width)."""

    def __call__(self, tokens: Tokens) -> HeadOutputs:
        outputs = self.network(tokens)
        logits = self.weights @ np.ones(self.weights.shape[1], np.float32)
        return replace(outputs, commands=tuple(replace(one, intents=logits) for one in outputs.commands))


def _wider(classifier: Classifier, factor: int) -> Classifier:
    assert isinstance(classifier, JointClassifier)
    intents = tuple(f"{intent}{k or ''}" for k in range(factor) for intent in classifier.intents)
    description = classifier.description
    labels = description.labels.model_copy(update={"intents": intents})
    rng = np.random.default_rng(0)
    weights = rng.normal(0, 0.02, (len(intents), 384)).astype(np.float32)
    return JointClassifier(
        description.model_copy(update={"labels": labels}),
        classifier._tokenizer,
        _Wide(classifier._network, weights),
    )


def _domain(count: int) -> tuple[ContextualBiasing, DecoderOutput]:
    """A domain of orders, and what a decoder may make of one."""
    vocabulary = WhisperVocabulary(store.ensure("whisper-base"))
    sizes, drinks = ("small", "medium", "large"), [f"drink {_number(n)}" for n in range(count)]
    sentences = tuple(
        DomainSentence(text=f"one {sizes[n % 3]} {drink}", intent="order") for n, drink in enumerate(drinks)
    )
    heard = [TokenSequence(vocabulary.tokens(f"one small drink {word}"), -0.4) for word in ("sex", "sax")]
    domain = DomainDescription(name="bar", sentences=sentences)
    return ContextualBiasing(domain, vocabulary), DecoderOutput(tuple(heard), 0.0)


def _rescore(biasing: ContextualBiasing, decoded: DecoderOutput) -> None:
    """Without the decoder's own scores."""
    biasing.rescore(decoded, lambda texts: [-4.0] * len(texts))


def _number(n: int) -> str:
    from num2words import num2words

    return str(num2words(n)).replace("-", " ").replace(",", "")

"""Replies to what nobody said to the assistant, and commands that it answers, by the way of listening.

python -m tests.benchmarks.score_attention HEARD.jsonl… [--classifier DIR] [--phrases PHRASE…] [--show]

HEARD is what `tests.benchmarks.attention_sounds` wrote. It is answered as in `assistant talk`: overheard
sounds as one stream, by what is under them, each command on its own in a room that was quiet, and in one
where ten utterances of others were overheard in the minute before. With phrases, also the wake phrases
that are missed in the recordings of folders of their names, and those found in everything else.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table
from scipy.stats import chi2

from assistant import factory
from assistant.config import Config
from assistant.conversation.dialogue import Dialogue
from assistant.conversation.loop import Conversation
from assistant.listening.attention import Attention
from assistant.listening.modes import AttentionConfig, Listen
from assistant.skills.danger.detection import detect
from assistant.speaking.sinks import PrintSink
from assistant.stages import Classifier
from assistant.turn import Recognition, Turn
from models import nlu
from models.types import Hypothesis, Reply, Transcript, Understanding
from tests.benchmarks.attention_sounds import AROUND, SILENCE_S, Heard, read
from training.classifier.addressed import TALK

REPLY_S = 2.0
"""Of the assistant's reply, in the stream's time."""
OVERHEARD = 10
"""Utterances of others in the minute before a command."""
EVERY_S = 4.0

Answered = dict[str, list[str]]
"""The texts answered of each sound, by its key."""


class Always:
    """A responder that has something to say about everything."""

    def respond(self, understanding: Understanding, dialogue: Dialogue) -> Reply:
        return Reply(("Okay.",))


class Room:
    """A conversation in the time of its sounds."""

    def __init__(self, classifier: Classifier, listen: Listen, phrase: str = "computer") -> None:
        self.now = 0.0
        config = AttentionConfig(listen=listen, wake_phrase=phrase)
        self.attention = Attention(config, factory.attention_head(), clock=lambda: self.now)
        self.for_danger: set[str] = set()
        """Texts answered since somebody seemed to be in danger."""
        self._conversation = Conversation(
            classifier, Always(), PrintSink(), Dialogue(), attention=self.attention
        )

    def talk(self) -> None:
        """Others talk for a while."""
        for _ in range(OVERHEARD):
            self.attention.called(Recognition(""))
            self.attention.meant(Understanding("", addressed=0.0))
            self.now += EVERY_S

    def hear(self, row: Heard) -> list[str]:
        """The texts answered of one sound."""
        texts, began = [], self.now
        for utterance in row.utterances:
            turns: list[Turn] = []
            self.now = max(self.now, began + utterance["end_s"])
            self._conversation.run([recognition(row, utterance)], turns.append)
            if turns[-1].reply:
                self.now += REPLY_S
                texts.append(utterance["nbest"][0][0])
                understood = turns[-1].understanding
                if understood and detect(understood.text, understood.danger):
                    self.for_danger.add(texts[-1])
        self.now = max(self.now, began + row.seconds + sum(SILENCE_S))
        return texts


def recognition(row: Heard, utterance: dict) -> Recognition:  # type: ignore[type-arg]
    """One utterance as the recognizer gave it."""
    alternatives = tuple(Hypothesis(text, confidence) for text, confidence in utterance["nbest"])
    transcript = Transcript(alternatives[0].text, utterance["confidence"], alternatives=alternatives)
    return Recognition(row.corpus, transcript, utterance["start_s"], utterance["end_s"])


def main() -> None:
    """Print unasked replies by hour, and the share of the commands answered."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("heard", nargs="+", type=Path)
    parser.add_argument("--classifier")
    parser.add_argument("--phrases", nargs="*", default=[])
    parser.add_argument("--show", action="store_true", help="print what was answered and what was not")
    arguments = parser.parse_args()
    rows = read(arguments.heard)
    classifier = nlu.load(
        arguments.classifier or factory.models(Config()).classifier, device="cpu", engine="torch"
    )
    console = Console(width=110)
    overheard = [row for row in rows if row.kind == "overheard"]
    overheard.sort(key=lambda row: AROUND.index(row.around))
    commands = [row for row in rows if row.kind == "command"]
    answered = unasked(overheard, Room(classifier, "open"), console)
    alone = {row.key: Room(classifier, "open").hear(row) for row in track(commands, "commands")}
    amid: Answered = {}
    for row in track(commands, "amid talk"):
        room = Room(classifier, "open")
        room.talk()
        amid[row.key] = room.hear(row)
    recall(commands, alone, amid, console)
    for phrase in arguments.phrases:
        wake(rows, phrase, classifier, console)
    if arguments.show:
        for row in rows:
            texts = (answered if row.kind == "overheard" else alone)[row.key]
            if row.kind == "overheard" and texts:
                console.print(row.corpus, row.around, texts, markup=False)
            elif row.kind == "command" and not texts and not row.intent.startswith(TALK):
                console.print("unanswered", row.said, [u["nbest"][0] for u in row.utterances], markup=False)


def unasked(rows: Sequence[Heard], room: Room, console: Console) -> Answered:
    """Hear a stream and print its replies by corpus; return them."""
    answered = {row.key: room.hear(row) for row in track(rows, "overheard")}
    table = Table(
        "overheard", "hours", "heard", "replies", "an hour", "95 % bound", "for danger", title="open"
    )
    corpora = dict.fromkeys(row.corpus for row in rows)
    for name, mine in [*((c, [r for r in rows if r.corpus == c]) for c in corpora), ("all", list(rows))]:
        hours, count = sum(row.seconds for row in mine) / 3600, sum(len(answered[row.key]) for row in mine)
        heard = sum(len(row.utterances) for row in mine)
        danger = sum(text in room.for_danger for row in mine for text in answered[row.key])
        rate, most = count / hours, bound(count, hours)
        table.add_row(name, f"{hours:.2f}", f"{heard}", f"{count}", f"{rate:.2f}", f"{most:.2f}", f"{danger}")
    console.print(table)
    return answered


def recall(rows: Sequence[Heard], alone: Answered, amid: Answered, console: Console) -> None:
    """Print the share of commands answered."""
    table = Table("commands", "n", "answered", "amid talk", title="open")
    for voice in dict.fromkeys(row.corpus for row in rows):
        for name, talk in ((voice, False), (f"{voice}, small talk", True)):
            mine = [r.key for r in rows if r.corpus == voice and r.intent.startswith(TALK) is talk]
            shares = (sum(bool(found[key]) for key in mine) / max(1, len(mine)) for found in (alone, amid))
            table.add_row(name, f"{len(mine)}", *(f"{share:.4f}" for share in shares))
    console.print(table)


def wake(rows: Sequence[Heard], phrase: str, classifier: Classifier, console: Console) -> None:
    """Print how often a phrase is missed where it is said, and found where it is not."""
    missed = found = said = 0
    hours = 0.0
    for row in rows:
        room = Room(classifier, "wake", phrase)
        is_said = row.corpus.replace("_", " ") == phrase
        called = [room.attention.called(recognition(row, u)) is not None for u in row.utterances]
        if is_said:
            said, missed = said + 1, missed + (not any(called))
        else:
            found, hours = found + sum(called), hours + row.seconds / 3600
    console.print(
        f"{phrase}: missed {missed} of {said}, found {found} times in {hours:.2f} h of other speech"
    )


def bound(count: int, hours: float) -> float:
    """The upper 95 % bound of a Poisson rate."""
    return float(chi2.ppf(0.95, 2 * (count + 1)) / 2 / hours)


if __name__ == "__main__":
    main()

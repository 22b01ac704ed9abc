"""`assistant test`: conversations replayed in text, and what must hold of their turns checked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant import factory
from assistant.clock import StandingClock, local_time
from assistant.config import Config
from assistant.console import progress_bars
from assistant.conversation import script
from assistant.conversation.dialogue import Dialogue
from assistant.conversation.dry_run import SilentLoudspeaker
from assistant.conversation.loop import Conversation
from assistant.conversation.replay import Answered, Replay
from assistant.conversation.script import SourcedScript
from assistant.listening import sources
from assistant.memory.conversation_log import Recorder
from assistant.memory.database import Database
from assistant.skills.time.schedule import Ring
from assistant.speaking.sinks import PrintSink
from assistant.stages import Classifier, Generator
from assistant.turn import as_json
from models.command_line import err


def replay_files(config: Config, files: Iterable[str], console: Console, *, json_lines: bool) -> bool:
    """Replay every conversation of the files; whether everything held that must.

    Raises:
        DataError: a file or one of its lines is wrong; nothing has been replayed.
    """
    scripts = script.read(files)
    with progress_bars(err):
        models = factory.load(config)
    return replay_scripts(
        config, models.classifier, models.generator, scripts, console, json_lines=json_lines
    )


def replay_scripts(
    config: Config,
    classifier: Classifier,
    generator: Generator | None,
    scripts: Sequence[SourcedScript],
    console: Console,
    *,
    json_lines: bool,
) -> bool:
    """Replay scripts with loaded models, print their turns and a summary; whether everything held.

    Arguments:
        generator: None for the skills' own sentences.
        console: for people; JSON lines go to standard output.
    """
    held: list[tuple[str, bool]] = []
    # on the console that the turns are printed on: the bar's redirection of stdout changes nothing there
    hidden = json_lines or not console.is_terminal
    for sourced in track(scripts, "replaying", console=console, transient=True, disable=hidden):
        with fresh(config, classifier, generator, sourced) as replay:
            passed = [
                _report(event, sourced, console, json_lines=json_lines)
                for event in replay.run(sourced.script)
            ]
        held.append((sourced.script.kind, False not in passed))
    if not json_lines:
        console.print(summary(held))
    return all(right for _, right in held)


@contextmanager
def fresh(
    config: Config, classifier: Classifier, generator: Generator | None, sourced: SourcedScript
) -> Iterator[Replay]:
    """A conversation with an empty memory, which is deleted at the end, and a clock of its own."""
    clock = StandingClock(sourced.script.now or local_time())
    with TemporaryDirectory(prefix="assistant-test-") as folder:
        assistant = factory.assistant(
            config,
            classifier,
            generator,
            database=Database(Path(folder) / "assistant.sqlite3"),
            clock=clock,
            loudspeaker=SilentLoudspeaker(),
            # what is said in a test is never kept
            recorder=Recorder(False, lambda error: None),
        )
        conversation = Conversation(
            classifier, assistant.responder, PrintSink(), Dialogue(), factory.confirmation_policy(config)
        )
        yield Replay(
            conversation,
            assistant.agenda,
            clock,
            lambda text: next(sources.typed([text], config.language, sourced.file)),
        )


def summary(held: Iterable[tuple[str, bool]]) -> Table:
    """A table of the conversations by kind, with how many of them are right.

    Arguments:
        held: kind and result of each conversation.
    """
    results = list(held)
    of = Counter(kind for kind, _ in results)
    right = Counter(kind for kind, passed in results if passed)
    table = Table("kind", "right", "conversations", "share")
    for column in table.columns[1:]:
        column.justify = "right"
    for kind in of:
        table.add_row(kind, *_cells(right[kind], of[kind]))
    table.add_section()
    table.add_row("all", *_cells(right.total(), of.total()), style="bold")
    return table


def _cells(right: int, of: int) -> tuple[str, str, str]:
    return str(right), str(of), f"{right / of:.2f}"


def _report(
    event: Answered | Ring, sourced: SourcedScript, console: Console, *, json_lines: bool
) -> bool | None:
    """Print an event; return whether what must hold of it does, None where nothing must."""
    dialogue = sourced.script.id
    if isinstance(event, Ring):
        if json_lines:
            _print({"dialogue": dialogue, "ring": event.sentence})
        return None
    line = as_json(event.turn, "reply")
    unmet = event.said.unmet(line)
    passed = not unmet if event.said.expected else None
    if json_lines:
        _print(line | {"dialogue": dialogue, "turn": event.number, "passed": passed})
    elif unmet:
        where = f"{sourced.file}: {dialogue}, turn {event.number}"
        console.print(f"{where}: {event.said.say!r}: {'; '.join(unmet)}", markup=False, soft_wrap=True)
    return passed


def _print(line: dict[str, Any]) -> None:
    # flushed, so that a reader knows each line before the next turn begins
    print(json.dumps(line, ensure_ascii=False), flush=True)

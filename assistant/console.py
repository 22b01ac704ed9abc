"""Terminal output: the live status line, finished turns and progress bars."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.padding import Padding
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from assistant.listening.partials import PartialText
from assistant.turn import Turn, Until
from models.command_line import printable
from models.types import Understanding
from models.weights import store

STATES = {
    "starting": ("…", "dim", "getting ready"),
    "listening": ("●", "green", "listening"),
    "hearing": ("●", "bold yellow", "I hear you"),
    "thinking": ("●", "cyan", "thinking"),
    "speaking": ("●", "magenta", "speaking"),
}
SENTIMENT_STYLES = {"positive": "green", "negative": "red", "neutral": "dim", "ambiguous": "yellow"}
QUIETEST_DBFS, METER_WIDTH = -70.0, 24


def meter(level_dbfs: float) -> Text:
    """A level bar from -70 dBFS to full scale, red near clipping."""
    filled = round(METER_WIDTH * min(1.0, max(0.0, 1.0 - level_dbfs / QUIETEST_DBFS)))
    bar = Text("▮" * filled, style="red" if level_dbfs > -3 else "green")
    return bar.append("▯" * (METER_WIDTH - filled), style="bright_black")


class LiveView:
    """A status line with the microphone's level; finished turns scroll above it.

    Arguments:
        idle: the words of the state "listening".
        hint: printed below the first utterance that was not taken for one to the assistant; "" for none.
        notify: called with what the assistant says unasked, and with its questions.
    """

    def __init__(
        self,
        console: Console,
        until: Until = "reply",
        *,
        idle: str = "listening",
        hint: str = "",
        notify: Callable[[str], None] = lambda sentence: None,
    ) -> None:
        self._console, self._until, self._idle, self._notify = console, until, idle, notify
        self._state, self._level = "starting", -120.0
        self._begun: Turn | None = None
        self._hint = hint
        self._words = PartialText()
        self._live = Live(self._line(), console=console, refresh_per_second=12, transient=True)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def show(self, state: str, level_dbfs: float | None = None) -> None:
        """Set the state, a key of STATES, and optionally the level."""
        if state != self._state:
            self._words = PartialText()
        self._state = state
        self._level = self._level if level_dbfs is None else level_dbfs
        self._live.update(self._line())

    def hearing(self, words: PartialText) -> None:
        """Set the words heard so far, shown until the state changes."""
        self._words = words

    def understood(self, turn: Turn) -> None:
        """Print a turn's transcript and understanding, before its reply."""
        self._begun = turn
        self._console.print(_place(turn), labelled(_heard_rows(turn, self._until)))

    def report(self, turn: Turn) -> None:
        """Print a finished turn above the status line."""
        if turn is self._begun:
            self._console.print(labelled(_reply_rows(turn, self._until)))
        else:
            self._console.print(render(turn, self._until))
        if not turn.meant and self._hint:
            self._console.print(f" {self._hint}", style="bright_black", markup=False)
            self._hint = ""
        if turn.meant and turn.reply is not None and turn.reply.rstrip().endswith("?"):
            self._notify(turn.reply)

    def notice(self, sentence: str) -> None:
        """Print an unsolicited message, such as a ringing timer."""
        self._console.print(Text(f" ♪ {sentence}", style="bold magenta"))
        self._notify(sentence)

    def _line(self) -> RenderableType:
        dot, style, words = STATES[self._state]
        words = self._idle if self._state == "listening" else words
        line = Text.assemble((f" {dot} ", style), (f"{words:<14}", style))
        if self._state in ("listening", "hearing"):
            line.append_text(meter(self._level))
        if self._words != PartialText():
            stable, rest = printable(self._words.stable), printable(self._words.rest)
            return line.append(f"   {stable}", style="bold").append(f" {rest}", style="dim")
        return line.append("   Ctrl-C to leave", style="bright_black")


def render(turn: Turn, until: Until) -> RenderableType:
    """A turn for a person."""
    recognition = turn.recognition
    if recognition.error is not None:
        return Text(printable(recognition.error), style="red")
    if recognition.transcript is None:
        return Text(f"{printable(recognition.source)}: no speech", style="dim")
    if not turn.meant:
        return Text(f" not for me: {printable(recognition.transcript.text)}", style="dim italic")
    return Group(_place(turn), labelled([*_heard_rows(turn, until), *_reply_rows(turn, until)]))


def labelled(rows: Iterable[tuple[str, Text]], *, label_width: int = 9, below: int = 0) -> RenderableType:
    """Rows of a label and what it stands for.

    Arguments:
        below: empty lines after them.
    """
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bright_black", justify="right", min_width=label_width)
    grid.add_column()
    for label, value in rows:
        grid.add_row(label, value)
    return Padding(grid, (0, 0, below, 1), expand=False)


def _place(turn: Turn) -> Text:
    recognition, place = turn.recognition, Text("", style="dim")
    if recognition.start_s is not None and recognition.end_s is not None:
        place.append(f"{printable(recognition.source)}  {recognition.start_s:.2f}-{recognition.end_s:.2f} s")
    return place


def _heard_rows(turn: Turn, until: Until) -> Iterator[tuple[str, Text]]:
    recognition = turn.recognition
    assert recognition.transcript is not None  # of a turn that was heard
    transcript = Text(printable(recognition.transcript.text), style="bold")
    if recognition.recognize_ms is not None:
        transcript.append(f"  {recognition.transcript.confidence:.0%}", style="bright_black")
        if recognition.transcript.retried:
            transcript.append("  heard twice", style="bright_black")
    yield "you", transcript
    if until != "transcript" and turn.understanding is not None:
        yield from _understood(turn.understanding)


def _reply_rows(turn: Turn, until: Until) -> Iterator[tuple[str, Text]]:
    if until == "reply" and turn.reply is not None:
        yield "assistant", Text(printable(turn.reply), style="bold cyan")
    if turn.timings_ms:
        spent = ", ".join(f"{name} {ms:.0f}" for name, ms in turn.timings_ms.items() if ms)
        yield "ms", Text(f"{sum(turn.timings_ms.values()):.0f}: {spent}", style="bright_black")


def _understood(understood: Understanding) -> list[tuple[str, Text]]:
    rows: list[tuple[str, Text]] = []
    if understood.decision is not None:
        style = {"act": "green", "confirm": "yellow", "reject": "red"}[understood.decision]
        intent = Text(understood.intent or "not understood", style=style)
        if understood.intent_confidence is not None:
            intent.append(f"  {understood.intent_confidence:.0%}", style="bright_black")
        rows.append(("intent", intent.append(f"  {understood.decision}", style=style)))
    if understood.slots:
        slots = "  ".join(f"{slot.name}: {printable(slot.value)}" for slot in understood.slots)
        rows.append(("slots", Text(slots)))
    if understood.sentiment is not None:
        mood = Text(understood.sentiment, style=SENTIMENT_STYLES[understood.sentiment])
        mood.append(f"  {understood.sentiment_confidence or 0:.0%}", style="bright_black")
        rows.append(("sentiment", mood))
    return rows


@contextmanager
def progress_bars(console: Console) -> Iterator[store.Progress]:
    """A progress callback for the weight store, drawn as bars that disappear at the end.

    Without a terminal, in a log for instance, each step is one printed line.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=28),
        DownloadColumn(),
        TimeRemainingColumn(compact=True),
    )
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                if not console.is_terminal:
                    console.print(step, markup=False, soft_wrap=True)
                # a step without a size ends when the next one begins
                for task in progress.tasks:
                    progress.update(task.id, visible=task.total is not None and not task.finished)
                tasks[step] = progress.add_task(step, total=total or None)
            progress.update(tasks[step], completed=done)

        with store.watched(show):
            yield show

"""Terminal display of a recording session: the sentence, the level, and the outcome of earlier ones."""

from __future__ import annotations

from time import monotonic
from types import TracebackType
from typing import Self

from rich.align import Align
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.padding import Padding
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from assistant.console import meter
from assistant.listening.listener import FrameStatus
from assistant.recording.prompts import Prompt, as_read
from assistant.recording.quality import QualityProblem
from assistant.recording.session import Outcome, RecordingAttempt
from models.command_line import printable

KEYS_SHOWN = "r last one again   s skip   p pause   q stop"
STATES = {
    "waiting": ("●", "green", "say it"),
    "hearing": ("●", "bold yellow", "I hear you"),
    "checking": ("●", "cyan", "one moment"),
    "paused": ("‖", "magenta", "paused: any key to go on"),
}
SKIPPED: dict[Outcome, str] = {
    "skip": "· skipped: {}",
    "later": "· later: {}",
    "redo": "↺ once more: {}",
    "stop": "",
}


class RecordingView:
    """A panel with the current sentence at the bottom; outcomes scroll above it.

    Arguments:
        total: number of sentences, including those of earlier sessions.
        before: number of sentences recorded in earlier sessions.
    """

    def __init__(self, console: Console, *, total: int, before: int = 0) -> None:
        self._console, self._total, self._before = console, total, before
        self._state, self._level = "waiting", -120.0
        self._prompt: Prompt | None = None
        self._done, self._began = 0, 0.0
        self._live = Live(
            get_renderable=self._panel,
            console=console,
            refresh_per_second=12,
            transient=True,
        )

    def __enter__(self) -> Self:
        # without a terminal the sentences are printed instead
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._console.is_terminal:
            self._live.stop()

    def ask(self, prompt: Prompt, number: int, of: int) -> None:
        """See `View`."""
        self._prompt, self._done, self._state = prompt, number - 1, "waiting"
        self._total = self._before + of
        self._began = self._began or monotonic()
        if not self._console.is_terminal:
            self._console.print(
                f"say ({self._before + number} of {self._total}): {printable(as_read(prompt))}",
                markup=False,
                soft_wrap=True,
            )

    def update(self, status: FrameStatus) -> None:
        """See `View`."""
        self._state = "hearing" if status.speaking else "waiting"
        self._level = status.level_dbfs

    def checking(self) -> None:
        """See `View`."""
        self._state = "checking"

    def kept(self, prompt: Prompt, attempt: RecordingAttempt) -> None:
        """See `View`."""
        self._done += 1
        line = Text(" ✓ ", style="green").append(printable(as_read(prompt)), style="default")
        if attempt.problem is QualityProblem.other_words:
            line.append(f"  (I heard “{printable(attempt.transcript)}”: worth learning)", style="yellow")
        elif attempt.problem is not None:
            line.append("  (kept as it is)", style="yellow")
        self._console.print(line)

    def again(self, prompt: Prompt, attempt: RecordingAttempt) -> None:
        """See `View`."""
        message = str(attempt.problem)
        if attempt.problem is QualityProblem.other_words:
            message = f"I heard “{printable(attempt.transcript)}”."
        self._console.print(Text(f" ↻ {message} Once more, please.", style="yellow"))
        self._state = "waiting"

    def skipped(self, outcome: Outcome, prompt: Prompt) -> None:
        """See `View`."""
        if words := SKIPPED.get(outcome):
            self._console.print(Text(f" {words.format(printable(as_read(prompt)))}", style="dim"))

    def pause(self, paused: bool) -> None:
        """See `View`."""
        self._state = "paused" if paused else "waiting"

    def _panel(self) -> RenderableType:
        sentence = Text(printable(as_read(self._prompt)) if self._prompt else "", style="bold")
        dot, style, words = STATES[self._state]
        line = Text.assemble((f" {dot} ", style), (f"{words:<12}", style))
        if self._state in ("waiting", "hearing"):
            line.append_text(meter(self._level))
        line.append(f"   {KEYS_SHOWN}", style="bright_black")
        done = self._before + self._done
        bar = Table.grid(padding=(0, 1))
        bar.add_row(
            Text(f" {done} of {self._total}"),
            ProgressBar(total=max(1, self._total), completed=done, width=30),
            Text(self._left(), style="bright_black"),
        )
        framed = Panel(
            Padding(Align.center(sentence), (1, 2)), border_style="bright_black", title="please say"
        )
        return Group(Text(""), bar, framed, line)

    def _left(self) -> str:
        if not self._done:
            return ""
        minutes = (monotonic() - self._began) / self._done * (self._total - self._before - self._done) / 60
        if minutes < 1:
            return "less than a minute left"
        return f"about {round(minutes)} minute{'s' if round(minutes) != 1 else ''} left"

"""`assistant explain`: why a text or a recording is heard, understood and answered as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console

from assistant.config import Config
from assistant.console import progress_bars, render
from assistant.explaining import page, terminal
from assistant.explaining.explainer import Explainer
from assistant.explaining.explanation import Explanation
from assistant.turn import Recognition, Turn, as_json
from models import files
from models.command_line import err
from models.errors import InputError


def explain(
    config: Config,
    text: str | None,
    sounds: Sequence[str],
    console: Console,
    *,
    json_lines: bool = False,
    html: Path | None = None,
    after: Sequence[str] = (),
) -> bool:
    """Print the explanation of a text and of each utterance of sound files; False where one is unreadable.

    Arguments:
        html: file for the explanations as a page.
        after: utterances before it in the conversation.

    Raises:
        InputError: there is nothing to explain.
        CheckpointError: a model cannot be loaded.
    """
    if not (text and text.strip()) and not sounds:
        raise InputError("there is nothing to explain", do="give a text, or a recording with --sound FILE")
    explained: list[Explanation] = []
    all_read = True
    with progress_bars(err), Explainer(config, after) as explainer:
        for found in _found(explainer, text, sounds):
            if isinstance(found, Explanation):
                explained.append(found)
            else:
                all_read = all_read and found.error is None
            _print(found, console, json_lines=json_lines)
    if html is not None:
        files.write_text(html, page.html(explained), private=True)
        err.print(f"{html}: the page", markup=False, soft_wrap=True)
    return all_read


def _found(
    explainer: Explainer, text: str | None, sounds: Sequence[str]
) -> Iterator[Explanation | Recognition]:
    if text and text.strip():
        yield explainer.typed(text)
    if sounds:
        yield from explainer.recorded(sounds)


def _print(found: Explanation | Recognition, console: Console, *, json_lines: bool) -> None:
    if json_lines:
        line = found.to_json() if isinstance(found, Explanation) else as_json(Turn(found), "transcript")
        print(json.dumps(line, ensure_ascii=False), flush=True)
    elif isinstance(found, Explanation):
        console.print(terminal.render(found))
    else:
        console.print(render(Turn(found), "transcript"))

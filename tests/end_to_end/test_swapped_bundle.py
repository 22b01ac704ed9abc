"""The bundle in use is swapped while its owner talks: that conversation goes on with what it loaded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from assistant import config, factory
from assistant.commands.headless import HeadlessSession
from assistant.listening import sources
from assistant.turn import Recognition, Turn
from models import paths
from models.bundles import bundle, promotion

EXAMPLE = Path(__file__).parents[2] / "examples" / "set-a-timer.wav"

pytestmark = [pytest.mark.weights, pytest.mark.filterwarnings("ignore::FutureWarning:transformers")]


@pytest.mark.parametrize("engine", ["int8", "torch"])
def test_the_conversation_goes_on_and_the_next_one_takes_the_new_bundle(weights: Path, engine: str) -> None:
    made = promotion.draft("own")
    shutil.copytree(paths.released(), made, dirs_exist_ok=True)
    (made / "bundle.toml").write_text((made / "bundle.toml").read_text("utf-8").replace('"home"', '"own"'))
    mine = promotion.promote(made)
    settings = config.Config(device="cpu", engine=engine)
    turns: list[Turn] = []

    def talk(session: HeadlessSession) -> Iterator[Recognition]:
        yield from sources.typed(["set a timer for ten minutes"], "en")
        # another program promotes the next version and deletes this one
        promotion.use(str(paths.released()))
        shutil.rmtree(mine.folder)
        yield from sources.typed(["how long is left on the timer", "good morning", "tell me a joke"], "en")
        yield from sources.sound_files([str(EXAMPLE)], settings.vad, settings.endpointer, session.recognizer)

    assert bundle.resolve().name == "own"
    with HeadlessSession(settings, until="reply", console=Console(file=StringIO()), hears=True) as session:
        session.run(talk(session), turns.append)
    assert [turn.reply or "" for turn in turns if not turn.reply or "went wrong" in turn.reply] == []
    assert "10 minutes" in (turns[0].reply or "") and len(turns) == 5
    assert turns[-1].action is not None and turns[-1].action.status == "done"
    assert factory.models(settings).classifier.startswith(str(paths.released()))

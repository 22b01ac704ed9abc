"""The configuration of a command, and the log that it asks for."""

from __future__ import annotations

import logging

import click
import pytest
import typer

from assistant.commands.options import configuration
from models import paths
from models.command_line import words

log = logging.getLogger("assistant.test")


@pytest.mark.parametrize(("settings", "held"), [("", False), ("log_words = true", True)])
def test_words_are_logged_only_where_the_owner_wants_it(settings: str, held: bool) -> None:
    paths.config_file().parent.mkdir(parents=True, exist_ok=True)
    paths.config_file().write_text(settings)
    before, root = logging.getLogger().handlers[:], logging.getLogger()
    context = typer.Context(click.Command("x"), obj=(None, {"language": "de"}))
    try:
        assert configuration(context).language == "de"
        log.info("a turn", extra=words(transcript="zebra crossing"))
        try:
            int("xylophone")
        except ValueError:
            log.exception("no reply to %s", "quince")
    finally:
        for handler in [each for each in root.handlers if each not in before]:
            handler.close()
            root.removeHandler(handler)
        logging.getLogger("assistant").setLevel(logging.NOTSET)
    content = (paths.home() / "logs" / "assistant.log").read_text()
    assert [word in content for word in ("zebra", "xylophone", "quince")] == [held] * 3
    assert "ValueError" in content

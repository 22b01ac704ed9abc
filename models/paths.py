"""The only file that knows user directories. `ASSISTANT_HOME` moves them all."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

APP_NAME = "trainable-assistant"


def home() -> Path:
    """The folder that holds everything the program keeps."""
    override = os.environ.get("ASSISTANT_HOME")
    return Path(override).expanduser() if override else Path(platformdirs.user_data_dir(APP_NAME))


def bases() -> Path:
    """Base weights, fetched and converted."""
    return home() / "bases"


def engines() -> Path:
    """int8 engines converted from bases and checkpoints; can be deleted at any time."""
    return home() / "engines"


def bundles() -> Path:
    """Fine-tuned models, `<name>/<version>/`."""
    return home() / "bundles"


def runs() -> Path:
    """Training runs, `<recipe>/<id>/`."""
    return home() / "runs"


def recordings() -> Path:
    """The user's own sounds; made with mode 0700 by whoever writes there."""
    return home() / "recordings"


def state() -> Path:
    """Timers, lists and what the owner told the assistant."""
    return home() / "state"


def caches() -> Path:
    """Tables computed from installed packages; can be deleted at any time."""
    return home() / "caches"


def config_file() -> Path:
    """The configuration that is read where `--config` names none."""
    return home() / "config.toml"


def released() -> Path:
    """The bundle that ships with the package."""
    return Path(__file__).parent / "released"

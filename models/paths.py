"""The user directories, all below `ASSISTANT_HOME` where that is set."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

APP_NAME = "trainable-assistant"


def home() -> Path:
    """The root of all files that the program keeps."""
    override = os.environ.get("ASSISTANT_HOME")
    return Path(override).expanduser() if override else Path(platformdirs.user_data_dir(APP_NAME))


def bases() -> Path:
    """Base weights, downloaded and converted."""
    return home() / "bases"


def engines() -> Path:
    """int8 engines converted from bases and checkpoints; safe to delete at any time."""
    return home() / "engines"


def bundles() -> Path:
    """Fine-tuned models, `<name>/<version>/`."""
    return home() / "bundles"


def runs() -> Path:
    """Training runs, `<recipe>/<id>/`."""
    return home() / "runs"


def recordings() -> Path:
    """The owner's recordings; `models.recordings` creates the folder with mode 0700."""
    return home() / "recordings"


def state() -> Path:
    """Timers, lists and the owner's profile."""
    return home() / "state"


def caches() -> Path:
    """Tables computed from installed packages; safe to delete at any time."""
    return home() / "caches"


def config_file() -> Path:
    """The default configuration file, read without `--config`."""
    return home() / "config.toml"


def released() -> Path:
    """The bundle that ships with the package."""
    return Path(__file__).parent / "released"

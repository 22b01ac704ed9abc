"""Builds the stages that a configuration names. The only place that knows which class stands for which word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.config import Config
from models import bundle

if TYPE_CHECKING:
    from assistant.stages import Classifier, Generator, Recognizer, Synthesizer


@dataclass(frozen=True, slots=True)
class Models:
    """Where the three models come from: base names, hub ids or folders."""

    recognizer: str
    classifier: str
    generator: str


def models(config: Config) -> Models:
    """The bundle's models, each replaced by the folder that the configuration names for it."""
    chosen = bundle.resolve(config.bundle)
    return Models(
        recognizer=config.recognizer_dir or chosen.recognizer,
        classifier=config.classifier_dir or chosen.classifier,
        generator=config.generator_dir or chosen.generator,
    )


def recognizer(config: Config) -> Recognizer:
    """The speech recognizer, warmed up."""
    from models import asr

    return asr.load(
        models(config).recognizer,
        device=config.device,
        engine=config.engine,
        language=config.language,
        beam_size=config.recognizer.beam_size,
    )


def classifier(config: Config) -> Classifier:
    """The intent, slot and sentiment classifier."""
    from models import nlu

    return nlu.load(models(config).classifier, device=config.device, engine=config.engine)


def generator(config: Config) -> Generator:
    """The reply generator."""
    from models import lm

    return lm.load(models(config).generator, device=config.device, engine=config.engine)


def synthesizer(config: Config) -> Synthesizer:
    """The voice."""
    from models import tts

    return tts.load(config.voice.kind, voice=config.voice.name, rate_wpm=config.voice.rate_wpm)

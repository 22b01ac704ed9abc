"""Construction of the stages from a configuration; the only file that maps its words to classes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.clock import Clock, local_time
from assistant.config import Config
from models.bundles import bundle

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.conversation.agenda import Agenda
    from assistant.conversation.loop import Responder
    from assistant.memory.conversation_log import Recorder
    from assistant.memory.database import Database
    from assistant.skills.api import Loudspeaker
    from assistant.skills.loading import Loaded
    from assistant.stages import Classifier, Generator, Recognizer
    from models.nlu.decision import ConfirmationPolicy
    from models.tts.process import VoiceProcess


def models(config: Config) -> bundle.Parts:
    """The bundle's models, with the configuration's own folders in place of its parts."""
    chosen = bundle.resolve(config.bundle)
    return bundle.Parts(
        recognizer=config.recognizer_dir or chosen.recognizer,
        classifier=config.classifier_dir or chosen.classifier,
        generator=config.generator_dir or chosen.generator,
    )


def recognizer(config: Config) -> Recognizer:
    """The speech recognizer, warmed up and biased towards the classifier's domain, if any."""
    from models import asr
    from models.nlu import domain

    chosen = models(config)
    return asr.load(
        chosen.recognizer,
        device=config.device,
        engine=config.engine,
        language=config.language,
        beam_size=config.recognizer.beam_size,
        n_best=config.recognizer.beam_size,
        domain=domain.read(Path(chosen.classifier)),
    )


def classifier(config: Config) -> Classifier:
    """The intent, slot and sentiment classifier."""
    from models import nlu

    return nlu.load(models(config).classifier, device=config.device, engine=config.engine)


def confirmation_policy(config: Config) -> ConfirmationPolicy | None:
    """The confirmation policy for uncertain orders; None where the classifier has no domain."""
    from models.nlu import domain
    from models.nlu.decision import ConfirmationPolicy

    own_domain = domain.read(Path(models(config).classifier))
    return ConfirmationPolicy(own_domain) if own_domain is not None else None


def generator(config: Config) -> Generator:
    """The reply generator."""
    from models import lm

    return lm.load(models(config).generator, device=config.device, engine=config.engine)


def synthesizer(config: Config) -> VoiceProcess:
    """The voice."""
    from models import tts

    voice = config.voice
    return tts.load(voice.kind, voice=voice.name, rate_wpm=voice.rate_wpm, language=config.language)


@dataclass(frozen=True, slots=True)
class Assistant:
    """The responder, what falls due by its answers, and its skills."""

    responder: Responder
    agenda: Agenda
    skills: Loaded


def assistant(
    config: Config,
    classifier: Classifier,
    generator: Generator | None,
    *,
    database: Database | None = None,
    clock: Clock = local_time,
    recorder: Recorder | None = None,
    loudspeaker: Loudspeaker | None = None,
    cancel: Callable[[], None] = lambda: None,
    leave: Callable[[], None] = lambda: None,
) -> Assistant:
    """The responder with every skill that the classifier can invoke.

    Arguments:
        database: the memory of skills and profile; None for the owner's.
        clock: the current time, for the responder and its skills.
        recorder: receives spoken corrections; None to ignore them.
        loudspeaker: controlled by the volume skill; None where there is no sound output.
        cancel: ends the current reply or ring.
        leave: ends the conversation after the current reply.
    """
    from assistant.conversation import phrasing
    from assistant.conversation.agenda import Agenda
    from assistant.conversation.gate import Gate
    from assistant.conversation.named import NamingResponder
    from assistant.conversation.responder import DialogueResponder
    from assistant.corrections.spoken import CorrectionResponder
    from assistant.memory.database import Database
    from assistant.memory.plans import Plans
    from assistant.memory.profile import Profile
    from assistant.memory.undo import UndoLog
    from assistant.skills import loading
    from assistant.skills.api import SkillContext
    from assistant.skills.danger import replies
    from assistant.skills.domain.own_domain import OwnDomain
    from assistant.skills.time.schedule import Schedule
    from models.nlu import domain

    database = database or Database()
    profile, schedule = Profile(database, config.owner), Schedule(database)
    undo_log, plans = UndoLog(database), Plans(database)
    own_domain = domain.read(Path(models(config).classifier))
    built = SkillContext(
        database, profile, schedule, undo_log, plans, config.skills, loudspeaker, cancel, leave,
        privacy={"conversations": config.keep_conversations},
    )  # fmt: skip
    loaded = loading.load(built)
    usable = loading.usable(loaded.skills, classifier.intents)
    skills = usable.skills
    if own_domain is not None and own_domain.replies:
        # last: it answers only the intents that no other skill takes
        skills = (*skills, OwnDomain(own_domain, database))
    loading.warm_up(skills)
    paraphraser = phrasing.Paraphraser(profile.facts)
    if generator is not None:
        paraphraser.warm(generator)
    gate = Gate(skills, undo_log, plans)
    answering = DialogueResponder(
        gate,
        generator,
        paraphraser,
        profile,
        clock,
        danger=lambda understanding: replies.reply(understanding, profile.country),
    )
    agenda = Agenda(schedule, plans, gate, answering.call)
    responder: Responder = NamingResponder(answering, skills)
    if recorder is not None:
        responder = CorrectionResponder(responder, classifier, recorder)
    return Assistant(responder, agenda, loading.Loaded(skills, loaded.problems + usable.problems))

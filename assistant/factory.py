"""Construction of the stages from a configuration; the only file that maps its words to classes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.clock import Clock, local_time, uptime
from assistant.config import Config
from models.bundles import bundle
from models.device import default_engine, return_freed_memory

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.conversation.agenda import Agenda
    from assistant.conversation.dry_run import DryRun
    from assistant.conversation.loop import Responder
    from assistant.listening.early import TurnDetector
    from assistant.listening.listener import IsSpeech
    from assistant.memory.conversation_log import Recorder
    from assistant.memory.database import Database
    from assistant.skills.api import Loudspeaker
    from assistant.skills.loading import Loaded
    from assistant.stages import Classifier, Generator, Recognizer
    from models.asr.speaker.encoder import SpeakerEncoder
    from models.nlu.attention import AttentionHead
    from models.nlu.decision import ConfirmationPolicy
    from models.tts.process import VoiceProcess


LOADERS = 3
"""Threads that load models: one for each."""


def models(config: Config) -> bundle.Parts:
    """The bundle's models, with the configuration's own folders in place of its parts."""
    chosen = bundle.resolve(config.bundle)
    return bundle.Parts(
        recognizer=config.recognizer_dir or chosen.recognizer,
        classifier=config.classifier_dir or chosen.classifier,
        generator=config.generator_dir or chosen.generator,
    )


def mark(config: Config) -> str:
    """The bundle in use, and a mark of models that are not its own."""
    return bundle.mark(bundle.resolve(config.bundle), models(config))


def recognizer(config: Config, *, biased: bool = True, shared: bool = False) -> Recognizer:
    """The speech recognizer, warmed up and biased towards the classifier's domain, if any.

    Arguments:
        shared: whether several threads use it at once: what they ask for is then batched.
    """
    from models import asr
    from models.asr.whisper.batching import FRAME_STEP, batched
    from models.nlu import domain

    chosen = models(config)
    return asr.load(
        chosen.recognizer,
        device=config.device,
        engine=config.engine,
        language=config.language,
        beam_size=config.recognizer.beam_size,
        n_best=config.recognizer.beam_size,
        domain=domain.read(Path(chosen.classifier)) if biased else None,
        around=batched if shared else None,
        frame_step=FRAME_STEP if shared else 2,
    )


def classifier(config: Config, *, shared: bool = False) -> Classifier:
    """The intent, slot and sentiment classifier.

    Arguments:
        shared: as for `recognizer`.
    """
    from models import nlu
    from models.nlu.batching import batched

    return nlu.load(
        models(config).classifier,
        device=config.device,
        engine=config.engine,
        around=batched if shared else None,
    )


@dataclass(frozen=True, slots=True)
class Models:
    """The models that one command runs; None for those that it does without."""

    classifier: Classifier
    recognizer: Recognizer | None = None
    generator: Generator | None = None
    is_speech: IsSpeech | None = None
    """The second look at an utterance."""


def load(config: Config, *, hears: bool = False, replies: bool = True, shared: bool = False) -> Models:
    """The models of a command, side by side in threads; one after the other in torch.

    Meanwhile the calling thread imports the skills and reads the tables that the first reply needs.

    Arguments:
        hears: whether to load the recognizer.
        replies: whether to load the generator and to prepare for replies.
        shared: whether several threads use recognizer and classifier at once.

    Raises:
        AssistantError: the first error of recognizer, classifier and generator, in this order.
    """
    return_freed_memory()
    engine = default_engine(config.device) if config.engine == "auto" else config.engine
    # transformers changes torch as a whole while it loads a model
    workers = 1 if engine == "torch" else LOADERS
    with ThreadPoolExecutor(workers, thread_name_prefix="load") as pool:
        generating = pool.submit(_ready_generator, config) if replies else None
        hearing = pool.submit(recognizer, config, shared=shared) if hears else None
        looking = pool.submit(speech_check) if hears and config.vad.needs_voice else None
        understanding = pool.submit(classifier, config, shared=shared)
        if replies:
            from assistant.skills import loading

            loading.read_tables()
        heard = hearing.result() if hearing else None
        return Models(
            understanding.result(),
            heard,
            generating.result() if generating else None,
            looking.result() if looking else None,
        )


def speech_check() -> IsSpeech:
    """The second look at an utterance, by Silero's network."""
    from models.vad import speech_check

    return speech_check.load_check().is_speech


def turn_head(config: Config) -> TurnDetector | None:
    """The head that decides when a turn is over; None where a fixed silence does. It knows English."""
    from models.turn import head

    endpointer = config.endpointer
    decides = endpointer.early and endpointer.adaptive and config.language == "en"
    return head.load() if decides else None


def attention_head() -> AttentionHead:
    """The head that tells utterances to the assistant from others."""
    from models.nlu import attention

    return attention.load()


def speaker_encoder() -> SpeakerEncoder:
    """The network that tells voices apart."""
    from models.asr.speaker import encoder
    from models.weights import store

    return encoder.load(store.ensure(encoder.BASE))


def _ready_generator(config: Config) -> Generator:
    """The generator with the beginning of its likeliest prompts computed."""
    ready = generator(config)
    for beginning in islice(ready.prompts.beginnings(), 1):
        ready.prepare(beginning)
    return ready


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
    dry_run: DryRun | None = None,
    recognizer: Recognizer | None = None,
) -> Assistant:
    """The responder with every skill that the classifier can invoke.

    Arguments:
        database: the memory of skills and profile; None for the owner's.
        clock: the current time, for the responder and its skills.
        recorder: receives spoken corrections; None to ignore them.
        loudspeaker: controlled by the volume skill; None where there is no sound output.
        cancel: ends the current reply or ring.
        leave: ends the conversation after the current reply.
        dry_run: takes the place of the skills' operations; None for earnest.
        recognizer: expects the names that the skills know; None where nothing is heard.
    """
    from assistant.conversation import phrasing
    from assistant.conversation.agenda import Agenda
    from assistant.conversation.gate import Gate
    from assistant.conversation.named import NamingResponder
    from assistant.conversation.responder import DialogueResponder
    from assistant.conversation.vocabulary import VocabularyResponder
    from assistant.corrections.spoken import CorrectionResponder
    from assistant.memory.database import Database
    from assistant.memory.plans import Plans
    from assistant.memory.profile import Profile
    from assistant.memory.ringing import RingingLock
    from assistant.memory.undo import UndoLog
    from assistant.skills import loading
    from assistant.skills.api import SkillContext
    from assistant.skills.danger import replies
    from assistant.skills.domain.own_domain import OwnDomain
    from assistant.skills.operations import operations
    from assistant.skills.time.schedule import Schedule
    from models.asr.loading import Expects
    from models.nlu import domain

    database = database or Database()
    profile = Profile(database, config.owner)
    # a clock of a test's own has no uptime
    schedule = Schedule(database, uptime if clock is local_time else lambda: None)
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
    gate = Gate(skills, undo_log, plans, dry_run.operations if dry_run else operations)
    answering = DialogueResponder(
        gate,
        generator,
        paraphraser,
        profile,
        clock,
        danger=lambda understanding, before: replies.reply(understanding, profile.country, before),
        decided=dry_run.decided if dry_run else lambda command, outcome: None,
    )
    agenda = Agenda(schedule, plans, gate, answering.call, RingingLock(database))
    responder: Responder = NamingResponder(answering, skills)
    if recorder is not None:
        responder = CorrectionResponder(responder, classifier, recorder)
    if isinstance(recognizer, Expects):
        responder = VocabularyResponder(responder, skills, recognizer.expect)
    return Assistant(responder, agenda, loading.Loaded(skills, loaded.problems + usable.problems))

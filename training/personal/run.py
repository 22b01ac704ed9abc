"""The steps of one run: learn, hear, judge, promote. In which order, `recipe` says.

What is proven is what is promoted: from the recordings held back nothing is learnt, before or after.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rich.progress import track

from models import asr, device, manifest, nlu, paths
from models.asr import loading
from models.asr.whisper.engine import DEFAULT_BEAM_SIZE
from models.bundles import bundle, promotion, provenance
from models.bundles.bundle import Bundle, Parts
from models.command_line import err
from models.errors import CheckpointError
from models.manifest import Example
from models.nlu import domain
from models.nlu.domain import DomainDescription
from training.data import splits
from training.evaluation import commands
from training.evaluation import recognizer as evaluate_recognizer
from training.evaluation.classifier import Understands
from training.evaluation.recognizer import ScoredClip
from training.personal import classifier as classifiers
from training.personal import data as own
from training.personal import general as generals
from training.personal import proof, replies
from training.personal import recognizer as recognizers
from training.personal.config import PersonalConfig
from training.personal.proof import Change, Verdict
from training.trainer.checkpoints import STATE

OWN = "your recordings held back"
FROM_SOUND = f"{OWN}, from sound to command"
WHOLE = "all models together"
COMMANDS = "share of commands right"
SENTENCES = "share of intents and slots right"


@dataclass(frozen=True, slots=True)
class RecognizerScores:
    """A recognizer, and what it heard of everything that is scored on."""

    where: str
    own: list[ScoredClip]
    general: dict[str, list[ScoredClip]]


@dataclass(slots=True)
class PersonalResult:
    """What a run came to."""

    changes: list[Change] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    curve: list[tuple[int, Change]] = field(default_factory=list)
    """Recordings learnt from, and the word error rate on those held back beside that of none."""
    promoted: Bundle | None = None

    def to_json(self) -> dict[str, Any]:
        """One object, for `--json`."""
        made = self.promoted
        return {
            "promoted": made is not None,
            "bundle": f"{made.name}@{made.version}" if made else None,
            "folder": str(made.folder) if made else None,
            "models": [v.to_json() for v in self.verdicts],
            "changes": [c.to_json() for c in self.changes],
            "curve": [{"recordings": n, **c.to_json()} for n, c in self.curve],
        }


class Run:
    """One run, step by step.

    Arguments:
        begun: the models to start from.
        replay: manifests that the user has prepared, to replay and to prove with.
        resume: go on with the run that was stopped; what is finished stays.

    Raises:
        DataError: there are too few recordings, or something is wrong with them.
        CheckpointError: the run to resume had other recordings.
        DependencyError: no offline voice is installed.
    """

    def __init__(
        self, config: PersonalConfig, begun: Parts, replay: Sequence[Path], *, resume: bool,
        on: device.DeviceName,
    ) -> None:  # fmt: skip
        self.config, self.begun, self.result = config, begun, PersonalResult()
        self.data = own.read(config.least, config.held_back)
        self.version = promotion.next_version(config.name)
        self.folder = paths.runs() / "personal" / f"{config.name}-{self.version}"
        self._resume, self._on, self._replay = resume, on, replay
        self._open()
        err.print(
            f"{len(self.data.learned)} recordings to learn from, {len(self.data.held)} held back as proof"
        )
        self.general = generals.speech(config.recognizer.general, config.general_held, replay, config.voices)
        self.before = self.after = self._hear(begun.recognizer, "what the one in use hears")
        self.chosen = begun

    # ── recognizer ───────────────────────────────────────────────────────────

    def recognizer(self, *, curve: bool) -> None:
        """Train it and keep it if it is no worse.

        Arguments:
            curve: train it on fewer recordings too.
        """
        if loading.model_type(recognizers.described(self.begun.recognizer)) != "whisper":
            self._stays("recognizer", "only a Whisper can learn on")
            return
        made = self.folder / "recognizer"
        if curve or not made.is_dir():
            self._teach(made, curve=curve)
        self.after = self._hear(str(made), "what the new one hears")
        mine = [proof.word_errors(self.before.own, self.after.own, OWN)]
        others = [
            proof.word_errors(heard, self.after.general[name], f"general speech ({name})")
            for name, heard in self.before.general.items()
        ]
        if self._judged("recognizer", mine, others):
            self.chosen = replace(self.chosen, recognizer=str(made))
        else:
            self.after = self.before

    def _teach(self, made: Path, *, curve: bool) -> None:
        """The curve's points are heard in torch with one encoder for all, so that they cost little."""
        begin = recognizers.start(self.begun.recognizer)
        tutor = recognizers.PersonalTrainer(
            self.config.recognizer, begin, self.general.learned, language=self.config.language, on=self._on
        )
        some = [*own.growing(self.data.learned, self.config.curve)] if curve else []
        untaught = evaluate_recognizer.hear(tutor.listener(), self.data.held) if curve else []
        if curve:
            self.result.curve.append((0, proof.word_errors(untaught, untaught, OWN)))
        for learned in [*some, [*self.data.learned]]:
            last = len(learned) == len(self.data.learned)
            state = self._state("recognizer" if last else f"curve-{len(learned)}")
            err.print(f"learning from {len(learned)} recordings", style="dim")
            network = tutor.fit(learned, state, resume=self._goes_on(state))
            if curve:
                heard = evaluate_recognizer.hear(tutor.listener(), self.data.held)
                self.result.curve.append((len(learned), proof.word_errors(untaught, heard, OWN)))
            if last and not made.is_dir():
                recognizers.save(begin, network, made)

    def _hear(self, where: str, what: str) -> RecognizerScores:
        """As the assistant hears: with its beam, and for the domain that is in use."""
        listener = self._listener(where, domain.read(Path(self.begun.classifier)))

        def heard(examples: Sequence[Example], name: str) -> list[ScoredClip]:
            shown = track(examples, f"{what}: {name}", transient=True, console=err)
            return evaluate_recognizer.hear(listener, shown)

        held = self.general.held
        return RecognizerScores(
            where, heard(self.data.held, OWN), {name: heard(held[name], name) for name in held}
        )

    def _listener(self, where: str, listened_for: DomainDescription | None = None) -> asr.Recognizer:
        return asr.load(
            where, device=self._on, language=self.config.language, n_best=DEFAULT_BEAM_SIZE,
            domain=listened_for,
        )  # fmt: skip

    # ── classifier ───────────────────────────────────────────────────────────

    def classifier(self) -> None:
        """Train it on the owner's sentences and keep it if it is no worse."""
        labelled, start = self.data.labelled, Path(self.begun.classifier)
        if not labelled:
            self._stays("classifier", "no recording and no correction says which intent it has")
            return
        in_use = nlu.load(start, device=self._on)
        prepared = [e for path in self._replay for e in splits.assign(manifest.read(path)) if e.intent]
        sentences = classifiers.sentences(start, in_use, self.config.classifier.general, prepared)
        made = self.folder / "classifier"
        if not made.is_dir():
            # what a domain would mend is what is to be learnt from
            spoken = [*labelled, *classifiers.hypotheses(labelled, self._listener(self.begun.recognizer))]
            state = self._state("classifier")
            classifiers.fit(
                self.config.classifier, start, spoken, sentences.learned, state, made,
                resume=self._goes_on(state), on=self._on,
            )  # fmt: skip
        new = nlu.load(made, device=self._on)
        held = generals.first(sentences.held, self.config.general_held * 5)
        others = [
            proof.shares(_right(in_use, part), _right(new, part), SENTENCES, "general sentences")
            for part in [held]
            if part
        ]
        if self._judged("classifier", self._commands(in_use, new, self.after), others):
            self.chosen = replace(self.chosen, classifier=str(made))

    def _commands(self, before: Understands, after: Understands, ears: RecognizerScores) -> list[Change]:
        """Both on what is heard after; none where no recording held back has an intent."""
        old, new = commands.obeyed(before, ears.own), commands.obeyed(after, ears.own)
        return [proof.shares(old, new, COMMANDS, OWN)] if old else []

    # ── generator ────────────────────────────────────────────────────────────

    def generator(self) -> None:
        """Train its words, where the owner corrected replies, and keep it if it is no worse."""
        corrected, made = replies.sayable(self.data.replies), self.folder / "generator"
        if not corrected:
            return
        state = self._state("generator")
        if not made.is_dir():
            replies.fit(
                self.config.generator, self.begun.generator, corrected, state, made,
                resume=self._goes_on(state), on=self._on,
            )  # fmt: skip
        mine, others = replies.compare(self.config.generator, self.begun.generator, made, corrected, self._on)
        if self._judged("generator", mine, others):
            self.chosen = replace(self.chosen, generator=str(made))

    # ── the whole ────────────────────────────────────────────────────────────

    def whole(self) -> bool:
        """Whether the models that were kept are together no worse than those in use."""
        if self.chosen == self.begun:
            return False
        if (self.chosen.recognizer, self.chosen.classifier) == (self.begun.recognizer, self.begun.classifier):
            return True
        before = commands.obeyed(nlu.load(self.begun.classifier, device=self._on), self.before.own)
        after = commands.obeyed(nlu.load(self.chosen.classifier, device=self._on), self.after.own)
        if not before:
            return True
        change = proof.shares(before, after, COMMANDS, FROM_SOUND)
        return self._judged(WHOLE, [change], [])

    def promote(self, files: dict[str, str]) -> None:
        """Put the new bundle in use.

        Arguments:
            files: name → text, to lie beside the models.
        """
        draft = promotion.draft(f"{self.config.name}-{self.version}")
        provenance.mark(draft, self.data.ids)
        models: dict[str, str] = {part: str(getattr(self.chosen, part)) for part in bundle.PARTS}
        for part, where in models.items():
            if Path(where).is_dir():
                shutil.copytree(where, draft / part)
                models[part] = part
        told = files | {bundle.FILE: bundle.toml(self.config.name, self.version, models)}
        for name, text in told.items():
            (draft / name).write_text(text, encoding="utf-8")
        self.result.promoted = promotion.promote(draft)

    # ── small things ─────────────────────────────────────────────────────────

    def _open(self) -> None:
        """The run's folder, marked with what is learnt from before anything is."""
        if self._resume:
            if provenance.learned_from(self.folder) != frozenset(self.data.ids):
                raise CheckpointError(
                    "there is no run to resume with these recordings", where=str(self.folder),
                    do="leave --resume out",
                )  # fmt: skip
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, mode=0o700)
        provenance.mark(self.folder, self.data.ids)

    def _state(self, name: str) -> Path:
        return self.folder / "training" / name

    def _goes_on(self, state: Path) -> bool:
        return self._resume and (state / STATE).is_file()

    def _stays(self, model: str, why: str) -> None:
        self.result.verdicts.append(Verdict(model, False, (f"it stays as it is: {why}",)))

    def _judged(self, model: str, mine: Sequence[Change], others: Sequence[Change]) -> bool:
        verdict = proof.judge(model, mine, others, self.config.margin)
        self.result.changes += [*mine, *others]
        self.result.verdicts.append(verdict)
        return verdict.kept


def _right(classifier: Understands, sentences: Sequence[Example]) -> list[bool]:
    """Whether the intent and all slots of each would be found; slots that are unknown are not asked for."""
    shown = track(sentences, "general sentences", transient=True, console=err)
    return [commands.command_right(e, classifier.understand(e.text or "")) for e in shown]

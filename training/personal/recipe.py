"""recordings → recognizer → re-recognized text → classifier → replies → proof → bundle or refusal.

The models that are proved are those that are promoted: recordings that are held back are never learned from.
"""

from __future__ import annotations

import functools
import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from rich.progress import track

from models import asr, device, manifest, nlu
from models.asr.whisper.engine import DEFAULT_BEAM_SIZE
from models.bundles import bundle, promotion, provenance
from models.bundles.bundle import Bundle, Parts
from models.command_line import err
from models.manifest import Example
from models.nlu import domain
from models.nlu.domain import DomainDescription
from training.classifier.dialogues import knows_acts
from training.data import splits
from training.evaluation.classifier import Understands
from training.evaluation.commands import command_right, obeyed
from training.evaluation.recognizer import ScoredClip, hear_each
from training.personal import proof, report
from training.personal.classifier import re_recognize, rehearsal_sentences, train_classifier
from training.personal.config import PersonalConfig
from training.personal.data import growing, spoken_in
from training.personal.dial import Dial
from training.personal.dialogues import acts_right, to_prove_on
from training.personal.fairness import GroupGap, gaps
from training.personal.proof import ACTS, COMMANDS, FROM_SOUND, OWN, SENTENCES, WHOLE, Change
from training.personal.recognizer import PersonalTrainer, is_whisper, read_start, save_recognizer
from training.personal.rehearsal import SPOKEN, first
from training.personal.replies import compare_replies, sayable, train_generator
from training.personal.run import PersonalResult, RecognizerScores, Run, begin
from training.report import page

_SENTENCES_PER_CLIP = 5
"""General sentences to score a classifier on, for each clip that a recognizer is scored on."""


def main(
    config: PersonalConfig, *, recognizer: str | None = None, classifier: str | None = None,
    generator: str | None = None, replay: Sequence[Path] = (), curve: bool = True, resume: bool = False,
    on: device.DeviceName = "auto", command: str = "",
) -> PersonalResult:  # fmt: skip
    """Train on the owner's recordings, prove the new models, and promote them if they are no worse.

    Arguments:
        recognizer, classifier, generator: the models to start from; those of the bundle in use by default.
        replay: manifests that the owner has prepared, for rehearsal and proof.
        curve: train the recognizer on fewer recordings too, for the report.
        resume: continue the run that was stopped; finished models stay.
        command: the command line, for the card.

    Raises:
        DataError: there are too few recordings, or the data are wrong.
        CheckpointError: the run to resume had other recordings.
        DependencyError: no offline voice is installed.
    """
    used = bundle.resolve()
    start = Parts(recognizer or used.recognizer, classifier or used.classifier, generator or used.generator)
    run = begin(config, start, replay, resume=resume, on=on)
    before = score_recognizer(run, start.recognizer, "the recognizer in use")
    result, chosen = PersonalResult(before, before), start

    err.rule("recognizer")
    if not is_whisper(start.recognizer):
        result.leave("recognizer", "only a Whisper can learn on")
    elif not (curve or any(clip.wrong for clip in (*before.own, *before.learned))):
        n = len(before.own) + len(before.learned)
        result.leave("recognizer", f"nothing to learn, all {n} recordings are heard without an error")
    elif made_here := learn_recognizer(run, result, curve=curve):
        after = score_recognizer(run, str(made_here), "the new recognizer")
        apart = compare_groups(before, after)
        unfair = [gap.change for gap in apart if config.fair and gap.widens(config.margin)]
        result.changes += [gap.change for gap in apart]
        # with few recordings held back the gain was seen on those that were left out in turn
        if result.judge(
            "recognizer", *compare_recognizers(before, after), config.margin, unfair,
            gains=len(run.data.held) < config.enough,
        ):  # fmt: skip
            chosen, result.after = replace(chosen, recognizer=str(made_here)), after

    err.rule("classifier")
    if run.data.labelled:
        made, held = learn_classifier(run)
        if result.judge("classifier", *compare_classifiers(run, made, held, result.after), config.margin):
            chosen = replace(chosen, classifier=str(made))
    else:
        result.leave("classifier", "no recording and no correction says which intent it has")

    if corrected := sayable(run.data.replies):
        made = learn_replies(run, corrected)
        if result.judge("generator", *compare_replies(start.generator, made, corrected, on), config.margin):
            chosen = replace(chosen, generator=str(made))

    err.rule("proof")
    if chosen != start and prove_together(run, chosen, result):
        made_at = datetime.now().astimezone().isoformat(timespec="seconds")
        metrics = json.dumps(report.metrics(run, result, made_at, command), indent=1) + "\n"
        card = report.card(run, result, command)
        result.promoted = promote(run, chosen, {"metrics.json": metrics, "README.md": card})
    shown = page.write(run.folder, report.report_of(run, result, command))
    err.print(f"{shown}: the report", markup=False)
    return result


# ── recognizer ───────────────────────────────────────────────────────────────


def learn_recognizer(run: Run, result: PersonalResult, *, curve: bool) -> Path | None:
    """Train the recognizer, on fewer recordings first where a learning curve is asked for; its folder, or
    None where nothing is gained.

    The points of the curve are scored in torch with one encoder for all of them, which costs little.
    """
    made = run.folder / "recognizer"
    if made.is_dir() and not curve:
        return made
    config, data, language = run.config, run.data, run.data.language
    learned, held = spoken_in(language, data.learned), spoken_in(language, data.held)
    if others := len(data.learned) - len(learned):
        err.print(f"{others} recordings are in another language than most and wait for a run of their own")
    start = read_start(run.start.recognizer, language)
    trainer = PersonalTrainer(config.recognizer, start, run.general.learned, on=run.on)
    parts = [*growing(learned, config.curve)] if curve else []
    untrained = hear_each(trainer.listener, held) if curve else []
    if curve:
        result.curve.append((0, proof.word_errors(untrained, untrained, OWN)))
    for part in parts:
        err.print(f"learning from {len(part)} recordings", style="dim")
        name = f"curve-{len(part)}"
        trainer.fit(part, run.state(name), resume=run.resumes(name))
        trained = hear_each(trainer.listener, held)
        result.curve.append((len(part), proof.word_errors(untrained, trained, OWN)))
    err.print(f"learning from {len(learned)} recordings", style="dim")
    dial = Dial(
        config,
        trainer,
        spoken_in(language, run.general.held[SPOKEN]),
        domain.read(Path(run.start.classifier)),
    )
    found = dial.turn(learned, held, run.state, run.resumes)
    result.share = found.share
    if curve:
        trained = hear_each(trainer.listener, held)
        result.curve.append((len(learned), proof.word_errors(untrained, trained, OWN)))
    result.changes.append(found.change)
    if not found.share:
        result.leave("recognizer", f"nothing would be gained, {proof.described(found.change)}")
        return None
    if not made.is_dir():
        save_recognizer(start, trainer.model, made)
    return made


def score_recognizer(run: Run, where: str, title: str) -> RecognizerScores:
    """Score a recognizer as the assistant runs it: with its beam, and biased to the domain in use."""
    biased_to = domain.read(Path(run.start.classifier))
    listener = functools.cache(lambda language: _listener(run, where, language, biased_to))

    def scored(examples: Sequence[Example], name: str) -> list[ScoredClip]:
        return hear_each(listener, track(examples, f"{title}: {name}", transient=True, console=err))

    general = {name: scored(examples, name) for name, examples in run.general.held.items()}
    learned = (
        [] if where != run.start.recognizer else scored(run.data.learned, "your recordings to learn from")
    )
    return RecognizerScores(scored(run.data.held, OWN), learned, general)


def compare_recognizers(
    before: RecognizerScores, after: RecognizerScores
) -> tuple[list[Change], list[Change]]:
    """The changes on the owner's recordings, and those on general speech."""
    own = [proof.word_errors(before.own, after.own, OWN)]
    general = [
        proof.word_errors(clips, after.general[name], f"general speech ({name})")
        for name, clips in before.general.items()
    ]
    return own, general


def compare_groups(before: RecognizerScores, after: RecognizerScores) -> list[GroupGap]:
    """The differences between groups of general speakers, where manifests know them."""
    return [
        gap
        for name, clips in before.general.items()
        for gap in gaps(clips, after.general[name], f"general speech ({name})")
    ]


def _listener(
    run: Run, where: str, language: str, biased_to: DomainDescription | None = None
) -> asr.Recognizer:
    return asr.load(where, device=run.on, language=language, n_best=DEFAULT_BEAM_SIZE, domain=biased_to)


# ── classifier ───────────────────────────────────────────────────────────────


def learn_classifier(run: Run) -> tuple[Path, list[Example]]:
    """Train the classifier on the owner's sentences and on re-recognized ones; its folder, and the general
    sentences to prove it on."""
    start, made = Path(run.start.classifier), run.folder / "classifier"
    teacher = nlu.load(start, device=run.on)
    prepared = [e for path in run.manifests for e in splits.assign(manifest.read(path)) if e.intent]
    sentences = rehearsal_sentences(start, teacher, run.config.classifier.general, prepared)
    if not made.is_dir():
        # without the domain's bias, which would hide the errors that are to be learned
        recognized = re_recognize(
            run.data.labelled, lambda language: _listener(run, run.start.recognizer, language)
        )
        train_classifier(
            run.config.classifier, start, [*run.data.labelled, *recognized], sentences.learned,
            run.state("classifier"), made, resume=run.resumes("classifier"), on=run.on,
        )  # fmt: skip
    return made, first(sentences.held, run.config.general_held * _SENTENCES_PER_CLIP)


def compare_classifiers(
    run: Run, made: Path, held: Sequence[Example], recognized: RecognizerScores
) -> tuple[list[Change], list[Change]]:
    """The changes on the owner's recordings as the chosen recognizer writes them, and on general sentences
    and dialogues."""
    before, after = nlu.load(run.start.classifier, device=run.on), nlu.load(made, device=run.on)
    general = (
        [proof.shares(_right(before, held), _right(after, held), SENTENCES, "general sentences")]
        if held
        else []
    )
    if knows_acts(before):
        written = to_prove_on(run.config.general_held * _SENTENCES_PER_CLIP)
        old, new = acts_right(before, written), acts_right(after, written)
        general.append(proof.shares(old, new, ACTS, "written dialogues"))
    old, new = obeyed(before, recognized.own), obeyed(after, recognized.own)
    return [proof.shares(old, new, COMMANDS, OWN)] if old else [], general


def _right(classifier: Understands, sentences: Sequence[Example]) -> list[bool]:
    """Whether the intent and all known slots of each sentence are right."""
    shown = track(sentences, "general sentences", transient=True, console=err)
    return [command_right(e, classifier.understand(e.text or "")) for e in shown]


# ── generator ────────────────────────────────────────────────────────────────


def learn_replies(run: Run, corrected: Sequence[Example]) -> Path:
    """Train the generator on the corrected replies; its folder."""
    made = run.folder / "generator"
    if not made.is_dir():
        train_generator(
            run.config.generator, run.start.generator, corrected, run.state("generator"), made,
            resume=run.resumes("generator"), on=run.on,
        )  # fmt: skip
    return made


# ── the whole bundle ─────────────────────────────────────────────────────────


def prove_together(run: Run, chosen: Parts, result: PersonalResult) -> bool:
    """Whether the chosen models are together no worse than those in use, from sound to command."""
    start = run.start
    if (chosen.recognizer, chosen.classifier) == (start.recognizer, start.classifier):
        return True
    before = obeyed(nlu.load(start.classifier, device=run.on), result.before.own)
    after = obeyed(nlu.load(chosen.classifier, device=run.on), result.after.own)
    if not before:
        return True
    return result.judge(WHOLE, [proof.shares(before, after, COMMANDS, FROM_SOUND)], [], run.config.margin)


def promote(run: Run, chosen: Parts, files: dict[str, str]) -> Bundle:
    """Make a bundle of the chosen models and put it in use.

    Arguments:
        files: name → text, to lie beside the models.
    """
    draft = promotion.draft(f"{run.config.name}-{run.version}")
    provenance.mark(draft, run.data.ids)
    places: dict[str, str] = {part: str(getattr(chosen, part)) for part in bundle.PARTS}
    for part, where in places.items():
        if Path(where).is_dir():
            shutil.copytree(where, draft / part)
            places[part] = part
    texts = files | {bundle.FILE: bundle.toml(run.config.name, run.version, places)}
    for name, text in texts.items():
        (draft / name).write_text(text, encoding="utf-8")
    return promotion.promote(draft)

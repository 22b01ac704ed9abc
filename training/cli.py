"""`assistant-train`: corpora to manifests to models. Each command imports what it runs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from models.command_line import Device, Engine, PlainConsole, Version, err, run
from models.errors import ConfigError
from training import options
from training.classifier.remembering import remember
from training.evaluation.types import Metrics
from training.options import Base, Checkpoint, Manifests, More, Recipe, Rescore, Resume, Where
from training.personal.command import personal
from training.report import sections
from training.synthesis.commands import heard, speak

app = typer.Typer(
    name="assistant-train",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
domains = typer.Typer(help="Domains of your own.", no_args_is_help=True)
app.add_typer(domains, name="domain")


@app.callback()
def program(version: Version = False) -> None:
    """Train the models that the assistant runs."""


@app.command()
def classifier(
    data: Manifests,
    output: Checkpoint,
    more: More = None,
    base: Base = None,
    domain: Annotated[
        list[Path] | None, typer.Option(help="Domain files whose sentences join.", metavar="FILE")
    ] = None,
    config: Annotated[
        Path | None, typer.Option(help="How to train; settings for data of your own (domain.toml) otherwise.")
    ] = None,
    resume: Resume = False,
    rescore: Rescore = False,
    device: Where = Device.auto,
) -> None:
    """Train a classifier: one network with a head for each kind of label in the data."""
    from training.classifier import recipe
    from training.classifier.config import ClassifierConfig
    from training.config import CONFIGS, read

    settings = read(config or CONFIGS / "domain.toml", ClassifierConfig)
    if base:
        settings = settings.model_copy(update={"base": base, "start": ""})
    scores = recipe.main(
        settings, [*data, *(more or [])], output, domains=domain or [], resume=resume, rescore=rescore,
        on=device.value, command=options.command(),
    )  # fmt: skip
    err.print(table(scores.model, scores.baseline))


@app.command()
def recognizer(
    data: Manifests,
    output: Checkpoint,
    more: More = None,
    base: Base = None,
    config: Recipe = None,
    resume: Resume = False,
    rescore: Rescore = False,
    device: Where = Device.auto,
) -> None:
    """Train a recognizer: Whisper, or wav2vec2 where the configuration says `kind = "wav2vec2"`."""
    from training.config import CONFIGS, kind, read

    path, manifests = config or CONFIGS / "recognizer.toml", [*data, *(more or [])]
    changed, command = {"base": base} if base else {}, options.command()
    if kind(path) == "wav2vec2":
        from training.recognizer.wav2vec2.config import CtcConfig
        from training.recognizer.wav2vec2.recipe import train_ctc

        if rescore:
            raise ConfigError("--rescore is for Whisper alone")
        letters = read(path, CtcConfig).model_copy(update=changed)
        scores = train_ctc(letters, manifests, output, resume=resume, on=device.value, command=command)
    else:
        from training.recognizer.whisper import recipe
        from training.recognizer.whisper.config import RecognizerConfig

        settings = read(path, RecognizerConfig).model_copy(update=changed)
        scores = recipe.main(
            settings, manifests, output, resume=resume, rescore=rescore, on=device.value, command=command,
        )  # fmt: skip
    err.print(table(scores.model, scores.baseline))


@app.command()
def generator(
    data: Manifests,
    output: Checkpoint,
    more: More = None,
    base: Base = None,
    config: Recipe = None,
    resume: Resume = False,
    rescore: Rescore = False,
    device: Where = Device.auto,
) -> None:
    """Train a generator: facts into sentences, and small talk."""
    from training.config import CONFIGS, read
    from training.generator import recipe
    from training.generator.config import GeneratorConfig

    settings = read(config or CONFIGS / "generator.toml", GeneratorConfig)
    if base:
        settings = settings.model_copy(update={"base": base})
    scores = recipe.main(
        settings, [*data, *(more or [])], output, resume=resume, rescore=rescore, on=device.value,
        command=options.command(),
    )  # fmt: skip
    err.print(table(scores.model, scores.baseline))


@app.command()
def prepare(
    corpus: Annotated[str, typer.Argument(help="Name of a corpus.", show_default=False)] = "",
    source: Annotated[Path | None, typer.Argument(help="Its original files.", show_default=False)] = None,
    output: Annotated[Path | None, typer.Argument(help="The manifest to write.", show_default=False)] = None,
    list_them: Annotated[
        bool, typer.Option("--list", help="Name the corpora, with page and licence.")
    ] = False,
) -> None:
    """Turn a public corpus in its original format into a manifest, with its splits written in."""
    from models import manifest
    from training.corpora.catalogue import CORPORA
    from training.corpora.prepare import prepare_corpus
    from training.data import validation

    if list_them:
        for name, (_, about) in CORPORA.items():
            err.print(f"[bold]{name}[/]\n{about.strip()}\n")
        return
    if corpus not in CORPORA:
        raise ConfigError(f"there is no corpus {corpus!r}", do=f"name one of {', '.join(CORPORA)}")
    if source is None or output is None:
        raise ConfigError("SOURCE and OUTPUT are missing", do="see --help")
    examples = prepare_corpus(corpus, source, output)
    counts = ", ".join(f"{sum(e.split == s for e in examples):,} {s}" for s in manifest.SPLITS)
    err.print(f"{output}: {len(examples):,} examples ({counts})")
    report = validation.check(output)
    err.print(report.table() if report.findings else "Nothing wrong with it, and nothing crosses the splits.")


@domains.command()
def new(
    output: Annotated[Path, typer.Option(help="Folder for the two files.", metavar="FOLDER")] = Path(),
) -> None:
    """Ask for intents, slots and sentences; write a domain (TOML) and a manifest (JSON Lines)."""
    from training.domain import interview

    answers = interview.Answers(err, None if sys.stdin.isatty() else sys.stdin)
    toml, lines = interview.save(interview.ask(answers), output, err)
    name = toml.stem
    err.print(
        f"{toml} and {lines}. Add sentences to either, then:\n"
        f"  assistant-train classifier --data {lines} --domain {toml} --output {name}\n"
        f"  assistant --classifier {name} text",
        markup=False,
    )


@app.command()
def evaluate(
    data: Annotated[Path, typer.Option(help="Examples to score on.", metavar="MANIFEST")],
    recognizer: Annotated[str | None, typer.Option(help="Recognizer to score.", metavar="DIR")] = None,
    classifier: Annotated[str | None, typer.Option(help="Classifier to score.", metavar="DIR")] = None,
    generator: Annotated[str | None, typer.Option(help="Generator to score.", metavar="DIR")] = None,
    baseline: Annotated[
        bool, typer.Option("--baseline/--no-baseline", help="Score the untouched base models too.")
    ] = True,
    json_lines: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    report: Annotated[
        Path | None, typer.Option("--report", help="Folder for a page to look at.", metavar="DIR")
    ] = None,
    device: Annotated[Device, typer.Option(help="Where to run.")] = Device.auto,
    engine: Annotated[Engine, typer.Option(help="What runs them.")] = Engine.auto,
) -> None:
    """Score models on a manifest: on its test split, or on all of it where no line is in one.

    With a recognizer and a classifier also both together, on the recognized text.
    """
    from models.bundles.bundle import Parts
    from training.evaluate import score
    from training.report import page
    from training.report.contents import about
    from training.report.group_tables import group_sections
    from training.report.sections import Report

    models = Parts(recognizer or "", classifier or "", generator or "")
    found = score(data, models, baseline=baseline, on=device.value, engine=engine.value)
    model, before = found.scores.model, found.scores.baseline
    if report:
        shown_there = (*found.sections, about(options.command(), title="The command"))
        written = page.write(report, Report(f"Scores on {data.name}", shown_there, f"{model.n:,} examples"))
        err.print(f"{written}: the report", markup=False)
    if json_lines:
        print(json.dumps(found.scores.to_json(), ensure_ascii=False))
        return
    shown = PlainConsole(highlight=False)
    shown.print(table(model, before))
    if model.spoken:
        shown.print(table(model.spoken, before.spoken if before else None, "on recognized text"))
    for section in (*group_sections(model), *group_sections(model.spoken or Metrics(), ", spoken")):
        shown.print(printed(section))


@app.command("all")
def everything(
    config: Annotated[Path, typer.Option(help="Configuration of the bundle.", metavar="FILE")],
    data: Annotated[
        Path, typer.Option(help="The original corpora, each in a folder of its name.", metavar="FOLDER")
    ],
    output: Annotated[
        Path | None, typer.Option(help="Folder for the bundle; among your bundles otherwise.", metavar="DIR")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on; finished parts stay.")] = False,
    device: Annotated[Device, typer.Option(help="Where to train.")] = Device.auto,
) -> None:
    """Make every model of a bundle from the corpora, score it, and write its card and report."""
    from models import paths
    from training.bundle import recipe
    from training.bundle.config import BundleConfig
    from training.config import read

    settings = read(config, BundleConfig)
    recipe.main(
        settings, data, output or paths.bundles() / settings.name / settings.version, beside=config.parent,
        resume=resume, on=device.value, command=options.command(),
    )  # fmt: skip


@app.command()
def figures(
    page: Annotated[
        list[Path] | None,
        typer.Option(
            help="A file with markers; README and .github/docs/figures.md otherwise.", metavar="FILE"
        ),
    ] = None,
) -> None:
    """Write the released models' figures into README and the figures page, from their metrics.json."""
    from models import paths
    from training.report.figures_page import PAGE, README, write

    for file in page or (README, PAGE):
        changed = write(file, paths.released())
        err.print(f"{file}: {'updated' if changed else 'unchanged'}", markup=False)


for command in (speak, heard, personal, remember):
    app.command()(command)


def table(model: Metrics, baseline: Metrics | None, title: str | None = None) -> Table:
    """The figures with their intervals, the baseline's beside them."""
    from training.report.figures import read

    made = Table("figure", "base", "this", "n", title=title)
    for f in read(model, baseline):
        made.add_row(f.title, str(f.base or "–"), str(f.tuned), "" if f.tuned.n is None else f"{f.tuned.n:,}")
    return made


def printed(section: sections.Table) -> Table:
    """A table of a report for the terminal."""
    made = Table(*section.columns, title=section.title, caption=section.note)
    for row in section.rows:
        made.add_row(*row)
    return made


def main(arguments: Iterable[str] | None = None) -> None:
    """The console script."""
    if arguments is not None:
        sys.argv[1:] = list(arguments)
    run(app)


if __name__ == "__main__":  # as `accelerate launch -m training.cli` runs it
    main()

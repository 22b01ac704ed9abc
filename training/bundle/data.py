"""Names → manifests: corpora are prepared, texts spoken and re-recognized. Knows no recipe."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from models import manifest
from models.command_line import err
from models.device import DeviceName
from models.errors import ConfigError
from models.weights import stamp
from training import synthesis
from training.bundle.config import BundleConfig, ReRecognizedConfig, SpeechConfig
from training.corpora.catalogue import CORPORA
from training.corpora.prepare import prepare_corpus
from training.synthesis import noisy_channel

OWN = frozenset({"skills", "small_talk"})
"""Corpora that are written for this project and lie beside their converters."""
_CORPORA = Path(__file__).parents[1] / "corpora" / "own"


class Manifests:
    """Makes each manifest once.

    Arguments:
        config: the bundle's, with the manifests of `speech` and `heard`.
        beside: folder of the configuration, which its paths are relative to, and of its manifests.
        data: folder of finished manifests and of the original corpora, each in a folder of its name (before a
            hyphen).
        work: folder for the manifests and sounds that are made.
    """

    def __init__(self, config: BundleConfig, beside: Path, data: Path, work: Path) -> None:
        self._config, self._beside, self._data, self._work = config, beside, data, work
        self._made: dict[str, Path] = {}

    def prepare(self, names: Sequence[str]) -> None:
        """Make all manifests that need no recognizer.

        Raises:
            ConfigError: a name is neither a corpus nor a manifest, or the corpus is missing.
            DataError: a corpus does not have its original format.
        """
        unknown = sorted({n for n in names if not self.knows(n)})
        if unknown:
            raise ConfigError(
                f"neither a corpus with its folder there nor a manifest: {', '.join(unknown)}",
                where=str(self._data),
                do="`assistant-train prepare --list` says where each corpus is to be had",
            )
        for name in names:
            if name in self._config.heard:
                self.prepare(self._needed(self._config.heard[name]))
            else:
                self.path(name)

    def knows(self, name: str) -> bool:
        """Whether the manifest exists or can be made."""
        if name in self._config.heard:
            return all(self.knows(n) for n in self._needed(self._config.heard[name]))
        if name in self._config.speech:
            return all(self.knows(n) for n in self._config.speech[name].data)
        return bool(self._ready(name)) or (name in CORPORA and self._source(name).exists())

    def path(self, name: str) -> Path:
        """The manifest with a name, made if it is missing; it needs no recognizer."""
        if name not in self._made:
            made = self._work / f"{name}.jsonl"
            if name in self._config.speech:
                made = self._speak(name, self._config.speech[name])
            elif ready := self._ready(name):
                made = ready
            else:
                examples = prepare_corpus(name, self._source(name), made)
                err.print(f"{name}: {len(examples):,} examples")
            self._made[name] = made
        return self._made[name]

    def paths(self, names: Sequence[str], recognizer: Path, on: DeviceName) -> list[Path]:
        """The manifests with these names.

        Arguments:
            recognizer: folder of the recognizer that re-recognizes text.
        """
        return [
            self._re_recognize(name, self._config.heard[name], recognizer, on)
            if name in self._config.heard
            else self.path(name)
            for name in names
        ]

    def beside(self, paths: Sequence[Path]) -> list[Path]:
        """Files named in the configuration."""
        return [self._beside / path for path in paths]

    # ── existing files ───────────────────────────────────────────────────────

    def _ready(self, name: str) -> Path | None:
        files = (folder / f"{name}.jsonl" for folder in (self._data, self._beside))
        return next((file for file in files if file.is_file()), None)

    def _source(self, name: str) -> Path:
        return _CORPORA / f"{name}.toml" if name in OWN else self._data / name.partition("-")[0]

    @staticmethod
    def _needed(config: ReRecognizedConfig) -> list[str]:
        return [*config.data, *([config.noise] if config.noise else [])]

    # ── manifests to make ────────────────────────────────────────────────────

    def _speak(self, name: str, config: SpeechConfig) -> Path:
        sentences = synthesis.texts([self.path(source) for source in config.data], config.most, config.seed)
        made = self._work / f"{name}.jsonl"
        synthesis.write(sentences, made, self._work / "sounds", synthesis.Cast(), seed=config.seed)
        return made

    def _re_recognize(self, name: str, config: ReRecognizedConfig, recognizer: Path, on: DeviceName) -> Path:
        if name not in self._made:
            # named by its digest, so that the results of another recognizer are not reused
            channel = noisy_channel.load(
                str(recognizer), stamp.digest(recognizer), config.test_voices,
                noise=self.path(config.noise) if config.noise else None, on=on,
            )  # fmt: skip
            most = {"train": config.train, "valid": config.valid, "test": config.test}
            examples = noisy_channel.sample(manifest.read(*map(self.path, config.data)), most, 0)
            self._made[name] = self._work / f"{name}.jsonl"
            noisy_channel.write(examples, channel, self._made[name])
        return self._made[name]

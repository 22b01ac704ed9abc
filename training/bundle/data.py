"""Names of manifests → manifests: corpora are prepared, sentences spoken and heard. Knows no recipe."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from models import device, manifest
from models.command_line import err
from models.errors import ConfigError
from models.weights import stamp
from training import domain
from training.bundle.config import BundleConfig, HeardConfig, SpeechConfig
from training.corpora import CORPORA, prepare

OWN = frozenset({"skills", "small_talk"})
"""Corpora that were written for this project and lie beside their converters."""
_CORPORA = Path(__file__).parents[1] / "corpora" / "own"


class Manifests:
    """Makes each manifest once.

    Arguments:
        config: what `speech` and `heard` make.
        beside: the configuration's folder, which its paths are relative to, with manifests that belong to it.
        data: the folder of the original corpora, each in a folder of its name (before a hyphen), and of
            manifests that are ready.
        work: where what is made is kept.
    """

    def __init__(self, config: BundleConfig, beside: Path, data: Path, work: Path) -> None:
        self._config, self._beside, self._data, self._work = config, beside, data, work
        self._made: dict[str, Path] = {}

    def prepare(self, names: Sequence[str]) -> None:
        """Make all of them but what has to be heard.

        Raises:
            ConfigError: a name is none of a corpus or manifest, or its folder is missing.
            DataError: a corpus is not what it should be.
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
        """Whether there is all that a manifest of this name is made of."""
        if name in self._config.heard:
            return all(self.knows(n) for n in self._needed(self._config.heard[name]))
        if name in self._config.speech:
            return all(self.knows(n) for n in self._config.speech[name].data)
        return bool(self._ready(name)) or (name in CORPORA and self._source(name).exists())

    def path(self, name: str) -> Path:
        """The manifest of a name that needs no recognizer."""
        if name not in self._made:
            made = self._work / f"{name}.jsonl"
            if name in self._config.speech:
                made = self._speak(name, self._config.speech[name])
            elif ready := self._ready(name):
                made = ready
            else:
                examples = prepare.corpus(name, self._source(name), made)
                err.print(f"{name}: {len(examples):,} examples")
            self._made[name] = made
        return self._made[name]

    def paths(self, names: Sequence[str], recognizer: Path, on: device.DeviceName) -> list[Path]:
        """The manifests of all names.

        Arguments:
            recognizer: who hears what has to be heard.
        """
        return [
            self._hear(name, self._config.heard[name], recognizer, on)
            if name in self._config.heard
            else self.path(name)
            for name in names
        ]

    def beside(self, paths: Sequence[Path]) -> list[Path]:
        """Files that the configuration names."""
        return [self._beside / path for path in paths]

    # ── what there is ────────────────────────────────────────────────────────

    def _ready(self, name: str) -> Path | None:
        files = (folder / f"{name}.jsonl" for folder in (self._data, self._beside))
        return next((file for file in files if file.is_file()), None)

    def _source(self, name: str) -> Path:
        return _CORPORA / f"{name}.toml" if name in OWN else self._data / name.partition("-")[0]

    @staticmethod
    def _needed(config: HeardConfig) -> list[str]:
        return [*config.data, *([config.noise] if config.noise else [])]

    # ── what is made ─────────────────────────────────────────────────────────

    def _speak(self, name: str, config: SpeechConfig) -> Path:
        from training import synthesis

        listed = self._work / f"{name}-texts.jsonl"
        sentences = [e for path in self.beside(config.domains) for e in domain.expand(domain.read(path))]
        manifest.write(listed, [*manifest.read(*map(self.path, config.data)), *sentences])
        texts = synthesis.texts([listed], config.most, config.seed)
        made = self._work / f"{name}.jsonl"
        synthesis.write(texts, made, self._work / "sounds", synthesis.Cast(config.voices), seed=config.seed)
        return made

    def _hear(self, name: str, config: HeardConfig, recognizer: Path, on: device.DeviceName) -> Path:
        from training.synthesis import noisy_channel

        if name not in self._made:
            # by its content: another one's results are not taken for its own
            channel = noisy_channel.load(
                str(recognizer), stamp.digest(recognizer), config.test_voices,
                noise=self.path(config.noise) if config.noise else None, seed=config.seed, on=on,
            )  # fmt: skip
            asked = {"train": config.train, "valid": config.valid, "test": config.test}
            examples = noisy_channel.sample(manifest.read(*map(self.path, config.data)), asked, config.seed)
            self._made[name] = self._work / f"{name}.jsonl"
            noisy_channel.write(examples, channel, self._made[name])
        return self._made[name]

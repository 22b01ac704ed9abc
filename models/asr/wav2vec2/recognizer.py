"""wav2vec2 with a CTC head: samples → transcript. Runs in torch only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from models.asr.segments import silent, windows
from models.asr.wav2vec2 import ctc, ngram
from models.asr.wav2vec2.ngram import END, START, NGram
from models.audio import SAMPLE_RATE_HZ
from models.checkpoint import adapter_base, load_model, read_json
from models.device import DeviceName, dtype, resolve
from models.errors import CheckpointError
from models.types import Hypothesis, Samples, Transcript

if TYPE_CHECKING:
    from models.asr.wav2vec2.ctc import LogProbs, PrefixScore

LEAST_CONFIDENCE = 0.4
"""From noise CTC emits stray letters with a low confidence."""

LEAST_LOG_PROBABILITY = -9.0
"""Of a letter in a frame: about one in eight thousand. No language model recovers a rarer one."""


class Alphabet:
    """The tokens of `vocab.json`.

    Arguments:
        tokens: token → number.
        blank: the number of CTC's blank.
        delimiter: the token between words.
    """

    def __init__(self, tokens: dict[str, int], *, blank: int, delimiter: str = "|") -> None:
        self.blank = blank
        self._delimiter = delimiter
        self._by_number = {number: token for token, number in tokens.items()}
        self._letters = {
            n: " " if t == delimiter or self._special(t) else t.lower() for t, n in tokens.items()
        }
        # some alphabets hold capitals
        self._numbers = {t.lower(): n for t, n in tokens.items() if not self._special(t)}

    def text(self, numbers: tuple[int, ...]) -> str:
        """Token numbers → words in lower case with one space between them."""
        kept = [self._by_number[n] for n in numbers if not self._special(self._by_number[n])]
        return " ".join("".join(" " if t == self._delimiter else t for t in kept).lower().split())

    def spelled(self, numbers: Sequence[int]) -> str:
        """Token numbers → one letter or space each; a special token gives a space that ends no word."""
        return "".join(self._letters[n] for n in numbers)

    def spell(self, text: str) -> list[int]:
        """Words → token numbers, without the letters that the alphabet lacks."""
        return [self._numbers[t] for t in text.replace(" ", self._delimiter) if t in self._numbers]

    @staticmethod
    def _special(token: str) -> bool:
        return len(token) > 1 and token[0] + token[-1] in ("<>", "[]")


class Wav2Vec2Recognizer:
    """A recognizer on one CTC network.

    Arguments:
        model: a `Wav2Vec2ForCTC` on its device.
        alphabet: of the same model.
        normalise: bring samples to zero mean and unit variance first, as in the model's training.
        language: of the training data; passed on to the transcript.
        beam_size: prefixes in the beam; 1 takes the best path.
        n_best: alternatives in a transcript; 1 gives none.
        language_model: scores the beam's prefixes, see `ctc.beam_search`.
    """

    def __init__(
        self,
        model: Any,
        alphabet: Alphabet,
        *,
        normalise: bool = True,
        language: str = "en",
        beam_size: int = 1,
        n_best: int = 1,
        language_model: PrefixScore | None = None,
    ) -> None:
        self._model = model.eval()
        self._alphabet = alphabet
        self._normalise = normalise
        self._language = language
        self._beam_size = beam_size
        self._n_best = min(n_best, beam_size)
        self._language_model = language_model

    def transcribe(self, samples: Samples) -> Transcript | None:
        """(n,) samples at 16 kHz → their transcript; None for sound without speech."""
        if silent(samples):
            return None
        found = [hypotheses for window in windows(samples) if (hypotheses := self._recognize(window))]
        if not found:
            return None
        best = found[0]
        if len(found) > 1:
            confidence = math.exp(sum(math.log(h[0].confidence) for h in found) / len(found))
            best = (Hypothesis(" ".join(h[0].text for h in found), confidence),)
        return Transcript(best[0].text, best[0].confidence, self._language, best if self._n_best > 1 else ())

    def log_probs(self, samples: Samples) -> LogProbs:
        """(n,) samples at 16 kHz → log-probabilities, (frames of 20 ms, tokens)."""
        import torch

        sound = samples
        if self._normalise:
            sound = (samples - samples.mean()) / np.sqrt(samples.var() + 1e-7)
        with torch.inference_mode():
            batch = torch.from_numpy(np.ascontiguousarray(sound, dtype=np.float32))[None]
            logits = self._model(batch.to(self._model.device, self._model.dtype)).logits[0]
            return logits.float().log_softmax(-1).cpu().numpy()  # type: ignore[no-any-return]

    def _recognize(self, samples: Samples) -> tuple[Hypothesis, ...]:
        """At most 30 s of samples → the likeliest texts; none for sound without speech."""
        if silent(samples):
            return ()
        log_probs = self.log_probs(samples)
        blank = self._alphabet.blank
        certainty = confidence(log_probs, blank=blank)
        if certainty < LEAST_CONFIDENCE:
            return ()
        if self._beam_size == 1:
            paths: tuple[ctc.Path, ...] = (ctc.greedy(log_probs, blank=blank),)
        else:
            paths = ctc.beam_search(
                log_probs,
                blank=blank,
                beam_size=self._beam_size,
                language_model=self._language_model,
                least_log_probability=LEAST_LOG_PROBABILITY,
            )
        texts: dict[str, ctc.Path] = {}
        for path in paths:
            texts.setdefault(self._alphabet.text(path.tokens), path)
        if not next(iter(texts)):
            return ()
        # the first has the confidence of its frames; another loses as much as it is less likely
        top = next(iter(texts.values()))
        scored = (
            (
                text,
                certainty * math.exp((path.log_probability - top.log_probability) / max(1, len(path.tokens))),
            )
            for text, path in texts.items()
            if text
        )
        return tuple(Hypothesis(text, min(1.0, score)) for text, score in scored)[: self._n_best]


def confidence(log_probs: LogProbs, *, blank: int) -> float:
    """Geometric mean of the probabilities of the best path's tokens, 0 to 1; 0 for a path without tokens."""
    best = log_probs.argmax(axis=1)
    # a token lasts for some frames; the likeliest of them counts
    highest: list[float] = []
    last = blank
    for frame, token in zip(log_probs, best, strict=True):
        value = float(frame[token])
        if token != blank:
            if token == last:
                highest[-1] = max(highest[-1], value)
            else:
                highest.append(value)
        last = token
    return math.exp(sum(highest) / len(highest)) if highest else 0.0


def prefix_score(alphabet: Alphabet, model: NGram) -> PrefixScore:
    """A language model over letters in the form that `ctc.beam_search` takes."""

    # a search repeats most of its questions
    known = cache(model.score)

    def score(prefix: Sequence[int]) -> float:
        before, last = alphabet.spelled(prefix[-model.order : -1]), prefix[-1]
        before = before if len(prefix) > len(before) + 1 else START + before
        return known(before, END if last == alphabet.blank else alphabet.spelled([last]))

    return score


def load_wav2vec2(
    folder: Path, *, device: DeviceName, language: str, beam_size: int, n_best: int
) -> Wav2Vec2Recognizer:
    """The recognizer of a Hugging Face folder or PEFT adapter folder.

    Raises:
        CheckpointError: transformers cannot load the folder, or it has no CTC vocabulary.
    """
    from transformers import Wav2Vec2ForCTC

    from models.weights.store import ensure

    where = resolve(device)
    base = adapter_base(folder)
    source = ensure(base) if base else folder
    alphabet = read_alphabet(folder if (folder / "vocab.json").exists() else source)
    wrong = "transformers cannot load this folder"
    model = load_model(Wav2Vec2ForCTC, folder, source, dtype(where), wrong=wrong)
    features = read_json(source / "preprocessor_config.json", optional=True)
    model_of_letters = ngram.read(folder)
    recognizer = Wav2Vec2Recognizer(
        model.to(where),
        alphabet,
        normalise=bool(features.get("do_normalize", True)),
        language=language,
        # with the best path alone the language model has nothing to choose from
        beam_size=max(beam_size, model_of_letters.beam_size) if model_of_letters else beam_size,
        n_best=n_best,
        language_model=prefix_score(alphabet, model_of_letters) if model_of_letters else None,
    )
    recognizer.log_probs(np.full(SAMPLE_RATE_HZ, 1e-3, dtype=np.float32))
    return recognizer


def read_alphabet(folder: Path) -> Alphabet:
    """The alphabet of `vocab.json` with the special tokens of `tokenizer_config.json`.

    Raises:
        CheckpointError: the folder has no vocabulary, or that has no blank.
    """
    vocab = read_json(folder / "vocab.json", optional=True)
    settings = read_json(folder / "tokenizer_config.json", optional=True)
    if not vocab:
        raise CheckpointError("the folder has no vocab.json with CTC tokens", where=str(folder))
    pad = settings.get("pad_token", "<pad>")
    pad = pad.get("content") if isinstance(pad, dict) else pad
    if pad not in vocab:
        raise CheckpointError(f"vocab.json has no {pad}, the blank of CTC", where=str(folder))
    return Alphabet(vocab, blank=vocab[pad], delimiter=settings.get("word_delimiter_token", "|"))

"""Selection of the sentences to record, so that they cover intents, slots and phones.

Greedy: each step takes the sentence with the highest gain in coverage per second of reading; parts covered by
earlier recordings count less. Knows no microphone.
"""

from __future__ import annotations

import heapq
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from models import manifest
from models.errors import ConfigError, InputError
from models.manifest import Example, SlotLabel, named
from models.nlu import domain
from models.text.normalise import normalise

HOME = Path(__file__).with_name("home.toml")
_SLOT = re.compile(r"\{(\w+): ([^{}]+)\}")
_PHONE = re.compile(r"[^~]{3}~?|~")
"""One phone in the encoding of `models.text.phonemes`."""
_WORTH = {"intent": 6.0, "slot": 2.0, "value": 2.0, "phone": 1.0, "diphone": 0.25}
_READING_S, _LETTER_S = 2.5, 0.07
"""Cost of a sentence: reading time, and speaking time per letter."""
_CLOSING = frozenset(".!?…。！？")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A sentence to read, with its labels if known."""

    text: str
    intent: str | None = None
    slots: tuple[SlotLabel, ...] | None = None
    language: str | None = None
    """ISO 639-1; English where None."""

    @property
    def key(self) -> str:
        """The normalised sentence, which identifies it."""
        return normalise(self.text, self.language)


def gather(sentences: Path | None, classifier: str, language: str) -> list[Prompt]:
    """The available sentences: from a file, the classifier's domain, or the built-in ones.

    Arguments:
        sentences: a text file with one sentence per line, or a manifest (.jsonl).
        classifier: folder of the classifier, which contains its domain's sentences, if any.

    Raises:
        InputError: there are no sentences, or none in this language.
        DataError: a line of the manifest is invalid.
        CheckpointError: the classifier's domain is damaged.
    """
    if sentences is not None:
        found = [replace(p, language=p.language or named(language)) for p in _from_file(sentences)]
        if not found:
            raise InputError("no sentences in this file", where=str(sentences), do="write one per line")
        return found
    described = domain.read(Path(classifier))
    if described is not None and described.sentences:
        return [Prompt(s.text, s.intent, s.slots, named(language)) for s in described.sentences]
    if language != "en":
        raise InputError(
            f"the built-in sentences are English, and the configured language is {language!r}",
            do="name a file with sentences: --sentences FILE",
        )
    return list(_home())


def choose(prompts: Sequence[Prompt], recorded: Iterable[str], count: int) -> list[Prompt]:
    """`count` prompts, best first; unrecorded ones before the others.

    Arguments:
        recorded: the keys of all recordings' texts, repetitions included.
    """
    times = Counter(recorded)
    unique = list({prompt.key: prompt for prompt in prompts if prompt.key}.values())
    chosen: list[Prompt] = []
    while unique and len(chosen) < count:
        # a round takes every sentence once; repetitions start after all were recorded
        least = min(times[prompt.key] for prompt in unique)
        fresh = [prompt for prompt in unique if times[prompt.key] == least]
        covered: Counter[str] = Counter()
        for prompt in unique:
            for _ in range(min(times[prompt.key], 5)):
                covered.update(_parts(prompt))
        taken = _greedy(fresh, covered, count - len(chosen))
        chosen += taken
        times.update(prompt.key for prompt in taken)
    return chosen


def _greedy(prompts: Sequence[Prompt], covered: Counter[str], count: int) -> list[Prompt]:
    """Lazy greedy selection: gains only shrink, so that few of them need recomputing."""
    parts = [_parts(prompt) for prompt in prompts]

    def gain(index: int) -> float:
        worth = sum(_WORTH[part.partition(":")[0]] * 0.5 ** covered[part] for part in parts[index])
        return worth / (_READING_S + _LETTER_S * len(prompts[index].text))

    heap = [(-gain(index), index) for index in range(len(prompts))]
    heapq.heapify(heap)
    chosen: list[Prompt] = []
    while heap and len(chosen) < count:
        _, index = heapq.heappop(heap)
        now = -gain(index)
        if heap and now > heap[0][0]:
            heapq.heappush(heap, (now, index))
            continue
        chosen.append(prompts[index])
        covered.update(parts[index])
    return chosen


def _parts(prompt: Prompt) -> frozenset[str]:
    """The parts that a sentence covers: intent, slots, slot values, phones and diphones."""
    from models.text.phonemes import phones, speaks

    # of a language without phones the letters
    known = speaks(prompt.language)
    sounds = _PHONE.findall(phones(prompt.text, prompt.language)) if known else list(prompt.key)
    parts = {f"phone:{sound}" for sound in sounds} | {f"diphone:{a}{b}" for a, b in pairwise(sounds)}
    if prompt.intent is not None:
        parts.add(f"intent:{prompt.intent}")
    for slot in prompt.slots or ():
        parts |= {f"slot:{slot.name}", f"value:{slot.name}={normalise(slot.value, prompt.language)}"}
    return frozenset(parts)


def as_read(prompt: Prompt) -> str:
    """The sentence for display, with a capital letter and a full stop, which help the intonation."""
    text = prompt.text.strip()
    stop = "。" if prompt.language in ("zh", "yue", "ja") else "."
    return text[:1].upper() + text[1:] + ("" if text[-1:] in _CLOSING else stop)


def example(prompt: Prompt, speaker: str) -> Example:
    """The manifest entry of a recording of the prompt, without its sound."""
    return Example(
        text=prompt.text, language=prompt.language, speaker=speaker, intent=prompt.intent, slots=prompt.slots
    )


def _from_file(file: Path) -> Iterator[Prompt]:
    if file.suffix == ".jsonl":
        for line in manifest.read(file):
            if line.text is not None:
                yield Prompt(line.text, line.intent, line.slots, line.language)
        return
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the sentences cannot be read ({error})", where=str(file)) from error
    for text in lines:
        if text.strip() and not text.lstrip().startswith("#"):
            yield Prompt(" ".join(text.split()))


def _home() -> Iterator[Prompt]:
    for intent, sentences in tomllib.loads(HOME.read_text(encoding="utf-8")).items():
        for sentence in sentences:
            yield parse(sentence, intent)


def parse(sentence: str, intent: str | None = None) -> Prompt:
    """A sentence with marked slots, such as `wake me at {time: seven}`.

    Raises:
        ConfigError: a brace outside of a slot.
    """
    text, slots, last = "", [], 0
    for mark in _SLOT.finditer(sentence):
        text += sentence[last : mark.start()]
        slots.append(SlotLabel(mark[1], mark[2], len(text), len(text) + len(mark[2])))
        text += mark[2]
        last = mark.end()
    text += sentence[last:]
    if "{" in text or "}" in text:
        raise ConfigError("a slot is marked as {name: words}", where=sentence)
    return Prompt(text, intent, tuple(slots))

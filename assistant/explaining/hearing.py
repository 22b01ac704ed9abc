"""What biasing towards a domain did to a transcript. Knows recognitions, no recognizer."""

from __future__ import annotations

from difflib import SequenceMatcher

from assistant.explaining.explanation import Hearing
from assistant.turn import Recognition
from models.text.normalise import normalise
from models.types import Hypothesis, Transcript


def hearing(recognition: Recognition, unbiased: Transcript | None, chosen: str) -> Hearing:
    """How a recording was heard.

    Arguments:
        recognition: with a transcript.
        unbiased: the transcript without the domain; None without a domain.
        chosen: the text that was understood in the end.
    """
    heard = recognition.transcript
    assert heard is not None
    hypotheses = _list(heard)
    texts = [hypothesis.text for hypothesis in hypotheses]
    return Hearing(
        recognition.source,
        recognition.start_s or 0.0,
        recognition.end_s or 0.0,
        hypotheses,
        _list(unbiased) if unbiased else (),
        changed_words(unbiased.text, heard.text) if unbiased else (),
        heard.retried,
        texts.index(chosen) if chosen in texts else 0,
    )


def changed_words(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Stretches of words that differ, in order: those of the first text, and those of the second."""
    old, new = normalise(before).split(), normalise(after).split()
    return tuple(
        (" ".join(old[a:b]), " ".join(new[c:d]))
        for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if kind != "equal"
    )


def _list(transcript: Transcript) -> tuple[Hypothesis, ...]:
    """The hypotheses, each with the confidence that its transcript would have."""
    others = (transcript.instead(each) for each in transcript.alternatives)
    texts = tuple(Hypothesis(each.text, each.confidence) for each in others)
    return texts or (Hypothesis(transcript.text, transcript.confidence),)

"""A generator's part of its card and its report. Knows scores and names, no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from models.lm.checks.reranking import CANDIDATES
from training.evaluation import generator
from training.evaluation.generator import ScoredReply
from training.evaluation.types import Scores
from training.generator.config import GeneratorConfig
from training.report import card, figures
from training.report.card import Card
from training.report.contents import about, curves_of, figures_of
from training.report.sections import Case, Report, Table, WorstCases

_SHOWN, _LISTED = 4, 40
"""Replies of each manifest in the card, and in the report."""
_KEYS = (
    "slot_error_rate", "slot_error_rate_greedy", "unsupported", "bleu", "perplexity", "distinct_2",
    "reply_words",
)  # fmt: skip
_FIGURES = f"""Test split, before any check or fallback, each with its 95 % bootstrap interval.
Replies are greedy; where one leaves out a value, {CANDIDATES} others are written with a beam and
the likeliest of those with the fewest faults is taken (`models/lm/checks/reranking.py`), for the
base too. *Greedy* is the rate without that second try. A *hallucinated* reply has a number, time or
name that is neither in the facts nor in the conversation. *Base* is the untouched model with its
examples in the prompt."""
_LIMITS = """English. It is a small model: its reply is only spoken after checks that every fact is
in it and nothing else; otherwise the skill's own sentence is. It does not know the world, and says
so."""


def write(
    config: GeneratorConfig, scores: Scores, command: str, sizes: Mapping[str, int],
    replies: Mapping[str, Sequence[ScoredReply]],
) -> str:  # fmt: skip
    """The card's text.

    Arguments:
        command: the command that made it.
        sizes: training examples drawn, by manifest.
        replies: to test examples, by manifest.
    """
    data = card.data(sizes, "training examples", "examples from a manifest.")
    shown = "\n".join(
        f"- {name}: “{s.example.text}” → “{s.reply}”" for name, of in replies.items() for s in of[:_SHOWN]
    )
    return card.render(
        Card(
            "Generator",
            f"""Says a skill's facts in one short sentence, and answers small talk. A LoRA adapter
(rank {config.rank}, on every linear layer from layer {config.first_layer} on) of {config.base},
trained on the replies alone. `generator.json` says that its prompts hold no examples
(`models/lm/prompts/trained.py`).""",
            f"""{data}

Left out of training: replies of more than {config.max_words} words, that miss a value of their
facts, or that state a number, time or name which is neither in the facts nor in the conversation.""",
            _FIGURES,
            card.markdown(figures.by_manifest(scores, _KEYS)),
            command,
            {
                "language": "en", "base_model": config.base, "library_name": "peft",
                "pipeline_tag": "text-generation", "tags": ["dialogue", "data-to-text", "voice-assistant"],
            },
            _LIMITS,
            sections=(("Replies", shown),),
        )
    )  # fmt: skip


def page(
    scores: Scores, replies: Mapping[str, Sequence[ScoredReply]], command: str, sizes: Mapping[str, int],
    run: Path,
) -> Report:  # fmt: skip
    """The report: figures beside the base's, curves, replies, and those that lack or hallucinate a value."""
    return Report(
        "Generator",
        (
            *figures_of(scores),
            curves_of(run),
            _wrong(replies),
            *(_listed(name, scored) for name, scored in replies.items()),
            about(command, [(name, f"{n:,} training examples") for name, n in sizes.items()]),
        ),
        subtitle=f"{scores.model.n:,} replies scored",
    )


def _wrong(replies: Mapping[str, Sequence[ScoredReply]]) -> WorstCases:
    cases = []
    for name, scored in replies.items():
        for s in scored:
            lost = generator.missing_values(s.reply, s.example.facts or {})
            if wrong := [
                *(f"lacks {fact}" for fact in lost),
                *(f"invents {v}" for v in generator.unsupported(s)),
            ]:
                cases.append(Case(s.example.reply or "", s.reply, note=f"{name}: {', '.join(wrong)}"))
    return WorstCases("Values lost or made up", tuple(cases), "The reference, and the reply.")


def _listed(name: str, scored: Sequence[ScoredReply]) -> Table:
    rows = tuple((s.example.text or "", s.reply, s.example.reply or "") for s in scored[:_LISTED])
    return Table(f"Replies: {name}", ("heard", "said", "reference"), rows)

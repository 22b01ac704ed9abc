"""The description of its domains that a classifier's checkpoint has. Knows no file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import zip_longest

from models.manifest import Example
from models.nlu.domain import MOST_SENTENCES, DomainDescription, DomainSentence, DomainSlot
from training.domain.file import HOME, Domain, SlotVocabulary
from training.domain.templates import values


def describe(
    domains: Sequence[Domain], examples: Iterable[Example], asked: Collection[str] = ()
) -> DomainDescription | None:
    """The domains merged into one, with the examples of their intents; None without a domain.

    The assistant's own domain, `home`, is left out: every assistant has it. At most `MOST_SENTENCES`
    sentences are kept, taken from the intents in turn.

    Arguments:
        asked: intents that are mostly asked as questions.
    """
    domains = [domain for domain in domains if domain.name != HOME]
    if not domains:
        return None
    replies = {
        intent: templates.reply
        for domain in domains
        for intent, templates in domain.intents.items()
        if templates.reply
    }
    by_intent: dict[str, dict[str, DomainSentence]] = {i: {} for d in domains for i in d.intents}
    for example in examples:
        if example.intent in by_intent and example.text:
            sentence = DomainSentence(text=example.text, intent=example.intent, slots=example.slots or ())
            by_intent[example.intent].setdefault(example.text, sentence)
    rounds = zip_longest(*(sentences.values() for sentences in by_intent.values()))
    dealt = [sentence for dealt_out in rounds for sentence in dealt_out if sentence is not None]
    return DomainDescription(
        name=" + ".join(domain.name for domain in domains),
        slots={name: _slot(slot) for domain in domains for name, slot in domain.slots.items()},
        replies=replies,
        kept=tuple(i for domain in domains for i, templates in domain.intents.items() if templates.keep),
        asked=tuple(intent for intent in by_intent if intent in asked),
        sentences=tuple(dealt[:MOST_SENTENCES]),
    )


def _slot(slot: SlotVocabulary) -> DomainSlot:
    return DomainSlot(
        values=tuple(slot.values),
        synonyms={value: tuple(more) for value, more in slot.synonyms.items()},
        examples=values(slot),
    )

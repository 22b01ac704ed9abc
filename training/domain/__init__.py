"""Custom domains: intents, slots and sentence templates in TOML → examples, and a description of the domain
for the checkpoint. Knows no network.
"""

from training.domain.description import describe
from training.domain.file import Domain, IntentTemplates, SlotVocabulary, read, write
from training.domain.templates import expand

__all__ = ["Domain", "IntentTemplates", "SlotVocabulary", "describe", "expand", "read", "write"]

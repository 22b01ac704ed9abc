"""Configurations, bundles and domains with any fault: read, or one sentence."""

from __future__ import annotations

from pathlib import Path

import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from assistant import config
from assistant.config import Config
from models.bundles import bundle
from models.errors import CheckpointError, ConfigError
from tests.fuzzing.fuzzing import damaged, fuzzed, leaves, texts
from training import domain
from training.domain import templates

ROOT = Path(__file__).parents[2]
CONFIG = """
language = "en"
keep_conversations = true
[owner]
name = "Anna"
home = "Leeds"
zone = "Europe/London"
hours = 24
[endpointer]
[microphone]
[voice]
kind = "pyttsx3"
rate_wpm = 165
[skills.home_assistant]
url = "http://home:8123"
token = "secret"
"""
CAFE = (ROOT / "examples" / "domains" / "cafe.toml").read_bytes()
BUNDLE = b'name = "a"\nversion = "1.0"\nrecognizer = "a"\nclassifier = "b"\ngenerator = "c"\n'
sections = {
    name: tuple(getattr(field.annotation, "model_fields", ())) for name, field in Config.model_fields.items()
}


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """A configuration of the right names with any values."""
    table = {}
    for name in draw(st.lists(st.sampled_from(sorted(sections)), max_size=5)):
        inner = st.dictionaries(st.sampled_from(sections[name] or ("kind",)), leaves, max_size=4)
        table[name] = draw(leaves | inner)
    return tomli_w.dumps(_without_none(table)).encode("utf-8", "surrogatepass")


def _without_none(value: object) -> object:
    if isinstance(value, dict):
        return {k: _without_none(v) for k, v in value.items() if v is not None}
    # TOML knows 64 bits
    return value % 2**62 if isinstance(value, int) and not isinstance(value, bool) else value


@fuzzed(3)
@given(content=damaged(CONFIG.encode()) | tables())
def test_a_configuration(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(content)
    try:
        config.load(tmp_path / "config.toml")
    except ConfigError as error:
        assert str(error).startswith(str(tmp_path))


@fuzzed()
@given(content=damaged(BUNDLE))
def test_a_bundle(content: bytes, tmp_path: Path) -> None:
    (tmp_path / bundle.FILE).write_bytes(content)
    try:
        bundle.resolve(str(tmp_path))
    except CheckpointError as error:
        assert "\n" not in str(error)


@fuzzed(2)
@given(content=damaged(CAFE))
def test_a_domain(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "domain.toml").write_bytes(content)
    try:
        read = domain.read(tmp_path / "domain.toml")
        list(templates.expand(read))
    except ConfigError:
        pass


@fuzzed(2)
@given(sentence=texts | st.text("ab[]()|{} <>;:x", max_size=30), depth=st.integers(0, 30) | st.just(2_000))
def test_a_template(sentence: str, depth: int) -> None:
    for template in (sentence, "[" * depth + sentence + "]" * depth):
        made = domain.Domain(
            name="a",
            per_sentence=3,
            slots={"x": domain.SlotVocabulary(values=["one", "two"])},
            intents={"a": domain.IntentTemplates(sentences=[template])},
        )
        try:
            for example in templates.expand(made):
                assert example.text
        except ConfigError:
            pass

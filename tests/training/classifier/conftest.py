"""A BERT small enough to train in a second, and sentences that it can learn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from models import manifest
from models.manifest import Example, SlotLabel, Split

ROOMS = ("kitchen", "bedroom", "garage", "attic", "hall", "office")
VERBS = {"on": "lights_on", "off": "lights_off"}
OTHERS = (
    "sing a song",
    "sing me a song",
    "tell my fortune",
    "tell her fortune",
    "tell a fortune",
    "sing another",
)
MOODS = {"lovely": "positive", "nice": "positive", "awful": "negative", "bad": "negative"}


@pytest.fixture(scope="session")
def tiny_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a two-layer BERT and a tokenizer of whole words."""
    import torch
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel

    folder = tmp_path_factory.mktemp("tiny-bert")
    text = " ".join([*ROOMS, *VERBS, *OTHERS, *MOODS, "turn the light in please what a day ? !"])
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted(set(text.split()))]
    tokenizer = Tokenizer(models.WordPiece({w: i for i, w in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words), hidden_size=32, num_hidden_layers=2, num_attention_heads=4,
        intermediate_size=64, max_position_embeddings=64, initializer_range=0.2,
    )  # fmt: skip
    BertModel(config).save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    (folder / "tokenizer_config.json").write_text('{"tokenizer_class": "BertTokenizer"}', encoding="utf-8")
    return folder


def sentences() -> list[Example]:
    """Lights with their room, strangers, and moods; each label kind in examples of its own."""
    made: list[Example] = []
    for number, room in enumerate(ROOMS):
        split: Split = "test" if number == 0 else "valid" if number == 1 else "train"
        for verb, intent in VERBS.items():
            for text in (
                f"turn {verb} the {room} light",
                f"turn {verb} the light in the {room}",
                f"{room} light {verb} please",
            ):
                start = text.index(room)
                slot = SlotLabel("room", room, start, start + len(room))
                made.append(Example(text=text, intent=intent, slots=(slot,), split=split))
        made.append(Example(text=OTHERS[number], out_of_scope=True, split=split))
    for text, mood in MOODS.items():
        for split in manifest.SPLITS:
            made.append(Example(text=f"what a {text} day", sentiment=mood, split=split))  # type: ignore[arg-type]
    return made


@pytest.fixture
def write_manifest(tmp_path: Path) -> Callable[..., Path]:
    """Writes examples, those above by default."""

    def write(examples: list[Example] | None = None, name: str = "lights.jsonl") -> Path:
        path = tmp_path / name
        manifest.write(path, sentences() if examples is None else examples)
        return path

    return write

"""The generator: the same tests for every engine, on a tiny model of random weights; and on the real base."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import cast, get_args

import pytest
import tokenizers

from models import lm
from models.errors import CheckpointError
from models.lm.chat_format import ChatFormat
from models.lm.gpt import EngineName, Gpt
from models.types import Message

ENGINES = [name for name in get_args(EngineName) if name != "auto"]
HELLO = [Message("system", "hello there"), Message("user", "how are you")]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> EngineName:
    return cast("EngineName", request.param)


@pytest.fixture
def gpt(tiny_gpt: Path, session_home: Path, engine: EngineName, monkeypatch: pytest.MonkeyPatch) -> Gpt:
    monkeypatch.setenv("ASSISTANT_HOME", str(session_home))
    return lm.load(str(tiny_gpt), device="cpu", engine=engine)


def test_the_same_conversation_gets_the_same_reply(gpt: Gpt) -> None:
    first = "".join(gpt.stream(HELLO, max_tokens=12))
    assert first
    assert "".join(gpt.stream(HELLO, max_tokens=12)) == first


def test_a_prepared_beginning_changes_nothing_but_the_time(gpt: Gpt) -> None:
    conversations = [
        [*HELLO[:1], Message("user", text)] for text in ("how are you", "the kitchen lights", "hello")
    ]
    plain = ["".join(gpt.stream(c, max_tokens=12)) for c in conversations]
    gpt.prepare(HELLO[:1])
    gpt.prepare(HELLO[:1])
    # again and in another order: a kept state that one reply altered would show in the next
    assert ["".join(gpt.stream(c, max_tokens=12)) for c in conversations] == plain
    assert ["".join(gpt.stream(c, max_tokens=12)) for c in reversed(conversations)] == plain[::-1]


def test_no_more_than_max_tokens(gpt: Gpt) -> None:
    pieces = list(gpt.stream(HELLO, max_tokens=3))
    assert 0 < len(pieces) <= 3


def test_closing_the_stream_ends_the_writing(gpt: Gpt) -> None:
    with closing(gpt.stream(HELLO, max_tokens=200)) as stream:  # type: ignore[type-var]
        next(stream)
    # the engine is free for the next reply at once
    assert "".join(gpt.stream(HELLO, max_tokens=2))


def test_a_conversation_longer_than_the_model_reads_loses_its_oldest_turns(gpt: Gpt) -> None:
    turns = [Message("user", f"how are you today {i}") for i in range(200)]
    short = [HELLO[0], *turns[-1:]]
    assert "".join(gpt.stream([HELLO[0], *turns], max_tokens=5))
    assert "".join(gpt.stream([HELLO[0], Message("user", "hello there " * 2000)], max_tokens=5))
    assert "".join(gpt.stream(short, max_tokens=5))


@pytest.mark.filterwarnings(
    "ignore:`is_gradient_checkpointing`:FutureWarning"
)  # peft reads what transformers renames
def test_an_adapter_is_merged_into_its_base(tiny_gpt: Path, tmp_path: Path, engine: EngineName) -> None:
    import peft
    import torch
    import transformers

    model = transformers.AutoModelForCausalLM.from_pretrained(str(tiny_gpt))
    adapted = peft.get_peft_model(
        model, peft.LoraConfig(r=4, target_modules=["q_proj", "v_proj"], lora_alpha=64)
    )
    torch.manual_seed(1)
    with torch.no_grad():
        for name, weights in adapted.named_parameters():
            if "lora_B" in name:
                weights.normal_(0, 0.5)
    adapted.save_pretrained(str(tmp_path / "adapter"))
    base = lm.load(str(tiny_gpt), device="cpu", engine=engine)
    tuned = lm.load(str(tmp_path / "adapter"), device="cpu", engine=engine)
    assert "".join(tuned.stream(HELLO, max_tokens=12)) != "".join(base.stream(HELLO, max_tokens=12))


class Scripted:
    """An engine that writes given tokens."""

    def __init__(self, ids: list[int]) -> None:
        self.ids = ids

    def prepare(self, prefix: object) -> None:
        pass

    def steps(self, prompt, *, max_tokens, stops, decoding):  # type: ignore[no-untyped-def]
        for token in self.ids[:max_tokens]:
            if token in stops:
                return
            yield token


def written(folder: Path, text: str) -> str:
    """The reply that `Gpt` streams from a model that writes `text`."""
    ids = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json")).encode(text).ids
    gpt = Gpt(Scripted(ids), ChatFormat(folder), context_tokens=4096)
    return "".join(gpt.stream([Message("user", "hi")], max_tokens=400))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("fine thank you", "fine thank you"),
        ("fine.\nuser\nhow are you", "fine."),
        ("fine.\nUser: how are you", "fine."),
        ("fine.\n\nassistant: fine", "fine."),
        ("the user is fine: yes", "the user is fine: yes"),
        ("a café for 5 €", "a café for 5 €"),
    ],
)
def test_another_turn_is_not_said(tiny_gpt: Path, text: str, kept: str) -> None:
    assert written(tiny_gpt, text).strip() == kept


def test_a_model_without_a_template_gets_a_plain_one(tiny_gpt: Path, tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    shutil.copytree(tiny_gpt, folder)
    for file in folder.glob("chat_template.jinja"):
        file.unlink()
    settings = json.loads((folder / "tokenizer_config.json").read_text("utf-8"))
    settings.pop("chat_template", None)
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), "utf-8")
    chat = ChatFormat(folder)
    assert not chat.has_template
    assert chat.text(chat.prompt(HELLO)) == "hello there\n\nUser: how are you\nAssistant:"
    assert written(folder, "fine\nhow") == "fine"


def test_a_folder_with_something_else_is_refused(tiny_gpt: Path, tmp_path: Path, engine: EngineName) -> None:
    folder = tmp_path / "other"
    shutil.copytree(tiny_gpt, folder)
    (folder / "config.json").write_text('{"model_type": "nothing-we-know"}', "utf-8")
    with pytest.raises(CheckpointError, match=r"nothing-we-know|causal language model|int8 engine"):
        lm.load(str(folder), device="cpu", engine=engine)
    (folder / "tokenizer.json").write_text("{", "utf-8")
    with pytest.raises(CheckpointError, match=r"tokenizer\.json: is no tokenizer"):
        lm.load(str(folder), device="cpu", engine=engine)


@pytest.mark.weights
@pytest.mark.usefixtures("weights")
def test_the_base_answers_and_stops(engine: EngineName) -> None:
    gpt = lm.load("smollm2-135m-instruct", device="cpu", engine=engine)
    asked = [Message("user", "What is the capital of France? Answer in one word.")]
    reply = "".join(gpt.stream(asked, max_tokens=40))
    assert "Paris" in reply
    assert "<|" not in reply


@pytest.mark.parametrize("engine", ["torch", "int8"])
def test_a_recognizer_is_refused_before_it_is_converted(tmp_path: Path, engine: str, home: Path) -> None:
    folder = tmp_path / "whisper"
    folder.mkdir()
    (folder / "config.json").write_text('{"architectures": ["WhisperForConditionalGeneration"]}', "utf-8")
    (folder / "model.safetensors").touch()
    with pytest.raises(CheckpointError, match="no causal language model"):
        lm.load(str(folder), engine=engine)  # type: ignore[arg-type]
    assert not (home / "engines").exists()

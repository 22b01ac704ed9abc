"""The loss and the validation score of replies, against the network's plain outputs."""

import math
from pathlib import Path

import pytest
import torch
from torch.nn import functional
from transformers import AutoModelForCausalLM

from models.lm.chat_format import ChatFormat
from models.lm.prompts.trained import Trained
from tests.fixtures.replies import replies
from training.generator.dataset import IGNORED, ReplyDataset, collate
from training.generator.task import GeneratorTask, reply_logits
from training.trainer.task import TrainerConfig


@pytest.fixture
def data(tiny_gpt_of_replies: Path) -> ReplyDataset:
    chat = ChatFormat(tiny_gpt_of_replies)
    return ReplyDataset({"lights": replies()[:6]}, Trained(), chat, max_tokens=200)


@pytest.fixture
def task(tiny_gpt_of_replies: Path, data: ReplyDataset) -> GeneratorTask:
    model = AutoModelForCausalLM.from_pretrained(tiny_gpt_of_replies, dtype="float32").eval()
    return GeneratorTask(model, data, data, 4, precision="float32", seed=0)


def test_logits_are_those_of_the_whole_network_at_the_replies(task: GeneratorTask) -> None:
    batch = next(iter(task.batches(0)))
    logits, labels = reply_logits(task.model, batch)
    with torch.no_grad():
        whole = task.model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    at = batch["labels"][:, 1:] != IGNORED
    assert torch.allclose(logits, whole[:, :-1][at], atol=1e-4)
    assert labels.tolist() == batch["labels"][:, 1:][at].tolist()
    assert task.weight(batch) == len(labels)
    expected = functional.cross_entropy(whole[:, :-1][at], labels)
    assert task.loss(task.model, batch).item() == pytest.approx(expected.item(), rel=1e-5)


def test_the_score_is_the_mean_loss_of_all_reply_tokens(task: GeneratorTask, data: ReplyDataset) -> None:
    with torch.no_grad():
        logits, labels = reply_logits(task.model, collate(data.items))
        mean = functional.cross_entropy(logits, labels).item()
        found = task.validate()
    assert found["score"] == pytest.approx(-mean, rel=1e-4)
    assert found["perplexity"] == pytest.approx(math.exp(mean), rel=1e-4)


def test_only_what_needs_a_gradient_is_trained(task: GeneratorTask) -> None:
    first, *others = task.model.parameters()
    for parameter in others:
        parameter.requires_grad_(requires_grad=False)
    (group,) = task.parameter_groups(TrainerConfig(learning_rate=0.5))
    assert group["lr"] == 0.5 and [p is first for p in group["params"]] == [True]

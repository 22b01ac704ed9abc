"""`assistant-train domain new`: from answers on a pipe to two files that can be trained with."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from models import manifest
from models.errors import ConfigError, InputError
from training import cli, domain
from training.data import validation
from training.domain import interview

ANSWERS = """\
bakery
n
bread
rye, wheat, sour dough
n
sour dough = leavened bread

cutting
thin, thick
y

order_bread
[please] give me (a|one) {bread} [cut {cutting}]
i would like a Rye cut thick

One {bread}[, cut {cutting}], coming up.
hours
when do you (open|close)


"""


def answers(text: str) -> interview.Answers:
    return interview.Answers(Console(file=io.StringIO()), io.StringIO(text))


def test_answers_become_a_domain() -> None:
    bakery = interview.ask(answers(ANSWERS + "\n"))
    assert bakery.name == "bakery" and bakery.extends == ""
    assert bakery.slots["bread"].values == ["rye", "wheat", "sour dough"]
    assert bakery.slots["bread"].synonyms == {"sour dough": ["leavened bread"]}
    assert bakery.slots["cutting"].values == [] and bakery.slots["cutting"].examples == ["thin", "thick"]
    order = bakery.intents["order_bread"]
    # a value in a plain sentence becomes its slot
    assert order.sentences[1] == "i would like a {bread} cut {cutting}"
    assert order.reply == "One {bread}[, cut {cutting}], coming up."
    assert bakery.intents["hours"].reply == ""


def test_both_files_can_be_trained_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(ANSWERS + "\n"))
    with pytest.raises(SystemExit) as ended:
        cli.main(["domain", "new", "--output", str(tmp_path)])
    assert not ended.value.code
    bakery = domain.read(tmp_path / "bakery.toml")
    examples = manifest.read(tmp_path / "bakery.jsonl")
    assert {e.intent for e in examples} == {"order_bread", "hours"}
    assert any(s.value == "sour dough" for e in examples for s in e.slots or ())
    validation.check(tmp_path / "bakery.jsonl", domains=[bakery]).refuse_errors()
    with pytest.raises(InputError, match="exists already"):
        interview.save(bakery, tmp_path, Console(file=io.StringIO()))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("bakery\n", "\n"), "needs a name"),
        (("bakery\n", "my bakery\n"), "is no name"),
        (("{bread} [cut", "{cake} [cut"), r"\{cake\}"),
        (("(a|one)", "(a|one"), "cannot be read"),
        (("One {bread}", "One {cake}"), r"\{cake\}"),
        (("= leavened bread", "leavened bread"), "another way to say it"),
    ],
)
def test_a_wrong_answer_on_a_pipe_ends_it(change: tuple[str, str], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        interview.ask(answers(ANSWERS.replace(*change, 1) + "\n"))


@pytest.mark.parametrize("text", ["", "bakery\n", "bakery\nn\n\n\n"])
def test_too_few_answers_write_nothing(text: str) -> None:
    with pytest.raises(InputError, match="nothing was written"):
        interview.ask(answers(text))

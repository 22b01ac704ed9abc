"""What is said beside a command: a statement of its own, while the command keeps its labels."""

from models.manifest import CommandLabel, Example, SlotLabel
from models.types import Modifiers
from training.corpora.own import asides

TEXT = "cancel all the timers but the pasta one"
EXAMPLE = Example(
    text=TEXT,
    split="train",
    intent="timer_cancel",
    commands=(
        CommandLabel(
            0, len(TEXT), "request", "new", intent="timer_cancel",
            slots=(SlotLabel("timer_name", "pasta", 30, 35),),
            modifiers=Modifiers(all=True, excluded=("the pasta one",)),
        ),
    ),
)  # fmt: skip


def test_an_aside_is_a_statement_and_the_command_keeps_its_words() -> None:
    found = list(asides.beside([EXAMPLE] * 60, share=1.0))
    assert len(found) == 60
    first = {example.commands[0].dialogue_act for example in found if example.commands}
    assert first == {"statement", "request"}
    for example in found:
        told, meant = sorted(example.commands or (), key=lambda command: command.dialogue_act != "statement")
        text = example.text or ""
        assert told.out_of_scope
        assert told.slots == ()
        assert text[meant.start : meant.end] == TEXT
        assert [text[slot.start : slot.end] for slot in meant.slots or ()] == ["pasta"]
        assert meant.modifiers == EXAMPLE.commands[0].modifiers  # type: ignore[index]
        assert text[told.start : told.end] not in TEXT


def test_typed_sentences_stay_typed() -> None:
    typed = Example(
        text="Pause it.", split="train", commands=(CommandLabel(0, 9, "request", intent="timer_pause"),)
    )
    for example in asides.beside([typed] * 30, share=1.0):
        text = example.text or ""
        assert text[0].isupper()
        assert " i " not in text


def test_templates_of_the_splits_differ() -> None:
    train, valid = (
        {"".join(c for c in e.text or "" if c.isalpha()).replace("pauseit", "") for e in asides.beside(
            [Example(text="pause it", split=split,
                     commands=(CommandLabel(0, 8, "request", intent="timer_pause"),))] * 300, share=1.0)}
        for split in ("train", "valid")
    )  # fmt: skip
    assert train.isdisjoint(valid)


def test_dictated_words_dangers_and_statements_have_none() -> None:
    def of(intent: str, act: str = "request", danger: bool = False) -> Example:
        command = CommandLabel(0, 8, act, intent=intent)  # type: ignore[arg-type]
        return Example(text="the text", split="train", danger=danger, commands=(command,))

    kept = [of("note_set"), of("email_sendemail"), of("timer_set", danger=True), of("timer_set", "statement")]
    assert list(asides.beside(kept * 20, share=1.0)) == []

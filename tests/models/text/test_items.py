"""Items of lists: the table's rows, further ones, and when two items are the same."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.text.items import (
    apart,
    core,
    holds_item,
    is_task,
    items,
    meant_items,
    measured,
    same_item,
    singular,
)
from tests.models.text.value_rows import rows

LISTED = [
    ("cereal", ["cereal"]),
    ("rye bread and oat milk", ["rye bread", "oat milk"]),
    ("salt and pepper", ["salt and pepper"]),
    ("mac and cheese and a salad", ["mac and cheese", "salad"]),
    ("a salad and mac and cheese", ["salad", "mac and cheese"]),
    ("two pints of cream and salt and vinegar crisps", ["two pints of cream", "salt and vinegar crisps"]),
    ("cheese and onion crisps, ham and a baguette", ["cheese and onion crisps", "ham", "baguette"]),
    ("cheese and onion", ["cheese", "onion"]),
    ("ham and cheese", ["ham", "cheese"]),
    ("half and half and coffee", ["half and half", "coffee"]),
    ("coffee and half and half", ["coffee", "half and half"]),
    ("chicken and mushroom pie and peas", ["chicken and mushroom pie", "peas"]),
    ("steak and kidney pudding", ["steak and kidney pudding"]),
    ("leek and potato soup, rolls and butter", ["leek and potato soup", "rolls", "butter"]),
    ("bangers and mash, gravy", ["bangers and mash", "gravy"]),
    ("arm & hammer and bleach", ["arm & hammer", "bleach"]),
    ("head and shoulders and a comb", ["head and shoulders", "comb"]),
    ("nuts and bolts", ["nuts and bolts"]),
    ("cat and dog food", ["cat and dog food"]),
    ("shampoo and conditioner", ["shampoo", "conditioner"]),
    ("three onions", ["three onions"]),
    ("three onions and a clove of garlic", ["three onions", "clove of garlic"]),
    ("half a dozen eggs and some ham", ["half a dozen eggs", "ham"]),
    ("celery and cheddar soup", ["celery and cheddar soup"]),
    ("bread and celery soup", ["bread", "celery soup"]),
    ("plums and fig tart", ["plums", "fig tart"]),
    ("a dozen eggs, bread", ["a dozen eggs", "bread"]),
    ("1.5 liters of milk, rice", ["1.5 liters of milk", "rice"]),
    ("1,5 kilos of flour and yeast", ["1,5 kilos of flour", "yeast"]),
    ("250 grams of butter two leeks", ["250 grams of butter", "two leeks"]),
    ("six rolls four croissants and jam", ["six rolls", "four croissants", "jam"]),
    ("bread milk cheese", ["bread", "milk", "cheese"]),
    ("milk chocolate", ["milk chocolate"]),
    ("butter beans", ["butter beans"]),
    ("chocolate eggs", ["chocolate eggs"]),
    ("rice pudding", ["rice pudding"]),
    ("apples pears and plums", ["apples", "pears", "plums"]),
    ("the blue paint and the small brush", ["blue paint", "small brush"]),
    ("some nappies, and wipes too", ["nappies", "wipes"]),
    ("um basil and er thyme please", ["basil", "thyme"]),
    ("not only tea but also biscuits", ["tea", "biscuits"]),
    ("candles plus matches plus a lighter", ["candles", "matches", "lighter"]),
    ("stamps; envelopes; a pen", ["stamps", "envelopes", "pen"]),
    ("kale, then chard", ["kale", "chard"]),
    ("tofu as well as tempeh", ["tofu", "tempeh"]),
    ("fairy lights & hooks", ["fairy lights", "hooks"]),
    ("ring the vet and order the cat food", ["ring the vet", "order the cat food"]),
    ("call gran and grandad", ["call gran and grandad"]),
    ("invite Sue and Bilal, tidy the attic", ["invite Sue and Bilal", "tidy the attic"]),
    ("water the roses and mow the lawn", ["water the roses", "mow the lawn"]),
    ("water bottles and napkins", ["water bottles", "napkins"]),
    ("wash and iron the sheets", ["wash and iron the sheets"]),
    ("clean and oil the chain", ["clean and oil the chain"]),
    ("pick up the keys and the parcel", ["pick up the keys and the parcel"]),
    ("write to the council, phone the bank and renew my passport",
     ["write to the council", "phone the bank", "renew my passport"]),
    ("buy stamps at the post office", ["buy stamps at the post office"]),
    ("Pride and Prejudice", ["Pride and Prejudice"]),
    ("Marks and Spencer socks", ["Marks and Spencer socks"]),
    ("AA batteries", ["AA batteries"]),
    ("aa and aaa batteries", ["aa and aaa batteries"]),
    ("a bag of ice, a few lemons and more gin", ["bag of ice", "lemons", "gin"]),
    ("hummus, couscous and asparagus", ["hummus", "couscous", "asparagus"]),
    ("sea salt and black pepper crackers", ["sea salt and black pepper crackers"]),
    ("knives and forks and napkins", ["knives and forks", "napkins"]),
    ("sun cream and a hat", ["sun cream", "hat"]),
    ("washing-up liquid", ["washing-up liquid"]),
    ("a", ["a"]),
    ("", []),
    (" , and ", []),
]  # fmt: skip


@pytest.mark.parametrize("row", rows("items"))
def test_the_rows_of_the_table(row: dict[str, Any]) -> None:
    def bare(listed: list[str]) -> list[str]:
        return [re.sub(r"^(?:an?|the|some) ", "", item.lower()) for item in listed]

    assert bare(items(row["text"])) == bare(row["value"])


@pytest.mark.parametrize(("text", "expected"), LISTED, ids=lambda value: str(value)[:50])
def test_items(text: str, expected: list[str]) -> None:
    assert items(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("apples", "apple"), ("an apple", "the apples"), ("cherries", "cherry"),
        ("two pints of milk", "milk"), ("tomatoes", "Tomato"), ("a loaf of bread", "bread"),
        ("3 boxes of tissues", "tissues"), ("knives", "knife"),
        ("peaches", "a peach"), ("half a dozen eggs", "eggs"), ("washing-up liquid", "washing up liquid"),
        ("salt & pepper", "salt and pepper"), ("children's toothpaste", "children’s toothpaste"),
        ("pies", "pie"),
        ("a couple of lemons", "lemon"), ("radishes", "radish"), ("potatoes", "potato"), ("boxes", "box"),
    ],
)  # fmt: skip
def test_same_items(one: str, other: str) -> None:
    assert same_item(one, other)
    assert same_item(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("milk", "oat milk"), ("apple", "apple juice"), ("bread", "breadcrumbs"),
        ("glass", "glasses of milk"),
        ("asparagus", "asparagu"), ("hummus", "hum"), ("box of chocolates", "box"), ("cat food", "dog food"),
    ],
)  # fmt: skip
def test_different_items(one: str, other: str) -> None:
    assert not same_item(one, other)


def test_words_of_an_item_name_it() -> None:
    assert holds_item("two pints of oat milk", "milk")
    assert holds_item("dark chocolates", "chocolate")
    assert not holds_item("milkshake", "milk")
    assert not holds_item("milk", "oat milk")
    assert not holds_item("milk", "")


def test_the_items_that_are_meant() -> None:
    kept = ["two pints of oat milk", "milk", "apples", "apple juice", "milk chocolate"]
    assert meant_items("the apple", kept) == ["apples"]
    assert meant_items("some milk", kept) == ["milk"]
    assert meant_items("milk", kept[:1] + kept[4:]) == ["two pints of oat milk", "milk chocolate"]
    assert meant_items("tea", kept) == []


def test_things_to_do() -> None:
    assert is_task("clean the gutters")
    assert not is_task("white socks")


def test_the_thing_that_is_measured() -> None:
    assert measured("order me four sacks of rye flour off the internet") == "rye flour"
    assert measured("we need a large tin of chopped tomatoes and bread") == "chopped tomatoes"
    assert measured("put two sacks of it on") is None
    assert measured("what do you think of it") is None


def test_cores_and_singulars() -> None:
    assert core("two pints of milk") == "milk"
    assert core("a house of cards") == "house of cards"
    assert core("12 eggs") == "eggs"
    assert core("one") == "one"
    plurals = ("peas", "berries", "dishes", "hummus", "grass", "ties", "loaves")
    assert [singular(word) for word in plurals] == ["pea", "berry", "dish", "hummus", "grass", "tie", "loaf"]


@given(st.text(alphabet="abc ,;and&", max_size=30))
def test_no_word_is_lost_or_made_up(text: str) -> None:
    said = set(re.findall(r"\w+", text))
    kept = {word for item in items(text) for word in re.findall(r"\w+", item)}
    assert kept <= said
    assert all(item == item.strip() and item for item in items(text))


def test_what_is_no_one_thing_is_parted() -> None:
    assert apart("liver and onions and tea") == ["liver", "onions", "tea"]

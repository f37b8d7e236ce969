"""Values that go through JSON come back as they were; what does not fit is refused with its place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import pytest

from audit.codec import CodecError, decode, encode


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Leaf:
    amount: Decimal
    colour: Colour = Colour.RED
    spot: tuple[float, int] | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    leaves: tuple[Leaf, ...]
    names: dict[str, int]
    text: str = ""


TREE = Tree((Leaf(Decimal("690.40")), Leaf(Decimal("-0.5"), spot=(1.5, 2))), {"甲": 1}, "=1+1")


def test_a_value_comes_back_equal_and_with_its_digits():
    back = decode(Tree, json.loads(json.dumps(encode(TREE))))
    assert back == TREE
    assert str(back.leaves[0].amount) == "690.40"


def test_a_default_takes_no_room():
    assert encode(TREE.leaves[0]) == {"amount": "690.40"}


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"leaves": [{"amount": 1.5}], "names": {}}, ".leaves[0].amount"),
        ({"leaves": [{"amount": "1", "colour": "blue"}], "names": {}}, ".leaves[0].colour"),
        ({"leaves": [{"amount": "1", "size": 3}], "names": {}}, "Leaf has no size"),
        ({"leaves": [{"amount": "1", "spot": [1.0]}], "names": {}}, ".leaves[0].spot"),
        ({"leaves": "abc", "names": {}}, ".leaves"),
        ({"leaves": [], "names": {"甲": "1"}}, ".names.甲"),
        ({"leaves": [], "names": {"甲": True}}, ".names.甲"),
        ({"names": {}}, "Tree is not whole"),
        ([], "Tree is needed"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(data, place):
    with pytest.raises(CodecError, match=place.replace("[", r"\[").replace(".", r"\.")):
        decode(Tree, data)


def test_a_value_of_another_kind_is_not_kept():
    with pytest.raises(CodecError):
        encode(object())

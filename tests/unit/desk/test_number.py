from __future__ import annotations

import pytest

from desk.handover.number import HandOver, HandOverNotUnderstood, Method, number_from_typing


@pytest.mark.parametrize(
    "typed",
    [
        "180000000011",
        " 1800 0000 0011 ",
        "1800-0000-0011",
        "１８００００００００１１",
        "１８００－００００－００１１",
        "1800ー0000‐0011",
        "1800　0000−0011\n",
    ],
)
def test_understands_every_way_of_typing_a_number(typed: str) -> None:
    assert number_from_typing(typed) == "180000000011"


def test_keeps_letters_as_they_are() -> None:
    assert number_from_typing("Ａb－12") == "Ab12"


def test_reads_the_four_methods() -> None:
    for method in ("number", "barcode", "keyboard", "label"):
        read = HandOver.from_answer({"method": method, "symbology": "nw7", "data": "A1A"})
        assert read == HandOver(Method(method), "nw7", "A1A")
        assert "A1A" not in repr(read)


@pytest.mark.parametrize(
    "member",
    [
        None,
        "number",
        {"method": "number"},
        {"method": "number", "symbology": None, "data": ""},
        {"method": "fax", "symbology": None, "data": "1"},
        {"method": "barcode", "symbology": 7, "data": "1"},
        {"method": ["number"], "symbology": None, "data": "1"},
    ],
)
def test_refuses_ways_it_does_not_know(member: object) -> None:
    with pytest.raises(HandOverNotUnderstood):
        HandOver.from_answer(member)

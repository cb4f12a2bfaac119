from __future__ import annotations

import pytest

from town.cards.commands import Command, RefusedByCard, Status


@pytest.mark.parametrize(
    ("written", "data", "expected"),
    [
        ("00200080", "", None),
        ("00B0000000", "", 256),
        ("00B0000010", "", 16),
        ("00A4020C02000A", "000A", None),
        ("802A008002AABB00", "AABB", 256),
        ("802A008002AABB20", "AABB", 32),
    ],
)
def test_the_four_cases_of_a_short_command_are_read(written: str, data: str, expected: int | None) -> None:
    command = Command.parse(bytes.fromhex(written))

    assert bytes([command.cla, command.ins, command.p1, command.p2]).hex().upper() == written[:8]
    assert command.data == bytes.fromhex(data)
    assert command.expected == expected


@pytest.mark.parametrize("written", ["", "0020", "00A4020C0200", "00A4020C02000A0000", "00B00000000100"])
def test_other_lengths_are_refused(written: str) -> None:
    with pytest.raises(RefusedByCard) as refusal:
        Command.parse(bytes.fromhex(written))

    assert refusal.value.status is Status.WRONG_LENGTH


def test_a_command_does_not_show_the_pin_it_holds() -> None:
    assert "1234" not in repr(Command.parse(bytes.fromhex("0020008004") + b"1234"))

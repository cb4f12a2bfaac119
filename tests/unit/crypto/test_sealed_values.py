from __future__ import annotations

import os
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mykey.crypto.keyring import Key, KeyRing
from mykey.crypto.purposes import CorePurpose
from mykey.crypto.sealed_values import SealBroken, SealedColumn, Seals, ValueTooLong

COLUMN = SealedColumn("links", "number_sealed", CorePurpose.LINK_SEAL, 64)
OTHER_COLUMN = SealedColumn("links", "times_sealed", CorePurpose.LINK_SEAL, 64)
OLD, NEW = Key(1, os.urandom(32)), Key(2, os.urandom(32))
SEALS = Seals(KeyRing({CorePurpose.LINK_SEAL: (NEW, OLD)}), os.urandom)
ROW = uuid.uuid4()


@given(st.text(max_size=15))
def test_what_is_sealed_opens_again_and_has_one_length(value: str) -> None:
    sealed = SEALS.seal(COLUMN, ROW, value)
    assert SEALS.open(COLUMN, ROW, sealed) == value
    assert len(sealed) == COLUMN.stored_bytes


@pytest.mark.parametrize(("column", "row"), [(COLUMN, uuid.uuid4()), (OTHER_COLUMN, ROW), (COLUMN, b"row")])
def test_a_value_moved_to_another_row_or_column_does_not_open(
    column: SealedColumn, row: uuid.UUID | bytes
) -> None:
    with pytest.raises(SealBroken):
        SEALS.open(column, row, SEALS.seal(COLUMN, ROW, "180000000011"))


def test_no_altered_byte_is_accepted() -> None:
    sealed = SEALS.seal(COLUMN, ROW, "180000000011")
    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        with pytest.raises(SealBroken):
            SEALS.open(COLUMN, ROW, bytes(altered))


@pytest.mark.parametrize("cut", [b"", b"\x02", b"\x02" * 40])
def test_a_value_of_another_length_is_refused(cut: bytes) -> None:
    with pytest.raises(SealBroken):
        SEALS.open(COLUMN, ROW, cut)


def test_what_the_old_key_sealed_opens_until_it_is_withdrawn() -> None:
    sealed = Seals(KeyRing({CorePurpose.LINK_SEAL: (OLD,)}), os.urandom).seal(COLUMN, ROW, "1")
    assert SEALS.open(COLUMN, ROW, sealed) == "1"
    with pytest.raises(SealBroken):
        Seals(KeyRing({CorePurpose.LINK_SEAL: (NEW,)}), os.urandom).open(COLUMN, ROW, sealed)


def test_a_value_that_does_not_fit_is_refused_before_it_is_stored() -> None:
    with pytest.raises(ValueTooLong) as refused:
        SEALS.seal(COLUMN, ROW, "1" * 63)
    assert "1" * 63 not in repr(refused.value.facts)


def test_the_same_value_never_looks_the_same() -> None:
    assert SEALS.seal(COLUMN, ROW, "1") != SEALS.seal(COLUMN, ROW, "1")

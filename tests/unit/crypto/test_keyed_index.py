from __future__ import annotations

import os

from hypothesis import given
from hypothesis import strategies as st

from mykey.crypto.keyed_index import INDEX_BYTES, Indexes
from mykey.crypto.keyring import Key, KeyRing
from mykey.crypto.purposes import CorePurpose

OLD, NEW = Key(1, os.urandom(32)), Key(2, os.urandom(32))
RING = KeyRing({CorePurpose.NUMBER_INDEX: (NEW, OLD), CorePurpose.SERIAL_INDEX: (Key(1, os.urandom(32)),)})
INDEXES = Indexes(RING)


@given(st.lists(st.binary(max_size=8), max_size=3), st.lists(st.binary(max_size=8), max_size=3))
def test_only_equal_parts_have_equal_indexes(one: list[bytes], other: list[bytes]) -> None:
    mine, theirs = (INDEXES.of(CorePurpose.NUMBER_INDEX, *parts) for parts in (one, other))
    assert (mine == theirs) == (one == other)


def test_the_index_of_one_purpose_is_not_that_of_another() -> None:
    assert INDEXES.of(CorePurpose.NUMBER_INDEX, b"1")[1:] != INDEXES.of(CorePurpose.SERIAL_INDEX, b"1")[1:]


def test_an_index_written_under_the_old_key_is_still_found() -> None:
    before = Indexes(KeyRing({CorePurpose.NUMBER_INDEX: (OLD,)})).of(CorePurpose.NUMBER_INDEX, b"18")
    assert before in INDEXES.candidates(CorePurpose.NUMBER_INDEX, b"18")
    assert INDEXES.candidates(CorePurpose.NUMBER_INDEX, b"18")[0] == INDEXES.of(
        CorePurpose.NUMBER_INDEX, b"18"
    )


def test_the_version_stands_in_front() -> None:
    index = INDEXES.of(CorePurpose.NUMBER_INDEX, b"18")
    assert (index[0], len(index)) == (2, INDEX_BYTES)

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mykey.certificates import RevocationIndex, RevocationListRefused, RevocationReason, index_format
from mykey.certificates.index_format import IndexHeader, IndexUnreadable, read_layout, write_index
from mykey.certificates.revocation_entries import NARROW_LIMIT
from tests.support.revocation_list_forge import gathered

THEN = datetime(2026, 7, 1, tzinfo=UTC)
HEADER = IndexHeader(THEN, THEN + timedelta(days=1), b"\x01" * 20, "CN=川崎市 CRLDP,C=JP")
ENTRIES = st.dictionaries(
    st.one_of(st.integers(1, 2**33), st.integers(1, NARROW_LIMIT - 1)), st.sampled_from(RevocationReason)
)
LARGE = st.dictionaries(st.integers(NARROW_LIMIT, 2**159 - 1), st.sampled_from(RevocationReason), max_size=8)


@given(ENTRIES, st.one_of(st.just({}), LARGE), st.integers(0, 2**160))
def test_every_entry_is_found_and_nothing_else(
    small: dict[int, RevocationReason], large: dict[int, RevocationReason], other: int
) -> None:
    written = write_index(HEADER, gathered(*small.items(), *large.items()))
    index = RevocationIndex(memoryview(written))
    every = small | large
    assert index.header == HEADER
    assert len(index) == len(every)
    for serial, reason in every.items():
        assert index.find(serial) is reason
        for beside in (serial - 1, serial + 1, other):
            assert index.find(beside) is every.get(beside)


def test_an_index_does_not_depend_on_the_lists_order() -> None:
    serials = random.Random(1).sample(range(1, 2**32), 5000)  # noqa: S311 - a sample, not a secret
    ascending = write_index(HEADER, gathered(*((serial, 4) for serial in sorted(serials))))
    assert write_index(HEADER, gathered(*((serial, 4) for serial in serials))) == ascending


@pytest.mark.parametrize("at_once", [1, 7, 1000, 4999, 5000, 6000])
def test_sorting_by_ranges_changes_nothing(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pick = random.Random(at_once)  # noqa: S311 - a sample, not a secret
    near = [pick.randrange(1, 2**20) for _ in range(3000)]
    wanted = [(serial, serial % 7) for serial in {*near, *pick.sample(range(1, 2**50), 2000)}]
    pick.shuffle(wanted)
    plain = write_index(HEADER, gathered(*wanted))
    monkeypatch.setattr(index_format, "_LARGEST_SORT", at_once)
    assert write_index(HEADER, gathered(*wanted)) == plain


def test_a_serial_twice_is_refused_in_every_width() -> None:
    for entries in (
        gathered((5, 3), (5, 4)),
        gathered((7, 0), (5, 0), (7, 0)),
        gathered((5, 3), (5, 4), (NARROW_LIMIT, 1)),
        gathered((NARROW_LIMIT, 1), (NARROW_LIMIT, 4)),
    ):
        with pytest.raises(RevocationListRefused) as refused:
            write_index(HEADER, entries)
        assert refused.value.facts == {"reason": "duplicate-serial"}


@pytest.mark.parametrize("large", [[], [(NARROW_LIMIT, 1)]])
def test_no_damaged_index_is_read(large: list[tuple[int, int]]) -> None:
    good = write_index(HEADER, gathered((5, 3), (9, 0), *large))
    read_layout(memoryview(good))
    for place in range(len(good)):
        damaged = bytearray(good)
        damaged[place] ^= 0x10
        with pytest.raises(IndexUnreadable):
            read_layout(memoryview(bytes(damaged)))
    for stop in range(len(good)):
        with pytest.raises(IndexUnreadable):
            read_layout(memoryview(good[:stop]))
    with pytest.raises(IndexUnreadable):
        read_layout(memoryview(good + b"\0"))


def test_the_serials_stand_where_they_can_be_mapped() -> None:
    for length in range(20):
        header = IndexHeader(THEN, THEN, b"k" * length, "CN=x")
        assert read_layout(memoryview(write_index(header, gathered((1, 0))))).serials_at % 8 == 0

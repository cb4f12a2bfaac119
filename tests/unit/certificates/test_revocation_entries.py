from __future__ import annotations

import random
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mykey.certificates import RevocationListRefused, RevocationReason
from mykey.certificates.revocation_entries import NARROW_LIMIT, read_entries
from tests.support.certificate_forge import tlv
from tests.support.revocation_list_forge import entry, extension, generalized_time, reason_extension, utc_time

WHEN = datetime(2026, 1, 2, tzinfo=UTC)
INVALID_SINCE = extension("551d18", tlv(0x18, b"20260101000000Z"))
REASONS = st.sampled_from([None, *(int(reason) for reason in RevocationReason)])
SERIALS = st.one_of(
    st.integers(1, 300), st.integers(1, 2**33), st.integers(1, 2**65), st.integers(1, 2**159 - 1)
)


def read(der: bytes) -> list[tuple[int, int]]:
    entries = read_entries(der, 0, len(der))
    assert all(serial >= NARROW_LIMIT for serial, _ in entries.large)
    ranges = [sorted(entries.ranges[name]) for name in sorted(entries.ranges)]
    assert all(before[-1] < after[0] for before, after in pairwise(ranges))
    found = [divmod(key, 256) for keys in ranges for key in keys] + sorted(entries.large)
    assert len(entries) == len(found)
    return found


@given(st.lists(st.tuples(SERIALS, REASONS, st.booleans(), st.booleans()), max_size=30))
def test_entries_of_every_form_are_read(wanted: list[tuple[int, int | None, bool, bool]]) -> None:
    der = b"".join(
        entry(
            serial,
            reason,
            time=generalized_time(WHEN) if late else utc_time(WHEN),
            extensions=[INVALID_SINCE] if noted else [],
        )
        for serial, reason, late, noted in wanted
    )
    assert read(der) == sorted((serial, reason or 0) for serial, reason, _, _ in wanted)


@pytest.mark.parametrize("power", range(0, 160, 8))
def test_serials_around_every_length_are_read(power: int) -> None:
    around = {max(1, (1 << power) + step) for step in (-1, 0, 1)} | {1 << power << 7, (1 << power << 7) - 1}
    lawful = sorted(serial for serial in around if 0 < serial < 1 << 159)
    for reason in (None, 4):
        assert read(b"".join(entry(serial, reason) for serial in lawful)) == [
            (one, reason or 0) for one in lawful
        ]


def test_more_entries_than_one_block_are_read() -> None:
    pick = random.Random(7)  # noqa: S311 - a sample, not a secret
    wanted = {pick.randrange(1, 1 << 33): pick.choice([None, 0, 3, 4, 6]) for _ in range(40_000)}
    der = b"".join(entry(serial, reason) for serial, reason in wanted.items())
    assert read(der) == sorted((serial, reason or 0) for serial, reason in wanted.items())


GOOD = entry(77, 4)
TIME = utc_time(WHEN)
CRITICAL_ISSUER = extension("551d1d", b"\x30\x00", critical=True)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        pytest.param(tlv(0x30, b"\x02\x01\x00" + TIME), "entry-malformed", id="serial zero"),
        pytest.param(tlv(0x30, b"\x02\x01\x85" + TIME), "entry-malformed", id="negative serial"),
        pytest.param(tlv(0x30, b"\x02\x02\x00\x05" + TIME), "entry-malformed", id="padded serial"),
        pytest.param(
            tlv(0x30, b"\x02\x08\x00\x05" + bytes(6) + TIME), "entry-malformed", id="padded long serial"
        ),
        pytest.param(
            tlv(0x30, b"\x02\x15\x01" + bytes(20) + TIME), "entry-malformed", id="serial of 21 bytes"
        ),
        pytest.param(tlv(0x30, b"\x02\x00" + TIME), "entry-malformed", id="empty serial"),
        pytest.param(tlv(0x30, b"\x04\x01\x05" + TIME), "entry-malformed", id="serial is no integer"),
        pytest.param(tlv(0x30, b"\x02\x01\x05"), "entry-malformed", id="no time"),
        pytest.param(
            tlv(0x30, b"\x02\x01\x05" + tlv(0x17, b"2601020000Z")), "entry-malformed", id="short time"
        ),
        pytest.param(
            tlv(0x30, b"\x02\x01\x05" + tlv(0x17, b"26010200000aZ")), "entry-malformed", id="letter in time"
        ),
        pytest.param(
            tlv(0x30, b"\x02\x01\x05" + tlv(0x17, b"2601020000000")), "entry-malformed", id="no zone"
        ),
        pytest.param(tlv(0x30, b"\x02\x01\x05" + TIME + b"\x30\x00"), "entry-malformed", id="no extension"),
        pytest.param(tlv(0x30, b"\x02\x01\x05" + TIME + b"\x05\x00"), "entry-malformed", id="no sequence"),
        pytest.param(entry(5, extensions=[reason_extension(1)] * 2), "entry-malformed", id="reason twice"),
        pytest.param(
            entry(5, extensions=[extension("551d15", b"\x02\x01\x04")]),
            "entry-malformed",
            id="reason a number",
        ),
        pytest.param(entry(5, 7), "entry-reason", id="reason 7"),
        pytest.param(entry(5, 8), "entry-reason", id="removed from a list"),
        pytest.param(entry(5, 11), "entry-reason", id="reason 11"),
        pytest.param(
            entry(5, extensions=[extension("551d15", b"\x0a\x02\x00\x04")]),
            "entry-reason",
            id="padded reason",
        ),
        pytest.param(entry(5, 4, extensions=[CRITICAL_ISSUER]), "unknown-critical-extension", id="indirect"),
        pytest.param(b"\x30\x81\x14" + entry(5)[2:], "entry-malformed", id="long form"),
        pytest.param(b"\x31" + GOOD[1:], "entry-malformed", id="a set"),
        pytest.param(b"\x30\x00", "entry-malformed", id="empty"),
        pytest.param(b"\x30", "entry-malformed", id="one byte"),
        pytest.param(GOOD[:-1], "entry-malformed", id="cut"),
        pytest.param(bytes([0x30, GOOD[1] - 1]) + GOOD[2:], "entry-malformed", id="too short a length"),
        pytest.param(bytes([0x30, GOOD[1] - 14]) + GOOD[2:], "entry-malformed", id="extensions outside"),
    ],
)
@pytest.mark.parametrize("before", [b"", GOOD * 3], ids=["first", "later"])
def test_entries_of_other_forms_are_refused(bad: bytes, reason: str, before: bytes) -> None:
    with pytest.raises(RevocationListRefused) as refused:
        read(before + bad)
    assert refused.value.facts == {"reason": reason}


def test_the_end_is_kept_even_where_more_would_fit() -> None:
    assert len(read_entries(GOOD * 3, len(GOOD), 2 * len(GOOD))) == 1
    with pytest.raises(RevocationListRefused):
        read_entries(GOOD * 2, 0, len(GOOD) + 5)


@given(st.binary(max_size=120))
def test_bytes_at_random_are_refused_or_read(noise: bytes) -> None:
    try:
        read_entries(noise, 0, len(noise))
    except RevocationListRefused:
        return

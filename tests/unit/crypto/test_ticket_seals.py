from __future__ import annotations

import hashlib
import hmac
import os
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mykey.crypto.keyring import Key, KeyRing
from mykey.crypto.purposes import HandoffPurpose, PointsPurpose
from mykey.crypto.ticket_seals import (
    ENVELOPE_BYTES,
    EnvelopeRefused,
    PublicSealingKey,
    SealingKeyUnusable,
    TicketOpener,
    TicketSealer,
    points_subjects,
    public_sealing_key,
    public_verifying_keys,
)

BODY = bytes(range(131))


def writer_ring(**versions: tuple[int, ...]) -> KeyRing:
    def keys(purpose: HandoffPurpose) -> tuple[Key, ...]:
        return tuple(Key(version, os.urandom(32)) for version in versions.get(purpose.name, (1,)))

    return KeyRing({purpose: keys(purpose) for purpose in HandoffPurpose})


def points_ring(*versions: int) -> KeyRing:
    keys = tuple(Key(version, os.urandom(32)) for version in versions or (1,))
    return KeyRing({PointsPurpose.TICKET_OPENING: keys})


WRITER, POINTS = writer_ring(), points_ring()
SEALER = TicketSealer(WRITER, public_sealing_key(POINTS))
OPENER = TicketOpener(POINTS, public_verifying_keys(WRITER))
SEALED = SEALER.seal(BODY)


def test_what_was_sealed_opens_and_is_of_one_length() -> None:
    assert OPENER.open(SEALED, len(BODY)) == BODY
    assert len(SEALED) == len(BODY) + ENVELOPE_BYTES
    again = SEALER.seal(BODY)
    assert again != SEALED
    assert len(again) == len(SEALED)


def test_every_single_bit_counts() -> None:
    for place in range(len(SEALED) * 8):
        flipped = bytearray(SEALED)
        flipped[place // 8] ^= 1 << place % 8
        with pytest.raises(EnvelopeRefused):
            OPENER.open(bytes(flipped), len(BODY))


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_no_other_bytes_open(foreign: bytes) -> None:
    with pytest.raises(EnvelopeRefused):
        OPENER.open(foreign, len(BODY))


def test_cut_and_lengthened_ones_do_not_open() -> None:
    for wrong in (*(SEALED[:length] for length in range(len(SEALED))), SEALED + b"\0", b"\1" + SEALED):
        with pytest.raises(EnvelopeRefused):
            OPENER.open(wrong, len(BODY))


def test_another_points_side_opens_nothing() -> None:
    with pytest.raises(EnvelopeRefused):
        TicketOpener(points_ring(), public_verifying_keys(WRITER)).open(SEALED, len(BODY))


def test_another_writer_s_is_refused_though_it_is_sealed_to_us() -> None:
    forged = TicketSealer(writer_ring(), public_sealing_key(POINTS)).seal(BODY)
    with pytest.raises(EnvelopeRefused):
        OPENER.open(forged, len(BODY))


def test_a_withdrawn_signing_key_is_refused() -> None:
    later = TicketSealer(writer_ring(TICKET_SIGNING=(2,)), public_sealing_key(POINTS)).seal(BODY)
    with pytest.raises(EnvelopeRefused):
        OPENER.open(later, len(BODY))


def test_both_sides_replace_their_keys_while_tickets_are_under_way() -> None:
    new_writer, new_points = writer_ring(TICKET_SIGNING=(2, 1)), points_ring(2, 1)
    before = public_sealing_key(points_ring_of(new_points, 1))
    opener = TicketOpener(new_points, public_verifying_keys(new_writer))
    for recipient in (before, public_sealing_key(new_points)):
        assert opener.open(TicketSealer(new_writer, recipient).seal(BODY), len(BODY)) == BODY
    old_writer = KeyRing(
        {HandoffPurpose.TICKET_SIGNING: new_writer.versions(HandoffPurpose.TICKET_SIGNING)[1:]}
    )
    assert opener.open(TicketSealer(old_writer, before).seal(BODY), len(BODY)) == BODY


def points_ring_of(ring: KeyRing, version: int) -> KeyRing:
    key = ring.of_version(PointsPurpose.TICKET_OPENING, version)
    assert key is not None
    return KeyRing({PointsPurpose.TICKET_OPENING: (key,)})


@pytest.mark.parametrize("raw", [bytes(32), b"\1" + bytes(31), b"short", b""])
def test_nothing_is_sealed_to_a_key_that_anybody_has(raw: bytes) -> None:
    with pytest.raises(SealingKeyUnusable):
        TicketSealer(WRITER, PublicSealingKey(1, raw))


def test_the_subject_is_a_keyed_hash_under_every_live_version() -> None:
    ring, citizen = writer_ring(SUBJECT=(5, 4)), uuid4().bytes
    expected = tuple(
        (key.version, hmac.new(key.material, citizen, hashlib.sha256).digest())
        for key in ring.versions(HandoffPurpose.SUBJECT)
    )
    assert points_subjects(ring, citizen) == expected
    assert [version for version, _ in expected] == [5, 4]

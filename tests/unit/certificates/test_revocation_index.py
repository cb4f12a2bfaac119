from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mykey.certificates import Freshness, RevocationIndex, RevocationReason
from mykey.certificates.index_format import IndexHeader, write_index
from mykey.kernel.refusals_of_cards import RevocationUnknown
from tests.support.revocation_list_forge import gathered

THEN = datetime(2026, 7, 1, tzinfo=UTC)
SECOND, NONE = timedelta(seconds=1), timedelta(0)
HEADER = IndexHeader(THEN, THEN + timedelta(days=1), b"\x01" * 20, "CN=Kawasaki-shi CRLDP,C=JP")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "one.idx"
    file.write_bytes(write_index(HEADER, gathered((5, 3), (900, 6))))
    return file


def test_a_file_is_opened_and_searched(path: Path) -> None:
    index = RevocationIndex.open(path)
    assert index.find(5) is RevocationReason.AFFILIATION_CHANGED
    assert index.find(900) is RevocationReason.CERTIFICATE_HOLD
    for serial in (0, 1, 4, 6, 901, 2**64, 2**200):
        assert index.find(serial) is None


def test_an_opened_index_outlives_its_file(path: Path) -> None:
    index = RevocationIndex.open(path)
    path.unlink()
    assert index.find(5) is RevocationReason.AFFILIATION_CHANGED


@pytest.mark.parametrize("content", [b"", b"MyKeyCRL", b"no index at all" * 20])
def test_an_unreadable_file_cannot_tell(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(RevocationUnknown):
        RevocationIndex.open(path)


def test_a_missing_file_cannot_tell(tmp_path: Path) -> None:
    for missing in (tmp_path / "none.idx", tmp_path):
        with pytest.raises(RevocationUnknown):
            RevocationIndex.open(missing)


def test_names_that_are_no_text_cannot_tell(path: Path) -> None:
    class Bent(str):
        __slots__ = ()

        def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:
            return b"\xff" + super().encode(encoding, errors)

    path.write_bytes(write_index(IndexHeader(THEN, THEN, b"k", Bent("CN=x")), gathered()))
    with pytest.raises(RevocationUnknown):
        RevocationIndex.open(path)


def test_a_list_is_fresh_until_its_next_update(path: Path) -> None:
    index = RevocationIndex.open(path)
    for grace in (NONE, timedelta(days=1)):
        assert index.freshness(THEN, grace) is Freshness.FRESH
        assert index.freshness(HEADER.next_update, grace) is Freshness.FRESH


def test_a_list_is_stale_within_the_grace(path: Path) -> None:
    index, grace = RevocationIndex.open(path), timedelta(hours=24)
    assert index.freshness(HEADER.next_update + SECOND, grace) is Freshness.STALE
    assert index.freshness(HEADER.next_update + grace, grace) is Freshness.STALE


def test_an_older_list_cannot_tell(path: Path) -> None:
    index = RevocationIndex.open(path)
    for grace in (NONE, timedelta(hours=24), timedelta(hours=-24)):
        with pytest.raises(RevocationUnknown):
            index.freshness(HEADER.next_update + max(grace, NONE) + SECOND, grace)

from __future__ import annotations

import os
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from mykey.certificates import (
    Freshness,
    RevocationListRefused,
    RevocationLists,
    RevocationReason,
    index_path,
    index_revocation_list,
    revocation_lists,
    store,
)
from mykey.certificates.index_format import IndexHeader, write_index
from mykey.certificates.revocation_index import RevocationIndex
from mykey.kernel.ports import CertificateName
from mykey.kernel.refusals_of_cards import CertificateRevoked, RevocationUnknown
from tests.support.certificate_forge import MOMENT, trust
from tests.support.revocation_list_forge import entry, gathered, list_name, revocation_list

HOUR, SECOND, NO_GRACE = timedelta(hours=1), timedelta(seconds=1), timedelta(0)
KEY, POINT = b"\x07" * 20, "CN=Kawasaki-shi CRLDP,O=MyKey Demo Authority,C=JP"


def an_index(*serials: int, point: str = POINT, key: bytes = KEY, age: timedelta = HOUR) -> bytes:
    header = IndexHeader(MOMENT - age, MOMENT - age + 24 * HOUR, key, point)
    return write_index(header, gathered(*((serial, 3) for serial in serials)))


def name(serial: int, key: bytes = KEY) -> CertificateName:
    return CertificateName(key, serial)


@pytest.fixture
def lists(tmp_path: Path) -> RevocationLists:
    store(tmp_path, an_index(5, 9))
    return RevocationLists(tmp_path)


def test_a_certificate_not_on_the_list_passes(lists: RevocationLists) -> None:
    assert lists.check(name(6), POINT, MOMENT, NO_GRACE) is Freshness.FRESH
    assert lists.reason(name(6), POINT, MOMENT, NO_GRACE) is None


def test_a_certificate_on_the_list_is_revoked(lists: RevocationLists) -> None:
    for grace in (NO_GRACE, 24 * HOUR):
        with pytest.raises(CertificateRevoked) as refused:
            lists.check(name(9), POINT, MOMENT, grace)
        assert refused.value.facts == {}
    assert lists.reason(name(9), POINT, MOMENT, NO_GRACE) is RevocationReason.AFFILIATION_CHANGED


def test_the_same_serial_under_another_key_is_another_certificate(
    lists: RevocationLists, tmp_path: Path
) -> None:
    other = b"\x08" * 20
    store(tmp_path, an_index(6, key=other))
    assert lists.check(name(9, other), POINT, MOMENT, NO_GRACE) is Freshness.FRESH
    with pytest.raises(CertificateRevoked):
        lists.check(name(6, other), POINT, MOMENT, NO_GRACE)


def test_without_a_list_nobody_can_tell(lists: RevocationLists) -> None:
    for asked, point in (
        (name(6), "CN=Yokohama-shi CRLDP"),
        (name(6, b"\x08" * 20), POINT),
        (name(6, b""), ""),
    ):
        for grace in (NO_GRACE, 24 * HOUR):
            with pytest.raises(RevocationUnknown):
                lists.check(asked, point, MOMENT, grace)
            with pytest.raises(RevocationUnknown):
                lists.reason(asked, point, MOMENT, grace)


def test_an_old_list_serves_within_the_grace_only(lists: RevocationLists) -> None:
    late = MOMENT + 30 * HOUR
    assert lists.check(name(6), POINT, late, 24 * HOUR) is Freshness.STALE
    assert lists.reason(name(5), POINT, late, 24 * HOUR) is RevocationReason.AFFILIATION_CHANGED
    with pytest.raises(CertificateRevoked):
        lists.check(name(5), POINT, late, 24 * HOUR)
    for moment, grace in ((late, NO_GRACE), (MOMENT + 60 * HOUR, 24 * HOUR)):
        for serial in (5, 6):
            with pytest.raises(RevocationUnknown):
                lists.check(name(serial), POINT, moment, grace)
            with pytest.raises(RevocationUnknown):
                lists.reason(name(serial), POINT, moment, grace)


def test_a_new_list_is_noticed_after_a_second(lists: RevocationLists, tmp_path: Path) -> None:
    assert lists.check(name(6), POINT, MOMENT, NO_GRACE) is Freshness.FRESH
    store(tmp_path, an_index(6, age=NO_GRACE))
    assert lists.check(name(6), POINT, MOMENT + 0.9 * SECOND, NO_GRACE) is Freshness.FRESH
    with pytest.raises(CertificateRevoked):
        lists.check(name(6), POINT, MOMENT + SECOND, NO_GRACE)


def test_a_clock_set_back_looks_at_once(lists: RevocationLists, tmp_path: Path) -> None:
    lists.check(name(6), POINT, MOMENT, NO_GRACE)
    store(tmp_path, an_index(6, age=NO_GRACE))
    with pytest.raises(CertificateRevoked):
        lists.check(name(6), POINT, MOMENT - HOUR, NO_GRACE)


def test_a_list_that_appears_is_noticed_at_once(tmp_path: Path) -> None:
    lists = RevocationLists(tmp_path)
    with pytest.raises(RevocationUnknown):
        lists.check(name(6), POINT, MOMENT, NO_GRACE)
    store(tmp_path, an_index())
    assert lists.check(name(6), POINT, MOMENT, NO_GRACE) is Freshness.FRESH


def test_an_unchanged_file_is_opened_once(lists: RevocationLists, monkeypatch: pytest.MonkeyPatch) -> None:
    lists.check(name(6), POINT, MOMENT, NO_GRACE)
    monkeypatch.setattr(RevocationIndex, "open", None)
    for seconds in range(10):
        lists.check(name(6), POINT, MOMENT + seconds * SECOND, NO_GRACE)


def test_a_file_that_vanishes_or_breaks_cannot_tell(lists: RevocationLists, tmp_path: Path) -> None:
    path = index_path(tmp_path, KEY, POINT)
    lists.check(name(6), POINT, MOMENT, NO_GRACE)
    broken = tmp_path / "broken"
    broken.write_bytes(b"broken")
    broken.replace(path)
    with pytest.raises(RevocationUnknown):
        lists.check(name(6), POINT, MOMENT + SECOND, NO_GRACE)
    path.unlink()
    with pytest.raises(RevocationUnknown):
        lists.check(name(6), POINT, MOMENT + 2 * SECOND, NO_GRACE)
    store(tmp_path, an_index())
    assert lists.check(name(6), POINT, MOMENT + 2 * SECOND, NO_GRACE) is Freshness.FRESH


def test_a_list_in_anothers_place_cannot_tell(lists: RevocationLists, tmp_path: Path) -> None:
    elsewhere = index_path(tmp_path, KEY, "CN=Yokohama-shi CRLDP")
    index_path(tmp_path, KEY, POINT).rename(elsewhere)
    with pytest.raises(RevocationUnknown):
        lists.check(name(6), "CN=Yokohama-shi CRLDP", MOMENT, NO_GRACE)


def test_only_so_many_lists_are_kept_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revocation_lists, "_KEPT_OPEN", 3)
    points = [f"CN=Town {number} CRLDP" for number in range(10)]
    for number, point in enumerate(points):
        store(tmp_path, an_index(number + 1, point=point))
    lists = RevocationLists(tmp_path)
    for _ in range(2):
        for number, point in enumerate(points):
            assert lists.check(name(99), point, MOMENT, NO_GRACE) is Freshness.FRESH
            with pytest.raises(CertificateRevoked):
                lists.check(name(number + 1), point, MOMENT, NO_GRACE)
    assert len(lists._opened) == 3


def test_threads_may_ask_while_lists_are_replaced(tmp_path: Path) -> None:
    store(tmp_path, an_index(1, 5))
    lists, wrong = RevocationLists(tmp_path), []

    def ask(thread: int) -> None:
        for step in range(200):
            moment = MOMENT + (thread + step) * SECOND
            try:
                lists.check(name(2), POINT, moment, NO_GRACE)
                lists.check(name(1), POINT, moment, NO_GRACE)
            except CertificateRevoked:
                continue
            wrong.append(step)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for number in range(20):
        store(tmp_path, an_index(1, 5 + number, age=NO_GRACE))
    for thread in threads:
        thread.join()
    assert wrong == []


def test_an_older_list_does_not_replace_a_younger(tmp_path: Path) -> None:
    path = store(tmp_path, an_index(5, age=HOUR))
    for older in (an_index(age=HOUR + SECOND), an_index(age=48 * HOUR)):
        with pytest.raises(RevocationListRefused) as refused:
            store(tmp_path, older)
        assert refused.value.facts == {"reason": "older-than-present"}
    assert path.read_bytes() == an_index(5, age=HOUR)
    assert store(tmp_path, an_index(5, age=HOUR)) == path
    store(tmp_path, an_index(5, 6, age=NO_GRACE))
    assert path.read_bytes() == an_index(5, 6, age=NO_GRACE)


def test_an_unreadable_list_is_replaced(tmp_path: Path) -> None:
    path = store(tmp_path, an_index(5, age=NO_GRACE))
    path.write_bytes(b"broken")
    store(tmp_path, an_index(5, age=HOUR))
    assert RevocationIndex.open(path).find(5) is not None


@pytest.mark.parametrize("content", [b"", b"MyKeyCRL", an_index(5)[:-1], an_index(5) + b"\0"])
def test_what_is_no_index_is_not_stored(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(RevocationListRefused) as refused:
        store(tmp_path, content)
    assert refused.value.facts == {"reason": "malformed"}
    assert list(tmp_path.iterdir()) == []


def test_a_failed_replacement_leaves_the_present_list_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = store(tmp_path, an_index(5))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store(tmp_path, an_index(5, 6, age=NO_GRACE))
    assert path.read_bytes() == an_index(5)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_names_in_the_directory_tell_no_person(tmp_path: Path) -> None:
    path = store(tmp_path, an_index(123_456_789))
    assert path == index_path(tmp_path, KEY, POINT)
    assert path.parent.name == KEY.hex()
    assert len(path.stem) == 32
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_list_goes_from_the_authority_to_the_answer(tmp_path: Path) -> None:
    der, wanted = revocation_list([entry(serial, 4) for serial in range(10, 500, 7)]), list_name()
    store(tmp_path, index_revocation_list(der, trust(), MOMENT, wanted))
    lists = RevocationLists(tmp_path)
    for serial in range(1, 520):
        certificate = CertificateName(wanted.ca_key_id, serial)
        reason = lists.reason(certificate, wanted.distribution_point, MOMENT, NO_GRACE)
        assert reason is (RevocationReason.SUPERSEDED if serial in range(10, 500, 7) else None)

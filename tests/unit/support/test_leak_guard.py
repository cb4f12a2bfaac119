"""The test of the test: a leak planted in each place is found, and the report does not repeat it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.leak_guard import LeakFound, LeakGuard, WatchedDirectoryGone

MAIL = "planted@example.jp"
WHAT = "a mail address"


def assert_found(guard: LeakGuard, where: str) -> None:
    with pytest.raises(LeakFound) as caught:
        guard.check()
    assert f"{WHAT} in {where}" in str(caught.value)
    assert MAIL not in str(caught.value)


@pytest.fixture
def guard() -> LeakGuard:
    guard = LeakGuard()
    guard.watch(MAIL, WHAT)
    return guard


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    """A logger whose records go nowhere: the guard of this very test must not hear of them otherwise."""
    logger = logging.getLogger("planted")
    silent = logging.NullHandler()
    logger.addHandler(silent)
    logger.propagate = False
    yield logger
    logger.removeHandler(silent)
    logger.propagate = True
    logger.disabled = False


def test_a_clean_test_passes(guard: LeakGuard, tmp_path: Path) -> None:
    (tmp_path / "clean.log").write_text("nobody@example.jp")
    guard.watch_directory(tmp_path)
    with guard.listening():
        logging.getLogger("clean").warning("a look-up was answered")
    guard.check()


@pytest.mark.parametrize("propagates", [True, False])
def test_a_log_message_is_searched_whatever_its_logger_does_with_it(
    guard: LeakGuard, logger: logging.Logger, *, propagates: bool
) -> None:
    logger.propagate = propagates
    with guard.listening():
        logger.warning("mail to %s", MAIL)
    assert_found(guard, "the log planted")


def test_fields_beside_a_log_message_are_searched(guard: LeakGuard, logger: logging.Logger) -> None:
    with guard.listening():
        logger.warning("mail", extra={"to": MAIL})
    assert_found(guard, "the log planted")


def test_a_malformed_log_call_is_searched(guard: LeakGuard, logger: logging.Logger) -> None:
    logger.disabled = True  # or pytest's own handler would complain
    with guard.listening():
        logger.handle(logging.makeLogRecord({"name": "planted", "msg": "%d of %d", "args": (MAIL,)}))
    assert_found(guard, "the log planted")


def test_the_exception_of_a_log_record_and_its_cause_are_searched(
    guard: LeakGuard, logger: logging.Logger
) -> None:
    with guard.listening():
        try:
            try:
                raise ValueError(MAIL)
            except ValueError as reason:
                raise RuntimeError("clean") from reason
        except RuntimeError:
            logger.exception("clean")
    assert_found(guard, "the log planted")


@pytest.mark.parametrize("name", ["portal.log", "deep/core.sqlite-wal"])
def test_the_files_of_processes_are_searched(guard: LeakGuard, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"\0\1" + MAIL.encode() + b"\2")
    guard.watch_directory(tmp_path)
    assert_found(guard, f"the file {name}")


def test_the_name_of_a_file_is_searched(guard: LeakGuard, tmp_path: Path) -> None:
    (tmp_path / f"{MAIL}.pdf").touch()
    guard.watch_directory(tmp_path)
    assert guard.leaks()[0].where == f"the name of a file in {tmp_path.name}"


def test_files_that_are_not_logs_are_left_alone_where_asked(guard: LeakGuard, tmp_path: Path) -> None:
    (tmp_path / "hand-over.csv").write_text(MAIL)
    guard.watch_directory(tmp_path, only_logs=True)
    guard.check()
    (tmp_path / "desk.log").write_text(MAIL)
    assert_found(guard, "the file desk.log")


def test_a_directory_that_is_gone_is_no_clean_directory(guard: LeakGuard, tmp_path: Path) -> None:
    guard.watch_directory(tmp_path / "gone")
    with pytest.raises(WatchedDirectoryGone):
        guard.check()


def test_a_growing_log_is_searched_from_where_the_test_began(tmp_path: Path) -> None:
    log = tmp_path / "core.log"
    log.write_text(f"an earlier test: {MAIL}\n")
    guard = LeakGuard(logs=[log, tmp_path / "points.log"])
    guard.watch(MAIL, WHAT)
    guard.check()
    (tmp_path / "points.log").write_text(f"a server that started meanwhile: {MAIL}\n")
    assert_found(guard, "PostgreSQL's log points.log")


def test_what_is_handed_over_is_searched(guard: LeakGuard) -> None:
    guard.look_into("the answer of /look-ups", f'{{"to": "{MAIL}"}}')
    assert_found(guard, "the answer of /look-ups")


def test_a_certificate_is_found_by_its_bytes_hashes_serial_and_key() -> None:
    key = ec.generate_private_key(ec.SECP384R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "planted")])
    begin, serial = datetime(2026, 1, 1, tzinfo=UTC), 0x1A2B3C4D5E6F
    builder = x509.CertificateBuilder(name, name, key.public_key(), serial, begin, begin + timedelta(days=1))
    certificate = builder.sign(key, hashes.SHA384())
    der = certificate.public_bytes(serialization.Encoding.DER)
    guard = LeakGuard()
    guard.watch_certificate(der)
    public_key = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    for where, content in {
        "PEM": certificate.public_bytes(serialization.Encoding.PEM),
        "fingerprint": certificate.fingerprint(hashes.SHA256()).hex(":").upper(),
        "old fingerprint": certificate.fingerprint(hashes.SHA1()).hex(),  # noqa: S303 -- looked for, not relied on
        "serial": str(serial),
        "key": public_key,
    }.items():
        guard.look_into(where, content)
    assert {leak.where for leak in guard.leaks()} == {
        "PEM",
        "fingerprint",
        "old fingerprint",
        "serial",
        "key",
    }


def test_a_test_that_watches_nothing_pays_nothing(tmp_path: Path) -> None:
    guard = LeakGuard()
    guard.watch_directory(tmp_path / "gone")  # whoever looked would miss it
    guard.check()

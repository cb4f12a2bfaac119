"""The files load in `cryptography` and in OpenSSL, another implementation."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from town.authority.card_files import PKCS12_PASSWORD, write_card_files
from town.authority.keys import KeyType
from town.authority.office import CardOffice


def openssl(*arguments: str) -> str:
    return subprocess.run(  # noqa: S603 - Debian's own openssl with literal arguments
        ["/usr/bin/openssl", *arguments], check=True, capture_output=True, text=True, timeout=30
    ).stdout


@pytest.mark.parametrize("key_type", ["rsa2048", "p384"])
def test_files_load_back(office: CardOffice, tmp_path: Path, key_type: KeyType) -> None:
    card = office.issue(name="hanako", holder="見本　花子", key_type=key_type)
    directory = tmp_path / "hanako"
    written = write_card_files(office, "hanako", directory)

    assert sorted(path.name for path in written) == sorted(path.name for path in directory.iterdir())
    assert {path.stat().st_mode & 0o777 for path in written} == {0o600}
    for issued in (card.user, card.signing):
        assert issued is not None
        certificate = x509.load_pem_x509_certificate((directory / f"{issued.kind}.pem").read_bytes())
        key = load_pem_private_key((directory / f"{issued.kind}.key.pem").read_bytes(), password=None)
        both = load_pkcs12((directory / f"{issued.kind}.p12").read_bytes(), PKCS12_PASSWORD.encode())
        assert certificate == issued.certificate
        assert (directory / f"{issued.kind}.der").read_bytes() == issued.der
        assert key.public_key() == certificate.public_key()
        assert both.key is not None
        assert both.cert is not None
        assert both.cert.certificate == certificate
        assert both.key.public_key() == certificate.public_key()
        assert len(both.additional_certs) == 1


def test_an_under_15_card_gives_no_signing_files(office: CardOffice, tmp_path: Path) -> None:
    office.issue(name="ken", holder="見本　健", under_15=True)
    written = write_card_files(office, "ken", tmp_path / "ken")

    assert {path.name for path in written} == {"user.pem", "user.key.pem", "user.p12", "user.der"}


def test_writing_again_replaces_the_files_and_their_rights(office: CardOffice, tmp_path: Path) -> None:
    office.issue(name="hanako", holder="見本　花子")
    first = write_card_files(office, "hanako", tmp_path)[0]
    first.chmod(0o644)
    renewed = office.renew("hanako")
    write_card_files(office, "hanako", tmp_path)

    assert x509.load_pem_x509_certificate(first.read_bytes()) == renewed.user.certificate
    assert first.stat().st_mode & 0o777 == 0o600


def test_openssl_opens_the_pkcs12_and_verifies_the_path(office: CardOffice, tmp_path: Path) -> None:
    card = office.issue(name="hanako", holder="見本　花子")
    write_card_files(office, "hanako", tmp_path, password="geheim")
    authority = tmp_path / "authority.pem"
    openssl(
        *("pkcs12", "-in", str(tmp_path / "user.p12"), "-passin", "pass:geheim"),
        *("-cacerts", "-nokeys", "-out", str(authority)),
    )
    crl = tmp_path / "list.crl"
    crl.write_bytes(office.crl(card.user.ca_key_id, card.user.distribution_point))
    moment = int(card.user.certificate.not_valid_before_utc.timestamp())
    verify = (
        *("verify", "-CAfile", str(authority), "-CRLfile", str(crl), "-crl_check", "-extended_crl"),
        *("-attime", str(moment), "-purpose", "sslclient", "-x509_strict", str(tmp_path / "user.pem")),
    )

    assert openssl(*verify).endswith(": OK\n")

    crl.write_bytes(office.crl_of_municipality(card.user.ca_key_id, "Kanagawa-ken/Kawasaki-shi-Tama-ku"))
    with pytest.raises(subprocess.CalledProcessError) as refused:
        openssl(*verify)
    assert "unable to get certificate CRL" in refused.value.stderr or "scope" in refused.value.stderr

"""10,000 people with a card, a binding and a link, one active terminal, and its PostgreSQL cluster."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import insert
from sqlalchemy.orm import Session

from mykey.certificates import index_revocation_list, load_trust, store
from mykey.cli.migrate import upgrade
from mykey.crypto.keyring import create_key_ring
from mykey.crypto.purposes import CorePurpose
from mykey.crypto.tokens import system_random_bytes
from mykey.kernel.ports import CertificateName, RevocationListName
from mykey.kernel.randomness import random_id
from mykey.models.bindings import BINDING_DETAIL, Binding
from mykey.models.citizens import CITIZEN_PROFILE, Citizen
from mykey.models.form_ones import FormOne, FormOneRow
from mykey.models.keys import CoreKeys
from mykey.models.links import LINK_NUMBER, LINK_TIMES, Link
from mykey.models.providers import Provider
from mykey.models.terminals import Terminal
from mykey.web.engines import make_engine
from tests.support import postgres_server
from town.authority.certificates import Draft, Holder, end_entity_certificate
from town.authority.keys import KeyPool
from town.authority.office import CardOffice

__all__ = ["FINGERPRINT", "TERMINAL", "World", "world"]

TERMINAL = "00052459"
FINGERPRINT = "5e" * 32
PEOPLE = 10_000
MUNICIPALITY = "Kanagawa-ken/Kawasaki-shi-Nakahara-ku"


@dataclass(frozen=True)
class World:
    """Where everything is, and the cards' certificates."""

    directory: Path
    database_url: str
    device: Ed25519PrivateKey
    certificates: list[bytes]

    def settings(self, origin: str) -> dict[str, str]:
        """The terminals face's settings."""
        return {
            "MYKEY_TERMINALS_ORIGIN": origin,
            "MYKEY_TERMINALS_DATABASE_URL": self.database_url,
            "MYKEY_TERMINALS_KEY_RING": str(self.directory / "keys.json"),
            "MYKEY_TERMINALS_TRUST": str(self.directory / "trust.json"),
            "MYKEY_TERMINALS_REVOCATION_LISTS": str(self.directory / "revocation"),
            "MYKEY_TERMINALS_LINKAGE_ORIGIN": "http://127.0.0.1:9",
            # A look-up asks neither for a ticket nor for a till.
            "MYKEY_TERMINALS_TICKET_SOCKET": str(self.directory / "nobody.sock"),
            "MYKEY_TERMINALS_POINTS_TILL_URL": "http://127.0.0.1:9",
            # One terminal stands for a country's; its own pace must not be what is measured.
            "MYKEY_TERMINALS_REQUESTS_A_MINUTE": "10000000",
        }


@contextmanager
def world() -> Iterator[World]:
    """Make the world; take it away again."""
    directory = Path(tempfile.mkdtemp(prefix="mykey-bench-"))
    directory.chmod(0o711)
    server = _start_postgres(directory)
    try:
        url = f"postgresql+psycopg://postgres@/mykey?host={directory / 'cluster'}"
        _create_database(directory)
        upgrade(url)
        yield _fill(directory, url)
    finally:
        postgres_server.stop(server)
        shutil.rmtree(directory, ignore_errors=True)


def _start_postgres(directory: Path) -> subprocess.Popen[bytes]:
    home = directory / "cluster"
    if postgres_server.initialise(home).wait() != 0:
        raise RuntimeError
    server = postgres_server.launch(home, directory / "postgresql.log")
    while not postgres_server.is_ready(home):
        if server.poll() is not None:
            raise RuntimeError
        time.sleep(0.05)
    return server


def _create_database(directory: Path) -> None:
    engine = make_engine(f"postgresql+psycopg://postgres@/postgres?host={directory / 'cluster'}")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CREATE DATABASE mykey")
    engine.dispose()


def _fill(directory: Path, url: str) -> World:
    now = datetime.now(UTC)
    keys_path = directory / "keys.json"
    create_key_ring(keys_path, CorePurpose, system_random_bytes)
    keys = CoreKeys.open(keys_path, system_random_bytes, demo_allowed=False)
    office = CardOffice(None, clock=lambda: now, key_source=KeyPool(size=4))
    authority = office.authority("user", 2)
    holder = Holder("見本　花子", datetime(1980, 1, 1, tzinfo=UTC).date(), "female", "神奈川県川崎市中原区")
    card_key = KeyPool(size=1)("rsa2048")
    device = Ed25519PrivateKey.generate()
    rows: dict[type, list[dict[str, object]]] = {Citizen: [], Binding: [], Link: []}
    certificates = []
    for number in range(PEOPLE):
        draft = Draft(
            key=card_key,
            serial=720_000_000 + number,
            common_name=f"{number:023d}",
            municipality=MUNICIPALITY,
            holder=holder,
            not_before=now - timedelta(days=300),
            not_after=now + timedelta(days=1500),
        )
        certificates.append(end_entity_certificate(authority, draft).public_bytes(Encoding.DER))
        _add_person(keys, rows, CertificateName(authority.ca_key_id, draft.serial), number)
    _write_trust(directory, office, now)
    engine = make_engine(url)
    with Session(engine) as session, session.begin():
        _add_terminal(session, device)
        for model, values in rows.items():
            session.execute(insert(model), values)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()
    return World(directory, url, device, certificates)


def _add_person(
    keys: CoreKeys, rows: dict[type, list[dict[str, object]]], name: CertificateName, number: int
) -> None:
    citizen, binding, link = (random_id(system_random_bytes) for _ in range(3))
    service_id = f"18{number:010d}"
    rows[Citizen].append(
        {
            "id": citizen,
            "state": "active",
            "password_hash": "-",
            "session_epoch": 1,
            "profile_sealed": keys.seal(CITIZEN_PROFILE, citizen, {}),
        }
    )
    rows[Binding].append(
        {
            "id": binding,
            "citizen_id": citizen,
            "certificate_index": keys.certificate_index(name),
            "state": "live",
            "replaced_by": None,
            "detail_sealed": keys.seal(BINDING_DETAIL, binding, {}),
        }
    )
    rows[Link].append(_link(keys, link, citizen, service_id))


def _link(keys: CoreKeys, link: UUID, citizen: UUID, service_id: str) -> dict[str, object]:
    return {
        "id": link,
        "citizen_id": citizen,
        "provider_id": "000001",
        "number_index": keys.number_index("000001", service_id),
        "number_sealed": keys.seal(LINK_NUMBER, link, service_id),
        "change_notice": False,
        "signing_sealed": None,
        "times_sealed": keys.seal(LINK_TIMES, link, {}),
    }


def _write_trust(directory: Path, office: CardOffice, now: datetime) -> None:
    document = json.dumps(office.trust()).encode()
    (directory / "trust.json").write_bytes(document)
    lists = directory / "revocation"
    lists.mkdir()
    trust = load_trust(document)
    for entry in office.lists():
        name = RevocationListName(entry.ca_key_id, entry.distribution_point, entry.path)
        der = office.crl(entry.ca_key_id, entry.distribution_point, now)
        store(lists, index_revocation_list(der, trust, now, name))


def _add_terminal(session: Session, device: Ed25519PrivateKey) -> None:
    form, row = random_id(system_random_bytes), random_id(system_random_bytes)
    today = datetime.now(UTC).date()
    session.add(
        Provider(
            provider_id="000001",
            municipality_code="141305",
            name="川崎市立図書館",
            kind="library",
            min_length=12,
            max_length=12,
            letters=False,
            prefix="18",
            check_digit="none",
            hand_over="barcode",
            symbology="nw7",
            start_stop="AA",
            minimum_assurance="touched",
            grace_hours=24,
        )
    )
    session.add(
        FormOne(
            id=form,
            municipality_code="141305",
            municipality_name="川崎市",
            state="issued",
            submitted_on=today,
            decided_on=today,
            rejection=None,
        )
    )
    session.flush()  # the rows below point to it
    session.add(
        FormOneRow(
            id=row,
            form_id=form,
            kind="service-id",
            position=1,
            provider_name="川崎市立図書館",
            place="中央図書館",
            terminal_name="1台目",
        )
    )
    session.flush()  # as above
    session.add(
        Terminal(
            terminal_id=TERMINAL,
            form_row_id=row,
            municipality_code="141305",
            kind="service-id",
            provider_id="000001",
            state="active",
            password_index=None,
            fingerprint=bytes.fromhex(FINGERPRINT),
            public_key=device.public_key().public_bytes_raw(),
        )
    )
    session.flush()  # the links' provider stands

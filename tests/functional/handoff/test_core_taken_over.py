"""Somebody has taken over a process of the core: its code, its keys, its database, its way to the writer.

They can ask for tickets, as the core can. They cannot tell whose points account anybody's is: neither the
subject nor anything that stands for it is within reach (privacy.md, "non-joinable", 6 and 7).
"""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import json
import os
import re
import subprocess
import sys
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from mykey.crypto.keyring import Key, KeyRing
from mykey.crypto.purposes import HandoffPurpose, PointsPurpose
from mykey.crypto.ticket_seals import EnvelopeRefused, TicketOpener, points_subjects
from mykey.crypto.tokens import from_base64url
from mykey.handoff.keys import read_verifying_keys
from mykey.handoff.ticket import NO_MUNICIPALITY, NO_TILL, PLAIN_BYTES
from mykey.kernel.ports import TicketWish
from mykey.models.keys import CoreKeys
from mykey.web.engines import make_engine
from tests.factories.citizens import a_citizen
from tests.support.dump import dump
from tests.support.every_face import FaceHome
from tests.support.forms_of_a_value import Haystack, forms_of
from tests.support.ground import make_ground, make_office
from tests.support.moving_clock import MovingClock
from tests.support.own_processes import REPOSITORY
from tests.support.ticket_sides import TicketSides

MYKEY_ID = "HANAKO80"
TICKETS = 20

#: The portal as gunicorn makes it, and then somebody who asks for tickets with all that it has.
TAKEN_OVER = """
import json, sys, uuid
import wsgi
app = wsgi.portal()
from mykey.handoff.ticket import NO_MUNICIPALITY, NO_TILL
from mykey.kernel.ports import TicketWish
writer = app.extensions["mykey-portal"].tickets
citizen, count = json.loads(sys.stdin.readline())
wish = TicketWish("portal", NO_MUNICIPALITY, NO_TILL, uuid.UUID(citizen))
print(json.dumps([writer.write(wish).text for _ in range(count)]), flush=True)
sys.stdin.readline()
"""


@contextmanager
def process(arguments: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """One of our processes, on pipes."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603 - this interpreter with our own code
        [sys.executable, *arguments],
        cwd=REPOSITORY,
        env=kept | environment,
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        text=True,
    ) as running:
        yield running
        running.terminate()
        running.communicate(timeout=20)


def memory(running: subprocess.Popen[str]) -> bytes:
    """All that a process can write to: what it holds."""
    held = bytearray()
    place = Path(f"/proc/{running.pid}")
    with (place / "mem").open("rb", buffering=0) as file:
        for line in (place / "maps").read_text().splitlines():
            area = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            if area and "[v" not in line:
                first, last = (int(end, 16) for end in area.groups())
                file.seek(first)
                held += file.read(last - first)
    return bytes(held)


def found_in(held: bytes, *wanted: bytes) -> list[bool]:
    """Which of these stand there; a failing test must not print the memory."""
    return [one in held for one in wanted]


def keys_in(path: Path) -> list[bytes]:
    purposes = json.loads(path.read_text())["purposes"]
    return [b64decode(text) for versions in purposes.values() for text in versions.values()]


def rows(database_url: str, files: FaceHome) -> UUID:
    """One citizen under the core's real keys."""
    clock = MovingClock()
    with make_office(clock) as office:
        ground = make_ground(clock, files.directory, office)
        files.trust(office.trust())
    keys = CoreKeys.open(files.ring("core"), os.urandom, demo_allowed=False)
    engine = make_engine(database_url)
    with Session(engine) as session:
        made = a_citizen(dataclasses.replace(ground, keys=keys), session, mykey_id=MYKEY_ID).id
        session.commit()
    engine.dispose()
    return made


def test_what_a_process_of_the_core_holds_tells_no_subject(database_url: str, home: Path) -> None:
    files = FaceHome(home).lay()
    citizen = rows(database_url, files)
    ring = KeyRing.open(files.ring("handoff"), HandoffPurpose, demo_allowed=False)
    subject_key = ring.current(HandoffPurpose.SUBJECT).material
    ((_, subject),) = points_subjects(ring, citizen.bytes)
    portal = files.environment("portal") | {"MYKEY_PORTAL_DATABASE_URL": database_url}
    serve = ["-m", "mykey.handoff.command_line", "serve"]

    with process(serve, files.writer_environment()) as writer:
        assert writer.stderr is not None
        assert writer.stderr.readline() == "ticket-writer: started\n"
        with process(["-c", TAKEN_OVER], portal) as taken:
            assert taken.stdin is not None
            assert taken.stdout is not None
            taken.stdin.write(json.dumps([str(citizen), TICKETS]) + "\n")
            taken.stdin.flush()
            tickets = [from_base64url(text) for text in json.loads(taken.stdout.readline())]
            held, of_writer = memory(taken), memory(writer)

    # The look into memory finds what is there, each side's own.
    core_keys = keys_in(files.ring("core"))
    assert found_in(held, *core_keys, str(citizen).encode()) == [True] * (len(core_keys) + 1)
    assert found_in(of_writer, subject_key) == [True]
    # And of the other side nothing: the key, the subject, in no form.
    everything = Haystack(held + dump(database_url) + files.ring("core").read_bytes())
    assert found_in(held, subject_key, subject) == [False, False]
    for secret in (subject_key, subject):
        assert [form for form in forms_of(secret) if len(form) > 16 and everything.has(form)] == []
    assert not set(core_keys) & set(keys_in(files.ring("handoff")))
    _no_function_of_what_is_known(subject, core_keys, citizen)
    _no_key_of_the_core_opens(tickets, core_keys, read_verifying_keys(home / "ticket-verifying.json"))


def _no_function_of_what_is_known(subject: bytes, keys: list[bytes], citizen: UUID) -> None:
    """Not an index, not a plain or keyed hash, of anything that the core knows the citizen by."""
    known = [citizen.bytes, str(citizen).encode(), citizen.hex.encode(), MYKEY_ID.encode()]
    framed = known + [len(one).to_bytes(4, "big") + one for one in known]
    for message in framed:
        assert hashlib.sha256(message).digest() != subject
    for key, message in product(keys, framed):
        code = hmac.digest(key, message, "sha256")
        assert code != subject
        assert code[:31] not in {subject[:31], subject[1:]}
        assert hashlib.sha256(key + message).digest() != subject


def _no_key_of_the_core_opens(tickets: list[bytes], keys: list[bytes], verifying: dict[int, bytes]) -> None:
    for key in keys:
        opener = TicketOpener(KeyRing({PointsPurpose.TICKET_OPENING: (Key(1, key),)}), verifying)
        for ticket in tickets:
            with pytest.raises(EnvelopeRefused):
                opener.open(ticket, PLAIN_BYTES)


def test_tickets_tell_not_even_whether_they_are_one_person_s() -> None:
    """Two tickets of one person have no more in common than two of different persons."""
    sides = TicketSides(MovingClock())

    def asked(citizen: UUID) -> bytes:
        return from_base64url(sides.write(TicketWish("portal", NO_MUNICIPALITY, NO_TILL, citizen)).text)

    one = uuid4()
    same, others = [asked(one) for _ in range(200)], [asked(uuid4()) for _ in range(200)]
    assert {len(ticket) for ticket in same + others} == {len(same[0])}
    for tickets in (same, others):
        assert {ticket[0] for ticket in tickets} == {1}  # the sealing key's version
        pieces = Counter(ticket[at : at + 6] for ticket in tickets for at in range(1, len(ticket) - 5))
        assert max(pieces.values()) == 1
        for place in range(1, len(tickets[0])):
            if place == 32:
                continue  # the highest bit of an X25519 point is always 0 (RFC 7748, section 5)
            assert len({ticket[place] for ticket in tickets}) > 100


def test_the_writer_s_answer_has_nothing_but_ticket_and_time() -> None:
    sides = TicketSides(MovingClock())
    ticket = sides.write(TicketWish("portal", NO_MUNICIPALITY, NO_TILL, uuid4()))
    assert {field.name for field in dataclasses.fields(ticket)} == {"text", "expires_at"}

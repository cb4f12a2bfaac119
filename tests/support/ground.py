"""What a core process stands on, made for tests: random keys, cheap argon2, an authority in process."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mykey.certificates import RevocationLists, index_revocation_list, load_trust, store
from mykey.crypto.keyring import Key, KeyRing
from mykey.crypto.passwords import Passwords
from mykey.crypto.purposes import CorePurpose
from mykey.kernel.ports import RevocationListName
from mykey.models.keys import CoreKeys
from mykey.services.ground import Ground
from mykey.services.work import CardRules, Work
from tests.support.moving_clock import MovingClock
from tests.support.office_linkage import OfficeLinkage
from town.authority.keys import KeyPool
from town.authority.office import DEMO_MUNICIPALITY, CardOffice

__all__ = ["ApartOn", "bring_lists", "lists_directory", "make_ground", "make_office", "work_on"]

T = TypeVar("T")

#: One pool for the whole test process: an RSA key takes 50 to 100 ms to make.
KEYS = KeyPool(size=16)


def make_office(clock: MovingClock) -> CardOffice:
    """The town's authority and its counter, in memory."""
    return CardOffice(None, clock=clock, key_source=KEYS)


def make_ground(clock: MovingClock, tmp_path: Path, office: CardOffice) -> Ground:
    """The ground of a core process; the office's lists, as of now, stand under `tmp_path`.

    `ground.cards.linkage` is an `OfficeLinkage`, which can be taken down.
    """
    ring = KeyRing({purpose: (Key(1, os.urandom(32)),) for purpose in CorePurpose})
    directory = lists_directory(tmp_path)
    directory.mkdir(exist_ok=True)
    cards = CardRules(
        trust=load_trust(json.dumps(office.trust()).encode()),
        lists=RevocationLists(directory),
        linkage=OfficeLinkage(office),
    )
    ground = Ground(
        keys=CoreKeys(ring, os.urandom),
        clock=clock,
        random_bytes=os.urandom,
        passwords=Passwords(memory_kib=8, passes=1),
        cards=cards,
    )
    bring_lists(ground, tmp_path, office)
    return ground


def lists_directory(tmp_path: Path) -> Path:
    """Where `make_ground` puts the lists."""
    return tmp_path / "revocation"


def bring_lists(ground: Ground, tmp_path: Path, office: CardOffice) -> None:
    """Import the office's lists as of now, as the timed job does: those of its cards' municipalities.

    A process looks for new files once a second: move the clock by two seconds before asking again.
    """
    moment = ground.clock()
    used = {DEMO_MUNICIPALITY} | {card.municipality for card in office.cards()}
    for listed in office.lists():
        if listed.municipality not in used or ground.cards.trust.authority(listed.ca_key_id) is None:
            continue
        name = RevocationListName(listed.ca_key_id, listed.distribution_point, listed.path)
        der = office.crl_of_municipality(listed.ca_key_id, listed.municipality)
        store(lists_directory(tmp_path), index_revocation_list(der, ground.cards.trust, moment, name))


class ApartOn:
    """`Apart` on an engine, as `mykey.web.database.apart` is on a face's."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __call__(self, act: Callable[[Session], T]) -> T:
        with Session(self._engine) as own, own.begin():
            return act(own)


def work_on(ground: Ground, session: Session) -> Work:
    """One request's work on a session of the test's own; the test commits."""
    engine = session.get_bind()
    if not isinstance(engine, Engine):
        raise TypeError
    return ground.work(session, ApartOn(engine))

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from tests.support.moving_clock import MovingClock
from town.authority.keys import KeyPool
from town.authority.office import CardOffice
from town.ledger import Ledger


def test_the_state_file_is_its_owners_alone(home: Path) -> None:
    with Ledger(home):
        assert (home / "authority.sqlite").stat().st_mode & 0o777 == 0o600
        assert home.stat().st_mode & 0o777 == 0o700


def test_a_failed_act_leaves_nothing_behind(office: CardOffice) -> None:
    def fail() -> None:
        with office.ledger.transaction() as connection:
            connection.execute("INSERT INTO municipalities (name) VALUES ('Tokyo-to/Chofu-shi')")
            connection.execute("INSERT INTO municipalities (name) VALUES ('Tokyo-to/Chofu-shi')")

    with pytest.raises(sqlite3.IntegrityError):
        fail()
    assert office.ledger.row("SELECT 1 FROM municipalities WHERE name LIKE 'Tokyo%'") is None


def test_two_processes_that_open_a_new_home_found_one_authority(home: Path, clock: MovingClock) -> None:
    found: list[bytes] = []

    def open_office() -> None:
        with CardOffice(home, clock=clock, key_source=KeyPool(size=1)) as office:
            found.append(office.authority("user", 2).ca_key_id)

    threads = [threading.Thread(target=open_office) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 2
    assert len(set(found)) == 1


def test_state_outlives_the_office(office: CardOffice, home: Path, clock: MovingClock) -> None:
    card = office.issue(name="hanako", holder="見本　花子")
    with CardOffice(home, clock=clock) as again:
        assert again.card("hanako") == card
        assert [one.ca_key_id for one in again.authorities] == [one.ca_key_id for one in office.authorities]

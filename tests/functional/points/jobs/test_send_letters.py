from __future__ import annotations

import smtplib

from sqlalchemy import select, update

from mykey.kernel.ports import Mail
from mykey.points.acts.leave_letter import leave_letter
from mykey.points.jobs.send_letters import LettersSent, send_letters
from mykey.points.models.letters import Letter
from tests.functional.points.jobs.conftest import JobsTown
from tests.support.leak_guard import LeakGuard


class Relay:
    """Takes every mail but those for `refused`; `down` takes none."""

    def __init__(self, refused: str = "") -> None:
        self.taken: list[str] = []
        self.refused = refused
        self.down = False

    def send(self, mail: Mail) -> None:
        if self.down:
            raise ConnectionRefusedError
        if mail.recipient == self.refused:
            raise smtplib.SMTPRecipientsRefused({})
        if "\n" in mail.subject:
            raise ValueError
        self.taken.append(mail.recipient)


def leave(town: JobsTown, recipient: str, subject: str = "件名") -> None:
    town.points.do(lambda work: leave_letter(work, recipient, subject, "本文"))


def send(town: JobsTown, relay: Relay) -> LettersSent:
    return send_letters(town.engine, town.points.ground.keys, relay)


def tries(town: JobsTown) -> list[int]:
    return sorted(town.points.do(lambda work: work.session.scalars(select(Letter.letter_tries)).all()))


def test_letters_leave_once_and_are_deleted(town: JobsTown) -> None:
    leave(town, "hanako@mail.example")
    leave(town, "taro@mail.example")
    relay = Relay()
    assert send(town, relay) == LettersSent(2, 0)
    assert send(town, relay) == LettersSent(0, 0)
    assert sorted(relay.taken) == ["hanako@mail.example", "taro@mail.example"]
    assert tries(town) == []


def test_a_relay_that_is_down_keeps_them(town: JobsTown, leak_guard: LeakGuard) -> None:
    leak_guard.watch("hanako@mail.example", "mail address")
    leave(town, "hanako@mail.example")
    relay = Relay()
    relay.down = True
    assert send(town, relay) == LettersSent(0, 1)
    assert tries(town) == [1]
    relay.down = False
    assert send(town, relay) == LettersSent(1, 0)


def test_one_bad_address_keeps_no_other_from_leaving(town: JobsTown) -> None:
    leave(town, "bad@mail.example")
    leave(town, "taro@mail.example", "件名\nBcc: all@mail.example")
    leave(town, "hanako@mail.example")
    relay = Relay("bad@mail.example")
    for _ in range(4):
        send(town, relay)
    assert relay.taken == ["hanako@mail.example"]
    assert len(tries(town)) == 2


def test_one_that_does_not_open_stays_and_blocks_nobody(town: JobsTown) -> None:
    leave(town, "taro@mail.example")
    broken = update(Letter).values(letter_sealed=Letter.letter_sealed.type.python_type(4129))
    town.points.do(lambda work: work.connection.execute(broken))
    leave(town, "hanako@mail.example")
    relay = Relay()
    assert send(town, relay) == LettersSent(1, 1)
    assert relay.taken == ["hanako@mail.example"]

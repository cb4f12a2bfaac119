from __future__ import annotations

import smtplib
import socket
import threading
from datetime import date

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from mykey.jobs.send_outbox import Sent, send_outbox
from mykey.kernel.ports import Mail
from mykey.models.outbox import OutboxMail
from mykey.services.ground import Ground
from mykey.services.leave_mail import leave_mail
from mykey.web.smtp import SmtpTransport
from tests.support.ground import work_on
from tests.support.leak_guard import LeakGuard
from tests.support.moving_clock import MovingClock

HANAKO = Mail("hanako@mail.example", "件名", "本文")
TARO = Mail("taro@mail.example", "件名", "本文")


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


def leave(ground: Ground, engine: Engine, *mails: Mail, not_before: date | None = None) -> None:
    with Session(engine) as session, session.begin():
        for mail in mails:
            leave_mail(work_on(ground, session), mail, not_before)


def waiting(engine: Engine) -> list[int]:
    with Session(engine) as session:
        return sorted(session.scalars(select(OutboxMail.attempts)))


def send(ground: Ground, engine: Engine, relay: Relay | SmtpTransport) -> Sent:
    return send_outbox(engine, ground.keys, relay, ground.clock)


def test_mails_leave_once_and_are_deleted(ground: Ground, core_engine: Engine) -> None:
    leave(ground, core_engine, HANAKO, TARO)
    relay = Relay()
    assert send(ground, core_engine, relay) == Sent(2, 0)
    assert sorted(relay.taken) == ["hanako@mail.example", "taro@mail.example"]
    assert waiting(core_engine) == []
    assert send(ground, core_engine, relay) == Sent(0, 0)


def test_a_relay_that_is_down_keeps_them_for_the_next_run(ground: Ground, core_engine: Engine) -> None:
    leave(ground, core_engine, HANAKO, TARO)
    relay = Relay()
    relay.down = True
    assert send(ground, core_engine, relay) == Sent(0, 1)
    assert waiting(core_engine) == [0, 1]
    relay.down = False
    assert send(ground, core_engine, relay) == Sent(2, 0)


def test_nobody_listens(ground: Ground, core_engine: Engine, leak_guard: LeakGuard) -> None:
    leak_guard.watch(HANAKO.recipient, "a mail address")
    leave(ground, core_engine, HANAKO)
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        nobody = SmtpTransport("127.0.0.1", held.getsockname()[1], "mykey@mail.example")
        assert send(ground, core_engine, nobody) == Sent(0, 1)
    assert waiting(core_engine) == [1]


def test_one_refused_address_keeps_no_other_from_leaving(ground: Ground, core_engine: Engine) -> None:
    leave(ground, core_engine, HANAKO)
    relay = Relay(refused=HANAKO.recipient)
    send(ground, core_engine, relay)
    leave(ground, core_engine, TARO)
    assert send(ground, core_engine, relay) == Sent(1, 1)
    assert relay.taken == [TARO.recipient]
    assert waiting(core_engine) == [2]


@pytest.mark.parametrize("case", ["seal", "text"])
def test_one_that_nobody_can_send_keeps_no_other_from_leaving(
    ground: Ground, core_engine: Engine, case: str
) -> None:
    leave(ground, core_engine, Mail(HANAKO.recipient, "two\nlines" if case == "text" else "件名", "本文"))
    if case == "seal":
        with Session(core_engine) as session, session.begin():
            session.execute(update(OutboxMail).values(mail_sealed=b"\0" * 4129))
    leave(ground, core_engine, TARO)
    relay = Relay()
    assert send(ground, core_engine, relay) == Sent(1, 1)
    assert relay.taken == [TARO.recipient]


def test_a_mail_about_a_look_up_waits_for_the_morning_in_japan(
    ground: Ground, core_engine: Engine, clock: MovingClock
) -> None:
    leave(ground, core_engine, HANAKO, not_before=date(2026, 4, 7))
    relay = Relay()
    assert send(ground, core_engine, relay) == Sent(0, 0)
    clock.advance(hours=13, minutes=59)  # 23:59 in Japan
    assert send(ground, core_engine, relay) == Sent(0, 0)
    clock.advance(minutes=1)
    assert send(ground, core_engine, relay) == Sent(1, 0)


def test_two_at_once_send_each_mail_once(ground: Ground, core_engine: Engine) -> None:
    leave(ground, core_engine, *(Mail(f"p{number}@mail.example", "件名", "本文") for number in range(12)))
    relay, together = Relay(), threading.Barrier(2)

    def run() -> None:
        together.wait()
        send(ground, core_engine, relay)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(relay.taken) == len(set(relay.taken)) == 12
    assert waiting(core_engine) == []

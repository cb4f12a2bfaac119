from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from mykey.crypto.sealed_values import SealBroken, ValueTooLong
from mykey.kernel.ports import Mail
from mykey.models.outbox import OUTBOX_MAIL, OutboxMail
from mykey.services.ground import Ground
from mykey.services.leave_mail import leave_mail
from mykey.services.work import Work
from tests.support.dump import dump
from tests.support.leak_guard import LeakGuard

MAIL = Mail("hanako@mail.example", "マイキーIDのお知らせ", "登録が済みました。\n")


def test_it_waits_sealed(work: Work, ground: Ground, database_url: str, leak_guard: LeakGuard) -> None:
    leave_mail(work, MAIL)
    work.session.commit()
    row = work.session.scalars(select(OutboxMail)).one()
    assert ground.keys.open_sealed(OUTBOX_MAIL, row.id, row.mail_sealed) == {
        "recipient": MAIL.recipient,
        "subject": MAIL.subject,
        "text": MAIL.text,
    }
    assert (row.attempts, row.not_before) == (0, None)
    leak_guard.watch(MAIL.recipient, "a mail address")
    leak_guard.watch(MAIL.subject, "a subject")
    leak_guard.look_into("the dump", dump(database_url))


def test_it_goes_with_what_it_tells_about(work: Work) -> None:
    leave_mail(work, MAIL)
    work.session.rollback()
    assert work.session.scalars(select(OutboxMail)).all() == []


def test_it_may_have_to_wait_for_a_day(work: Work) -> None:
    leave_mail(work, MAIL, date(2026, 4, 7))
    work.session.commit()
    assert work.session.scalars(select(OutboxMail)).one().not_before == date(2026, 4, 7)


def test_mails_of_any_length_look_alike(work: Work) -> None:
    leave_mail(work, MAIL)
    leave_mail(work, Mail("a@b.example", "", "文" * 900))
    work.session.commit()
    assert {len(row.mail_sealed) for row in work.session.scalars(select(OutboxMail))} == {
        OUTBOX_MAIL.stored_bytes
    }


def test_a_mail_opens_in_its_own_row_alone(work: Work, ground: Ground) -> None:
    leave_mail(work, MAIL)
    leave_mail(work, Mail("taro@mail.example", "別", "別"))
    work.session.commit()
    one, other = work.session.scalars(select(OutboxMail)).all()
    with pytest.raises(SealBroken):
        ground.keys.open_sealed(OUTBOX_MAIL, one.id, other.mail_sealed)


def test_a_mail_that_does_not_fit_is_our_fault_and_says_no_word_of_it(work: Work) -> None:
    with pytest.raises(ValueTooLong) as refused:
        leave_mail(work, Mail(MAIL.recipient, MAIL.subject, "文" * 2000))
    assert MAIL.recipient not in str(refused.value) + repr(refused.value.facts)
    assert MAIL.recipient not in repr(MAIL)

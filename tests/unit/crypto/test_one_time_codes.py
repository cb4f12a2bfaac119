from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

from mykey.crypto.one_time_codes import code_at, new_totp_secret, provisioning_uri, verify_totp

NOW = datetime(2026, 11, 21, 9, 0, 0, tzinfo=UTC)
SECRET = new_totp_secret(os.urandom)


def test_the_present_code_is_accepted_once() -> None:
    step = verify_totp(SECRET, code_at(SECRET, NOW), NOW, last_step=0)
    assert step is not None
    assert verify_totp(SECRET, code_at(SECRET, NOW), NOW, last_step=step) is None


def test_a_clock_half_a_minute_off_is_accepted_and_a_minute_off_is_not() -> None:
    for seconds, accepted in ((-30, True), (30, True), (-61, False), (61, False)):
        code = code_at(SECRET, NOW + timedelta(seconds=seconds))
        assert (verify_totp(SECRET, code, NOW, last_step=0) is not None) is accepted


def test_an_earlier_code_is_worth_nothing_after_a_later_one() -> None:
    earlier = code_at(SECRET, NOW)
    later_step = verify_totp(SECRET, code_at(SECRET, NOW + timedelta(seconds=30)), NOW, last_step=0)
    assert later_step is not None
    assert verify_totp(SECRET, earlier, NOW, last_step=later_step) is None


def test_what_is_no_code_is_refused() -> None:
    for text in ("", "12345", "abcdef", "１２３４５６", code_at(SECRET, NOW) + "0"):
        assert verify_totp(SECRET, text, NOW, last_step=0) is None


def test_the_uri_names_login_and_issuer() -> None:
    assert provisioning_uri(SECRET, "kawasaki", "MyKey").startswith("otpauth://totp/MyKey:kawasaki?")

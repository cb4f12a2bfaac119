from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from mykey.web.request_logs import ALLOWED_FIELDS, log
from tests.support.leak_guard import LeakGuard
from tests.support.watched_logs import logs_of

MAIL = "hanako@mail.example"


Capture = pytest.CaptureFixture[str]


def lines(capsys: Capture) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_an_event_is_one_line_of_json(capsys: Capture) -> None:
    with logs_of("portal"):
        log("request", face="portal", endpoint="portal_home.home", status=200, duration_ms=3)
    assert lines(capsys) == [
        {
            "event": "request",
            "face": "portal",
            "endpoint": "portal_home.home",
            "status": 200,
            "duration_ms": 3,
            "level": "info",
        }
    ]


def test_what_is_not_on_the_list_does_not_leave(capsys: Capture) -> None:
    with logs_of("portal"):
        log("request", status=200, mykey_id="AB12CD34", path="/x?state=abc", address="192.0.2.1", user=MAIL)
    assert lines(capsys) == [{"event": "request", "status": 200, "level": "info"}]


def test_the_list_names_no_person_no_address_and_no_url() -> None:
    assert not ALLOWED_FIELDS & {
        "path", "url", "query", "remote_addr", "address", "user_agent", "user", "citizen", "terminal",
        "mykey_id", "number", "serial", "mail", "referer", "request_id", "timestamp",
    }  # fmt: skip


def test_foreign_records_carry_no_text(capsys: Capture) -> None:
    with logs_of("portal"):
        logging.getLogger("library.of.others").warning("cannot send to %s", MAIL)
        try:
            raise ValueError(MAIL)
        except ValueError:
            logging.getLogger("library.of.others").exception("while sending to %s", MAIL)
    assert lines(capsys) == [
        {"event": "foreign-warning", "face": "portal", "where": "library.of.others", "level": "info"},
        {
            "event": "foreign-error",
            "face": "portal",
            "where": "library.of.others",
            "error": "ValueError",
            "level": "info",
        },
    ]


def test_what_others_chat_about_is_dropped(capsys: Capture) -> None:
    with logs_of("portal"):
        logging.getLogger("library.of.others").info("sent to %s", MAIL)
    assert lines(capsys) == []


def test_a_malformed_record_breaks_nothing(capsys: Capture) -> None:
    with logs_of("portal"):
        logging.getLogger("library.of.others").warning("%d", MAIL)
        logging.getLogger("library.of.others").warning("no exception", exc_info=(None, None, None))
    assert [line["event"] for line in lines(capsys)] == ["foreign-warning"] * 2


def test_the_guard_would_have_heard(leak_guard: LeakGuard) -> None:
    """The test of the test: without our handler the text is there to be found."""
    guard = LeakGuard()
    guard.watch(MAIL, "a mail address")
    with guard.listening():
        logging.getLogger("library.of.others").warning("cannot send to %s", MAIL)
    assert [leak.what for leak in guard.leaks()] == ["a mail address"]
    assert leak_guard.leaks() == []

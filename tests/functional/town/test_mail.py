from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.support.moving_clock import MovingClock
from town.errors import PortBusy
from town.mail.app import create_app
from town.mail.mailbox import Mailbox
from town.mail.sink import mail_sink


@pytest.fixture
def client(home: Path, clock: MovingClock) -> FlaskClient:
    return create_app(home, clock).test_client()


@pytest.fixture
def smtp(home: Path, clock: MovingClock) -> Iterator[smtplib.SMTP]:
    with (
        mail_sink(Mailbox(home), 0, clock) as port,
        smtplib.SMTP("127.0.0.1", port, timeout=10) as connection,
    ):
        yield connection


def mail(subject: str, text: str, to: str = "hanako@town.invalid") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "mykey@platform.invalid"
    message["To"] = to
    message["Subject"] = subject
    message.set_content(text)
    return message


def test_a_mail_arrives_with_japanese_subject_and_text(
    smtp: smtplib.SMTP, client: FlaskClient, clock: MovingClock
) -> None:
    smtp.send_message(mail("連携のお知らせ", "図書館の番号を連携しました。"))

    assert client.get("/mails.json").json == [
        {
            "to": "hanako@town.invalid",
            "from": "mykey@platform.invalid",
            "subject": "連携のお知らせ",
            "text": "図書館の番号を連携しました。\n",
            "received": clock().strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
    ]


def test_the_newest_mail_stands_first_and_each_recipient_has_one(
    smtp: smtplib.SMTP, client: FlaskClient
) -> None:
    smtp.send_message(mail("first", "one"))
    smtp.send_message(mail("second", "two", to="a@town.invalid, b@town.invalid"))
    mails = client.get("/mails.json").json
    assert mails is not None

    assert [(one["subject"], one["to"]) for one in mails] == [
        ("second", "b@town.invalid"),
        ("second", "a@town.invalid"),
        ("first", "hanako@town.invalid"),
    ]


def test_the_page_escapes_everything_and_may_load_nothing(smtp: smtplib.SMTP, client: FlaskClient) -> None:
    smtp.send_message(mail("<script>alert(1)</script>", '<img src="x" onerror="alert(2)">'))
    page = client.get("/")

    assert "<script" not in page.text
    assert "<img" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'nonce-")
    assert "unsafe" not in policy
    assert policy != client.get("/").headers["Content-Security-Policy"]


def test_the_page_speaks_japanese_and_english_by_switch(client: FlaskClient) -> None:
    assert '<html lang="ja">' in client.get("/").text
    assert "メールはまだありません。" in client.get("/").text
    assert "There is no mail yet." in client.get("/?lang=en").text


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no header at all",
        b"Subject: =?nowhere?B?///?=\r\n\r\nx",
        b"Content-Type: text/plain; charset=nowhere\r\n\r\n\xff\xfe",
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n",
        b"Content-Type: image/png\r\n\r\n\x89PNG",
    ],
)
def test_no_mail_is_refused_whatever_its_bytes_are(
    home: Path, client: FlaskClient, clock: MovingClock, content: bytes
) -> None:
    Mailbox(home).receive("", ["hanako@town.invalid"], content, clock())

    mails = client.get("/mails.json").json
    assert mails is not None
    assert len(mails) == 1
    assert client.get("/").status_code == 200


def test_mails_lie_in_a_file_for_their_owner_alone(home: Path) -> None:
    Mailbox(home)

    assert (home / "mails.sqlite").stat().st_mode & 0o777 == 0o600


def test_a_busy_smtp_port_is_named(home: Path, clock: MovingClock) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortBusy, match=str(port)), mail_sink(Mailbox(home), port, clock):
            pytest.fail("the port is taken")


def test_the_sink_ends_while_a_client_still_talks(home: Path, clock: MovingClock) -> None:
    with mail_sink(Mailbox(home), 0, clock) as port:
        client = socket.create_connection(("127.0.0.1", port), timeout=10)
        assert client.recv(100).startswith(b"220 ")
    with client:
        assert client.recv(100) == b""

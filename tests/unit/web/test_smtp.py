from __future__ import annotations

import email
import socket
from email.message import EmailMessage
from email.policy import default

import pytest

from mykey.kernel.ports import Mail
from mykey.web.smtp import SmtpTransport
from tests.support.scripted_server import Script, scripted_server, unused_port

MAIL = Mail("hanako@mail.example", "マイキーIDのお知らせ", "登録が済みました。\n.\n最初の行が点だけの文。\n")


def relay(refuse: str = "") -> Script:
    """A relay that takes mail, but for the command that it is told to refuse."""

    def script(connection: socket.socket) -> bytes:
        lines = connection.makefile("rwb", buffering=0)
        lines.write(b"220 relay.example\r\n")
        mail = b""
        for line in lines:
            word = line[:4].strip().upper().decode()
            if word == refuse:
                lines.write(b"550 no\r\n")
            elif word == "DATA":
                lines.write(b"354 go on\r\n")
                while (line := lines.readline()) != b".\r\n":
                    mail += line.removeprefix(b".") if line.startswith(b"..") else line
                lines.write(b"550 no\r\n" if refuse == "MAIL-TEXT" else b"250 taken\r\n")
            elif word == "QUIT":
                lines.write(b"221 bye\r\n")
                break
            else:
                lines.write(b"250 ok\r\n")
        return mail

    return script


def send(script: Script, mail: Mail = MAIL) -> EmailMessage:
    with scripted_server(script) as server:
        SmtpTransport("127.0.0.1", server.port, "mykey@example.jp").send(mail)
    message = email.message_from_bytes(server.heard[0], policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_the_mail_arrives_as_it_was_written() -> None:
    message = send(relay())
    assert (message["To"], message["From"]) == (MAIL.recipient, "mykey@example.jp")
    assert message["Subject"] == MAIL.subject
    assert message.get_content_type() == "text/plain"
    assert message.get_content().replace("\r\n", "\n") == MAIL.text


@pytest.mark.parametrize("refuse", ["EHLO", "MAIL", "RCPT", "DATA", "MAIL-TEXT"])
def test_what_the_relay_refuses_is_an_oserror(refuse: str) -> None:
    """`EHLO` alone may be refused: an old relay is greeted with HELO."""
    if refuse == "EHLO":
        assert send(relay(refuse))["Subject"] == MAIL.subject
        return
    with pytest.raises(OSError), scripted_server(relay(refuse)) as server:  # noqa: PT011 - smtplib's many errors are such
        SmtpTransport("127.0.0.1", server.port, "mykey@example.jp").send(MAIL)


def at_once_gone(_connection: socket.socket) -> bytes:
    return b""


def garbage(connection: socket.socket) -> bytes:
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    return connection.recv(1)


def silent(connection: socket.socket) -> bytes:
    return connection.recv(1)


def endless_line(connection: socket.socket) -> bytes:
    while True:
        connection.sendall(b"2" * 4096)


@pytest.mark.parametrize("script", [at_once_gone, garbage, silent, endless_line])
def test_a_relay_that_does_not_speak_is_an_oserror(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mykey.web.smtp.TIMEOUT_SECONDS", 0.2)
    with scripted_server(script) as server, pytest.raises(OSError):  # noqa: PT011 - as above
        SmtpTransport("127.0.0.1", server.port, "mykey@example.jp").send(MAIL)


def test_nobody_there_is_an_oserror() -> None:
    with pytest.raises(OSError):  # noqa: PT011 - as above
        SmtpTransport("127.0.0.1", unused_port(), "mykey@example.jp").send(MAIL)


@pytest.mark.parametrize(
    "mail",
    [
        Mail("a@b.example\nBcc: c@d.example", "s", "t"),
        Mail("a@b.example", "s\r\nBcc: c@d.example", "t"),
        Mail("a@b.example, c@d.example", "s", "t"),
        Mail("", "s", "t"),
        Mail("not an address", "s", "t"),
    ],
    ids=repr,
)
def test_no_second_recipient_is_smuggled_in(mail: Mail) -> None:
    with scripted_server(relay()) as server, pytest.raises((OSError, ValueError)):
        SmtpTransport("127.0.0.1", server.port, "mykey@example.jp").send(mail)
    assert server.heard in ([], [b""])

"""Mail over SMTP to the relay of the settings. Text only; the language is the text's own."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage

from mykey.kernel.ports import Mail

__all__ = ["SmtpTransport"]

TIMEOUT_SECONDS = 10.0


class SmtpTransport:
    """Implements `mykey.kernel.ports.MailTransport`."""

    def __init__(self, host: str, port: int, sender: str) -> None:
        self._host = host
        self._port = port
        self._sender = sender

    def send(self, mail: Mail) -> None:
        """Hand one mail to the relay. Raises `OSError` when it is not taken (smtplib's errors are such)."""
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = mail.recipient
        message["Subject"] = mail.subject
        message.set_content(mail.text)
        with smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_SECONDS) as relay:
            relay.send_message(message)

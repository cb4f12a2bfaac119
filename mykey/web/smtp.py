"""Mail over SMTP to the relay of the settings. Text only; the language is the text's own."""

from __future__ import annotations

import smtplib
from email.errors import HeaderParseError
from email.headerregistry import Address
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
        """Hand one mail to the relay.

        Raises:
            OSError: it is not taken (smtplib's errors are such).
            ValueError: the recipient is not one address, or a header would have two lines.
        """
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = _one_address(mail.recipient)
        message["Subject"] = mail.subject
        message.set_content(mail.text)
        with smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_SECONDS) as relay:
            relay.send_message(message, to_addrs=[mail.recipient])


def _one_address(recipient: str) -> Address:
    """As a string, "a@example.jp, b@example.jp" would be two recipients."""
    try:
        return Address(addr_spec=recipient)
    except (HeaderParseError, ValueError, IndexError):
        raise ValueError from None

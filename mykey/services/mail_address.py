"""A citizen's or contact's mail address, as typed."""

from __future__ import annotations

from mykey.kernel.mail_addresses import MAIL_LIMIT, mail_address_of
from mykey.kernel.refusals_of_citizens import MailMalformed

__all__ = ["MAIL_LIMIT", "read_mail_address"]


def read_mail_address(typed: str) -> str:
    """The address behind what was typed. Whether mail arrives there is not known.

    Raises:
        MailMalformed: not an address (`kernel.mail_addresses`).
    """
    address = mail_address_of(typed)
    if address is None:
        raise MailMalformed
    return address

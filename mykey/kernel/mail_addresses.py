"""A mail address as people type it: full-width characters and stray spaces are understood."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["MAIL_LIMIT", "mail_address_of"]

MAIL_LIMIT = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets

# Dots at the edge or doubled are against RFC 5321, but Japanese carriers gave such addresses.
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)


def mail_address_of(typed: str) -> str | None:
    """The address behind what was typed; None where it is not of RFC 5321's form.

    Line breaks, quotes and addresses without a dot are none. Whether mail arrives there is not known.
    """
    address = unicodedata.normalize("NFKC", typed).strip()
    if len(address) > MAIL_LIMIT or _ADDRESS.fullmatch(address) is None:
        return None
    return address

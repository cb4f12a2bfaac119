"""The operator takes a company in, or changes what is known of it: names, addresses, its key.

Its addresses are called by this side, so they are https; http is taken on the loopback address alone, where
the demo's company is. Only the operator gives them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mykey.crypto.request_keys import DevicePublicKey, PublicKeyMalformed
from mykey.kernel.randomness import random_id
from mykey.kernel.settings import is_loopback
from mykey.points.ground import PointsWork
from mykey.points.models.partners import CLIENT_SECRET, Partner, PartnerState
from mykey.points.names import clean_name, name_fault
from mykey.points.refusals_of_partners import PartnerDetailsInvalid

__all__ = ["LinkTyped", "PartnerTyped", "add_partner", "keep_typed"]

LONGEST_NAME = 60
LONGEST_ABOUT = 200
LONGEST_ADDRESS = 300
LONGEST_CLIENT_NAME = 100
LONGEST_SECRET = 200
_VISIBLE = re.compile("[!-~]+")


@dataclass(frozen=True)
class LinkTyped:
    """Where and as whom citizens are sent for an ID link. An empty secret on an edit: the old one stays."""

    authorize_url: str
    token_url: str
    redeem_url: str
    client_name: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True)
class PartnerTyped:
    """What the operator gives. `key` is a JWK's text or its `x` alone (base64url); empty: none."""

    name: str
    about: str
    key: str = ""
    link: LinkTyped | None = None
    notice_url: str = ""
    takes_coupons: bool = False


def add_partner(work: PointsWork, typed: PartnerTyped) -> UUID:
    """Keep the company, open, and give its id.

    Raises:
        PartnerDetailsInvalid: `partner_name` (text-…, `name-taken`), `partner_about` (text-…), `partner_key`
            (`key-malformed`, `key-taken`, `key-missing`: a link and coupons need one), `authorize_url`,
            `token_url`, `redeem_url`, `notice_url` (`address-refused`), `client_name`, `client_secret`
            (`text-missing`, `text-characters`).
    """
    partner = Partner(partner_id=random_id(work.random_bytes), partner_state=PartnerState.OPEN)
    partner_id = partner.partner_id
    keep_typed(work, partner, typed)
    return partner_id


def keep_typed(work: PointsWork, partner: Partner, typed: PartnerTyped) -> None:
    """Write what was typed into a row, new or under lock. Raises `PartnerDetailsInvalid`."""
    name, about = clean_name(typed.name), clean_name(typed.about)
    key, key_fault = _read_key(typed.key)
    had_secret = partner.client_secret_sealed is not None
    faults = {
        "partner_name": name_fault(name, LONGEST_NAME),
        "partner_about": name_fault(about, LONGEST_ABOUT),
        "partner_key": key_fault,
        "notice_url": _address_fault(typed.notice_url) if typed.notice_url else None,
        **(_link_faults(typed.link, had_secret=had_secret) if typed.link else {}),
    }
    if key is None and key_fault is None and (typed.link is not None or typed.takes_coupons):
        faults["partner_key"] = "key-missing"
    with work.session.no_autoflush:
        if not faults["partner_name"] and _taken(work, partner, partner_name=name):
            faults["partner_name"] = "name-taken"
        if key is not None and _taken(work, partner, partner_key=key):
            faults["partner_key"] = "key-taken"
    errors = [{"member": member, "reason": reason} for member, reason in faults.items() if reason]
    if errors:
        raise PartnerDetailsInvalid(errors=errors)
    partner.partner_name, partner.partner_about, partner.partner_key = name, about, key
    partner.notice_url = typed.notice_url or None
    partner.takes_coupons = typed.takes_coupons
    _keep_link(work, partner, typed.link)
    try:
        with work.session.begin_nested():
            work.session.add(partner)
    except IntegrityError:
        raise PartnerDetailsInvalid(errors=[{"member": "partner_name", "reason": "name-taken"}]) from None


def _keep_link(work: PointsWork, partner: Partner, link: LinkTyped | None) -> None:
    if link is None:
        partner.authorize_url = partner.token_url = partner.redeem_url = partner.client_name = None
        partner.client_secret_sealed = None
        return
    partner.authorize_url, partner.token_url = link.authorize_url, link.token_url
    partner.redeem_url, partner.client_name = link.redeem_url, link.client_name
    if link.client_secret:
        secret = work.keys.seal(CLIENT_SECRET, partner.partner_id, link.client_secret)
        partner.client_secret_sealed = secret


def _taken(work: PointsWork, partner: Partner, **values: object) -> bool:
    statement = select(Partner.partner_id).filter_by(**values).where(Partner.partner_id != partner.partner_id)
    return work.session.scalar(statement) is not None


def _link_faults(link: LinkTyped, *, had_secret: bool) -> dict[str, str | None]:
    return {
        "authorize_url": _address_fault(link.authorize_url),
        "token_url": _address_fault(link.token_url),
        "redeem_url": _address_fault(link.redeem_url),
        "client_name": _word_fault(link.client_name, LONGEST_CLIENT_NAME),
        "client_secret": None
        if had_secret and not link.client_secret
        else _word_fault(link.client_secret, LONGEST_SECRET),
    }


def _word_fault(text: str, longest: int) -> str | None:
    if not text:
        return "text-missing"
    if len(text) > longest:
        return "text-too-long"
    return None if _VISIBLE.fullmatch(text) else "text-characters"


def _address_fault(address: str) -> str | None:
    """It is https with a host, or http on the loopback address, with no name, query or fragment."""
    if not _VISIBLE.fullmatch(address) or len(address) > LONGEST_ADDRESS:
        return "address-refused"
    try:
        parts = urlsplit(address)
        _port = parts.port
    except ValueError:
        return "address-refused"
    safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(address))
    if not safe or not parts.hostname or "@" in parts.netloc or "#" in address or "?" in address:
        return "address-refused"
    return None


def _read_key(typed: str) -> tuple[bytes | None, str | None]:
    text = unicodedata.normalize("NFKC", typed[:1000]).strip()
    if not text:
        return None, None
    try:
        jwk = json.loads(text) if text.startswith("{") else {"kty": "OKP", "crv": "Ed25519", "x": text}
        return DevicePublicKey.raw_from_jwk(jwk), None
    except (ValueError, PublicKeyMalformed, RecursionError):
        return None, "key-malformed"

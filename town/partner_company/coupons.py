"""Campaign coupons: codes of 80 random bits, made here in the platform's published form and uploaded whole.

A batch is announced, then its codes are sent. Announced again it says whether it has them, so that what was
interrupted goes on where it stopped.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode

import qrcode
import qrcode.image.svg

from town.partner_company.books import Books
from town.partner_company.contract import Contract
from town.partner_company.platform import Platform

__all__ = [
    "Batch",
    "Coupon",
    "has_batch",
    "list_batches",
    "make_and_send",
    "qr_image",
    "see_coupon",
    "unused",
]

#: the platform's word for a batch whose codes have not come
NO_CODES = "announced"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHARACTERS = 16
BATCH_SIZE = 20
COUPON_POINTS = 500
GOOD_DAYS = 180


@dataclass(frozen=True)
class Batch:
    """Coupons handed out together. `told`: how many the platform has told as redeemed."""

    name: str
    points: int
    ends_on: date
    is_sent: bool
    told: int


@dataclass(frozen=True)
class Coupon:
    """One code, in groups of four as it is printed. `link` opens the points site with it."""

    batch: str
    number: int
    code: str = field(repr=False)
    link: str = field(repr=False)


def make_and_send(books: Books, platform: Platform, today: date) -> None:
    """Send a new batch of codes, or the one that was not sent wholly.

    Raises:
        PlatformSilent, PlatformSaidNo: what was made is kept, and sent next time.
    """
    batch = _unsent(books) or _make(books, today)
    told = {"batch": batch.name, "points": batch.points, "ends_on": batch.ends_on.isoformat()}
    known = platform.call("POST", "/v1/coupon-batches", told)
    if known["state"] == NO_CODES:
        codes = books.rows("SELECT code FROM coupons WHERE batch = ? ORDER BY number", batch.name)
        lines = "".join(f"{row['code']}\n" for row in codes)
        platform.call("PUT", f"/v1/coupon-batches/{known['batch_id']}/codes", text=lines)
    with books.transaction() as at:
        at.execute("UPDATE batches SET sent = 1 WHERE name = ?", (batch.name,))


def has_batch(books: Books) -> bool:
    """Whether a batch was sent wholly."""
    return any(batch.is_sent for batch in list_batches(books))


def list_batches(books: Books) -> list[Batch]:
    """All batches, newest first."""
    rows = books.rows(
        "SELECT *, (SELECT COUNT(told_on) FROM coupons WHERE batch = name) AS told FROM batches"
        " ORDER BY rowid DESC"
    )
    return [
        Batch(row["name"], row["points"], date.fromisoformat(row["ends_on"]), bool(row["sent"]), row["told"])
        for row in rows
    ]


def unused(books: Books, contract: Contract, most: int) -> list[Coupon]:
    """The first codes of sent batches of which the platform has not told that they were redeemed."""
    rows = books.rows(
        "SELECT batch, number, code FROM coupons JOIN batches ON batch = name"
        " WHERE told_on IS NULL AND sent = 1 ORDER BY batch, number LIMIT ?",
        most,
    )
    return [_coupon(contract, row["batch"], row["number"], row["code"]) for row in rows]


def see_coupon(books: Books, contract: Contract, batch: str, number: int) -> Coupon | None:
    """One coupon, by its place in the list."""
    row = books.row("SELECT code FROM coupons WHERE batch = ? AND number = ?", batch, number)
    return None if row is None else _coupon(contract, batch, number, row["code"])


def qr_image(coupon: Coupon) -> bytes:
    """The link as a QR code, an SVG picture."""
    made = qrcode.QRCode(image_factory=qrcode.image.svg.SvgPathFillImage, box_size=16, border=4)
    made.add_data(coupon.link)
    picture: bytes = made.make_image().to_string()
    return picture


def _coupon(contract: Contract, batch: str, number: int, code: str) -> Coupon:
    link = f"{contract.points_url}coupons?{urlencode({'code': code})}"
    return Coupon(batch, number, "-".join(re.findall("....", code)), link)


def _unsent(books: Books) -> Batch | None:
    return next((batch for batch in list_batches(books) if not batch.is_sent), None)


def _make(books: Books, today: date) -> Batch:
    number = len(list_batches(books)) + 1
    batch = Batch(
        f"minami-{number:03}", COUPON_POINTS, today + timedelta(days=GOOD_DAYS), is_sent=False, told=0
    )
    with books.transaction() as at:
        at.execute(
            "INSERT INTO batches (name, points, ends_on) VALUES (?, ?, ?)",
            (batch.name, batch.points, batch.ends_on.isoformat()),
        )
        at.executemany(
            "INSERT INTO coupons (batch, number, code) VALUES (?, ?, ?)",
            [
                (batch.name, place, "".join(secrets.choice(ALPHABET) for _ in range(CHARACTERS)))
                for place in range(1, BATCH_SIZE + 1)
            ],
        )
    return batch

"""A company sends a batch of a million coupon codes: from the whole request to the answer, on PostgreSQL.

Through the face's view: signature, digest, a line a code, keyed hashes, one transaction. Each round sends
other codes, into a table that holds those of the rounds before; one of them is found at its end.
"""

from __future__ import annotations

import base64
import os
import time

from bench.bench_cluster import bench_cluster
from bench.figures import Figure, limit_figure
from mykey.kernel.clock import system_clock
from mykey.points.acts.partners.find_coupon import find_coupon
from mykey.points.migrate import upgrade
from tests.support.partner_side import Company, PartnerClient, open_points_partners
from tests.support.points_ground import PointsTown

__all__ = ["measure"]

CODES = 1_000_000
ROUNDS = 3
GOAL_SECONDS = 60.0
CODE_BYTES = 10
LENGTH = 16
LAST_DAY = "2099-12-31"
#: RFC 4648's Base32 to Crockford's: quick to make, and as random.
CROCKFORD = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ")


def measure() -> list[Figure]:
    """`coupon_upload_seconds`."""
    with bench_cluster("coupons") as (_directory, url):
        upgrade(url)
        town = PointsTown.on(url, system_clock)
        with open_points_partners(url, town) as app:
            client = Company.of(town).client(app)
            seconds = [_upload(town, client, f"round {number}") for number in range(ROUNDS)]
        town.engine.dispose()
    return [limit_figure("coupon_upload_seconds", seconds, GOAL_SECONDS, "s")]


def _upload(town: PointsTown, client: PartnerClient, batch: str, count: int = CODES) -> float:
    sent = _codes(count)
    batch_id = client.announce(batch, ends_on=LAST_DAY)
    path = f"/v1/coupon-batches/{batch_id}/codes"
    headers = client.signed_headers("PUT", path, sent, {"Content-Type": "text/plain"})
    began = time.monotonic()
    answer = client.send_as_is("PUT", path, sent, headers)
    took = time.monotonic() - began
    if answer.status_code != 200 or answer.get_json() != {"codes": count}:  # noqa: PLR2004 - HTTP's yes
        raise RuntimeError(answer.text)
    town.do(lambda work: find_coupon(work, sent[-LENGTH - 1 :].decode()))
    return took


def _codes(count: int) -> bytes:
    """Random codes, a line each."""
    drawn = base64.b32encode(os.urandom(CODE_BYTES * count)).translate(CROCKFORD)
    return b"".join(drawn[place : place + LENGTH] + b"\n" for place in range(0, len(drawn), LENGTH))

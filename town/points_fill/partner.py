"""The demo's partner company joins: the operator is told its key and addresses, the company its number.

Where the demo is started on other ports, both sides are told the new addresses.
"""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Protocol

import requests

from town.embedded.layout import Layout
from town.fill.private_files import write_private_json
from town.partner_company.contract import company_key, public_key_text

__all__ = ["CompanyRefused", "contract_path", "follow_addresses", "join", "send_first_coupons"]

CLIENT_NAME = "mykey-points"
NAME = "みなみ電力"
ABOUT = "電気料金でたまる、みなみ電力ポイント"
#: 1,000 of the company's become 1,000 points
RATE = ("--rate", "1000:1000", "--least", "1000", "--step", "500", "--most", "50000")
SECRET_BYTES = 32
TIMEOUT_SECONDS = 60
SEE_OTHER = 303


class Run(Protocol):
    """One command of `mykey-points`."""

    def __call__(self, *words: str, typed: str = "") -> str:
        """What it printed."""


class CompanyRefused(Exception):
    """The company could not upload its coupons."""

    def __str__(self) -> str:
        """The sentence for whoever starts the demo."""
        return "The partner company could not upload its coupons."


def contract_path(layout: Layout) -> Path:
    """The company's contract; the company alone reads it."""
    return layout.partner / "contract.json"


def join(layout: Layout, run: Run) -> str:
    """Take the company in, with a rate, and give it its contract. Its number, for whoever looks it up."""
    for book in layout.partner.glob("company.sqlite*"):
        book.unlink()  # of a filling that was not finished
    secret = secrets.token_urlsafe(SECRET_BYTES)
    # In one word: a key may begin with a hyphen and would pass for an option.
    key = f"--key={public_key_text(company_key(layout.partner))}"
    words = (
        *("partner", "add", NAME, "--about", ABOUT, key),
        *("--client", CLIENT_NAME, *_addresses(layout), "--coupons", *RATE),
    )
    partner_id = run(*words, typed=f"{secret}\n")
    write_private_json(
        contract_path(layout),
        {"partner_id": partner_id, "client_name": CLIENT_NAME, "client_secret": secret} | _ours(layout),
    )
    return partner_id


def follow_addresses(layout: Layout, run: Run) -> None:
    """Tell both sides where the other is, unless it is where it was."""
    contract = json.loads(contract_path(layout).read_text(encoding="utf-8"))
    if contract == contract | _ours(layout):
        return
    run("partner", "addresses", contract["partner_id"], *_addresses(layout))
    write_private_json(contract_path(layout), contract | _ours(layout))


def send_first_coupons(layout: Layout) -> None:
    """Press the company's button, which does nothing where there are coupons already.

    Raises:
        CompanyRefused: it could not.
    """
    origin = layout.origin("partner")
    http = requests.Session()
    http.trust_env = False
    try:
        answer = http.post(
            f"{origin}/staff/batches",
            data={"first": "yes"},
            headers={"Origin": origin},
            timeout=TIMEOUT_SECONDS,
            allow_redirects=False,
        )
    except requests.RequestException:
        raise CompanyRefused from None
    if answer.status_code != SEE_OTHER:
        raise CompanyRefused


def _addresses(layout: Layout) -> tuple[str, ...]:
    origin = layout.origin("partner")
    return (
        *("--authorize-url", f"{origin}/authorize", "--token-url", f"{origin}/token"),
        *("--redeem-url", f"{origin}/exchanges", "--notice-url", f"{origin}/notices"),
    )


def _ours(layout: Layout) -> dict[str, str]:
    return {"points_url": layout.address("points"), "api_origin": layout.origin("points-partners")}

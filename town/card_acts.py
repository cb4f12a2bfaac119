"""`python -m town card …`: what happens to a card in its life, as acts at the municipal counter.

Nothing printed holds a PIN or a serial, so a tester may paste it anywhere.
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import TextIO

from town.authority.card_files import PKCS12_PASSWORD, write_card_files
from town.authority.certificates import SEXES
from town.authority.keys import KEY_TYPES
from town.authority.lists import RevocationReason
from town.authority.names import GENERATIONS, KINDS
from town.authority.office import DEMO_ADDRESS, DEMO_MUNICIPALITY, CardOffice

__all__ = ["add_card_acts"]

REASONS = {reason.name.lower().replace("_", "-"): reason for reason in RevocationReason}
REASONS_OF_LOSS = ("certificate-hold", "key-compromise")


def add_card_acts(parser: argparse.ArgumentParser) -> None:
    """Add every act as a sub-command. Each sets `act(office, asked, out)`."""
    acts = parser.add_subparsers(dest="card_act", required=True)
    _add_issue(acts)
    renew = _add(acts, "renew", _renew, "new certificates; the old ones are revoked, reason 4")
    renew.add_argument("--key-type", choices=KEY_TYPES, help="default: as before")
    renew.add_argument("--generation", type=int, choices=GENERATIONS, default=2)
    move = _add(acts, "move-house", _move_house, "new signing certificate; the old one is revoked, reason 3")
    move.add_argument("--to", metavar="PREFECTURE/CITY", help="default: within the municipality")
    move.add_argument("--address", help="default: as before")
    lose = _add(acts, "lose", _lose, "both certificates are revoked")
    lose.add_argument("--reason", choices=REASONS_OF_LOSS, default=REASONS_OF_LOSS[0])
    revoke = _add(acts, "revoke", _revoke, "revoke at the holder's request")
    revoke.add_argument("--certificate", choices=(*KINDS, "both"), default="both")
    revoke.add_argument("--reason", choices=sorted(REASONS), default="cessation-of-operation")
    _add(acts, "expire", _expire, "same serials, validity in the past")
    _add(acts, "unlock", _unlock, "all tries again for PIN and signing password")
    write = _add(acts, "write", _write, "write certificates and keys to files")
    write.add_argument("directory", type=Path, metavar="DIR")
    write.add_argument(
        "--password", default=PKCS12_PASSWORD, help=f"of the .p12 (default: {PKCS12_PASSWORD})"
    )
    listing = acts.add_parser("list", help="all cards")
    listing.add_argument("--json", action="store_true", help="for programs")
    listing.set_defaults(act=_list)


def _add(
    acts: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    act: object,
    help_text: str,
) -> argparse.ArgumentParser:
    parser = acts.add_parser(name, help=help_text)
    parser.add_argument("name", help="the card's short name")
    parser.set_defaults(act=act)
    return parser


def _add_issue(acts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    issue = _add(acts, "issue", _issue, "a new card")
    issue.add_argument("--holder", required=True, help="family and given name, split by U+3000")
    issue.add_argument("--municipality", default=DEMO_MUNICIPALITY, metavar="PREFECTURE/CITY")
    issue.add_argument("--address", default=DEMO_ADDRESS)
    issue.add_argument("--born", type=date.fromisoformat, metavar="YYYY-MM-DD")
    issue.add_argument("--sex", choices=tuple(SEXES), default="unknown")
    issue.add_argument("--key-type", choices=KEY_TYPES, default="rsa2048")
    issue.add_argument("--generation", type=int, choices=GENERATIONS, default=2)
    issue.add_argument("--under-15", action="store_true", help="no signing certificate")
    issue.add_argument("--pin", default="1234")
    issue.add_argument("--signing-password", default="ABC123")
    issue.add_argument("--note", default="", help="for the tester; not on the card")


def _issue(office: CardOffice, asked: argparse.Namespace, out: TextIO) -> None:
    office.issue(
        name=asked.name,
        holder=asked.holder,
        municipality=asked.municipality,
        address=asked.address,
        born=asked.born,
        sex=asked.sex,
        key_type=asked.key_type,
        generation=asked.generation,
        under_15=asked.under_15,
        pin=asked.pin,
        signing_password=asked.signing_password,
        note=asked.note,
    )
    print(f"{asked.name}: issued", file=out)


def _renew(office: CardOffice, asked: argparse.Namespace, out: TextIO) -> None:
    office.renew(asked.name, key_type=asked.key_type, generation=asked.generation)
    print(f"{asked.name}: renewed, old certificates revoked as superseded", file=out)


def _move_house(office: CardOffice, asked: argparse.Namespace, out: TextIO) -> None:
    before = office.card(asked.name).signing_certificate
    after = office.move_house(asked.name, municipality=asked.to, address=asked.address).signing_certificate
    said = "the card has no signing certificate in force" if before == after else "new signing certificate"
    print(f"{asked.name}: moved, {said}", file=out)


def _lose(office: CardOffice, asked: argparse.Namespace, out: TextIO) -> None:
    office.lose(asked.name, reason=REASONS[asked.reason])
    print(f"{asked.name}: lost, certificates revoked", file=out)


def _revoke(office: CardOffice, asked: argparse.Namespace, out: TextIO) -> None:
    kinds = KINDS if asked.certificate == "both" else (asked.certificate,)
    office.revoke(asked.name, reason=REASONS[asked.reason], kinds=kinds)
    print(f"{asked.name}: revoked", file=out)


def _expire(office: CardOffice, asked: argparse.Namespace, out: TextIO) -> None:
    office.expire(asked.name)
    print(f"{asked.name}: expired", file=out)


def _unlock(office: CardOffice, asked: argparse.Namespace, out: TextIO) -> None:
    office.unlock(asked.name)
    print(f"{asked.name}: unlocked", file=out)


def _write(office: CardOffice, asked: argparse.Namespace, out: TextIO) -> None:
    for path in write_card_files(office, asked.name, asked.directory, asked.password):
        print(path, file=out)


def _list(office: CardOffice, asked: argparse.Namespace, out: TextIO) -> None:
    cards = [
        {
            "name": card.name,
            "holder": card.holder,
            "municipality": card.municipality,
            "key_type": card.key_type,
            "signing_certificate": card.signing is not None,
            "state": office.state(card.name),
            "tries_left": card.tries_left,
            "note": card.note,
        }
        for card in office.cards()
    ]
    if asked.json:
        print(json.dumps(cards, ensure_ascii=False, indent=2), file=out)
        return
    for card in cards:
        signing = "with signing certificate" if card["signing_certificate"] else "no signing certificate"
        tries = f"PIN tries left: {card['tries_left']}"
        columns = (
            card["name"],
            card["state"],
            card["key_type"],
            signing,
            tries,
            card["holder"],
            card["note"],
        )
        print("  ".join(str(column) for column in columns if column), file=out)

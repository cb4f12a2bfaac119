"""Fill a home, once and whole: an interrupted filling is taken up again where it can be, else done anew.

Four parts, each whole or not at all: the cards (one ledger transaction), the database (one transaction, its
secrets written to testers.json before it is committed), what then happens to cards (one ledger transaction),
the mark. A home with the mark keeps what it has; only addresses follow the ports of this start.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mykey.jobs.import_revocation_lists import import_revocation_lists
from mykey.kernel.clock import Clock, system_clock
from mykey.kernel.refusals_of_cards import RevocationUnknown
from mykey.models.officers import OfficerRole
from mykey.models.providers import Provider
from mykey.outside.revocation_lists import HttpRevocationLists
from mykey.services.create_officer import create_officer
from mykey.services.ground import Ground
from mykey.web.engines import make_engine
from town.authority.keys import KeySource, fresh_key
from town.authority.office import CardOffice
from town.embedded.layout import Layout
from town.fill.citizens import Registered, link_number, register
from town.fill.desks import open_desk
from town.fill.forms import IssuedTerminal, issue_first_form, submit_second_form
from town.fill.ground import Filling, one_transaction, open_ground
from town.fill.people import TESTERS, WALKERS, age_cards, issue_cards
from town.fill.private_files import write_private_json
from town.fill.providers import MUNICIPALITY_CODE, create_providers, library_number
from town.fill.settings import FillSettings, PlatformSettings
from town.fill.testers_file import (
    card_entry,
    refresh_addresses,
    terminal_entry,
    testers_path,
    write_all_card_files,
)

__all__ = ["HomeSpoiled", "fill"]

LIBRARY_ID = "000001"
STREET_ID = "000002"
FIRST_LINKED_NUMBER = 101
#: desk → its provider; terminals of points have none
DESKS = {
    "desk-library": LIBRARY_ID,
    "desk-shop": STREET_ID,
    "desk-shop-2": None,
    "desk-office": None,
    "desk-voucher": None,
}


class HomeSpoiled(Exception):
    """The home was filled, but its testers.json is gone: nobody knows the passwords any more."""

    def __str__(self) -> str:
        """What to do about it."""
        return "testers.json is missing in a home that was filled before. Start with --fresh."


def fill(
    settings: FillSettings,
    platform: PlatformSettings,
    clock: Clock = system_clock,
    key_source: KeySource = fresh_key,
) -> None:
    """Fill the home, or bring its addresses up to date. The authority must be running.

    Raises:
        HomeSpoiled: see there.
        RevocationUnknown, KeyRingRefused, TrustUnusable: the authority or the key ring is not as it must be.
    """
    layout = settings.layout
    mark = layout.town / "filled"
    if not mark.exists():
        with CardOffice(layout.town, clock=clock, key_source=key_source) as office:
            issue_cards(office)
            ground = open_ground(platform, clock)
            _import_lists(ground, platform)
            if not _database_filled(platform.database_url):
                with one_transaction(ground, platform.database_url) as filling:
                    write_private_json(testers_path(layout), _first_day(filling, office, layout))
            age_cards(office)
            write_all_card_files(office, layout.home)
            _import_lists(ground, platform)
    if not testers_path(layout).exists():
        raise HomeSpoiled
    refresh_addresses(layout, open_ground(platform, clock).keys.ring)
    mark.touch(mode=0o600)


def _import_lists(ground: Ground, platform: PlatformSettings) -> None:
    source = HttpRevocationLists(platform.linkage_origin)
    done = import_revocation_lists(source, ground.cards.trust, platform.revocation_lists, ground.clock)
    if done.refused or done.unanswered:
        raise RevocationUnknown


def _database_filled(database_url: str) -> bool:
    engine = make_engine(database_url)
    try:
        with Session(engine) as session:
            return session.scalar(select(Provider.provider_id).limit(1)) is not None
    finally:
        engine.dispose()


def _first_day(filling: Filling, office: CardOffice, layout: Layout) -> dict[str, Any]:
    """Everything in the database, and the content of testers.json but for its addresses."""
    logins = [
        _officer(filling, "operator", OfficerRole.OPERATOR, None),
        _officer(filling, "kawasaki", OfficerRole.MUNICIPALITY, MUNICIPALITY_CODE),
    ]
    providers = create_providers(filling.work)
    provider_ids = {provider.name: provider.provider_id for provider in providers}
    terminals = issue_first_form(filling.work)
    submit_second_form(filling.work)
    for desk, provider_id in DESKS.items():
        open_desk(filling.work, layout.home / desk, _of(terminals, desk)[0], provider_id)
    people, links = _people(filling, office, _of(terminals, "desk-library")[0].terminal_id)
    taro = people["taro"]
    logins.append({"role": "citizen", "login": taro.mykey_id, "password": taro.password, "card": "taro"})
    return {
        "logins": logins,
        "providers": [asdict(provider) for provider in providers],
        "terminals": [terminal_entry(each, provider_ids) for each in _of(terminals, "tester")],
        "cards": [
            card_entry(demo, office.card(demo.name), people.get(demo.name), links.get(demo.name))
            for demo in TESTERS
        ],
        "visitor": {
            "card": "hanako",
            "mail": "hanako@example.jp",
            "terminal": terminal_entry(_of(terminals, "visitor")[0], provider_ids),
        },
    }


def _officer(filling: Filling, login: str, role: str, municipality_code: str | None) -> dict[str, Any]:
    password = filling.new_secret()
    made = create_officer(filling.work, filling.ground.passwords, login, role, municipality_code, password)
    return {
        "role": role,
        "login": made.login,
        "password": password,
        "totp_secret": made.totp_secret,
        "municipality_code": municipality_code,
    }


def _people(
    filling: Filling, office: CardOffice, library_terminal: str
) -> tuple[dict[str, Registered], dict[str, dict[str, Any]]]:
    people: dict[str, Registered] = {}
    links: dict[str, dict[str, Any]] = {}
    for place, demo in enumerate((*WALKERS, *TESTERS)):
        card = office.card(demo.name)
        if demo.has_mykey_id:
            mail = f"{demo.name}@example.jp" if demo in WALKERS else None
            people[demo.name] = register(filling, card, mail)
        if demo.linked:
            number = library_number(FIRST_LINKED_NUMBER + place)
            link_number(filling, library_terminal, LIBRARY_ID, card, demo, number)
            links[demo.name] = {
                "provider_id": LIBRARY_ID,
                "service_id": number,
                "change_notice": demo.change_notice,
            }
    return people, links


def _of(terminals: list[IssuedTerminal], role: str) -> list[IssuedTerminal]:
    return [terminal for terminal in terminals if terminal.wanted.role == role]

"""Filling is done once, and an interrupted filling leaves nothing that the next start cannot finish."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from mykey.models.citizens import Citizen
from mykey.models.officers import Officer
from mykey.models.terminals import Terminal
from tests.functional.town_fill.conftest import Home
from tests.support.ground import KEYS
from town.authority.office import CardOffice
from town.fill import fill as module
from town.fill.fill import HomeSpoiled, fill


class PowerCut(Exception):
    """The machine stops here."""


def cut(*_given: object) -> None:
    raise PowerCut


def counted(home: Home) -> dict[str, int]:
    with home.work() as work:
        return {
            model.__name__: work.session.scalar(select(func.count()).select_from(model)) or 0
            for model in (Officer, Terminal, Citizen)
        }


def told(home: Home) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((home.path / "testers.json").read_text(encoding="utf-8"))
    return document


FULL = {"Officer": 2, "Terminal": 12, "Citizen": 10}


def test_a_second_filling_changes_nothing_but_the_addresses(home: Home) -> None:
    home.fill()
    first = told(home)
    moved = dataclasses.replace(home.settings, base_port=home.settings.base_port - 100)
    fill(moved, home.platform)
    second = told(home)

    assert second["origins"]["portal"] == moved.layout.origin("portal") != first["origins"]["portal"]
    addresses = ("origins", "addresses", "smtp", "points_smtp")
    assert {key: first[key] for key in first if key not in addresses} == {
        key: second[key] for key in second if key not in addresses
    }
    assert counted(home) == FULL
    (portal,) = json.loads((home.path / "agent-portals.json").read_text(encoding="utf-8"))
    assert portal["origin"] == moved.layout.origin("portal")


@pytest.mark.parametrize("place", ["submit_second_form", "age_cards", "write_all_card_files"])
def test_an_interrupted_filling_is_finished_by_the_next(
    home: Home, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(module, place, cut)
        with pytest.raises(PowerCut):
            home.fill()
    assert not (home.path / "town" / "filled").exists()
    home.fill()

    assert counted(home) == FULL
    with CardOffice(home.path / "town", key_source=KEYS) as office:
        assert [office.state(name) for name in ("revoked", "expired", "renewed")] == [
            "revoked",
            "expired",
            "good",
        ]
        renewed = office.card("renewed").user
        assert office.predecessor(renewed.ca_key_id, renewed.serial) is not None
        on_disk = Path(home.path / "testers" / "renewed" / "user.der").read_bytes()
        assert on_disk == renewed.der


def test_nothing_of_an_interrupted_first_day_stays_in_the_database(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "link_number", cut)
    with pytest.raises(PowerCut):
        home.fill()

    assert counted(home) == {"Officer": 0, "Terminal": 0, "Citizen": 0}


def test_a_filled_home_without_its_passwords_is_named(home: Home) -> None:
    (home.path / "town" / "filled").touch()

    with pytest.raises(HomeSpoiled, match="--fresh"):
        home.fill()

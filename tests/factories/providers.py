"""Providers of the demo town: a library with a number rule, a shopping street without one."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from mykey.models.providers import Provider

__all__ = ["a_library", "a_shopping_street"]


def a_library(session: Session, **changes: Any) -> Provider:
    """川崎市立図書館: 12 digits that begin with 18, no check digit, NW-7 between A and A."""
    return _add(
        session,
        {
            "provider_id": "000001",
            "municipality_code": "141305",
            "name": "川崎市立図書館",
            "kind": "library",
            "min_length": 12,
            "max_length": 12,
            "letters": False,
            "prefix": "18",
            "check_digit": "none",
            "hand_over": "number",
            "symbology": "nw7",
            "start_stop": "AA",
            "minimum_assurance": "touched",
            "grace_hours": 24,
        }
        | changes,
    )


def a_shopping_street(session: Session, **changes: Any) -> Provider:
    """A second provider whose numbers look otherwise."""
    return _add(
        session,
        {
            "provider_id": "000002",
            "municipality_code": "141305",
            "name": "見本銀座商店街",
            "kind": "shopping-street",
            "min_length": 6,
            "max_length": 8,
            "letters": True,
            "prefix": "",
            "check_digit": "none",
            "hand_over": "barcode",
            "symbology": "code39",
            "start_stop": "AA",
            "minimum_assurance": "touched",
            "grace_hours": 24,
        }
        | changes,
    )


def _add(session: Session, values: dict[str, Any]) -> Provider:
    provider = Provider(**values)
    session.add(provider)
    session.flush()
    return provider

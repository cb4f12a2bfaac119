"""A municipality invites a till of a shop: a one-time code, shown once; with it the till brings its key."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from mykey.crypto.purposes import PointsPurpose
from mykey.kernel.errors import Broken
from mykey.kernel.randomness import random_choice
from mykey.points.acts.close_till import find_till
from mykey.points.enrolment_codes import CODE_DAYS, new_enrolment_code
from mykey.points.ground import PointsWork
from mykey.points.models.shops import Shop, ShopState, Till, TillKind, TillState
from mykey.points.names import clean_name, name_fault
from mykey.points.refusals_of_office import OfficeDetailsInvalid, ShopNotFound, TillStateRefused

__all__ = ["Invitation", "TillLine", "invite_till", "invite_till_again", "list_tills", "see_till"]

LONGEST_NAME = 40
_TRIES = 20


@dataclass(frozen=True)
class Invitation:
    """What the shop is told, once. `until` is the last day (JST) of the code."""

    till_id: str
    code: str = field(repr=False)
    until: date


@dataclass(frozen=True)
class TillLine:
    """One till. `state`: `invited`, `lapsed` (its code is too old), `enrolled`, `closed`."""

    till_id: str
    shop_id: UUID
    name: str
    kind: str
    state: str
    until: date | None


def invite_till(work: PointsWork, municipality_code: str, shop_id: UUID, name: str, kind: str) -> Invitation:
    """Keep a till that waits for its key.

    Raises:
        ShopNotFound; TillStateRefused: the shop is closed; OfficeDetailsInvalid: `till_name`, `till_kind`.
    """
    # Under lock: a shop that is being closed gets no till meanwhile.
    shop = work.session.get(Shop, shop_id, with_for_update=True)
    if shop is None or shop.municipality_code != municipality_code:
        raise ShopNotFound
    if shop.shop_state != ShopState.OPEN:
        raise TillStateRefused
    name = clean_name(name)
    faults = {
        "till_name": name_fault(name, LONGEST_NAME),
        "till_kind": None if kind in {TillKind.SPEND, TillKind.GRANT, TillKind.VOUCHER} else "unknown",
    }
    errors = [{"member": member, "reason": reason} for member, reason in faults.items() if reason]
    if errors:
        raise OfficeDetailsInvalid(errors=errors)
    till = Till(till_id=_new_till_id(work), shop_id=shop_id, till_name=name, till_kind=kind)
    work.session.add(till)
    return _invite(work, till)


def invite_till_again(work: PointsWork, municipality_code: str, till_id: str) -> Invitation:
    """A new code for a till. The old code is void, and so is its key if it had one: the machine was replaced.

    Raises:
        TillNotFound; TillStateRefused: the till or its shop is closed.
    """
    till, shop = find_till(work, municipality_code, till_id)
    if till.till_state == TillState.CLOSED or shop.shop_state != ShopState.OPEN:
        raise TillStateRefused
    return _invite(work, till)


def list_tills(work: PointsWork, shop_id: UUID) -> list[TillLine]:
    """A shop's tills, closed ones last."""
    tills = work.session.scalars(select(Till).where(Till.shop_id == shop_id))
    lines = [_line(till, work.today) for till in tills]
    return sorted(lines, key=lambda line: (line.state == TillState.CLOSED, line.name, line.till_id))


def see_till(work: PointsWork, municipality_code: str, till_id: str) -> TillLine:
    """One till. Raises `TillNotFound`."""
    till, _ = find_till(work, municipality_code, till_id)
    return _line(till, work.today)


def _invite(work: PointsWork, till: Till) -> Invitation:
    code, until = new_enrolment_code(work.random_bytes), work.today + timedelta(days=CODE_DAYS)
    till.till_state = TillState.INVITED
    till.till_key = None
    till.code_index = work.keys.index(PointsPurpose.ENROLMENT_CODE_INDEX, code.encode())
    till.code_until = until
    return Invitation(till.till_id, code, until)


def _new_till_id(work: PointsWork) -> str:
    for _ in range(_TRIES):
        till_id = random_choice(work.random_bytes, "123456789", 1)
        till_id += random_choice(work.random_bytes, "0123456789", 7)
        if work.session.get(Till, till_id) is None:
            return till_id
    raise Broken


def _line(till: Till, today: date) -> TillLine:
    state = till.till_state
    if state == TillState.INVITED and (till.code_until is None or till.code_until < today):
        state = "lapsed"
    return TillLine(till.till_id, till.shop_id, till.till_name, till.till_kind, state, till.code_until)

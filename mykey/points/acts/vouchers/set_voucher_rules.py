"""What a municipality decides about vouchers: whether there are any, their face values, for how long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, delete, insert, select

from mykey.points.ground import PointsWork
from mykey.points.models.programmes import Programme, VoucherFace
from mykey.points.refusals import ProgrammeNotFound
from mykey.points.refusals_of_office import OfficeDetailsInvalid

__all__ = ["MOST_DAYS", "MOST_FACE", "MOST_FACES", "VoucherRules", "see_voucher_rules", "set_voucher_rules"]

MOST_DAYS = 366
#: Points on one voucher.
MOST_FACE = 100_000
#: Face values a municipality may have: they stand on one screen of the machine.
MOST_FACES = 10

_FACES = cast("Table", VoucherFace.__table__)


@dataclass(frozen=True)
class VoucherRules:
    """`days`: for how long a voucher is good at most; None: none are issued. `faces` in rising order."""

    days: int | None
    faces: tuple[int, ...]


def see_voucher_rules(work: PointsWork, municipality_code: str) -> VoucherRules:
    """What is decided now. Raises `ProgrammeNotFound`."""
    row = work.connection.execute(
        select(Programme.voucher_days).where(Programme.municipality_code == municipality_code)
    ).first()
    if row is None:
        raise ProgrammeNotFound
    faces = work.connection.scalars(
        select(_FACES.c.face_points)
        .where(_FACES.c.municipality_code == municipality_code)
        .order_by(_FACES.c.face_points)
    )
    return VoucherRules(row.voucher_days, tuple(faces))


def set_voucher_rules(
    work: PointsWork, municipality_code: str, days: int | None, faces: Iterable[int]
) -> VoucherRules:
    """Write what was decided. Vouchers that are out keep their face value and their last day.

    Without days no vouchers are issued, and the face values are kept for later.

    Raises:
        OfficeDetailsInvalid: `voucher_days`, `voucher_faces`; ProgrammeNotFound.
    """
    wanted = sorted(set(faces))
    faults = {
        "voucher_days": None if days is None or 1 <= days <= MOST_DAYS else "voucher-days",
        "voucher_faces": _faces_fault(days, wanted),
    }
    errors = [{"member": member, "reason": reason} for member, reason in faults.items() if reason]
    if errors:
        raise OfficeDetailsInvalid(errors=errors)
    # Under lock: of two clerks at once the later one's faces stand, and not both.
    programme = work.session.get(Programme, municipality_code, with_for_update=True, populate_existing=True)
    if programme is None:
        raise ProgrammeNotFound
    programme.voucher_days = days
    work.session.flush()
    work.connection.execute(delete(_FACES).where(_FACES.c.municipality_code == municipality_code))
    if wanted:
        rows = [{"municipality_code": municipality_code, "face_points": face} for face in wanted]
        work.connection.execute(insert(_FACES), rows)
    return VoucherRules(days, tuple(wanted))


def _faces_fault(days: int | None, faces: list[int]) -> str | None:
    if not faces:
        return None if days is None else "voucher-faces-missing"
    if not 1 <= faces[0] <= faces[-1] <= MOST_FACE:
        return "voucher-face"
    return None if len(faces) <= MOST_FACES else "voucher-faces-many"

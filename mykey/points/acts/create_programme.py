"""The operator opens a points programme for a municipality, which then decides about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mykey.kernel.municipalities import municipality
from mykey.points.acts.edit_programme import ProgrammeDetails, judge_programme
from mykey.points.ground import PointsWork
from mykey.points.models.programmes import Programme
from mykey.points.refusals_of_office import ProgrammeExists

__all__ = ["ProgrammeLine", "create_programme", "list_programmes"]


@dataclass(frozen=True)
class ProgrammeLine:
    """One programme in the operator's list."""

    municipality_code: str
    municipality_name: str
    programme_name: str
    opens_on: date
    closes_on: date | None


def create_programme(work: PointsWork, municipality_code: str, typed: ProgrammeDetails) -> str:
    """Keep the programme and give the municipality's code as it is kept.

    Raises:
        UnknownMunicipality: nobody has this code.
        OfficeDetailsInvalid; ProgrammeExists: the municipality has one.
    """
    code = municipality(municipality_code).code
    details = judge_programme(typed)
    if work.session.get(Programme, code) is not None:
        raise ProgrammeExists
    try:
        with work.session.begin_nested():
            work.session.add(Programme(municipality_code=code, **vars(details)))
    except IntegrityError:
        # Two at once: the other was faster.
        raise ProgrammeExists from None
    return code


def list_programmes(work: PointsWork) -> list[ProgrammeLine]:
    """All programmes, in the order of the municipalities' codes."""
    return [
        ProgrammeLine(
            one.municipality_code,
            municipality(one.municipality_code).full_name,
            one.programme_name,
            one.opens_on,
            one.closes_on,
        )
        for one in work.session.scalars(select(Programme).order_by(Programme.municipality_code))
    ]

"""A municipality hands in its Form I. Nothing is kept of one with a fault."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import insert

from mykey.kernel.clock import japan_day
from mykey.kernel.municipalities import municipality
from mykey.kernel.randomness import random_id
from mykey.models.form_ones import FormOne, FormOneRow, FormOneState
from mykey.services.form_one import FormOneContent, FormOneRefused, Problem
from mykey.services.form_one_layout import CODE_LABEL, COUNTS_SHEET
from mykey.services.work import Work

__all__ = ["submit_form_one"]


def submit_form_one(work: Work, municipality_code: str, content: FormOneContent) -> UUID:
    """Keep the form for the operator's decision and give its id.

    Raises:
        FormOneRefused: `other-municipality`: the form is not that of the officer's own municipality.
        UnknownMunicipality: the officer's own code is not on the table.
    """
    own = municipality(municipality_code).full_name
    if content.municipality_code != municipality_code:
        raise FormOneRefused([Problem("other-municipality", COUNTS_SHEET, 0, CODE_LABEL, own)])
    form = FormOne(
        id=random_id(work.random_bytes),
        municipality_code=municipality_code,
        municipality_name=content.municipality_name,
        state=FormOneState.SUBMITTED,
        submitted_on=japan_day(work.clock()),
    )
    work.session.add(form)
    work.session.flush()  # the rows below refer to it, and they bypass the unit of work
    positions: dict[str, int] = {}
    rows = []
    for wanted in content.rows:
        positions[wanted.kind] = positions.get(wanted.kind, 0) + 1
        rows.append(
            {
                "id": random_id(work.random_bytes),
                "form_id": form.id,
                "kind": wanted.kind,
                "position": positions[wanted.kind],
                "provider_name": wanted.provider_name,
                "place": wanted.place,
                "terminal_name": wanted.terminal_name,
            }
        )
    work.session.execute(insert(FormOneRow), rows)
    return form.id

"""The operator approves a Form I: every row becomes a terminal with an ID. Passwords come with Form II."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from mykey.kernel.clock import japan_day
from mykey.kernel.randomness import random_choice
from mykey.kernel.refusals_of_officers import ProvidersMissing, TerminalIdsExhausted
from mykey.models.form_ones import FormOneRow, FormOneState
from mykey.models.terminals import Terminal, TerminalState
from mykey.services.confirm_facilities import FacilitiesConfirmed, categories_of_rows, facilities_of_form
from mykey.services.find_form_one import providers_of_form
from mykey.services.reject_form_one import undecided_form
from mykey.services.work import Work

__all__ = ["issue_terminals"]

ID_LENGTH = 8
TRIES = 8


def issue_terminals(work: Work, form_id: UUID, facilities: FacilitiesConfirmed) -> int:
    """Issue and give the number of terminals. `facilities`: what the operator says of the points terminals.

    IDs are random, so that nobody can count terminals or guess a neighbour's, and do not begin with 0, so
    that no spreadsheet program shortens one.

    Raises:
        FormNotFound: none of this id.
        FormAlreadyDecided: issued or rejected before.
        ProvidersMissing: a provider that the form names is not set up.
        FacilitiesNotConfirmed: a points terminal stands in a library, or nobody said in what.
        TerminalIdsExhausted: no free IDs were found.
    """
    form = undecided_form(work, form_id)
    rows = list(work.session.scalars(select(FormOneRow).where(FormOneRow.form_id == form_id)))
    providers = providers_of_form(work, form, rows)
    missing = [{"name": name} for name, provider in providers.items() if provider is None]
    if missing:
        raise ProvidersMissing(names=missing)
    categories = categories_of_rows(facilities_of_form(work, form, rows), facilities)
    provider_ids = {name: provider.provider_id for name, provider in providers.items() if provider}
    terminals: list[dict[str, object]] = [
        {
            "form_row_id": row.id,
            "municipality_code": form.municipality_code,
            "kind": row.kind,
            "provider_id": provider_ids[row.provider_name] if row.provider_name is not None else None,
            "facility_category": categories.get(row.id),
            "state": TerminalState.APPROVED,
        }
        for row in rows
    ]
    _insert_with_ids(work, terminals)
    form.state = FormOneState.ISSUED
    form.decided_on = japan_day(work.clock())
    return len(terminals)


def _insert_with_ids(work: Work, terminals: list[dict[str, object]]) -> None:
    """Draw IDs and insert; another issue at the same time may take one first, then all are drawn anew."""
    for _ in range(TRIES):
        ids = _free_ids(work, len(terminals))
        if ids is None:
            continue
        drawn = [terminal | {"terminal_id": one} for terminal, one in zip(terminals, ids, strict=True)]
        try:
            with work.session.begin_nested():
                work.session.execute(insert(Terminal), drawn)
        except IntegrityError as error:
            if "form_row_id" in str(error.orig):
                raise
        else:
            return
    raise TerminalIdsExhausted


def _free_ids(work: Work, count: int) -> list[str] | None:
    ids: set[str] = set()
    while len(ids) < count:
        ids.add(_draw(work))
    taken = work.session.scalars(select(Terminal.terminal_id).where(Terminal.terminal_id.in_(ids)))
    return list(ids) if taken.first() is None else None


def _draw(work: Work) -> str:
    first = random_choice(work.random_bytes, "123456789", 1)
    return first + random_choice(work.random_bytes, "0123456789", ID_LENGTH - 1)

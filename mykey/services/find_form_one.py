"""Form I as officers see it: a list of forms, and one form with its rows and the providers it needs."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from mykey.kernel.refusals_of_officers import FormNotFound
from mykey.models.form_ones import FormOne, FormOneRow
from mykey.models.providers import Provider
from mykey.models.terminals import Terminal, TerminalState
from mykey.services.form_one_layout import KINDS
from mykey.services.work import Work

__all__ = ["FormOneSeen", "FormOneSummary", "find_form_one", "list_form_ones", "providers_of_form"]


@dataclass(frozen=True)
class FormOneSummary:
    """One line of the list. `counts` by code of kind; `without_password` is what a Form II would show."""

    form: FormOne
    counts: dict[str, int]
    without_password: int

    @property
    def total(self) -> int:
        """All terminals of the form."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class FormOneSeen:
    """One form. `providers` maps each name to the provider that is set up, or to None."""

    summary: FormOneSummary
    rows: list[FormOneRow]
    providers: dict[str, Provider | None]
    renewable: int
    """Terminals with a password that no machine has used yet."""

    @property
    def missing(self) -> list[str]:
        """Names of providers that must be set up before the form can be issued."""
        return [name for name, provider in self.providers.items() if provider is None]


def list_form_ones(work: Work, municipality_code: str | None) -> list[FormOneSummary]:
    """Forms, undecided ones first, then the newest. `municipality_code` None: everybody's (the operator)."""
    query = select(FormOne)
    if municipality_code is not None:
        query = query.where(FormOne.municipality_code == municipality_code)
    forms = list(work.session.scalars(query))
    forms.sort(key=lambda form: (form.state != "submitted", -form.submitted_on.toordinal(), form.id.hex))
    counts, waiting = _counts(work, [form.id for form in forms])
    return [FormOneSummary(form, counts.get(form.id, {}), waiting.get(form.id, 0)) for form in forms]


def find_form_one(work: Work, form_id: UUID, municipality_code: str | None) -> FormOneSeen:
    """One form with its rows.

    Raises:
        FormNotFound: none of this id, or not of this municipality.
    """
    form = work.session.get(FormOne, form_id)
    if form is None or municipality_code not in {None, form.municipality_code}:
        raise FormNotFound
    order = {kind.code: place for place, kind in enumerate(KINDS)}
    rows = sorted(
        work.session.scalars(select(FormOneRow).where(FormOneRow.form_id == form_id)),
        key=lambda row: (order[row.kind], row.position),
    )
    counts, waiting = _counts(work, [form_id])
    unused = select(func.count()).where(
        Terminal.form_row_id.in_(select(FormOneRow.id).where(FormOneRow.form_id == form_id)),
        Terminal.state == TerminalState.ISSUED,
    )
    summary = FormOneSummary(form, counts.get(form_id, {}), waiting.get(form_id, 0))
    return FormOneSeen(
        summary, rows, providers_of_form(work, form, rows), work.session.execute(unused).scalar_one()
    )


def providers_of_form(work: Work, form: FormOne, rows: list[FormOneRow]) -> dict[str, Provider | None]:
    """Each provider's name in the form's order, with the provider of that name in the municipality."""
    names = list(dict.fromkeys(row.provider_name for row in rows if row.provider_name is not None))
    found = work.session.scalars(
        select(Provider).where(Provider.municipality_code == form.municipality_code, Provider.name.in_(names))
    )
    known = {provider.name: provider for provider in found}
    return {name: known.get(name) for name in names}


def _counts(work: Work, forms: list[UUID]) -> tuple[dict[UUID, dict[str, int]], dict[UUID, int]]:
    asked = work.session.execute(
        select(FormOneRow.form_id, FormOneRow.kind, func.count())
        .where(FormOneRow.form_id.in_(forms))
        .group_by(FormOneRow.form_id, FormOneRow.kind)
    )
    counts: dict[UUID, dict[str, int]] = {}
    for form_id, kind, number in asked:
        counts.setdefault(form_id, {})[kind] = number
    waiting = work.session.execute(
        select(FormOneRow.form_id, func.count())
        .join(Terminal, Terminal.form_row_id == FormOneRow.id)
        .where(FormOneRow.form_id.in_(forms), Terminal.state == TerminalState.APPROVED)
        .group_by(FormOneRow.form_id)
    )
    return counts, dict(iter(waiting))

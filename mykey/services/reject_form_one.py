"""The operator sends a Form I back, with a reason that the municipality reads."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from mykey.kernel.clock import japan_day
from mykey.kernel.refusals_of_officers import FormAlreadyDecided, FormNotFound
from mykey.models.form_ones import FormOne, FormOneState
from mykey.services.work import Work

__all__ = ["reject_form_one", "undecided_form"]


def reject_form_one(work: Work, form_id: UUID, reason: str) -> None:
    """Reject. `reason`: 1 to 500 characters, the form's shape is checked by the face.

    Raises:
        FormNotFound: none of this id.
        FormAlreadyDecided: issued or rejected before.
    """
    form = undecided_form(work, form_id)
    form.state = FormOneState.REJECTED
    form.decided_on = japan_day(work.clock())
    form.rejection = reason.replace("\0", "")  # PostgreSQL knows no text with a NUL


def undecided_form(work: Work, form_id: UUID) -> FormOne:
    """The form, locked until the transaction ends, so that two decisions at once become one.

    Raises:
        FormNotFound: none of this id.
        FormAlreadyDecided: issued or rejected before.
    """
    query = select(FormOne).where(FormOne.id == form_id).with_for_update()
    form = work.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if form is None:
        raise FormNotFound
    if form.state != FormOneState.SUBMITTED:
        raise FormAlreadyDecided
    return form

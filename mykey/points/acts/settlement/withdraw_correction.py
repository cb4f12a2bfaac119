"""Whoever wanted a correction takes the request back, as long as nobody has decided about it."""

from __future__ import annotations

from uuid import UUID

from mykey.points.acts.settlement.judge_correction import open_correction
from mykey.points.acts.settlement.note_in_audit import note_in_audit
from mykey.points.acts.settlement.request_correction import about_correction
from mykey.points.acts.sign_in_clerk import SignedInClerk
from mykey.points.ground import PointsWork
from mykey.points.models.office_work import CorrectionState
from mykey.points.refusals_of_office import OthersCorrection

__all__ = ["withdraw_correction"]


def withdraw_correction(work: PointsWork, clerk: SignedInClerk, correction_id: UUID) -> None:
    """Raises `CorrectionNotFound`, `CorrectionJudged`, `OthersCorrection`."""
    correction = open_correction(work, clerk, correction_id)
    if correction.requested_by != clerk.clerk_id:
        raise OthersCorrection
    correction.correction_state = CorrectionState.WITHDRAWN
    correction.judged_by, correction.judged_on = clerk.clerk_id, work.today
    work.session.flush()  # the audit list is a plain statement after it
    about = about_correction(correction.correction_kind, correction.correction_points)
    note_in_audit(work, clerk, "withdraw-correction", about)

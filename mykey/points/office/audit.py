"""The audit list: what was done, on which day, by whom. Of the clerk's municipality, or of the operators."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mykey.points.acts.settlement.list_audit import AuditLine, list_audit
from mykey.points.office.clerks import clerk
from mykey.points.office.correction_words import about_in_words
from mykey.points.office.permissions import OfficePermission, requires
from mykey.points.office.words import AUDIT_WORDS
from mykey.points.office.workplace import done

__all__ = ["make_blueprint"]

MOST_DIGITS = 9


def make_blueprint() -> Blueprint:
    """The page of the audit list."""
    blueprint = Blueprint("office_audit", __name__)
    blueprint.add_url_rule("/audit", "audit", audit)
    return blueprint


@requires(OfficePermission.AUDIT_READ)
def audit() -> ResponseReturnValue:
    """A page of it, newest first."""
    who, before = clerk(), _before()
    shown = done(lambda work: list_audit(work, who, before))
    return render_template(
        "points_office/audit.html",
        shown=shown,
        rows=[_row(one) for one in shown.entries],
        newer_url=shown.newer and url_for("office_audit.audit", before=shown.newer),
        older_url=shown.older and url_for("office_audit.audit", before=shown.older),
    )


def _row(one: AuditLine) -> tuple[int, str, str, str, str]:
    what = str(AUDIT_WORDS.get(one.word, one.word))
    return one.number, one.day.isoformat(), one.login, what, about_in_words(one.about)


def _before() -> int | None:
    """The number from which to look back; anything else is the newest page."""
    text = request.args.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None

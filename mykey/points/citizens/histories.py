"""Three histories: the reserve's, the municipalities', the events'. Fifty entries a page; whole as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.points.acts.export_history import export_history
from mykey.points.acts.list_accounts import MyAccount, find_account, list_accounts
from mykey.points.acts.list_history import Entry, HistoryPage, list_history
from mykey.points.citizens.signed_in import holder_id, holder_needed
from mykey.points.citizens.words import ACT_WORDS, place_words
from mykey.points.citizens.workplace import settled
from mykey.points.csv_files import csv_bytes
from mykey.points.ground import PointsWork
from mykey.points.models.ledger import AccountKind
from mykey.web.authentication import declare_authentication

__all__ = ["make_blueprint"]

MOST_DIGITS = 9
_KIND = "<any(reserve, municipal, event):kind>"
_OF_CODE = "/history/municipal/<string(length=6):code>"
_OF_EVENT = "/history/event/<uuid:event_id>"


def make_blueprint() -> Blueprint:
    """For the holder alone."""
    blueprint = Blueprint("points_histories", __name__)
    declare_authentication(blueprint, holder_needed)
    blueprint.add_url_rule(f"/history/{_KIND}", "history", history)
    blueprint.add_url_rule("/history/reserve/csv", "csv", csv, defaults={"kind": AccountKind.RESERVE})
    for address, kind in ((_OF_CODE, AccountKind.MUNICIPAL), (_OF_EVENT, AccountKind.EVENT)):
        blueprint.add_url_rule(address, "history", history, defaults={"kind": kind})
        blueprint.add_url_rule(f"{address}/csv", "csv", csv, defaults={"kind": kind})
    return blueprint


def history(kind: str, code: str | None = None, event_id: UUID | None = None) -> ResponseReturnValue:
    """One page of one account's history; where none is named, the first of its kind."""
    holder, before = holder_id(), _before()
    named = code is not None or event_id is not None

    def find(work: PointsWork) -> tuple[list[MyAccount], HistoryPage | None]:
        accounts = list_accounts(work, holder, kind)
        if not accounts and not named:
            return [], None
        return accounts, list_history(work, find_account(accounts, code, event_id), before)

    accounts, shown = settled(find)
    if shown is None:
        return render_template("points/history.html", kind=kind, shown=None, others=[])
    return render_template(
        "points/history.html",
        kind=kind,
        shown=shown,
        others=[(_address(one), one.name) for one in accounts if one != shown.account],
        act_words=ACT_WORDS,
        place_words=place_words,
        csv_url=_address(shown.account, "csv"),
        newer_url=shown.newer and _address(shown.account, before=shown.newer),
        older_url=shown.older and _address(shown.account, before=shown.older),
    )


def csv(kind: str, code: str | None = None, event_id: UUID | None = None) -> Response:
    """All of one account's history."""
    holder = holder_id()

    def write(work: PointsWork) -> bytes:
        account = find_account(list_accounts(work, holder, kind), code, event_id)
        return csv_bytes(_rows(export_history(work, account)))

    response = make_response(settled(write))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="points-{kind}.csv"'
    return response


def _rows(entries: Iterator[Entry]) -> Iterator[Sequence[str | int]]:
    yield (_("番号"), _("日付"), _("内容"), _("相手"), _("ポイント"), _("残り"), _("使える最後の日"))
    for entry in entries:
        yield (
            entry.number,
            entry.day.isoformat(),
            str(ACT_WORDS[entry.kind]),
            str(place_words(entry)),
            entry.amount,
            entry.balance,
            entry.ends_on.isoformat() if entry.ends_on else "",
        )


def _address(account: MyAccount, page: str = "history", before: int | None = None) -> str:
    place: dict[str, object] = {}
    if account.kind == AccountKind.MUNICIPAL:
        place = {"code": account.municipality_code}
    elif account.kind == AccountKind.EVENT:
        place = {"event_id": account.event_id}
    return url_for(f"points_histories.{page}", kind=account.kind, **place, before=before)  # type: ignore[arg-type] # url_for's own keywords have types


def _before() -> int | None:
    """The running number from which to look back; anything else is the newest page."""
    text = request.args.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None

"""Refusals as pages: what happened and what to do. Who is not signed in is led to the sign-in."""

from __future__ import annotations

from flask import Flask, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from mykey.kernel.errors import MyKeyError
from mykey.points.office.clerks import SignInNeeded
from mykey.points.office.words import refusal_sentence

__all__ = ["show_errors"]

#: code → what happened, what to do
_WORDS = {
    "correction-judged": (
        lazy_gettext("この訂正は、もう承認されたか、却下されたか、取り下げられています。"),
        lazy_gettext("訂正の一覧を開き直してください。"),
    ),
    "correction-not-found": (
        lazy_gettext("この訂正はありません。"),
        lazy_gettext("訂正の一覧を開き直してください。"),
    ),
    "event-not-found": (
        lazy_gettext("このイベントはないか、もう始まっているため変えられません。"),
        lazy_gettext("イベントの一覧を開き直してください。"),
    ),
    "month-closed": (
        lazy_gettext("この月は、もう締めてあります。締めた内容は変わりません。"),
        lazy_gettext("精算の一覧を開き直してください。"),
    ),
    "month-not-found": (
        lazy_gettext("この月の精算は、ここでは見られません。"),
        lazy_gettext("精算の一覧を開き直してください。前の月が残っているときは、先に締めます。"),
    ),
    "month-not-over": (
        lazy_gettext("この月は、まだ終わっていません。"),
        lazy_gettext("月の最後の日が過ぎてから、締めてください。"),
    ),
    "months-in-order": (
        lazy_gettext("前の月が、まだ締められていません。"),
        lazy_gettext("古い月から順に締めてください。"),
    ),
    "paper-font-missing": (
        lazy_gettext("この装置に、日本語の文字（Noto Sans CJK）がないため、PDFを作れません。"),
        lazy_gettext("CSVを使うか、装置の管理者に知らせてください。"),
    ),
    "partner-not-found": (
        lazy_gettext("この会社はないか、もう閉じられています。"),
        lazy_gettext("提携会社の一覧を開き直してください。"),
    ),
    "partner-closed": (
        lazy_gettext("この会社は、もう閉じられています。"),
        lazy_gettext("提携会社の一覧を開き直してください。"),
    ),
    "others-correction": (
        lazy_gettext("ほかの人の依頼は、取り下げられません。"),
        lazy_gettext("直すことがないときは、却下してください。"),
    ),
    "own-correction": (
        lazy_gettext("自分が依頼した訂正は、自分では承認も却下もできません。"),
        lazy_gettext("ほかの担当者に頼んでください。依頼をやめるときは、取り下げられます。"),
    ),
    "programme-not-found": (
        lazy_gettext("この自治体の事業は、まだ開かれていません。"),
        lazy_gettext("運用者に、事業を開くように頼んでください。"),
    ),
    "programme-not-open": (
        lazy_gettext("事業の期間の外なので、この操作はできません。"),
        lazy_gettext("「事業の決まり」で、最初の日と最後の日を確かめてください。"),
    ),
    "shop-not-found": (
        lazy_gettext("この店舗はありません。"),
        lazy_gettext("店舗の一覧を開き直してください。"),
    ),
    "till-not-found": (
        lazy_gettext("このレジはありません。"),
        lazy_gettext("店舗の画面を開き直してください。"),
    ),
    "till-state-refused": (
        lazy_gettext("レジか店舗が閉じられているため、この操作はできません。"),
        lazy_gettext("店舗の画面を開き直し、いまの状態を確かめてください。"),
    ),
    "too-many-requests": (
        lazy_gettext("短い間に何度も操作があったため、受け付けを止めています。"),
        lazy_gettext("15分ほど待ってから、もう一度やり直してください。"),
    ),
}


def show_errors(app: Flask) -> None:
    """Register the pages."""

    @app.errorhandler(SignInNeeded)
    def lead_to_sign_in(_error: SignInNeeded) -> ResponseReturnValue:
        wanted = request.path if request.method == "GET" else None
        return redirect(url_for("office_sign_in.sign_in", next=wanted), 303)

    @app.errorhandler(MyKeyError)
    def refusal(error: MyKeyError) -> ResponseReturnValue:
        happened, todo = _WORDS.get(error.code, (refusal_sentence(error), None))
        page = render_template(
            "shared/error.html",
            status=error.status,
            what_happened=happened,
            what_to_do=[todo] if todo else None,
        )
        response = make_response(page, error.status)
        if "retry_after" in error.facts:
            response.headers["Retry-After"] = str(error.facts["retry_after"])
        return response

"""Refusals as pages: what happened and what to do. Who is not signed in is led to the sign-in."""

from __future__ import annotations

from flask import Flask, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from mykey.console.officers import SignInNeeded
from mykey.kernel.errors import MyKeyError

__all__ = ["show_errors"]

#: code → what happened, what to do
_WORDS = {
    "form-already-decided": (
        lazy_gettext("この様式Ⅰは、発行または差戻しが済んでいます。"),
        lazy_gettext("一覧を開き直し、いまの状態を確かめてください。"),
    ),
    "form-not-issued": (
        lazy_gettext("この様式Ⅰは、まだ発行されていません。"),
        lazy_gettext("総務省（運用者）の発行を待ってください。"),
    ),
    "providers-missing": (
        lazy_gettext("設定されていないID付与事業者があります。何も発行されていません。"),
        lazy_gettext("様式Ⅰの画面で、事業者を設定してから発行してください。"),
    ),
    "terminal-ids-exhausted": (
        lazy_gettext("空いている端末IDが見つかりませんでした。何も発行されていません。"),
        lazy_gettext("しばらく待ってから、もう一度発行してください。"),
    ),
    "terminal-state-refused": (
        lazy_gettext("端末の状態が変わったため、この操作はできません。"),
        lazy_gettext("端末の画面を開き直し、いまの状態を確かめてください。"),
    ),
    "contact-changed": (
        lazy_gettext("表示のあとで連絡先が変更されたため、確認済みにしていません。"),
        lazy_gettext("連絡先の画面を開き直し、新しい内容を確認してください。"),
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
        return redirect(url_for("console_sign_in.sign_in", next=wanted), 303)

    @app.errorhandler(MyKeyError)
    def refusal(error: MyKeyError) -> ResponseReturnValue:
        happened, todo = _WORDS.get(error.code, (None, None))
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

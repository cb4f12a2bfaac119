"""Pages for requests that no view answers. A fault is logged by kind and place, never with its text."""

from __future__ import annotations

import logging
from pathlib import Path
from traceback import extract_tb
from types import TracebackType

from flask import Flask, g, render_template
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

__all__ = ["DeskProgram", "error_pages"]

_ExcInfo = tuple[type, BaseException, TracebackType] | tuple[None, None, None]
_LOG = logging.getLogger("desk")
_FAULT = 500
_MISDIRECTED = 421


class DeskProgram(Flask):
    """Flask, but a fault that not even the fault page survives is logged without its text, too."""

    def log_exception(self, exc_info: _ExcInfo) -> None:
        """Kind and place instead of the traceback."""
        if exc_info[1] is not None:
            _log_fault(exc_info[1])


def _log_fault(error: BaseException) -> None:
    # The text of an exception could hold what a person typed; its kind and place cannot.
    places = extract_tb(error.__traceback__)
    place = f"{Path(places[-1].filename).name}:{places[-1].lineno}" if places else "?"
    _LOG.error("fault kind=%s place=%s", type(error).__name__, place)


def error_pages(app: Flask) -> None:
    """Answer refusals of the guard, unknown addresses and faults in words."""

    def refused(error: HTTPException) -> tuple[str, int]:
        status = error.code or _FAULT
        if g.get("form_refused"):
            return _page(
                status,
                _("この画面の操作は受け付けられませんでした"),
                _("画面を開いたまま時間がたったか、別のページから送られました。何も登録されていません。"),
                _("メニューへ戻り、もう一度操作してください。"),
            )
        if status == _MISDIRECTED:
            return _page(
                status,
                _("このアドレスでは開けません"),
                _("このソフトは、起動したときに表示されたアドレスでだけ開けます。"),
                _("起動したときに表示されたアドレスを開いてください。"),
            )
        return render_template("shared/error.html", status=status), status

    def fault(error: Exception) -> tuple[str, int]:
        _log_fault(error)
        return render_template("shared/error.html", status=_FAULT), _FAULT

    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(Exception, fault)


def _page(status: int, heading: str, happened: str, do: str) -> tuple[str, int]:
    page = render_template(
        "shared/error.html", status=status, heading=heading, what_happened=happened, what_to_do=[do]
    )
    return page, status

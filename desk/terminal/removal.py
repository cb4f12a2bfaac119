"""The library drops a patron: the number's link is removed, no card needed (privacy.md, P10)."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response
from wtforms import StringField

from desk.handover.number import number_from_typing
from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.terminal.counter import Counter
from desk.terminal.forms import CounterForm
from desk.terminal.numbers import number_field, same_number
from desk.terminal.trouble import platform_trouble

__all__ = ["add_removal"]


@dataclass(frozen=True)
class RemovalDraft:
    """A number to drop, not yet sent, with the key under which it will be sent however often."""

    number: str = field(repr=False)
    key: str = field(repr=False)


class RemovalForm(CounterForm):
    """The number, twice."""

    number = number_field(lazy_gettext("登録を取り消す利用カード番号"))
    number_again = number_field(lazy_gettext("利用カード番号（もう一度）"))

    def validate_number_again(self, second: StringField) -> None:
        """Both mean the same number."""
        same_number(self.number, second)


def add_removal(pages: Blueprint, counter: Counter) -> None:
    """`/removal`, `/removal/confirm`."""
    visits = counter.visits

    @pages.get("/removal")
    def removal() -> str:
        return render_template("terminal/removal.html", form=RemovalForm())

    @pages.post("/removal")
    def enter_removal() -> Response | tuple[str, int]:
        form = RemovalForm(request.form)
        if not form.validate():
            return render_template("terminal/removal.html", form=form), 422
        visits.open(g.visitor, RemovalDraft(number_from_typing(form.number.data), counter.new_key()))
        return redirect(url_for("terminal.confirm_removal"))

    @pages.get("/removal/confirm")
    def confirm_removal() -> Response | str:
        draft = visits.recall(g.visitor, RemovalDraft)
        if draft is None:
            return redirect(url_for("terminal.menu", done="over"))
        return render_template("terminal/removal_confirm.html", draft=draft)

    @pages.post("/removal/confirm")
    def remove() -> Response | tuple[str, int]:
        draft = visits.recall(g.visitor, RemovalDraft)
        if draft is None:
            return redirect(url_for("terminal.menu", done="over"))
        visits.somebody_acts(g.visitor)
        try:
            counter.platform().remove_link(draft.number, draft.key)
        except PlatformSilent as silent:
            page = render_template(
                "terminal/removal_confirm.html", draft=draft, trouble=platform_trouble(silent)
            )
            return page, 503
        except PlatformRefused as refused:
            visits.end(g.visitor)
            form = RemovalForm(data={"number": draft.number, "number_again": draft.number})
            page = render_template("terminal/removal.html", form=form, trouble=platform_trouble(refused))
            return page, 422
        visits.end(g.visitor)
        return redirect(url_for("terminal.menu", done="removed"))

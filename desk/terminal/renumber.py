"""The library changed a card number: the link moves from the old number to the new one (privacy.md, P10)."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import ValidationError

from desk.handover.number import number_from_typing
from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.terminal.counter import Counter
from desk.terminal.forms import CounterForm
from desk.terminal.numbers import number_field, same_number
from desk.terminal.trouble import platform_trouble

__all__ = ["add_renumber"]


@dataclass(frozen=True)
class RenumberDraft:
    """Two numbers, not yet sent, with the key under which they will be sent however often."""

    old: str = field(repr=False)
    new: str = field(repr=False)
    key: str = field(repr=False)

    def typed(self) -> dict[str, str]:
        """For filling the form again."""
        return {"old": self.old, "old_again": self.old, "new": self.new, "new_again": self.new}


class RenumberForm(CounterForm):
    """Old and new number, each twice."""

    old = number_field(lazy_gettext("いまの利用カード番号"))
    old_again = number_field(lazy_gettext("いまの利用カード番号（もう一度）"))
    new = number_field(lazy_gettext("新しい利用カード番号"))
    new_again = number_field(lazy_gettext("新しい利用カード番号（もう一度）"))

    def validate_old_again(self, second: StringField) -> None:
        """Both mean the same number."""
        same_number(self.old, second)

    def validate_new_again(self, second: StringField) -> None:
        """Both mean the same number, and it is another than the old one."""
        same_number(self.new, second)
        if number_from_typing(self.old.data or "") == number_from_typing(second.data or ""):
            raise ValidationError(lazy_gettext("新しい番号が、いまの番号と同じです。"))


def add_renumber(pages: Blueprint, counter: Counter) -> None:
    """`/renumber`, `/renumber/confirm`."""
    visits = counter.visits

    @pages.get("/renumber")
    def renumber() -> str:
        return render_template("terminal/renumber.html", form=RenumberForm())

    @pages.post("/renumber")
    def enter_renumber() -> Response | tuple[str, int]:
        form = RenumberForm(request.form)
        if not form.validate():
            return render_template("terminal/renumber.html", form=form), 422
        old, new = number_from_typing(form.old.data), number_from_typing(form.new.data)
        visits.open(g.visitor, RenumberDraft(old, new, counter.new_key()))
        return redirect(url_for("terminal.confirm_renumber"))

    @pages.get("/renumber/confirm")
    def confirm_renumber() -> Response | str:
        draft = visits.recall(g.visitor, RenumberDraft)
        if draft is None:
            return redirect(url_for("terminal.menu", done="over"))
        return render_template("terminal/renumber_confirm.html", draft=draft)

    @pages.post("/renumber/confirm")
    def change_number() -> Response | tuple[str, int]:
        draft = visits.recall(g.visitor, RenumberDraft)
        if draft is None:
            return redirect(url_for("terminal.menu", done="over"))
        visits.somebody_acts(g.visitor)
        try:
            counter.platform().renumber(draft.old, draft.new, draft.key)
        except PlatformSilent as silent:
            page = render_template(
                "terminal/renumber_confirm.html", draft=draft, trouble=platform_trouble(silent)
            )
            return page, 503
        except PlatformRefused as refused:
            visits.end(g.visitor)
            form = RenumberForm(data=draft.typed())
            form.point_at(refused.problem.facts.get("errors"), {"from": "old", "to": "new"})
            page = render_template("terminal/renumber.html", form=form, trouble=platform_trouble(refused))
            return page, 422
        visits.end(g.visitor)
        return redirect(url_for("terminal.menu", done="renumbered"))

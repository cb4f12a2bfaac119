"""The balance, and how many points: typed, then shown once more before anything is done."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, ValidationError

from desk.browser.trouble import Trouble
from desk.platform.till import Purse
from desk.terminal.counter import Counter
from desk.terminal.forms import CounterForm
from desk.till.amounts import MOST_AT_ONCE, amount_from_typing, points_in_words
from desk.till.opened import Draft, Opened

__all__ = ["AmountForm", "add_amount", "amount_page"]


class AmountForm(CounterForm):
    """Points, and from which purse where there is a choice; nothing is preset."""

    amount = StringField(
        lazy_gettext("ポイント数"), [InputRequired(lazy_gettext("ポイント数を入力してください。"))]
    )
    purse = RadioField(
        lazy_gettext("どのポイントを使いますか"),
        [InputRequired(lazy_gettext("どのポイントを使うかを、利用者に聞いて選んでください。"))],
        choices=[],
    )

    def offer(self, purses: tuple[Purse, ...]) -> AmountForm:
        """Let the citizen choose where there is more than one purse with points."""
        filled = filled_purses(purses)
        if len(filled) > 1:
            self.purse.choices = [(each.purse, each.name) for each in filled]
        else:
            del self.purse
        return self


def filled_purses(purses: tuple[Purse, ...]) -> list[Purse]:
    """Those with points."""
    return [each for each in purses if each.points > 0]


def add_amount(pages: Blueprint, counter: Counter) -> None:
    """`/till/amount`."""
    visits = counter.visits

    @pages.get("/amount")
    def enter_amount() -> Response | str:
        opened = _opened(counter)
        if opened is None:
            return redirect(url_for("terminal.menu", done="over"))
        return amount_page(opened)

    @pages.post("/amount")
    def take_amount() -> Response | tuple[str, int]:
        opened = _opened(counter)
        if opened is None:
            return redirect(url_for("terminal.menu", done="over"))
        visits.somebody_acts(g.visitor)
        form = AmountForm(request.form).offer(opened.session.purses)
        if not form.validate():
            return amount_page(opened, form), 422
        purse = _chosen(form, opened)
        try:
            amount = _amount(form, purse)
        except ValidationError as wrong:
            form.amount.errors = [str(wrong)]
            return amount_page(opened, form), 422
        visits.open(g.visitor, Draft(opened, amount, purse, counter.new_key()), opened.insertion)
        return redirect(url_for("till.confirm"))


def amount_page(opened: Opened, form: AmountForm | None = None, trouble: Trouble | None = None) -> str:
    """The balance with the form, or a word that there is nothing to spend."""
    return render_template(
        "till/amount.html",
        opened=opened,
        purses=opened.session.purses,
        filled=filled_purses(opened.session.purses),
        form=form or AmountForm().offer(opened.session.purses),
        trouble=trouble,
    )


def _opened(counter: Counter) -> Opened | None:
    """The session, also when the clerk comes back from the confirmation."""
    draft = counter.visits.recall(g.visitor, Draft)
    return draft.opened if draft is not None else counter.visits.recall(g.visitor, Opened)


def _chosen(form: AmountForm, opened: Opened) -> Purse | None:
    filled = filled_purses(opened.session.purses)
    if "purse" in form:
        return next((each for each in filled if each.purse == form.purse.data), None)
    return filled[0] if filled else next(iter(opened.session.purses), None)


def _amount(form: AmountForm, purse: Purse | None) -> int:
    amount = amount_from_typing(form.amount.data)
    if purse is not None and amount > purse.points:
        raise ValidationError(
            lazy_gettext(
                "残高より多いポイント数です。使えるのは%(points)sまでです。",
                points=points_in_words(min(purse.points, MOST_AT_ONCE)),
            )
        )
    return amount

"""Between screens 23 and 24: provider and number are shown, the PIN makes the link (privacy.md, P20)."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk.browser.trouble import Trouble, card_trouble
from desk.cards.proof import pin_from_typing, prove
from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.readers.interface import CardTrouble
from desk.terminal.counter import Counter
from desk.terminal.link import link_page
from desk.terminal.link_draft import LinkDraft, Linked, LinkForm
from desk.terminal.trouble import platform_trouble

__all__ = ["add_link_confirm"]

_ABOUT_THE_NUMBER = (
    "request-invalid",
    "service-id-format",
    "my-number-refused",
    "service-id-linked-elsewhere",
)
_Answer = Response | tuple[str, int]


class LinkInDoubt(PlatformSilent):
    """The link was asked for and no answer came: it may or may not be there."""


def add_link_confirm(pages: Blueprint, counter: Counter) -> None:
    """`/link/confirm`, `/link/done`."""
    visits = counter.visits

    @pages.get("/link/confirm")
    def confirm_link() -> Response | str:
        draft = visits.recall(g.visitor, LinkDraft)
        return _over() if draft is None else _page(draft)

    @pages.post("/link/confirm")
    def make_link() -> _Answer:
        draft = visits.recall(g.visitor, LinkDraft)
        if draft is None:
            return _over()
        visits.somebody_acts(g.visitor)
        try:
            linked, insertion = _link(counter, draft)
        except CardTrouble as trouble:
            return _page(draft, card_trouble(trouble)), 422
        except PlatformSilent as silent:
            return _no_answer(counter, draft, silent)
        except PlatformRefused as refused:
            return _refused(counter, draft, refused)
        visits.open(g.visitor, linked, insertion)
        visits.touch_served(insertion)  # a look-up after this needs a new touch
        return redirect(url_for("terminal.link_done"))

    @pages.get("/link/done")
    def link_done() -> Response | str:
        linked = visits.recall(g.visitor, Linked)
        if linked is None:
            return _over()
        return render_template("terminal/link_done.html", linked=linked, mark=visits.mark(g.visitor))


def _link(counter: Counter, draft: LinkDraft) -> tuple[Linked, int]:
    """Have the citizen's card prove itself and make the link; also say which touch it hangs on."""
    pin = pin_from_typing(request.form.get("pin", ""))
    insertion = counter.reader.presence().insertion
    platform = counter.platform()
    challenge = platform.challenge()
    card = platform.proved(prove(counter.reader, pin, challenge.value), challenge)
    try:
        made = platform.link(
            card,
            draft.number,
            counter.new_key(),
            change_notice=draft.change_notice,
            replace=draft.correcting or draft.replaces is not None,
        )
    except PlatformSilent:
        raise LinkInDoubt from None
    number, provider = made.get("service_id"), made.get("provider_name")
    if not isinstance(number, str) or not isinstance(provider, str):
        raise LinkInDoubt
    return Linked(number, provider, made.get("change_notice") is True), insertion


def _no_answer(counter: Counter, draft: LinkDraft, silent: PlatformSilent) -> _Answer:
    trouble = platform_trouble(silent)
    if isinstance(silent, LinkInDoubt):
        counter.visits.open(g.visitor, replace(draft, in_doubt=True))
        trouble.steps.append(
            _(
                "登録できたかどうかは分かりません。返事が来るようになったら、同じ番号でもう一度登録してください。"
            )
        )
    return _page(draft, trouble), 503


def _refused(counter: Counter, draft: LinkDraft, refused: PlatformRefused) -> _Answer:
    code, known = refused.problem.code, refused.problem.facts.get("service_id")
    trouble = platform_trouble(refused)
    if code == "already-linked" and isinstance(known, str):
        if draft.in_doubt and known == draft.number:
            # The try whose answer was lost did make the link.
            counter.visits.open(g.visitor, Linked(known, draft.provider_name, draft.change_notice))
            return redirect(url_for("terminal.link_done"))
        draft = replace(draft, replaces=known)
        counter.visits.open(g.visitor, draft)
    elif code == "not-linked":
        draft = replace(draft, correcting=False, replaces=None)
        counter.visits.open(g.visitor, draft)
        trouble = Trouble(
            _("この利用者の登録はまだないので、直す番号がありません。"),
            [_("もう一度暗証番号を入力すると、新しく登録します。")],
        )
    elif code in _ABOUT_THE_NUMBER:
        form = LinkForm(data=draft.typed())
        form.number.errors = [trouble.title]
        return link_page(form, trouble, correcting=draft.correcting), 422
    return _page(draft, trouble), 422


def _page(draft: LinkDraft, trouble: Trouble | None = None) -> str:
    return render_template("terminal/link_confirm.html", draft=draft, trouble=trouble)


def _over() -> Response:
    return redirect(url_for("terminal.menu", done="over"))

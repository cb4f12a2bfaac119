"""The counter's screens in one blueprint, and the words when a screen cannot be shown at all."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from desk.browser.trouble import card_trouble
from desk.platform.answers import PlatformRefused, PlatformSilent
from desk.readers.interface import CardTrouble
from desk.terminal.contact import add_contact
from desk.terminal.counter import Counter, NotRegistered
from desk.terminal.drawings import add_drawings
from desk.terminal.link import add_link
from desk.terminal.link_confirm import add_link_confirm
from desk.terminal.look_up import add_look_up
from desk.terminal.look_up_proof import add_look_up_proof
from desk.terminal.menu import add_menu
from desk.terminal.presence import add_presence
from desk.terminal.register import add_register
from desk.terminal.removal import add_removal
from desk.terminal.renumber import add_renumber
from desk.terminal.result import add_result
from desk.terminal.trouble import platform_trouble

__all__ = ["terminal_pages"]


def terminal_pages(counter: Counter) -> Blueprint:
    """The blueprint at /."""
    pages = Blueprint("terminal", __name__)
    for add in (
        add_menu,
        add_register,
        add_contact,
        add_link,
        add_link_confirm,
        add_look_up,
        add_look_up_proof,
        add_result,
        add_drawings,
        add_removal,
        add_renumber,
        add_presence,
    ):
        add(pages, counter)

    @pages.context_processor
    def known() -> dict[str, str | None]:
        return {"terminal_id": counter.state.terminal_id()}

    @pages.errorhandler(NotRegistered)
    def not_registered(_error: NotRegistered) -> Response:
        return redirect(url_for("terminal.register"))

    @pages.errorhandler(PlatformRefused)
    @pages.errorhandler(PlatformSilent)
    def no_screen(error: PlatformRefused | PlatformSilent) -> tuple[str, int]:
        status = 503 if isinstance(error, PlatformSilent) else 422
        return render_template("terminal/trouble.html", trouble=platform_trouble(error)), status

    @pages.errorhandler(CardTrouble)
    def no_card(error: CardTrouble) -> tuple[str, int]:
        return render_template("terminal/trouble.html", trouble=card_trouble(error)), 422

    return pages

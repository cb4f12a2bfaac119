"""The Flask program: one desk with the faces it was asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, g
from flask_babel import gettext as _
from jinja2 import ChoiceLoader, FileSystemLoader

from desk.agent.pages import agent_pages
from desk.agent.portals import read_portals
from desk.browser.error_pages import DeskProgram, error_pages
from desk.browser.guard import guard
from desk.browser.headers import send_headers
from desk.browser.language import set_up_language, switch_url
from desk.browser.visitors import Visitors
from desk.clock import Clock, RandomBytes
from desk.handover.keyboard import Keystrokes
from desk.platform.device import StateDirectory
from desk.platform.signed_calls import SignedCalls, Wire
from desk.readers.interface import CardReader
from desk.settings import DeskSettings
from desk.terminal.counter import Counter
from desk.terminal.pages import terminal_pages
from desk.terminal.visits import Visits
from desk.till.pages import till_pages
from desk.till.points_side import PointsSide

__all__ = ["Surroundings", "create_desk"]

_ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = (_ROOT / "translations" / "shared", _ROOT / "translations" / "desk")


@dataclass(frozen=True)
class Surroundings:
    """The world around the desk, handed in so that tests hand in theirs."""

    reader: CardReader
    keystrokes: Keystrokes
    wire: Wire
    clock: Clock
    random_bytes: RandomBytes
    sleep: Callable[[float], None]
    later: Callable[[float, Callable[[], None]], None]
    translations: tuple[Path, ...] = TRANSLATIONS


def create_desk(settings: DeskSettings, world: Surroundings) -> tuple[Flask, Visits]:
    """The program, and the memory that somebody must watch (`terminal.attendance`).

    Raises:
        PortalListUnusable: the agent's allow-list.
        StateNotPrivate, StateUnreadable: the terminal's state directory.
    """
    app = DeskProgram("desk", static_folder=str(_ROOT / "static"), static_url_path="/static")
    app.jinja_env.loader = app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(_ROOT / "desk" / "templates"), FileSystemLoader(_ROOT / "templates")]
    )
    set_up_language(app, list(world.translations), settings.port)
    guard(app, settings, Visitors(settings.port, world.random_bytes))
    send_headers(app)
    error_pages(app)
    app.context_processor(_every_page)
    visits = Visits(world.reader, world.clock)
    if "agent" in settings.faces and settings.portals_file is not None:
        app.register_blueprint(agent_pages(read_portals(settings.portals_file), world.reader, world.clock))
    if "terminal" in settings.faces and settings.terminals_origin is not None:
        counter = _counter(settings, settings.terminals_origin, world, visits)
        app.register_blueprint(terminal_pages(counter))
        if counter.points is not None:
            app.register_blueprint(till_pages(counter, counter.points))
    return app, visits


def _counter(settings: DeskSettings, origin: str, world: Surroundings, visits: Visits) -> Counter:
    state = StateDirectory(settings.state_dir, world.random_bytes)
    return Counter(
        state=state,
        points=_points_side(settings.till_origin, state, world),
        calls=SignedCalls(origin, state.device(), world.clock, world.random_bytes, world.wire),
        reader=world.reader,
        keystrokes=world.keystrokes,
        visits=visits,
        clock=world.clock,
        random_bytes=world.random_bytes,
        sleep=world.sleep,
        later=world.later,
        label_font=settings.label_font,
    )


def _points_side(origin: str | None, state: StateDirectory, world: Surroundings) -> PointsSide | None:
    if origin is None:
        return None
    return PointsSide(origin, state, world.clock, world.random_bytes, world.wire, world.sleep)


def _every_page() -> dict[str, object]:
    agent = g.get("face") == "agent"
    return {
        "face_name": _("カードソフト") if agent else _("マイキープラットフォーム等活用ソフト"),
        "home_url": "/card" if agent else "/",
        "lang": g.get("lang", "ja"),
        "lang_switch_url": switch_url(),
        "sign_out_url": None,
        "nav_items": [],
    }

"""A whole desk with doubles around it, and a browser that behaves as a browser does."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from desk.handover.keyboard import KeystrokesFailed
from desk.program import Surroundings, create_desk
from desk.readers.interface import CardReader
from desk.settings import DeskSettings
from desk.terminal.visits import Visits
from tests.unit.desk.card_double import ReaderDouble
from tests.unit.desk.platform_double import ORIGIN, PlatformDouble

PORT = 8621
HERE = f"http://127.0.0.1:{PORT}"


@dataclass
class ClockDouble:
    now: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class KeystrokesDouble:
    typed: list[str] = field(default_factory=list)
    broken: bool = False

    def type_text(self, text: str) -> None:
        if self.broken:
            raise KeystrokesFailed
        self.typed.append(text)


@dataclass
class Desk:
    client: FlaskClient
    visits: Visits
    reader: ReaderDouble
    platform: PlatformDouble
    keystrokes: KeystrokesDouble
    clock: ClockDouble
    due: list[tuple[float, Callable[[], None]]]
    state_dir: Path

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, base_url=HERE, headers=headers)

    def post(self, path: str, page: str | None = None, **fields: str) -> TestResponse:
        """Post as the browser does from `page` (the same path unless said): its token, our Origin."""
        token = token_of(self.get(page or path).text)
        return self.client.post(
            path, base_url=HERE, data={"csrf_token": token, **fields}, headers={"Origin": HERE}
        )

    def arrive(self, answer: TestResponse) -> str:
        """Follow a redirect inside the desk and return the words of the page."""
        assert answer.status_code == 302, answer.text
        return words(self.get(answer.headers["Location"]).text)

    def run_due(self) -> None:
        waiting, self.due[:] = list(self.due), []
        for _seconds, act in waiting:
            act()


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([0-9a-f]+)"', page) or re.search(
        r'data-token="([0-9a-f]+)"', page
    )
    return found[1] if found else ""


def words(page: str) -> str:
    body = re.sub(r"(?s)<(script|style|noscript).*?</\1>", "", page)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def numbered_bytes() -> Callable[[int], bytes]:
    """Bytes that differ from call to call and are the same in every run."""
    calls = count(1)
    return lambda size: next(calls).to_bytes(size, "big")


def make_desk(
    directory: Path,
    *,
    faces: str = "terminal",
    portals: Path | None = None,
    registered: bool = True,
    reader: CardReader | None = None,
    label_font: Path | None = None,
    translations: tuple[Path, ...] = (),
    till_origin: str | None = None,
    platform: PlatformDouble | None = None,
) -> Desk:
    state_dir = directory / "state"
    own_reader, platform, keystrokes, clock = (
        ReaderDouble(),
        platform or PlatformDouble(),
        KeystrokesDouble(),
        ClockDouble(),
    )
    due: list[tuple[float, Callable[[], None]]] = []
    settings = DeskSettings(
        state_dir=state_dir,
        port=PORT,
        reader="pcsc",
        faces=frozenset(faces.split(",")),
        terminals_origin=ORIGIN,
        portals_file=portals,
        label_font=label_font,
        till_origin=till_origin,
    )
    world = Surroundings(
        reader=reader or own_reader,
        keystrokes=keystrokes,
        wire=platform,  # type: ignore[arg-type] # stands where the wire stands
        clock=clock,
        random_bytes=numbered_bytes(),
        sleep=lambda _seconds: None,
        later=lambda seconds, act: due.append((seconds, act)),
        translations=translations,
    )
    if registered:
        state_dir.mkdir(mode=0o700, parents=True)
        terminal = state_dir / "terminal.json"
        terminal.touch(mode=0o600)
        terminal.write_text('{"terminal_id": "00052459"}')
    app, visits = create_desk(settings, world)
    return Desk(app.test_client(), visits, own_reader, platform, keystrokes, clock, due, state_dir)

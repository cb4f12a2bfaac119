"""A library's counter as it comes to be: from a Form I to a desk at work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.pages.console import Console
from tests.browser.pages.desk import Desk
from tests.support.officers_spreadsheets import WantedMachine, fill_in_form_one, read_form_two
from tests.support.own_desk import OwnDesk
from tests.support.running_town import RunningTown
from tests.support.tapped_terminals import TappedTerminals
from tests.support.town_secrets import TownSecrets
from tests.support.x_display import x_display

__all__ = ["LIBRARY", "LIBRARY_ID", "Counter", "running_counter"]

LIBRARY, LIBRARY_ID = "川崎市立図書館", "000001"
PLACE, NAME = "みほん図書館 新館", "新館カウンター"
MACHINES = (
    WantedMachine("ア", LIBRARY, PLACE, NAME),
    WantedMachine("エ", None, "みほん区役所", "区役所窓口"),
)


@dataclass
class Counter:
    """A desk of its own. `display` is where its keystrokes go, `tapped` keeps what it is answered."""

    directory: Path
    origin: str
    tapped: TappedTerminals
    display: str
    terminal_id: str = ""

    @property
    def state_directory(self) -> Path:
        return self.directory / "state"

    def activate(self, desk: Desk, officer: Console, operator: Console, secrets: TownSecrets) -> None:
        """The officer asks, the operator issues, the officer fetches, the library registers."""
        blank = officer.download_blank(self.directory)
        filled = self.directory / "filled.xlsx"
        fill_in_form_one(blank, filled, MACHINES)
        officer.window.picture("console-form-one")
        officer.hand_in(filled)
        officer.window.shows("様式Ⅰを提出しました。")
        operator.issue_waiting_form(PLACE, facilities="役所・公共の窓口")
        operator.window.shows("2台の端末IDを発行しました。")
        downloaded = officer.download_form_two(PLACE, self.directory)
        issued = read_form_two(downloaded)
        downloaded.unlink()  # the officer hands it over; our directory is searched for passwords
        for each in issued:
            secrets.add(each.password, "a terminal's password")
        machine = next(each for each in issued if each.place == PLACE)
        self.terminal_id = machine.terminal_id
        desk.register(machine.terminal_id, "A" * 14)
        desk.window.heading("端末IDと端末パスワードの登録")
        desk.register(machine.terminal_id, machine.password)
        desk.window.shows("端末を登録しました。")
        desk.give_contact(PLACE, NAME, LIBRARY)
        desk.window.heading("メニュー")
        desk.window.shows("連絡先を登録しました。")


@contextmanager
def running_counter(town: RunningTown) -> Iterator[Counter]:
    """The programs run; nothing is registered yet."""
    directory = town.directory / "counter"
    directory.mkdir()
    base = town.layout.base_port
    with ExitStack() as running:
        display = running.enter_context(x_display())
        tapped = TappedTerminals(town.layout, base + 26, directory / "terminals.log")
        running.callback(tapped.stop)
        tapped.wait_until_it_runs()
        reader = f"{town.layout.origin('cards')}/readers/library"
        process = OwnDesk(directory, base + 29, terminals=tapped.origin, reader=reader, display=display)
        running.callback(process.stop)
        process.wait_until_it_runs()
        yield Counter(directory, process.origin, tapped, display)

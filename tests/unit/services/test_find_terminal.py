from __future__ import annotations

import pytest

from mykey.kernel.refusals_of_officers import TerminalNotFound
from mykey.services.find_terminal import find_terminal, lock_terminal
from mykey.services.ground import Ground
from mykey.services.work import Work
from tests.factories.providers import a_library
from tests.factories.terminals import an_active_terminal


def test_a_terminal_comes_with_what_belongs_to_it(work: Work, ground: Ground) -> None:
    library = a_library(work.session)
    terminal = an_active_terminal(ground, work.session)
    line = find_terminal(work, terminal.terminal_id, "141305")
    assert (line.terminal, line.provider) == (terminal, library)
    assert line.asked.id == terminal.form_row_id
    assert line.contact is not None


def test_another_municipalitys_terminal_does_not_exist(work: Work, ground: Ground) -> None:
    a_library(work.session)
    terminal_id = an_active_terminal(ground, work.session).terminal_id
    assert lock_terminal(work, terminal_id, None).terminal_id == terminal_id
    for asked, code in (
        (terminal_id, "141003"),
        ("99999999", None),
        ("99999999", "141305"),
        ("\0" * 8, None),
    ):
        with pytest.raises(TerminalNotFound):
            find_terminal(work, asked, code)
        with pytest.raises(TerminalNotFound):
            lock_terminal(work, asked, code)

"""A terminal is activated once, by whoever has its password, and not by trying passwords."""

from __future__ import annotations

from tests.functional.second_client.client import SecondClient
from tests.functional.second_client.world import World


def another_machine(terminal: SecondClient) -> SecondClient:
    return SecondClient(
        terminal.app, terminal.origin, terminal.clock, terminal.terminal_id, terminal.password
    )


def tries_until_locked(terminal: SecondClient) -> int:
    """How many wrong passwords are judged before 429."""
    for number in range(30):
        refused = terminal.activation("WRONGWRONGWRON").send()
        if refused.status == 429:
            assert refused.code == "too-many-requests"
            return number
        assert refused.word == (401, "terminal-credentials-invalid")
    raise AssertionError


def test_sixth_wrong_password_in_a_row_is_the_earliest_to_lock(world: World) -> None:
    assert 5 <= tries_until_locked(world.issued_terminal()) <= 10


def test_locked_terminal_refuses_the_right_password_until_the_time_it_names(world: World) -> None:
    terminal = world.issued_terminal()
    tries_until_locked(terminal)
    refused = terminal.activation().send()
    assert refused.word == (429, "too-many-requests")
    world.clock.advance(seconds=int(refused.headers["Retry-After"]) + 1)
    assert terminal.activation().send().status == 201


def test_a_lock_is_one_terminal_s_alone(world: World) -> None:
    tries_until_locked(world.issued_terminal())
    assert world.issued_terminal().activation().send().status == 201


def test_unknown_terminals_lock_likewise(world: World) -> None:
    """Or the lock would tell which terminal IDs exist."""
    known, unknown = world.issued_terminal(), world.issued_terminal()
    unknown.terminal_id = "99990001"
    assert tries_until_locked(known) == tries_until_locked(unknown)


def test_right_password_ends_the_row_of_wrong_ones(world: World) -> None:
    terminal = world.issued_terminal()
    for _ in range(4):
        assert terminal.activation("WRONGWRONGWRON").send().status == 401
    assert terminal.activation().send().status == 201
    assert terminal.send("GET", "/v1/terminal").status == 200


def test_second_activation_leaves_the_first_machine_at_work(world: World) -> None:
    terminal = world.terminal()
    thief = another_machine(terminal)
    assert thief.activation().send().word == (409, "terminal-already-activated")
    assert thief.send("GET", "/v1/terminal").word == (401, "signature-invalid")
    assert terminal.send("GET", "/v1/terminal").status == 200


def test_wrong_password_does_not_learn_that_a_terminal_is_activated_or_closed(world: World) -> None:
    activated, closed, fresh = world.activated_terminal(), world.issued_terminal(), world.issued_terminal()
    world.set_terminal_state(closed, "closed")
    answers = [one.activation("WRONGWRONGWRON").send() for one in (activated, closed, fresh)]
    assert {answer.word for answer in answers} == {(401, "terminal-credentials-invalid")}
    assert len({answer.raw for answer in answers}) == 1


def test_answer_holds_no_password(world: World) -> None:
    terminal = world.issued_terminal()
    for answer in (terminal.activation("HEMLIGTLOSEN77").send(), terminal.activation().send()):
        assert terminal.password not in answer.raw.decode()
        assert "HEMLIGTLOSEN77" not in answer.raw.decode()


def test_password_is_understood_as_people_type_it(world: World) -> None:
    terminal = world.issued_terminal()
    typed = terminal.password.lower()
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in typed)
    assert terminal.activation(f"{wide[:7]}-{wide[7:]}").send().status == 201

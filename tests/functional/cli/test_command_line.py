from __future__ import annotations

import csv
import io
import json
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pyotp
import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from mykey.cli.main import main
from mykey.crypto.keyring import create_key_ring
from mykey.crypto.passwords import Passwords
from mykey.crypto.purposes import CorePurpose
from mykey.crypto.tokens import system_random_bytes
from mykey.kernel.clock import system_clock
from mykey.models.form_ones import FormOne
from mykey.models.keys import CoreKeys
from mykey.models.providers import Provider
from mykey.models.terminals import Terminal
from mykey.services.sign_in_officer import sign_in_officer
from mykey.services.work import Work
from mykey.web.engines import make_engine
from tests.factories.forms import form_one_csv, form_one_workbook
from tests.support.databases import Databases
from tests.support.ground import ApartOn
from tests.support.leak_guard import LeakGuard

Run = Callable[..., tuple[int, str, str]]
PASSWORD = "a long demo password"
FACILITIES = ("--facility", "見本美術館=culture", "--all-other-facilities", "other")


@pytest.fixture
def engine(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    ring = tmp_path / "keys.json"
    create_key_ring(ring, CorePurpose, system_random_bytes)
    monkeypatch.setenv("MYKEY_CLI_DATABASE_URL", database_url)
    monkeypatch.setenv("MYKEY_CLI_KEY_RING", str(ring))
    monkeypatch.delenv("MYKEY_CLI_LANGUAGE", raising=False)
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def run(engine: Engine, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: str | Path) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    assert engine is not None
    return command


def add_providers(run: Run) -> None:
    for name in ("川崎市立図書館", "見本銀座商店街"):
        code, out, _ = run("provider", "add", "--municipality", "141305", "--name", name)
        assert code == 0
        assert name in out


def counts(engine: Engine) -> tuple[int, int]:
    with Session(engine) as session:
        return (
            session.execute(select(func.count()).select_from(FormOne)).scalar_one(),
            session.execute(select(func.count()).select_from(Terminal)).scalar_one(),
        )


def test_form_two_is_written_for_its_owner_alone(
    run: Run, engine: Engine, tmp_path: Path, leak_guard: LeakGuard
) -> None:
    add_providers(run)
    form, out = tmp_path / "form-1.xlsx", tmp_path / "form-2.xlsx"
    form.write_bytes(form_one_workbook())
    code, told, error = run("terminals", "issue", form, "--out", out, *FACILITIES)
    assert (code, error) == (0, "")
    assert "6台を発行し" in told
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    book = openpyxl.load_workbook(io.BytesIO(out.read_bytes()))
    shown = {str(row[4].value): str(row[5].value) for row in book["ア"].iter_rows(min_row=2)}
    ring = CoreKeys.open(tmp_path / "keys.json", system_random_bytes, demo_allowed=False)
    with Session(engine) as session:
        for terminal_id, password in shown.items():
            parts = (terminal_id.encode(), password.encode())
            index = ring.index(CorePurpose.TERMINAL_PASSWORD_INDEX, *parts)
            assert session.get_one(Terminal, terminal_id).password_index == index
            assert password not in told
    out.unlink()
    for password in shown.values():
        leak_guard.watch(password, "a terminal password")


def test_csv_in_and_out(run: Run, tmp_path: Path) -> None:
    add_providers(run)
    form, out = tmp_path / "form-1.csv", tmp_path / "form-2.csv"
    form.write_bytes(form_one_csv(encoding="cp932"))
    assert run("terminals", "issue", form, "--out", out, "--encoding", "cp932", *FACILITIES)[0] == 0
    rows = list(csv.DictReader(io.StringIO(out.read_bytes().decode("cp932"))))
    assert len(rows) == 6
    assert all(len(row["端末パスワード"]) == 14 for row in rows)


def test_without_its_providers_nothing_is_issued(run: Run, engine: Engine, tmp_path: Path) -> None:
    form, out = tmp_path / "form-1.xlsx", tmp_path / "form-2.xlsx"
    form.write_bytes(form_one_workbook())
    code, told, error = run("terminals", "issue", form, "--out", out)
    assert (code, told) == (2, "")
    assert "川崎市立図書館, 見本銀座商店街" in error
    assert not out.exists()
    assert counts(engine) == (0, 0)


def test_facilities_are_told_all_at_once_and_a_library_is_none(
    run: Run, engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form, out = tmp_path / "form-1.xlsx", tmp_path / "form-2.xlsx"
    machines = [("イ", "", place, "見本") for place in ("見本=果実店", "見本食堂", "見本図書館")]
    form.write_bytes(form_one_workbook(machines, providers=()))
    issue = ("terminals", "issue", form, "--out", out)
    code, _, error = run(*issue, "--facility", "見本食堂=restaurant")
    assert code == 2
    assert "見本=果実店: category-missing" in error
    assert "見本図書館: looks-like-a-library" in error
    assert "見本食堂" not in error
    assert not out.exists()
    for wrong in (("--facility", "見本食堂=library"), ("--all-other-facilities", "library")):
        with pytest.raises(SystemExit):
            run(*issue, *wrong)
    capsys.readouterr()
    assert counts(engine) == (0, 0)
    given = (
        "--facility",
        "見本=果実店=shop",
        "--facility",
        " 見本食堂=restaurant",
        "--no-library",
        "見本図書館",
    )
    assert run(*issue, *given, "--all-other-facilities", "shop")[0] == 0
    assert counts(engine) == (1, 3)


def test_a_form_with_faults_is_told_row_by_row(
    run: Run, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form, out = tmp_path / "form-1.csv", tmp_path / "form-2.xlsx"
    form.write_bytes(form_one_csv() + "イ,2,,=A1,見本\r\n".encode())
    code, _, error = run("terminals", "issue", form, "--out", out)
    assert code == 2
    assert "20行目 設置場所: 計算式が入っています" in error
    monkeypatch.setenv("MYKEY_CLI_LANGUAGE", "en")
    english = run("terminals", "issue", form, "--out", out)[2]
    assert "row 20, 設置場所: There is a formula." in english
    assert not out.exists()
    assert counts(engine) == (0, 0)


def test_a_file_is_never_written_over(run: Run, engine: Engine, tmp_path: Path) -> None:
    add_providers(run)
    form, out = tmp_path / "form-1.xlsx", tmp_path / "form-2.xlsx"
    form.write_bytes(form_one_workbook())
    out.write_text("old")
    code, _, error = run("terminals", "issue", form, "--out", out)
    assert code == 2
    assert "同じ名前のファイルがあるため" in error
    assert out.read_text() == "old"
    assert counts(engine) == (0, 0)


def test_what_cp932_lacks_issues_nothing(run: Run, engine: Engine, tmp_path: Path) -> None:
    form, out = tmp_path / "form-1.xlsx", tmp_path / "form-2.csv"
    form.write_bytes(form_one_workbook([("イ", "", "𠮷野家", "見本")], providers=()))
    code, _, error = run("terminals", "issue", form, "--out", out, "--encoding", "cp932", *FACILITIES)
    assert code == 2
    assert "2行目に、cp932にない文字があります" in error
    assert not out.exists()
    assert counts(engine) == (0, 0)


def test_files_that_cannot_be_opened(run: Run, tmp_path: Path) -> None:
    form = tmp_path / "form-1.xlsx"
    assert "ファイルを開けません" in run("terminals", "issue", form, "--out", tmp_path / "2.xlsx")[2]
    form.write_bytes(form_one_workbook())
    missing = tmp_path / "nowhere" / "2.xlsx"
    assert "ファイルを開けません" in run("terminals", "issue", form, "--out", missing)[2]


def test_an_officer_who_was_added_signs_in(
    run: Run, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    code, out, _ = run("officer", "add", "kawasaki", "--municipality", "141305", "--password-stdin")
    assert code == 0
    assert PASSWORD not in out
    uri = re.search(r"otpauth://\S+", out)
    assert uri
    keys = CoreKeys.open(tmp_path / "keys.json", system_random_bytes, demo_allowed=False)
    with Session(engine) as session:
        work = Work(session, ApartOn(engine), keys, system_clock, system_random_bytes)
        totp = pyotp.parse_uri(uri[0])
        assert isinstance(totp, pyotp.TOTP)
        found = sign_in_officer(work, Passwords(), "kawasaki", PASSWORD, totp.at(system_clock()))
        assert found.municipality_code == "141305"
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    code, _, error = run("officer", "add", "KAWASAKI", "--operator", "--password-stdin")
    assert (code, error) == (2, "このログイン名は使われています。\n")


def test_a_password_is_typed_twice(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter([PASSWORD, "another password", PASSWORD, PASSWORD])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    assert run("officer", "add", "operator", "--operator")[2] == "2回のパスワードが違います。\n"
    assert run("officer", "add", "operator", "--operator")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--municipality", "141306", "--name", "見本"], "この全国地方公共団体コードはありません"),
        (["--municipality", "141305", "--name", "見本", "--prefix", "A"], "prefix: prefix-characters"),
        (["--municipality", "141305", "--name", ""], "name: text-missing"),
    ],
)
def test_a_provider_that_cannot_be(run: Run, engine: Engine, arguments: list[str], told: str) -> None:
    code, _, error = run("provider", "add", *arguments)
    assert code == 2
    assert told in error
    with Session(engine) as session:
        assert session.scalars(select(Provider)).first() is None


def test_what_argparse_refuses_is_2_as_well(run: Run) -> None:
    for arguments in ([], ["provider"], ["provider", "add"], ["officer", "add", "x"], ["terminals", "issue"]):
        with pytest.raises(SystemExit) as caught:
            run(*arguments)
        assert caught.value.code == 2


def test_a_missing_or_broken_setting_is_named_without_its_value(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    arguments = ("provider", "add", "--municipality", "141305", "--name", "見本")
    monkeypatch.setenv("MYKEY_CLI_DEMO_KEYS", "secret-typed-in-the-wrong-place")
    code, _, error = run(*arguments)
    assert code == 2
    assert "MYKEY_CLI_DEMO_KEYS" in error
    assert "secret" not in error
    monkeypatch.delenv("MYKEY_CLI_DEMO_KEYS")
    (tmp_path / "keys.json").chmod(0o644)
    assert "readable-by-others" in run(*arguments)[2]
    (tmp_path / "keys.json").unlink()
    assert "unreadable" in run(*arguments)[2]
    monkeypatch.delenv("MYKEY_CLI_KEY_RING")
    assert "MYKEY_CLI_KEY_RING" in run(*arguments)[2]


def test_demo_keys_are_for_the_demo(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ring = tmp_path / "demo.json"
    assert run("keys", "create", ring, "--demo")[0] == 0
    monkeypatch.setenv("MYKEY_CLI_KEY_RING", str(ring))
    arguments = ("provider", "add", "--municipality", "141305", "--name", "見本")
    assert "demo-keys" in run(*arguments)[2]
    monkeypatch.setenv("MYKEY_CLI_DEMO_KEYS", "yes")
    assert run(*arguments)[0] == 0


def test_a_key_ring_is_made_for_its_owner_alone_and_never_replaced(run: Run, tmp_path: Path) -> None:
    ring = tmp_path / "core.json"
    code, out, _ = run("keys", "create", ring)
    assert code == 0
    assert stat.S_IMODE(ring.stat().st_mode) == 0o600
    stored = json.loads(ring.read_text())
    materials = [key for versions in stored["purposes"].values() for key in versions.values()]
    assert len(set(materials)) == len(materials) > 1
    assert not any(key in out for key in materials)
    before = ring.read_bytes()
    assert run("keys", "create", ring)[0] == 2
    assert ring.read_bytes() == before


def test_migrate_makes_the_tables_and_a_database_without_them_is_told(
    run: Run, databases: Databases, database_engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = databases.create_empty("core", database_engine)
    try:
        monkeypatch.setenv("MYKEY_CLI_DATABASE_URL", url)
        code, _, error = run("provider", "add", "--municipality", "141305", "--name", "見本")
        assert code == 2
        assert "データベースを使えません" in error
        assert "SELECT" not in error
        assert run("migrate")[0] == 0
        assert run("migrate")[0] == 0
        add_providers(run)
    finally:
        databases.drop(url)

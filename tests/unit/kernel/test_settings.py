from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest

from mykey.console.settings import ConsoleSettings
from mykey.handoff.settings import TicketsSettings
from mykey.jobs.settings import JobsSettings
from mykey.kernel.settings import SettingMalformed, SettingMissing, Settings, is_loopback, load
from mykey.points.citizens.settings import PointsSettings
from mykey.portal.settings import PortalSettings
from mykey.terminals.settings import TerminalsSettings


@dataclass(frozen=True)
class Sample(Settings):
    PREFIX: ClassVar[str] = "SAMPLE_"

    name: str
    secret: str = field(repr=False)
    ring: Path
    count: int = 3
    open: bool = False
    life: timedelta = timedelta(minutes=5)


WHOLE = {"SAMPLE_NAME": "a", "SAMPLE_SECRET": "hush-hush", "SAMPLE_RING": "keys.json"}


def test_what_is_set_is_read_as_its_type() -> None:
    more = {"SAMPLE_COUNT": "7", "SAMPLE_OPEN": "yes", "SAMPLE_LIFE": "90"}
    assert load(Sample, WHOLE | more) == Sample(
        "a", "hush-hush", Path("keys.json"), count=7, open=True, life=timedelta(seconds=90)
    )


def test_what_is_not_set_has_its_default() -> None:
    found = load(Sample, WHOLE)
    assert (found.count, found.open, found.life) == (3, False, timedelta(minutes=5))


@pytest.mark.parametrize("variable", WHOLE)
def test_what_has_no_default_must_be_set(variable: str) -> None:
    with pytest.raises(SettingMissing) as refused:
        load(Sample, {name: value for name, value in WHOLE.items() if name != variable})
    assert str(refused.value) == f"setting-missing: {variable}"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SAMPLE_NAME", ""),
        ("SAMPLE_SECRET", ""),
        ("SAMPLE_RING", ""),
        ("SAMPLE_COUNT", ""),
        ("SAMPLE_COUNT", "a-secret-typed-here"),
        ("SAMPLE_COUNT", "1.5"),
        ("SAMPLE_OPEN", ""),
        ("SAMPLE_OPEN", "True"),
        ("SAMPLE_OPEN", "1"),
        ("SAMPLE_OPEN", "YES"),
        ("SAMPLE_LIFE", "5 minutes"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_name_and_never_by_its_value(variable: str, value: str) -> None:
    with pytest.raises(SettingMalformed) as refused:
        load(Sample, WHOLE | {variable: value})
    error: BaseException | None = refused.value
    shown = f"{error}{error!r}{refused.value.facts}"
    while error is not None:
        shown += f"{error.__cause__}"
        assert error.__suppress_context__ or error.__context__ is None
        error = error.__cause__
    assert variable in shown
    assert value == "" or value not in shown


def test_a_type_nobody_can_read_is_refused() -> None:
    @dataclass(frozen=True)
    class Odd(Settings):
        ratio: float = 0.5

    assert load(Odd, {}).ratio == 0.5
    with pytest.raises(SettingMalformed):
        load(Odd, {"MYKEY_RATIO": "0.7"})


def test_another_prefix_is_not_ours() -> None:
    with pytest.raises(SettingMissing):
        load(Sample, {name.replace("SAMPLE", "OTHER"): value for name, value in WHOLE.items()})


def test_settings_are_frozen_and_hide_their_secrets() -> None:
    found = load(Sample, WHOLE)
    assert "hush-hush" not in repr(found)
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.name = "b"  # type: ignore[misc] # what must not be possible


@pytest.mark.parametrize(
    "kind",
    [PortalSettings, TerminalsSettings, ConsoleSettings, PointsSettings, JobsSettings, TicketsSettings],
)
def test_every_process_hides_its_secrets_and_starts_with_nothing_unset(kind: type[Settings]) -> None:
    fields = dataclasses.fields(kind)
    secrets = {one.name for one in fields if not one.repr}
    named_so = {one.name for one in fields if one.name.endswith(("_url", "_token_key", "password"))}
    assert named_so - secrets <= {"points_url", "points_till_url", "portal_url", "console_url"}
    assert ("database_url" in secrets) is (kind is not TicketsSettings)
    assert kind.PREFIX.startswith("MYKEY_")
    with pytest.raises(SettingMissing):
        load(kind, {})


def test_each_process_has_a_prefix_of_its_own() -> None:
    kinds = (
        PortalSettings, TerminalsSettings, ConsoleSettings, PointsSettings, JobsSettings, TicketsSettings,
    )  # fmt: skip
    assert len({kind.PREFIX for kind in kinds}) == len(kinds)


@pytest.mark.parametrize(
    ("origin", "here"),
    [
        ("http://localhost:8610", True),
        ("http://127.0.0.1:8610", True),
        ("http://[::1]:8610", True),
        ("https://LOCALHOST", True),
        ("https://mykey.example.jp", False),
        ("http://localhost.example.jp", False),
        ("http://localhost@example.jp", False),
        ("http://127.0.0.1.example.jp", False),
        ("http://0.0.0.0:8610", False),
        ("localhost:8610", False),
        ("", False),
    ],
)
def test_demo_keys_are_for_this_machine_alone(origin: str, *, here: bool) -> None:
    assert is_loopback(origin) is here

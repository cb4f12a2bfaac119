"""Settings are frozen dataclasses, one per process, read once, and closed by default.

A field without a default must be set. Errors name the variable and never its value: a mistyped secret
must not end in a log (style.md, habit 21). The rules are the same everywhere; the demo differs by values.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar, TypeVar
from urllib.parse import urlsplit

from mykey.kernel.errors import Broken

__all__ = ["SettingMalformed", "SettingMissing", "Settings", "is_loopback", "load"]


class SettingMissing(Broken):
    """A setting without a default is not there. Fact: `variable`."""

    code = "setting-missing"

    def __str__(self) -> str:
        """The variable's name; there is no value to show."""
        return f"setting-missing: {self.facts['variable']}"


class SettingMalformed(Broken):
    """A setting cannot be read as its type, or must not be used. Facts: `variable`, `wanted`."""

    code = "setting-malformed"

    def __str__(self) -> str:
        """The variable's name and what was wanted, never what was found."""
        return f"setting-malformed: {self.facts['variable']} (wanted: {self.facts['wanted']})"


@dataclasses.dataclass(frozen=True)
class Settings:
    """The base. `PREFIX` + the field's name in capitals is the environment variable.

    Secrets are fields with `repr=False`.
    """

    PREFIX: ClassVar[str] = "MYKEY_"


S = TypeVar("S", bound=Settings)


def load(kind: type[S], environment: Mapping[str, str]) -> S:
    """Read one dataclass of settings.

    Raises:
        SettingMissing: a field without a default has no variable.
        SettingMalformed: a variable cannot be read as the field's type.
    """
    types = typing.get_type_hints(kind)
    values: dict[str, Any] = {}
    for field in dataclasses.fields(kind):
        variable = kind.PREFIX + field.name.upper()
        if variable in environment:
            values[field.name] = _read(variable, types[field.name], environment[variable])
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise SettingMissing(variable=variable)
    return kind(**values)


def is_loopback(origin: str) -> bool:
    """Whether an origin can be reached from this machine alone; only there are demo keys accepted."""
    return urlsplit(origin).hostname in {"localhost", "127.0.0.1", "::1"}


def _read(variable: str, kind: Any, text: str) -> Any:
    if kind is str:
        if not text:
            raise SettingMalformed(variable=variable, wanted="text")
        return text
    if kind is bool:
        if text not in {"yes", "no"}:
            raise SettingMalformed(variable=variable, wanted="yes or no")
        return text == "yes"
    if kind is Path:
        if not text:
            raise SettingMalformed(variable=variable, wanted="a path")
        return Path(text)
    try:
        if kind is int:
            return int(text)
        if kind is timedelta:
            return timedelta(seconds=int(text))
    except ValueError:
        raise SettingMalformed(variable=variable, wanted="a whole number") from None
    raise SettingMalformed(variable=variable, wanted=str(kind))

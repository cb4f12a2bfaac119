"""Settings of the command line: environment variables that begin with MYKEY_CLI_."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from mykey.kernel.settings import Settings

__all__ = ["CliSettings", "DatabaseSettings"]


@dataclass(frozen=True)
class DatabaseSettings(Settings):
    """What `mykey migrate` needs."""

    PREFIX: ClassVar[str] = "MYKEY_CLI_"

    database_url: str = field(repr=False)


@dataclass(frozen=True)
class CliSettings(Settings):
    """What every command that touches rows needs.

    `demo_keys` says "yes" where the key ring is the demo's; anywhere else such a ring is refused.
    """

    PREFIX: ClassVar[str] = "MYKEY_CLI_"

    database_url: str = field(repr=False)
    key_ring: Path
    demo_keys: bool = False

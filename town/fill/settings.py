"""What the fill is told: where the home is, and the settings that a process of the core has."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from mykey.kernel.settings import Settings
from town.embedded.layout import Layout

__all__ = ["FillSettings", "PlatformSettings"]

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class FillSettings(Settings):
    """TOWN_FILL_HOME and TOWN_FILL_BASE_PORT, as `town.embedded` has them."""

    PREFIX: ClassVar[str] = "TOWN_FILL_"

    home: Path
    base_port: int

    @property
    def layout(self) -> Layout:
        """Where everything lies and listens."""
        return Layout(REPOSITORY, self.home, self.base_port)


@dataclass(frozen=True)
class PlatformSettings(Settings):
    """MYKEY_FILL_…: the settings that every process of the core has."""

    PREFIX: ClassVar[str] = "MYKEY_FILL_"

    database_url: str = field(repr=False)
    key_ring: Path
    trust: Path
    revocation_lists: Path
    linkage_origin: str

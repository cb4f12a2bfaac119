"""Settings of the ticket writer's process: environment variables MYKEY_TICKETS_…, closed by default."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from mykey.kernel.settings import SettingMalformed, Settings

__all__ = ["TicketsSettings"]


@dataclass(frozen=True)
class TicketsSettings(Settings):
    """The process that alone holds the subject key. It has no database and no port.

    `points_sealing_key` is the file with the points side's public key. `peers` are the numbers of the users
    that may ask, with commas between; none given: the writer's own user alone.
    """

    PREFIX: ClassVar[str] = "MYKEY_TICKETS_"

    key_ring: Path
    socket: Path
    points_sealing_key: Path
    peers: str = ""
    demo_keys: bool = False
    tickets_a_minute: int = 6000
    """Past it the writer is silent: so many are asked for by a core that was taken over."""

    def allowed_users(self) -> frozenset[int]:
        """The users behind `peers`.

        Raises:
            SettingMalformed.
        """
        if not self.peers:
            return frozenset({os.getuid()})
        numbers = [text.strip() for text in self.peers.split(",")]
        if not all(text.isascii() and text.isdigit() for text in numbers):
            raise SettingMalformed(variable="MYKEY_TICKETS_PEERS", wanted="user ids with commas between")
        return frozenset(map(int, numbers))

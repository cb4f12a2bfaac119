"""Files with secrets of the demo: for their owner alone, whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

__all__ = ["write_private_json"]


def write_private_json(path: Path, value: Any) -> None:
    """Write beside and rename: whole at every moment, and at none readable by others."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump(value, file, ensure_ascii=False, indent=2)
        file.write("\n")
    fresh.replace(path)

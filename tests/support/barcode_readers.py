"""Two independent readers of barcodes, none of them ours: zxing-cpp and ZBar."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

import zxingcpp
from PIL import Image

__all__ = ["read_by_zbar", "read_by_zxing"]


def read_by_zxing(png: bytes) -> list[str]:
    """The texts of all codes in a picture."""
    with Image.open(BytesIO(png), formats=["PNG"]) as picture:
        return [found.text for found in zxingcpp.read_barcodes(picture)]


def read_by_zbar(png: bytes, directory: Path) -> list[str]:
    """The same, by `zbarimg`; the picture is put into `directory` for it."""
    file = directory / "barcode.png"
    file.write_bytes(png)
    done = subprocess.run(  # noqa: S603 -- fixed arguments
        ["zbarimg", "--quiet", "--raw", "--nodbus", str(file)],  # noqa: S607 -- Debian's zbar-tools
        capture_output=True,
        text=True,
        check=True,
    )
    file.unlink()
    return done.stdout.split()

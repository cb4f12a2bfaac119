"""What stands on the pages of a PDF, read by PDFium, which did not make it."""

from __future__ import annotations

from io import BytesIO

import pypdfium2  # type: ignore[import-untyped] # it ships no types

__all__ = ["pictures_of", "texts_of"]

#: As a scanner sees paper, about 144 dots an inch.
_SCALE = 2


def texts_of(pdf: bytes) -> list[str]:
    """Page by page, without blanks."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        found.append("".join(text.get_text_range().split()))
        text.close()
        page.close()
    document.close()
    return found


def pictures_of(pdf: bytes) -> list[bytes]:
    """Page by page, as PNG."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for number in range(len(document)):
        page = document[number]
        drawn = BytesIO()
        page.render(scale=_SCALE).to_pil().save(drawn, format="PNG")
        found.append(drawn.getvalue())
        page.close()
    document.close()
    return found

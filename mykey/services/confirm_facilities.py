"""Points terminals belong to a facility whose category the operator confirms; a library is refused.

A library can never be a place of points for library use (privacy.md, "Deliberately non-joinable", 8). What
Form I says is only a name, so the operator has to choose; nothing is preset, and a place that looks like a
library needs a word of its own that it is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from mykey.kernel.refusals_of_officers import FacilitiesNotConfirmed
from mykey.models.form_ones import FormOne, FormOneRow
from mykey.models.providers import Provider
from mykey.models.terminals import FacilityCategory
from mykey.services.form_one_layout import KINDS, SERVICE_ID, plain
from mykey.services.work import Work

__all__ = ["LIBRARY", "FacilitiesConfirmed", "Facility", "categories_of_rows", "facilities_of_form"]

#: what the operator may choose besides the words of `FacilityCategory`; it refuses the form
LIBRARY = "library"
_SOUNDS_LIKE_A_LIBRARY = ("図書", "圖書", "としょ", "トショ", "ライブラリ", "library")


@dataclass(frozen=True)
class Facility:
    """One place of a Form I with its points terminals. `looks_like_a_library`: to be confirmed apart."""

    place: str
    rows: list[FormOneRow]
    looks_like_a_library: bool


@dataclass(frozen=True)
class FacilitiesConfirmed:
    """What the operator decided. `categories` by place; `of_all_others` for places that it leaves out.

    `no_libraries`: the places that look like a library and are none.
    """

    categories: Mapping[str, str] = field(default_factory=dict)
    no_libraries: frozenset[str] = frozenset()
    of_all_others: str | None = None

    def category(self, place: str) -> str | None:
        """What was chosen for a place, by itself or for all."""
        return self.categories.get(place) or self.of_all_others


def facilities_of_form(work: Work, form: FormOne, rows: list[FormOneRow]) -> list[Facility]:
    """The places of the form's points terminals: first those that look like a library, then by name."""
    names, places = _libraries(work, form, rows)
    order = {kind.code: number for number, kind in enumerate(KINDS)}
    found: dict[str, list[FormOneRow]] = {}
    for row in rows:
        if row.kind != SERVICE_ID:
            found.setdefault(row.place, []).append(row)
    facilities = [
        Facility(
            place,
            sorted(own, key=lambda row: (order[row.kind], row.position)),
            _plain(place) in places or any(_sounds(text, names) for text in _texts(place, own)),
        )
        for place, own in found.items()
    ]
    return sorted(facilities, key=lambda one: (not one.looks_like_a_library, one.place))


def categories_of_rows(facilities: list[Facility], confirmed: FacilitiesConfirmed) -> dict[UUID, str]:
    """The category of each points terminal's row.

    Raises:
        FacilitiesNotConfirmed: all places at once that are libraries, or not decided on.
    """
    errors: list[dict[str, str]] = []
    for facility in facilities:
        chosen = confirmed.category(facility.place)
        if chosen == LIBRARY:
            errors.append({"place": facility.place, "reason": "library"})
            continue
        if chosen not in FacilityCategory.ALL:
            errors.append({"place": facility.place, "reason": "category-missing"})
        if facility.looks_like_a_library and facility.place not in confirmed.no_libraries:
            errors.append({"place": facility.place, "reason": "looks-like-a-library"})
    if errors:
        raise FacilitiesNotConfirmed(errors=errors)
    return {
        row.id: str(confirmed.category(facility.place)) for facility in facilities for row in facility.rows
    }


def _libraries(work: Work, form: FormOne, rows: list[FormOneRow]) -> tuple[list[str], set[str]]:
    """The names of the municipality's libraries, and the places where this form puts their own terminals."""
    libraries = work.session.scalars(
        select(Provider.name).where(
            Provider.municipality_code == form.municipality_code, Provider.kind == LIBRARY
        )
    )
    names = [_plain(name) for name in libraries]
    places = {_plain(row.place) for row in rows if row.provider_name and _plain(row.provider_name) in names}
    return names, places


def _texts(place: str, rows: list[FormOneRow]) -> list[str]:
    return [place, *(row.terminal_name for row in rows)]


def _sounds(text: str, names: list[str]) -> bool:
    said = _plain(text)
    return any(word in said for word in (*_SOUNDS_LIKE_A_LIBRARY, *names))


def _plain(text: str) -> str:
    return plain(text).casefold()

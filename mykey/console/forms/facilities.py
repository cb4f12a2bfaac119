"""The approval of a Form I: what kind of facility each points terminal stands in. Nothing is preset."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectField
from wtforms.fields.choices import SelectChoice

from mykey.console.words import FACILITY_CATEGORIES
from mykey.kernel.refusals_of_officers import FacilitiesNotConfirmed
from mykey.services.confirm_facilities import LIBRARY, FacilitiesConfirmed, Facility

__all__ = ["FacilitiesForm", "add_facility_errors", "facilities_form"]

#: so many lines the summary names; every place is marked beside its own field all the same
MAX_LINES = 20


def _categories(label: object) -> SelectField:
    choices = [
        SelectChoice("", lazy_gettext("選んでください")),
        *(SelectChoice(word, text) for word, text in FACILITY_CATEGORIES.items()),
        SelectChoice(LIBRARY, lazy_gettext("図書館（発行できません）")),
    ]
    unknown = lazy_gettext("一覧から選んでください。")
    return SelectField(label, choices=choices, default="", invalid_choice_message=unknown)


class FacilitiesForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """The button, and where there are points terminals a category for each place and one for all others."""

    facilities: tuple[Facility, ...] = ()

    def choice(self, number: int) -> Field:
        """The category of the place of this number, from 0."""
        return self[f"place_{number}"]

    def no_library(self, number: int) -> Field | None:
        """The confirmation for a place that looks like a library."""
        return self[f"no_library_{number}"] if self.facilities[number].looks_like_a_library else None

    def confirmed(self) -> FacilitiesConfirmed:
        """What was chosen, for the service."""
        chosen = {each.place: self.choice(number).data for number, each in enumerate(self.facilities)}
        confirmations = ((each.place, self.no_library(number)) for number, each in enumerate(self.facilities))
        return FacilitiesConfirmed(
            categories={place: word for place, word in chosen.items() if word},
            no_libraries=frozenset(place for place, box in confirmations if box is not None and box.data),
            of_all_others=(self["of_all_others"].data or None) if self.facilities else None,
        )


def facilities_form(facilities: list[Facility]) -> FacilitiesForm:
    """The form for these places; fields are numbered, so that a name never becomes a field's name."""
    fields: dict[str, object] = {"facilities": tuple(facilities)}
    if facilities:
        fields["of_all_others"] = _categories(lazy_gettext("ほかの場所すべての区分"))
    for number, facility in enumerate(facilities):
        fields[f"place_{number}"] = _categories(facility.place)
        if facility.looks_like_a_library:
            fields[f"no_library_{number}"] = BooleanField(lazy_gettext("図書館ではないことを確かめました"))
    made: FacilitiesForm = type("FacilitiesForm", (FacilitiesForm,), fields)()
    return made


def add_facility_errors(form: FacilitiesForm, refusal: FacilitiesNotConfirmed) -> None:
    """Say beside each place what is wrong with it, and of libraries what to do."""
    errors = refusal.facts["errors"]
    numbers = {facility.place: number for number, facility in enumerate(form.facilities)}
    libraries: list[str] = []
    missing = 0
    for error in errors if isinstance(errors, list) else []:
        place, number = error["place"], numbers[error["place"]]
        field = form.choice(number)
        if error["reason"] == "library":
            libraries.append(_("「%(place)s」", place=place))
            field.errors = [_("「%(place)s」は図書館なので、発行できません。", place=place)]
        elif error["reason"] == "category-missing":
            missing += 1
            # An empty sentence marks the field and adds no line to the summary.
            field.errors = [
                _("「%(place)s」の区分を選んでください。", place=place) if missing <= MAX_LINES else ""
            ]
        elif (box := form.no_library(number)) is not None:
            box.errors = [
                _("「%(place)s」が図書館でないことを確かめ、チェックを入れてください。", place=place)
            ]
    if missing > MAX_LINES:
        rest = missing - MAX_LINES
        form.form_errors.append(_("ほかに%(number)sか所の区分が選ばれていません。", number=rest))
    if libraries:
        form.form_errors.append(
            _(
                "図書館の端末では、ポイントを使うことも、付けることもできません：%(places)s。何も発行していません。"
                "この様式Ⅰを差し戻し、図書館の端末を除いて出し直してもらってください。",
                places="".join(libraries),
            )
        )

"""A municipality's support events: the list, a new one, changing one that has not begun."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.points.acts.add_event import add_event, edit_event, list_events, see_event
from mykey.points.acts.edit_programme import see_programme
from mykey.points.office.clerks import own_municipality
from mykey.points.office.forms.event import EventForm
from mykey.points.office.forms.fields import add_faults
from mykey.points.office.noting import noted
from mykey.points.office.permissions import OfficePermission, requires
from mykey.points.office.words import EVENT_STATES
from mykey.points.office.workplace import done, say
from mykey.points.refusals_of_office import EventNotFound, OfficeDetailsInvalid

__all__ = ["make_blueprint"]


def make_blueprint() -> Blueprint:
    """The pages around events."""
    blueprint = Blueprint("office_events", __name__)
    blueprint.add_url_rule("/events", "list_of_events", list_of_events)
    blueprint.add_url_rule("/events/new", "new_event", new_event, methods=["GET", "POST"])
    blueprint.add_url_rule("/events/<uuid:event_id>", "one_event", one_event, methods=["GET", "POST"])
    return blueprint


@requires(OfficePermission.EVENT_READ)
def list_of_events() -> ResponseReturnValue:
    """All of the municipality's, the latest first."""
    code = own_municipality()
    events = done(lambda work: list_events(work, code))
    return render_template("points_office/events.html", events=events, states=EVENT_STATES)


@requires(OfficePermission.EVENT_WRITE)
def new_event() -> ResponseReturnValue:
    """Add one."""
    code, form = own_municipality(), EventForm()
    done(lambda work: see_programme(work, code))
    if form.validate_on_submit():
        details = form.details()
        try:
            noted(lambda work: add_event(work, code, details), "add-event", details.event_name)
        except OfficeDetailsInvalid as refusal:
            add_faults(form, refusal)
        else:
            say(_("イベントを登録しました。"))
            return redirect(url_for("office_events.list_of_events"), 303)
    return _page(form, is_new=True)


@requires(OfficePermission.EVENT_WRITE)
def one_event(event_id: UUID) -> ResponseReturnValue:
    """Change one that has not begun."""
    code = own_municipality()
    event = done(lambda work: see_event(work, code, event_id))
    if event.state != "coming":
        raise EventNotFound
    form = EventForm(data=vars(event.details))
    if form.validate_on_submit():
        details = form.details()
        try:
            noted(lambda work: edit_event(work, code, event_id, details), "edit-event", details.event_name)
        except OfficeDetailsInvalid as refusal:
            add_faults(form, refusal)
        else:
            say(_("イベントを変えました。"))
            return redirect(url_for("office_events.list_of_events"), 303)
    return _page(form, is_new=False)


def _page(form: EventForm, *, is_new: bool) -> ResponseReturnValue:
    page = render_template("points_office/event.html", form=form, is_new=is_new)
    return page, 422 if form.errors else 200

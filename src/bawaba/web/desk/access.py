"""Who works at the desk: asked with every request, before the view runs."""

from collections.abc import Callable, Collection
from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect

from bawaba.identity.staff.gate import KEPT, officer_at
from bawaba.identity.staff.queries import NoOfficer, OfficerView
from bawaba.identity.staff.rules import PERMISSIONS
from bawaba.registers.ports import UnknownPerson
from bawaba.registers.queries import known_facts
from bawaba.web.portal.public import not_found

View = Callable[..., HttpResponse]
ENTRY = "/desk/enter"


def for_officer(view: View) -> View:
    """Only for an officer in service; everybody else enters first. Nothing of the desk is stored by anybody."""

    @wraps(view)
    def checked(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            request.officer = officer_at(request.session)
        except NoOfficer:
            if KEPT in request.session:
                request.session.flush()  # dismissed meanwhile
            return HttpResponseRedirect(ENTRY)
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    checked.needs_officer = True  # type: ignore[attr-defined]  # read by tests/house
    return checked


def for_staff(permission: str) -> Callable[[View], View]:
    """Only for staff who may do this; for everybody else in service there is no such page. KeyError at start-up."""
    PERMISSIONS[permission]

    def wrapped(view: View) -> View:
        @wraps(view)
        def checked(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs) if request.officer.may(permission) else not_found(request)

        return for_officer(checked)

    return wrapped


def household_of(officer: OfficerView, max_age: timedelta) -> Collection[str] | None:
    """Person keys of the officer's family, as the register said last; None when it never said."""
    try:
        found = known_facts(officer.person_key, ("person",), max_age=max_age).get("person")
    except UnknownPerson:
        return None
    return frozenset(one.person_key for one in found.value.household) if found else None

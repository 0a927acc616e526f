"""Somebody is received at an office that is open day and night: booked for today, and Noor notes the arrival."""

import time

from bawaba_sandbox.rehearsal.browser import Unexpected
from bawaba_sandbox.rehearsal.people import Addresses, Person
from bawaba_sandbox.rehearsal.staff import noor_at_desk
from bawaba_sandbox.rehearsal.stories.booking import OFFICE, SLOT, found_in

MIDNIGHT = (
    700  # seconds: in the last ten minutes of a day the next slot is tomorrow's, and an arrival is noted on its day
)


def be_received(at: Addresses, person: Person, agency: str, region: str) -> None:
    """The next slot; Noor notes the arrival as soon as its day has come."""
    page, noor = person.browser, noor_at_desk(at)
    page.open(f"/appointments/book?agency={agency}&region={region}")
    office = OFFICE.search(page.page.text)
    if office is None:
        raise Unexpected(f"no office at {page.path}")
    page.open(office[1])
    slot = found_in(page, SLOT)
    page.open(f"/appointments/confirm?office={office[2]}&at={slot}")
    page.send("/appointments/confirm", {"office": office[2], "at": slot, "for": "self"})
    mine, end = page.path, time.monotonic() + MIDNIGHT
    while time.monotonic() < end:
        noor.open("/desk/appointments")
        noor.send(f"/desk{mine}/arrived", {})
        if f"{mine}/cancel" not in page.open(mine):
            return
        time.sleep(5)
    raise Unexpected(f"no arrival was noted: {mine}")

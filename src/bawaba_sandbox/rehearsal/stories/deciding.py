"""What an officer decides: sent back once, completed, approved, and a sealed permit at the end."""

from datetime import date, timedelta

from bawaba_sandbox.rehearsal.people import Addresses
from bawaba_sandbox.rehearsal.staff import noor_at_desk
from bawaba_sandbox.rehearsal.stories.paying import wait_for_receipt
from bawaba_sandbox.rehearsal.stories.telling import Story, active, require

APPLY = "/services/event-permit/apply"


def event_permit(at: Addresses) -> None:
    """Noor sends an event permit back with a letter, the applicant completes it, Noor approves."""
    person, noor = active(at), noor_at_desk(at)
    page = person.browser
    page.open(APPLY)
    page.send(APPLY, _event("300"))
    page.send(page.path, {})
    mine = page.path
    page.must_show("طلبك لدى موظف")
    case = f"/desk{mine}"
    for deed, values in (("take", {}), ("return", {"return_letter": "كم عدد الحراس؟"})):
        noor.open(case)
        noor.send(f"{case}/{deed}", values)
    page.open(mine)
    page.must_show("كم عدد الحراس؟")
    page.open(f"{mine}/edit")
    page.send(f"{mine}/edit", _event("250"))
    page.send(page.path, {})
    noor.open(case)
    noor.must_show("٢٥٠")
    noor.send(f"{case}/approve", {})
    page.open(mine)
    document = wait_for_receipt(page)
    require(page.open(document) and page.page.content.startswith(b"%PDF"), "the permit is no PDF")


def approve(at: Addresses, application: str) -> None:
    """Taken and approved by Noor; ``application`` is its path."""
    noor, case = noor_at_desk(at), f"/desk{application}"
    for deed in ("take", "approve"):
        noor.open(case)
        noor.send(f"{case}/{deed}", {})


def _event(guests: str) -> dict[str, str]:
    day = date.today() + timedelta(days=30)
    when = {"day_year": f"{day:%Y}", "day_month": f"{day:%m}", "day_day": f"{day:%d}", "day_calendar": "gregorian"}
    plan = {"name": "سوق الخريف", "place": "حديقة الواحة", "plan": "عشرون حارسًا عند الأبواب."}
    return {**plan, **when, "guests": guests}


DESK: dict[str, Story] = {"Noor sends an event permit back, then approves it": event_permit}

"""What two people do together: a vehicle sold with its price in escrow, and a service used under a delegation."""

import re
from datetime import date, timedelta

from bawaba_sandbox.rehearsal.browser import ticked
from bawaba_sandbox.rehearsal.people import Addresses
from bawaba_sandbox.rehearsal.stories.paying import GOOD, pay
from bawaba_sandbox.rehearsal.stories.sending import wait_until
from bawaba_sandbox.rehearsal.stories.telling import active, require

INVITATION = re.compile(r'(?<=href=")/invitations/[\w-]{36}')
ACCEPT = re.compile(r"/delegations/[\w-]{36}/accept")
VEHICLE = re.compile(r'name="vehicle" value="([^"]+)"')


def sell_vehicle(at: Addresses) -> None:
    """Offered, agreed to, paid into escrow, moved in the register, and the price handed to the seller."""
    seller, buyer = active(at, "resident", ("car", "clean")), active(at, "citizen", ("clean",))
    page, other = seller.browser, buyer.browser
    found = VEHICLE.search(page.open("/services/sell-vehicle/apply"))
    require(found, "no vehicle to sell")
    page.send(page.path, {"vehicle": found[1] if found else "", "buyer": buyer.number, "price": "25000"})
    page.confirm()
    sale = page.path
    require(sale.startswith("/applications/"), f"not offered: {sale}")
    other.open("/invitations/")
    other.open(wait_until(other, INVITATION))
    other.must_not_show(str(seller.number))
    other.send(other.path, {"answer": "agree"})
    pay(buyer, other.path, GOOD)
    page.open(sale)
    wait_until(page, re.compile(r"/documents/[^\"]+\.pdf"))
    page.open("/services/sell-vehicle")
    page.must_show("لا توجد مركبة باسمك.")


def delegate(at: Addresses) -> None:
    """Offered with a sentence that is confirmed, accepted, offered to whoever applies, and gone once it is revoked."""
    giver, friend = active(at, "resident", ("clean",)), active(at, "citizen")
    page, other = giver.browser, friend.browser
    last = date.today() + timedelta(days=30)
    day = {"last_year": f"{last:%Y}", "last_month": f"{last:%m}", "last_day": f"{last:%d}"}
    asked = {"receiver": friend.number, "services": "renew-iqama", "last_calendar": "gregorian", **day}
    page.open("/delegations/offer")
    page.send("/delegations/offer", asked)
    page.send("/delegations/offer", {**asked, "confirm": "yes", **ticked(page)})
    other.open("/delegations/")
    accepting = wait_until(other, ACCEPT)
    other.send(accepting, ticked(other))
    other.open("/services/renew-iqama/apply")
    other.must_show("بتفويض منه")
    page.open("/delegations/")
    ending = re.search(r"/delegations/[\w-]{36}/end", page.page.text)
    require(ending, "nothing to revoke")
    page.send(ending[0] if ending else "", {})
    other.open("/services/renew-iqama/apply")
    other.must_not_show("بتفويض منه")

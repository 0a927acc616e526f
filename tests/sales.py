"""A seller and a buyer with browsers, and what the provider's book says of the price."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from bawaba.cases.models import Application
from bawaba.payments.models import Bill
from bawaba_sandbox.register.traffic import plate_of
from payers import account_of, hosted, pays
from people import activated, confirms, logged_in

APPLY, PRICE = "/services/sell-vehicle/apply", 25_000
FEES = 380_00


@contextmanager
def car_of(world: Any, slug: str, index: int = 901, **more: Any) -> Iterator[str]:
    """A car whose papers run, of somebody of the cast, without violations; afterwards all cars are as before."""
    far = "2031-01-01"
    plate = plate_of(index)
    record = {"number": plate["en"].replace(" ", ""), "plate": plate, "seats": 5, "use": "private", "year": 2024}
    record |= {"make": {"ar": "نجم", "en": "Najm"}, "model": "City", "colour": {"ar": "أبيض", "en": "White"}}
    record |= {"registration_expires": far, "insurance_expires": far, "inspection_expires": far, "violations": 0}
    with world.store.connect() as register:
        before = register.execute("SELECT key, record FROM vehicle").fetchall()
    key, written = world.cast[slug]["person_key"], json.dumps(record | more)

    def owns() -> None:
        with world.store.connect() as register:
            register.execute("INSERT INTO vehicle VALUES (?, ?)", (key, written))

    world.lives.after(("car", key, written), owns)
    try:
        yield str(record["number"])
    finally:
        with world.store.connect() as register:
            register.execute("DELETE FROM vehicle")
            register.executemany("INSERT INTO vehicle VALUES (?, ?)", [tuple(row) for row in before])


class Sale:
    """Layla sells to somebody, both by their own browsers."""

    def __init__(self, world: Any, car: str, buyer: str = "noor") -> None:
        self.world, self.car, self.buyer = world, car, buyer
        for slug in ("layla", buyer):
            activated(world, slug)
            world.wait(31)
        self.seller_page, self.buyer_page = logged_in(world, "layla"), logged_in(world, buyer)

    def offer(self, price: int | str = PRICE, number: str = "") -> Any:
        """By form and review; the answer of the last page reached."""
        typed = {"vehicle": self.car, "buyer": number or self.world.cast[self.buyer]["number"], "price": str(price)}
        answer = self.seller_page.post(APPLY, typed)
        if answer.status_code == 302 and answer["Location"].endswith("/review"):
            answer = confirms(self.seller_page, answer["Location"])
        self.world.deliver()
        return answer

    @property
    def row(self) -> Application:
        return Application.objects.filter(service="sell-vehicle").latest("pk")

    @property
    def invitation(self) -> str:
        return f"/invitations/{self.row.uuid}"

    def agree(self) -> Any:
        return self.buyer_page.post(self.invitation, {"answer": "agree"})

    def pay(self) -> None:
        pays(self.world, hosted(self.buyer_page, f"/bills/{self.bill.uuid}"))

    @property
    def bill(self) -> Bill:
        return Bill.objects.get(subject=self.row.uuid)

    def seller_reads(self) -> str:
        page = self.seller_page.get(f"/applications/{self.row.uuid}").content.decode()
        return re.sub(r'value="\w{64}"', "", page)  # tokens of forms

    def buyer_reads(self) -> str:
        return str(self.buyer_page.get(self.invitation).content.decode())

    def book(self) -> dict[str, int | str]:
        """Of the provider: status, and halalas held and released."""
        payment = self.world.app.extensions["payments"].by_reference(f"{self.bill.reference}-1")
        released = self.world.app.extensions["payments"].released(payment["id"])
        held = payment["halalas"] - released if payment["status"] == "captured" else 0
        return {"status": payment["status"], "held": held, "released": released}

    def owner(self) -> str:
        """Slug of who owns the car, as the register has it."""
        for slug, one in self.world.cast.items():
            if any(car["number"] == self.car for car in self.world.store.list_of("vehicle", one["person_key"])):
                return str(slug)
        return ""

    def account(self, slug: str) -> UUID:
        return account_of(self.world, slug)

    def back_to_the_seller(self) -> None:
        """The car may be sold again."""
        with self.world.store.connect() as register:
            seller = self.world.cast["layla"]["person_key"]
            register.execute("UPDATE vehicle SET key=? WHERE json_extract(record, '$.number')=?", (seller, self.car))

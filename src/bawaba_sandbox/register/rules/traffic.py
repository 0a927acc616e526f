"""Traffic: violations, licences, vehicles."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from bawaba_sandbox.register.ledger import Ledger, Record, Refusal, days_left, document
from bawaba_sandbox.register.rules.passports import hash_of

PRICE = (500_00, 1_000_000_00)
MOST_CARS_OF_A_RESIDENT = 2


def pay_violations(ledger: Ledger, key: str, data: Record) -> Record:
    """Mark violations as paid: all or none."""
    numbers = data.get("numbers") or []
    if not numbers:
        raise Refusal("nothing_to_pay", "لم تُذكر أي مخالفة.", "No violation was named.")
    for number in numbers:
        if _status_of(ledger, key, number) == "paid":
            raise Refusal("already_paid", "سُدّدت المخالفة من قبل.", "The violation was paid before.")
    _mark(ledger, numbers, "paid")
    return {"paid": numbers}


def object_to_violation(ledger: Ledger, key: str, data: Record) -> Record:
    """An objection that was upheld: the violation is struck out. Within 30 days, once."""
    number = str(data["number"])
    if _status_of(ledger, key, number) != "unpaid":
        raise Refusal("not_open", "المخالفة ليست قائمة.", "The violation is not open.")
    _mark(ledger, [number], "cancelled")
    return {"cancelled": number}


def renew_licence(ledger: Ledger, key: str, data: Record) -> Record:
    """Two, five or ten years, with a medical result that holds and nothing to pay."""
    record = ledger.person(key)
    medical = [one for one in ledger.fact(key, "medical") if one["kind"] == "driving" and one["passed"]]
    if not any(date.fromisoformat(one["valid_until"]) >= ledger.today for one in medical):
        raise Refusal("no_medical", "لا يوجد فحص طبي سارٍ.", "There is no valid medical result.")
    if ledger.unpaid(key):
        raise Refusal("unpaid", "توجد مخالفات غير مسددة.", "There are unpaid violations.")
    licence = document(record, "driving_licence")
    if days_left(licence, ledger.today) > 365:
        raise Refusal("too_early", "الرخصة سارية لأكثر من سنة.", "The licence runs for more than a year.")
    start = max(date.fromisoformat(licence["expires"]), ledger.today)
    licence["expires"] = (start + timedelta(days=365 * int(data["years"]))).isoformat()
    ledger.save_person(record)
    return {"expires": licence["expires"], "number": licence["number"]}


def renew_registration(ledger: Ledger, key: str, data: Record) -> Record:
    """One to three years, with inspection, insurance, and no violations."""
    vehicle = ledger.vehicle(key, str(data["vehicle"]))
    _require_papers(ledger, vehicle)
    start = max(date.fromisoformat(vehicle["registration_expires"]), ledger.today)
    vehicle["registration_expires"] = (start + timedelta(days=365 * int(data["years"]))).isoformat()
    ledger.save_vehicle(vehicle)
    return {"expires": vehicle["registration_expires"], "plate": vehicle["plate"]}


def authorise_driver(ledger: Ledger, key: str, data: Record) -> Record:
    """Somebody else may drive, inside or abroad, until a day."""
    vehicle = ledger.vehicle(key, str(data["vehicle"]))
    until = date.fromisoformat(str(data["until"]))
    if not ledger.today <= until <= ledger.today + timedelta(days=366):
        raise Refusal("bad_end", "مدة التفويض سنة على الأكثر.", "An authorisation lasts a year at most.")
    _require_insurance(ledger, vehicle)
    driver = _driver(ledger, str(data["driver"]))
    permits = ledger.fact(driver, "permits")
    number = f"D{hash_of(key, driver, vehicle['number'], until):09d}"[:10]
    kind = "driver_abroad" if data.get("where") == "abroad" else "driver_inside"
    permits.append(
        {
            "kind": kind,
            "number": number,
            "starts": ledger.today.isoformat(),
            "expires": until.isoformat(),
            "used": False,
        }
    )
    ledger.save_fact(driver, "permits", permits)
    return {"number": number, "expires": until.isoformat(), "plate": vehicle["plate"]}


def transfer_vehicle(ledger: Ledger, key: str, data: Record) -> Record:
    """A sale: both without violations, papers that run, a price in its range, a resident's count of cars."""
    vehicle = ledger.vehicle(key, str(data["vehicle"]))
    buyer = ledger.person(str(data["buyer_key"]))
    _require_papers(ledger, vehicle)
    if not PRICE[0] <= int(data["halalas"]) <= PRICE[1]:
        raise Refusal("price", "الثمن خارج الحدود المسموحة.", "The price is outside its range.")
    if ledger.unpaid(buyer["person_key"]):
        raise Refusal("buyer_unpaid", "لا يمكن إتمام نقل الملكية.", "The transfer cannot be completed.")
    cars = len(ledger.vehicles(buyer["person_key"]))
    if buyer["population"] in ("resident", "dependent") and cars >= MOST_CARS_OF_A_RESIDENT:
        raise Refusal("too_many_cars", "لا يمكن إتمام نقل الملكية.", "The transfer cannot be completed.")
    ledger.save_vehicle(vehicle, owner=buyer["person_key"])
    return {"plate": vehicle["plate"], "number": vehicle["number"]}


def permit_repair(ledger: Ledger, key: str, data: Record) -> Record:
    """A workshop may repair it after an accident."""
    vehicle = ledger.vehicle(key, str(data["vehicle"]))
    return {"number": f"W{hash_of(key, vehicle['number'], ledger.today):09d}"[:10], "plate": vehicle["plate"]}


def replace_plates(ledger: Ledger, key: str, data: Record) -> Record:
    """New plates of the same number."""
    vehicle = ledger.vehicle(key, str(data["vehicle"]))
    _require_paid(vehicle)
    vehicle["plates_issued"] = int(vehicle.get("plates_issued", 1)) + 1
    ledger.save_vehicle(vehicle)
    return {"plate": vehicle["plate"], "issue": vehicle["plates_issued"]}


def scrap_vehicle(ledger: Ledger, key: str, data: Record) -> Record:
    """Off the road for good; nothing may be left to pay on it."""
    vehicle = ledger.vehicle(key, str(data["vehicle"]))
    _require_paid(vehicle)
    ledger.drop_vehicle(vehicle)
    return {"plate": vehicle["plate"]}


def _require_papers(ledger: Ledger, vehicle: Record) -> None:
    _require_insurance(ledger, vehicle)
    if vehicle["inspection_expires"] < ledger.today.isoformat():
        raise Refusal("no_inspection", "الفحص الدوري منتهٍ.", "The periodic inspection has expired.")
    _require_paid(vehicle)


def _require_insurance(ledger: Ledger, vehicle: Record) -> None:
    if vehicle["insurance_expires"] < ledger.today.isoformat():
        raise Refusal("no_insurance", "تأمين المركبة منتهٍ.", "The vehicle's insurance has expired.")


def _require_paid(vehicle: Record) -> None:
    if vehicle["violations"]:
        raise Refusal("unpaid", "على المركبة مخالفات غير مسددة.", "The vehicle has unpaid violations.")


def _driver(ledger: Ledger, number: str) -> str:
    for kind in ("national_id", "iqama", "border_number"):
        key = ledger.key_of(kind, number)
        if key is not None:
            if any(one["type"] == "driving_licence" for one in ledger.person(key)["documents"]):
                return key
            break
    raise Refusal("no_driver", "لا يمكن تفويض هذا الشخص بالقيادة.", "This person cannot be authorised to drive.")


def _status_of(ledger: Ledger, key: str, number: str) -> str:
    row = ledger.connection.execute("SELECT key, status FROM violation WHERE number=?", (number,)).fetchone()
    if row is None or row[0] != key:
        raise Refusal("unknown_violation", "المخالفة غير مسجلة على هذا الشخص.", "The violation is not this person's.")
    return str(row[1])


def _mark(ledger: Ledger, numbers: list[str], status: str) -> None:
    ledger.connection.execute(
        "UPDATE violation SET status=? WHERE number IN (SELECT value FROM json_each(?))", (status, json.dumps(numbers))
    )


CHANGES: dict[str, Callable[[Ledger, str, Record], Any]] = {
    "violation.pay": pay_violations,
    "violation.cancel": object_to_violation,
    "licence.renew": renew_licence,
    "vehicle.renew_registration": renew_registration,
    "vehicle.authorise_driver": authorise_driver,
    "vehicle.transfer": transfer_vehicle,
    "vehicle.permit_repair": permit_repair,
    "vehicle.replace_plates": replace_plates,
    "vehicle.scrap": scrap_vehicle,
}

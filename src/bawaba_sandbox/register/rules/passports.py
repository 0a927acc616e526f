"""Passports: permits of residence, visas, passports, guests."""

import calendar
import zlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from bawaba_sandbox.register.ledger import Ledger, Record, Refusal, days_left, document

LONGEST_STAY = timedelta(days=180)


def renew_iqama(ledger: Ledger, key: str, data: Record) -> Record:
    """For 3 to 24 months, inside the country, with a passport that runs and nothing to pay."""
    record, months = ledger.person(key), int(data["months"])
    _require_inside(record)
    if ledger.fact(key, "standing")["reported_absent"]:
        raise Refusal("absent", "سُجّل بلاغ تغيب.", "A report of absence is on record.")
    _require_passport(ledger, record, 0)
    _require_paid(ledger, key)
    return _extend(ledger, record, document(record, "iqama"), months)


def issue_iqama(ledger: Ledger, key: str, data: Record) -> Record:
    """A first permit: only for somebody who has none that runs."""
    record = ledger.person(key)
    _require_inside(record)
    _require_passport(ledger, record, 90)
    medical = [one for one in ledger.fact(key, "medical") if one["kind"] == "residence" and one["passed"]]
    if not any(date.fromisoformat(one["valid_until"]) >= ledger.today for one in medical):
        raise Refusal("no_medical", "لا يوجد فحص طبي سارٍ.", "There is no valid medical result.")
    if any(one["type"] == "iqama" and days_left(one, ledger.today) >= 0 for one in record["documents"]):
        raise Refusal("has_one", "لديه إقامة سارية.", "There is a permit that runs.")
    number = record["identifiers"][0]["number"]
    expires = _months_on(ledger.today, int(data["months"]))
    record["documents"] = [one for one in record["documents"] if one["type"] != "iqama"]
    record["documents"].append(
        {"type": "iqama", "number": number, "issued": ledger.today.isoformat(), "expires": expires.isoformat()}
    )
    ledger.save_person(record)
    return {"expires": expires.isoformat(), "number": number}


def exit_reentry(ledger: Ledger, key: str, data: Record) -> Record:
    """Single or multiple; the passport must run 90 days, the permit until the visa's end."""
    record, months = ledger.person(key), int(data["months"])
    expires = _months_on(ledger.today, months)
    _require_inside(record)
    _require_passport(ledger, record, 90)
    if date.fromisoformat(document(record, "iqama")["expires"]) < expires:
        raise Refusal("iqama_short", "تنتهي الإقامة قبل نهاية التأشيرة.", "The residence permit ends before the visa would.")  # fmt: skip
    _require_paid(ledger, key)
    return _grant(ledger, key, f"exit_reentry_{data['kind']}", expires)


def extend_exit_reentry(ledger: Ledger, key: str, data: Record) -> Record:
    """While abroad, by whole months, with a residence permit that runs."""
    record = ledger.person(key)
    if record["inside_country"]:
        raise Refusal("inside", "المقيم داخل البلاد.", "The resident is inside the country.")
    if days_left(document(record, "iqama"), ledger.today) < 0:
        raise Refusal("iqama_expired", "الإقامة منتهية.", "The residence permit has expired.")
    permits = ledger.fact(key, "permits")
    running = [one for one in permits if one["kind"].startswith("exit_reentry")]
    if not running:
        raise Refusal("no_visa", "لا توجد تأشيرة خروج وعودة.", "There is no exit/re-entry visa.")
    newest = max(running, key=lambda one: one["expires"])
    start = max(date.fromisoformat(newest["expires"]), ledger.today)
    newest["expires"] = _months_on(start, int(data["months"])).isoformat()
    ledger.save_fact(key, "permits", permits)
    return {"number": newest["number"], "expires": newest["expires"]}


def final_exit(ledger: Ledger, key: str, data: Record) -> Record:
    """60 days to leave for good."""
    record = ledger.person(key)
    _require_inside(record)
    _require_passport(ledger, record, 60)
    _require_paid(ledger, key)
    return _grant(ledger, key, "final_exit", ledger.today + timedelta(days=60))


def extend_visit(ledger: Ledger, key: str, data: Record) -> Record:
    """A guest's visa, up to 180 days after entry in all."""
    guests = ledger.fact(key, "guests")
    guest = _guest(guests, str(data["guest"]))
    ends = date.fromisoformat(guest["visa_expires"])
    if not -3 <= (ends - ledger.today).days <= 7:
        raise Refusal("window", "تُمدَّد الزيارة قبل انتهائها بسبعة أيام إلى ما بعده بثلاثة.", "A visit is extended from seven days before its end to three after.")  # fmt: skip
    if date.fromisoformat(guest["insured_until"]) < ledger.today:
        raise Refusal("not_insured", "لا يوجد تأمين طبي سارٍ للزائر.", "The visitor has no valid medical insurance.")
    wanted = ends + timedelta(days=int(data["days"]))
    if wanted > date.fromisoformat(guest["stays_until_most"]):
        raise Refusal("too_long", "لا تتجاوز مدة الزيارة 180 يومًا.", "A visit lasts 180 days at most.")
    guest["visa_expires"] = wanted.isoformat()
    ledger.save_fact(key, "guests", guests)
    visitor = ledger.person(guest["person_key"])
    document(visitor, "visa")["expires"] = wanted.isoformat()
    ledger.save_person(visitor)
    return {"expires": wanted.isoformat(), "number": guest["number"]}


def report_absent(ledger: Ledger, key: str, data: Record) -> Record:
    """7 to 14 days after the visa's end, once, and not taken back."""
    guests = ledger.fact(key, "guests")
    guest = _guest(guests, str(data["guest"]))
    since = (ledger.today - date.fromisoformat(guest["visa_expires"])).days
    if guest["reported_absent"]:
        raise Refusal("reported", "سُجّل البلاغ من قبل.", "The report was made before.")
    if not 7 <= since <= 14:
        raise Refusal("window", "يُقبل البلاغ بعد انتهاء التأشيرة بسبعة أيام إلى أربعة عشر.", "Reports are taken 7 to 14 days after the visa's end.")  # fmt: skip
    guest["reported_absent"] = True
    ledger.save_fact(key, "guests", guests)
    return {"number": guest["number"]}


def renew_passport(ledger: Ledger, key: str, data: Record) -> Record:
    """Five or ten years; under 21 only five. Who had none gets a first one."""
    record, years = ledger.person(key), int(data["years"])
    if years == 10 and _age(record, ledger.today) < 21:
        raise Refusal("too_young", "من دون 21 سنة يُصدر لهم الجواز لخمس سنوات.", "Under 21 a passport is issued for five years.")  # fmt: skip
    _require_paid(ledger, key)
    expires = _months_on(ledger.today, years * 12).isoformat()
    number = f"R{hash_of(key, expires):08d}"[:9]
    passport = {"type": "passport", "number": number, "issued": ledger.today.isoformat(), "expires": expires}
    record["documents"] = [*(one for one in record["documents"] if one["type"] != "passport"), passport]
    ledger.save_person(record)
    return {"number": passport["number"], "expires": passport["expires"]}


def update_passport(ledger: Ledger, key: str, data: Record) -> Record:
    """A resident has a new passport of their own country."""
    record = ledger.person(key)
    expires = date.fromisoformat(str(data["expires"]))
    if expires <= ledger.today:
        raise Refusal("expired", "الجواز الجديد منتهٍ.", "The new passport has expired.")
    document(record, "passport").update(number=str(data["number"]), expires=expires.isoformat())
    ledger.save_person(record)
    return {"number": str(data["number"]), "expires": expires.isoformat()}


def travel_permit(ledger: Ledger, key: str, data: Record) -> Record:
    """For a dependent or a minor of the household, until a day."""
    until = date.fromisoformat(str(data["until"]))
    if until < ledger.today:
        raise Refusal("past", "مضى هذا اليوم.", "This day has passed.")
    _require_passport(ledger, ledger.person(key), 0)
    return _grant(ledger, key, "travel", until)


def _require_inside(record: Record) -> None:
    if not record["inside_country"]:
        raise Refusal("outside", "المقيم خارج البلاد.", "The resident is outside the country.")


def _require_passport(ledger: Ledger, record: Record, days: int) -> None:
    if days_left(document(record, "passport"), ledger.today) < days:
        ar = f"جواز السفر ينتهي قبل {days} يومًا." if days else "جواز السفر منتهٍ."
        raise Refusal("passport", ar, f"The passport ends within {days} days." if days else "The passport has expired.")


def _require_paid(ledger: Ledger, key: str) -> None:
    if ledger.unpaid(key):
        raise Refusal("unpaid", "توجد مخالفات غير مسددة.", "There are unpaid violations.")


def _extend(ledger: Ledger, record: Record, one: Record, months: int) -> Record:
    one["expires"] = _months_on(max(date.fromisoformat(one["expires"]), ledger.today), months).isoformat()
    ledger.save_person(record)
    return {"expires": one["expires"], "number": one["number"]}


def _grant(ledger: Ledger, key: str, kind: str, expires: date) -> Record:
    permits = ledger.fact(key, "permits")
    number = f"V{hash_of(key, kind, len(permits)):09d}"[:10]
    permits.append(
        {
            "kind": kind,
            "number": number,
            "starts": ledger.today.isoformat(),
            "expires": expires.isoformat(),
            "used": False,
        }
    )
    ledger.save_fact(key, "permits", permits)
    return {"number": number, "expires": expires.isoformat()}


def _guest(guests: list[Record], number: str) -> Record:
    for one in guests:
        if one["number"] == number:
            return one
    raise Refusal("unknown_guest", "ليس هذا الزائر من ضيوفك.", "This visitor is not your guest.")


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _age(record: Record, today: date) -> int:
    born = date.fromisoformat(record["birth_date"])
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def hash_of(*parts: object) -> int:
    """A number that follows from its parts, the same in every process."""
    return zlib.crc32(repr(parts).encode())


CHANGES: dict[str, Callable[[Ledger, str, Record], Any]] = {
    "iqama.renew": renew_iqama,
    "iqama.issue": issue_iqama,
    "visa.exit_reentry": exit_reentry,
    "visa.extend_exit_reentry": extend_exit_reentry,
    "visa.final_exit": final_exit,
    "visit.extend": extend_visit,
    "visit.report_absent": report_absent,
    "passport.renew": renew_passport,
    "passport.update": update_passport,
    "travel.permit": travel_permit,
}

"""Civil affairs: cards, births, addresses."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from bawaba_sandbox.register.ledger import Ledger, Record, Refusal, days_left, document

CARD_YEARS = 5


def renew_id(ledger: Ledger, key: str, data: Record) -> Record:
    """From 180 days before its end."""
    record = ledger.person(key)
    card = document(record, "national_id")
    if days_left(card, ledger.today) > 180:
        raise Refusal("too_early", "البطاقة سارية لأكثر من 180 يومًا.", "The card runs for more than 180 days.")
    return _extended(ledger, record, card, CARD_YEARS)


def replace_id(ledger: Ledger, key: str, data: Record) -> Record:
    """The same validity under a new copy number."""
    record = ledger.person(key)
    card = document(record, "national_id")
    if days_left(card, ledger.today) < 0:
        raise Refusal(
            "expired", "البطاقة منتهية فتُجدَّد ولا تُستبدل.", "The card has expired: it is renewed, not replaced."
        )
    card["copy"] = int(card.get("copy", 1)) + 1
    ledger.save_person(record)
    return {"expires": card["expires"], "number": card["number"]}


def register_birth(ledger: Ledger, key: str, data: Record) -> Record:
    """A hospital's notice becomes a name in the family's record, once."""
    births = ledger.fact(key, "births")
    notice = next((one for one in births if one["number"] == data.get("notice")), None)
    if notice is None:
        raise Refusal("unknown_notice", "لا يوجد بلاغ ولادة بهذا الرقم.", "There is no birth notice of that number.")
    if notice["registered"]:
        raise Refusal("registered", "سُجّل هذا المولود من قبل.", "This child was registered before.")
    notice |= {"registered": True, "name": {"ar": str(data["name_ar"]), "en": str(data["name_en"])}}
    ledger.save_fact(key, "births", births)
    return {"number": f"B{notice['number']}", "born": notice["born"]}


def set_address(ledger: Ledger, key: str, data: Record) -> Record:
    """The national address, as the post has it."""
    if not str(data.get("post_code", "")).isdigit() or len(str(data["post_code"])) != 5:
        raise Refusal("bad_post_code", "الرمز البريدي خمسة أرقام.", "The post code has five digits.")
    both = {name: {"ar": str(data[name]), "en": str(data[name])} for name in ("street", "district", "city")}
    found = {
        "short": str(data["short"]),
        "building": str(data["building"]),
        "post_code": str(data["post_code"]),
        **both,
    }
    ledger.save_fact(key, "address", found)
    return {"short": found["short"]}


def correct_name(ledger: Ledger, key: str, data: Record) -> Record:
    """One part of a name, in both scripts; the very same name is no correction."""
    record, part = ledger.person(key), str(data.get("part"))
    if part not in record["names"]["ar"]:
        raise Refusal("unknown_part", "لا جزء من الاسم بهذا المسمى.", "A name has no such part.")
    wanted = {script: str(data[script]).strip() for script in ("ar", "en")}
    if all(record["names"][script][part] == text for script, text in wanted.items()):
        raise Refusal("same", "الاسم مسجل هكذا من قبل.", "The name is registered like that already.")
    for script, text in wanted.items():
        record["names"][script][part] = text
    ledger.save_person(record)
    return {"part": part}


def _extended(ledger: Ledger, record: Record, one: Record, years: int) -> Record:
    start = max(date.fromisoformat(one["expires"]), ledger.today)
    one["expires"] = (start + timedelta(days=years * 365)).isoformat()
    ledger.save_person(record)
    return {"expires": one["expires"], "number": one["number"]}


CHANGES: dict[str, Callable[[Ledger, str, Record], Any]] = {
    "id.renew": renew_id,
    "id.replace": replace_id,
    "birth.register": register_birth,
    "address.set": set_address,
    "name.correct": correct_name,
}
